"""What a picture of the map holds beside the body: nerves as strokes with depth, sites as rings, sides as letters.

Everything is in pixels of one picture and knows no Qt: the window, the PNG and the SVG draw the same lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.body import Body, side_sign
from nervemap.anatomy.courses import Course
from nervemap.anatomy.positions import site_positions
from nervemap.anatomy.raster import NOTHING, Buffers
from nervemap.anatomy.surface import FOOT_CUT_MM
from nervemap.anatomy.views import Pane
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side

Points = NDArray[np.float64]

CORD = "spinal cord and filum terminale"
Owner = Literal["cord", "root", "plexus", "nerve"]

_NEAR_MM, _DEEP_MM = 8.0, 75.0
_DEEPEST = 0.42
_TRUNK_MM, _END_MM, _ROOT_MM, _CORD_MM = 7.0, 2.6, 3.0, 7.5
_LEAST_PX = 1.7
LABEL_PX = 20.0
"""Least distance between the lines of two names."""
LETTER_PX = 7.2
"""Generous width of one letter of a name."""


@dataclass(frozen=True)
class Stroke:
    """One stretch of nerve in a picture. `nerve` is the lit nerve that it is drawn for, `owner` and `owner_id` whose
    stretch it is; points (n, 2) and width (n,) in px, opacity (n,) from near the skin (1) to deep; lit from 0 to 1.
    """

    side: Side
    nerve: str
    owner: Owner
    owner_id: str
    points: Points
    width: Points
    opacity: Points
    deep_mm: float


@dataclass(frozen=True)
class Ring:
    """A site in a picture: centre and radius in px, opacity by depth."""

    side: Side | None
    site: str
    x: float
    y: float
    radius: float
    opacity: float


@dataclass(frozen=True)
class Letter:
    """R or L beside the side it names: centre in px, and the height of the letter."""

    text: Literal["R", "L"]
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Label:
    """A nerve's name beside the body: its text, where it stands (the near end of the text), which end that is, and the
    point of the nerve that its line leads to."""

    text: str
    x: float
    y: float
    to_right: bool
    target: tuple[float, float]


def nerve_strokes(
    atlas: Atlas, body: Body, nerves: Iterable[tuple[str, Side]], panes: tuple[Pane, ...], buffers: Buffers
) -> list[Stroke]:
    """The strokes of nerves (id, side), brain to end along every root that feeds them, deepest first.

    What several nerves share is drawn once, for the first of them.
    """
    owners = _owners(atlas)
    strokes: list[Stroke] = []
    drawn: dict[tuple[str, Side], list[Points]] = {}
    for nerve, side in dict.fromkeys(nerves):
        for row in atlas.members(nerve):
            for path, points, width in _stretches(body, row.id, atlas):
                before = drawn.setdefault((path, side), [])
                if any(_holds(other, points) for other in before):
                    continue
                before.append(points)
                owner, owner_id = owners.get(path, ("plexus", path))
                placed = points * (side_sign(side), 1, 1)
                for pane in panes:
                    if pane.shows(side_sign(side)):
                        strokes += _project(placed, width, pane, buffers, side, row.id, owner, owner_id)
    return sorted(strokes, key=lambda stroke: -stroke.deep_mm)


def site_rings(
    atlas: Atlas, body: Body, nerves: Iterable[tuple[str, Side]], panes: tuple[Pane, ...], buffers: Buffers
) -> list[Ring]:
    """A ring for every site on these nerves; sites above the roots once, for both sides."""
    rings: dict[tuple[str, Side | None, int], Ring] = {}
    for nerve, side in nerves:
        for row in atlas.members(nerve):
            for position in site_positions(atlas, body.graph, row):
                above = atlas.sites[position.site].above_roots
                own_side = None if above else side
                point = np.array([position.point]) * (side_sign(side), 1, 1)
                for number, pane in enumerate(panes):
                    if not pane.shows(side_sign(side)) or (pane.feet and point[0, 2] > FOOT_CUT_MM):
                        continue
                    x, y, z = pane.project(point)[0]
                    below = _below(buffers, np.array([x]), np.array([y]), np.array([z]))
                    radius = min(max(4.5, 6.0 * pane.scale), 8.0)
                    rings.setdefault(
                        (position.site, own_side, number),
                        Ring(own_side, position.site, float(x), float(y), radius, float(_opacity(below)[0])),
                    )
    return list(rings.values())


def letters(panes: tuple[Pane, ...], height: float) -> list[Letter]:
    """Large R and L: beside each leg, or over each half; none where one side hides the other."""
    size = max(20.0, height * 0.045)
    sides: tuple[tuple[int, Literal["R", "L"]], ...] = ((1, "R"), (-1, "L"))
    found: list[Letter] = []
    for sign, text in sides:
        for pane in panes:
            if not pane.shows(sign):
                continue
            if pane.side:
                # Behind the thigh: the picture's side that the toes do not point to.
                x = pane.centre[0] - 158 * pane.scale * (1 if pane.rotation[0, 1] > 0 else -1)
                y = pane.project(np.array([[sign * 88.0, 0.0, 640.0]]))[0, 1]
            else:
                beside = (sign * 152.0, -35.0, 0.0) if pane.feet else (sign * 235.0, 0.0, 640.0)
                x, y, _ = pane.project(np.array([beside]))[0]
                if abs(x - pane.centre[0]) < 60 * pane.scale:
                    continue
            found.append(Letter(text, float(x), float(np.clip(y, size, height - size)), size))
    return found


def labels(atlas: Atlas, strokes: Iterable[Stroke], panes: tuple[Pane, ...], width: float, height: float) -> list[Label]:
    """A name for every lit nerve, beside the body on the nerve's side of it, one under another without overlap."""
    longest: dict[tuple[str, Side], Stroke] = {}
    for stroke in strokes:
        key = (stroke.owner_id, stroke.side)
        if stroke.owner == "nerve" and len(stroke.points) > len(longest[key].points if key in longest else ()):
            longest[key] = stroke
    columns: dict[tuple[bool, int], list[tuple[float, float, str]]] = {}
    for (nerve, side), stroke in longest.items():
        x, y = stroke.points[len(stroke.points) // 2]
        if not (0 <= x < width and 0 <= y < height):
            continue
        pane = min(range(len(panes)), key=lambda one: abs(panes[one].centre[0] - x))
        to_right = bool(x >= panes[pane].centre[0])
        name = atlas.nerves[nerve].name
        columns.setdefault((to_right, pane), []).append((float(y), float(x), name))
    found: list[Label] = []
    for (to_right, pane), rows in columns.items():
        away = 160.0 if panes[pane].feet else 130.0 if panes[pane].side else 215.0
        beside = panes[pane].centre[0] + (away if to_right else -away) * panes[pane].scale
        last = -LABEL_PX
        for y, x, name in sorted(rows):
            last = max(y, last + LABEL_PX)
            room = (width - beside if to_right else beside) / LETTER_PX
            if len(name) > room or last > height:
                continue  # a name that does not fit is left out rather than cut off
            found.append(Label(name, float(beside), last, to_right, (x, y)))
    return found


def _owners(atlas: Atlas) -> dict[str, tuple[Owner, str]]:
    owners: dict[str, tuple[Owner, str]] = {CORD: ("cord", "cord")}
    for root in atlas.roots.values():
        owners[root.path] = ("root", root.id)
    for nerve in atlas.nerves.values():
        for path in nerve.paths:
            owners[path] = ("nerve", nerve.id)
    return owners


def _stretches(body: Body, nerve: str, atlas: Atlas) -> list[tuple[str, Points, Points]]:
    """Path name, points (n, 3) and width in mm (n,) of all that is lit for a nerve; shared stretches once, at their longest."""
    row = atlas.nerves[nerve]
    longest: dict[str, tuple[Points, Points]] = {}
    for course in body.graph.courses(row).values():
        width = _widths(course)
        for span in course.spans:
            part = slice(span.first, span.last + 1)
            if span.path not in longest or len(course.points[part]) > len(longest[span.path][0]):
                longest[span.path] = course.points[part], width[part]
    for path in body.graph.branches(row):
        longest[path.name] = path.points, np.full(len(path.points), _END_MM)
    owners = _owners(atlas)
    for path in body.graph.contributors(row):
        # What joins from the side is lit along its own way from the trunk on.
        joining = body.graph.course(atlas.nerves[owners[path.name][1]])
        for span in joining.spans:
            if span.path not in longest:
                part = slice(span.first, span.last + 1)
                longest[span.path] = joining.points[part], np.full(span.last + 1 - span.first, _END_MM)
    return [(name, points, width) for name, (points, width) in longest.items()]


def _holds(stretch: Points, other: Points) -> bool:
    """Whether one stretch of a path holds another stretch of the same path."""
    return all(bool((stretch == end).all(axis=1).any()) for end in (other[0], other[-1]))


def _widths(course: Course) -> Points:
    """Millimetres across, drawn thicker than life: from the trunk at the spine to the twig at the end."""
    along = np.clip(course.s_cm / max(float(course.s_cm[-1]), 1.0), 0, 1)
    width = _TRUNK_MM + (_END_MM - _TRUNK_MM) * np.sqrt(along)
    for span in course.spans:
        part = slice(span.first, span.last + 1)
        if span.path == CORD:
            width[part] = _CORD_MM
        elif span.path.startswith("root "):
            width[part] = _ROOT_MM
    return width


def _project(
    points: Points,
    width_mm: Points,
    pane: Pane,
    buffers: Buffers,
    side: Side,
    nerve: str,
    owner: Owner,
    owner_id: str,
) -> list[Stroke]:
    screen = pane.project(points)
    below = _below(buffers, screen[:, 0], screen[:, 1], screen[:, 2])
    width = np.maximum(width_mm * pane.scale, _LEAST_PX)
    shown = points[:, 2] <= FOOT_CUT_MM if pane.feet else np.ones(len(points), bool)
    pieces = np.split(np.arange(len(points)), np.flatnonzero(np.diff(shown.astype(int))) + 1)
    return [
        Stroke(
            side, nerve, owner, owner_id, screen[piece, :2], width[piece], _opacity(below[piece]), float(below[piece].mean())
        )
        for piece in pieces
        if shown[piece[0]] and len(piece) > 1
    ]


def _below(buffers: Buffers, x: Points, y: Points, z: Points) -> Points:
    """Millimetres under the visible skin; 0 where no skin is in front."""
    column = np.clip(np.floor(x), 0, buffers.width - 1).astype(int)
    row = np.clip(np.floor(y), 0, buffers.height - 1).astype(int)
    front = buffers.depth[row, column]
    return np.where(front == NOTHING, 0.0, np.maximum(front - z, 0.0))


def _opacity(below: Points) -> Points:
    """Full near the skin, fainter the deeper, as seen through glass."""
    share = np.clip((below - _NEAR_MM) / (_DEEP_MM - _NEAR_MM), 0, 1)
    smooth = share * share * (3 - 2 * share)
    return 1 - (1 - _DEEPEST) * smooth
