"""`draw --view pipe`: the pipe of one or several nerves as SVG or PNG."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from nervemap.case.case import Crimp
from nervemap.cli.errors import UserError
from nervemap.cli.values import read_crimps
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side


def pipe_content(
    atlas: Atlas,
    arguments: argparse.Namespace,
    nerves: Sequence[str],
    crimps: Sequence[Crimp],
    side: Side,
    size: tuple[int, int],
    ending: str,
) -> bytes:
    """The file's content. Raises UserError where no nerve is named or a crimp lies on none of the nerves."""
    from nervemap.anatomy.courses import load_graph
    from nervemap.anatomy.pipes import nerve_line
    from nervemap.handout import export
    from nervemap.palette import DARK, LIGHT
    from nervemap.reasoning.pipe import lay_out

    names = list(dict.fromkeys(row.id for nerve in nerves for row in atlas.members(nerve)))
    if not names:
        raise UserError("--view pipe shows nerves from the brain to the end; name at least one with --nerve")
    graph = load_graph(arguments.data)
    pipe = lay_out([nerve_line(atlas, graph, atlas.nerves[name]) for name in names])
    shown = [site.site for site in pipe.sites]
    asked = {crimp.site for crimp in read_crimps(atlas, arguments.crimp)}  # a case may hold others as well
    off = [crimp.site for crimp in crimps if crimp.site not in shown and crimp.site in asked]
    if off:
        raise UserError(
            *(f"{site} does not lie on {', '.join(names)}; write one of {', '.join(shown)}" for site in off)
        )
    palette = DARK if arguments.dark else LIGHT
    return export.pipe_content(atlas, pipe, crimps, side, palette, size, ending)
