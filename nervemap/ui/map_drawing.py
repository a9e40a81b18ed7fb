"""What is drawn over the body on the map, from what is shown and a frame: it holds no truth and can be drawn anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPixmap

from nervemap.anatomy import lettering, scene
from nervemap.anatomy.area_names import names_beside, names_within
from nervemap.anatomy.body import AreaLayer, Body, side_sign
from nervemap.anatomy.outlines import Mosaic
from nervemap.anatomy.raster import Buffers, rasterise
from nervemap.anatomy.views import View, panes
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Quality, Side
from nervemap.handout import picture
from nervemap.handout.glyphs import Direction, Placed, placed
from nervemap.handout.map_picture import QUIET
from nervemap.palette import Palette
from nervemap.reasoning.findings import FeltArea
from nervemap.ui.map_frame import MARGIN, Area, Frame

_LABEL_PT = 10
_KEY_ROW_PX, _KEY_GLYPH_PX = 20.0, 12.0
_FELT_SPACING_PX = 24.0
_HINT_PX = (400.0, 220.0, 150.0, 110.0)
"""Widths of the hint, the first first that fits beside the body."""
_BETWEEN = 0.7
"""How strongly the nerves light that lead to the areas where something could be felt."""
_NERVE_REACH_PX, _DEEP = 4.0, 0.75
"""How near a nerve must be to be the one under the pointer, and below which opacity it counts as deep."""
_BESIDE, _FAINTEST = 0.4, 0.12
"""What is left of the others while one nerve is chosen: a share, and a little for all."""

Kind = Quality | Direction
_PREMULTIPLIED = QImage.Format.Format_ARGB32_Premultiplied


@dataclass
class Shown:
    """All that the map is given to show."""

    palette: Palette
    layers: frozenset[str] = frozenset({"regions", "nerves", "sites", "names"})
    names_hidden: bool = False
    marks: tuple[Mark, ...] = ()
    selected: Area | None = None
    nerves: Mapping[tuple[str, Side], float] = field(default_factory=dict)
    felt: tuple[tuple[Side, FeltArea], ...] | None = None
    grades: Mapping[str, Grade] = field(default_factory=dict)
    site: str | None = None

    @property
    def names(self) -> bool:
        """Whether names are shown."""
        return "names" in self.layers and not self.names_hidden

    def lit(self, atlas: Atlas) -> dict[tuple[str, Side], float]:
        """The nerves (id, side) to light, from 0 to 1: those given, and those that lead to what could be felt.

        All of them, quietly, where nothing is marked and none is given.
        """
        lit = dict(self.nerves)
        for side, area in self.felt or ():
            if area.via in atlas.nerves:
                lit[area.via, side] = max(lit.get((area.via, side), 0.0), _BETWEEN)
        if not lit and not self.marks and self.felt is None:
            return dict.fromkeys(scene.all_nerves(atlas), QUIET)
        chosen = any(strength >= 1.0 for strength in self.nerves.values()) and self.felt is None
        return {key: one if one >= 1.0 or not chosen else _FAINTEST + _BESIDE * one for key, one in lit.items()}


class Drawing:
    """Paints what is shown over a frame.

    `words` are the names of the kinds in the key, `hint` what to do where nothing is marked yet.
    """

    def __init__(self, atlas: Atlas, body: Body, words: Mapping[Kind, str], hint: str) -> None:
        self._atlas = atlas
        self._body = body
        self._words = words
        self._hint = hint
        self._inset_body: tuple[Palette, QSize, Buffers, QImage] | None = None
        self._inset: tuple[tuple[Palette, QSize, float, dict[tuple[str, Side], float]], QPixmap] | None = None
        self.rings: list[scene.Ring] = []
        """The sites as they were drawn last, in px of the frame."""
        self._opened = False  # all nerves at once wait for the first sharp picture, so that the window opens sooner
        self.strokes: list[scene.Stroke] = []
        """The nerves as they were drawn last."""

    def compose(self, frame: Frame, shown: Shown, font: QFont, ratio: float, *, moving: bool) -> QPixmap:
        """Everything but what follows the pointer and the keys, in device px."""
        layers = shown.layers - {"territories"} if moving and "dermatomes" in shown.layers else shown.layers
        base = QPixmap(frame.supplied(layers, shown.palette, ratio))
        painter = QPainter(base)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(font)
        painter.scale(1 / frame.factor, 1 / frame.factor)
        room, letters = (None, lettering.letters(frame.panes, frame.buffers.height)) if moving else frame.room()
        self._paint_areas(painter, frame, shown)
        lit = shown.lit(self._atlas)
        if (frame.sharp or moving) and not self._opened:
            self._opened = True
        elif not self._opened and not shown.nerves:
            lit = {}
        strokes = self.strokes = self._strokes(frame, shown, lit)
        if moving:
            picture.paint_nerves_plainly(painter, strokes, shown.palette, lit)
        elif strokes:
            painter.drawImage(QRectF(frame.image_rect), _inked(frame, strokes, shown.palette, lit, ratio))
        self.rings = []
        if room and "sites" in shown.layers:
            chosen = [key for key, strength in lit.items() if strength >= 1.0]
            self.rings = scene.site_rings(self._atlas, self._body, chosen, frame.panes, frame.buffers)
            picture.paint_rings(painter, self.rings, shown.palette, shown.grades, shown.site)
        if "regions" in shown.layers:
            self._paint_points(painter, frame, shown)
        picture.paint_letters(painter, letters, shown.palette)
        if room:
            self._paint_words(painter, frame, strokes, room, shown, font)
        strip = frame.plan.strip(frame.view)
        if strip and (frame.sharp or shown.nerves or self._inset):
            painter.resetTransform()
            painter.drawPixmap(strip.topLeft(), self._inset_picture(shown, strip.size().toSize(), ratio))
        painter.end()
        return base

    def _paint_areas(self, painter: QPainter, frame: Frame, shown: Shown) -> None:
        """Where something could be felt, the selected area, the marked ones."""
        for side, felt in shown.felt or ():
            area = side, felt.region
            glyphs = self._glyphs(frame, area, (felt.direction,), _FELT_SPACING_PX)
            picture.paint_felt(painter, frame.path(area), felt.direction, glyphs, shown.palette)
        if "regions" not in shown.layers:
            return
        marked = {(mark.side, mark.region) for mark in shown.marks}
        if shown.selected and shown.selected not in marked:
            picture.paint_selected(painter, frame.path(shown.selected), shown.palette)
        for mark in shown.marks:
            area = mark.side, mark.region
            picture.paint_marked(painter, frame.path(area), shown.palette, self._glyphs(frame, area, mark.qualities))

    def _glyphs(
        self, frame: Frame, area: Area, kinds: Sequence[Kind], spacing: float | None = None
    ) -> tuple[Placed, ...]:
        if frame.factor < 1:
            return ()
        mosaic, keys = frame.mosaic("regions")
        return placed(mosaic, keys[area], kinds, spacing=spacing) if spacing else placed(mosaic, keys[area], kinds)

    def _strokes(self, frame: Frame, shown: Shown, lit: dict[tuple[str, Side], float]) -> list[scene.Stroke]:
        if "nerves" not in shown.layers or not lit:
            return []
        if frame.strokes is None or frame.strokes[0] != lit:
            brightest_first = sorted(lit, key=lambda one: -lit[one])
            found = scene.nerve_strokes(
                self._atlas, self._body, brightest_first, frame.panes, frame.buffers, frame.bones
            )
            frame.strokes = lit, found
        return frame.strokes[1]

    def _paint_points(self, painter: QPainter, frame: Frame, shown: Shown) -> None:
        for mark in shown.marks:
            if mark.t is not None and mark.theta is not None:
                found = frame.buffers.find(side_sign(mark.side), mark.t, mark.theta)
                if found:
                    picture.paint_point(painter, *found, shown.palette)

    def _paint_words(
        self,
        painter: QPainter,
        frame: Frame,
        strokes: list[scene.Stroke],
        room: lettering.Room,
        shown: Shown,
        font: QFont,
    ) -> None:
        """The key of the glyphs or the hint, then names."""
        font = QFont(font)
        font.setPointSize(_LABEL_PT)
        painter.setFont(font)
        if shown.marks or shown.nerves or shown.felt is not None:
            self._paint_key(painter, room, shown)
        else:
            self._paint_hint(painter, room, shown)
        if shown.names:
            chosen = [one for one in strokes if shown.nerves.get((one.nerve, one.side), 0.0) >= 1.0]
            names = lettering.labels(self._atlas, chosen, room, self.rings, shown.site)
            if "territories" in shown.layers:
                names += names_beside(*self._names(frame, "territories"), room)
            picture.paint_labels(painter, names, shown.palette)
            if "dermatomes" in shown.layers:
                words = names_within(*self._names(frame, "dermatomes"))
                picture.paint_within(painter, words, shown.palette)

    def _names(self, frame: Frame, layer: AreaLayer) -> tuple[Mosaic, dict[int, str]]:
        """The areas of a layer, and their names by key."""
        mosaic, keys = frame.mosaic(layer)
        nerves = self._atlas.nerves
        return mosaic, {key: nerves[one].name if layer == "territories" else one for (_, one), key in keys.items()}

    def nerve_at(self, at: QPointF) -> tuple[str, bool] | None:
        """The nerve drawn within reach of a point (px of the frame), and whether it runs deep there."""
        own = [stroke for stroke in self.strokes if stroke.owner == "nerve"]
        if not own:
            return None
        points = np.concatenate([stroke.points for stroke in own])
        opacity = np.concatenate([stroke.opacity for stroke in own])
        away = np.hypot(points[:, 0] - at.x(), points[:, 1] - at.y())
        nearest = int((away - opacity).argmin())
        if away[nearest] > _NERVE_REACH_PX:
            return None
        ends = np.cumsum([len(stroke.points) for stroke in own])
        return own[int(np.searchsorted(ends, nearest, side="right"))].owner_id, bool(opacity[nearest] < _DEEP)

    def _paint_hint(self, painter: QPainter, room: lettering.Room, shown: Shown) -> None:
        """What to do first, in the lower left corner if it is free; else not at all."""
        metrics = QFontMetricsF(painter.font())
        wraps = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        for across in _HINT_PX:
            size = metrics.boundingRect(QRectF(0, 0, across, room.height), wraps, self._hint).size()
            top = room.height - MARGIN - size.height()
            box = lettering.Box(MARGIN, top, MARGIN + size.width(), room.height - MARGIN)
            if room.free(box):
                room.take(box)
                painter.setPen(QColor(shown.palette.muted))
                painter.drawText(QRectF(MARGIN, top, across, size.height() + 1), wraps, self._hint)
                return

    def _paint_key(self, painter: QPainter, room: lettering.Room, shown: Shown) -> None:
        """What the glyphs in the picture stand for, in a lower corner that is free; else not at all."""
        kinds: dict[Kind, str] = {}
        for direction in ("here", "below", "above"):
            if any(area.direction == direction for _, area in shown.felt or ()):
                kinds[direction] = picture.felt_color(direction, shown.palette)
        if "regions" in shown.layers:
            kinds |= {quality: shown.palette.mark for mark in shown.marks for quality in mark.qualities}
        if not kinds:
            return
        metrics = QFontMetricsF(painter.font())
        across = 32 + max(metrics.horizontalAdvance(self._words[kind]) for kind in kinds)
        top = room.height - 8 - _KEY_ROW_PX * len(kinds)
        for left in (8.0, room.width - across - 8):
            box = lettering.Box(left, top, left + across, room.height - 8)
            if room.free(box):
                break
        else:
            return
        room.take(box)
        for row, (kind, color) in enumerate(kinds.items()):
            y = top + (row + 0.5) * _KEY_ROW_PX
            picture.paint_glyphs(painter, [Placed(kind, left + 10, y)], color, shown.palette, _KEY_GLYPH_PX)
            painter.setPen(QColor(shown.palette.text))
            painter.drawText(QPointF(left + 24, y + metrics.capHeight() / 2), self._words[kind])

    def _inset_picture(self, shown: Shown, size: QSize, ratio: float) -> QPixmap:
        """The whole body from behind with the chosen nerve, from the brain to its end."""
        lit = {key: strength for key, strength in shown.lit(self._atlas).items() if strength >= 1.0}
        wanted = lit if "nerves" in shown.layers else {}
        if self._inset and self._inset[0] == (shown.palette, size, ratio, wanted):
            return self._inset[1]
        view, frame = View("back", framing="whole"), QRectF(0, 0, size.width(), size.height())
        width, height = size.toTuple()
        if self._inset_body is None or self._inset_body[:2] != (shown.palette, size):
            fine = (2 * width, 2 * height)
            image = picture.body_image(rasterise(self._body.surface, panes(view, *fine), *fine), shown.palette)
            coarse = rasterise(self._body.surface, panes(view, width, height), width, height)
            self._inset_body = shown.palette, size, coarse, image
        _, _, buffers, image = self._inset_body
        drawn = QPixmap(size * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(shown.palette.line))
        painter.setBrush(QColor(shown.palette.background))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.drawImage(frame, image)
        strokes = scene.nerve_strokes(self._atlas, self._body, wanted, panes(view, width, height), buffers)
        painter.drawImage(frame, _ink(strokes, shown.palette, wanted, size, ratio))
        painter.end()
        self._inset = (shown.palette, size, ratio, wanted), drawn
        return drawn


def _inked(
    frame: Frame, strokes: list[scene.Stroke], palette: Palette, lit: Mapping[tuple[str, Side], float], ratio: float
) -> QImage:
    """The lit nerves on a clear ground; kept with the frame, as much else changes while they stay."""
    if frame.ink is None or frame.ink[0] != (palette, lit, ratio):
        size = frame.image_rect.size()
        frame.ink = (palette, lit, ratio), _ink(strokes, palette, lit, size, ratio / frame.factor)
    return frame.ink[1]


def _ink(
    strokes: list[scene.Stroke], palette: Palette, lit: Mapping[tuple[str, Side], float], size: QSize, scale: float
) -> QImage:
    """Strokes of lit nerves on a clear layer of their own, `scale` times finer than `size`."""
    layer = QImage(QSize(round(size.width() * scale), round(size.height() * scale)), _PREMULTIPLIED)
    layer.fill(Qt.GlobalColor.transparent)
    ink = QPainter(layer)
    ink.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink.scale(scale, scale)
    picture.paint_strokes(ink, strokes, palette, lit)
    ink.end()
    return layer
