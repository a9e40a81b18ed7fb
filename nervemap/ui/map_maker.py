"""Makes what the map shows: a coarse body at once, everything else in a worker thread, the newest wish first."""

from __future__ import annotations

import sys
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from math import ceil, floor, sqrt

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from nervemap.anatomy.body import Body, Place
from nervemap.anatomy.raster import rasterise
from nervemap.anatomy.scene import Stroke
from nervemap.content.atlas import Atlas
from nervemap.handout.painting.body import body_image
from nervemap.ui.map_frame import Area, Frame, Ground, Look, softened
from nervemap.ui.map_over import Over, Overlayer, Wanted
from nervemap.ui.memory import give_back

_COARSE, _COARSE_PX = 0.5, 120_000
"""A picture that moves has half the size in both directions, or less where it would have more px than this."""
_ROWS = 124
"""Rows of the sharp picture made at once: it needs less memory, and stops sooner when the view has changed."""
_REST_MS = 5
"""How long a picture stands before its finer one is begun: what is done meanwhile goes first."""
_BONES_WHILE_MOVING_S = 0.018
"""A coarse frame that takes longer leaves the bones out: turning stays smooth."""
_SWITCH_S = 0.0005
"""How long the worker may keep Python from the hands; Python's own is ten times as long, and felt."""


@dataclass(frozen=True, eq=False)
class _Job:
    """What is to be made; `areas` are those that will be painted at once."""

    look: Look
    wanted: Wanted
    areas: frozenset[Area]


class FrameMaker(QObject):
    """Makes frames and what lies over them. `made(Over)` tells that what was asked for last is there, at full size;
    `sharpened(Frame)` that its body has got a finer picture.
    """

    made = Signal(object)
    sharpened = Signal(object)
    _done = Signal(object, object)
    _fine = Signal(object, object, object)

    def __init__(self, atlas: Atlas, body: Body, parent: QObject) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_SWITCH_S)
        self._body = body
        self._overlayer = Overlayer(atlas, body)
        self._job: _Job | None = None
        self._frame: Frame | None = None  # the worker's
        self._coarse_bones_s = 0.0
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._sharpen)
        # The worker ends before the map goes, or before Python does: whichever comes first.
        weakref.finalize(self, _end, self._pool)
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)
        self._fine.connect(self._on_fine, Qt.ConnectionType.QueuedConnection)

    def coarse(self, look: Look) -> Frame:
        """A frame at once, for a picture that moves or waits for its full one."""
        began = time.perf_counter()
        width, height = look.plan.size.toTuple()
        factor = min(_COARSE, sqrt(_COARSE_PX / max(width * height, 1)))
        bones = look.bones and self._coarse_bones_s < _BONES_WHILE_MOVING_S
        frame = self._made(look, factor, bones=bones)
        if bones:
            self._coarse_bones_s = time.perf_counter() - began
        return frame

    def place_at(self, look: Look, at: QPointF) -> Place | None:
        """What lies under a point of the full picture, before that is there."""
        shown, _, _ = look.panes(1.0)
        moved = tuple(
            replace(pane, centre=(pane.centre[0] - floor(at.x()), pane.centre[1] - floor(at.y()))) for pane in shown
        )
        pick = rasterise(self._body.surface, moved, 1, 1).pick(0, 0)
        return self._body.place(pick) if pick else None

    def ask(self, look: Look, wanted: Wanted, areas: frozenset[Area]) -> None:
        """Make the full frame of this look, with what is wanted over it."""
        if self._job is None or (self._job.look, self._job.wanted) != (look, wanted):
            self._rest.stop()
            self._job = _Job(look, wanted, areas)
            self._pool.start(self._making(self._job))

    def forget(self) -> None:
        """Nothing that was asked for is wanted any more."""
        self._rest.stop()
        self._job = None

    def do_beside(self, act: Callable[[], None]) -> None:
        """Let the worker do something else that takes a moment."""
        self._pool.start(act)

    def let_go(self) -> None:
        """Keep no picture: nobody looks."""
        self.forget()
        self._pool.start(self._let_go)

    def _let_go(self) -> None:
        self._frame = None
        self._overlayer.let_go()
        give_back()

    def wait(self) -> None:
        """Let the worker thread end."""
        self.forget()
        self._pool.waitForDone()

    def strokes(self, frame: Frame, wanted: Wanted) -> list[Stroke]:
        """The nerves of a coarse frame."""
        return self._overlayer.strokes(frame, wanted)

    def _made(self, look: Look, factor: float, *, bones: bool) -> Frame:
        shown, width, height = look.panes(factor)
        buffers = rasterise(self._body.surface, shown, width, height)
        inside = rasterise(self._body.bones, shown, width, height) if bones else None
        image = body_image(buffers, look.palette, bones=inside, contour=factor == 1)
        if factor == 1:  # it is kept
            buffers, inside = buffers.lean(), inside and inside.lean()
        return Frame(self._body, look, factor, shown, buffers, inside, Ground(look, factor, shown, image))

    def _making(self, job: _Job) -> Callable[[], None]:
        def work() -> None:
            if self._job is not job:
                return
            frame = self._frame
            if frame is None or frame.look != job.look:
                frame = self._frame = None  # let go before another one is made: two at once need twice the memory
                frame = self._frame = self._made(job.look, 1.0, bones=job.look.bones)
                self._coarse_bones_s = 0.0
                frame.seen()
            for area in job.areas:
                if self._job is not job:
                    return
                frame.path(area)
            if self._job is not job:
                return
            over = self._overlayer.lay(frame, job.wanted)
            with suppress(RuntimeError):  # the map was closed meanwhile
                self._done.emit(job, over)

        return work

    def _on_done(self, job: _Job, over: Over) -> None:
        if job is self._job:
            self.made.emit(over)
            if not over.frame.sharp:
                self._rest.start()

    def _sharpen(self) -> None:
        """Give the frame made last its finer picture, once it is shown and what was clicked meanwhile answered."""
        if self._job and self._frame:
            # Twice as fine as the screen for smooth edges; on a fine screen half as fine again will do.
            factor = 2.0 if self._job.look.ratio <= 1 else ceil(1.5 * self._job.look.ratio)
            self._pool.start(self._sharpening(self._job, self._frame, factor))

    def _sharpening(self, job: _Job, frame: Frame, factor: float) -> Callable[[], None]:
        surface = self._body.surface
        bones = self._body.bones if frame.bones else None
        shown, width, _ = job.look.panes(factor)
        fine = factor / job.look.ratio  # px of a strip for each px of the picture

        def work() -> None:
            give_back()
            image = QImage(job.look.plan.size * job.look.ratio, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            step = floor(_ROWS / fine)
            for top in range(0, image.height(), step):
                if self._job is not job:
                    painter.end()
                    return
                # Two rows more above and below, as contours and smooth scaling look at their neighbours.
                first, rows = floor(top * fine) - 2, ceil(step * fine) + 4
                moved = tuple(replace(pane, centre=(pane.centre[0], pane.centre[1] - first)) for pane in shown)
                buffers = rasterise(surface, moved, width, rows)
                inside = rasterise(bones, moved, width, rows) if bones else None
                strip = body_image(buffers, job.look.palette, bones=inside)
                strip = softened(strip) if fine < 2 else strip
                painter.setClipRect(0, top, image.width(), step)
                painter.drawImage(QRectF(0, first / fine, width / fine, rows / fine), strip)
                del buffers, inside, strip
            painter.end()
            ground = Ground(job.look, frame.factor, frame.panes, image)
            ground.tinted(job.wanted.layers, frame)
            del image
            with suppress(RuntimeError):  # the map was closed meanwhile
                self._fine.emit(job, frame, ground)
            give_back()

        return work

    def _on_fine(self, job: _Job, frame: Frame, ground: Ground) -> None:
        if job is self._job:
            frame.ground, frame.sharp = ground, True
            self.sharpened.emit(frame)


def _end(pool: QThreadPool) -> None:
    with suppress(RuntimeError):  # Qt has ended it already
        pool.waitForDone()
