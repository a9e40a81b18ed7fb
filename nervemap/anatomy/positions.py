"""Where the sites lie: on a nerve, in centimetres from its spinal exit, and as points of the body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nervemap.anatomy.courses import Course, NerveGraph
from nervemap.anatomy.tables import Floats
from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, RootId, Site

Point = tuple[float, float, float]


@dataclass(frozen=True)
class SitePosition:
    """A site on a nerve, right side.

    `s_cm` from the foramen of the nerve's exit, negative towards the brain; `point` in mm; `path` holds the landmark.
    `roots`: the roots of the nerve whose courses pass it; `root` names it where only one of several does, else None.
    A site that lies on several roots at once (such as the lumbar canal) has the place that it has on the main root.
    """

    site: str
    root: RootId | None
    roots: tuple[RootId, ...]
    s_cm: float
    point: Point
    path: str


def site_positions(atlas: Atlas, graph: NerveGraph, nerve: Nerve) -> tuple[SitePosition, ...]:
    """Every site on the courses of a nerve and on its own branches, each once, from the brain to the end.

    A group of nerves has none: its members have.
    """
    courses = graph.courses(nerve)
    if not courses:
        return ()
    main = graph.course(nerve)
    ways = [main, *(course for course in courses.values() if course is not main)]
    branches = [course for path in graph.branches(nerve) if (course := graph.course_to(nerve, path.name))]
    found = []
    for site in atlas.sites.values():
        if not site.on_course:
            continue
        hits = [(course, *hit) for course in ways if (hit := _first_hit(graph, site, course))]
        roots = tuple(root for root in nerve.roots if root in {course.root for course, *_ in hits})
        hits += [(course, *hit) for course in branches if (hit := _first_hit(graph, site, course))]
        if hits:
            course, at, path = hits[0]
            roots = roots or nerve.roots
            only = roots[0] if len(roots) == 1 < len(courses) else None
            found.append(SitePosition(site.id, only, roots, float(course.s_cm[at]), _point(course.points[at]), path))
    return tuple(sorted(found, key=lambda position: position.s_cm))


def site_points(atlas: Atlas, graph: NerveGraph) -> dict[str, tuple[Point, ...]]:
    """The points (mm, right side) of all sites, one for each anchor."""
    return {
        site.id: tuple(_point(graph.path(path).points[at]) for path, at in _anchors(graph, site))
        for site in atlas.sites.values()
    }


def _anchors(graph: NerveGraph, site: Site) -> Iterator[tuple[str, int]]:
    """Path and point of each anchor that the graph knows (`nervemap.anatomy.check` reports the others)."""
    for anchor in site.anchors:
        path = graph.paths.get(anchor.path)
        at = path.landmark(anchor.landmark) if path else None
        if at is not None:
            yield anchor.path, at


def _first_hit(graph: NerveGraph, site: Site, course: Course) -> tuple[int, str] | None:
    """The first anchor of a site that the course passes: its point on the course, and its path."""
    hits = ((course.find(path, at), path) for path, at in _anchors(graph, site))
    return next(((at, path) for at, path in hits if at is not None), None)


def _point(row: Floats) -> Point:
    x, y, z = row.tolist()
    return x, y, z
