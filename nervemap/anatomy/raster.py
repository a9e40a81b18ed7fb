"""A software rasteriser in numpy: for every pixel the nearest face of the skin and where in it.

Faces are filled span by span: per face and pixel row the interval between its edges is found, all intervals are spread
into pixels at once, and the nearest depth wins. From the winners come depth, normals, chart and side without more work
than is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.chart import Layer
from nervemap.anatomy.surface import Floats, Ints, Part, Surface
from nervemap.anatomy.views import Pane

NOTHING = np.float32(-1e9)

_BAND, _FACES = 128, 1 << 14
"""Rows drawn, and faces or pixels looked at, together: few enough for the processor's cache and for little memory."""

# Rough millimetres of skin per unit of the chart, to tell what is near: along as on trunk and leg, around as on a leg.
_MM_PER_T, _MM_PER_DEGREE = 700.0, 0.9


@dataclass(frozen=True)
class Buffers:
    """What each covered pixel shows.

    `pixel` are flat indices (k,), sorted; `face` (k,) indices into the surface's faces; `weight` (3, k) how much of
    each corner; `normal` (k, 3) in view space; `depth` (height, width) in mm towards the viewer, NOTHING where no skin
    is; `pane` (k,) which pane drew it.
    """

    width: int
    height: int
    surface: Surface
    pixel: NDArray[np.integer]
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
        corners = np.take(self.surface.corners, self.face, axis=1)
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
        wanted = self.pixel.dtype.type(row * self.width + column)  # of its kind: else numpy would copy all
        at = int(np.searchsorted(self.pixel, wanted))
        if at == len(self.pixel) or self.pixel[at] != wanted:
            return None
        part = Part(int(self.surface.part[self.face[at]]))
        toe = part - Part.TOE_1 + 1 if part >= Part.TOE_1 else None
        t, theta = (float(one[at]) for one in self.chart)
        return Pick(int(self.surface.side[self.face[at]]), part, toe, t, theta % 360.0)

    def labels(self, layer: Layer) -> NDArray[np.uint8]:
        """The area of a chart layer that every winner shows, shape (k,); kept, as every hover asks for it."""
        if layer.names not in self._labels:
            part = self.surface.part[self.face].astype(np.int16)
            self._labels[layer.names] = layer.labels(*self.chart, np.maximum(part - Part.TOE_1 + 1, 0))
        return self._labels[layer.names]

    def lean(self) -> Buffers:
        """The same without what only light and shade need, `weight` and `normal`: less than half the memory."""
        pixel, nothing = self.pixel.astype(np.int32), np.empty((0, 3), np.float32)
        other = replace(self, pixel=pixel, weight=nothing.T, normal=nothing)
        other.__dict__["chart"] = self.chart
        return other

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
    face, pane_of_face, a, b, c, z_plane, first, last = _planes(surface, panes, width, height)
    depth = np.full((height, width), NOTHING, np.float32)
    drawn_in_bands = []
    for top in range(0, height, _BAND):
        crossing = np.flatnonzero((first < top + _BAND) & (last >= top))
        across = np.take(a, crossing, axis=1), np.take(b, crossing, axis=1), np.take(c, crossing, axis=1)
        rows = np.maximum(first[crossing], top), np.minimum(last[crossing], top + _BAND - 1)
        pixel, nearest, weight = _fill(
            *across, np.take(z_plane, crossing, axis=1), *rows, depth[top : top + _BAND], top
        )
        drawn_in_bands.append((pixel, crossing[nearest], weight))
    pixel, owner, weight = (np.concatenate(kind, axis=-1) for kind in zip(*drawn_in_bands, strict=True))
    pane, winners = pane_of_face[owner], face[owner]
    del (
        drawn_in_bands,
        a,
        b,
        c,
        z_plane,
    )  # a picture borrows much memory: what is done with goes before more is asked for
    normal = _view_normals(surface, winners, weight, pane, panes)
    return Buffers(width, height, surface, pixel, winners, weight, normal, depth, pane)


def _planes(
    surface: Surface, panes: tuple[Pane, ...], width: int, height: int
) -> tuple[Ints, NDArray[np.uint8], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], Floats, Ints, Ints]:
    """The faces (m,) that may hold a pixel and their panes (m,), the planes that `_fill` wants, first and last row."""
    drawn = [(number, *some) for number, pane in enumerate(panes) for some in _visible(surface, pane, width, height)]
    x, y, z = np.concatenate([corners for _, corners, _ in drawn], axis=2)
    face = np.concatenate([faces for _, _, faces in drawn])
    pane = np.repeat(np.array([number for number, _, _ in drawn], np.uint8), [len(faces) for _, _, faces in drawn])
    area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
    # Weights of the corners as planes a*x + b*y + c over the screen.
    a = np.stack([y[1] - y[2], y[2] - y[0], y[0] - y[1]]) / area
    b = np.stack([x[2] - x[1], x[0] - x[2], x[1] - x[0]]) / area
    c = np.stack([x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]]) / area
    z_plane = np.stack([(a * z).sum(0), (b * z).sum(0), (c * z).sum(0)]).astype(np.float32)
    first = np.maximum(np.ceil(_least(y)), 0).astype(np.int32)
    last = np.minimum(np.floor(_most(y)), height - 1).astype(np.int32)
    return face, pane, a, b, c, z_plane, first, last


def _fill(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    c: NDArray[np.float64],
    z_plane: Floats,
    first: Ints,
    last: Ints,
    depth: Floats,
    top: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Draw faces into a band of rows: which pixels of the picture are covered, by which of the faces, and the weights.

    a, b, c (3, m): the corners' weights as planes, z_plane (3, m) the depth; first, last (m,): rows within the band.
    Fills `depth` (rows, width), whose first row is row `top` of the picture.
    """
    width = depth.shape[1]
    flat = depth.reshape(-1)
    rows = last - first + 1
    tri = np.repeat(np.arange(len(rows)), rows)
    row = np.take(first, tri) + _counting(rows)
    left, right = np.full(len(tri), -np.inf), np.full(len(tri), np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        for k in range(3):
            slope = np.take(a[k], tri)
            bound = -(np.take(b[k], tri) * row + np.take(c[k], tri)) / slope
            np.maximum(left, np.where(slope > 0, bound, -np.inf), out=left)
            np.minimum(right, np.where(slope < 0, bound, np.inf), out=right)
    # A hair's breadth more on both sides, so that neighbours leave no crack.
    start = np.maximum(np.ceil(left - 1e-4), 0).astype(np.int32)
    count = np.maximum(np.minimum(np.floor(right + 1e-4), width - 1).astype(np.int32) - start + 1, 0)
    span = np.repeat(np.arange(len(tri)), count)
    column = np.take(start, span) + _counting(count)
    pixel = np.take((row - np.int32(top)) * np.int32(width), span) + column
    line = np.take(z_plane[1], tri) * row.astype(np.float32) + np.take(z_plane[2], tri)
    z_here = np.take(np.take(z_plane[0], tri), span) * column.astype(np.float32) + np.take(line, span)

    np.maximum.at(flat, pixel, z_here)
    won = np.flatnonzero(z_here >= np.take(flat, pixel))
    holder = np.full(len(flat), -1, np.int32)
    holder[pixel[won]] = won
    covered = np.flatnonzero(holder >= 0)
    won = np.asarray(holder[covered])
    owner, column_f = np.take(tri, np.take(span, won)), np.take(column, won).astype(np.float32)
    row_f = (covered // width + top).astype(np.float32)
    weight = np.empty((3, len(won)), np.float32)
    for k in range(3):
        weight[k] = np.take(a[k], owner) * column_f + np.take(b[k], owner) * row_f + np.take(c[k], owner)
    return covered + top * width, owner, weight


def _least(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """The least of three corners (3, m); far faster than numpy's own minimum along so short an axis."""
    least: NDArray[np.float64] = np.minimum(np.minimum(corners[0], corners[1]), corners[2])
    return least


def _most(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """The most of three corners (3, m)."""
    most: NDArray[np.float64] = np.maximum(np.maximum(corners[0], corners[1]), corners[2])
    return most


def _counting(counts: Ints) -> Ints:
    """0, 1, ... counts[0] - 1, 0, 1, ... counts[1] - 1, and so on."""
    total = int(counts.sum())
    starts = (np.cumsum(counts) - counts).astype(np.int32)
    return np.arange(total, dtype=np.int32) - np.repeat(starts, counts)


def _visible(surface: Surface, pane: Pane, width: int, height: int) -> Iterator[tuple[NDArray[np.float64], Ints]]:
    """Screen x, y and depth (3, corner, m) of the faces that the pane shows from outside and that may hold a pixel.

    Also their indices (m,); so many at once. Pixel centres stand at whole numbers: half a pixel is taken off.
    """
    screen = np.ascontiguousarray((pane.project(surface.vertices) - (0.5, 0.5, 0.0)).T)
    faces = pane.faces(surface)
    for start in range(0, len(faces), _FACES):
        some = faces[start : start + _FACES]
        corners = np.take(surface.corners, some, axis=1)
        y = np.take(screen[1], corners)
        near = np.flatnonzero(np.floor(np.minimum(_most(y), height - 1)) >= np.ceil(np.maximum(_least(y), 0)))
        corners, some = np.take(corners, near, axis=1), np.take(some, near)
        x, y = np.take(screen[0], corners), np.take(y, near, axis=1)
        # Screen y runs down, so outward winding turns clockwise: a negative area looks at the viewer.
        area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
        seen = np.flatnonzero(area < -1e-9)
        x, y = np.take(x, seen, axis=1), np.take(y, seen, axis=1)
        holds = np.floor(np.minimum(_most(x) + 1e-4, width - 1)) >= np.ceil(np.maximum(_least(x) - 1e-4, 0))
        kept = np.flatnonzero(holds)
        seen = seen[kept]
        z = np.take(screen[2], np.take(corners, seen, axis=1))
        yield np.stack([np.take(x, kept, axis=1), np.take(y, kept, axis=1), z]), some[seen]


def _view_normals(
    surface: Surface, face: Ints, weight: Floats, pane: NDArray[np.uint8], panes: tuple[Pane, ...]
) -> Floats:
    turned = np.concatenate([surface.normals @ one.rotation.T.astype(np.float32) for one in panes])
    found = np.empty((len(face), 3), np.float32)
    for start in range(0, len(face), _FACES):
        some = slice(start, start + _FACES)
        corners, share = np.take(surface.corners, face[some], axis=1), weight[:, some, None]
        if len(panes) > 1:
            corners += pane[some] * np.int32(len(surface.normals))
        normal = np.take(turned, corners[0], axis=0) * share[0]
        for k in (1, 2):
            normal += np.take(turned, corners[k], axis=0) * share[k]
        normal /= np.maximum(np.sqrt(np.einsum("ij,ij->i", normal, normal)), 1e-6)[:, None]
        found[some] = normal
    return found
