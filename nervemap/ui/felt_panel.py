"""Both ways: every area in which trouble at a nerve, root or site could be felt, seen from there, and by whom said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from nervemap.content.atlas import Atlas
from nervemap.reasoning.findings import FeltArea
from nervemap.reasoning.wording import capital, lowered
from nervemap.ui.card_parts import Lines, link
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Text, column

_NAMES, _LETTERS = 23 * GRID, 25  # the column of the areas; letters of a name in one line


class FeltPanel(QWidget):
    """Lists the areas here, below and above; asks to show them on the map, and asks for an area that is pressed."""

    shown_changed = Signal(bool)
    area_requested = Signal(str)  # region id

    def __init__(self, atlas: Atlas, shown: bool) -> None:
        super().__init__()
        self._atlas = atlas
        self._layout = column(self, gap=GRID)
        self.switch = QCheckBox(self.tr("Show these areas on the map"))
        self.switch.setChecked(shown)
        self.switch.toggled.connect(self.shown_changed)
        self._layout.addWidget(self.switch)

    def list_areas(self, areas: Sequence[FeltArea], *, both_sides: bool = False) -> Iterator[None]:
        """Put the areas under the switch, one by one."""
        layout = self._layout
        if both_sides:
            layout.addWidget(Text(self.tr("It lies above the roots and acts on both legs."), role="attention"))
        for direction, title in (
            ("here", self.tr("Here")),
            ("below", self.tr("Below")),
            ("above", self.tr("Above")),
        ):
            found = [area for area in areas if area.direction == direction]
            if not found:
                continue
            layout.addWidget(Text(title, strong=True))
            lines = Lines(_NAMES)
            layout.addWidget(lines)
            for area in found:
                lines.add(self._link(area), Text(self.words_for(area), role="muted"))
                yield

    def _link(self, area: FeltArea) -> QPushButton:
        name = capital(self._atlas.regions[area.region].plain)
        return link(name, lambda: self.area_requested.emit(area.region), letters=_LETTERS)

    def words_for(self, area: FeltArea) -> str:
        """On what ground, and by whom said, an area is named."""
        nerve = self._atlas.nerves.get(area.via)
        via = lowered(nerve.name) if nerve else self.tr("root {root}").format(root=area.via)
        if not area.reaches:
            return self.tr("article 001: {via}; its course does not reach here").format(via=via)
        return {
            "article": self.tr("article 001: {via}"),
            "atlas": self.tr("the atlas adds: {via}"),
            "skin": self.tr("skin of the {via}"),
            "deep": self.tr("deep ache from the {via}"),
            "dermatome": self.tr("skin strip of {via} (borders overlap)"),
            "passes": self.tr("on the way of the {via}"),
        }[area.because].format(via=via)
