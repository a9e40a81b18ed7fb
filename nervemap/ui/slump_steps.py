"""The slump test step by step: the figure moves as the person should, the words to say, and what was felt."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from nervemap.anatomy.figure import Figure
from nervemap.case.case import Case, SlumpSide, StepNote
from nervemap.case.examination import MOST_DEGREES, not_noted, noted, stopped
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.content.model_examination import Step
from nervemap.palette import Palette
from nervemap.reasoning.slump import side_result
from nervemap.ui.announcing import Live
from nervemap.ui.card_parts import who_says
from nervemap.ui.figure_view import FigureView
from nervemap.ui.record_lines import RecordLines
from nervemap.ui.side_part import Stepper, less_sore_words
from nervemap.ui.step_foot import StepFoot
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, ScrollColumn, Text, card, clear, column, restyle, wide_row

_FELT = ("symptom", "strength")
_LINES = {
    "baseline": ("strength",),
    "sit": _FELT,
    "slump": _FELT,
    "chin": _FELT,
    "knee": (*_FELT, "degrees", "knee", "order"),
    "foot": (*_FELT, "order"),
    "release": ("place", "moved", "release"),
    "other-side": ("strength",),
}
_AFTER = ("release", "other-side", "note")


class SlumpSteps(QWidget):
    """One step at a time, for one side; every record is asked for upward."""

    slump_requested = Signal(str, object)
    result_requested = Signal()

    def __init__(self, atlas: Atlas, figure: Figure, palette: Palette) -> None:
        super().__init__()
        self._atlas = atlas
        self._test = atlas.tests["slump"]
        self._case = Case()
        self._side: Side = "left"
        self._at = 0
        sides = {"left": self.tr("Left"), "right": self.tr("Right")}
        self.side = Choice(sides, name=self.tr("Side tested"), clearable=False)
        self.side.chosen.connect(self._on_side)
        self.first = Text(role="muted")
        self.figure = FigureView(figure, palette, self.side, self.first)
        self.figure.canvas.show_test("slump")
        self.say = Live(step=20, role="accent")
        self.ask = Live(strong=True)
        self.foot = StepFoot(self._test.stopped_for)
        self.foot.step_requested.connect(self._on_step)
        self.foot.stop_requested.connect(self._on_stop)
        self.needed = Text(
            self.tr("The own symptom was felt. Moving only this distant part is needed for a result."), role="attention"
        )
        self.do = Text()
        self._who = QWidget()
        self._who_layout = column(self._who)
        do = QWidget()
        do.setLayout(wide_row(self.do, self._who))
        self._make_record()

        page = ScrollColumn(gap=GRID)
        for widget in (self.figure, self.say, self.ask, self.needed, self.record, do):
            page.layout_.addWidget(widget)
        page.layout_.addStretch(1)
        self.page = page
        layout = column(self, gap=0)
        layout.addWidget(page, 1)
        layout.addWidget(self.foot)
        self.show_step(0)

    def _make_record(self) -> None:
        self.symptom = Choice(
            {"none": self.tr("Nothing"), "stretch": self.tr("Stretch"), "own": self.tr("Own symptom")},
            name=self.tr("Felt at this step"),
        )
        self.strength = Stepper(self.tr("How strong, 0 to 10"), 10)
        self.degrees = Stepper(self.tr("Knee short of straight"), MOST_DEGREES, step=5, unit="\u00b0")
        self.knee = Choice(
            {
                "straight": self.tr("Straight"),
                "nearly": self.tr("Nearly"),
                "half": self.tr("Half"),
                "little": self.tr("Little"),
            },
            name=self.tr("Knee in words"),
        )
        self.order = Choice({"foot": self.tr("Foot before knee")}, name=self.tr("Order"))
        self.place = Choice(
            {
                "above-pelvis": self.tr("Above pelvis"),
                "leg": self.tr("In the leg"),
                "below-knee": self.tr("Below knee"),
            },
            name=self.tr("Where the symptom is"),
        )
        self.moved = Choice(
            {"head": self.tr("Head lifted"), "ankle": self.tr("Ankle let go")},
            name=self.tr("What was moved"),
            clearable=False,
        )
        self.release = Choice(
            {
                "eases": self.tr("Eases"),
                "same": self.tr("Same"),
                "worse": self.tr("Worse"),
                "not-done": self.tr("Not done"),
            },
            name=self.tr("What it did"),
            clearable=False,
        )
        self.record, inner = card()
        self._lines = RecordLines()
        inner.addWidget(self._lines)
        for key, label, widget in (
            ("symptom", self.tr("Felt"), self.symptom),
            ("strength", self.tr("Strength, 0 to 10"), self.strength),
            ("degrees", self.tr("Knee short of straight"), self.degrees),
            ("knee", self.tr("or in words"), self.knee),
            ("order", self.tr("Order"), self.order),
            ("release", self.tr("Then it"), self.release),
            ("moved", self.tr("Moved"), self.moved),
            ("place", self.tr("The symptom is"), self.place),
        ):
            self._lines.add(key, label, widget)
        self.symptom.chosen.connect(self._on_symptom)
        self.strength.changed.connect(lambda value: self._note(intensity=None if value is None else round(value)))
        self.degrees.changed.connect(lambda degrees: self._ask(degrees=degrees))
        self.knee.chosen.connect(lambda knee: self._ask(knee=knee))
        self.order.chosen.connect(self._on_order)
        self.place.chosen.connect(lambda place: self._ask(place=place))
        self.moved.chosen.connect(lambda moved: self._ask(moved=moved))
        self.release.chosen.connect(lambda release: self._ask(release=release))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.figure.set_height(max(22 * GRID, min(44 * GRID, round(self.height() * 0.45))))
        restyle(self.say, step="20" if self.height() >= 52 * GRID else "16")

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._steps()[self._at]

    def show_step(self, at: int) -> None:
        """Go to a step by its place in the order."""
        self._at = max(0, min(at, len(self._steps()) - 1))
        self._show()

    def show_case(self, case: Case) -> None:
        """Show what is recorded; before anything is, the less sore side stands first."""
        if case.less_sore and not case.slump and case.less_sore != self._case.less_sore:
            self._side = case.less_sore
        self._case = case
        self._show()

    def _steps(self) -> tuple[Step, ...]:
        steps = {step.id: step for step in self._test.steps}
        recorded = self._case.slump.get(self._side)
        if recorded is None or not recorded.order:
            return tuple(steps.values())
        moved = [id_ for id_ in recorded.order if id_ in steps]
        places = iter(moved)
        return tuple(steps[next(places)] if id_ in moved else step for id_, step in steps.items())

    def _show(self) -> None:
        steps, step, recorded = self._steps(), self.step, self._case.slump.get(self._side)
        self.side.set_value(self._side)
        self.first.setText(less_sore_words(self, self._case, self._side))
        asked = self._case.contraindications is not None
        restyle(self.first, role="muted" if asked else "attention")
        on = self.tr("Show the result") if self._at == len(steps) - 1 else ""
        on = self.tr("Other leg") if self._other_is_next() else on
        self.foot.show_step(self._at, tuple(one.title for one in steps), on)
        self.say.setText(f"\u201c{step.say}\u201d")
        self.ask.setText(self.tr("Ask: {ask}").format(ask=step.ask) if step.ask else "")
        self.ask.setVisible(bool(step.ask))
        self.do.setText(step.do)
        clear(self._who_layout)
        self._who_layout.addWidget(who_says(self._atlas.sources, step.sources, what=step.title))
        self.figure.canvas.show_test("slump", recorded.order if recorded else ())
        self.figure.canvas.show_step(step.id)
        note = next((one for one in recorded.notes if one.step == step.id), None) if recorded else None
        self.symptom.set_value(note.symptom if note else None)
        self.strength.set_value(note.intensity if note else None)
        self.degrees.set_value(recorded.degrees if recorded else None)
        self.knee.set_value(recorded.knee if recorded else None)
        self.order.set_value("foot" if recorded and recorded.order else None)
        self.place.set_value(recorded.place if recorded else None)
        self.moved.set_value(recorded.moved if recorded else None)
        self.release.set_value(recorded.release if recorded else None)
        self.foot.show_stopped(recorded.stopped if recorded else None)
        self._lines.show_only(_LINES.get(step.id, ()))
        self.record.setVisible(step.id in _LINES)
        open_ = side_result(recorded) == "incomplete" and recorded is not None and not recorded.stopped
        self.needed.setVisible(open_ and step.id in _AFTER)

    def _other_is_next(self) -> bool:
        """Whether this side is done and nothing is recorded of the other."""
        return self.step.id == "other-side" and self._side in self._case.slump and len(self._case.slump) == 1

    def _on_step(self, at: int) -> None:
        if at > self._at and self._other_is_next():
            self._on_side("left" if self._side == "right" else "right")
        elif at == len(self._steps()):
            self.result_requested.emit()
        else:
            self.show_step(at)

    def _on_side(self, side: Side) -> None:
        """Show the other side at the same step; from the first where nothing is recorded of it."""
        if side == self._side:
            return
        self._side = side
        self.foot.close_reasons()
        self.show_step(self._at if side in self._case.slump else 0)

    def _on_stop(self, reason: str | None) -> None:
        self.slump_requested.emit(self._side, stopped(self._case.slump.get(self._side), reason))

    def _on_symptom(self, symptom: str | None) -> None:
        recorded = self._case.slump.get(self._side)
        if symptom is None and recorded is not None:
            self.slump_requested.emit(self._side, not_noted(recorded, self.step.id))
        else:
            self._note(symptom=symptom)

    def _on_order(self, order: str | None) -> None:
        self._ask(order=("foot", "knee") if order else ())

    def _note(self, **changes: object) -> None:
        recorded = self._case.slump.get(self._side)
        notes = recorded.notes if recorded else ()
        now = next((one for one in notes if one.step == self.step.id), StepNote(step=self.step.id, symptom="none"))
        self.slump_requested.emit(self._side, noted(recorded, replace(now, **changes)))

    def _ask(self, **changes: object) -> None:
        now = self._case.slump.get(self._side) or SlumpSide(symptom="none", release="not-done")
        self.slump_requested.emit(self._side, replace(now, **changes))
