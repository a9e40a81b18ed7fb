"""Read the comma-separated files of `data/body/` strictly: typed columns, or every fault with file and line."""

from __future__ import annotations

import csv
import io
import math
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nervemap.content.faults import ContentError, Fault, shown_path

Floats = NDArray[np.float64]

_MOST = 1e6
"""No length in a body, no angle and no count is as large; what is would run over in single precision."""


@dataclass(frozen=True)
class Table:
    """The wanted columns of one file: `text` as written (stripped), `numbers` as float64 with NaN for an empty cell.

    `lines` holds the line of the file (from 1) that each row ends on, for faults found later.
    """

    path: Path
    lines: tuple[int, ...]
    text: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, Floats]

    def points(self) -> Floats:
        """The columns x, y and z side by side, shape (rows, 3)."""
        return np.column_stack([self.numbers["x"], self.numbers["y"], self.numbers["z"]])

    def fault(self, row: int, field: str | None, message: str, remedy: str = "") -> Fault:
        """A fault that points at a row of this table."""
        return Fault(shown_path(self.path), self.lines[row], field, message, remedy)


def read_csv(
    path: Path,
    *,
    text: Sequence[str] = (),
    numbers: Sequence[str] = (),
    optional_numbers: Sequence[str] = (),
) -> Table:
    """Read the named columns of a file; other columns are passed over, empty lines too.

    Raises `ContentError` with all faults: the file is missing, can't be read, is not UTF-8 or has no rows, a column is
    missing, a row has too few or too many cells, a cell is not a number below a million (NaN and infinity are none; an
    empty cell is a fault outside `optional_numbers`).
    """
    name = shown_path(path)
    header, rows, lines = _read_rows(path, name)
    wanted = (*text, *numbers, *optional_numbers)
    faults = [Fault(name, 1, column, "the column is missing", "add it") for column in wanted if column not in header]
    faults += [
        Fault(name, line, None, f"has {len(row)} cells", f"write {len(header)}, as in the first line")
        for line, row in zip(lines, rows, strict=True)
        if len(row) != len(header)
    ]
    if not rows and not faults:
        faults.append(Fault(name, None, None, "has no rows", "put them back"))
    if faults:
        raise ContentError(faults)

    place = {column: header.index(column) for column in wanted}
    cells = {column: tuple([row[at].strip() for row in rows]) for column, at in place.items()}
    values: dict[str, Floats] = {}
    for column in (*numbers, *optional_numbers):
        words = cells[column]
        if column in optional_numbers:
            words = tuple(word or "nan" for word in words)
        try:
            values[column] = np.array([float(word) for word in words], dtype=np.float64)
        except ValueError:
            values[column] = np.array([_number(word) for word in words], dtype=np.float64)
        faults += [
            Fault(
                name,
                lines[row],
                column,
                f"“{cells[column][row][:40]}” is not a number",
                "write a number below a million",
            )
            for row in np.flatnonzero(~(np.abs(values[column]) < _MOST)).tolist()
            if cells[column][row] or column not in optional_numbers
        ]
    if faults:
        raise ContentError(sorted(faults, key=lambda fault: fault.line or 0))
    return Table(path, tuple(lines), {column: cells[column] for column in text}, values)


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return math.nan


def _read_rows(path: Path, name: str) -> tuple[list[str], list[list[str]], list[int]]:
    """The first line, the rows that hold anything, and the line that each ends on."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # reading a pipe or a device might never end
            raise ContentError([Fault(name, None, None, "is no plain file", "put the file there")])
        content = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ContentError([Fault(name, None, None, "the file is missing", "put it back")]) from None
    except UnicodeDecodeError:
        raise ContentError([Fault(name, None, None, "is not UTF-8", "save it as UTF-8")]) from None
    except OSError as error:
        message = f"can't be read ({error.strerror})"
        raise ContentError([Fault(name, None, None, message, "check the file and its permissions")]) from None
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        header = next(reader, [])
        for row in reader:
            if row:
                rows.append(row)
                lines.append(reader.line_num)
    except csv.Error as error:
        raise ContentError([Fault(name, reader.line_num, None, f"is not CSV ({error})", "mend the quotes")]) from None
    return header, rows, lines
