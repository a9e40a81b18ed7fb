"""The figures of all places come together in one table at the end of a run."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.bench.figures import Figure, table

FIGURES = pytest.StashKey[list[Figure]]()
WORDS = pytest.StashKey[list[str]]()
Note = Callable[..., None]
DOCUMENT = Path(__file__).parents[2] / "docs/benchmarks.md"
MACHINE = (
    f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
    f"PySide6 {version('PySide6-Essentials')}; load {os.getloadavg()[0]:.1f} when the run began."
)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """`note(*figures)` puts them into the table, and fails where one misses its limit by more than a slow machine may.

    `slowness`: how much slower than usual the machine is. `words`: a line to stand above the table.
    """

    def note(*figures: Figure, slowness: float = 1.0, words: str = "") -> None:
        request.config.stash.setdefault(FIGURES, []).extend(figures)
        request.config.stash.setdefault(WORDS, []).extend([words] if words else [])
        missed = [
            f"{one.name}: {one.measured:.1f} {one.unit}, allowed here {one.allowed(slowness):.1f}"
            for one in figures
            if not one.holds(one.allowed(slowness))
        ]
        assert not missed, "\n".join(missed)

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    stash = config.stash
    if figures := stash.get(FIGURES, []):
        told = "\n".join([MACHINE, *stash.get(WORDS, []), "", *table(figures)])
        terminalreporter.write(f"\n{told}\n\n")
        if config.getoption("refill"):
            before, begins, rest = DOCUMENT.read_text(encoding="utf-8").partition("## A run\n")
            _, ends, after = rest.partition("\n## ")
            DOCUMENT.write_text(f"{before}{begins}\n{told}\n{ends}{after}", encoding="utf-8")
