"""`nervemap show` for people: aligned lists, and one row in full with everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from nervemap.cli.courses import Courses
from nervemap.cli.output import print_columns, print_text, print_title
from nervemap.content.atlas import Atlas
from nervemap.content.model import Claim, Confusion, Dispute, Landmark, Nerve, Region, Root, Row, Said, Site, Source
from nervemap.content.model_examination import RedFlag, Sign, Test
from nervemap.content.relations import inner_rows
from nervemap.reasoning.still_fed import still_fed


def print_list(atlas: Atlas, kind: str) -> None:
    """All rows of a kind, one each."""
    print_columns(_LISTS[kind](atlas))


def print_row(atlas: Atlas, courses: Courses, row: Row) -> None:
    """One row in full, then who says so and who contradicts it."""
    _print_fields(row, atlas, courses)
    if not isinstance(row, Source):
        _print_sources(atlas, row)


def _regions(atlas: Atlas) -> Iterable[tuple[str, ...]]:
    yield ("ROW", "ID", "AREA", "NERVES")
    for region in atlas.regions.values():
        added = ", ".join(addition.nerve for addition in region.atlas_adds)
        nerves = ", ".join(region.nerves) + (f" (the atlas adds: {added})" if added else "")
        yield (str(region.row or "-"), region.id, region.name, nerves.strip())


def _nerves(atlas: Atlas) -> Iterable[tuple[str, ...]]:
    yield ("ID", "NERVE", "ROOTS", "LEAVES")
    for nerve in atlas.nerves.values():
        leaves = f"group of {', '.join(nerve.members)}" if nerve.members else nerve.parent or "-"
        yield (nerve.id, nerve.name, _roots(atlas, nerve), leaves)


def _sites(atlas: Atlas) -> Iterable[tuple[str, ...]]:
    yield ("ID", "SITE", "NERVES")
    for site in atlas.sites.values():
        yield (site.id, site.name, ", ".join(site.nerves))


def _signs(atlas: Atlas) -> Iterable[tuple[str, ...]]:
    yield ("NO", "ID", "SIGN")
    for sign in atlas.signs.values():
        yield (str(sign.number), sign.id, sign.statement)


def _tests(atlas: Atlas) -> Iterable[tuple[str, ...]]:
    yield ("ID", "TEST", "BIASES")
    for test in atlas.tests.values():
        yield (test.id, test.name, ", ".join(test.biases))


def _red_flags(atlas: Atlas) -> Iterable[tuple[str, ...]]:
    yield ("GROUP", "ID", "QUESTION")
    for flag in atlas.red_flags.values():
        yield (flag.group, flag.id, flag.question)


def _sources(atlas: Atlas) -> Iterable[tuple[str, ...]]:
    yield ("ID", "TIER", "CHECKED", "WORK")
    for source in atlas.sources.values():
        yield (source.id, source.tier, source.checked, _work(source))


def _roots_list(atlas: Atlas) -> Iterable[tuple[str, ...]]:
    yield ("ID", "ROOT", "SKIN STRIP", "REFLEX")
    for root in atlas.roots.values():
        yield (root.id, root.name, ", ".join(root.skin_regions), root.reflex or "-")


def _landmarks(atlas: Atlas) -> Iterable[tuple[str, ...]]:
    yield ("ID", "DISTANCE", "VALUE")
    for row in atlas.landmarks.values():
        yield (row.id, row.quantity, _value(row))


def _claims(atlas: Atlas) -> Iterable[tuple[str, ...]]:
    yield ("ID", "TOPIC", "STATEMENT")
    for row in atlas.claims.values():
        yield (row.id, row.topic, row.text)


_LISTS = {
    "regions": _regions,
    "nerves": _nerves,
    "sites": _sites,
    "signs": _signs,
    "tests": _tests,
    "red-flags": _red_flags,
    "sources": _sources,
    "roots": _roots_list,
    "landmarks": _landmarks,
    "claims": _claims,
}


@singledispatch
def _print_fields(row: Row, atlas: Atlas, courses: Courses) -> None:
    raise TypeError(type(row))


@_print_fields.register
def _(row: Region, atlas: Atlas, courses: Courses) -> None:
    print_title(row.name, row.id)
    print_text("In plain words", row.plain)
    if row.row is not None:
        print_text(f"Row {row.row} of the table", f"{row.published}: {row.published_nerves}")
    print_text("Nerves", ", ".join(atlas.nerves[name].name for name in row.nerves))
    _print_items("The atlas adds", (f"{atlas.nerves[one.nerve].name}: {one.why}" for one in row.atlas_adds))
    print_text("Roots felt here", ", ".join(row.atlas_roots))
    _print_items("Easily mistaken for", (f"{one.cause}: {one.sets_apart}" for one in row.mistaken_for))
    print_text("Also called", ", ".join(row.synonyms))
    _print_said("Notes", row.notes)
    _print_claims(atlas, row.id)


@_print_fields.register
def _(row: Root, atlas: Atlas, courses: Courses) -> None:
    print_title(row.name, row.id)
    print_text("Skin strip", row.skin)
    print_text("On the map", ", ".join(row.skin_regions))
    print_text("Reflex", row.reflex)
    print_text("Muscles", ", ".join(row.muscles))
    print_text("Feeds", ", ".join(nerve.id for nerve in atlas.nerves.values() if row.id in nerve.roots))
    print_text("Could be held at", ", ".join(site.id for site in atlas.sites.values() if row.id in site.roots))
    _print_confused(row.confused_with)
    _print_said("Notes", row.notes)
    _print_claims(atlas, row.id)


@_print_fields.register
def _(row: Landmark, atlas: Atlas, courses: Courses) -> None:
    print_title(row.quantity, row.id)
    print_text("Value", _value(row))
    print_text("Sample", row.sample)
    print_text("Nerves", ", ".join(row.nerves))
    print_text("Sites", ", ".join(row.sites))
    print_text("Note", row.note)


@_print_fields.register
def _(row: Claim, atlas: Atlas, courses: Courses) -> None:
    print_title(row.topic.capitalize(), row.id)
    print_text("Said", row.text)
    print_text("It concerns", ", ".join(row.about))


@_print_fields.register
def _(row: Nerve, atlas: Atlas, courses: Courses) -> None:
    print_title(row.name, row.id)
    print_text("In plain words", row.plain)
    print_text("Also called", ", ".join(row.synonyms))
    print_text("Members", ", ".join(row.members))
    print_text("Roots", _roots(atlas, row))
    print_text("Other texts", row.root_variants)
    print_text("Leaves", row.parent)
    print_text("Branches", ", ".join(child.id for child in atlas.children[row.id]))
    print_text("Course", row.course)
    print_text("Skin", row.skin)
    print_text("Areas of skin", ", ".join(row.skin_regions))
    print_text("Areas of deep ache", ", ".join(row.deep_regions))
    print_text("Muscles", ", ".join(row.motor))
    print_text("Reflex", row.reflex)
    _print_places(atlas, courses, row)
    _print_confused(row.confused_with)
    print_text("Tests", ", ".join(row.biased_by))
    print_text("What biases it", row.bias)
    _print_landmarks(atlas, row.id)
    _print_said("Notes", row.notes)
    _print_claims(atlas, row.id)


@_print_fields.register
def _(row: Site, atlas: Atlas, courses: Courses) -> None:
    print_title(row.name, row.id)
    print_text("In plain words", row.plain)
    print_text("Structure", row.structure)
    print_text("Nerves", ", ".join(row.nerves))
    _print_positions(courses.positions_of(row))
    print_text("Pattern", row.pattern)
    if row.above_roots:
        print_text("Reach", "Above the roots: acts on both legs.")
    fed = still_fed(atlas, row.id)
    _print_items("Other roots that still feed", (f"{name}: {', '.join(left) or 'none'}" for name, left in fed.items()))
    print_text("Also called", ", ".join(row.synonyms))
    _print_landmarks(atlas, row.id)
    _print_said("Notes", row.notes)
    _print_claims(atlas, row.id)


@_print_fields.register
def _(row: Sign, atlas: Atlas, courses: Courses) -> None:
    print_title(f"{row.number}. {row.statement}", row.id)
    print_text("In plain words", row.plain)
    print_text("Ask", row.question)
    print_text("What tissue pain does instead", row.tissue)
    print_text("Why it points to a nerve", row.why)
    print_text("Does not apply", row.not_applicable)
    _print_said("Mind", row.caveats)


@_print_fields.register
def _(row: Test, atlas: Atlas, courses: Courses) -> None:
    print_title(row.name, row.id)
    print_text("In plain words", row.plain)
    print_text("Also called", ", ".join(row.synonyms))
    print_text("Biases", ", ".join(row.biases))
    print_text("Position", row.position)
    _print_said("Not for", row.contraindications)
    for number, step in enumerate(row.steps, start=1):
        print_text(
            f"Step {number}, {step.title}", f"{step.do} Say: {step.say}" + (f" Ask: {step.ask}" * bool(step.ask))
        )
    _print_said("Stop", row.stop_rules)
    _print_said("Readings", row.readings)
    confirmed = ((one.text if one.confirmed else f"{one.text} (sources conflict)") for one in row.accuracy)
    _print_items("Published figures", confirmed)
    _print_said("Notes", row.notes)


@_print_fields.register
def _(row: RedFlag, atlas: Atlas, courses: Courses) -> None:
    group = atlas.red_flag_groups[row.group]
    print_title(row.question, row.id)
    print_text("Why it is asked", row.means)
    print_text(group.title, group.advice)


@_print_fields.register
def _(row: Source, atlas: Atlas, courses: Courses) -> None:
    print_title(_work(row), row.id)
    print_text("Tier", row.tier)
    print_text("Checked", row.checked)
    print_text("Sample", row.sample)
    print_text("Finding", row.finding)
    print_text("Credit", row.credit)


def _print_places(atlas: Atlas, courses: Courses, nerve: Nerve) -> None:
    names = courses.sites_on(nerve)
    if names:
        print("Sites on its way, from the brain to its end:")
        print_columns((f"  {name}", atlas.sites[name].name) for name in names)


def _print_positions(places: Iterable[dict[str, Any]]) -> None:
    """Branches of one trunk pass a site at the same length: they share a line."""
    nerves: dict[str, list[str]] = {}
    for place in places:
        nerves.setdefault(f"{place['s_cm']:.1f} cm from the exit at {place['exit']}", []).append(place["nerve"])
    _print_items("Position", (f"{where}: {', '.join(names)}" for where, names in nerves.items()))


def _print_confused(confused: Iterable[Confusion]) -> None:
    _print_items("Easily confused with", (f"{one.other}: {one.tells}" for one in confused))


def _print_landmarks(atlas: Atlas, id_: str) -> None:
    rows = atlas.landmarks_of.get(id_, ())
    _print_items("Published distances", (f"{row.id}, {row.quantity}: {_value(row)}" for row in rows))


def _print_claims(atlas: Atlas, id_: str) -> None:
    """What is said about a row; each claim with what others say against it."""
    claims = atlas.claims_about.get(id_, ())
    _print_items(
        "What is said about it",
        (" ".join((one.text, *(f"Others say: {dispute.says}" for dispute in one.disputed_by))) for one in claims),
    )


def _value(row: Landmark) -> str:
    sample = f" ({row.sample})" if row.sample else ""
    return f"{row.value}{sample}{'' if row.verified else '; not verified'}"


def _print_said(label: str, said: Iterable[Said]) -> None:
    _print_items(label, (one.text for one in said))


def _print_items(label: str, items: Iterable[str]) -> None:
    lines = list(items)
    if lines:
        print(f"{label}:")
        print_columns(("  -", line) for line in lines)


def _print_sources(atlas: Atlas, row: Row) -> None:
    """Every source of the row and of what stands inside it, then the objections."""
    inner = [one for _, one in inner_rows(row)]
    named = dict.fromkeys(source for one in inner for source in getattr(one, "sources", ()))
    sources = [atlas.sources[name] for name in named]
    print("Who says so:")
    print_columns(("  -", f"{_work(source)} [{source.tier}; {source.checked}]") for source in sources)
    disputes = [one for one in inner if isinstance(one, Dispute)]
    _print_items("Who contradicts it", (f"{_work(atlas.sources[one.source])} {one.says}" for one in disputes))


def _roots(atlas: Atlas, nerve: Nerve) -> str:
    return ", ".join(dict.fromkeys(root for member in atlas.members(nerve.id) for root in member.roots))


def _work(source: Source) -> str:
    year = str(source.year) if source.year else ""
    parts = [part for part in (source.authors, year, source.work, source.place) if part]
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts)
