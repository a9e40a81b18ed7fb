"""The slump test as text: what forbids it, the steps with the words to say, when to stop, and two readings of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QSpinBox, QStackedLayout, QWidget

from nervemap.case.case import Case, SlumpSide
from nervemap.content.atlas import Atlas
from nervemap.content.model import Said, Side, Step, Test
from nervemap.reasoning.findings import SlumpReading
from nervemap.ui.theme import GRID, TOUCH
from nervemap.ui.widgets import (
    Choice,
    Expander,
    Heading,
    ScrollColumn,
    Text,
    WhoSaysSo,
    bullet,
    card,
    column,
    row,
    said_block,
    wide_row,
)

NOT_MEASURED = -5  # one step of the spin box below 0
MOST_DEGREES = 90


class SlumpPanel(QWidget):
    """Leads through the slump test, records each side and shows its two readings."""

    slump_requested = Signal(str, object)  # side; SlumpSide, or None to take it back
    urgent_requested = Signal()

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        test = atlas.tests["slump"]
        self.sides: dict[Side, _SidePart] = {}
        self.outputs = _Outputs(atlas)

        self.page = page = ScrollColumn(gap=2 * GRID)
        page.layout_.addWidget(Heading(test.name))
        page.layout_.addWidget(Text(test.plain))
        page.layout_.addWidget(_said_card(self.tr("Do not do it when"), test.contraindications, atlas))
        page.layout_.addWidget(Heading(self.tr("Steps"), step=16))
        for number, step in enumerate(test.steps, start=1):
            page.layout_.addWidget(_step_part(self, atlas, number, step))
        page.layout_.addWidget(Heading(self.tr("What each side showed"), step=16))
        sides: tuple[tuple[Side, str], ...] = (("left", self.tr("Left leg")), ("right", self.tr("Right leg")))
        for side, title in sides:
            part = _SidePart(title)
            part.changed.connect(lambda result, side=side: self.slump_requested.emit(side, result))
            self.sides[side] = part
            page.layout_.addWidget(part)
        page.layout_.addWidget(self.outputs)
        self.background = _background(self, atlas, test)
        page.layout_.addWidget(self.background)
        page.layout_.addStretch()

        open_part = QWidget()
        layout = column(open_part, gap=0)
        layout.addWidget(page, 1)
        layout.addWidget(_stop_bar(self, atlas, test))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(open_part)
        self._stack.addWidget(self._locked_page())

    def _locked_page(self) -> QWidget:
        page = ScrollColumn()
        frame, inner = card("notice")
        inner.addWidget(Heading(self.tr("The slump test waits"), step=16))
        self.lock_text = Text()
        inner.addWidget(self.lock_text)
        button = QPushButton(self.tr("Go to the urgent questions"))
        button.clicked.connect(self.urgent_requested)
        inner.addLayout(row(button))
        page.layout_.addWidget(frame)
        page.layout_.addStretch()
        return page

    def show_case(self, case: Case) -> None:
        """Show what is recorded for each side."""
        for side, part in self.sides.items():
            part.show_result(case.slump.get(side))

    def show_reading(self, reading: SlumpReading) -> None:
        """Show the two readings."""
        self.outputs.show_reading(reading)

    def set_locked(self, text: str | None) -> None:
        """Put the message in place of the test; None gives the test back."""
        self.lock_text.setText(text or "")
        self._stack.setCurrentIndex(0 if text is None else 1)

    @property
    def is_locked(self) -> bool:
        """Whether a message stands in place of the test."""
        return self._stack.currentIndex() == 1


def _said_card(title: str, sayings: tuple[Said, ...], atlas: Atlas) -> QFrame:
    """A notice of several sentences with their sources together."""
    frame, inner = card("notice")
    inner.addWidget(Text(title, role="attention", step=16, strong=True))
    for said in sayings:
        inner.addLayout(bullet(said.text))
    inner.addWidget(WhoSaysSo(atlas.sources, [s for said in sayings for s in said.sources], what=title))
    return frame


def _stop_bar(panel: SlumpPanel, atlas: Atlas, test: Test) -> QFrame:
    """When to stop: stays in sight whatever is scrolled."""
    bar = QFrame()
    bar.setProperty("kind", "stop")
    layout = column(bar, gap=0)
    layout.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
    layout.addWidget(Text(panel.tr("When to stop"), role="attention", strong=True))
    layout.addWidget(Text(" ".join(said.text for said in test.stop_rules)))
    return bar


def _step_part(panel: SlumpPanel, atlas: Atlas, number: int, step: Step) -> QFrame:
    """One step: what the person does, the words to say in large type, what to ask."""
    frame, inner = card()
    who = WhoSaysSo(atlas.sources, step.sources, what=step.title)
    inner.addLayout(wide_row(Text(f"{number}. {step.title}", strong=True), who))
    inner.addWidget(Text(step.do))
    inner.addWidget(Text(f"\u201c{step.say}\u201d", step=16, role="accent"))
    if step.ask:
        inner.addWidget(Text(panel.tr("Ask: {ask}").format(ask=step.ask), strong=True))
    return frame


def _background(panel: SlumpPanel, atlas: Atlas, test: Test) -> Expander:
    """How the test is read, what healthy people show, what was published about it."""
    inner = QWidget()
    layout = column(inner, margin=GRID, gap=2 * GRID)
    for said in (*test.readings, *test.notes):
        layout.addWidget(said_block(said, atlas.sources))
    if test.accuracy:
        layout.addWidget(Text(panel.tr("Published about groups of people, not about one person"), strong=True))
    for accuracy in test.accuracy:
        text = accuracy.text if accuracy.confirmed else panel.tr("Not confirmed: {t}").format(t=accuracy.text)
        layout.addWidget(said_block(Said(text=text, sources=accuracy.sources), atlas.sources))
    return Expander(panel.tr("How it is read, and how far it can be trusted"), inner)


class _Degrees(QSpinBox):
    """Degrees that the wheel leaves alone, so that scrolling the page changes no record."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _SidePart(QFrame):
    """What one side showed. A symptom must be given first; the release counts as not done until it is chosen."""

    changed = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._result: SlumpSide | None = None
        self.setProperty("kind", "card")
        self.symptom = Choice(
            {"none": self.tr("Nothing"), "stretch": self.tr("Stretch"), "own": self.tr("Own symptom")},
            name=self.tr("{side}, felt").format(side=title),
        )
        self.release = Choice(
            {
                "eases": self.tr("Eases"),
                "same": self.tr("Same"),
                "worse": self.tr("Worse"),
                "not-done": self.tr("Not done"),
            },
            name=self.tr("{side}, head lifted").format(side=title),
            clearable=False,
        )
        self.degrees = _Degrees()
        self.degrees.setRange(NOT_MEASURED, MOST_DEGREES)
        self.degrees.setSingleStep(5)
        self.degrees.setSpecialValueText(self.tr("not measured"))
        self.degrees.setSuffix("\u00b0")
        self.degrees.setKeyboardTracking(False)
        self.degrees.setAccessibleName(self.tr("{side}, knee short of straight, degrees").format(side=title))
        self.degrees.setFixedSize(16 * GRID, TOUCH)
        self.degrees.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.less = _step_button("\u2212", self.tr("{side}: less").format(side=title), self.degrees.stepDown)
        self.more = _step_button("+", self.tr("{side}: more").format(side=title), self.degrees.stepUp)
        measure = QWidget()
        measure.setLayout(row(self.less, self.degrees, self.more))
        self.symptom.chosen.connect(self._on_symptom)
        self.release.chosen.connect(lambda release: self._ask(release=release))
        self.degrees.valueChanged.connect(lambda: self._ask())

        layout = column(self, margin=2 * GRID)
        layout.addWidget(Text(title, step=16, strong=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for i, (label, widget) in enumerate(
            (
                (self.tr("Leg straight: felt"), self.symptom),
                (self.tr("Head lifted: it"), self.release),
                (self.tr("Knee short of straight"), measure),
            )
        ):
            words = Text(label)
            words.setFixedWidth(15 * GRID)
            grid.addWidget(words, i, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(widget, i, 1)
        layout.addLayout(grid)
        self.show_result(None)

    def show_result(self, result: SlumpSide | None) -> None:
        """Show what is recorded; tells nobody."""
        self._result = result
        self.symptom.set_value(result.symptom if result else None)
        self.release.set_value(result.release if result else None)
        self.release.setEnabled(result is not None)
        for widget in (self.degrees, self.less, self.more):
            widget.setEnabled(result is not None)
        self.degrees.blockSignals(True)
        known = result is not None and result.degrees is not None
        self.degrees.setValue(round(result.degrees) if known else NOT_MEASURED)  # type: ignore[union-attr, arg-type]
        self.degrees.blockSignals(False)

    def _on_symptom(self, symptom: str | None) -> None:
        if symptom is None:
            self.changed.emit(None)
        else:
            self._ask(symptom=symptom)

    def _ask(self, *, symptom: str | None = None, release: str | None = None) -> None:
        now = self._result
        degrees = self.degrees.value()
        self.changed.emit(
            SlumpSide(
                symptom=symptom or (now.symptom if now else "none"),  # type: ignore[arg-type]
                release=release or (now.release if now else "not-done"),  # type: ignore[arg-type]
                degrees=None if degrees == NOT_MEASURED else float(degrees),
            )
        )


def _step_button(text: str, name: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "tight")
    button.setFixedWidth(TOUCH)
    button.setAccessibleName(name)
    button.clicked.connect(act)
    return button


class _Outputs(QFrame):
    """The two readings of the test, never mixed."""

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._words = {
            "positive": self.tr("positive"),
            "not positive": self.tr("not positive"),
            "incomplete": self.tr("incomplete"),
            "not done": self.tr("not done"),
        }
        self.structural = Text(strong=True)
        self.author = Text(strong=True)
        self.text = Text()
        layout = column(self, margin=2 * GRID)
        layout.addWidget(Text(self.tr("Two readings of the test"), step=16, strong=True))
        layout.addWidget(
            Text(self.tr("Read by moving a distant part (own symptom that the head changes)"), role="muted")
        )
        layout.addWidget(self.structural)
        degrees = atlas.rules.slump.tighter_degrees
        title = self.tr("Read by the author's second criterion (own symptom, and/or one side tighter by {n}\u00b0)")
        layout.addWidget(Text(title.format(n=f"{degrees:g}"), role="muted"))
        layout.addWidget(self.author)
        layout.addWidget(WhoSaysSo(atlas.sources, atlas.rules.slump.sources, what=self.tr("tighter")))
        layout.addWidget(self.text)

    def show_reading(self, reading: SlumpReading) -> None:
        """Put both readings into words."""
        self.structural.setText(
            self.tr("{result} (left: {left}, right: {right})").format(
                result=self._words[reading.result].capitalize(),
                left=self._words[reading.left],
                right=self._words[reading.right],
            )
        )
        criterion = reading.author_criterion
        yes, no = self.tr("yes"), self.tr("no")
        self.author.setText(
            self.tr("{met} (own symptom: {replicates}, tighter: {tighter})").format(
                met=self.tr("Met") if criterion.met else self.tr("Not met"),
                replicates=yes if criterion.replicates else no,
                tighter=yes if criterion.tighter else no,
            )
        )
        self.text.setText(reading.text)
        self.text.setVisible(bool(reading.text))
