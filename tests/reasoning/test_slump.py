"""The slump test: structural differentiation and the author's criterion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from nervemap.case.case import Release, SlumpSide, Symptom
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.model import Side
from nervemap.reasoning.slump import read_slump

_ATLAS = load_atlas()
sides = st.builds(
    SlumpSide,
    symptom=st.sampled_from(get_args(Symptom)),
    release=st.sampled_from(get_args(Release)),
    degrees=st.none() | st.integers(0, 90).map(float),
)
recordings = st.dictionaries(st.sampled_from(["left", "right"]), sides)


def _recorded(case: dict[str, Any]) -> dict[Side, SlumpSide]:
    return {
        side: SlumpSide(symptom=case[side][0], release=case[side][1], degrees=case[side][2])
        for side in ("left", "right")
        if case[side] is not None
    }


def test_slump_when_the_sources_say_what_was_seen(atlas: Atlas, expected: Callable[[str], Any]) -> None:
    for case in expected("slump")["cases"]:
        found = read_slump(atlas, _recorded(case))
        assert found.result == case["result"], case["id"]
        for key, value in case["criterion"].items():
            assert getattr(found.author_criterion, key) is value, (case["id"], key)


@given(recordings)
def test_slump_when_recorded_in_any_way(recorded: dict[Side, SlumpSide]) -> None:
    found = read_slump(_ATLAS, recorded)
    own = any(side.symptom == "own" for side in recorded.values())
    assert found.author_criterion.replicates is own
    assert found.author_criterion.met is (own or found.author_criterion.tighter)
    assert own or found.result != "positive"
    assert (found.result == "not done") is (not recorded)


@given(recordings)
def test_slump_when_left_and_right_change_places(recorded: dict[Side, SlumpSide]) -> None:
    other: dict[str, Side] = {"left": "right", "right": "left"}
    found, mirrored = read_slump(_ATLAS, recorded), read_slump(_ATLAS, {other[s]: r for s, r in recorded.items()})
    assert (found.result, found.author_criterion) == (mirrored.result, mirrored.author_criterion)
    assert (found.left, found.right) == (mirrored.right, mirrored.left)


@given(sides, sides, st.floats(0, 90), st.floats(0, 90))
def test_result_when_only_the_degrees_change(left: SlumpSide, right: SlumpSide, one: float, two: float) -> None:
    changed: dict[Side, SlumpSide] = {
        "left": SlumpSide(symptom=left.symptom, release=left.release, degrees=one),
        "right": SlumpSide(symptom=right.symptom, release=right.release, degrees=two),
    }
    assert read_slump(_ATLAS, changed).result == read_slump(_ATLAS, {"left": left, "right": right}).result


def test_text_when_one_side_is_tighter_or_not_tested(atlas: Atlas) -> None:
    stiff = SlumpSide(symptom="stretch", release="same", degrees=30)
    loose = SlumpSide(symptom="stretch", release="same", degrees=10)
    assert "The left side is clearly tighter." in read_slump(atlas, {"left": stiff, "right": loose}).text
    assert "The right side was not tested." in read_slump(atlas, {"left": stiff}).text
