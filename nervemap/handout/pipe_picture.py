"""The pipe as plain lists in pixels: what the window, the PNG and the SVG draw alike. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervemap.content.model import Grade, Kind
from nervemap.content.model_pipe import FlowRules
from nervemap.reasoning.flow import Model
from nervemap.reasoning.pipe import Pipe, PipeSite, Strand, left_along, parting_cm, through

Line = NDArray[np.float64]

RADIUS = 20.0
"""Half the width of a single pipe's sheath, px."""
_SHARE = {"cord": 1.0, "nerve": 0.84, "root": 0.5}
_BESIDE = 0.6  # of the main lane's width: what runs beside it
_REACH = 9.0  # px, how far a pinch is felt along the sheath
_STEP = 2.5  # px between the points of an outline
_PINCH: dict[Grade, float] = {"none": 0.0, "mild": 0.24, "moderate": 0.46, "severe": 0.68}
_STRAIGHT = 10.0  # px between them where nothing bends
_END_PX = 60.0  # a nerve grows thinner over its last part

KIND_LINES: dict[Kind, tuple[tuple[float, float, float, float], ...]] = {
    "pressed": ((-8, 0, -2, 0), (-5, -3, -2, 0), (-5, 3, -2, 0), (8, 0, 2, 0), (5, -3, 2, 0), (5, 3, 2, 0)),
    "stiff": ((-6, -6, 6, -6), (-6, -2, 6, -2), (-6, 2, 6, 2), (-6, 6, 6, 6)),
    "overstretched": ((0, -8, 0, 8), (-3, -5, 0, -8), (3, -5, 0, -8), (-3, 5, 0, 8), (3, 5, 0, 8)),
    "inflamed": (
        *((0, -8, 0, -5), (0, 8, 0, 5), (-8, 0, -5, 0), (8, 0, 5, 0)),
        *((-5.6, -5.6, -3.6, -3.6), (5.6, 5.6, 3.6, 3.6), (-5.6, 5.6, -3.6, 3.6), (5.6, -5.6, 3.6, -3.6)),
    ),
}
"""The glyph of each kind of crimp as lines (x1, y1, x2, y2) in a square of 16 about 0; `inflamed` has a ring too."""
INFLAMED_RADIUS = 2.6


@dataclass(frozen=True)
class Bundle:
    """One nerve within a strand: middle and half width in px at each height, and what is left of it there."""

    nerve: str
    x: Line
    half: Line
    left: Line


@dataclass(frozen=True)
class Tube:
    """A strand in the picture: heights, middle and half width of the sheath in px, and the bundles in it."""

    path: str
    owner: str
    lane: int
    y: Line
    x: Line
    radius: Line
    bundles: tuple[Bundle, ...]
    ends: bool


@dataclass(frozen=True)
class SiteRing:
    """A site's ring: its height, how far it spans in px, its grade."""

    site: str
    y: float
    left: float
    right: float
    grade: Grade


@dataclass(frozen=True)
class PipePicture:
    """Where everything of a pipe stands: `top` to `bottom` px from brain to end, the main lane at `main_x`."""

    pipe: Pipe
    top: float
    bottom: float
    main_x: float
    lane_px: float

    def y_of(self, s_cm: float) -> float:
        """The height of a length along the pipe: true proportion."""
        return self.top + (s_cm - self.pipe.start_cm) * self.px_per_cm

    def s_of(self, y: float) -> float:
        """The length along the pipe at a height."""
        return self.pipe.start_cm + (y - self.top) / self.px_per_cm

    @property
    def px_per_cm(self) -> float:
        """How long a centimetre is, everywhere."""
        return (self.bottom - self.top) / (self.pipe.end_cm - self.pipe.start_cm)

    def lane_x(self, strand: Strand) -> float:
        """The middle of a strand's lane."""
        return self.main_x - strand.lane * self.lane_px

    def x_at(self, strand: Strand, y: Line) -> Line:
        """The middle of a strand at these heights: it swings out of the strand it leaves and into the one it joins."""
        own, run = self.lane_x(strand), strand.run
        if run.leaves and run.joins and self.pipe.strand(run.joins).lane == strand.lane != 0:
            # A mere link: from the one straight into the other, wherever that runs where they meet.
            start, end = self.y_of(run.start_cm), self.y_of(run.end_cm)
            into = float(self.x_at(self.pipe.strand(run.joins), np.array([end]))[0])
            share = _smooth((y - start) / max(end - start, 1.0))
            return into + (self.lane_x(self.pipe.strand(run.leaves)) - into) * (1 - share)
        x = np.full_like(y, own)
        swing = max(parting_cm(run) * self.px_per_cm, 1.0)
        if run.leaves:
            share = _smooth((y - self.y_of(run.start_cm)) / swing)
            x += (self.lane_x(self.pipe.strand(run.leaves)) - own) * (1 - share)
        if run.joins:
            share = _smooth((y - self.y_of(run.end_cm) + swing) / swing)
            x += (self.lane_x(self.pipe.strand(run.joins)) - own) * share
        return x

    def width_of(self, strand: Strand) -> float:
        """Half the width of a strand's sheath where nothing pinches it."""
        kind = "cord" if strand.owner == "cord" else "root" if strand.is_root else "nerve"
        fits = min(1.0, (self.lane_px - 3) / (2 * RADIUS * _BESIDE)) if self.pipe.lanes > 1 else 1.0
        return RADIUS * _SHARE[kind] * (_BESIDE * fits if strand.lane else 1.0)

    def radius_at(self, strand: Strand, y: Line, grades: Mapping[str, Grade]) -> Line:
        """Half the width of a sheath: eased into its neighbours' in its lane, pinched at crimps, thinner at its end."""
        own = self.width_of(strand)
        radius = np.full_like(y, own)
        for other, at, sign in (
            (strand.leaves, self.y_of(strand.start_cm), -1.0),
            (strand.joins, self.y_of(strand.end_cm), 1.0),
        ):
            if other and self.pipe.strand(other).lane == strand.lane:
                meeting = (self.width_of(self.pipe.strand(other)) + own) / 2
                radius += (meeting - own) * _smooth(1 + sign * (y - at) / 14)
        if strand.leaves is None:
            radius *= np.sqrt(np.clip((y - self.y_of(strand.start_cm) + 1) / 9, 0.15, 1))
        if strand.joins is None:
            radius *= np.minimum(1.0, 0.4 + (self.y_of(strand.end_cm) - y) / (_END_PX / 0.6))
        beside = [path for path in (strand.leaves, strand.joins) if path and self.pipe.strand(path).lane == strand.lane]
        for site in self.pipe.sites:
            grade = grades.get(site.site, "none")
            if grade != "none" and {strand.path, *beside} & set(site.strands):  # a pinch is felt beyond a strand's end
                radius *= 1 - _PINCH[grade] * np.exp(-(((y - self.y_of(site.s_cm)) / _REACH) ** 2))
        return radius

    def tubes(
        self,
        rules: FlowRules,
        grades: Mapping[str, Grade],
        model: Model = "B",
        clip: tuple[float, float] | None = None,
    ) -> list[Tube]:
        """The strands, those beside the main lane first; only what lies within `clip` (heights in px)."""
        low, high = clip or (self.top, self.bottom)
        found = []
        for strand in sorted(self.pipe.strands, key=lambda one: (-one.lane, not one.is_root, -one.start_cm)):
            start, end = self.y_of(strand.start_cm), self.y_of(strand.end_cm)
            first, last = max(start, low), min(end, high)
            if first >= last:
                continue
            y = self._heights(strand, first, last, grades)
            x, radius = self.x_at(strand, y), self.radius_at(strand, y, grades)
            found.append(
                Tube(
                    strand.path,
                    strand.owner,
                    strand.lane,
                    y,
                    x,
                    radius,
                    self._bundles(rules, grades, model, strand, y, x, radius),
                    strand.joins is None and last > end - 0.5,
                )
            )
        return found

    def _heights(self, strand: Strand, first: float, last: float, grades: Mapping[str, Grade]) -> Line:
        """Heights at which an outline is drawn: close together where it bends, far apart where it is straight."""
        run = strand.run
        swing = parting_cm(run) * self.px_per_cm
        bends = [(self.y_of(strand.start_cm) - 1, 15.0), (self.y_of(strand.end_cm), 16.0 if strand.joins else _END_PX)]
        bends += [(self.y_of(run.start_cm), swing)] if run.leaves else []
        bends += [(self.y_of(run.end_cm), swing)] if run.joins else []
        bends += [(self.y_of(site.s_cm), 3 * _REACH) for site in self.pipe.sites if site.site in grades]
        y = np.linspace(first, last, max(2, round((last - first) / _STEP)))
        keep = np.zeros(len(y), bool)
        keep[:: round(_STRAIGHT / _STEP)] = True
        keep[-1] = True
        for at, reach in bends:
            keep |= np.abs(y - at) <= reach
        return y[keep]

    def _bundles(
        self,
        rules: FlowRules,
        grades: Mapping[str, Grade],
        model: Model,
        strand: Strand,
        y: Line,
        x: Line,
        radius: Line,
    ) -> tuple[Bundle, ...]:
        nerves = list(through(self.pipe, strand))
        slot = 2 * 0.74 * radius / max(len(nerves), 1)
        bundles = []
        for index, nerve in enumerate(nerves):
            left = np.ones_like(y)
            before = 1.0
            for at, after in left_along(rules, self.pipe, grades, strand, nerve, model):
                left += (after - before) * _smooth((y - self.y_of(at) + _REACH) / (2 * _REACH))
                before = after
            middle = x + (index - (len(nerves) - 1) / 2) * slot
            bundles.append(Bundle(nerve, middle, slot / 2 * (0.2 + 0.74 * left), left))
        return tuple(bundles)

    def rings(self, grades: Mapping[str, Grade]) -> list[SiteRing]:
        """A ring for each site, brain first; one on several strands spans them."""
        return [self._ring(site, grades) for site in self.pipe.sites]

    def _ring(self, site: PipeSite, grades: Mapping[str, Grade]) -> SiteRing:
        y = self.y_of(site.s_cm)
        at = np.array([y])
        edges = []
        for path in site.strands:
            strand = self.pipe.strand(path)
            x, radius = float(self.x_at(strand, at)[0]), float(self.radius_at(strand, at, grades)[0])
            edges += [x - radius, x + radius]
        return SiteRing(site.site, y, min(edges) - 3.5, max(edges) + 3.5, grades.get(site.site, "none"))


def lane_width(lanes: int, room: float) -> float:
    """How far apart lanes stand: as far as is pleasant, closer where there are many."""
    return min(24.0, room / max(lanes - 1, 1))


def spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Centres for labels as near as possible to where they are wanted (ascending) without overlap.

    Neighbours that would overlap are moved together as one block, so that the order and the least distance are kept
    (pool adjacent violators). All within `top` and `bottom` when they fit there.
    """
    blocks: list[tuple[float, float, float]] = []  # start of the block, weighted wish for it, number of members
    sizes: list[float] = []
    for want, height in zip(wanted, heights, strict=True):
        block = (want - height / 2, 1.0, height)
        while blocks and blocks[-1][0] + blocks[-1][2] > block[0]:
            start, count, size = blocks.pop()
            # In the joined block the later part stands `size` below the start of the earlier one.
            joined = (start * count + (block[0] - size) * block[1]) / (count + block[1])
            block = (joined, count + block[1], size + block[2])
        blocks.append(block)
        sizes.append(height)
    tops: list[float] = []
    index = 0
    for start, count, _ in blocks:
        for _ in range(int(count)):
            tops.append(start)
            start += sizes[index]
            index += 1
    edge = top
    for i, size in enumerate(sizes):
        tops[i] = edge = max(tops[i], edge)
        edge += size
    edge = bottom
    for i in range(len(sizes) - 1, -1, -1):
        tops[i] = min(tops[i], edge - sizes[i])
        edge = tops[i]
    return [start + size / 2 for start, size in zip(tops, sizes, strict=True)]


def _smooth(share: Line) -> Line:
    clipped = np.clip(share, 0.0, 1.0)
    return clipped * clipped * (3 - 2 * clipped)
