"""What history, reflexes, muscles, touch and other findings say for and against."""

from __future__ import annotations

from collections.abc import Iterable

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import SIDES, Side
from nervemap.content.model_examination import NeuroItem
from nervemap.reasoning.areas import trunks
from nervemap.reasoning.findings import Explanation, Fact
from nervemap.reasoning.overview import legs
from nervemap.reasoning.wording import listed, lowered, mark_id, site_names, the_nerve

_LESS = {
    "reflex": "the {} is less than normal",
    "muscle": "{} is weaker than normal",
    "touch": "light touch on the {} is felt less than normal",
}


def history_facts(atlas: Atlas, case: Case, explanation: Explanation) -> tuple[Fact, ...]:
    """Where a yes to the history points: places to look at on the way of the leading nerves, else all of them.

    It never sets a crimp.
    """
    facts = []
    for question in atlas.history.values():
        if case.history.get(question.id) == "yes":
            sites = _on_the_way(atlas, explanation, question.sites) or question.sites
            text = f"History {question.number}: yes. Places to look at: {site_names(atlas, sites)}."
            facts.append(Fact(text=text, ids=(f"history:{question.id}", question.id, *sites)))
    return tuple(facts)


def history_unknown(atlas: Atlas, case: Case) -> tuple[Fact, ...]:
    """The history questions without an answer, and those answered with not sure, told apart as the signs are."""
    facts = []
    for state, answer in (("not answered", None), ("not sure", "unsure")):
        missing = [q for q in atlas.history.values() if case.history.get(q.id) == answer]
        if missing:
            which = f"History question{'s' if len(missing) > 1 else ''} {listed([str(q.number) for q in missing])}"
            facts.append(Fact(text=f"{which}: {state}.", ids=tuple(q.id for q in missing)))
    return tuple(facts)


def neuro_facts(
    atlas: Atlas, case: Case, explanation: Explanation | None = None
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """What less than normal speaks for, and against; normal and not tested add nothing.

    Of the pairs that it tells apart those are told in which a candidate of that side stands; without any, all of them.
    """
    for_, against = [], []
    candidates = explanation.candidates if explanation else ()
    for side, item in less_than_normal(atlas, case):
        ids = (neuro_id(side, item.id), item.id)
        said: dict[str, list[str]] = {}
        nerves = {one.nerve for one in candidates if one.side == side}
        pairs = [pair for pair in item.pairs if not nerves or nerves & {pair.speaks_for, pair.rather_than}]
        for pair in pairs:
            said.setdefault(pair.speaks_for, []).append(pair.rather_than)
        start = f"{side.capitalize()}: {_LESS[item.kind].format(lowered(item.name))}"
        for one, others in said.items():
            rather = listed([_name(atlas, other) for other in others], "or")
            text = f"{start}. This speaks for {_name(atlas, one)} rather than {rather}."
            for_.append(Fact(text=text, ids=(*ids, one, *others)))
        against_all = dict.fromkeys(other for others in said.values() for other in others)
        if against_all:
            text = f"{start}. This speaks against {listed([_name(atlas, other) for other in against_all])}."
            against.append(Fact(text=text, ids=(*ids, *against_all)))
        if not pairs:
            roots = f" ({listed(item.roots, 'or')})" if item.roots else ""
            for_.append(Fact(text=f"{start}{roots}.", ids=(*ids, *item.roots)))
    return tuple(for_), tuple(against)


def neuro_urgency(atlas: Atlas, case: Case) -> tuple[Fact, ...]:
    """One sentence that less than normal makes an examination more urgent, with the questions that belong to it."""
    less = less_than_normal(atlas, case)
    if not less:
        return ()
    asks = dict.fromkeys(flag for _, item in less for flag in item.asks)
    strength = any(item.kind != "touch" for _, item in less)
    what = "A reflex or strength is" if strength else "Touch is"
    text = f"{what} less than normal. Please have this examined soon; if it is new or growing, the same day."
    if {side for side, _ in less} == set(SIDES):
        text += " It is so in both legs, so go through the first group of urgent questions again."
        asks |= dict.fromkeys(("both-legs-weak", "saddle-numbness", "bladder-bowel"))
    return (Fact(text=text, ids=(*(neuro_id(side, item.id) for side, item in less), *asks)),)


def neuro_unknown(atlas: Atlas, case: Case) -> tuple[Fact, ...]:
    """That no reflex, muscle or touch was tested."""
    if any(case.neuro.get(side) for side in SIDES):
        return ()
    return (Fact(text="Reflexes, key muscles and light touch: not tested.", ids=tuple(atlas.neuro)),)


def observed(atlas: Atlas, case: Case, speaks: str) -> tuple[Fact, ...]:
    """The findings beside signs and tests that speak for, or against."""
    return tuple(
        Fact(text=one.fact, ids=(f"finding:{one.id}", one.id))
        for one in atlas.observations.values()
        if one.speaks == speaks and case.observations.get(one.id) == "yes"
    )


def not_felt(atlas: Atlas, case: Case, explanation: Explanation) -> tuple[Fact, ...]:
    """The areas that were asked about in vain, and the candidate nerves that could have been felt there."""
    facts = []
    for key in case.not_felt:
        side, _, region = key.partition(":")
        nerves = [
            one.nerve
            for one in explanation.candidates
            if one.side == side and any(region in fact.ids for fact in one.against)
        ]
        if region in atlas.regions and nerves:
            names = listed([the_nerve(atlas, nerve) for nerve in nerves[:3]])
            text = f"Nothing is felt at the {side} {atlas.regions[region].plain}, where {names} could be felt too."
            facts.append(Fact(text=text, ids=(f"not-felt:{key}", region, *nerves[:3])))
    return tuple(facts)


def both_alike(atlas: Atlas, case: Case) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """Against: both sides alike. With it the urgent questions that belong to both sides."""
    row = atlas.observations["both-alike"]
    answered = case.observations.get(row.id) == "yes"
    left, right = legs(atlas, {side: [mark.region for mark in case.marks if mark.side == side] for side in SIDES})
    marked = bool(left) and left == right
    if not marked and not answered:
        return (), ()
    against = []
    if not answered:  # the answer says the same
        ids = tuple(mark_id(mark.side, mark.region) for mark in case.marks)
        text = "Both sides are marked alike: a single nerve in one leg is less likely."
        against.append(Fact(text=text, ids=ids))
    asked = all(case.red_flags.get(atlas.red_flags[flag].group) is not None for flag in row.asks)
    text = (
        "Both sides are alike. The urgent questions on the end of the spinal canal (saddle, bladder, bowel), a narrow "
        f"canal and many small nerves belong to this{': they were asked' if asked else ', please ask them'}."
    )
    return tuple(against), (Fact(text=text, ids=(row.id, *row.asks)),)


def less_than_normal(atlas: Atlas, case: Case) -> list[tuple[Side, NeuroItem]]:
    """What was found less than normal, in the order of the table."""
    return [
        (side, item)
        for item in atlas.neuro.values()
        for side in SIDES
        if case.neuro.get(side, {}).get(item.id) == "less"
    ]


def neuro_id(side: Side, item: str) -> str:
    """The case entry that a fact about a reflex, muscle or touch rests on."""
    return f"neuro:{side}:{item}"


def _on_the_way(atlas: Atlas, explanation: Explanation, sites: Iterable[str]) -> tuple[str, ...]:
    leading = [atlas.nerves[one.nerve] for one in explanation.candidates if one.rank == 1]
    on_way = {nerve.id for one in leading for nerve in (one, *trunks(atlas, one))}
    roots = {root for one in leading for root in one.roots}
    if not leading:
        return ()
    return tuple(
        site
        for site in sites
        if atlas.sites[site].above_roots
        or on_way & set(atlas.sites[site].nerves)
        or roots & set(atlas.sites[site].roots)
    )


def _name(atlas: Atlas, nerve_or_root: str) -> str:
    """A nerve or a root inside a sentence."""
    return the_nerve(atlas, nerve_or_root) if nerve_or_root in atlas.nerves else f"the {nerve_or_root} root"
