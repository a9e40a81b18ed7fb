"""`draw`: a picture of the map or the pipe as SVG or PNG, without a display."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nervemap.anatomy.views import VIEW_NAMES, View
from nervemap.case.case import Case, Crimp, Mark
from nervemap.case.disk import write_whole
from nervemap.case.file import read_case
from nervemap.cli.draw_pipe import pipe_content
from nervemap.cli.errors import UserError, unknown
from nervemap.cli.values import SIDES, add_crimp_option, add_mark_option, read_crimps, read_marks
from nervemap.cli.words import degrees, one_of, read_each, words
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.model import Side

if TYPE_CHECKING:
    from nervemap.anatomy.body import Body

PIPE = "pipe"
LAYERS = ("regions", "territories", "dermatomes", "bones", "nerves", "sites", "names")
_LEAST_PX, _MOST_PX = 100, 4000


def register(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = sub.add_parser("draw", help="a picture of the map as SVG or PNG")
    parser.add_argument("--view", required=True, metavar="VIEW", help=" ".join((*VIEW_NAMES, PIPE)))
    parser.add_argument("--turn", default="0", metavar="DEG", help="turn what is in front to the right of the picture")
    parser.add_argument("--tilt", default="0", metavar="DEG", help="look from further up")
    parser.add_argument("--side", default="right", metavar="SIDE", help="of the nerves and crimps (right)")
    parser.add_argument(
        "--layers",
        nargs="+",
        action="extend",
        metavar="LAYER",
        help=f"{' '.join(LAYERS)}; with spaces or commas between",
    )
    add_mark_option(parser)
    parser.add_argument(
        "--nerve",
        nargs="+",
        action="extend",
        default=[],
        metavar="NERVE",
        help="the nerves to light (without: those named for the marks)",
    )
    add_crimp_option(parser)
    parser.add_argument("--case", type=Path, metavar="FILE", help="marks and crimps of a case file as well")
    parser.add_argument("--whole", action="store_true", help="spine and head as well")
    parser.add_argument("--dark", action="store_true", help="light on dark")
    parser.add_argument("--size", default="800x1000", metavar="WIDTHxHEIGHT", help="in pixels (800x1000)")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="ends in .svg or .png")
    parser.set_defaults(run=_draw)


def _draw(arguments: argparse.Namespace) -> int:
    atlas = load_atlas(arguments.data)
    lines: list[str] = []
    for check in (_view, _side, _layers, _nerves, _size, _output, _marks, _crimps):
        try:
            check(atlas, arguments)
        except UserError as error:
            lines += error.lines
    if lines:
        raise UserError(*lines)
    view, size = _view(atlas, arguments), _size(atlas, arguments)
    side, crimps = _side(atlas, arguments), _crimps(atlas, arguments)
    if arguments.view == PIPE:
        nerves, ending = _nerves(atlas, arguments), _output(atlas, arguments)
        pipe = pipe_content(atlas, arguments, nerves, crimps, side, size, ending)
        write_whole(arguments.output, pipe, private=False)
        return 0

    from nervemap.anatomy.body import load_body
    from nervemap.handout.export import map_content
    from nervemap.handout.map_picture import map_picture
    from nervemap.palette import DARK, LIGHT

    body = load_body(atlas, arguments.data)
    palette = DARK if arguments.dark else LIGHT
    marks = _marks(atlas, arguments)
    picture = map_picture(
        atlas,
        body,
        view,
        size,
        _layers(atlas, arguments),
        marks=marks,
        nerves=[(nerve, side) for nerve in _nerves(atlas, arguments)] or _named_for(atlas, body, marks),
        grades={one.site: one.grade for one in crimps if one.side in (None, side)},
    )
    drawn = {ring.site for ring in picture.rings}
    for crimp in crimps:
        if crimp.site not in drawn or crimp.side not in (None, side):
            where = f"{crimp.side}:{crimp.site}" if crimp.side else crimp.site
            remedy = f"name a nerve that runs there, such as --nerve {atlas.sites[crimp.site].nerves[0]}, and its side"
            print(f"nervemap: the crimp {where} is not in the picture; {remedy}", file=sys.stderr)
    content = map_content(atlas, body, picture, view, palette, _output(atlas, arguments))
    write_whole(arguments.output, content, private=False)
    return 0


def _named_for(atlas: Atlas, body: Body, marks: tuple[Mark, ...]) -> list[tuple[str, Side]]:
    """The nerves that could be felt at marked areas, as the window lights them."""
    from nervemap.anatomy.places import find_places
    from nervemap.reasoning.candidates import explain

    found = explain(atlas, Case(marks=marks), find_places(atlas, body.graph, body.chart))
    return [(one.nerve, one.side) for one in found.candidates]


def _view(atlas: Atlas, arguments: argparse.Namespace) -> View:
    name = "front" if arguments.view == PIPE else arguments.view
    if name not in VIEW_NAMES:
        raise unknown("view", name, (*VIEW_NAMES, PIPE))
    turn, tilt = read_each(
        ("turn", "tilt"), lambda option: degrees(f"--{option}", getattr(arguments, option), -360, 360)
    )
    return View(name, framing="whole" if arguments.whole else "lower").turned(turn, tilt)


def _side(atlas: Atlas, arguments: argparse.Namespace) -> Side:
    return one_of("side", arguments.side, SIDES)


def _layers(atlas: Atlas, arguments: argparse.Namespace) -> frozenset[str]:
    asked = words(arguments.layers or ["regions", "nerves", "sites"])
    return frozenset(read_each(asked, lambda word: one_of("layer", word, LAYERS)))


def _nerves(atlas: Atlas, arguments: argparse.Namespace) -> list[str]:
    return read_each(words(arguments.nerve), lambda word: one_of("nerve", word, atlas.nerves))


def _marks(atlas: Atlas, arguments: argparse.Namespace) -> tuple[Mark, ...]:
    marks = read_marks(atlas, arguments.mark)
    given = {(mark.side, mark.region) for mark in marks}
    return (*marks, *(mark for mark in _case(atlas, arguments).marks if (mark.side, mark.region) not in given))


def _crimps(atlas: Atlas, arguments: argparse.Namespace) -> tuple[Crimp, ...]:
    crimps = read_crimps(atlas, arguments.crimp)
    given = {crimp.site for crimp in crimps}
    return (*(one for one in _case(atlas, arguments).crimps if one.site not in given), *crimps)


def _case(atlas: Atlas, arguments: argparse.Namespace) -> Case:
    """The case of `--case`, an empty one without it. Raises CaseFileError, told like any fault."""
    return read_case(arguments.case, atlas)[0].case if arguments.case else Case()


def _size(atlas: Atlas, arguments: argparse.Namespace) -> tuple[int, int]:
    width, x, height = arguments.size.partition("x")
    if not (x and width.isdecimal() and height.isdecimal()):
        raise UserError(f"--size {arguments.size!r} is not a size; write WIDTHxHEIGHT such as 800x1000")
    if not (_LEAST_PX <= int(width) <= _MOST_PX and _LEAST_PX <= int(height) <= _MOST_PX):
        raise UserError(f"--size {arguments.size} is out of range; write sides from {_LEAST_PX} to {_MOST_PX} pixels")
    return int(width), int(height)


def _output(atlas: Atlas, arguments: argparse.Namespace) -> str:
    ending: str = arguments.output.suffix.lower()
    if ending not in (".svg", ".png"):
        raise UserError(f"--output {str(arguments.output)!r}: the picture is SVG or PNG; end the name in .svg or .png")
    if not os.access(arguments.output.parent, os.W_OK | os.X_OK):
        raise UserError(f"{arguments.output.parent}: can't write in this folder; choose another place")
    return ending
