"""The bones: solids lofted from `data/body/bone_sections.csv`, the right ones stored, the left mirrored.

They are stylised: ellipses and outlines, lofted and overlapping, in one colour, to show where a nerve passes. The
file's lines for orientation (crest, brim, borders, foramina) are no solids and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.chart import NO_T
from nervemap.anatomy.surface import FOOT_CUT_MM, Floats, Ints, Part, Surface
from nervemap.anatomy.tables import Table, read_csv
from nervemap.content.faults import ContentError, Fault

_SIZES = ("half_width", "half_depth", "half_height")
_AXES = ("lat_x", "lat_y", "lat_z", "ap_x", "ap_y", "ap_z")
_NEEDS = {"section": (2, 2), "section_ring": (2, 3), "loop": (0, 2), "loop_ring": (0, 3), "ellipsoid": (3, 1)}
"""The kinds of solids: how many half-axes each row gives, and how many stations at least."""
_LINES = ("curve", "curve_closed", "ring")
_SPARE = ("patella", "body")
"""The file holds the patella twice; its sections are drawn, as they have its two poles."""

_AROUND_MM, _ALONG_MM = 10.0, 13.0
"""About how far apart points lie around a bone (16 at most), and stations along it."""
_DOME_MM, _THIN_MM = 5.0, 5.0
"""How high a dome over an end rises at most, and how thin a bone or end may be to do without one more ring."""
_EGG = 0.75**0.5
"""How far out a rounded end is half the way along: the height of a quarter of a circle there."""
_MIDLINE_MM = 1.0
"""How far from the midline the middle of a bone may lie that is drawn once."""
_MIRROR = np.array([-1, 1, 1], np.float32)

Points = NDArray[np.float64]


@dataclass(frozen=True)
class _Solid:
    """A closed part: rings of points (rows, around, 3), and the two poles (2, 3) that close it before the first and
    behind the last ring, or None where the last ring joins the first.
    """

    rings: Floats
    poles: Floats | None


def load_bones(folder: Path) -> Surface:
    """Read `bone_sections.csv` from `folder` and loft it, in the frame of the skin (millimetres).

    `part` is `Part.BONE` (`Part.FOOT_CUT` for the lids of the tibia and fibula of a foot shown alone), `side` 0 for
    bones across the midline, `t` is `NO_T`. Raises ContentError with every fault where the file is faulty.
    """
    pieces: list[tuple[Floats, Ints, Part, int]] = []
    for solid in _solids(folder / "bone_sections.csv"):
        heights = solid.rings[..., 2]
        meshes = [(_points(solid), _outward(solid), Part.BONE)]
        if heights.min() < FOOT_CUT_MM < heights.max():
            meshes.append((*_lid(solid), Part.FOOT_CUT))
        across = abs(float(solid.rings[..., 0].mean())) < _MIDLINE_MM
        for points, faces, part in meshes:
            pieces.append((points, faces, part, 0 if across else 1))
            if not across:
                pieces.append((points * _MIRROR, faces[:, ::-1], part, -1))
    starts = np.cumsum([0, *(len(points) for points, *_ in pieces)], dtype=np.int32)
    lengths = [len(faces) for _, faces, *_ in pieces]
    placed = np.concatenate([points for points, *_ in pieces])
    joined = np.concatenate([piece[1] + start for piece, start in zip(pieces, starts[:-1], strict=True)])
    return Surface(
        vertices=placed,
        normals=_normals(placed, joined),
        t=np.full(len(placed), NO_T, np.float32),
        theta=np.zeros(len(placed), np.float32),
        faces=joined,
        part=np.repeat(np.array([part for *_, part, _ in pieces], np.uint8), lengths),
        side=np.repeat(np.array([side for *_, side in pieces], np.int8), lengths),
    )


def _solids(path: Path) -> Iterator[_Solid]:
    table = read_csv(
        path, text=("bone", "part", "kind"), numbers=("order", "x", "y", "z"), optional_numbers=(*_SIZES, *_AXES)
    )
    sizes = np.column_stack([table.numbers[name] for name in _SIZES])
    axes = np.column_stack([table.numbers[name] for name in _AXES])
    # “ilium blade #00”, “ilium blade #01”, ... are the stations of one loft.
    lofts = [part.partition(" #")[0] for part in table.text["part"]]
    names = list(zip(table.text["bone"], lofts, table.text["kind"], strict=True))
    parts = {rows[0]: rows for rows in _runs(names, range(len(names)))}
    _check(table, sizes, axes, list(parts.values()))
    points = table.points().astype(np.float32)
    for first, rows in parts.items():
        bone, name, kind = names[first]
        if kind in _LINES or (bone, name) == _SPARE:
            continue
        if kind == "ellipsoid":
            yield _ellipsoid(points[first], sizes[first])
            continue
        if kind.startswith("section"):
            outlines = _ellipses(points[rows], sizes[rows], axes[rows])
        else:
            outlines = points[rows].reshape(len(_runs(table.text["part"], rows)), -1, 3)
        if kind.endswith("ring"):
            yield _Solid(outlines, None)
        else:
            yield _loft(outlines, flat=bone.startswith("vertebra") and name == "body")


def _runs(names: Sequence[object], rows: Sequence[int]) -> list[list[int]]:
    """The rows, cut where the name changes from one to the next."""
    return [list(run) for _, run in groupby(rows, key=lambda row: names[row])]


def _check(table: Table, sizes: Points, axes: Points, parts: list[list[int]]) -> None:
    """Raise ContentError with all that hinders the lofting; `parts` are the rows of each part."""
    faults: list[Fault] = []
    order = table.numbers["order"].tolist()
    flawed = ~(sizes > 0)
    partly = np.isfinite(axes).any(axis=1) != np.isfinite(axes).all(axis=1)
    for rows in parts:
        kind = table.text["kind"][rows[0]]
        if kind in _LINES:
            continue
        if kind not in _NEEDS:
            remedy = "write one of " + ", ".join((*_NEEDS, *_LINES))
            faults.append(table.fault(rows[0], "kind", f"“{kind[:40]}” is no kind of bone", remedy))
            continue
        halves, least = _NEEDS[kind]
        faults += [
            table.fault(rows[at], _SIZES[column], "is not above 0", "write half the size in mm")
            for at, column in np.argwhere(flawed[rows, :halves]).tolist()
        ]
        faults += [
            table.fault(rows[at], "lat_x", "only some of lat_* and ap_* are given", "give all or none")
            for at in np.flatnonzero(partly[rows]).tolist()
        ]
        outlines = _runs(table.text["part"], rows)
        faults += [
            table.fault(row, "order", f"is {order[row]:g}", f"write {place}, as the rows follow")
            for outline in outlines
            for place, row in enumerate(outline)
            if order[row] != place
        ]
        count = len(rows)
        if kind.startswith("loop"):
            count, wanted = len(outlines), max(len(outlines[0]), 3)
            faults += [
                table.fault(outline[0], "part", f"has {len(outline)} points", f"give {wanted}, as in the first outline")
                for outline in outlines
                if len(outline) != wanted
            ]
        if count < least:
            faults.append(table.fault(rows[0], "part", f"has too few sections ({count})", f"give {least} or more"))
    if faults:
        raise ContentError(sorted(faults, key=lambda fault: fault.line or 0))


def _ellipses(centre: Floats, sizes: Points, axes: Points) -> Floats:
    """Points (stations, around, 3) of the ellipses; where no axes are given they lie across the line of centres."""
    if np.isfinite(axes).all():
        lat, ap = axes[:, :3].astype(np.float32), axes[:, 3:].astype(np.float32)
    else:
        along = np.gradient(centre, axis=0)
        lat = _unit(np.cross(along, (0, 1, 0)))
        ap = _unit(np.cross(lat, along))
    angle = _angles(sizes[:, :2].max())[:, None]
    width, depth = sizes[:, 0, None, None], sizes[:, 1, None, None]
    spokes = width * np.cos(angle) * lat[:, None] + depth * np.sin(angle) * ap[:, None]
    return (centre[:, None] + spokes).astype(np.float32)


def _angles(radius: float) -> Points:
    """Where around an ellipse its points lie, in radians: the more the larger it is."""
    around = 2 * int(np.clip(np.pi * radius / _AROUND_MM, 3, 8))
    return np.linspace(0, 2 * np.pi, around, endpoint=False)


def _ellipsoid(centre: Floats, sizes: Points) -> _Solid:
    angle = _angles(sizes.max())
    height = np.linspace(-np.pi / 2, np.pi / 2, len(angle) // 2 + 1)[1:-1, None]
    level, up = np.cos(height), np.broadcast_to(np.sin(height), (len(height), len(angle)))
    ball = np.stack([level * np.cos(angle), level * np.sin(angle), up], axis=2)
    poles = np.array([[0, 0, -1], [0, 0, 1]])
    return _Solid((centre + sizes * ball).astype(np.float32), (centre + sizes * poles).astype(np.float32))


def _loft(outlines: Floats, *, flat: bool) -> _Solid:
    """Outlines (stations, around, 3) joined, with a dome over both ends (a lid if `flat`)."""
    rings = _rings(outlines)
    poles = []
    for end, inner in ((0, 1), (-1, -2)):
        middle = rings[end].mean(axis=0)
        spoke = rings[end] - middle
        axis = _axis(rings[end])
        axis = axis * np.sign(axis @ (middle - rings[inner].mean(axis=0)))
        thin = float(np.linalg.norm(spoke, axis=1).min())
        rise = 0.0 if flat else min(_DOME_MM, thin)
        poles.append(middle + rise * axis)
        if thin > _THIN_MM and not flat:
            shrunk = middle + 0.75 * spoke + 0.66 * rise * axis
            rings.insert(0 if end == 0 else len(rings), shrunk)
    return _Solid(np.stack(rings).astype(np.float32), np.stack(poles).astype(np.float32))


def _axis(outline: Floats) -> Floats:
    """The unit normal of an outline (around, 3)."""
    spoke = outline - outline.mean(axis=0)
    return _unit(_cross(spoke, np.concatenate([spoke[1:], spoke[:1]])).sum(axis=0))


def _unit(vectors: NDArray[np.floating]) -> Floats:
    """The vectors (..., 3) at length 1; one without length stays so."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), np.float32)


def _cross(a: Floats, b: Floats) -> Floats:
    """The cross product along the last axis: `np.cross` takes five times as long on arrays as small as a bone."""
    turn = [1, 2, 0]
    return (a * b[..., turn] - a[..., turn] * b)[..., turn]


def _rings(outlines: Floats) -> list[Floats]:
    """The outlines, and one more between each two where they lie far apart or where the bone runs out to a point.

    Monotone along (the slopes of PCHIP), so that nothing bulges beyond what is given; a point is rounded like an egg.
    """
    step = np.diff(outlines, axis=0)
    low, high = step[:-1], step[1:]
    product = np.maximum(low * high, 0)
    inner = 2 * product / np.where(product > 0, low + high, 1)
    slope = np.concatenate([step[:1], inner, step[-1:]])
    between = (outlines[:-1] + outlines[1:]) / 2 + (slope[:-1] - slope[1:]) / 8
    middle = outlines.mean(axis=1, keepdims=True)
    radius = np.linalg.norm(outlines - middle, axis=2).mean(axis=1)
    far = np.linalg.norm(step, axis=2).mean() > _ALONG_MM and radius.max() > _THIN_MM
    wanted = np.full(len(between), far)
    for end, inside, gap in ((0, 1, 0), (-1, -2, -1)):
        if radius[end] < 0.5 * radius[inside]:
            wanted[gap] = True
            outward = outlines[inside] - outlines[end]
            axis = _axis(outlines[inside])
            between[gap] = outlines[end] + _EGG * outward + (0.5 - _EGG) * np.outer(outward @ axis, axis)
    rings = [outlines[0]]
    for added, ring, add in zip(between, outlines[1:], wanted, strict=True):
        rings += [added, ring] if add else [ring]
    return rings


def _points(solid: _Solid) -> Floats:
    """The vertices of a solid: its rings one after the other, then the poles."""
    flat = solid.rings.reshape(-1, 3)
    return flat if solid.poles is None else np.concatenate([flat, solid.poles])


def _outward(solid: _Solid) -> Ints:
    """The faces over `_points`, wound so that they look outward."""
    points = _points(solid)
    faces = _woven(*solid.rings.shape[:2], solid.poles is None)
    a, b, c = (points - points.mean(axis=0))[faces].transpose(1, 0, 2)
    return faces if np.einsum("ij,ij->", a, _cross(b, c)) > 0 else faces[:, ::-1]


@lru_cache(maxsize=256)
def _woven(rows: int, around: int, ring: bool) -> Ints:
    """Faces between rings of points, and from the first and last ring to the two poles behind them."""
    index = np.arange(rows * around, dtype=np.int32).reshape(rows, around)
    a = index if ring else index[:-1]
    d = np.roll(index, -1, axis=0) if ring else index[1:]
    b, c = np.roll(a, -1, axis=1), np.roll(d, -1, axis=1)
    faces = [np.stack([a, b, c], 2).reshape(-1, 3), np.stack([a, c, d], 2).reshape(-1, 3)]
    for pole, rim in () if ring else ((rows * around, index[0, ::-1]), (rows * around + 1, index[-1])):
        faces.append(np.stack([rim, np.roll(rim, -1), np.full(around, pole, np.int32)], 1))
    return np.concatenate(faces)


def _lid(solid: _Solid) -> tuple[Floats, Ints]:
    """A flat lid on the highest ring that a foot shown alone still draws: its points and faces."""
    heights = solid.rings[..., 2].max(axis=1)
    rim = solid.rings[np.where(heights <= FOOT_CUT_MM, heights, -np.inf).argmax()]
    points = np.concatenate([rim, rim.mean(axis=0, keepdims=True)])
    first = np.arange(len(rim), dtype=np.int32)
    faces = np.stack([first, np.roll(first, -1), np.full_like(first, len(rim))], 1)
    return points, faces if _axis(rim)[2] > 0 else faces[:, ::-1]


def _normals(vertices: Floats, faces: Ints) -> Floats:
    """Of each vertex the mean normal of its faces, the larger counting more."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    facing = _cross(b - a, c - a)
    at = faces.ravel()
    normals = np.empty_like(vertices)
    for k in range(3):
        normals[:, k] = np.bincount(at, np.repeat(facing[:, k], 3), len(vertices))
    return _unit(normals)
