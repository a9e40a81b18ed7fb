"""The order and the level of sites and areas as plain data, for the reasoning, which knows no geometry."""

from __future__ import annotations

import numpy as np

from nervemap.anatomy.chart import Chart, t_at_height
from nervemap.anatomy.courses import Course, NerveGraph
from nervemap.anatomy.positions import site_points, site_positions
from nervemap.content.atlas import Atlas
from nervemap.reasoning.places import Places

_LEAST_WAY_CM = 3.0
"""A shorter stretch below an area is within the play of borders and courses."""


def find_places(atlas: Atlas, graph: NerveGraph, chart: Chart) -> Places:
    """Where the sites lie on every nerve, which areas it passes, and how far down sites and areas lie.

    Levels are the chart's t; below the ankle a site's level continues the leg's scale (t by height), which is enough to
    tell the areas of the leg from those of the foot.
    """
    names = {region.chart: region.id for region in atlas.regions.values()}
    heights = {site: [z for _, _, z in points] for site, points in site_points(atlas, graph).items() if points}
    single = [nerve for nerve in atlas.nerves.values() if not nerve.members]
    return Places(
        sites={n.id: tuple((place.site, place.s_cm) for place in site_positions(atlas, graph, n)) for n in single},
        way={n.id: _way(graph.course(n), chart, names) if graph.courses(n) else () for n in single},
        site_level={site: float(t_at_height(np.array(z)).mean()) for site, z in heights.items()},
        region_levels={names[name]: levels for name, levels in _levels(chart).items() if name in names},
    )


def _levels(chart: Chart) -> dict[str, tuple[float, float]]:
    """The upper and lower end of every area of the chart."""
    t = np.arange(-0.11, 3.0, 0.005)
    labels = chart.regions.labels(t[:, None], np.arange(0.0, 360.0, 2.0)[None, :])
    levels = {}
    for label, name in enumerate(chart.regions.names, start=1):
        rows = t[(labels == label).any(axis=1)]
        if rows.size:
            levels[name] = (float(rows[0]), float(rows[-1]))
    return levels


def _way(course: Course, chart: Chart, names: dict[str, str]) -> tuple[tuple[str, float], ...]:
    """The areas below which a course runs from the spine to the ankle, each with the s (cm) where it first does."""
    t, theta = chart.axis.trunk_chart(course.points.astype(np.float32))
    labels = np.where((course.s_cm > 0) & (t <= 1), chart.regions.labels(t, theta), 0)
    step_cm = np.diff(course.s_cm, prepend=course.s_cm[0])
    way = [
        (names[name], float(course.s_cm[labels == label][0]))
        for label, name in enumerate(chart.regions.names, start=1)
        if name in names and step_cm[labels == label].sum() >= _LEAST_WAY_CM
    ]
    return tuple(sorted(way, key=lambda passed: passed[1]))
