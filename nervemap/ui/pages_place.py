"""A place of several pages, one at a time, chosen by a row of buttons."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, column


class PagesPlace(QWidget):
    """Shows one of its pages; the first stands open."""

    page_changed = Signal(str)

    def __init__(self, pages: Mapping[str, tuple[str, QWidget]], *, name: str) -> None:
        super().__init__()
        self.pages = Choice({key: title for key, (title, _) in pages.items()}, name=name, clearable=False, kind="page")
        self._stack = QStackedWidget()
        self._widgets = {key: widget for key, (_, widget) in pages.items()}
        for widget in self._widgets.values():
            self._stack.addWidget(widget)
        layout = column(self, gap=0)
        holder = column(gap=0)
        holder.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 0)
        holder.addWidget(self.pages)
        layout.addLayout(holder)
        layout.addWidget(self._stack, 1)
        self.pages.chosen.connect(self.show_page)
        self.show_page(next(iter(pages)))

    def show_page(self, page: str) -> None:
        """Show one of the pages."""
        self.pages.set_value(page)
        self._stack.setCurrentWidget(self._widgets[page])
        self.page_changed.emit(page)
