"""The figures of all places come together in one table at the end of a run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bench.figures import Figure, table

FIGURES = pytest.StashKey[list[Figure]]()
WORDS = pytest.StashKey[list[str]]()
Note = Callable[..., None]


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    stash = terminalreporter.config.stash
    if figures := stash.get(FIGURES, []):
        terminalreporter.write("\n".join(["", *stash.get(WORDS, []), "", *table(figures), "", ""]))
