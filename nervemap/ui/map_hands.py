"""The hands on the map: what mouse, fingers, wheel and keys mean, told in the map's own words."""

from __future__ import annotations

from math import hypot

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from nervemap.ui.opening import DRAG_PX

TURN_DEGREES_PER_PX = 0.45
_LONG_PRESS_MS = 500


class MapHands(QWidget):
    """Turns the events of hands into acts, which the map that is made of it knows to do."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.dragging = False
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None
        self._pinch: tuple[float, QPointF] | None = None  # zoom for each px between two fingers, and their middle
        self._long_press = QTimer(self, singleShot=True, interval=_LONG_PRESS_MS)
        self._long_press.timeout.connect(self._on_long_press)

    # ---- the acts ---------------------------------------------------------------------------------------------

    def turn_by(self, right: float, up: float) -> None:
        """Turn, by degrees, as the hand goes."""
        raise NotImplementedError

    def turn_to(self, right: float, up: float) -> None:
        """Turn further by degrees, in one movement."""
        raise NotImplementedError

    def pan_by(self, step: QPointF) -> None:
        """Move the picture by px."""
        raise NotImplementedError

    def zoom_by(self, by: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the picture (None: its middle)."""
        raise NotImplementedError

    def zoom(self) -> float:
        """The zoom now."""
        raise NotImplementedError

    def fit(self) -> None:
        """Bring everything back into the picture."""
        raise NotImplementedError

    def come_to_rest(self) -> None:
        """The hand has let go after it moved something."""
        raise NotImplementedError

    def click(self, at: QPointF) -> None:
        """What a click or a tap does."""
        raise NotImplementedError

    def hover(self, at: QPointF | None) -> None:
        """The pointer is at a point, or gone."""
        raise NotImplementedError

    def go_among_areas(self, key: Qt.Key, way: tuple[int, int] | None) -> bool:
        """Whether a key was one of those that go between areas or press them; `way` is the direction of an arrow."""
        raise NotImplementedError

    # ---- mouse and fingers ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        left = bool(event.buttons() & Qt.MouseButton.LeftButton)
        turns = left and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if self._pressed is None:
            self.hover(event.position())
        else:
            self._drag_to(event.position(), turns=turns)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._release(event.position(), clicks=event.button() == Qt.MouseButton.LeftButton)

    def leaveEvent(self, event: QEvent) -> None:
        self.hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _press(self, at: QPointF) -> None:
        self._pressed = self._last = at
        self.dragging = False

    def _drag_to(self, at: QPointF, *, turns: bool) -> None:
        if self._pressed is None or self._last is None:
            return
        if not self.dragging and (at - self._pressed).manhattanLength() < DRAG_PX:
            return
        self.dragging = True
        self._long_press.stop()
        step = at - self._last
        self._last = at
        if turns:
            self.turn_by(step.x() * TURN_DEGREES_PER_PX, step.y() * TURN_DEGREES_PER_PX)
        else:
            self.pan_by(step)

    def _release(self, at: QPointF, *, clicks: bool) -> None:
        clicked = self._pressed is not None and not self.dragging and clicks
        dragged = self.dragging
        self._let_go()
        if dragged:
            self.come_to_rest()
        elif clicked:
            self.click(at)

    def _let_go(self) -> None:
        """Forget the press, or what became of it."""
        self._pressed = self._last = None
        self.dragging = False
        self._long_press.stop()

    def _touch(self, event: QTouchEvent) -> None:
        """One finger does what a pressed mouse does, two bring the picture nearer and move it."""
        at = [point.position() for point in event.points()]
        if len(at) > 1:
            apart, middle = hypot((at[1] - at[0]).x(), (at[1] - at[0]).y()), (at[0] + at[1]) / 2
            self._let_go()
            if self._pinch is None:
                self._pinch = self.zoom() / max(apart, 1.0), middle
            share, before = self._pinch
            self._pinch = share, middle
            self.pan_by(middle - before)
            self.zoom_by(share * apart / self.zoom(), middle)
        elif event.type() == QEvent.Type.TouchBegin:
            self._press(at[0])
            self._long_press.start()
        elif self._pinch is None and event.type() == QEvent.Type.TouchUpdate:
            self._drag_to(at[0], turns=True)
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self._pinch = None
            self._release(at[0] if at else QPointF(), clicks=event.type() == QEvent.Type.TouchEnd)

    def _on_long_press(self) -> None:
        """A finger that rests names what lies under it, as it can't hover, and marks nothing when it is lifted."""
        if self._pressed is not None and not self.dragging:
            at = self._pressed
            self._let_go()
            self.hover(at)

    # ---- keys -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in ways and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            right, down = ways[key]
            self.turn_to(15 * right, -10 * down)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(0.8)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif not self.go_among_areas(key, ways.get(key)):
            super().keyPressEvent(event)
