"""`nervemap handout`: the page of a case as PDF, without a display."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nervemap.case.disk import write_whole
from nervemap.case.file import read_case
from nervemap.cli.errors import UserError
from nervemap.cli.values import SIDES
from nervemap.cli.words import one_of
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.model import Side

READERS, PAPERS = ("patient", "clinician"), ("a4", "letter")
MOST_OF_A_NUMBER = 20


def register(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = sub.add_parser("handout", help="the page of a case as PDF")
    parser.add_argument("file", type=Path, metavar="CASE", help="a file .nervemap")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="ends in .pdf (beside the case)")
    parser.add_argument("--for", dest="reader", default="patient", metavar="READER", help="patient (default) clinician")
    parser.add_argument("--paper", default="a4", metavar="PAPER", help="a4 (default) letter")
    parser.add_argument("--nerve", metavar="[SIDE:]NERVE", help="the nerve to speak of")
    parser.add_argument("--emergency", default="", metavar="NUMBER", help="the local emergency number")
    parser.set_defaults(run=_handout)


def _handout(arguments: argparse.Namespace) -> int:
    atlas = load_atlas(arguments.data)
    one_of("reader", arguments.reader, READERS)
    one_of("paper", arguments.paper, PAPERS)
    if arguments.output and arguments.output.suffix.lower() != ".pdf":
        raise UserError(f"--output {str(arguments.output)!r}: the page is a PDF; end the name in .pdf")
    if len(arguments.emergency) > MOST_OF_A_NUMBER:
        raise UserError(f"--emergency {arguments.emergency!r}: write a number of at most {MOST_OF_A_NUMBER} letters")
    document, _ = read_case(arguments.file, atlas)
    output: Path = arguments.output or arguments.file.with_suffix(".pdf")

    from nervemap.anatomy.body import load_body
    from nervemap.anatomy.places import find_places
    from nervemap.handout.page import PAPERS as SIZES
    from nervemap.handout.page import Page
    from nervemap.handout.patient import Followed

    body = load_body(atlas, arguments.data)
    places = find_places(atlas, body.graph, body.chart)
    side, nerve = _nerve(atlas, arguments.nerve)
    chosen = Followed(side, nerve) if nerve else None
    page = Page(
        atlas,
        body,
        places,
        document.case,
        arguments.reader,
        paper=SIZES[arguments.paper],
        chosen=chosen,
        emergency=arguments.emergency.strip(),
    )
    write_whole(output, page.pdf())
    if arguments.output is None:
        print(f"nervemap: the page is in {output}", file=sys.stderr)
    return 0


def _nerve(atlas: Atlas, text: str | None) -> tuple[Side, str]:
    """Side and nerve of `[SIDE:]NERVE`; empty where none was given."""
    if text is None:
        return "right", ""
    side, colon, nerve = text.rpartition(":")
    return one_of("side", side, SIDES) if colon else "right", one_of("nerve", nerve, atlas.nerves)
