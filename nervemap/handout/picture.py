"""Pictures as PNG files, painted without a window.

All sizes are logical pixels of the picture that the scene was made for.
"""

from __future__ import annotations

import os
from functools import cache

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from nervemap.handout.map_picture import MapPicture
from nervemap.handout.painting.areas import area_path, paint_marked, paint_point
from nervemap.handout.painting.body import paint_ground, supply_image
from nervemap.handout.painting.fonts import load_fonts
from nervemap.handout.painting.nerves import paint_rings, paint_strokes
from nervemap.handout.painting.words import paint_labels, paint_letters, paint_within
from nervemap.handout.svg import FAMILIES
from nervemap.palette import Palette


def map_png(picture: MapPicture, palette: Palette, shading: QImage, scale: int = 2) -> bytes:
    """A finished picture as PNG, `scale` times finer than its pixels; `shading` is its body, at any size."""
    _painting_without_screen()
    image = QImage(QSize(picture.width, picture.height) * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(palette.background))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(scale, scale)
    whole = QRectF(0, 0, picture.width, picture.height)
    paint_ground(painter, picture.panes, palette)
    painter.drawImage(whole, shading)
    for supply in picture.supply:
        colors = {key: palette.area_color(supply.layer, one) for key, one in supply.ids.items()}
        painter.drawImage(whole, supply_image(supply.mosaic, colors, shading))
    for area in picture.areas:
        if area.marked:
            paint_marked(painter, area_path(area.lines), palette, area.glyphs)
    if picture.strokes:
        layer = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
        layer.fill(0)
        ink = QPainter(layer)
        ink.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink.scale(scale, scale)
        paint_strokes(ink, picture.strokes, palette, picture.lit)
        ink.end()
        painter.drawImage(whole, layer)
    paint_rings(painter, picture.rings, palette, picture.grades, None)
    for _, x, y in picture.points:
        paint_point(painter, x, y, palette)
    painter.setFont(QFont("Inter", 10))
    paint_labels(painter, picture.labels, palette)
    paint_within(painter, picture.words, palette)
    paint_letters(painter, picture.letters, palette)
    painter.end()
    return png_bytes(image)


def png_bytes(image: QImage) -> bytes:
    """An image as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg_png(svg: str, size: tuple[int, int], scale: int = 2) -> bytes:
    """A drawing of `size` px as PNG, `scale` times finer."""
    _painting_without_screen()
    QFont.insertSubstitution(FAMILIES, "Inter")  # Qt takes the families for one name
    image = QImage(QSize(*size) * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(svg.encode()).render(painter)
    painter.end()
    return png_bytes(image)


@cache
def _painting_without_screen() -> QGuiApplication:
    """Text needs an application: without a window one that shows nothing is made, and kept."""
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        app = QGuiApplication(["nervemap"])
        load_fonts()
    return app
