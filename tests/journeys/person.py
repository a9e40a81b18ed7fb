"""A person at the window: looks for names and texts, presses, scrolls, types, and looks at the picture of the map.

Everything goes through the window itself, so a button that is hidden, covered or switched off cannot be pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLabel, QLineEdit, QMenu, QScrollArea, QWidget

from nervemap.ui.main_window import MainWindow
from nervemap.ui.map_view import MapView
from tests.windows import wait_for_pages, wait_for_rest

LEFT = Qt.MouseButton.LeftButton
Found = TypeVar("Found", bound=QWidget)


class Person:
    """Does with mouse and keys what a person would do, and reads what can be read."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    # ---- looking ----------------------------------------------------------------------------------------------

    @property
    def map(self) -> MapView:
        return self._one(MapView, lambda one: one.accessibleName().startswith("Map"), "the map")

    def button(self, name: str) -> QAbstractButton:
        """The button that shows this text or, if none does, has this name; of those that are not hidden."""
        shown = [one for one in self.window.findChildren(QAbstractButton) if one.isVisible()]
        by_text = any(_said(one) == name for one in shown)
        return self._one(
            QAbstractButton,
            lambda one: (_said(one) if by_text else one.accessibleName()) == name,
            f"a button {name!r}",
        )

    def texts(self, inside: QWidget | None = None) -> list[str]:
        """All that can be read in the window (scrolling included), or in one part of it, from top to bottom."""
        parts = (inside or self.window).findChildren(QWidget)
        words = [one for one in parts if isinstance(one, QLabel | QAbstractButton) and one.isVisible()]
        words = [one for one in words if not one.isWindow()]  # a tool tip, which comes when it takes long
        return [_said(one) for one in sorted(words, key=self._place_of)]

    def texts_above_the_map(self) -> list[str]:
        """What stands above the map and all beside it."""
        top = self._place_of(self.map)[0]
        return [
            one.text()
            for one in self.window.findChildren(QLabel)
            if one.isVisible() and self._place_of(one)[0] + one.height() < top and not one.visibleRegion().isEmpty()
        ]

    def _place_of(self, widget: QWidget) -> tuple[int, int]:
        at = widget.mapTo(self.window, QPoint())
        return at.y(), at.x()

    def row(self, name: str) -> QFrame:
        """The row of the nerve table with this heading."""
        return self._one(
            QFrame,
            lambda one: one.property("kind") == "row" and one.accessibleName().split(", marked")[0] == name,
            f"a row {name!r}",
        )

    def rows(self) -> list[str]:
        """The headings of the rows that the table shows now."""
        rows = [one for one in self.window.findChildren(QFrame) if one.property("kind") == "row" and one.isVisible()]
        return [one.accessibleName().split(", marked")[0] for one in sorted(rows, key=self._place_of)]

    def marked_rows(self) -> list[str]:
        """The names of the rows that are marked, with their sides."""
        rows = [one.accessibleName() for one in self.window.findChildren(QFrame)]
        return sorted(name for name in rows if ", marked " in name)

    def in_sight(self, widget: QWidget) -> bool:
        """Whether any of it can be seen without scrolling."""
        return not widget.visibleRegion().isEmpty()

    def names_in(self, row: QFrame) -> list[str]:
        """The nerves that can be pressed in the closed part of a row, as a screen reader names them."""
        links = [one for one in row.findChildren(QAbstractButton) if one.property("kind") == "link" and one.isVisible()]
        return [one.accessibleName() for one in links if one.property("role") != "accent"]  # those tell it again

    def lit_in(self, row: QFrame) -> list[str]:
        """Those of them that are shown lit."""
        links = row.findChildren(QAbstractButton)
        return [one.accessibleName() for one in links if one.isVisible() and one.property("lit") == "true"]

    def picture(self) -> QImage:
        """The map as it is seen when it rests and the hand is away: the words beside the pointer cover much."""
        QTest.mouseMove(self.window.windowHandle(), QPoint(2, 2))
        self.wait_for_rest()
        return self.map.grab().toImage()

    def view_picture(self, view: str) -> QImage:
        """The map as it is seen in one of the named views, sharp."""
        self.press(f"View: {view}")
        return self.picture()

    def wait_for_rest(self) -> None:
        """Until the map has stopped moving and become sharp."""
        self.settle()
        wait_for_rest(self.map)

    def _one(self, kind: type[Found], fits: Callable[[Found], bool], what: str) -> Found:
        found = [one for one in self.window.findChildren(kind) if one.isVisible() and fits(one)]
        assert len(found) == 1, f"there should be {what}, and there are {len(found)}"
        return found[0]

    # ---- hands ------------------------------------------------------------------------------------------------

    def press(self, name: str) -> None:
        """Press the button with this text or name, scrolling to it if need be."""
        button = self.button(name)
        assert button.isEnabled(), f"{name!r} is switched off"
        self.click(button)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget (its middle) where the window shows it."""
        self._scroll_to(widget, at)
        self.click_at(widget.mapTo(self.window, at or widget.rect().center()))

    def click_row(self, row: QFrame) -> None:
        """Click a row at its heading, beside all words that can be pressed themselves."""
        self.click(row, QPoint(10, 14))

    def click_at(self, at: QPoint) -> None:
        """Click a point of the window."""
        QTest.mouseClick(self.window.windowHandle(), LEFT, pos=at)
        self.settle()

    def click_area(self, side: str, region: str) -> QPointF:
        """Click an area of the map that is in sight; gives the point of the map."""
        at = self.map.area_point(side, region)
        assert at is not None, f"the map does not show {side} {region} in the view {self.map.view.name}"
        self.click_at(self.map.mapTo(self.window, QPoint(int(at.x()), int(at.y()))))
        return at

    def wheel(self, widget: QWidget, steps: int, at: QPoint | None = None) -> None:
        """Turn the wheel over a widget (positive: away from the person)."""
        QTest.wheelEvent(
            self.window.windowHandle(),
            QPointF(widget.mapTo(self.window, at or widget.rect().center())),
            QPoint(0, 120 * steps),
        )
        self.settle()

    def type(self, words: str) -> None:
        """Replace what stands in the one search field."""
        field = self._one(QLineEdit, lambda one: one.accessibleName().startswith("Search"), "a search field")
        self.click(field)
        self.keys("Ctrl+A")
        self.keys("Backspace")
        for letter in words:
            QTest.keyClick(self.window.windowHandle(), letter)
        self.settle()

    def keys(self, *sequences: str) -> None:
        """Press keys, such as Ctrl+Z."""
        for sequence in sequences:
            key = QKeySequence(sequence)[0]
            QTest.keyClick(self.window.windowHandle(), key.key(), key.keyboardModifiers())
            self.settle()

    def menu(self, *path: str) -> None:
        """Choose from the menu bar, such as View, Dark."""
        self.menu_texts(path[0])
        self._choose(path[1])

    def layer(self, name: str) -> None:
        """Switch a layer of the map on or off."""
        self.press("Layers")
        self._choose(name)

    def _choose(self, name: str) -> None:
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, QMenu)
        action = next(one for one in popup.actions() if one.text().replace("&", "") == name)
        assert action.isEnabled(), f"{name} is switched off"
        QTest.mouseClick(popup.windowHandle(), LEFT, pos=popup.actionGeometry(action).center())
        self.settle()

    def reduce_motion(self) -> None:
        """Ask for it, unless it has been asked for: the window of an earlier journey may have kept it."""
        self.menu_texts("View")
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, QMenu)
        (action,) = [one for one in popup.actions() if one.text().replace("&", "") == "Reduce motion"]
        self.keys("Esc")
        if not action.isChecked():
            self.menu("View", "Reduce motion")
        assert action.isChecked()

    def menu_texts(self, title: str) -> dict[str, bool]:
        """Open a menu; what it offers, and whether that can be chosen."""
        bar = self.window.menuBar()
        action = next(one for one in bar.actions() if one.text().replace("&", "") == title)
        self.click(bar, bar.actionGeometry(action).center())
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, QMenu)
        return {one.text().replace("&", ""): one.isEnabled() for one in popup.actions() if not one.isSeparator()}

    def start_again(self) -> None:
        """A new case, seen from the front."""
        self.keys("Ctrl+N")
        self.press("Front")

    def settle(self) -> None:
        """Let the window do what it has begun: fill its pages, lay out, repaint, scroll."""
        for _ in range(3):
            QApplication.processEvents()
            wait_for_pages()

    def _scroll_to(self, widget: QWidget, at: QPoint | None = None) -> None:
        area = widget.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is None:
            return
        seen = area.viewport()
        while True:
            y = widget.mapTo(seen, at or widget.rect().center()).y()
            if 8 <= y < seen.height() - 8:
                return
            before = y
            x = widget.mapTo(seen, at or widget.rect().center()).x()  # the pointer stays in its column
            self.wheel(seen, -1 if y > 8 else 1, QPoint(min(max(x, 4), seen.width() - 4), seen.height() // 2))
            y = widget.mapTo(seen, at or widget.rect().center()).y()
            assert y != before, f"{widget.accessibleName() or widget} cannot be scrolled into sight"


def _said(widget: QLabel | QAbstractButton) -> str:
    """What a widget shows; a long name on a button is one name."""
    return widget.text().replace("\n", " ") if isinstance(widget, QAbstractButton) else widget.text()


def lit_share(before: QImage, after: QImage, points: Iterable[QPointF], colors: Iterable[str], reach: int = 4) -> float:
    """How many of these points took on one of the colours from one picture to the next, from 0 to 1."""
    lit, ratio = lit_pixels(before, after, colors), after.devicePixelRatio()
    took = []
    for at in points:
        x, y, room = round(at.x() * ratio), round(at.y() * ratio), round(reach * ratio)
        took.append(lit[max(y - room, 0) : max(y + room + 1, 0), max(x - room, 0) : max(x + room + 1, 0)].any())
    return sum(took) / max(len(took), 1)


def lit_pixels(before: QImage, after: QImage, colors: Iterable[str]) -> NDArray[np.bool_]:
    """(height, width): which pixels changed clearly from one picture to the next, and towards one of the colours."""
    was, now = pixels(before), pixels(after)
    change = now - was
    size = np.linalg.norm(change, axis=2)
    lit = np.zeros(size.shape, np.bool_)
    for color in colors:
        towards = np.array(_rgb(color), np.float32) - was
        lit |= (change * towards).sum(axis=2) > 0.94 * size * np.linalg.norm(towards, axis=2)
    return lit & (size > 14)


def pixels(image: QImage) -> NDArray[np.float32]:
    """(height, width, 3): red, green and blue, from 0 to 255."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 4 * plain.width()].reshape(plain.height(), plain.width(), 4)[..., 2::-1].astype(np.float32)


def distance(one: QImage, other: QImage | str, at: QPointF) -> float:
    """How far the colour of a pixel lies from that of another picture, or from one colour."""
    ratio = one.devicePixelRatio()
    x, y = int(at.x() * ratio), int(at.y() * ratio)
    there = _rgb(other) if isinstance(other, str) else other.pixelColor(x, y).getRgb()[:3]
    return sum((a - b) ** 2 for a, b in zip(one.pixelColor(x, y).getRgb()[:3], there, strict=True)) ** 0.5


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))
