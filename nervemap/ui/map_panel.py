"""The map with its buttons: named views over it, zoom, framing and layers in its corner; a tip says what lies there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QWidget

from nervemap.anatomy.body import Body, Place
from nervemap.anatomy.views import View
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.palette import Palette
from nervemap.ui.map_tip import MapTip
from nervemap.ui.map_view import MapView
from nervemap.ui.theme import GRID, TOUCH
from nervemap.ui.widgets import Choice, Toggle, column


class MapPanel(QWidget):
    """Holds the map and what steers it."""

    def __init__(self, atlas: Atlas, body: Body, palette: Palette) -> None:
        super().__init__()
        self._atlas = atlas
        self.map = MapView(atlas, body, palette)
        self.map.place_hovered.connect(self._on_hovered)
        self.map.area_focused.connect(self._on_focused)
        self.map.site_hovered.connect(self._on_site_hovered)
        self.map.view_changed.connect(self._on_view_changed)
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
        self.views.chosen.connect(self.map.show_view)
        self.whole = Toggle(self.tr("Whole body"))
        self.whole.setToolTip(self.tr("Show spine and head as well"))
        self.whole.clicked.connect(self.map.show_whole)
        self._corner = self._steering()
        picture = QGridLayout()
        picture.setContentsMargins(0, 0, 0, 0)
        picture.addWidget(self.map, 0, 0)
        picture.addWidget(self._corner, 0, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        layout = column(self, margin=GRID)
        layout.addWidget(self.views)
        layout.addLayout(picture, 1)
        self.tip = MapTip(self.map)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Polish):
            self.map.keep_free(self._corner.sizeHint())
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
            steering.addWidget(_small(text, name, act), 0, column_)
        steering.addWidget(_small(self.tr("Fit"), self.tr("Fit the body into the picture"), self.map.fit), 1, 0, 1, 2)
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
        self.whole.setChecked(view.framing == "whole")

    def _on_hovered(self, place: Place | None) -> None:
        if place is None:
            self.tip.hide()
        else:
            name, *lines = self.words_for(place)
            if not self.map.names_hidden and (nerve := self.map.nerve_at(self.map.pointer)):
                words = self.tr("Nerve: {nerve}, deep") if nerve[1] else self.tr("Nerve: {nerve}")
                lines.insert(0, words.format(nerve=self._atlas.nerves[nerve[0]].name.lower()))
            self._tell(name, *lines)

    def _on_site_hovered(self, site: str | None) -> None:
        if site and not self.map.names_hidden:
            self._tell(self._atlas.sites[site].name, self.tr("A site on the nerve. Click to choose it."))

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
            nerves = ", ".join(self._atlas.nerves[nerve].name.lower() for nerve in place.skin_nerves)
            words.append(self.tr("Skin: {nerves} (borders vary)").format(nerves=nerves))
        if place.dermatome:
            words.append(self.tr("Dermatome {root}").format(root=place.dermatome))
        return tuple(words)


def _small(text: str, name: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setMinimumWidth(TOUCH)
    button.clicked.connect(act)
    return button
