"""A picture of the map as plain lists in pixels: what the PNG and the SVG draw. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy import scene
from nervemap.anatomy.area_names import Word, names_beside, names_within
from nervemap.anatomy.body import AreaLayer, Body, side_sign
from nervemap.anatomy.lettering import Label, Letter, Room, labels, letters
from nervemap.anatomy.outlines import Mosaic, soft_px
from nervemap.anatomy.raster import Buffers, rasterise
from nervemap.anatomy.views import Pane, View, panes
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Side
from nervemap.handout.glyphs import Placed, placed

AREA_LAYERS: tuple[AreaLayer, ...] = ("regions", "territories", "dermatomes")


@dataclass(frozen=True)
class Area:
    """An area in sight: layer, side and id, its closed outlines in px, whether it is marked, and what for."""

    layer: AreaLayer
    side: Side
    id: str
    lines: tuple[NDArray[np.float64], ...]
    marked: bool
    glyphs: tuple[Placed, ...] = ()


@dataclass(frozen=True)
class Supply:
    """The areas of skin nerves or roots in a picture: their mosaic, and the id that each of its keys stands for."""

    layer: AreaLayer
    mosaic: Mosaic
    ids: Mapping[int, str]


@dataclass(frozen=True)
class MapPicture:
    """Everything that a picture of the map shows, back to front."""

    width: int
    height: int
    panes: tuple[Pane, ...]
    buffers: Buffers
    bones: Buffers | None
    areas: tuple[Area, ...]
    strokes: tuple[scene.Stroke, ...]
    rings: tuple[scene.Ring, ...]
    points: tuple[tuple[Mark, float, float], ...]
    letters: tuple[Letter, ...]
    labels: tuple[Label, ...]
    grades: Mapping[str, Grade]
    lit: Mapping[tuple[str, Side], float]
    supply: tuple[Supply, ...]
    words: tuple[Word, ...]


QUIET = 0.62
"""How strongly all nerves are drawn where none is asked for."""


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
    only_marked: bool = False,
) -> MapPicture:
    """Compose a picture of `size` (width, height in px); `layers` are identifiers of the command line.

    Where nothing is marked and no nerve named, the layer of nerves shows them all, quietly. `only_marked`: areas that
    are not marked are left out; on paper nobody can point at them.
    """
    width, height = size
    shown = panes(view, width, height)
    buffers = rasterise(body.surface, shown, width, height)
    bones = rasterise(body.bones, shown, width, height) if "bones" in layers else None
    areas, supply = _areas(body, buffers, layers, soft_px(shown[0].scale), marks, only_marked=only_marked)
    found = ((mark, _point(buffers, mark)) for mark in marks)
    quiet = not (nerves or marks or only_marked)
    lit = dict.fromkeys(scene.all_nerves(atlas), QUIET) if quiet else dict.fromkeys(nerves, 1.0)
    strokes = scene.nerve_strokes(atlas, body, lit, shown, buffers, bones) if "nerves" in layers else []
    rings = scene.site_rings(atlas, body, nerves, shown, buffers) if "sites" in layers else []
    room = Room(buffers)
    sides = tuple(letters(shown, height, room))
    names = labels(atlas, strokes, room) if "names" in layers else []
    words: list[Word] = []
    for one in supply if "names" in layers else ():
        if one.layer == "dermatomes":
            words += names_within(one.mosaic, one.ids)
        else:
            names += names_beside(one.mosaic, {key: atlas.nerves[id_].name for key, id_ in one.ids.items()}, room)
    return MapPicture(
        width=width,
        height=height,
        panes=shown,
        buffers=buffers,
        bones=bones,
        areas=areas,
        strokes=tuple(strokes),
        rings=tuple(rings),
        points=tuple((mark, *point) for mark, point in found if point) if "regions" in layers else (),
        letters=sides,
        labels=tuple(names),
        grades=grades or {},
        lit={(stroke.nerve, stroke.side): lit.get((stroke.nerve, stroke.side), 1.0) for stroke in strokes},
        supply=supply,
        words=tuple(words),
    )


def _areas(
    body: Body, buffers: Buffers, layers: frozenset[str], soft: int, marks: Sequence[Mark], *, only_marked: bool
) -> tuple[tuple[Area, ...], tuple[Supply, ...]]:
    """The outlines of every area in sight, and the mosaics of skin nerves and roots."""
    marked = {(mark.side, mark.region): mark for mark in marks}
    areas: list[Area] = []
    supply: list[Supply] = []
    for layer in AREA_LAYERS:
        if layer not in layers:
            continue
        keys, pairs = body.area_keys(buffers, layer)
        mosaic = Mosaic(keys, soft)
        if layer != "regions":
            supply.append(Supply(layer, mosaic, {key: one for key, (_, one) in enumerate(pairs, start=1)}))
        for key in mosaic.spots:
            mark = marked.get(pairs[key - 1]) if layer == "regions" else None
            if only_marked and mark is None:
                continue
            lines = tuple(mosaic.lines(key))
            if lines:
                glyphs = placed(mosaic, key, mark.qualities) if mark else ()
                areas.append(Area(layer, *pairs[key - 1], lines, mark is not None, glyphs))
    return tuple(areas), tuple(supply)


def _point(buffers: Buffers, mark: Mark) -> tuple[float, float] | None:
    if mark.t is None or mark.theta is None:
        return None
    return buffers.find(side_sign(mark.side), mark.t, mark.theta)
