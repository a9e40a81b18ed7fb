"""What the program is to Qt before any window: its name, icon, fonts and language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from nervemap import resources
from nervemap.handout.painting.fonts import load_fonts


def prepare(app: QApplication) -> None:
    """Give the application all that its windows share. Raises FileNotFoundError where the installation lacks it."""
    app.setApplicationName("nervemap")
    app.setApplicationDisplayName("nervemap")
    app.setDesktopFileName("nervemap")
    assets = resources.folder("assets")
    app.setWindowIcon(_icon(assets / "icons"))
    load_fonts()
    _translate(app, assets / "translations")


def _icon(folder: Path) -> QIcon:
    """The icon in all its sizes, as pictures: a drawing would load a module of its own at the start."""
    icon = QIcon()
    for file in folder.glob("*.png"):
        icon.addFile(str(file))
    return icon


def _translate(app: QApplication, folder: Path) -> None:
    """Let the windows speak the language asked for, where its file is there (docs/content.md)."""
    words = folder / f"nervemap_{resources.language()}.qm"
    translator = QTranslator(app)
    if words.is_file() and translator.load(str(words)):
        app.installTranslator(translator)
