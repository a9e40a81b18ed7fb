"""Shading: opaque where skin is, lit from above left, dark at the rim, a line at steps."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from nervemap.anatomy.body import load_body
from nervemap.anatomy.raster import NOTHING, Buffers, rasterise
from nervemap.anatomy.shading import PORCELAIN, SLATE, SkinTone, shade
from nervemap.anatomy.surface import Part
from nervemap.anatomy.views import VIEW_NAMES, View, ViewName, panes
from nervemap.content.atlas import load_atlas

BODY = load_body(load_atlas())
SIZE = (400, 500)


@cache
def drawn(name: ViewName = "front") -> Buffers:
    return rasterise(BODY.surface, panes(View(name), *SIZE), *SIZE)


def colours(buffers: Buffers, tone: SkinTone, *, contour: bool = True) -> NDArray[np.float64]:
    """Red, green, blue (k, 3) of every pixel with skin, 0 to 1."""
    image = shade(buffers, tone, contour=contour)
    return image.reshape(-1, 4)[buffers.pixel][:, 2::-1] / 255


@pytest.mark.parametrize("name", VIEW_NAMES)
@pytest.mark.parametrize("tone", [PORCELAIN, SLATE], ids=["porcelain", "slate"])
def test_picture_when_shaded_is_opaque_where_skin_is_and_clear_elsewhere(name: ViewName, tone: SkinTone) -> None:
    buffers = drawn(name)
    image = shade(buffers, tone)
    assert image.shape == (SIZE[1], SIZE[0], 4) and image.dtype == np.uint8
    assert np.array_equal(image[..., 3] == 255, buffers.depth > NOTHING)
    assert (image[buffers.depth == NOTHING] == 0).all()


def test_skin_when_shaded_is_warm_on_light_and_cool_on_dark() -> None:
    warm, cool = (colours(drawn(), tone).mean(axis=0) for tone in (PORCELAIN, SLATE))
    assert warm[0] > warm[1] > warm[2] > 0.6
    assert cool[0] < cool[1] < cool[2] < 0.5


def test_picture_is_clear_when_nothing_is_in_sight() -> None:
    view = View("front", pan=(9.0, 0.0))
    assert not shade(rasterise(BODY.surface, panes(view, 30, 20), 30, 20), PORCELAIN).any()


@pytest.mark.parametrize("tone", [PORCELAIN, SLATE], ids=["porcelain", "slate"])
def test_skin_is_darker_when_it_turns_away(tone: SkinTone) -> None:
    buffers = drawn()
    light = colours(buffers, tone, contour=False).mean(axis=1)
    facing = buffers.normal[:, 2]
    assert light[facing > 0.95].mean() > light[(facing > 0.3) & (facing < 0.5)].mean() > light[facing < 0.15].mean()


def test_left_above_when_shaded_is_lighter_than_right_below() -> None:
    buffers = drawn()
    light = colours(buffers, PORCELAIN, contour=False).mean(axis=1)
    towards_light = buffers.normal[:, 1] - buffers.normal[:, 0]
    steep = (buffers.normal[:, 2] > 0.5) & (buffers.normal[:, 2] < 0.9)
    assert light[steep & (towards_light > 0.4)].mean() > light[steep & (towards_light < -0.4)].mean() + 0.03


def test_fine_line_when_one_part_stands_before_another_is_drawn() -> None:
    buffers = drawn("back")
    plain, lined = (colours(buffers, PORCELAIN, contour=on).mean(axis=1) for on in (False, True))
    changed = lined != plain
    assert 0.005 < changed.mean() < 0.08  # fine, and only at the rim and at steps
    assert (lined[changed] < plain[changed]).all()
    rim = buffers.depth == NOTHING
    beside = np.zeros_like(rim)
    beside[:, 1:] |= rim[:, :-1]
    beside[:, :-1] |= rim[:, 1:]
    at_rim = beside.ravel()[buffers.pixel]
    assert changed[at_rim].all()


@pytest.mark.parametrize(("name", "part"), [("inner", Part.SECTION), ("top", Part.FOOT_CUT)])
def test_cut_is_flat_when_in_sight(name: ViewName, part: Part) -> None:
    buffers = drawn(name)
    cut = buffers.surface.part[buffers.face] == part
    found = colours(buffers, SLATE, contour=False)[cut]
    assert len(found) > 500
    assert found == pytest.approx(np.tile(SLATE.section, (len(found), 1)), abs=1 / 255)
