"""The map: the body that answers when touched. It shows what it is given and asks upward when something is clicked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from math import hypot
from typing import Any

from PySide6.QtCore import QEasingCurve, QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nervemap.anatomy.body import Body, Place
from nervemap.anatomy.raster import Buffers, rasterise
from nervemap.anatomy.scene import Ring
from nervemap.anatomy.views import VIEW_NAMES, View, ViewName, panes
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Side
from nervemap.handout import picture
from nervemap.palette import Palette
from nervemap.reasoning.findings import FeltArea
from nervemap.ui.map_access import MapAccess
from nervemap.ui.map_drawing import Drawing, Kind, Shown
from nervemap.ui.map_frame import Area, Frame, FrameMaker, Plan
from nervemap.ui.opening import DRAG_PX, HINT, LEAST

TURN_DEGREES_PER_PX = 0.45
ANIMATION_MS = 280
_LEAST_ZOOM, _MOST_ZOOM = 0.8, 8.0
_LONG_PRESS_MS = 500
_PREVIEW = (128, 144)
_RING_REACH_PX = 3.5

Lit = Mapping[tuple[str, Side], float]


class MapView(QWidget):
    """Draws the body with marks, nerves and sites; hover, click, drag, wheel, pinch, keys and screen reader.

    Upward: `place_clicked(Place)` by mouse, `area_pressed(side, region)` by key or screen reader, `site_clicked(id)`,
    `view_changed(View)`; and where pointer and keys are: `place_hovered(Place or None)`, `site_hovered(id or None)`,
    `area_focused((side, region) or None)`.
    """

    place_clicked = Signal(object)
    area_pressed = Signal(str, str)
    place_hovered = Signal(object)
    area_focused = Signal(object)
    site_clicked = Signal(str)
    site_hovered = Signal(object)
    view_changed = Signal(object)

    def __init__(self, atlas: Atlas, body: Body, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMinimumSize(LEAST)
        self.setAccessibleName(self.tr("Map of the lower body"))
        self.setAccessibleDescription(
            self.tr(
                "Arrow keys go from area to area, Home and End to the first and last, space marks, Ctrl+arrows turn."
            )
        )
        self._atlas = atlas
        self._body = body
        self._view = View()
        self._shown = Shown(palette)
        self.pointer = QPointF()
        """Where the pointer was last, or the middle of the area that the keys are at."""
        self._hovered: Area | None = None
        self._hovered_site: str | None = None
        self._reduced_motion = False
        self._frame: Frame | None = None
        self._base: QPixmap | None = None
        self._previews: dict[ViewName, Buffers] = {}
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None
        self._dragging = False
        self._pinch: tuple[float, QPointF] | None = None  # zoom for each px between two fingers, and their middle
        self._moving = False
        self._animation: QVariantAnimation | None = None
        self._old: QPixmap | None = None
        self._old_share = 0.0
        self._kept = QSize(0, 0)
        self._drawing = Drawing(atlas, body, self._words(), self._hint())
        self._maker = FrameMaker(body, self)
        self._maker.sharpened.connect(self._on_sharpened)
        self._settle = QTimer(self, singleShot=True, interval=60)
        self._settle.timeout.connect(self._on_settled)
        self._long_press = QTimer(self, singleShot=True, interval=_LONG_PRESS_MS)
        self._long_press.timeout.connect(self._on_long_press)
        self._access = MapAccess(self, body, self.name_of)
        self._access.pressed.connect(self.area_pressed)
        self._access.focus_moved.connect(self._on_focus_moved)

    def _words(self) -> dict[Kind, str]:
        return {
            "ache": self.tr("ache"),
            "tight": self.tr("tight"),
            "sharp": self.tr("sharp"),
            "burning": self.tr("burning"),
            "electric": self.tr("electric"),
            "tingling": self.tr("tingling"),
            "numb": self.tr("numb"),
            "cold": self.tr("cold"),
            "here": self.tr("felt here"),
            "below": self.tr("felt below"),
            "above": self.tr("felt above"),
        }

    def _hint(self) -> str:
        return self.tr("Click where it hurts. Drag to turn, wheel to zoom. Keys: arrows and space.")

    def name_of(self, area: Area) -> str:
        """Side and area in plain words, as in “right outer ankle”."""
        side, region = area
        text = self.tr("right {area}") if side == "right" else self.tr("left {area}")
        return text.format(area=self._atlas.regions[region].plain)

    # ---- what it is given -------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        return self._view

    @property
    def rests(self) -> bool:
        """Whether the picture is finished: nothing moves, and the view is drawn as sharp as it gets."""
        frame = self._frame
        still = self._animation is None and not self._moving
        return still and frame is not None and frame.sharp and frame.view == self._view

    @property
    def names_hidden(self) -> bool:
        """Whether nothing on the map may be named."""
        return not self._shown.names

    @property
    def marked(self) -> frozenset[Area]:
        """The marked areas."""
        return frozenset((mark.side, mark.region) for mark in self._shown.marks)

    def show_palette(self, palette: Palette) -> None:
        """Draw in another set of colours."""
        if palette is not self._shown.palette:
            self._frame = None
            self._show(palette=palette)

    def show_layers(self, layers: Collection[str]) -> None:
        """Which layers are drawn (identifiers of the command line)."""
        if ("bones" in layers) != ("bones" in self._shown.layers):
            self._frame = None
        self._show(layers=frozenset(layers))

    def set_names_hidden(self, hidden: bool) -> None:
        """Name nothing, whatever the layers say: the map asks."""
        self._show(names_hidden=hidden)

    def keep_free(self, room: QSize) -> None:
        """Leave the lower right corner free for what stands over the map there."""
        if room != self._kept:
            self._kept = room
            self._frame = None
            self._dirty()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """The marked areas, with their points where known."""
        self._show(marks=marks)
        self._access.show_marked(self.marked)

    def show_selected(self, area: Area | None) -> None:
        """The selected area."""
        self._show(selected=area)

    def show_nerves(self, lit: Lit) -> None:
        """The nerves (id, side) to light, each from 0 (not) to 1 (chosen)."""
        self._show(nerves=dict(lit))

    def show_felt(self, areas: Collection[tuple[Side, FeltArea]] | None) -> None:
        """Where something could be felt, below, here and above told apart, with the nerves between; None: no more."""
        self._show(felt=None if areas is None else tuple(areas))

    def show_sites(self, grades: Mapping[str, Grade], chosen: str | None) -> None:
        """Which sites are crimped how, and which is chosen."""
        self._show(grades=dict(grades), site=chosen)

    def _show(self, **changed: Any) -> None:
        if any(getattr(self._shown, name) != value for name, value in changed.items()):
            before = self._base if {"nerves", "felt"} & changed.keys() else None
            self._shown = replace(self._shown, **changed)
            self._dirty()
            turning = self._moving or (self._animation is not None and self._old is None)
            if before and self.isVisible() and not self._reduced_motion and not turning:
                self._fade(before)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Change views at once instead of moving."""
        self._reduced_motion = reduced

    def show_view(self, name: ViewName) -> None:
        """Turn to a named view; the framing stays."""
        self._go(View(name, framing=self._view.framing))

    def show_like(self, view: View) -> None:
        """Turn, frame and zoom as another map does."""
        if view != self._view:
            self._go(view)

    @property
    def shown(self) -> Shown:
        """All that the map shows."""
        return self._shown

    def fit(self) -> None:
        """Bring everything back into the picture."""
        self._go(replace(self._view, zoom=1.0, pan=(0.0, 0.0)))

    def show_whole(self, whole: bool) -> None:
        """Frame the whole body, spine and head, or the lower body."""
        self._go(replace(self._view, framing="whole" if whole else "lower", zoom=1.0, pan=(0.0, 0.0)))

    def zoom_by(self, by: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the picture (None: its middle)."""
        view = self._view
        zoom = min(max(view.zoom * by, _LEAST_ZOOM), _MOST_ZOOM)
        by = zoom / view.zoom
        room = self._plan.body_width(view)
        point = at or QPointF(room / 2, self.height() / 2)
        pan_x = (point.x() / room - 0.5) * (1 - by) + view.pan[0] * by
        pan_y = (point.y() / self.height() - 0.5) * (1 - by) + view.pan[1] * by
        self._move_to(replace(view, zoom=zoom, pan=(pan_x, pan_y)))

    @property
    def _plan(self) -> Plan:
        return Plan(self.size(), self._kept)

    # ---- as it opens ------------------------------------------------------------------------------------------

    def begin_with(self, picture: QPixmap) -> None:
        """Show a picture kept from another time until the map's own is as sharp, or anything changes."""
        self._still()
        self._base = picture

    def resting(self) -> tuple[QPixmap, bytes] | None:
        """What a map draws that rests as it opens, and the area of each px as a number; None once it was used."""
        opens = self.rests and self._view == View() and self._shown == Shown(self._shown.palette)
        if not opens or self._base is None:
            return None
        keys, _ = self._body.area_keys(self._still().buffers, "regions")
        if strip := self._plan.strip(self._view):
            box = strip.toRect()
            keys[box.top() : box.bottom() + 1, box.left() : box.right() + 1] = 0
        return self._base, keys.clip(0).astype("u1").tobytes()

    # ---- where things are -------------------------------------------------------------------------------------

    def area_point(self, side: Side, region: str) -> QPointF | None:
        """A point well inside an area as it is seen now, or None if it is out of sight."""
        mosaic, keys = self._still().mosaic("regions")
        point = mosaic.inner_point(keys[side, region])
        return QPointF(*point) if point else None

    def reveal(self, side: Side, region: str) -> None:
        """Turn to the named view that shows an area best, unless it is in good sight already."""
        in_sight = int(self._body.area_mask(self._still().buffers, side, "regions", region).sum())
        best, most = self._best_view(side, region)
        scale = (self.width() * self.height()) / (_PREVIEW[0] * _PREVIEW[1])
        if in_sight < 0.35 * most * scale:
            self.show_view(best)

    def _best_view(self, side: Side, region: str) -> tuple[ViewName, int]:
        """The view with most pixels of the area in a small preview; the body before the feet where both will do."""
        found: tuple[ViewName, int] = "front", 0
        for name in VIEW_NAMES:
            if name not in self._previews:
                self._previews[name] = rasterise(self._body.surface, panes(View(name), *_PREVIEW), *_PREVIEW)
            shown = int(self._body.area_mask(self._previews[name], side, "regions", region).sum())
            if shown > found[1] * 1.2:
                found = name, shown
        return found

    def nerve_at(self, at: QPointF) -> tuple[str, bool] | None:
        """The nerve drawn under a point of the widget, and whether it runs deep there."""
        return None if self._moving else self._drawing.nerve_at(at)

    def place_at(self, at: QPointF) -> Place | None:
        """What lies under a point of the widget."""
        frame = self._frame or self._still()
        pick = frame.buffers.pick(at.x() * frame.factor, at.y() * frame.factor)
        return self._body.place(pick) if pick else None

    # ---- drawing ----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return HINT

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._frame = None
        self._dirty()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._maker.wait()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        frame = self._fitting(coarse=self._moving) or self._render(coarse=self._moving)
        painter = QPainter(self)
        if self._base is None:
            ratio = self.devicePixelRatioF()
            self._base = self._drawing.compose(frame, self._shown, self.font(), ratio, moving=self._moving)
        painter.drawPixmap(0, 0, self._base)
        if self._old:
            painter.setOpacity(self._old_share)
            painter.drawPixmap(0, 0, self._old)
            painter.setOpacity(1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._moving:
            if self._hovered and "regions" in self._shown.layers:
                picture.paint_hover(painter, frame.path(self._hovered), self._shown.palette)
            rings = [ring for ring in self._drawing.rings if ring.site == self._hovered_site]
            picture.paint_rings(painter, rings, self._shown.palette, self._shown.grades, self._shown.site, large=True)
            if self._access.focused:
                picture.paint_focus(painter, frame.path(self._access.focused), self._shown.palette)
        if self.hasFocus():
            painter.setPen(QColor(self._shown.palette.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _still(self) -> Frame:
        """A frame at full resolution of the view as it is."""
        return self._fitting(coarse=False) or self._render(coarse=False)

    def _fitting(self, *, coarse: bool) -> Frame | None:
        """The frame that was made last where it shows all as it is now; `coarse`: at half resolution too."""
        frame, now = self._frame, (self._view, self._plan, self.devicePixelRatioF())
        if frame is None or (frame.view, frame.plan, frame.ratio) != now or (frame.factor < 1 and not coarse):
            return None
        return frame

    def _render(self, *, coarse: bool) -> Frame:
        bones, ratio = "bones" in self._shown.layers, self.devicePixelRatioF()
        self._frame = None
        self._maker.let_go()
        self._frame = self._maker.make(
            self._view, self._plan, self._shown.palette, coarse=coarse, bones=bones, ratio=ratio
        )
        self._base = None
        return self._frame

    def _on_sharpened(self, frame: Frame) -> None:
        if frame is self._frame:
            self._dirty()
            self._show_access()

    def _show_access(self) -> None:
        """Tell a screen reader and the arrow keys what is where."""
        mosaic, keys = self._still().mosaic("regions")
        seen = {}
        for area, key in keys.items():
            if spot := mosaic.spots.get(key):
                left, top, right, bottom = spot.box
                seen[area] = QRect(left, top, right - left, bottom - top), QPointF(*spot.middle)
        self._access.show_areas(seen)

    def _dirty(self) -> None:
        self._base = None
        self.update()

    # ---- moving -----------------------------------------------------------------------------------------------

    def _move_to(self, view: View) -> None:
        """Show a view while it moves: coarse now, sharp when it rests."""
        if self._old:
            self._stop()
        self._view = view
        self._moving = True
        self._settle.start()
        self.update()
        self.view_changed.emit(view)

    def _on_settled(self) -> None:
        if self._animation is None and not self._dragging:
            self._moving = False
            self._dirty()

    def _go(self, goal: View) -> None:
        """Move to a view: turning from front to back and framing are animated, a change of panes is immediate."""
        self._stop()
        start = _as_turned_front(self._view) if goal.name in ("front", "back") else self._view
        end = _as_turned_front(goal) if start.name == "front" and goal.name in ("front", "back") else goal
        if start.name != end.name or self._reduced_motion or not self.isVisible():
            before = None if self._reduced_motion or not self.isVisible() else self._base
            self._moving = False
            self._view = goal
            self._dirty()
            self.view_changed.emit(goal)
            if before:
                self._fade(before)
            return
        turn = (end.turn - start.turn + 180) % 360 - 180

        def step(share: Any) -> None:
            between = replace(
                end,
                turn=start.turn + turn * share,
                tilt=start.tilt + (end.tilt - start.tilt) * share,
                zoom=start.zoom + (end.zoom - start.zoom) * share,
                pan=(
                    start.pan[0] + (end.pan[0] - start.pan[0]) * share,
                    start.pan[1] + (end.pan[1] - start.pan[1]) * share,
                ),
            )
            self._moving = True
            self._view = between
            self.update()

        def finish() -> None:
            self._animation = None
            self._moving = False
            self._view = goal
            self._dirty()
            self.view_changed.emit(goal)

        self._animate(step, finish)

    def _stop(self) -> None:
        """End at once what moves by itself."""
        if self._animation:
            self._animation.stop()
        self._animation = self._old = None

    def _fade(self, before: QPixmap) -> None:
        """Let the picture before a change of panes or nerves go out softly."""
        self._stop()
        self._old, self._old_share = before, 1.0

        def step(share: Any) -> None:
            self._old_share = 1.0 - share
            self.update()

        def finish() -> None:
            self._animation = self._old = None
            self.update()

        self._animate(step, finish)

    def _animate(self, step: Callable[[Any], None], finish: Callable[[], None]) -> None:
        """Call `step` with 0 to 1 while time goes, then `finish`."""
        animation = QVariantAnimation(self)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.setDuration(ANIMATION_MS)
        animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        animation.valueChanged.connect(step)
        animation.finished.connect(finish)
        self._animation = animation
        animation.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    # ---- hands ------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        left = bool(event.buttons() & Qt.MouseButton.LeftButton)
        turns = left and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if self._pressed is None:
            self._hover(event.position())
        else:
            self._drag_to(event.position(), turns=turns)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._release(event.position(), clicks=event.button() == Qt.MouseButton.LeftButton)

    def _press(self, at: QPointF) -> None:
        self._pressed = self._last = at
        self._dragging = False

    def _drag_to(self, at: QPointF, *, turns: bool) -> None:
        if self._pressed is None or self._last is None:
            return
        if not self._dragging and (at - self._pressed).manhattanLength() < DRAG_PX:
            return
        self._dragging = True
        self._long_press.stop()
        step = at - self._last
        self._last = at
        if turns:
            self._move_to(self._view.turned(step.x() * TURN_DEGREES_PER_PX, step.y() * TURN_DEGREES_PER_PX))
        else:
            room = self._plan.body_width(self._view)
            pan = (self._view.pan[0] + step.x() / room, self._view.pan[1] + step.y() / self.height())
            self._move_to(replace(self._view, pan=pan))

    def _release(self, at: QPointF, *, clicks: bool) -> None:
        clicked = self._pressed is not None and not self._dragging and clicks
        dragged = self._dragging
        self._let_go()
        if dragged:
            self._settle.start()
        elif clicked:
            self._click(at)

    def _let_go(self) -> None:
        """Forget the press, or what became of it."""
        self._pressed = self._last = None
        self._dragging = False
        self._long_press.stop()

    def _touch(self, event: QTouchEvent) -> None:
        """One finger does what a pressed mouse does, two bring the picture nearer and move it."""
        at = [point.position() for point in event.points()]
        if len(at) > 1:
            apart, middle = hypot((at[1] - at[0]).x(), (at[1] - at[0]).y()), (at[0] + at[1]) / 2
            self._let_go()
            if self._pinch is None:
                self._pinch = self._view.zoom / max(apart, 1.0), middle
            share, before = self._pinch
            step, room = middle - before, self._plan.body_width(self._view)
            pan = (self._view.pan[0] + step.x() / room, self._view.pan[1] + step.y() / self.height())
            self._pinch = share, middle
            self._view = replace(self._view, pan=pan)
            self.zoom_by(share * apart / self._view.zoom, middle)
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
        if self._pressed is not None and not self._dragging:
            at = self._pressed
            self._let_go()
            self._hover(at)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover(None)
        self._set_hovered_site(None)
        self.place_hovered.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

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
            self._go(self._view.turned(15 * right, -10 * down))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(0.8)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif not self._go_among_areas(key, ways.get(key)):
            super().keyPressEvent(event)

    def _go_among_areas(self, key: Qt.Key, way: tuple[int, int] | None) -> bool:
        """Whether a key was one of those that go between areas or press them."""
        if way or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._show_access()
            if way and self._access.focused:
                self._access.move(*way)
            elif way:
                self._access.enter(self._shown.selected)
            else:
                self._access.go_to_end(last=key == Qt.Key.Key_End)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._access.focused:
            self._access.press()
        elif key == Qt.Key.Key_Escape and self._access.focused:
            self._access.leave()
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._show_access()
            self._access.enter(self._shown.selected)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _on_focus_moved(self, area: Area | None) -> None:
        self.update()
        if area and (point := self.area_point(*area)):
            self.pointer = point
        self.area_focused.emit(area)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _hover(self, at: QPointF) -> None:
        if self._moving:
            return
        ring = self._ring_at(at)
        place = self.place_at(at)
        self.pointer = at
        self._set_hover((place.side, place.region) if place and place.region else None)
        hand = self._hovered or ring or self._on_strip(at)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.place_hovered.emit(place)
        self._set_hovered_site(ring.site if ring else None)

    def _set_hovered_site(self, site: str | None) -> None:
        if site != self._hovered_site:
            self.update()
        if site or self._hovered_site:
            self._hovered_site = site
            self.site_hovered.emit(site)

    def _set_hover(self, area: Area | None) -> None:
        if area == self._hovered:
            return
        frame = self._frame
        for one in (self._hovered, area):
            if one and frame:
                box = frame.path(one).boundingRect()
                shown = QRectF(box.topLeft() / frame.factor, box.size() / frame.factor)
                self.update(shown.toAlignedRect().adjusted(-2, -2, 2, 2))
        self._hovered = area

    def _click(self, at: QPointF) -> None:
        self._still()
        if self._on_strip(at):
            self.show_whole(True)
            return
        ring = self._ring_at(at)
        if ring:
            self.site_clicked.emit(ring.site)
            return
        place = self.place_at(at)
        if place and place.region:
            self.place_clicked.emit(place)

    def _on_strip(self, at: QPointF) -> bool:
        strip = self._plan.strip(self._view)
        return strip is not None and strip.contains(at)

    def _ring_at(self, at: QPointF) -> Ring | None:
        """The site under a point, the nearest where several are."""
        away = [(hypot(one.x - at.x(), one.y - at.y()) - one.radius, one) for one in self._drawing.rings]
        nearest = min(away, key=lambda one: one[0], default=None)
        return nearest[1] if nearest and nearest[0] <= _RING_REACH_PX else None


def _as_turned_front(view: View) -> View:
    """The back is the front turned half round; so the way between them can be walked."""
    return replace(view, name="front", turn=view.turn + 180) if view.name == "back" else view
