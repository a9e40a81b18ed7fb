"""One drawn state of the body on the map, and its making: coarse while it moves, sharp from a worker thread at rest."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import ceil

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap

from nervemap.anatomy import scene
from nervemap.anatomy.body import AreaLayer, Body
from nervemap.anatomy.lettering import Letter, Room, letters
from nervemap.anatomy.outlines import Mosaic, soft_px
from nervemap.anatomy.raster import Buffers, rasterise
from nervemap.anatomy.views import Pane, View, panes
from nervemap.content.model import Side
from nervemap.handout import picture
from nervemap.palette import Palette
from nervemap.ui.memory import give_back

COARSE = 0.5
_STRIP_PX, _LEAST_STRIP_PX, MARGIN = (112.0, 258.0), 150.0, 10.0
"""Width and height of the slim strip with spine and head, its least height, and the room about it, in px."""
_LEAST_WIDTH_WITH_STRIP, _STRIP_SHARE = 420, 0.36
_ROWS = 200
"""Rows of the sharp picture made at once: it needs less memory, and stops sooner when the view has changed."""
_REST_MS = 20
"""How long a picture stands before its finer one is begun: what is done meanwhile goes first."""
_LEAST_BODY_PX = 200
_SUPPLY: tuple[AreaLayer, ...] = ("territories", "dermatomes")
_BONES_WHILE_MOVING_S = 0.018
"""A coarse frame that takes longer leaves the bones out: turning stays smooth."""

Area = tuple[Side, str]


@dataclass(frozen=True)
class Plan:
    """How a map of `size` px is parted: the body at the left, at the right the slim strip over what is `kept` free.

    The strip keeps spine and head in sight while the lower body fills the picture; it goes where it has no room.
    """

    size: QSize
    kept: QSize = field(default_factory=lambda: QSize(0, 0))

    def strip(self, view: View) -> QRectF | None:
        """Where the strip stands, if it does."""
        width, height = _STRIP_PX
        high = min(max(height, _STRIP_SHARE * self.size.height()), self.size.height() - self.kept.height() - 2 * MARGIN)
        if view.framing != "lower" or self.size.width() < _LEAST_WIDTH_WITH_STRIP or high < _LEAST_STRIP_PX:
            return None
        across = round(width * high / height)
        middle = self.size.width() - MARGIN - max(self.kept.width() - MARGIN, across) / 2
        return QRectF(round(middle - across / 2), MARGIN, across, round(high))

    def body_width(self, view: View) -> float:
        """The part of the width that the body may fill."""
        strip = self.strip(view)
        taken = max(self.kept.width(), strip.width() + MARGIN if strip else 0)
        return self.size.width() - taken if self.size.width() - taken >= _LEAST_BODY_PX else self.size.width()


@dataclass(eq=False, repr=False)
class Frame:
    """Buffers at `factor` buffer px per logical px, and what was found in them; kept until the view changes."""

    body: Body
    view: View
    plan: Plan
    factor: float
    panes: tuple[Pane, ...]
    buffers: Buffers
    bones: Buffers | None
    image: QImage | None
    ratio: float
    ground: QPixmap | None = None
    mask: QImage = field(default_factory=QImage)
    sharp: bool = False
    strokes: tuple[Mapping[tuple[str, Side], float], list[scene.Stroke]] | None = None
    ink: tuple[tuple[Palette, Mapping[tuple[str, Side], float], float], QImage] | None = None
    _mosaics: dict[AreaLayer, tuple[Mosaic, dict[Area, int]]] = field(default_factory=dict)
    _paths: dict[tuple[AreaLayer, Area], QPainterPath] = field(default_factory=dict)
    _room: tuple[Room, list[Letter]] | None = None
    _supplied: tuple[frozenset[str], QPixmap] | None = None

    def mosaic(self, layer: AreaLayer) -> tuple[Mosaic, dict[Area, int]]:
        """The areas of a layer, and their keys in the mosaic."""
        if layer not in self._mosaics:
            keys, pairs = self.body.area_keys(self.buffers, layer)
            numbered = {pair: key for key, pair in enumerate(pairs, start=1)}
            self._mosaics[layer] = Mosaic(keys, soft_px(self.panes[0].scale)), numbered
        return self._mosaics[layer]

    def path(self, area: Area, layer: AreaLayer = "regions") -> QPainterPath:
        """The outline of an area in buffer px; empty where it is out of sight."""
        if (layer, area) not in self._paths:
            mosaic, keys = self.mosaic(layer)
            self._paths[layer, area] = picture.area_path(mosaic.lines(keys[area]))
        return self._paths[layer, area]

    def room(self) -> tuple[Room, list[Letter]]:
        """What is free for words beside the letters, and the letters."""
        if self._room is None:
            room = Room(self.buffers, self.plan.body_width(self.view) * self.factor)
            self._room = room, letters(self.panes, self.buffers.height, room)
        return self._room[0].copied(), self._room[1]

    def supplied(self, layers: frozenset[str], palette: Palette, ratio: float) -> QPixmap:
        """Ground, body and the areas of skin nerves and roots where those layers are shown, in device px."""
        wanted = layers.intersection(_SUPPLY)
        ground = self.grounded(palette, ratio)
        if not wanted:
            return ground
        if self._supplied is None or self._supplied[0] != wanted:
            drawn = QPixmap(ground)
            painter = QPainter(drawn)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.scale(1 / self.factor, 1 / self.factor)
            for layer in _SUPPLY:
                if layer in wanted:
                    painter.drawImage(QRectF(self.image_rect), self._tints(layer, palette))
            painter.end()
            self._supplied = wanted, drawn
        return self._supplied[1]

    @property
    def image_rect(self) -> QRect:
        """The whole picture, in buffer px."""
        return QRect(0, 0, self.buffers.width, self.buffers.height)

    def _tints(self, layer: AreaLayer, palette: Palette) -> QImage:
        """The areas of a layer as tints on the body, as fine as its picture."""
        mosaic, numbered = self.mosaic(layer)
        colors = {key: palette.area_color(layer, area) for (_, area), key in numbered.items()}
        return picture.supply_image(mosaic, colors, self.mask)

    def grounded(self, palette: Palette, ratio: float) -> QPixmap:
        """Ground, shadow and body, in device px."""
        if self.ground is None:
            self._supplied = None
            self.ground = QPixmap(self.plan.size * ratio)
            self.ground.setDevicePixelRatio(ratio)
            self.ground.fill(QColor(palette.background))
            painter = QPainter(self.ground)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.scale(1 / self.factor, 1 / self.factor)
            picture.paint_ground(painter, self.panes, palette)
            if self.image:
                painter.drawImage(QRectF(self.image_rect), self.image)
                self.mask = self.image.convertToFormat(QImage.Format.Format_Alpha8)
                self.image = None  # the largest of all: it is not needed again
            painter.end()
        return self.ground


class FrameMaker(QObject):
    """Makes frames; `sharpened(frame)` tells that a frame of full size has got its finer picture."""

    sharpened = Signal(object)
    _done = Signal(object, QImage)

    def __init__(self, body: Body, parent: QObject) -> None:
        super().__init__(parent)
        self._body = body
        self._newest: Frame | None = None
        self._palette: Palette | None = None
        self._coarse_bones_s = 0.0
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._sharpen)
        # The worker ends before the map goes, or before Python does: whichever comes first.
        weakref.finalize(self, _end, self._pool)
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def make(self, view: View, plan: Plan, palette: Palette, *, coarse: bool, bones: bool, ratio: float) -> Frame:
        """A frame of the view in a widget parted by `plan`, shown on a screen of `ratio` device px per px."""
        began = time.perf_counter()
        factor = COARSE if coarse else 1.0
        shown, width, height = _panes(view, plan, factor)
        buffers = rasterise(self._body.surface, shown, width, height)
        inside = None
        if bones and (not coarse or self._coarse_bones_s < _BONES_WHILE_MOVING_S):
            inside = rasterise(self._body.bones, shown, width, height)
        image = picture.body_image(buffers, palette, bones=inside, contour=not coarse)
        if coarse and inside:
            self._coarse_bones_s = time.perf_counter() - began
        elif not coarse:
            self._coarse_bones_s = 0.0
        self._newest = Frame(self._body, view, plan, factor, shown, buffers, inside, image, ratio)
        self._palette = palette
        if coarse:
            self._rest.stop()
        else:
            self._rest.start()
        return self._newest

    def let_go(self) -> None:
        """Forget the frame made last, before another one is made: two at once need twice the memory."""
        self._newest = None

    def _sharpen(self) -> None:
        """Give the frame made last its finer picture, once it is shown and what was clicked meanwhile answered."""
        if (frame := self._newest) and self._palette:
            # Twice as fine as the screen for smooth edges; on a fine screen half as fine again will do.
            factor = 2.0 if frame.ratio <= 1 else ceil(1.5 * frame.ratio)
            self._pool.start(self._sharpening(frame, self._palette, factor))

    def wait(self) -> None:
        """Let the worker thread end."""
        self._rest.stop()
        self._newest = None
        self._pool.waitForDone()

    def _sharpening(self, frame: Frame, palette: Palette, factor: float) -> Callable[[], None]:
        surface = self._body.surface
        bones = self._body.bones if frame.bones else None
        shown, width, height = _panes(frame.view, frame.plan, factor)

        def work() -> None:
            image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
            painter = QPainter(image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            for top in range(0, height, _ROWS):
                if self._newest is not frame:
                    painter.end()
                    return
                rows = min(_ROWS, height - top)
                # One row more above and below, as contours look at their neighbours.
                moved = tuple(replace(pane, centre=(pane.centre[0], pane.centre[1] - top + 1)) for pane in shown)
                buffers = rasterise(surface, moved, width, rows + 2)
                inside = rasterise(bones, moved, width, rows + 2) if bones else None
                strip = picture.body_image(buffers, palette, bones=inside)
                painter.drawImage(QPoint(0, top), strip, QRect(0, 1, width, rows))
            painter.end()
            give_back()
            with suppress(RuntimeError):  # the map was closed meanwhile
                self._done.emit(frame, image)

        return work

    def _on_done(self, frame: Frame, image: QImage) -> None:
        if frame is self._newest:
            frame.image, frame.sharp, frame.ground = image, True, None
            self.sharpened.emit(frame)


def _end(pool: QThreadPool) -> None:
    with suppress(RuntimeError):  # Qt has ended it already
        pool.waitForDone()


def _panes(view: View, plan: Plan, factor: float) -> tuple[tuple[Pane, ...], int, int]:
    width, height = (max(round(side * factor), 1) for side in plan.size.toTuple())
    return panes(view, plan.body_width(view) * factor, height), width, height
