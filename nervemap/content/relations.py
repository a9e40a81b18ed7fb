"""Faults between rows that need no geometry: references that lead nowhere, roots, parents, tables and numbers.

What needs geometry (paths, landmarks, charts) is looked at in `nervemap.anatomy.check`, the words in `wording`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import get_args

from nervemap.content import pipe_relations
from nervemap.content.faults import Fault, Where
from nervemap.content.folder import ContentFolder
from nervemap.content.model import Confusion, Dispute, Grade, Nerve, Row
from nervemap.content.model_guide import PlaceId

# (file, field, file whose ids it names); nerves and roots share the ids that a confusion may name.
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
)
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
_READINGS = ("few", "possible", "highly likely")
_GRADES: tuple[str, ...] = get_args(Grade)


def faults(content: ContentFolder) -> list[Fault]:
    """All faults between the rows that could be read."""
    parts = (
        *(_identifiers, _asked_for, _references, _said_by, _regions, _nerves, _sites, _signs, _red_flags, _claims),
        *(_history, _confused, _neuro, _combination, _tests, pipe_relations.faults, _guide, _rules, _example),
    )
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
    for file, field, target in _REFERENCES:
        for key, row in _table(content, file):
            value = getattr(row, field)
            for index, named in enumerate(value if isinstance(value, tuple) else [value]):
                where: Where = (field, index) if isinstance(value, tuple) else (field,)
                if named is not None:
                    yield from _dangling(content, file, key, where, named, target)
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
    """Every row rests on at least one source, and every source that is named exists."""
    for file, key, row in content.rows:
        for where, inner in inner_rows(row):
            if isinstance(inner, Dispute):
                yield from _dangling(content, file, key, (*where, "source"), inner.source, "sources")
            named: tuple[str, ...] | None = getattr(inner, "sources", None)
            if named == ():
                yield content.fault(file, key, (*where, "sources"), "nobody is named as source", "name at least one")
            for index, source in enumerate(named or ()):
                yield from _dangling(content, file, key, (*where, "sources", index), source, "sources")
    for key, site in content.sites.items():
        for index, source in enumerate(site.named_by):
            if source in content.sources and content.sources[source].tier != "author's claim":
                message, remedy = f"{source!r} is not an article", "name articles here, other works in `sources`"
                yield content.fault("sites", key, ("named_by", index), message, remedy)


def _regions(content: ContentFolder) -> Iterator[Fault]:
    """The table of article 001 has nine rows, in order; what it leaves out has no published words."""
    numbered = [(key, region.row) for key, region in content.regions.items() if region.row is not None]
    for place, (key, number) in enumerate(numbered, start=1):
        if number != place or place > 9:
            remedy = f"write {place}" if place <= 9 else "remove it: the table has nine rows"
            yield content.fault("regions", key, ("row",), f"row {number} stands at place {place}", remedy)
    if content.regions and len(numbered) < 9:
        message = f"{len(numbered)} areas have a row"
        yield content.fault("regions", None, (), message, "the table of article 001 has nine: write row: 1 to row: 9")
    for key, region in content.regions.items():
        for field in ("published", "published_nerves"):
            if region.row is not None and getattr(region, field) is None:
                yield content.fault("regions", key, (field,), f"`{field}` is missing", "copy the words of article 001")
        for field in ("published", "published_nerves", "nerves"):
            if region.row is None and getattr(region, field):
                remedy = "remove it, or put the nerves under `atlas_adds`"
                yield content.fault("regions", key, (field,), "only a row of article 001 has this", remedy)
        if not region.nerves and not region.atlas_adds:
            yield content.fault("regions", key, (), "no nerve reaches this area", "name one under `atlas_adds`")
        for index, addition in enumerate(region.atlas_adds):
            if addition.nerve in region.nerves:
                where = ("atlas_adds", index, "nerve")
                yield content.fault("regions", key, where, "the article names it already", "remove this addition")


def _nerves(content: ContentFolder) -> Iterator[Fault]:
    for key, nerve in content.nerves.items():
        yield from _chain(content, key)
        yield from _group(content, key, nerve) if nerve.members else _single(content, key, nerve)


def _chain(content: ContentFolder, key: str) -> Iterator[Fault]:
    """Following `parent` ends at a trunk."""
    seen = [key]
    parent = content.nerves[key].parent
    while parent is not None and parent in content.nerves and parent not in seen:
        seen.append(parent)
        parent = content.nerves[parent].parent
    if parent == key:
        message = "the parents go round in a circle: " + " > ".join([*seen, key])
        yield content.fault("nerves", key, ("parent",), message, "name the nerve that it leaves, or null for a trunk")


def _group(content: ContentFolder, key: str, group: Nerve) -> Iterator[Fault]:
    for index, name in enumerate(group.members):
        member = content.nerves.get(name)
        if member is not None and member.published_as != key:
            remedy = f"write `published_as: {key}` in {name}"
            yield content.fault("nerves", key, ("members", index), f"{name} does not belong to this group", remedy)
        if member is not None and member.members:
            yield content.fault("nerves", key, ("members", index), "a group in a group", "name single nerves")


def _single(content: ContentFolder, key: str, nerve: Nerve) -> Iterator[Fault]:
    """A single nerve reaches the spine, and a skin area, a deep area or a muscle."""
    for field, what in (("roots", "its roots"), ("paths", "its paths"), ("exit", "its exit"), ("main_root", "a root")):
        if not getattr(nerve, field):
            remedy = f"write {what}: the nerve must reach the spine"
            yield content.fault("nerves", key, (field,), f"`{field}` is missing", remedy)
    if not (nerve.skin_regions or nerve.deep_regions or nerve.motor):
        remedy = "write skin_regions, deep_regions or motor"
        yield content.fault("nerves", key, (), "the nerve reaches no skin area, deep area or muscle", remedy)
    if nerve.main_root is not None and nerve.roots and nerve.main_root not in nerve.roots:
        message, remedy = f"{nerve.main_root} is not one of its roots", f"write one of {', '.join(nerve.roots)}"
        yield content.fault("nerves", key, ("main_root",), message, remedy)
    if nerve.ends_in is not None and nerve.ends_in not in nerve.paths:
        message, remedy = f"{nerve.ends_in!r} is not one of its paths", f"write one of {', '.join(nerve.paths)}"
        yield content.fault("nerves", key, ("ends_in",), message, remedy)
    if nerve.parent in content.nerves and content.nerves[nerve.parent].members:
        yield content.fault("nerves", key, ("parent",), f"{nerve.parent} is a group", "name a single nerve")
    if nerve.published_as in content.nerves and key not in content.nerves[nerve.published_as].members:
        message = f"{nerve.published_as} does not name {key} as a member"
        yield content.fault("nerves", key, ("published_as",), message, "add it to `members` there")


def _sites(content: ContentFolder) -> Iterator[Fault]:
    for key, site in content.sites.items():
        if site.on_course and not site.anchors:
            remedy = "name path and landmark, or write `on_course: false`"
            yield content.fault("sites", key, ("anchors",), "the site lies nowhere on a nerve", remedy)
        if not site.nerves:
            yield content.fault("sites", key, ("nerves",), "no nerve is named", "name the nerves that pass here")


def _claims(content: ContentFolder) -> Iterator[Fault]:
    """What a claim is about stands in one of the files that have cards; a published distance belongs somewhere."""
    for key, claim in content.claims.items():
        for index, named in enumerate(claim.about):
            if not any(content.stands_in(file, named) for file in _WITH_CARDS):
                message = f"there is no {named!r} in {', '.join(f'{file}.yaml' for file in _WITH_CARDS)}"
                yield content.fault("claims", key, ("about", index), message, "write the id of a row there")
    for key, landmark in content.landmarks.items():
        if not landmark.nerves and not landmark.sites:
            remedy = "name the nerves or sites beside which it is shown"
            yield content.fault("landmarks", key, (), "the distance belongs to no nerve and no site", remedy)


def _signs(content: ContentFolder) -> Iterator[Fault]:
    if content.signs:
        yield from _numbered(content, "signs", [(key, sign.number) for key, sign in content.signs.items()], 6)


def _red_flags(content: ContentFolder) -> Iterator[Fault]:
    if not content.red_flag_groups:
        return
    groups = [(key, group.number) for key, group in content.red_flag_groups.items()]
    yield from _numbered(content, "red_flags", groups, 3)
    asked = {question.group for question in content.red_flags.values()}
    for key in content.red_flag_groups:
        if key not in asked:
            yield content.fault("red_flags", key, (), "the group has no question", f"write one with `group: {key}`")


def _history(content: ContentFolder) -> Iterator[Fault]:
    if content.history:
        yield from _numbered(content, "history", [(key, row.number) for key, row in content.history.items()], 3)


def _confused(content: ContentFolder) -> Iterator[Fault]:
    """Whom a row is confused with tells the two apart as well: the pair stands on both cards."""
    for file in ("nerves", "roots"):
        for key, _ in _table(content, file):
            for index, one in enumerate(_confusions(content, key)):
                could_be_read = one.other in content.nerves or one.other in content.roots
                if could_be_read and key not in [back.other for back in _confusions(content, one.other)]:
                    message = f"{one.other} does not tell {key} apart"
                    remedy = f"add `other: {key}` to `confused_with` of {one.other}"
                    yield content.fault(file, key, ("confused_with", index, "other"), message, remedy)


def _neuro(content: ContentFolder) -> Iterator[Fault]:
    """What less than normal speaks for rests on a pair that the nerves or roots tell apart."""
    known = {*content.nerves, *content.roots}
    told = {frozenset((key, one.other)) for key in known for one in _confusions(content, key)}
    for key, item in content.neuro.items():
        for index, pair in enumerate(item.pairs):
            if frozenset((pair.speaks_for, pair.rather_than)) not in told:
                message = f"nothing tells {pair.speaks_for} and {pair.rather_than} apart"
                remedy = "add the pair to `confused_with` in nerves.yaml or roots.yaml"
                yield content.fault("neuro", key, ("pairs", index), message, remedy)


def _confusions(content: ContentFolder, key: str) -> tuple[Confusion, ...]:
    row = content.nerves.get(key) or content.roots.get(key)
    return row.confused_with if row is not None else ()


def _combination(content: ContentFolder) -> Iterator[Fault]:
    """Every reading of the signs has a cell with and without the criterion; every result of the test has a line."""
    cells = [(cell.reading, cell.criterion_met) for cell in content.combination.values()]
    wanted = [(reading, met) for reading in _READINGS for met in (False, True)]
    if content.combination and sorted(cells) != sorted(wanted):
        message, remedy = f"{len(set(cells))} of the 6 cells", "write one cell for each reading, criterion met and not"
        yield content.fault("combination", None, ("cells",), message, remedy)
    results = sorted(line.result for line in content.confirmed_lines.values())
    if content.confirmed_lines and results != ["incomplete", "not positive", "positive"]:
        message, remedy = f"lines for {', '.join(results)}", "write one for positive, not positive and incomplete"
        yield content.fault("combination", None, ("lines",), message, remedy)


def _tests(content: ContentFolder) -> Iterator[Fault]:
    """What a case can point at inside a test has a name of its own there."""
    for key, test in content.tests.items():
        for field in ("steps", "contraindications", "stopped_for"):
            seen: set[str] = set()
            for index, named in enumerate(getattr(test, field)):
                if named.id in seen:
                    message, remedy = f"{named.id!r} is used twice", "give it another id"
                    yield content.fault("tests", key, (field, index, "id"), message, remedy)
                seen.add(named.id)


def _numbered(content: ContentFolder, file: str, rows: list[tuple[str, int]], count: int) -> Iterator[Fault]:
    for place, (key, number) in enumerate(rows, start=1):
        if number != place:
            yield content.fault(file, key, ("number",), f"number {number} stands at place {place}", f"write {place}")
    if len(rows) != count:
        remedy = f"there are {count}: number them 1 to {count}"
        yield content.fault(file, None, (), f"{len(rows)} numbered rows", remedy)


def _guide(content: ContentFolder) -> Iterator[Fault]:
    missing = [place for place in get_args(PlaceId) if not content.stands_in("guide", place)]
    if missing:
        message, remedy = f"no help for {', '.join(missing)}", "write a row for each place of the window"
        yield content.fault("guide", None, ("places",), message, remedy)
    for key, step in content.show_me.items():
        if step.nerve is not None:
            yield from _dangling(content, "guide", key, ("nerve",), step.nerve, "nerves")


def _rules(content: ContentFolder) -> Iterator[Fault]:
    rules = content.rules
    if rules is None:
        return
    if tuple(band.reading for band in rules.sign_bands) != _READINGS:
        message, remedy = "the bands are not in order", f"write {', '.join(_READINGS)}"
        yield content.fault("rules", None, ("sign_bands",), message, remedy)
    starts = [band.at_least for band in rules.sign_bands]
    if starts[:1] != [0] or starts != sorted(set(starts)):
        message, remedy = f"the bands begin at {starts}", "begin at 0 and rise"
        yield content.fault("rules", None, ("sign_bands",), message, remedy)
    limits = [word.below_percent for word in rules.flow.words]
    if not limits or limits != sorted(set(limits)):
        yield content.fault("rules", None, ("flow", "words"), "the words' limits do not rise", "order them by loss")
    for field in ("multiplicative", "resistance"):
        missing = [grade for grade in _GRADES if grade not in getattr(rules.flow, field)]
        if missing:
            message, remedy = f"no value for {', '.join(missing)}", "write one for every grade"
            yield content.fault("rules", None, ("flow", field), message, remedy)


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


def _table(content: ContentFolder, file: str) -> Iterable[tuple[str, Row]]:
    table: dict[str, Row] = getattr(content, file)
    return table.items()
