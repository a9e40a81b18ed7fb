"""Courses and positions of nerves in plain values; the geometry is loaded when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, Site

if TYPE_CHECKING:
    from nervemap.anatomy.courses import Course, NerveGraph
    from nervemap.anatomy.positions import SitePosition


class Courses:
    """The nerve graph of a content folder (None: the built-in one), told in plain values."""

    def __init__(self, atlas: Atlas, folder: Path | None) -> None:
        self._atlas = atlas
        self._folder = folder

    def of(self, nerve: Nerve) -> dict[str, Any]:
        """`course` (through the main root) and `courses_by_root`, from the brain to the end; both empty for a group."""
        courses = self._graph.courses(nerve)
        return {
            "course": course_points(self._graph.course(nerve)) if courses else [],
            "courses_by_root": {root: course_points(course) for root, course in courses.items()},
        }

    def positions_of(self, site: Site) -> list[dict[str, Any]]:
        """Where a site lies on each nerve that runs through it, in centimetres from the nerve's exit."""
        return [
            {
                "nerve": nerve,
                "exit": self._atlas.nerves[nerve].exit,
                "roots": list(place.roots),
                "s_cm": round(place.s_cm, 2),
            }
            for nerve, places in self._positions.items()
            for place in places
            if place.site == site.id
        ]

    def sites_on(self, nerve: Nerve) -> list[str]:
        """The sites on the way of a nerve (of a group: of its members), from the brain to its end."""
        members = self._atlas.members(nerve.id)
        return list(dict.fromkeys(place.site for member in members for place in self._positions[member.id]))

    @cached_property
    def _graph(self) -> NerveGraph:
        from nervemap.anatomy.courses import load_graph

        return load_graph(self._folder)

    @cached_property
    def _positions(self) -> dict[str, tuple[SitePosition, ...]]:
        from nervemap.anatomy.positions import site_positions

        nerves = self._atlas.nerves.values()
        return {nerve.id: site_positions(self._atlas, self._graph, nerve) for nerve in nerves if not nerve.members}


def course_points(course: Course) -> list[dict[str, Any]]:
    """The points of a course: millimetres in the body, centimetres along, millimetres under the skin."""
    names = {landmark.at: landmark.name for landmark in course.landmarks}
    return [
        {
            "landmark": names.get(index),
            "x_mm": round(float(x), 1),
            "y_mm": round(float(y), 1),
            "z_mm": round(float(z), 1),
            "s_cm": round(float(s), 2),
            "depth_mm": round(float(depth), 1),
        }
        for index, ((x, y, z), s, depth) in enumerate(zip(course.points, course.s_cm, course.depth_mm, strict=True))
    ]
