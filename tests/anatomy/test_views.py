"""Views: what lies left, right, above and in front, as the body's frame and the expectations say."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from nervemap import resources
from nervemap.anatomy.body import load_body, side_sign
from nervemap.anatomy.raster import Buffers, rasterise
from nervemap.anatomy.views import VIEW_NAMES, Pane, View, ViewName, panes
from nervemap.content.atlas import load_atlas

ATLAS = load_atlas()
BODY = load_body(ATLAS)
SIZE = (400, 500)
EXPECTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "expectations" / "views.yaml").read_text(encoding="utf-8")
)
EDGE = 0.02  # cosine: picture axes stand within about one degree of the body's


def landmarks() -> dict[str, NDArray[np.float64]]:
    with (resources.folder("data") / "body" / "bone_landmarks.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: np.array([float(row[axis]) for axis in "xyz"]) for row in csv.DictReader(file)}


LANDMARKS = landmarks()


def pane_of(view: View, side: int, size: tuple[int, int] = SIZE) -> Pane:
    return next(pane for pane in panes(view, *size) if pane.shows(side))


def drawn(view: View) -> Buffers:
    return rasterise(BODY.surface, panes(view, *SIZE), *SIZE)


def placed(view: View, point: dict[str, str]) -> NDArray[np.float64]:
    sign = side_sign(point["side"])  # type: ignore[arg-type]
    return pane_of(view, sign).project(LANDMARKS[point["point"]] * (sign, 1, 1))


@pytest.mark.parametrize("row", EXPECTED["projections"], ids=lambda row: f"{row['view']} {row.get('side', 'both')}")
def test_axes_of_the_picture_are_the_bodys_when_view_is_named(row: dict[str, Any]) -> None:
    for side in [row["side"]] if "side" in row else ["right", "left"]:
        pane = pane_of(View(row["view"]), side_sign(side))
        middle = pane.project(pane.pivot)
        for key, moved in (("picture_right", (1, 0, 0)), ("picture_up", (0, -1, 0)), ("toward_viewer", (0, 0, 1))):
            step = pane.project(pane.pivot + np.array(row[key], float)) - middle
            step[:2] /= pane.scale
            assert step == pytest.approx(np.array(moved, float), abs=EDGE), (row["view"], side, key)


@pytest.mark.parametrize("row", EXPECTED["in_picture"], ids=lambda row: f"{row['view']} {row['a']['point'][:9]}")
def test_one_point_lies_beside_another_when_both_are_projected(row: dict[str, Any]) -> None:
    a, b = placed(View(row["view"]), row["a"]), placed(View(row["view"]), row["b"])
    apart = {"left-of": b[0] - a[0], "right-of": a[0] - b[0], "above": b[1] - a[1], "below": a[1] - b[1]}
    assert apart[row["where"]] > 3, row


@pytest.mark.parametrize("row", EXPECTED["visible"], ids=lambda row: row["view"])
def test_areas_show_or_hide_when_view_is_named(row: dict[str, Any]) -> None:
    buffers = drawn(View(row["view"]))
    share = {
        (area, side): BODY.area_mask(buffers, side, "regions", area).sum() / len(buffers.pixel)
        for area in ATLAS.regions
        for side in ("right", "left")
    }
    # A thin strip (the side of the thigh seen from the front) is no target; 0.4 % of the skin is about 300 px here.
    assert not [key for key, part in share.items() if key[0] in row["visible"] and part < 0.004]
    assert not [key for key, part in share.items() if key[0] in row["hidden"] and part > EXPECTED["hidden_at_most"]]


@pytest.mark.parametrize("name", VIEW_NAMES)
def test_right_side_is_where_the_frame_says_when_pixels_are_asked(name: ViewName) -> None:
    buffers = drawn(View(name))
    columns = buffers.pixel % SIZE[0]
    right, left = columns[buffers.side > 0].mean(), columns[buffers.side < 0].mean()
    assert (right > left) == (name in ("back", "top"))
    # The picture of the left is that of the right in a mirror.
    assert right + left == pytest.approx(SIZE[0] - 1, abs=1.0)


@pytest.mark.parametrize(("name", "other"), [("front", "back"), ("back", "front")])
def test_view_is_the_opposite_one_when_turned_half_round(name: ViewName, other: ViewName) -> None:
    for turn in (180, -180):
        turned, named = pane_of(View(name).turned(turn, 0), 1), pane_of(View(other), 1)
        assert turned.rotation == pytest.approx(named.rotation, abs=1e-9)


def test_each_half_shows_its_other_face_when_paired_view_is_turned_half_round() -> None:
    for side in (1, -1):
        turned, named = pane_of(View("outer").turned(180, 0), side), pane_of(View("inner"), side)
        assert turned.rotation == pytest.approx(named.rotation, abs=1e-9)
        assert turned.centre == named.centre


def test_front_moves_to_the_right_when_turned() -> None:
    knee = LANDMARKS["patella centre (mid-patella)"] * (0, 1, 1)
    before, after = (pane_of(view, 1).project(knee) for view in (View(), View().turned(20, 0)))
    assert after[0] > before[0] + 2


def test_viewer_rises_when_tilted() -> None:
    pane = pane_of(View().turned(0, 30), 1)
    assert pane.rotation[2, 2] == pytest.approx(0.5)  # towards the viewer points up by sin 30
    assert pane.rotation[1, 2] > 0.8


@pytest.mark.parametrize("name", VIEW_NAMES)
@pytest.mark.parametrize(("turn", "tilt"), [(0, 0), (37, 12), (-175, -60), (181, 400), (720, -400)])
def test_axes_stay_square_and_head_up_when_turned_any_way(name: ViewName, turn: float, tilt: float) -> None:
    view = View(name).turned(turn, tilt)
    assert -180 <= view.turn < 180
    for pane in panes(view, *SIZE):
        assert pane.rotation @ pane.rotation.T == pytest.approx(np.eye(3), abs=1e-9)
        assert np.linalg.det(pane.rotation) == pytest.approx(1)  # never a mirror image
        assert pane.rotation[1, 2] > -1e-6  # never upside down


@pytest.mark.parametrize("name", VIEW_NAMES)
@pytest.mark.parametrize("size", [(800, 1000), (1280, 800), (300, 1200)])
def test_body_fits_the_picture_when_not_zoomed(name: ViewName, size: tuple[int, int]) -> None:
    for framing, top in (("lower", 1190.0), ("whole", 1765.0)):
        view = View(name, framing=framing)
        for pane in panes(view, *size):
            faces = BODY.surface.faces[pane.faces(BODY.surface)]
            screen = pane.project(BODY.surface.vertices[np.unique(faces)])
            points = BODY.surface.vertices[np.unique(faces)]
            screen = screen[points[:, 2] < top]
            assert screen[:, 0].min() >= 0 and screen[:, 0].max() <= size[0], framing
            assert screen[:, 1].min() >= -1 and screen[:, 1].max() <= size[1], framing


@pytest.mark.parametrize("name", ["outer", "inner"])
@pytest.mark.parametrize("turn", [0, 40, -90, 135])
def test_halves_stay_apart_when_paired_view_turns(name: ViewName, turn: float) -> None:
    buffers = drawn(View(name).turned(turn, 0))
    right, left = (buffers.pixel[buffers.side == side] % SIZE[0] for side in (1, -1))
    assert right.max() < left.min()


def test_picture_moves_and_grows_when_panned_and_zoomed() -> None:
    plain, zoomed, panned = (pane_of(view, 1) for view in (View(), View(zoom=2), replace(View(), pan=(0.25, -0.1))))
    assert zoomed.scale == pytest.approx(2 * plain.scale)
    shift = panned.project(np.array([10.0, 20.0, 30.0])) - plain.project(np.array([10.0, 20.0, 30.0]))
    assert shift == pytest.approx((100, -50, 0))
