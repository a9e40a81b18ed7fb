"""What each side of the slump showed, its two readings, and how far they can be trusted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from nervemap.case.case import Case, SlumpSide
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.content.model_examination import Test
from nervemap.reasoning.findings import SlumpReading
from nervemap.ui.announcing import Live
from nervemap.ui.card_parts import sentence, who_says
from nervemap.ui.side_part import SidePart, Stepper
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Expander, Heading, ScrollColumn, Text, column, row, rule


class SlumpResult(QWidget):
    """The record of both sides in short, and what follows from it, read twice."""

    slump_requested = Signal(str, object)

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._test = atlas.tests["slump"]
        self.sides: dict[Side, SidePart] = {}
        self.outputs = Outputs(atlas)
        self.page = page = ScrollColumn(gap=2 * GRID)
        column(self).addWidget(page)
        page.layout_.addWidget(self.outputs)
        page.layout_.addWidget(Heading(self.tr("What each side showed"), step=16))
        sides: tuple[tuple[Side, str], ...] = (("left", self.tr("Left leg")), ("right", self.tr("Right leg")))
        for side, title in sides:
            part = SidePart(title, knee_words=True)
            part.changed.connect(lambda result, side=side: self.slump_requested.emit(side, result))
            self.sides[side] = part
            page.layout_.addWidget(part)
        self.background = background(self, atlas, self._test)
        page.layout_.addWidget(self.background)
        page.layout_.addStretch()

    def show_case(self, case: Case) -> None:
        """Show what is recorded for each side."""
        for side, part in self.sides.items():
            result = case.slump.get(side)
            part.show_result(result, self._in_short(result) if result else "")
        self.outputs.show_limit(case.tighter_degrees)

    def _in_short(self, result: SlumpSide) -> str:
        """What the steps noted beyond the four lines."""
        titles = {step.id: step.title for step in self._test.steps}
        words = {"none": self.tr("nothing"), "stretch": self.tr("stretch"), "own": self.tr("own symptom")}
        places = {
            "above-pelvis": self.tr("above the pelvis"),
            "leg": self.tr("in the leg"),
            "below-knee": self.tr("below the knee"),
        }
        parts = []
        for note in result.notes:
            strength = "" if note.intensity is None else f" {note.intensity}/10"
            felt = "" if note.step in ("baseline", "other-side") else f" {words[note.symptom]}"
            parts.append(f"{titles.get(note.step, note.step)}:{felt}{strength}")
        if result.place:
            parts.append(self.tr("felt {place}").format(place=places[result.place]))
        if result.moved == "ankle":
            parts.append(self.tr("compared by letting the ankle go"))
        if result.order:
            parts.append(self.tr("foot before knee"))
        stopped = next((one.text for one in self._test.stopped_for if one.id == result.stopped), None)
        if stopped:
            parts.append(self.tr("stopped early: {why}").format(why=stopped.lower()))
        return "; ".join(parts)


class Outputs(QFrame):
    """The two readings of the test, never mixed."""

    tighter_requested = Signal(object)

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._words = result_words(self)
        self.structural = Live(step=16, strong=True)
        self.author = Live(step=16, strong=True)
        self.text = Text()
        layout = column(self, margin=2 * GRID)
        layout.addWidget(Heading(self.tr("The slump test, read twice")))
        layout.addWidget(
            Text(self.tr("Read by moving a distant part (own symptom that the head changes)"), role="muted")
        )
        layout.addWidget(self.structural)
        layout.addWidget(rule())
        title = self.tr("Read by the author's second criterion (own symptom, and/or one side clearly tighter)")
        layout.addWidget(Text(title, role="muted"))
        layout.addWidget(self.author)
        layout.addWidget(rule())
        layout.addWidget(self.text)
        self._usual = atlas.rules.slump.tighter_degrees
        self.tighter = Stepper(self.tr("Clearly tighter from"), 90, step=5, unit="\u00b0")
        self.tighter.changed.connect(self._on_limit)
        self.show_limit(None)
        who = who_says(atlas.sources, atlas.rules.slump.sources, what=self.tr("tighter"))
        layout.addLayout(row(Text(self.tr("Clearly tighter from")), self.tighter, who))

    def show_limit(self, degrees: float | None) -> None:
        """Show from how many degrees one side counts as clearly tighter; None is the usual value, which is ours."""
        self.tighter.set_value(self._usual if degrees is None else degrees)

    def _on_limit(self, degrees: float | None) -> None:
        degrees = max(degrees or 0.0, 1.0)
        self.tighter_requested.emit(None if degrees == self._usual else degrees)

    def show_reading(self, reading: SlumpReading) -> None:
        """Put both readings into words."""
        self.structural.setText(
            self.tr("{result} (left: {left}, right: {right})").format(
                result=self._words[reading.result].capitalize(),
                left=self._words[reading.left],
                right=self._words[reading.right],
            )
        )
        self.author.setText(self._criterion(reading))
        self.text.setText(reading.text)
        self.text.setVisible(bool(reading.text))

    def _criterion(self, reading: SlumpReading) -> str:
        """The author's criterion: only what was looked at is told as a yes or a no."""
        found = reading.author_criterion
        if reading.result == "not done":
            return self._words["not done"].capitalize()
        yes, no = self.tr("yes"), self.tr("no")
        unmet = self.tr("Not met so far") if reading.result == "incomplete" else self.tr("Not met")
        return self.tr("{met} (own symptom: {replicates}, tighter: {tighter})").format(
            met=self.tr("Met") if found.met else unmet,
            replicates=yes if found.replicates else no,
            tighter=yes if found.tighter else no if reading.compared else self.tr("not compared"),
        )


def result_words(parent: QWidget) -> dict[str, str]:
    """What moving a distant part showed, in words."""
    return {
        "positive": parent.tr("positive"),
        "not positive": parent.tr("not positive"),
        "incomplete": parent.tr("incomplete"),
        "not done": parent.tr("not done"),
    }


def background(parent: QWidget, atlas: Atlas, test: Test) -> Expander:
    """How a test is read, what healthy people show, what was published about it."""

    def make() -> QWidget:
        inner = QWidget()
        layout = column(inner, margin=GRID, gap=2 * GRID)
        for said in (*test.readings, *test.notes):
            layout.addWidget(sentence(atlas.sources, said.text, said.sources, said.disputed_by))
        if test.accuracy:
            layout.addWidget(Text(parent.tr("Published about groups of people, not about one person"), strong=True))
        for accuracy in test.accuracy:
            text = accuracy.text if accuracy.confirmed else parent.tr("Not confirmed: {t}").format(t=accuracy.text)
            layout.addWidget(sentence(atlas.sources, text, accuracy.sources))
        return inner

    return Expander(parent.tr("How it is read, and how far it can be trusted"), make)
