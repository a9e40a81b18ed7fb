"""What a picture of the map is composed of, for given layers, marks, nerves and crimps."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from nervemap.anatomy.body import load_body
from nervemap.anatomy.views import VIEW_NAMES, View, ViewName
from nervemap.case.case import Mark
from nervemap.content.atlas import load_atlas
from nervemap.handout.map_picture import AREA_LAYERS, Area, MapPicture, map_picture
from nervemap.handout.painting.areas import area_path
from tests.best_views import BEST_VIEW

ATLAS = load_atlas()
BODY = load_body(ATLAS)
SIZE = (800, 1000)
ALL = frozenset({"regions", "territories", "dermatomes", "nerves", "sites", "names"})


def picture(name: ViewName, layers: frozenset[str] = ALL, **more: object) -> MapPicture:
    return map_picture(ATLAS, BODY, View(name), SIZE, layers, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("layer", AREA_LAYERS)
def test_only_the_areas_of_a_layer_are_drawn_when_it_alone_is_on(layer: str) -> None:
    found = picture("back", frozenset({layer}))
    assert {area.layer for area in found.areas} == {layer}
    assert len({(area.side, area.id) for area in found.areas}) == len(found.areas) > 6


@pytest.mark.parametrize(
    ("layer", "field"), [("nerves", "strokes"), ("sites", "rings"), ("names", "labels"), ("regions", "points")]
)
def test_things_are_left_out_when_their_layer_is_off(layer: str, field: str) -> None:
    marks = (Mark(side="right", region="calf", t=0.76, theta=180.0),)
    assert getattr(picture("back", ALL, nerves=[("sural", "right")], marks=marks), field)
    assert not getattr(picture("back", ALL - {layer}, nerves=[("sural", "right")], marks=marks), field)


def test_nothing_but_the_body_and_letters_is_there_when_nothing_is_chosen() -> None:
    found = picture("front", frozenset())
    assert (found.areas, found.strokes, found.rings, found.points, found.labels) == ((), (), (), (), ())
    assert len(found.letters) == 2 and len(found.buffers.pixel) > 10_000


def test_area_is_marked_on_its_side_alone_when_marked() -> None:
    found = picture("outer", frozenset({"regions"}), marks=(Mark(side="left", region="lateral-ankle"),))
    assert [(area.side, area.id) for area in found.areas if area.marked] == [("left", "lateral-ankle")]


@pytest.mark.parametrize("name", VIEW_NAMES)
def test_point_stands_where_its_area_is_when_in_sight(name: ViewName) -> None:
    marks = (
        Mark(side="right", region="heel", t=1.28, theta=180.0),
        Mark(side="left", region="anterior-knee", t=0.6186, theta=0.0),
    )
    found = picture(name, frozenset({"regions"}), marks=marks)
    assert {mark.region for mark, _, _ in found.points} == {
        "sole": {"heel"},
        "front": {"anterior-knee"},
    }.get(name, {mark.region for mark, _, _ in found.points})
    for mark, x, y in found.points:
        pick = found.buffers.pick(x, y)
        assert pick is not None
        place = BODY.place(pick)
        assert (place.side, place.region) == (mark.side, mark.region)


def test_mark_when_it_has_no_point_shows_none() -> None:
    assert picture("front", marks=(Mark(side="right", region="anterior-knee"),)).points == ()


def test_picture_is_the_same_when_made_again() -> None:
    one, two = (picture("inner", nerves=[("saphenous", "left")]) for _ in range(2))
    assert np.array_equal(one.buffers.depth, two.buffers.depth)
    for a, b in zip(one.strokes, two.strokes, strict=True):
        assert np.array_equal(a.points, b.points)


@cache
def with_layer(name: ViewName, layer: str) -> MapPicture:
    return picture(name, frozenset({layer}))


def covered(area: Area) -> NDArray[np.bool_]:
    """(height, width): the pixels inside an area's outlines."""
    image = QImage(*SIZE, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.fillPath(area_path(area.lines), QColor("white"))
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(SIZE[1], image.bytesPerLine())
    return rows[:, : SIZE[0]] > 127


@pytest.mark.parametrize("layer", AREA_LAYERS)
@pytest.mark.parametrize("name", VIEW_NAMES)
def test_neighbours_leave_each_other_room_when_drawn(layer: str, name: ViewName) -> None:
    layers = [covered(area) for area in with_layer(name, layer).areas]
    times = np.sum(layers, axis=0)
    # Feet seen from above or below show many areas edge-on, which are kept as they are.
    assert (times > 1).sum() < (0.06 if name in ("sole", "top") else 0.02) * (times > 0).sum()


@pytest.mark.parametrize(("area", "name"), BEST_VIEW.items())
def test_what_is_drawn_is_what_a_click_hits_when_looked_at_straight(area: str, name: ViewName) -> None:
    found = with_layer(name, "regions")
    for one in found.areas:
        if one.id == area:
            drawn, hit = covered(one), BODY.area_mask(found.buffers, one.side, "regions", area)
            assert (drawn & hit).sum() > 0.85 * (drawn | hit).sum()
