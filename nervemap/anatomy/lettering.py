"""Where words stand in a picture of the map: R and L beside their sides, names beside the body with a line to what they
name. Nothing stands on the skin, out of the picture or on other words: what finds no room is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.raster import NOTHING, Buffers
from nervemap.anatomy.scene import Points, Ring, Stroke
from nervemap.anatomy.views import Pane
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side

LETTER_PX = 7.2
"""Generous width of one letter of a name."""
_TEXT_HALF_PX = 8.0
_GAP_PX = 4.0
_ROW_STEP_PX = 9.0
_LEAST_LETTER_PX, _LETTER_SHARE = 20.0, 0.045
_LETTER_Z_MM = 1130.0


class Box(NamedTuple):
    """Left, top, right and bottom in px."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class Letter:
    """R or L beside the side it names: centre in px, and the height of the letter."""

    text: Literal["R", "L"]
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Label:
    """A name beside the body: its text (one line or two), the end of its line, which way it runs, what it leads to."""

    text: str
    x: float
    y: float
    to_right: bool
    target: tuple[float, float]
    of: Literal["nerve", "site", "area"] = "nerve"


class Room:
    """What is free in a picture of `width` px (less than that of its `buffers` where something stands at the right).

    `text` is the size of names in it, as a share of the usual one.
    """

    def __init__(self, buffers: Buffers, width: float | None = None, text: float = 1.0) -> None:
        self.buffers = buffers
        self.text = text
        self.width, self.height = width or float(buffers.width), float(buffers.height)
        skin = buffers.depth > NOTHING
        self._skin_above = np.zeros((buffers.height + 1, buffers.width), np.uint16)
        np.cumsum(skin, axis=0, out=self._skin_above[1:])
        self._taken: list[Box] = []

    def copied(self) -> Room:
        """The same room, to take more of it."""
        other = copy(self)
        other._taken = list(self._taken)
        return other

    def take(self, box: Box) -> None:
        """Keep others out of it."""
        self._taken.append(box)

    def untaken(self, box: Box) -> bool:
        """Whether nothing else stands there."""
        return not any(box.meets(other) for other in self._taken)

    def free(self, box: Box) -> bool:
        """Whether a box lies in the picture, off the skin, and meets nothing else."""
        inside = box.left >= 0 and box.top >= 0 and box.right <= self.width and box.bottom <= self.height
        return inside and not self._skin(box) and self.untaken(box)

    def first_free(self, at: float, y: float, text: str, to_right: bool) -> float | None:
        """The nearest place from `at` outward where a text about the height `y` may begin, or None."""
        across, half = _size(text, self.text)
        top, bottom = max(int(y - half), 0), min(int(y + half) + 1, int(self.height))
        skin = self._skin_above[bottom] != self._skin_above[top]
        edges = np.flatnonzero(skin)
        edges = edges[edges >= at] if to_right else edges[edges <= at][::-1]
        begin = at
        for edge in edges.tolist():
            if abs(edge - begin) >= across + 3 * _GAP_PX:
                break
            begin = edge + (1 if to_right else 0)
        begin += _GAP_PX if to_right else -_GAP_PX
        box = _text_box(begin, y, text, to_right, self.text)
        return float(begin) if self.free(box) else None

    def _skin(self, box: Box) -> bool:
        left, right = int(max(box.left, 0)), int(min(np.ceil(box.right), self.buffers.width))
        top, bottom = int(max(box.top, 0)), int(min(np.ceil(box.bottom), self.buffers.height))
        return bool((self._skin_above[bottom, left:right] != self._skin_above[top, left:right]).any())


def letters(panes: tuple[Pane, ...], height: float, room: Room | None = None) -> list[Letter]:
    """Large R and L: high up beside each half of the body, or beside the toes; none where one side hides the other.

    With `room` they keep off the skin, in the picture, and nearer to their own side than to the other.
    """
    size = max(_LEAST_LETTER_PX, height * _LETTER_SHARE)
    wanted: list[Letter] = []
    sides: tuple[tuple[int, Literal["R", "L"]], ...] = ((1, "R"), (-1, "L"))
    for sign, text in sides:
        for pane in panes:
            if not pane.shows(sign):
                continue
            if pane.side:
                # On the outer side of the picture, away from the other half.
                out = -1 if pane.centre[0] <= np.mean([one.centre[0] for one in panes]) else 1
                x = pane.centre[0] + out * 158 * pane.scale
                y = pane.project(np.array([[sign * 88.0, 0.0, _LETTER_Z_MM]]))[0, 1]
            else:
                beside = (sign * 152.0, 172.0, 0.0) if pane.feet else (sign * 200.0, 0.0, _LETTER_Z_MM)
                x, y, _ = pane.project(np.array([beside]))[0]
                if abs(x - pane.centre[0]) < 60 * pane.scale:
                    continue
            wanted.append(Letter(text, float(x), float(np.clip(y, size, height - size)), size))
    if room is None:
        return wanted
    found = [moved for letter in wanted if (moved := _cleared(letter, room))]
    seen = {text for sign, text in ((1, "R"), (-1, "L")) if (room.buffers.side == sign).any()}
    # One letter alone is right only where one side alone is in the picture.
    return found if {letter.text for letter in found} == seen else []


def labels(
    atlas: Atlas, strokes: Iterable[Stroke], room: Room, rings: Sequence[Ring] = (), site: str | None = None
) -> list[Label]:
    """A name for every lit nerve, and for the chosen site, beside the body.

    Each line is level and starts at the nerve's outermost point there: it crosses neither its nerve nor another line.
    """
    found: list[Label] = []
    for ring in rings:
        if ring.site == site and 0 <= ring.x < room.width and 0 <= ring.y < room.height:
            for label in (_site_label(atlas, ring, room, to_right) for to_right in nearer_first(ring.x, room)):
                if label:
                    found.append(label)
                    break
    own: dict[tuple[str, Side], list[Stroke]] = {}
    for stroke in strokes:
        if stroke.owner == "nerve":
            own.setdefault((stroke.owner_id, stroke.side), []).append(stroke)
    for (nerve, _), stretches in sorted(own.items(), key=lambda one: -sum(len(each.points) for each in one[1])):
        name = atlas.nerves[nerve].name
        label = _nerve_label(name, stretches, room) or _nerve_label(in_two_lines(name), stretches, room)
        if label:
            found.append(label)
    return found


def _nerve_label(name: str, strokes: list[Stroke], room: Room) -> Label | None:
    """The best free place for a nerve's name: a short line, from near the skin, about its middle."""
    points = np.concatenate([stroke.points for stroke in strokes])
    opacity = np.concatenate([stroke.opacity for stroke in strokes])
    shown = (points >= 0).all(axis=1) & (points[:, 0] < room.width) & (points[:, 1] < room.height)
    if not shown.any():
        return None
    middle = float(np.median(points[shown, 1]))
    best: tuple[float, Label] | None = None
    rows = np.floor(points[:, 1] / _ROW_STEP_PX)
    tried = np.flatnonzero(shown & np.r_[True, np.diff(rows) != 0])
    # What the place on the nerve costs, before the length of the line: nearer ones cannot be bettered by later ones.
    least = 0.35 * np.abs(points[:, 1] - middle) + 90 * (1 - opacity)
    for at in tried[np.argsort(least[tried], kind="stable")].tolist():
        if best and least[at] >= best[0]:
            break
        x, y = points[at].tolist()
        crossings = _crossings(strokes, y)
        for to_right in (False, True):
            outermost = crossings.max() <= x + 0.5 if to_right else crossings.min() >= x - 0.5
            if not outermost:
                continue
            begin = room.first_free(x, y, name, to_right)
            if begin is None or not room.untaken(line_box(x, begin, y)):
                continue
            cost = abs(begin - x) + float(least[at])
            if best is None or cost < best[0]:
                best = cost, Label(name, begin, y, to_right, (x, y))
    return settled(best[1], room) if best else None


def _site_label(atlas: Atlas, ring: Ring, room: Room, to_right: bool) -> Label | None:
    name = atlas.sites[ring.site].name
    x = ring.x + (ring.radius if to_right else -ring.radius)
    for text in (name, in_two_lines(name)):
        begin = room.first_free(x, ring.y, text, to_right)
        if begin is not None and room.untaken(line_box(x, begin, ring.y)):
            return settled(Label(text, begin, ring.y, to_right, (x, ring.y), "site"), room)
    return None


def in_two_lines(name: str) -> str:
    """Broken at the blank nearest its middle."""
    blanks = [at for at, letter in enumerate(name) if letter == " "]
    at = min(blanks, key=lambda one: abs(one - len(name) / 2), default=len(name))
    return name[:at] + "\n" + name[at + 1 :] if blanks else name


def _size(text: str, share: float) -> tuple[float, float]:
    """Width and half the height of a text in px, at a share of the usual size."""
    lines = text.split("\n")
    return share * LETTER_PX * max(map(len, lines)), share * _TEXT_HALF_PX * len(lines)


def settled(label: Label, room: Room) -> Label:
    """The label, once its text and its line are taken from the room."""
    room.take(_text_box(label.x, label.y, label.text, label.to_right, room.text))
    room.take(line_box(label.target[0], label.x, label.y))
    return label


def nearer_first(x: float, room: Room) -> tuple[bool, bool]:
    """To the right or not: the way out of the picture that is the shorter one, then the other."""
    return (True, False) if x >= room.width / 2 else (False, True)


def _crossings(strokes: list[Stroke], y: float) -> Points:
    """Where a level line meets the strokes, x in px."""
    found = []
    for stroke in strokes:
        a, b = stroke.points[:-1], stroke.points[1:]
        meets = (a[:, 1] - y) * (b[:, 1] - y) <= 0
        a, b = a[meets], b[meets]
        rise = b[:, 1] - a[:, 1]
        share = np.where(rise == 0, 0.0, (y - a[:, 1]) / np.where(rise == 0, 1.0, rise))
        found.append(a[:, 0] + share * (b[:, 0] - a[:, 0]))
    return np.concatenate(found)


def _text_box(begin: float, y: float, text: str, to_right: bool, share: float) -> Box:
    """A text that begins `_GAP_PX` beyond the end of its line."""
    across, half = _size(text, share)
    left = begin + _GAP_PX if to_right else begin - _GAP_PX - across
    return Box(left, y - half, left + across, y + half)


def line_box(x: float, begin: float, y: float) -> Box:
    """What a level line takes."""
    return Box(min(x, begin), y - 1.5, max(x, begin), y + 1.5)


def _cleared(letter: Letter, room: Room) -> Letter | None:
    """The letter where it is wanted or at the nearest place that is free and its own side's."""
    across, up = 0.45 * letter.size, 0.5 * letter.size
    pixel, right = room.buffers.pixel[::61], room.buffers.side[::61] > 0
    spots = np.column_stack([pixel % room.buffers.width, pixel // room.buffers.width]).astype(np.float64)
    own, other = (spots[right], spots[~right]) if letter.text == "R" else (spots[~right], spots[right])
    if not len(own):
        return None

    def away(of: NDArray[np.float64], x: float, y: float) -> float:
        return float(np.hypot(of[:, 0] - x, of[:, 1] - y).min()) if len(of) else np.inf

    step = letter.size / 2
    reach = range(-16, 17)
    near = sorted(((column, row) for column in reach for row in reach), key=lambda one: one[0] ** 2 + one[1] ** 2)
    for column, row in near:
        x, y = letter.x + column * step, letter.y + row * step
        box = Box(x - across, y - up, x + across, y + up)
        if not room.free(box):
            continue
        mine = away(own, x, y)
        if mine < away(other, x, y) - letter.size / 4 and mine < 4 * letter.size:
            room.take(Box(box.left - across, box.top, box.right + across, box.bottom))
            return Letter(letter.text, x, y, letter.size)
    return None
