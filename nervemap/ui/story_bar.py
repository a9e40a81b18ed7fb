"""Steers a story, such as the pipe's: play, pause, one step on or back, speed; by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame

from nervemap.ui.announcing import Live
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Text, act_button, column, row

_PACES_MS = (7000, 4500, 2500)


class Told(Protocol):
    """A step of a story: what it says, and whatever the listener needs to show it."""

    @property
    def text(self) -> str:
        """One plain sentence or two."""


class StoryBar(QFrame):
    """One sentence at a time. `step_shown` gives each step as it is reached, `ended` that the story was left.

    Keys: space plays and pauses, left and right step, Escape leaves. Under reduced motion it never plays by itself.
    """

    step_shown = Signal(object)
    ended = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self._steps: Sequence[Told] = ()
        self._at = 0
        self._pace = 1
        self._reduced = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_time)
        self.sentence = Live(step=16)
        self.sentence.setMinimumHeight(6 * GRID)
        self.count = Text(role="muted")
        self.count.setWordWrap(False)
        self.play = act_button(self.tr("Pause"), self.tr("Pause the story"), self.toggle)
        self.back = act_button("\u2190", self.tr("One step back"), lambda: self.go(self._at - 1))
        self.on = act_button("\u2192", self.tr("One step on"), lambda: self.go(self._at + 1))
        self.pace = act_button("", self.tr("Pace of the story"), self._on_pace)
        self.leave = act_button(self.tr("Leave the story"), self.tr("Leave the story"), self.stop)
        layout = column(self, gap=GRID // 2)
        layout.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        layout.addWidget(self.sentence)
        layout.addLayout(row(self.back, self.play, self.on, self.pace, self.leave, self.count))
        self.hide()

    @property
    def is_told(self) -> bool:
        """Whether a story is being told."""
        return bool(self._steps)

    @property
    def is_playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Only steps, nothing by itself."""
        self._reduced = reduced
        if reduced:
            self._pause()
        self.play.setVisible(not reduced)
        self.pace.setVisible(not reduced)

    def tell(self, steps: Sequence[Told]) -> None:
        """Begin a story."""
        self._steps = tuple(steps)
        self._at = -1
        self.show()
        self.setFocus()
        self.go(0)
        if not self._reduced:
            self._play()

    def stop(self) -> None:
        """Leave the story; the pipe shows the case again."""
        if self._steps:
            self._steps = ()
            self._timer.stop()
            self.hide()
            self.ended.emit()

    def go(self, step: int) -> None:
        """Show a step (counted from 0); one that there is not is left alone."""
        if not 0 <= step < len(self._steps) or step == self._at:
            return
        self._at = step
        self.sentence.setText(self._steps[step].text)
        self.count.setText(self.tr("{n} of {all}").format(n=step + 1, all=len(self._steps)))
        self.back.setEnabled(step > 0)
        self.on.setEnabled(step + 1 < len(self._steps))
        self.step_shown.emit(self._steps[step])

    def toggle(self) -> None:
        """Play or pause; at the end it begins anew."""
        if self.is_playing:
            self._pause()
        elif not self._reduced:
            if self._at + 1 >= len(self._steps):
                self.go(0)
            self._play()

    def _play(self) -> None:
        self._timer.start(_PACES_MS[self._pace])
        self._show_state()

    def _pause(self) -> None:
        self._timer.stop()
        self._show_state()

    def _show_state(self) -> None:
        name = self.tr("Pause the story") if self.is_playing else self.tr("Play the story")
        self.play.setText(self.tr("Pause") if self.is_playing else self.tr("Play"))
        self.play.setAccessibleName(name)
        self.play.setToolTip(name)
        self.pace.setText((self.tr("Slow pace"), self.tr("Normal pace"), self.tr("Fast pace"))[self._pace])

    def _on_pace(self) -> None:
        self._pace = (self._pace + 1) % len(_PACES_MS)
        if self.is_playing:
            self._timer.start(_PACES_MS[self._pace])
        self._show_state()

    def _on_time(self) -> None:
        if self._at + 1 < len(self._steps):
            self.go(self._at + 1)
        if self._at + 1 >= len(self._steps):
            self._pause()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.go(self._at + (1 if event.key() == Qt.Key.Key_Right else -1))
        elif event.key() == Qt.Key.Key_Escape:
            self.stop()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        if self.is_playing:
            self._pause()
