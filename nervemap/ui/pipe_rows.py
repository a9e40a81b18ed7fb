"""The rows of the sites beside the pipe, spread along it in its order, and the tools that open under one of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from nervemap.case.case import Crimp
from nervemap.content.atlas import Atlas
from nervemap.handout.pipe_picture import PipePicture, spread
from nervemap.palette import Palette
from nervemap.reasoning.pipe import Pipe
from nervemap.ui.pipe_row import SiteRow
from nervemap.ui.pipe_tools import CrimpTools
from nervemap.ui.theme import GRID

_WIDEST_ROW = 52 * GRID  # px; wider, a name would stand too far from its glyph
_HIGHEST_ROW = 5 * GRID
_LEAST_ROW = 20  # px


class PipeRows(QObject):
    """A row for each site of a pipe, on its canvas."""

    crimp_requested = Signal(str, str)
    kind_requested = Signal(str, str)
    slid = Signal(str, str)
    slider_left = Signal()
    site_requested = Signal(str)
    hovered = Signal(object)

    def __init__(self, atlas: Atlas, palette: Palette, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._atlas = atlas
        self._palette = palette
        self._canvas = canvas
        self._grade_words = {
            "none": self.tr("none"),
            "mild": self.tr("mild"),
            "moderate": self.tr("moderate"),
            "severe": self.tr("severe"),
        }
        self.by_site: dict[str, SiteRow] = {}
        self._selected: str | None = None
        self._opened: str | None = None
        self.tools = CrimpTools(self._grade_words, atlas.crimp_kinds, canvas)
        self.tools.apply_palette(palette)
        self.tools.crimp_requested.connect(self.crimp_requested)
        self.tools.kind_requested.connect(self.kind_requested)
        self.tools.slid.connect(self.slid)
        self.tools.slider_left.connect(self.slider_left)
        self.tools.key_pressed.connect(self._on_tools_key)
        self.tools.hovered.connect(self.hovered)

    def show_crimps(self, pipe: Pipe, crimps: Mapping[str, Crimp]) -> None:
        """Show these crimps, by site; rows stay when only a grade changed, so that the keyboard stays too."""
        if [site.site for site in pipe.sites] != list(self.by_site):
            self._make(pipe)
        for id_, row in self.by_site.items():
            crimp = crimps.get(id_)
            row.show_crimp(crimp.grade if crimp else "none", crimp.kind if crimp else None)

    def show_states(self, selected: str | None, hovered: str | None, *, with_tools: bool) -> None:
        """Show which site is selected, with its tools or without, and which lies under the pointer."""
        self._selected = selected if selected in self.by_site else None
        self._opened = self._selected if with_tools else None
        first = self._selected or next(iter(self.by_site), None)
        for id_, row in self.by_site.items():
            row.show_state(selected=id_ == selected, lit=id_ == hovered, in_tab_order=id_ == first)
        if self._opened:
            row = self.by_site[self._opened]
            self.tools.show_crimp(row.site, row.grade, row.kind, row.accessibleDescription())
        self.tools.setVisible(self._opened is not None)

    def apply_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        self.tools.apply_palette(palette)
        for row in self.by_site.values():
            row.apply_palette(palette)

    def height_for(self, room: int) -> int:
        """How much height they need where they have `room` px from left to right."""
        return len(self.by_site) * self._least + self._tools_height(_width(room)) + GRID

    def arrange(self, picture: PipePicture, left: int, room: int, height: int) -> None:
        """Spread them along the pipe from `left` px on; those of the whole pipe, unzoomed, share `height` px."""
        width = _width(room)
        tools = self._tools_height(width)
        row = min(_HIGHEST_ROW, max(self._least, (height - tools - GRID) // len(self.by_site)))
        heights = [row + (tools if id_ == self._opened else 0) for id_ in self.by_site]
        places = zip(picture.pipe.sites, heights, strict=True)
        wanted = [picture.y_of(site.s_cm) + (high - row) / 2 for site, high in places]
        centres = spread(wanted, heights, GRID // 2, self._canvas.height() - GRID // 2)
        for (id_, one), centre, high in zip(self.by_site.items(), centres, heights, strict=True):
            top = round(centre - high / 2)
            one.setGeometry(left, top, width, row)
            if id_ == self._opened:
                self.tools.setGeometry(left + GRID // 2, top + row + 2, width - GRID, tools - GRID // 2)

    @property
    def selected_ground(self) -> QRect:
        """Where the selected row lies, with its tools; empty where none is selected."""
        if self._selected is None:
            return QRect()
        row = self.by_site[self._selected].geometry()
        return row.united(self.tools.geometry()).adjusted(0, 0, 0, 2) if self._opened else row

    @property
    def places(self) -> tuple[object, ...]:
        """What they show where; the same as long as the canvas under them need not be painted anew."""
        return (self._selected, self._opened, *(row.geometry() for row in self.by_site.values()))

    @property
    def _least(self) -> int:
        return max(_LEAST_ROW, self._canvas.fontMetrics().height())

    def _tools_height(self, width: int) -> int:
        return self.tools.height_for(width - GRID) + GRID // 2 if self._opened else 0

    def _make(self, pipe: Pipe) -> None:
        for row in self.by_site.values():
            row.hide()
            row.deleteLater()
        self.by_site = {}
        for site in pipe.sites:
            kinds = self._atlas.crimp_kinds
            row = SiteRow(self._atlas.sites[site.site], self._grade_words, kinds, self._palette, self._canvas)
            row.crimp_requested.connect(self.crimp_requested)
            row.kind_requested.connect(self.kind_requested)
            row.clicked.connect(lambda _=False, id_=site.site: self.site_requested.emit(id_))
            row.hovered.connect(self.hovered)
            row.step_requested.connect(lambda step, id_=site.site: self._on_step(id_, step))
            row.show()
            self.by_site[site.site] = row
        *_, last = self.by_site.values()
        buttons = [*self.tools.grades.buttons.values(), self.tools.slider, *self.tools.kinds.buttons.values()]
        for before, after in pairwise([last, *buttons]):
            QWidget.setTabOrder(before, after)

    def _on_step(self, site: str, step: int) -> None:
        names = list(self.by_site)
        index = names.index(site) + step
        if 0 <= index < len(names):
            self.site_requested.emit(names[index])
            way = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
            self.by_site[names[index]].setFocus(way)

    def _on_tools_key(self, event: QKeyEvent) -> None:
        if self._selected:
            self.by_site[self._selected].keyPressEvent(event)


def _width(room: int) -> int:
    return min(_WIDEST_ROW, max(1, room))
