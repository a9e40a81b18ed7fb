"""The skin: lofted from the measured sections in `data/body/body_sections.csv`, right half stored, left mirrored.

Every vertex carries its place on the skin chart (t along the limb, theta in degrees around it, see `chart.py`), so that
a picture of the body knows for each pixel which area it shows. No outline is drawn by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.chart import NO_T, LimbAxis
from nervemap.anatomy.surface import FOOT_CUT_MM, Floats, Ints, Part, Surface
from nervemap.anatomy.tables import read_csv
from nervemap.content.faults import ContentError, Fault, shown_path

ANGLES = 36
_SEGMENTS = (
    *("thigh_leg", "ankle_heel", "foot", "trunk", "head_neck", "crotch_saddle", "ear", "arm"),
    *(f"toe_{toe}" for toe in range(1, 6)),
    *(f"finger_{finger}" for finger in range(1, 6)),
)


@dataclass(frozen=True)
class _Rings:
    """Stations of one or more segments: centre, section axes (k, 3), radii (k, ANGLES), chart t (k,)."""

    centre: Floats
    forward: Floats
    outward: Floats
    radii: Floats
    t: Floats


def load_surface(folder: Path, axis: LimbAxis) -> Surface:
    """Read `body_sections.csv` from `folder` and loft it. Raises ContentError where the file is faulty."""
    file = folder / "body_sections.csv"
    segments = _read_rings(file)
    if missing := [name for name in _SEGMENTS if name not in segments]:
        raise ContentError(
            [Fault(shown_path(file), None, "segment", f"“{one}” is missing", "put its rows back") for one in missing]
        )
    build = _Builder(axis)
    leg = _refine(_chain([segments["thigh_leg"], segments["ankle_heel"], segments["foot"]]), 2)
    trunk = _refine(_eased_to_thighs(segments["trunk"], segments["thigh_leg"]), 2)
    build.tube(leg, Part.LEG, around=48, meets=_grid(trunk, 56))
    build.foot_cut(leg)
    for toe in range(1, 6):
        build.tube(_refine(segments[f"toe_{toe}"], 2), Part(10 + toe), around=20)
    build.half(trunk, Part.TRUNK, around=56)
    build.half(segments["head_neck"], Part.HEAD, around=48)
    build.half(_shrunk(segments["crotch_saddle"], 0.72), Part.TRUNK, around=24)
    build.tube(segments["ear"], Part.HEAD, around=16, charted=False)
    build.tube(segments["arm"], Part.ARM, around=24, charted=False)
    for finger in range(1, 6):
        build.tube(segments[f"finger_{finger}"], Part.ARM, around=12, charted=False)
    return build.mirrored()


def _read_rings(path: Path) -> dict[str, _Rings]:
    radii = tuple(f"r{10 * i:03d}" for i in range(ANGLES))
    table = read_csv(
        path,
        text=("segment",),
        numbers=("cx", "cy", "cz", "nx", "ny", "nz", "ax", "ay", "az", *radii),
        optional_numbers=("t",),
    )
    names = np.array(table.text["segment"])
    columns = {name: table.numbers[name].astype(np.float32) for name in table.numbers}
    rings: dict[str, _Rings] = {}
    for name in dict.fromkeys(table.text["segment"]):
        rows = names == name
        pick = {key: column[rows] for key, column in columns.items()}
        normal = np.stack([pick["nx"], pick["ny"], pick["nz"]], axis=1)
        forward = np.stack([pick["ax"], pick["ay"], pick["az"]], axis=1)
        rings[name] = _Rings(
            centre=np.stack([pick["cx"], pick["cy"], pick["cz"]], axis=1),
            forward=forward,
            outward=np.cross(forward, normal).astype(np.float32),
            radii=np.stack([pick[key] for key in radii], axis=1),
            t=np.nan_to_num(pick["t"], nan=NO_T),
        )
    return rings


def _chain(rings: list[_Rings]) -> _Rings:
    """Join segments whose neighbours share a loop."""
    first, rest = rings[0], rings[1:]

    def joined(field: str) -> Floats:
        return np.concatenate([getattr(first, field), *(getattr(ring, field)[1:] for ring in rest)])

    return _Rings(*(joined(field) for field in ("centre", "forward", "outward", "radii", "t")))


def catmull_rom(count: int, factor: int, *, periodic: bool) -> Floats:
    """Matrix that resamples `count` evenly counted values `factor` times finer, through the given ones.

    Shape (count * factor, count) if periodic, else ((count - 1) * factor + 1, count).
    """
    samples = count * factor if periodic else (count - 1) * factor + 1
    at = np.arange(samples) / factor
    low = np.minimum(at.astype(int), count - (1 if periodic else 2))
    u = at - low
    weights = np.stack(
        [
            -0.5 * u + u**2 - 0.5 * u**3,
            1 - 2.5 * u**2 + 1.5 * u**3,
            0.5 * u + 2 * u**2 - 1.5 * u**3,
            0.5 * (u**3 - u**2),
        ]
    )
    matrix = np.zeros((samples, count), np.float32)
    for step, weight in zip(range(-1, 3), weights, strict=True):
        column = (low + step) % count if periodic else np.clip(low + step, 0, count - 1)
        np.add.at(matrix, (np.arange(samples), column), weight.astype(np.float32))
    return matrix


def _refine(rings: _Rings, factor: int) -> _Rings:
    """More stations along a segment, smooth through the given ones."""
    along = catmull_rom(len(rings.t), factor, periodic=False)
    linear = np.interp(np.arange(along.shape[0]) / factor, np.arange(len(rings.t)), rings.t).astype(np.float32)
    return _Rings(
        centre=along @ rings.centre,
        forward=along @ rings.forward,
        outward=along @ rings.outward,
        radii=np.maximum(along @ rings.radii, 0.2),
        t=linear,
    )


class _Builder:
    """Collects grids of the right half and closes with the mirrored whole."""

    def __init__(self, axis: LimbAxis) -> None:
        self._axis = axis
        self._vertices: list[Floats] = []
        self._normals: list[Floats] = []
        self._t: list[Floats] = []
        self._theta: list[Floats] = []
        self._faces: list[Ints] = []
        self._part: list[NDArray[np.uint8]] = []
        self._count = 0

    def tube(
        self,
        rings: _Rings,
        part: Part,
        *,
        around: int,
        charted: bool = True,
        meets: tuple[Floats, Floats] | None = None,
    ) -> None:
        """A closed tube; the seam column stands twice (theta 0 and 360) so that theta interpolates within each face.

        `meets`: points and normals of the grid whose first ring this tube's first ring joins, to shade without an edge.
        """
        points, normals = _grid(rings, around)
        t_rows = rings.t if charted else np.full(len(rings.t), NO_T, np.float32)
        if meets is not None:
            _shade_across(points, normals, *meets)
            # One more ring, tucked into the other grid, so that no crack shows where the two meet.
            tucked = rings.centre[0] + 0.94 * (points[:1] - rings.centre[0]) + np.array([0, 0, 14], np.float32)
            points, normals = np.concatenate([tucked, points]), np.concatenate([normals[:1], normals])
            t_rows = np.r_[t_rows[:1], t_rows]
        angles = np.linspace(0, 360, around + 1, dtype=np.float32)
        wrap = np.r_[np.arange(around), 0]
        theta = np.broadcast_to(angles, (len(points), around + 1))
        t = np.broadcast_to(t_rows[:, None], theta.shape)
        self._grid(points[:, wrap], normals[:, wrap], t, theta, part)

    def half(self, rings: _Rings, part: Part, *, around: int) -> None:
        """The right half of segments that go round the midline, with the flat section that closes the half."""
        points, normals = _grid(rings, around)
        keep = slice(0, around // 2 + 1)
        points, normals = points[:, keep].copy(), normals[:, keep].copy()
        points[:, (0, -1), 0] = 0.0
        normals[:, (0, -1), 0] = 0.0
        t, theta = self._axis.trunk_chart(points)
        self._grid(points, normals, t, theta, part)
        section = points[:, (-1, 0)]
        inward = np.broadcast_to(np.array([-1, 0, 0], np.float32), section.shape)
        nowhere = np.full(section.shape[:2], NO_T, np.float32)
        self._grid(section, inward, nowhere, np.zeros_like(nowhere), Part.SECTION)

    def foot_cut(self, rings: _Rings) -> None:
        """A flat lid on the leg at `FOOT_CUT_MM`, for feet shown alone."""
        station = int(np.argmin(np.abs(rings.centre[:, 2] - FOOT_CUT_MM) + 1e3 * (rings.t > 1)))
        points, _ = _grid(rings, 48)
        rim = points[station, np.r_[0:48, 0]]
        lid = np.stack([rim, np.broadcast_to(rim[:-1].mean(axis=0), rim.shape)])
        up = np.broadcast_to(np.array([0, 0, 1], np.float32), lid.shape)
        nowhere = np.full(lid.shape[:2], NO_T, np.float32)
        self._grid(lid, up, nowhere, np.zeros_like(nowhere), Part.FOOT_CUT)

    def _grid(self, points: Floats, normals: Floats, t: Floats, theta: Floats, part: Part) -> None:
        rows, columns = points.shape[:2]
        index = self._count + np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
        a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
        faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
        flat, flat_normals = points.reshape(-1, 3), normals.reshape(-1, 3)
        corner = flat[faces - self._count]
        facing = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        inside_out = np.einsum("ij,ij->i", facing, flat_normals[faces - self._count].mean(axis=1)) < 0
        faces[inside_out] = faces[inside_out][:, ::-1]
        self._vertices.append(flat)
        self._normals.append(flat_normals)
        self._t.append(np.ravel(t))
        self._theta.append(np.ravel(theta))
        self._faces.append(faces)
        self._part.append(np.full(len(faces), part, np.uint8))
        self._count += len(flat)

    def mirrored(self) -> Surface:
        """The whole body: the right half as collected, the left mirrored at x = 0."""
        vertices, normals = np.concatenate(self._vertices), np.concatenate(self._normals)
        flip = np.array([-1, 1, 1], np.float32)
        faces, part = np.concatenate(self._faces), np.concatenate(self._part)
        t, theta = np.concatenate(self._t), np.concatenate(self._theta)
        return Surface(
            vertices=np.concatenate([vertices, vertices * flip]).astype(np.float32),
            normals=np.concatenate([normals, normals * flip]).astype(np.float32),
            t=np.concatenate([t, t]).astype(np.float32),
            theta=np.concatenate([theta, theta]).astype(np.float32),
            faces=np.concatenate([faces, faces[:, ::-1] + len(vertices)]).astype(np.int32),
            part=np.concatenate([part, part]),
            side=np.repeat(np.array([1, -1], np.int8), len(faces)),
        )


def _eased_to_thighs(trunk: _Rings, thigh: _Rings) -> _Rings:
    """The trunk with its lowest stations drawn in towards the outline of the two thighs, which it spans like a board.

    Only the notches in front and behind change (up to 12 mm at the very bottom); the saddle closes what opens.
    """
    ring, _ = _grid(_Rings(*(getattr(thigh, field)[:2] for field in _Rings.__annotations__)), 144)
    loop = ring[0, :, :2] - trunk.centre[0, :2]
    angle = np.radians(np.arange(ANGLES) * 10.0)
    ahead = np.stack([np.sin(angle), np.cos(angle)], axis=1)
    off = loop @ np.stack([ahead[:, 1], -ahead[:, 0]])
    crossing = off * np.roll(off, -1, axis=0) <= 0
    share = off / np.where(crossing, off - np.roll(off, -1, axis=0), 1)
    reach = loop @ ahead.T
    outline = np.where(crossing, reach + share * (np.roll(reach, -1, axis=0) - reach), 0).max(axis=0)
    outline = np.maximum(outline, outline[-np.arange(ANGLES) % ANGLES])
    weight = np.clip(1 - (trunk.centre[:, 2] - trunk.centre[0, 2]) / 45, 0, 1) ** 2
    inner = np.minimum(trunk.radii, np.maximum(outline, 0.84 * trunk.radii))
    radii = trunk.radii + weight[:, None] * (inner - trunk.radii)
    return _Rings(trunk.centre, trunk.forward, trunk.outward, radii.astype(np.float32), trunk.t)


def _shrunk(rings: _Rings, by: float) -> _Rings:
    """The saddle drawn back between the thighs, now that the trunk above it is drawn in."""
    return _Rings(rings.centre, rings.forward, rings.outward, rings.radii * np.float32(by), rings.t)


def _shade_across(points: Floats, normals: Floats, other: Floats, other_normals: Floats, over_mm: float = 60.0) -> None:
    """Bend the normals of a grid to those of the grid that its first ring meets, fading out over `over_mm`."""
    gap = np.linalg.norm(points[0][:, None] - other[0][None], axis=2)
    nearest = gap.argmin(axis=1)
    touching = np.clip(1.5 - gap.min(axis=1) / 16, 0, 1)[:, None]
    bend = touching * (other_normals[0, nearest] - normals[0])
    fade = np.clip(1 - np.abs(points[:, :, 2] - points[0, 0, 2]) / over_mm, 0, 1)[..., None] ** 2
    fade[len(points) // 4 :] = 0
    normals += fade * bend
    normals /= np.maximum(np.linalg.norm(normals, axis=2, keepdims=True), 1e-9)


def _grid(rings: _Rings, around: int) -> tuple[Floats, Floats]:
    """Points and outward normals (stations, around, 3) of a loft; radii by periodic cubic to `around` angles."""
    fine = rings.radii @ catmull_rom(ANGLES, 4, periodic=True).T
    at = np.linspace(0, fine.shape[1], around, endpoint=False)
    low = at.astype(int)
    share = (at - low).astype(np.float32)
    radius = fine[:, low] * (1 - share) + fine[:, (low + 1) % fine.shape[1]] * share
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False, dtype=np.float32)
    direction = np.cos(angle)[:, None] * rings.forward[:, None] + np.sin(angle)[:, None] * rings.outward[:, None]
    points = rings.centre[:, None] + radius[..., None] * direction
    across = np.roll(points, -1, axis=1) - np.roll(points, 1, axis=1)
    along = np.gradient(points, axis=0)
    normal = np.cross(across, along)
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
    outward = np.einsum("ijk,ijk->ij", normal, direction).mean()
    return points.astype(np.float32), (normal * np.sign(outward)).astype(np.float32)
