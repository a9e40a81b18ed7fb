"""Which nerves could be felt at the marked areas, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import SIDES, Nerve, Side
from nervemap.reasoning.areas import Areas, added_nerves, article_nerves, with_branches
from nervemap.reasoning.findings import Candidate, Explanation, Fact, Ground, NamedBy
from nervemap.reasoning.overview import overview
from nervemap.reasoning.places import Places
from nervemap.reasoning.shared_sites import shared_sites
from nervemap.reasoning.urgent import not_asked
from nervemap.reasoning.wording import mark_id, plain_areas, the_nerve

# The table of the article comes first, then what the atlas adds, then what a nerve merely runs through.
_TIERS: dict[Ground, int] = {"article": 0, "skin": 1, "deep": 1, "atlas": 1, "dermatome": 1, "passes": 2}
_TIER_NAMES: tuple[Literal["article", "atlas", "passes"], ...] = ("article", "atlas", "passes")


def explain(atlas: Atlas, case: Case, places: Places) -> Explanation:
    """The nerves for the marks of a case, each side on its own, the sites that several marks share, and what to say."""
    areas = Areas(atlas)
    marked = marked_regions(case)
    candidates = tuple(
        one
        for side, regions in marked.items()
        for one in _candidates(areas, side, regions, marked.get("left" if side == "right" else "right", ()))
    )
    shared = tuple(one for side, regions in marked.items() for one in shared_sites(areas, places, side, regions))
    return overview(areas, marked, candidates, shared, asked=not not_asked(atlas, case))


def marked_regions(case: Case) -> dict[Side, tuple[str, ...]]:
    """The marked areas of each side that has any, in the order in which they were marked."""
    by_side = {side: tuple(dict.fromkeys(m.region for m in case.marks if m.side == side)) for side in SIDES}
    return {side: regions for side, regions in by_side.items() if regions}


def _candidates(areas: Areas, side: Side, marked: tuple[str, ...], other: tuple[str, ...]) -> list[Candidate]:
    """Most marks first, then by who names the nerve, then in table order; equals share a rank."""
    found: list[tuple[tuple[int, int], Nerve, tuple[str, ...]]] = []
    for name in _in_table_order(areas.atlas, marked):
        own = areas.own[name]
        if not any(region in own for region in marked):
            continue
        explains = tuple(region for region in marked if region in own or region in areas.reached[name])
        tier = min(_TIERS[own[region]] for region in marked if region in own)
        found.append(((-len(explains), tier), areas.atlas.nerves[name], explains))
    ranks = {key: rank for rank, key in enumerate(sorted({key for key, _, _ in found}), start=1)}
    found.sort(key=lambda entry: entry[0])
    return [
        _candidate(areas, side, nerve, marked, other, explains, key[1], ranks[key]) for key, nerve, explains in found
    ]


def _in_table_order(atlas: Atlas, marked: Iterable[str]) -> list[str]:
    """All single nerves: those of the marked rows as the rows name them, then the others."""
    rows = [region for region in atlas.regions.values() if region.id in marked]
    named = [nerve for region in rows for nerve in article_nerves(atlas, region)]
    added = [nerve for region in rows for nerve in added_nerves(atlas, region)]
    others = [nerve.id for nerve in atlas.nerves.values() if not nerve.members]
    return list(dict.fromkeys((*named, *added, *others)))


def _candidate(
    areas: Areas,
    side: Side,
    nerve: Nerve,
    marked: tuple[str, ...],
    other: tuple[str, ...],
    explains: tuple[str, ...],
    tier: int,
    rank: int,
) -> Candidate:
    atlas, reached = areas.atlas, areas.reached[nerve.id]
    by_article = [r for r in explains if nerve.id in article_nerves(atlas, atlas.regions[r])]
    by_atlas = [r for r in explains if nerve.id in added_nerves(atlas, atlas.regions[r])]
    named_by: tuple[NamedBy, ...] = (*(("article",) if by_article else ()), *(("atlas",) if by_atlas else ()))
    unreached = tuple(r for r in dict.fromkeys((*by_article, *by_atlas)) if r not in reached)
    return Candidate(
        side=side,
        nerve=nerve.id,
        named_by=named_by or ("atlas",),
        roots=nerve.roots,
        explains=explains,
        reaches=not unreached,
        unreached=unreached,
        tier=_TIER_NAMES[tier],
        rank=rank,
        for_=tuple(_reason(areas, side, nerve, region) for region in explains),
        against=(
            *_not_reached(atlas, side, nerve, unreached),
            *_left_over(areas, side, nerve, marked, explains),
            *_other_leg(atlas, side, nerve, other),
        ),
    )


def _reason(areas: Areas, side: Side, nerve: Nerve, region: str) -> Fact:
    """Why a nerve could be felt at one marked area, in one sentence."""
    atlas = areas.atlas
    place = plain_areas(atlas, [region])
    ground = areas.own[nerve.id].get(region)
    added = next((a for a in atlas.regions[region].atlas_adds if nerve in atlas.members(a.nerve)), None)
    ids = [mark_id(side, region), region, nerve.id]
    if ground == "article":
        text = f"The article names it for {place}."
    elif added is not None:
        text = f"The atlas adds it for {place}: {added.why}"
    elif ground is not None:
        text = _GROUND_TEXTS[ground].format(place=place)
    else:
        branches = [one.id for one in with_branches(atlas, nerve) if region in areas.own[one.id]]
        listed = (*article_nerves(atlas, atlas.regions[region]), *added_nerves(atlas, atlas.regions[region]))
        branches.sort(key=lambda one: listed.index(one) if one in listed else len(listed))
        branch = min(branches, key=lambda one: _TIERS[areas.own[one][region]])
        ids.append(branch)
        text = f"It reaches {place} through a branch, {the_nerve(atlas, branch)}."
    return Fact(text=text, ids=tuple(ids))


_GROUND_TEXTS: Mapping[Ground, str] = {
    "skin": "The atlas: its skin reaches {place}.",
    "deep": "The atlas: a deep ache from it can be felt at {place}.",
    "passes": "The atlas: on its way from the spine it passes {place}.",
}


def _not_reached(atlas: Atlas, side: Side, nerve: Nerve, unreached: tuple[str, ...]) -> list[Fact]:
    return [
        Fact(
            text=f"Neither its course nor its branches reach {plain_areas(atlas, [region])}.",
            ids=(mark_id(side, region), region, nerve.id),
        )
        for region in unreached
    ]


def _left_over(
    areas: Areas, side: Side, nerve: Nerve, marked: tuple[str, ...], explains: tuple[str, ...]
) -> list[Fact]:
    """The marks that the nerve does not account for, and the areas that it could also affect."""
    atlas, facts = areas.atlas, []
    missed = tuple(region for region in marked if region not in explains)
    if missed:
        text = f"It does not account for {plain_areas(atlas, missed)}."
        facts.append(Fact(text=text, ids=(nerve.id, *(mark_id(side, region) for region in missed))))
    supplied = {r for one in with_branches(atlas, nerve) for r in (*one.skin_regions, *one.deep_regions)}
    also = tuple(region for region in atlas.regions if region in supplied and region not in marked)
    if also:
        text = f"It could also be felt at {plain_areas(atlas, also)}: not marked."
        facts.append(Fact(text=text, ids=(nerve.id, *also)))
    return facts


def _other_leg(atlas: Atlas, side: Side, nerve: Nerve, other: tuple[str, ...]) -> list[Fact]:
    """What the other leg has marked: no nerve of this leg accounts for it."""
    other = tuple(region for region in other if not atlas.regions[region].midline)
    if not other:
        return []
    there: Side = "left" if side == "right" else "right"
    text = f"It does not account for what is marked on the {there}: {plain_areas(atlas, other)}."
    return [Fact(text=text, ids=(nerve.id, *(mark_id(there, region) for region in other)))]
