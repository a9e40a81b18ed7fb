"""The main job, by mouse: the example case, where it hurts, its nerve, three crimps, the six signs, the slump test."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QKeySequence

from nervemap.content.atlas import Atlas
from nervemap.palette import LIGHT
from tests.journeys import expected
from tests.journeys.person import Person, lit_pixels, lit_share
from tests.journeys.ruler import Ruler

LOSS = {"slight": "slight loss", "clear": "clear loss", "major": "major loss"}
COUNT = re.compile("([0-6]) of 6 signs(?:: (few signs|by the author's rule, [a-z ]+))?")
END_WORDS = {"full", "no noticeable change", *LOSS.values(), "nearly stopped"}


def test_example_case_when_gone_through_from_start_to_end_and_back(person: Person, atlas: Atlas) -> None:
    acts = 0
    assert expected.FIXED_SENTENCE in person.texts()
    assert atlas.example.story in person.texts()
    assert not person.button("Nerves").isChecked()

    person.press("Open the example case")
    acts += 1
    for mark in atlas.example.marks:
        assert person.row(title(atlas, mark.region)).accessibleName().endswith(", marked left")
    acts += click_the_outer_ankle(person, atlas)
    acts += crimp_three_sites(person, atlas)
    acts += count_the_signs(person)
    read_the_slump_test(person, atlas)
    acts += answer_the_urgent_questions(person, atlas)

    person.keys(*["Ctrl+Z"] * acts)
    offered = person.menu_texts("Edit")
    person.keys("Esc")
    assert offered["Undo"] is False, "more was done than asked for"
    assert person.texts().count("not asked") == 3
    person.press("Nerves")
    person.press("Table")
    assert not person.marked_rows()
    person.press("Pipe")
    assert pipe_end(person) == (100, "full")

    redo = QKeySequence(QKeySequence.StandardKey.Redo).toString()
    person.keys(*[redo] * acts)
    assert pipe_end(person) == shown_end(3)
    person.press("Nerves")
    assert person.row("Lateral ankle").accessibleName().endswith(", marked right")
    person.press("Signs")
    assert signs_shown(person) == shown_signs(6)
    person.press("Urgent")
    assert person.texts().count("asked: none of these") == 2


def title(atlas: Atlas, region: str) -> str:
    row = atlas.regions[region]
    return row.published or row.name


def click_the_outer_ankle(person: Person, atlas: Atlas) -> int:
    """The right sural nerve lights along its course, from the cord to the outer foot, beside the row that says so."""
    person.press("Outer")
    wait_for_view(person, "Outer")
    before = person.picture()
    person.click_area("right", "lateral-ankle")
    after = person.picture()
    ruler = Ruler(person.map, "right")
    seen = [at for at in ruler.points(expected.landmarks("sural")) if person.map.rect().contains(at.toPoint())]
    colors = {LIGHT.nerve_color(one) for one in expected.lit_course("lateral-ankle")[0]}
    assert len(seen) >= 14
    assert lit_share(before, after, seen, colors) > 0.9
    own = [at for at, mm in zip(seen[-8:], expected.landmarks("sural")[-8:], strict=True) if mm[2] > 30]
    assert lit_share(before, after, own, [LIGHT.nerve_color("sural")]) == 1.0

    row = person.row("Lateral ankle")
    assert "Easily mistaken for" in person.texts(row)
    assert person.names_in(row)[0] == atlas.nerves["sural"].name
    assert person.lit_in(row) == [atlas.nerves["sural"].name]
    assert "Sural nerve" in " ".join(person.texts(row))
    return 1


def wait_for_view(person: Person, name: str) -> None:
    """Until the picture has turned; its button stays down."""
    person.wait_for_rest()
    assert person.button(f"View: {name}").isChecked()


def crimp_three_sites(person: Person, atlas: Atlas) -> int:
    """Three mild crimps by mouse: hardly noticed, then clear, then major; the last taken off and put back."""
    person.press("What the marks say")
    person.press("Follow it as a pipe")
    assert "Right sural nerve" in person.texts()
    assert pipe_end(person) == (100, "full")
    for number, site in enumerate(("disc-l5-s1", "piriformis", "sural-calf-exit"), start=1):
        person.press(atlas.sites[site].name)
        person.press(f"{atlas.sites[site].name}: mild")
        assert pipe_end(person) == shown_end(number)
    last = atlas.sites["sural-calf-exit"].name
    person.press(f"{last}: none")
    assert pipe_end(person) == shown_end(2)
    person.press(f"{last}: mild")
    return 5


def pipe_end(person: Person) -> tuple[int, str]:
    """The number and the word at the end of the pipe."""
    texts = person.texts()
    (number,) = [text.removesuffix(" of 100") for text in texts if text.endswith(" of 100")]
    (word,) = [text for text in texts if text in END_WORDS]
    return int(number), word


def shown_end(mild: int) -> tuple[int, str]:
    left, word = expected.MILD[mild]
    return left, LOSS.get(word, word)


def count_the_signs(person: Person) -> int:
    """Every count from none to six reads as the author's rule says, while the answers are given."""
    person.press("Signs")
    answered = [n for n in range(1, 7) if person.button(f"Sign {n}: Yes").isChecked()]
    assert answered == [1, 2, 3, 4, 5]
    assert signs_shown(person) == shown_signs(5)
    acts = 0
    for n in answered:
        person.press(f"Sign {n}: Yes")
        acts += 1
        assert signs_shown(person) == shown_signs(5 - n)
    for n in range(1, 7):
        person.press(f"Sign {n}: Yes")
        acts += 1
        assert signs_shown(person) == shown_signs(n)
    return acts


def signs_shown(person: Person) -> tuple[str, str]:
    """The count and the reading; no reading where no sign is there."""
    texts = person.texts()
    if "No sign has been answered yet" in texts:
        return "0", ""
    ((count, reading),) = [found.groups() for text in texts if (found := COUNT.fullmatch(text))]
    return count, reading or ""


def shown_signs(count: int) -> tuple[str, str]:
    reading = expected.BY_YES[count]
    told = "few signs" if reading == "few" else f"by the author's rule, {reading}"
    return str(count), told if count else ""


def read_the_slump_test(person: Person, atlas: Atlas) -> None:
    """What forbids it, then every step with its words, in order; when to stop stays in sight."""
    person.press("Tests")
    test = atlas.tests["slump"]
    texts = person.texts()
    assert "Do not do it when" in texts
    assert all(any(reason.text in text for text in texts) for reason in test.contraindications)
    person.press("Slump test")
    for number, step in enumerate(test.steps, start=1):
        texts = person.texts()
        assert f"{number} of {len(test.steps)}: {step.title}" in texts
        assert any(step.do in text for text in texts) and any(step.say in text for text in texts)
        for said in test.stop_rules:
            assert any(said.text in text for text in texts)
        if number < len(test.steps):
            person.press("Next step")


def answer_the_urgent_questions(person: Person, atlas: Atlas) -> int:
    """None of these three times, then one yes: its advice stands above everything and the slump test waits."""
    person.press("Urgent")
    assert person.texts().count("not asked") == 3
    for group in atlas.red_flag_groups.values():
        person.press(f"{group.title}: none of these")
    assert person.texts().count("asked: none of these") == 3
    advice = atlas.red_flag_groups["now"].advice
    assert advice not in person.texts_above_the_map()

    flag = next(flag for flag in atlas.red_flags.values() if flag.group == "now")
    person.press(f"Show the list, {atlas.red_flag_groups['now'].title}: none of these")
    person.press(f"Yes: {flag.question}")
    assert advice in person.texts_above_the_map()
    person.press("Tests")
    assert "The tests wait" in person.texts()
    assert atlas.tests["slump"].steps[0].do not in person.texts()
    assert advice in person.texts_above_the_map()
    person.press("Go to the urgent questions")
    assert flag.means in person.texts()
    return 4


@pytest.mark.parametrize("side", ["left", pytest.param("right", marks=pytest.mark.long)])
def test_brain_end_when_the_whole_body_is_seen_lies_on_the_other_side(person: Person, side: str) -> None:
    person.start_again()
    wait_for_view(person, "Front")
    person.click_area(side, "lateral-ankle")
    person.press("Whole body")
    person.wait_for_rest()
    top = next(y for y in range(0, person.map.height(), 2) if body_at(person, y))
    head = QPointF(sum(body_at(person, top)) / 2, top + 10)
    person.wheel(person.map, 8, head.toPoint())
    lit = person.picture()
    person.layer("Nerves")
    unlit = person.picture()
    person.layer("Nerves")

    colors = {LIGHT.nerve_color(one) for one in expected.lit_course("lateral-ankle")[0]}
    end = lit_at_the_top(person, unlit, lit, colors)
    edges = body_at(person, round(end.y()))
    assert edges
    # Seen from the front the person's left is on the right of the picture.
    towards_left = end.x() - sum(edges) / 2
    assert (towards_left > 6) if side == "right" else (towards_left < -6)
    person.press("Whole body")


def body_at(person: Person, y: int) -> tuple[float, float] | None:
    """The two ends of what is body in a row of the map's picture, the strip at its right left out."""
    map_ = person.map
    inside = [x for x in range(0, map_.width() - 130, 2) if map_.place_at(QPointF(x, y))]
    return (inside[0], inside[-1]) if inside else None


def lit_at_the_top(person: Person, unlit: QImage, lit: QImage, colors: set[str]) -> QPointF:
    """The upper end of what is lit in the picture."""
    rows, columns = np.nonzero(lit_pixels(unlit, lit, colors)[:, : person.map.width() - 130])
    assert len(rows), "nothing is lit"
    return QPointF(float(columns[rows == rows[0]].mean()), float(rows[0]))
