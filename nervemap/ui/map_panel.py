"""The map with its buttons: named views over it, zoom, framing and layers in its corner; a tip says what lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.wording import lowered
from nervemap.ui.map_tip import MapTip
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Toggle, act_button, column

if TYPE_CHECKING:  # read when the map is made: the window opens sooner
    from nervemap.anatomy.body import Place
    from nervemap.anatomy.views import View
    from nervemap.ui.map_view import MapView


class MapPanel(QWidget):
    """Holds the map and what steers it; until the map is put in, `stands` has its place."""

    map: MapView

    def __init__(self, atlas: Atlas, stands: QWidget) -> None:
        super().__init__()
        self._atlas = atlas
        self._stands: QWidget | None = stands
        self.views = Choice(
            {
                "front": self.tr("Front"),
                "back": self.tr("Back"),
                "outer": self.tr("Outer"),
                "inner": self.tr("Inner"),
                "sole": self.tr("Sole"),
                "top": self.tr("Top of foot"),
            },
            name=self.tr("View"),
            clearable=False,
        )
        self.views.set_value("front")
        self.whole = Toggle(self.tr("Whole body"))
        self.whole.setToolTip(self.tr("Show spine and head as well"))
        self._corner = self._steering()
        self._picture = QGridLayout()
        self._picture.setContentsMargins(0, 0, 0, 0)
        self._picture.addWidget(stands, 0, 0)
        self._picture.addWidget(self._corner, 0, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        layout = column(self, margin=GRID)
        layout.addWidget(self.views)
        layout.addLayout(self._picture, 1)

    def put_in(self, map_: MapView) -> None:
        """The map takes its place, with the size and the focus of what stood there."""
        stands, self._stands = self._stands, None
        assert stands is not None
        self.map = map_
        self.tip = MapTip(map_)
        map_.place_hovered.connect(self._on_hovered)
        map_.area_focused.connect(self._on_focused)
        map_.site_hovered.connect(self._on_site_hovered)
        map_.view_changed.connect(self._on_view_changed)
        self.views.chosen.connect(map_.show_view)
        self.whole.clicked.connect(map_.show_whole)
        self._keep_off_corner()
        map_.setParent(self)
        self.setTabOrder(stands, map_)
        map_.setGeometry(stands.geometry())
        map_.stackUnder(self._corner)
        had_focus = self.window().focusWidget() is stands  # also before the window is active
        self._picture.replaceWidget(stands, map_)
        if stands.isVisible():
            map_.show()
        if had_focus:
            map_.setFocus()
        stands.hide()

    def _keep_off_corner(self) -> None:
        """Nothing of the map stands below the buttons."""
        self.tip.off = self._corner.sizeHint()
        self.map.keep_free(self.tip.off)

    def event(self, event: QEvent) -> bool:
        if self._stands is None and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Polish):
            self._keep_off_corner()
        return super().event(event)

    def _steering(self) -> QWidget:
        """What stands over the lower right corner of the map."""
        corner = QWidget()
        steering = QGridLayout(corner)
        steering.setContentsMargins(GRID, GRID, GRID, GRID)
        steering.setSpacing(GRID)
        for column_, (text, name, act) in enumerate(
            (
                ("−", self.tr("Zoom out"), lambda: self.map.zoom_by(0.8)),
                ("+", self.tr("Zoom in"), lambda: self.map.zoom_by(1.25)),
            )
        ):
            steering.addWidget(act_button(text, name, act), 0, column_)
        fit = act_button(self.tr("Fit"), self.tr("Fit the body into the picture"), lambda: self.map.fit())
        steering.addWidget(fit, 1, 0, 1, 2)
        steering.addWidget(self.whole, 2, 0, 1, 2)
        steering.addWidget(self._layer_button(), 3, 0, 1, 2)
        return corner

    def _layer_button(self) -> QPushButton:
        button = QPushButton(self.tr("Layers"))
        menu = QMenu(button)
        actions = {}
        for layer, name, shown in (
            ("regions", self.tr("Areas"), True),
            ("territories", self.tr("Skin nerves (borders vary)"), False),
            ("dermatomes", self.tr("Dermatomes (borders overlap)"), False),
            ("bones", self.tr("Bones"), False),
            ("nerves", self.tr("Nerves"), True),
            ("sites", self.tr("Sites"), True),
            ("names", self.tr("Names"), True),
        ):
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(shown)
            actions[layer] = action
        menu.triggered.connect(
            lambda _: self.map.show_layers(frozenset(key for key, action in actions.items() if action.isChecked()))
        )
        button.setMenu(menu)
        return button

    def _on_view_changed(self, view: View) -> None:
        turned = bool(view.turn or view.tilt)
        self.views.set_value(None if turned else view.name)
        self.whole.setChecked(view.framing == "whole" and not view.of_feet)

    def _on_hovered(self, place: Place | None) -> None:
        if place is None:
            self.tip.hide()
        else:
            name, *lines = self.words_for(place)
            if not self.map.names_hidden and (nerve := self.map.nerve_at(self.map.pointer)):
                words = self.tr("Nerve: {nerve}, deep") if nerve[1] else self.tr("Nerve: {nerve}")
                lines.insert(0, words.format(nerve=lowered(self._atlas.nerves[nerve[0]].name)))
            self._tell(name, *lines)

    def _on_site_hovered(self, site: str | None) -> None:
        if site and not self.map.names_hidden:
            words = self.tr("A place on the nerve. Click to see where it could be felt.")
            self._tell(self._atlas.sites[site].name, words)

    def _on_focused(self, area: tuple[Side, str] | None) -> None:
        if area is None:
            self.tip.hide()
            return
        act = self.tr("marked; space takes the mark off") if area in self.map.marked else self.tr("space marks it")
        self._tell(self._area_words(*area), act)

    def _tell(self, name: str, *lines: str) -> None:
        self.tip.show_words(name, lines, self.map.pointer.toPoint())

    def _area_words(self, side: Side, region: str | None) -> str:
        where = self.tr("RIGHT") if side == "right" else self.tr("LEFT")
        return f"{where} {self._atlas.regions[region].plain if region else self.tr('no area of the map')}"

    def words_for(self, place: Place) -> tuple[str, ...]:
        """Lines for a point of the skin: side and area, usual skin nerve, dermatome; no name while names are off."""
        if self.map.names_hidden:
            return (self.tr("The names are off."),)
        words = [self._area_words(place.side, place.region)]
        if place.skin_nerves:
            nerves = ", ".join(lowered(self._atlas.nerves[nerve].name) for nerve in place.skin_nerves)
            words.append(self.tr("Skin: {nerves} (borders vary)").format(nerves=nerves))
        if place.dermatome:
            words.append(self.tr("Dermatome {root}").format(root=place.dermatome))
        return tuple(words)
