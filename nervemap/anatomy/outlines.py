"""Outlines from pictures: the shapes of areas as smooth closed lines, found in the buffers and never drawn by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Line = NDArray[np.float64]

SOFT_PX = 4
"""How far corners are rounded: borders between areas are soft in life, and ours are drawn for teaching."""


def outlines(mask: Mask, body: Mask, *, soft: int = SOFT_PX) -> list[Line]:
    """Closed lines (n, 2), x and y in px, round the parts of `mask`; corners within the `body` are rounded.

    Both masks have the shape of the picture. Where the area ends with the body, the line follows the body's rim.
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return []
    import contourpy

    pad = 2 * soft + 3
    top, left = max(rows[0] - pad, 0), max(columns[0] - pad, 0)
    box = np.s_[top : rows[-1] + pad + 1, left : columns[-1] + pad + 1]
    inside = body[box].astype(np.float32)
    share = _blurred(mask[box].astype(np.float32), soft) / np.maximum(_blurred(inside, soft), 1e-3)
    field = np.minimum(np.where(inside > 0, share, 0), _blurred(inside, 1) * 1.2)
    field = np.pad(field, 1)
    lines = contourpy.contour_generator(z=field).lines(0.5)
    shift = np.array([left - 0.5, top - 0.5])
    return [_thinned(line) + shift for line in lines if len(line) > 8]


def _blurred(field: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
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


def _thinned(line: Line, tolerance: float = 0.35) -> Line:
    """Every second point dropped while the line stays within `tolerance` px of what it was."""
    while len(line) > 16:
        even, odd, following = line[0:-1:2], line[1::2], line[2::2]
        count = min(len(even), len(odd), len(following))
        middle = (even[:count] + following[:count]) / 2
        if np.abs(odd[:count] - middle).max() > tolerance * 2:
            break
        line = np.vstack([even, line[-1:]])
    return line
