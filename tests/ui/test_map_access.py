"""The map by keys and through the accessibility tree: the same areas, the same acts, whatever way it is turned."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from nervemap.anatomy.body import load_body
from nervemap.anatomy.views import VIEW_NAMES, ViewName
from nervemap.case.case import Mark
from nervemap.content.atlas import load_atlas
from nervemap.palette import LIGHT
from nervemap.ui.map_access import AreaButton
from nervemap.ui.map_view import MapView

ATLAS = load_atlas()
BODY = load_body(ATLAS)
EXPECTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "expectations" / "map_touch.yaml").read_text(encoding="utf-8")
)
KEYS = {"Up": Qt.Key.Key_Up, "Down": Qt.Key.Key_Down, "Left": Qt.Key.Key_Left, "Right": Qt.Key.Key_Right}
Area = tuple[str, str]


class Place(QWidget):
    """The map between two fields, and a case that only remembers what is marked."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.map, self.after = QLineEdit(), MapView(ATLAS, BODY, LIGHT), QLineEdit()
        layout = QVBoxLayout(self)
        for widget in (self.before, self.map, self.after):
            layout.addWidget(widget)
        self.map.set_reduced_motion(True)
        self.marks: tuple[Mark, ...] = ()
        self.pressed: list[Area] = []
        self.focused: list[Area | None] = []
        self.map.area_pressed.connect(self.toggle)
        self.map.area_focused.connect(self.focused.append)

    def toggle(self, side: Any, region: str) -> None:
        self.pressed.append((side, region))
        others = tuple(mark for mark in self.marks if (mark.side, mark.region) != (side, region))
        self.marks = others if len(others) < len(self.marks) else (*others, Mark(side=side, region=region))
        self.map.show_marks(self.marks)

    def turn_to(self, name: ViewName) -> None:
        self.map.show_view(name)
        self.settle()

    def settle(self) -> None:
        """Wait until the picture is at rest and sharp."""
        for _ in range(500):
            QApplication.processEvents()
            time.sleep(0.005)  # unlike a wait of Qt's it lets the worker thread go on
            if self.map.rests:
                return
        raise AssertionError("the map does not come to rest")

    def buttons(self) -> dict[Area, AreaButton]:
        return {one.area: one for one in self.map.findChildren(AreaButton) if one.isVisible()}

    def focus(self, side: str, region: str) -> None:
        self.buttons()[side, region].setFocus()  # type: ignore[index]

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, modifier)

    @property
    def at(self) -> Area | None:
        return self.focused[-1] if self.focused else None


@pytest.fixture
def place(qapp: QApplication) -> Iterator[Place]:
    place = Place()
    place.resize(500, 560)
    place.show()
    place.activateWindow()
    QTest.qWaitForWindowActive(place)
    place.map.setFocus()
    place.settle()
    yield place
    place.map.close()
    place.close()
    place.deleteLater()
    QTest.qWait(1)


@pytest.mark.parametrize("row", EXPECTED["arrows"], ids=lambda row: f"{row['view']} {row['from']} {row['key']}")
def test_arrow_goes_to_the_neighbour_when_there_is_one(place: Place, row: dict[str, str]) -> None:
    place.turn_to(row["view"])  # type: ignore[arg-type]
    place.focus(*row["from"].split(" "))
    place.key(KEYS[row["key"]])
    assert " ".join(place.at or ()) in (row["to"], row.get("or"))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "back" else pytest.mark.long) for name in VIEW_NAMES]
)
def test_every_area_when_in_sight_is_reached_by_arrows(place: Place, name: ViewName) -> None:
    place.turn_to(name)
    start = next(iter(place.buttons()))
    reached, waiting = {start}, [start]
    while waiting:
        area = waiting.pop()
        for key in KEYS.values():
            place.focus(*area)
            place.key(key)
            assert place.at is not None
            if place.at not in reached:
                reached.add(place.at)  # type: ignore[arg-type]
                waiting.append(place.at)  # type: ignore[arg-type]
    assert reached == set(place.buttons())


def test_home_and_end_when_pressed_go_from_head_to_toe(place: Place) -> None:
    place.turn_to("back")
    place.key(Qt.Key.Key_Home)
    assert place.at == ("right", "low-back")
    place.key(Qt.Key.Key_End)
    lowest = max(place.buttons().values(), key=lambda one: one.middle.y()).area
    assert place.at is not None and place.at[1] in (lowest[1], "heel", "plantar-foot")


@pytest.mark.parametrize("chain", EXPECTED["head_to_toe"], ids=lambda chain: chain[0])
def test_areas_when_read_out_go_from_head_to_toe(place: Place, chain: list[str]) -> None:
    for name in ("front", "back", "outer", "inner"):
        place.turn_to(name)  # type: ignore[arg-type]
        order = [one.area for one in place.map.findChildren(AreaButton)]
        regions = [region for side, region in order if side == "right" and region in chain]
        assert regions == [one for one in chain if one in regions]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_key_marks_and_unmarks_when_an_area_has_the_focus(place: Place, key: Qt.Key) -> None:
    place.turn_to("back")
    place.focus("left", "calf")
    place.key(key)
    assert place.pressed == [("left", "calf")] and place.buttons()["left", "calf"].isChecked()
    place.key(key)
    assert place.pressed == [("left", "calf")] * 2 and not place.buttons()["left", "calf"].isChecked()


def test_nothing_is_pressed_when_no_area_has_the_focus(place: Place) -> None:
    place.key(Qt.Key.Key_Space)
    assert not place.pressed


def test_escape_when_pressed_leaves_the_areas(place: Place) -> None:
    place.key(Qt.Key.Key_Home)
    assert place.at is not None
    place.key(Qt.Key.Key_Escape)
    assert place.at is None and place.map.hasFocus()


def test_tab_goes_in_and_out_when_pressed(place: Place) -> None:
    place.before.setFocus()
    place.key(Qt.Key.Key_Tab)
    first = place.at
    assert first is not None
    place.key(Qt.Key.Key_Down)
    here = place.at
    assert here not in (None, first)
    place.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is place.after
    place.key(Qt.Key.Key_Backtab)
    assert place.at == here, "the keys come back to where they were"
    place.key(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is place.before


def test_focus_when_on_an_area_is_painted_there(place: Place) -> None:
    place.turn_to("back")
    plain = pixels(place)
    place.focus("right", "calf")
    changed = (pixels(place) != plain).any(axis=2)
    box = place.buttons()["right", "calf"].geometry().adjusted(-8, -8, 8, 8)
    inside = changed[box.top() : box.bottom(), box.left() : box.right()]
    assert inside.sum() > 300
    edge = changed.sum() - inside.sum()
    assert edge <= 4 * (place.map.width() + place.map.height()), "more than the frame of the map has changed elsewhere"


def pixels(place: Place) -> np.ndarray[Any, Any]:
    QTest.qWait(1)
    image = place.map.grab().toImage()
    return (
        np.frombuffer(image.constBits(), np.uint8)
        .reshape(image.height(), -1)[:, : 4 * image.width()]
        .reshape(image.height(), image.width(), 4)
        .copy()
    )


# The accessibility tree


@pytest.mark.parametrize("row", EXPECTED["names"], ids=lambda row: row["name"])
def test_area_when_focused_is_told_with_side_role_and_state(place: Place, row: dict[str, str]) -> None:
    place.turn_to("outer" if row["area"] == "lateral-ankle" else "back")
    button = place.buttons()[row["side"], row["area"]]
    told = QAccessible.queryAccessibleInterface(button)
    assert told.text(QAccessible.Text.Name) == row["name"]
    assert told.role() == QAccessible.Role.CheckBox
    assert not told.state().checked and told.state().focusable
    place.toggle(row["side"], row["area"])
    assert told.state().checked
    place.focus(row["side"], row["area"])
    assert told.state().focused


@pytest.mark.parametrize(("name", "turned"), [("front", (37, 8)), ("inner", (75, -20)), ("sole", (-120, 0))])
def test_press_when_asked_for_hits_the_area_that_it_names(
    place: Place, name: ViewName, turned: tuple[int, int]
) -> None:
    place.turn_to(name)
    place.map._go(place.map.view.turned(*turned))
    place.settle()
    parent = QAccessible.queryAccessibleInterface(place.map)
    assert parent.childCount() == len(place.buttons()) > 2
    for area, button in place.buttons().items():
        told = QAccessible.queryAccessibleInterface(button)
        side, region = area
        assert told.text(QAccessible.Text.Name) == f"{side} {ATLAS.regions[region].plain}"
        point = place.map.area_point(side, region)
        assert point is not None
        seen = place.map.place_at(point)
        assert seen is not None and (seen.side, seen.region) == area
        assert told.rect().contains(place.map.mapToGlobal(QPoint(int(point.x()), int(point.y()))))
        button.click()
        assert place.pressed[-1] == area


def test_areas_when_out_of_sight_are_gone(place: Place) -> None:
    place.turn_to("front")
    assert ("right", "calf") not in place.buttons() and ("right", "anterior-knee") in place.buttons()
    place.turn_to("back")
    assert ("right", "calf") in place.buttons() and ("right", "anterior-knee") not in place.buttons()


def test_focus_returns_to_the_map_when_its_area_turns_away(place: Place) -> None:
    place.turn_to("front")
    place.focus("right", "anterior-knee")
    place.turn_to("back")
    assert place.at is None and place.map.hasFocus()


def test_mouse_when_over_an_area_goes_through_to_the_map(place: Place) -> None:
    place.turn_to("back")
    clicked: list[Any] = []
    place.map.place_clicked.connect(clicked.append)
    point = place.map.area_point("right", "calf")
    assert isinstance(point, QPointF)
    at = place.map.mapTo(place, QPoint(int(point.x()), int(point.y())))
    QTest.mouseClick(place.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
    assert [(one.side, one.region) for one in clicked] == [("right", "calf")]
