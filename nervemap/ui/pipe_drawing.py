"""The pipe as a picture: a nerve with sheath and highlight, pinched at its crimps, thinner for what is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from nervemap.content.model import Grade
from nervemap.palette import Palette

RADIUS = 17.0  # px, outside of the sheath
_PINCH: dict[Grade, float] = {"none": 0.0, "mild": 0.24, "moderate": 0.46, "severe": 0.68}
_REACH = 9.0  # px, how far a pinch is felt along the sheath
_STEP = 2.0  # px between the points of an outline


@dataclass(frozen=True)
class Ring:
    """A site on the pipe: its height in px, its grade, what is left after it (fraction of 1)."""

    y: float
    grade: Grade
    left: float


def spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Centres for labels as near as possible to where they are wanted (ascending) without overlap.

    Neighbours that would overlap are moved together as one block, so that the order and the least distance are kept
    (pool adjacent violators). All within `top` and `bottom` when they fit there.
    """
    blocks: list[tuple[float, float, float]] = []  # start of the block, weighted wish for it, number of members
    sizes: list[float] = []
    for want, height in zip(wanted, heights, strict=True):
        block = (want - height / 2, 1.0, height)
        while blocks and blocks[-1][0] + blocks[-1][2] > block[0]:
            start, count, size = blocks.pop()
            # In the joined block the later part stands `size` below the start of the earlier one.
            joined = (start * count + (block[0] - size) * block[1]) / (count + block[1])
            block = (joined, count + block[1], size + block[2])
        blocks.append(block)
        sizes.append(height)
    tops: list[float] = []
    index = 0
    for start, count, _ in blocks:
        for _ in range(int(count)):
            tops.append(start)
            start += sizes[index]
            index += 1
    edge = top
    for i, size in enumerate(sizes):
        tops[i] = edge = max(tops[i], edge)
        edge += size
    edge = bottom
    for i in range(len(sizes) - 1, -1, -1):
        tops[i] = min(tops[i], edge - sizes[i])
        edge = tops[i]
    return [start + size / 2 for start, size in zip(tops, sizes, strict=True)]


def radius_at(y: float, rings: Sequence[Ring]) -> float:
    """Half the width of the sheath at a height: full, but for the pinches of the crimps near it."""
    pinch = max((_PINCH[r.grade] * exp(-(((y - r.y) / _REACH) ** 2)) for r in rings), default=0.0)
    return RADIUS * (1 - pinch)


def left_at(y: float, rings: Sequence[Ring]) -> float:
    """What is left at a height (fraction of 1), eased over each crimp so that the picture has no steps."""
    left = 1.0
    for ring in rings:
        blend = min(1.0, max(0.0, (y - ring.y + _REACH) / (2 * _REACH)))
        left += (ring.left - left) * blend
    return left


def paint_pipe(
    painter: QPainter, palette: Palette, color: str, x: float, top: float, bottom: float, rings: Sequence[Ring]
) -> None:
    """Draw the nerve from `top` (brain) to `bottom` (its end) around the vertical line `x`; all in logical px."""
    heights = _heights(top, bottom)
    sheath = _tube(x, heights, [_taper(y, bottom) * radius_at(y, rings) for y in heights])
    core_width = [_taper(y, bottom) * radius_at(y, rings) * (0.16 + 0.56 * left_at(y, rings)) for y in heights]
    core = _tube(x, heights, core_width)

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _endings(painter, palette, color, x, bottom, rings[-1].left if rings else 1.0)
    painter.setPen(QPen(_mix(palette.sheath, palette.rim, 0.55), 1))
    painter.setBrush(_round(x, RADIUS, palette.sheath, palette))
    painter.drawPath(sheath)

    flow = QLinearGradient(0, top, 0, bottom)
    for y in heights[:: max(1, len(heights) // 120)]:
        flow.setColorAt((y - top) / (bottom - top), _mix(palette.rim, color, 0.15 + 0.85 * left_at(y, rings)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(flow)
    painter.drawPath(core)

    # Bundles: fine wavy lines within the core, closer together where it is thin.
    painter.setClipPath(core)
    for share, phase in ((-0.55, 0.0), (-0.12, 1.7), (0.34, 3.1), (0.7, 4.4)):
        line = QPainterPath()
        for y, width in zip(heights, core_width, strict=True):
            point = QPointF(x + width * share + 0.7 * sin(y / 13 + phase), y)
            line.lineTo(point) if line.elementCount() else line.moveTo(point)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 70), 1))
        painter.drawPath(line)
    painter.setClipping(False)

    shine = QLinearGradient(x - RADIUS, 0, x + RADIUS, 0)
    for at, alpha in ((0.0, 0), (0.22, 20), (0.34, 110), (0.46, 20), (1.0, 0)):
        shine.setColorAt(at, QColor(255, 255, 255, alpha))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shine)
    painter.drawPath(sheath)
    painter.restore()


def paint_ring(painter: QPainter, palette: Palette, x: float, ring: Ring, *, selected: bool) -> None:
    """Draw the ring of a site: the front half stands before the nerve; a crimp makes it strong."""
    strong = ring.grade != "none"
    color = palette.accent if selected else palette.mark if strong else palette.muted
    half = RADIUS * (1 - _PINCH[ring.grade]) + (3 if strong else 4)
    box = QRectF(x - half, ring.y - 4, 2 * half, 8)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(QColor(color), 3.2 if strong or selected else 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    )
    painter.drawArc(box, 180 * 16, 180 * 16)
    painter.setPen(QPen(QColor(color), 1))
    painter.setOpacity(0.45)
    painter.drawArc(box, 0, 180 * 16)
    painter.restore()


def _heights(top: float, bottom: float) -> list[float]:
    count = max(2, round((bottom - top) / _STEP))
    return [top + (bottom - top) * i / count for i in range(count + 1)]


def _taper(y: float, bottom: float) -> float:
    """A nerve grows thinner towards its end: the last part narrows to a third."""
    return min(1.0, 0.35 + (bottom - y) / 90)


def _tube(x: float, heights: Sequence[float], widths: Sequence[float]) -> QPainterPath:
    path = QPainterPath()
    path.moveTo(x - widths[0], heights[0])
    path.cubicTo(x - widths[0], heights[0] - 14, x + widths[0], heights[0] - 14, x + widths[0], heights[0])
    for y, width in zip(heights, widths, strict=True):
        path.lineTo(x + width, y)
    for y, width in zip(reversed(heights), reversed(widths), strict=True):
        path.lineTo(x - width, y)
    path.closeSubpath()
    return path


def _round(x: float, radius: float, color: str, palette: Palette) -> QLinearGradient:
    """The light on a round sheath: darker at both edges, brightest left of the middle."""
    gradient = QLinearGradient(x - radius, 0, x + radius, 0)
    for at, share in ((0.0, 0.45), (0.3, 0.0), (0.6, 0.08), (1.0, 0.6)):
        gradient.setColorAt(at, _mix(color, palette.rim, share))
    return gradient


def _endings(painter: QPainter, palette: Palette, color: str, x: float, bottom: float, left: float) -> None:
    """The fine twigs in which the nerve ends."""
    pen = QPen(_mix(palette.rim, color, 0.15 + 0.85 * left), 2.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    for side in (-1.0, -0.45, 0.1, 0.6, 1.1):
        twig = QPainterPath(QPointF(x + side * 2.5, bottom - 2))
        twig.cubicTo(x + side * 4, bottom + 8, x + side * 12, bottom + 8, x + side * 13, bottom + 18)
        painter.drawPath(twig)


def _mix(one: str, other: str, share: float) -> QColor:
    """`share` of the other colour in the one."""
    a, b = QColor(one), QColor(other)
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )
