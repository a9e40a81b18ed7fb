"""What stands under the steps of a test: back, where one is, on, and the stop that records why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from nervemap.content.model import NamedSaid
from nervemap.ui.announcing import Live
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Text, Toggle, card, column, row


class StepFoot(QWidget):
    """Stays in sight below what scrolls. Pressing "Stop" asks for the reason; the reason is the record."""

    step_requested = Signal(int)
    stop_requested = Signal(object)  # the id of the reason, or None to take it back

    def __init__(self, reasons: tuple[NamedSaid, ...]) -> None:
        super().__init__()
        self._at = 0
        self.back = QPushButton(self.tr("Back"))
        self.on = QPushButton(self.tr("Next step"))
        self.back.clicked.connect(lambda: self.step_requested.emit(self._at - 1))
        self.on.clicked.connect(lambda: self.step_requested.emit(self._at + 1))
        self.stop = Toggle(self.tr("Stop"))
        self.stop.setProperty("tone", "danger")
        self.stop.clicked.connect(self._on_stop)
        self.title = Live(strong=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.why, inner = card("notice")
        inner.addWidget(Text(self.tr("Stopped because of"), role="attention", strong=True))
        self.reasons = Choice({one.id: one.text for one in reasons}, name=self.tr("Stopped because of"))
        self.reasons.chosen.connect(self.stop_requested)
        inner.addWidget(self.reasons)
        line = row(self.back, self.title, self.stop, self.on)
        line.setStretch(1, 1)
        line.takeAt(4)
        layout = column(self)
        layout.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        layout.addWidget(self.why)
        layout.addLayout(line)
        self._stopped: str | None = None
        self._show_why(False)

    def show_step(self, at: int, titles: tuple[str, ...], on: str = "") -> None:
        """Show where one is among the steps; `on` is said in place of "Next step"."""
        self._at = at
        self.title.setText(
            self.tr("{n} of {total}: {title}").format(n=at + 1, total=len(titles), title=titles[at]) if titles else ""
        )
        self.back.setEnabled(at > 0)
        self.on.setEnabled(bool(on) or at < len(titles) - 1)
        self.on.setText(on or self.tr("Next step"))

    def show_stopped(self, reason: str | None) -> None:
        """Show why a side was stopped early; None where it was not."""
        if reason != self._stopped or reason:
            self._show_why(reason is not None)
        self._stopped = reason
        self.reasons.set_value(reason)

    def close_reasons(self) -> None:
        """Another side or test is shown: a question that was left open is not asked of it."""
        self._show_why(False)

    def _on_stop(self) -> None:
        self._show_why(self.why.isHidden() or self._stopped is not None)

    def _show_why(self, shown: bool) -> None:
        self.why.setVisible(shown)
        self.stop.setChecked(shown)
