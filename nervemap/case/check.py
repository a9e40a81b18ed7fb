"""What a case may not hold: areas, sites or questions that the atlas does not have, and figures out of range."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Iterator

from nervemap.case.case import Case, SlumpSide
from nervemap.case.commands import EARLIEST_BIRTH, MOST_LABEL, MOST_NOTES
from nervemap.case.examination import MOST_DEGREES
from nervemap.content.atlas import Atlas
from nervemap.content.faults import Where
from nervemap.content.model_examination import Test

Told = tuple[Where, str, str]
_STRENGTH = "write a whole number from 0 to 10"


def faults_of(case: Case, atlas: Atlas) -> list[Told]:
    """Every fault of a case: the fields that lead there, what is wrong, what to do."""
    return [*_marks(case, atlas), *_crimps(case, atlas), *_answers(case, atlas), *_tests(case, atlas), *_person(case)]


def _marks(case: Case, atlas: Atlas) -> Iterator[Told]:
    seen = set()
    for index, mark in enumerate(case.marks):
        here: Where = ("marks", index)
        yield from _known((*here, "region"), "area", mark.region, atlas.regions)
        if (mark.side, mark.region) in seen:
            yield here, f"{mark.side} {mark.region} is marked twice", "keep one of them"
        seen.add((mark.side, mark.region))
        if mark.intensity is not None and not 0 <= mark.intensity <= 10:
            yield (*here, "intensity"), f"{mark.intensity} is out of range", _STRENGTH
        for name, value, most in (("t", mark.t, 4.0), ("theta", mark.theta, 720.0)):
            if value is not None and not (math.isfinite(value) and abs(value) <= most):
                yield (*here, name), f"{value} lies off the chart", "take the point of this mark out"


def _crimps(case: Case, atlas: Atlas) -> Iterator[Told]:
    seen = set()
    for index, crimp in enumerate(case.crimps):
        here: Where = ("crimps", index)
        site = atlas.sites.get(crimp.site)
        yield from _known((*here, "site"), "site", crimp.site, atlas.sites)
        if site is not None and site.above_roots != (crimp.side is None):
            remedy = "take the side out" if site.above_roots else "write left or right"
            yield (*here, "side"), f"{crimp.site} acts on {'both legs' if site.above_roots else 'one leg'}", remedy
        if site is not None and site.above_roots and crimp.grade == "severe":
            yield (*here, "grade"), "severe is not used above the roots", "write none, mild or moderate"
        if (crimp.side, crimp.site) in seen:
            yield here, f"{crimp.site} is crimped twice", "keep one of them"
        seen.add((crimp.side, crimp.site))


def _answers(case: Case, atlas: Atlas) -> Iterator[Told]:
    for field, what, given, known in (
        ("signs", "sign", case.signs, atlas.signs),
        ("history", "question", case.history, atlas.history),
        ("observations", "observation", case.observations, atlas.observations),
        ("relatives", "test", case.relatives, atlas.tests),
    ):
        for key in given:
            yield from _known((field, key), what, key, known)
    for side, items in case.neuro.items():
        for item in items:
            yield from _known(("neuro", side, item), "item", item, atlas.neuro)
    for index, area in enumerate(case.not_felt):
        side_of, _, region = area.partition(":")
        yield from _known(("not_felt", index), "side", side_of, ("left", "right"))
        yield from _known(("not_felt", index), "area", region, atlas.regions)
    for group, yes in case.red_flags.items():
        for index, flag in enumerate(yes or ()):
            flags = [one.id for one in atlas.red_flags.values() if one.group == group]
            yield from _known(("red_flags", group, index), "urgent question", flag, flags)
    reasons = [one.id for one in atlas.tests["slump"].contraindications]
    for index, reason in enumerate(case.contraindications or ()):
        yield from _known(("contraindications", index), "reason not to test", reason, reasons)
    for index, dealt in enumerate(case.dealt_with):
        yield from _known(("dealt_with", index), "urgent answer", dealt, (*atlas.red_flags, *reasons))


def _tests(case: Case, atlas: Atlas) -> Iterator[Told]:
    for side, result in case.slump.items():
        yield from _side(("slump", side), result, atlas.tests["slump"])
    for test, sides in case.relatives.items():
        if test in atlas.tests:
            for side, result in sides.items():
                yield from _side(("relatives", test, side), result, atlas.tests[test])
    if case.tighter_degrees is not None and not 1 <= case.tighter_degrees <= MOST_DEGREES:
        yield ("tighter_degrees",), f"{case.tighter_degrees} is out of range", f"write 1 to {MOST_DEGREES}"


def _side(here: Where, result: SlumpSide, test: Test) -> Iterator[Told]:
    steps = [one.id for one in test.steps]
    if result.degrees is not None and not 0 <= result.degrees <= 180:
        yield (*here, "degrees"), f"{result.degrees} is out of range", "write 0 to 180"
    for index, note in enumerate(result.notes):
        yield from _known((*here, "notes", index, "step"), "step", note.step, steps)
        if note.intensity is not None and not 0 <= note.intensity <= 10:
            yield (*here, "notes", index, "intensity"), f"{note.intensity} is out of range", _STRENGTH
    for index, step in enumerate(result.order):
        yield from _known((*here, "order", index), "step", step, steps)
    if result.stopped is not None:
        stops = [one.id for one in test.stopped_for]
        yield from _known((*here, "stopped"), "reason for stopping", result.stopped, stops)


def _person(case: Case) -> Iterator[Told]:
    if len(case.label) > MOST_LABEL or len(case.notes) > MOST_NOTES:
        yield ("notes",), "label or notes are too long", f"keep them below {MOST_LABEL} and {MOST_NOTES} letters"
    if case.date is not None:
        try:
            datetime.date.fromisoformat(case.date)
        except ValueError:
            yield ("date",), "this is no day", "write year-month-day, such as 2026-11-21"
    if case.birth_year is not None and not EARLIEST_BIRTH <= case.birth_year <= 2200:
        yield ("birth_year",), f"{case.birth_year} is no year of birth", "write the year or take it out"


def _known(where: Where, what: str, value: str, known: Collection[str]) -> Iterator[Told]:
    if value not in known:
        yield where, f"there is no {what} {value[:60]!r}", "the file may come from another version; take the entry out"
