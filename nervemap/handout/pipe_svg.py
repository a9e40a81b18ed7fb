"""The pipe as SVG: every strand, bundle and ring is a path with an id and a title; names stand beside it."""

from __future__ import annotations

import xml.etree.ElementTree as xml
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from nervemap.case.case import Crimp
from nervemap.content.atlas import Atlas
from nervemap.content.model import Kind, Side
from nervemap.handout.pipe_picture import (
    INFLAMED_RADIUS,
    KIND_LINES,
    RADIUS,
    Line,
    PipePicture,
    Tube,
    lane_width,
    spread,
)
from nervemap.palette import Palette, nerve_dash
from nervemap.reasoning.findings import Flow
from nervemap.reasoning.flow import Model, loss_told
from nervemap.reasoning.pipe import Pipe, branch_flows, curve, grades_at
from nervemap.reasoning.pipe_levels import levels
from nervemap.reasoning.wording import capital

_LETTER, _SMALL, _LINE = 13.0, 11.0, 19.0
_TOP, _LEVELS, _PLOT = 62.0, 104.0, 74.0  # px above the pipe, and for what stands to the left of it
_FOOT = 44.0
_ADVANCE = 0.56  # em: as wide as a letter of Inter is among many, rounded up

# Light from the left: from where to where across a tube (-1 is its left edge, 1 its right one), and how strong.
_LIGHT = (
    *((start, 1.0, "#000000", 0.1) for start in (0.25, 0.5, 0.75)),
    (-1.0, -0.86, "#000000", 0.1),
    *((-0.42 - half, -0.42 + half, "#ffffff", 0.16) for half in (0.24, 0.15, 0.07)),
)


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
    flows = branch_flows(atlas.rules.flow, pipe, crimps, side, model)
    foot = _FOOT + _LINE * len(flows)
    lane = lane_width(pipe.lanes, width * 0.15)
    main = _LEVELS + _PLOT + RADIUS + 20 + (pipe.lanes - 1) * lane
    picture = PipePicture(pipe, _TOP, height - foot - 52, main, lane)
    root = xml.Element("svg", xmlns="http://www.w3.org/2000/svg", width=str(width), height=str(height), role="img")
    root.set("viewBox", f"0 0 {width} {height}")
    names = ", ".join(atlas.nerves[branch.nerve].name for branch in pipe.branches)
    xml.SubElement(root, "title").text = f"nervemap, pipe: {side} {names}"
    xml.SubElement(root, "desc").text = f"{atlas.rules.flow.caption}. {atlas.rules.fixed_sentence}"
    xml.SubElement(root, "rect", width=str(width), height=str(height), fill=palette.background)
    head = names if len(flows) == 1 else f"{len(flows)} nerves"
    _text(root, f"{side.capitalize()}: {head}", 20, 32, palette.text, size=16, strong=True)
    _levels(root, picture, palette)
    _plot(root, picture, palette, flows, atlas.rules.flow.noticed_percent_left / 100)
    grades = grades_at(pipe, crimps, side)
    for tube in picture.tubes(atlas.rules.flow, grades, model):
        _tube(root, tube, palette, f"{side} {tube.path}")
    found = {crimp.site: crimp for crimp in crimps if crimp.site in grades and crimp.side in (None, side)}
    _sites(root, atlas, picture, palette, found, height - foot)
    for line, (branch, flow) in enumerate(zip(pipe.branches, flows, strict=True)):
        words = f"{atlas.nerves[branch.nerve].name}: {flow.flow * 100:.0f} of 100, {loss_told(flow.word)}"
        y, x = height - foot + _LINE * line + 10, 20.0
        if len(flows) > 1:
            _curve_line(root, branch.nerve, f"M{x:.1f} {y - 5:.1f}h26", palette, dashed=True)
            x += 36
        _text(root, words, x, y, palette.text, id_=f"end-{branch.nerve}")
    caption = atlas.rules.flow.caption
    _text(root, f"{capital(caption).rstrip('.')}.", 20, height - 16, palette.muted)
    xml.indent(root)
    return xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _levels(root: xml.Element, picture: PipePicture, palette: Palette) -> None:
    """Where on the way brain, cord, spine, hip, knee and ankle are."""
    known = levels(picture.pipe.landmarks)
    wanted = [picture.y_of(s_cm) for _, s_cm in known]
    centres = spread(wanted, [_LETTER] * len(known), picture.top - 8, picture.bottom + 8)
    for (name, _), at, y in zip(known, centres, wanted, strict=True):
        _text(root, name, _LEVELS - 10, at + 4, palette.muted, size=_SMALL, anchor="end")
        _path(root, None, "", f"M{_LEVELS - 6:.1f} {at:.1f}L{_LEVELS:.1f} {y:.1f}", stroke=palette.border)


def _plot(root: xml.Element, picture: PipePicture, palette: Palette, flows: Sequence[Flow], noticed: float) -> None:
    """What is left after each crimp, on the pipe's own axis; a single curve is filled."""
    top, bottom = picture.top, picture.bottom
    for share in (0.0, 0.5, 1.0):
        x = _LEVELS + _PLOT * share
        _path(root, None, "", f"M{x:.1f} {top:.1f}V{bottom:.1f}", stroke=palette.line)
    x = _LEVELS + _PLOT * noticed
    line = _path(root, "first-noticed", "", f"M{x:.1f} {top:.1f}V{bottom:.1f}", stroke=palette.attention)
    line.set("stroke-dasharray", "5 4")
    for number, words in enumerate(("first noticed", "(illustration)")):
        _text(root, words, _LEVELS + _PLOT, bottom + 16 + 14 * number, palette.attention, size=_SMALL, anchor="end")
    for branch, found in zip(picture.pipe.branches, flows, strict=True):
        corners = [(_LEVELS + _PLOT * left, picture.y_of(s)) for s, left in curve(branch, found, picture.pipe.start_cm)]
        shape = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
        color = palette.nerve_color(branch.nerve)
        if len(flows) == 1:
            filled = f"{shape}L{_LEVELS:.1f} {corners[-1][1]:.1f}L{_LEVELS:.1f} {corners[0][1]:.1f}Z"
            _path(root, None, "", filled, fill=color, opacity=0.18)
        _curve_line(root, branch.nerve, shape, palette, dashed=len(flows) > 1).set("id", f"left-{branch.nerve}")


def _curve_line(root: xml.Element, nerve: str, shape: str, palette: Palette, *, dashed: bool) -> xml.Element:
    """The line of a nerve in the plot and beside its number."""
    drawn = _path(root, None, "", shape, stroke=palette.nerve_color(nerve), width=2.2)
    if dashed and (dash := nerve_dash(nerve)):
        drawn.set("stroke-dasharray", " ".join(f"{2.2 * part:g}" for part in dash))
    return drawn


def _sites(
    root: xml.Element,
    atlas: Atlas,
    picture: PipePicture,
    palette: Palette,
    crimps: Mapping[str, Crimp],
    bottom: float,
) -> None:
    """Rings to scale, and their names beside them in the same order, joined by lines."""
    rings = picture.rings({site: crimp.grade for site, crimp in crimps.items()})
    beside = picture.main_x + RADIUS + 70
    heights = [min(_LINE, (bottom - 40) / len(rings))] * len(rings)
    centres = spread([ring.y for ring in rings], heights, 44, bottom - 4)
    for ring, centre in zip(rings, centres, strict=True):
        crimp, site = crimps.get(ring.site), atlas.sites[ring.site]
        states = (f": {crimp.grade}, {atlas.crimp_kinds[crimp.kind].name}", f": {crimp.grade}") if crimp else ("",)
        words = f"{site.name}{states[0]}"
        strong, middle = palette.mark if crimp else palette.border, (ring.right + beside) / 2
        start, end = f"M{ring.right:.1f} {ring.y:.1f}", f"{beside - 6:.1f} {centre:.1f}"
        _path(root, None, "", f"{start}C{middle:.1f} {ring.y:.1f} {middle:.1f} {centre:.1f} {end}", stroke=strong)
        half = (ring.right - ring.left) / 2
        for sweep, opacity in ((1, 0.45), (0, 1.0)):  # behind the nerve, and before it
            arc = f"M{ring.left:.1f} {ring.y:.1f}a{half:.1f} 4 0 0 {sweep} {2 * half:.1f} 0"
            id_ = f"site-{ring.site}" if not sweep else None
            color = palette.mark if crimp else palette.muted
            drawn = _path(root, id_, words if not sweep else "", arc, stroke=color, width=3.0 if crimp else 1.4)
            if opacity < 1:
                drawn.set("stroke-opacity", f"{opacity:g}")
        if crimp:
            _glyph(root, crimp.kind, ring.right + 14, ring.y, palette)
        # Where there is no room for all of it: the short name, and the glyph alone tells the kind.
        told = [name + state for state in states for name in (site.name, site.short or site.name)]
        room = (float(root.get("width", "0")) - beside) / (_LETTER * _ADVANCE)
        fitting = next((one for one in told if len(one) <= room), told[-1])
        _text(root, fitting, beside, centre + 4, palette.mark if crimp else palette.text)


def _glyph(root: xml.Element, kind: Kind, x: float, y: float, palette: Palette) -> None:
    xml.SubElement(root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="9.5", fill=palette.background)
    shape = "".join(
        f"M{x + a * 0.8:.1f} {y + b * 0.8:.1f}L{x + c * 0.8:.1f} {y + d * 0.8:.1f}" for a, b, c, d in KIND_LINES[kind]
    )
    _path(root, None, kind, shape, stroke=palette.mark, width=1.5).set("stroke-linecap", "round")
    if kind == "inflamed":
        radius = f"{INFLAMED_RADIUS * 0.8:.1f}"
        ring = xml.SubElement(root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=radius, fill="none", stroke=palette.mark)
        ring.set("stroke-width", "1.5")


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
    for low, high, tone, strength in _LIGHT:
        band = _closed(tube.x + low * tube.radius, tube.x + high * tube.radius, tube.y)
        _path(group, None, "", band, fill=tone, opacity=strength)


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
) -> xml.Element:
    path = xml.SubElement(parent, "path", d=shape, fill=fill, stroke=stroke)
    if id_:
        path.set("id", id_)
    if title:
        xml.SubElement(path, "title").text = title
    if stroke != "none":
        path.set("stroke-width", f"{width:g}")
    if opacity < 1:
        path.set("fill-opacity", f"{opacity:.2f}")
    return path


def _text(
    root: xml.Element,
    words: str,
    x: float,
    y: float,
    color: str,
    *,
    id_: str | None = None,
    size: float = _LETTER,
    strong: bool = False,
    anchor: str = "start",
) -> None:
    element = xml.SubElement(root, "text", x=f"{x:.1f}", y=f"{y:.1f}", fill=color)
    element.set("font-family", "Inter, sans-serif")
    element.set("font-size", f"{size:g}")
    if strong:
        element.set("font-weight", "600")
    if anchor != "start":
        element.set("text-anchor", anchor)
    if id_:
        element.set("id", id_)
    element.text = words
