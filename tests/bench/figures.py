"""A figure of the benchmark and its line in the one table that a run prints at its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

HEADROOM = 2.0
"""How far a figure may miss its limit before the run fails: the limits are meant for a quiet machine."""


class Figure(NamedTuple):
    """A line of the table. Where `least` is set, more is better; where `timed` is not, a slow machine is no excuse."""

    place: str
    name: str
    measured: float
    limit: float
    unit: str
    least: bool = False
    timed: bool = True

    def allowed(self, slowness: float) -> float:
        slack = HEADROOM * (slowness if self.timed else 1.0)
        return self.limit / slack if self.least else self.limit * slack

    def holds(self, allowed: float) -> bool:
        return self.measured >= allowed if self.least else self.measured <= allowed


def table(figures: Iterable[Figure]) -> list[str]:
    """The lines of the table, as Markdown."""
    lines = [
        f"| {'place':11} | {'figure':46} | measured | limit | unit      | measured / limit |",
        f"|{'-' * 13}|{'-' * 48}|---------:|------:|-----------|-----------------:|",
    ]
    for one in figures:
        limit = f"{'≥' if one.least else '≤'} {one.limit:3.4g}"
        share = f"{one.measured / one.limit:16.2f}"
        lines.append(f"| {one.place:11} | {one.name:46} | {one.measured:8.1f} | {limit:5} | {one.unit:9} | {share} |")
    return lines
