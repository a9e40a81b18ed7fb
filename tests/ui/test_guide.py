"""Help for each place, a list of keys that are the keys, and "show me" from the first page to its end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nervemap.content.atlas import Atlas
from nervemap.ui.guide import Guide
from nervemap.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)  # offscreen platform
LEFT = Qt.MouseButton.LeftButton


def words(guide: Guide) -> set[str]:
    return {label.text() for label in guide.findChildren(QLabel) if label.isVisible()}


@pytest.mark.parametrize("place", ["map", "urgent", "nerves", "pipe", "signs", "tests", "statement", "case"])
def test_help_when_asked_for_in_a_place_is_of_that_place(
    window: MainWindow, atlas: Atlas, qtbot: QtBot, place: str
) -> None:
    window.activateWindow()
    if place == "map":
        window.map_panel.map.setFocus()
    else:
        qtbot.mouseClick(window.places.buttons[place], LEFT)
        window.places.buttons[place].setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    guide = window.findChild(Guide)
    assert guide is not None and guide.isVisible()
    help_ = atlas.guide_places[place]
    wanted = {help_.title, help_.what, *help_.how, atlas.rules.fixed_sentence}
    qtbot.waitUntil(lambda: wanted <= words(guide))
    assert guide.focusWidget() is guide.pages.buttons[place], "the ring stood on another page"
    qtbot.mouseClick(guide.pages.buttons["keys"], LEFT)
    qtbot.waitUntil(lambda: {key.does for key in atlas.guide_keys.values()} <= words(guide))


def test_keys_when_listed_are_those_that_act(window: MainWindow, atlas: Atlas) -> None:
    acting = {
        sequence.toString(QKeySequence.SequenceFormat.PortableText)
        for action in window.findChildren(QAction)
        for sequence in action.shortcuts()[:1]
    }
    listed = {
        QKeySequence(press).toString(QKeySequence.SequenceFormat.PortableText)
        for key in atlas.guide_keys.values()
        if key.where == "everywhere"
        for press in key.press.split(" or ")
    }
    assert listed - acting == {"Tab", "Shift+Tab"}
    assert acting - listed == set()


def test_keys_when_pressed_go_to_each_place_and_to_the_search(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    for number, place in enumerate(("urgent", "nerves", "pipe", "signs", "tests", "statement", "case"), start=1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.places.value == place
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.places.value == "nerves"
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.map_panel.map.hasFocus)


def test_show_me_when_pressed_tells_the_example_and_leaves_it_on_the_table(
    window: MainWindow, atlas: Atlas, qtbot: QtBot
) -> None:
    window.help.story.set_reduced_motion(True)
    qtbot.mouseClick(window._pages["start"].show_me, LEFT)
    qtbot.waitUntil(window.help.story.isVisible)
    assert len(window.workspace.case.marks) == len(atlas.example.marks)
    for step in atlas.show_me.values():
        assert window.help.story.sentence.text() == step.text
        assert window.places.value == step.place and window.map_panel.map.view.name == step.view
        if step.nerve:
            assert window.workspace.selection.nerve == step.nerve
        qtbot.keyClick(window.help.story, Qt.Key.Key_Right)
    qtbot.keyClick(window.help.story, Qt.Key.Key_Escape)
    assert not window.help.story.isVisible()
    assert not window.cases.modified


def test_show_me_when_another_case_is_opened_ends(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window._pages["start"].show_me, LEFT)
    qtbot.waitUntil(window.help.story.isVisible)
    window.cases.new()
    assert not window.help.story.isVisible() and not window.help.story.is_playing
