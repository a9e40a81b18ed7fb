"""Faults between the rows of an examination: numbers without gaps, a cell for every reading, rules that rise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import get_args

from nervemap.content.faults import Fault
from nervemap.content.folder import ContentFolder
from nervemap.content.model import Grade
from nervemap.content.model_examination import SignsWord
from nervemap.content.relations_body import confusions

_READINGS = get_args(SignsWord)


def faults(content: ContentFolder) -> Iterator[Fault]:
    """All faults between these rows that could be read."""
    parts = (_signs, _red_flags, _history, _neuro, _combination, _tests, _rules)
    return chain.from_iterable(part(content) for part in parts)


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


def _neuro(content: ContentFolder) -> Iterator[Fault]:
    """What less than normal speaks for rests on a pair that the nerves or roots tell apart."""
    known = {*content.nerves, *content.roots}
    told = {frozenset((key, one.other)) for key in known for one in confusions(content, key)}
    for key, item in content.neuro.items():
        for index, pair in enumerate(item.pairs):
            if frozenset((pair.speaks_for, pair.rather_than)) not in told:
                message = f"nothing tells {pair.speaks_for} and {pair.rather_than} apart"
                remedy = "add the pair to `confused_with` in nerves.yaml or roots.yaml"
                yield content.fault("neuro", key, ("pairs", index), message, remedy)


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
        missing = [grade for grade in get_args(Grade) if grade not in getattr(rules.flow, field)]
        if missing:
            message, remedy = f"no value for {', '.join(missing)}", "write one for every grade"
            yield content.fault("rules", None, ("flow", field), message, remedy)
