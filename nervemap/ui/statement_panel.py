"""One honest statement: urgent things, a few sentences, for, against, unknown, and the one next question."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from nervemap.content.atlas import Atlas
from nervemap.reasoning.findings import Fact, NextQuestion, Statement
from nervemap.reasoning.rests_on import rests_on, sources_of
from nervemap.reasoning.wording import capital
from nervemap.ui.card_parts import who_says
from nervemap.ui.filling import Filling
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Expander, Heading, ScrollColumn, Text, Toggle, bullet, card, clear, column, row


class StatementPanel(QWidget):
    """Shows the statement; the next question can be answered or gone to from here."""

    next_requested = Signal(str, str)  # kind, target
    felt_requested = Signal(str, bool)  # side:region, felt there or not

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._atlas = atlas
        self._next: NextQuestion | None = None
        self._shown: tuple[Statement, tuple[Fact, ...]] | None = None
        page = ScrollColumn(gap=2 * GRID)
        self._filling = Filling(page)
        column(self).addWidget(page)
        page.layout_.addWidget(Heading(self.tr("One statement")))
        self.caution = Text(
            self.tr("It tells what named people say about such answers. It cannot tell what is the matter."),
            role="muted",
        )
        page.layout_.addWidget(self.caution)
        self._card, inner = card("card")
        inner.addWidget(Text(self.tr("What would tell most now"), role="muted"))
        self.question = Text(step=16, strong=True)
        self.reason = Text()
        inner.addWidget(self.question)
        inner.addWidget(self.reason)
        self.yes = QPushButton(self.tr("Yes, felt there"))
        self.no = QPushButton(self.tr("No"))
        self.go = QPushButton(self.tr("Go there"))
        self.yes.clicked.connect(lambda: self._answer(True))
        self.no.clicked.connect(lambda: self._answer(False))
        self.go.clicked.connect(self._on_go)
        inner.addLayout(row(self.yes, self.no, self.go))
        # Each stands in a widget of its own: what comes into one does not lay out all others anew.
        holders = {key: QWidget() for key in ("text", "for", "against", "unknown")}
        self._parts = {key: column(holder) for key, holder in holders.items()}
        page.layout_.addWidget(holders["text"])
        map_text = QWidget(self)
        map_text.hide()
        self._map_layout = column(map_text, margin=GRID)
        self._map = Expander(self.tr("What the marked areas say"), lambda: map_text)
        page.layout_.addWidget(self._map)
        page.layout_.addWidget(self._card)
        both = QHBoxLayout()
        both.setSpacing(3 * GRID)
        both.addWidget(holders["for"], 1)
        both.addWidget(holders["against"], 1)
        page.layout_.addLayout(both)
        page.layout_.addWidget(holders["unknown"])
        self.rests = Toggle(self.tr("Show what each sentence rests on"))
        self.rests.setProperty("tone", "quiet")
        self.rests.clicked.connect(lambda: self._filling.renew(self._put(*self._shown)) if self._shown else None)
        page.layout_.addLayout(row(self.rests))
        page.layout_.addStretch(1)

    def show_statement(self, whole: Statement, of_map: tuple[Fact, ...] = ()) -> None:
        """Show a statement in place of the last one; what the map says stands behind a line."""
        if (whole, of_map) != self._shown:
            self._shown = whole, of_map
            self._filling.renew(self._put(whole, of_map))

    def _put(self, whole: Statement, of_map: tuple[Fact, ...]) -> Iterator[None]:
        urgent = {group.advice for group in self._atlas.red_flag_groups.values() if group.locks}
        for layout in (*self._parts.values(), self._map_layout):
            clear(layout)
        self._show_next(whole.next)
        for fact in whole.text[: -1 if whole.next else None]:
            if fact in of_map:
                self._map_layout.addWidget(Text(fact.text))
                self._add_rests(self._map_layout, fact)
            else:
                strong = fact.text in urgent
                self._parts["text"].addWidget(Text(fact.text, role="danger" if strong else "", strong=strong))
                self._add_rests(self._parts["text"], fact)
            yield
        self._map.setVisible(bool(of_map))
        titles = {"for": self.tr("For"), "against": self.tr("Against"), "unknown": self.tr("Unknown")}
        facts = {"for": whole.for_, "against": whole.against, "unknown": whole.unknown}
        for key, title in titles.items():
            yield from self._fill(self._parts[key], title, facts[key])

    def _fill(self, layout: QVBoxLayout, title: str, facts: tuple[Fact, ...]) -> Iterator[None]:
        layout.addWidget(Text(title, step=16, strong=True))
        if not facts:
            layout.addWidget(Text(self.tr("Nothing so far."), role="muted"))
        for fact in facts:
            block = QWidget()
            lines = column(block)
            lines.addLayout(bullet(fact.text))
            self._add_rests(lines, fact)
            layout.addWidget(block)
            yield
        layout.addStretch()

    def _add_rests(self, layout: QVBoxLayout, fact: Fact) -> None:
        """The facts behind a sentence, and who says so, where they are asked for."""
        if self.rests.isChecked():
            text = self.tr("Rests on: {facts}").format(facts="; ".join(rests_on(self._atlas, fact.ids)))
            layout.addWidget(Text(text, role="muted"))
            if sources := sources_of(self._atlas, fact.ids):
                layout.addLayout(row(who_says(self._atlas.sources, sources, what=fact.text)))

    def _show_next(self, following: NextQuestion | None) -> None:
        self._next = following
        self._card.setVisible(following is not None)
        if following is None:
            return
        self.question.setText(capital(following.text))
        self.reason.setText(following.reason)
        self.reason.setVisible(bool(following.reason))
        is_area = following.kind == "area"
        self.yes.setVisible(is_area)
        self.no.setVisible(is_area)
        self.go.setVisible(not is_area)

    def _answer(self, felt: bool) -> None:
        if self._next is not None:
            self.felt_requested.emit(self._next.target, felt)

    def _on_go(self) -> None:
        if self._next is not None:
            self.next_requested.emit(self._next.kind, self._next.target)
