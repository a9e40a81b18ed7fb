"""How the record is put on the disk: whole or not at all, private, and by one window at a time."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import IO

import platformdirs

LEFT_AFTER_S = 60
_HALF_WRITTEN = re.compile(r"\.(.+)\.[0-9a-f]{8}\.(?:part|last)")


def state_folder(name: str) -> Path:
    """The program's own private folder of this name (locks, recovery, recent files), made where it is missing.

    Raises OSError where it can't be made.
    """
    folder = Path(platformdirs.user_state_path("nervemap", appauthor=False)) / name
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def backup_of(path: Path) -> Path:
    """Where the last good version of a file is kept: beside it, with a `~` behind its name."""
    return Path(f"{path}~")


def write_whole(path: Path, content: bytes, *, keep_last: bool = False, private: bool = True) -> None:
    """Write a file whole or not at all: a temporary file beside it, synced, then put in its place.

    A link is followed, so that the link stays one. A replaced file keeps its permissions, a new one is `private`.
    `keep_last` keeps the version before as `backup_of(path)`. Raises OSError; then the file is as it was.
    """
    path = Path(os.path.realpath(path))
    part = _beside(path, "part")
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    first_mode = 0o666 if mode is None and not private else 0o600
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, first_mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            part.chmod(mode)
        if keep_last and path.exists():
            _keep(path)
        os.replace(part, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = str(path)  # the name that the person knows
        raise
    _sync_folder(path.parent)


def sweep(folder: Path, name: str | None = None) -> None:
    """Remove what killed programs left half written in a folder, or of the one file that is named.

    Only what has lain there for a while: another program may be writing just now.
    """
    with contextlib.suppress(OSError):
        for left in folder.iterdir():
            found = _HALF_WRITTEN.fullmatch(left.name)
            ours = found and (name is None or found[1] == name[:100])
            if ours and time.time() - left.stat().st_mtime > LEFT_AFTER_S:
                left.unlink()


def _beside(path: Path, ending: str) -> Path:
    """A name beside a file that no other program has."""
    return path.with_name(f".{path.name[:100]}.{os.urandom(4).hex()}.{ending}")


def _keep(path: Path) -> None:
    """Keep what stands there; at no moment are there fewer good versions than before."""
    spare = _beside(path, "last")
    try:
        try:
            os.link(path, spare)
        except OSError:  # a file system without links
            shutil.copy2(path, spare)
        os.replace(spare, backup_of(path))
    except BaseException:
        spare.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # some file systems refuse to sync a folder; the file itself is on the disk
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Lock:
    """Held by one process at a time; the system frees it when that process ends, however it ends.

    Where no lock can be made (no private folder, a file system without locks) it holds nobody off.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    @classmethod
    def of_file(cls, path: Path) -> Lock:
        """The lock of a case file: it lies in the program's own folder, never beside the file."""
        import hashlib  # with a library for much else behind it, which a start does without

        name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
        try:
            return cls(state_folder("locks") / f"{name}.lock")
        except OSError:
            return cls(None)

    def take(self) -> bool:
        """Take the lock; False where another window holds it."""
        if self._file is not None or self._path is None:
            return True
        try:
            file = open(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")  # noqa: SIM115 - held until `free`
        except OSError:
            return True
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            file.close()
            return False
        except OSError:
            file.close()
            return True
        self._file = file
        return True

    def free(self) -> None:
        """Let go of the lock."""
        if self._file is not None:
            self._file.close()
            self._file = None
