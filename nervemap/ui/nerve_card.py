"""What is known of the chosen nerve, and why it stands beside the marked area."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, Side
from nervemap.reasoning.findings import Candidate, Explanation
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import FlowRow, Heading, ScrollColumn, Text, WhoSaysSo, bullet, clear, column, said_block


class NerveCard(QWidget):
    """Shows the candidates for the marks of one side, and one nerve in full."""

    nerve_requested = Signal(str, str)  # side, nerve id
    pipe_requested = Signal()

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._atlas = atlas
        self._page = ScrollColumn(gap=GRID)
        column(self).addWidget(self._page)
        self._shown: tuple[Explanation, Side, str | None] | None = None

    def show_nerve(self, explanation: Explanation, side: Side, nerve: str | None) -> None:
        """Show what the marks of one side suggest, and the chosen nerve."""
        if (explanation, side, nerve) == self._shown:
            return
        self._shown = (explanation, side, nerve)
        layout = self._page.layout_
        clear(layout)
        candidates = [one for one in explanation.candidates if one.side == side]
        if candidates:
            title = self.tr("Right side: which nerve could it be?")
            if side == "left":
                title = self.tr("Left side: which nerve could it be?")
            layout.addWidget(Heading(title, step=16))
            for title, by in ((self.tr("Named by the article"), "article"), (self.tr("The atlas adds"), "atlas")):
                named = [one for one in candidates if one.named_by[:1] == (by,)]
                if named:
                    layout.addWidget(Text(title, role="muted"))
                    layout.addWidget(self._choices(named, side, nerve))
        if nerve:
            chosen = next((one for one in candidates if one.nerve == nerve), None)
            self._add_nerve(layout, self._atlas.nerves[nerve], chosen)
        elif not candidates:
            layout.addWidget(Text(self.tr("Mark where it hurts, or choose a nerve."), role="muted"))
        for fact in explanation.statement:
            layout.addWidget(Text(fact.text, role="muted"))
        layout.addStretch()
        self._page.verticalScrollBar().setValue(0)

    def _choices(self, candidates: list[Candidate], side: Side, nerve: str | None) -> QWidget:
        box = QWidget()
        flow = FlowRow()
        box.setLayout(flow)
        for one in candidates:
            button = QPushButton(self._atlas.nerves[one.nerve].name)
            button.setCheckable(True)
            button.setChecked(one.nerve == nerve)
            button.setProperty("kind", "segment")
            # Bold text when checked needs more room than the button's own hint gives it.
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(button.text()) * 11 // 10 + 4 * GRID)
            button.clicked.connect(lambda _=False, id_=one.nerve: self.nerve_requested.emit(side, id_))
            flow.addWidget(button)
        return box

    def _add_nerve(self, layout: QVBoxLayout, nerve: Nerve, chosen: Candidate | None) -> None:
        layout.addWidget(Heading(nerve.name[:1].upper() + nerve.name[1:]))
        layout.addWidget(Text(f"{nerve.plain[:1].upper()}{nerve.plain[1:]}."))
        pipe = QPushButton(self.tr("Follow it as a pipe"))
        pipe.clicked.connect(self.pipe_requested)
        holder = QWidget()
        flow = FlowRow()
        holder.setLayout(flow)
        flow.addWidget(pipe)
        flow.addWidget(WhoSaysSo(self._atlas.sources, nerve.sources, nerve.disputed_by, nerve.name))
        layout.addWidget(holder)
        if chosen:
            for fact in (*chosen.for_, *chosen.against):
                layout.addLayout(bullet(fact.text))
        roots = ", ".join(nerve.roots)
        if nerve.root_variants:
            roots = self.tr("{roots} (other texts: {variants})").format(roots=roots, variants=nerve.root_variants)
        for label, words in (
            (self.tr("Roots"), roots),
            (self.tr("Comes from"), self._atlas.nerves[nerve.parent].name if nerve.parent else None),
            (self.tr("Course"), nerve.course),
            (self.tr("Skin"), nerve.skin),
            (self.tr("Muscles"), ", ".join(nerve.motor)),
            (self.tr("Also called"), ", ".join(nerve.synonyms)),
        ):
            if words:
                layout.addWidget(Text(f"{label}: {words}"))
        for said in nerve.notes:
            layout.addWidget(said_block(said, self._atlas.sources))
