"""The window as tests open and leave it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nervemap.ui.main_window import MainWindow

SIZE = (1280, 800)


@contextmanager
def shown(window: MainWindow) -> Iterator[MainWindow]:
    """The window in sight and in front, views change at once; in the end it closes without a question and is gone."""
    window.resize(*SIZE)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    window.activateWindow()
    if window.is_whole:
        window.map_panel.map.set_reduced_motion(True)
    yield window
    leave(window)


def leave(window: MainWindow) -> None:
    """Close a window, whatever is on its table; its map ends what it is drawing."""
    window.cases._leaving = True
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # before the style goes, not while it goes
