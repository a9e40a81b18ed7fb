"""The tests: what comes before, the slump step by step, what it showed, and its relatives. Locked by urgent answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QStackedLayout, QWidget

from nervemap.anatomy.figure import Figure
from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model_examination import Test
from nervemap.palette import Palette
from nervemap.reasoning.findings import SlumpReading, TestReading
from nervemap.ui.before_panel import BeforePanel
from nervemap.ui.figure_view import FigureView
from nervemap.ui.pages_place import PagesPlace
from nervemap.ui.relatives_panel import RelativesPanel
from nervemap.ui.slump_result import SlumpResult
from nervemap.ui.slump_steps import SlumpSteps
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Heading, ScrollColumn, Text, card, column, row


class SlumpPanel(QWidget):
    """Leads through the tests. When to stop stays in sight wherever something is tested.

    A page and the figure are made when they are first shown, or asked for.
    """

    slump_requested = Signal(str, object)  # side; SlumpSide, or None to take it back
    tighter_requested = Signal(object)
    relative_requested = Signal(str, str, object)  # test id, side, SlumpSide or None
    nerve_requested = Signal(str)
    urgent_requested = Signal()

    def __init__(self, atlas: Atlas, load: Callable[[], Figure], palette: Palette) -> None:
        super().__init__()
        self._atlas, self._load, self._palette = atlas, load, palette
        self._is_locked = False
        self._reduced_motion = False
        self._case = Case()
        self._reading: SlumpReading | None = None
        self._readings: tuple[TestReading, ...] = ()
        self.before = BeforePanel(atlas)
        self.before.start_requested.connect(lambda: self.show_page("steps"))
        self._open = PagesPlace(
            {
                "before": (self.tr("Before"), lambda: self.before),
                "steps": (self.tr("Slump test"), lambda: self.steps),
                "result": (self.tr("Result"), lambda: self.result),
                "others": (self.tr("Other tests"), lambda: self.relatives),
            },
            name=self.tr("Show"),
        )
        self.pages = self._open.pages
        self.stop_bar = _stop_bar(self, atlas.tests["slump"])
        self._open.layout_.addWidget(self.stop_bar)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._open)
        self._stack.addWidget(self._locked_page())
        self._open.page_changed.connect(self._on_page)
        self._on_page("before")

    @cached_property
    def _figure(self) -> Figure:
        return self._load()

    @cached_property
    def steps(self) -> SlumpSteps:
        """The slump, step by step."""
        steps = SlumpSteps(self._atlas, self._figure, self._palette)
        steps.slump_requested.connect(self.slump_requested)
        steps.result_requested.connect(lambda: self.show_page("result"))
        steps.figure.canvas.reduced_motion = self._reduced_motion
        steps.show_case(self._case)
        return steps

    @cached_property
    def result(self) -> SlumpResult:
        """What the slump showed."""
        result = SlumpResult(self._atlas)
        result.slump_requested.connect(self.slump_requested)
        result.outputs.tighter_requested.connect(self.tighter_requested)
        result.show_case(self._case)
        if self._reading:
            result.outputs.show_reading(self._reading)
        return result

    @cached_property
    def relatives(self) -> RelativesPanel:
        """The other tests."""
        relatives = RelativesPanel(self._atlas, self._figure, self._palette)
        relatives.test_shown.connect(self._show_stop_bar)
        relatives.relative_requested.connect(self.relative_requested)
        relatives.nerve_requested.connect(self.nerve_requested)
        relatives.figure.canvas.reduced_motion = self._reduced_motion
        relatives.show_case(self._case)
        relatives.show_readings(self._readings)
        return relatives

    @property
    def _figures(self) -> list[FigureView]:
        made = self.__dict__
        return [made[name].figure for name in ("steps", "relatives") if name in made]

    def _locked_page(self) -> QWidget:
        page = ScrollColumn()
        frame, inner = card("notice")
        inner.addWidget(Heading(self.tr("The tests wait"), step=16))
        self.lock_text = Text()
        inner.addWidget(self.lock_text)
        button = QPushButton(self.tr("Go to the urgent questions"))
        button.clicked.connect(self.urgent_requested)
        self._reasons = QPushButton(self.tr("Show the reasons not to test"))
        self._reasons.clicked.connect(lambda: self.show_page("before"))
        inner.addLayout(row(button, self._reasons))
        page.layout_.addWidget(frame)
        page.layout_.addStretch()
        return page

    def show_page(self, page: str) -> None:
        """Show `before`, `steps`, `result` or `others`."""
        self._open.show_page(page)

    def _on_page(self, page: str) -> None:
        self._stack.setCurrentIndex(1 if self.is_locked and page != "before" else 0)
        self._show_stop_bar()

    def _show_stop_bar(self) -> None:
        page = self.pages.value
        self.stop_bar.setVisible(page == "steps" or (page == "others" and self.relatives.shows_test))

    def show_test(self, test: str) -> None:
        """Show one test: the slump, or one of its relatives."""
        if test == "slump":
            self.show_page("steps")
        else:
            self.show_page("others")
            self.relatives.show_test(test)

    def show_case(self, case: Case) -> None:
        """Show what is recorded."""
        self._case = case
        self._reasons.setVisible(bool(case.contraindications))
        for page in ("before", "steps", "result", "relatives"):
            if page in self.__dict__:
                getattr(self, page).show_case(case)

    def show_reading(self, reading: SlumpReading) -> None:
        """Show the two readings of the slump."""
        self._reading = reading
        if "result" in self.__dict__:
            self.result.outputs.show_reading(reading)

    def show_readings(self, readings: Iterable[TestReading]) -> None:
        """Show how the other tests are read."""
        self._readings = tuple(readings)
        if "relatives" in self.__dict__:
            self.relatives.show_readings(self._readings)

    def set_locked(self, text: str | None) -> None:
        """Put the message in place of the tests; None gives them back. The reasons not to test can still be changed."""
        was_locked, self._is_locked = self.is_locked, text is not None
        self.lock_text.setText(text or "")
        if self.is_locked != was_locked:
            self._stack.setCurrentIndex(1 if self.is_locked else 0)

    @property
    def is_locked(self) -> bool:
        """Whether a message stands in place of the tests."""
        return self._is_locked

    def set_reduced_motion(self, reduced: bool) -> None:
        """Take every pose at once, or move to it."""
        self._reduced_motion = reduced
        for view in self._figures:
            view.canvas.reduced_motion = reduced

    def apply_palette(self, palette: Palette) -> None:
        """Paint the figures in these colours."""
        self._palette = palette
        for view in self._figures:
            view.canvas.apply_palette(palette)


def _stop_bar(panel: SlumpPanel, test: Test) -> QFrame:
    """When to stop: stays in sight whatever is shown or scrolled."""
    bar = QFrame()
    bar.setProperty("kind", "stop")
    layout = column(bar, gap=0)
    layout.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
    bar.setAccessibleName(panel.tr("When to stop"))
    layout.addWidget(Text(" ".join(said.text for said in test.stop_rules), role="attention"))
    return bar
