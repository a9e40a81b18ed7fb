"""The order and the level of sites and areas as plain data, for the reasoning, which knows no geometry."""

from __future__ import annotations

from pathlib import Path

from nervemap import resources
from nervemap.anatomy.courses import NerveGraph
from nervemap.anatomy.positions import site_points, site_positions
from nervemap.anatomy.tables import read_csv
from nervemap.content.atlas import Atlas
from nervemap.reasoning.places import Places

_CREST_MM, _TRUNK_SPAN_MM = 1064.0, 936.0
_WHOLE_LIMB = (-1.0, 3.0)


def load_places(atlas: Atlas, graph: NerveGraph, folder: Path | None = None) -> Places:
    """Where the sites lie on every nerve and how far down sites and areas lie (folder: the content, None: built-in).

    Levels are the chart's t; below the ankle a site's level continues the leg's scale (t by height), which is enough to
    tell the areas of the leg from those of the foot. Raises ContentError where `body/skin_chart.csv` is faulty.
    """
    chart = read_csv(
        (folder or resources.folder("data")) / "body" / "skin_chart.csv", text=("kind", "name"), optional_numbers=("t",)
    )
    levels: dict[str, tuple[float, float]] = {}
    for kind, name, t in zip(chart.text["kind"], chart.text["name"], chart.numbers["t"].tolist(), strict=True):
        if kind == "region":
            upper, lower = levels.get(name, (t, t))
            levels[name] = min(upper, t), max(lower, t)
    heights = {site: [z for _, _, z in points] for site, points in site_points(atlas, graph).items() if points}
    return Places(
        sites={
            nerve.id: tuple((place.site, place.s_cm) for place in site_positions(atlas, graph, nerve))
            for nerve in atlas.nerves.values()
        },
        site_level={site: (_CREST_MM - sum(z) / len(z)) / _TRUNK_SPAN_MM for site, z in heights.items()},
        # A region without a polygon (`nervemap check` reports it) counts as all along the limb.
        region_levels={region.id: levels.get(region.chart, _WHOLE_LIMB) for region in atlas.regions.values()},
    )
