"""One content file -> typed rows, every fault with file, line and field; never a traceback.

Each row is converted on its own, so that one fault a row is found and all rows are looked at. Lines cost time, so the
file is read a second time for them, and only where there is a fault.
"""

from __future__ import annotations

import stat
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from nervemap.content.faults import Fault, Where, shown_path
from nervemap.content.model import Row
from nervemap.content.schema import in_plain_words
from nervemap.content.yaml_text import Parsed, parse

MAX_BYTES = 4_000_000
R = TypeVar("R", bound=Row)


class ContentFile:
    """A file of `data/`: read once when it is made; `faults` grows as rows are asked for."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.faults: list[Fault] = []
        self._path = path
        self._lists: list[Where] = []
        self._text = self._read_text()
        self._value: object = None
        if self._text is not None:
            parsed = parse(self._text)
            self._value = parsed.value
            for line, message, remedy in parsed.faults:
                self.faults.append(Fault(shown_path(path), line, None, message, remedy))
            if parsed.value is None and not parsed.faults:
                self.faults.append(Fault(shown_path(path), None, None, "the file is empty", "write its rows"))
        self._readable = not self.faults

    def rows(self, kind: type[R], under: str | None = None) -> dict[str, R]:
        """The rows by id in file order, at the top of the file or in its list `under`; faulty ones are left out."""
        if not self._readable:
            return {}
        found: object = self._value
        prefix: Where = ()
        if under is not None:
            if not isinstance(found, dict) or under not in found:
                self._add((), f"the list `{under}:` is missing", f"write `{under}:` and its rows below")
                return {}
            found, prefix = found[under], (under,)
        if not isinstance(found, list) or not found:
            self._add(prefix, "should be a list of rows", "begin every row with `- id: ...`")
            return {}
        self._lists.append(prefix)
        rows: dict[str, R] = {}
        for index, raw in enumerate(found):
            row = self._convert(raw, kind, (*prefix, index))
            if row is None:
                continue
            key: str = row.id  # type: ignore[attr-defined]  # every kind that stands in a list has an id
            if key in rows:
                self._add((*prefix, index, "id"), f"the id {key!r} is used twice", "give this row another id")
            rows.setdefault(key, row)
        return rows

    def only(self, kind: type[R]) -> R | None:
        """The one row that the file holds, or None where it is faulty."""
        return self._convert(self._value, kind, ()) if self._readable else None

    def refuse_other_lists(self, *known: str) -> None:
        """A file of several lists holds no others."""
        if self._readable and isinstance(self._value, dict):
            for name in self._value.keys() - set(known):
                self._add((name,), "no such list", f"write one of {', '.join(known)}")

    def has(self, key: str) -> bool:
        """Whether a row with this id stands in the file, be it faulty; a file that can't be read may hold any."""
        return not self._readable or key in self._places

    def row_fault(self, row: str | None, field: Where, message: str, remedy: str = "") -> Fault:
        """A fault of a field of the row with this id (None: the file is one row)."""
        return self._fault(field if row is None else (*self._places.get(row, ()), *field), message, remedy)

    @cached_property
    def _places(self) -> dict[str, Where]:
        """The keys from the top of the file to each row, by its id."""
        places: dict[str, Where] = {}
        lists = self._value.items() if isinstance(self._value, dict) else [(None, self._value)]
        for name, rows in lists:
            for index, raw in enumerate(rows if isinstance(rows, list) else []):
                if isinstance(raw, dict) and isinstance(raw.get("id"), str):
                    places.setdefault(raw["id"], (index,) if name is None else (name, index))
        return places

    def _fault(self, where: Where, message: str, remedy: str) -> Fault:
        """A fault at the keys from the top of the file, with the line of the nearest of them that is there."""
        lines = self._with_lines.lines
        line = next((lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in lines), None)
        return Fault(shown_path(self._path), line, self._field(where), message, remedy)

    def _field(self, where: Where) -> str | None:
        """`(3, "nerves", 2)` -> `nerves[2]`: the line tells which row of a list, so its index is left out."""
        above = next((len(top) + 1 for top in self._lists if where[: len(top)] == top and len(where) > len(top)), 0)
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where[above:])
        return text.lstrip(".") or None

    @cached_property
    def _with_lines(self) -> Parsed:
        return parse(self._text or "", with_lines=True)

    def _add(self, where: Where, message: str, remedy: str) -> None:
        self.faults.append(self._fault(where, message, remedy))

    def _convert(self, raw: object, kind: type[R], where: Where) -> R | None:
        try:
            return msgspec.convert(raw, kind)
        except msgspec.ValidationError as error:
            field, message, remedy = in_plain_words(error, kind)
            self._add((*where, *field), message, remedy)
            return None

    def _read_text(self) -> str | None:
        message = ""
        line: int | None = None
        remedy = "put the content files there or name another folder"
        try:
            found = self._path.stat()
            if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device might never end
                message = "this is no plain file"
            elif found.st_size > MAX_BYTES:
                message, remedy = f"the file is too large ({found.st_size} bytes)", f"keep it below {MAX_BYTES} bytes"
            else:
                return self._path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            message = "the file is missing"
        except OSError as error:
            message, remedy = f"the file can't be read ({error.strerror})", "check its kind and its permissions"
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            message, remedy = "the text is not UTF-8", "save the file as UTF-8"
        self.faults.append(Fault(shown_path(self._path), line, None, message, remedy))
        return None
