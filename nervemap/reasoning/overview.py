"""What the map says about the marks as a whole, in a few sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.areas import Areas, added_nerves
from nervemap.reasoning.findings import Candidate, Explanation, Fact, SharedSite
from nervemap.reasoning.wording import listed, mark_id, plain_areas, site_names, the_nerve

Marked = Mapping[Side, Sequence[str]]
_ALIKE = "both-alike"
"""The observation whose questions belong to marks that are alike on both sides."""


def overview(
    areas: Areas,
    marked: Marked,
    candidates: tuple[Candidate, ...],
    shared: tuple[SharedSite, ...],
    *,
    asked: bool = False,
) -> Explanation:
    """Everything about the marks, its sentences in the order of reading; without marks, what to do first.

    `asked`: every group of urgent questions has its answer, so nothing points to them any more.
    """
    atlas = areas.atlas
    if not marked:
        first = Fact(text="Nothing is marked yet. Mark where it hurts, on the map or in the table.", ids=("marks",))
        return Explanation(candidates=(), shared_sites=(), statement=(first,))
    facts = [_who_names(atlas, side, region) for side, regions in marked.items() for region in regions]
    facts += [fact for side in marked for fact in _together(atlas, side, [s for s in shared if s.side == side])]
    above, local, both = _above_the_roots(atlas, marked), _local_causes(marked), _both_sides(atlas, marked, asked)
    return Explanation(
        candidates=candidates,
        shared_sites=shared,
        statement=(*facts, above, local, *both[:1]),
        above_roots=above,
        local_causes=local,
        both_sides=both,
    )


def _who_names(atlas: Atlas, side: Side, region: str) -> Fact:
    row = atlas.regions[region]
    added = added_nerves(atlas, row)
    parts = []
    if row.nerves:
        parts.append(f"the article names {listed([the_nerve(atlas, nerve) for nerve in row.nerves])}")
    else:
        parts.append("the article has no row for it")
    if added:
        parts.append(f"the atlas adds {listed([the_nerve(atlas, nerve) for nerve in added])}")
    if row.atlas_roots:
        parts.append(f"root{'s' if len(row.atlas_roots) > 1 else ''} felt there: {listed(row.atlas_roots)}")
    ids = dict.fromkeys((mark_id(side, region), region, *row.nerves, *added, *row.atlas_roots))
    return Fact(text=f"{side.capitalize()} {row.plain}: {'; '.join(parts)}.", ids=tuple(ids))


def _together(atlas: Atlas, side: Side, shared: Sequence[SharedSite]) -> list[Fact]:
    """The sites that account for as many marks of one side as any does, equals together, the most distal first."""
    if not shared:
        return []
    best = [one for one in shared if one.explains == shared[0].explains]
    ranks = [[one.site for one in equals] for _, equals in groupby(best, key=lambda one: one.rank)]
    areas = plain_areas(atlas, best[0].explains)
    names = "; then ".join(" or ".join(atlas.sites[site].name for site in equals) for equals in ranks)
    facts = [
        Fact(
            text=f"{side.capitalize()} side: one place could account for {areas} together. "
            f"Those nearest the foot first: {names}.",
            ids=(*(mark_id(side, region) for region in best[0].explains), *(one.site for one in best)),
        )
    ]
    if best[0].should_also_affect:
        also = plain_areas(atlas, best[0].should_also_affect)
        first = " or ".join(atlas.sites[site].name for site in ranks[0])
        text = f"{first}: could then also be felt at {also}, not marked."
        facts.append(Fact(text=text, ids=(*ranks[0], *best[0].should_also_affect)))
    return facts


def _above_the_roots(atlas: Atlas, marked: Marked) -> Fact:
    sites = [site.id for site in atlas.sites.values() if site.above_roots]
    names = site_names(atlas, sites)
    if len(marked) == 1:
        text = f"Places above the roots act on both legs, so none of them accounts for one side alone: {names}."
    else:
        text = f"Places above the roots act on both legs and could add to both sides: {names}."
    return Fact(text=text, ids=tuple(sites))


def _local_causes(marked: Marked) -> Fact:
    regions = dict.fromkeys(region for regions in marked.values() for region in regions)
    which = "The area" if len(regions) == 1 else "Each area"
    text = f"{which} can also have an ordinary cause of its own: see what it is easily mistaken for."
    return Fact(text=text, ids=(*_all_marks(marked), *regions))


def _both_sides(atlas: Atlas, marked: Marked, asked: bool) -> tuple[Fact, ...]:
    """No single nerve reaches both legs; when both are alike, the questions that this raises."""
    left, right = legs(atlas, marked)
    if not left or not right:
        return ()
    ids = _all_marks(marked)
    first = "" if asked else " The urgent questions come first here."
    if left != right:
        return (Fact(text=f"Both legs are marked. No single nerve reaches both legs.{first}", ids=ids),)
    text = (
        "The same areas are marked on both sides. No single nerve reaches both legs, and when both sides are alike, "
        f"a nerve in one leg is less likely.{first}"
    )
    asks = atlas.observations[_ALIKE].asks
    questions = " ".join(atlas.red_flags[flag].question for flag in asks)
    return (
        Fact(text=text, ids=ids),
        Fact(text=f"This raises these questions: {questions}", ids=(_ALIKE, *asks)),
    )


def legs(atlas: Atlas, marked: Marked) -> tuple[set[str], set[str]]:
    """The marked areas of the left and of the right leg, without those in the middle of the body."""
    left, right = (
        {region for region in marked.get(side, ()) if not atlas.regions[region].midline} for side in ("left", "right")
    )
    return left, right


def _all_marks(marked: Marked) -> tuple[str, ...]:
    return tuple(mark_id(side, region) for side, regions in marked.items() for region in regions)
