"""Brings the plot in beside the pipe once that was painted: its library takes longer to read than all the rest.

It is read in a thread. PySide6 makes a class of Qt when it is first asked for, which ends in a crash where another
thread uses Qt meanwhile, and pyqtgraph asks for all of them: so the main thread makes them before, a few at a time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from nervemap.handout.pipe_picture import PipePicture
from nervemap.palette import Palette
from nervemap.ui.pipe_beside import SmallText
from nervemap.ui.theme import GRID

if TYPE_CHECKING:
    from nervemap.ui.flow_plot import Curve, FlowPlot

_PLOT_MS = 30  # how often something is done for the plot
_AT_ONCE_S = 0.008


class PlotBeside(QObject):
    """The plot (None until it is there) and the words under its line, on a canvas."""

    came = Signal()

    def __init__(self, noticed: float, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.widget: FlowPlot | None = None
        self._canvas = canvas
        self._noticed = noticed
        self._classes = _classes()
        self._reading: threading.Thread | None = None
        self._clock = QTimer(self, interval=_PLOT_MS)
        self._clock.timeout.connect(self._on_time)
        self._words = SmallText(self.tr("first noticed (illustration)"), role="attention")
        self._words.setParent(canvas)
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._words.hide()

    def fetch(self) -> None:
        """Read the library beside the hands, and bring the plot in then."""
        if self.widget is None and not self._clock.isActive():
            self._clock.start()

    def make(self) -> None:
        """Bring it in now."""
        if self.widget is None:
            from nervemap.ui.flow_plot import FlowPlot

            self.widget = FlowPlot(self._canvas, self._noticed)
            self.widget.lower()
            self.came.emit()
            self.widget.show()

    def show_curves(
        self, curves: Sequence[Curve], picture: PipePicture, left: int, width: int, palette: Palette, chosen: str | None
    ) -> None:
        """Draw them at `left` px, on the axis of the picture."""
        if self.widget is None:
            return
        top, bottom = round(picture.top), round(picture.bottom)
        self.widget.setGeometry(left, top, width, bottom - top)
        self.widget.set_axis(picture.s_of(top), picture.s_of(bottom))
        self.widget.show_curves(curves, palette, chosen)
        room = width + 3 * GRID
        self._words.setGeometry(QRect(left + width - room, bottom + 3, room, self._words.heightForWidth(room)))
        self._words.show()

    def _on_time(self) -> None:
        until = time.perf_counter() + _AT_ONCE_S
        if any(time.perf_counter() > until for _ in self._classes):
            return
        if self._reading is None:
            self._reading = threading.Thread(target=import_module, args=("nervemap.ui.flow_plot",))
            self._reading.start()
        elif not self._reading.is_alive():
            self._clock.stop()
            self.make()


def _classes() -> Iterator[object]:
    """Every class of Qt that the library asks for, made one after another."""
    return (getattr(module, name) for module in (QtCore, QtGui, QtWidgets) for name in dir(module))
