"""Paints the pipe: a nerve with sheath and highlight, pinched at its crimps, its bundles thinner for what is lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF

from nervemap.content.model import Kind
from nervemap.handout.pipe_picture import RADIUS, Bundle, SiteRing, Tube
from nervemap.palette import Palette
from nervemap.ui.pipe_icons import paint_kind

Line = NDArray[np.float64]
_STOPS = 24

# Light from the left across a tube (0 is its left edge, 1 its right one), and its short form for one that bends.
_LIGHT = ((0.0, 0, 56), (0.1, 0, 0), (0.11, 255, 0), (0.28, 255, 120), (0.46, 255, 0), (0.47, 0, 0), (1.0, 0, 96))
_BANDS = ((0.55, 1.0, QColor(0, 0, 0, 50)), (-0.6, -0.25, QColor(255, 255, 255, 96)))


def paint_tubes(painter: QPainter, palette: Palette, tubes: Sequence[Tube]) -> None:
    """Draw strands, in the order given."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for tube in tubes:
        _paint_sheath(painter, palette, tube)
        for bundle in tube.bundles:
            _paint_bundle(painter, palette, tube, bundle)
        _paint_light(painter, tube)
    painter.restore()


def paint_beads(painter: QPainter, tubes: Sequence[Tube], pulse: float) -> None:
    """Light that runs along each bundle, at one pace; `pulse` from 0 to 1 moves it by one gap."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for tube in tubes:
        for bundle in tube.bundles:
            _paint_beads(painter, tube.y, bundle, pulse)
    painter.restore()


def paint_ring(
    painter: QPainter, palette: Palette, ring: SiteRing, kind: Kind | None, *, selected: bool, hovered: bool
) -> None:
    """Draw the ring of a site: the front half stands before the nerve; a crimp makes it strong and shows its kind."""
    strong = ring.grade != "none"
    color = palette.mark if strong else palette.accent if selected or hovered else palette.muted
    box = QRectF(ring.left, ring.y - 4, ring.right - ring.left, 8)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    wide = 3.6 if selected or (strong and hovered) else 3.0 if strong else 2.6 if hovered else 1.4
    painter.setPen(QPen(QColor(color), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(box, 180 * 16, 180 * 16)
    painter.setPen(QPen(QColor(color), 1))
    painter.setOpacity(0.45)
    painter.drawArc(box, 0, 180 * 16)
    painter.setOpacity(1.0)
    if strong and kind:
        at = QPointF(ring.right + 14, ring.y)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.base))
        painter.drawEllipse(at, 9.5, 9.5)
        painter.setPen(QPen(QColor(palette.mark), 1.5))
        paint_kind(painter, kind, at, 13)
    painter.restore()


def paint_end(painter: QPainter, palette: Palette, tube: Tube, label: str) -> None:
    """The fine twigs in which a nerve ends, and how much comes through there."""
    x, y = float(tube.x[-1]), float(tube.y[-1])
    left = float(tube.bundles[0].left[-1]) if tube.bundles else 1.0
    nerve = tube.bundles[0].nerve if tube.bundles else tube.owner
    pen = QPen(_mix(palette.rim, palette.nerve_color(nerve), 0.15 + 0.85 * left), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    size = float(tube.radius[0]) / RADIUS + 0.25 if len(tube.radius) else 1.0
    size = min(1.0, max(0.45, size))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    for side in (-1.0, -0.45, 0.1, 0.6, 1.1):
        twig = QPainterPath(QPointF(x + side * 2.5 * size, y - 2))
        twig.cubicTo(
            x + side * 4 * size, y + 7 * size, x + side * 11 * size, y + 7 * size, x + side * 12 * size, y + 15 * size
        )
        painter.drawPath(twig)
    if label:
        width = painter.fontMetrics().horizontalAdvance(label) + 6
        box = QRectF(x - width / 2, y + 15 * size, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.base))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(palette.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)
    painter.restore()


def _paint_sheath(painter: QPainter, palette: Palette, tube: Tube) -> None:
    edge = _mix(palette.sheath, palette.rim, 0.6)
    outline = _closed(tube.x - tube.radius, tube.x + tube.radius, tube.y)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.sheath))
    painter.drawPolygon(outline)
    painter.setPen(QPen(edge, 1))
    painter.drawPolyline(_points(tube.x - tube.radius, tube.y))
    painter.drawPolyline(_points(tube.x + tube.radius, tube.y))


def _paint_light(painter: QPainter, tube: Tube) -> None:
    """Make it round: light over sheath and bundles."""
    painter.setPen(Qt.PenStyle.NoPen)
    if float(np.ptp(tube.x)) > 1:
        for start, end, color in _BANDS:
            painter.setBrush(color)
            painter.drawPolygon(_closed(tube.x + start * tube.radius, tube.x + end * tube.radius, tube.y))
        return
    x, half = float(tube.x[0]), float(tube.radius.max())
    light = QLinearGradient(x - half, 0, x + half, 0)
    for at, tone, strength in _LIGHT:
        light.setColorAt(at, QColor(tone, tone, tone, strength))
    painter.setBrush(light)
    painter.drawPolygon(_closed(tube.x - tube.radius, tube.x + tube.radius, tube.y))


def _paint_bundle(painter: QPainter, palette: Palette, tube: Tube, bundle: Bundle) -> None:
    color = palette.nerve_color(bundle.nerve)
    y = tube.y
    flow = QLinearGradient(0, float(y[0]), 0, float(y[-1]))
    length = max(float(y[-1] - y[0]), 1.0)
    for index in np.unique(np.linspace(0, len(y) - 1, _STOPS).astype(int)):
        at = (float(y[index]) - float(y[0])) / length
        flow.setColorAt(min(at, 1.0), _mix(palette.rim, color, 0.15 + 0.85 * float(bundle.left[index])))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(flow)
    painter.drawPolygon(_closed(bundle.x - bundle.half, bundle.x + bundle.half, y))
    painter.setPen(QPen(QColor(255, 255, 255, 62), 1))
    for share, phase in ((-0.4, 0.0), (0.36, 2.2)):
        if float(bundle.half.max()) > 3:
            painter.drawPolyline(_points(bundle.x + share * bundle.half + 0.6 * np.sin(y / 13 + phase), y))


def _paint_beads(painter: QPainter, y: Line, bundle: Bundle, pulse: float) -> None:
    """Bright beads that run along at one pace: what passes is the same all along a steady pipe."""
    painter.setPen(Qt.PenStyle.NoPen)
    gap = 46.0
    first = np.ceil((float(y[0]) - pulse * gap) / gap)
    for at in np.arange(first * gap + pulse * gap, float(y[-1]), gap):
        x, half = float(np.interp(at, y, bundle.x)), float(np.interp(at, y, bundle.half))
        left = float(np.interp(at, y, bundle.left))
        painter.setBrush(QColor(255, 255, 255, int(40 + 150 * left)))
        painter.drawEllipse(QPointF(x, at), max(1.0, half * 0.45), 4.5)


def _closed(left: Line, right: Line, y: Line) -> QPolygonF:
    return _points(np.concatenate([left, right[::-1]]), np.concatenate([y, y[::-1]]))


def _points(x: Line, y: Line) -> QPolygonF:
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])


def _mix(one: str, other: str, share: float) -> QColor:
    """`share` of the other colour in the one."""
    a, b = QColor(one), QColor(other)
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )
