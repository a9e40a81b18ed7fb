"""What glibc is told about memory; elsewhere nothing is done. A picture of the body borrows some 20 MB for a moment."""

from __future__ import annotations

import ctypes
import sys

_ARENA_MAX = -8  # M_ARENA_MAX of malloc.h


def one_heap() -> None:
    """Let the thread that makes pictures sharp borrow from the same heap as the first one, not from one of its own."""
    if mallopt := _function("mallopt"):
        mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Give what was borrowed and is free again back to the system. Takes a few milliseconds."""
    if malloc_trim := _function("malloc_trim"):
        malloc_trim(0)


def _function(name: str) -> ctypes._NamedFuncPointer | None:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
