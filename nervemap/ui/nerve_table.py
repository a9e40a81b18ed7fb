"""The nerve table of article 001, the map's twin: the published rows word for word, and apart what the atlas adds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from nervemap.case.case import Case, Mark
from nervemap.case.workspace import Selection
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.ui import card_parts as part
from nervemap.ui.filling import Filling
from nervemap.ui.nerve_contents import Contents
from nervemap.ui.nerve_row import AREA_WIDTH, NerveRow
from nervemap.ui.nerve_search import SearchIndex
from nervemap.ui.nerve_table_results import NAMES, SENTENCES, SearchResults
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Heading, ScrollColumn, Text, column, keep_width, wide_row


class NerveTable(QWidget):
    """Every area with the nerves named for it. The row that is selected stands open."""

    area_requested = Signal(str, str)  # side, region id
    mark_requested = Signal(str, str)  # side, region id: mark, or unmark if marked
    described = Signal(str, str, object, object)  # side, region id; kinds of symptom, and how strong, at that mark
    nerve_requested = Signal(str, str)  # side, nerve id
    side_requested = Signal(str)  # side for the next act
    subject_requested = Signal(str, str)  # what was found: nerve, root, site, test, sign or claim, and its id

    def __init__(self, atlas: Atlas, spot: Callable[[Mark], str] = lambda _: "") -> None:
        """`spot` says what is usual where a mark was clicked."""
        super().__init__()
        self._atlas = atlas
        self._index = SearchIndex(atlas)
        self._side: Side = "right"

        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search: heel, peroneal, L5, Morton \u2026"))
        self.search.setAccessibleName(self.tr("Search the table"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.sides = Choice({"right": self.tr("R"), "left": self.tr("L")}, name=self.tr("Side"), clearable=False)
        for side, words in (("right", self.tr("Right side")), ("left", self.tr("Left side"))):
            self.sides.buttons[side].setToolTip(words)
            self.sides.buttons[side].setAccessibleName(words)
        self.sides.chosen.connect(lambda side: self.side_requested.emit(side))

        head = QWidget()
        inner = column(head)
        inner.setContentsMargins(3 * GRID, GRID, 3 * GRID, 4)
        inner.addLayout(wide_row(self.search, self.sides))
        self.search.returnPressed.connect(self._on_return)
        titles = QHBoxLayout()
        titles.setContentsMargins(GRID - 2, 0, GRID - 2, 0)  # in line with the columns of the rows
        titles.setSpacing(2 * GRID)
        area = Text(self.tr("Area"), role="muted")
        keep_width(area, AREA_WIDTH)
        titles.addWidget(area)
        article = next(region for region in atlas.regions.values() if region.row == 1)
        who = part.who_says(atlas.sources, article.sources[:1], what=self.tr("Nerve table"))
        named = Text(self.tr("Nerves that the article names"), role="muted")
        named.setWordWrap(False)
        titles.addWidget(named)
        titles.addWidget(who)
        titles.addStretch()
        inner.addLayout(titles)

        self.page = ScrollColumn(gap=0, width=96 * GRID)
        self._filling = Filling(self.page)
        self.rows: dict[str, NerveRow] = {}
        self.nothing = Text(
            self.tr("Nothing found. Try another word, such as \u201cheel\u201d or \u201cperoneal\u201d.")
        )
        self.found, self.said = SearchResults(NAMES), SearchResults(SENTENCES)
        self.page.layout_.addWidget(self.found)
        self.page.layout_.addWidget(self.nothing)
        self._others = Heading(self.tr("Areas without a row in the article: the atlas names"), step=16)
        self._others.setContentsMargins(GRID - 2, 2 * GRID, 0, GRID)
        regions = sorted(atlas.regions.values(), key=lambda region: region.row or len(atlas.regions))
        for region in regions:
            if region.row is None and self.page.layout_.indexOf(self._others) < 0:
                self.page.layout_.addWidget(self._others)
            row = NerveRow(atlas, region, spot)
            row.opened.connect(lambda id_=region.id: self.area_requested.emit(self._side, id_))
            row.mark_asked.connect(lambda side, id_=region.id: self.mark_requested.emit(side or self._side, id_))
            row.described.connect(lambda side, kinds, how, id_=region.id: self.described.emit(side, id_, kinds, how))
            row.nerve_asked.connect(lambda nerve: self.nerve_requested.emit(self._side, nerve))
            row.root_asked.connect(lambda root: self.subject_requested.emit("root", root))
            row.moved.connect(lambda step, id_=region.id: self._move(id_, step))
            self.rows[region.id] = row
            self.page.layout_.addWidget(row)
        self.page.layout_.addWidget(self.said)
        for results in (self.found, self.said):
            results.requested.connect(self._open)
        self.contents = Contents(atlas)
        self.contents.requested.connect(lambda kind, id_: self._open(f"{kind}s", id_))
        self.page.layout_.addWidget(self.contents)
        self.page.layout_.addStretch(1)  # what is left stays below
        layout = column(self, gap=0)
        layout.addWidget(head)
        layout.addWidget(self.page, 1)
        self._on_search("")
        self.show_selection(Selection())

    def show_case(self, case: Case) -> None:
        """Show which areas are marked."""
        for id_, row in self.rows.items():
            row.show_marks({mark.side: mark for mark in case.marks if mark.region == id_})

    def show_selection(self, selection: Selection) -> None:
        """Open the row of the selected area, light the selected nerve, show the side for the next act."""
        self._side = selection.side
        self.sides.set_value(selection.side)
        rows = (row.show_selection(selection, is_open=id_ == selection.region) for id_, row in self.rows.items())
        self._filling.renew(chain.from_iterable(rows), self.rows.get(selection.region or ""))

    def _on_search(self, query: str) -> None:
        found = set(self._index.regions(query))
        for id_, row in self.rows.items():
            row.setVisible(id_ in found)
        hits = self._index.find(query) if len(query.strip()) > 1 else {}
        self.nothing.setVisible(not found and not hits)
        self._others.setVisible(any(id_ in found for id_, row in self.rows.items() if row.region.row is None))
        self.found.show_found(hits, self._index.best(query) if hits else None)
        self.said.show_found(hits)
        self.contents.setVisible(not query.strip())
        self.page.verticalScrollBar().setValue(0)

    def _on_return(self) -> None:
        best = self._index.best(self.search.text())
        if best:
            self._open(best.kind, best.id)

    def _open(self, kind: str, id_: str) -> None:
        """Open what was found: an area in its row, everything else where it is told in full."""
        if kind == "regions":
            self.area_requested.emit(self._side, id_)
        elif kind == "nerves":
            self.nerve_requested.emit(self._side, id_)
        else:
            self.subject_requested.emit(kind.removesuffix("s"), id_)

    def _move(self, id_: str, step: int) -> None:
        """Go to the next row that is shown, as the arrow keys ask."""
        shown = [key for key, row in self.rows.items() if not row.isHidden()]
        at = shown.index(id_) + step
        if 0 <= at < len(shown):
            row = self.rows[shown[at]]
            row.setFocus(Qt.FocusReason.TabFocusReason)
            self._filling.see(row)
