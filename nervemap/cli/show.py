"""`nervemap show`: what is known, row by row, for people or as JSON."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from nervemap.cli import show_text
from nervemap.cli.courses import Courses
from nervemap.cli.errors import unknown
from nervemap.cli.output import print_json
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.model import Nerve, Region, Root, Row, Site
from nervemap.content.model_examination import RedFlag
from nervemap.reasoning.still_fed import still_fed

_TABLES: dict[str, Callable[[Atlas], Mapping[str, Any]]] = {
    "regions": lambda atlas: atlas.regions,
    "nerves": lambda atlas: atlas.nerves,
    "sites": lambda atlas: atlas.sites,
    "signs": lambda atlas: atlas.signs,
    "tests": lambda atlas: atlas.tests,
    "red-flags": lambda atlas: atlas.red_flags,
    "sources": lambda atlas: atlas.sources,
    "roots": lambda atlas: atlas.roots,
    "landmarks": lambda atlas: atlas.landmarks,
    "claims": lambda atlas: atlas.claims,
}


def register(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `show` to the command line."""
    parser = sub.add_parser("show", help="print what is known", description="Print what is known, with its sources.")
    parser.add_argument("kind", metavar="KIND", help=", ".join(_TABLES))
    parser.add_argument("id", metavar="ID", nargs="?", help="one row in full (without it: the list)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    kind: str = arguments.kind
    if kind not in _TABLES:
        raise unknown("kind of row", kind, _TABLES)
    atlas = load_atlas(arguments.data)
    rows = _TABLES[kind](atlas)
    if arguments.id is not None and arguments.id not in rows:
        raise unknown(kind.replace("-", " ").removesuffix("s"), arguments.id, rows)
    courses = Courses(atlas, arguments.data)
    if arguments.json:
        wanted = rows.values() if arguments.id is None else [rows[arguments.id]]
        printed = [_plain(row, atlas, courses, in_full=arguments.id is not None) for row in wanted]
        print_json(printed if arguments.id is None else printed[0])
    elif arguments.id is None:
        show_text.print_list(atlas, kind)
    else:
        show_text.print_row(atlas, courses, rows[arguments.id])
    return 0


def _plain(row: Row, atlas: Atlas, courses: Courses, *, in_full: bool) -> dict[str, Any]:
    """A row as JSON: all its fields, and what the program computes from them."""
    plain: dict[str, Any] = msgspec.to_builtins(row)
    if isinstance(row, Region):
        plain["additions"] = plain["atlas_adds"]
        plain["atlas_adds"] = [addition.nerve for addition in row.atlas_adds]
    elif isinstance(row, Site):
        plain["positions"] = courses.positions_of(row)
        plain["still_fed"] = still_fed(atlas, row.id)
    elif isinstance(row, RedFlag):
        group = atlas.red_flag_groups[row.group]
        plain |= {"advice": group.advice, "locks": group.locks}
    elif isinstance(row, Nerve):
        members = atlas.members(row.id)
        plain["roots"] = list(dict.fromkeys(root for member in members for root in member.roots))
        plain["territory_regions"] = list(dict.fromkeys(area for member in members for area in member.skin_regions))
        plain["sites"] = courses.sites_on(row)
        if in_full:
            plain["course_text"] = plain["course"]
            plain |= courses.of(row)
        else:
            plain["course_text"] = plain.pop("course")
    if isinstance(row, Nerve | Site) and in_full:
        plain["landmarks"] = msgspec.to_builtins(atlas.landmarks_of.get(row.id, ()))
    if isinstance(row, Region | Nerve | Root | Site) and in_full:
        plain["said"] = msgspec.to_builtins(atlas.claims_about.get(row.id, ()))
    return plain
