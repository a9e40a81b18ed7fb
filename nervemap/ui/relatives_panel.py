"""The relatives of the slump: a list to choose from, and one of them with its figure, words and record."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from nervemap.anatomy.figure import Figure
from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.content.model_examination import Test
from nervemap.palette import Palette
from nervemap.reasoning.findings import TestReading
from nervemap.reasoning.wording import capital
from nervemap.ui.announcing import Live
from nervemap.ui.card_parts import who_says
from nervemap.ui.figure_view import FigureView
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.side_part import SidePart, less_sore_words
from nervemap.ui.slump_result import background, result_words
from nervemap.ui.step_foot import StepFoot
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Heading, ScrollColumn, Text, clear, column, row

_MOST_NAMES = 2  # of the nerves that a test loads, in the list


class RelativesPanel(QWidget):
    """The list, or one test; the nerves that it loads lead back to the map."""

    relative_requested = Signal(str, str, object)  # test id, side, SlumpSide or None
    nerve_requested = Signal(str)
    test_shown = Signal(bool)  # a test, or the list

    def __init__(self, atlas: Atlas, figure: Figure, palette: Palette) -> None:
        super().__init__()
        self.one = RelativeTest(atlas, figure, palette)
        self.figure = self.one.figure
        self.one.relative_requested.connect(self.relative_requested)
        self.one.nerve_requested.connect(self.nerve_requested)
        self.one.list_requested.connect(self.show_list)
        self._recorded: dict[str, Text] = {}
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._list(atlas))
        self._stack.addWidget(self.one)

    def _list(self, atlas: Atlas) -> QWidget:
        page = ScrollColumn(gap=GRID)
        page.layout_.addWidget(Heading(self.tr("Other tests")))
        page.layout_.addWidget(
            Text(self.tr("Each loads some nerves more than others. Three leg raises can be recorded."), role="muted")
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        tests = [test for test in atlas.tests.values() if test.id != "slump"]
        for i, test in enumerate(tests):
            button = QPushButton(test.short or test.name)
            button.setProperty("kind", "flat")
            button.setAccessibleName(self.tr("Test: {name}").format(name=test.name))
            button.clicked.connect(lambda _=False, id_=test.id: self.show_test(id_))
            names = [atlas.nerves[nerve].name for nerve in test.biases[:_MOST_NAMES]]
            more = self.tr(" and more") if len(test.biases) > _MOST_NAMES else ""
            words = column(gap=0)
            words.addWidget(Text(f"{', '.join(names).capitalize()}{more}", role="muted"))
            self._recorded[test.id] = Text(role="accent")
            words.addWidget(self._recorded[test.id])
            grid.addWidget(button, i, 0)
            grid.addLayout(words, i, 1)
        page.layout_.addLayout(grid)
        page.layout_.addStretch()
        return page

    def show_list(self) -> None:
        """Show all of them to choose from."""
        self._stack.setCurrentIndex(0)
        self.test_shown.emit(False)

    def show_test(self, test: str) -> None:
        """Show one test from its first step."""
        self.one.show_test(test)
        self._stack.setCurrentIndex(1)
        self.test_shown.emit(True)

    @property
    def shows_test(self) -> bool:
        """Whether one test is in sight, not the list."""
        return self._stack.currentIndex() == 1

    def show_case(self, case: Case) -> None:
        """Show what is recorded for the test in sight."""
        self.one.show_case(case)

    def show_readings(self, readings: Iterable[TestReading]) -> None:
        """Show how the recorded tests are read by moving a distant part."""
        found = {one.test: one for one in readings}
        words = result_words(self)
        for test, text in self._recorded.items():
            one = found.get(test)
            said = (
                self.tr("Left: {left}. Right: {right}.").format(left=words[one.left], right=words[one.right])
                if one
                else ""
            )
            text.setText(said)
            text.setVisible(bool(said))
        self.one.show_reading({test: text.text() for test, text in self._recorded.items()})


class RelativeTest(QWidget):
    """One test: its steps with figure and words, what it loads, and for leg raises the record of one side."""

    relative_requested = Signal(str, str, object)
    nerve_requested = Signal(str)
    list_requested = Signal()

    def __init__(self, atlas: Atlas, figure: Figure, palette: Palette) -> None:
        super().__init__()
        self._atlas = atlas
        self._figure_data = figure
        self._case = Case()
        self._readings: dict[str, str] = {}
        self._test = atlas.tests["slr-tibial"]
        self._side: Side = "left"
        self._at = 0
        sides = {"left": self.tr("Left"), "right": self.tr("Right")}
        self.side = Choice(sides, name=self.tr("Side tested"), clearable=False)
        self.side.chosen.connect(self._on_side)
        self.first = Text(role="muted")
        self.figure = FigureView(figure, palette, self.side, self.first)
        self.title = Heading("", step=16)
        self.all = QPushButton(self.tr("\u2039 All tests"))
        self.all.setProperty("kind", "flat")
        self.all.clicked.connect(self.list_requested)
        self.plain = Text(role="muted")
        self.say = Live(step=20, role="accent")
        self.ask = Live(strong=True)
        self.do = Text()
        self.part = SidePart(released=self.tr("Distant part moved: it"), measured=self.tr("Leg lifted to"))
        self.part.changed.connect(self._on_part)
        self.reading = Text(role="accent")
        self.foot = StepFoot(atlas.tests["slump"].stopped_for)
        self.foot.step_requested.connect(self._show_step)
        self.foot.stop_requested.connect(self.part.stop)
        self._nerves = QWidget()
        self._nerves.setLayout(FlowRow(gap=2 * GRID))
        self._more = QVBoxLayout()
        page = ScrollColumn(gap=GRID)
        page.layout_.addLayout(row(self.all, self.title, gap=2 * GRID, stretch_last=True))
        for widget in (self.figure, self.say, self.ask, self.part, self.reading, self.do, self.plain):
            page.layout_.addWidget(widget)
        loads = column(gap=0)
        loads.addWidget(Text(self.tr("Loads more (press to see it on the map)"), role="muted"))
        loads.addWidget(self._nerves)
        page.layout_.addLayout(loads)
        page.layout_.addLayout(self._more)
        page.layout_.addStretch(1)
        layout = column(self, gap=0)
        layout.addWidget(page, 1)
        layout.addWidget(self.foot)
        self.show_test("slr-tibial")

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.figure.set_height(max(20 * GRID, min(40 * GRID, round(self.height() * 0.38))))

    @property
    def test(self) -> Test:
        """The test that is shown."""
        return self._test

    def show_test(self, test: str) -> None:
        """Show one test from its first step."""
        self._test = one = self._atlas.tests[test]
        self.title.setText(one.name)
        self.plain.setText(one.plain)
        drawn = test in self._figure_data.poses
        self.figure.setVisible(drawn)
        if drawn:
            self.figure.canvas.show_test(test)
        layout = self._nerves.layout()
        assert layout is not None
        clear(layout)
        for nerve in one.biases:
            link = QPushButton(self._atlas.nerves[nerve].name)
            link.setProperty("kind", "link")
            link.clicked.connect(lambda _=False, nerve=nerve: self.nerve_requested.emit(nerve))
            layout.addWidget(link)
        clear(self._more)
        self._more.addLayout(row(who_says(self._atlas.sources, one.sources, what=one.name)))
        if one.readings or one.notes or one.accuracy:
            self._more.addWidget(background(self, self._atlas, one))
        recorded = bool(one.steps)
        for widget in (self.side, self.first, self.say, self.part, self.foot.stop):
            widget.setVisible(recorded)
        self.foot.close_reasons()
        self._show_step(0)
        self.show_case(self._case)

    def show_case(self, case: Case) -> None:
        """Show what is recorded for the test in sight; before anything is, the less sore side stands first."""
        if case.less_sore and not case.relatives and case.less_sore != self._case.less_sore:
            self._side = case.less_sore
        self._case = case
        result = case.relatives.get(self._test.id, {}).get(self._side)
        self.side.set_value(self._side)
        self.first.setText(less_sore_words(self, case, self._side))
        self.part.show_result(result)
        self.foot.show_stopped(result.stopped if result else None)
        self.show_reading(self._readings)

    def show_reading(self, readings: dict[str, str]) -> None:
        """Show how the recorded tests are read, by their ids."""
        self._readings = readings
        self.reading.setText(readings.get(self._test.id, ""))
        self.reading.setVisible(bool(self.reading.text()))

    def _show_step(self, at: int) -> None:
        """A step with its words; without steps the poses that are drawn, or the position as text."""
        steps = self._test.steps
        poses = self._figure_data.poses.get(self._test.id, ())
        names = [step.title for step in steps] or [capital(pose.name) for pose in poses]
        self._at = max(0, min(at, len(names) - 1))
        self.foot.setVisible(len(names) > 1)
        self.foot.show_step(self._at, tuple(names))
        step = steps[self._at] if steps else None
        self.say.setText(f"\u201c{step.say}\u201d" if step else "")
        self.ask.setText(self.tr("Ask: {ask}").format(ask=step.ask) if step and step.ask else "")
        self.ask.setVisible(bool(self.ask.text()))
        self.do.setText(step.do if step else self._test.position)
        if poses:
            self.figure.canvas.show_step(step.id if step else poses[self._at].step)

    def _on_side(self, side: Side) -> None:
        self._side = side
        self.foot.close_reasons()
        self.show_case(self._case)

    def _on_part(self, result: object) -> None:
        self.relative_requested.emit(self._test.id, self._side, result)
