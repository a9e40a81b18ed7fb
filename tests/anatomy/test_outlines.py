"""Outlines: closed, inside the picture, and as large as what they go round."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from nervemap.anatomy.area_names import names_within
from nervemap.anatomy.body import AreaLayer, load_body
from nervemap.anatomy.outlines import NO_AREA, SOFT_PX, Mosaic, outlines
from nervemap.anatomy.raster import NOTHING, Buffers, rasterise
from nervemap.anatomy.views import VIEW_NAMES, View, ViewName, panes
from nervemap.content.atlas import load_atlas

Mask = NDArray[np.bool_]
Line = NDArray[np.float64]

BODY = load_body(load_atlas())
SIZE = (800, 1000)
LAYERS: tuple[AreaLayer, ...] = ("regions", "territories", "dermatomes")


@cache
def drawn(name: ViewName) -> Buffers:
    return rasterise(BODY.surface, panes(View(name), *SIZE), *SIZE)


def enclosed_area(lines: list[Line]) -> float:
    """Outer lines and holes run opposite ways round: their signed areas add up."""
    return abs(sum(float(np.sum(line[:-1, 0] * line[1:, 1] - line[1:, 0] * line[:-1, 1])) / 2 for line in lines))


def disc(radius: float, size: int = 120) -> Mask:
    y, x = np.mgrid[:size, :size]
    return np.hypot(x - size / 2 + 0.5, y - size / 2 + 0.5) < radius


def is_broad(mask: Mask) -> bool:
    """Whether half of the area is further from its edge than corners are rounded."""
    core = mask.copy()
    for _ in range(SOFT_PX):
        padded = np.pad(core, 1)
        core = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:] & core
    return bool(core.sum() > 0.5 * mask.sum())


def test_there_is_no_line_when_there_is_no_area() -> None:
    assert outlines(np.zeros((40, 50), bool), np.ones((40, 50), bool)) == []


def test_inner_point_lies_in_the_area_when_a_coarser_look_would_miss_it() -> None:
    keys = np.full((400, 400), NO_AREA, np.int16)
    keys[1, 3] = keys[3, 1] = keys[399, 399] = keys[101:301, 101] = 5  # the rim of an area, a pixel wide
    x, y = Mosaic(keys).inner_point(5) or (0, 0)
    assert keys[int(y), int(x)] == 5
    assert Mosaic(keys).inner_point(6) is None


def test_name_is_left_out_when_it_would_stand_on_the_colour_beside_its_area() -> None:
    keys = np.full((300, 200), NO_AREA, np.int16)
    keys[20:280, 40:120] = 1
    keys[20:280, 120:124] = 2  # a strip along the rim of the leg
    assert [word.text for word in names_within(Mosaic(keys), {1: "S2", 2: "S1"})] == ["S2"]


def test_line_goes_round_when_the_area_is_a_disc() -> None:
    (line,) = outlines(disc(40), np.ones((120, 120), bool))
    assert np.allclose(line[0], line[-1])
    away = np.hypot(*(line - 60).T)
    assert away.min() > 38.5 and away.max() < 41.5
    assert enclosed_area([line]) == pytest.approx(np.pi * 40**2, rel=0.03)


def test_hole_stays_open_when_the_area_is_a_ring() -> None:
    lines = outlines(disc(50) & ~disc(20), np.ones((120, 120), bool))
    assert len(lines) == 2
    assert enclosed_area(lines) == pytest.approx(np.pi * (50**2 - 20**2), rel=0.03)


def test_corners_are_round_when_within_the_body_and_sharp_at_its_rim() -> None:
    square = np.zeros((80, 80), bool)
    square[20:60, 20:60] = True
    (soft,) = outlines(square, np.ones((80, 80), bool))
    (rim,) = outlines(square, square)
    corner = np.array([20.0, 20.0])
    nearest = [np.hypot(*(line - corner).T).min() for line in (soft, rim)]
    assert nearest[0] > 1.5 > nearest[1]


def test_line_stays_in_the_picture_when_the_area_fills_it() -> None:
    full = np.ones((60, 90), bool)
    (line,) = outlines(full, full)
    assert line.min() >= 0 and line[:, 0].max() <= 90 and line[:, 1].max() <= 60
    assert enclosed_area([line]) == pytest.approx(60 * 90, rel=0.05)


@pytest.mark.parametrize("name", VIEW_NAMES)
@pytest.mark.parametrize("layer", LAYERS)
def test_lines_are_closed_and_hold_the_area_when_drawn(name: ViewName, layer: AreaLayer) -> None:
    buffers = drawn(name)
    skin = buffers.depth > NOTHING
    broad = 0
    for side, area in BODY.areas_shown(buffers, layer):
        mask = BODY.area_mask(buffers, side, layer, area)
        lines = outlines(mask, skin)
        for line in lines:
            assert np.allclose(line[0], line[-1])
            assert line.min() >= 0 and line[:, 0].max() <= SIZE[0] and line[:, 1].max() <= SIZE[1]
        if is_broad(mask):
            assert enclosed_area(lines) == pytest.approx(mask.sum(), rel=0.15), (side, area)
            broad += 1
    assert broad >= 4


@pytest.mark.parametrize("name", VIEW_NAMES)
def test_strip_keeps_most_of_its_area_when_seen_along_the_rim(name: ViewName) -> None:
    buffers = drawn(name)
    skin = buffers.depth > NOTHING
    lost = {}
    for side, area in BODY.areas_shown(buffers, "regions"):
        mask = BODY.area_mask(buffers, side, "regions", area)
        if mask.sum() >= 150 and enclosed_area(outlines(mask, skin)) < 0.8 * mask.sum():
            lost[side, area] = int(mask.sum())
    assert not lost
