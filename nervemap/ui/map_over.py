"""What lies over the body on the map and takes long to find or to ink: nerves, sites, names, and the slim strip.

All of it is found from a frame and from what is wanted, and painted on images only: a worker thread may do it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nervemap.anatomy import lettering, scene
from nervemap.anatomy.area_names import Word, names_beside, names_within
from nervemap.anatomy.body import AreaLayer, Body
from nervemap.anatomy.outlines import Mosaic
from nervemap.anatomy.raster import Buffers, rasterise
from nervemap.anatomy.views import View, panes
from nervemap.content.atlas import Atlas
from nervemap.handout.painting.body import body_image
from nervemap.handout.painting.nerves import paint_strokes
from nervemap.palette import Palette
from nervemap.ui.map_frame import Frame, Lit

_PREMULTIPLIED = QImage.Format.Format_ARGB32_Premultiplied


@dataclass(frozen=True)
class Wanted:
    """What is to lie over a body: nerves, layers, the chosen site, and where key or hint may stand, best first.

    `text` is the size of names as a share of the usual one.
    """

    lit: Lit
    layers: frozenset[str]
    names: bool
    site: str | None
    corners: tuple[lettering.Box, ...]
    text: float

    @property
    def chosen(self) -> Lit:
        """The nerves at full strength."""
        return {key: strength for key, strength in self.lit.items() if strength >= 1.0}


@dataclass(frozen=True, eq=False)
class Over:
    """What was wanted over a frame, found: in px of the frame. `corner` is where key or hint stands, if anywhere."""

    frame: Frame
    wanted: Wanted
    strokes: list[scene.Stroke]
    ink: QImage | None
    rings: list[scene.Ring]
    corner: lettering.Box | None
    labels: list[lettering.Label]
    words: list[Word]
    strip: QImage | None


class Overlayer:
    """Finds what lies over a frame; one thread at a time."""

    def __init__(self, atlas: Atlas, body: Body) -> None:
        self._atlas = atlas
        self._body = body
        self._strip_body: tuple[Palette, QSize, Buffers, QImage] | None = None
        self._strip: tuple[tuple[Palette, QSize, float, Lit], QImage] | None = None

    def lay(self, frame: Frame, wanted: Wanted) -> Over:
        """All that is wanted, for a frame of full size."""
        strokes = self.strokes(frame, wanted)
        room, _ = frame.room()
        room.text = wanted.text
        corner = next((box for box in wanted.corners if room.free(box)), None)
        if corner:
            room.take(corner)
        rings: list[scene.Ring] = []
        if "sites" in wanted.layers:
            rings = scene.site_rings(self._atlas, self._body, wanted.chosen, frame.panes, frame.buffers)
        labels: list[lettering.Label] = []
        words: list[Word] = []
        if wanted.names:
            named = [one for one in strokes if (one.nerve, one.side) in wanted.chosen]
            labels = lettering.labels(self._atlas, named, room, rings, wanted.site)
            if "territories" in wanted.layers:
                labels += names_beside(*self._names(frame, "territories"), room)
            if "dermatomes" in wanted.layers:
                words = names_within(*self._names(frame, "dermatomes"), wanted.text)
        strip = frame.look.strip
        seen = self._strip_picture(frame, wanted, strip.size().toSize()) if strip else None
        frame.ground.tinted(wanted.layers, frame)  # kept there
        return Over(frame, wanted, strokes, self._inked(frame, strokes, wanted), rings, corner, labels, words, seen)

    def let_go(self) -> None:
        """Keep no picture of the strip."""
        self._strip_body = self._strip = None

    def strokes(self, frame: Frame, wanted: Wanted) -> list[scene.Stroke]:
        """The nerves as lines; kept with the frame, as much else changes while they stay."""
        lit = wanted.lit if "nerves" in wanted.layers else {}
        if frame.strokes is None or frame.strokes[0] != lit:
            brightest_first = sorted(lit, key=lambda one: -lit[one])
            found = scene.nerve_strokes(
                self._atlas, self._body, brightest_first, frame.panes, frame.buffers, frame.bones
            )
            frame.strokes = lit, found
        return frame.strokes[1]

    def _inked(self, frame: Frame, strokes: list[scene.Stroke], wanted: Wanted) -> QImage | None:
        """The lit nerves on a clear ground; kept with the frame."""
        if not strokes:
            return None
        if frame.ink is None or frame.ink[0] != wanted.lit:
            size, ratio = frame.rect.size().toSize(), frame.look.ratio
            frame.ink = wanted.lit, _ink(strokes, frame.look.palette, wanted.lit, size, ratio / frame.factor)
        return frame.ink[1]

    def _names(self, frame: Frame, layer: AreaLayer) -> tuple[Mosaic, dict[int, str]]:
        """The areas of a layer, and their names by key."""
        mosaic, keys = frame.mosaic(layer)
        nerves = self._atlas.nerves
        return mosaic, {key: nerves[one].name if layer == "territories" else one for (_, one), key in keys.items()}

    def _strip_picture(self, frame: Frame, wanted: Wanted, size: QSize) -> QImage:
        """The whole body from behind with the chosen nerve, from the brain to its end."""
        palette, ratio = frame.look.palette, frame.look.ratio
        lit = wanted.chosen if "nerves" in wanted.layers else {}
        if self._strip and self._strip[0] == (palette, size, ratio, lit):
            return self._strip[1]
        view, whole = View("back", framing="whole"), QRectF(0, 0, size.width(), size.height())
        width, height = size.toTuple()
        if self._strip_body is None or self._strip_body[:2] != (palette, size):
            fine = (2 * width, 2 * height)
            image = body_image(rasterise(self._body.surface, panes(view, *fine), *fine), palette)
            coarse = rasterise(self._body.surface, panes(view, width, height), width, height)
            self._strip_body = palette, size, coarse, image
        _, _, buffers, image = self._strip_body
        drawn = QImage(size * ratio, _PREMULTIPLIED)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(palette.line))
        painter.setBrush(QColor(palette.background))
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.drawImage(whole, image)
        strokes = scene.nerve_strokes(self._atlas, self._body, lit, panes(view, width, height), buffers)
        painter.drawImage(whole, _ink(strokes, palette, lit, size, ratio))
        painter.end()
        self._strip = (palette, size, ratio, lit), drawn
        return drawn


def _ink(strokes: list[scene.Stroke], palette: Palette, lit: Lit, size: QSize, scale: float) -> QImage:
    """Strokes of lit nerves on a clear layer of their own, `scale` times finer than `size`."""
    layer = QImage(QSize(round(size.width() * scale), round(size.height() * scale)), _PREMULTIPLIED)
    layer.fill(Qt.GlobalColor.transparent)
    ink = QPainter(layer)
    ink.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink.scale(scale, scale)
    paint_strokes(ink, strokes, palette, lit)
    ink.end()
    return layer
