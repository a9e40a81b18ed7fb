"""How the jointed figure is painted: the map's porcelain or slate, softly lit, from flat outlines.

Each layer (far leg, body, arm) is first drawn small and blurred; the blur is read as a height, and the height is lit.
The small picture then fills the outlines at full size, so that edges stay sharp and a frame costs a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from nervemap.anatomy.figure import Points, Posed
from nervemap.anatomy.shading import PORCELAIN, SLATE, SkinTone
from nervemap.palette import Palette

COARSE_MM = 7.0  # one pixel of the small picture
MOVING_MM = 15.0  # the same on the move
PATH_MM = 20.0  # from one point of the drawn path to the next; nearer ones make it tremble
BLUR_MM = 34.0
_LIGHT = np.array([-0.40, -0.52, 0.75], np.float32)
_STEEP = 2.6
_FAR = 0.80  # the far leg is this much darker


def tone_of(palette: Palette) -> SkinTone:
    """The tones in which the map paints the body."""
    return PORCELAIN if palette.scheme == "light" else SLATE


def paint_figure(
    painter: QPainter, posed: Posed, palette: Palette, to_view: QTransform, nerve: str, *, sharp: bool = True
) -> None:
    """Paint the body and in it the neural path; `to_view` leads from millimetres to the painter.

    Not `sharp`: coarser light and no contour, for a figure on the move.
    """
    tone = tone_of(palette)
    for parts, far in ((posed.far_leg, True), (posed.body, False), (posed.arm, False)):
        _paint_layer(painter, parts, tone, to_view, _FAR if far else 1.0, sharp)
    _paint_path(painter, posed.path, palette, to_view, nerve, sharp)


def _paint_layer(
    painter: QPainter, parts: Sequence[Points], tone: SkinTone, to_view: QTransform, dark: float, sharp: bool
) -> None:
    grain = COARSE_MM if sharp else MOVING_MM
    shape, small, to_mm = _layer(tuple(part.tobytes() for part in parts), tone, dark, grain)
    shape = to_view.map(shape)
    brush = QBrush(small)
    brush.setTransform(to_mm * to_view)
    if sharp:
        rim = QColor.fromRgbF(*(channel * dark for channel in tone.contour))
        rim.setAlphaF(0.55)
        pen = QPen(rim, max(2.0, 6.4 * to_view.m11()))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(shape, pen)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillPath(shape, brush)


@lru_cache(maxsize=8)  # a leg that rests while another part moves is lit once
def _layer(
    outlines: tuple[bytes, ...], tone: SkinTone, dark: float, grain: float
) -> tuple[QPainterPath, QImage, QTransform]:
    """A layer in millimetres: its shape, its small lit picture, and the way from pixels of that to millimetres."""
    parts = [np.frombuffer(outline).reshape(-1, 2) for outline in outlines]
    polygons = [_polygon(part) for part in parts]
    low = np.floor(np.min([part.min(axis=0) for part in parts], axis=0) - 2 * BLUR_MM)
    high = np.max([part.max(axis=0) for part in parts], axis=0) + 2 * BLUR_MM
    shape = QPainterPath()
    shape.setFillRule(Qt.FillRule.WindingFill)
    for polygon in polygons:
        shape.addPolygon(polygon)
        shape.closeSubpath()
    small = _lit(_mask(polygons, low, high, grain), tone, dark, grain)
    return shape, small, QTransform(grain, 0, 0, -grain, float(low[0]), float(high[1]))


def _mask(polygons: Sequence[QPolygonF], low: Points, high: Points, grain: float) -> NDArray[np.float32]:
    """The parts in white on black, one pixel for `grain` millimetres, row 0 at the top."""
    width, height = (int(np.ceil(extent / grain)) for extent in high - low)
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setTransform(QTransform(1 / grain, 0, 0, -1 / grain, -low[0] / grain, high[1] / grain))
    painter.setBrush(Qt.GlobalColor.white)
    painter.setPen(Qt.PenStyle.NoPen)
    for polygon in polygons:
        painter.drawPolygon(polygon)
    painter.end()
    bits = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())[:, :width]
    mask: NDArray[np.float32] = bits.astype(np.float32)
    mask /= 255
    return mask


def _lit(mask: NDArray[np.float32], tone: SkinTone, dark: float, grain: float) -> QImage:
    """The blurred mask read as a height and lit from above and the front."""
    height = _blurred(mask, max(1, round(BLUR_MM / grain / 2)))
    down, right = (slope * np.float32(COARSE_MM / grain) for slope in np.gradient(height))
    slope = np.sqrt((_STEEP * down) ** 2 + (_STEEP * right) ** 2 + 1)
    light = (-_STEEP * (right * _LIGHT[0] + down * _LIGHT[1]) + _LIGHT[2]) / slope
    light = np.clip(0.18 + 1.05 * light, 0, 1)[..., None]
    edge = np.clip(1.9 - 1.9 * height, 0, 1)[..., None] ** 2
    skin, shade, rim = (np.array(color, np.float32) for color in (tone.skin, tone.shade, tone.rim))
    color = shade + (skin - shade) * light
    color += (rim - color) * 0.45 * edge
    rows, columns = mask.shape
    bytes_ = np.empty((rows, columns, 4), np.uint8)
    bytes_[..., :3] = np.clip(color[..., ::-1] * (255 * dark), 0, 255)
    bytes_[..., 3] = 255
    return QImage(bytes_.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def _blurred(mask: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    """Two box blurs each way: close to a bell. There is nothing at the edges of the picture."""
    for axis in (0, 1, 0, 1):
        turned = mask if axis == 0 else mask.T
        total = turned.copy()
        for by in range(1, radius + 1):
            total[by:] += turned[:-by]
            total[:-by] += turned[by:]
        total /= 2 * radius + 1
        mask = total if axis == 0 else total.T
    return mask


def _paint_path(
    painter: QPainter, path: Points, palette: Palette, to_view: QTransform, nerve: str, sharp: bool
) -> None:
    """The neural path from head to toe: a rounded stroke with a light casing, on the move without rounded bends."""
    points = to_view.map(_polygon(rounded(path)))
    line = smooth(points) if sharp else _straight(points)
    width = max(3.0, 12.0 * to_view.m11())
    for color, wide in ((palette.casing, width + max(2.0, 7.0 * to_view.m11())), (palette.nerve_color(nerve), width)):
        pen = QPen(QColor(color), wide)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if sharp else Qt.PenJoinStyle.BevelJoin)
        painter.strokePath(line, pen)


def rounded(path: Points) -> Points:
    """The path in even steps, its corners rounded as a nerve runs; both ends stay."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    even = np.linspace(0, along[-1], max(3, round(along[-1] / PATH_MM) + 1))
    points = np.column_stack([np.interp(even, along, path[:, axis]) for axis in (0, 1)])
    for _ in range(2):
        points[1:-1] = (points[:-2] + 2 * points[1:-1] + points[2:]) / 4
    return points


def smooth(points: QPolygonF) -> QPainterPath:
    """A smooth line through all points (Catmull and Rom)."""
    listed = points.toList()
    path = QPainterPath(listed[0])
    for i in range(len(listed) - 1):
        one, two = listed[i], listed[i + 1]
        before, after = listed[max(0, i - 1)], listed[min(len(listed) - 1, i + 2)]
        path.cubicTo(one + (two - before) / 6, two - (after - one) / 6, two)
    return path


def _straight(points: QPolygonF) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(points)
    return path


def paint_support(painter: QPainter, lying: str, bounds: QRectF, palette: Palette, to_view: QTransform) -> None:
    """The seat or couch under the figure (bounds of all poses, mm); lying on the side it is seen from above."""
    painter.setPen(QPen(QColor(palette.border), 1))
    painter.setBrush(QColor(palette.line))
    if lying == "side":
        painter.drawRoundedRect(to_view.mapRect(bounds.adjusted(-24, -24, 24, 24)), 8, 8)
        return
    left, right = (bounds.left() - 60, bounds.right() + 60) if lying != "sit" else (-240.0, 330.0)
    painter.drawRoundedRect(to_view.mapRect(QRectF(left, -48, right - left, 48)), 4, 4)


def _polygon(points: Points) -> QPolygonF:
    """Points (n, 2) as Qt has them, read as from a file: seven times faster than one after another."""
    stream = QDataStream(QByteArray(len(points).to_bytes(4, "big") + points.astype(">f8").tobytes()))
    polygon = QPolygonF()
    stream >> polygon
    return polygon
