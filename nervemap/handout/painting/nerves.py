"""Paints nerves as rounded strokes, and the sites on them as rings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from nervemap.anatomy.scene import Ring, Stroke
from nervemap.content.model import Grade, Side
from nervemap.handout.painting.ink import faded, polygon, round_pen
from nervemap.palette import Palette

_GRADE_SHARE: dict[Grade, float] = {"none": 0.0, "mild": 0.4, "moderate": 0.65, "severe": 0.9}


def paint_strokes(
    painter: QPainter, strokes: Sequence[Stroke], palette: Palette, lit: Mapping[tuple[str, Side], float]
) -> None:
    """Nerves as rounded strokes with a thin casing; `lit` says how strongly each (nerve, side) shows, 0 to 1.

    What lies deep has less of both, as if seen through glass. Painted with `Source`, so that stretches that overlap
    never add up to dark beads: give it a clear layer of its own.
    """
    painter.setBrush(Qt.BrushStyle.NoBrush)
    own: dict[tuple[str, Side], list[tuple[Stroke, list[_Run]]]] = {}
    for stroke in strokes:
        own.setdefault((stroke.nerve, stroke.side), []).append((stroke, _runs(stroke)))
    for key in sorted(own, key=lambda one: lit.get(one, 0.0)):
        strength = lit.get(key, 0.0)
        if strength >= 1.0:
            _glow(painter, own[key], palette)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for _, runs in own[key]:
            _draw(painter, runs, palette.casing, 1.8, strength)
        for stroke, runs in own[key]:
            _draw(painter, runs, stroke_color(stroke, palette), 0.0, strength)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


_GLOW, _MOST_GLOW_PX = ((2.4, 0.13), (1.0, 0.22)), 6.0
"""The light about the chosen nerve: how much wider than it (a share of its width, up to so many px), and how strong."""


def _glow(painter: QPainter, own: Iterable[tuple[Stroke, list[_Run]]], palette: Palette) -> None:
    """Each stretch is one path, so that its runs do not add up to beads."""
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    for share, strength in _GLOW:
        for stroke, _ in own:
            line = QPainterPath()
            line.addPolygon(polygon(stroke.points))
            width = float(stroke.width.max())
            across = width + share * min(width, _MOST_GLOW_PX) + 1.5
            painter.strokePath(line, round_pen(faded(stroke_color(stroke, palette), strength), across))


class _Run(NamedTuple):
    """A run of a stroke with nearly the same width (px) and opacity."""

    line: QPolygonF
    width: float
    opacity: float


def _runs(stroke: Stroke) -> list[_Run]:
    look = np.round(stroke.opacity * 10).astype(int) * 1000 + np.round(stroke.width * 2).astype(int)
    starts = [0, *(np.flatnonzero(np.diff(look)) + 1).tolist(), len(look)]
    points = [QPointF(x, y) for x, y in stroke.points.tolist()]
    return [
        _Run(QPolygonF(points[start : end + 1]), float(stroke.width[start]), float(stroke.opacity[start]))
        for start, end in pairwise(starts)
        if len(points) - start > 1
    ]


def _draw(painter: QPainter, runs: Iterable[_Run], color: str, wider: float, strength: float) -> None:
    ink = QColor(color)
    for run in runs:
        ink.setAlphaF(min(max(run.opacity * strength, 0.0), 1.0))
        painter.setPen(round_pen(ink, run.width + wider))
        painter.drawPolyline(run.line)


def stroke_color(stroke: Stroke, palette: Palette) -> str:
    """The colour of the nerve that owns a stretch; what several share has the trunk's."""
    if stroke.owner == "nerve":
        return palette.nerve_color(stroke.owner_id)
    return palette.nerve_color("sciatic" if stroke.owner == "cord" else stroke.trunk)


def paint_rings(
    painter: QPainter,
    rings: Iterable[Ring],
    palette: Palette,
    grades: Mapping[str, Grade],
    chosen: str | None,
    *,
    large: bool = False,
) -> None:
    """Sites as small rings; a crimped one closes with its grade. It is larger, and so is the chosen one, or all."""
    for ring in sorted(rings, key=lambda one: (one.site == chosen, grades.get(one.site, "none") != "none")):
        grade = grades.get(ring.site, "none")
        radius = max(ring.radius * 1.35, 6.0) if large or ring.site == chosen else ring.radius
        radius = max(radius, 4.5) if grade != "none" else radius
        centre = QPointF(ring.x, ring.y)
        shown = max(ring.opacity, 0.75)
        color = palette.attention if grade != "none" else palette.text
        painter.setBrush(faded(palette.casing, shown))
        painter.setPen(QPen(faded(color, shown), 2.0 if ring.site == chosen else 1.4))
        painter.drawEllipse(centre, radius, radius)
        if grade != "none":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(palette.attention, shown))
            pinch = radius * _GRADE_SHARE[grade]
            painter.drawEllipse(centre, pinch, pinch)
