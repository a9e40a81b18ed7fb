"""The pipe as SVG: every strand, bundle and ring is a path with an id and a title; names stand beside it."""

from __future__ import annotations

import xml.etree.ElementTree as xml
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from nervemap.case.case import Crimp
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.handout.pipe_picture import Line, PipePicture, Tube, lane_width, spread
from nervemap.handout.svg import FAMILIES
from nervemap.palette import Palette
from nervemap.reasoning.flow import Model, loss_told
from nervemap.reasoning.pipe import Pipe, branch_flows, grades_at

_MARGIN, _LETTER, _FOOT = 40.0, 13.0, 40.0


def pipe_svg(
    atlas: Atlas,
    pipe: Pipe,
    crimps: Sequence[Crimp],
    side: Side,
    palette: Palette,
    size: tuple[int, int],
    model: Model = "B",
) -> str:
    """The SVG text of a pipe in a picture of `size` (width, height in px)."""
    width, height = size
    rules, grades = atlas.rules.flow, grades_at(pipe, crimps, side)
    flows = branch_flows(rules, pipe, crimps, side, model)
    foot = _FOOT + 18.0 * len(flows)
    lane = lane_width(pipe.lanes, width * 0.2)
    picture = PipePicture(pipe, _MARGIN, height - foot - 30, _MARGIN + (pipe.lanes - 1) * lane + 20, lane)
    root = xml.Element("svg", xmlns="http://www.w3.org/2000/svg", width=str(width), height=str(height), role="img")
    root.set("viewBox", f"0 0 {width} {height}")
    names = ", ".join(atlas.nerves[branch.nerve].name for branch in pipe.branches)
    xml.SubElement(root, "title").text = f"nervemap, pipe: {side} {names}"
    xml.SubElement(root, "desc").text = f"{rules.caption}. {atlas.rules.fixed_sentence}"
    xml.SubElement(root, "rect", width=str(width), height=str(height), fill=palette.background)
    rings = picture.rings(grades)
    beside = max(ring.right for ring in rings) + 70
    heights = [min(_LETTER + 6, (height - foot - 30) / len(rings))] * len(rings)
    centres = spread([ring.y for ring in rings], heights, 12, height - foot)
    for ring, centre in zip(rings, centres, strict=True):
        middle = (ring.right + beside) / 2
        start, end = f"M{ring.right:.1f} {ring.y:.1f}", f"{beside - 6:.1f} {centre:.1f}"
        curve = f"{start}C{middle:.1f} {ring.y:.1f} {middle:.1f} {centre:.1f} {end}"
        _path(root, None, "", curve, stroke=palette.mark if ring.grade != "none" else palette.border)
    for tube in picture.tubes(rules, grades, model):
        _tube(root, tube, palette, f"{side} {tube.path}")
    for ring, centre in zip(rings, centres, strict=True):
        name = atlas.sites[ring.site].name
        words = name if ring.grade == "none" else f"{name}: {ring.grade}"
        color = palette.mark if ring.grade != "none" else palette.muted
        half, middle = (ring.right - ring.left) / 2, ring.y
        arc = f"M{ring.left:.1f} {middle:.1f}a{half:.1f} 4 0 0 0 {2 * half:.1f} 0"
        _path(root, f"site-{ring.site}", words, arc, stroke=color, width=3.0 if ring.grade != "none" else 1.6)
        _text(root, words, beside, centre + 4, palette.text if ring.grade == "none" else palette.mark)
    for line, (branch, found) in enumerate(zip(pipe.branches, flows, strict=True)):
        words = f"{atlas.nerves[branch.nerve].name}: {found.flow * 100:.0f} of 100, {loss_told(found.word)}"
        _text(root, words, 20, height - foot + 18 * line + 8, palette.text, id_=f"end-{branch.nerve}")
    caption = rules.caption[:1].upper() + rules.caption[1:].rstrip(".")
    _text(root, f"{caption}.", 20, height - 14, palette.muted)
    xml.indent(root)
    return xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _tube(root: xml.Element, tube: Tube, palette: Palette, title: str) -> None:
    group = xml.SubElement(root, "g", id=f"strand-{tube.path.replace(' ', '-').replace(',', '')}")
    xml.SubElement(group, "title").text = title
    left, right = tube.x - tube.radius, tube.x + tube.radius
    _path(group, None, "", _closed(left, right, tube.y), fill=palette.sheath)
    for edge in (left, right):
        _path(group, None, "", _open(edge, tube.y), stroke=palette.rim, width=0.8)
    for bundle in tube.bundles:
        color = palette.nerve_color(bundle.nerve)
        # Stretches of equal strength: colour fades by what is left.
        for start, end in _stretches(bundle.left):
            part = slice(start, end + 1)
            shape = _closed((bundle.x - bundle.half)[part], (bundle.x + bundle.half)[part], tube.y[part])
            _path(group, None, "", shape, fill=color, opacity=0.3 + 0.7 * float(bundle.left[part].mean()))
    shine = _closed(tube.x - 0.52 * tube.radius, tube.x - 0.32 * tube.radius, tube.y)
    _path(group, None, "", shine, fill="#ffffff", opacity=0.35)


def _stretches(left: Line) -> list[tuple[int, int]]:
    """Where what is left stays within a few per cent: first and last point of each such part."""
    cuts = np.flatnonzero(np.diff(np.round(left * 20)) != 0) + 1
    edges = [0, *cuts.tolist(), len(left) - 1]
    return [(first, last) for first, last in pairwise(edges) if last > first]


def _open(x: Line, y: Line) -> str:
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True))


def _closed(left: Line, right: Line, y: Line) -> str:
    return _open(np.concatenate([left, right[::-1]]), np.concatenate([y, y[::-1]])) + "Z"


def _path(
    parent: xml.Element,
    id_: str | None,
    title: str,
    shape: str,
    *,
    fill: str = "none",
    stroke: str = "none",
    width: float = 1.0,
    opacity: float = 1.0,
) -> None:
    path = xml.SubElement(parent, "path", d=shape, fill=fill, stroke=stroke)
    if id_:
        path.set("id", id_)
    if title:
        xml.SubElement(path, "title").text = title
    if stroke != "none":
        path.set("stroke-width", f"{width:g}")
    if opacity < 1:
        path.set("fill-opacity", f"{opacity:.2f}")


def _text(root: xml.Element, words: str, x: float, y: float, color: str, id_: str | None = None) -> None:
    element = xml.SubElement(root, "text", x=f"{x:.1f}", y=f"{y:.1f}", fill=color)
    element.set("font-family", FAMILIES)
    element.set("font-size", f"{_LETTER:g}")
    if id_:
        element.set("id", id_)
    element.text = words
