"""What is drawn over the body on the map, from what is shown and a frame: it holds no truth and can be drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPixmap

from nervemap.anatomy import lettering, scene
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Quality, Side
from nervemap.handout.glyphs import Placed
from nervemap.handout.map_picture import QUIET
from nervemap.handout.painting.areas import (
    Tint,
    felt_color,
    felt_tint,
    mark_tint,
    paint_felt,
    paint_glyphs,
    paint_marked,
    paint_point,
    paint_selected,
    selected_tint,
)
from nervemap.handout.painting.nerves import paint_rings
from nervemap.handout.painting.words import paint_labels, paint_letters, paint_within
from nervemap.palette import Palette
from nervemap.reasoning.findings import Direction, FeltArea
from nervemap.ui.map_frame import MARGIN, Area, Frame, Lit, Look
from nervemap.ui.map_over import Over, Wanted
from nervemap.ui.map_plain import paint_nerves_plainly, paint_tints
from nervemap.ui.theme import STEPS

_LABEL_PT = 10
"""Of the names on the map where text has its usual size; they grow with it."""
_KEY_GLYPH, _KEY_ROW = 0.75, 1.25
"""Size of a glyph in the key, and height of its row, in heights of its text."""
_FELT_SPACING_PX = 24.0
_HINT_WIDTHS = (25.0, 14.0, 9.5, 7.0)
"""Of the hint, in heights of its text; the first first that fits beside the body."""
_BETWEEN = 0.7
"""How strongly the nerves light that lead to the areas where something could be felt."""
_NERVE_REACH_PX, _DEEP = 4.0, 0.75
"""How near a nerve must be to be the one under the pointer, and below which opacity it counts as deep."""
_BESIDE, _FAINTEST = 0.4, 0.12
"""What is left of the others while one nerve is chosen: a share, and a little for all."""
_WRAPS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft

Kind = Quality | Direction


@dataclass
class Shown:
    """All that the map is given to show."""

    palette: Palette
    layers: frozenset[str] = frozenset({"regions", "nerves", "sites", "names"})
    names_hidden: bool = False
    marks: tuple[Mark, ...] = ()
    selected: Area | None = None
    nerves: Lit = field(default_factory=dict)
    felt: tuple[tuple[Side, FeltArea], ...] | None = None
    grades: Mapping[str, Grade] = field(default_factory=dict)
    site: str | None = None

    @property
    def names(self) -> bool:
        """Whether names are shown."""
        return "names" in self.layers and not self.names_hidden

    @property
    def marked(self) -> frozenset[Area]:
        """The marked areas."""
        return frozenset((mark.side, mark.region) for mark in self.marks)

    @property
    def areas(self) -> frozenset[Area]:
        """The areas that are painted in some way."""
        chosen = {self.selected} if self.selected else set()
        return self.marked | chosen | {(side, one.region) for side, one in self.felt or ()}

    @property
    def tints(self) -> dict[Area, Tint]:
        """How they look, without glyphs."""
        tints = {(side, one.region): felt_tint(one.direction, self.palette) for side, one in self.felt or ()}
        if "regions" in self.layers:
            if self.selected:
                tints[self.selected] = selected_tint(self.palette)
            for mark in self.marks:
                tints[mark.side, mark.region] = mark_tint(self.palette, hatched=not mark.qualities)
        return tints

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

    def __init__(self, atlas: Atlas, words: Mapping[Kind, str], hint: str) -> None:
        self._atlas = atlas
        self._words = words
        self._hint = hint

    def wanted(self, shown: Shown, look: Look, font: QFont, *, nerves: bool) -> Wanted:
        """What is to lie over the body; without the `nerves`, all of them at rest are left out."""
        lit = shown.lit(self._atlas) if nerves or shown.nerves else {}
        metrics = QFontMetricsF(_label_font(font))
        width, height = look.plan.body_width(look.view), float(look.plan.size.height())
        at_rest = not (shown.marks or shown.nerves or shown.felt is not None or shown.names_hidden)
        corners = self._hint_boxes(metrics, height) if at_rest else self._key_boxes(metrics, width, height, shown)
        return Wanted(lit, shown.layers, shown.names, shown.site, corners, _text(font))

    def compose(
        self,
        frame: Frame,
        shown: Shown,
        font: QFont,
        over: Over | list[scene.Stroke],
        lit: Lit,
        strip: QImage | None,
    ) -> QPixmap:
        """Everything but what follows the pointer and the keys, in device px.

        `over` is what lies over this frame, if it was made, else the nerves as lines, drawn plainly and `lit` so.
        """
        plainly = isinstance(over, list)
        layers = shown.layers - {"territories"} if plainly and "dermatomes" in shown.layers else shown.layers
        base = QPixmap.fromImage(frame.ground.tinted(layers, frame))
        painter = QPainter(base)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(font)
        painter.scale(1 / frame.factor, 1 / frame.factor)
        if isinstance(over, list):
            mosaic, numbered = frame.mosaic("regions")
            paint_tints(
                painter, mosaic.keys, {numbered[area]: tint for area, tint in shown.tints.items()}, frame.factor
            )
            paint_nerves_plainly(painter, over, shown.palette, lit)
            full, _, height = frame.look.panes(1.0)
            sides = lettering.letters(full, height)
        else:
            self._paint_areas(painter, frame, shown)
            if over.ink:
                painter.drawImage(frame.rect, over.ink)
            paint_rings(painter, over.rings, shown.palette, shown.grades, shown.site)
            _, sides = frame.room()
        painter.scale(frame.factor, frame.factor)  # px from here on
        if "regions" in shown.layers:
            for at in map(frame.point, shown.marks):
                if at:
                    paint_point(painter, at[0] / frame.factor, at[1] / frame.factor, shown.palette)
        paint_letters(painter, sides, shown.palette)
        if not isinstance(over, list):
            self._paint_words(painter, over, shown, _label_font(font))
        if strip and (place := frame.look.strip) and place.size().toSize() == strip.deviceIndependentSize().toSize():
            painter.resetTransform()
            painter.drawImage(place.topLeft(), strip)
        painter.end()
        return base

    def _paint_areas(self, painter: QPainter, frame: Frame, shown: Shown) -> None:
        """Where something could be felt, the selected area, the marked ones."""
        for side, felt in shown.felt or ():
            area = side, felt.region
            glyphs = frame.glyphs(area, (felt.direction,), _FELT_SPACING_PX)
            paint_felt(painter, frame.path(area), felt.direction, glyphs, shown.palette)
        if "regions" not in shown.layers:
            return
        if shown.selected and shown.selected not in shown.marked:
            paint_selected(painter, frame.path(shown.selected), shown.palette)
        for mark in shown.marks:
            area = mark.side, mark.region
            paint_marked(painter, frame.path(area), shown.palette, frame.glyphs(area, mark.qualities, None))

    def _paint_words(self, painter: QPainter, over: Over, shown: Shown, font: QFont) -> None:
        """The key of the glyphs or the hint, then names."""
        painter.setFont(font)
        if over.corner:
            if kinds := self._kinds(shown):
                self._paint_key(painter, over.corner, kinds, shown.palette)
            else:
                painter.setPen(QColor(shown.palette.muted))
                left, top, right, bottom = over.corner
                painter.drawText(QRectF(left, top, right - left, bottom - top + 1), _WRAPS, self._hint)
        paint_labels(painter, over.labels, shown.palette)
        paint_within(painter, over.words, shown.palette)

    def _hint_boxes(self, metrics: QFontMetricsF, height: float) -> tuple[lettering.Box, ...]:
        """Where the hint may stand: in the lower left corner, as wide as is free there."""
        found = []
        for share in _HINT_WIDTHS:
            room = QRectF(0, 0, share * metrics.height(), height)
            size = metrics.boundingRect(room, _WRAPS, self._hint).size()
            bottom = height - MARGIN
            found.append(lettering.Box(MARGIN, bottom - size.height(), MARGIN + size.width(), bottom))
        return tuple(found)

    def _key_boxes(
        self, metrics: QFontMetricsF, width: float, height: float, shown: Shown
    ) -> tuple[lettering.Box, ...]:
        """Where the key may stand: in a lower corner."""
        kinds = self._kinds(shown)
        if not kinds:
            return ()
        glyph = _KEY_GLYPH * metrics.height()
        across = 20 + glyph + max(metrics.horizontalAdvance(self._words[kind]) for kind in kinds)
        top = height - 8 - _KEY_ROW * metrics.height() * len(kinds)
        return tuple(lettering.Box(left, top, left + across, height - 8) for left in (8.0, width - across - 8))

    def _kinds(self, shown: Shown) -> dict[Kind, str]:
        """What the glyphs in the picture stand for, with their colours."""
        kinds: dict[Kind, str] = {}
        for direction in ("here", "below", "above"):
            if any(area.direction == direction for _, area in shown.felt or ()):
                kinds[direction] = felt_color(direction, shown.palette)
        if "regions" in shown.layers:
            kinds |= {quality: shown.palette.mark for mark in shown.marks for quality in mark.qualities}
        return kinds

    def _paint_key(self, painter: QPainter, box: lettering.Box, kinds: Mapping[Kind, str], palette: Palette) -> None:
        metrics = QFontMetricsF(painter.font())
        glyph = _KEY_GLYPH * metrics.height()
        for row, (kind, color) in enumerate(kinds.items()):
            y = box.top + (row + 0.5) * _KEY_ROW * metrics.height()
            paint_glyphs(painter, [Placed(kind, box.left + 4 + glyph / 2, y)], color, palette, glyph)
            painter.setPen(QColor(palette.text))
            painter.drawText(QPointF(box.left + 12 + glyph, y + metrics.capHeight() / 2), self._words[kind])


def nerve_at(strokes: list[scene.Stroke], at: QPointF) -> tuple[str, bool] | None:
    """The nerve drawn within reach of a point (px of the frame), and whether it runs deep there."""
    own = [stroke for stroke in strokes if stroke.owner == "nerve"]
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


def _label_font(font: QFont) -> QFont:
    label = QFont(font)
    label.setPointSizeF(_LABEL_PT * _text(font))
    return label


def _text(font: QFont) -> float:
    """The size of text as a share of the usual one."""
    return max(font.pointSizeF() / STEPS[0], 1.0)
