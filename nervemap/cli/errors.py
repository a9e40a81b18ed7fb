"""What went wrong with a value that the user gave."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class UserError(Exception):
    """A value is wrong or a file fails: each line says what, where and what to do; the program ends with exit 1."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def unknown(what: str, value: str, known: Iterable[str]) -> UserError:
    """The error for a value that is not one of the known ones: one line with those that look like it, or all."""
    words = list(known)
    close = difflib.get_close_matches(value, words, n=3, cutoff=0.5)
    shown = value if len(value) <= 60 else value[:57] + "..."
    remedy = f"did you mean {' or '.join(close)}?" if close else f"write one of {', '.join(words)}"
    return UserError(f"there is no {what} {shown!r}; {remedy}")
