"""The page of the pipe: what comes through, kinds of crimps, story, honest physics."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from nervemap.content.atlas import Atlas
from nervemap.ui.pipe_view import PipeView
from tests.ui.pipes import WANTED, end, show, words

LEFT = Qt.MouseButton.LeftButton


def test_kinds_when_listed_are_mechanical_and_chemical_on_the_first_page(pipe_view: PipeView, atlas: Atlas) -> None:
    for group in ("mechanical", "chemical"):
        assert [row.id for row in atlas.crimp_kinds.values() if row.group == group] == WANTED["kinds"][group]
    show(pipe_view, "sural")
    said = words(pipe_view)
    for row in atlas.crimp_kinds.values():
        assert row.name in said and f"{row.group.capitalize()}:" in said
    assert any("both ways" in text for text in said)
    assert all(label.pixmap().width() for label in pipe_view.says._glyphs.values())


def test_end_when_crimped_shows_number_and_word(pipe_view: PipeView) -> None:
    show(pipe_view, "sural")
    assert end(pipe_view) == ("100 of 100", "full")
    show(pipe_view, "sural", piriformis="mild", deep_calf="mild", mid_thigh="mild")
    assert end(pipe_view) == ("27 of 100", "major loss")
    assert any("A picture to explain, not a measurement of your nerve." in text for text in words(pipe_view))


def test_view_when_no_nerve_is_chosen_says_what_to_do(pipe_view: PipeView) -> None:
    assert "Choose a nerve in the table or on the map." in words(pipe_view)
    assert not [button for button in pipe_view.findChildren(QPushButton) if button.isVisible()]


def test_story_when_told_by_keys_adds_compares_and_frees_from_the_spine_down(pipe_view: PipeView, qtbot: QtBot) -> None:
    show(pipe_view, "medial-plantar")
    pipe_view.set_reduced_motion(True)
    qtbot.mouseClick(pipe_view.tell, LEFT)
    told, ends = [pipe_view.story.sentence.text()], [end(pipe_view)[0]]
    while pipe_view.story.on.isEnabled():
        qtbot.keyClick(pipe_view.story, Qt.Key.Key_Right)
        told.append(pipe_view.story.sentence.text())
        ends.append(end(pipe_view)[0])
    assert len(set(told)) == len(told)
    assert [int(text.split()[0]) for text in ends] == [100, 93, 68, 27, 68, 68, 68, 68, 68, 93, 100]
    assert not pipe_view.story.play.isVisible() and not pipe_view.story.is_playing
    qtbot.keyClick(pipe_view.story, Qt.Key.Key_Left)
    assert end(pipe_view)[0] == "93 of 100"
    qtbot.keyClick(pipe_view.story, Qt.Key.Key_Escape)
    assert end(pipe_view) == ("100 of 100", "full") and not pipe_view.story.isVisible()


def test_story_when_played_goes_on_by_itself_and_pauses(pipe_view: PipeView, qtbot: QtBot) -> None:
    show(pipe_view, "sural")
    pipe_view.tell_story()
    assert pipe_view.story.is_playing

    def pause_at_third(_: object) -> None:
        if pipe_view.story.count.text().startswith("3 "):
            qtbot.keyClick(pipe_view.story, Qt.Key.Key_Space)

    pipe_view.story.step_shown.connect(pause_at_third)
    pipe_view.story._timer.setInterval(20)
    qtbot.waitUntil(lambda: not pipe_view.story.is_playing, timeout=20_000)
    assert pipe_view.story.count.text().startswith("3 ")
    pipe_view.story.stop()


@pytest.mark.parametrize("case", WANTED["calculator"]["cases"], ids=lambda case: f"{case['cm']} cm")
def test_calculator_when_given_a_length_says_both_paces_and_for_whom(
    pipe_view: PipeView, case: dict[str, int], qtbot: QtBot
) -> None:
    show(pipe_view, "sural")
    pipe_view.show_page("physics")
    page = pipe_view._pages["physics"]
    page.calculator.length.setValue(case["cm"])  # type: ignore[attr-defined]
    said = " ".join(words(page.calculator))  # type: ignore[attr-defined]
    assert f"{case['weeks_article']} weeks" in said
    assert f"{case['days_at_3_mm']} to {case['days_at_1_mm']} days" in said
    assert WANTED["calculator"]["label"].lower() in said.lower()


def test_physics_when_opened_shows_the_same_flow_everywhere_numbers_and_critics(
    pipe_view: PipeView, atlas: Atlas
) -> None:
    show(pipe_view, "sural")
    pipe_view.show_page("physics")
    said = words(pipe_view)
    for left in WANTED["physics"]["plain_mild"].values():
        assert str(left) in said
    assert any("as much flows above a crimp as below it" in text for text in said)
    assert any("81 of 115" in text for text in said) and any("same fibres" in text for text in said)
    for wanted in WANTED["physics"]["thresholds_mmHg"]:
        assert any(
            (row.at, row.to) == (wanted["at"], wanted["to"]) for row in atlas.thresholds.values() if row.unit == "mmHg"
        )
