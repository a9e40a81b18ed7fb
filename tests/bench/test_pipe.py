"""How fast the pipe opens and answers, and what movement along it costs (figures of issue 5)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nervemap.case.case import Crimp
from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import MainWindow, open_window
from tests.bench.conftest import Note
from tests.bench.figures import Figure
from tests.windows import shown

OPEN_MS, REDRAW_MS, FRAMES, SHARE = 300, 16, 30, 0.15
SITES = ("disc-l4-l5", "piriformis", "mid-thigh", "tarsal-tunnel")
pytestmark = pytest.mark.bench


class Frames(QObject):
    """Counts the paintings of a widget."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def window(qapp: QApplication) -> Iterator[MainWindow]:
    with shown(open_window(qapp, load_atlas())) as window:
        window.map_panel.map.set_reduced_motion(False)
        window._on_mark("right", "plantar-foot")
        QTest.qWait(1500)
        yield window


def timed(act: Callable[[], Any]) -> float:
    """Milliseconds of this program's own work: what else runs on the machine does not count."""
    began = time.process_time()
    act()
    QApplication.processEvents()
    return (time.process_time() - began) * 1000


def test_pipe_when_first_opened_and_changed_is_quick(window: MainWindow, note: Note) -> None:
    first = timed(lambda: window.go("pipe"))
    pipe: Any = window._pages["pipe"]
    while pipe.canvas.plot.widget is None:  # its library is read beside the window
        QApplication.processEvents()
        time.sleep(0.005)
    QTest.qWait(3000)  # until all that is made in spare time is made
    changed = []
    for number in range(36):
        crimps = [Crimp(side="right", site=SITES[number % 4], grade=("mild", "moderate", "severe")[number % 3])]
        began = time.process_time()
        pipe.show_pipe(pipe._pipe, "right", crimps, chosen="medial-plantar")
        QApplication.processEvents()  # it paints what changed
        changed.append((time.process_time() - began) * 1000)
    acts = ("mild", "none") * 6
    whole = [timed(lambda grade=grade: pipe.crimp_requested.emit("piriformis", grade)) for grade in acts]
    note(
        Figure("pipe", "first opened", first, OPEN_MS, "ms"),
        Figure("pipe", "redrawn, median", statistics.median(changed), REDRAW_MS, "ms"),
        Figure("pipe", "an act with map, ends and all, median", statistics.median(whole), 100, "ms"),
    )


def test_movement_when_on_costs_little_and_stops_when_hidden(window: MainWindow, note: Note) -> None:
    window.go("pipe")
    QTest.qWait(4000)  # until all that is made in spare time is made
    pipe: Any = window._pages["pipe"]
    frames = Frames()
    pipe.canvas.installEventFilter(frames)
    pipe.moving.setChecked(True)
    began = time.process_time()
    QTest.qWait(3000)
    share, shown = (time.process_time() - began) / 3, frames.count / 3
    window.go("nerves")
    QTest.qWait(200)
    frames.count = 0
    QTest.qWait(500)
    assert shown <= FRAMES
    assert frames.count == 0
    note(
        Figure("pipe", "movement", shown, 10, "frames/s", least=True),
        Figure("pipe", "movement, of one core", 100 * share, 100 * SHARE, "%"),
    )
