"""Small pictures of the pipe: how far a grade narrows it, and a glyph for each kind of crimp."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from nervemap.content.model import Grade, Kind
from nervemap.handout.pipe_picture import INFLAMED_RADIUS, KIND_LINES

GRADES: tuple[Grade, ...] = ("none", "mild", "moderate", "severe")
KINDS: tuple[Kind, ...] = ("pressed", "stiff", "overstretched", "inflamed")
ICON = 22  # px
_HALF: dict[Grade, float] = {"none": 6.5, "mild": 4.9, "moderate": 3.4, "severe": 1.9}  # at the size of an icon


@cache
def grade_icon(grade: Grade, ink: str, ink_on: str) -> QIcon:
    """A piece of pipe as narrow as the grade makes it; `ink_on` is for the button that is down."""
    return _icon(lambda painter: paint_grade(painter, grade, QPointF(ICON / 2, ICON / 2)), ink, ink_on)


@cache
def kind_icon(kind: Kind, ink: str, ink_on: str) -> QIcon:
    """The glyph of a kind."""
    return _icon(lambda painter: paint_kind(painter, kind, QPointF(ICON / 2, ICON / 2)), ink, ink_on)


def paint_kind(painter: QPainter, kind: Kind, at: QPointF, size: float = 15.0) -> None:
    """Draw the glyph of a kind around a point with the painter's pen."""
    painter.save()
    painter.translate(at)
    painter.scale(size / 16, size / 16)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x1, y1, x2, y2 in KIND_LINES[kind]:
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    if kind == "inflamed":
        painter.drawEllipse(QPointF(0, 0), INFLAMED_RADIUS, INFLAMED_RADIUS)
    painter.restore()


def paint_grade(painter: QPainter, grade: Grade, at: QPointF, size: float = ICON) -> None:
    """Draw a piece of pipe as narrow as the grade makes it around a point with the painter's pen."""
    scale, half = size / ICON, _HALF[grade]
    for side in (-1, 1):
        points = ((6.5, -9.0), (6.5, -3.0), (half, -4.0), (half, 0.0), (half, 4.0), (6.5, 3.0), (6.5, 9.0))
        placed = [QPointF(at.x() + side * x * scale, at.y() + y * scale) for x, y in points]
        wall = QPainterPath(placed[0])
        wall.cubicTo(*placed[1:4])
        wall.cubicTo(*placed[4:])
        painter.drawPath(wall)


def _icon(paint: object, ink: str, ink_on: str) -> QIcon:
    icon = QIcon()
    for state, color in ((QIcon.State.Off, ink), (QIcon.State.On, ink_on)):
        for ratio in (1.0, 2.0):
            pixmap = QPixmap(QSize(ICON, ICON) * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor(color), 1.9)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            paint(painter)  # type: ignore[operator]
            painter.end()
            icon.addPixmap(pixmap, QIcon.Mode.Normal, state)
    return icon
