"""What an act would have to wait for is made ready while nobody asks, one thing after another."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 150  # between two things: what a person does meanwhile goes first


class SpareTime(QTimer):
    """Takes one of `acts` after each pause, until there are none left; then it is no longer active."""

    def __init__(self, parent: QObject, acts: Iterator[object], pause_ms: int = PAUSE_MS) -> None:
        super().__init__(parent, singleShot=True, interval=pause_ms)
        self.acts = acts
        self.timeout.connect(self._on_time)

    def _on_time(self) -> None:
        for _ in self.acts:
            self.start()
            return
