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


def kept(
    name: str,
    made_from: Iterable[Path],
    make: Callable[[], T],
    to_bytes: Callable[[T], bytes],
    from_bytes: Callable[[bytes], T],
) -> T:
    """The thing of this name as it was kept, or else made (and kept for the next time).

    `made_from`: the files that it depends on, those of the program too. `from_bytes` raises ValueError (or one of its
    kinds) where the bytes are not what `to_bytes` has written. What `make` raises goes through.
    """
    files = sorted(made_from)
    mark = _mark(files)
    path = _folder() / name
    with contextlib.suppress(OSError, ValueError):
        found = path.read_bytes()
        content = found[2 * len(mark) :]
        if found.startswith(mark + source_hash(content)):
            return from_bytes(content)
    made = make()
    if mark == _mark(files):  # else a file has changed meanwhile
        _write(path, mark, to_bytes(made))
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
