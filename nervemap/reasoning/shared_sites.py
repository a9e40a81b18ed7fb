"""The sites on the way to several marked areas of one side."""

from __future__ import annotations

from collections.abc import Hashable

from nervemap.content.model import Side, Site
from nervemap.reasoning.areas import Areas
from nervemap.reasoning.felt import felt_from_site
from nervemap.reasoning.findings import FeltArea, SharedSite
from nervemap.reasoning.places import Places


def shared_sites(areas: Areas, places: Places, side: Side, marked: tuple[str, ...]) -> tuple[SharedSite, ...]:
    """Sites from which at least two of the marked areas could be felt: most areas first, then the most distal.

    Sites on the same nerves or root to the same marks, that could then also be felt at the same areas, are equal: they
    count as one place, as distal as the most distal of them, and are told from brain to toe.
    Sites above the roots act on both legs and never account for one side alone; sites on no course are left out.
    """
    if len(marked) < 2:
        return ()
    equals: dict[Hashable, list[tuple[str, tuple[str, ...], tuple[str, ...]]]] = {}
    for site in areas.atlas.sites.values():
        if site.above_roots or not site.on_course:
            continue
        supplied = [area for area in felt_from_site(areas, places, site.id) if _accounts_for(areas, site, area)]
        explains = tuple(region for region in marked if any(area.region == region for area in supplied))
        if len(explains) >= 2:
            also = tuple(a.region for a in supplied if a.region not in marked and a.because != "passes")
            on = frozenset(
                nerve
                for nerve in places.nerves_through.get(site.id, ())
                if any(areas.own[nerve].get(region) in ("article", "skin") for region in explains)
            )
            equals.setdefault((explains, also, site.roots or on), []).append((site.id, explains, also))

    def order(group: list[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> tuple[int, float]:
        return -len(group[0][1]), -max(places.site_level.get(site, 0.0) for site, _, _ in group)

    return tuple(
        SharedSite(side=side, site=site, rank=rank, explains=explains, should_also_affect=also)
        for rank, group in enumerate(sorted(equals.values(), key=order), start=1)
        for site, explains, also in group
    )


def _accounts_for(areas: Areas, site: Site, area: FeltArea) -> bool:
    """Whether the area lies at or below the site and is really reached: being named for it is not enough.

    On a limb the skin nerve counts, or what the article names. A muscle's ache is too loose to share, so the
    sciatic nerve at mid-thigh does not account for the back of the thigh, which is the skin of another nerve.
    """
    if area.direction == "above" or (area.direction == "below" and area.because == "passes"):
        return False
    if not site.roots and area.because in ("deep", "atlas", "passes"):
        return False
    return area.via not in areas.reached or area.region in areas.reached[area.via]
