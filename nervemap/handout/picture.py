"""The thin render helper: paints the lists of a scene with Qt, for the window and for picture files alike.

All sizes are logical pixels of the picture that the scene was made for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRadialGradient,
)

from nervemap import resources
from nervemap.anatomy.area_names import Word
from nervemap.anatomy.lettering import Label, Letter
from nervemap.anatomy.outlines import Mosaic, blurred
from nervemap.anatomy.raster import Buffers
from nervemap.anatomy.scene import Ring, Stroke
from nervemap.anatomy.shading import PORCELAIN, SLATE, SkinTone, see_through, shade
from nervemap.anatomy.views import Pane
from nervemap.content.model import Grade, Side
from nervemap.handout.glyphs import GLYPH_PX, GLYPHS, Direction, Placed, lines_at
from nervemap.handout.map_picture import MapPicture
from nervemap.palette import Palette, contrast

_SOLID, _ROUND_CAP, _ROUND_JOIN = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
_GRADE_SHARE: dict[Grade, float] = {"none": 0.0, "mild": 0.4, "moderate": 0.65, "severe": 0.9}


def map_png(picture: MapPicture, palette: Palette, shading: QImage, scale: int = 2) -> bytes:
    """A finished picture as PNG, `scale` times finer than its pixels; `shading` is its body, at any size."""
    _painting_without_screen()
    image = QImage(QSize(picture.width, picture.height) * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(palette.background))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(scale, scale)
    whole = QRectF(0, 0, picture.width, picture.height)
    paint_ground(painter, picture.panes, palette)
    painter.drawImage(whole, shading)
    for supply in picture.supply:
        colors = {key: palette.area_color(supply.layer, one) for key, one in supply.ids.items()}
        painter.drawImage(whole, supply_image(supply.mosaic, colors, shading))
    for area in picture.areas:
        if area.marked:
            paint_marked(painter, area_path(area.lines), palette, area.glyphs)
    if picture.strokes:
        layer = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
        layer.fill(0)
        ink = QPainter(layer)
        ink.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink.scale(scale, scale)
        paint_strokes(ink, picture.strokes, palette, picture.lit)
        ink.end()
        painter.drawImage(whole, layer)
    paint_rings(painter, picture.rings, palette, picture.grades, None)
    for _, x, y in picture.points:
        paint_point(painter, x, y, palette)
    painter.setFont(QFont("Inter", 10))
    paint_labels(painter, picture.labels, palette)
    paint_within(painter, picture.words, palette)
    paint_letters(painter, picture.letters, palette)
    painter.end()
    return png_bytes(image)


def png_bytes(image: QImage) -> bytes:
    """An image as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg_png(svg: str, size: tuple[int, int], scale: int = 2) -> bytes:
    """A drawing of `size` px as PNG, `scale` times finer."""
    from PySide6.QtSvg import QSvgRenderer

    from nervemap.handout.svg import FAMILIES

    _painting_without_screen()
    QFont.insertSubstitution(FAMILIES, "Inter")  # Qt takes the families for one name
    image = QImage(QSize(*size) * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(svg.encode()).render(painter)
    painter.end()
    return png_bytes(image)


@cache
def _painting_without_screen() -> QGuiApplication:
    """Text needs an application: without a window one that shows nothing is made, and kept."""
    import os

    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        app = QGuiApplication(["nervemap"])
        load_fonts(resources.folder("assets") / "fonts")
    return app


def load_fonts(folder: Path) -> None:
    """Make the bundled fonts known to Qt; without them the system's own sans-serif is used."""
    for file in sorted(folder.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def skin_tone(palette: Palette) -> SkinTone:
    """Porcelain on a light ground, slate on a dark one."""
    return SLATE if contrast(palette.background, "#000000") < contrast(palette.background, "#ffffff") else PORCELAIN


def body_image(buffers: Buffers, palette: Palette, *, bones: Buffers | None = None, contour: bool = True) -> QImage:
    """The shaded body on a clear ground; of glass where `bones` are given, the buffers of the bones behind it."""
    pixels = shade(buffers, skin_tone(palette), contour=contour)
    if bones is not None:
        see_through(pixels, buffers, bones, skin_tone(palette))
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def paint_ground(painter: QPainter, panes: Iterable[Pane], palette: Palette) -> None:
    """A faint shadow under standing feet."""
    for pane in panes:
        if pane.feet or pane.rotation[1, 2] < 0.5:
            continue
        foot = pane.project(np.array([[0.0 if not pane.side else pane.side * 88.0, 40.0, 0.0]]))[0]
        across = (250 if not pane.side else 190) * pane.scale
        high = max(14 * pane.scale, 130 * pane.scale * float(abs(pane.rotation[2, 2])))
        painter.save()
        painter.translate(float(foot[0]), float(foot[1]))
        painter.scale(1.0, high / across)
        glow = QRadialGradient(QPointF(0, 0), across)
        dark = QColor(palette.shadow)
        dark.setAlpha(190)
        glow.setColorAt(0.0, dark)
        dark.setAlpha(0)
        glow.setColorAt(1.0, dark)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(glow))
        painter.drawEllipse(QPointF(0, 0), across, across)
        painter.restore()


class Tint(NamedTuple):
    """How an area looks: its colour, and how strong its ground, its border and its hatch are, 0 to 1."""

    color: str
    ground: float
    border: float
    hatch: float = 0.0


def mark_tint(palette: Palette, *, hatched: bool) -> Tint:
    """An area that is marked; hatched where no glyphs tell so too."""
    return Tint(palette.mark, 0.20, 0.9, 0.40) if hatched else Tint(palette.mark, 0.24, 0.9)


def selected_tint(palette: Palette) -> Tint:
    """An area that is looked at."""
    return Tint(palette.accent, 0.10, 0.75)


def felt_tint(direction: Direction, palette: Palette) -> Tint:
    """An area where something could be felt."""
    ground = {"here": 0.34, "below": 0.22, "above": 0.10}[direction]
    return Tint(felt_color(direction, palette), ground, 0.85)


def area_path(lines: Sequence[NDArray[np.float64]]) -> QPainterPath:
    """Closed lines as one path; an area within another is a hole."""
    path = QPainterPath()
    for line in lines:
        path.addPolygon(polygon(line))
        path.closeSubpath()
    return path


def paint_hover(painter: QPainter, path: QPainterPath, palette: Palette) -> None:
    """A light tint."""
    painter.fillPath(path, faded(palette.accent, 0.16))


def paint_selected(painter: QPainter, path: QPainterPath, palette: Palette) -> None:
    """A light tint and a quiet border."""
    tint = selected_tint(palette)
    painter.fillPath(path, faded(tint.color, tint.ground))
    painter.strokePath(path, QPen(faded(tint.color, tint.border), 1.2))


def paint_marked(
    painter: QPainter, path: QPainterPath, palette: Palette, glyphs: Sequence[Placed] = (), size: float = GLYPH_PX
) -> None:
    """A clear tint, a fine border, and a hatch or the glyphs of what is felt: colour is never the only sign."""
    tint = mark_tint(palette, hatched=not glyphs)
    painter.fillPath(path, faded(tint.color, tint.ground))
    if tint.hatch:
        painter.fillPath(path, QBrush(faded(tint.color, tint.hatch), Qt.BrushStyle.BDiagPattern))
    painter.strokePath(path, QPen(faded(tint.color, tint.border), 1.3))
    paint_glyphs(painter, glyphs, palette.mark, palette, size)


def paint_felt(
    painter: QPainter, path: QPainterPath, direction: Direction, glyphs: Sequence[Placed], palette: Palette
) -> None:
    """Where something could be felt, seen from where it comes: told apart by tint, by border and by glyphs."""
    tint = felt_tint(direction, palette)
    painter.fillPath(path, faded(tint.color, tint.ground))
    pen = QPen(faded(tint.color, tint.border), 2.0 if direction == "here" else 1.2)
    if direction == "above":
        pen.setDashPattern([4.0, 3.0])
    painter.strokePath(path, pen)
    paint_glyphs(painter, glyphs, tint.color, palette)


def felt_color(direction: Direction, palette: Palette) -> str:
    """The colour of what is felt here, below or above."""
    return palette.attention if direction == "here" else palette.accent if direction == "below" else palette.text


def paint_glyphs(
    painter: QPainter, glyphs: Iterable[Placed], color: str, palette: Palette, size: float = GLYPH_PX
) -> None:
    """Glyphs as lines with a thin casing, so that they can be read on any tint."""
    drawn = [(one, [QPolygonF([QPointF(*point) for point in line]) for line in lines_at(one, size)]) for one in glyphs]
    thin = size / GLYPH_PX
    for ink, width in ((faded(palette.casing, 0.75), 3.2 * thin), (QColor(color), 1.5 * thin)):
        painter.setPen(QPen(ink, width, _SOLID, _ROUND_CAP, _ROUND_JOIN))
        for one, lines in drawn:
            filled = GLYPHS[one.kind].filled
            painter.setBrush(ink if filled else Qt.BrushStyle.NoBrush)
            for line in lines:
                if filled:
                    painter.drawPolygon(line)
                else:
                    painter.drawPolyline(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_focus(painter: QPainter, path: QPainterPath, palette: Palette) -> None:
    """The area that the keyboard is at: a wide pale line with a dashed dark one in it, unlike a mark."""
    painter.strokePath(path, QPen(QColor(palette.casing), 6.0, _SOLID, _ROUND_CAP, _ROUND_JOIN))
    pen = QPen(QColor(palette.focus), 3.0, _SOLID, Qt.PenCapStyle.FlatCap, _ROUND_JOIN)
    pen.setDashPattern([3.0, 1.2])
    painter.strokePath(path, pen)


_SUPPLY_TINT, _SUPPLY_STEP = 0.37, 2


def supply_image(mosaic: Mosaic, colors: Mapping[int, str], body: QImage) -> QImage:
    """The areas of skin nerves or roots as tints that run into one another, where and as fine as the `body` is.

    They are found coarser than the mosaic, by its keys and their colours, as they have no fine detail.
    """
    some = mosaic.keys[::_SUPPLY_STEP, ::_SUPPLY_STEP]
    table = np.zeros((max(colors, default=0) + 2, 4), np.float32)
    for key, color in colors.items():
        ink = QColor(color)
        table[key + 1] = ink.blueF(), ink.greenF(), ink.redF(), 1.0
    radius = max(round(mosaic.soft / 2 / _SUPPLY_STEP), 1)
    share = np.maximum(blurred((some >= 0).astype(np.float32), radius), 1e-3)
    layers = [blurred(table[some + 1, channel], radius) / share for channel in range(4)]
    pixels = (np.clip(np.stack(layers, axis=-1), 0, 1) * (255 * _SUPPLY_TINT)).astype(np.uint8)
    height, width = some.shape
    tints = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    cut = QImage(body.size(), QImage.Format.Format_ARGB32_Premultiplied)
    cut.fill(Qt.GlobalColor.transparent)
    painter = QPainter(cut)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(cut.rect()), tints)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, body)
    painter.end()
    return cut


def paint_within(painter: QPainter, words: Iterable[Word], palette: Palette) -> None:
    """Short names within what they name, with a thin casing."""
    metrics = QFontMetricsF(painter.font())
    for text, x, y in words:
        path = QPainterPath()
        path.addText(x - metrics.horizontalAdvance(text) / 2, y + metrics.capHeight() / 2, painter.font(), text)
        painter.strokePath(path, QPen(faded(palette.casing, 0.8), 2.5, _SOLID, _ROUND_CAP, _ROUND_JOIN))
        painter.fillPath(path, QColor(palette.text))


def paint_labels(painter: QPainter, labels: Iterable[Label], palette: Palette) -> None:
    """Names beside the body with a fine line to what they name."""
    metrics = QFontMetricsF(painter.font())
    for label in labels:
        painter.setPen(QPen(faded(palette.text, 0.65), 0.9))
        painter.drawLine(QPointF(label.x, label.y), QPointF(*label.target))
        if label.of == "area":
            painter.setBrush(QColor(palette.text))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(*label.target), 1.7, 1.7)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(palette.text))
        lines = label.text.split("\n")
        for row, line in enumerate(lines):
            left = label.x + 4 if label.to_right else label.x - 4 - metrics.horizontalAdvance(line)
            y = label.y + (row - (len(lines) - 1) / 2) * metrics.height()
            painter.drawText(QPointF(left, y + metrics.capHeight() / 2), line)


def paint_strokes(
    painter: QPainter, strokes: Sequence[Stroke], palette: Palette, lit: Mapping[tuple[str, Side], float]
) -> None:
    """Nerves as rounded strokes with a thin casing; `lit` says how strongly each (nerve, side) shows, 0 to 1.

    What lies deep has less of both, as if seen through glass. Painted with `Source`, so that stretches that overlap
    never add up to dark beads: give it a clear layer of its own.
    """
    painter.setBrush(Qt.BrushStyle.NoBrush)
    own: dict[tuple[str, Side], list[tuple[Stroke, list[_Run]]]] = {}
    for stroke in strokes:
        own.setdefault((stroke.nerve, stroke.side), []).append((stroke, _runs(stroke)))
    for key in sorted(own, key=lambda one: lit.get(one, 0.0)):
        strength = lit.get(key, 0.0)
        if strength >= 1.0:
            _glow(painter, own[key], palette)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for _, runs in own[key]:
            _draw(painter, runs, palette.casing, 1.8, strength)
        for stroke, runs in own[key]:
            _draw(painter, runs, stroke_color(stroke, palette), 0.0, strength)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


_GLOW, _MOST_GLOW_PX = ((2.4, 0.13), (1.0, 0.22)), 6.0
"""The light about the chosen nerve: how much wider than it (a share of its width, up to so many px), and how strong."""


def _glow(painter: QPainter, own: Iterable[tuple[Stroke, list[_Run]]], palette: Palette) -> None:
    """Each stretch is one path, so that its runs do not add up to beads."""
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    for share, strength in _GLOW:
        for stroke, _ in own:
            line = QPainterPath()
            line.addPolygon(polygon(stroke.points))
            width = float(stroke.width.max())
            across = width + share * min(width, _MOST_GLOW_PX) + 1.5
            pen = QPen(faded(stroke_color(stroke, palette), strength), across)
            pen.setCapStyle(_ROUND_CAP)
            pen.setJoinStyle(_ROUND_JOIN)
            painter.strokePath(line, pen)


class _Run(NamedTuple):
    """A run of a stroke with nearly the same width (px) and opacity."""

    line: QPolygonF
    width: float
    opacity: float


def _runs(stroke: Stroke) -> list[_Run]:
    look = np.round(stroke.opacity * 10).astype(int) * 1000 + np.round(stroke.width * 2).astype(int)
    starts = [0, *(np.flatnonzero(np.diff(look)) + 1).tolist(), len(look)]
    points = [QPointF(x, y) for x, y in stroke.points.tolist()]
    return [
        _Run(QPolygonF(points[start : end + 1]), float(stroke.width[start]), float(stroke.opacity[start]))
        for start, end in pairwise(starts)
        if len(points) - start > 1
    ]


def _draw(painter: QPainter, runs: Iterable[_Run], color: str, wider: float, strength: float) -> None:
    ink = QColor(color)
    for run in runs:
        ink.setAlphaF(min(max(run.opacity * strength, 0.0), 1.0))
        painter.setPen(QPen(ink, run.width + wider, _SOLID, _ROUND_CAP, _ROUND_JOIN))
        painter.drawPolyline(run.line)


def paint_rings(
    painter: QPainter,
    rings: Iterable[Ring],
    palette: Palette,
    grades: Mapping[str, Grade],
    chosen: str | None,
    *,
    large: bool = False,
) -> None:
    """Sites as small rings; a crimped one closes with its grade. It is larger, and so is the chosen one, or all."""
    for ring in sorted(rings, key=lambda one: (one.site == chosen, grades.get(one.site, "none") != "none")):
        grade = grades.get(ring.site, "none")
        radius = max(ring.radius * 1.35, 6.0) if large or ring.site == chosen else ring.radius
        radius = max(radius, 4.5) if grade != "none" else radius
        centre = QPointF(ring.x, ring.y)
        shown = max(ring.opacity, 0.75)
        color = palette.attention if grade != "none" else palette.text
        painter.setBrush(faded(palette.casing, shown))
        painter.setPen(QPen(faded(color, shown), 2.0 if ring.site == chosen else 1.4))
        painter.drawEllipse(centre, radius, radius)
        if grade != "none":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(palette.attention, shown))
            pinch = radius * _GRADE_SHARE[grade]
            painter.drawEllipse(centre, pinch, pinch)


def paint_point(painter: QPainter, x: float, y: float, palette: Palette) -> None:
    """The exact point of a mark."""
    painter.setPen(QPen(QColor(palette.casing), 2.0))
    painter.setBrush(QColor(palette.mark))
    painter.drawEllipse(QPointF(x, y), 5.0, 5.0)


def paint_letters(painter: QPainter, letters: Iterable[Letter], palette: Palette) -> None:
    """Large R and L."""
    painter.setPen(QColor(palette.muted))
    for letter in letters:
        font = QFont(painter.font())
        font.setPixelSize(round(letter.size))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        size = letter.size
        painter.drawText(
            QRectF(letter.x - size, letter.y - size, 2 * size, 2 * size), Qt.AlignmentFlag.AlignCenter, letter.text
        )


def stroke_color(stroke: Stroke, palette: Palette) -> str:
    """The colour of the nerve that owns a stretch; what several share has the trunk's."""
    if stroke.owner == "nerve":
        return palette.nerve_color(stroke.owner_id)
    return palette.nerve_color("sciatic" if stroke.owner == "cord" else stroke.trunk)


def faded(color: str, opacity: float) -> QColor:
    """A colour of which less is seen: `opacity` from 0 to 1."""
    faded = QColor(color)
    faded.setAlphaF(min(max(opacity, 0.0), 1.0))
    return faded


def polygon(points: NDArray[np.float64]) -> QPolygonF:
    """A line (n, 2) for Qt."""
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])
