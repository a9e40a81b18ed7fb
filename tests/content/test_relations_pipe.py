"""What the validator says about spoilt rows of pipe.yaml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nervemap.content.atlas import read_atlas

Spoil = Callable[[str, Callable[[Any], None]], Path]


def _gap(rows: Any) -> None:
    rows["routes"][0]["parts"][1]["start"] = "cord"


def _claim(rows: Any) -> None:
    rows["pages"][0]["claims"].append("no-such-claim")


def _field(rows: Any) -> None:
    rows["story"][1]["text"] += " {nothing}"


def _kind(rows: Any) -> None:
    del rows["kinds"][2]


def _line(rows: Any) -> None:
    del rows["story"][-1]


def _backwards(rows: Any) -> None:
    rows["thresholds"][0]["to"] = 1


def _pace(rows: Any) -> None:
    rows["regrowth"][0]["slow_mm_per_day"] = 9


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_gap, "leave a gap"),
        (_claim, "no-such-claim"),
        (_field, "nothing to fill in"),
        (_kind, "overstretched"),
        (_line, "finish"),
        (_backwards, "ends below"),
        (_pace, "no pace"),
    ],
)
def test_pipe_rows_when_spoilt_are_told_with_their_file(spoil: Spoil, change: Callable[[Any], None], says: str) -> None:
    _, faults = read_atlas(spoil("pipe", change))
    assert any("pipe.yaml" in str(fault) and says in str(fault) for fault in faults), [str(one) for one in faults]
