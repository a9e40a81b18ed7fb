"""Work beside the window: told in its thread, to nobody who has gone, and with its faults."""

from __future__ import annotations

import threading

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nervemap.ui.beside import Beside


def test_work_when_done_beside_is_told_in_the_windows_thread(qtbot: QtBot) -> None:
    parent, told = QObject(), []
    Beside(parent, threading.get_ident, lambda where: told.append((where, threading.get_ident())))
    qtbot.waitUntil(lambda: len(told) == 1, timeout=20_000)
    ((there, here),) = told
    assert here == threading.get_ident() != there
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert parent.children() == []


def test_work_when_whoever_asked_has_gone_is_done_and_told_to_nobody(qtbot: QtBot) -> None:
    parent, told, goes_on, done = QObject(), [], threading.Event(), threading.Event()

    def work() -> None:
        goes_on.wait(20)
        done.set()

    Beside(parent, work, told.append)
    parent.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    goes_on.set()
    assert done.wait(20)
    qtbot.wait(50)
    assert told == []


def test_work_when_it_fails_raises_its_fault_where_it_was_asked_for(qtbot: QtBot) -> None:
    parent, told = QObject(), []
    with qtbot.captureExceptions() as faults:
        Beside(parent, lambda: 1 // 0, told.append)
        qtbot.waitUntil(lambda: len(faults) == 1, timeout=20_000)
    assert faults[0][0] is ZeroDivisionError and told == []


def test_work_when_it_must_be_finished_is_told_at_once_and_only_once(qtbot: QtBot) -> None:
    parent, told = QObject(), []
    one = Beside(parent, lambda: "given", told.append)
    one.finish()
    assert told == ["given"]
    qtbot.wait(50)
    assert told == ["given"]
