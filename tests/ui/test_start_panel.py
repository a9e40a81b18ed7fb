"""The first page: what to do next, the urgent questions, and the example case."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from nervemap.content.atlas import Atlas
from nervemap.ui.start_panel import StartPanel


@pytest.fixture
def panel(atlas: Atlas, qtbot: QtBot) -> StartPanel:
    panel = StartPanel(atlas)
    qtbot.addWidget(panel)
    panel.resize(640, 720)
    panel.show()
    return panel


def press(panel: StartPanel, qtbot: QtBot, text: str) -> None:
    (button,) = [one for one in panel.findChildren(QPushButton) if one.text() == text]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_page_when_opened_says_what_to_do_and_tells_the_story(panel: StartPanel, atlas: Atlas) -> None:
    texts = [label.text() for label in panel.findChildren(QLabel)]
    assert texts.index("Mark where it hurts") < texts.index("Urgent questions come first")
    assert texts.index("Urgent questions come first") < texts.index(atlas.example.title)
    assert atlas.example.story in texts


def test_buttons_when_pressed_ask_for_the_example_and_the_urgent_questions(panel: StartPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.example_requested), qtbot.assertNotEmitted(panel.urgent_requested):
        press(panel, qtbot, "Open the example case")
    with qtbot.waitSignal(panel.urgent_requested), qtbot.assertNotEmitted(panel.example_requested):
        press(panel, qtbot, "Go through the urgent questions")


def test_text_when_the_page_is_narrow_is_never_cut(panel: StartPanel) -> None:
    panel.resize(420, 500)
    panel.grab()
    for label in panel.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
