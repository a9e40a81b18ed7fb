"""One row of the nerve table: the published words, what the atlas adds and, when open, what else it could be."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from nervemap.case.workspace import Selection
from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, Region, Side
from nervemap.ui.card_parts import claim_block
from nervemap.ui.nerve_search import published_words
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import FlowRow, Text, WhoSaysSo, column, ends_row, restyle, rule, said_block, wide_row

AREA_SHARE, NERVE_SHARE = 2, 3  # the widths of the two columns
_Word = tuple[str, str | None]  # text, and the nerve or root that it names


def nerve_chip(nerve: Nerve) -> QPushButton:
    """A nerve's name as a button."""
    chip = QPushButton(nerve.name)
    chip.setProperty("kind", "segment")
    return chip


class NerveRow(QFrame):
    """One area. Closed: the published words, the atlas's additions, the marks. Open: what else it could be, and why."""

    opened = Signal()
    mark_asked = Signal(str)  # side, or "" for the current one
    nerve_asked = Signal(str)
    root_asked = Signal(str)
    moved = Signal(int)

    def __init__(self, atlas: Atlas, region: Region) -> None:
        super().__init__()
        self.region = region
        self._atlas = atlas
        self._marked: set[Side] = set()
        self._more: _More | None = None
        self.setProperty("kind", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._links: list[tuple[QPushButton, str]] = []

        self.badges: dict[Side, QLabel] = {}
        badges = QHBoxLayout()
        badges.setSpacing(4)
        sides: tuple[tuple[Side, str], ...] = (("right", self.tr("R")), ("left", self.tr("L")))
        for side, letter in sides:
            badge = QLabel(letter)
            badge.setProperty("role", "badge")
            badge.setToolTip(self.tr("Marked on the right") if side == "right" else self.tr("Marked on the left"))
            badge.hide()
            self.badges[side] = badge
            badges.addWidget(badge)
        badges.addStretch()

        area = column(gap=4)
        area.addWidget(Text(region.published or region.name, strong=True))
        area.addLayout(badges)
        area.addStretch()
        nerves = column(gap=4)
        if region.published_nerves:
            nerves.addLayout(self._words(published_words(region)))
        if region.atlas_adds or region.atlas_roots:
            nerves.addLayout(self._words(self._added_words(), role="muted"))
        nerves.addStretch()
        columns = QHBoxLayout()
        columns.setSpacing(GRID)
        columns.addLayout(area, AREA_SHARE)
        columns.addLayout(nerves, NERVE_SHARE)
        self._layout = column(self, margin=GRID - 2, gap=2 * GRID)
        self._layout.addLayout(columns)
        self.show_marks(set())

    def _words(self, words: list[_Word], role: str = "") -> FlowRow:
        """Words in a line that wraps; those that name a nerve or a root can be pressed."""
        flow = FlowRow(gap=self.fontMetrics().horizontalAdvance(" "), line_gap=0)
        for text, named in words:
            if named is None:
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setProperty("role", role)
                label.setContentsMargins(0, 1, 0, 1)  # stands on one line with the links
                flow.addWidget(label)
                continue
            link = QPushButton(text)
            link.setProperty("kind", "link")
            link.setProperty("role", role)
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if named in self._atlas.nerves:
                link.setAccessibleName(self._atlas.nerves[named].name)
                link.clicked.connect(lambda _=False, id_=named: self.nerve_asked.emit(id_))
            else:
                link.setAccessibleName(self._atlas.roots[named].name)
                link.clicked.connect(lambda _=False, id_=named: self.root_asked.emit(id_))
            self._links.append((link, named))
            flow.addWidget(link)
        return flow

    def _added_words(self) -> list[_Word]:
        """The label and what stands after it: nerves without the word nerve, then roots."""
        words: list[_Word] = []
        for added in self.region.atlas_adds:
            name = re.sub(r" nerves?$", "", self._atlas.nerves[added.nerve].name)
            words.append((name[:1].lower() + name[1:], added.nerve))
        roots: list[_Word] = [(root, root) for root in self.region.atlas_roots]
        ended: list[_Word] = [
            (text if at == len(words) + len(roots) - 1 else f"{text},", named)
            for at, (text, named) in enumerate((*words, *roots))
        ]
        if roots:
            word = self.tr("root") if len(roots) == 1 else self.tr("roots")
            ended.insert(len(words), (word, None))
        return [(self.tr("The atlas adds:"), None), *ended]

    def show_marks(self, marked: set[Side]) -> None:
        """Show on which sides the area is marked."""
        self._marked = marked
        for side, badge in self.badges.items():
            badge.setVisible(side in marked)
        name = self.region.published or self.region.name
        words = {"right": self.tr("marked right"), "left": self.tr("marked left")}
        self.setAccessibleName(", ".join((name, *(text for side, text in words.items() if side in marked))))
        if self._more:
            self._more.show_marks(marked)

    def show_selection(self, selection: Selection, *, is_open: bool) -> None:
        """Open or close, and light the names of the selected nerve."""
        restyle(self, selected="true" if is_open else "false")
        chosen = self._lit_ids(selection)
        for link, named in self._links:
            restyle(link, lit="true" if named in chosen else "false")
        if is_open and self._more is None:
            self._more = _More(self._atlas, self.region)
            self._more.mark_asked.connect(self.mark_asked)
            self._more.nerve_asked.connect(self.nerve_asked)
            self._more.show_marks(self._marked)
            self._layout.addWidget(self._more)
        if self._more:
            self._more.setVisible(is_open)

    def _lit_ids(self, selection: Selection) -> set[str | None]:
        """What a word may name to be lit: the selected root, else the nerve or the group that it belongs to."""
        if selection.root:
            return {selection.root}
        nerve = self._atlas.nerves.get(selection.nerve or "")
        return {nerve.id, nerve.published_as} - {None} if nerve else set()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Space:
            self.mark_asked.emit("")
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class _More(QWidget):
    """What an open row tells: marks, every nerve with its reason, and what the area is easily mistaken for."""

    mark_asked = Signal(str)
    nerve_asked = Signal(str)

    def __init__(self, atlas: Atlas, region: Region) -> None:
        super().__init__()
        self.marks: dict[Side, QPushButton] = {}
        layout = column(self, gap=2 * GRID)
        marks = FlowRow()
        self._mark_words = {
            "right": (self.tr("Mark right {area}"), self.tr("Unmark right {area}")),
            "left": (self.tr("Mark left {area}"), self.tr("Unmark left {area}")),
        }
        self._plain = region.plain
        sides: tuple[Side, ...] = ("right", "left")
        for side in sides:
            button = QPushButton()
            button.clicked.connect(lambda _=False, side=side: self.mark_asked.emit(side))
            self.marks[side] = button
            marks.addWidget(button)
        layout.addLayout(marks)

        if region.nerves:
            who = WhoSaysSo(atlas.sources, region.sources, what=region.name)
            layout.addLayout(wide_row(Text(self.tr("The article names"), role="muted"), who))
            names = FlowRow()
            for nerve in region.nerves:
                names.addWidget(self._nerve(atlas.nerves[nerve]))
            layout.addLayout(names)
        if region.atlas_adds:
            layout.addWidget(Text(self.tr("The atlas adds"), role="muted"))
        for added in region.atlas_adds:
            part = column(gap=4)
            who = WhoSaysSo(atlas.sources, added.sources, what=added.why)
            part.addLayout(ends_row(self._nerve(atlas.nerves[added.nerve]), who))
            part.addWidget(Text(added.why))
            layout.addLayout(part)
        for note in region.notes:
            layout.addWidget(said_block(note, atlas.sources))
        for claim in atlas.claims_about.get(region.id, ()):
            layout.addWidget(claim_block(atlas, claim))
        layout.addWidget(rule())
        layout.addWidget(Text(self.tr("Easily mistaken for"), step=16, strong=True))
        urgent = {"now": self.tr("Needs help now."), "same-day": self.tr("See a doctor the same day.")}
        for cause in region.mistaken_for:
            part = column(gap=2)
            who = WhoSaysSo(atlas.sources, cause.sources, what=cause.cause)
            part.addLayout(wide_row(Text(cause.cause, strong=True), who))
            part.addWidget(Text(cause.sets_apart))
            if cause.urgent:
                part.addWidget(Text(urgent[cause.urgent], role="danger", strong=True))
            layout.addLayout(part)
        self.show_marks(set())

    def _nerve(self, nerve: Nerve) -> QPushButton:
        chip = nerve_chip(nerve)
        chip.clicked.connect(lambda: self.nerve_asked.emit(nerve.id))
        return chip

    def show_marks(self, marked: set[Side]) -> None:
        """Say on each button what pressing it does."""
        for side, button in self.marks.items():
            button.setText(self._mark_words[side][side in marked].format(area=self._plain))
