"""The skin chart: (t, theta) to pain area, skin nerve and dermatome.

t runs along the limb (0 iliac crest, 1 end of the leg tube, 1 to 1.5 ankle and heel, 1.5 to 2 foot, 2 to 3 toes), theta in
degrees around it (0 front or back of the foot, 90 lateral, 180 back or sole, 270 medial). The left limb has the same chart.
Borders are textbook usage drawn by us; real borders overlap and vary.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nervemap.anatomy.tables import read_csv

NO_T = -9.0
"""The t of skin that the chart does not reach."""

_T_FROM, _T_TO, _T_STEP = -0.12, 3.02, 0.0025
_THETA_STEP = 1.0
_TRUNK_SPAN_MM, _CREST_MM = 936.0, 1064.0


@dataclass(frozen=True)
class LimbAxis:
    """The centre line of the chart on the trunk: x, y in mm by t, about which theta is measured there."""

    t: NDArray[np.float64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    def trunk_chart(self, points: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(t, theta) of right-side points (..., 3) on the trunk; theta from -90 to 270."""
        t = (_CREST_MM - points[..., 2]) / _TRUNK_SPAN_MM
        across = points[..., 0] - np.interp(t, self.t, self.x)
        ahead = points[..., 1] - np.interp(t, self.t, self.y)
        theta = np.degrees(np.arctan2(across, ahead))
        return t.astype(np.float32), np.where(theta < -90, theta + 360, theta).astype(np.float32)


@dataclass(frozen=True)
class Layer:
    """One kind of area: its names, and a label grid over (t, theta): 0 = none, i + 1 = names[i]."""

    names: tuple[str, ...]
    grid: NDArray[np.uint8]

    def labels(self, t: ArrayLike, theta: ArrayLike) -> NDArray[np.uint8]:
        """The label at each (t, theta in degrees); 0 where the chart has none."""
        row = np.rint((np.asarray(t) - _T_FROM) / _T_STEP).astype(np.int32)
        column = np.rint(np.mod(np.asarray(theta), 360.0) / _THETA_STEP).astype(np.int32) % self.grid.shape[1]
        inside = (row >= 0) & (row < self.grid.shape[0])
        return np.where(inside, self.grid[np.clip(row, 0, self.grid.shape[0] - 1), column], 0).astype(np.uint8)

    def name_at(self, t: float, theta: float) -> str | None:
        """The name of the area at one point, or None."""
        label = int(self.labels(t, theta))
        return self.names[label - 1] if label else None


@dataclass(frozen=True)
class ToeRule:
    """On the back or sole of one toe, between two angles, an area that the polygons cannot say."""

    kind: str
    name: str
    toe: int
    theta_from: float
    theta_to: float


@dataclass(frozen=True)
class Chart:
    """The three layers of the chart, the limb axis, and the rules for single toes."""

    regions: Layer
    territories: Layer
    dermatomes: Layer
    axis: LimbAxis
    toe_rules: tuple[ToeRule, ...]

    def region_at(self, t: float, theta: float) -> str | None:
        """The pain area's chart name at a point."""
        return self.regions.name_at(t, theta)

    def territory_at(self, t: float, theta: float, toe: int | None = None) -> str | None:
        """The usual skin nerve's chart name at a point (toe 1 to 5 where the point lies on one)."""
        return self._toe_name("nerve territory", toe, theta) or self.territories.name_at(t, theta)

    def dermatome_at(self, t: float, theta: float, toe: int | None = None) -> str | None:
        """The usual dermatome at a point (toe 1 to 5 where the point lies on one)."""
        return self._toe_name("dermatome", toe, theta) or self.dermatomes.name_at(t, theta)

    def _toe_name(self, kind: str, toe: int | None, theta: float) -> str | None:
        theta = theta % 360
        for rule in self.toe_rules:
            if rule.kind == kind and rule.toe == toe and rule.theta_from <= theta <= rule.theta_to:
                return rule.name
        return None


def load_chart(folder: Path) -> Chart:
    """Read `skin_chart.csv` and `toe_rules.csv` from `folder`. Raises ContentError where a file is faulty."""
    table = read_csv(
        folder / "skin_chart.csv", text=("kind", "name", "polygon"), numbers=(), optional_numbers=("t", "theta_deg", "cx", "cy")
    )
    kind, name = np.array(table.text["kind"]), np.array(table.text["name"])
    polygon = np.array(table.text["polygon"])
    t, theta = table.numbers["t"], table.numbers["theta_deg"]

    def layer(which: str) -> Layer:
        rows = kind == which
        names = tuple(dict.fromkeys(name[rows].tolist()))
        grid = np.zeros((round((_T_TO - _T_FROM) / _T_STEP) + 1, round(360 / _THETA_STEP)), np.uint8)
        for label, one in enumerate(names, start=1):
            for part in dict.fromkeys(polygon[rows & (name == one)].tolist()):
                vertices = rows & (name == one) & (polygon == part)
                _paint(grid, t[vertices], theta[vertices], label)
        return Layer(names, grid)

    centre = kind == "centre"
    axis = LimbAxis(t[centre], table.numbers["cx"][centre], table.numbers["cy"][centre])
    rules = read_csv(folder / "toe_rules.csv", text=("kind", "name"), numbers=("toe", "theta_from", "theta_to"))
    toe_rules = tuple(
        ToeRule(*row[:2], int(row[2]), row[3], row[4])
        for row in zip(
            rules.text["kind"],
            rules.text["name"],
            *(rules.numbers[key].tolist() for key in ("toe", "theta_from", "theta_to")),
            strict=True,
        )
    )
    return Chart(layer("region"), layer("nerve territory"), layer("dermatome"), axis, toe_rules)


def _paint(grid: NDArray[np.uint8], t: NDArray[np.float64], theta: NDArray[np.float64], label: int) -> None:
    """Fill one polygon: per row of t, every edge that crosses it toggles the cells from the crossing on (even-odd)."""
    low, high = int(np.floor(theta.min())) - 1, int(np.ceil(theta.max())) + 2
    first = max(int(np.ceil((t.min() - _T_FROM) / _T_STEP)), 0)
    last = min(int(np.floor((t.max() - _T_FROM) / _T_STEP)), grid.shape[0] - 1)
    toggles = np.zeros((last - first + 1, high - low + 1), np.bool_)
    rows_t = _T_FROM + _T_STEP * np.arange(first, last + 1)
    for t0, t1, a0, a1 in zip(t, np.roll(t, -1), theta, np.roll(theta, -1), strict=True):
        if t0 == t1:
            continue
        crossed = np.flatnonzero((rows_t >= min(t0, t1)) & (rows_t < max(t0, t1)))
        angle = a0 + (a1 - a0) * (rows_t[crossed] - t0) / (t1 - t0)
        toggles[crossed, np.ceil(angle / _THETA_STEP).astype(int) - low] ^= True
    inside_row, inside_column = np.nonzero(np.logical_xor.accumulate(toggles, axis=1))
    cells = first + inside_row, (low + inside_column) % grid.shape[1]
    free = grid[cells] == 0
    grid[cells[0][free], cells[1][free]] = label
