"""What the clinician's page holds: everything recorded, what follows from it, and every source, as plain tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from nervemap.anatomy.body import Body
from nervemap.case.case import Case
from nervemap.case.commands import ANSWER_WORDS
from nervemap.content.atlas import Atlas
from nervemap.content.model import Source
from nervemap.handout.patient import Followed
from nervemap.reasoning.findings import Explanation, Fact
from nervemap.reasoning.flow import flow, loss_told
from nervemap.reasoning.places import Places
from nervemap.reasoning.signs import read_signs
from nervemap.reasoning.slump import read_slump
from nervemap.reasoning.statement import statement

# What has a place of its own on the page; any other field of a case is listed under "Also recorded".
_PLACED = {"label", "date", "birth_year", "notes", "marks", "red_flags", "signs", "slump", "crimps"}
_TOLD_BY = ("question", "name", "title", "text", "plain")


def clinician_words(
    atlas: Atlas, body: Body, places: Places, case: Case, explanation: Explanation, followed: Followed | None
) -> dict[str, Any]:
    """Tables (lists of rows of cells) and paragraphs for the template."""
    signs, slump = read_signs(atlas, case.signs), read_slump(atlas, case.slump)
    whole = statement(atlas, case, explanation, signs, slump)
    return {
        "label": case.label,
        "birth_year": str(case.birth_year or ""),
        "notes": case.notes,
        "urgent": [[group.title, _asked(atlas, case, group.id)] for group in atlas.red_flag_groups.values()],
        "advice": [group.advice for group in atlas.red_flag_groups.values() if case.red_flags.get(group.id)],
        "marks": [
            [
                f"{mark.side} {atlas.regions[mark.region].plain}",
                ", ".join(mark.qualities),
                "" if mark.intensity is None else f"{mark.intensity} of 10",
            ]
            for mark in case.marks
        ],
        "candidates": [
            {
                "name": f"{one.side.capitalize()}: {atlas.nerves[one.nerve].name}",
                "by": " and the ".join(one.named_by),
                "roots": ", ".join(one.roots),
                "for": _texts(one.for_),
                "against": _texts(one.against),
            }
            for one in explanation.candidates
        ],
        "shared": [
            [
                f"{one.side.capitalize()}: {atlas.sites[one.site].name}",
                ", ".join(atlas.regions[region].plain for region in one.explains),
                ", ".join(atlas.regions[region].plain for region in one.should_also_affect),
            ]
            for one in explanation.shared_sites
        ],
        "signs": [
            [str(sign.number), sign.statement, ANSWER_WORDS[answer] if (answer := case.signs.get(sign.id)) else "open"]
            for sign in atlas.signs.values()
        ],
        "signs_reading": signs.text,
        "slump": [[side, _slump_words(one)] for side, one in case.slump.items()],
        "slump_reading": slump.text,
        "also": _also(atlas, case),
        "crimps": [[one.side or "both", atlas.sites[one.site].name, one.grade, one.kind] for one in case.crimps],
        "flow": _flow_words(atlas, places, case, followed),
        "statement": {
            "said": _texts(whole.text),
            "for": _texts(whole.for_),
            "against": _texts(whole.against),
            "unknown": _texts(whole.unknown),
        },
        "mistaken": [
            [atlas.regions[region].plain, cause.cause, cause.sets_apart]
            for region in dict.fromkeys(mark.region for mark in case.marks)
            for cause in atlas.regions[region].mistaken_for
        ],
        "sources": [
            [source_line(atlas.sources[id_]), f"{atlas.sources[id_].tier}; checked: {atlas.sources[id_].checked}"]
            for id_ in _sources(atlas, case, explanation)
        ],
    }


def source_line(source: Source) -> str:
    """A work in one line: authors, year, work, place."""
    who = ", ".join(str(part) for part in (source.authors, source.year) if part)
    what = source.work if source.place is None else f"{source.work}, {source.place}"
    return f"{who}. {what}" if who else what


def _texts(facts: Iterable[Fact]) -> list[str]:
    return [fact.text for fact in facts]


def _asked(atlas: Atlas, case: Case, group: Any) -> str:
    yes = case.red_flags.get(group)
    if yes is None:
        return "not asked"
    return " ".join(f"Yes: {atlas.red_flags[flag].question}" for flag in yes) or "asked: none of these"


def _slump_words(one: msgspec.Struct) -> str:
    parts = []
    for field in msgspec.structs.fields(one):
        value = getattr(one, field.name)
        if value not in (None, (), ""):
            unit = "° short of straight" if field.name == "degrees" else ""
            parts.append(f"{field.name}: {_flat(value)}{unit}")
    return "; ".join(parts)


def _flow_words(atlas: Atlas, places: Places, case: Case, followed: Followed | None) -> str:
    if not case.crimps or followed is None:
        return ""
    nerve, side = followed.nerve, followed.side
    found = flow(atlas.rules.flow, nerve, places.sites[nerve], case.crimps, side=side)
    name = atlas.nerves[nerve].name.lower()
    return f"Teaching model {found.model}, {side} {name}: {loss_told(found.word)}. This is {atlas.rules.flow.caption}."


def _also(atlas: Atlas, case: Case) -> list[list[str]]:
    """Every other field that holds something, in the words of the atlas where it has them."""
    rows = []
    empty = Case()
    for field in msgspec.structs.fields(case):
        value = getattr(case, field.name)
        if field.name in _PLACED or value == getattr(empty, field.name):
            continue
        entries = value.items() if isinstance(value, Mapping) else [("", value)]
        for key, entry in entries:
            what = _told(atlas, str(key)) if key else ""
            rows.append(
                [field.name.replace("_", " "), ": ".join(part for part in (what, _told_all(atlas, entry)) if part)]
            )
    return rows


def _told_all(atlas: Atlas, value: object) -> str:
    if isinstance(value, tuple | list):
        return "; ".join(_told_all(atlas, one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{_told(atlas, str(key))}: {_told_all(atlas, one)}" for key, one in value.items())
    if isinstance(value, msgspec.Struct):
        return _slump_words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _told(atlas, str(value))


def _told(atlas: Atlas, id_: str) -> str:
    """What the atlas calls an id, wherever it stands; the id itself where it has no words for it."""
    for table in vars(atlas).values():
        row = table.get(id_) if isinstance(table, Mapping) else None
        words = next((getattr(row, name) for name in _TOLD_BY if isinstance(getattr(row, name, None), str)), None)
        if words:
            return str(words)
    return id_.replace("-", " ").replace(":", " ")


def _flat(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_flat(one) for one in value)
    if isinstance(value, msgspec.Struct):
        return " ".join(_flat(one) for one in msgspec.structs.astuple(value) if one is not None)
    return f"{value:g}" if isinstance(value, float) else str(value).replace("-", " ")


def _sources(atlas: Atlas, case: Case, explanation: Explanation) -> list[str]:
    """The ids of all sources that anything on the page rests on, in the order of the page."""
    ids: dict[str, None] = {}
    for group in atlas.red_flag_groups.values():
        ids |= dict.fromkeys(group.sources)
    for mark in case.marks:
        row = atlas.regions[mark.region]
        ids |= dict.fromkeys((*row.sources, *(one for cause in row.mistaken_for for one in cause.sources)))
    for candidate in explanation.candidates:
        ids |= dict.fromkeys(atlas.nerves[candidate.nerve].sources)
    for site in (*(one.site for one in explanation.shared_sites), *(one.site for one in case.crimps)):
        ids |= dict.fromkeys(atlas.sites[site].sources)
    for sign in atlas.signs.values():
        ids |= dict.fromkeys(sign.sources)
    ids |= dict.fromkeys((*atlas.tests["slump"].sources, *atlas.rules.slump.sources, *atlas.rules.flow.sources))
    return list(ids)
