"""One honest statement that joins areas, signs and test: for, against, unknown, and what to ask or do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import RedFlagGroup
from nervemap.reasoning.findings import Explanation, Fact, SignsReading, SlumpReading, Statement
from nervemap.reasoning.wording import listed, mark_id, plain_areas, the_nerve

RULES = "rules"
SLUMP = "slump"

# By the signs' reading: the author's second criterion not met (or not done), and met (clinical.md, section 5).
_JOINED: Mapping[str, tuple[str, str]] = {
    "few": (
        "Few signs, and no test that points to a nerve: on these questions a nerve is less likely, though it can still "
        "be involved. If the pain lasts, see a clinician.",
        "Few signs; the test alone says little, as about one third of healthy people in a study reacted to it. "
        "Ask a clinician.",
    ),
    "possible": (
        "By the author's rule nerve involvement is possible; no test has confirmed it.",
        "By the author's rule nerve involvement is possible, and the test supports it. Please arrange an assessment.",
    ),
    "highly likely": (
        "By this author's rule nerve involvement is highly likely; no test has confirmed it. Please have it assessed.",
        "Both of the author's criteria agree: by this author's rule nerve involvement is highly likely. "
        "Please have it assessed.",
    ),
}


def statement(
    atlas: Atlas, case: Case, explanation: Explanation, signs: SignsReading, slump: SlumpReading
) -> Statement:
    """Everything that the case says so far; urgent advice stands before all else. Every fact carries its ids."""
    urgent = [_advice(case, group) for group in _answered_yes(atlas, case) if group.locks]
    quiet = [_advice(case, group) for group in _answered_yes(atlas, case) if not group.locks]
    not_asked = _urgent_not_asked(atlas, case)
    joined = [] if urgent else [*_joined(signs, slump), *_next(atlas, case, signs, slump)]
    return Statement(
        for_=(*_nerves_for(atlas, explanation), *_signs_for(atlas, signs), *_slump_for(case, slump)),
        against=(*_signs_against(atlas, signs), *_slump_against(case, slump), *_both_alike(case)),
        unknown=(*not_asked, *_signs_unknown(atlas, signs), *_slump_unknown(case, slump)),
        text=(
            *urgent,
            *not_asked,
            *explanation.statement,
            Fact(text=signs.text, ids=(RULES, *atlas.signs)),
            Fact(text=slump.text, ids=_slump_ids(case)),
            *quiet,
            *joined,
        ),
    )


def _answered_yes(atlas: Atlas, case: Case) -> list[RedFlagGroup]:
    groups = sorted(atlas.red_flag_groups.values(), key=lambda group: group.number)
    return [group for group in groups if case.red_flags.get(group.id)]


def _advice(case: Case, group: RedFlagGroup) -> Fact:
    return Fact(text=group.advice, ids=(group.id, *(case.red_flags[group.id] or ())))


def _urgent_not_asked(atlas: Atlas, case: Case) -> list[Fact]:
    missing = [group for group in atlas.red_flag_groups.values() if case.red_flags.get(group.id) is None]
    if not missing:
        return []
    which = "" if len(missing) == len(atlas.red_flag_groups) else f": {'; '.join(group.title for group in missing)}"
    return [Fact(text=f"Urgent questions not asked{which}.", ids=tuple(group.id for group in missing))]


def _nerves_for(atlas: Atlas, explanation: Explanation) -> list[Fact]:
    """The nerves of the first rank: each could be felt at these marked areas."""
    facts = []
    for one in explanation.candidates:
        if one.rank == 1:
            nerve, areas = the_nerve(atlas, one.nerve), plain_areas(atlas, one.explains)
            marks = (mark_id(one.side, region) for region in one.explains)
            text = f"{one.side.capitalize()}: {nerve} could be felt at {areas}."
            facts.append(Fact(text=text, ids=(one.nerve, *marks)))
    return facts


def _sign_facts(atlas: Atlas, numbers: Iterable[int], words: str) -> list[Fact]:
    return [
        Fact(text=f"Sign {sign.number} {words}: {sign.statement}", ids=(sign.id,))
        for sign in atlas.signs.values()
        if sign.number in numbers
    ]


def _signs_for(atlas: Atlas, signs: SignsReading) -> list[Fact]:
    return _sign_facts(atlas, signs.yes, "is present")


def _signs_against(atlas: Atlas, signs: SignsReading) -> list[Fact]:
    return _sign_facts(atlas, signs.no, "is not present")


def _signs_unknown(atlas: Atlas, signs: SignsReading) -> list[Fact]:
    by_number = {sign.number: sign.id for sign in atlas.signs.values()}
    states = (("not answered", signs.unanswered), ("not sure", signs.unsure), ("does not apply", signs.na))
    facts = [
        Fact(
            text=f"Sign{'s' if len(numbers) > 1 else ''} {listed([str(n) for n in numbers])}: {state}.",
            ids=tuple(by_number[number] for number in numbers),
        )
        for state, numbers in states
        if numbers
    ]
    text = "How often the list of signs is right: no published study has tested it or its limits."
    return [*facts, Fact(text=text, ids=(RULES,))]


def _slump_ids(case: Case) -> tuple[str, ...]:
    return (SLUMP, *(f"slump:{side}" for side in case.slump))


def _slump_for(case: Case, slump: SlumpReading) -> list[Fact]:
    facts = []
    if slump.result == "positive":
        text = "Slump test: the person's own symptom came on and changed when only the head moved."
        facts.append(Fact(text=text, ids=_slump_ids(case)))
    criterion = slump.author_criterion
    if criterion.met:
        ways = (("it replicates the symptom", criterion.replicates), ("one side is clearly tighter", criterion.tighter))
        found = listed([text for text, holds in ways if holds])
        facts.append(Fact(text=f"Slump test by the author's criterion: {found}.", ids=(RULES, *_slump_ids(case))))
    return facts


def _slump_against(case: Case, slump: SlumpReading) -> list[Fact]:
    if slump.result != "not positive":
        return []
    return [Fact(text="Slump test: no own symptom that changed when only the head moved.", ids=_slump_ids(case))]


def _slump_unknown(case: Case, slump: SlumpReading) -> list[Fact]:
    if slump.result not in ("not done", "incomplete"):
        return []
    text = {"not done": "Slump test: not done.", "incomplete": "Slump test: the head lift was not tried."}[slump.result]
    return [Fact(text=text, ids=_slump_ids(case))]


def _both_alike(case: Case) -> list[Fact]:
    sides = {side: {mark.region for mark in case.marks if mark.side == side} for side in ("left", "right")}
    if not sides["left"] or sides["left"] != sides["right"]:
        return []
    ids = tuple(mark_id(mark.side, mark.region) for mark in case.marks)
    return [Fact(text="Both sides are marked alike: a single nerve in one leg is less likely.", ids=ids)]


def _joined(signs: SignsReading, slump: SlumpReading) -> list[Fact]:
    """The signs and the test together; silent where too few signs were answered to say anything."""
    if signs.reading == "few" and not signs.enough:
        return []
    return [Fact(text=_JOINED[signs.reading][slump.author_criterion.met], ids=(RULES, SLUMP))]


def _next(atlas: Atlas, case: Case, signs: SignsReading, slump: SlumpReading) -> list[Fact]:
    """The one step that would tell most now: urgent questions, signs that could change the reading, the test."""
    if _urgent_not_asked(atlas, case):
        return [Fact(text="Next: the urgent questions.", ids=tuple(atlas.red_flag_groups))]
    open_signs = (*signs.unanswered, *signs.unsure)
    if open_signs and (signs.could_become != signs.reading or not signs.enough):
        sign = next(sign for sign in atlas.signs.values() if sign.number == open_signs[0])
        return [Fact(text=f"Next: sign {sign.number}. {sign.question}", ids=(sign.id,))]
    if slump.result == "not done":
        return [Fact(text="Next: the slump test, both sides, the less sore one first.", ids=(SLUMP,))]
    if slump.result == "incomplete":
        return [Fact(text="Next: the head lift, the one move that gives the slump test a result.", ids=(SLUMP,))]
    return []
