"""The map without a mouse: one accessible object for each area in sight, and keys that go from one to its neighbour.

The objects are clear buttons over the map (Qt's own widgets are what every screen reader can read and press). They let
the mouse through, say side and area, whether it is marked, and where it is; pressing one asks for just that area.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from functools import cached_property

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from nervemap.anatomy.body import Body, side_sign
from nervemap.ui.map_frame import Area

Way = tuple[int, int]
"""A direction of the picture: steps to the right and down."""

_WAYS: tuple[Way, ...] = ((1, 0), (-1, 0), (0, 1), (0, -1))
_BESIDE = 0.75
_APART, _ASIDE, _SHARED = 4.0, 0.7, 1.1
"""What counts beside the px along the way when a neighbour is looked for: px between the boxes across the way, between
the middles across it, and along it what the boxes share.
"""


class AreaButton(QAbstractButton):
    """One area of one side: checked while marked; its name and place are what a screen reader tells."""

    focused = Signal(bool)

    def __init__(self, area: Area, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._map = parent
        self.area = area
        self.middle = QPointF()
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the arrow keys go between areas, Tab into and out of the map
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map paints the focus on the area itself."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the map knows what the keys do

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self._map.setFocus(Qt.FocusReason.OtherFocusReason)
        return self._map.focusNextPrevChild(forward)


class MapAccess(QObject):
    """Keeps the buttons in step with what the map shows. `pressed(side, area)` asks for a mark or its end;
    `focus_moved(area or None)` tells where the keyboard is.
    """

    pressed = Signal(str, str)
    focus_moved = Signal(object)

    def __init__(self, map_: QWidget, body: Body, name_of: Callable[[Area], str]) -> None:
        super().__init__(map_)
        self._map = map_
        self._body = body
        self._name_of = name_of
        self._buttons: dict[Area, AreaButton] = {}
        self._marked: frozenset[Area] = frozenset()
        self._leaving: list[AreaButton] = []  # kept once more: a key that a button has passed on may have led here
        self._ways: dict[tuple[Area, Way], Area] | None = None
        self._last: Area | None = None
        self.focused: Area | None = None

    def show_areas(self, seen: Mapping[Area, tuple[QRect, QPointF]]) -> None:
        """The areas in sight with box and middle in px of the map; the others go."""
        self._ways = None
        leaving: list[AreaButton] = []
        for area in [one for one in self._buttons if one not in seen]:
            button = self._buttons.pop(area)
            if button.hasFocus():
                self._map.setFocus(Qt.FocusReason.OtherFocusReason)
            button.hide()
            button.setParent(None)
            button.deleteLater()
            leaving.append(button)
        self._leaving = leaving
        for area in sorted(seen, key=self._order):
            button = self._buttons.get(area) or self._made(area)
            box, button.middle = seen[area]
            button.setGeometry(box)
            button.raise_()  # a screen reader reads in the order of stacking

    def show_marked(self, marked: Collection[Area]) -> None:
        """Which areas are marked."""
        self._marked = frozenset(marked)
        for button in self._buttons.values():
            self._check(button)

    def enter(self, first: Area | None) -> None:
        """Go to an area: where the keys were last, else `first`, else the topmost."""
        for area in (self._last, first, *self._in_order()):
            if area in self._buttons:
                self._focus(area)
                return

    def leave(self) -> None:
        """Go back from the areas to the map as a whole."""
        self._map.setFocus(Qt.FocusReason.OtherFocusReason)

    def move(self, right: int, down: int) -> None:
        """Go to the neighbour in a direction of the picture; where there is none, stay."""
        if self._ways is None:
            boxes = {area: (button.geometry(), button.middle) for area, button in self._buttons.items()}
            self._ways = neighbours(boxes)
        if self.focused and (goal := self._ways.get((self.focused, (right, down)))):
            self._focus(goal)

    def go_to_end(self, *, last: bool) -> None:
        """Go to the first or last area from head to toe."""
        order = self._in_order()
        if order:
            self._focus(order[-1 if last else 0])

    def press(self) -> None:
        """Press the area that the keys are at."""
        if self.focused in self._buttons:
            self._buttons[self.focused].click()

    def _made(self, area: Area) -> AreaButton:
        button = AreaButton(area, self._name_of(area), self._map)
        self._buttons[area] = button
        self._check(button)
        # By area: a connection that holds its own button would leave it to be collected later, in any thread.
        button.toggled.connect(lambda _, area=area: self._on_toggled(area))
        button.focused.connect(lambda here, area=area: self._on_focused(area, here))
        button.show()
        return button

    def _check(self, button: AreaButton) -> None:
        with QSignalBlocker(button):
            button.setChecked(button.area in self._marked)

    def _focus(self, area: Area) -> None:
        self._buttons[area].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_toggled(self, area: Area) -> None:
        """Only the case says what is marked: the button asks, and shows what came of it."""
        self.pressed.emit(*area)
        if area in self._buttons:
            self._check(self._buttons[area])

    def _on_focused(self, area: Area, here: bool) -> None:
        if here:
            self._last = self.focused = area
        elif self.focused == area:
            self.focused = None
        self.focus_moved.emit(self.focused)

    def _in_order(self) -> list[Area]:
        return sorted(self._buttons, key=self._order)

    def _order(self, area: Area) -> tuple[float, int]:
        """From head to toe, and the right side first."""
        return -self._heights.get(area[1], 0.0), -side_sign(area[0])

    @cached_property
    def _heights(self) -> dict[str, float]:
        """How high the areas lie on the standing body, mm."""
        surface, chart = self._body.surface, self._body.chart.regions
        labels = chart.labels(surface.t, surface.theta)
        return {
            area: float(surface.vertices[labels == label, 2].mean())
            for label, area in enumerate(self._body.region_ids, start=1)
            if area and np.any(labels == label)
        }


def neighbours(seen: Mapping[Area, tuple[QRect, QPointF]]) -> dict[tuple[Area, Way], Area]:
    """Where each way leads from each area, by boxes and middles; every area is led to from some other one."""
    costs: dict[tuple[Area, Way], dict[Area, float]] = {}
    for area, here in seen.items():
        for way in _WAYS:
            found = {other: _cost(here, there, way) for other, there in seen.items() if other != area}
            costs[area, way] = {other: cost for other, cost in found.items() if cost is not None}
    ways = {slot: min(found, key=found.__getitem__) for slot, found in costs.items() if found}
    for area in seen:
        led_to = Counter(ways.values())
        if not led_to[area]:
            # The nearest way that may lead here instead, as another leads to where it went.
            free = {slot: found[area] for slot, found in costs.items() if area in found and led_to[ways[slot]] > 1}
            if free:
                ways[min(free, key=free.__getitem__)] = area
    return ways


def _cost(here: tuple[QRect, QPointF], there: tuple[QRect, QPointF], way: Way) -> float | None:
    """How far a neighbour lies in a direction, in px and with weights; None if it does not lie that way."""
    (own, start), (other, goal), (right, down) = here, there, way
    step = goal - start
    along, aside = step.x() * right + step.y() * down, abs(step.x() * down) + abs(step.y() * right)
    if right:
        apart = max(own.top() - other.bottom(), other.top() - own.bottom(), 0)
        shared = own.right() - other.left() if right > 0 else other.right() - own.left()
        least = min(own.width(), other.width())
    else:
        apart = max(own.left() - other.right(), other.left() - own.right(), 0)
        shared = own.bottom() - other.top() if down > 0 else other.bottom() - own.top()
        least = min(own.height(), other.height())
    # What shares most of the way lies beside an area, not beyond it: a neighbour the other way, as are steep slants.
    if along <= 1 or apart >= 2 * along or (shared > _BESIDE * least and aside > 2 * along):
        return None
    return float(along + _APART * apart + _ASIDE * aside + _SHARED * max(shared, 0))
