"""The six signs by the author's rule."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervemap.case.case import Answer
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.reasoning.signs import read_signs

_ATLAS = load_atlas()
_IDS = list(_ATLAS.signs)
answers = st.dictionaries(st.sampled_from(_IDS), st.sampled_from(["yes", "no", "unsure", "na"]))


def _answers(*groups: tuple[Answer | None, int]) -> dict[str, Answer]:
    flat = [answer for answer, count in groups for _ in range(count)]
    flat += ["no"] * (len(_IDS) - len(flat))
    return {sign: answer for sign, answer in zip(_IDS, flat, strict=True) if answer is not None}


def test_reading_when_yes_is_counted(atlas: Atlas, expected: Callable[[str], Any]) -> None:
    for yes, reading in expected("signs")["reading"]["by_yes"].items():
        for chosen in itertools.combinations(_IDS, yes):
            found = read_signs(atlas, {sign: "yes" if sign in chosen else "no" for sign in _IDS})
            assert found.reading == found.could_become == reading
            assert found.enough


@pytest.mark.parametrize("open_answer", ["unsure", None])
def test_could_become_when_answers_are_open(
    atlas: Atlas, expected: Callable[[str], Any], open_answer: Answer | None
) -> None:
    for case in expected("signs")["could_become"]["cases"]:
        found = read_signs(atlas, _answers(("yes", case["yes"]), (open_answer, case["open"]), ("na", case["na"])))
        assert (found.reading, found.could_become) == (case["reading"], case["could_become"]), case


def test_enough_when_answers_are_unknown(atlas: Atlas, expected: Callable[[str], Any]) -> None:
    for case in expected("signs")["not_enough"]["cases"]:
        groups = [("unsure", case["unsure"]), (None, case["unanswered"]), ("na", case["na"])]
        assert read_signs(atlas, _answers(*groups)).enough is not case["not_enough"], case


@given(answers)
def test_signs_when_answered_in_any_way(given_answers: dict[str, Answer]) -> None:
    found = read_signs(_ATLAS, given_answers)
    numbers = (*found.yes, *found.no, *found.unsure, *found.na, *found.unanswered)
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    assert len(found.yes) == sum(answer == "yes" for answer in given_answers.values())
    assert f"{len(found.yes)} of 6" in found.text


def test_signs_when_the_example_is_opened(atlas: Atlas, expected: Callable[[str], Any]) -> None:
    want = expected("signs")["example"]
    found = read_signs(atlas, atlas.example.signs)
    assert set(want["yes"]) <= set(found.yes)
    assert found.reading == want["reading"]
