"""Find `assets/` and `data/` in a checkout, an installed wheel and a frozen bundle, and the language asked for."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal


@cache
def folder(kind: Literal["assets", "data"]) -> Path:
    """Where the folder of this kind lies.

    Raises FileNotFoundError, with a message for people, when the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    places = (package / kind, package.parent / kind)  # wheel and frozen bundle; checkout
    for place in places:
        if place.is_dir():
            return place
    looked = " and ".join(str(place) for place in places)
    raise FileNotFoundError(f"the folder {kind} is missing (looked for {looked}): install nervemap again")


def language() -> str:
    """The language that the environment asks for, as two letters; English where it names none."""
    asked = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = next((one for one in asked if one), "")[:2].lower()
    return code if len(code) == 2 and code.isalpha() else "en"
