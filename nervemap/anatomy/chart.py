"""The skin chart: (t, theta) to pain area, skin nerve and dermatome.

t runs along the limb (0 iliac crest, 1 end of the leg tube, 1 to 1.5 ankle and heel, 1.5 to 2 foot, 2 to 3 toes), theta
in degrees around it (0 front or back of the foot, 90 lateral, 180 back or sole, 270 medial). The left limb has the same
chart. Borders are textbook usage drawn by us; real borders overlap and vary.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nervemap.anatomy.tables import read_csv

NO_T = -9.0
"""The t of skin that the chart does not reach."""

_T_FROM, _T_TO, _T_STEP = -0.16, 3.02, 0.0025
_THETA_STEP = 1.0
AROUND = round(360 / _THETA_STEP)
"""How many angles a grid has."""
_TRUNK_SPAN_MM, _CREST_MM = 936.0, 1064.0

_ALONG_MM = (-0.16, 1.0, 1.5, 2.0, 3.02), (-150.0, 936.0, 1046.0, 1146.0, 1192.0)
"""Rough millimetres along the limb by t."""
_SOFT_MM, _SOFT_DEGREES = ((824.0, 936.0), (16.0, 7.0)), 9.0
"""How round corners are: along thigh and leg, and along the foot (by `_ALONG_MM`), and around the limb."""
_SWING, _SWING_MM, _SWING_DEGREES = ((850.0, 960.0, 1100.0, 1140.0), (1.0, 0.4, 0.4, 0.0)), 8.0, 3.0
"""How far borders swing, as a share by place along the limb, of so many millimetres along and degrees around it."""
_FREE = (936.0 * 0.24, 936.0 * 0.27), (1.0, 1.8)
"""How much stronger than an area none must be: below the crotch only strips between areas are free."""
_COARSE = 3
"""Every so many-th cell is looked at."""


@dataclass(frozen=True)
class LimbAxis:
    """The centre line of the chart on the trunk: x, y in mm by t, about which theta is measured there."""

    t: NDArray[np.float64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    def trunk_chart(self, points: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(t, theta) of right-side points (..., 3) on the trunk; theta from -90 to 270."""
        t = t_at_height(points[..., 2])
        across = points[..., 0] - np.interp(t, self.t, self.x)
        ahead = points[..., 1] - np.interp(t, self.t, self.y)
        theta = np.degrees(np.arctan2(across, ahead))
        return t.astype(np.float32), np.where(theta < -90, theta + 360, theta).astype(np.float32)


def t_at_height(z_mm: NDArray[np.floating]) -> NDArray[np.floating]:
    """The t of trunk and leg at heights above the sole."""
    return (_CREST_MM - z_mm) / _TRUNK_SPAN_MM


@dataclass(frozen=True)
class ToeRule:
    """On the back or sole of one toe, between two angles, an area that the polygons cannot say."""

    name: str
    toe: int
    theta_from: float
    theta_to: float


@dataclass(frozen=True)
class Polygon:
    """One piece of an area: its corners, t and theta (n,), and the place of its area's name, counted from 1."""

    t: NDArray[np.float64]
    theta: NDArray[np.float64]
    label: int


@dataclass(frozen=True, eq=False)
class Layer:
    """One kind of area: its names, the polygons of the areas, and rules for single toes (an earlier one goes first)."""

    names: tuple[str, ...]
    polygons: tuple[Polygon, ...]
    toe_rules: tuple[ToeRule, ...] = ()
    painted: NDArray[np.uint8] | None = None
    """The grid, where it was kept."""

    @cached_property
    def grid(self) -> NDArray[np.uint8]:
        """Labels over (t, theta), 0 = none, i + 1 = names[i]; painted when first asked for, to start sooner."""
        if self.painted is not None:
            return self.painted
        grid = np.zeros((round((_T_TO - _T_FROM) / _T_STEP) + 1, AROUND), np.uint8)
        for polygon in self.polygons:
            _paint(grid, polygon)
        return _organic(grid, len(self.names))

    def labels(self, t: ArrayLike, theta: ArrayLike, toe: ArrayLike = 0) -> NDArray[np.uint8]:
        """The label at each (t, theta in degrees), on toe 1 to 5 (0: on none); 0 where the chart has none."""
        around = np.mod(np.asarray(theta), 360.0)
        row = np.rint((np.asarray(t) - _T_FROM) / _T_STEP).astype(np.int32)
        column = np.rint(around / _THETA_STEP).astype(np.int32) % self.grid.shape[1]
        inside = (row >= 0) & (row < self.grid.shape[0])
        found = np.where(inside, self.grid[np.clip(row, 0, self.grid.shape[0] - 1), column], 0)
        if np.any(toe):
            for rule in reversed(self.toe_rules):
                here = (np.asarray(toe) == rule.toe) & (around >= rule.theta_from) & (around <= rule.theta_to)
                found = np.where(here, self.names.index(rule.name) + 1, found)
        return found.astype(np.uint8)

    def name_at(self, t: float, theta: float, toe: int = 0) -> str | None:
        """The name of the area at one point, or None."""
        label = int(self.labels(t, theta, toe))
        return self.names[label - 1] if label else None


@dataclass(frozen=True)
class Chart:
    """The three layers of the chart and the limb axis."""

    regions: Layer
    territories: Layer
    dermatomes: Layer
    axis: LimbAxis

    def grids(self) -> NDArray[np.uint8]:
        """(3, along, around): the grids of the layers, one upon the other."""
        return np.stack([self.regions.grid, self.territories.grid, self.dermatomes.grid])

    def painted(self, grids: NDArray[np.uint8]) -> Chart:
        """The same chart with grids that need not be painted any more."""
        regions, territories, dermatomes = (
            replace(layer, painted=grid)
            for layer, grid in zip((self.regions, self.territories, self.dermatomes), grids, strict=True)
        )
        return Chart(regions, territories, dermatomes, self.axis)


def load_chart(folder: Path) -> Chart:
    """Read `skin_chart.csv` and `toe_rules.csv` from `folder`. Raises ContentError where a file is faulty."""
    table = read_csv(
        folder / "skin_chart.csv",
        text=("kind", "name", "polygon"),
        numbers=(),
        optional_numbers=("t", "theta_deg", "cx", "cy"),
    )
    kind, name = np.array(table.text["kind"]), np.array(table.text["name"])
    polygon = np.array(table.text["polygon"])
    t, theta = table.numbers["t"], table.numbers["theta_deg"]

    rules = read_csv(folder / "toe_rules.csv", text=("kind", "name"), numbers=("toe", "theta_from", "theta_to"))

    def layer(which: str) -> Layer:
        rows = kind == which
        names = tuple(dict.fromkeys(name[rows].tolist()))
        polygons = []
        for label, one in enumerate(names, start=1):
            own = rows & (name == one)
            for part in dict.fromkeys(polygon[own].tolist()):
                corners = own & (polygon == part)
                polygons.append(Polygon(t[corners], theta[corners], label))
        rules = tuple(rule for of, rule in toe_rules if of == which and rule.name in names)
        return Layer(names, tuple(polygons), rules)

    toe_rules = [
        (of, ToeRule(name, int(toe), low, high))
        for of, name, toe, low, high in zip(
            rules.text["kind"],
            rules.text["name"],
            *(rules.numbers[key].tolist() for key in ("toe", "theta_from", "theta_to")),
            strict=True,
        )
    ]

    centre = kind == "centre"
    axis = LimbAxis(t[centre], table.numbers["cx"][centre], table.numbers["cy"][centre])
    return Chart(layer("region"), layer("nerve territory"), layer("dermatome"), axis)


def _paint(grid: NDArray[np.uint8], polygon: Polygon) -> None:
    """Fill a polygon: per row of t, every edge that crosses it toggles the cells from the crossing on (even-odd)."""
    t, theta = polygon.t, polygon.theta
    low, high = int(np.floor(theta.min())) - 1, int(np.ceil(theta.max())) + 2
    first = max(int(np.ceil((t.min() - _T_FROM) / _T_STEP)), 0)
    last = min(int(np.floor((t.max() - _T_FROM) / _T_STEP)), grid.shape[0] - 1)
    toggles = np.zeros((last - first + 1, high - low + 1), np.bool_)
    rows_t = _T_FROM + _T_STEP * np.arange(first, last + 1)
    for t0, t1, a0, a1 in zip(t, np.roll(t, -1), theta, np.roll(theta, -1), strict=True):
        crossed = slice(*np.searchsorted(rows_t, sorted((t0, t1))))
        angle = a0 + (a1 - a0) * (rows_t[crossed] - t0) / ((t1 - t0) or 1)
        toggles[np.arange(crossed.start, crossed.stop), np.ceil(angle / _THETA_STEP).astype(int) - low] ^= True
    inside = np.logical_xor.accumulate(toggles, axis=1)
    strip, around = grid[first : last + 1], grid.shape[1]
    for start in range(0, inside.shape[1], around):  # a polygon may go round more than once
        turn = inside[:, start : start + around]
        columns = np.arange(low + start, low + start + turn.shape[1]) % around
        under = strip[:, columns]
        under[turn & (under == 0)] = polygon.label
        strip[:, columns] = under


def _organic(grid: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """The same labels with soft shapes: straight borders swing a little, and corners get round.

    Each label, bent by `_swing`, is blurred over the skin, and the strongest wins (none is one of them): nothing opens
    between neighbours. Only some of the cells are looked at, as nothing finer is left afterwards.
    """
    along = np.interp(_T_FROM + _T_STEP * np.arange(grid.shape[0]), *_ALONG_MM)
    turn = _THETA_STEP * np.arange(grid.shape[1])
    some = slice(_COARSE // 2, None, _COARSE)
    coarse, coarse_along = _swing(grid, along, turn[some], some), along[some]
    apart = np.abs((turn[some, None] - turn[None, :] + 180) % 360 - 180)
    around = np.exp(-0.5 * (apart / _SOFT_DEGREES) ** 2).astype(np.float32)
    around /= around.sum(axis=0)
    reach = np.interp(along, *_SOFT_MM)[:, None]
    weight = np.exp(-0.5 * (((along[:, None] - coarse_along[None, :]) / reach) ** 2).astype(np.float32))
    weight /= weight.sum(axis=1, keepdims=True)
    found, most, free = np.zeros_like(grid), np.zeros(grid.shape, np.float32), np.ones(grid.shape, np.float32)
    for label in range(1, count + 1):
        mask = coarse == label
        rows = np.flatnonzero(mask.any(axis=1))
        if rows.size:
            own = slice(rows[0], rows[-1] + 1)
            near = np.flatnonzero(weight[:, own].max(axis=1) > 1e-3)
            goal = slice(near[0], near[-1] + 1)
            strength = weight[goal, own] @ (mask[own].astype(np.float32) @ around)
            free[goal] -= strength
            better = strength > most[goal]
            found[goal][better] = label
            np.maximum(most[goal], strength, out=most[goal])
    found[free > np.interp(along, *_FREE)[:, None] * most] = 0
    return found


def _swing(
    grid: NDArray[np.uint8], along: NDArray[np.floating], turn: NDArray[np.floating], some: slice
) -> NDArray[np.uint8]:
    """The labels at some rows and at some angles, each taken from a little beside it: less and less towards the toes.

    Across the limb borders hang lower behind and inside, as folds do; along it they sway.
    """
    here = along[some, None]
    less = np.interp(here, *_SWING)
    down = less * (_SWING_MM * np.cos(np.radians(2 * turn - 40))[None, :] + 0.3 * _SWING_MM * np.sin(here / 31.0))
    sway = less * _SWING_DEGREES * (np.sin(here / 37.0) + 0.5 * np.sin(here / 17.0 + np.radians(turn)[None, :]))
    row = np.rint(np.interp(here - down, along, np.arange(len(along)))).astype(np.int32)
    column = np.rint((turn[None, :] - sway) / _THETA_STEP).astype(np.int32) % grid.shape[1]
    swung: NDArray[np.uint8] = grid[row, column]
    return swung
