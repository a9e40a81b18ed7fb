"""The map without a mouse: one accessible object for each area in sight, and keys that go from one to its neighbour.

The objects are clear buttons over the map (Qt's own widgets are what every screen reader can read and press). They let
the mouse through, say side and area, whether it is marked, and where it is; pressing one asks for just that area.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from nervemap.anatomy.body import Body, side_sign
from nervemap.content.model import Side

Area = tuple[Side, str]
_GAP, _ASIDE, _BESIDE = 4.0, 0.4, 3.0
"""What counts beside the way along, when a neighbour is looked for: how far its box lies beside the way, how far its
middle, and how much too near it is.
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
        self._last: Area | None = None
        self.focused: Area | None = None

    def show_areas(self, seen: Mapping[Area, tuple[QRect, QPointF]]) -> None:
        """The areas in sight with box and middle in px of the map; the others go."""
        for area in [one for one in self._buttons if one not in seen]:
            button = self._buttons.pop(area)
            if button.hasFocus():
                self._map.setFocus(Qt.FocusReason.OtherFocusReason)
            button.hide()
            button.setParent(None)
            button.deleteLater()
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
        if self.focused not in self._buttons:
            return
        here = self._buttons[self.focused]
        start, reach = here.middle, (here.width() * abs(right) + here.height() * abs(down)) / 2
        found: list[tuple[float, Area]] = []
        for area, button in self._buttons.items():
            step = button.middle - start
            along = step.x() * right + step.y() * down
            aside = abs(step.x() * down) + abs(step.y() * right)
            if along > 1 and aside < 2 * along:
                # What lies beside an area rather than beyond it is a neighbour the other way.
                beside = max(reach / 2 - along, 0)
                box = button.geometry()
                low, high = (box.top(), box.bottom()) if right else (box.left(), box.right())
                across = start.y() if right else start.x()
                gap = max(low - across, across - high, 0)
                found.append((along + _GAP * gap + _ASIDE * aside + _BESIDE * beside, area))
        if found:
            self._focus(min(found)[1])

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
        button.toggled.connect(lambda _, button=button: self._on_toggled(button))
        button.focused.connect(lambda here, area=area: self._on_focused(area, here))
        button.show()
        return button

    def _check(self, button: AreaButton) -> None:
        with QSignalBlocker(button):
            button.setChecked(button.area in self._marked)

    def _focus(self, area: Area) -> None:
        self._buttons[area].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_toggled(self, button: AreaButton) -> None:
        """Only the case says what is marked: the button asks, and shows what came of it."""
        self.pressed.emit(*button.area)
        self._check(button)

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
