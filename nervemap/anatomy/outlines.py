"""Outlines from pictures: the shapes of areas as smooth closed lines, found in the buffers and never drawn by hand.

The areas of a picture are a mosaic: every pixel of the body belongs to one of them or to none. Each area is softened,
and a pixel goes to the strongest there: borders get round without a gap or an overlap between neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Line = NDArray[np.float64]
Keys = NDArray[np.int16]

OFF, NO_AREA = -1, 0
"""Keys of a mosaic: beside the body, and on the body where no area is; areas are 1 and up."""
SOFT_PX = 4
"""How far corners are rounded: borders between areas are soft in life, and ours are drawn for teaching."""
_SOFT_MM = 9.0
_LEAST_KEPT = 0.9
"""An area of which less than this share would be left is softened less."""
_STRIP_PX, _STRIP_CORE = 4, 0.3
"""A strip: less than this share of its pixels has the area all round within this distance."""
_FINE_PX = 7
"""A softer border than this is found on a coarser grid: it has no finer detail, and finding it stays quick."""


def soft_px(scale: float) -> int:
    """How far corners are rounded in a picture of `scale` px per mm."""
    return max(round(_SOFT_MM * scale), SOFT_PX)


@dataclass(frozen=True)
class Spot:
    """Where an area shows in a picture, in px: its box (left, top, right, bottom), its middle, and how many pixels."""

    box: tuple[int, int, int, int]
    middle: tuple[float, float]
    count: int


@dataclass(frozen=True)
class Mosaic:
    """The areas of one layer in one picture: `keys` (height, width), and how far corners are rounded in px."""

    keys: Keys
    soft: int = SOFT_PX

    @cached_property
    def spots(self) -> dict[int, Spot]:
        """Where each area shows."""
        rows, columns = np.nonzero(self.keys > NO_AREA)
        key = self.keys[rows, columns].astype(np.int64)
        if not len(key):
            return {}
        count = np.bincount(key)
        x, y = np.bincount(key, columns), np.bincount(key, rows)
        order = np.argsort(key, kind="stable")
        first = np.searchsorted(key[order], np.flatnonzero(count))
        left, right = (edge.reduceat(columns[order], first) for edge in (np.minimum, np.maximum))
        top, bottom = (edge.reduceat(rows[order], first) for edge in (np.minimum, np.maximum))
        return {
            int(one): Spot(
                (int(left[at]), int(top[at]), int(right[at]) + 1, int(bottom[at]) + 1),
                (float(x[one] / count[one]) + 0.5, float(y[one] / count[one]) + 0.5),
                int(count[one]),
            )
            for at, one in enumerate(np.flatnonzero(count))
        }

    @cached_property
    def _strips(self) -> frozenset[int]:
        """Areas seen so much along the rim that softening would lose them between neighbours: they stay as they are."""
        inside = np.pad(self.keys, _STRIP_PX, constant_values=OFF)
        middle = np.s_[_STRIP_PX:-_STRIP_PX]
        core = np.ones(self.keys.shape, np.bool_)
        for shift, axis in ((_STRIP_PX, 0), (-_STRIP_PX, 0), (_STRIP_PX, 1), (-_STRIP_PX, 1)):
            core &= np.roll(inside, shift, axis)[middle, middle] == self.keys
        kept = np.bincount(
            self.keys[core & (self.keys > NO_AREA)].astype(np.int64), minlength=max(self.spots, default=0) + 1
        )
        return frozenset(key for key, spot in self.spots.items() if kept[key] < _STRIP_CORE * spot.count)

    def inner_point(self, key: int) -> tuple[float, float] | None:
        """A point well inside an area (its middle may lie outside, where the area is bent), or None if out of sight."""
        spot = self.spots.get(key)
        if spot is None:
            return None
        left, top, right, bottom = spot.box
        step = max(1, max(right - left, bottom - top) // 64)
        seen = self.keys[top:bottom, left:right] == key
        if not seen[::step, ::step].any():
            step = 1  # so thin that the coarser look misses it
        core = np.pad(seen[::step, ::step], 1)
        while True:
            # Rind after rind is taken off until nothing is left: what went last lies deepest.
            less = core.copy()
            less[1:-1, 1:-1] &= core[:-2, 1:-1] & core[2:, 1:-1] & core[1:-1, :-2] & core[1:-1, 2:]
            if not less.any():
                break
            core = less
        rows, columns = np.nonzero(core)
        middle = np.array([rows.mean(), columns.mean()])
        at = int(np.hypot(rows - middle[0], columns - middle[1]).argmin())
        return left + (columns[at] - 1) * step + 0.5, top + (rows[at] - 1) * step + 0.5

    def inner_points(self, key: int, count: int = 7) -> list[tuple[float, float]]:
        """Points of an area at several heights, the middle height first; none where it is out of sight."""
        spot = self.spots.get(key)
        if spot is None:
            return []
        left, top, right, bottom = spot.box
        shares = sorted(np.linspace(0.08, 0.92, count), key=lambda share: abs(share - 0.5))
        found = []
        for row in dict.fromkeys(int(top + share * (bottom - top)) for share in shares):
            inside = np.flatnonzero(self.keys[row, left:right] == key)
            if len(inside):
                found.append((left + float(inside[len(inside) // 2]) + 0.5, row + 0.5))
        return found

    def lines(self, key: int) -> list[Line]:
        """Closed lines (n, 2), x and y in px, round the parts of an area; where the body ends, along its rim."""
        spot = self.spots.get(key)
        if spot is None:
            return []
        pad = 2 * self.soft + 3
        left, top = max(spot.box[0] - pad, 0), max(spot.box[1] - pad, 0)
        keys = self.keys[top : spot.box[3] + pad, left : spot.box[2] + pad]
        if key in self._strips:
            field = (keys == key).astype(np.float32) - 0.5
        else:
            rim = blurred((keys != OFF).astype(np.float32), 2 if self.soft > 2 * SOFT_PX else 1) * 1.2 - 0.5
            # What a strip keeps is taken away from its neighbours.
            taken = np.isin(keys, tuple(self._strips))
            for soft in (self.soft, self.soft // 3, 2):
                field = np.where(taken, -0.5, np.minimum(_lead(keys, key, soft), rim))
                if np.count_nonzero(field > 0) >= _LEAST_KEPT * spot.count:
                    break
        shift = np.array([left - 0.5, top - 0.5])
        return [_thinned(line) + shift for line in _level_lines(field) if len(line) > 8]


def outlines(mask: Mask, body: Mask, *, soft: int = SOFT_PX) -> list[Line]:
    """Closed lines (n, 2), x and y in px, round the parts of `mask`; corners within the `body` are rounded.

    Both masks have the shape of the picture. Where the area ends with the body, the line follows the body's rim.
    """
    return Mosaic(np.where(body, mask.astype(np.int16), np.int16(OFF)), soft).lines(1)


def _lead(keys: Keys, key: int, soft: int) -> NDArray[np.float32]:
    """How much stronger an area is than the strongest other one, for every pixel, each softened."""
    step = max(1, soft // _FINE_PX)
    coarse = keys[step // 2 :: step, step // 2 :: step] if step > 1 else keys
    radius = max(soft // step, 1)
    own = blurred((coarse == key).astype(np.float32), radius)
    rival = np.zeros_like(own)
    for other in np.flatnonzero(np.bincount(coarse[coarse >= 0].astype(np.int64), minlength=1)):
        if other != key:
            np.maximum(rival, blurred((coarse == other).astype(np.float32), radius), out=rival)
    lead = own - rival
    return lead if step == 1 else _stretched(lead, keys.shape, step)


def _level_lines(field: NDArray[np.float32]) -> list[Line]:
    """Closed lines (n, 2), x and y in px of the field with one px more on all sides, where it goes through 0.

    contourpy's own generator is asked: its usual door, `contour_generator`, imports numpy.ma, which takes 10 MB.
    """
    from contourpy import FillType, LineType, SerialContourGenerator, ZInterp

    z = np.pad(field, 1, constant_values=-1)
    x, y = np.meshgrid(*(np.arange(side, dtype=np.float64) for side in z.shape[::-1]))
    contours = SerialContourGenerator(
        x=x,
        y=y,
        z=z.astype(np.float64),
        mask=np.zeros(z.shape, np.bool_),
        corner_mask=False,
        line_type=LineType.Separate,
        fill_type=FillType.OuterOffset,
        quad_as_tri=False,
        z_interp=ZInterp.Linear,
    )
    return [np.asarray(line, np.float64) for line in contours.lines(0.0)]


def _stretched(field: NDArray[np.float32], shape: tuple[int, ...], step: int) -> NDArray[np.float32]:
    """A coarse field, every `step` px from `step // 2` on, brought to the full shape by straight lines between."""
    for axis in (0, 1):
        at = np.clip((np.arange(shape[axis]) - step // 2) / step, 0, field.shape[axis] - 1)
        low = np.minimum(at.astype(int), max(field.shape[axis] - 2, 0))
        share = (at - low).astype(np.float32)
        share = share[:, None] if axis == 0 else share
        high = np.minimum(low + 1, field.shape[axis] - 1)
        field = field.take(low, axis) * (1 - share) + field.take(high, axis) * share
    return field


def blurred(field: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    """Two passes of a box of `radius` px along both axes."""
    width = 2 * radius + 1
    for axis in (0, 1, 0, 1):
        spread = [(0, 0), (0, 0)]
        spread[axis] = (radius + 1, radius)
        total = np.cumsum(np.pad(field, spread), axis=axis, dtype=np.float64)
        upper, lower = [slice(None), slice(None)], [slice(None), slice(None)]
        upper[axis], lower[axis] = slice(width, None), slice(None, -width)
        field = ((total[tuple(upper)] - total[tuple(lower)]) / width).astype(np.float32)
    return field


def _thinned(line: Line, tolerance: float = 0.1) -> Line:
    """Every second point dropped while the line stays within `tolerance` px of what it was."""
    while len(line) > 16:
        even, odd, following = line[0:-1:2], line[1::2], line[2::2]
        count = min(len(even), len(odd), len(following))
        middle = (even[:count] + following[:count]) / 2
        if np.abs(odd[:count] - middle).max() > tolerance * 2:
            break
        line = np.vstack([even, line[-1:]])
    return line
