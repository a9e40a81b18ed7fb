"""Strict reading of comma-separated files: what is right comes typed, what is wrong comes with file and line."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervemap.anatomy.tables import Table, read_csv
from nervemap.content.faults import ContentError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "points.csv"


def read(file: Path) -> Table:
    return read_csv(file, text=("name",), numbers=("x", "y", "z"), optional_numbers=("t",))


def faults(file: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read(file)
    return [str(fault) for fault in caught.value.faults]


def test_columns_are_typed_when_the_file_is_right(file: Path) -> None:
    file.write_text('t,name,x,y,z,note\n,"knee, inner", 1,2,3.5,\n\n0.5,hip,-4,5e1,6,said\n', encoding="utf-8")
    table = read(file)
    assert table.text == {"name": ("knee, inner", "hip")}
    assert np.array_equal(table.points(), [[1, 2, 3.5], [-4, 50, 6]])
    assert math.isnan(table.numbers["t"][0])
    assert table.numbers["t"][1] == 0.5
    assert table.lines == (2, 4)
    assert str(table.fault(1, "x", "is odd", "mend it")) == "points.csv:4: x: is odd; mend it"


def test_all_cells_are_told_when_several_are_wrong(file: Path) -> None:
    file.write_text("name,x,y,z,t\na,1,2,3,nan\nb,one,2,,\nc,1,inf,3,1e308\n", encoding="utf-8")
    assert faults(file) == [
        "points.csv:2: t: “nan” is not a number; write a number below a million",
        "points.csv:3: x: “one” is not a number; write a number below a million",
        "points.csv:3: z: “” is not a number; write a number below a million",
        "points.csv:4: y: “inf” is not a number; write a number below a million",
        "points.csv:4: t: “1e308” is not a number; write a number below a million",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name,x,y,t\na,1,2,\n", "points.csv:1: z: the column is missing; add it"),
        (b"name,x,y,z,t\na,1,2,3\n", "points.csv:2: has 4 cells; write 5, as in the first line"),
        (b"name,x,y,z,t\n", "points.csv: has no rows; put them back"),
        (b"", "points.csv:1: name: the column is missing; add it"),
        (b"name,x,y,z,t\n\xff,1,2,3,\n", "points.csv: is not UTF-8; save it as UTF-8"),
        (b'name,x,y,z,t\n"a"b,1,2,3,\n', "points.csv:2: is not CSV"),
    ],
)
def test_fault_is_told_when_the_file_is_wrong(file: Path, content: bytes, words: str) -> None:
    file.write_bytes(content)
    assert any(fault.startswith(words) for fault in faults(file))


def test_fault_is_told_when_the_file_is_missing_or_a_folder(file: Path) -> None:
    assert faults(file) == ["points.csv: the file is missing; put it back"]
    file.mkdir()
    assert faults(file) == ["points.csv: is no plain file; put the file there"]


@given(content=st.one_of(st.binary(), st.text(alphabet='name,xyzt"\n\r 0123.e-\0').map(str.encode)))
def test_nothing_but_faults_is_raised_when_the_file_is_garbage(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    try:
        table = read(file)
    except ContentError as error:
        assert error.faults
    else:
        assert np.isfinite(table.points()).all()
