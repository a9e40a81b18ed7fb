"""One honest statement that joins areas, signs and test: for, against, unknown, and what to ask or do next."""

from __future__ import annotations

from collections.abc import Iterable

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.reasoning import found
from nervemap.reasoning.combination import combined
from nervemap.reasoning.findings import Candidate, Explanation, Fact, SignsReading, SlumpReading, Statement
from nervemap.reasoning.next_question import next_question
from nervemap.reasoning.slump import read_relatives
from nervemap.reasoning.urgent import locks, not_asked, quiet
from nervemap.reasoning.wording import listed, mark_id, plain_areas, the_nerve

RULES = "rules"
SLUMP = "slump"


def statement(
    atlas: Atlas, case: Case, explanation: Explanation, signs: SignsReading, slump: SlumpReading
) -> Statement:
    """Everything that the case says so far; urgent advice stands before all else. Every fact carries its ids."""
    urgent = locks(atlas, case)
    missing = not_asked(atlas, case)
    alike, alike_asks = found.both_alike(atlas, case)
    neuro_for, neuro_against = found.neuro_facts(atlas, case, explanation)
    following = None if urgent else next_question(atlas, case, explanation, signs, slump)
    next_facts = [Fact(text=f"Next: {following.text} {following.reason}", ids=following.ids)] if following else []
    return Statement(
        for_=(
            *_nerves_for(atlas, explanation),
            *_signs_for(atlas, signs),
            *_slump_for(case, slump),
            *_relatives_for(atlas, case),
            *found.observed(atlas, case, "for"),
            *neuro_for,
            *found.history_facts(atlas, case, explanation),
        ),
        against=(
            *_nerves_against(atlas, explanation),
            *_signs_against(atlas, signs),
            *_slump_against(case, slump),
            *_relatives_against(atlas, case),
            *found.observed(atlas, case, "against"),
            *neuro_against,
            *found.not_felt(atlas, case, explanation),
            *alike,
        ),
        unknown=(
            *missing,
            *_signs_unknown(atlas, signs),
            *_slump_unknown(case, slump),
            *found.history_unknown(atlas, case),
            *found.neuro_unknown(atlas, case),
        ),
        text=(
            *urgent,
            *missing,
            *found.neuro_urgency(atlas, case),
            *alike_asks,
            *explanation.statement,
            Fact(text=signs.text, ids=(RULES, *atlas.signs)),
            Fact(text=slump.text, ids=_slump_ids(case)),
            *quiet(atlas, case),
            *(() if urgent else combined(atlas, signs, slump)),
            *next_facts,
        ),
        next=following,
    )


def _nerves_for(atlas: Atlas, explanation: Explanation) -> list[Fact]:
    """The nerves of the first rank: each could be felt at these marked areas, or is named for them."""
    facts = []
    for one in _leading(explanation):
        felt = tuple(region for region in one.explains if region not in one.unreached)
        if felt:
            facts.append(_of_nerve(atlas, one, "{nerve} could be felt at {areas}", felt))
        if one.unreached:
            facts.append(_of_nerve(atlas, one, f"the {one.named_by[0]} names {{nerve}} for {{areas}}", one.unreached))
    return facts


def _nerves_against(atlas: Atlas, explanation: Explanation) -> list[Fact]:
    """Of the nerves of the first rank, those that are named for an area and do not get there."""
    words = "neither the course nor the branches of {nerve} reach {areas}"
    return [_of_nerve(atlas, one, words, one.unreached) for one in _leading(explanation) if one.unreached]


def _leading(explanation: Explanation) -> list[Candidate]:
    if len(explanation.both_sides) > 1:
        return []  # alike on both sides: no single nerve reaches both legs
    return [one for one in explanation.candidates if one.rank == 1]


def _of_nerve(atlas: Atlas, one: Candidate, words: str, regions: tuple[str, ...]) -> Fact:
    said = words.format(nerve=the_nerve(atlas, one.nerve), areas=plain_areas(atlas, regions))
    return Fact(
        text=f"{one.side.capitalize()}: {said}.", ids=(one.nerve, *(mark_id(one.side, region) for region in regions))
    )


def _sign_facts(atlas: Atlas, numbers: Iterable[int], answer: str) -> list[Fact]:
    return [
        Fact(text=f'Sign {sign.number} was answered with {answer}: "{sign.statement}"', ids=(sign.id,))
        for sign in atlas.signs.values()
        if sign.number in numbers
    ]


def _signs_for(atlas: Atlas, signs: SignsReading) -> list[Fact]:
    return _sign_facts(atlas, signs.yes, "yes")


def _signs_against(atlas: Atlas, signs: SignsReading) -> list[Fact]:
    return _sign_facts(atlas, signs.no, "no")


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
        text = "Slump test: the person's own symptom came on and changed when only a distant part moved."
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
    return [Fact(text="Slump test: no own symptom that changed when only a distant part moved.", ids=_slump_ids(case))]


def _slump_unknown(case: Case, slump: SlumpReading) -> list[Fact]:
    if slump.result not in ("not done", "incomplete"):
        return []
    text = {"not done": "Slump test: not done.", "incomplete": f"Slump test: {slump.text}"}[slump.result]
    return [Fact(text=text, ids=_slump_ids(case))]


def _relatives_for(atlas: Atlas, case: Case) -> list[Fact]:
    facts = []
    for reading in read_relatives(atlas, case):
        if reading.result == "positive":
            test = atlas.tests[reading.test]
            nerves = listed([the_nerve(atlas, nerve) for nerve in test.biases[:3]], "or")
            text = f"{test.name}: the person's own symptom changed with a distant part. It loads {nerves} more."
            facts.append(Fact(text=text, ids=(*_test_ids(case, test.id), *test.biases[:3])))
    return facts


def _relatives_against(atlas: Atlas, case: Case) -> list[Fact]:
    return [
        Fact(
            text=f"{atlas.tests[one.test].name}: no own symptom that changed with a distant part.",
            ids=_test_ids(case, one.test),
        )
        for one in read_relatives(atlas, case)
        if one.result == "not positive"
    ]


def _test_ids(case: Case, test: str) -> tuple[str, ...]:
    return (test, *(f"{test}:{side}" for side in case.relatives[test]))
