"""The slump test read twice: by structural differentiation, and by the author's second criterion.

Positive is the person's own symptom that changes when only a distant part moves: the head, or the ankle for a symptom
above the pelvis; a stretch is ordinary, in healthy people too, whatever the head does. The author of article 000 asks
instead whether the test replicates the pain and/or the side is clearly tighter; how much is clear is ours (rules.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping

from nervemap.case.case import Case, SlumpSide
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.content.model_examination import SlumpRules
from nervemap.reasoning.findings import AuthorCriterion, Result, SlumpReading, TestReading
from nervemap.reasoning.wording import lowered

SIDES: tuple[Side, ...] = ("left", "right")
_RANK: tuple[Result, ...] = ("positive", "incomplete", "not positive", "not done")
_TEXTS: dict[Result, str] = {
    "positive": "The person's own symptom came on and changed when only a distant part moved.",
    "not positive": "No own symptom that changes when only a distant part moves. This does not exclude a nerve.",
    "incomplete": "The test is not complete: {why}.",
    "not done": "The slump test was not done.",
}


def read_slump(atlas: Atlas, recorded: Mapping[Side, SlumpSide], tighter_degrees: float | None = None) -> SlumpReading:
    """Read what was recorded; of two sides the one that says most stands for the test.

    A symptom that grows when the head is lifted has changed too, and counts (clinical.md 6.1 asks for a change).
    `tighter_degrees` stands in place of the rule's.
    """
    left, right = side_result(recorded.get("left")), side_result(recorded.get("right"))
    result = min(left, right, key=_RANK.index)
    replicates = any(side.symptom == "own" for side in recorded.values())
    tighter_side = clearly_tighter(recorded, atlas.rules.slump, tighter_degrees)
    text = _TEXTS[result].format(why=_what_is_missing(recorded))
    if result != "not done" and "not done" in (left, right):
        text += f" The {'left' if left == 'not done' else 'right'} side was not tested."
    if tighter_side:
        text += f" The {tighter_side} side is clearly tighter."
    for side, one in recorded.items():
        reason = next((r.text for r in atlas.tests["slump"].stopped_for if r.id == one.stopped), None)
        if reason:
            text += f" The {side} side was stopped early: {lowered(reason)}."
    return SlumpReading(
        result=result,
        left=left,
        right=right,
        author_criterion=AuthorCriterion(
            replicates=replicates, tighter=tighter_side is not None, met=replicates or tighter_side is not None
        ),
        compared=all(side in recorded and knee_range(recorded[side], atlas.rules.slump) for side in SIDES),
        text=text,
    )


def read_relatives(atlas: Atlas, case: Case) -> tuple[TestReading, ...]:
    """The other tests that were recorded, in the order of the atlas, read by moving a distant part only."""
    readings = []
    for test in atlas.tests:
        sides = case.relatives.get(test)
        if sides:
            left, right = (side_result(sides.get(side), any_part=True) for side in SIDES)
            readings.append(TestReading(test=test, result=min(left, right, key=_RANK.index), left=left, right=right))
    return tuple(readings)


def clearly_tighter(
    recorded: Mapping[Side, SlumpSide], rules: SlumpRules, tighter_degrees: float | None = None
) -> Side | None:
    """The side whose knee stays clearly further short of straight, where both were measured or put into words.

    A word stands for a range of degrees: the difference counts where every reading of the words is wide enough.
    """
    ranges = {side: knee_range(one, rules) for side, one in recorded.items()}
    left, right = ranges.get("left"), ranges.get("right")
    if left is None or right is None:
        return None
    least = rules.tighter_degrees if tighter_degrees is None else tighter_degrees
    if left[0] - right[1] >= least:
        return "left"
    return "right" if right[0] - left[1] >= least else None


def knee_range(side: SlumpSide, rules: SlumpRules) -> tuple[float, float] | None:
    """Between how many degrees the knee stayed short of straight; None where nobody looked."""
    if side.degrees is not None:
        return side.degrees, side.degrees
    return None if side.knee is None else rules.knee_words[side.knee]


def side_result(side: SlumpSide | None, *, any_part: bool = False) -> Result:
    """One side by structural differentiation. The head must be compared, or the ankle where the symptom sits above the
    pelvis; `any_part` is for tests whose distant part depends on where the symptom is.
    """
    if side is None:
        return "not done"
    if side.symptom != "own":
        return "incomplete" if side.stopped or _begun_only(side) else "not positive"
    wanted = "ankle" if side.place == "above-pelvis" else "head"
    if side.release == "not-done" or (side.moved != wanted and not any_part):
        return "incomplete"
    return "not positive" if side.release == "same" else "positive"


def _begun_only(side: SlumpSide) -> bool:
    """Whether steps were noted, and none of them with the leg straight, nor anything else."""
    straight = any(note.step in ("knee", "foot") for note in side.notes)
    measured = side.degrees is not None or side.knee is not None
    return bool(side.notes) and not straight and not measured and side.release == "not-done"


def _what_is_missing(recorded: Mapping[Side, SlumpSide]) -> str:
    own = [side for side in recorded.values() if side.symptom == "own" and side_result(side) == "incomplete"]
    if not own:
        stopped = any(side.stopped for side in recorded.values())
        return "it was stopped early" if stopped else "the knee was not straightened yet"
    if any(side.place == "above-pelvis" for side in own):
        return "letting only the ankle go was not tried for a symptom above the pelvis"
    return "lifting only the head was not tried"
