"""Every area in which trouble at a site, a root or a nerve could be felt.

Below a site are the areas of the nerves that run through it; branches that leave above it are not affected. Above are
the areas that the nerve passes on its way from the spine: that trouble can be felt there too is the author's claim
(articles 000 and 001: anywhere along the nerve).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve
from nervemap.reasoning.areas import Areas, Ground, trunks, with_branches
from nervemap.reasoning.findings import FeltArea
from nervemap.reasoning.places import Places

Direction = Literal["here", "below", "above"]
SPINE_REGION = "low-back"
"""The area in which the nerves of the leg leave the spine."""

_GROUNDS: tuple[Ground, ...] = ("article", "skin", "deep", "dermatome", "atlas", "passes")
_DIRECTIONS: tuple[Direction, ...] = ("here", "below", "above")


def felt_from_site(areas: Areas, places: Places, site: str) -> tuple[FeltArea, ...]:
    """The areas for a site, each once by its strongest ground, in table order."""
    atlas, row = areas.atlas, areas.atlas.sites[site]
    nerves = places.nerves_through.get(site, row.nerves)
    level = places.site_level.get(site)
    found = [
        _area(region, _seen_from(places, level, region), ground, nerve)
        for nerve in nerves
        for region, ground in areas.own[nerve].items()
        # The skin of a root is its dermatome; a nerve's whole skin would be more than one root can account for.
        if not (row.roots and ground == "skin")
    ]
    if row.roots:
        found += [area for root in row.roots for area in _of_spine(atlas, root)]
    elif not row.above_roots:
        found += [area for nerve in nerves for area in _on_the_way(atlas, places, atlas.nerves[nerve])]
    return _each_once(atlas, found)


def felt_from_root(areas: Areas, root: str) -> tuple[FeltArea, ...]:
    """The areas for a root: its dermatome, and what the nerves that it feeds are named for or reach in the depth."""
    found = [
        _area(region, "below", ground, nerve.id)
        for nerve in areas.atlas.nerves.values()
        if root in nerve.roots
        for region, ground in areas.own[nerve.id].items()
        if ground != "skin"
    ]
    return _each_once(areas.atlas, found + _of_spine(areas.atlas, root))


def felt_from_nerve(areas: Areas, places: Places, nerve: str) -> tuple[FeltArea, ...]:
    """The areas for a nerve or a group: its own, those of its branches, and those on its way from the spine."""
    found: list[FeltArea] = []
    for member in areas.atlas.members(nerve):
        for one in with_branches(areas.atlas, member):
            direction: Direction = "here" if one is member else "below"
            found += [_area(region, direction, ground, one.id) for region, ground in areas.own[one.id].items()]
        found += _on_the_way(areas.atlas, places, member)
    return _each_once(areas.atlas, found)


def _area(region: str, direction: Direction, because: Ground, via: str) -> FeltArea:
    return FeltArea(region=region, direction=direction, because=because, via=via)


def _seen_from(places: Places, level: float | None, region: str) -> Direction:
    """Where a region lies along the limb, seen from a site."""
    upper, lower = places.region_levels[region]
    if level is None or level < upper:
        return "below"
    return "above" if level > lower else "here"


def _of_spine(atlas: Atlas, root: str) -> list[FeltArea]:
    """What belongs to a root itself, whatever it feeds: the back where it leaves the spine, and its dermatome."""
    dermatome = atlas.roots[root].skin_regions if root in atlas.roots else ()
    return [
        _area(SPINE_REGION, "here", "passes", root),
        *(_area(region, "below", "dermatome", root) for region in dermatome),
    ]


def _on_the_way(atlas: Atlas, places: Places, nerve: Nerve) -> list[FeltArea]:
    """What a nerve passes between the spine and where it leaves its trunks: as far down as they still share a site."""
    found = [_area(SPINE_REGION, "above", "passes", nerve.id)] if nerve.roots else []
    own_sites = {site for site, _ in places.sites.get(nerve.id, ())}
    for trunk in trunks(atlas, nerve):
        shared = [places.site_level[site] for site, _ in places.sites.get(trunk.id, ()) if site in own_sites]
        parting = max(shared, default=0.0)
        found += [
            _area(region, "above", "passes", trunk.id)
            for region in (*trunk.deep_regions, *trunk.passes_regions)
            if places.region_levels[region][0] < parting
        ]
    return found


def _each_once(atlas: Atlas, found: Iterable[FeltArea]) -> tuple[FeltArea, ...]:
    """One entry per region in table order: nearest direction first, then the strongest ground, then the first found."""
    best: dict[str, FeltArea] = {}
    for area in sorted(found, key=lambda a: (_DIRECTIONS.index(a.direction), _GROUNDS.index(a.because))):
        best.setdefault(area.region, area)
    return tuple(best[region] for region in atlas.regions if region in best)
