"""How commands print: JSON for programs, aligned columns and wrapped paragraphs for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import msgspec

WIDTH = 100


def print_json(value: object) -> None:
    """Any plain value or row as indented JSON; letters beyond ASCII as they are."""
    print(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_columns(rows: Iterable[Sequence[str]]) -> None:
    """Rows of cells, aligned; the last cell is wrapped under itself."""
    table = list(rows)
    if not table:
        return
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]) - 1)]
    for row in table:
        start = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        start = f"{start}  " if start else ""
        lines = textwrap.wrap(row[-1], max(WIDTH - len(start), 40), break_on_hyphens=False) or [""]
        print((start + lines[0]).rstrip())
        for line in lines[1:]:
            print(" " * len(start) + line)


def print_title(name: str, key: str) -> None:
    """The heading of one row: its name and its id."""
    print(textwrap.fill(f"{name} ({key})", WIDTH, break_on_hyphens=False))


def print_text(label: str, text: str | None) -> None:
    """A labelled paragraph, wrapped and indented; nothing where there is no text."""
    if text:
        print(f"{label}:")
        words = " ".join(text.split())
        print(textwrap.fill(words, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False))
