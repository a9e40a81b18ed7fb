"""A picture of the map as plain lists in pixels: what the PNG and the SVG draw. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy import scene
from nervemap.anatomy.body import AreaLayer, Body, side_sign
from nervemap.anatomy.outlines import outlines
from nervemap.anatomy.raster import NOTHING, Buffers, rasterise
from nervemap.anatomy.views import Pane, View, panes
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Side

AREA_LAYERS: tuple[AreaLayer, ...] = ("regions", "territories", "dermatomes")


@dataclass(frozen=True)
class Area:
    """An area in sight: which layer, side and id, its closed outlines in px, and whether it is marked."""

    layer: AreaLayer
    side: Side
    id: str
    lines: tuple[NDArray[np.float64], ...]
    marked: bool


@dataclass(frozen=True)
class MapPicture:
    """Everything that a picture of the map shows, back to front."""

    width: int
    height: int
    panes: tuple[Pane, ...]
    buffers: Buffers
    areas: tuple[Area, ...]
    strokes: tuple[scene.Stroke, ...]
    rings: tuple[scene.Ring, ...]
    points: tuple[tuple[Mark, float, float], ...]
    letters: tuple[scene.Letter, ...]
    labels: tuple[scene.Label, ...]
    grades: Mapping[str, Grade]


def map_picture(
    atlas: Atlas,
    body: Body,
    view: View,
    size: tuple[int, int],
    layers: frozenset[str],
    *,
    marks: Sequence[Mark] = (),
    nerves: Sequence[tuple[str, Side]] = (),
    grades: Mapping[str, Grade] | None = None,
) -> MapPicture:
    """Compose a picture of `size` (width, height in px); `layers` are identifiers of the command line."""
    width, height = size
    shown = panes(view, width, height)
    buffers = rasterise(body.surface, shown, width, height)
    skin = buffers.depth > NOTHING
    marked = {(mark.side, mark.region) for mark in marks}
    areas = []
    for layer in AREA_LAYERS:
        if layer not in layers:
            continue
        for side, area in body.areas_shown(buffers, layer):
            lines = outlines(body.area_mask(buffers, side, layer, area), skin)
            if lines:
                areas.append(Area(layer, side, area, tuple(lines), layer == "regions" and (side, area) in marked))
    found = ((mark, _point(buffers, mark)) for mark in marks)
    strokes = scene.nerve_strokes(atlas, body, nerves, shown, buffers) if "nerves" in layers else []
    return MapPicture(
        width,
        height,
        shown,
        buffers,
        tuple(areas),
        tuple(strokes),
        tuple(scene.site_rings(atlas, body, nerves, shown, buffers)) if "sites" in layers else (),
        tuple((mark, *point) for mark, point in found if point) if "regions" in layers else (),
        tuple(scene.letters(shown, height)),
        tuple(scene.labels(atlas, strokes, shown, width, height)) if "names" in layers else (),
        grades or {},
    )


def _point(buffers: Buffers, mark: Mark) -> tuple[float, float] | None:
    if mark.t is None or mark.theta is None:
        return None
    return buffers.find(side_sign(mark.side), mark.t, mark.theta)
