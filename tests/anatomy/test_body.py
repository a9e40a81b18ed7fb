"""Picking: what the program says lies under a point of the picture, against what is known to lie there."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from nervemap import resources
from nervemap.anatomy.body import AreaLayer, Place, load_body, side_sign
from nervemap.anatomy.raster import Buffers, rasterise
from nervemap.anatomy.views import VIEW_NAMES, View, ViewName, panes
from nervemap.content.atlas import load_atlas
from nervemap.content.model import Side
from tests.best_views import BEST_VIEW

ATLAS = load_atlas()
BODY = load_body(ATLAS)
SIZE = (600, 750)
EXPECTATIONS = Path(__file__).parents[1] / "expectations"
AREAS: dict[str, Any] = yaml.safe_load((EXPECTATIONS / "areas.yaml").read_text(encoding="utf-8"))
SIDES: tuple[Side, Side] = ("right", "left")


@cache
def drawn(name: ViewName) -> Buffers:
    return rasterise(BODY.surface, panes(View(name), *SIZE), *SIZE)


def place_at(buffers: Buffers, x: float, y: float) -> Place:
    pick = buffers.pick(x, y)
    assert pick is not None, (x, y)
    return BODY.place(pick)


def every_area_and_side() -> list[tuple[str, Side]]:
    return [(area, side) for area in BEST_VIEW for side in SIDES]


def test_every_area_when_the_chart_is_read_is_on_it() -> None:
    assert set(BEST_VIEW) == set(ATLAS.regions)
    assert set(BODY.region_ids) == set(ATLAS.regions)
    assert len(BODY.region_ids) == len(ATLAS.regions)


@pytest.mark.parametrize(("area", "side"), every_area_and_side())
def test_pixel_when_picked_gives_the_area_whose_mask_holds_it(area: str, side: Side) -> None:
    buffers = drawn(BEST_VIEW[area])
    mask = BODY.area_mask(buffers, side, "regions", area)
    rows, columns = np.nonzero(mask)
    assert len(rows) > 150  # a target of more than 12 by 12 px at 600 by 750
    for at in np.linspace(0, len(rows) - 1, 60).astype(int).tolist():
        place = place_at(buffers, columns[at] + 0.5, rows[at] + 0.5)
        assert (place.region, place.side) == (area, side)


@pytest.mark.parametrize("name", VIEW_NAMES)
@pytest.mark.parametrize("layer", ["regions", "territories", "dermatomes"])
def test_masks_share_the_skin_out_when_a_layer_is_asked(name: ViewName, layer: AreaLayer) -> None:
    buffers = drawn(name)
    shown = BODY.areas_shown(buffers, layer)
    assert len(shown) == len(set(shown)) > 3
    masks = {(side, area): BODY.area_mask(buffers, side, layer, area) for side, area in shown}
    assert all(mask.any() for mask in masks.values())
    assert np.sum(list(masks.values()), axis=0).max() == 1  # no pixel is in two areas
    chart_layer = {"regions": BODY.chart.regions, "territories": BODY.chart.territories}.get(
        layer, BODY.chart.dermatomes
    )
    assert sum(mask.sum() for mask in masks.values()) == (buffers.labels(chart_layer) > 0).sum()


@pytest.mark.parametrize("name", VIEW_NAMES)
def test_left_answers_as_right_when_the_picture_is_mirrored(name: ViewName) -> None:
    buffers = drawn(name)
    random = np.random.default_rng(5)
    compared = 0
    for pixel in random.choice(buffers.pixel, 200, replace=False).tolist():
        x, y = pixel % SIZE[0] + 0.5, pixel // SIZE[0] + 0.5
        one, other = place_at(buffers, x, y), buffers.pick(SIZE[0] - x, y)
        if other is None:
            continue  # the very rim
        mirrored = BODY.place(other)
        if abs(mirrored.t - one.t) > 0.004 or abs((mirrored.theta - one.theta + 180) % 360 - 180) > 2:
            continue  # a rim between two parts, half a pixel aside
        assert mirrored.side != one.side
        if mirrored.region != one.region or mirrored.skin_nerves != one.skin_nerves:
            places = [BODY.place_at("right", one.t + dt, one.theta + da) for dt in (-0.004, 0.004) for da in (-2, 2)]
            near = {(place.region, place.skin_nerves) for place in places}
            assert len(near) > 1, (x, y, one, mirrored)
        compared += 1
    assert compared > 150


def landmarks() -> dict[str, NDArray[np.float64]]:
    with (resources.folder("data") / "body" / "bone_landmarks.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: np.array([float(row[axis]) for axis in "xyz"]) for row in csv.DictReader(file)}


LANDMARKS = landmarks()

# A bony point, the view that looks straight at the skin over it, and what every textbook puts there: area, one of the
# skin nerves; one of the dermatomes. None: the books differ.
OVER_BONE: list[tuple[str, ViewName, set[str], set[str] | None, set[str] | None]] = [
    ("calcaneus most posterior", "back", {"heel"}, {"medial-calcaneal", "sural"}, {"S1", "S2"}),
    ("medial malleolus most medial", "inner", {"medial-ankle"}, {"saphenous"}, {"L4"}),
    ("lateral malleolus most lateral", "outer", {"lateral-ankle"}, {"sural", "superficial-fibular"}, {"L5", "S1"}),
    (
        "patella centre (mid-patella)",
        "front",
        {"anterior-knee"},
        {"anterior-femoral-cutaneous", "saphenous", "infrapatellar"},
        {"L3", "L4"},
    ),
    (
        "fibular head most lateral",
        "outer",
        {"lateral-knee", "lateral-shin"},
        {"lateral-sural-cutaneous", "common-fibular"},
        {"L5"},
    ),
    ("greater trochanter most lateral", "outer", {"anterior-lateral-hip-thigh"}, None, {"L2", "L3", "L4", "L5"}),
    (
        "ischial tuberosity most posterior",
        "back",
        {"posterior-pelvis-hip"},
        {"inferior-cluneal", "posterior-femoral-cutaneous"},
        {"S2", "S3"},
    ),
    (
        "PSIS (most posterior iliac point)",
        "back",
        {"low-back", "posterior-pelvis-hip"},
        {"superior-cluneal", "middle-cluneal"},
        None,
    ),
    ("toe 1 tip (distal phalanx)", "top", {"dorsal-foot-toes"}, None, {"L4", "L5"}),
    (
        "toe 3 tip (distal phalanx)",
        "top",
        {"dorsal-foot-toes"},
        {"superficial-fibular", "medial-dorsal-cutaneous"},
        {"L5"},
    ),
    ("toe 5 tip (distal phalanx)", "top", {"dorsal-foot-toes"}, {"sural", "superficial-fibular"}, {"S1"}),
    ("toe 1 tip (distal phalanx)", "sole", {"plantar-foot"}, {"medial-plantar"}, {"L4", "L5"}),
    ("toe 3 tip (distal phalanx)", "sole", {"plantar-foot"}, {"medial-plantar"}, {"L5"}),
    ("toe 5 tip (distal phalanx)", "sole", {"plantar-foot"}, {"lateral-plantar"}, {"S1"}),
    ("calcaneus lowest", "sole", {"heel"}, {"medial-calcaneal"}, {"S1", "S2"}),
    (
        "navicular tuberosity (most medial)",
        "inner",
        {"medial-ankle", "dorsal-foot-toes", "plantar-foot"},
        {"saphenous"},
        {"L4", "L5"},
    ),
]


@pytest.mark.parametrize(
    ("point", "view", "areas", "nerves", "dermatomes"), OVER_BONE, ids=[f"{row[0]}, {row[1]}" for row in OVER_BONE]
)
@pytest.mark.parametrize("side", SIDES)
def test_skin_when_it_lies_over_a_bony_point_is_what_the_books_say(
    point: str, view: ViewName, areas: set[str], nerves: set[str] | None, dermatomes: set[str] | None, side: Side
) -> None:
    sign = side_sign(side)
    pane = next(pane for pane in panes(View(view), *SIZE) if pane.shows(sign))
    x, y, _ = pane.project(LANDMARKS[point] * (sign, 1, 1)).tolist()
    place = place_at(drawn(view), x, y)
    assert place.side == side
    assert place.region in areas
    assert nerves is None or set(place.skin_nerves) & nerves, place
    assert dermatomes is None or place.dermatome in dermatomes, place


# Where the expectations' skin spots lie on the chart: t, theta, toe (skin_chart.md, Useful levels; Toe rules).
SPOTS: dict[str, list[tuple[float, float, int]]] = {
    "first web space and facing sides of toes 1 and 2, from above": [(2.4, 60, 1), (2.4, 300, 2)],
    "lateral half of the little toe": [(2.4, 60, 5), (2.6, 90, 5)],
    "medial shin at mid-leg": [(0.816, 300, 0), (0.816, 285, 0)],
    "plantar heel": [(1.28, 180, 0), (1.25, 190, 0)],
    "back of the thigh at mid-thigh": [(0.4, 180, 0), (0.4, 165, 0), (0.4, 195, 0)],
    "outer thigh at mid-thigh": [(0.4, 90, 0), (0.4, 75, 0)],
    "front of the thigh at mid-thigh": [(0.4, 0, 0), (0.4, 10, 0)],
    "behind the lateral malleolus": [(1.05, 130, 0), (1.1, 130, 0)],
}


@pytest.mark.parametrize("row", AREAS["skin_spots"], ids=lambda row: row["spot"])
def test_spot_has_its_skin_nerve_when_the_sources_are_plain(row: dict[str, Any]) -> None:
    for side in SIDES:
        for t, theta, toe in SPOTS[row["spot"]]:
            place = BODY.place_at(side, t, theta, toe)
            assert (place.side, place.region) == (side, row["area"])
            assert row["nerve"] in place.skin_nerves


def test_first_web_is_the_deep_fibulars_when_picked_from_above() -> None:
    """Facing sides of toes 1 and 2, as pixels and as a drawn area."""
    buffers = drawn("top")
    for side in SIDES:
        sign = side_sign(side)
        pane = next(pane for pane in panes(View("top"), *SIZE) if pane.shows(sign))
        web = (LANDMARKS["toe 1 tip (distal phalanx)"] + LANDMARKS["toe 2 tip (distal phalanx)"]) / 2 * (sign, 1, 1)
        x, y, _ = pane.project(web - np.array([0, 18, 0])).tolist()
        beside = [buffers.pick(x + dx, y) for dx in range(-8, 9)]
        nerves = [BODY.place(pick).skin_nerves for pick in beside if pick]
        assert ("deep-fibular",) in nerves
        assert BODY.area_mask(buffers, side, "territories", "deep-fibular").sum() > 60


def test_place_names_nothing_when_the_skin_is_off_the_chart() -> None:
    buffers = rasterise(BODY.surface, panes(View("front", framing="whole"), *SIZE), *SIZE)
    pane = panes(View("front", framing="whole"), *SIZE)[0]
    for point in ((30.0, 100.0, 1650.0), (60.0, 100.0, 1300.0), (0.5, 110.0, 1080.0)):  # face, chest, navel
        x, y, _ = pane.project(np.array(point)).tolist()
        place = place_at(buffers, x, y)
        assert (place.region, place.skin_nerves, place.dermatome) == (None, (), None)


def test_place_names_nothing_when_the_cut_is_picked() -> None:
    place = place_at(drawn("inner"), 150, 60)
    assert (place.region, place.skin_nerves, place.dermatome) == (None, (), None)
