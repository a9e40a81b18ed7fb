"""What glibc is told about memory; elsewhere nothing is done. A picture of the body borrows some 20 MB for a moment."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # of malloc.h
_MB = 1 << 20


def one_heap() -> None:
    """Let the thread that makes pictures sharp borrow from the same heap as the first one, not from one of its own.

    What it borrows again and again (up to 32 MB at once) stays at hand until `give_back`: to ask the system for it anew
    took a quarter of the time.
    """
    if mallopt := _function("mallopt"):
        mallopt(_ARENA_MAX, 1)
        mallopt(_MMAP_THRESHOLD, 32 * _MB)
        mallopt(_TRIM_THRESHOLD, 64 * _MB)


def give_back() -> None:
    """Give what was borrowed and is free again back to the system. Takes a few milliseconds."""
    if malloc_trim := _function("malloc_trim"):
        malloc_trim(0)


def _function(name: str) -> ctypes._NamedFuncPointer | None:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
