"""The words beside the pointer, or beside the area that the keys are at: what lies there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QWidget

from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Text, column

_WIDEST = 34 * GRID
_BESIDE = QPoint(2 * GRID, 2 * GRID)


class MapTip(QFrame):
    """A small card that never takes the mouse and stays within its parent: a name, and lines under it.

    `off`: how much of the parent's lower right corner it keeps off, for what stands over the parent there.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._within = parent
        self.off = QSize()
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._name = Text(strong=True)
        self._lines = Text(role="muted")
        layout = column(self, margin=GRID, gap=2)
        layout.addWidget(self._name)
        layout.addWidget(self._lines)
        self.hide()

    def text(self) -> str:
        """What it says; nothing while it is hidden."""
        return "" if self.isHidden() else "\n".join(one for one in (self._name.text(), self._lines.text()) if one)

    def show_words(self, name: str, lines: Sequence[str], at: QPoint) -> None:
        """Say something about a point of the parent."""
        text = "\n".join(lines)
        if (name, text) != (self._name.text(), self._lines.text()) or self.isHidden():
            self._name.setText(name)
            self._lines.setText(text)
            self._lines.setVisible(bool(text))
            across = max(QFontMetrics(one.font()).size(0, one.text()).width() for one in (self._name, self._lines))
            self._name.setFixedWidth(min(across + 2, _WIDEST))
            self._lines.setFixedWidth(min(across + 2, _WIDEST))
            self.adjustSize()
            self.show()
            self.raise_()
        self.move(_place(at, self.size(), self._within.size(), self.off))


def _place(at: QPoint, size: QSize, within: QSize, off: QSize) -> QPoint:
    """Right of and under a point; moved to the left, or over it, where there is no room."""
    corner = at + _BESIDE
    most = within.width() - size.width()
    if corner.y() + size.height() > within.height() - off.height():
        most -= off.width()
    corner.setX(max(min(corner.x(), most), 0))
    if corner.y() + size.height() > within.height() or QRect(corner, size).contains(at):
        corner.setY(max(at.y() - _BESIDE.y() - size.height(), 0))
    return corner
