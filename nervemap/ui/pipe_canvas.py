"""The pipe with its sites: rings to scale, the plot on the same axis, and the handles spread beside it in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nervemap.case.case import Crimp
from nervemap.content.atlas import Atlas
from nervemap.content.model import Kind, Route, Side
from nervemap.handout.pipe_picture import PipePicture, SiteRing, Tube, lane_width, spread
from nervemap.palette import Palette
from nervemap.reasoning.findings import Flow
from nervemap.reasoning.pipe import Pipe, curve, grades_at
from nervemap.ui.pipe_drawing import paint_beads, paint_end, paint_ring, paint_tubes
from nervemap.ui.pipe_handle import Handle
from nervemap.ui.pipe_levels import Level, levels, route_heights
from nervemap.ui.theme import GRID

if TYPE_CHECKING:
    from nervemap.ui.flow_plot import FlowPlot

_TOP = 4.0 * GRID
_BOTTOM = 5.0 * GRID
_ROUTE = 3 * GRID  # px for the bracket of the neurons
_LEVELS = 10 * GRID  # px for the names of the levels
_LEADERS = 4 * GRID
_LANES = 12 * GRID  # px, most that the lanes beside the main one may take
_WIDEST_HANDLE = 52 * GRID  # px; wider, a name would stand too far from its buttons
_MOST_ZOOM = 8.0
_FRAME_MS = 50  # 20 frames a second, under the 30 that movement may take


class PipeCanvas(QWidget):
    """The pipe itself, the names of its levels, the plot, and the handles beside it in the same order."""

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
        self.compact = False
        self.zoom = 1.0
        self.route: Route | None = next(iter(atlas.routes.values()), None)
        self.handles: dict[str, Handle] = {}
        self.plot: FlowPlot | None = None
        self._pulse: float | None = None
        self._still: tuple[QRect, QPixmap, list[Tube]] | None = None
        self._clock = QTimer(self, interval=_FRAME_MS)
        self._clock.timeout.connect(self._on_frame)

    # ---- what it is given ---------------------------------------------------------------------------------------

    def show_pipe(self, pipe: Pipe, crimps: Sequence[Crimp], side: Side, flows: Sequence[Flow], chosen: str) -> None:
        """Show a pipe with its crimps; handles stay when only a grade changed, so that the keyboard stays too."""
        is_new = self._pipe is None or [site.site for site in pipe.sites] != list(self.handles)
        self._pipe, self._flows, self.chosen = pipe, flows, chosen
        grades = grades_at(pipe, crimps, side)
        self._crimps = {crimp.site: crimp for crimp in crimps if crimp.site in grades and crimp.side in (None, side)}
        self._levels = tuple((self._level_words[level], s) for level, s in levels(pipe.landmarks))
        if is_new:
            self._make_handles(pipe)
        for id_, handle in self.handles.items():
            crimp = self._crimps.get(id_)
            handle.show_crimp(crimp.grade if crimp else "none", crimp.kind if crimp else None)
        self._arrange()

    def show_selection(self, site: str | None) -> None:
        """Show which site is selected; its handle opens."""
        if site != self.selected:
            self.selected = site
            self._open_handles()

    def show_hover(self, site: str | None) -> None:
        """Light a site."""
        if site != self.hovered:
            self.hovered = site
            self._changed()

    def show_route(self, route: Route | None) -> None:
        """Which route of nerve cells is bracketed beside the pipe."""
        self.route = route
        self._changed()

    def set_compact(self, compact: bool) -> None:
        """Mere names, so that the whole pipe can be seen; the selected site alone keeps its buttons."""
        self.compact = compact
        self._open_handles()

    def set_zoom(self, zoom: float) -> None:
        """How many times longer than it must be the pipe is drawn."""
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
        for handle in self.handles.values():
            handle.apply_palette(palette)
        self._arrange()

    def make_plot(self) -> None:
        """Bring in the plot: its library is loaded when the pipe was first seen, not before."""
        if self.plot is None:
            from nervemap.ui.flow_plot import FlowPlot

            self.plot = FlowPlot(self, self._atlas.rules.flow.noticed_percent_left / 100)
            self.plot.lower()
            self._arrange()
            self.plot.show()

    def _changed(self) -> None:
        self._still = None
        self.update()

    # ---- where things stand -------------------------------------------------------------------------------------

    @property
    def picture(self) -> PipePicture:
        """Where everything stands at the present size. Raises ValueError before a pipe is shown."""
        if self._pipe is None:
            raise ValueError("no pipe is shown")
        lane = lane_width(self._pipe.lanes, min(_LANES, self.width() * 0.15))
        return PipePicture(self._pipe, _TOP, self.height() - _BOTTOM, self._main_x(lane), lane)

    def y_of(self, s_cm: float) -> float:
        """Where a length along the pipe stands, px from the top."""
        return self.picture.y_of(s_cm)

    def rings(self) -> list[SiteRing]:
        """The sites as the picture shows them."""
        return self.picture.rings({site: crimp.grade for site, crimp in self._crimps.items()})

    def _plot_left(self) -> int:
        return (_ROUTE if self._is_wide else 0) + GRID + self._level_room

    @property
    def _is_wide(self) -> bool:
        return self.width() >= 68 * GRID

    @property
    def _level_room(self) -> int:
        return _LEVELS if self._is_wide else 8 * GRID

    def _plot_width(self) -> int:
        return min(13 * GRID, max(6 * GRID, self.width() // 8))

    def _main_x(self, lane: float) -> float:
        lanes = (self._pipe.lanes - 1 if self._pipe else 0) * lane
        return self._plot_left() + self._plot_width() + 3.5 * GRID + lanes

    def _handles_x(self) -> int:
        lane = lane_width(self._pipe.lanes if self._pipe else 1, min(_LANES, self.width() * 0.15))
        return round(self._main_x(lane) + 2.5 * GRID + _LEADERS)

    def sizeHint(self) -> QSize:
        return QSize(72 * GRID, 80 * GRID)

    def minimumSizeHint(self) -> QSize:
        return QSize(54 * GRID, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _make_handles(self, pipe: Pipe) -> None:
        for handle in self.handles.values():
            handle.hide()
            handle.deleteLater()
        self.handles = {}
        for site in pipe.sites:
            handle = Handle(self._atlas.sites[site.site], self._atlas.crimp_kinds, self._palette, self)
            handle.crimp_requested.connect(self.crimp_requested)
            handle.kind_requested.connect(self.kind_requested)
            handle.slid.connect(self.slid)
            handle.slider_left.connect(self.slider_left)
            handle.site_requested.connect(self.site_requested)
            handle.hovered.connect(self._on_hovered)
            handle.step_requested.connect(lambda step, id_=site.site: self._on_step(id_, step))
            handle.set_open(site.site == self.selected, compact=self.compact)
            handle.show()
            self.handles[site.site] = handle

    def _open_handles(self) -> None:
        for id_, handle in self.handles.items():
            handle.set_open(id_ == self.selected, compact=self.compact)
        self._arrange()

    def _arrange(self) -> None:
        """Spread the handles along the pipe; the canvas grows where they need more than the window has."""
        if self._pipe is None:
            return
        width = min(_WIDEST_HANDLE, max(1, self.width() - self._handles_x() - 2 * GRID))
        gap = 0 if self.compact else GRID
        heights = [handle.height_for(width) + gap for handle in self.handles.values()]
        self.setMinimumHeight(round((sum(heights) + 2 * GRID) * self.zoom))
        wanted = [
            self.y_of(site.s_cm) + (height - handle.row_height(width)) / 2
            for site, handle, height in zip(self._pipe.sites, self.handles.values(), heights, strict=True)
        ]
        centres = spread(wanted, heights, GRID, self.height() - GRID)
        for handle, centre, height in zip(self.handles.values(), centres, heights, strict=True):
            handle.setGeometry(self._handles_x(), round(centre - (height - gap) / 2), width, height - gap)
        self._show_plot()
        self._changed()

    def _show_plot(self) -> None:
        if self.plot is None or self._pipe is None:
            return
        picture = self.picture
        self.plot.setGeometry(self._plot_left(), 0, self._plot_width(), self.height())
        self.plot.set_axis(picture.s_of(0), picture.s_of(self.height()))
        curves = [
            (branch.nerve, curve(branch, found, self._pipe.start_cm))
            for branch, found in zip(self._pipe.branches, self._flows, strict=True)
        ]
        self.plot.show_curves(curves, self._palette, self.chosen)

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
        if event.position().x() >= self._handles_x() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # over the handles it scrolls
            return
        self.zoomed.emit(self.zoom * 1.0015 ** event.angleDelta().y(), event.position().y())
        event.accept()

    def _on_hovered(self, site: str | None) -> None:
        if site != self.hovered:
            self.show_hover(site)
            self.site_hovered.emit(site)

    def _on_step(self, site: str, step: int) -> None:
        names = list(self.handles)
        index = names.index(site) + step
        if 0 <= index < len(names):
            self.site_requested.emit(names[index])
            self.handles[names[index]].grades.buttons[self.handles[names[index]].grades.value or "none"].setFocus()

    # ---- movement -----------------------------------------------------------------------------------------------

    def _on_frame(self) -> None:
        if self._pulse is None or self.visibleRegion().isEmpty():
            return
        self._pulse = (self._pulse + 0.045) % 1.0
        shown = self.visibleRegion().boundingRect()
        left = self._plot_left() + self._plot_width()
        self.update(left, shown.top(), self._handles_x() - left, shown.height())

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
            shown = event.rect()
            if self._still is None or self._still[0] != shown:
                pixmap = QPixmap(shown.size() * self.devicePixelRatioF())
                pixmap.setDevicePixelRatio(self.devicePixelRatioF())
                pixmap.fill(QColor(self._palette.base))
                inner = QPainter(pixmap)
                inner.setFont(self.font())
                inner.translate(-shown.topLeft())
                self._still = shown, pixmap, self._paint(inner, shown)
                inner.end()
            painter.drawPixmap(shown.topLeft(), self._still[1])
            paint_beads(painter, self._still[2], self._pulse)
        painter.end()

    def _paint(self, painter: QPainter, shown: QRect) -> list[Tube]:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture, grades = self.picture, {site: crimp.grade for site, crimp in self._crimps.items()}
        rings = picture.rings(grades)
        if shown.left() < self._plot_left():
            self._paint_levels(painter, picture)
            self._paint_route(painter, picture)
        self._paint_leaders(painter, rings)
        clip = (max(picture.top, shown.top() - 20.0), min(picture.bottom, shown.bottom() + 20.0))
        tubes = picture.tubes(self._atlas.rules.flow, grades, clip=clip)
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

    def _paint_levels(self, painter: QPainter, picture: PipePicture) -> None:
        wanted = [picture.y_of(s) for _, s in self._levels]
        how = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        left = self._plot_left() - self._level_room
        room = QRectF(0, 0, self._level_room - GRID, 1000)
        heights = [painter.boundingRect(room, how, name).height() + 4 for name, _ in self._levels]
        centres = spread(wanted, heights, 0, float(self.height()))
        painter.setPen(QPen(QColor(self._palette.muted), 1))
        for (name, _), centre, height, y in zip(self._levels, centres, heights, wanted, strict=True):
            box = QRectF(left, centre - height / 2, self._level_room - GRID, height)
            painter.drawText(box, how, name)
            painter.drawLine(QPointF(box.right() + 2, centre), QPointF(self._plot_left(), y))

    def _paint_route(self, painter: QPainter, picture: PipePicture) -> None:
        """The nerve cells of the chosen route as brackets, their names along them."""
        if self.route is None or not self._is_wide or self._pipe is None:
            return
        heights = route_heights(self._pipe.landmarks, self._pipe.end_cm)
        painter.save()
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.82)
        painter.setFont(font)
        for part in self.route.parts:
            low, high = picture.y_of(heights[part.start]), picture.y_of(heights[part.end])
            self._paint_bracket(painter, part.name, high + 2, low - 2)
        painter.restore()

    def _paint_bracket(self, painter: QPainter, name: str, top: float, bottom: float) -> None:
        x = _ROUTE + 2.0
        painter.setPen(QPen(QColor(self._palette.border), 1.4))
        bracket = QPainterPath(QPointF(x, top))
        bracket.lineTo(x - 5, top)
        bracket.lineTo(x - 5, bottom)
        bracket.lineTo(x, bottom)
        painter.drawPath(bracket)
        if bottom - top > painter.fontMetrics().horizontalAdvance(name) + 4:
            seen = self.visibleRegion().boundingRect()
            low, high = max(top, float(seen.top())), min(bottom, float(seen.bottom()))
            middle = (low + high) / 2 if high - low > 8 * GRID else (top + bottom) / 2
            painter.save()
            painter.setPen(QColor(self._palette.muted))
            painter.translate(x - 14, middle)
            painter.rotate(-90)
            painter.drawText(QRectF(-(bottom - top) / 2, -9, bottom - top, 18), Qt.AlignmentFlag.AlignCenter, name)
            painter.restore()

    def _paint_leaders(self, painter: QPainter, rings: Sequence[SiteRing]) -> None:
        for ring in rings:
            strong = ring.grade != "none"
            lit = ring.site in (self.selected, self.hovered)
            color = self._palette.accent if lit else self._palette.mark if strong else self._palette.border
            painter.setPen(QPen(QColor(color), 2 if strong or lit else 1))
            handle = self.handles[ring.site].geometry()
            at = handle.center().y() if handle.height() <= 7 * GRID else handle.top() + 2.5 * GRID
            start, end = QPointF(ring.right, ring.y), QPointF(self._handles_x() - GRID // 2, at + 0.5)
            path = QPainterPath(start)
            middle = (start.x() + end.x()) / 2
            path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
            painter.drawPath(path)
