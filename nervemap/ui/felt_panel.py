"""Both ways: every area in which trouble at a nerve, root or site could be felt, seen from there, and by whom said."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QWidget

from nervemap.content.atlas import Atlas
from nervemap.reasoning.findings import FeltArea
from nervemap.ui.card_parts import capital, labelled, link
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Text, column

_NAMES = 22 * GRID
_LETTERS = 24  # of a name in one line


class FeltPanel(QWidget):
    """Lists the areas here, below and above; asks to show them on the map, and asks for an area that is pressed."""

    shown_changed = Signal(bool)
    area_requested = Signal(str)  # region id

    def __init__(self, atlas: Atlas, areas: Sequence[FeltArea], *, shown: bool, both_sides: bool = False) -> None:
        super().__init__()
        self._atlas = atlas
        layout = column(self, gap=GRID)
        self.switch = QCheckBox(self.tr("Show these areas on the map"))
        self.switch.setChecked(shown)
        self.switch.toggled.connect(self.shown_changed)
        layout.addWidget(self.switch)
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
            box = QWidget()
            grid = QGridLayout(box)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(2 * GRID)
            grid.setVerticalSpacing(4)
            grid.setColumnMinimumWidth(0, _NAMES)
            grid.setColumnStretch(1, 1)
            top = Qt.AlignmentFlag.AlignTop
            for at, area in enumerate(found):
                grid.addWidget(self._link(area), at, 0, top | Qt.AlignmentFlag.AlignLeft)
                words = Text(self.words_for(area), role="muted")
                words.setMinimumWidth(10 * GRID)
                grid.addWidget(words, at, 1, top)
            layout.addLayout(labelled(title, box))

    def _link(self, area: FeltArea) -> QPushButton:
        name = capital(self._atlas.regions[area.region].plain)
        return link(name, lambda: self.area_requested.emit(area.region), letters=_LETTERS)

    def words_for(self, area: FeltArea) -> str:
        """On what ground, and by whom said, an area is named."""
        nerve = self._atlas.nerves.get(area.via)
        via = nerve.name[:1].lower() + nerve.name[1:] if nerve else self.tr("root {root}").format(root=area.via)
        if not area.reaches:
            return self.tr("article 001 names the {via}; its course does not reach here").format(via=via)
        return {
            "article": self.tr("article 001 names the {via}"),
            "atlas": self.tr("the atlas adds the {via}"),
            "skin": self.tr("skin of the {via}"),
            "deep": self.tr("a deep ache from the {via}"),
            "dermatome": self.tr("skin strip of {via} (borders overlap)"),
            "passes": self.tr("on the way of the {via}"),
        }[area.because].format(via=via)
