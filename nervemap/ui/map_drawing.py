"""What is drawn over the body on the map, from what is shown and a frame: it holds no truth and can be drawn anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPixmap

from nervemap.anatomy import lettering, scene
from nervemap.anatomy.body import Body, side_sign
from nervemap.anatomy.raster import Buffers, rasterise
from nervemap.anatomy.views import View, panes
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Quality, Side
from nervemap.handout import picture
from nervemap.handout.glyphs import Direction, Placed, placed
from nervemap.palette import Palette
from nervemap.reasoning.findings import FeltArea
from nervemap.ui.map_frame import INSET, INSET_MARGIN, Area, Frame, strip_shown

_LABEL_PT = 10
_KEY_ROW_PX, _KEY_GLYPH_PX = 20.0, 12.0
_FELT_SPACING_PX = 24.0
_NERVES_WHILE_MOVING = 5
_BETWEEN = 0.7
"""How strongly the nerves light that lead to the areas where something could be felt."""

Kind = Quality | Direction


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
        """The nerves (id, side) to light, from 0 to 1: those given, and those that lead to what could be felt."""
        lit = dict(self.nerves)
        for side, area in self.felt or ():
            if area.via in atlas.nerves:
                lit[area.via, side] = max(lit.get((area.via, side), 0.0), _BETWEEN)
        return lit


class Drawing:
    """Paints what is shown over a frame. `words` are the names of the kinds in the key, `font` is the map's."""

    def __init__(self, atlas: Atlas, body: Body, words: Mapping[Kind, str]) -> None:
        self._atlas = atlas
        self._body = body
        self._words = words
        self._inset_body: tuple[Palette, Buffers, QImage] | None = None
        self._inset: tuple[tuple[Palette, float, dict[tuple[str, Side], float]], QPixmap] | None = None
        self.rings: list[scene.Ring] = []
        """The sites as they were drawn last, in px of the frame."""

    def compose(self, frame: Frame, shown: Shown, font: QFont, ratio: float, *, moving: bool) -> QPixmap:
        """Everything but what follows the pointer and the keys, in device px."""
        layers = frozenset[str]() if moving else shown.layers
        base = QPixmap(frame.supplied(layers, shown.palette, ratio))
        painter = QPainter(base)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(font)
        painter.scale(1 / frame.factor, 1 / frame.factor)
        room, letters = (None, lettering.letters(frame.panes, frame.buffers.height)) if moving else frame.room()
        self._paint_areas(painter, frame, shown)
        lit = shown.lit(self._atlas)
        if moving:
            lit = dict(sorted(lit.items(), key=lambda one: -one[1])[:_NERVES_WHILE_MOVING])
        strokes = self._strokes(frame, shown, lit)
        if strokes:
            whole = QRectF(0, 0, frame.buffers.width, frame.buffers.height)
            _paint_layer(painter, strokes, shown, lit, whole, ratio / frame.factor)
        self.rings = []
        if room and "sites" in shown.layers:
            chosen = [key for key, strength in lit.items() if strength >= 1.0]
            self.rings = scene.site_rings(self._atlas, self._body, chosen, frame.panes, frame.buffers)
            picture.paint_rings(painter, self.rings, shown.palette, shown.grades, shown.site)
        if "regions" in shown.layers:
            self._paint_points(painter, frame, shown)
        picture.paint_letters(painter, letters, shown.palette)
        if room:
            self._paint_words(painter, strokes, room, shown, font)
        if strip_shown(frame.view, frame.size.width()) and (frame.sharp or shown.nerves or self._inset):
            painter.resetTransform()
            painter.drawPixmap(self.inset_rect(frame.size.width()).topLeft(), self._inset_picture(shown, ratio))
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
        self, painter: QPainter, strokes: list[scene.Stroke], room: lettering.Room, shown: Shown, font: QFont
    ) -> None:
        """The key of the glyphs, then names."""
        font = QFont(font)
        font.setPointSize(_LABEL_PT)
        painter.setFont(font)
        self._paint_key(painter, room, shown)
        if shown.names:
            chosen = [one for one in strokes if shown.nerves.get((one.nerve, one.side), 0.0) >= 1.0]
            names = lettering.labels(self._atlas, chosen, room, self.rings, shown.site)
            picture.paint_labels(painter, names, shown.palette)

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

    def inset_rect(self, width: int) -> QRectF:
        """Where the slim strip stands in a map of this width."""
        return QRectF(width - INSET[0] - INSET_MARGIN, INSET_MARGIN, *INSET)

    def _inset_picture(self, shown: Shown, ratio: float) -> QPixmap:
        """The whole body from behind with the chosen nerve, from the brain to its end."""
        lit = {key: strength for key, strength in shown.lit(self._atlas).items() if strength >= 1.0}
        wanted = lit if "nerves" in shown.layers else {}
        if self._inset and self._inset[0] == (shown.palette, ratio, wanted):
            return self._inset[1]
        view, frame = View("back", framing="whole"), QRectF(0, 0, *INSET)
        if self._inset_body is None or self._inset_body[0] is not shown.palette:
            fine = (2 * INSET[0], 2 * INSET[1])
            image = picture.body_image(rasterise(self._body.surface, panes(view, *fine), *fine), shown.palette)
            coarse = rasterise(self._body.surface, panes(view, *INSET), *INSET)
            self._inset_body = shown.palette, coarse, image
        _, buffers, image = self._inset_body
        drawn = QPixmap(QSize(*INSET) * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(shown.palette.line))
        painter.setBrush(QColor(shown.palette.background))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.drawImage(frame, image)
        strokes = scene.nerve_strokes(self._atlas, self._body, wanted, panes(view, *INSET), buffers)
        _paint_layer(painter, strokes, shown, wanted, frame, ratio)
        painter.end()
        self._inset = (shown.palette, ratio, wanted), drawn
        return drawn


def _paint_layer(
    painter: QPainter,
    strokes: list[scene.Stroke],
    shown: Shown,
    lit: Mapping[tuple[str, Side], float],
    whole: QRectF,
    scale: float,
) -> None:
    """Strokes of lit nerves on a clear layer of their own, over the rectangle `whole`."""
    size = QSize(round(whole.width() * scale), round(whole.height() * scale))
    layer = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    layer.fill(Qt.GlobalColor.transparent)
    ink = QPainter(layer)
    ink.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink.scale(scale, scale)
    picture.paint_strokes(ink, strokes, shown.palette, lit)
    ink.end()
    painter.drawImage(whole, layer)
