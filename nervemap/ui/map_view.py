"""The map: the body that answers when touched. It shows what it is given and asks upward when something is clicked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import hypot
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFocusEvent,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from nervemap.anatomy.body import Body, Place
from nervemap.anatomy.scene import Ring
from nervemap.anatomy.views import View, ViewName
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Side
from nervemap.handout.painting.areas import paint_focus, paint_hover
from nervemap.handout.painting.nerves import paint_rings
from nervemap.palette import Palette
from nervemap.reasoning.findings import FeltArea
from nervemap.ui.map_access import MapAccess
from nervemap.ui.map_around import Around
from nervemap.ui.map_drawing import Drawing, Kind, Shown, nerve_at
from nervemap.ui.map_frame import Area, Frame, Lit, Look, Plan
from nervemap.ui.map_hands import MapHands
from nervemap.ui.map_maker import FrameMaker
from nervemap.ui.map_motion import Motion, way
from nervemap.ui.map_over import Over, Wanted
from nervemap.ui.opening import HINT, LEAST

_LEAST_ZOOM, _MOST_ZOOM = 0.8, 8.0
_GOOD_SIGHT = 0.35
"""An area is in good sight while it takes this much of what it takes in the view that shows it best."""
_RING_REACH_PX = 3.5
_HIDDEN_MS = 1000
"""How long a map that is hidden keeps its pictures: who looks at the panel for a moment finds them as they were."""
_GATHER_MS = 8
"""How long what is to be drawn anew is gathered before the worker is asked: one act often changes several things."""


class MapView(MapHands):
    """Draws the body with marks, nerves and sites; hover, click, drag, wheel, pinch, keys and screen reader.

    A change shows at once, in a coarse picture where the view is another one; what takes longer (the full picture, the
    nerves and the names beside them) comes from a worker thread.

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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
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
        self._kept = QSize(0, 0)
        self._around = Around(body)

        self._frame: Frame | None = None
        self._over: Over | None = None
        self._strip: QImage | None = None  # the last one, while the next is made
        self._base: QPixmap | None = None
        self._kept_base: QPixmap | None = None
        self._wanted_now: Wanted | None = None
        self._last_wanted: Wanted | None = None
        self._has_rested = False  # all nerves at once wait for the first sharp picture: the window opens sooner
        self._moving = False
        self._motion = Motion(self)
        self._old: QPixmap | None = None
        self._old_share = 0.0
        self._comes_softly = False
        self._drawing = Drawing(atlas, self._words(), self._hint())
        self._maker = FrameMaker(atlas, body, self)
        self._maker.made.connect(self._on_made)
        self._maker.sharpened.connect(self._on_sharpened)
        self._asking = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._asking.timeout.connect(self._ask)
        self._hidden = QTimer(self, singleShot=True, interval=_HIDDEN_MS)
        self._hidden.timeout.connect(self._forget_pictures)
        self._settle = QTimer(self, singleShot=True, interval=60)
        self._settle.timeout.connect(self._on_settled)
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
        """From where the body is seen."""
        return self._view

    @property
    def rests(self) -> bool:
        """Whether the picture is finished: nothing moves, and all is drawn as sharp as it gets."""
        frame = self._frame
        still = self._motion.animation is None and not self._moving
        return still and frame is not None and frame.sharp and frame.look == self._look and not self._is_behind

    @property
    def names_hidden(self) -> bool:
        """Whether nothing on the map may be named."""
        return not self._shown.names

    @property
    def marked(self) -> frozenset[Area]:
        """The marked areas."""
        return self._shown.marked

    @property
    def shown(self) -> Shown:
        """All that the map shows."""
        return self._shown

    def show_palette(self, palette: Palette) -> None:
        """Draw in another set of colours."""
        self._show(palette=palette)

    def show_layers(self, layers: Collection[str]) -> None:
        """Which layers are drawn (identifiers of the command line)."""
        self._show(layers=frozenset(layers))

    def set_names_hidden(self, hidden: bool) -> None:
        """Name nothing, whatever the layers say: the map asks."""
        self._show(names_hidden=hidden)

    def keep_free(self, room: QSize) -> None:
        """Leave the lower right corner free for what stands over the map there."""
        if room != self._kept:
            self._kept = room
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
            self._shown = replace(self._shown, **changed)
            self._wanted_now = None
            if {"nerves", "felt"} & changed.keys() and self.isVisible() and self._base:
                self._comes_softly = True  # when the nerves are there
                self.update()
            else:
                self._dirty()

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

    def fit(self) -> None:
        """Bring everything back into the picture."""
        self._go(replace(self._view, zoom=1.0, pan=(0.0, 0.0)))

    def show_whole(self, whole: bool) -> None:
        """Frame the whole body, spine and head, or the lower body; from the feet alone it leads to the back view."""
        view = View("back") if whole and self._view.of_feet else self._view
        self._go(replace(view, framing="whole" if whole else "lower", zoom=1.0, pan=(0.0, 0.0)))

    # ---- as it opens ------------------------------------------------------------------------------------------

    def begin_with(self, picture: QPixmap) -> None:
        """Show a picture kept from another time until the map's own is as sharp, or anything changes."""
        self._at_hand()
        self._base = self._kept_base = picture
        self._has_rested = True

    def resting(self) -> tuple[QPixmap, bytes] | None:
        """What a map draws that rests as it opens, and the area of each px as a number; None once it was used."""
        opens = self.rests and self._view == View() and self._shown == Shown(self._shown.palette)
        if not opens or self._base is None:
            return None
        keys, _ = self._body.area_keys(self._at_hand().buffers, "regions")
        if strip := self._look.strip:
            box = strip.toRect()
            keys[box.top() : box.bottom() + 1, box.left() : box.right() + 1] = 0
        return self._base, keys.clip(0).astype("u1").tobytes()

    # ---- where things are -------------------------------------------------------------------------------------

    def area_point(self, side: Side, region: str) -> QPointF | None:
        """A point well inside an area as it is seen now, or None if it is out of sight."""
        return self._at_hand().inner_point((side, region))

    def reveal(self, side: Side, region: str) -> None:
        """Turn to the named view that shows an area best, unless it is in good sight already."""
        best, share = self._around.best((side, region))
        if self._at_hand().share((side, region)) < _GOOD_SIGHT * share:
            self.show_view(best)

    def reveal_any(self, side: Side, regions: Sequence[str]) -> None:
        """Turn to the first of these areas where none of them can be seen at all."""
        if regions and not any(self._at_hand().share((side, region)) for region in regions):
            self.reveal(side, regions[0])

    def nerve_at(self, at: QPointF) -> tuple[str, bool] | None:
        """The nerve drawn under a point of the widget, and whether it runs deep there."""
        return nerve_at(self._over.strokes, at) if self._over and not self._moving else None

    def place_at(self, at: QPointF) -> Place | None:
        """What lies under a point of the widget, as exactly as in the full picture."""
        frame = self._at_hand()
        return frame.place_at(at) if frame.factor == 1 else self._maker.place_at(frame.look, at)

    def _ring_at(self, at: QPointF) -> Ring | None:
        """The site under a point, the nearest where several are."""
        away = [(hypot(one.x - at.x(), one.y - at.y()) - one.radius, one) for one in self.rings]
        nearest = min(away, key=lambda one: one[0], default=None)
        return nearest[1] if nearest and nearest[0] <= _RING_REACH_PX else None

    @property
    def rings(self) -> list[Ring]:
        """The sites as they are drawn now, in px."""
        return self._over.rings if self._over and not self._moving else []

    def _on_strip(self, at: QPointF) -> bool:
        strip = self._look.strip
        return strip is not None and strip.contains(at)

    # ---- drawing ----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return HINT

    def closeEvent(self, event: QCloseEvent) -> None:
        self._maker.wait()
        self._forget_pictures()
        super().closeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hidden.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hidden.stop()

    def _forget_pictures(self) -> None:
        """Keep nothing that can be drawn anew: on a large screen that is 80 MB."""
        self._stop()
        self._frame = self._over = self._base = self._kept_base = self._strip = None
        self._maker.let_go()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._wanted_now = None
            self._dirty()

    def paintEvent(self, event: QPaintEvent) -> None:
        frame, palette = self._at_hand(), self._shown.palette
        if self._base is None:
            self._base = self._composed(frame)
        if not self._moving and self._is_behind:
            self._asking.start()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._base)
        if self._old:
            painter.setOpacity(self._old_share)
            painter.drawPixmap(0, 0, self._old)
            painter.setOpacity(1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._moving:
            painter.save()
            painter.scale(1 / frame.factor, 1 / frame.factor)
            if self._hovered and "regions" in self._shown.layers:
                paint_hover(painter, frame.path(self._hovered), palette)
            rings = [ring for ring in self.rings if ring.site == self._hovered_site]
            paint_rings(painter, rings, palette, self._shown.grades, self._shown.site, large=True)
            if self._access.focused:
                paint_focus(painter, frame.path(self._access.focused), palette)
            painter.restore()
        if self.hasFocus():
            painter.setPen(QColor(palette.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _composed(self, frame: Frame) -> QPixmap:
        """The picture, with what is there so far."""
        if self._over and self._over.frame is frame and not self._moving:
            return self._drawing.compose(frame, self._shown, self.font(), self._over, self._wanted.lit, self._strip)
        # The nerves as they were last, until others are found: that takes longer than a picture may.
        wanted = self._last_wanted or self._wanted
        strokes = self._maker.strokes(frame, wanted) if "nerves" in self._shown.layers else []
        return self._drawing.compose(frame, self._shown, self.font(), strokes, wanted.lit, self._strip)

    @property
    def _plan(self) -> Plan:
        return Plan(self.size(), self._kept)

    @property
    def _look(self) -> Look:
        """What the picture of the body should show now."""
        return Look(
            self._view, self._plan, self._shown.palette, "bones" in self._shown.layers, self.devicePixelRatioF()
        )

    @property
    def _wanted(self) -> Wanted:
        """What should lie over the body now."""
        if self._wanted_now is None:
            self._wanted_now = self._drawing.wanted(self._shown, self._look, self.font(), nerves=self._has_rested)
        return self._wanted_now

    @property
    def _is_behind(self) -> bool:
        """Whether the picture is to be drawn anew by the worker."""
        over = self._over
        return over is None or over.frame is not self._frame or over.wanted != self._wanted

    def _at_hand(self) -> Frame:
        """A frame of what is to be seen now: the full one if it is there, else a coarse one."""
        look = self._look
        if self._frame is None or self._frame.look != look:
            self._frame = self._over = self._wanted_now = self._base = self._kept_base = None
            self._maker.forget()
            self._frame = self._maker.coarse(look)
        return self._frame

    def _ask(self) -> None:
        """Let the worker make what is missing."""
        if self.isVisible() and not self._moving and self._is_behind:
            self._maker.ask(self._look, self._wanted, self._shown.areas)

    def _on_made(self, over: Over) -> None:
        if self._moving or over.frame.look != self._look:
            self._maker.forget()
            return
        before, is_new = self._base, over.frame is not self._frame
        self._frame, self._over, self._strip, self._last_wanted = over.frame, over, over.strip, over.wanted
        self._base = self._kept_base
        self.update()
        if self._comes_softly and before and self.isVisible() and not self._reduced_motion and self._old is None:
            self._fade(before)
        self._comes_softly = False
        if is_new:
            self._show_access()

    def _on_sharpened(self, frame: Frame) -> None:
        if frame is self._frame:
            if not self._has_rested:
                self._has_rested, self._wanted_now = True, None
            if not self._around.is_known:
                self._maker.do_beside(self._around.look)
            self._dirty()

    def _show_access(self) -> None:
        """Tell a screen reader and the arrow keys what is where."""
        self._access.show_areas(self._at_hand().seen())

    def _dirty(self) -> None:
        self._base = self._kept_base = None
        self.update()

    # ---- moving -----------------------------------------------------------------------------------------------

    def _move_to(self, view: View) -> None:
        """Show a view while it moves: coarse now, sharp when it rests."""
        self._stop()
        self._view = view
        self._set_moving(True)
        self._settle.start()
        self.update()
        self.view_changed.emit(view)

    def _set_moving(self, moving: bool) -> None:
        if moving != self._moving:
            self._moving = moving
            self._has_rested = True
            self._wanted_now = None
            self._dirty()

    def _on_settled(self) -> None:
        if self._motion.animation is None and not self.dragging:
            self._set_moving(False)

    def _go(self, goal: View) -> None:
        """Move to a view: turning from front to back and framing are animated, a change of panes is immediate."""
        self._stop()
        between = way(self._view, goal)
        if between is None or self._reduced_motion or not self.isVisible():
            before = None if self._reduced_motion or not self.isVisible() else self._base
            self._arrive(goal)
            if before:
                self._fade(before)
            return

        def step(share: float) -> None:
            self._view = between(share)
            self.update()

        self._set_moving(True)  # now: what the worker made for the view before would stop it
        self._motion.start(step, lambda: self._arrive(goal))

    def _arrive(self, goal: View) -> None:
        self._view = goal
        self._set_moving(False)
        self._dirty()
        self.view_changed.emit(goal)

    def _stop(self) -> None:
        """End at once what moves by itself."""
        self._motion.stop()
        self._old = None

    def _fade(self, before: QPixmap) -> None:
        """Let the picture before a change of panes or nerves go out softly."""
        self._stop()
        self._old, self._old_share = before, 1.0

        def step(share: float) -> None:
            self._old_share = 1.0 - share
            self.update()

        def finish() -> None:
            self._old = None
            self.update()

        self._motion.start(step, finish)

    # ---- hands ------------------------------------------------------------------------------------------------

    def turn_by(self, right: float, up: float) -> None:
        self._move_to(self._view.turned(right, up))

    def turn_to(self, right: float, up: float) -> None:
        self._go(self._view.turned(right, up))

    def pan_by(self, step: QPointF) -> None:
        pan = (
            self._view.pan[0] + step.x() / self._plan.body_width(self._view),
            self._view.pan[1] + step.y() / self.height(),
        )
        self._move_to(replace(self._view, pan=pan))

    def zoom(self) -> float:
        return self._view.zoom

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

    def come_to_rest(self) -> None:
        self._on_settled()

    def click(self, at: QPointF) -> None:
        if self._on_strip(at):
            self.show_whole(True)
        elif ring := self._ring_at(at):
            self.site_clicked.emit(ring.site)
        elif (place := self.place_at(at)) and place.region:
            self.place_clicked.emit(place)

    def hover(self, at: QPointF | None) -> None:
        if at is None:
            self._set_hover(None)
            self._set_hovered_site(None)
            self.place_hovered.emit(None)
            return
        if self._moving:
            return
        ring, place = self._ring_at(at), self._at_hand().place_at(at)
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
        for one in (self._hovered, area):
            if one and self._frame:
                self.update(self._frame.box(one))
        self._hovered = area

    def go_among_areas(self, key: Qt.Key, way: tuple[int, int] | None) -> bool:
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
