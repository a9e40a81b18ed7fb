"""Names off: what is asked, which answers are right, and the score."""

from __future__ import annotations

import random
from itertools import islice, pairwise

import pytest

from nervemap.content.atlas import Atlas, load_atlas
from nervemap.study.quiz import OPTIONS, Question, Score, is_shown, questions


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


def asked(atlas: Atlas, count: int, *directions: str, seed: int = 1) -> list[Question]:
    return list(islice(questions(atlas, random.Random(seed), directions), count))  # type: ignore[arg-type]


def test_questions_when_asked_in_both_directions_take_turns_and_come_round_once(atlas: Atlas) -> None:
    single = [nerve.id for nerve in atlas.nerves.values() if not nerve.members]
    found = asked(atlas, 2 * len(single), "name", "show")
    assert sorted(one.nerve for one in found[: len(single)]) == sorted(single)
    assert [one.direction for one in found[:4]] == ["name", "show", "name", "show"]
    assert all(one.nerve != other.nerve for one, other in pairwise(found))
    assert [one.nerve for one in asked(atlas, 9, "name", seed=2)] != [one.nerve for one in asked(atlas, 9, "name")]


def test_options_when_a_name_is_asked_hold_the_right_one_once_among_its_neighbours(atlas: Atlas) -> None:
    for one in asked(atlas, 60, "name"):
        assert len(one.options) == len(set(one.options)) == OPTIONS
        assert one.nerve in one.options
        assert not any(atlas.nerves[option].members for option in one.options)
    deep = next(one for one in asked(atlas, 60, "name") if one.nerve == "deep-fibular")
    assert "superficial-fibular" in deep.options
    assert {one.options.index(one.nerve) for one in asked(atlas, 60, "name")} == set(range(OPTIONS))


def test_direction_when_only_one_is_wanted_is_the_only_one(atlas: Atlas) -> None:
    assert {one.direction for one in asked(atlas, 9, "show")} == {"show"}
    assert all(one.options == () for one in asked(atlas, 9, "show"))


@pytest.mark.parametrize(
    ("nerve", "skin", "region", "right"),
    [
        ("sural", ["medial-sural-cutaneous", "sural"], "lateral-ankle", True),
        ("sural", ["saphenous"], "medial-ankle", False),
        ("sural", [], "lateral-ankle", False),
        ("saphenous", ["saphenous"], "medial-shin", True),
        ("femoral", ["saphenous"], "medial-shin", True),
        ("tibial", ["medial-plantar"], "plantar-foot", True),
        ("medial-plantar", ["lateral-plantar"], "plantar-foot", False),
        ("inferior-gluteal", ["superior-cluneal"], "posterior-pelvis-hip", True),
        ("infrapatellar", ["saphenous"], "anterior-knee", True),
        ("obturator", ["superior-cluneal"], "posterior-pelvis-hip", False),
    ],
)
def test_click_when_a_nerve_is_to_be_shown(atlas: Atlas, nerve: str, skin: list[str], region: str, right: bool) -> None:
    assert is_shown(atlas, nerve, skin, region) is right


def test_score_when_answers_come_counts_each_direction() -> None:
    score = Score().with_answer("name", right=True).with_answer("show", right=False).with_answer("name", right=False)
    assert score.of("name") == (1, 2)
    assert score.of("show") == (0, 1)
    assert len(score.asked) == 3 and len(score.right) == 1
