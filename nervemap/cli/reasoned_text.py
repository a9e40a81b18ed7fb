"""What follows, told for people: short lists, then sentences, and the fixed sentence at the end."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from nervemap.cli.output import WIDTH, print_columns
from nervemap.content.atlas import Atlas
from nervemap.reasoning.findings import Explanation, Fact, FeltArea, Flow, Statement
from nervemap.reasoning.flow import loss_told
from nervemap.reasoning.wording import capital


def print_explanation(atlas: Atlas, explanation: Explanation, whole: Statement) -> None:
    """The nerves for the marks with their reasons, the shared sites, and the statement."""
    for one in explanation.candidates:
        nerve = atlas.nerves[one.nerve]
        named = " and the ".join(one.named_by)
        print(f"{one.rank}. {one.side.capitalize()}: {nerve.name} ({', '.join(one.roots)}), named by the {named}")
        for mark, facts in (("+", one.for_), ("-", one.against)):
            _print_facts(facts, f"   {mark} ")
    if explanation.shared_sites:
        print()
        print_columns(
            [
                ("SIDE", "SITE", "COULD ACCOUNT FOR", "COULD THEN ALSO BE FELT AT (NOT MARKED)"),
                *_shared(atlas, explanation),
            ]
        )
    print("\nEasily mistaken for:")
    marked = dict.fromkeys(region for one in explanation.candidates for region in one.explains)
    rows = [atlas.regions[region] for region in marked]
    print_columns(("  " + row.plain, cause.cause, cause.sets_apart) for row in rows for cause in row.mistaken_for)
    print()
    print_statement(atlas, whole)


def _shared(atlas: Atlas, explanation: Explanation) -> Iterator[tuple[str, str, str, str]]:
    """A line for each place; the areas stand once for places that are equal."""
    for _, group in groupby(explanation.shared_sites, key=lambda one: (one.side, one.rank)):
        first, *equals = group
        areas = _areas(atlas, first.explains), _areas(atlas, first.should_also_affect)
        yield first.side, atlas.sites[first.site].name, *areas
        for one in equals:
            yield "", f"or {atlas.sites[one.site].name}", "the same", "the same"


def print_statement(atlas: Atlas, whole: Statement) -> None:
    """The statement's sentences, then for, against and unknown."""
    _print_facts(whole.text, "")
    for heading, facts in (("For", whole.for_), ("Against", whole.against), ("Unknown", whole.unknown)):
        if facts:
            print(f"\n{heading}:")
            _print_facts(facts, "  ")
    _print_fixed_sentence(atlas)


def print_felt(atlas: Atlas, kind: str, name: str, found: Sequence[FeltArea]) -> None:
    """The areas in table order, with the direction seen from the place; then what others say about a site."""
    nerves = {nerve.id: nerve.name for nerve in atlas.nerves.values()}
    nerves |= {root.id: root.name for root in atlas.roots.values()}
    place = atlas.sites[name].name if kind == "site" else nerves[name]
    print(f"{place} could be felt at:")
    print_columns(
        (
            "",
            area.direction,
            atlas.regions[area.region].name,
            f"{area.because}: {nerves[area.via]}{'' if area.reaches else ' (its course does not reach there)'}",
        )
        for area in found
    )
    if kind == "site":
        site = atlas.sites[name]
        said = [f"Others say: {dispute.says}" for dispute in site.disputed_by]
        for text in (*(["It lies above the roots and acts on both legs."] if site.above_roots else []), *said):
            print(textwrap.fill(text, WIDTH))
    _print_fixed_sentence(atlas)


def print_flow(atlas: Atlas, found: Flow) -> None:
    """The sites from the brain with what each crimp leaves, then the end."""
    print_columns(
        [
            ("CM", "SITE", "CRIMP", "LEFT"),
            *(
                (
                    f"{one.s_cm:.1f}",
                    atlas.sites[one.site].name,
                    f"{one.grade}, {one.kind}" if one.kind else "-",
                    f"{one.left:.2f}",
                )
                for one in found.sites
            ),
        ]
    )
    left, irritability = f"{found.flow:.2f} of 1: {loss_told(found.word)}", f"{found.irritability:.2f}"
    print(f"\nModel {found.model}, at the end {left}; irritability {irritability}.")
    caption = atlas.rules.flow.caption
    print(f"{capital(caption).rstrip('.')}.")
    _print_fixed_sentence(atlas)


def _areas(atlas: Atlas, regions: Iterable[str]) -> str:
    return ", ".join(atlas.regions[region].plain for region in regions) or "-"


def _print_facts(facts: Iterable[Fact], start: str) -> None:
    for fact in facts:
        print(textwrap.fill(fact.text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start)))


def _print_fixed_sentence(atlas: Atlas) -> None:
    print(f"\n{atlas.rules.fixed_sentence}")
