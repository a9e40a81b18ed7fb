"""One row of the nerve table: the published words, what the atlas adds and, when open, what else it could be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nervemap.case.case import Mark
from nervemap.case.workspace import Selection
from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, Region, Side
from nervemap.reasoning.wording import capital, lowered
from nervemap.ui import card_parts as part
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.mark_part import MarkPart
from nervemap.ui.nerve_search import published_words
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Expander, Text, column, ends_row, keep_width, let_go, restyle, row, rule

AREA_WIDTH = 24 * GRID
_Word = tuple[str, str | None]  # text, and the nerve that it names


class NerveRow(QFrame):
    """One area. Closed: the published words, the atlas's additions, the marks. Open: what else it could be, and why."""

    opened = Signal()
    mark_asked = Signal(str)  # side, or "" for the current one
    described = Signal(str, object, object)  # side; kinds of symptom, and how strong, at its mark
    nerve_asked = Signal(str)
    root_asked = Signal(str)
    moved = Signal(int)

    def __init__(self, atlas: Atlas, region: Region, spot: Callable[[Mark], str]) -> None:
        """`spot` says what is usual where a mark was clicked."""
        super().__init__()
        self._spot = spot
        self.region = region
        self._atlas = atlas
        self._marked: Mapping[Side, Mark] = {}
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

        area = column(gap=0)
        name = Text(region.published or region.name, strong=True)
        keep_width(name, AREA_WIDTH)
        area.addWidget(name)
        area.addLayout(badges)
        area.addStretch()
        nerves = column(gap=0)
        if region.published_nerves:
            nerves.addLayout(self._words(published_words(region)))
        if region.atlas_adds:
            nerves.addLayout(self._words(self._added_words(), role="muted"))
        nerves.addStretch()
        columns = QHBoxLayout()
        columns.setSpacing(2 * GRID)
        columns.addLayout(area)
        columns.addLayout(nerves, 1)
        self._layout = column(self, gap=GRID)
        self._layout.setContentsMargins(GRID - 2, 2, GRID - 2, 2)
        self._layout.addLayout(columns)
        self.show_marks({})

    def _words(self, words: list[_Word], role: str = "") -> FlowRow:
        """Words in a line that wraps; those that name a nerve can be pressed."""
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
            link.setAccessibleName(self._atlas.nerves[named].name)
            link.clicked.connect(lambda _=False, id_=named: self.nerve_asked.emit(id_))
            self._links.append((link, named))
            flow.addWidget(link)
        return flow

    def _added_words(self) -> list[_Word]:
        """The label, where the row has other words to be told from, and the added nerves without the word nerve."""
        names = [re.sub(r" nerves?$", "", self._atlas.nerves[one.nerve].name) for one in self.region.atlas_adds]
        words = [f"{lowered(name)}," for name in names]
        words[-1] = words[-1].rstrip(",")
        label: list[_Word] = [(self.tr("Atlas adds:"), None)] if self.region.published_nerves else []
        return [*label, *zip(words, [one.nerve for one in self.region.atlas_adds], strict=True)]

    def show_marks(self, marked: Mapping[Side, Mark]) -> None:
        """Show on which sides the area is marked, and what is felt there."""
        self._marked = marked
        for side, badge in self.badges.items():
            badge.setVisible(side in marked)
        name = self.region.published or self.region.name
        words = {"right": self.tr("marked right"), "left": self.tr("marked left")}
        self.setAccessibleName(", ".join((name, *(text for side, text in words.items() if side in marked))))
        if self._more:
            self._more.show_marks(marked)

    def show_selection(self, selection: Selection, *, is_open: bool) -> Iterator[None]:
        """Light the names of the selected nerve, and open, piece by piece, or close."""
        restyle(self, selected="true" if is_open else "false")
        chosen = self._lit_ids(selection)
        for link, named in self._links:
            if restyle(link, lit="true" if named in chosen else "false"):
                link.updateGeometry()  # what is lit is wider
        if is_open and self._more is None:
            self._more = _More(self._atlas, self.region, self._spot)
            self._more.mark_asked.connect(self.mark_asked)
            self._more.described.connect(self.described)
            self._more.nerve_asked.connect(self.nerve_asked)
            self._more.root_asked.connect(self.root_asked)
            self._more.show_marks(self._marked)
            self._layout.addWidget(self._more)
        if self._more and not is_open:  # eighteen rows that were once open would hold a thousand parts
            let_go(self._more)
            self._more = None
        if self._more:
            for _ in self._more.rest:
                yield  # whoever asks for another row meanwhile leaves the rest for the next time

    def _lit_ids(self, selection: Selection) -> set[str | None]:
        """What a word may name to be lit: the selected nerve or the group that it belongs to."""
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
    described = Signal(str, object, object)
    nerve_asked = Signal(str)
    root_asked = Signal(str)

    def __init__(self, atlas: Atlas, region: Region, spot: Callable[[Mark], str]) -> None:
        super().__init__()
        self._atlas, self._spot = atlas, spot
        self.felt: dict[Side, MarkPart] = {}
        self.marks: dict[Side, QPushButton] = {}
        layout = column(self, gap=GRID)
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
        self._felt = column(gap=2 * GRID)
        layout.addLayout(self._felt)
        self.show_marks({})
        self.rest = chain(
            self._add_nerves(layout, region), self._add_said(layout, region), self._add_causes(layout, region)
        )
        """Makes what is not there yet, piece by piece."""

    def _add_nerves(self, layout: QVBoxLayout, region: Region) -> Iterator[None]:
        """One line for each nerve: whoever names it, in its own block."""
        sources = self._atlas.sources
        if region.nerves:
            lines = self._block(layout, self.tr("The article names"), region.sources[:1])
            for name in region.nerves:
                nerve = self._atlas.nerves[name]
                who = part.who_says(sources, nerve.sources, what=nerve.name)
                lines.add(self._nerve(nerve), Text(capital(nerve.plain)), who)
                yield
        if region.atlas_adds or region.atlas_roots:
            lines = self._block(layout, self.tr("The atlas adds"))
            for added in region.atlas_adds:
                who = part.who_says(sources, added.sources, what=added.why)
                lines.add(self._nerve(self._atlas.nerves[added.nerve]), Text(added.why), who)
                yield
            if region.atlas_roots:
                roots = FlowRow(gap=2 * GRID, line_gap=2)
                for root in region.atlas_roots:
                    act = lambda root=root: self.root_asked.emit(root)  # noqa: E731
                    roots.addWidget(part.link(root, act, name=self._atlas.roots[root].name))
                box = QWidget()
                box.setLayout(roots)
                lines.add(Text(self.tr("Roots felt here"), role="muted"), box)

    def _add_said(self, layout: QVBoxLayout, region: Region) -> Iterator[None]:
        """What speaks for and against the row stands open, what else is said one press away."""
        claims = self._atlas.claims_about.get(region.id, ())
        objections = [claim for claim in claims if claim.topic == "anatomy" and claim.disputed_by]
        further = [claim for claim in claims if claim not in objections]
        if region.notes or objections:
            layout.addWidget(rule())
        for note in region.notes:
            layout.addWidget(part.sentence(self._atlas.sources, note.text, note.sources, note.disputed_by))
            yield
        for claim in objections:
            layout.addWidget(part.sentence(self._atlas.sources, claim.text, claim.sources, claim.disputed_by))
            yield
        if further:
            title = self.tr("What else is said of it ({count})").format(count=len(further))
            layout.addWidget(Expander(title, lambda: part.sentences(self._atlas.sources, further)))

    def _add_causes(self, layout: QVBoxLayout, region: Region) -> Iterator[None]:
        lines = self._block(layout, self.tr("Easily mistaken for"))
        urgent = {"now": self.tr("Needs help now."), "same-day": self.tr("See a doctor the same day.")}
        for cause in region.mistaken_for:
            box = QWidget()
            words = column(box, gap=0)
            words.addWidget(Text(cause.sets_apart))
            if cause.urgent:
                words.addWidget(Text(urgent[cause.urgent], role="danger", strong=True))
            name = Text(cause.cause, role="danger" if cause.urgent else "")
            lines.add(name, box, part.who_says(self._atlas.sources, cause.sources, what=cause.cause))
            yield

    def _block(self, layout: QVBoxLayout, title: str, ids: Sequence[str] = ()) -> part.Lines:
        layout.addWidget(rule())
        head = Text(title, strong=True)
        layout.addLayout(ends_row(head, part.who_says(self._atlas.sources, ids, what=title)) if ids else row(head))
        lines = part.Lines()
        layout.addWidget(lines)
        return lines

    def _nerve(self, nerve: Nerve) -> QPushButton:
        return part.link(nerve.name, lambda: self.nerve_asked.emit(nerve.id), letters=part.NAME_LETTERS)

    def show_marks(self, marked: Mapping[Side, Mark]) -> None:
        """Say on each button what pressing it does, and what is felt at each mark."""
        for side, button in self.marks.items():
            button.setText(self._mark_words[side][side in marked].format(area=self._plain))
            if side in marked:
                self._felt_at(side).show_mark(marked[side], self._spot(marked[side]))
            elif side in self.felt:
                let_go(self.felt.pop(side))

    def _felt_at(self, side: Side) -> MarkPart:
        if side not in self.felt:
            title = self.tr("Right {area}") if side == "right" else self.tr("Left {area}")
            felt = self.felt[side] = MarkPart(title.format(area=self._plain))
            felt.changed.connect(lambda kinds, strength: self.described.emit(side, kinds, strength))
            self._felt.addWidget(felt)
        return self.felt[side]
