"""The slump test read twice: by structural differentiation, and by the author's second criterion.

Positive is the person's own symptom that changes when only the head moves (a distant part); a stretch is ordinary, in
healthy people too, whatever the head does. The author of article 000 asks instead whether the test replicates the pain
and/or the side is clearly tighter; how much is clear is ours (rules.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from nervemap.case.case import SlumpSide
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.findings import AuthorCriterion, SlumpReading

Result = Literal["positive", "not positive", "incomplete", "not done"]
_RANK: tuple[Result, ...] = ("positive", "incomplete", "not positive", "not done")
_TEXTS: dict[Result, str] = {
    "positive": "The person's own symptom came on and changed when only the head moved.",
    "not positive": "No own symptom that changes when only the head moves. This does not exclude a nerve.",
    "incomplete": "The person's own symptom came on, but lifting only the head was not tried.",
    "not done": "The slump test was not done.",
}


def read_slump(atlas: Atlas, recorded: Mapping[Side, SlumpSide]) -> SlumpReading:
    """Read what was recorded; of two sides the one that says most stands for the test.

    A symptom that grows when the head is lifted has changed too, and counts (clinical.md 6.1 asks for a change).
    """
    left, right = _side_result(recorded.get("left")), _side_result(recorded.get("right"))
    result = min(left, right, key=_RANK.index)
    replicates = any(side.symptom == "own" for side in recorded.values())
    tighter_side = clearly_tighter(recorded, atlas.rules.slump.tighter_degrees)
    text = _TEXTS[result]
    if result != "not done" and "not done" in (left, right):
        text += f" The {'left' if left == 'not done' else 'right'} side was not tested."
    if tighter_side:
        text += f" The {tighter_side} side is clearly tighter."
    return SlumpReading(
        result=result,
        left=left,
        right=right,
        author_criterion=AuthorCriterion(
            replicates=replicates, tighter=tighter_side is not None, met=replicates or tighter_side is not None
        ),
        text=text,
    )


def clearly_tighter(recorded: Mapping[Side, SlumpSide], tighter_degrees: float) -> Side | None:
    """The side whose knee stays at least `tighter_degrees` further short of straight, where both were measured."""
    left, right = recorded.get("left"), recorded.get("right")
    if left is None or right is None or left.degrees is None or right.degrees is None:
        return None
    if abs(left.degrees - right.degrees) < tighter_degrees:
        return None
    return "left" if left.degrees > right.degrees else "right"


def _side_result(side: SlumpSide | None) -> Result:
    if side is None:
        return "not done"
    if side.symptom != "own":
        return "not positive"
    if side.release == "not-done":
        return "incomplete"
    return "not positive" if side.release == "same" else "positive"
