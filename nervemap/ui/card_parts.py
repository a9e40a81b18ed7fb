"""The parts that cards are made of: sections, sentences with who says so, lines of links, two things side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model import Claim, Dispute, Landmark, Source
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.theme import GRID, tabular
from nervemap.ui.who_says_so import WhoSaysSo
from nervemap.ui.widgets import Heading, Text, Toggle, column, keep_width, row, rule

LABEL_WIDTH = 13 * GRID
NAME_WIDTH = 20 * GRID
NAME_LETTERS = 20  # of a name in one line of such a column
WIDE_NAME_WIDTH, WIDE_NAME_LETTERS = 31 * GRID, 30
_LINK_LETTERS, _CHIP_LETTERS = 32, 44
Links = Sequence[tuple[str, Callable[[], object]]]


def tr(text: str) -> str:
    """A word of the cards, translated."""
    return QCoreApplication.translate("Card", text)


def section(layout: QVBoxLayout, title: str) -> QVBoxLayout:
    """A part of a card under a quiet line and a heading; gives the column for what it holds."""
    box = QWidget()
    inner = column(box, gap=GRID)
    inner.setContentsMargins(0, GRID, 0, GRID)
    inner.addWidget(rule())
    heading = Heading(title, step=16)
    heading.setContentsMargins(0, GRID // 2, 0, 0)
    inner.addWidget(heading)
    layout.addWidget(box)
    return inner


def who_says(
    sources: Mapping[str, Source], ids: Iterable[str], disputes: Sequence[Dispute] = (), what: str = ""
) -> WhoSaysSo:
    """ "Who says so?" as one quiet word, the kind of the first source; pressed, it tells them all."""
    ids = tuple(dict.fromkeys(ids))
    button = WhoSaysSo(sources, ids, disputes, what)
    word = _source_word(sources[ids[0]]) if ids and ids[0] in sources else button.text()
    button.setText(f"{word} +{len(ids) - 1}" if len(ids) > 1 else word)
    button.setToolTip(tr("Who says so?"))
    button.setProperty("kind", "source")
    return button


def _source_word(source: Source) -> str:
    if source.tier == "author's claim" and source.id.startswith("article-"):
        return tr("Article {number}").format(number=source.id.removeprefix("article-"))
    return {
        "author's claim": tr("The author"),
        "reader's comment": tr("A reader"),
        "textbook": tr("Textbook"),
        "study": tr("Study"),
        "estimate": tr("Our estimate"),
    }[source.tier]


class Lines(QWidget):
    """Quiet lines in three columns: a name, what is said of it, and who says so."""

    def __init__(self, name_width: int = NAME_WIDTH) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, name_width)
        self._grid.setColumnStretch(1, 1)
        self._name_width = name_width

    def add(self, name: QWidget, text: QWidget | None = None, who: QWidget | None = None) -> None:
        """One line more; without a text the name takes its place too."""
        at, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        if isinstance(name, QLabel):
            keep_width(name, self._name_width)
        self._grid.addWidget(name, at, 0, 1, 1 if text else 2, top | Qt.AlignmentFlag.AlignLeft)
        if text:
            self._grid.addWidget(text, at, 1, top)
        if who:
            self._grid.addWidget(who, at, 2, top | Qt.AlignmentFlag.AlignRight)


def sentence(
    sources: Mapping[str, Source],
    text: str,
    ids: Iterable[str],
    disputes: Sequence[Dispute] = (),
    *,
    label: str = "",
    role: str = "",
) -> QWidget:
    """A sentence, what kind of source says it, who exactly one press away, and what others say against it."""
    block = QWidget()
    layout = column(block, gap=2)
    ids = tuple(ids)
    first = Text(text, role=role)
    line = QHBoxLayout()
    line.setSpacing(2 * GRID)
    if label:
        name = Text(label, role="muted")
        keep_width(name, LABEL_WIDTH)
        line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(first, 1, Qt.AlignmentFlag.AlignTop)
    line.addWidget(who_says(sources, ids, disputes, text), 0, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(line)
    for dispute in disputes:
        layout.addWidget(Text(tr("Others say: {says}").format(says=dispute.says), role="attention"))
    return block


def sentences(sources: Mapping[str, Source], said: Iterable[Claim]) -> QWidget:
    """Such sentences under one another."""
    box = QWidget()
    layout = column(box, gap=GRID)
    for one in said:
        layout.addWidget(sentence(sources, one.text, one.sources, one.disputed_by))
    return box


def link(text: str, act: Callable[[], object], *, name: str = "", letters: int = _LINK_LETTERS) -> QPushButton:
    """Words that can be pressed, in the height of a line of text."""
    button = QPushButton(_in_lines(text, letters))
    button.setProperty("kind", "link")
    button.setProperty("role", "accent")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAccessibleName(name or text)
    button.clicked.connect(lambda _=False: act())
    return button


def pressed_line(text: str, act: Callable[[], object]) -> QHBoxLayout:
    """A sentence that is too long for a button, with one beside it that opens it."""
    opener = link(tr("Open"), act, name=text)
    line = QHBoxLayout()
    line.setSpacing(2 * GRID)
    line.addWidget(Text(text), 1)
    line.addWidget(opener, 0, Qt.AlignmentFlag.AlignTop)
    return line


def chip(text: str, act: Callable[[], object], *, name: str = "", checked: bool = False) -> QPushButton:
    """A name as a button of full height."""
    button = Toggle(_in_lines(text, _CHIP_LETTERS)) if checked else QPushButton(_in_lines(text, _CHIP_LETTERS))
    button.setProperty("kind", "segment")
    button.setChecked(checked)
    # Bold text when checked needs more room than the button's own hint gives it.
    longest = max(button.fontMetrics().horizontalAdvance(line) for line in button.text().split("\n"))
    button.setMinimumWidth(longest * 11 // 10 + 4 * GRID)
    button.setAccessibleName(name or text)
    button.clicked.connect(lambda _=False: act())
    return button


def _in_lines(text: str, letters: int) -> str:
    """A button does not wrap by itself: long names are cut into lines, so that narrow panels hold them."""
    return text if len(text) <= letters else textwrap.fill(text, letters, break_on_hyphens=False)


def chips(buttons: Iterable[QPushButton]) -> QWidget:
    """Buttons in a line that wraps."""
    box = QWidget()
    flow = FlowRow()
    box.setLayout(flow)
    for button in buttons:
        flow.addWidget(button)
    return box


def labelled(label: str, inner: QWidget) -> QWidget:
    """A quiet word at the left, what it says at the right."""
    name = Text(label, role="muted")
    keep_width(name, LABEL_WIDTH)
    box = QWidget()
    line = row(name, inner, gap=2 * GRID, stretch_last=True)
    line.setAlignment(name, Qt.AlignmentFlag.AlignTop)
    box.setLayout(line)
    return box


def links(label: str, items: Links) -> QWidget:
    """A quiet word and the links that it names."""
    box = QWidget()
    flow = FlowRow(gap=2 * GRID, line_gap=2)
    box.setLayout(flow)
    for text, act in items:
        flow.addWidget(link(text, act))
    return labelled(label, box)


def side_by_side(rows: Sequence[tuple[str, str, str]], this: str, other: QWidget) -> QGridLayout:
    """Two things in two columns: their names at the head, then a line for each thing that can be compared."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnMinimumWidth(0, 8 * GRID)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    head = Text(this, strong=True)
    head.setMinimumWidth(15 * GRID)
    grid.addWidget(head, 0, 1, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(other, 0, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    for at, (label, left, right) in enumerate(rows, start=1):
        grid.addWidget(Text(label, role="muted"), at, 0, Qt.AlignmentFlag.AlignTop)
        for place, words in ((1, left), (2, right)):
            text = Text(words or "\u2013")
            text.setMinimumWidth(15 * GRID)
            grid.addWidget(text, at, place, Qt.AlignmentFlag.AlignTop)
    return grid


def centimetres(s_cm: float) -> str:
    """Whole centimetres, with a true minus."""
    return f"{round(s_cm)} cm".replace("-", "\u2212")


def number(s_cm: float) -> QLabel:
    """Centimetres as a quiet figure that stands in a column."""
    label = QLabel(centimetres(s_cm))
    label.setFont(tabular(label.font()))
    label.setProperty("role", "muted")
    return label


def stops(items: Sequence[tuple[str, float]]) -> QWidget:
    """Named stops with their centimetres, one under another."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    for at, (name, s_cm) in enumerate(items):
        grid.addWidget(number(s_cm), at, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Text(name), at, 1)
    return box


def add_claims(layout: QVBoxLayout, atlas: Atlas, claims: Sequence[Claim]) -> Iterator[None]:
    """One by one what the articles and others say about a row, each told apart by who says it."""
    if not claims:
        return
    inner = section(layout, tr("What is said about it"))
    for claim in claims:
        inner.addWidget(claim_block(atlas, claim))
        yield


def claim_block(atlas: Atlas, claim: Claim) -> QWidget:
    """A claim under a word for the kind of its source, and what others say against it."""
    block = QWidget()
    layout = column(block, gap=2)
    layout.addWidget(Text(said_by(atlas.sources[claim.sources[0]]), role="muted"))
    layout.addWidget(sentence(atlas.sources, claim.text, claim.sources, claim.disputed_by))
    return block


def said_by(source: Source) -> str:
    """The kind of a source in one word."""
    return {
        "author's claim": tr("An article says"),
        "reader's comment": tr("A reader's comment"),
        "textbook": tr("Textbook knowledge"),
        "study": tr("A study found"),
        "estimate": tr("Our own estimate"),
    }[source.tier]


def add_landmarks(layout: QVBoxLayout, atlas: Atlas, rows: Sequence[Landmark]) -> Iterator[None]:
    """One by one published distances, each with sample and number; those not seen in the source are told apart."""
    if not rows:
        return
    inner = section(layout, tr("Published distances"))
    for one in rows:
        box = QWidget()
        block = column(box, gap=2)
        block.addWidget(sentence(atlas.sources, one.quantity, one.sources))
        value = one.value if one.sample is None else f"{one.value} \u00b7 {one.sample}"
        block.addWidget(Text(value, strong=True))
        if not one.verified:
            block.addWidget(Text(tr("Not verified: the figure was not seen in the source."), role="attention"))
        if one.note:
            block.addWidget(Text(one.note, role="muted"))
        inner.addWidget(box)
        yield
