"""What was asked and tested, in words for the clinician's page: rows of cells, in the order of the atlas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from nervemap.case.case import Answer, Case, SlumpSide
from nervemap.case.commands import ANSWER_WORDS
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side, Urgency
from nervemap.content.model_examination import Test
from nervemap.reasoning.urgent import TEST

Rows = list[list[str]]
SIDES: tuple[Side, ...] = ("left", "right")
_SYMPTOM = {"none": "brought on nothing", "stretch": "brought on a stretch", "own": "brought on the own symptom"}
_NOTED = {"none": "nothing", "stretch": "stretch", "own": "own symptom"}
_PLACE = {"above-pelvis": " above the pelvis", "leg": " in the leg", "below-knee": " below the knee"}
_MOVED = {"head": "only the head moved", "ankle": "only the ankle moved"}
_RELEASE = {
    "eases": "eased when {moved}",
    "same": "the same when {moved}",
    "worse": "stronger when {moved}",
    "not-done": "not compared by moving a distant part",
}
_KNEE = {
    "straight": "knee straight",
    "nearly": "knee nearly straight",
    "half": "knee half way",
    "little": "knee a little",
}


def urgent(atlas: Atlas, case: Case, group: Urgency) -> str:
    """The answer to one group of urgent questions."""
    yes = case.red_flags.get(group)
    if yes is None:
        return "not asked"
    told = {flag: "Yes, dealt with: " if flag in case.dealt_with else "Yes: " for flag in yes}
    return " ".join(f"{word}{atlas.red_flags[flag].question}" for flag, word in told.items()) or "asked: none of these"


def tests(atlas: Atlas, case: Case) -> Rows:
    """Test, side and what was found, of the slump test and its relatives."""
    done = {TEST: case.slump, **case.relatives}
    return [
        [test.name, side, _told(test, done[test.id][side])]
        for test in atlas.tests.values()
        for side in SIDES
        if side in done.get(test.id, {})
    ]


def _told(test: Test, one: SlumpSide) -> str:
    parts = [f"{_SYMPTOM[one.symptom]}{_PLACE[one.place] if one.place else ''}"]
    parts.append(_RELEASE[one.release].format(moved=_MOVED[one.moved]))
    if one.degrees is not None:
        parts.append(f"{one.degrees:g}\u00b0 {'short of straight' if test.id == TEST else 'lifted'}")
    if one.knee:
        parts.append(_KNEE[one.knee])
    titles = {step.id: step.title for step in test.steps}
    for note in one.notes:
        strength = "" if note.intensity is None else f" {note.intensity} of 10"
        parts.append(f"{titles[note.step]}: {_NOTED[note.symptom]}{strength}")
    if one.order:
        parts.append(f"in this order: {', '.join(titles[step].lower() for step in one.order)}")
    parts += [f"stopped early: {reason.text.lower()}" for reason in test.stopped_for if reason.id == one.stopped]
    return "; ".join(parts)


def history(atlas: Atlas, case: Case) -> Rows:
    """Question and answer about what happened before."""
    return _answered({one.id: one.question for one in atlas.history.values()}, case.history)


def findings(atlas: Atlas, case: Case) -> Rows:
    """What else was looked for, and whether it was found."""
    return _answered({one.id: one.question for one in atlas.observations.values()}, case.observations)


def _answered(questions: Mapping[str, str], given: Mapping[str, Answer]) -> Rows:
    return [[question, ANSWER_WORDS[given[id_]]] for id_, question in questions.items() if id_ in given]


def neuro(atlas: Atlas, case: Case) -> Rows:
    """Reflex, muscle or touch, left and right, where one of them was tested."""
    rows = []
    for item in atlas.neuro.values():
        found = [case.neuro.get(side, {}).get(item.id) for side in SIDES]
        if any(found):
            rows.append([item.name, *(one or "not tested" for one in found)])
    return rows


def also_recorded(atlas: Atlas, case: Case) -> Rows:
    """What was recorded besides all that."""
    return [[title, words] for title, tell in _ALSO.items() for words in tell(atlas, case)]


def _reasons(atlas: Atlas, case: Case) -> Iterator[str]:
    if case.contraindications is not None:
        texts = {one.id: one.text for one in atlas.tests[TEST].contraindications}
        dealt = {one: ", dealt with" if one in case.dealt_with else "" for one in case.contraindications}
        yield "; ".join(f"{texts[one]}{more}" for one, more in dealt.items()) or "asked: none of these"


def _not_felt(atlas: Atlas, case: Case) -> Iterator[str]:
    areas = (one.partition(":") for one in case.not_felt)
    if case.not_felt:
        yield ", ".join(f"{side} {atlas.regions[region].plain}" for side, _, region in areas)


_ALSO: dict[str, Callable[[Atlas, Case], Iterator[str]]] = {
    "Reasons not to test": _reasons,
    "Asked about, nothing felt there": _not_felt,
    "Less sore side, tested first": lambda atlas, case: iter([case.less_sore] if case.less_sore else []),
    "Self-check": lambda atlas, case: iter(["the head lift alone was offered, once"] if case.self_check else []),
    "Clearly tighter from": lambda atlas, case: iter(
        [f"{case.tighter_degrees:g}\u00b0 between the sides"] if case.tighter_degrees is not None else []
    ),
}
