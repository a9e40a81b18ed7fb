"""The shared widgets: choices that show the record, sources one press away, rows that wrap."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.content.model import Dispute, Source
from nervemap.reasoning.wording import source_line
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.who_says_so import WhoSaysSo
from nervemap.ui.widgets import Choice, ScrollColumn, Text, tip

SOURCES = {
    "a": Source(
        id="a", work="On nerves", authors="Doe", year=1999, place="J Test 1:2", tier="study", checked="abstract"
    ),
    "b": Source(id="b", work="Another <b>view</b>", tier="textbook", checked="not opened"),
}


def test_text_when_it_holds_markup_shows_it(qtbot: QtBot) -> None:
    label = Text("<b>5 < 6</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText and label.text() == "<b>5 < 6</b>"


def test_choice_when_not_clearable_asks_once(qtbot: QtBot) -> None:
    choice = Choice({"a": "A", "b": "B"}, name="Letter", clearable=False)
    qtbot.addWidget(choice)
    choice.set_value("a")
    with qtbot.assertNotEmitted(choice.chosen):
        qtbot.mouseClick(choice.buttons["a"], Qt.MouseButton.LeftButton)
    assert choice.buttons["a"].isChecked()
    with qtbot.waitSignal(choice.chosen) as asked:
        qtbot.mouseClick(choice.buttons["b"], Qt.MouseButton.LeftButton)
    assert asked.args == ["b"] and choice.value == "a" and not choice.buttons["b"].isChecked()
    assert choice.buttons["b"].accessibleName() == "Letter: B"


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)  # offscreen platform
def test_sources_when_asked_show_work_tier_checked_and_dispute(qtbot: QtBot) -> None:
    button = WhoSaysSo(SOURCES, ["a", "a"], [Dispute(source="b", says="It is not so.")], "the claim")
    qtbot.addWidget(button)
    button.show()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    popup = button.findChild(QWidget, "sources")
    assert popup is not None and popup.isVisible()
    words = [label.text() for label in popup.findChildren(QLabel)]
    assert words == [
        "Doe, 1999. On nerves, J Test 1:2",
        "study · checked: abstract",
        "Others say: It is not so.",
        "Another <b>view</b>",
        "textbook · checked: not opened",
    ]
    with qtbot.waitSignal(popup.destroyed):
        qtbot.keyClick(popup, Qt.Key.Key_Escape)


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)  # offscreen platform
def test_sources_when_more_than_fit_are_scrolled_by_keys_until_escape(qtbot: QtBot) -> None:
    many = {str(one): msgspec.structs.replace(SOURCES["a"], id=str(one)) for one in range(30)}
    button = WhoSaysSo(many, many)
    qtbot.addWidget(button)
    button.show()
    popup = button.open_list()
    column = popup.findChild(ScrollColumn)
    assert column is not None and popup.focusWidget() is column
    qtbot.keyClick(column, Qt.Key.Key_PageDown)
    assert column.verticalScrollBar().value() > 0
    with qtbot.waitSignal(popup.destroyed):
        qtbot.keyClick(column, Qt.Key.Key_Escape)


def test_source_line_when_parts_are_missing() -> None:
    assert source_line(SOURCES["b"]) == "Another <b>view</b>"


def test_flow_row_when_narrow_breaks_into_lines(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowRow(gap=8, line_gap=8)
    box.setLayout(flow)
    buttons = [QPushButton(f"Button {i}") for i in range(4)]
    for button in buttons:
        flow.addWidget(button)
    width = flow.sizeHint().width()
    one = flow.heightForWidth(width)
    assert flow.heightForWidth(width - 1) > one
    box.resize(buttons[0].sizeHint().width() * 2 + 8, 400)
    box.show()
    qtbot.waitUntil(lambda: buttons[2].y() > buttons[1].y())
    assert buttons[0].y() == buttons[1].y() and buttons[2].x() == buttons[0].x()


@pytest.mark.parametrize("act", ["Toggle", "Press"])
def test_choice_when_a_screen_reader_presses_or_toggles_it_asks_once(qtbot: QtBot, act: str) -> None:
    choice = Choice({"a": "A", "b": "B"}, name="Letter")
    qtbot.addWidget(choice)
    choice.show()
    asked: list[object] = []
    choice.chosen.connect(lambda key: (asked.append(key), choice.set_value(key)))
    actions = QAccessible.queryAccessibleInterface(choice.buttons["b"]).actionInterface()
    assert act in actions.actionNames()
    actions.doAction(act)
    qtbot.waitUntil(lambda: asked == ["b"])
    assert choice.buttons["b"].isChecked()
    actions.doAction(act)
    qtbot.waitUntil(lambda: asked == ["b", None])
    assert not choice.buttons["b"].isChecked()


def test_tip_when_it_is_long_is_broken_into_lines() -> None:
    told = tip("Piriformis\nThe muscle over the way out of the pelvis; fibrous bands, or a nerve through the muscle.")
    assert told.splitlines()[0] == "Piriformis" and len(told.splitlines()) == 3
    assert max(map(len, told.splitlines())) <= 60
