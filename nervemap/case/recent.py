"""The case files that were used last, newest first; kept in the program's own private folder."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from nervemap.case.disk import state_folder, write_whole

MOST = 8
_NAME = "recent.json"


def recent_files() -> list[Path]:
    """The files that are still there; none where the list can't be read."""
    try:
        names = msgspec.json.decode((state_folder("recent") / _NAME).read_bytes(), type=list[str])
        return [path for path in map(Path, names[:MOST]) if os.path.isfile(path)]  # False where nobody may look
    except (OSError, ValueError):  # a lost list is no fault
        return []


def remember(path: Path) -> None:
    """Put a file at the head of the list."""
    path = path.absolute()
    _write([path, *(one for one in recent_files() if one != path)][:MOST])


def forget_all() -> None:
    """Empty the list."""
    _write([])


def _write(paths: list[Path]) -> None:
    with contextlib.suppress(OSError):  # a list that can't be kept is no reason to stop anyone
        write_whole(state_folder("recent") / _NAME, msgspec.json.encode([str(path) for path in paths]))
