"""What is drawn beside the skin: strokes with side and depth, rings on them, letters and names that can be read."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from nervemap.anatomy.body import load_body, side_sign
from nervemap.anatomy.lettering import LETTER_PX, Label, Letter, Room, labels, letters
from nervemap.anatomy.raster import NOTHING, Buffers, rasterise
from nervemap.anatomy.scene import Stroke, all_nerves, nerve_strokes, site_rings
from nervemap.anatomy.surface import FOOT_CUT_MM
from nervemap.anatomy.views import VIEW_NAMES, Pane, View, ViewName, panes
from nervemap.content.atlas import load_atlas
from nervemap.content.model import Side

ATLAS = load_atlas()
BODY = load_body(ATLAS)
SIZE = (800, 1000)
SIDES: tuple[Side, Side] = ("right", "left")
LIT = {
    "sural": ["sural"],
    "tibial and plantar": ["tibial", "medial-plantar", "lateral-plantar"],
    "saphenous": ["saphenous"],
    "obturator": ["obturator"],
    "five": ["sural", "superficial-fibular", "deep-fibular", "saphenous", "tibial"],
}


class Box(NamedTuple):
    """Left, top, right and bottom of a text in px."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)

    def within(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height

    def on_skin(self, buffers: Buffers) -> int:
        rows = slice(max(int(self.top), 0), max(int(self.bottom) + 1, 0))
        columns = slice(max(int(self.left), 0), max(int(self.right) + 1, 0))
        return int((buffers.depth[rows, columns] > NOTHING).sum())


def letter_box(letter: Letter) -> Box:
    """Capitals of Inter are about 0.73 high and 0.65 wide in the letter's size."""
    across, up = 0.33 * letter.size, 0.37 * letter.size
    return Box(letter.x - across, letter.y - up, letter.x + across, letter.y + up)


def label_box(label: Label, text: float = 1.0) -> Box:
    """The text stands 4 px off the end of its line; capitals and tails of 10 pt are 13 px high."""
    lines = label.text.split("\n")
    width, half = text * LETTER_PX * max(map(len, lines)), text * 6.5 * len(lines)
    left = label.x + 4 if label.to_right else label.x - 4 - width
    return Box(left, label.y - half, left + width, label.y + half)


def drawn(view: View) -> tuple[tuple[Pane, ...], Buffers]:
    shown = panes(view, *SIZE)
    return shown, rasterise(BODY.surface, shown, *SIZE)


@cache
def named(name: ViewName) -> tuple[tuple[Pane, ...], Buffers]:
    return drawn(View(name))


def strokes_in(name: ViewName, nerves: Iterable[str], sides: Iterable[Side] = ("right",)) -> list[Stroke]:
    pairs = [(nerve, side) for nerve in nerves for side in sides]
    return nerve_strokes(ATLAS, BODY, pairs, *named(name))


# Letters


def letter_faults(view: View) -> list[str]:
    shown, buffers = drawn(view)
    found = letters(shown, SIZE[1], Room(buffers))
    faults = []
    for letter in found:
        box = letter_box(letter)
        if not box.within(*SIZE):
            faults.append(f"{letter.text} out of the picture")
        if box.on_skin(buffers):
            faults.append(f"{letter.text} on the skin")
        away = {}
        for text, side in (("R", 1), ("L", -1)):
            own = buffers.pixel[buffers.side == side]
            away[text] = np.hypot(own % SIZE[0] - letter.x, own // SIZE[0] - letter.y).min()
        if away[letter.text] != min(away.values()):
            faults.append(f"{letter.text} beside the other side")
    boxes = [letter_box(letter) for letter in found]
    # A letter's width between them, or they read as one word.
    wider = [
        Box(box.left - 0.33 * found[0].size, box.top, box.right + 0.33 * found[0].size, box.bottom) for box in boxes
    ]
    if len(found) == 2 and wider[0].meets(wider[1]):
        faults.append("R and L stand together")
    if sorted(letter.text for letter in found) not in (["L", "R"], []):
        faults.append(f"only {[letter.text for letter in found]}")
    return faults


@pytest.mark.parametrize(
    "view",
    [
        View("front"),
        View("back"),
        View("outer"),
        View("inner"),
        View("sole"),
        View("top"),
        View("front", framing="whole"),
        View("back", framing="whole"),
        View("front").turned(180, 0),
        View("back").turned(180, 0),
        View("outer").turned(180, 0),
        View("inner").turned(180, 0),
        View("outer").turned(35, 0),
        View("front").turned(20, 10),
        View("front").turned(90, 0),
        View("front").turned(35, 20),
        View("front").turned(-140, 20),
        View("sole").turned(35, 0),
        View("top").turned(-140, 0),
    ],
    ids=lambda view: f"{view.name} {view.framing} {view.turn:g} {view.tilt:g}",
)
def test_letters_when_drawn_stand_clear_beside_their_side(view: View) -> None:
    assert letter_faults(view) == []


def test_letters_when_the_view_is_a_named_one_are_drawn() -> None:
    for name in VIEW_NAMES:
        assert sorted(letter.text for letter in letters(named(name)[0], SIZE[1], Room(named(name)[1]))) == ["L", "R"]


def test_letters_change_places_when_the_body_is_turned_round() -> None:
    def text_on_the_left(view: View) -> str:
        return min(letters(panes(view, *SIZE), SIZE[1]), key=lambda letter: letter.x).text

    assert text_on_the_left(View("front")) == text_on_the_left(View("back").turned(180, 0)) == "R"
    assert text_on_the_left(View("back")) == text_on_the_left(View("front").turned(180, 0)) == "L"
    assert text_on_the_left(View("sole")) == "R"
    assert text_on_the_left(View("top")) == "L"
    assert text_on_the_left(View("outer")) == text_on_the_left(View("inner")) == "R"


# Names


@pytest.mark.parametrize("text", [1.0, 2.0])
@pytest.mark.parametrize("lit", LIT)
@pytest.mark.parametrize("name", VIEW_NAMES)
def test_names_stand_clear_when_nerves_are_lit(name: ViewName, lit: str, text: float) -> None:
    _, buffers = named(name)
    found = labels(ATLAS, strokes_in(name, LIT[lit], SIDES), Room(buffers, text=text))
    boxes = [label_box(label, text) for label in found]
    assert not [one.text for one, box in zip(found, boxes, strict=True) if not box.within(*SIZE)]
    pairs = itertools.combinations(zip(found, boxes, strict=True), 2)
    assert not [(a.text, b.text) for (a, one), (b, other) in pairs if one.meets(other)]
    assert not [label.text for label, box in zip(found, boxes, strict=True) if box.on_skin(buffers)]


def test_names_keep_off_the_letters_when_all_nerves_are_lit() -> None:
    shown, buffers = named("front")
    room = Room(buffers)
    boxes = [letter_box(letter) for letter in letters(shown, SIZE[1], room)]
    found = labels(ATLAS, strokes_in("front", ATLAS.nerves), room)
    assert boxes and found
    assert not [label.text for label in found if any(label_box(label).meets(box) for box in boxes)]


def test_names_stay_in_the_picture_when_all_nerves_are_lit() -> None:
    found = labels(ATLAS, strokes_in("front", ATLAS.nerves), Room(named("front")[1]))
    assert len(found) > 15
    assert not [label.text for label in found if not label_box(label).within(*SIZE)]


@pytest.mark.parametrize("name", ["front", "back", "outer", "inner"])
def test_nerve_is_named_when_the_map_is_as_small_as_in_the_smallest_window(name: ViewName) -> None:
    """A name without room in one line stands in two: nothing was named there."""
    size, beside = (389, 409), 256  # px: the map in a window of 1024 to 640, and what its buttons leave of it
    shown = panes(View(name), beside, size[1])
    buffers = rasterise(BODY.surface, shown, *size)
    room = Room(buffers, beside)
    letters(shown, size[1], room)
    found = labels(ATLAS, nerve_strokes(ATLAS, BODY, [("tibial", "left")], shown, buffers), room)
    assert "Tibial nerve" in [label.text.replace("\n", " ") for label in found]
    boxes = [label_box(label) for label in found]
    assert not [box for box in boxes if box.on_skin(buffers) or not box.within(beside, size[1])]


def test_name_leads_to_its_nerve_when_lit() -> None:
    strokes = strokes_in("back", ["sural"])
    for label in labels(ATLAS, strokes, Room(named("back")[1])):
        name = label.text.replace("\n", " ")
        own = np.concatenate([one.points for one in strokes if one.owner == "nerve" and _name(one) == name])
        assert np.hypot(*(own - label.target).T).min() < 0.5


def _name(stroke: Stroke) -> str:
    return ATLAS.nerves[stroke.owner_id].name


@pytest.mark.parametrize("pan", [(0.0, 0.0), (0.5, 2.0), (-1.5, -2.0)])
def test_words_stay_in_the_picture_when_it_is_zoomed_elsewhere(pan: tuple[float, float]) -> None:
    shown, buffers = drawn(View("back", zoom=5.0, pan=pan))
    room = Room(buffers)
    faults = [letter.text for letter in letters(shown, SIZE[1], room) if not letter_box(letter).within(*SIZE)]
    rings = site_rings(ATLAS, BODY, [("sural", "right")], shown, buffers)
    strokes = nerve_strokes(ATLAS, BODY, [("sural", "right")], shown, buffers)
    for site in {ring.site for ring in rings}:
        found = labels(ATLAS, strokes, room.copied(), rings, site)
        faults += [label.text for label in found if not label_box(label).within(*SIZE)]
    assert not faults


def test_chosen_site_is_named_when_there_is_room() -> None:
    shown, buffers = named("back")
    rings = site_rings(ATLAS, BODY, [("sural", "right")], shown, buffers)
    found = [one for one in labels(ATLAS, [], Room(buffers), rings, "piriformis") if one.of == "site"]
    assert [one.text.replace("\n", " ") for one in found] == [ATLAS.sites["piriformis"].name]
    ring = next(one for one in rings if one.site == "piriformis")
    assert np.hypot(found[0].target[0] - ring.x, found[0].target[1] - ring.y) <= ring.radius + 0.1


# Strokes


@pytest.mark.parametrize("name", VIEW_NAMES)
def test_left_is_drawn_as_right_when_mirrored(name: ViewName) -> None:
    right, left = strokes_in(name, ["sural"]), strokes_in(name, ["sural"], ["left"])
    key = lambda stroke: (stroke.owner, stroke.owner_id, len(stroke.points), stroke.points[:, 1].round(2).tolist())  # noqa: E731
    right, left = sorted(right, key=key), sorted(left, key=key)
    assert len(right) == len(left) > 0
    for one, other in zip(right, left, strict=True):
        assert (one.side, other.side) == ("right", "left")
        assert one.owner_id == other.owner_id
        assert other.points == pytest.approx([SIZE[0], 0] + one.points * [-1, 1], abs=0.05)


@pytest.mark.parametrize("name", VIEW_NAMES)
@pytest.mark.parametrize("side", SIDES)
def test_branch_lies_over_its_own_leg_when_lit(name: ViewName, side: Side) -> None:
    buffers = named(name)[1]
    for nerve in ("sural", "saphenous", "deep-fibular"):
        for stroke in strokes_in(name, [nerve], [side]):
            if stroke.owner_id != nerve:
                continue
            column, row = np.floor(stroke.points).astype(int).T
            at = buffers.index[row, column]
            assert (at >= 0).mean() > 0.97  # a pixel at the very rim may be missed
            assert (buffers.side[at[at >= 0]] == side_sign(side)).all()


@pytest.mark.parametrize("side", SIDES)
def test_brain_end_lies_on_the_other_side_when_lit(side: Side) -> None:
    shown, buffers = drawn(View("front", framing="whole"))
    strokes = nerve_strokes(ATLAS, BODY, [("sural", side)], shown, buffers)
    top = min((stroke.points[stroke.points[:, 1].argmin()] for stroke in strokes), key=lambda point: float(point[1]))
    across = (top[0] - shown[0].centre[0]) * side_sign(side)
    assert across > 2  # seen from the front a right-sided course begins on the right of the picture: the person's left


def test_roots_on_the_picture_are_the_rows_when_lit() -> None:
    for nerve in ("sural", "saphenous", "obturator", "tibial"):
        roots = {stroke.owner_id for stroke in strokes_in("front", [nerve]) if stroke.owner == "root"}
        assert roots == set(ATLAS.nerves[nerve].roots)


def mean_opacity(name: ViewName, nerve: str) -> float:
    own = [stroke for stroke in strokes_in(name, [nerve]) if stroke.owner_id == nerve]
    return float(np.average(np.concatenate([stroke.opacity for stroke in own])))


def test_nerve_is_fainter_when_it_lies_deeper() -> None:
    assert mean_opacity("outer", "superficial-fibular") > mean_opacity("inner", "superficial-fibular") + 0.2
    assert mean_opacity("inner", "saphenous") > mean_opacity("outer", "saphenous") + 0.2
    assert mean_opacity("back", "sural") > 0.95
    assert mean_opacity("back", "sciatic") < 0.85
    for name in VIEW_NAMES:
        for stroke in strokes_in(name, ["sciatic", "sural"]):
            assert 0.3 < stroke.opacity.min() <= stroke.opacity.max() <= 1


def test_deepest_comes_first_when_drawn() -> None:
    deep = [stroke.deep_mm for stroke in strokes_in("back", ["tibial", "sural", "saphenous"])]
    assert deep == sorted(deep, reverse=True)


def test_course_tapers_to_the_skin_when_drawn() -> None:
    sural = [stroke for stroke in strokes_in("back", ["sural"]) if stroke.owner_id in ("sciatic", "sural")]
    widths = {one.owner_id: one.width.mean() for one in sural}
    assert widths["sciatic"] > 1.3 * widths["sural"]
    assert all((stroke.width >= 1).all() for stroke in sural)


@pytest.mark.parametrize("name", ["sole", "top"])
def test_nothing_above_the_cut_is_drawn_when_feet_stand_alone(name: ViewName) -> None:
    (pane,) = named(name)[0]
    course = BODY.graph.course(ATLAS.nerves["sural"])
    below = pane.project(course.points[course.points[:, 2] <= FOOT_CUT_MM])[:, :2]
    drawn_points = np.concatenate([stroke.points for stroke in strokes_in(name, ["sural"])])
    for point in drawn_points:
        assert np.hypot(*(below - point).T).min() < 0.1


def test_each_half_shows_its_own_nerves_when_there_are_two() -> None:
    for name in ("outer", "inner"):
        for side in SIDES:
            points = np.concatenate([stroke.points for stroke in strokes_in(name, ["sural"], [side])])
            below = points[points[:, 1] > SIZE[1] / 3]
            assert ((below[:, 0] < SIZE[0] / 2) == (side == "right")).all()


def test_every_nerve_when_lit_is_drawn_in_every_view() -> None:
    for nerve in ATLAS.nerves:
        for name in ("front", "outer"):
            assert strokes_in(name, [nerve]), (nerve, name)
            assert all(np.isfinite(stroke.points).all() for stroke in strokes_in(name, [nerve]))


# Rings


@pytest.mark.parametrize("name", VIEW_NAMES)
def test_rings_lie_on_the_nerve_when_lit(name: ViewName) -> None:
    shown, buffers = named(name)
    for nerve in ("sural", "tibial", "saphenous"):
        points = np.concatenate([stroke.points for stroke in strokes_in(name, [nerve])] or [np.zeros((0, 2))])
        for ring in site_rings(ATLAS, BODY, [(nerve, "right")], shown, buffers):
            assert np.hypot(*(points - (ring.x, ring.y)).T).min() < 3, (nerve, ring.site)
            assert 3 < ring.radius < 12 and 0 < ring.opacity <= 1


@pytest.mark.parametrize("name", ["front", "back", "outer", "inner"])
def test_rings_leave_one_another_room_when_they_stand_close(name: ViewName) -> None:
    shown, buffers = drawn(View(name, framing="whole"))
    smaller = 0
    for nerve in ("sural", "tibial", "femoral"):
        rings = site_rings(ATLAS, BODY, [(nerve, "right")], shown, buffers)
        for at, ring in enumerate(rings):
            smaller += ring.radius < 4
            for other in rings[:at]:
                apart = float(np.hypot(ring.x - other.x, ring.y - other.y))
                assert ring.radius + other.radius <= max(apart, 5.3), (nerve, ring.site, other.site)
    assert smaller, "the discs and foramina of the low back stand close"


def test_all_nerves_when_listed_are_there_once_trunks_first() -> None:
    found = all_nerves(ATLAS)
    assert len(found) == len(set(found)) == 2 * sum(not row.members for row in ATLAS.nerves.values())
    order = [nerve for nerve, side in found if side == "right"]
    for nerve in order:
        parent = ATLAS.nerves[nerve].parent
        assert parent not in order or order.index(parent) < order.index(nerve), nerve


def test_every_site_of_the_nerve_has_a_ring_when_the_whole_body_is_shown() -> None:
    shown, buffers = drawn(View("back", framing="whole"))
    for nerve in ("sural", "femoral", "deep-fibular"):
        found = [ring.site for ring in site_rings(ATLAS, BODY, [(nerve, "right")], shown, buffers)]
        on_nerve = {site.id for site in ATLAS.sites.values() if nerve in site.nerves}
        assert len(found) == len(set(found))
        assert on_nerve <= set(found)


def test_site_when_above_the_roots_has_one_ring_for_both_sides() -> None:
    shown, buffers = drawn(View("front", framing="whole"))
    rings = site_rings(ATLAS, BODY, [("sural", "right"), ("sural", "left")], shown, buffers)
    for ring in rings:
        assert (ring.side is None) == ATLAS.sites[ring.site].above_roots
    above = [ring.site for ring in rings if ring.side is None]
    assert len(above) == len(set(above)) > 2
    below = [ring.site for ring in rings if ring.side]
    assert sorted(below) == sorted([site for site in set(below) for _ in SIDES])
