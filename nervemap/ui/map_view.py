"""The map: the body that answers when touched. It shows what it is given and asks upward when something is clicked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import hypot

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import QWidget

from nervemap.anatomy.body import Body, Place
from nervemap.anatomy.scene import Ring
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Side
from nervemap.handout.painting.areas import paint_focus, paint_hover
from nervemap.handout.painting.nerves import paint_rings
from nervemap.palette import Palette
from nervemap.reasoning.findings import FeltArea
from nervemap.ui.map_access import MapAccess
from nervemap.ui.map_drawing import nerve_at
from nervemap.ui.map_frame import Area, Frame, Lit
from nervemap.ui.map_moves import MapMoves

_RING_REACH_PX = 3.5


class MapView(MapMoves):
    """Shows marks, nerves and sites on the body; hover, click, drag, wheel, pinch, keys and screen reader.

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

    def __init__(self, atlas: Atlas, body: Body, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(atlas, body, palette, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Map of the lower body"))
        self.setAccessibleDescription(
            self.tr(
                "Arrow keys go from area to area, Home and End to the first and last, space marks, Ctrl+arrows turn."
            )
        )
        self._atlas = atlas
        self.pointer = QPointF()
        """Where the pointer was last, or the middle of the area that the keys are at."""
        self._hovered: Area | None = None
        self._hovered_site: str | None = None
        self._access = MapAccess(self, body, self.name_of)
        self._access.pressed.connect(self.area_pressed)
        self._access.focus_moved.connect(self._on_focus_moved)

    def name_of(self, area: Area) -> str:
        """Side and area in plain words, as in “right outer ankle”."""
        side, region = area
        text = self.tr("right {area}") if side == "right" else self.tr("left {area}")
        return text.format(area=self._atlas.regions[region].plain)

    # ---- what it is given -------------------------------------------------------------------------------------

    @property
    def names_hidden(self) -> bool:
        """Whether nothing on the map may be named."""
        return not self._shown.names

    @property
    def marked(self) -> frozenset[Area]:
        """The marked areas."""
        return self._shown.marked

    def show_palette(self, palette: Palette) -> None:
        """Draw in another set of colours."""
        self._show(palette=palette)

    def show_layers(self, layers: Collection[str]) -> None:
        """Which layers are drawn (identifiers of the command line)."""
        self._show(layers=frozenset(layers))

    def set_names_hidden(self, hidden: bool) -> None:
        """Name nothing, whatever the layers say: the map asks."""
        self._show(names_hidden=hidden)

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """The marked areas, with their points where known."""
        self._show(marks=marks)
        self._access.show_marked(self.marked)
        if self._access.focused:
            self.area_focused.emit(self._access.focused)  # what the next press does has changed

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

    # ---- where things are -------------------------------------------------------------------------------------

    def area_point(self, side: Side, region: str) -> QPointF | None:
        """A point well inside an area as it is seen now, or None if it is out of sight."""
        return self._at_hand().inner_point((side, region))

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

    def _on_strip(self, at: QPointF) -> bool:
        strip = self._look.strip
        return strip is not None and strip.contains(at)

    # ---- what follows pointer and keys ------------------------------------------------------------------------

    def paint_pointed(self, painter: QPainter, frame: Frame) -> None:
        palette = self._shown.palette
        if self._hovered and "regions" in self._shown.layers:
            paint_hover(painter, frame.path(self._hovered), palette)
        rings = [ring for ring in self.rings if ring.site == self._hovered_site]
        paint_rings(painter, rings, palette, self._shown.grades, self._shown.site, large=True)
        if self._access.focused:
            paint_focus(painter, frame.path(self._access.focused), palette)

    def show_access(self) -> None:
        self._access.show_areas(self._at_hand().seen())

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
            self.show_access()
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
            self.show_access()
            self._access.enter(self._shown.selected)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _on_focus_moved(self, area: Area | None) -> None:
        self.update()
        if area and (point := self.area_point(*area)):
            self.pointer = point
        self.area_focused.emit(area)
