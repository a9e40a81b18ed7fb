"""The bundled fonts, made known to Qt."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from nervemap import resources


def load_fonts() -> None:
    """Make them known; where a file is missing the system's own sans-serif is used."""
    for file in sorted((resources.folder("assets") / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
