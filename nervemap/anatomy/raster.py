"""A software rasteriser in numpy: for every pixel the nearest face of the skin and where in it.

Faces are filled span by span: per face and pixel row the interval between its edges is found, all intervals are spread
into pixels at once, and the nearest depth wins. From the winners come depth, normals, chart and side without more work
than is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.chart import Layer
from nervemap.anatomy.surface import Floats, Ints, Part, Surface
from nervemap.anatomy.views import Pane

NOTHING = np.float32(-1e9)

# Rough millimetres of skin per unit of the chart, to tell what is near: the trunk's and leg's scale along, a leg's around.
_MM_PER_T, _MM_PER_DEGREE = 700.0, 0.9


@dataclass(frozen=True)
class Buffers:
    """What each covered pixel shows. `pixel` are flat indices (k,), sorted; `face` (k,) indices into the surface's faces;
    `weight` (3, k) how much of each corner; `normal` (k, 3) in view space; `depth` (height, width) in mm towards the
    viewer, NOTHING where no skin is; `pane` (k,) which pane drew it.
    """

    width: int
    height: int
    surface: Surface
    pixel: NDArray[np.int64]
    face: Ints
    weight: Floats
    normal: Floats
    depth: Floats
    pane: NDArray[np.uint8]
    _labels: dict[tuple[str, ...], NDArray[np.uint8]] = field(default_factory=dict)

    @cached_property
    def index(self) -> Ints:
        """(height, width): position in the winner arrays, -1 where no skin is."""
        index = np.full(self.width * self.height, -1, np.int32)
        index[self.pixel] = np.arange(len(self.pixel), dtype=np.int32)
        return index.reshape(self.height, self.width)

    @cached_property
    def chart(self) -> tuple[Floats, Floats]:
        """(t, theta) of every winner, shape (k,) each."""
        corners = self.surface.faces[self.face].T
        t = np.einsum("ik,ik->k", self.weight, self.surface.t[corners])
        theta = np.einsum("ik,ik->k", self.weight, self.surface.theta[corners])
        return t.astype(np.float32), theta.astype(np.float32)

    @cached_property
    def side(self) -> NDArray[np.int8]:
        """+1 right, -1 left for every winner."""
        return self.surface.side[self.face]

    def pick(self, x: float, y: float) -> Pick | None:
        """What lies under a point of the picture, or None beside the body."""
        column, row = int(np.floor(x)), int(np.floor(y))
        if not (0 <= column < self.width and 0 <= row < self.height):
            return None
        at = int(self.index[row, column])
        if at < 0:
            return None
        corners, weight = self.surface.faces[self.face[at]], self.weight[:, at]
        part = Part(int(self.surface.part[self.face[at]]))
        toe = part - Part.TOE_1 + 1 if part >= Part.TOE_1 else None
        t, theta = float(weight @ self.surface.t[corners]), float(weight @ self.surface.theta[corners])
        return Pick(int(self.surface.side[self.face[at]]), part, toe, t, theta % 360.0)

    def labels(self, layer: Layer) -> NDArray[np.uint8]:
        """The area of a chart layer that every winner shows, shape (k,); kept, as every hover asks for it."""
        if layer.names not in self._labels:
            part = self.surface.part[self.face].astype(np.int16)
            self._labels[layer.names] = layer.labels(*self.chart, np.maximum(part - Part.TOE_1 + 1, 0))
        return self._labels[layer.names]

    def find(self, side: int, t: float, theta: float, *, within_mm: float = 9.0) -> tuple[float, float] | None:
        """Where the picture shows a point of the chart (its centre in px), or None if it is not in sight."""
        all_t, all_theta = self.chart
        around = np.abs((all_theta - theta + 180) % 360 - 180)
        away = np.hypot((all_t - t) * _MM_PER_T, around * _MM_PER_DEGREE)
        away[self.side != side] = np.inf
        if not len(away) or away.min() > within_mm:
            return None
        pixel = int(self.pixel[away.argmin()])
        return pixel % self.width + 0.5, pixel // self.width + 0.5


@dataclass(frozen=True)
class Pick:
    """A picked point of the skin: side +1 or -1, part, toe (1 to 5) if on one, and its place on the chart."""

    side: int
    part: Part
    toe: int | None
    t: float
    theta: float


def rasterise(surface: Surface, panes: tuple[Pane, ...], width: int, height: int) -> Buffers:
    """Draw the skin as the panes show it into buffers of `width` x `height` pixels."""
    drawn = [_visible(surface, pane, width, height) for pane in panes]
    xyz = np.concatenate([one[0] for one in drawn])
    face = np.concatenate([one[1] for one in drawn])
    pane_of_face = np.repeat(np.arange(len(drawn), dtype=np.uint8), [len(one[1]) for one in drawn])
    depth = np.full(width * height, NOTHING, np.float32)
    if not len(face):
        empty = np.zeros(0, np.int32)
        return Buffers(
            width, height, surface, empty.astype(np.int64), empty, np.zeros((3, 0), np.float32),
            np.zeros((0, 3), np.float32), depth.reshape(height, width), empty.astype(np.uint8),
        )  # fmt: skip
    x, y, z = xyz[:, :, 0].T, xyz[:, :, 1].T, xyz[:, :, 2].T
    area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
    # Weights of the corners as planes a*x + b*y + c over the screen.
    a = np.stack([y[1] - y[2], y[2] - y[0], y[0] - y[1]]) / area
    b = np.stack([x[2] - x[1], x[0] - x[2], x[1] - x[0]]) / area
    c = np.stack([x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]]) / area
    z_plane = np.stack([(a * z).sum(0), (b * z).sum(0), (c * z).sum(0)]).astype(np.float32)

    first = np.maximum(np.ceil(y.min(0)), 0).astype(np.int64)
    rows = np.maximum(np.minimum(np.floor(y.max(0)), height - 1).astype(np.int64) - first + 1, 0)
    tri = np.repeat(np.arange(len(face)), rows)
    row = first[tri] + _counting(rows)
    left, right = np.full(len(tri), -np.inf), np.full(len(tri), np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        for k in range(3):
            slope = a[k, tri]
            bound = -(b[k, tri] * row + c[k, tri]) / slope
            np.maximum(left, np.where(slope > 0, bound, -np.inf), out=left)
            np.minimum(right, np.where(slope < 0, bound, np.inf), out=right)
    # A hair's breadth more on both sides, so that neighbours leave no crack.
    start = np.maximum(np.ceil(left - 1e-4), 0).astype(np.int64)
    count = np.maximum(np.minimum(np.floor(right + 1e-4), width - 1).astype(np.int64) - start + 1, 0)
    span = np.repeat(np.arange(len(tri)), count)
    column = (start[span] + _counting(count)).astype(np.int32)
    owner = tri[span].astype(np.int32)
    pixel = row[span] * width + column
    line = (z_plane[1, tri] * row.astype(np.float32) + z_plane[2, tri]).astype(np.float32)
    z_here = z_plane[0, tri].astype(np.float32)[span] * column.astype(np.float32) + line[span]

    np.maximum.at(depth, pixel, z_here)
    won = np.flatnonzero(z_here >= depth[pixel])
    holder = np.full(width * height, -1, np.int64)
    holder[pixel[won]] = won
    pixel = np.flatnonzero(holder >= 0)
    won = holder[pixel]
    owner, column_f = owner[won], column[won].astype(np.float32)
    row_f = (pixel // width).astype(np.float32)
    weight = (a[:, owner] * column_f + b[:, owner] * row_f + c[:, owner]).astype(np.float32)
    pane = pane_of_face[owner]
    winners = face[owner]
    normal = _view_normals(surface, winners, weight, pane, panes)
    return Buffers(width, height, surface, pixel, winners, weight, normal, depth.reshape(height, width), pane)


def _counting(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, ... counts[0] - 1, 0, 1, ... counts[1] - 1, and so on."""
    total = int(counts.sum())
    starts = np.cumsum(counts) - counts
    return np.arange(total) - np.repeat(starts, counts)


def _visible(surface: Surface, pane: Pane, width: int, height: int) -> tuple[NDArray[np.float64], Ints]:
    """Screen corners (m, 3, 3) of the pane's faces that look at the viewer and touch the picture, and their indices.

    Pixel centres stand at whole numbers: half a pixel is taken off.
    """
    screen = pane.project(surface.vertices) - (0.5, 0.5, 0.0)
    faces = pane.faces(surface)
    xyz = screen[surface.faces[faces]]
    x, y = xyz[:, :, 0], xyz[:, :, 1]
    area = (x[:, 1] - x[:, 0]) * (y[:, 2] - y[:, 0]) - (x[:, 2] - x[:, 0]) * (y[:, 1] - y[:, 0])
    inside = (x.max(1) >= 0) & (x.min(1) <= width - 1) & (y.max(1) >= 0) & (y.min(1) <= height - 1)
    # Screen y runs down, so outward winding turns clockwise: a negative area looks at the viewer.
    seen = np.flatnonzero((area < -1e-9) & inside)
    return xyz[seen], faces[seen]


def _view_normals(
    surface: Surface, face: Ints, weight: Floats, pane: NDArray[np.uint8], panes: tuple[Pane, ...]
) -> Floats:
    corners = surface.faces[face]
    normal = np.zeros((len(face), 3), np.float32)
    for number, one in enumerate(panes):
        turned = surface.normals @ one.rotation.T.astype(np.float32)
        here = np.flatnonzero(pane == number) if len(panes) > 1 else slice(None)
        for k in range(3):
            normal[here] += weight[k, here, None] * turned[corners[here, k]]
    normal /= np.maximum(np.sqrt(np.einsum("ij,ij->i", normal, normal)), 1e-6)[:, None]
    return normal
