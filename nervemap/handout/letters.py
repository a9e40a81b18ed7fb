"""Letters that were typed, and the fonts that can show them: the page must make sense in any script, on any machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import typst

from nervemap import resources

STAND_IN = "\u25a1"
"""Stands where no font has a letter; the page says so."""
_MOST_TRIES = 8
_LONGEST_WORD = 40  # letters; a longer one may break anywhere
# Beyond these our own fonts may lack a letter (Latin, and the signs of ordinary prose).
_FOREIGN = re.compile("[^\\s\u0020-\u024f\u2010-\u2027\u20ac\u2190-\u2193\u2260\u2264\u2265]")
_NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_JOINED = "[\u0300-\u036f\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]*"  # belongs to the letter before it
_LONG = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")


@cache
def fonts(*, with_system: bool = False) -> Any:
    """The bundled fonts, and those of this machine where wanted; read once."""
    return typst.Fonts(
        include_system_fonts=with_system,
        include_embedded_fonts=False,
        font_paths=[str(resources.folder("assets") / "fonts")],
    )


def breakable(text: str) -> str:
    """The text with places where an endless word may break."""
    return _LONG.sub(lambda found: found[0] + "\u200b", text)


def showable(
    typed: Mapping[str, str], compile_with: Callable[[Mapping[str, str], bool], object]
) -> tuple[dict[str, str], bool]:
    """What was typed in letters that can be shown, and whether the fonts of the machine are needed for it.

    `compile_with(typed, with_system)` raises TypstError where a letter has no glyph. Ours are tried first, so that a
    page in plain Latin is the same on every machine.
    """
    found = {name: breakable(text) for name, text in typed.items()}
    if not any(map(_FOREIGN.search, found.values())):
        return found, False
    for attempt in range(_MOST_TRIES):
        try:
            compile_with(found, attempt > 0)
            return found, attempt > 0
        except typst.TypstError as error:
            told = _NOT_SHOWN.search(str(error))
            if told is None:
                break
            if attempt:
                letter = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), told[1])
                lacking = re.compile(re.escape(letter) + _JOINED)
                found = {name: lacking.sub(STAND_IN, text) for name, text in found.items()}
    return {name: _FOREIGN.sub(STAND_IN, text) for name, text in found.items()}, False
