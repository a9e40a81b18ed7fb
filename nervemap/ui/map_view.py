"""The map: the body that answers when touched. It shows what it is given and asks upward when something is clicked."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QThreadPool,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QPinchGesture, QWidget

from nervemap.anatomy import lettering, scene
from nervemap.anatomy.body import AreaLayer, Body, Place, side_sign
from nervemap.anatomy.outlines import outlines
from nervemap.anatomy.raster import NOTHING, Buffers, rasterise
from nervemap.anatomy.views import VIEW_NAMES, Pane, View, ViewName, panes
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Side
from nervemap.handout import picture
from nervemap.palette import Palette

DRAG_PX = 5
TURN_DEGREES_PER_PX = 0.45
ANIMATION_MS = 280
_SHARP = 2
_COARSE = 0.5
_LEAST_ZOOM, _MOST_ZOOM = 0.8, 8.0
_PREVIEW = (128, 144)
_SUPPLY: tuple[AreaLayer, ...] = ("territories", "dermatomes")
_INSET = (112, 258)
_INSET_MARGIN = 10
_LEAST_WIDTH_WITH_STRIP = 420
_LABEL_PT = 10

Lit = Mapping[tuple[str, Side], float]


@dataclass
class _Frame:
    """One drawn state of the body: buffers at `factor` buffer pixels per logical pixel, and what was found in them."""

    view: View
    size: QSize
    factor: float
    panes: tuple[Pane, ...]
    buffers: Buffers
    image: QImage
    sharp: QImage | None = None
    areas: dict[tuple[Side, AreaLayer, str], QPainterPath] = field(default_factory=dict)


class _Sharpener(QObject):
    """Brings finished sharp pictures back from the worker thread."""

    done = Signal(object, QImage)


class MapView(QWidget):
    """Draws the body with marks, nerves and sites; hover, click, drag, wheel and pinch.

    Upward: `place_clicked(Place)`, `place_hovered(Place or None)`, `site_clicked(site id)`, `view_changed(View)`.
    """

    place_clicked = Signal(object)
    place_hovered = Signal(object)
    site_clicked = Signal(str)
    view_changed = Signal(object)

    def __init__(self, atlas: Atlas, body: Body, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setMinimumSize(320, 320)
        self.setAccessibleName(self.tr("Map of the lower body"))
        self._atlas = atlas
        self._body = body
        self._palette = palette
        self._view = View()
        self._layers = frozenset({"regions", "nerves", "sites", "names"})
        self._marks: tuple[Mark, ...] = ()
        self._selected: tuple[Side, str] | None = None
        self._lit: dict[tuple[str, Side], float] = {}
        self._grades: dict[str, Grade] = {}
        self._chosen_site: str | None = None
        self._hovered: tuple[Side, str] | None = None
        self._reduced_motion = False
        self._frame: _Frame | None = None
        self._base: QPixmap | None = None
        self._rings: list[scene.Ring] = []
        self._previews: dict[ViewName, Buffers] = {}
        self._inset: tuple[Buffers, QImage] | None = None
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None
        self._dragging = False
        self._moving = False
        self._animation: QVariantAnimation | None = None
        self._sharpener = _Sharpener(self)
        self._sharpener.done.connect(self._on_sharp)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._settle = QTimer(self, singleShot=True, interval=60)
        self._settle.timeout.connect(self._on_settled)

    # ---- what it is given -------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        return self._view

    def show_palette(self, palette: Palette) -> None:
        """Draw in another set of colours."""
        self._palette = palette
        self._frame = self._inset = None
        self._dirty()

    def show_layers(self, layers: frozenset[str]) -> None:
        """Which layers are drawn (identifiers of the command line)."""
        self._layers = layers
        self._dirty()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """The marked areas, with their points where known."""
        self._marks = marks
        self._dirty()

    def show_selected(self, area: tuple[Side, str] | None) -> None:
        """The selected area."""
        self._selected = area
        self._dirty()

    def show_nerves(self, lit: Lit) -> None:
        """The nerves (id, side) to light, each from 0 (not) to 1 (chosen)."""
        self._lit = dict(lit)
        self._dirty()

    def show_sites(self, grades: Mapping[str, Grade], chosen: str | None) -> None:
        """Which sites are crimped how, and which is chosen."""
        self._grades = dict(grades)
        self._chosen_site = chosen
        self._dirty()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Change views at once instead of moving."""
        self._reduced_motion = reduced

    def show_view(self, name: ViewName) -> None:
        """Turn to a named view; the framing stays."""
        self._go(View(name, framing=self._view.framing))

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
        room = self._room(view, self.width(), 1)
        point = at or QPointF(room / 2, self.height() / 2)
        pan_x = (point.x() / room - 0.5) * (1 - by) + view.pan[0] * by
        pan_y = (point.y() / self.height() - 0.5) * (1 - by) + view.pan[1] * by
        self._move_to(replace(view, zoom=zoom, pan=(pan_x, pan_y)))

    # ---- where things are -------------------------------------------------------------------------------------

    def area_point(self, side: Side, region: str) -> QPointF | None:
        """A point well inside an area as it is seen now, or None if it is out of sight."""
        frame = self._still()
        mask = self._body.area_mask(frame.buffers, side, "regions", region)
        if not mask.any():
            return None
        rows, columns = mask.nonzero()
        # The widest run of the middle row: a centre of gravity may lie outside a bent area.
        counts = mask.sum(axis=1)
        row = int(counts.argmax()) if counts[int(rows.mean())] < 3 else int(rows.mean())
        inside = mask[row].nonzero()[0]
        return QPointF(float(inside[len(inside) // 2]) + 0.5, row + 0.5)

    def reveal(self, side: Side, region: str) -> None:
        """Turn to the named view that shows an area best, unless it is in good sight already."""
        in_sight = int(self._body.area_mask(self._still().buffers, side, "regions", region).sum())
        best, most = self._best_view(side, region)
        scale = (self.width() * self.height()) / (_PREVIEW[0] * _PREVIEW[1])
        if in_sight < 0.35 * most * scale:
            self.show_view(best)

    def _best_view(self, side: Side, region: str) -> tuple[ViewName, int]:
        """The view with most pixels of the area in a small preview; the body alone before the feet where both will do."""
        found: tuple[ViewName, int] = "front", 0
        for name in VIEW_NAMES:
            if name not in self._previews:
                self._previews[name] = rasterise(self._body.surface, panes(View(name), *_PREVIEW), *_PREVIEW)
            shown = int(self._body.area_mask(self._previews[name], side, "regions", region).sum())
            if shown > found[1] * 1.2:
                found = name, shown
        return found

    def place_at(self, at: QPointF) -> Place | None:
        """What lies under a point of the widget."""
        frame = self._frame or self._still()
        pick = frame.buffers.pick(at.x() * frame.factor, at.y() * frame.factor)
        return self._body.place(pick) if pick else None

    # ---- drawing ----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(640, 720)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._frame = None
        self._dirty()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._pool.waitForDone()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        frame = self._frame
        if frame is None or frame.view != self._view or frame.size != self.size() or (frame.factor < 1 and not self._moving):
            frame = self._render(_COARSE if self._moving else 1.0)
            self._base = None
        painter = QPainter(self)
        if self._base is None:
            self._base = self._compose(frame)
        painter.drawPixmap(0, 0, self._base)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hovered and not self._moving and "regions" in self._layers:
            painter.scale(1 / frame.factor, 1 / frame.factor)
            picture.paint_hover(painter, self._area(frame, *self._hovered), self._palette)
            painter.resetTransform()
        if self.hasFocus():
            painter.setPen(QColor(self._palette.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _compose(self, frame: _Frame) -> QPixmap:
        """Everything but the hover: ground, body, areas, nerves, sites, letters."""
        ratio = self.devicePixelRatioF()
        base = QPixmap(self.size() * ratio)
        base.setDevicePixelRatio(ratio)
        base.fill(QColor(self._palette.background))
        painter = QPainter(base)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(self.font())
        painter.scale(1 / frame.factor, 1 / frame.factor)
        width, height = frame.buffers.width, frame.buffers.height
        whole = QRectF(0, 0, width, height)
        picture.paint_ground(painter, frame.panes, self._palette)
        painter.drawImage(whole, frame.sharp or frame.image)
        for layer in _SUPPLY:
            if layer in self._layers and not self._moving:
                for side, area in self._body.areas_shown(frame.buffers, layer):
                    picture.paint_supply(painter, self._area(frame, side, area, layer), layer, area, self._palette)
        if "regions" in self._layers:
            marked = {(mark.side, mark.region) for mark in self._marks}
            if self._selected and self._selected not in marked:
                picture.paint_selected(painter, self._area(frame, *self._selected), self._palette)
            for mark in self._marks:
                picture.paint_marked(painter, self._area(frame, mark.side, mark.region), self._palette)
        strokes: list[scene.Stroke] = []
        if "nerves" in self._layers and self._lit:
            brightest_first = sorted(self._lit, key=lambda one: -self._lit[one])
            strokes = scene.nerve_strokes(self._atlas, self._body, brightest_first, frame.panes, frame.buffers)
            self._paint_nerves(painter, strokes, whole, ratio / frame.factor)
        self._rings = []
        if "sites" in self._layers and not self._moving:
            chosen = [key for key, strength in self._lit.items() if strength >= 1.0]
            self._rings = scene.site_rings(self._atlas, self._body, chosen, frame.panes, frame.buffers)
            picture.paint_rings(painter, self._rings, self._palette, self._grades, self._chosen_site)
        if "regions" in self._layers:
            for mark in self._marks:
                if mark.t is not None and mark.theta is not None:
                    found = frame.buffers.find(side_sign(mark.side), mark.t, mark.theta)
                    if found:
                        picture.paint_point(painter, *found, self._palette)
        room = None if self._moving else lettering.Room(frame.buffers, self._room(frame.view, width, 1))
        picture.paint_letters(painter, lettering.letters(frame.panes, height, room), self._palette)
        if room:
            if "names" in self._layers:
                chosen_only = [one for one in strokes if self._lit[one.nerve, one.side] >= 1.0]
                font = self.font()
                font.setPointSize(_LABEL_PT)
                painter.setFont(font)
                names = lettering.labels(self._atlas, chosen_only, room, self._rings, self._chosen_site)
                picture.paint_labels(painter, names, self._palette)
            if self._strip_shown(frame.view) and (frame.sharp or self._lit):
                self._paint_inset(painter, ratio)
        painter.end()
        return base

    def _paint_nerves(self, painter: QPainter, strokes: list[scene.Stroke], whole: QRectF, scale: float) -> None:
        """Strokes of lit nerves on a layer of their own, over the rectangle `whole`."""
        size = QSize(round(whole.width() * scale), round(whole.height() * scale))
        layer = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        layer.fill(0)
        ink = QPainter(layer)
        ink.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink.scale(scale, scale)
        picture.paint_strokes(ink, strokes, self._palette, self._lit)
        ink.end()
        painter.drawImage(whole, layer)

    def _strip_shown(self, view: View) -> bool:
        """A slim strip keeps spine and head in sight while the lower body fills the picture."""
        return view.framing == "lower" and self.width() >= _LEAST_WIDTH_WITH_STRIP

    def _inset_rect(self) -> QRectF:
        return QRectF(self.width() - _INSET[0] - _INSET_MARGIN, _INSET_MARGIN, *_INSET)

    def _paint_inset(self, painter: QPainter, ratio: float) -> None:
        """The whole body from behind with the chosen nerve, from the brain to its end. A click on it frames that."""
        box = self._inset_rect()
        shown = panes(View("back", framing="whole"), *_INSET)
        if self._inset is None:
            fine = (2 * _INSET[0], 2 * _INSET[1])
            buffers = rasterise(self._body.surface, panes(View("back", framing="whole"), *fine), *fine)
            coarse = rasterise(self._body.surface, shown, *_INSET)
            self._inset = coarse, picture.body_image(buffers, self._palette)
        buffers, image = self._inset
        painter.save()
        painter.translate(box.topLeft())
        frame = QRectF(0, 0, *_INSET)
        edge = QColor(self._palette.line)
        painter.setPen(edge)
        painter.setBrush(QColor(self._palette.background))
        painter.drawRoundedRect(frame, 6, 6)
        painter.drawImage(frame, image)
        chosen = [key for key, strength in self._lit.items() if strength >= 1.0]
        self._paint_nerves(painter, scene.nerve_strokes(self._atlas, self._body, chosen, shown, buffers), frame, ratio)
        painter.restore()

    def _area(self, frame: _Frame, side: Side, area: str, layer: AreaLayer = "regions") -> QPainterPath:
        key = (side, layer, area)
        if key not in frame.areas:
            mask = self._body.area_mask(frame.buffers, side, layer, area)
            frame.areas[key] = picture.area_path(outlines(mask, frame.buffers.depth > NOTHING))
        return frame.areas[key]

    def _still(self) -> _Frame:
        """A frame at full resolution of the view as it is."""
        frame = self._frame
        if frame is None or frame.factor < 1 or frame.view != self._view or frame.size != self.size():
            frame = self._render(1.0)
            self._base = None
        return frame

    def _render(self, factor: float) -> _Frame:
        width, height = max(round(self.width() * factor), 1), max(round(self.height() * factor), 1)
        shown = panes(self._view, self._room(self._view, width, factor), height)
        buffers = rasterise(self._body.surface, shown, width, height)
        image = picture.body_image(buffers, self._palette, contour=factor >= 1)
        self._frame = _Frame(self._view, QSize(self.size()), factor, shown, buffers, image)
        if factor >= 1:
            self._sharpen(self._frame)
        return self._frame

    def _room(self, view: View, width: int, factor: float) -> float:
        """The part of the width that the body may fill: the slim strip with spine and head keeps the rest."""
        return width - (_INSET[0] + _INSET_MARGIN) * factor if self._strip_shown(view) else width

    def _sharpen(self, frame: _Frame) -> None:
        """Draw the same frame finer in the worker thread; the answer comes to `_on_sharp`."""
        width, height = frame.size.width() * _SHARP, frame.size.height() * _SHARP
        surface, palette, done = self._body.surface, self._palette, self._sharpener.done
        shown = panes(frame.view, self._room(frame.view, width, _SHARP), height)

        def work() -> None:
            if self._frame is frame:
                buffers = rasterise(surface, shown, width, height)
                with suppress(RuntimeError):  # the map was closed meanwhile
                    done.emit(frame, picture.body_image(buffers, palette))

        self._pool.start(work)

    def _on_sharp(self, frame: _Frame, image: QImage) -> None:
        if frame is self._frame:
            frame.sharp = image
            self._dirty()

    def _dirty(self) -> None:
        self._base = None
        self.update()

    # ---- moving -----------------------------------------------------------------------------------------------

    def _move_to(self, view: View) -> None:
        """Show a view while it moves: coarse now, sharp when it rests."""
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
        if self._animation:
            self._animation.stop()
            self._animation = None
        start = _as_turned_front(self._view) if goal.name in ("front", "back") else self._view
        end = _as_turned_front(goal) if start.name == "front" and goal.name in ("front", "back") else goal
        if start.name != end.name or self._reduced_motion or not self.isVisible():
            self._moving = False
            self._view = goal
            self._dirty()
            self.view_changed.emit(goal)
            return
        turn = (end.turn - start.turn + 180) % 360 - 180

        animation = QVariantAnimation(self)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.setDuration(ANIMATION_MS)
        animation.setEasingCurve(QEasingCurve.Type.OutCubic)

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

        animation.valueChanged.connect(step)
        animation.finished.connect(finish)
        self._animation = animation
        animation.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    # ---- hands ------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._pressed = self._last = event.position()
        self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = event.position()
        if self._pressed is None or self._last is None:
            self._hover(at)
            return
        if not self._dragging and (at - self._pressed).manhattanLength() < DRAG_PX:
            return
        self._dragging = True
        step = at - self._last
        self._last = at
        if event.buttons() & Qt.MouseButton.LeftButton and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._move_to(self._view.turned(step.x() * TURN_DEGREES_PER_PX, step.y() * TURN_DEGREES_PER_PX))
        else:
            room = self._room(self._view, self.width(), 1)
            pan = (self._view.pan[0] + step.x() / room, self._view.pan[1] + step.y() / self.height())
            self._move_to(replace(self._view, pan=pan))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        clicked = self._pressed is not None and not self._dragging and event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._last = None
        if self._dragging:
            self._dragging = False
            self._settle.start()
        elif clicked:
            self._click(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._set_hover(None)
        self.place_hovered.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        turning = {
            Qt.Key.Key_Left: (-15, 0),
            Qt.Key.Key_Right: (15, 0),
            Qt.Key.Key_Up: (0, 10),
            Qt.Key.Key_Down: (0, -10),
        }
        key = Qt.Key(event.key())
        if key in turning and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._go(self._view.turned(*turning[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(0.8)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Gesture:
            pinch = event.gesture(Qt.GestureType.PinchGesture)  # type: ignore[attr-defined]
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.hotSpot().toPoint())))
                return True
        return super().event(event)

    def _hover(self, at: QPointF) -> None:
        if self._moving:
            return
        place = self.place_at(at)
        self._set_hover((place.side, place.region) if place and place.region else None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._hovered else Qt.CursorShape.ArrowCursor)
        self.place_hovered.emit(place)

    def _set_hover(self, area: tuple[Side, str] | None) -> None:
        if area == self._hovered:
            return
        frame = self._frame
        for one in (self._hovered, area):
            if one and frame:
                box = self._area(frame, *one).boundingRect()
                shown = QRectF(box.topLeft() / frame.factor, box.size() / frame.factor)
                self.update(shown.toAlignedRect().adjusted(-2, -2, 2, 2))
        self._hovered = area

    def _click(self, at: QPointF) -> None:
        frame = self._still()
        if self._strip_shown(self._view) and self._inset_rect().contains(at):
            self.show_whole(True)
            return
        for ring in self._rings:
            if (QPointF(ring.x, ring.y) / frame.factor - at).manhattanLength() <= ring.radius + 3:
                self.site_clicked.emit(ring.site)
                return
        place = self.place_at(at)
        if place and place.region:
            self.place_clicked.emit(place)


def _as_turned_front(view: View) -> View:
    """The back is the front turned half round; so the way between them can be walked."""
    return replace(view, name="front", turn=view.turn + 180) if view.name == "back" else view
