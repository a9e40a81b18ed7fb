"""The words of an option: taken apart, compared with those that are known, read as numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TypeVar

from nervemap.cli.errors import UserError, unknown

_Value = TypeVar("_Value")
_Word = TypeVar("_Word", bound=str)


def words(texts: Iterable[str]) -> list[str]:
    """The words of texts that have commas between them."""
    return [word for text in texts for word in text.split(",") if word]


def one_of(what: str, value: str, known: Iterable[_Word]) -> _Word:
    """The known word that the value is. Raises UserError where it is none."""
    for word in (choices := list(known)):
        if word == value:
            return word
    raise unknown(what, value, choices)


def read_each(texts: Iterable[str], read: Callable[[str], _Value]) -> list[_Value]:
    """Read every text; all faults are told together."""
    values: list[_Value] = []
    lines: list[str] = []
    for text in texts:
        try:
            values.append(read(text))
        except UserError as error:
            lines += error.lines
    if lines:
        raise UserError(*lines)
    return values


def degrees(option: str, text: str, least: float, most: float) -> float:
    """An angle in degrees. Raises UserError where it is none, or out of range."""
    number = as_number(text)
    if number is None or not least <= number <= most:
        raise UserError(f"{option} {text!r} is not an angle; write degrees from {least:g} to {most:g}")
    return number


def as_number(text: str) -> float | None:
    """The number that a text is; None where it is none (NaN and infinity are none)."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
