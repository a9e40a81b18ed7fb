"""What went wrong with a value that the user gave."""

from __future__ import annotations


class UserError(Exception):
    """A value is wrong or a file fails: each line says what, where and what to do; the program ends with exit 1."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
