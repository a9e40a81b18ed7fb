"""What is left after each crimp, plotted on the pipe's own vertical axis. Imported when the pipe is first shown."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QGraphicsPolygonItem, QWidget

from nervemap.palette import Palette, nerve_dash

Curve = tuple[str, Sequence[tuple[float, float]]]
"""A nerve's id, and the corners of its line: (cm from the top, fraction left)."""
_FULL = (-0.02, 1.03)
_TINT = 46  # of 255


class FlowPlot(pg.PlotWidget):
    """One curve for each end, a single one filled; neither mouse nor keys change it."""

    def __init__(self, parent: QWidget, noticed: float) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What is left after each crimp"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFrameShape(self.Shape.NoFrame)
        for part in (self, self.viewport()):  # it covers its place: the pipe under it need not be painted again
            part.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setAntialiasing(True)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.plotItem.layout.setContentsMargins(0, 0, 0, 0)
        self.centralWidget.setContentsMargins(0, 0, 0, 0)
        for side in ("left", "bottom", "top", "right"):
            self.hideAxis(side)
        self.setMouseEnabled(False, False)
        self.plotItem.vb.invertY(True)
        self.plotItem.vb.setDefaultPadding(0)
        self.fill = QGraphicsPolygonItem()
        self.addItem(self.fill, ignoreBounds=True)
        self.line = pg.InfiniteLine(noticed, angle=90, movable=False)
        self.scale_lines = [pg.InfiniteLine(at, angle=90, movable=False) for at in (0.0, 0.5, 1.0)]
        for line in (*self.scale_lines, self.line):
            self.addItem(line, ignoreBounds=True)
        self.curves: list[pg.PlotDataItem] = []

    def show_curves(self, curves: Sequence[Curve], palette: Palette, chosen: str | None) -> None:
        """Draw these lines in the colours of their nerves."""
        self.setBackground(QColor(palette.base))
        self.line.setPen(_pen(palette.attention, 1.2, (4.0, 3.0)))
        for line in self.scale_lines:
            line.setPen(_pen(palette.line, 1.0, ()))
        for item in self.curves[len(curves) :]:
            self.removeItem(item)
        del self.curves[len(curves) :]
        while len(self.curves) < len(curves):
            self.curves.append(self.plot())
        single = len(curves) == 1
        for item, (nerve, corners) in zip(self.curves, curves, strict=True):
            width = 2.6 if nerve == chosen or single else 1.8
            item.setPen(_pen(palette.nerve_color(nerve), width, () if single else nerve_dash(nerve)))
            item.setData([left for _, left in corners], [at for at, _ in corners])
        self._show_fill(curves[0] if single else None, palette)

    def _show_fill(self, only: Curve | None, palette: Palette) -> None:
        self.fill.setVisible(only is not None)
        if only is None:
            return
        nerve, corners = only
        tint = QColor(palette.nerve_color(nerve))
        tint.setAlpha(_TINT)
        self.fill.setPen(QPen(Qt.PenStyle.NoPen))
        self.fill.setBrush(tint)
        outline = [(0.0, corners[0][0]), *((left, at) for at, left in corners), (0.0, corners[-1][0])]
        self.fill.setPolygon(QPolygonF([QPointF(x, y) for x, y in outline]))

    def set_axis(self, top_cm: float, bottom_cm: float) -> None:
        """Which centimetres stand at the upper and at the lower edge."""
        self.plotItem.vb.setRange(xRange=_FULL, yRange=(top_cm, bottom_cm), padding=0, disableAutoRange=True)

    def y_of(self, s_cm: float) -> float:
        """Where a length stands, px from the upper edge."""
        return float(self.plotItem.vb.mapViewToScene(pg.Point(0, s_cm)).y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _pen(color: str, width: float, dash: Sequence[float]) -> QPen:
    pen = QPen(QColor(color), width)
    pen.setCosmetic(True)
    if dash:
        pen.setDashPattern(list(dash))
    return pen
