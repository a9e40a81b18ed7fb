"""What the journeys expect: typed from the sources in tests/expectations, none of it from the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parents[1] / "expectations"


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


_AREAS, _VIEWS, _NERVES = _read("areas"), _read("views"), _read("nerves")["nerves"]
PROJECTIONS: list[dict[str, Any]] = _VIEWS["projections"]
PUBLISHED: dict[str, list[str]] = {row["id"]: row["nerves"] for row in _AREAS["rows"]}
ADDITIONS: dict[str, dict[str, Any]] = _AREAS["additions"]
CLUNEAL: list[str] = _AREAS["cluneal_group"]["members"]
AREAS: list[str] = [*PUBLISHED, *_AREAS["no_row"]["ids"]]
BY_YES: dict[int, str] = _read("signs")["reading"]["by_yes"]
FIXED_SENTENCE: str = _read("words")["fixed_sentence"]
MILD: dict[int, tuple[int, str]] = {
    len(case["crimps"]): (round(case["flow"] * 100), case["word"])
    for case in _read("flow")["model_B"]["cases"]
    if set(case["crimps"]) <= {"mild"}
}


def view_of(area: str) -> str:
    """A named view in which an area can be touched."""
    return next(view["view"] for view in _VIEWS["visible"] if area in view["visible"])


def lit_course(area: str) -> tuple[list[str], list[list[float]]]:
    """The first nerve of an area whose course is written down: whose colours its stretches may have, and its points.

    Points from the brain to the end, right side, mm. For a trunk: the points that all its branches share. None of the
    groin's nerves is written down point by point: no points.
    """
    named = [*PUBLISHED.get(area, []), *ADDITIONS[area]["must_add"]]
    if named[0] == "cluneal":
        named[:1] = CLUNEAL
    for nerve in named:
        row = _NERVES[nerve]
        if "passes" in row:
            return [nerve, *row["upstream"], *row.get("joined_by", [])], landmarks(nerve)
        branches = [one for one, other in _NERVES.items() if nerve in other["upstream"] and "passes" in other]
        if branches:
            first, *others = [landmarks(one) for one in branches]
            return [nerve, *row["upstream"]], [at for at in first if all(at in other for other in others)]
    return named, []


def landmarks(nerve: str) -> list[list[float]]:
    """The points that a nerve's course passes, brain to end, right side, mm."""
    return [one["at"] for one in _NERVES[nerve]["passes"]]
