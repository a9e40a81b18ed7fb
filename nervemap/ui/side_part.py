"""What one side of a test showed: symptom, release, degrees or a word; and a number with minus and plus."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSpinBox, QWidget

from nervemap.case.case import Case, SlumpSide
from nervemap.case.examination import MOST_DEGREES, stopped
from nervemap.content.model import Side
from nervemap.ui.record_lines import RecordLines
from nervemap.ui.theme import GRID, TOUCH
from nervemap.ui.widgets import Choice, Text, column, row


class _Number(QSpinBox):
    """A number that the wheel leaves alone, so that scrolling the page changes no record."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Stepper(QWidget):
    """A number with minus and plus, or nothing recorded."""

    changed = Signal(object)  # float, or None for not recorded

    def __init__(self, name: str, most: int, *, step: int = 1, unit: str = "", nothing: str = "") -> None:
        super().__init__()
        self._nothing = -step  # one step below 0
        self.field = _Number()
        self.field.setRange(self._nothing, most)
        self.field.setSingleStep(step)
        self.field.setSpecialValueText(nothing or self.tr("not noted"))
        self.field.setSuffix(unit)
        self.field.setKeyboardTracking(False)
        self.field.setAccessibleName(name)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.less = _step_button("\u2212", self.tr("{side}: less").format(side=name), self.field.stepDown)
        self.more = _step_button("+", self.tr("{side}: more").format(side=name), self.field.stepUp)
        self.setLayout(row(self.less, self.field, self.more))
        self.field.valueChanged.connect(lambda: self.changed.emit(self.value))
        self._keep_size()
        self.set_value(None)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._keep_size()
        super().changeEvent(event)

    def _keep_size(self) -> None:
        """What is said in place of a number is the widest that stands in the field."""
        metrics = QFontMetrics(self.font())
        across = metrics.horizontalAdvance(self.field.specialValueText()) + 4 * GRID
        self.field.setFixedSize(max(16 * GRID, across), max(TOUCH, metrics.height() + 2 * GRID))

    @property
    def value(self) -> float | None:
        """The number, or None."""
        value = self.field.value()
        return None if value == self._nothing else float(value)

    def set_value(self, value: float | None) -> None:
        """Show a number; tells nobody."""
        self.field.blockSignals(True)
        self.field.setValue(self._nothing if value is None else round(value))
        self.field.blockSignals(False)
        for button in (self.less, self.more):
            button.setAccessibleDescription(self.field.text())  # read when it changes under the keyboard


def _step_button(text: str, name: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "tight")
    button.setFixedWidth(TOUCH)
    button.setAccessibleName(name)
    button.clicked.connect(act)
    return button


class SidePart(QFrame):
    """What one side showed. A symptom must be given first; the release counts as not done until it is chosen."""

    changed = Signal(object)

    def __init__(self, title: str = "", *, released: str = "", measured: str = "", knee_words: bool = False) -> None:
        super().__init__()
        self._result: SlumpSide | None = None
        self.setProperty("kind", "card")
        self.symptom = Choice(
            {"none": self.tr("Nothing"), "stretch": self.tr("Stretch"), "own": self.tr("Own symptom")},
            name=self.tr("{side}, felt").format(side=title) if title else self.tr("Felt"),
        )
        released = released or self.tr("Head lifted: it")
        self.release = Choice(
            {
                "eases": self.tr("Eases"),
                "same": self.tr("Same"),
                "worse": self.tr("Worse"),
                "not-done": self.tr("Not done"),
            },
            name=f"{title}, {released}" if title else released,
            clearable=False,
        )
        measured = measured or self.tr("Knee short of straight")
        self.degrees = Stepper(
            f"{title}, {measured}" if title else measured,
            MOST_DEGREES,
            step=5,
            unit="\u00b0",
            nothing=self.tr("not measured"),
        )
        self.knee = Choice(
            {
                "straight": self.tr("Straight"),
                "nearly": self.tr("Nearly"),
                "half": self.tr("Half"),
                "little": self.tr("Little"),
            },
            name=self.tr("{side}, knee in words").format(side=title),
        )
        self.symptom.chosen.connect(self._on_symptom)
        self.release.chosen.connect(lambda release: self._ask(release=release))
        self.degrees.changed.connect(lambda degrees: self._ask(degrees=degrees))
        self.knee.chosen.connect(lambda knee: self._ask(knee=knee))
        self.more = Text(role="muted")

        layout = column(self, margin=2 * GRID)
        if title:
            layout.addWidget(Text(title, step=16, strong=True))
        lines = RecordLines()
        lines.add("symptom", self.tr("Leg straight: felt"), self.symptom)
        lines.add("release", released, self.release)
        lines.add("degrees", measured, self.degrees)
        lines.add("knee", self.tr("or in words"), self.knee)
        if not knee_words:
            lines.show_only(("symptom", "release", "degrees"))
        layout.addWidget(lines)
        layout.addWidget(self.more)
        self.show_result(None)

    def show_result(self, result: SlumpSide | None, more: str = "") -> None:
        """Show what is recorded, and a line with what else is; tells nobody."""
        self._result = result
        self.symptom.set_value(result.symptom if result else None)
        self.release.set_value(result.release if result else None)
        self.degrees.set_value(result.degrees if result else None)
        self.knee.set_value(result.knee if result else None)
        for widget in (self.release, self.degrees, self.knee):
            widget.setEnabled(result is not None)
        self.more.setText(more)
        self.more.setVisible(bool(more))

    def stop(self, reason: str | None) -> None:
        """Record why it was stopped early."""
        self.changed.emit(stopped(self._result, reason))

    def _on_symptom(self, symptom: str | None) -> None:
        if symptom is None:
            self.changed.emit(None)
        else:
            self._ask(symptom=symptom)

    def _ask(self, **changes: object) -> None:
        now = self._result or SlumpSide(symptom="none", release="not-done")
        self.changed.emit(replace(now, **changes))


def less_sore_words(parent: QWidget, case: Case, side: Side) -> str:
    """Whether the side that is tested is the less sore one, or that nobody asked for reasons not to test."""
    if case.contraindications is None:
        return parent.tr("Reasons not to test: not asked.")
    if case.less_sore is None:
        return parent.tr("Less sore side first.")
    return parent.tr("This is the less sore side.") if case.less_sore == side else parent.tr("This is the sorer side.")
