"""Brings the plot in beside the pipe once that was painted: its library takes longer to read than all the rest."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from nervemap.handout.pipe_picture import PipePicture
from nervemap.palette import Palette
from nervemap.ui.pipe_beside import SmallText
from nervemap.ui.theme import GRID

if TYPE_CHECKING:
    from nervemap.ui.flow_plot import Curve, FlowPlot

_PLOT_MS = 60  # how often it is looked whether the plot can come in


class PlotBeside(QObject):
    """The plot (None until it is there) and the words under its line, on a canvas."""

    came = Signal()

    def __init__(self, noticed: float, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.widget: FlowPlot | None = None
        self._canvas = canvas
        self._noticed = noticed
        self._reading: threading.Thread | None = None
        self._clock = QTimer(self, interval=_PLOT_MS)
        self._clock.timeout.connect(self._on_time)
        self._words = SmallText(self.tr("first noticed (illustration)"), role="attention")
        self._words.setParent(canvas)
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._words.hide()

    def fetch(self) -> None:
        """Read the library beside the hands, and bring the plot in then."""
        if self._reading is None:
            self._reading = threading.Thread(target=import_module, args=("nervemap.ui.flow_plot",), daemon=True)
            self._reading.start()
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
        if self._reading and not self._reading.is_alive():
            self._clock.stop()
            self.make()
