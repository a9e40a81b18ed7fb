"""The relatives of the slump: which nerve each one loads and how it goes; leg raises are recorded for both sides."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from nervemap.anatomy.figure import Figure
from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side, Test
from nervemap.palette import Palette
from nervemap.ui.figure_view import FigureView
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.side_part import SidePart
from nervemap.ui.slump_result import background
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Heading, ScrollColumn, Text, WhoSaysSo, clear, column, row


class RelativesPanel(QWidget):
    """One test at a time; the nerves that it loads lead back to the map."""

    relative_requested = Signal(str, str, object)  # test id, side, SlumpSide or None
    nerve_requested = Signal(str)

    def __init__(self, atlas: Atlas, figure: Figure, palette: Palette) -> None:
        super().__init__()
        self._atlas = atlas
        self._figure_data = figure
        self._case = Case()
        self._at = 0
        self.figure = FigureView(figure, palette)
        names = {test.id: test.short or test.name for test in atlas.tests.values() if test.id != "slump"}
        self.tests = Choice(names, name=self.tr("Test"), clearable=False)
        self.tests.chosen.connect(self.show_test)
        self.title = Heading("", step=16)
        self.plain = Text()
        self.say = Text(step=20, role="accent")
        self.do = Text()
        self.back = QPushButton(self.tr("Back"))
        self.on = QPushButton(self.tr("Next step"))
        self.back.clicked.connect(lambda: self._show_step(self._at - 1))
        self.on.clicked.connect(lambda: self._show_step(self._at + 1))
        self._nav = QWidget()
        self._nav.setLayout(row(self.back, self.on))
        self.sides: dict[Side, SidePart] = {}
        page = ScrollColumn(gap=2 * GRID)
        column(self).addWidget(page)
        page.layout_.addWidget(self.tests)
        page.layout_.addWidget(self.title)
        self.figure.setFixedHeight(30 * GRID)
        page.layout_.addWidget(self.figure)
        page.layout_.addWidget(self.say)
        page.layout_.addWidget(self.do)
        page.layout_.addWidget(self._nav)
        page.layout_.addWidget(self.plain)
        loads = column(gap=0)
        loads.addWidget(Text(self.tr("Loads more (press to see it on the map)"), role="muted"))
        self._nerves = QWidget()
        self._nerves.setLayout(FlowRow(gap=2 * GRID))
        loads.addWidget(self._nerves)
        page.layout_.addLayout(loads)
        sides: tuple[tuple[Side, str], ...] = (("left", self.tr("Left leg")), ("right", self.tr("Right leg")))
        for side, title in sides:
            part = SidePart(title, released=self.tr("Distant part moved: it"), measured=self.tr("Leg lifted to"))
            part.changed.connect(lambda result, side=side: self.relative_requested.emit(self.test.id, side, result))
            self.sides[side] = part
            page.layout_.addWidget(part)
        self._more = QVBoxLayout()
        page.layout_.addLayout(self._more)
        page.layout_.addStretch()
        self.page = page
        self.show_test("slr-tibial")

    @property
    def test(self) -> Test:
        """The test that is shown."""
        return self._atlas.tests[self.tests.value or "slr-tibial"]

    def show_test(self, test: str) -> None:
        """Show one test from its first step."""
        self.tests.set_value(test)
        row_ = self.test
        self.title.setText(row_.name)
        self.plain.setText(row_.plain)
        drawn = test in self._figure_data.poses
        self.figure.setVisible(drawn)
        if drawn:
            self.figure.canvas.show_test(test)
        layout = self._nerves.layout()
        assert layout is not None
        clear(layout)
        for nerve in row_.biases:
            link = QPushButton(self._atlas.nerves[nerve].name)
            link.setProperty("kind", "link")
            link.clicked.connect(lambda _=False, nerve=nerve: self.nerve_requested.emit(nerve))
            layout.addWidget(link)
        clear(self._more)
        self._more.addWidget(WhoSaysSo(self._atlas.sources, row_.sources, what=row_.name))
        if row_.readings or row_.notes or row_.accuracy:
            self._more.addWidget(background(self, self._atlas, row_))
        self._show_step(0)
        self.show_case(self._case)

    def show_case(self, case: Case) -> None:
        """Show what is recorded for the test in sight."""
        self._case = case
        for side, part in self.sides.items():
            part.setVisible(bool(self.test.steps))
            part.show_result(case.relatives.get(self.test.id, {}).get(side))

    def _show_step(self, at: int) -> None:
        """A step with its words; without steps the poses that are drawn, or the position as text."""
        steps = self.test.steps
        poses = self._figure_data.poses.get(self.test.id, ())
        count = len(steps) or len(poses)
        self._at = max(0, min(at, count - 1))
        self._nav.setVisible(count > 1)
        self.back.setEnabled(self._at > 0)
        self.on.setEnabled(self._at < count - 1)
        self.say.setVisible(bool(steps))
        if steps:
            step = steps[self._at]
            self.say.setText(f"\u201c{step.say}\u201d")
            ask = f"\n{self.tr('Ask: {ask}').format(ask=step.ask)}" if step.ask else ""
            self.do.setText(f"{self._at + 1}. {step.title}. {step.do}{ask}")
            self.figure.canvas.show_step(step.id)
        elif poses:
            pose = poses[self._at]
            self.do.setText(f"{self._at + 1}. {pose.name[:1].upper()}{pose.name[1:]}.\n{self.test.position}")
            self.figure.canvas.show_step(pose.step)
        else:
            self.do.setText(self.test.position)
