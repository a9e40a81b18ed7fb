"""One small shape for each kind of symptom and each direction, in the manner of pain drawings, and where they stand.

The shapes are ours, after the habit of pain drawings (a sign repeated over the area); they are drawn as lines, so that
they look the same in the window, in a PNG and in an SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nervemap.anatomy.outlines import Mosaic
from nervemap.content.model import Quality
from nervemap.reasoning.findings import Direction

Point = tuple[float, float]

GLYPH_PX = 9.0
"""Height of a glyph in a picture."""
SPACING_PX = 21.0
_LEAST_AREA_PX = 40
"""Less than this is a rim that turns away."""


@dataclass(frozen=True)
class Glyph:
    """Lines in a box from -0.5 to 0.5, y down; `filled` shapes are closed and painted full."""

    lines: tuple[tuple[Point, ...], ...]
    filled: bool = False


@dataclass(frozen=True)
class Placed:
    """A glyph in a picture: what it stands for, and its middle in px."""

    kind: Quality | Direction
    x: float
    y: float


def _circle(radius: float, points: int = 12) -> tuple[Point, ...]:
    angles = np.linspace(0, 2 * np.pi, points + 1)
    return tuple((float(radius * np.cos(one)), float(radius * np.sin(one))) for one in angles)


GLYPHS: dict[Quality | Direction, Glyph] = {
    "ache": Glyph((((-0.5, 0.3), (0.0, -0.3), (0.5, 0.3)),)),
    "tight": Glyph((((-0.42, -0.5), (-0.42, 0.5)), ((0.42, -0.5), (0.42, 0.5)), ((-0.42, 0.0), (0.42, 0.0)))),
    "sharp": Glyph((((-0.34, -0.5), (0.34, -0.5), (0.0, 0.55), (-0.34, -0.5)),), filled=True),
    "burning": Glyph((((-0.42, -0.42), (0.42, 0.42)), ((0.42, -0.42), (-0.42, 0.42)))),
    "electric": Glyph((((0.28, -0.6), (-0.25, 0.06), (0.25, -0.06), (-0.28, 0.6)),)),
    "tingling": Glyph((_circle(0.17, 8), *(tuple((x + dx, y + dy) for x, y in _circle(0.14, 8))
                                           for dx, dy in ((-0.4, -0.36), (0.4, -0.36), (-0.4, 0.4), (0.4, 0.4)))),
                      filled=True),
    "numb": Glyph((_circle(0.44),)),
    "cold": Glyph((((0.0, -0.52), (0.0, 0.52)), ((-0.45, -0.26), (0.45, 0.26)), ((-0.45, 0.26), (0.45, -0.26)))),
    "here": Glyph((_circle(0.24),), filled=True),
    "below": Glyph((((0.0, -0.55), (0.0, 0.5)), ((-0.34, 0.14), (0.0, 0.52), (0.34, 0.14)))),
    "above": Glyph((((0.0, 0.55), (0.0, -0.5)), ((-0.34, -0.14), (0.0, -0.52), (0.34, -0.14)))),
}  # fmt: skip


def lines_at(one: Placed, size: float = GLYPH_PX) -> list[list[Point]]:
    """The lines of a placed glyph in px."""
    return [[(one.x + size * x, one.y + size * y) for x, y in line] for line in GLYPHS[one.kind].lines]


def placed(
    mosaic: Mosaic, key: int, kinds: Sequence[Quality | Direction], *, spacing: float = SPACING_PX
) -> tuple[Placed, ...]:
    """Glyphs over an area in staggered rows, the kinds by turns, none across the border.

    In an area too small for rows each kind stands once, in a line along the area through its middle. Empty where it is
    out of sight, or no more than a rim of it can be seen.
    """
    spot, middle = mosaic.spots.get(key), mosaic.inner_point(key)
    if spot is None or middle is None or not kinds:
        return ()
    left, top, right, bottom = spot.box
    rows = np.arange(np.floor((top - middle[1]) / spacing), np.ceil((bottom - middle[1]) / spacing) + 1)
    columns = np.arange(np.floor((left - middle[0]) / spacing) - 1, np.ceil((right - middle[0]) / spacing) + 1)
    y = np.repeat(middle[1] + rows * spacing * 0.92, len(columns))
    x = (middle[0] + columns[None, :] * spacing + (rows[:, None] % 2) * spacing / 2).ravel()
    turn = (columns[None, :] + rows[:, None] * 2).ravel().astype(int) % len(kinds)
    inside = np.ones(len(x), bool)
    height, width = mosaic.keys.shape
    for angle in np.linspace(0, 2 * np.pi, 8, endpoint=False):
        column = np.floor(x + 0.75 * GLYPH_PX * np.cos(angle)).astype(int)
        row = np.floor(y + 0.75 * GLYPH_PX * np.sin(angle)).astype(int)
        within = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        at = mosaic.keys[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)]
        inside &= within & (at == key)
    if set(turn[inside].tolist()) != set(range(len(kinds))):
        return _in_line(mosaic, key, kinds, middle) if spot.count > _LEAST_AREA_PX else ()
    return tuple(Placed(kinds[int(turn[at])], float(x[at]), float(y[at])) for at in np.flatnonzero(inside))


def _in_line(
    mosaic: Mosaic, key: int, kinds: Sequence[Quality | Direction], middle: tuple[float, float]
) -> tuple[Placed, ...]:
    """Each kind once, in the direction in which the most of them stand on the area; level where all are alike."""
    height, width = mosaic.keys.shape
    steps = (np.arange(len(kinds)) - (len(kinds) - 1) / 2) * 1.25 * GLYPH_PX
    most, best = -1, (steps, steps)
    for angle in np.radians([0, 90, 60, 120, 30, 150]):
        x, y = middle[0] + steps * np.cos(angle), middle[1] + steps * np.sin(angle)
        column, row = np.clip(x.astype(int), 0, width - 1), np.clip(y.astype(int), 0, height - 1)
        on_area = int((mosaic.keys[row, column] == key).sum())
        if on_area > most:
            most, best = on_area, (x, y)
    return tuple(Placed(kind, float(x), float(y)) for kind, x, y in zip(kinds, *best, strict=True))
