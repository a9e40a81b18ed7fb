"""Every area in which trouble at a site, a root or a nerve could be felt.

Below a site are the areas of the nerves that run through it; branches that leave above it are not affected. Above are
the areas that the nerve passes on its way from the spine: that trouble can be felt there too is the author's claim
(articles 000 and 001: anywhere along the nerve).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import get_args

from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, RootId, Site
from nervemap.reasoning.areas import Areas, trunks, with_branches
from nervemap.reasoning.findings import Direction, FeltArea, Ground
from nervemap.reasoning.places import Places

SPINE_REGION = "low-back"
"""The area in which the nerves of the leg leave the spine."""

_GROUNDS: tuple[Ground, ...] = ("article", "skin", "deep", "dermatome", "atlas", "passes")
_DIRECTIONS: tuple[Direction, ...] = ("here", "below", "above")
# The skin of a root is its dermatome, and the atlas says which areas it adds for which root: the whole skin of a nerve
# would be more than one of its roots can account for.
_MORE_THAN_ONE_ROOT = ("skin", "atlas")
_LEVELS = get_args(RootId)
_SEGMENTS = 2
"""So far from the roots of an area may another root lie: the texts' ranges differ by a segment at each end."""


def felt_from_site(areas: Areas, places: Places, site: str) -> tuple[FeltArea, ...]:
    """The areas for a site, each once by its strongest ground, in table order."""
    if (areas.atlas, site) not in places.felt:
        places.felt[areas.atlas, site] = _from_site(areas, places, site)
    return places.felt[areas.atlas, site]


def _from_site(areas: Areas, places: Places, site: str) -> tuple[FeltArea, ...]:
    atlas, row = areas.atlas, areas.atlas.sites[site]
    nerves = places.nerves_through.get(site, row.nerves)
    found = [
        _of_nerve(areas, region, _seen_from(places, row, region, ground), ground, nerve)
        for nerve in nerves
        for region, ground in areas.own[nerve].items()
        if not row.roots or any(_of_root(atlas, root, region, ground) for root in row.roots)
    ]
    if row.roots:
        found += [area for root in row.roots for area in _of_spine(atlas, root)]
    elif not row.above_roots:
        for nerve in nerves:
            until_cm = dict(places.sites.get(nerve, ())).get(site, 0.0)
            found += _on_the_way(areas, places, atlas.nerves[nerve], until_cm)
    return _each_once(atlas, found)


def felt_from_root(areas: Areas, root: str) -> tuple[FeltArea, ...]:
    """The areas for a root: its dermatome, and what the nerves that it feeds are named for or reach in the depth."""
    found = [
        _of_nerve(areas, region, "below", ground, nerve.id)
        for nerve in areas.atlas.nerves.values()
        if root in nerve.roots
        for region, ground in areas.own[nerve.id].items()
        if _of_root(areas.atlas, root, region, ground)
    ]
    return _each_once(areas.atlas, found + _of_spine(areas.atlas, root))


def felt_from_nerve(areas: Areas, places: Places, nerve: str) -> tuple[FeltArea, ...]:
    """The areas for a nerve or a group: its own, those of its branches, and those on its way from the spine."""
    found: list[FeltArea] = []
    for member in areas.atlas.members(nerve):
        for one in with_branches(areas.atlas, member):
            direction: Direction = "here" if one is member else "below"
            own = areas.own[one.id].items()
            found += [_of_nerve(areas, region, direction, ground, one.id) for region, ground in own]
        found += _on_the_way(areas, places, member)
    return _each_once(areas.atlas, found)


def _of_root(atlas: Atlas, root: str, region: str, ground: Ground) -> bool:
    """Whether one root may account for an area of a nerve that it feeds together with others."""
    there = atlas.regions[region].atlas_roots
    far = min((abs(_LEVELS.index(root) - _LEVELS.index(one)) for one in there), default=0)
    return ground not in _MORE_THAN_ONE_ROOT and far <= _SEGMENTS


def _area(region: str, direction: Direction, because: Ground, via: str) -> FeltArea:
    return FeltArea(region=region, direction=direction, because=because, via=via)


def _of_nerve(areas: Areas, region: str, direction: Direction, because: Ground, nerve: str) -> FeltArea:
    reaches = region in areas.reached[nerve]
    return FeltArea(region=region, direction=direction, because=because, via=nerve, reaches=reaches)


def _seen_from(places: Places, site: Site, region: str, ground: Ground) -> Direction:
    """Where a region lies along the limb, seen from a site; without a level of either, nothing speaks against here.

    From the sole, where height says little, all that a nerve merely passes lies above.
    """
    level = places.site_level.get(site.id)
    if site.lies_in and (region == site.lies_in or ground == "passes"):
        return "here" if region == site.lies_in else "above"
    if level is None or region not in places.region_levels:
        return "here"
    upper, lower = places.region_levels[region]
    return "below" if level < upper else "above" if level > lower else "here"


def _of_spine(atlas: Atlas, root: str) -> list[FeltArea]:
    """What belongs to a root itself: the back where it leaves the spine, its dermatome, what the atlas adds."""
    dermatome = atlas.roots[root].skin_regions if root in atlas.roots else ()
    return [
        _area(SPINE_REGION, "here", "passes", root),
        *(_area(region, "below", "dermatome", root) for region in dermatome),
        *(_area(region.id, "below", "atlas", root) for region in atlas.regions.values() if root in region.atlas_roots),
    ]


def _on_the_way(areas: Areas, places: Places, nerve: Nerve, until_cm: float = math.inf) -> list[FeltArea]:
    """What a nerve passes between the spine and a place on it.

    The course runs below the area there, and the atlas counts the area to the nerve or to a trunk of it: deep in the
    pelvis a course runs below areas that it has nothing to do with.
    """
    found = [_area(SPINE_REGION, "above", "passes", nerve.id)] if nerve.roots else []
    chain = (nerve, *trunks(areas.atlas, nerve))
    for region, from_cm in places.way.get(nerve.id, ()):
        via = next((n for n in chain if region in (*n.skin_regions, *n.deep_regions, *n.passes_regions)), None)
        if via and from_cm < until_cm:
            found.append(_area(region, "above", "passes", via.id))
    return found


def _each_once(atlas: Atlas, found: Iterable[FeltArea]) -> tuple[FeltArea, ...]:
    """One entry per region in table order: what is reached first, then the nearest, the strongest ground, the first."""
    best: dict[str, FeltArea] = {}
    order = sorted(found, key=lambda a: (not a.reaches, _DIRECTIONS.index(a.direction), _GROUNDS.index(a.because)))
    for area in order:
        best.setdefault(area.region, area)
    return tuple(best[region] for region in atlas.regions if region in best)
