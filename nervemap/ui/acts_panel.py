"""What was done, in words and in order; a press goes back or forward to there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from nervemap.case.workspace import Workspace
from nervemap.ui.theme import GRID, TOUCH


class ActsPanel(QListWidget):
    """The acts of this sitting, the newest at the top. What was undone stands faint above the act that counts now."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.setAccessibleName(self.tr("What was done, newest first"))
        self.setFixedHeight(24 * GRID)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(self._on_chosen)
        self.itemActivated.connect(self._on_chosen)
        self.show_acts()

    def show_acts(self) -> None:
        """Show the acts as they are now."""
        done = len(self._workspace.history)
        texts = [self.tr("As it was at the start"), *self._workspace.acts]
        self.blockSignals(True)
        self.clear()
        for count in range(len(texts) - 1, -1, -1):
            item = QListWidgetItem(texts[count])
            item.setData(Qt.ItemDataRole.UserRole, count)
            item.setSizeHint(QSize(0, TOUCH))
            if count == done:
                font = QFont(self.font())
                font.setWeight(QFont.Weight.DemiBold)
                item.setFont(font)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, self.tr("{act}, now").format(act=texts[count]))
            elif count > done:
                item.setForeground(self.palette().placeholderText())
                item.setData(Qt.ItemDataRole.AccessibleTextRole, self.tr("{act}, undone").format(act=texts[count]))
            self.addItem(item)
        self.setCurrentRow(len(texts) - 1 - done)
        self.blockSignals(False)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        self._workspace.go_to(int(item.data(Qt.ItemDataRole.UserRole)))
