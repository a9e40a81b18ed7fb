"""Panels as tests show them, and what can be read in them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

Shown = TypeVar("Shown", bound=QWidget)


def in_sight(widget: Shown, qtbot: QtBot, width: int = 620, height: int = 740) -> Shown:
    """A widget on the screen, which goes when the test ends."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def words(widget: QWidget) -> str:
    """What can be read in it."""
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))
