"""What happens on a fault of the program itself: the case is kept first, then a report is shown that can be copied.

The report holds kinds and places of the fault, never its message or any value: those could hold what a person typed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QWidget

from nervemap import __version__

if TYPE_CHECKING:  # what only a fault needs is read when there is one: the window opens sooner
    from PySide6.QtWidgets import QMessageBox

_PACKAGE = Path(__file__).resolve().parents[1]


def report_of(error: BaseException) -> str:
    """Kind and places of a fault and of those behind it, innermost last; no message, no values."""
    import platform
    import traceback

    lines = [f"nervemap {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.system()}"]
    one: BaseException | None = error
    while one is not None:
        lines.append(type(one).__name__)
        for frame in traceback.extract_tb(one.__traceback__):
            path = Path(frame.filename)
            inside = path.is_relative_to(_PACKAGE)
            lines.append(f"  {path.relative_to(_PACKAGE) if inside else path.name}:{frame.lineno} in {frame.name}")
        one = one.__cause__ or one.__context__
    return "\n".join(lines)


def guard(window: QWidget, keep: Callable[[], bool]) -> None:
    """From now on keep the case (`keep`) on any fault of the program, and show its report; the window stays open."""
    guardian = _Guardian(window, keep)

    def on_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = report_of(error)
        print(report, file=sys.stderr)
        guardian.happened.emit(report)

    sys.excepthook = on_fault


class _Guardian(QObject):
    """Keeps and tells in the window's own thread, wherever the fault was."""

    happened = Signal(str)

    def __init__(self, window: QWidget, keep: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._keep = window, keep
        self._shown: QMessageBox | None = None
        self.happened.connect(self._on_fault)

    def _on_fault(self, report: str) -> None:
        try:
            kept = self._keep()
        except Exception:
            kept = False
        if self._shown is None or not self._shown.isVisible():
            self._shown = _box(self._window, report, kept)
            self._shown.open()


def _box(window: QWidget, report: str, kept: bool) -> QMessageBox:
    from PySide6.QtWidgets import QApplication, QMessageBox

    box = QMessageBox(window)
    box.setWindowTitle("nervemap")
    box.setTextFormat(Qt.TextFormat.PlainText)
    tr = QCoreApplication.translate
    box.setText(tr("Fault", "Something in the program went wrong."))
    box.setInformativeText(
        tr("Fault", "Your case has been kept. Save it, then close the window and open it again.")
        if kept
        else tr("Fault", "Your case could not be kept. Save it now under another name.")
    )
    box.setDetailedText(report)
    copy = box.addButton(tr("Fault", "Copy the report"), QMessageBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QApplication.clipboard().setText(report))
    box.addButton(QMessageBox.StandardButton.Close)
    return box
