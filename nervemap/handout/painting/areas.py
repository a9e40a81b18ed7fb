"""Paints areas of the skin: marked, selected, felt, under the pointer or at the keys, with their glyphs and points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from nervemap.handout.glyphs import GLYPH_PX, GLYPHS, Placed, lines_at
from nervemap.handout.painting.ink import faded, polygon, round_pen
from nervemap.palette import Palette
from nervemap.reasoning.findings import Direction


class Tint(NamedTuple):
    """How an area looks: its colour, and how strong its ground, its border and its hatch are, 0 to 1."""

    color: str
    ground: float
    border: float
    hatch: float = 0.0


def mark_tint(palette: Palette, *, hatched: bool) -> Tint:
    """An area that is marked; hatched where no glyphs tell so too."""
    return Tint(palette.mark, 0.20, 0.9, 0.40) if hatched else Tint(palette.mark, 0.24, 0.9)


def selected_tint(palette: Palette) -> Tint:
    """An area that is looked at."""
    return Tint(palette.accent, 0.10, 0.75)


def felt_tint(direction: Direction, palette: Palette) -> Tint:
    """An area where something could be felt."""
    ground = {"here": 0.34, "below": 0.22, "above": 0.10}[direction]
    return Tint(felt_color(direction, palette), ground, 0.85)


def area_path(lines: Sequence[NDArray[np.float64]]) -> QPainterPath:
    """Closed lines as one path; an area within another is a hole."""
    path = QPainterPath()
    for line in lines:
        path.addPolygon(polygon(line))
        path.closeSubpath()
    return path


def paint_hover(painter: QPainter, path: QPainterPath, palette: Palette) -> None:
    """A light tint."""
    painter.fillPath(path, faded(palette.accent, 0.16))


def paint_selected(painter: QPainter, path: QPainterPath, palette: Palette) -> None:
    """A light tint and a quiet border."""
    tint = selected_tint(palette)
    painter.fillPath(path, faded(tint.color, tint.ground))
    painter.strokePath(path, QPen(faded(tint.color, tint.border), 1.2))


def paint_marked(
    painter: QPainter, path: QPainterPath, palette: Palette, glyphs: Sequence[Placed] = (), size: float = GLYPH_PX
) -> None:
    """A clear tint, a fine border, and a hatch or the glyphs of what is felt: colour is never the only sign."""
    tint = mark_tint(palette, hatched=not glyphs)
    painter.fillPath(path, faded(tint.color, tint.ground))
    if tint.hatch:
        painter.fillPath(path, QBrush(faded(tint.color, tint.hatch), Qt.BrushStyle.BDiagPattern))
    painter.strokePath(path, QPen(faded(tint.color, tint.border), 1.3))
    paint_glyphs(painter, glyphs, palette.mark, palette, size)


def paint_felt(
    painter: QPainter, path: QPainterPath, direction: Direction, glyphs: Sequence[Placed], palette: Palette
) -> None:
    """Where something could be felt, seen from where it comes: told apart by tint, by border and by glyphs."""
    tint = felt_tint(direction, palette)
    painter.fillPath(path, faded(tint.color, tint.ground))
    pen = QPen(faded(tint.color, tint.border), 2.0 if direction == "here" else 1.2)
    if direction == "above":
        pen.setDashPattern([4.0, 3.0])
    painter.strokePath(path, pen)
    paint_glyphs(painter, glyphs, tint.color, palette)


def felt_color(direction: Direction, palette: Palette) -> str:
    """The colour of what is felt here, below or above."""
    return palette.attention if direction == "here" else palette.accent if direction == "below" else palette.text


def paint_glyphs(
    painter: QPainter, glyphs: Iterable[Placed], color: str, palette: Palette, size: float = GLYPH_PX
) -> None:
    """Glyphs as lines with a thin casing, so that they can be read on any tint."""
    drawn = [(one, [QPolygonF([QPointF(*point) for point in line]) for line in lines_at(one, size)]) for one in glyphs]
    thin = size / GLYPH_PX
    for ink, width in ((faded(palette.casing, 0.75), 3.2 * thin), (QColor(color), 1.5 * thin)):
        painter.setPen(round_pen(ink, width))
        for one, lines in drawn:
            filled = GLYPHS[one.kind].filled
            painter.setBrush(ink if filled else Qt.BrushStyle.NoBrush)
            for line in lines:
                if filled:
                    painter.drawPolygon(line)
                else:
                    painter.drawPolyline(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_focus(painter: QPainter, path: QPainterPath, palette: Palette) -> None:
    """The area that the keyboard is at: a wide pale line with a dashed dark one in it, unlike a mark."""
    painter.strokePath(path, round_pen(QColor(palette.casing), 6.0))
    pen = QPen(QColor(palette.focus), 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
    pen.setDashPattern([3.0, 1.2])
    painter.strokePath(path, pen)


def paint_point(painter: QPainter, x: float, y: float, palette: Palette) -> None:
    """The exact point of a mark."""
    painter.setPen(QPen(QColor(palette.casing), 2.0))
    painter.setBrush(QColor(palette.mark))
    painter.drawEllipse(QPointF(x, y), 5.0, 5.0)
