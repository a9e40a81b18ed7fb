"""Starts the window: checks that it can be shown, reads the content, and tells faults in one line each."""

from __future__ import annotations

import builtins
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nervemap.content.atlas import load_atlas
from nervemap.content.faults import ContentError

if TYPE_CHECKING:
    from nervemap.ui.main_window import MainWindow

_NOT_THERE = "there is no such command or file; try nervemap --help"


def main(argv: list[str]) -> int:
    """Open the window and return the exit code when it closes; faults go to standard error, one clear line each."""
    try:
        return _run(argv)
    except (ContentError, FileNotFoundError) as error:
        return _tell(*str(error).splitlines())


def _run(argv: list[str]) -> int:
    options = [word for word in argv if word.startswith("-")]
    if options or len(argv) > 1:
        _tell(f"unknown option {options[0]}; try nervemap --help" if options else f"{argv[0]}: {_NOT_THERE}")
        return 2
    file = Path(argv[0]) if argv else None
    if file is not None and not os.path.isfile(argv[0]):  # unlike Path's, also False where nobody may look
        return _tell(f"{argv[0] or repr('')}: {_NOT_THERE}")
    if sys.platform == "linux" and not _display_answers():
        return _tell("there is no display to open a window on; start it on a desktop, or try nervemap --help")
    gc.disable()  # until the window stands much is made and next to nothing thrown away
    atlas = load_atlas()
    bring_in_qt()

    from PySide6.QtWidgets import QApplication

    from nervemap.ui.fault import guard
    from nervemap.ui.main_window import open_window
    from nervemap.ui.memory import one_heap

    one_heap()
    app = QApplication(["nervemap"])
    window = open_window(app, atlas, at_once=file is not None)
    guard(window, window.cases.keep)
    window.show()
    window.when_whole(lambda: _begin(window, file))
    return app.exec()


def _begin(window: MainWindow, file: Path | None) -> None:
    window.cases.begin(file)
    gc.freeze()  # what stays to the end is not looked through again and again: that would halt the window each time
    gc.enable()


def bring_in_qt() -> None:
    """Import Qt, but keep Python's own way to import.

    PySide6 puts one of its own in its place, which looks for `from __feature__` in the source of every module from then
    on. Nothing here uses that, and reading two hundred sources takes a fifth of the start and keeps 10 MB.
    """
    own = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401

    builtins.__import__ = own


def _display_answers() -> bool:
    """Whether a window can be shown: Qt itself would end the process with words of its own."""
    if "QT_QPA_PLATFORM" in os.environ or "WAYLAND_DISPLAY" in os.environ:
        return True
    host, colon, number = os.environ.get("DISPLAY", "").partition(":")
    if host or not colon:
        return bool(host)  # a display on another machine is left to Qt
    door = Path(f"/tmp/.X11-unix/X{number.partition('.')[0]}")
    return door.exists() or f"@{door}\n" in Path("/proc/net/unix").read_text(encoding="ascii", errors="replace")


def _tell(*lines: str) -> int:
    for line in lines:
        print(f"nervemap: {line}", file=sys.stderr)
    return 1
