"""What takes long is done beside the window, which answers meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 15  # how soon is told what came of it


class Beside(QTimer):
    """Does `work` in a thread of its own; then `then` is told here what it gave.

    When `parent` goes meanwhile, the work is done to its end, but nobody is told. The program does not end before it:
    what is being written is written. A fault in the work is raised here. The work may read no module that names Qt for
    the first time: `ui/pipe_plot.py` says why.
    """

    def __init__(self, parent: QObject, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        super().__init__(parent, interval=LOOK_MS)
        self._work, self._then = work, then
        self._given: Any = None
        self._fault: BaseException | None = None
        self._thread = Thread(target=self._do)
        self.timeout.connect(self._look)
        self.start()
        self._thread.start()

    def _do(self) -> None:
        try:
            self._given = self._work()
        except BaseException as fault:
            self._fault = fault

    def _look(self) -> None:
        if not self._thread.is_alive():
            self.finish()

    def finish(self) -> None:
        """Wait for its end, if need be, and tell at once."""
        self._thread.join()
        if self.isActive():
            self.stop()
            self.deleteLater()
            if self._fault:
                raise self._fault
            self._then(self._given)
