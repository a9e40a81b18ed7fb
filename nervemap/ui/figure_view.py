"""The moving figure of the tests: one body, the steps of a test at a human pace, the neural path and its length."""

from __future__ import annotations

import time

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from nervemap.anatomy.figure import Figure, Pose
from nervemap.palette import Palette
from nervemap.ui.figure_painting import paint_figure, paint_support
from nervemap.ui.theme import GRID, tabular
from nervemap.ui.widgets import Text, column, tip

PACE_S = 1.4
FRAME_MS = 33
_MARGIN_MM = 30.0
_MOST_RINGS = 2
_TELL_EACH = 6  # frames; the length is not read faster than five times a second
_BESIDE = 23 * GRID
_NERVES = {"fibular": "common-fibular"}


class FigureView(QWidget):
    """The figure; beside it what the caller puts there, and how much longer the path has become."""

    def __init__(self, figure: Figure, palette: Palette, *beside: QWidget) -> None:
        super().__init__()
        self.canvas = FigureCanvas(figure, palette)
        self.change = Text(step=20, strong=True)
        self.change.setFont(tabular(self.change.font()))
        self.length = Text(role="muted")
        self.length.setToolTip(
            tip(self.tr("For a model body: the length of the nerve's bed by simple levers. Not tension, not strain."))
        )
        self._wanted = 0
        self._beside = QWidget()
        words = column(self._beside)
        for widget in beside:
            words.addWidget(widget)
        words.addStretch(1)
        words.addWidget(self.change)
        words.addWidget(self.length)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._beside)
        self.canvas.on_length = self._show_length

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._beside.setFixedWidth(max(_BESIDE, round(self.width() * 0.36)))
        self.set_height(self._wanted)

    def set_height(self, wanted: int) -> None:
        """Take this height in pixels, or as much more as the words beside the figure need."""
        self._wanted = wanted
        self.setFixedHeight(max(wanted, self._beside.heightForWidth(self._beside.width())))

    def _show_length(self, length_mm: float, change_mm: float, step_mm: float) -> None:
        self.change.setText(self.tr("{change} mm").format(change=_signed(change_mm)))
        compared = round(change_mm)
        lines = [
            self.tr("longer than at the start")
            if compared > 0
            else self.tr("shorter than at the start")
            if compared
            else self.tr("as long as at the start")
        ]
        if round(step_mm):
            lines.append(self.tr("{change} mm by this step").format(change=_signed(step_mm)))
        lines.append(self.tr("Path {length} mm (estimate)").format(length=round(length_mm)))
        self.length.setText("\n".join(lines))
        self.set_height(self._wanted)


def _signed(mm: float) -> str:
    return f"{round(mm):+d}".replace("-", "\u2212") if round(mm) else "0"


class FigureCanvas(QWidget):
    """Draws one pose; on the way to another it moves, and then it rests: nothing runs when it is still."""

    def __init__(self, figure: Figure, palette: Palette) -> None:
        super().__init__()
        self._figure = figure
        self._palette = palette
        self._poses: tuple[Pose, ...] = ()
        self._start: Pose | None = None
        self._goal: Pose | None = None
        self._now: Pose | None = None
        self._began = 0.0
        self._frames = 0
        self._moved: tuple[str, ...] = ()
        self._bounds = QRectF()
        self._still: QPixmap | None = None
        self.reduced_motion = False
        self.on_length = lambda length_mm, change_mm, step_mm: None
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(14 * GRID)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing below has to be painted for each frame

    @property
    def is_moving(self) -> bool:
        """Whether a movement is under way."""
        return self._timer.isActive()

    @property
    def frames(self) -> int:
        """How many frames on the move have been shown so far."""
        return self._frames

    @property
    def pose(self) -> Pose | None:
        """The pose that is drawn now."""
        return self._now

    def show_test(self, test: str, order: tuple[str, ...] = ()) -> None:
        """Take another test and stand at its first step; another order of the same test is taken where it stands."""
        poses = self._figure.in_order(test, order)
        if poses == self._poses:
            return
        same = bool(self._poses) and self._poses[0].test == test
        self._poses = poses
        if same:
            return
        boxes = [_bounds(self._figure, pose) for pose in self._poses]
        self._bounds = boxes[0]
        for box in boxes[1:]:
            self._bounds = self._bounds.united(box)
        self._moved = ()
        self._rest_at(self._poses[0])

    def show_step(self, step: str) -> None:
        """Move to the pose of a step; a step without one is the start. Immediate under reduced motion or unseen."""
        goal = next((pose for pose in self._poses if pose.step == step), self._poses[0])
        if self._now is None or goal == self._goal:
            return
        self._moved = goal.moved_joints(self._goal) if self._goal else ()
        if self.reduced_motion or not self.isVisible():
            self._rest_at(goal)
            return
        self._start, self._goal, self._began = self._now, goal, time.perf_counter()
        self._timer.start()

    def apply_palette(self, palette: Palette) -> None:
        """Paint in these colours."""
        self._palette = palette
        self._changed()

    def sizeHint(self) -> QSize:
        return QSize(60 * GRID, 34 * GRID)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._goal is not None and self.is_moving:
            self._rest_at(self._goal)

    def _rest_at(self, pose: Pose) -> None:
        self._timer.stop()
        self._goal = self._now = pose
        self._changed()

    def _on_frame(self) -> None:
        assert self._start is not None and self._goal is not None
        share = (time.perf_counter() - self._began) / PACE_S
        if share >= 1:
            self._rest_at(self._goal)
            return
        eased = QEasingCurve(QEasingCurve.Type.InOutSine).valueForProgress(share)
        self._now = self._start.between(self._goal, eased)
        self._frames += 1
        self._still = None
        if self._frames % _TELL_EACH == 0:
            self._tell()
        self.update()

    def _changed(self) -> None:
        self._still = None
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self._now is not None:
            length, goal = self._figure.length_mm(self._now), self._goal or self._now
            at = self._poses.index(goal) if goal in self._poses else 0
            before = self._poses[max(0, at - 1)]
            self.on_length(
                length,
                length - self._figure.length_mm(self._poses[0]),
                self._figure.length_mm(goal) - self._figure.length_mm(before),
            )
            self.setAccessibleName(self._now.name)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._now is None:
            return
        ratio = (
            1.0 if self.is_moving else self.devicePixelRatioF()
        )  # on the move a fine screen costs four times as much
        size = self.size() * ratio
        if self._still is None or self._still.size() != size:
            self._still = QPixmap(size)
            self._still.setDevicePixelRatio(ratio)
            painter = QPainter(self._still)
            self._paint(painter, self._now)
            painter.end()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(0, 0, self._still)

    def _paint(self, painter: QPainter, pose: Pose) -> None:
        painter.fillRect(self.rect(), QColor(self._palette.base))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._bounds.adjusted(-_MARGIN_MM, -_MARGIN_MM - 30, _MARGIN_MM, _MARGIN_MM)
        scale = min(self.width() / room.width(), self.height() / room.height())
        to_view = QTransform(scale, 0, 0, -scale, 0, 0)
        middle = to_view.map(room.center())
        to_view *= QTransform.fromTranslate(self.width() / 2 - middle.x(), self.height() / 2 - middle.y())
        posed = self._figure.posed(pose)
        paint_support(painter, pose.lying, self._bounds, self._palette, to_view)
        paint_figure(
            painter, posed, self._palette, to_view, _NERVES.get(pose.path, pose.path), sharp=not self.is_moving
        )
        rings: list[QPointF] = []
        radius = max(9.0, 62 * scale)
        for joint in self._moved:
            if joint in posed.joints and len(rings) < _MOST_RINGS:
                at = to_view.map(QPointF(*posed.joints[joint].tolist()))
                if all((at - ring).manhattanLength() > 3 * radius for ring in rings):
                    rings.append(at)
                    self._mark(painter, at, radius)

    def _mark(self, painter: QPainter, at: QPointF, radius: float) -> None:
        """A ring around a joint that moves."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((self._palette.casing, 5.0), (self._palette.accent, 2.5)):
            painter.setPen(QPen(QColor(color), width))
            painter.drawEllipse(at, radius, radius)


def _bounds(figure: Figure, pose: Pose) -> QRectF:
    posed = figure.posed(pose)
    parts = (*posed.body, *posed.far_leg, *posed.arm)
    low = [min(float(part[:, axis].min()) for part in parts) for axis in (0, 1)]
    high = [max(float(part[:, axis].max()) for part in parts) for axis in (0, 1)]
    return QRectF(low[0], low[1], high[0] - low[0], high[1] - low[1])
