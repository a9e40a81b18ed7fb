"""The map's buttons, and the tip that says what lies under the pointer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nervemap.anatomy.body import Body, load_body
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import SIDES, Side
from nervemap.palette import LIGHT
from nervemap.ui.map_panel import MapPanel
from nervemap.ui.map_view import MapView

VIEWS = {"Front": "front", "Back": "back", "Outer": "outer", "Inner": "inner", "Sole": "sole", "Top of foot": "top"}
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu that opens


@pytest.fixture(scope="module")
def body(atlas: Atlas) -> Body:
    return load_body(atlas)


@pytest.fixture
def panel(atlas: Atlas, body: Body, qtbot: QtBot) -> Iterator[MapPanel]:
    panel = MapPanel(atlas, QWidget())
    panel.put_in(MapView(atlas, body, LIGHT))
    qtbot.addWidget(panel)
    panel.resize(640, 720)
    panel.map.set_reduced_motion(True)
    panel.show()
    QTest.qWait(30)
    yield panel
    panel.map.close()


def button(panel: MapPanel, name: str) -> QAbstractButton:
    (found,) = [
        one
        for one in panel.findChildren(QAbstractButton)
        if one.isVisible() and name in (one.text(), one.accessibleName())
    ]
    return found


def press(panel: MapPanel, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(button(panel, name), Qt.MouseButton.LeftButton)


def hover(panel: MapPanel, side: Side, region: str) -> str:
    """What is said when the pointer comes to an area."""
    at = panel.map.area_point(side, region)
    assert at is not None
    QTest.mouseMove(panel.windowHandle(), panel.map.mapTo(panel, QPoint(4, panel.map.height() - 4)))
    QTest.mouseMove(panel.windowHandle(), panel.map.mapTo(panel, QPoint(int(at.x()), int(at.y()))))
    QApplication.processEvents()
    return panel.tip.text()


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize(
    ("view", "region", "skin", "root"),
    [
        ("Outer", "lateral-ankle", "sural nerve", "S1"),
        ("Sole", "heel", "medial calcaneal", "S1"),
        ("Back", "posterior-thigh", "posterior femoral cutaneous nerve", "S"),  # S1 or S2, where it is hit
        ("Inner", "medial-shin", "saphenous nerve", "L4"),
    ],
)
def test_words_when_the_pointer_is_over_an_area(
    panel: MapPanel, atlas: Atlas, qtbot: QtBot, view: str, region: str, skin: str, root: str, side: Side
) -> None:
    press(panel, qtbot, view)
    words = hover(panel, side, region)
    assert words.startswith(f"{side.upper()} {atlas.regions[region].plain}")
    assert skin in words and "borders vary" in words
    assert f"Dermatome {root}" in words


def test_words_when_the_area_at_the_keys_is_marked_say_what_the_next_press_does(panel: MapPanel, qtbot: QtBot) -> None:
    panel.map.setFocus()
    qtbot.keyClick(panel.map, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "space marks it" in panel.tip.text())
    panel.map.show_marks(tuple(Mark(side=side, region="groin") for side in SIDES))
    assert panel.tip.text() == "RIGHT groin\nmarked; space takes the mark off"
    panel.map.show_marks(())
    assert panel.tip.text() == "RIGHT groin\nspace marks it"


def test_words_when_the_pointer_leaves_are_gone(panel: MapPanel) -> None:
    assert hover(panel, "right", "groin") and panel.tip.isVisible()
    QTest.mouseMove(panel.windowHandle(), panel.map.mapTo(panel, QPoint(4, panel.map.height() - 4)))
    QApplication.processEvents()
    assert not panel.tip.text() and not panel.tip.isVisible()


@pytest.mark.parametrize(
    ("view", "region"),
    [("Outer", "lateral-ankle"), ("Back", "low-back"), ("Sole", "heel"), ("Front", "lateral-shin"), ("Outer", "heel")],
)
@pytest.mark.parametrize("side", ["right", "left"])
def test_words_when_shown_stand_in_the_map_and_not_under_the_pointer(
    panel: MapPanel, qtbot: QtBot, view: str, region: str, side: Side
) -> None:
    press(panel, qtbot, view)
    assert hover(panel, side, region)
    at = panel.map.area_point(side, region)
    assert at is not None and panel.map.rect().contains(panel.tip.geometry())
    assert not panel.tip.geometry().contains(at.toPoint())
    for name in ("Fit", "Whole body"):
        over = button(panel, name)
        box = over.rect().translated(over.mapTo(panel, QPoint()) - panel.map.mapTo(panel, QPoint()))
        assert not panel.tip.geometry().intersects(box), f"{name} covered the words"


def test_words_when_a_nerve_is_drawn_under_the_pointer_name_it(panel: MapPanel, qtbot: QtBot) -> None:
    press(panel, qtbot, "Back")
    panel.map.show_nerves({("sural", "right"): 1.0})
    qtbot.waitUntil(lambda: panel.map.rests, timeout=20_000)
    ankle = panel.map.area_point("right", "achilles")
    assert ankle is not None
    found = ""
    for x in range(int(ankle.x()) - 20, int(ankle.x()) + 40):
        QTest.mouseMove(panel.windowHandle(), panel.map.mapTo(panel, QPoint(x, int(ankle.y()))))
        QApplication.processEvents()
        found = found or next((line for line in panel.tip.text().splitlines() if line.startswith("Nerve")), "")
    assert found == "Nerve: sural nerve"


def test_hint_to_click_where_it_hurts_when_the_map_asks_is_away(panel: MapPanel, qtbot: QtBot) -> None:
    def letters() -> int:
        qtbot.waitUntil(lambda: panel.map.rests, timeout=20_000)
        seen = panel.map.grab().toImage()
        corner = itertools.product(range(20, 90), range(panel.map.height() - 40, panel.map.height() - 10))
        return sum(seen.pixelColor(x, y).lightness() < 140 for x, y in corner)

    assert letters() > 20
    panel.map.set_names_hidden(True)
    assert letters() == 0


def test_buttons_when_shown_stand_beside_the_body(panel: MapPanel, qtbot: QtBot) -> None:
    for view in VIEWS:
        press(panel, qtbot, view)
        qtbot.waitUntil(lambda: panel.map.rests, timeout=20_000)
        skin = panel.map._frame.buffers.depth > -1e8
        for name in ("Zoom out", "Zoom in", "Fit", "Whole body", "Layers"):
            box = button(panel, name).geometry().translated(panel._corner.pos() - panel.map.pos())
            assert not skin[box.top() : box.bottom(), box.left() : box.right()].any(), (view, name)


def test_body_when_shown_fills_the_height_of_the_map(panel: MapPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.map.rests, timeout=20_000)
    rows = (panel.map._frame.buffers.depth > -1e8).any(axis=1)
    assert rows[0] and rows.mean() > 0.97
    assert panel.map.height() > 0.88 * panel.height(), "the map has nearly all of its panel"


@pytest.mark.parametrize("text", VIEWS)
def test_view_when_its_button_is_pressed_is_shown_and_its_button_is_down(
    panel: MapPanel, qtbot: QtBot, text: str
) -> None:
    press(panel, qtbot, "Back" if text == "Front" else "Front")
    press(panel, qtbot, text)
    assert panel.map.view.name == VIEWS[text]
    assert [one.text() for one in panel.views.buttons.values() if one.isChecked()] == [text]


def test_view_when_turned_by_hand_is_none_of_the_named_ones_until_its_button_is_pressed(
    panel: MapPanel, qtbot: QtBot
) -> None:
    QTest.keyClick(panel.map, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert not [one for one in panel.views.buttons.values() if one.isChecked()]
    press(panel, qtbot, "Front")
    assert panel.map.view.turn == 0 and button(panel, "Front").isChecked()


def test_zoom_when_its_buttons_are_pressed_goes_in_and_out_and_fit_brings_back(panel: MapPanel, qtbot: QtBot) -> None:
    press(panel, qtbot, "Zoom in")
    press(panel, qtbot, "Zoom in")
    most = panel.map.view.zoom
    press(panel, qtbot, "Zoom out")
    assert most > panel.map.view.zoom > 1
    press(panel, qtbot, "Fit")
    assert (panel.map.view.zoom, panel.map.view.pan) == (1, (0, 0))


def test_whole_body_when_pressed_shows_spine_and_head_and_again_the_legs(panel: MapPanel, qtbot: QtBot) -> None:
    press(panel, qtbot, "Whole body")
    assert panel.map.view.framing == "whole" and button(panel, "Whole body").isChecked()
    knee = panel.map.area_point("right", "anterior-knee")
    assert knee is not None and knee.y() > panel.map.height() * 0.6
    press(panel, qtbot, "Back")
    assert panel.map.view.framing == "whole", "the framing stays"
    press(panel, qtbot, "Whole body")
    assert panel.map.view.framing == "lower" and not button(panel, "Whole body").isChecked()


@pytest.mark.parametrize("before", [(), ("Whole body",)])
def test_whole_body_when_pressed_at_the_feet_leads_to_the_body(
    before: tuple[str, ...], panel: MapPanel, qtbot: QtBot
) -> None:
    """It stood pressed there, and pressing it changed nothing that could be seen."""
    for name in (*before, "Sole"):
        press(panel, qtbot, name)
    assert not button(panel, "Whole body").isChecked()
    press(panel, qtbot, "Whole body")
    assert (panel.map.view.name, panel.map.view.framing) == ("back", "whole")
    assert button(panel, "Whole body").isChecked() and button(panel, "Back").isChecked()


def test_layer_when_chosen_from_the_menu_is_drawn(panel: MapPanel, qtbot: QtBot) -> None:
    menu = panel.findChild(QMenu)
    assert menu is not None
    names = [action.text() for action in menu.actions()]
    assert {"Areas", "Nerves", "Sites", "Names", "Bones"} <= set(names)
    qtbot.waitUntil(lambda: panel.map.rests, timeout=20_000)
    before = panel.map.grab().toImage()
    for action in menu.actions():
        if action.text().startswith("Dermatomes"):
            action.trigger()
    qtbot.waitUntil(lambda: panel.map.rests, timeout=20_000)
    assert panel.map.grab().toImage() != before
