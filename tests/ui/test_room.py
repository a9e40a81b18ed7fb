"""Nothing is cut off: in every place, at the smallest window, with large text, each word has the room that it needs.

And the keyboard is always seen, and two fingers scroll.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nervemap.case import commands
from nervemap.content.atlas import Atlas
from nervemap.ui.desk import PlaceName
from nervemap.ui.main_window import MainWindow, open_window
from tests.journeys.person import pixels

SIZES = [(1280, 800, 100), (1024, 640, 100), (1280, 800, 150), (1280, 800, 200)]


@pytest.fixture(scope="module")
def window(qapp: QApplication, atlas: Atlas) -> Iterator[MainWindow]:
    window = open_window(qapp, atlas)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    window.cases.example()
    yield window
    window._theme.set_text_size(100)
    window.cases._leaving = True
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def cut_off(window: MainWindow) -> list[str]:
    """What is shown in less room than it needs."""
    short = []
    for one in window.desk.findChildren(QWidget):
        if not one.isVisible() or not isinstance(one, QLabel | QAbstractButton) or not one.text():
            continue
        if isinstance(one, QLabel) and one.wordWrap():
            fits = one.heightForWidth(one.width()) <= one.height() + 1
        else:
            fits = one.sizeHint().width() <= one.width() + 1 or one.property("kind") is None
        if not fits:
            short.append(f"{one.text()[:60]!r} in {one.width()} x {one.height()}, {type(one.parent()).__name__}")
    return short


@pytest.mark.parametrize(("width", "height", "text"), SIZES)
def test_words_when_any_place_is_shown_have_the_room_that_they_need(
    width: int, height: int, text: int, window: MainWindow, atlas: Atlas, qtbot: QtBot
) -> None:
    window._settings.text_size = text
    window._theme.set_text_size(text)
    window.resize(width, height)
    group = next(iter(atlas.red_flag_groups.values()))
    window.workspace.do(commands.set_red_flags(group, (next(iter(atlas.red_flags)),)))
    found = {}
    for place in get_args(PlaceName):
        window.go(place)
        qtbot.wait(60)
        if short := cut_off(window):
            qtbot.wait(400)
            short = cut_off(window)
        if short:
            found[place] = short
    window.workspace.undo()
    assert not found


def test_focus_when_on_any_kind_of_control_is_seen(window: MainWindow, qtbot: QtBot) -> None:
    def seen(place: QRect) -> NDArray[np.float32]:
        return pixels(window.grab(place).toImage())

    window.activateWindow()
    unseen = {}
    for place in get_args(PlaceName):
        window.go(place)
        qtbot.wait(60)
        for one in window.desk.findChildren(QWidget):
            kind = type(one).__name__, one.property("kind"), one.property("tone")
            tabbed = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.isVisible()
            if not tabbed or one.focusProxy() or kind in unseen or one.visibleRegion().isEmpty():
                continue
            room = QRect(one.mapTo(window, QPoint()), one.size())
            window.setFocus()
            before = seen(room)
            one.setFocus(Qt.FocusReason.TabFocusReason)
            changed = np.abs(seen(room) - before).max(axis=2) > 40
            unseen[kind] = int(changed.sum()) < room.width()  # px; a line along one edge at least
    assert len(unseen) > 12 and [kind for kind, is_unseen in unseen.items() if is_unseen] == []
