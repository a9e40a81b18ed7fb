"""The pipe with its sites: rings to scale, with the plot and the rows of the sites beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
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
from nervemap.handout.pipe_picture import PipePicture, SiteRing, Tube
from nervemap.palette import Palette
from nervemap.reasoning.findings import Flow
from nervemap.reasoning.pipe import Pipe, curve, grades_at
from nervemap.reasoning.pipe_levels import Level, levels, route_heights
from nervemap.ui.pipe_beside import paint_leader, paint_levels, paint_route
from nervemap.ui.pipe_columns import Columns
from nervemap.ui.pipe_drawing import paint_beads, paint_end, paint_ring
from nervemap.ui.pipe_plot import PlotBeside
from nervemap.ui.pipe_rows import PipeRows
from nervemap.ui.pipe_strands import Strands
from nervemap.ui.theme import GRID, STEPS

_ABOVE = 2 * GRID  # px between the head, which lies on the canvas, and the pipe
_BELOW = 4.5 * GRID  # px for the twigs and numbers at the ends
_MOST_ZOOM = 8.0
_LEAVES_AFTER = 150  # ms
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
        self.selected: str | None = None
        self.hovered: str | None = None
        self.chosen: str | None = None
        self.zoom = 1.0
        self.head = 0
        self.route: Route | None = next(iter(atlas.routes.values()), None)
        self.rows = PipeRows(atlas, palette, self)
        self.rows.crimp_requested.connect(self.crimp_requested)
        self.rows.kind_requested.connect(self.kind_requested)
        self.rows.slid.connect(self.slid)
        self.rows.slider_left.connect(self.slider_left)
        self.rows.site_requested.connect(self.site_requested)
        self.rows.hovered.connect(self._on_hovered)
        self.plot = PlotBeside(atlas.rules.flow.noticed_percent_left / 100, self)
        self.plot.came.connect(self._arrange)
        self._is_told = False
        self._placed: tuple[object, ...] = ()
        self._pulse: float | None = None
        self._rings: tuple[tuple[PipePicture, dict[str, Grade]], list[SiteRing]] | None = None
        self._strands = Strands(atlas.rules.flow)
        self._still: tuple[QRect, QPixmap, list[Tube]] | None = None
        self._leaving = QTimer(self, singleShot=True, interval=_LEAVES_AFTER)
        self._leaving.timeout.connect(lambda: self._set_hovered(None))
        self._clock = QTimer(self, interval=_FRAME_MS)
        self._clock.timeout.connect(self._on_frame)

    # ---- what it is given ---------------------------------------------------------------------------------------

    def show_pipe(
        self, pipe: Pipe, crimps: Sequence[Crimp], side: Side, flows: Sequence[Flow], chosen: str, *, told: bool = False
    ) -> None:
        """Show a pipe with its crimps.

        While its story is `told` no tools are offered: what is seen then is not the case's.
        """
        self._is_told = told
        self._pipe, self._flows, self.chosen = pipe, flows, chosen
        grades = grades_at(pipe, crimps, side)
        self._crimps = {crimp.site: crimp for crimp in crimps if crimp.site in grades and crimp.side in (None, side)}
        self._levels = tuple((self._level_words[level], s) for level, s in levels(pipe.landmarks))
        self.rows.show_crimps(pipe, self._crimps)
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
                if one in self.rows.by_site:
                    self.rows.by_site[one].show_lit(lit)
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
        self.rows.apply_palette(palette)
        self._placed = ()
        self._arrange()

    def _changed(self, *, rows_too: bool = False) -> None:
        """Paint anew; the rows, which are painted with what lies under them, only where they moved."""
        self._still = None
        if rows_too:
            self.update()
        else:
            self.update(0, 0, self.columns.rows, self.height())

    # ---- where things stand -------------------------------------------------------------------------------------

    @property
    def picture(self) -> PipePicture:
        """Where everything stands at the present size. Raises ValueError before a pipe is shown."""
        if self._pipe is None:
            raise ValueError("no pipe is shown")
        columns = self.columns
        return PipePicture(self._pipe, self.head + _ABOVE, self.height() - _BELOW, columns.pipe, columns.lane)

    @property
    def columns(self) -> Columns:
        """Where its parts stand from left to right: larger text gets as much more."""
        lanes = self._pipe.lanes if self._pipe else 1
        return Columns(self.width(), lanes, self.font().pointSizeF() / STEPS[0])

    def y_of(self, s_cm: float) -> float:
        """Where a length along the pipe stands, px from the top."""
        return self.picture.y_of(s_cm)

    def rings(self) -> list[SiteRing]:
        """The sites as the picture shows them; kept, as every move of the pointer asks."""
        seen = self.picture, self._grades
        if self._rings is None or self._rings[0] != seen:
            self._rings = seen, seen[0].rings(seen[1])
        return self._rings[1]

    @property
    def _grades(self) -> dict[str, Grade]:
        return {site: crimp.grade for site, crimp in self._crimps.items()}

    def sizeHint(self) -> QSize:
        return QSize(72 * GRID, 80 * GRID)

    def minimumSizeHint(self) -> QSize:
        return QSize(54 * GRID, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _show_states(self) -> None:
        self.rows.show_states(self.selected, self.hovered, with_tools=not self._is_told)
        self._arrange()

    def _arrange(self) -> None:
        """Put plot and rows beside the pipe; the canvas grows where the rows need more than the window has."""
        if self._pipe is None:
            return
        columns = self.columns
        room = self.width() - columns.rows - GRID
        around = self.parentWidget()
        needed = self.rows.height_for(room)
        height = max(needed, around.height() if around else self.height())
        self.setMinimumHeight(needed if self.zoom == 1 else round(height * self.zoom))
        picture = self.picture
        self.rows.arrange(picture, columns.rows, room, height)
        curves = [
            (branch.nerve, curve(branch, found, self._pipe.start_cm))
            for branch, found in zip(self._pipe.branches, self._flows, strict=True)
        ]
        self.plot.show_curves(curves, picture, columns.plot, columns.plot_width, self._palette, self.chosen)
        self._changed(rows_too=self.rows.places != self._placed)
        self._placed = self.rows.places

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
        if event.position().x() >= self.columns.rows and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # over the rows it scrolls
            return
        self.zoomed.emit(self.zoom * 1.0015 ** event.angleDelta().y(), event.position().y())
        event.accept()

    def _on_hovered(self, site: str | None) -> None:
        """A site is left only after a moment: on the way to its tools, or to the next row, nothing goes out."""
        if site is None:
            self._leaving.start()
        else:
            self._set_hovered(site)

    def _set_hovered(self, site: str | None) -> None:
        self._leaving.stop()
        if site != self.hovered:
            self.show_hover(site)
            self.site_hovered.emit(site)

    # ---- movement -----------------------------------------------------------------------------------------------

    def _on_frame(self) -> None:
        if self._pulse is None or self.visibleRegion().isEmpty():
            return
        self._pulse = (self._pulse + 0.045) % 1.0
        shown = self.visibleRegion().boundingRect()
        left = self.columns.plot + self.columns.plot_width
        self.update(left, shown.top(), self.columns.rows - left, shown.height())

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
        self.plot.fetch()

    def _paint(self, painter: QPainter, shown: QRect) -> list[Tube]:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture, rings, columns = self.picture, self.rings(), self.columns
        if shown.left() < columns.plot:
            self._paint_beside(painter, picture, columns)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.selected))
        painter.drawRoundedRect(self.rows.selected_ground, 6, 6)
        for ring in rings:
            row = self.rows.by_site[ring.site].geometry()
            to = QPointF(row.left() + 3, row.center().y() + 0.5)
            paint_leader(painter, self._palette, ring, to, lit=ring.site in (self.selected, self.hovered))
        if shown.left() >= columns.rows:
            return []  # only rows are painted anew
        clip = (max(picture.top, shown.top() - 20.0), min(picture.bottom, shown.bottom() + 20.0))
        tubes = self._strands.paint(painter, self._palette, picture, self._grades, clip)
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

    def _paint_beside(self, painter: QPainter, picture: PipePicture, columns: Columns) -> None:
        assert self._pipe is not None
        paint_levels(painter, self._palette, picture, self._levels, (columns.levels, columns.plot))
        if self.route is not None and columns.has_route:
            heights = route_heights(self._pipe.landmarks, self._pipe.end_cm)
            seen = self.visibleRegion().boundingRect()
            span = (float(seen.top()), float(seen.bottom()))
            paint_route(painter, self._palette, picture, self.route, heights, columns.route - 2.0, span)
