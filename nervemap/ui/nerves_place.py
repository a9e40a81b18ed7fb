"""The nerve table and, one press away, what the marks say, the card of what is chosen, and the map that asks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from nervemap.ui.nerve_card import NerveCard
from nervemap.ui.nerve_marks import MarksPanel
from nervemap.ui.nerve_table import NerveTable
from nervemap.ui.quiz_panel import QuizPanel
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, column


class NervesPlace(QWidget):
    """Shows one of its four pages."""

    page_shown = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, table: NerveTable, marks: MarksPanel, card: NerveCard, quiz: QuizPanel) -> None:
        super().__init__()
        self.table = table
        self.marks = marks
        self.card = card
        self.quiz = quiz
        self.pages = Choice(
            {
                "table": self.tr("Table"),
                "marks": self.tr("What the marks say"),
                "card": self.tr("Card"),
                "quiz": self.tr("Names off"),
            },
            name=self.tr("Show"),
            clearable=False,
            kind="page",
        )
        layout = column(self, gap=0)
        holder = column(gap=0)
        holder.setContentsMargins(3 * GRID, 2 * GRID, GRID, 0)
        holder.addWidget(self.pages)
        layout.addLayout(holder)
        self._stack = QStackedWidget()
        layout.addWidget(self._stack, 1)
        self._widgets: dict[str, QWidget] = {"table": table, "marks": marks, "card": card, "quiz": quiz}
        for widget in self._widgets.values():
            self._stack.addWidget(widget)
        self.pages.chosen.connect(self.show_page)
        self.page = "table"
        self.show_page("table")

    def show_page(self, page: str) -> None:
        """Show `table`, `marks`, `card` or `quiz`."""
        self.page = page
        self.pages.set_value(page)
        self._stack.setCurrentWidget(self._widgets[page])
        self.page_shown.emit(page)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.entered.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.left.emit()
