"""One drawn state of the body on the map: what was seen from where, and what was found in it since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from nervemap.anatomy import scene
from nervemap.anatomy.body import AreaLayer, Body, Place, side_sign
from nervemap.anatomy.lettering import Letter, Room, letters
from nervemap.anatomy.outlines import Mosaic, soft_px
from nervemap.anatomy.raster import Buffers
from nervemap.anatomy.views import Pane, View, panes
from nervemap.case.case import Mark
from nervemap.content.model import Quality, Side
from nervemap.handout.glyphs import Placed, placed
from nervemap.handout.painting.areas import area_path
from nervemap.handout.painting.body import paint_ground, supply_image
from nervemap.palette import Palette
from nervemap.reasoning.findings import Direction

_STRIP_PX, _LEAST_STRIP_PX, MARGIN = (112.0, 258.0), 150.0, 10.0
"""Width and height of the slim strip with spine and head, its least height, and the room about it, in px."""
_LEAST_WIDTH_WITH_STRIP, _STRIP_SHARE = 420, 0.36
_LEAST_BODY_PX = 200
SUPPLY: tuple[AreaLayer, ...] = ("territories", "dermatomes")

Area = tuple[Side, str]
Lit = Mapping[tuple[str, Side], float]
"""How strongly nerves (id, side) show, from 0 (not) to 1 (chosen)."""


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


@dataclass(frozen=True)
class Look:
    """What a picture of the body depends on; `ratio` are device px per px."""

    view: View
    plan: Plan
    palette: Palette
    bones: bool
    ratio: float

    def panes(self, factor: float) -> tuple[tuple[Pane, ...], int, int]:
        """The panes at `factor` buffer px per px, and width and height of the buffers."""
        width, height = (max(round(side * factor), 1) for side in self.plan.size.toTuple())
        return panes(self.view, self.plan.body_width(self.view) * factor, height), width, height

    @property
    def strip(self) -> QRectF | None:
        """Where the strip with spine and head stands, if it does."""
        return self.plan.strip(self.view)


class Ground:
    """Ground, shadow and body, in device px; made once, by whichever thread makes the body."""

    def __init__(self, look: Look, factor: float, shown: tuple[Pane, ...], body: QImage) -> None:
        """`body` on a clear ground, as fine as the screen or coarser; `shown` at `factor` px per px."""
        self._look = look
        self.body = QImage(look.plan.size * look.ratio, QImage.Format.Format_RGB32)
        self.body.setDevicePixelRatio(look.ratio)
        self.body.fill(QColor(look.palette.background))
        painter = QPainter(self.body)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(1 / factor, 1 / factor)
        paint_ground(painter, shown, look.palette)
        painter.resetTransform()
        if body.size() == self.body.size():
            painter.scale(1 / look.ratio, 1 / look.ratio)
            painter.drawImage(QPointF(), body)
        else:
            painter.drawImage(QRectF(QPointF(), look.plan.size.toSizeF()), softened(body))
        painter.end()
        self._mask = body.convertToFormat(QImage.Format.Format_Alpha8)
        self._tinted: tuple[frozenset[str], QImage] | None = None

    def tinted(self, layers: frozenset[str], frame: Frame) -> QImage:
        """With the areas of skin nerves and roots where those layers are shown."""
        wanted = layers.intersection(SUPPLY)
        if not wanted:
            return self.body
        if self._tinted is None or self._tinted[0] != wanted:
            drawn = self.body.copy()
            painter = QPainter(drawn)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for layer in SUPPLY:
                if layer in wanted:
                    mosaic, numbered = frame.mosaic(layer)
                    colors = {key: self._look.palette.area_color(layer, area) for (_, area), key in numbered.items()}
                    tints = supply_image(mosaic, colors, self._mask)
                    painter.drawImage(QRectF(QPointF(), self._look.plan.size.toSizeF()), tints)
            painter.end()
            self._tinted = wanted, drawn
        return self._tinted[1]


@dataclass(eq=False, repr=False)
class Frame:
    """Buffers at `factor` buffer px per logical px, and what was found in them; kept until the look changes.

    Less than 1 while it moves, or until the worker has made the full one.
    """

    body: Body
    look: Look
    factor: float
    panes: tuple[Pane, ...]
    buffers: Buffers
    bones: Buffers | None
    ground: Ground
    sharp: bool = False
    strokes: tuple[Lit, list[scene.Stroke]] | None = None
    ink: tuple[Lit, QImage] | None = None
    _mosaics: dict[AreaLayer, tuple[Mosaic, dict[Area, int]]] = field(default_factory=dict)
    _paths: dict[Area, QPainterPath] = field(default_factory=dict)
    _room: tuple[Room, list[Letter]] | None = None
    _glyphs: dict[tuple[Area, tuple[Quality | Direction, ...], float | None], tuple[Placed, ...]] = field(
        default_factory=dict
    )
    _points: dict[tuple[Side, float, float], tuple[float, float] | None] = field(default_factory=dict)

    def mosaic(self, layer: AreaLayer) -> tuple[Mosaic, dict[Area, int]]:
        """The areas of a layer, and their keys in the mosaic."""
        if layer not in self._mosaics:
            keys, pairs = self.body.area_keys(self.buffers, layer)
            numbered = {pair: key for key, pair in enumerate(pairs, start=1)}
            self._mosaics[layer] = Mosaic(keys, soft_px(self.panes[0].scale)), numbered
        return self._mosaics[layer]

    def path(self, area: Area) -> QPainterPath:
        """The outline of an area in buffer px; empty where it is out of sight."""
        if area not in self._paths:
            mosaic, keys = self.mosaic("regions")
            self._paths[area] = area_path(mosaic.lines(keys[area]))
        return self._paths[area]

    def box(self, area: Area) -> QRect:
        """The box about an area in px, with a little room; empty where it is out of sight."""
        box = self.path(area).boundingRect()
        return QRectF(box.topLeft() / self.factor, box.size() / self.factor).toAlignedRect().adjusted(-2, -2, 2, 2)

    def seen(self) -> dict[Area, tuple[QRect, QPointF]]:
        """The areas in sight with box and middle, in px."""
        mosaic, keys = self.mosaic("regions")
        found = {}
        for area, key in keys.items():
            if spot := mosaic.spots.get(key):
                left, top, right, bottom = (round(edge / self.factor) for edge in spot.box)
                found[area] = QRect(left, top, right - left, bottom - top), QPointF(*spot.middle) / self.factor
        return found

    def share(self, area: Area) -> float:
        """Which part of the picture an area takes, 0 to 1."""
        mosaic, keys = self.mosaic("regions")
        spot = mosaic.spots.get(keys[area])
        return spot.count / mosaic.keys.size if spot else 0.0

    def inner_point(self, area: Area) -> QPointF | None:
        """A point well inside an area in px, or None if it is out of sight."""
        mosaic, keys = self.mosaic("regions")
        point = mosaic.inner_point(keys[area])
        return QPointF(*point) / self.factor if point else None

    def place_at(self, at: QPointF) -> Place | None:
        """What lies under a point in px."""
        pick = self.buffers.pick(at.x() * self.factor, at.y() * self.factor)
        return self.body.place(pick) if pick else None

    def point(self, mark: Mark) -> tuple[float, float] | None:
        """Where the exact point of a mark shows, in buffer px."""
        if mark.t is None or mark.theta is None:
            return None
        key = mark.side, mark.t, mark.theta
        if key not in self._points:
            self._points[key] = self.buffers.find(side_sign(mark.side), mark.t, mark.theta)
        return self._points[key]

    def room(self) -> tuple[Room, list[Letter]]:
        """What is free for words beside R and L, and these letters."""
        if self._room is None:
            room = Room(self.buffers, self.look.plan.body_width(self.look.view) * self.factor)
            self._room = room, letters(self.panes, self.buffers.height, room)
        return self._room[0].copied(), self._room[1]

    def glyphs(self, area: Area, kinds: Sequence[Quality | Direction], spacing: float | None) -> tuple[Placed, ...]:
        """Where the glyphs of an area stand in the full picture; None: as close as is usual."""
        key = area, tuple(kinds), spacing
        if key not in self._glyphs:
            mosaic, keys = self.mosaic("regions")
            wide = {} if spacing is None else {"spacing": spacing}
            self._glyphs[key] = placed(mosaic, keys[area], kinds, **wide) if self.factor == 1 else ()
        return self._glyphs[key]

    @property
    def rect(self) -> QRectF:
        """The whole picture, in buffer px."""
        return QRectF(0, 0, self.buffers.width, self.buffers.height)


def softened(body: QImage) -> QImage:
    """Each px shared with those beside it, one quarter, half, one quarter: steps at the edge of a coarse body blur."""
    for step in (QPoint(1, 0), QPoint(0, 1)):
        soft = QImage(body.size(), QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(soft)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)  # shares what is clear as well
        painter.drawImage(QPoint(), body)
        painter.drawImage(-step, body)
        painter.setOpacity(0.5)
        painter.drawImage(step, body)
        painter.drawImage(QPoint(), body)
        painter.end()
        body = soft
    return body
