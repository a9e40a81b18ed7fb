"""`nervemap case show|check`: what a case file holds, and whether it can be read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nervemap.case.commands import ANSWER_WORDS
from nervemap.case.file import Document, read_case
from nervemap.cli.output import print_columns, print_json, print_text
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.faults import ContentError
from nervemap.handout import recorded


def register(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = sub.add_parser("case", help="show or check case files")
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True)
    show = acts.add_parser("show", help="what a case file holds")
    show.add_argument("file", type=Path, metavar="CASE")
    show.add_argument("--json", action="store_true", help="print JSON")
    show.set_defaults(run=_show)
    check = acts.add_parser("check", help="report every fault of case files")
    check.add_argument("files", type=Path, nargs="+", metavar="CASE")
    check.set_defaults(run=_check)


def _show(arguments: argparse.Namespace) -> int:
    atlas = load_atlas(arguments.data)
    document, _ = read_case(arguments.file, atlas)
    if arguments.json:
        print_json({"version": document.version, "newer": document.newer, "case": document.case})
    else:
        _print(atlas, document)
    return 0


def _print(atlas: Atlas, document: Document) -> None:
    case = document.case
    told = [("label", case.label), ("date", case.date or ""), ("born", str(case.birth_year or ""))]
    for mark in case.marks:
        kinds = f": {', '.join(mark.qualities)}" if mark.qualities else ""
        strength = "" if mark.intensity is None else f" ({mark.intensity} of 10)"
        told.append(("mark", f"{mark.side} {atlas.regions[mark.region].plain}{kinds}{strength}"))
    told += [
        ("urgent", f"{group.title}: {recorded.urgent(atlas, case, group.id)}")
        for group in atlas.red_flag_groups.values()
    ]
    told += [("sign", f"{atlas.signs[sign].statement} {ANSWER_WORDS[answer]}") for sign, answer in case.signs.items()]
    told += [("test", f"{test}, {side}: {words}") for test, side, words in recorded.tests(atlas, case)]
    told += [("before", f"{question} {answer}") for question, answer in recorded.history(atlas, case)]
    told += [("found", f"{question} {answer}") for question, answer in recorded.findings(atlas, case)]
    told += [("tested", f"{item}: left {left}, right {right}") for item, left, right in recorded.neuro(atlas, case)]
    told += [("also", f"{title}: {words}") for title, words in recorded.also_recorded(atlas, case)]
    told += [
        ("crimp", f"{one.side or 'both sides'}: {atlas.sites[one.site].name}, {one.grade}, {one.kind}")
        for one in case.crimps
    ]
    print_columns([row for row in told if row[1]])
    print_text("notes", case.notes)


def _check(arguments: argparse.Namespace) -> int:
    atlas = load_atlas(arguments.data)
    code = 0
    for file in arguments.files:
        try:
            read_case(file, atlas)
        except ContentError as error:
            code = 1
            for fault in error.faults:
                print(f"nervemap: {fault}", file=sys.stderr)
    if code == 0:
        print("No faults.")
    return code
