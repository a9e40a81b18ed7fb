"""Draw the pictures of the icon in their sizes, after its drawing was changed.

    python3 packaging/icons.py

Needs Qt: start it with the Python of the environment. 24 pixels and less have a drawing of their own.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "assets/icons"
SIZES = (16, 24, 32, 48, 64, 128, 256)
SMALL = 24


def drawn(size: int) -> QImage:
    """The icon at this size in pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICONS / ("nervemap-small.svg" if size <= SMALL else "nervemap.svg"))).render(painter)
    painter.end()
    return image


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication([])
    for size in SIZES:
        drawn(size).save(str(ICONS / f"nervemap-{size}.png"))
