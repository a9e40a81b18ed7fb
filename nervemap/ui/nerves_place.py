"""The nerve table and, one press away, what the marks say and the card of the chosen nerve."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from nervemap.ui.nerve_card import NerveCard
from nervemap.ui.nerve_table import NerveTable
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, column


class NervesPlace(QWidget):
    """Shows the table or the card."""

    def __init__(self, table: NerveTable, card: NerveCard) -> None:
        super().__init__()
        self.table = table
        self.card = card
        self.pages = Choice(
            {"table": self.tr("Table"), "card": self.tr("What the marks say")}, name=self.tr("Show"), clearable=False
        )
        layout = column(self, gap=0)
        holder = column(gap=0)
        holder.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 0)
        holder.addWidget(self.pages)
        layout.addLayout(holder)
        self._stack = QStackedWidget()
        layout.addWidget(self._stack, 1)
        self._widgets: dict[str, QWidget] = {"table": table, "card": card}
        for widget in self._widgets.values():
            self._stack.addWidget(widget)
        self.pages.chosen.connect(self.show_page)
        self.show_page("table")

    def show_page(self, page: str) -> None:
        """Show `table` or `card`."""
        self.pages.set_value(page)
        self._stack.setCurrentWidget(self._widgets[page])
