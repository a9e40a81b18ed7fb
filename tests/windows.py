"""The window as tests open and leave it, and its map once it rests."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nervemap.ui.beside import Beside
from nervemap.ui.filling import Filling
from nervemap.ui.main_window import MainWindow
from nervemap.ui.map_view import MapView

SIZE = (1280, 800)
PATIENCE_S = 60.0  # on a busy machine


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


def wait_for_pages() -> None:
    """Until pages that are filled are whole, what is made beside the windows is there, and what was let go is gone."""

    def busy(window: QWidget) -> bool:
        return any(one.isActive() for kind in (Filling, Beside) for one in window.findChildren(kind))

    patience = time.monotonic() + PATIENCE_S
    while any(busy(one) for one in QApplication.topLevelWidgets()):
        assert time.monotonic() < patience, "a page does not become whole"
        QApplication.processEvents()
        time.sleep(0.001)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def wait_for_rest(map_: MapView) -> None:
    """Until a map in sight has stopped moving and become sharp."""
    patience = time.monotonic() + PATIENCE_S
    while not map_.rests:
        assert time.monotonic() < patience, "the map does not come to rest"
        QApplication.processEvents()
        time.sleep(0.005)  # unlike a wait of Qt's it lets the worker thread go on
