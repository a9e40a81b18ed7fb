"""The map as SVG: each area, nerve and site in sight is a path with an id and a title; only the shading is a bitmap."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as xml

import numpy as np
from numpy.typing import NDArray

from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.handout.glyphs import GLYPHS, lines_at
from nervemap.handout.map_picture import Area, MapPicture
from nervemap.palette import Palette
from nervemap.reasoning.wording import lowered

SVG = "http://www.w3.org/2000/svg"
FAMILIES = "Inter, sans-serif"


def map_svg(picture: MapPicture, atlas: Atlas, palette: Palette, shading_png: bytes, title: str) -> str:
    """The SVG text of a picture; `shading_png` is the shaded body, as large as the picture or a multiple of it."""
    width, height = picture.width, picture.height
    root = xml.Element(
        "svg",
        xmlns=SVG,
        width=str(width),
        height=str(height),
        viewBox=f"0 0 {width} {height}",
        role="img",
    )
    xml.SubElement(root, "title").text = title
    xml.SubElement(root, "desc").text = atlas.rules.fixed_sentence
    _hatch(root, palette)
    xml.SubElement(root, "rect", width=str(width), height=str(height), fill=palette.background)
    shading = base64.b64encode(shading_png).decode()
    image = xml.SubElement(root, "image", id="shading", width=str(width), height=str(height))
    image.set("href", f"data:image/png;base64,{shading}")
    for area in picture.areas:
        _area(root, area, atlas, palette)
    _nerves(root, picture, atlas, palette)
    _sites(root, picture, atlas, palette)
    for mark, x, y in picture.points:
        point = _path(root, f"mark-{mark.side}-{mark.region}", f"mark: {mark.side} {atlas.regions[mark.region].plain}")
        point.attrib.update(d=_circle(x, y, 5), fill=palette.mark, stroke=palette.casing)
        point.set("stroke-width", "2")
    for label in picture.labels:
        line = xml.SubElement(root, "path", d=_line(np.array([(label.x, label.y), label.target])))
        line.attrib.update(stroke=palette.muted, fill="none")
        line.set("stroke-width", "1")
        anchor = "start" if label.to_right else "end"
        lines = label.text.split("\n")
        for row, text in enumerate(lines):
            y = label.y + 4 + (row - (len(lines) - 1) / 2) * 16
            _text(root, text, label.x + (4 if label.to_right else -4), y, 13, palette.text, anchor)
    for word in picture.words:
        _text(root, word.text, word.x, word.y + 4, 12, palette.text, "middle")
    for letter in picture.letters:
        _text(root, letter.text, letter.x, letter.y + letter.size * 0.36, letter.size, palette.muted, "middle", "600")
    xml.indent(root)
    return xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _hatch(root: xml.Element, palette: Palette) -> None:
    pattern = xml.SubElement(
        xml.SubElement(root, "defs"), "pattern", id="hatch", width="6", height="6", patternUnits="userSpaceOnUse"
    )
    xml.SubElement(pattern, "rect", width="6", height="6", fill=palette.mark, opacity="0.22")
    line = xml.SubElement(pattern, "path", d="M-1 1l2 -2M0 6l6 -6M5 7l2 -2", stroke=palette.mark, opacity="0.5")
    line.set("stroke-width", "1")


def _area(root: xml.Element, area: Area, atlas: Atlas, palette: Palette) -> None:
    names = {
        "regions": lambda: f"{area.side} {atlas.regions[area.id].plain}",
        "territories": lambda: f"{area.side} skin of the {lowered(atlas.nerves[area.id].name)} (borders vary)",
        "dermatomes": lambda: f"{area.side} dermatome {area.id} (borders overlap)",
    }
    kind = {"regions": "region", "territories": "territory", "dermatomes": "dermatome"}[area.layer]
    path = _path(root, f"{kind}-{area.side}-{area.id}", names[area.layer]())
    path.set("d", "".join(_line(line) + "Z" for line in area.lines))
    path.set("fill-rule", "evenodd")
    if area.marked:
        path.attrib.update(fill=palette.mark if area.glyphs else "url(#hatch)", stroke=palette.mark)
        path.set("fill-opacity", "0.24" if area.glyphs else "1")
        path.set("stroke-width", "1.3")
        _glyphs(root, area, palette)
    elif area.layer == "regions":
        path.attrib.update(fill=palette.accent, stroke="none")
        path.set("fill-opacity", "0")
    else:
        color = palette.area_color(area.layer, area.id)
        path.attrib.update(fill=color, stroke=color)
        path.set("fill-opacity", "0.30")
        path.set("stroke-opacity", "0.18")
        path.set("stroke-width", "4")


def _glyphs(root: xml.Element, area: Area, palette: Palette) -> None:
    """One path for each kind of symptom of a marked area, with a pale casing under it."""
    for kind in dict.fromkeys(one.kind for one in area.glyphs):
        lines = [line for one in area.glyphs if one.kind == kind for line in lines_at(one)]
        shape = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) for line in lines)
        casing = xml.SubElement(root, "path", d=shape, fill="none", stroke=palette.casing)
        casing.set("stroke-width", "3.2")
        casing.set("stroke-opacity", "0.75")
        path = _path(root, f"quality-{area.side}-{area.id}-{kind}", kind)
        path.attrib.update(d=shape, fill=palette.mark if GLYPHS[kind].filled else "none", stroke=palette.mark)
        path.set("stroke-width", "1.5")
        for one in (casing, path):
            one.set("stroke-linecap", "round")
            one.set("stroke-linejoin", "round")


def _nerves(root: xml.Element, picture: MapPicture, atlas: Atlas, palette: Palette) -> None:
    """One path for every nerve, root and cord in sight, with all its stretches."""
    stretches: dict[tuple[str, str, Side], list[tuple[NDArray[np.float64], float, float]]] = {}
    colors: dict[tuple[str, str, Side], str] = {}
    for stroke in picture.strokes:
        key = (stroke.owner, stroke.owner_id, stroke.side)
        opacity = float(stroke.opacity.mean()) * min(picture.lit[stroke.nerve, stroke.side], 1.0)
        stretches.setdefault(key, []).append((stroke.points, float(stroke.width.mean()), opacity))
        owner_color = {"nerve": stroke.owner_id, "cord": "sciatic"}.get(stroke.owner, stroke.trunk)
        colors[key] = palette.nerve_color(owner_color)
    for (owner, id_, side), lines in stretches.items():
        names = {"nerve": lambda id_=id_: lowered(atlas.nerves[id_].name), "root": lambda id_=id_: f"{id_} root"}
        name = names[owner]() if owner in names else "brain and spinal cord" if owner == "cord" else id_
        path = _path(root, f"{owner}-{side}-{id_.replace(' ', '-')}", f"{side} {name}")
        color = colors[owner, id_, side]
        path.attrib.update(d="".join(_line(line) for line, _, _ in lines), fill="none", stroke=color)
        path.set("stroke-width", f"{max(width for _, width, _ in lines):.2f}")
        path.set("stroke-opacity", f"{np.mean([opacity for _, _, opacity in lines]):.2f}")
        path.set("stroke-linecap", "round")
        path.set("stroke-linejoin", "round")


def _sites(root: xml.Element, picture: MapPicture, atlas: Atlas, palette: Palette) -> None:
    times: Counter[str] = Counter()
    for ring in picture.rings:
        grade = picture.grades.get(ring.site, "none")
        where = f"{ring.side} " if ring.side else ""
        id_ = f"site-{ring.side}-{ring.site}" if ring.side else f"site-{ring.site}"
        times[id_] += 1  # a site above the roots stands in each half of the body
        path = _path(
            root,
            id_ if times[id_] == 1 else f"{id_}-{times[id_]}",
            f"{where}{lowered(atlas.sites[ring.site].name)}" + (f": {grade}" if grade != "none" else ""),
        )
        crimped = grade != "none"
        path.attrib.update(
            d=_circle(ring.x, ring.y, ring.radius),
            fill=palette.attention if crimped else palette.casing,
            stroke=palette.attention if crimped else palette.text,
        )
        path.set("stroke-width", "1.4")


def _path(root: xml.Element, id_: str, title: str) -> xml.Element:
    path = xml.SubElement(root, "path", id=id_)
    xml.SubElement(path, "title").text = title
    return path


def _text(
    root: xml.Element, text: str, x: float, y: float, size: float, color: str, anchor: str, weight: str = "400"
) -> None:
    element = xml.SubElement(root, "text", x=f"{x:.1f}", y=f"{y:.1f}", fill=color)
    element.set("font-family", FAMILIES)
    element.set("font-size", f"{size:.1f}")
    element.set("font-weight", weight)
    element.set("text-anchor", anchor)
    element.text = text


def _line(points: NDArray[np.float64]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _spaced(points))


def _spaced(points: NDArray[np.float64]) -> Iterable[Sequence[float]]:
    """Points that lie less than a third of a pixel from the one before are left out."""
    step = np.hypot(*np.diff(points, axis=0).T)
    keep = np.r_[True, np.diff(np.floor(np.cumsum(step) / 0.34)) > 0, True][: len(points)]
    keep[[0, -1]] = True
    shown: list[Sequence[float]] = points[keep].tolist()
    return shown


def _circle(x: float, y: float, radius: float) -> str:
    r = f"{radius:.1f}"
    return f"M{x - radius:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * radius:.1f} 0a{r} {r} 0 1 0 {-2 * radius:.1f} 0Z"
