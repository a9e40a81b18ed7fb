"""The pipe with its sites: rings to scale, and beside them the handles, spread in the same order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, Site
from nervemap.palette import Palette
from nervemap.reasoning.findings import Flow
from nervemap.ui.pipe_drawing import RADIUS, Ring, paint_pipe, paint_ring, spread
from nervemap.ui.pipe_levels import Level, levels
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Text

_TOP = 4.0 * GRID
_BOTTOM = 5.0 * GRID
_LEVELS = 11 * GRID  # px for the names of the levels, left of the pipe
_PIPE_X = 2 * GRID + _LEVELS + 3 * GRID
_HANDLES_X = _PIPE_X + 7 * GRID
_WIDEST_HANDLE = 60 * GRID  # px; wider, a name would stand too far from its buttons
_LEAST_NAME = 17 * GRID  # px; narrower than this, a site's name goes above its buttons


class Handle(QWidget):
    """A site's name and its grades; stands beside the pipe and is joined to its ring by a line."""

    crimp_requested = Signal(str, str)
    site_requested = Signal(str)

    def __init__(self, site: Site, parent: QWidget) -> None:
        super().__init__(parent)
        self.site = site
        self.name = Text(site.name)
        self.name.setParent(self)
        self.name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.name.setToolTip(site.structure)
        grades = {
            "none": self.tr("none"),
            "mild": self.tr("mild"),
            "moderate": self.tr("moderate"),
            "severe": self.tr("severe"),
        }
        self.grades = Choice(grades, name=site.name, clearable=False, tight=True)
        self.grades.setParent(self)
        for grade, button in self.grades.buttons.items():
            button.setProperty("tone", "quiet" if grade == "none" else "mark")
        self.grades.chosen.connect(lambda grade: self.crimp_requested.emit(site.id, grade))
        if site.above_roots:
            severe = self.grades.buttons["severe"]
            severe.setEnabled(False)
            severe.setToolTip(self.tr("Not offered above the roots: go through the urgent questions first."))

    def height_for(self, width: int) -> int:
        """How high the handle is when it is `width` px wide."""
        grades = self.grades.sizeHint()
        if self._stacked(width):
            return self.name.heightForWidth(width) + grades.height()
        return max(grades.height(), self.name.heightForWidth(width - grades.width() - GRID))

    def _stacked(self, width: int) -> bool:
        return width - self.grades.sizeHint().width() - GRID < _LEAST_NAME

    def resizeEvent(self, event: QResizeEvent) -> None:
        grades = self.grades.sizeHint()
        width, height = self.width(), self.height()
        if self._stacked(width):
            above = height - grades.height()
            self.name.setGeometry(0, 0, width, above)
            self.grades.setGeometry(0, above, grades.width(), grades.height())
        else:
            self.name.setGeometry(0, 0, width - grades.width() - GRID, height)
            self.grades.setGeometry(
                width - grades.width(), (height - grades.height()) // 2, grades.width(), grades.height()
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.site_requested.emit(self.site.id)


class PipeCanvas(QWidget):
    """The pipe itself, the names of its levels, and the handles spread beside it in the same order."""

    crimp_requested = Signal(str, str)
    site_requested = Signal(str)

    def __init__(self, atlas: Atlas, palette: Palette) -> None:
        super().__init__()
        self._atlas = atlas
        self._palette = palette
        self._nerve: Nerve | None = None
        self._positions: tuple[tuple[str, float], ...] = ()
        self._span = (0.0, 1.0)
        self._flow: Flow | None = None
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
        self.handles: dict[str, Handle] = {}

    def show_pipe(
        self,
        nerve: Nerve,
        positions: Sequence[tuple[str, float]],
        span_cm: tuple[float, float],
        flow: Flow,
        landmarks: Sequence[tuple[str, float]],
    ) -> None:
        self._nerve = nerve
        self._span = span_cm
        self._flow = flow
        self._levels = tuple((self._level_words[level], s) for level, s in levels(landmarks))
        # Handles stay when only a grade changed, so that the keyboard stays where it is.
        if tuple(positions) != self._positions:
            self._positions = tuple(positions)
            self._make_handles()
        grades = {site.site: site.grade for site in flow.sites}
        for id_, handle in self.handles.items():
            handle.grades.set_value(grades.get(id_, "none"))
        self._arrange()

    def show_selection(self, site: str | None) -> None:
        self.selected = site
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def _make_handles(self) -> None:
        for handle in self.handles.values():
            handle.hide()
            handle.deleteLater()
        self.handles = {}
        for id_, _ in self._positions:
            handle = Handle(self._atlas.sites[id_], self)
            handle.crimp_requested.connect(self.crimp_requested)
            handle.site_requested.connect(self.site_requested)
            handle.show()
            self.handles[id_] = handle

    def y_of(self, s_cm: float) -> float:
        """Where a place along the nerve stands, px from the top: true proportion."""
        start, end = self._span
        return _TOP + (s_cm - start) / (end - start) * (self.height() - _TOP - _BOTTOM)

    def _handle_width(self) -> int:
        return min(_WIDEST_HANDLE, max(1, self.width() - _HANDLES_X - 2 * GRID))

    def _heights(self) -> list[int]:
        width = self._handle_width()
        return [handle.height_for(width) + GRID for handle in self.handles.values()]

    def sizeHint(self) -> QSize:
        return QSize(72 * GRID, 80 * GRID)

    def minimumSizeHint(self) -> QSize:
        return QSize(_HANDLES_X + 34 * GRID, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        """Spread the handles along the pipe; the canvas grows where they need more than the window has."""
        heights = self._heights()
        self.setMinimumHeight(sum(heights) + 2 * GRID)
        centres = spread([self.y_of(s) for _, s in self._positions], heights, GRID, self.height() - GRID)
        width = self._handle_width()
        for handle, centre, height in zip(self.handles.values(), centres, heights, strict=True):
            handle.setGeometry(_HANDLES_X, round(centre - (height - GRID) / 2), width, height - GRID)
        self.update()

    def rings(self) -> list[Ring]:
        """The sites as the picture needs them."""
        found = {site.site: site for site in self._flow.sites} if self._flow else {}
        rings = []
        left = 1.0
        for id_, s_cm in self._positions:
            site = found.get(id_)
            left = site.left if site else left
            rings.append(Ring(self.y_of(s_cm), site.grade if site else "none", left))
        return rings

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        near = [(abs(self.y_of(s) - at.y()), id_) for id_, s in self._positions]
        if near and abs(at.x() - _PIPE_X) <= RADIUS + GRID and min(near)[0] <= GRID:
            self.site_requested.emit(min(near)[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._nerve is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        p = self._palette
        rings = self.rings()
        self._paint_levels(painter)
        self._paint_leaders(painter, rings)
        color = p.nerve_color(self._nerve.id)
        paint_pipe(painter, p, color, _PIPE_X, _TOP, self.height() - _BOTTOM, rings)
        for (id_, _), ring in zip(self._positions, rings, strict=True):
            paint_ring(painter, p, _PIPE_X, ring, selected=id_ == self.selected)
        painter.end()

    def _paint_levels(self, painter: QPainter) -> None:
        wanted = [self.y_of(s) for _, s in self._levels]
        how = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        room = QRectF(0, 0, _LEVELS - GRID, 1000)
        heights = [painter.boundingRect(room, how, name).height() + 4 for name, _ in self._levels]
        centres = spread(wanted, heights, 0, float(self.height()))
        painter.setPen(QPen(QColor(self._palette.muted), 1))
        for (name, _), centre, height, y in zip(self._levels, centres, heights, wanted, strict=True):
            box = QRectF(2 * GRID, centre - height / 2, _LEVELS - GRID, height)
            painter.drawText(box, how, name)
            painter.drawLine(QPointF(box.right() + 4, centre), QPointF(_PIPE_X - RADIUS - 4, y))

    def _paint_leaders(self, painter: QPainter, rings: Sequence[Ring]) -> None:
        for (id_, _), ring in zip(self._positions, rings, strict=True):
            strong = ring.grade != "none"
            color = (
                self._palette.accent if id_ == self.selected else self._palette.mark if strong else self._palette.border
            )
            painter.setPen(QPen(QColor(color), 2 if strong or id_ == self.selected else 1))
            start = QPointF(_PIPE_X + RADIUS + 4, ring.y)
            end = QPointF(_HANDLES_X - GRID, self.handles[id_].geometry().center().y() + 0.5)
            path = QPainterPath(start)
            middle = (start.x() + end.x()) / 2
            path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
            painter.drawPath(path)
