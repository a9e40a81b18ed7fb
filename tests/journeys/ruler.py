"""A ruler on the map: where a landmark in millimetres is seen, found from the map itself.

The directions of each view are those of tests/expectations/views.yaml; scale and place are measured by asking the map
what lies under a grid of its points. So a picture that is mirrored or turned the wrong way round measures nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from nervemap import resources
from nervemap.anatomy.chart import load_chart
from nervemap.anatomy.lofting import load_surface
from nervemap.anatomy.surface import Part
from nervemap.ui.map_view import MapView
from tests.journeys.expected import PROJECTIONS
from tests.windows import wait_for_rest

STEP = 23
WORST_PX = 4.0


class Ruler:
    """Millimetres of one side of the body to points of the map in the named view that it shows now."""

    def __init__(self, map_: MapView, side: str) -> None:
        self._sign = 1 if side == "right" else -1
        wait_for_rest(map_)  # the full picture tells at once what lies under a point
        view = map_.view.name
        (way,) = [one for one in PROJECTIONS if one["view"] == view and one.get("side", side) == side]
        self._right, self._up = np.array(way["picture_right"]), np.array(way["picture_up"])
        chart, where, face_side = _skin()
        seen, real = [], []
        for x in range(STEP // 2, map_.width(), STEP):
            for y in range(STEP // 2, map_.height(), STEP):
                place = map_.place_at(QPointF(x, y))
                if place is None or place.side != side or place.region is None:
                    continue
                around = np.abs((chart[:, 1] - place.theta + 180) % 360 - 180)
                away = np.hypot((chart[:, 0] - place.t) * 700, around) + np.where(face_side == self._sign, 0, 1e6)
                nearest = int(away.argmin())
                if away[nearest] < 8:
                    seen.append((x, y))
                    real.append(where[nearest])
        self._fit(np.array(seen, float), np.array(real, float))

    def _fit(self, seen: NDArray[np.float64], real: NDArray[np.float64]) -> None:
        """Least squares for scale and place; what does not fit (points hidden behind others) is left out once."""
        across, up = real @ self._right, real @ self._up
        keep = np.ones(len(seen), bool)
        for _ in range(4):
            rows = np.concatenate([_rows(across[keep], 1, 0), _rows(-up[keep], 0, 1)])
            wanted = np.concatenate([seen[keep, 0], seen[keep, 1]])
            self._solved = np.linalg.lstsq(rows, wanted, rcond=None)[0]
            off = np.hypot(*(seen - self._at(real)).T)
            keep = off <= max(np.median(off) * 2.5, 1.0)
        assert self._solved[0] > 0, "the map is mirrored"
        assert np.median(off) < WORST_PX, f"the map does not show the view as it should: {np.median(off):.1f} px off"

    def _at(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        scale, x, y = self._solved
        return np.stack([x + scale * (points @ self._right), y - scale * (points @ self._up)], axis=-1)

    @property
    def px_per_mm(self) -> float:
        return float(self._solved[0])

    def points(self, landmarks: Sequence[Sequence[float]]) -> list[QPointF]:
        """Where landmarks of the right side, in mm, are seen on this side."""
        placed = np.array(landmarks, float) * (self._sign, 1, 1)
        return [QPointF(x, y) for x, y in self._at(placed)]


def _rows(values: NDArray[np.float64], x: int, y: int) -> NDArray[np.float64]:
    one = np.ones(len(values))
    return np.stack([values, x * one, y * one], axis=1)


@cache
def _skin() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int8]]:
    """Chart place, millimetres and side of every corner of the skin but the toes, whose charts overlap."""
    folder = resources.folder("data") / "body"
    surface = load_surface(folder, load_chart(folder).axis)
    faces = surface.faces[surface.part < Part.TOE_1]
    sides = surface.side[surface.part < Part.TOE_1]
    side = np.zeros(len(surface.vertices), np.int8)
    side[faces.ravel()] = np.repeat(sides, 3)
    return np.stack([surface.t, surface.theta], axis=1), surface.vertices, side
