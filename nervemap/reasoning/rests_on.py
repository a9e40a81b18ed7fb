"""What a sentence rests on, by the ids that it carries: rows of the atlas and entries of the case, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nervemap.content.atlas import Atlas

_ALONE = {"rules": "the author's rule", "marks": "the marks"}

_NUMBERED = {"sign": "sign", "history": "history question"}


def rests_on(atlas: Atlas, ids: Iterable[str]) -> tuple[str, ...]:
    """The facts by name, each once; an entry of the case stands for the row that it answers."""
    return tuple(dict.fromkeys(_name(atlas, id_) for id_ in ids))


def sources_of(atlas: Atlas, ids: Iterable[str]) -> tuple[str, ...]:
    """Who says so: the sources of all rows among the facts, each once."""
    found: dict[str, None] = {}
    for id_ in ids:
        if id_ == "rules":
            found |= dict.fromkeys(source for band in atlas.rules.sign_bands for source in band.sources)
        row = _row(atlas, id_.rpartition(":")[2])
        found |= dict.fromkeys(row[1].sources if row else ())
    return tuple(found)


def _tables(atlas: Atlas) -> Mapping[str, Mapping[str, Any]]:
    return {
        "nerve": atlas.nerves,
        "region": atlas.regions,
        "root": atlas.roots,
        "site": atlas.sites,
        "sign": atlas.signs,
        "test": atlas.tests,
        "question": atlas.red_flags,
        "group": atlas.red_flag_groups,
        "history": atlas.history,
        "finding": atlas.observations,
        "neuro": atlas.neuro,
        "cell": atlas.combination,
        "line": atlas.confirmed_lines,
        "claim": atlas.claims,
    }


def _row(atlas: Atlas, id_: str) -> tuple[str, Any] | None:
    return next(((kind, table[id_]) for kind, table in _tables(atlas).items() if id_ in table), None)


def _name(atlas: Atlas, id_: str) -> str:
    if id_ in _ALONE:
        return _ALONE[id_]
    entry, _, last = id_.rpartition(":")
    if last in ("left", "right"):  # one side of a test
        return f"{_name(atlas, entry)}, {last} leg"
    side = next((part for part in entry.split(":") if part in ("left", "right")), "")
    found = _row(atlas, last)
    if found is None:
        return id_
    name = _words(*found)
    return f"{name}, {side}" if side else name


def _words(kind: str, row: Any) -> str:
    match kind:
        case "root":
            return f"{row.id} root"
        case "sign" | "history":
            return f"{_NUMBERED[kind]} {row.number}"
        case "question" | "group":
            return f"urgent questions: {row.title if kind == 'group' else row.question}"
        case "cell":
            return "signs and test together"
        case "line":
            return "the stricter reading of the test"
        case "region":
            return str(row.plain)
        case "finding":
            return str(row.question)
        case "claim":
            return str(row.text)
    return str(row.name)
