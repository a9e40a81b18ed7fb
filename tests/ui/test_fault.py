"""A fault of the program: the case is kept first, and the report holds nothing that a person typed."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.ui.fault import guard, report_of


def fail(secret: str) -> None:
    try:
        {}[secret]
    except KeyError as error:
        raise ValueError(f"no {secret}") from error


def test_case_is_kept_and_report_holds_no_words_of_it_when_something_breaks(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    kept: list[int] = []
    guard(window, lambda: kept.append(1) is None)
    for _ in range(2):
        try:
            fail("Mister Secret")
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert kept == [1, 1]
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "has been kept" in box.informativeText()
    report = box.detailedText()
    assert "ValueError" in report and "KeyError" in report and "in fail" in report
    assert "Secret" not in report and "Secret" not in capsys.readouterr().err
    copy = next(one for one in box.findChildren(QPushButton) if one.text() == "Copy the report")
    copy.click()
    assert QApplication.clipboard().text() == report


def test_window_says_so_when_the_case_cannot_be_kept(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def broken() -> bool:
        raise RuntimeError

    guard(window, broken)
    error = ZeroDivisionError()
    sys.excepthook(type(error), error, None)
    (box,) = window.findChildren(QMessageBox)
    assert "could not be kept" in box.informativeText()
    assert report_of(error).endswith("ZeroDivisionError")


def test_case_is_kept_by_the_window_when_something_breaks_elsewhere(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    kept: list[bool] = []

    def keep() -> bool:
        kept.append(QThread.currentThread() is window.thread())
        return True

    def break_elsewhere() -> None:
        try:
            fail("Mister Secret")
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)

    guard(window, keep)
    other = threading.Thread(target=break_elsewhere)
    other.start()
    other.join()
    qtbot.waitUntil(lambda: kept == [True], timeout=10_000)
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "in fail" in box.detailedText() and "Secret" not in box.detailedText() + capsys.readouterr().err
