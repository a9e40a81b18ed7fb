"""The map with its buttons: named views, framing, layers, and one line that says what lies under the pointer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from nervemap.anatomy.body import Body, Place
from nervemap.anatomy.views import View
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.palette import Palette
from nervemap.ui.map_view import MapView
from nervemap.ui.theme import GRID, TOUCH
from nervemap.ui.widgets import Choice, Text, column


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
        self.whole = QPushButton(self.tr("Whole body"))
        self.whole.setCheckable(True)
        self.whole.setToolTip(self.tr("Show spine and head as well"))
        self.whole.clicked.connect(self.map.show_whole)
        self.under = Text(self._hint(), role="muted")
        self.under.setMinimumHeight(6 * GRID)
        self.under.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = column(self, margin=GRID)
        layout.addWidget(self.views)
        layout.addWidget(self.map, 1)
        layout.addLayout(self._steering())
        layout.addWidget(self.under)

    def _hint(self) -> str:
        return self.tr("Click where it hurts. Drag to turn, wheel to zoom. Keys: arrows and space.")

    def _steering(self) -> QHBoxLayout:
        steering = QHBoxLayout()
        steering.setSpacing(GRID)
        for text, name, act in (
            ("−", self.tr("Zoom out"), lambda: self.map.zoom_by(0.8)),
            ("+", self.tr("Zoom in"), lambda: self.map.zoom_by(1.25)),
            (self.tr("Fit"), self.tr("Fit the body into the picture"), self.map.fit),
        ):
            button = QPushButton(text)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setMinimumWidth(TOUCH)
            button.clicked.connect(act)
            steering.addWidget(button)
        steering.addWidget(self.whole)
        steering.addWidget(self._layer_button())
        steering.addStretch(1)
        return steering

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
        self.under.setText(self.words_for(place) if place else self._hint())

    def _on_site_hovered(self, site: str | None) -> None:
        if site and not self.map.names_hidden:
            self.under.setText(self.tr("Site: {name}. Click to choose it.").format(name=self._atlas.sites[site].name))

    def _on_focused(self, area: tuple[Side, str] | None) -> None:
        if area is None:
            self.under.setText(self._hint())
            return
        act = self.tr("marked; space takes the mark off") if area in self.map.marked else self.tr("space marks it")
        self.under.setText(f"{self._area_words(*area)} · {act}")

    def _area_words(self, side: Side, region: str | None) -> str:
        where = self.tr("RIGHT") if side == "right" else self.tr("LEFT")
        return f"{where} {self._atlas.regions[region].plain if region else self.tr('no area of the map')}"

    def words_for(self, place: Place) -> str:
        """One line for a point of the skin: side and area, usual skin nerve, dermatome; no name while names are off."""
        if self.map.names_hidden:
            return self.tr("The names are off.")
        words = [self._area_words(place.side, place.region)]
        if place.skin_nerves:
            nerves = ", ".join(self._atlas.nerves[nerve].name.lower() for nerve in place.skin_nerves)
            words.append(self.tr("at this spot: skin nerve {nerves} (borders vary)").format(nerves=nerves))
        if place.dermatome:
            words.append(self.tr("dermatome {root}").format(root=place.dermatome))
        return " · ".join(words)
