"""The slump test step by step: the figure moves as the person should, the words to say, and what was felt."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from nervemap.anatomy.figure import Figure
from nervemap.case.case import Case, SlumpSide, StepNote
from nervemap.case.examination import noted
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side, Step
from nervemap.palette import Palette
from nervemap.ui.figure_view import FigureView
from nervemap.ui.side_part import MOST_DEGREES, Stepper
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, ScrollColumn, Text, WhoSaysSo, column, restyle, row

_FELT = ("baseline", "sit", "slump", "chin", "knee", "foot")
_NO_SYMPTOM = ("baseline",)


class SlumpSteps(QWidget):
    """One step at a time, for one side; every record is asked for upward."""

    slump_requested = Signal(str, object)

    def __init__(self, atlas: Atlas, figure: Figure, palette: Palette) -> None:
        super().__init__()
        self._atlas = atlas
        self._test = atlas.tests["slump"]
        self._case = Case()
        self._side: Side = "left"
        self._at = 0
        self.figure = FigureView(figure, palette)
        self.figure.canvas.show_test("slump")
        sides = {"left": self.tr("Left leg"), "right": self.tr("Right leg")}
        self.side = Choice(sides, name=self.tr("Side tested"), clearable=False)
        self.side.chosen.connect(self._on_side)
        self.first = Text(role="muted")
        self.title = Text(strong=True)
        self.say = Text(step=20, role="accent")
        self.do = Text()
        self.ask = Text(strong=True)
        self.back = QPushButton(self.tr("Back"))
        self.on = QPushButton(self.tr("Next step"))
        self.back.clicked.connect(lambda: self.show_step(self._at - 1))
        self.on.clicked.connect(lambda: self.show_step(self._at + 1))
        self._who = QWidget()
        self._who_layout = column(self._who)
        self._make_record()

        page = ScrollColumn(gap=GRID)
        page.layout_.addWidget(self.figure)
        page.layout_.addWidget(self.say)
        page.layout_.addWidget(self.ask)
        page.layout_.addWidget(self.record)
        page.layout_.addWidget(self.do)
        page.layout_.addWidget(self._who)
        page.layout_.addStretch()
        self.page = page
        head = column(gap=GRID)
        head.setContentsMargins(3 * GRID, GRID, 3 * GRID, 0)
        head.addLayout(row(self.side, self.first, stretch_last=True))
        foot = row(self.back, self.title, self.on, gap=2 * GRID)
        foot.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        foot.setStretch(1, 1)
        foot.takeAt(3)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(self, gap=0)
        layout.addLayout(head)
        layout.addWidget(page, 1)
        layout.addLayout(foot)
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
                "above-pelvis": self.tr("Above the pelvis"),
                "leg": self.tr("In the leg"),
                "below-knee": self.tr("Below the knee"),
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
        self.stop = Choice({one.id: one.text for one in self._test.stopped_for}, name=self.tr("Stopped because of"))
        self.record = QFrame()
        self.record.setProperty("kind", "card")
        grid = QGridLayout(self.record)
        grid.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        self._rows: dict[str, tuple[Text, QWidget]] = {}
        for i, (key, label, widget) in enumerate(
            (
                ("symptom", self.tr("Felt"), self.symptom),
                ("strength", self.tr("Strength, 0 to 10"), self.strength),
                ("degrees", self.tr("Knee short of straight"), self.degrees),
                ("knee", self.tr("or in words"), self.knee),
                ("order", self.tr("Order"), self.order),
                ("place", self.tr("The symptom is"), self.place),
                ("moved", self.tr("Moved"), self.moved),
                ("release", self.tr("Then it"), self.release),
                ("stop", self.tr("Stopped early"), self.stop),
            )
        ):
            words = Text(label)
            words.setFixedWidth(14 * GRID)
            grid.addWidget(words, i, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(widget, i, 1)
            words.setContentsMargins(0, GRID + 2, 0, 0)
            self._rows[key] = words, widget
        self.symptom.chosen.connect(self._on_symptom)
        self.strength.changed.connect(lambda value: self._note(intensity=None if value is None else round(value)))
        self.degrees.changed.connect(lambda degrees: self._ask(degrees=degrees))
        self.knee.chosen.connect(lambda knee: self._ask(knee=knee))
        self.order.chosen.connect(self._on_order)
        self.place.chosen.connect(lambda place: self._ask(place=place))
        self.moved.chosen.connect(lambda moved: self._ask(moved=moved))
        self.release.chosen.connect(lambda release: self._ask(release=release))
        self.stop.chosen.connect(lambda reason: self._ask(stopped=reason))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.figure.setFixedHeight(max(18 * GRID, min(36 * GRID, round(self.height() * 0.42))))
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
        less_sore = self._case.less_sore
        if less_sore is None:
            self.first.setText(self.tr("Less sore side first."))
        else:
            self.first.setText(
                self.tr("This is the less sore side.")
                if less_sore == self._side
                else self.tr("This is the sorer side.")
            )
        asked = self._case.contraindications is not None
        if not asked:
            self.first.setText(self.tr("Reasons not to test: not asked."))
        restyle(self.first, role="muted" if asked else "attention")
        self.title.setText(
            self.tr("{n} of {total}: {title}").format(n=self._at + 1, total=len(steps), title=step.title)
        )
        self.say.setText(f"\u201c{step.say}\u201d")
        self.do.setText(step.do)
        self.ask.setText(self.tr("Ask: {ask}").format(ask=step.ask) if step.ask else "")
        self.ask.setVisible(bool(step.ask))
        self._show_who(step)
        self.back.setEnabled(self._at > 0)
        self.on.setEnabled(self._at < len(steps) - 1)
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
        self.stop.set_value(recorded.stopped if recorded else None)
        shown = {
            "symptom": step.id in _FELT and step.id not in _NO_SYMPTOM,
            "strength": step.id in _FELT,
            "degrees": step.id == "knee",
            "knee": step.id == "knee",
            "order": step.id in ("knee", "foot"),
            "place": step.id == "release",
            "moved": step.id == "release",
            "release": step.id == "release",
            "stop": step.id not in ("baseline", "note"),
        }
        for key, (words, widget) in self._rows.items():
            words.setVisible(shown[key])
            widget.setVisible(shown[key])
        self.record.setVisible(any(shown.values()))

    def _show_who(self, step: Step) -> None:
        while (item := self._who_layout.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        self._who_layout.addWidget(WhoSaysSo(self._atlas.sources, step.sources, what=step.title))

    def _on_side(self, side: Side) -> None:
        self._side = side
        self._at = min(self._at, len(self._steps()) - 1)
        self._show()

    def _on_symptom(self, symptom: str | None) -> None:
        self._note(symptom=symptom or "none")

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
