"""Work in progress, kept in the program's own private folder while a window is open; the file itself is never touched.

What a window leaves behind there without saying goodbye (killed, power cut) is offered to the next one.
"""

from __future__ import annotations

import contextlib
import datetime
import uuid
from pathlib import Path
from typing import Any

import msgspec

from nervemap.case.disk import Lock, state_folder, sweep, write_whole
from nervemap.case.file import ENDING, CaseFileError, Document, file_text, from_text
from nervemap.content.atlas import Atlas

MOST_ASIDE = 5
_KEY, _ASIDE = "recovery", "aside-"


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """Work that a window left behind: the document, the file that it belongs to (None: never saved), and when.

    `aside`: another case took its place, nothing went wrong.
    """

    document: Document
    file: Path | None
    base: str | None
    saved: str
    kept: Path
    aside: bool


class Autosave:
    """Keeps the work of one window; as long as the window lives, no other one takes it for left behind."""

    def __init__(self) -> None:
        self._kept: Path | None = None
        self._lock: Lock | None = None

    def keep(self, document: Document, file: Path | None, base: str | None) -> None:
        """Keep the document as it is now; `base` is the mark of the file's bytes that it grew from.

        Raises OSError where nothing can be kept.
        """
        if self._kept is None or self._lock is None:
            folder = state_folder(_KEY)
            self._kept = folder / f"{uuid.uuid4().hex}{ENDING}"
            self._lock = Lock(self._kept.with_suffix(".lock"))
            self._lock.take()
        write_whole(self._kept, _text(document, file, base).encode("utf-8"))

    def put_aside(self, document: Document) -> None:
        """Keep a case that was never saved when another one takes its place, to be found again under the recent files.

        Raises OSError where nothing can be kept.
        """
        self.forget()
        for old in [one for one in _all_left() if one.name.startswith(_ASIDE)][MOST_ASIDE - 1 :]:
            _remove(old)
        path = state_folder(_KEY) / f"{_ASIDE}{uuid.uuid4().hex}{ENDING}"
        write_whole(path, _text(document, None, None).encode("utf-8"))

    def forget(self) -> None:
        """Nothing is in progress: what was kept is removed."""
        if self._kept is not None and self._lock is not None:
            _remove(self._kept)
            self._lock.free()
        self._kept = self._lock = None


def left_behind(atlas: Atlas) -> list[Left]:
    """What windows left behind that are no longer there, newest first; what can't be read is left where it is."""
    found: list[Left] = []
    for kept in _all_left():
        lock = Lock(kept.with_suffix(".lock"))
        with contextlib.suppress(CaseFileError, OSError):
            if lock.take():
                lock.free()
                document = from_text(file_text(kept), kept.name, atlas)
                found.append(_left(document, kept))
    return sorted(found, key=lambda one: one.saved, reverse=True)


def drop(left: Left) -> None:
    """What was left behind has been taken over, or is not wanted."""
    _remove(left.kept)


def _all_left() -> list[Path]:
    """The files of the folder, newest first."""
    try:
        sweep(state_folder(_KEY))
        found = [(path.stat().st_mtime_ns, path) for path in state_folder(_KEY).glob(f"*{ENDING}")]
    except OSError:
        return []
    return [path for _, path in sorted(found, reverse=True)]


def _text(document: Document, file: Path | None, base: str | None) -> str:
    from nervemap.case.written import to_text

    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    note = {"file": str(file) if file else None, "base": base, "saved": now}
    raw = {key: value for key, value in document.raw.items() if key != _KEY} | {_KEY: note}
    return to_text(msgspec.structs.replace(document, raw=raw))


def _left(document: Document, kept: Path) -> Left:
    note: Any = document.raw.get(_KEY)
    note = note if isinstance(note, dict) else {}
    file, base = note.get("file"), note.get("base")
    raw = {key: value for key, value in document.raw.items() if key != _KEY}
    return Left(
        document=msgspec.structs.replace(document, raw=raw),
        file=Path(file) if isinstance(file, str) else None,
        base=base if isinstance(base, str) else None,
        saved=str(note.get("saved", "")),
        kept=kept,
        aside=kept.name.startswith(_ASIDE),
    )


def _remove(kept: Path) -> None:
    kept.unlink(missing_ok=True)
    kept.with_suffix(".lock").unlink(missing_ok=True)
