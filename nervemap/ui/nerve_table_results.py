"""What a search finds beside the areas: nerves, places, roots, tests, signs and statements, in groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nervemap.ui import card_parts as part
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.nerve_search import Hit, Kind
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Expander, Text, clear, column

_MOST, _FEW = 6, 3
_LONGEST = 64  # letters of what Enter opens
NAMES: tuple[Kind, ...] = ("nerves", "sites", "roots", "tests")
SENTENCES: tuple[Kind, ...] = ("signs", "claims")


class SearchResults(QWidget):
    """A line of links, or of sentences, for each of its kinds; hidden while nothing of them is found."""

    requested = Signal(str, str)  # kind, id

    def __init__(self, kinds: Sequence[Kind]) -> None:
        super().__init__()
        self._kinds = kinds
        self._layout = column(self, gap=GRID)
        self._layout.setContentsMargins(GRID - 2, GRID, GRID - 2, GRID)
        self._titles: dict[Kind, str] = {
            "nerves": self.tr("Nerves"),
            "sites": self.tr("Places"),
            "roots": self.tr("Roots"),
            "tests": self.tr("Tests"),
            "signs": self.tr("Signs"),
            "claims": self.tr("What is said"),
        }
        self.hide()

    def show_found(self, found: Mapping[Kind, Sequence[Hit]], best: Hit | None = None) -> None:
        """Show what was found of these kinds, and what Enter opens."""
        clear(self._layout)
        if best:
            words = self.tr("Enter opens: {name}").format(name=_short(best.title))
            self._layout.addWidget(Text(words, role="muted"))
        for kind in self._kinds:
            hits = found.get(kind, ())
            if not hits:
                continue
            most = _FEW if kind in SENTENCES else _MOST
            block = QWidget()
            lines = column(block, gap=0)
            lines.addWidget(self._line(hits[:most]))
            if len(hits) > most:
                more = self.tr("{count} more").format(count=len(hits) - most)
                lines.addWidget(Expander(more, partial(self._line, hits[most:])))
            self._layout.addWidget(part.labelled(self._titles[kind], block))
        self.setVisible(self._layout.count() > 0)

    def _line(self, hits: Sequence[Hit]) -> QWidget:
        box = QWidget()
        if hits[0].kind in SENTENCES:
            lines = column(box, gap=4)
            for hit in hits:
                lines.addLayout(part.pressed_line(hit.title, self._opens(hit)))
            return box
        flow = FlowRow(gap=3 * GRID, line_gap=GRID)
        box.setLayout(flow)
        for hit in hits:
            flow.addWidget(part.link(_short(hit.title), self._opens(hit), name=hit.title))
        return box

    def _opens(self, hit: Hit) -> Callable[[], object]:
        return lambda: self.requested.emit(hit.kind, hit.id)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} \u2026"
