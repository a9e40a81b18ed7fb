"""Memory that was borrowed for a picture goes back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nervemap.ui.memory import give_back, one_heap


def in_hand_mb() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells in /proc, and only glibc is told")
def test_memory_when_given_back_is_the_systems_again() -> None:
    one_heap()
    borrowed = [bytes(1000) for _ in range(60_000)]
    kept = borrowed[-1]  # so that the heap can't simply end lower
    before = in_hand_mb()
    del borrowed
    give_back()
    assert in_hand_mb() < before - 20
    assert len(kept) == 1000
