"""What follows: `explain`, `felt`, `flow` and `read`, the headless twins of the window's places."""

from __future__ import annotations

import argparse
from typing import get_args

import msgspec

from nervemap import resources
from nervemap.anatomy.chart import load_chart
from nervemap.anatomy.courses import NerveGraph, load_graph
from nervemap.anatomy.places import find_places
from nervemap.case.case import Case
from nervemap.cli import reasoned_text as tell
from nervemap.cli.courses import course_points
from nervemap.cli.errors import UserError
from nervemap.cli.output import print_json
from nervemap.cli.values import (
    add_crimp_option,
    add_mark_option,
    add_reading_options,
    read_case,
    read_crimps,
    read_marks,
)
from nervemap.cli.words import one_of
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.reasoning.areas import Areas
from nervemap.reasoning.candidates import explain
from nervemap.reasoning.felt import felt_from_nerve, felt_from_root, felt_from_site
from nervemap.reasoning.findings import Explanation, SignsReading, SlumpReading, Statement
from nervemap.reasoning.flow import Model, flow
from nervemap.reasoning.places import Places
from nervemap.reasoning.signs import read_signs
from nervemap.reasoning.slump import read_relatives, read_slump
from nervemap.reasoning.statement import statement


def register(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the four commands to the command line."""
    parser = sub.add_parser("explain", help="which nerves could be felt at the marked areas, and why")
    add_mark_option(parser, required=True)
    add_reading_options(parser)
    parser.set_defaults(run=_explain)

    parser = sub.add_parser("felt", help="every area in which trouble at one place could be felt")
    place = parser.add_mutually_exclusive_group(required=True)
    for kind in ("site", "root", "nerve"):
        place.add_argument(f"--{kind}", metavar="ID")
    parser.set_defaults(run=_felt)

    parser = sub.add_parser("flow", help="what crimps on a nerve leave, in a teaching picture")
    parser.add_argument("--nerve", required=True, metavar="NERVE")
    add_crimp_option(parser)
    parser.add_argument("--model", default="B", metavar="A|B", help="B multiplies (default), A adds with a reserve")
    parser.set_defaults(run=_flow)

    parser = sub.add_parser("read", help="the reading of signs and tests")
    add_reading_options(parser)
    parser.set_defaults(run=_read)

    for name in ("explain", "felt", "flow", "read"):
        sub.choices[name].add_argument("--json", action="store_true", help="print JSON")


def _explain(arguments: argparse.Namespace) -> int:
    atlas = load_atlas(arguments.data)
    case = read_case(atlas, arguments, read_marks(atlas, arguments.mark))
    graph = load_graph(arguments.data)
    explanation = explain(atlas, case, _places(atlas, graph, arguments))
    _, _, whole = _examination(atlas, case, explanation)
    if not arguments.json:
        tell.print_explanation(atlas, explanation, whole)
        return 0
    courses = {}
    for one in explanation.candidates:
        course = graph.course(atlas.nerves[one.nerve])
        courses[f"{one.side}:{one.nerve}"] = course_points(course if one.side == "right" else course.mirrored())
    print_json(
        {
            "marks": case.marks,
            "candidates": explanation.candidates,
            "courses": courses,
            "shared_sites": explanation.shared_sites,
            "mistaken_for": [
                {"region": region, **msgspec.to_builtins(cause)}
                for region in dict.fromkeys(mark.region for mark in case.marks)
                for cause in atlas.regions[region].mistaken_for
            ],
            "statement": whole,
        }
    )
    return 0


def _felt(arguments: argparse.Namespace) -> int:
    atlas = load_atlas(arguments.data)
    areas = Areas(atlas)
    if arguments.root is not None:
        kind, name = "root", one_of("root", arguments.root, atlas.roots)
        found = felt_from_root(areas, name)
    else:
        kind = "site" if arguments.site is not None else "nerve"
        name = one_of(kind, getattr(arguments, kind), atlas.sites if kind == "site" else atlas.nerves)
        from_place = felt_from_site if kind == "site" else felt_from_nerve
        found = from_place(areas, _places(atlas, load_graph(arguments.data), arguments), name)
    if arguments.json:
        named = [{**msgspec.to_builtins(area), "name": atlas.regions[area.region].name} for area in found]
        site = atlas.sites[name] if kind == "site" else None
        disputed = site.disputed_by if site else ()
        both_sides = site is not None and site.above_roots
        print_json({kind: name, "both_sides": both_sides, "disputed_by": disputed, "areas": named})
    else:
        tell.print_felt(atlas, kind, name, found)
    return 0


def _flow(arguments: argparse.Namespace) -> int:
    atlas = load_atlas(arguments.data)
    nerve = atlas.nerves[one_of("nerve", arguments.nerve, atlas.nerves)]
    if nerve.members:
        raise UserError(f"{nerve.id} is a group of nerves; write one of {', '.join(nerve.members)}")
    model: Model = one_of("model", arguments.model, get_args(Model))
    crimps = read_crimps(atlas, arguments.crimp)
    sides = sorted({crimp.side for crimp in crimps if crimp.side})
    if len(sides) > 1:
        raise UserError("--crimp: the crimps lie on both sides; give those of one side at a time")
    positions = _places(atlas, load_graph(arguments.data), arguments).sites[nerve.id]
    on_nerve = [site for site, _ in positions]
    off = [crimp.site for crimp in crimps if crimp.site not in on_nerve]
    if off:
        raise UserError(*(f"{site} does not lie on {nerve.id}; write one of {', '.join(on_nerve)}" for site in off))
    found = flow(atlas.rules.flow, nerve.id, positions, crimps, model)
    if arguments.json:
        print_json(found)
    else:
        tell.print_flow(atlas, found)
    return 0


def _read(arguments: argparse.Namespace) -> int:
    atlas = load_atlas(arguments.data)
    case = read_case(atlas, arguments)
    signs, slump, whole = _examination(atlas, case, Explanation(candidates=(), shared_sites=(), statement=()))
    if not arguments.json:
        tell.print_statement(atlas, whole)
        return 0
    print_json(
        {
            "signs": {key: getattr(signs, key) for key in ("yes", "no", "unsure", "na", "unanswered")},
            "signs_reading": signs.reading,
            "could_become": signs.could_become,
            "enough": signs.enough,
            "signs_text": signs.text,
            "tests": {"slump": slump, **{one.test: one for one in read_relatives(atlas, case)}},
            "red_flags": case.red_flags,
            "statement": whole,
        }
    )
    return 0


def _examination(atlas: Atlas, case: Case, explanation: Explanation) -> tuple[SignsReading, SlumpReading, Statement]:
    signs, slump = read_signs(atlas, case.signs), read_slump(atlas, case.slump, case.tighter_degrees)
    return signs, slump, statement(atlas, case, explanation, signs, slump)


def _places(atlas: Atlas, graph: NerveGraph, arguments: argparse.Namespace) -> Places:
    return find_places(atlas, graph, load_chart((arguments.data or resources.folder("data")) / "body"))
