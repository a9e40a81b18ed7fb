"""A place of several pages, one at a time, chosen by a row of buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, column


class PagesPlace(QWidget):
    """Shows one of its pages; the first stands open. A page is made when it is first shown: the place opens sooner."""

    page_made = Signal(str)
    page_changed = Signal(str)

    def __init__(self, pages: Mapping[str, tuple[str, Callable[[], QWidget]]], *, name: str) -> None:
        super().__init__()
        self.pages = Choice({key: title for key, (title, _) in pages.items()}, name=name, clearable=False, kind="page")
        self._makers = {key: make for key, (_, make) in pages.items()}
        self._made: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self.layout_ = column(self, gap=0)
        holder = column(gap=0)
        holder.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 0)
        holder.addWidget(self.pages)
        self.layout_.addLayout(holder)
        self.layout_.addWidget(self._stack, 1)
        self.pages.chosen.connect(self.show_page)
        self.show_page(next(iter(pages)))

    def show_page(self, page: str) -> None:
        """Show one of the pages."""
        if page not in self._made:
            self._made[page] = self._makers[page]()
            self._stack.addWidget(self._made[page])
            self.page_made.emit(page)
        self.pages.set_value(page)
        self._stack.setCurrentWidget(self._made[page])
        self.page_changed.emit(page)
