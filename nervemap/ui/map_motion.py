"""What moves on the map by itself: from one view to another, and from one picture to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from nervemap.anatomy.views import View

ANIMATION_MS = 280


class Motion(QObject):
    """One movement at a time; a new one ends the one before where it is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.animation: QVariantAnimation | None = None

    def start(self, step: Callable[[float], None], finish: Callable[[], None]) -> None:
        """Call `step` with 0 to 1 while time goes, then `finish`."""
        self.stop()

        def end() -> None:
            self.animation = None
            finish()

        self.animation = animation = QVariantAnimation(self)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.setDuration(ANIMATION_MS)
        animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        animation.valueChanged.connect(step)
        animation.finished.connect(end)
        animation.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def stop(self) -> None:
        """End at once what moves; `finish` is not called."""
        if self.animation:
            self.animation.finished.disconnect()
            self.animation.stop()
        self.animation = None


def way(start: View, goal: View) -> Callable[[float], View] | None:
    """The views between two, by the share of the way from 0 to 1; None where they have other panes: no way leads there.

    The back is the front turned half round, so the way between them can be walked.
    """
    if goal.name in ("front", "back"):
        start = _as_turned_front(start)
    if start.name == "front":
        goal = _as_turned_front(goal)
    if start.name != goal.name:
        return None
    turn = (goal.turn - start.turn + 180) % 360 - 180

    def between(share: float) -> View:
        return replace(
            goal,
            turn=start.turn + turn * share,
            tilt=start.tilt + (goal.tilt - start.tilt) * share,
            zoom=start.zoom + (goal.zoom - start.zoom) * share,
            pan=(
                start.pan[0] + (goal.pan[0] - start.pan[0]) * share,
                start.pan[1] + (goal.pan[1] - start.pan[1]) * share,
            ),
        )

    return between


def _as_turned_front(view: View) -> View:
    return replace(view, name="front", turn=view.turn + 180) if view.name == "back" else view
