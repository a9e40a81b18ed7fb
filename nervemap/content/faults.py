"""A fault of the content: where it is, what is wrong, and what would be right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

Where = tuple[str | int, ...]
"""The fields and indices that lead to a value."""


class Fault(msgspec.Struct, frozen=True):
    """One fault of a content file: `message` says what is wrong, `remedy` what to do.

    `file` is as the user would write it, `line` counts from 1 (None: the whole file), `field` is such as `nerves[2]`
    (None: the whole row or file).
    """

    file: str
    line: int | None
    field: str | None
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        what = f"{self.field}: {self.message}" if self.field else self.message
        text = f"{where}: {what}; {self.remedy}" if self.remedy else f"{where}: {what}"
        return "".join(letter if letter.isprintable() else " " for letter in text)  # a fault is one line


class ContentError(Exception):
    """The content can't be used; carries every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def shown_path(path: Path) -> str:
    """A path as a user would write it: relative to the current folder where it lies below it, otherwise in full."""
    full = path.absolute()
    here = Path.cwd()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else str(full)
