"""What a picture of the map holds beside the body: nerves as strokes with depth, and sites as rings.

Everything is in pixels of one picture and knows no Qt: the window, the PNG and the SVG draw the same lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.body import Body, side_sign
from nervemap.anatomy.courses import Course
from nervemap.anatomy.paths import CORD
from nervemap.anatomy.positions import site_positions
from nervemap.anatomy.raster import NOTHING, Buffers
from nervemap.anatomy.surface import FOOT_CUT_MM
from nervemap.anatomy.views import Pane
from nervemap.content.atlas import Atlas
from nervemap.content.model import SIDES, Side
from nervemap.reasoning.areas import trunks

Points = NDArray[np.float64]

Owner = Literal["cord", "root", "plexus", "nerve"]

_NEAR_MM, _DEEP_MM = 8.0, 75.0
_DEEPEST = 0.42
_TRUNK_MM, _END_MM, _ROOT_MM, _CORD_MM = 7.0, 2.6, 2.4, 7.5
_LEAST_PX = 1.7
_STEP_PX = 2.0
"""Points of a nerve closer than this in the picture are left out: no eye sees them, and drawing is twice as fast."""
_LEAST_RING_PX, _RING_GAP_PX = 2.6, 1.0
_BEHIND_BONE, _BONE_MM = 0.3, 1.5
"""What is left of a nerve behind a bone that is drawn, and how far behind it must lie."""


@dataclass(frozen=True)
class Stroke:
    """One stretch of nerve in a picture. `nerve` is the lit nerve that it is drawn for, `trunk` that nerve's own first
    trunk below the plexus, `owner` and `owner_id` whose stretch it is; points (n, 2) and width (n,) in px, opacity (n,)
    from near the skin (1) to deep.
    """

    side: Side
    nerve: str
    trunk: str
    owner: Owner
    owner_id: str
    points: Points
    width: Points
    opacity: Points
    deep_mm: float


@dataclass(frozen=True)
class Ring:
    """A site in a picture: centre and radius in px (smaller where others stand close), opacity by depth."""

    side: Side | None
    site: str
    x: float
    y: float
    radius: float
    opacity: float


def nerve_strokes(
    atlas: Atlas,
    body: Body,
    nerves: Iterable[tuple[str, Side]],
    panes: tuple[Pane, ...],
    buffers: Buffers,
    bones: Buffers | None = None,
) -> list[Stroke]:
    """The strokes of nerves (id, side), brain to end along every root that feeds them, deepest first.

    What several nerves share is drawn once, for the first of them. `bones` are the buffers of the bones where they are
    drawn: what runs behind them is fainter.
    """
    fibres = _fibres(atlas, body, tuple(dict.fromkeys(nerves)))
    if not fibres.owners:
        return []
    strokes = [stroke for pane in panes for stroke in _project(fibres, pane, buffers, bones)]
    return sorted(strokes, key=lambda stroke: -stroke.deep_mm)


def all_nerves(atlas: Atlas) -> list[tuple[str, Side]]:
    """Every nerve on both sides, the trunks first, so that what several share is drawn for the trunk."""
    single = [row for row in atlas.nerves.values() if not row.members]
    trunks_first = sorted(single, key=lambda row: len(tuple(trunks(atlas, row))))
    return [(row.id, side) for row in trunks_first for side in SIDES]


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
    found = list(rings.values())
    places = np.array([(ring.x, ring.y) for ring in found]).reshape(-1, 2)
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + np.diag(np.full(len(found), np.inf))
    room = apart.min(axis=1, initial=np.inf) / 2 - _RING_GAP_PX
    return [
        replace(ring, radius=float(np.clip(free, _LEAST_RING_PX, ring.radius)))
        for ring, free in zip(found, room, strict=True)
    ]


def _owners(atlas: Atlas) -> dict[str, tuple[Owner, str]]:
    owners: dict[str, tuple[Owner, str]] = {CORD: ("cord", "cord")}
    for root in atlas.roots.values():
        owners[root.path] = ("root", root.id)
    for nerve in atlas.nerves.values():
        for path in nerve.paths:
            owners[path] = ("nerve", nerve.id)
    return owners


def _stretches(body: Body, nerve: str, atlas: Atlas) -> list[tuple[str, Points, Points]]:
    """Path name, points (n, 3) and width in mm (n,) of all that is lit for a nerve; shared stretches once, longest."""
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


class _Owner(NamedTuple):
    side: Side
    nerve: str
    trunk: str
    owner: Owner
    owner_id: str


@dataclass(frozen=True, eq=False)
class _Fibres:
    """What is lit, laid end to end: points (n, 3) in mm, on their own side, width in mm (n,), and the stretch each
    point belongs to (n,), whose owners these are.
    """

    points: Points
    width: Points
    stretch: NDArray[np.int64]
    owners: tuple[_Owner, ...]


@lru_cache(maxsize=6)
def _fibres(atlas: Atlas, body: Body, nerves: tuple[tuple[str, Side], ...]) -> _Fibres:
    """The stretches of these nerves, each once; kept, as every view draws them anew."""
    owners = _owners(atlas)
    found: list[_Owner] = []
    points: list[Points] = []
    widths: list[Points] = []
    drawn: dict[tuple[str, Side], list[Points]] = {}
    for nerve, side in nerves:
        for row in atlas.members(nerve):
            *_, trunk = row, *trunks(atlas, row)
            for path, line, width in _stretches(body, row.id, atlas):
                before = drawn.setdefault((path, side), [])
                if any(_holds(other, line) for other in before):
                    continue
                before.append(line)
                found.append(_Owner(side, row.id, trunk.id, *owners.get(path, ("plexus", path))))
                points.append(line * (side_sign(side), 1, 1))
                widths.append(width)
    if not found:
        return _Fibres(np.empty((0, 3)), np.empty(0), np.empty(0, np.int64), ())
    stretch = np.repeat(np.arange(len(found)), [len(line) for line in points])
    return _Fibres(np.concatenate(points), np.concatenate(widths), stretch, tuple(found))


def _project(fibres: _Fibres, pane: Pane, buffers: Buffers, bones: Buffers | None) -> list[Stroke]:
    screen = pane.project(fibres.points)
    shown = np.array([pane.shows(side_sign(owner.side)) for owner in fibres.owners])[fibres.stretch]
    if pane.feet:
        shown &= fibres.points[:, 2] <= FOOT_CUT_MM
    kept = np.flatnonzero(shown & _apart(screen, fibres.stretch))
    screen, stretch = screen[kept], fibres.stretch[kept]
    below = _below(buffers, *screen.T)
    opacity = _opacity(below)
    if bones is not None:
        opacity = np.where(_below(bones, *screen.T) > _BONE_MM, _BEHIND_BONE, 1.0) * opacity
    width = np.maximum(fibres.width[kept] * pane.scale, _LEAST_PX)
    # A new piece where the stretch is another, or where points between were left out as not shown.
    hidden = np.concatenate([[0], np.cumsum(~shown)])[kept]
    starts = np.flatnonzero(np.r_[True, (np.diff(stretch) != 0) | (np.diff(hidden) != 0)])
    if not len(kept):
        return []
    deep = np.add.reduceat(below, starts) / np.diff(np.r_[starts, len(kept)])
    return [
        Stroke(
            *fibres.owners[int(stretch[first])],
            screen[first:end, :2],
            width[first:end],
            opacity[first:end],
            deep_mm,
        )
        for (first, end), deep_mm in zip(pairwise([*starts.tolist(), len(kept)]), deep.tolist(), strict=True)
        if end - first > 1
    ]


def _apart(screen: Points, stretch: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which points of the lines to draw: about `_STEP_PX` apart in the picture, and both ends of each stretch."""
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(screen[:, :2], axis=0).T))])
    other = np.diff(stretch) != 0
    starts, ends = np.r_[True, other], np.r_[other, True]
    number = np.floor((run - run[starts][stretch - stretch[0]]) / _STEP_PX)
    kept: NDArray[np.bool_] = starts | ends | np.r_[True, np.diff(number) != 0]
    return kept


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
