"""What lies over a body that moves: the same areas and nerves as at rest, drawn plainly, as quick as the hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nervemap.anatomy.outlines import Keys
from nervemap.anatomy.scene import Stroke
from nervemap.handout.map_picture import QUIET
from nervemap.handout.painting.areas import Tint
from nervemap.handout.painting.ink import faded, polygon, round_pen
from nervemap.handout.painting.nerves import stroke_color
from nervemap.palette import Palette
from nervemap.ui.map_frame import Lit

_HATCH_PX = 8


def paint_tints(painter: QPainter, keys: Keys, tints: Mapping[int, Tint], factor: float) -> None:
    """Areas of a mosaic in one pass over its pixels, whose number is all that counts; `factor` of its px are one px."""
    height, width = keys.shape
    inks = np.zeros((max(tints, default=0) + 2, 4), np.float32)
    strength = np.zeros((3, len(inks)), np.float32)
    for key, tint in tints.items():
        color = QColor(tint.color)
        inks[key + 1] = color.blueF(), color.greenF(), color.redF(), 1.0
        strength[:, key + 1] = tint.ground, tint.border, tint.hatch
    known = np.where(keys < len(inks) - 1, keys, 0) + 1
    shown = np.flatnonzero(strength[0].take(known))
    if not len(shown):
        return
    flat = known.ravel()
    own = flat[shown]
    row, column = shown // width, shown % width
    edge = np.zeros(len(shown), np.bool_)
    for beside, there in ((1, column < width - 1), (-1, column > 0), (width, row < height - 1), (-width, row > 0)):
        edge |= there & (flat.take(np.clip(shown + beside, 0, len(flat) - 1)) != own)
    hatched = (row + column) % max(round(_HATCH_PX * factor), 2) == 0
    alpha = np.where(edge, strength[1, own], np.maximum(strength[0, own], hatched * strength[2, own]))
    pixels = np.zeros((height * width, 4), np.uint8)
    pixels[shown] = inks[own] * (255 * alpha)[:, None]
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(QRectF(0, 0, width, height), image)


def paint_nerves_plainly(painter: QPainter, strokes: Iterable[Stroke], palette: Palette, lit: Lit) -> None:
    """Nerves in one go each; the quiet ones as hairlines, which take no time."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke in strokes:
        strength = lit.get((stroke.nerve, stroke.side), 0.0)
        middle = len(stroke.points) // 2
        ink = faded(stroke_color(stroke, palette), strength * float(stroke.opacity[middle]))
        if strength > QUIET:
            painter.setPen(round_pen(ink, float(stroke.width[middle])))
        else:
            painter.setPen(QPen(ink, 0.0))
        painter.drawPolyline(polygon(stroke.points))
