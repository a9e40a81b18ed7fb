"""What takes long to make from files, kept in the user's cache folder for as long as those files stay as they are.

It is only ever a quicker way to the same: a kept thing is used where version, program files and content files are, byte
for byte, those it was made from. Whatever is wrong with it or with the folder, the thing is made anew; nobody is told.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from importlib.util import source_hash
from pathlib import Path
from typing import TypeVar

import nervemap

T = TypeVar("T")


class Keeper:
    """One kept thing, as bytes. `made_from`: the files that it depends on, those of the program too."""

    def __init__(self, name: str, made_from: Iterable[Path]) -> None:
        self._path = _folder() / name
        self._files = sorted(made_from)
        self._mark = _mark(self._files)

    def read(self) -> bytes | None:
        """What was kept, or None where there is nothing that was made from the files as they are."""
        with contextlib.suppress(OSError):
            found = self._path.read_bytes()
            content = found[2 * len(self._mark) :]
            if found.startswith(self._mark + source_hash(content)):
                return content
        return None

    def write(self, content: bytes) -> None:
        """Keep it for the next time, unless a file has changed since this object was made."""
        if self._mark == _mark(self._files):
            _write(self._path, self._mark, content)


def kept(
    name: str,
    made_from: Iterable[Path],
    make: Callable[[], T],
    to_bytes: Callable[[T], bytes],
    from_bytes: Callable[[bytes], T],
) -> T:
    """The thing of this name as it was kept, or else made (and kept for the next time).

    `from_bytes` raises ValueError (or one of its kinds) where the bytes are not what `to_bytes` has written. What
    `make` raises goes through.
    """
    keeper = Keeper(name, made_from)
    if (content := keeper.read()) is not None:
        with contextlib.suppress(ValueError):
            return from_bytes(content)
    made = make()
    keeper.write(to_bytes(made))
    return made


def _folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_path("nervemap", appauthor=False))


def _mark(files: list[Path]) -> bytes:
    """What stands for the program's version and for the names and bytes of the files; missing ones count as missing."""
    hashes = [source_hash(nervemap.__version__.encode())]
    for file in files:
        hashes.append(source_hash(os.fsencode(file.name)))
        with contextlib.suppress(OSError):
            hashes.append(source_hash(file.read_bytes()))
    return source_hash(b"".join(hashes))


def _write(path: Path, mark: bytes, content: bytes) -> None:
    """Whole or not at all, as other windows may read or write it at the same time."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            part.write_bytes(mark + source_hash(content) + content)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
