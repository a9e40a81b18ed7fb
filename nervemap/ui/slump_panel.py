"""The tests: what comes before, the slump step by step, what it showed, and its relatives. Locked by urgent answers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QStackedLayout, QStackedWidget, QWidget

from nervemap.anatomy.figure import Figure
from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import Test
from nervemap.palette import Palette
from nervemap.reasoning.findings import SlumpReading
from nervemap.ui.before_panel import BeforePanel
from nervemap.ui.relatives_panel import RelativesPanel
from nervemap.ui.slump_result import SlumpResult
from nervemap.ui.slump_steps import SlumpSteps
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Heading, ScrollColumn, Text, card, column, row


class SlumpPanel(QWidget):
    """Leads through the tests. When to stop stays in sight wherever something is tested."""

    slump_requested = Signal(str, object)  # side; SlumpSide, or None to take it back
    urgent_requested = Signal()

    def __init__(self, atlas: Atlas, figure: Figure, palette: Palette) -> None:
        super().__init__()
        self._is_locked = False
        self.before = BeforePanel(atlas)
        self.steps = SlumpSteps(atlas, figure, palette)
        self.result = SlumpResult(atlas)
        self.relatives = RelativesPanel(atlas, figure, palette)
        self.steps.slump_requested.connect(self.slump_requested)
        self.result.slump_requested.connect(self.slump_requested)
        self.pages = Choice(
            {
                "before": self.tr("Before"),
                "steps": self.tr("Slump test"),
                "result": self.tr("Result"),
                "others": self.tr("Other tests"),
            },
            name=self.tr("Show"),
            clearable=False,
            kind="page",
        )
        self._widgets: dict[str, QWidget] = {
            "before": self.before,
            "steps": self.steps,
            "result": self.result,
            "others": self.relatives,
        }
        self._pages = QStackedWidget()
        for widget in self._widgets.values():
            self._pages.addWidget(widget)
        self.stop_bar = _stop_bar(self, atlas.tests["slump"])
        open_part = QWidget()
        layout = column(open_part, gap=0)
        holder = column(gap=0)
        holder.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 0)
        holder.addWidget(self.pages)
        layout.addLayout(holder)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.stop_bar)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(open_part)
        self._stack.addWidget(self._locked_page())
        self.pages.chosen.connect(self.show_page)
        self.relatives.test_shown.connect(self._show_stop_bar)
        self.show_page("before")

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
        self.pages.set_value(page)
        self._pages.setCurrentWidget(self._widgets[page])
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
        self.before.show_case(case)
        self._reasons.setVisible(bool(case.contraindications))
        self.steps.show_case(case)
        self.result.show_case(case)
        self.relatives.show_case(case)

    def show_reading(self, reading: SlumpReading) -> None:
        """Show the two readings of the slump."""
        self.result.outputs.show_reading(reading)

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
        for view in (self.steps.figure, self.relatives.figure):
            view.canvas.reduced_motion = reduced

    def apply_palette(self, palette: Palette) -> None:
        """Paint the figures in these colours."""
        for view in (self.steps.figure, self.relatives.figure):
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
