"""What can be recorded at one moment: a word at the left, its answers beside it, line by line."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from nervemap.ui.theme import GRID, TOUCH
from nervemap.ui.widgets import Text


class RecordLines(QWidget):
    """Lines whose words share one width, at any size of text; each line can be hidden."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, tuple[Text, QWidget]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)

    def add(self, key: str, label: str, widget: QWidget) -> None:
        """Add a line below the others."""
        words = Text(label)
        words.setMinimumHeight(TOUCH)
        at = len(self._lines)
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, at, 1)
        self._lines[key] = words, widget
        self._keep_width()

    def show_only(self, keys: Collection[str]) -> None:
        """Show these lines, in the order in which they were added."""
        for key, (words, widget) in self._lines.items():
            words.setVisible(key in keys)
            widget.setVisible(key in keys)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._keep_width()
        super().changeEvent(event)

    def _keep_width(self) -> None:
        width = self.fontMetrics().horizontalAdvance("Strength, 0 to 10") + GRID
        for words, _ in self._lines.values():
            words.setFixedWidth(width)
