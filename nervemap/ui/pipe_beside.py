"""Paints what stands beside the pipe: the levels of the body, the nerve cells in brackets, the lines to the names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QApplication

from nervemap.content.model_pipe import Route, RouteLevel
from nervemap.handout.pipe_picture import PipePicture, SiteRing, spread
from nervemap.palette import Palette
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Text

_SMALL = 0.82  # of the letters of the body


def small(font: QFont) -> QFont:
    """The letters of what stands beside a picture."""
    font = QFont(font)
    font.setPointSizeF(font.pointSizeF() * _SMALL)
    return font


class SmallText(Text):
    """A label in those letters; it follows the size of text that is chosen."""

    def __init__(self, text: str = "", *, role: str = "") -> None:
        super().__init__(text, role=role)
        self.setProperty("step", "")
        self.setFont(small(QApplication.font()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self.font() != (font := small(QApplication.font())):
            self.setFont(font)
        super().changeEvent(event)


def paint_levels(
    painter: QPainter,
    palette: Palette,
    picture: PipePicture,
    levels: Sequence[tuple[str, float]],
    room: tuple[float, float],
) -> None:
    """The names of the levels (with their place in cm) in the `room` from left to right, px."""
    left, right = room
    how = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
    width = right - left - GRID
    painter.save()
    painter.setFont(small(painter.font()))
    wanted = [picture.y_of(s) for _, s in levels]
    heights = [painter.boundingRect(QRectF(0, 0, width, 1000), how, name).height() + 2 for name, _ in levels]
    centres = spread(wanted, heights, picture.top - 12, picture.bottom + 12)
    for (name, _), centre, height, y in zip(levels, centres, heights, wanted, strict=True):
        painter.setPen(QColor(palette.muted))
        painter.drawText(QRectF(left, centre - height / 2, width, height), how, name)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.drawLine(QPointF(right - GRID + 3, centre), QPointF(right, y))
    painter.restore()


def paint_route(
    painter: QPainter,
    palette: Palette,
    picture: PipePicture,
    route: Route,
    heights: Mapping[RouteLevel, float],
    x: float,
    seen: tuple[float, float],
) -> None:
    """The nerve cells of a route as brackets at `x`; each name stands along its bracket, as near as there is room."""
    painter.save()
    painter.setFont(small(painter.font()))
    spans = []
    for part in route.parts:
        top, bottom = picture.y_of(heights[part.start]), picture.y_of(heights[part.end])
        spans.append((min(top, bottom) + 1.5, max(top, bottom) - 1.5, part.name))
    spans.sort()
    for top, bottom, _ in spans:
        painter.setPen(QPen(QColor(palette.border), 1.4))
        painter.drawPolyline([QPointF(x + 5, top), QPointF(x, top), QPointF(x, bottom), QPointF(x + 5, bottom)])
    middles = [_middle(top, bottom, seen) for top, bottom, _ in spans]
    lengths = [painter.fontMetrics().horizontalAdvance(name) + GRID for _, _, name in spans]
    painter.setPen(QColor(palette.muted))
    for (_, _, name), centre, length in zip(
        spans, spread(middles, lengths, picture.top - 2 * GRID, picture.bottom), lengths, strict=True
    ):
        painter.save()
        painter.translate(x - GRID, centre)
        painter.rotate(-90)
        high = painter.fontMetrics().height()
        painter.drawText(QRectF(-length / 2, -high / 2, length, high), Qt.AlignmentFlag.AlignCenter, name)
        painter.restore()
    painter.restore()


def _middle(top: float, bottom: float, seen: tuple[float, float]) -> float:
    """The middle of a bracket, or of that part of it which is in sight."""
    low, high = max(top, seen[0]), min(bottom, seen[1])
    return (low + high) / 2 if high - low > 8 * GRID else (top + bottom) / 2


def paint_leader(painter: QPainter, palette: Palette, ring: SiteRing, to: QPointF, *, lit: bool) -> None:
    """The line from a ring to the row of its site."""
    strong = ring.grade != "none"
    color = palette.mark if strong else palette.accent if lit else palette.border
    pen = QPen(QColor(color), 2 if strong or lit else 1)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    start = QPointF(ring.right, ring.y)
    path = QPainterPath(start)
    middle = (start.x() + to.x()) / 2
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, to.y()), to)
    painter.drawPath(path)
