"""What a search finds beside the areas: nerves, places, roots, tests, signs and statements, in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nervemap.ui import card_parts as part
from nervemap.ui.nerve_search import KINDS, Hit, Kind
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Expander, Text, clear, column, rule

_MOST, _FEW = 6, 3
_LONGEST = 64  # letters of what Enter opens
_SENTENCES: tuple[Kind, ...] = ("signs", "claims")


class SearchResults(QWidget):
    """A line of buttons for each kind, and what Enter opens; hidden while nothing is searched for."""

    requested = Signal(str, str)  # kind, id

    def __init__(self) -> None:
        super().__init__()
        self._layout = column(self, gap=4)
        self._layout.setContentsMargins(GRID, 0, 0, 2 * GRID)
        self._titles: dict[Kind, str] = {
            "nerves": self.tr("Nerves"),
            "sites": self.tr("Places on the way"),
            "roots": self.tr("Roots"),
            "tests": self.tr("Tests"),
            "signs": self.tr("Signs"),
            "claims": self.tr("What is said"),
            "regions": self.tr("Areas"),
        }
        self.hide()

    def show_found(self, found: Mapping[Kind, Sequence[Hit]], best: Hit | None) -> None:
        """Show what was found; the areas stand below as rows of the table."""
        clear(self._layout)
        if best:
            words = self.tr("Enter opens: {name}").format(name=_short(best.title))
            self._layout.addWidget(Text(words, role="muted"))
        for kind in KINDS:
            hits = found.get(kind, ())
            if not hits or kind == "regions":
                continue
            self._layout.addWidget(Text(self._titles[kind], strong=True))
            most = _FEW if kind in _SENTENCES else _MOST
            self._layout.addWidget(self._line(hits[:most]))
            if len(hits) > most:
                more = self.tr("{count} more").format(count=len(hits) - most)
                self._layout.addWidget(Expander(more, self._line(hits[most:])))
        if "regions" in found:
            self._layout.addWidget(rule())
            self._layout.addWidget(Text(self._titles["regions"], strong=True))
        self.setVisible(bool(found))

    def _line(self, hits: Sequence[Hit]) -> QWidget:
        if hits[0].kind in _SENTENCES:
            box = QWidget()
            lines = column(box, gap=4)
            for hit in hits:
                lines.addLayout(part.pressed_line(hit.title, lambda hit=hit: self.requested.emit(hit.kind, hit.id)))  # type: ignore[misc]
            return box
        return part.chips(
            part.chip(_short(hit.title), lambda hit=hit: self.requested.emit(hit.kind, hit.id), name=hit.title)  # type: ignore[misc]
            for hit in hits
        )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} \u2026"
