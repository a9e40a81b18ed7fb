"""The map under mouse, wheel and keys: what is clicked, how it turns, zooms and comes back, and what it draws."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPointingDevice, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nervemap.anatomy.body import Body, load_body
from nervemap.anatomy.raster import rasterise
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.handout.painting.body import body_image as picture_of
from nervemap.palette import DARK, LIGHT
from nervemap.ui.map_frame import Ground
from nervemap.ui.map_view import MapView

VISIBLE = yaml.safe_load((Path(__file__).parents[1] / "expectations/views.yaml").read_text(encoding="utf-8"))["visible"]
MIDDLE = QPoint(240, 300)
SMOOTH = Qt.TransformationMode.SmoothTransformation


@pytest.fixture(scope="module")
def body(atlas: Atlas) -> Body:
    return load_body(atlas)


@pytest.fixture
def view(atlas: Atlas, body: Body, qtbot: QtBot) -> Iterator[MapView]:
    view = MapView(atlas, body, LIGHT)
    qtbot.addWidget(view)
    view.resize(480, 600)
    view.set_reduced_motion(True)
    view.show()
    QTest.qWait(30)
    yield view
    view.close()


def window(view: MapView) -> QWindow:
    handle = view.windowHandle()
    assert handle is not None
    return handle


def drag(view: MapView, start: QPoint, by: QPoint, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mousePress(window(view), Qt.MouseButton.LeftButton, how, start)
    for share in (0.25, 0.5, 0.75, 1.0):
        at = start + by * share
        QTest.mouseEvent(QTest.MouseAction.MouseMove, window(view), Qt.MouseButton.NoButton, how, at)
    QTest.mouseRelease(window(view), Qt.MouseButton.LeftButton, how, start + by)


def pixel(at: QPointF) -> QPoint:
    return QPoint(int(at.x()), int(at.y()))


def shown(view: MapView, side: Side, region: str) -> QPoint:
    at = view.area_point(side, region)
    assert at is not None, f"{side} {region} is out of sight"
    return pixel(at)


def picture(view: MapView) -> QImage:
    """The map once it rests."""
    view.grab()
    for _ in range(3000):
        QApplication.processEvents()
        if view.rests:
            break
        time.sleep(0.005)  # unlike a wait of Qt's it lets the worker thread go on
    return view.grab().toImage()


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("row", VISIBLE, ids=lambda row: row["view"])
def test_area_when_clicked_in_a_view_that_shows_it_is_told_with_its_point(
    view: MapView, qtbot: QtBot, row: dict[str, list[str]], side: Side
) -> None:
    view.show_view(row["view"])
    for region in row["visible"]:
        at = shown(view, side, region)
        with qtbot.waitSignal(view.place_clicked) as clicked:
            QTest.mouseClick(window(view), Qt.MouseButton.LeftButton, pos=at)
        (place,) = clicked.args
        assert (place.side, place.region) == (side, region)
        there = view.place_at(QPointF(at) + QPointF(0.5, 0.5))
        assert there and (place.t, place.theta) == pytest.approx((there.t, there.theta), abs=1e-3)


def test_view_when_asked_for_while_nerves_come_in_is_reached(view: MapView, qtbot: QtBot) -> None:
    view.set_reduced_motion(False)
    picture(view)
    view.show_nerves({("sural", "right"): 1.0})
    made = []
    view._maker._done.connect(lambda *_: made.append(1))
    view.grab()
    while view._is_behind and not view._maker._pool.activeThreadCount():
        QApplication.processEvents()
    assert view._maker._pool.waitForDone(10_000)  # the nerves are there, and nobody has heard of it
    view.show_view("back")
    assert not made
    qtbot.waitUntil(lambda: bool(made) and view.rests, timeout=10_000)
    assert view.view.name == "back"


def test_nothing_is_told_when_the_click_is_beside_the_body(view: MapView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.place_clicked):
        QTest.mouseClick(window(view), Qt.MouseButton.LeftButton, pos=QPoint(4, 590))
        QTest.mouseClick(window(view), Qt.MouseButton.RightButton, pos=shown(view, "right", "groin"))


def test_pointer_when_over_an_area_tints_it_and_tells_it(view: MapView, qtbot: QtBot) -> None:
    at = shown(view, "right", "groin")
    before = picture(view)
    QTest.mouseMove(window(view), QPoint(4, 590))
    with qtbot.waitSignal(view.place_hovered, check_params_cb=lambda place: place is not None) as hovered:
        QTest.mouseMove(window(view), at)
    assert (hovered.args[0].side, hovered.args[0].region) == ("right", "groin")
    after = picture(view)
    assert after.pixelColor(at) != before.pixelColor(at)
    other = shown(view, "left", "groin")
    assert after.pixelColor(other) == before.pixelColor(other)
    assert view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    with qtbot.waitSignal(view.place_hovered) as hovered:
        QTest.mouseMove(window(view), QPoint(4, 590))
    assert hovered.args == [None]
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert picture(view).pixelColor(at) == before.pixelColor(at)


def test_body_when_dragged_turns_and_no_area_is_clicked(view: MapView, qtbot: QtBot) -> None:
    start = shown(view, "right", "groin")
    before = picture(view)
    with qtbot.assertNotEmitted(view.place_clicked):
        drag(view, start, QPoint(100, 0))
    assert view.view.turn > 20 and view.view.tilt == 0
    assert picture(view) != before
    moved = shown(view, "right", "groin")
    assert moved.x() > start.x(), "what is in front follows the hand"
    drag(view, start, QPoint(0, 60))
    assert view.view.tilt != 0


def test_side_when_the_body_was_turned_half_round_is_still_the_persons(view: MapView, qtbot: QtBot) -> None:
    front = shown(view, "right", "lateral-knee")
    drag(view, MIDDLE, QPoint(200, 0))
    drag(view, MIDDLE - QPoint(100, 0), QPoint(200, 0))
    assert abs(view.view.turn) == pytest.approx(180, abs=2)
    back = shown(view, "right", "calf")
    assert front.x() < back.x()
    with qtbot.waitSignal(view.place_clicked) as clicked:
        QTest.mouseClick(window(view), Qt.MouseButton.LeftButton, pos=back)
    assert (clicked.args[0].side, clicked.args[0].region) == ("right", "calf")


def test_picture_when_dragged_with_shift_moves_without_turning(view: MapView) -> None:
    start = shown(view, "right", "anterior-knee")
    drag(view, start, QPoint(30, -20), Qt.KeyboardModifier.ShiftModifier)
    assert (view.view.turn, view.view.tilt) == (0, 0)
    moved = shown(view, "right", "anterior-knee")
    assert (moved - start - QPoint(30, -20)).manhattanLength() <= 3


def test_click_when_the_hand_trembles_is_still_a_click(view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.place_clicked):
        drag(view, shown(view, "left", "anterior-knee"), QPoint(2, 1))
    assert view.view.turn == 0


@pytest.mark.parametrize("steps", [3, -1])
def test_point_under_the_pointer_when_zoomed_by_wheel_stays(view: MapView, steps: int) -> None:
    at = shown(view, "right", "anterior-knee")
    before = view.place_at(QPointF(at) + QPointF(0.5, 0.5))
    QTest.wheelEvent(window(view), QPointF(at), QPoint(0, 120 * steps))
    assert view.view.zoom == pytest.approx(1.0015 ** (120 * steps), rel=0.01)
    after = view.place_at(QPointF(at) + QPointF(0.5, 0.5))
    assert before is not None and after is not None
    assert (after.side, after.region) == (before.side, before.region)
    assert after.t == pytest.approx(before.t, abs=0.01)


def test_zoom_when_it_has_gone_far_enough_ends(view: MapView) -> None:
    QTest.wheelEvent(window(view), QPointF(MIDDLE), QPoint(0, 120 * 60))
    most = view.view.zoom
    QTest.wheelEvent(window(view), QPointF(MIDDLE), QPoint(0, 120))
    assert view.view.zoom == most
    QTest.wheelEvent(window(view), QPointF(MIDDLE), QPoint(0, -120 * 90))
    assert 0.5 < view.view.zoom <= 1


def test_fit_when_zoomed_and_moved_brings_all_back(view: MapView) -> None:
    before = picture(view)
    QTest.wheelEvent(window(view), QPointF(MIDDLE), QPoint(0, 480))
    drag(view, MIDDLE, QPoint(90, 50), Qt.KeyboardModifier.ShiftModifier)
    QTest.qWait(120)
    assert picture(view) != before
    view.fit()
    assert picture(view) == before


def test_keys_when_pressed_zoom_turn_and_bring_back(view: MapView) -> None:
    view.setFocus()
    QTest.keyClick(window(view), Qt.Key.Key_Plus)
    assert view.view.zoom > 1
    QTest.keyClick(window(view), Qt.Key.Key_Minus)
    assert view.view.zoom == pytest.approx(1)
    QTest.keyClick(window(view), Qt.Key.Key_Plus)
    QTest.keyClick(window(view), Qt.Key.Key_0)
    assert view.view.zoom == 1
    control = Qt.KeyboardModifier.ControlModifier
    for key, turn, tilt in (
        (Qt.Key.Key_Right, 15, 0),
        (Qt.Key.Key_Up, 15, 10),
        (Qt.Key.Key_Left, 0, 10),
        (Qt.Key.Key_Down, 0, 0),
    ):
        QTest.keyClick(window(view), key, control)
        assert (view.view.turn, view.view.tilt) == (turn, tilt)


@pytest.mark.parametrize("name", ["back", "outer", "inner", "sole", "top"])
def test_view_when_shown_differs_and_comes_back_from_any_turn(view: MapView, name: str) -> None:
    front = picture(view)
    view.show_view(name)  # type: ignore[arg-type]
    named = picture(view)
    assert named != front
    drag(view, MIDDLE, QPoint(70, 40))
    QTest.qWait(120)
    assert picture(view) != named
    view.show_view(name)  # type: ignore[arg-type]
    assert (view.view.name, view.view.turn, view.view.tilt) == (name, 0, 0)
    QTest.mouseMove(window(view), QPoint(4, 590))  # no area is hovered
    QApplication.processEvents()
    assert picture(view) == named


def test_area_when_revealed_is_in_good_sight_and_one_in_sight_turns_nothing(view: MapView, atlas: Atlas) -> None:
    for region in atlas.regions:
        view.reveal("left", region)
        assert view.area_point("left", region) is not None, region
        name = view.view.name
        view.reveal("left", region)
        assert view.view.name == name


def test_layers_when_switched_off_are_not_drawn(view: MapView) -> None:
    bare = picture(view)
    view.show_marks((Mark(side="right", region="groin"),))
    marked = picture(view)
    view.show_nerves({("sural", "right"): 1.0})
    lit = picture(view)
    assert bare != marked and marked != lit
    view.show_layers({"regions", "names"})
    assert picture(view).pixelColor(shown(view, "right", "groin")) == marked.pixelColor(shown(view, "right", "groin"))
    view.show_layers(set())
    assert picture(view) != marked
    view.show_marks(())
    view.show_nerves({})
    view.show_layers({"regions", "nerves", "sites", "names"})
    assert picture(view) == bare


def test_palette_when_changed_draws_in_other_colours_and_back(view: MapView) -> None:
    light = picture(view)
    view.show_palette(DARK)
    dark = picture(view)
    assert dark.pixelColor(3, 580).name() == DARK.background
    assert dark.pixelColor(shown(view, "right", "groin")) != light.pixelColor(shown(view, "right", "groin"))
    view.show_palette(LIGHT)
    assert picture(view) == light


def test_area_when_the_map_is_resized_is_hit_where_it_is_seen_now(view: MapView, qtbot: QtBot) -> None:
    view.resize(700, 420)
    QTest.qWait(30)
    with qtbot.waitSignal(view.place_clicked) as clicked:
        QTest.mouseClick(window(view), Qt.MouseButton.LeftButton, pos=shown(view, "left", "groin"))
    assert (clicked.args[0].side, clicked.args[0].region) == ("left", "groin")


def test_site_when_hovered_is_the_nearest_and_stands_out(view: MapView, qtbot: QtBot) -> None:
    view.show_view("back")
    view.show_nerves({("sural", "right"): 1.0})
    plain = picture(view)
    seen = [ring for ring in view.rings if 20 < ring.y < view.height() - 20]
    closest = sorted(seen, key=lambda ring: ring.radius)[:4]
    assert len(closest) == 4
    for at, site in [(QPoint(round(ring.x), round(ring.y)), ring.site) for ring in closest]:
        with qtbot.waitSignal(view.site_hovered) as hovered:
            QTest.mouseMove(window(view), at)
        assert hovered.args == [site]
        assert view.grab().toImage().pixelColor(at + QPoint(0, -5)) != plain.pixelColor(at + QPoint(0, -5)), site
        with qtbot.waitSignal(view.site_clicked) as clicked:
            QTest.mouseClick(window(view), Qt.MouseButton.LeftButton, pos=at)
        assert clicked.args == [site]
        QTest.mouseMove(window(view), QPoint(3, 3))


@pytest.fixture(scope="module")
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


def test_finger_when_it_rests_names_the_area_and_marks_nothing(
    view: MapView, qtbot: QtBot, finger: QPointingDevice
) -> None:
    at, asked = shown(view, "right", "anterior-knee"), []
    view.place_clicked.connect(asked.append)
    with qtbot.waitSignal(view.place_hovered, timeout=5000) as hovered:
        QTest.touchEvent(window(view), finger).press(0, at, window(view)).commit()
    assert (hovered.args[0].side, hovered.args[0].region) == ("right", "anterior-knee")
    QTest.touchEvent(window(view), finger).release(0, at, window(view)).commit()
    assert not asked
    QTest.touchEvent(window(view), finger).press(0, at, window(view)).commit()
    QTest.touchEvent(window(view), finger).release(0, at, window(view)).commit()
    assert [one.region for one in asked] == ["anterior-knee"], "a tap marks"


def test_picture_when_two_fingers_part_comes_nearer(view: MapView, finger: QPointingDevice) -> None:
    apart = 40
    left, right = MIDDLE - QPoint(apart, 0), MIDDLE + QPoint(apart, 0)
    QTest.touchEvent(window(view), finger).press(0, left, window(view)).commit()
    QTest.touchEvent(window(view), finger).move(0, left, window(view)).press(1, right, window(view)).commit()
    for step in (10, 25, 45, 70):
        moved = QTest.touchEvent(window(view), finger)
        moved.move(0, left - QPoint(step, 0), window(view)).move(1, right + QPoint(step, 0), window(view)).commit()
    assert view.view.zoom == pytest.approx(2.75, abs=0.05), "as much as the fingers are further apart"
    assert (view.view.turn, view.view.tilt) == (0, 0)
    done = QTest.touchEvent(window(view), finger)
    done.release(0, left, window(view)).release(1, right, window(view)).commit()


def test_nerves_when_chosen_come_softly_and_at_once_where_motion_is_reduced(view: MapView, qtbot: QtBot) -> None:
    view.show_view("back")
    bare = picture(view)
    view.show_nerves({("tibial", "left"): 1.0})
    lit = picture(view)
    assert lit != bare
    view.show_nerves({})
    assert picture(view) == bare
    view.set_reduced_motion(False)
    view.show_nerves({("tibial", "left"): 1.0})
    qtbot.waitUntil(lambda: view._motion.animation is not None, timeout=10_000)
    assert 200 <= view._motion.animation.duration() <= 350
    assert view.grab().toImage() != lit, "the picture before is still going out"
    qtbot.waitUntil(lambda: view._motion.animation is None, timeout=10_000)
    assert picture(view) == lit


def test_picture_when_dragged_while_it_changes_comes_to_rest(view: MapView, qtbot: QtBot) -> None:
    view.set_reduced_motion(False)
    picture(view)
    view.show_nerves({("tibial", "left"): 1.0})
    drag(view, MIDDLE, QPoint(60, 0))
    qtbot.waitUntil(lambda: not view._moving, timeout=10_000)
    assert view._motion.animation is None and view._old is None and view.view.turn > 0


def test_click_when_the_full_picture_is_not_there_yet_is_as_exact(view: MapView, qtbot: QtBot) -> None:
    picture(view)
    view.show_view("inner")
    at = [QPoint(x, y) for x in range(60, 420, 90) for y in range(90, 600, 60)]
    early = [view.place_at(QPointF(one)) for one in at]
    assert not view.rests, "all of this was found in the coarse picture"
    picture(view)
    late = [view.place_at(QPointF(one)) for one in at]
    assert sum(one is not None for one in late) > 10
    for before, after in zip(early, late, strict=True):
        assert (before and (before.side, before.region)) == (after and (after.side, after.region))
        if before and after:
            assert (before.t, before.theta) == pytest.approx((after.t, after.theta), abs=1e-3)


def test_mark_and_nerve_when_the_body_is_turning_are_still_seen(view: MapView) -> None:
    view.show_marks((Mark(side="right", region="anterior-knee"),))
    view.show_nerves({("femoral", "right"): 1.0})
    picture(view)
    QTest.mousePress(window(view), Qt.MouseButton.LeftButton, pos=MIDDLE)
    QTest.mouseMove(window(view), MIDDLE + QPoint(12, 0))
    at, other = shown(view, "right", "anterior-knee"), shown(view, "left", "anterior-knee")
    turning = view.grab().toImage()
    assert not view.rests and turning.pixelColor(at) != turning.pixelColor(other), "the mark is tinted"
    view.show_layers({"regions"})
    bare = view.grab().toImage()
    QTest.mouseRelease(window(view), Qt.MouseButton.LeftButton, pos=MIDDLE + QPoint(12, 0))
    assert turning != bare, "the nerve is drawn"


def test_body_when_drawn_sharp_in_strips_has_no_seam(view: MapView, body: Body) -> None:
    view.show_layers({"regions"})
    picture(view)
    drawn, across, down = view._frame.ground.body, 2 * view.width(), 2 * view.height()
    at_once = picture_of(rasterise(body.surface, view._look.panes(2.0)[0], across, down), LIGHT)
    expected = Ground(view._look, 1.0, view._frame.panes, at_once.scaled(drawn.size(), mode=SMOOTH)).body
    assert view._frame.sharp
    apart = np.abs(np.subtract(*(np.array(one.constBits()).astype(int) for one in (drawn, expected))))
    assert apart.max() <= 2
