"""The body as a whole: skin, chart and nerves in one frame, with the areas named by the atlas's ids."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.chart import AROUND, Chart, Layer, load_chart
from nervemap.anatomy.courses import NerveGraph, load_graph
from nervemap.anatomy.raster import Buffers, Pick
from nervemap.anatomy.surface import Surface
from nervemap.content.atlas import Atlas
from nervemap.content.model import SIDES, Side
from nervemap.kept import kept
from nervemap.resources import folder as resource_folder

AreaLayer = Literal["regions", "territories", "dermatomes"]


@dataclass(frozen=True)
class Place:
    """A point of the skin in the atlas's words: side, area, place on the chart, usual skin nerves and dermatome."""

    side: Side
    region: str | None
    t: float
    theta: float
    skin_nerves: tuple[str, ...]
    dermatome: str | None


def side_name(sign: int) -> Side:
    """+1 is the person's right."""
    return "right" if sign > 0 else "left"


def side_sign(side: Side) -> int:
    """The person's right is +1."""
    return 1 if side == "right" else -1


class Body:
    """The skin is read at once, all else when it is first asked for."""

    def __init__(self, atlas: Atlas, folder: Path, *, keep: bool = False) -> None:
        """Read skin, chart and nerves in `body/` of a content folder. Raises ContentError where a file is faulty.

        `keep`: the skin may come from the user's cache folder while no file has changed since all were in order.
        """
        self._folder = folder
        self._keep = keep
        self._regions = tuple(atlas.regions.values())
        self.surface: Surface = self._kept() if keep else self._read()
        self._nerves_of: dict[str, tuple[str, ...]] = {}
        for nerve in atlas.nerves.values():
            for territory in nerve.territories:
                self._nerves_of[territory] = (*self._nerves_of.get(territory, ()), nerve.id)
        self._root_of = {root.dermatome: root.id for root in atlas.roots.values() if root.dermatome}

    def _read(self) -> Surface:
        """The skin, with chart and nerves read first, so that a fault in any of them is told now."""
        from nervemap.anatomy.lofting import load_surface

        surface = load_surface(self._folder / "body", load_chart(self._folder / "body").axis)
        _ = self.graph
        return surface

    def _kept(self) -> Surface:
        return kept("skin", self._made_from(), self._read, to_bytes=Surface.to_bytes, from_bytes=Surface.from_bytes)

    def _made_from(self) -> list[Path]:
        return [*(self._folder / "body").glob("*.csv"), *Path(__file__).parent.glob("*.py")]

    @cached_property
    def chart(self) -> Chart:
        """Which area the skin belongs to. Raises ContentError where its file is faulty."""
        chart = load_chart(self._folder / "body")
        if not self._keep:
            return chart
        grids = kept(
            "chart",
            self._made_from(),
            make=chart.grids,
            to_bytes=lambda grids: grids.tobytes(),
            from_bytes=lambda content: np.frombuffer(content, np.uint8).reshape(3, -1, AROUND),
        )
        return chart.painted(grids)

    @cached_property
    def graph(self) -> NerveGraph:
        """The courses of the nerves. Raises ContentError where a file of theirs is faulty."""
        return load_graph(self._folder)

    @cached_property
    def region_ids(self) -> tuple[str | None, ...]:
        """The atlas's ids of the areas of the chart, in its order."""
        by_chart = {region.chart: region.id for region in self._regions}
        return tuple(by_chart.get(name) for name in self.chart.regions.names)

    @cached_property
    def bones(self) -> Surface:
        """The bones, in the frame of the skin. Raises ContentError where their file is faulty."""
        from nervemap.anatomy.bones import load_bones

        return load_bones(self._folder / "body")

    def place(self, pick: Pick) -> Place:
        """What lies at a picked point."""
        return self.place_at(side_name(pick.side), pick.t, pick.theta, pick.toe or 0)

    def place_at(self, side: Side, t: float, theta: float, toe: int = 0) -> Place:
        """What lies at a point of the chart (t along the limb, theta in degrees), on toe 1 to 5 if on one."""
        label = int(self.chart.regions.labels(t, theta))
        territory = self.chart.territories.name_at(t, theta, toe)
        dermatome = self.chart.dermatomes.name_at(t, theta, toe)
        return Place(
            side=side,
            region=self.region_ids[label - 1] if label else None,
            t=t,
            theta=theta,
            skin_nerves=self._nerves_of.get(territory, ()) if territory else (),
            dermatome=self._root_of.get(dermatome) if dermatome else None,
        )

    def area_mask(self, buffers: Buffers, side: Side, layer: AreaLayer, area: str) -> NDArray[np.bool_]:
        """(height, width): where a picture shows an area of a layer, by the atlas's id, on one side."""
        chart_layer, ids = self._area_layers[layer]
        labels = [label for label, one in enumerate(ids, start=1) if one == area]
        shown = np.isin(buffers.labels(chart_layer), labels) & (buffers.side == side_sign(side))
        mask = np.zeros(buffers.height * buffers.width, np.bool_)
        mask[buffers.pixel[shown]] = True
        return mask.reshape(buffers.height, buffers.width)

    def area_keys(self, buffers: Buffers, layer: AreaLayer) -> tuple[NDArray[np.int16], tuple[tuple[Side, str], ...]]:
        """(height, width): which area of a layer each pixel shows, as 1 + its place in the list that comes with it.

        0 on the body where no area is, -1 beside the body. The list has all areas of the chart in order, seen or not.
        """
        chart_layer, ids = self._area_layers[layer]
        pairs = tuple(dict.fromkeys((side, area) for area in ids if area for side in SIDES))
        of_label = np.zeros((2, len(ids) + 1), np.int16)
        for number, (side, area) in enumerate(pairs, start=1):
            for label, one in enumerate(ids, start=1):
                if one == area:
                    of_label[int(side == "right"), label] = number
        keys = np.full(buffers.height * buffers.width, -1, np.int16)
        keys[buffers.pixel] = of_label[(buffers.side > 0).astype(np.int8), buffers.labels(chart_layer)]
        return keys.reshape(buffers.height, buffers.width), pairs

    def areas_shown(self, buffers: Buffers, layer: AreaLayer) -> list[tuple[Side, str]]:
        """The areas of a layer (side, the atlas's id) that a picture shows, in the order of the chart."""
        chart_layer, ids = self._area_layers[layer]
        labels = buffers.labels(chart_layer)
        counts = np.bincount(labels.astype(int) * 2 + (buffers.side > 0))
        seen = {(int(key) % 2, int(key) // 2) for key in np.flatnonzero(counts)}
        pairs = ((right, label) for label in range(1, len(ids) + 1) for right in (1, 0) if (right, label) in seen)
        found = [(side_name(right or -1), area) for right, label in pairs if (area := ids[label - 1])]
        return list(dict.fromkeys(found))

    @cached_property
    def _area_layers(self) -> dict[AreaLayer, tuple[Layer, tuple[str | None, ...]]]:
        first = {territory: nerves[0] for territory, nerves in self._nerves_of.items()}
        territories, dermatomes = self.chart.territories, self.chart.dermatomes
        return {
            "regions": (self.chart.regions, self.region_ids),
            "territories": (territories, tuple(first.get(name) for name in territories.names)),
            "dermatomes": (dermatomes, tuple(self._root_of.get(name) for name in dermatomes.names)),
        }


def load_body(atlas: Atlas, folder: Path | None = None) -> Body:
    """The body from a content folder (None: the built-in one). Raises ContentError where a file is faulty."""
    return Body(atlas, folder or resource_folder("data"), keep=folder is None)
