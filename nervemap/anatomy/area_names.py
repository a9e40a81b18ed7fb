"""The names of skin areas in a picture: short ones within them, long ones beside the body with a line from the area.

Areas come as a mosaic and the names of its keys. Names that find no room are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nervemap.anatomy.lettering import Label, Room, in_two_lines, line_box, nearer_first, settled
from nervemap.anatomy.outlines import Mosaic

_LEAST_PX = 120
"""Smaller areas get no name."""
_RIND_PX = 3
"""An area must reach this far all round its name, or the name would stand on its neighbour's colour."""
_APART_PX = 18.0
_LONGEST_LINE = 0.3
"""Of the width of the picture, from an area to its name."""


class Word(NamedTuple):
    """A short text and its middle in px."""

    text: str
    x: float
    y: float


def names_within(mosaic: Mosaic, names: Mapping[int, str], text: float = 1.0) -> list[Word]:
    """The names of areas large enough for them, well inside; where two would touch, the first.

    `text` is their size as a share of the usual one.
    """
    found: list[Word] = []
    apart = _APART_PX * text
    for key, spot in mosaic.spots.items():
        point = mosaic.inner_point(key)
        if key in names and point and spot.count >= _LEAST_PX:
            x, y = point
            rows, columns = (slice(max(int(at) - _RIND_PX, 0), int(at) + _RIND_PX + 1) for at in (y, x))
            broad = bool((mosaic.keys[rows, columns] == key).all())
            if broad and all(abs(x - other.x) > apart or abs(y - other.y) > apart for other in found):
                found.append(Word(names[key], x, y))
    return found


def names_beside(mosaic: Mosaic, names: Mapping[int, str], room: Room) -> list[Label]:
    """A name beside the body for each, once for all areas of that name; small areas choose first."""
    points: dict[str, list[tuple[float, float]]] = {}
    size: dict[str, int] = {}
    for key, name in names.items():
        spot = mosaic.spots.get(key)
        if spot and spot.count >= _LEAST_PX:
            points.setdefault(name, []).extend(mosaic.inner_points(key))
            size[name] = size.get(name, 0) + spot.count
    labels = (_beside(name, points[name], room) for name in sorted(points, key=size.__getitem__))
    return [label for label in labels if label]


def _beside(name: str, points: list[tuple[float, float]], room: Room) -> Label | None:
    for text in (name, in_two_lines(name)):
        for x, y in points:
            for to_right in nearer_first(x, room):
                begin = room.first_free(x, y, text, to_right)
                if begin is None or abs(begin - x) > _LONGEST_LINE * room.width:
                    continue
                if room.untaken(line_box(x, begin, y)):
                    return settled(Label(text, begin, y, to_right, (x, y), "area"), room)
    return None
