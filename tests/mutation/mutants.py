"""Small changes of `data/`, each of the kind that a slip of the hand or a wrong belief would make.

The same changes every time: a seed, and at most so many for each file, field and kind of change.
"""

from __future__ import annotations

import copy
import csv
import io
import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nervemap.content.yaml_text import parse

SEED = 3
EACH = 3
"""How many of one kind of change in one field of one file."""
MOVED_MM = 15.0
LEG_RADIUS_MM = 55.0
T_MM = 936.0
BODY = {"path point moved": 45, "path name moved": 30, "corner moved along": 25, "corner moved around": 25}
_FIELDS: dict[str, str] = {
    "regions.yaml": "rows nerves atlas_adds atlas_adds.nerve atlas_roots published published_nerves row mistaken_for "
    "mistaken_for.urgent sources atlas_adds.sources chart",
    "nerves.yaml": "rows members roots parent exit main_root paths territories skin_regions deep_regions "
    "passes_regions confused_with confused_with.other biased_by sources",
    "roots.yaml": "rows path dermatome skin_regions muscles confused_with confused_with.other sources",
    "sites.yaml": "rows nerves roots above_roots on_course anchors anchors.landmark named_by sources",
    "signs.yaml": "rows number sources",
    "tests.yaml": "rows biases steps contraindications accuracy.confirmed sources",
    "red_flags.yaml": "groups groups.locks groups.number questions questions.group questions.sources",
    "rules.yaml": "fixed_sentence sign_bands sign_bands.at_least not_enough_unknown slump flow",
    "history.yaml": "rows number sites sources",
    "neuro.yaml": "rows roots pairs pairs.speaks_for asks sources",
    "observations.yaml": "rows speaks asks sources",
    "combination.yaml": "cells cells.reading cells.criterion_met lines.result",
    "landmarks.yaml": "rows value verified nerves sites sources",
    "pipe.yaml": "thresholds thresholds.at thresholds.to regrowth",
    "claims.yaml": "rows sources",
}
"""What is changed: who supplies what, roots, areas, places, order, constants, groups, sources, published words."""
_WHOLE = ("rules.yaml slump", "rules.yaml flow", "pipe.yaml regrowth")
"""Of these every number below is a constant."""
_PUBLISHED = {"published", "published_nerves", "fixed_sentence", "statement"}
_FIGURES = {"value"}
_ENUMS: dict[str, tuple[str, ...]] = {
    "group": ("now", "same-day", "days"),
    "speaks": ("for", "against"),
    "reading": ("few", "possible", "highly likely"),
    "result": ("positive", "not positive", "incomplete"),
    "tier": ("author's claim", "textbook", "study", "estimate"),
    "checked": ("full text", "abstract", "secondary", "not opened"),
    "urgent": ("now", "same-day"),
}
_ORDERED = {
    "regions.yaml": ("rows", "nerves"),
    "sites.yaml": ("rows",),
    "signs.yaml": ("rows",),
    "history.yaml": ("rows",),
    "red_flags.yaml": ("groups", "questions"),
    "tests.yaml": ("steps",),
}
"""Where the order says something: the table, brain to toe, the article's numbers, how a test goes."""


@dataclass(frozen=True)
class Mutant:
    """One change: what was done where, and the whole new text of the one file that it touches."""

    kind: str
    file: str
    where: str
    text: str


def mutants(data: Path) -> list[Mutant]:
    """All changes, in a fixed order."""
    chance = random.Random(SEED)
    # As the program reads them: to another YAML reader a word such as `off` is no word.
    tables: dict[str, Any] = {
        path.name: parse(path.read_text(encoding="utf-8")).value for path in sorted(data.glob("*.yaml"))
    }
    ids = {name: [row["id"] for row in rows] for name, rows in tables.items() if isinstance(rows, list)}
    ids["red_flags.yaml"] = [row["id"] for row in tables["red_flags.yaml"]["questions"]]
    ids["skin_chart"] = sorted({row["name"] for row in _rows(data / "body" / "skin_chart.csv")})
    landmarks: dict[str, list[str]] = defaultdict(list)
    for row in _rows(data / "body" / "nerve_paths.csv"):
        if row["landmark"]:
            landmarks[row["nerve"]].append(row["landmark"])
    ids["paths"] = list(landmarks)
    found: list[Mutant] = []
    for file, table in tables.items():
        if file not in _FIELDS:
            continue
        groups: dict[tuple[str, str], list[tuple[str, Callable[[Any], None]]]] = defaultdict(list)
        for kind, field, where, change in _changes(table, _ORDERED.get(file, ()), ids, landmarks, chance):
            groups[field, kind].append((where, change))
        for (field, kind), some in sorted(groups.items()):
            if not _wanted(file, field):
                continue
            for where, change in chance.sample(some, min(EACH, len(some))):
                changed = copy.deepcopy(table)
                change(changed)
                if changed != table:
                    text = yaml.dump(changed, Dumper=yaml.CSafeDumper, sort_keys=False, width=1000, allow_unicode=True)
                    found.append(Mutant(f"{kind} {field}", file, where, text))
    return found + list(_body(data / "body", chance))


def _wanted(file: str, field: str) -> bool:
    whole = any(f"{file} {field}".startswith(start) for start in _WHOLE)
    return whole or field in _FIELDS[file].split()


def _changes(
    table: Any,
    ordered: tuple[str, ...],
    ids: dict[str, list[str]],
    landmarks: dict[str, list[str]],
    chance: random.Random,
) -> Iterator[tuple[str, str, str, Callable[[Any], None]]]:
    """Every change of a file: kind, field, where, and what does it."""
    for path, value in _walk(table, ()):
        key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
        field = ".".join(str(part) for part in path if isinstance(part, str)) or "rows"
        where = _where(table, path)
        if isinstance(value, bool):
            yield "flip", field, where, _put(path, not value)
        elif isinstance(value, int | float):
            yield (
                "number",
                field,
                where,
                _put(path, value + 1 if isinstance(value, int) else round(value * 1.3 + 0.05, 3)),
            )
        elif isinstance(value, list) and value:
            yield "remove", field, f"{where} [{len(value)}]", _drop(path, chance.randrange(len(value)))
            if len(value) > 1 and field in ordered:
                at = chance.randrange(len(value) - 1)
                yield "order", field, f"{where} [{at}]", _swap(path, at)
            more = _others(value[0], value, ids, chance)
            if more and key != "sources" and all(isinstance(one, str) for one in value):
                yield "add", field, f"{where} +{more}", _put(path, [*value, more])
        elif isinstance(value, str):
            if key not in ("source", "sources"):
                other = _replacement(table, path, key, value, ids, landmarks, chance)
                if other is not None:
                    yield "replace", field, f"{where} -> {other}", _put(path, other)
            if key in _PUBLISHED:
                words = value.split()
                at = chance.randrange(len(words))
                yield (
                    "word",
                    field,
                    f"{where} {words[at]!r}",
                    _put(path, " ".join([*words[:at], "other", *words[at + 1 :]])),
                )
            if key in _FIGURES and any(letter.isdigit() for letter in value):
                at = chance.choice([i for i, letter in enumerate(value) if letter.isdigit()])
                digit = str((int(value[at]) + 1) % 10)
                yield "figure", field, where, _put(path, value[:at] + digit + value[at + 1 :])


def _replacement(
    table: Any,
    path: tuple[str | int, ...],
    key: str,
    value: str,
    ids: dict[str, list[str]],
    landmarks: dict[str, list[str]],
    chance: random.Random,
) -> str | None:
    """Another word of the same kind: an enumeration, an id of the same file, a neighbouring landmark."""
    if key in _ENUMS and value in _ENUMS[key]:
        return chance.choice([one for one in _ENUMS[key] if one != value])
    if key == "landmark":
        names = landmarks[_get(table, path[:-1])["path"]]
        at = names.index(value)
        near = [names[i] for i in (at - 1, at + 1) if 0 <= i < len(names)]
        return chance.choice(near) if near else None
    return _others(value, [value], ids, chance)


def _others(value: Any, known: list[Any], ids: dict[str, list[str]], chance: random.Random) -> str | None:
    """An id of the kind that this id is of, near it in the file, that is not among the known ones."""
    for names in ids.values():
        if isinstance(value, str) and value in names:
            at = names.index(value)
            near = [name for name in names[max(at - 4, 0) : at + 5] if name not in known]
            return chance.choice(near) if near else None
    return None


def _walk(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, value
    if isinstance(value, list | dict):
        for key, one in enumerate(value) if isinstance(value, list) else value.items():
            yield from _walk(one, (*path, key))


def _get(value: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


def _where(table: Any, path: tuple[str | int, ...]) -> str:
    """The path, with the ids of rows in place of their numbers."""
    words = []
    for depth, part in enumerate(path):
        row = _get(table, path[: depth + 1])
        words.append(str(row["id"]) if isinstance(row, dict) and "id" in row else str(part))
    return " ".join(words)


def _put(path: tuple[str | int, ...], value: Any) -> Callable[[Any], None]:
    def change(table: Any) -> None:
        _get(table, path[:-1])[path[-1]] = value

    return change


def _drop(path: tuple[str | int, ...], at: int) -> Callable[[Any], None]:
    def change(table: Any) -> None:
        del _get(table, path)[at]

    return change


def _swap(path: tuple[str | int, ...], at: int) -> Callable[[Any], None]:
    def change(table: Any) -> None:
        values = _get(table, path)
        values[at], values[at + 1] = values[at + 1], values[at]

    return change


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _body(body: Path, chance: random.Random) -> Iterator[Mutant]:
    """Points of nerves and corners of the chart moved by 15 mm, and toes given to another part of a foot."""
    paths, chart, toes = "nerve_paths.csv", "skin_chart.csv", "toe_rules.csv"
    rows = {name: _rows(body / name) for name in (paths, chart, toes)}
    named = [i for i, row in enumerate(rows[paths]) if row["landmark"]]
    unnamed = [i for i, row in enumerate(rows[paths]) if not row["landmark"]]
    corners = [i for i, row in enumerate(rows[chart]) if row["polygon"]]
    joins = _rows(body / "nerve_joins.csv")

    def moved(kind: str, file: str, at: int, **new: float) -> Mutant:
        changed = [dict(row) for row in rows[file]]
        before = changed[at]
        texts = {field: str(round(value, 4)) for field, value in new.items()}
        where = f"{next(iter(before.values()))} {before.get('name', '')} row {at + 2}: {texts}"
        changed[at] = before | texts
        out = io.StringIO()
        writer = csv.DictWriter(out, fieldnames=list(before), lineterminator="\n")
        writer.writeheader()
        writer.writerows(changed)
        return Mutant(kind, f"body/{file}", where, out.getvalue())

    for kind, some in (("path point moved", unnamed), ("path name moved", named)):
        for at in chance.sample(some, min(BODY[kind], len(some))):
            place = [float(rows[paths][at][axis]) for axis in "xyz"]
            if any([float(join[axis]) for axis in "xyz"] == place for join in joins):
                continue  # where paths meet, `nervemap check` would say so
            way = [chance.gauss(0, 1) for _ in "xyz"]
            size = math.hypot(*way)
            new = {axis: p + MOVED_MM * w / size for axis, p, w in zip("xyz", place, way, strict=True)}
            yield moved(kind, paths, at, **new)
    for at in chance.sample(corners, BODY["corner moved along"]):
        yield moved(
            "corner moved along", chart, at, t=float(rows[chart][at]["t"]) + chance.choice((-1, 1)) * MOVED_MM / T_MM
        )
    for at in chance.sample(corners, BODY["corner moved around"]):
        turn = chance.choice((-1, 1)) * math.degrees(MOVED_MM / LEG_RADIUS_MM)
        yield moved("corner moved around", chart, at, theta_deg=float(rows[chart][at]["theta_deg"]) + turn)
    for at, rule in enumerate(rows[toes]):
        yield moved("toe rule", toes, at, toe=int(rule["toe"]) % 5 + 1)
