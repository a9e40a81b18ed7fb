"""Pages that are filled anew: nobody sees them grow, and the window answers while a long one is made in pieces."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import chain

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from nervemap.ui.widgets import ScrollColumn, clear

PIECE_S = 0.004  # of making in one turn; to show what was made takes twice as long


class Filling(QTimer):
    """Lets parts be put on a page, some in each turn of the event loop; active until all are in sight.

    What stood there before stays on the screen until as much is there as can be seen at once, or all; then that is
    shown, and the rest comes in below it. The keyboard goes through the parts in their order.
    """

    def __init__(self, page: ScrollColumn) -> None:
        super().__init__(page, interval=0)
        self._page = page
        self._parts: Iterator[object] | None = None
        self._from = 0  # px from its top: where the page is seen
        self._whole = False
        self._seen: QWidget | None = None
        self.timeout.connect(self._on_turn)

    def begin(self, parts: Iterator[object]) -> None:
        """Empty the page, and fill it from its top with what `parts` puts on it; what filled it before is given up."""
        clear(self._page.layout_)
        self._start(chain(parts, self._stretch()))

    def _stretch(self) -> Iterator[None]:
        self._page.layout_.addStretch()
        yield

    def renew(self, parts: Iterator[object], seen: QWidget | None = None) -> None:
        """Let `parts` change what stands on the page, which is shown when it is whole.

        It stays where it is, or is scrolled no further than needed to see `seen`, or the beginning of that.
        """
        self._start(parts, self._from if self.isActive() else self._page.verticalScrollBar().value(), whole=True)
        self._seen = seen

    def see(self, widget: QWidget) -> None:
        """Scroll no further than needed to see something on the page, once it is whole."""
        if self.isActive():
            self._seen = widget
        else:
            self.renew(iter(()), widget)

    def _start(self, parts: Iterator[object], seen_from: int = 0, *, whole: bool = False) -> None:
        self._page.setUpdatesEnabled(False)
        self._parts, self._from, self._whole, self._seen = parts, seen_from, whole, None
        self._put_on(parts)
        self.start()

    def _put_on(self, parts: Iterator[object]) -> None:
        until = time.perf_counter() + PIECE_S
        while next(parts, self) is not self:
            if time.perf_counter() > until:
                break
        else:
            self._parts = None

    def _on_turn(self) -> None:
        """What was put on in the turn before has got its size."""
        page = self._page
        fills_sight = not self._whole and page.page.heightForWidth(page.page.width()) > page.viewport().height()
        if (self._parts is None or fills_sight) and not page.updatesEnabled():
            lay_out(page)
            if self._seen:
                last = self._seen.y() + min(self._seen.height(), page.viewport().height())
                self._from = min(self._seen.y(), max(self._from, last - page.viewport().height()))
            page.verticalScrollBar().setValue(self._from)
            page.setUpdatesEnabled(True)
        if self._parts:
            self._put_on(self._parts)
        else:
            self.stop()


def settle(page: ScrollColumn) -> None:
    """Lay a page out of which a part was filled anew, and begin at its top: it is never painted half laid out.

    What was just made has its size only when it is shown, in the next turn; until then the page is not painted.
    """

    def show() -> None:
        lay_out(page)
        page.verticalScrollBar().setValue(0)
        page.setUpdatesEnabled(True)

    page.setUpdatesEnabled(False)
    QTimer.singleShot(0, page, show)


def lay_out(page: ScrollColumn) -> None:
    """Give everything on a page its place now, so that it can be scrolled to."""
    inner, seen = page.page, page.viewport().size()
    page.layout_.activate()
    inner.resize(seen.width(), max(seen.height(), inner.heightForWidth(seen.width())))
    page.layout_.activate()
