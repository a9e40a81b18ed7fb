"""Paints the body: its shading, the shadow on the ground, and what supplies the skin as tints on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QRadialGradient

from nervemap.anatomy.outlines import Mosaic, blurred
from nervemap.anatomy.raster import Buffers
from nervemap.anatomy.shading import PORCELAIN, SLATE, SkinTone, see_through, shade
from nervemap.anatomy.views import Pane
from nervemap.palette import Palette, contrast


def skin_tone(palette: Palette) -> SkinTone:
    """Porcelain on a light ground, slate on a dark one."""
    return SLATE if contrast(palette.background, "#000000") < contrast(palette.background, "#ffffff") else PORCELAIN


def body_image(buffers: Buffers, palette: Palette, *, bones: Buffers | None = None, contour: bool = True) -> QImage:
    """The shaded body on a clear ground; of glass where `bones` are given, the buffers of the bones behind it."""
    pixels = shade(buffers, skin_tone(palette), contour=contour)
    if bones is not None:
        see_through(pixels, buffers, bones, skin_tone(palette))
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def paint_ground(painter: QPainter, panes: Iterable[Pane], palette: Palette) -> None:
    """A faint shadow under standing feet."""
    for pane in panes:
        if pane.feet or pane.rotation[1, 2] < 0.5:
            continue
        foot = pane.project(np.array([[0.0 if not pane.side else pane.side * 88.0, 40.0, 0.0]]))[0]
        across = (250 if not pane.side else 190) * pane.scale
        high = max(14 * pane.scale, 130 * pane.scale * float(abs(pane.rotation[2, 2])))
        painter.save()
        painter.translate(float(foot[0]), float(foot[1]))
        painter.scale(1.0, high / across)
        glow = QRadialGradient(QPointF(0, 0), across)
        dark = QColor(palette.shadow)
        dark.setAlpha(190)
        glow.setColorAt(0.0, dark)
        dark.setAlpha(0)
        glow.setColorAt(1.0, dark)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(glow))
        painter.drawEllipse(QPointF(0, 0), across, across)
        painter.restore()


_SUPPLY_TINT, _SUPPLY_STEP = 0.37, 2


def supply_image(mosaic: Mosaic, colors: Mapping[int, str], body: QImage) -> QImage:
    """The areas of skin nerves or roots as tints that run into one another, where and as fine as the `body` is.

    They are found coarser than the mosaic, by its keys and their colours, as they have no fine detail.
    """
    some = mosaic.keys[::_SUPPLY_STEP, ::_SUPPLY_STEP]
    table = np.zeros((max(colors, default=0) + 2, 4), np.float32)
    for key, color in colors.items():
        ink = QColor(color)
        table[key + 1] = ink.blueF(), ink.greenF(), ink.redF(), 1.0
    radius = max(round(mosaic.soft / 2 / _SUPPLY_STEP), 1)
    share = np.maximum(blurred((some >= 0).astype(np.float32), radius), 1e-3)
    layers = [blurred(table[some + 1, channel], radius) / share for channel in range(4)]
    pixels = (np.clip(np.stack(layers, axis=-1), 0, 1) * (255 * _SUPPLY_TINT)).astype(np.uint8)
    height, width = some.shape
    tints = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    cut = QImage(body.size(), QImage.Format.Format_ARGB32_Premultiplied)
    cut.fill(Qt.GlobalColor.transparent)
    painter = QPainter(cut)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(cut.rect()), tints)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, body)
    painter.end()
    return cut
