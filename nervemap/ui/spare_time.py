"""What an act, or the next start, would have to wait for is made ready while nobody asks, one thing after another."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from nervemap.ui.memory import give_back

if TYPE_CHECKING:
    from nervemap.anatomy.body import Body
    from nervemap.ui.explained import Explained
    from nervemap.ui.map_view import MapView
    from nervemap.ui.opening import Album

PAUSE_MS = 150  # between two things: what a person does meanwhile goes first
_MODULES = (
    *("nervemap.case.written", "contourpy"),
    *(f"nervemap.ui.{one}_panel" for one in ("signs", "slump", "statement", "case")),
    "nervemap.ui.pipe_controller",
)
_RESTS_WITHIN = 400  # spare moments, until the map is given up that nobody sees


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
        give_back()


def to_keep(album: Album | None, map_: MapView) -> Iterator[object]:
    """The picture of a map that rests as it opened, for the next start."""
    for _ in range(_RESTS_WITHIN if album else 0):
        rests = map_.rests
        yield None  # in which the map that rests is painted
        if rests:
            break
    if album and (drawn := map_.resting()):
        album.keep(*drawn)


def to_read(body: Body, explained: Explained) -> Iterator[object]:
    """Modules of the pages, the layers of the chart, and where sites lie."""
    for module in _MODULES:
        yield import_module(module)
    for layer in (body.chart.regions, body.chart.territories, body.chart.dermatomes):
        yield layer.grid
    finding = Thread(target=lambda: explained.positions)  # whoever needs them meanwhile waits for them
    finding.start()
    while finding.is_alive():
        yield None
