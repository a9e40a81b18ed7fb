"""The pipe with its sites: rings to scale, the plot on the same axis, and the handles spread beside it in order."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nervemap.case.case import Crimp
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Kind, Side
from nervemap.content.model_pipe import Route
from nervemap.handout.pipe_picture import RADIUS, PipePicture, SiteRing, Tube, lane_width, spread
from nervemap.palette import Palette
from nervemap.reasoning.findings import Flow
from nervemap.reasoning.pipe import Pipe, curve, grades_at
from nervemap.reasoning.pipe_levels import Level, levels, route_heights
from nervemap.ui.pipe_beside import SmallText, paint_leader, paint_levels, paint_route
from nervemap.ui.pipe_drawing import paint_beads, paint_end, paint_ring, paint_tubes
from nervemap.ui.pipe_row import SiteRow
from nervemap.ui.pipe_tools import CrimpTools
from nervemap.ui.theme import GRID, STEPS

if TYPE_CHECKING:
    from nervemap.ui.flow_plot import FlowPlot

_ABOVE = 2 * GRID  # px between the head, which lies on the canvas, and the pipe
_BELOW = 4.5 * GRID  # px for the twigs and numbers at the ends
_ROUTE = 3 * GRID  # px for the bracket of the neurons
_LEVELS = 9 * GRID  # px for the names of the levels
_LEADERS = 2.5 * GRID
_LANES = 12 * GRID  # px, most that the lanes beside the main one may take
_WIDEST_ROW = 52 * GRID  # px; wider, a name would stand too far from its glyph
_HIGHEST_ROW = 5 * GRID
_LEAST_ROW = 20  # px
_MOST_ZOOM = 8.0
_PLOT_MS = 60  # how often it is looked whether the plot can come in, once the pipe was painted
_FRAME_MS = 50  # 20 frames a second, under the 30 that movement may take


class PipeCanvas(QWidget):
    """The pipe itself, the names of its levels, the plot, and a row for each site beside it in the same order.

    At zoom 1 all of it is as high as the place it stands in, or as its rows need.
    """

    crimp_requested = Signal(str, str)
    kind_requested = Signal(str, str)
    slid = Signal(str, str)
    slider_left = Signal()
    site_requested = Signal(str)
    site_hovered = Signal(object)
    zoomed = Signal(float, float)  # zoom, and the height in px that stays where it is

    def __init__(self, atlas: Atlas, palette: Palette) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self._atlas = atlas
        self._palette = palette
        self._pipe: Pipe | None = None
        self._crimps: Mapping[str, Crimp] = {}
        self._flows: Sequence[Flow] = ()
        self._levels: tuple[tuple[str, float], ...] = ()
        self._level_words: dict[Level, str] = {
            "brain": self.tr("brain"),
            "cord begins": self.tr("cord begins"),
            "leaves the cord": self.tr("leaves the cord"),
            "leaves the spine": self.tr("leaves the spine"),
            "hip": self.tr("hip"),
            "knee": self.tr("knee"),
            "ankle": self.tr("ankle"),
        }
        self._grade_words = {
            "none": self.tr("none"),
            "mild": self.tr("mild"),
            "moderate": self.tr("moderate"),
            "severe": self.tr("severe"),
        }
        self.selected: str | None = None
        self.hovered: str | None = None
        self.chosen: str | None = None
        self.zoom = 1.0
        self.head = 0
        self.route: Route | None = next(iter(atlas.routes.values()), None)
        self.rows: dict[str, SiteRow] = {}
        self.tools = CrimpTools(self._grade_words, atlas.crimp_kinds, self)
        self.tools.apply_palette(palette)
        self.tools.crimp_requested.connect(self.crimp_requested)
        self.tools.kind_requested.connect(self.kind_requested)
        self.tools.slid.connect(self.slid)
        self.tools.slider_left.connect(self.slider_left)
        self.tools.key_pressed.connect(self._on_tools_key)
        self.plot: FlowPlot | None = None
        self._plot_is_read: threading.Thread | None = None
        self._plot_comes = QTimer(self, interval=_PLOT_MS)
        self._plot_comes.timeout.connect(self._on_plot_time)
        self._noticed = SmallText(self.tr("first noticed (illustration)"), role="attention")
        self._noticed.setParent(self)
        self._noticed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._noticed.hide()
        self._is_told = False
        self._placed: tuple[object, ...] = ()
        self._pulse: float | None = None
        self._rings: tuple[tuple[PipePicture, dict[str, Grade]], list[SiteRing]] | None = None
        self._tubes_seen: tuple[tuple[PipePicture, dict[str, Grade], tuple[float, float]], list[Tube]] | None = None
        self._still: tuple[QRect, QPixmap, list[Tube]] | None = None
        self._clock = QTimer(self, interval=_FRAME_MS)
        self._clock.timeout.connect(self._on_frame)

    # ---- what it is given ---------------------------------------------------------------------------------------

    def show_pipe(
        self, pipe: Pipe, crimps: Sequence[Crimp], side: Side, flows: Sequence[Flow], chosen: str, *, told: bool = False
    ) -> None:
        """Show a pipe with its crimps; rows stay when only a grade changed, so that the keyboard stays too.

        While its story is `told` no tools are offered: what is seen then is not the case's.
        """
        self._is_told = told
        is_new = self._pipe is None or [site.site for site in pipe.sites] != list(self.rows)
        self._pipe, self._flows, self.chosen = pipe, flows, chosen
        grades = grades_at(pipe, crimps, side)
        self._crimps = {crimp.site: crimp for crimp in crimps if crimp.site in grades and crimp.side in (None, side)}
        self._levels = tuple((self._level_words[level], s) for level, s in levels(pipe.landmarks))
        if is_new:
            self._make_rows(pipe)
        for id_, row in self.rows.items():
            crimp = self._crimps.get(id_)
            row.show_crimp(crimp.grade if crimp else "none", crimp.kind if crimp else None)
        self._show_states()

    def show_selection(self, site: str | None) -> None:
        """Show which site is selected; its tools open under its row."""
        if site != self.selected:
            self.selected = site
            self._show_states()

    def show_hover(self, site: str | None) -> None:
        """Light a site."""
        if site != self.hovered:
            for one, lit in ((self.hovered, False), (site, True)):
                if one in self.rows:
                    self.rows[one].show_lit(lit)
            self.hovered = site
            self._changed()

    def show_route(self, route: Route | None) -> None:
        """Which route of nerve cells is bracketed beside the pipe."""
        self.route = route
        self._changed()

    def set_head(self, height: int) -> None:
        """How much of the canvas lies under the head of the place when it is not scrolled, px."""
        if height != self.head:
            self.head = height
            self._arrange()

    def set_zoom(self, zoom: float) -> None:
        """How many times longer than its place the pipe is drawn; 1 fits it in."""
        self.zoom = min(max(zoom, 1.0), _MOST_ZOOM)
        self._arrange()

    def set_moving(self, moving: bool) -> None:
        """Whether light runs along the pipe; it stops where nobody can see it."""
        self._pulse = 0.0 if moving else None
        if moving and self.isVisible():
            self._clock.start()
        elif not moving:
            self._clock.stop()
        self._changed()

    def apply_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        self.tools.apply_palette(palette)
        for row in self.rows.values():
            row.apply_palette(palette)
        self._placed = ()
        self._arrange()

    def make_plot(self) -> None:
        """Bring in the plot; its library is loaded when the pipe was first seen, not before, and beside the hands."""
        if self.plot is None:
            from nervemap.ui.flow_plot import FlowPlot

            self.plot = FlowPlot(self, self._atlas.rules.flow.noticed_percent_left / 100)
            self.plot.lower()
            self._arrange()
            self.plot.show()

    def _on_plot_time(self) -> None:
        if self._plot_is_read and not self._plot_is_read.is_alive():
            self._plot_comes.stop()
            self.make_plot()

    def _changed(self, *, rows_too: bool = False) -> None:
        """Paint anew; the rows, which are painted with what lies under them, only where they moved."""
        self._still = None
        if rows_too:
            self.update()
        else:
            self.update(0, 0, self.rows_x, self.height())

    # ---- where things stand -------------------------------------------------------------------------------------

    @property
    def picture(self) -> PipePicture:
        """Where everything stands at the present size. Raises ValueError before a pipe is shown."""
        if self._pipe is None:
            raise ValueError("no pipe is shown")
        lane = lane_width(self._pipe.lanes, min(_LANES, self.width() * 0.11))
        return PipePicture(self._pipe, self.head + _ABOVE, self.height() - _BELOW, self._main_x(lane), lane)

    def y_of(self, s_cm: float) -> float:
        """Where a length along the pipe stands, px from the top."""
        return self.picture.y_of(s_cm)

    def rings(self) -> list[SiteRing]:
        """The sites as the picture shows them; kept, as every move of the pointer asks."""
        seen = self.picture, self._grades
        if self._rings is None or self._rings[0] != seen:
            self._rings = seen, seen[0].rings(seen[1])
        return self._rings[1]

    def _tubes(self, clip: tuple[float, float]) -> list[Tube]:
        """The strands as the picture shows them between two heights; kept while only rings and rows change."""
        seen = self.picture, self._grades, clip
        if self._tubes_seen is None or self._tubes_seen[0] != seen:
            self._tubes_seen = seen, seen[0].tubes(self._atlas.rules.flow, seen[1], clip=clip)
        return self._tubes_seen[1]

    @property
    def _grades(self) -> dict[str, Grade]:
        return {site: crimp.grade for site, crimp in self._crimps.items()}

    def _plot_left(self) -> int:
        return (self._in_text(_ROUTE) if self._is_wide else 0) + GRID + self._in_text(_LEVELS)

    def _in_text(self, width: int) -> int:
        """A width as designed, in px: larger text gets as much more."""
        return round(width * self.font().pointSizeF() / STEPS[0])

    @property
    def _is_wide(self) -> bool:
        return self.width() >= 68 * GRID

    def _plot_width(self) -> int:
        return min(16 * GRID, max(7 * GRID, self.width() // 10))

    def _main_x(self, lane: float) -> float:
        lanes = (self._pipe.lanes - 1 if self._pipe else 0) * lane
        return self._plot_left() + self._plot_width() + RADIUS + 2.5 * GRID + lanes

    @property
    def rows_x(self) -> int:
        """Where the rows of the sites begin, px from the left."""
        lane = lane_width(self._pipe.lanes if self._pipe else 1, min(_LANES, self.width() * 0.11))
        return round(self._main_x(lane) + RADIUS + 4 + _LEADERS)

    def sizeHint(self) -> QSize:
        return QSize(72 * GRID, 80 * GRID)

    def minimumSizeHint(self) -> QSize:
        return QSize(54 * GRID, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _make_rows(self, pipe: Pipe) -> None:
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {}
        for site in pipe.sites:
            kinds = self._atlas.crimp_kinds
            row = SiteRow(self._atlas.sites[site.site], self._grade_words, kinds, self._palette, self)
            row.crimp_requested.connect(self.crimp_requested)
            row.kind_requested.connect(self.kind_requested)
            row.clicked.connect(lambda _=False, id_=site.site: self.site_requested.emit(id_))
            row.hovered.connect(self._on_hovered)
            row.step_requested.connect(lambda step, id_=site.site: self._on_step(id_, step))
            row.show()
            self.rows[site.site] = row
        *_, last = self.rows.values()
        buttons = [*self.tools.grades.buttons.values(), self.tools.slider, *self.tools.kinds.buttons.values()]
        for before, after in pairwise([last, *buttons]):
            self.setTabOrder(before, after)

    def _show_states(self) -> None:
        first = self.selected if self.selected in self.rows else next(iter(self.rows), None)
        for id_, row in self.rows.items():
            row.show_state(selected=id_ == self.selected, lit=id_ == self.hovered, in_tab_order=id_ == first)
        if self._opened:
            row = self.rows[self._opened]
            self.tools.show_crimp(row.site, row.grade, row.kind, row.accessibleDescription())
        self.tools.setVisible(self._opened is not None)
        self._arrange()

    @property
    def _opened(self) -> str | None:
        """The site whose tools stand under its row."""
        return self.selected if self.selected in self.rows and not self._is_told else None

    def _arrange(self) -> None:
        """Spread the rows along the pipe; the canvas grows where they need more than the window has."""
        if self._pipe is None:
            return
        width = min(_WIDEST_ROW, max(1, self.width() - self.rows_x - GRID))
        tools = self.tools.height_for(width - GRID) + GRID // 2 if self._opened else 0
        least = max(_LEAST_ROW, self.fontMetrics().height())
        around = self.parentWidget()
        place = around.height() if around else self.height()
        needed = len(self.rows) * least + tools + GRID
        self.setMinimumHeight(needed if self.zoom == 1 else round(max(needed, place) * self.zoom))
        row = min(_HIGHEST_ROW, max(least, (max(needed, place) - tools - GRID) // len(self.rows)))
        heights = [row + (tools if id_ == self._opened else 0) for id_ in self.rows]
        wanted = [
            self.y_of(site.s_cm) + (height - row) / 2 for site, height in zip(self._pipe.sites, heights, strict=True)
        ]
        centres = spread(wanted, heights, GRID // 2, self.height() - GRID // 2)
        for (id_, one), centre, height in zip(self.rows.items(), centres, heights, strict=True):
            top = round(centre - height / 2)
            one.setGeometry(self.rows_x, top, width, row)
            if id_ == self._opened:
                self.tools.setGeometry(self.rows_x + GRID // 2, top + row + 2, width - GRID, tools - GRID // 2)
        self._show_plot()
        placed = (self.selected, self._opened, *(one.geometry() for one in self.rows.values()))
        self._changed(rows_too=placed != self._placed)
        self._placed = placed

    def _show_plot(self) -> None:
        if self.plot is None or self._pipe is None:
            return
        picture = self.picture
        top, bottom = round(picture.top), round(picture.bottom)
        self.plot.setGeometry(self._plot_left(), top, self._plot_width(), bottom - top)
        self.plot.set_axis(picture.s_of(top), picture.s_of(bottom))
        curves = [
            (branch.nerve, curve(branch, found, self._pipe.start_cm))
            for branch, found in zip(self._pipe.branches, self._flows, strict=True)
        ]
        self.plot.show_curves(curves, self._palette, self.chosen)
        room = self._plot_width() + 3 * GRID
        right = self._plot_left() + self._plot_width()
        self._noticed.setGeometry(right - room, bottom + 3, room, self._noticed.heightForWidth(room))
        self._noticed.show()

    # ---- hands --------------------------------------------------------------------------------------------------

    def _site_near(self, at: QPointF) -> str | None:
        if self._pipe is None:
            return None
        near = [
            (abs(ring.y - at.y()), ring.site)
            for ring in self.rings()
            if ring.left - GRID <= at.x() <= ring.right + GRID
        ]
        return min(near)[1] if near and min(near)[0] <= GRID else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        site = self._site_near(event.position())
        if site:
            self.site_requested.emit(site)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        site = self._site_near(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if site else Qt.CursorShape.ArrowCursor)
        self._on_hovered(site)

    def leaveEvent(self, event: QEvent) -> None:
        self._on_hovered(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.position().x() >= self.rows_x and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # over the rows it scrolls
            return
        self.zoomed.emit(self.zoom * 1.0015 ** event.angleDelta().y(), event.position().y())
        event.accept()

    def _on_hovered(self, site: str | None) -> None:
        if site != self.hovered:
            self.show_hover(site)
            self.site_hovered.emit(site)

    def _on_step(self, site: str, step: int) -> None:
        names = list(self.rows)
        index = names.index(site) + step
        if 0 <= index < len(names):
            self.site_requested.emit(names[index])
            self.rows[names[index]].setFocus()

    def _on_tools_key(self, event: QKeyEvent) -> None:
        if self.selected in self.rows:
            self.rows[self.selected].keyPressEvent(event)

    # ---- movement -----------------------------------------------------------------------------------------------

    def _on_frame(self) -> None:
        if self._pulse is None or self.visibleRegion().isEmpty():
            return
        self._pulse = (self._pulse + 0.045) % 1.0
        shown = self.visibleRegion().boundingRect()
        left = self._plot_left() + self._plot_width()
        self.update(left, shown.top(), self.rows_x - left, shown.height())

    def showEvent(self, event: QEvent) -> None:
        if self._pulse is not None:
            self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()

    # ---- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pipe is None:
            return
        painter = QPainter(self)
        if self._pulse is None:
            self._paint(painter, event.rect())
        else:
            shown, ratio = event.rect(), self.devicePixelRatioF()
            if self._still is None or self._still[0] != shown or self._still[1].devicePixelRatio() != ratio:
                pixmap = QPixmap(shown.size() * ratio)
                pixmap.setDevicePixelRatio(ratio)
                pixmap.fill(QColor(self._palette.base))
                inner = QPainter(pixmap)
                inner.setFont(self.font())
                inner.translate(-shown.topLeft())
                self._still = shown, pixmap, self._paint(inner, shown)
                inner.end()
            painter.drawPixmap(shown.topLeft(), self._still[1])
            paint_beads(painter, self._still[2], self._pulse)
        painter.end()
        if self._plot_is_read is None:  # its library takes longer than all the rest
            self._plot_is_read = threading.Thread(target=import_module, args=("nervemap.ui.flow_plot",), daemon=True)
            self._plot_is_read.start()
            self._plot_comes.start()

    def _paint(self, painter: QPainter, shown: QRect) -> list[Tube]:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture, rings = self.picture, self.rings()
        if shown.left() < self._plot_left():
            self._paint_beside(painter, picture)
        if self.selected in self.rows:
            opened = self.rows[self.selected].geometry()
            if self._opened:
                opened = opened.united(self.tools.geometry()).adjusted(0, 0, 0, 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.selected))
            painter.drawRoundedRect(opened, 6, 6)
        for ring in rings:
            row = self.rows[ring.site].geometry()
            to = QPointF(row.left() + 3, row.center().y() + 0.5)
            paint_leader(painter, self._palette, ring, to, lit=ring.site in (self.selected, self.hovered))
        if shown.left() >= self.rows_x:
            return []  # only rows are painted anew
        clip = (max(picture.top, shown.top() - 20.0), min(picture.bottom, shown.bottom() + 20.0))
        tubes = self._tubes(clip)
        paint_tubes(painter, self._palette, tubes)
        for tube in tubes:
            if tube.ends:
                paint_end(painter, self._palette, tube, self._end_label(tube.path))
        for ring in rings:
            kind: Kind | None = self._crimps[ring.site].kind if ring.site in self._crimps else None
            chosen, lit = ring.site == self.selected, ring.site == self.hovered
            paint_ring(painter, self._palette, ring, kind, selected=chosen, hovered=lit)
        return tubes

    def _end_label(self, path: str) -> str:
        if self._pipe is None or len(self._pipe.branches) == 1:
            return ""
        flows = zip(self._pipe.branches, self._flows, strict=True)
        return next((str(round(found.flow * 100)) for branch, found in flows if branch.strand == path), "")

    def _paint_beside(self, painter: QPainter, picture: PipePicture) -> None:
        assert self._pipe is not None
        right = float(self._plot_left())
        paint_levels(painter, self._palette, picture, self._levels, (right - self._in_text(_LEVELS), right))
        if self.route is not None and self._is_wide:
            heights = route_heights(self._pipe.landmarks, self._pipe.end_cm)
            seen = self.visibleRegion().boundingRect()
            span = (float(seen.top()), float(seen.bottom()))
            paint_route(painter, self._palette, picture, self.route, heights, self._in_text(_ROUTE) - 2.0, span)
