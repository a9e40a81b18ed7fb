"""Faults between rows that need no geometry: references that lead nowhere, and what its own module knows of each part.

What needs geometry (paths, landmarks, charts) is looked at in `nervemap.anatomy.check`, the words in `wording`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import get_args

from nervemap.content import relations_body, relations_examination, relations_pipe
from nervemap.content.faults import Fault, Where
from nervemap.content.folder import ContentFolder
from nervemap.content.model import Dispute, Row
from nervemap.content.model_guide import PlaceId

# (rows, field, file whose ids it names); nerves and roots share the ids that a confusion may name.
_REFERENCES = (
    ("regions", "nerves", "nerves"),
    ("regions", "atlas_roots", "roots"),
    ("nerves", "members", "nerves"),
    ("nerves", "published_as", "nerves"),
    ("nerves", "parent", "nerves"),
    ("nerves", "roots", "roots"),
    ("nerves", "exit", "roots"),
    ("nerves", "main_root", "roots"),
    ("nerves", "skin_regions", "regions"),
    ("nerves", "deep_regions", "regions"),
    ("nerves", "passes_regions", "regions"),
    ("nerves", "biased_by", "tests"),
    ("roots", "skin_regions", "regions"),
    ("sites", "nerves", "nerves"),
    ("sites", "roots", "roots"),
    ("sites", "lies_in", "regions"),
    ("sites", "named_by", "sources"),
    ("tests", "biases", "nerves"),
    ("landmarks", "nerves", "nerves"),
    ("landmarks", "sites", "sites"),
    ("history", "sites", "sites"),
    ("neuro", "roots", "roots"),
    ("neuro", "asks", "red_flags"),
    ("observations", "asks", "red_flags"),
    ("help", "said", "claims"),
    ("help", "trials", "claims"),
    ("agree", "claims", "claims"),
    ("routes", "claim", "claims"),
    ("pipe_pages", "claims", "claims"),
    ("show_me", "nerve", "nerves"),
)
# Rows that stand with others in one file.
_FILE = {"routes": "pipe", "pipe_pages": "pipe", "show_me": "guide"}
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_WITH_CARDS = ("regions", "nerves", "roots", "sites", "signs", "tests")
# Rows that the program itself asks for by their id.
_ASKED_FOR = (
    ("tests", "slump"),
    ("tests", "slr-tibial"),
    ("observations", "both-alike"),
    ("claims", "low-count-is-no-answer"),
    ("claims", "single-red-flags"),
)


def faults(content: ContentFolder) -> list[Fault]:
    """All faults between the rows that could be read."""
    rooms = (relations_body.faults, relations_examination.faults, relations_pipe.faults)
    parts = (_identifiers, _asked_for, _references, _about, _said_by, *rooms, _guide, _example)
    return [fault for part in parts for fault in part(content)]


def inner_rows(row: Row, where: Where = ()) -> Iterator[tuple[Where, Row]]:
    """A row and the rows inside it, with the fields that lead there."""
    yield where, row
    for name in row.__struct_fields__:
        value = getattr(row, name)
        if isinstance(value, Row):
            yield from inner_rows(value, (*where, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Row):
                    yield from inner_rows(item, (*where, name, index))


def _identifiers(content: ContentFolder) -> Iterator[Fault]:
    for file, key, _ in content.rows:
        if key is not None and file not in ("roots", "landmarks") and not _IDENTIFIER.match(key):
            remedy = "write small letters, digits and hyphens, such as `medial-shin`"
            yield content.fault(file, key, ("id",), f"{key!r} is not an identifier", remedy)


def _asked_for(content: ContentFolder) -> Iterator[Fault]:
    for file, key in _ASKED_FOR:
        if not content.stands_in(file, key):
            yield content.fault(file, None, (), f"there is no row {key!r}", "write it: the program asks for it")


def _references(content: ContentFolder) -> Iterator[Fault]:
    for table, field, target in _REFERENCES:
        for key, row in _table(content, table):
            value = getattr(row, field)
            for index, named in enumerate(value if isinstance(value, tuple) else [value]):
                where: Where = (field, index) if isinstance(value, tuple) else (field,)
                if named is not None:
                    yield from _dangling(content, _FILE.get(table, table), key, where, named, target)
    for key, region in content.regions.items():
        for index, addition in enumerate(region.atlas_adds):
            yield from _dangling(content, "regions", key, ("atlas_adds", index, "nerve"), addition.nerve, "nerves")
    for file in ("nerves", "roots"):
        for key, row in _table(content, file):
            for index, confusion in enumerate(getattr(row, "confused_with", ())):
                if not content.stands_in("roots", confusion.other):
                    where = ("confused_with", index, "other")
                    yield from _dangling(content, file, key, where, confusion.other, "nerves")


def _said_by(content: ContentFolder) -> Iterator[Fault]:
    """Every row rests on at least one source, every source that is named exists, and something rests on each."""
    used = {source for site in content.sites.values() for source in site.named_by}
    for file, key, row in content.rows:
        for where, inner in inner_rows(row):
            if isinstance(inner, Dispute):
                used.add(inner.source)
                yield from _dangling(content, file, key, (*where, "source"), inner.source, "sources")
            named: tuple[str, ...] | None = getattr(inner, "sources", None)
            if named == ():
                yield content.fault(file, key, (*where, "sources"), "nobody is named as source", "name at least one")
            used.update(named or ())
            for index, source in enumerate(named or ()):
                yield from _dangling(content, file, key, (*where, "sources", index), source, "sources")
    if not content.faults:  # a row that can't be read may rest on it
        for key in content.sources:
            if key not in used:
                remedy = "name it in a row, or remove it"
                yield content.fault("sources", key, ("id",), "nothing rests on this work", remedy)
    for key, site in content.sites.items():
        for index, source in enumerate(site.named_by):
            if source in content.sources and content.sources[source].tier != "author's claim":
                message, remedy = f"{source!r} is not an article", "name articles here, other works in `sources`"
                yield content.fault("sites", key, ("named_by", index), message, remedy)


def _about(content: ContentFolder) -> Iterator[Fault]:
    """What a claim is about stands in one of the files that have cards."""
    for key, claim in content.claims.items():
        for index, named in enumerate(claim.about):
            if not any(content.stands_in(file, named) for file in _WITH_CARDS):
                message = f"there is no {named!r} in {', '.join(f'{file}.yaml' for file in _WITH_CARDS)}"
                yield content.fault("claims", key, ("about", index), message, "write the id of a row there")


def _guide(content: ContentFolder) -> Iterator[Fault]:
    missing = [place for place in get_args(PlaceId) if not content.stands_in("guide", place)]
    if missing:
        message, remedy = f"no help for {', '.join(missing)}", "write a row for each place of the window"
        yield content.fault("guide", None, ("places",), message, remedy)


def _example(content: ContentFolder) -> Iterator[Fault]:
    if content.example is None:
        return
    for index, mark in enumerate(content.example.marks):
        yield from _dangling(content, "example", None, ("marks", index, "region"), mark.region, "regions")
        if mark.intensity is not None and not 0 <= mark.intensity <= 10:
            where = ("marks", index, "intensity")
            yield content.fault("example", None, where, f"{mark.intensity} is out of range", "write 0 to 10")
    for name in content.example.signs:
        yield from _dangling(content, "example", None, ("signs", name), name, "signs")


def _dangling(
    content: ContentFolder, file: str, row: str | None, where: Where, named: str, target: str
) -> Iterator[Fault]:
    if not content.stands_in(target, named):
        known = [key for key, _ in _table(content, target)]
        close = difflib.get_close_matches(named, known, n=3)
        remedy = f"did you mean {' or '.join(close)}?" if close else f"write an id of {target}.yaml"
        yield content.fault(file, row, where, f"there is no {named!r} in {target}.yaml", remedy)


def _table(content: ContentFolder, table: str) -> Iterable[tuple[str, Row]]:
    rows: dict[str, Row] = getattr(content, table)
    return rows.items()
