"""The courses of a nerve as the plain data from which the pipe is laid out."""

from __future__ import annotations

from nervemap.anatomy.courses import NerveGraph
from nervemap.anatomy.paths import CORD
from nervemap.anatomy.positions import site_positions
from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve
from nervemap.reasoning.pipe import NerveLine, PlacedSite, Stretch


def nerve_line(atlas: Atlas, graph: NerveGraph, nerve: Nerve) -> NerveLine:
    """The courses, sites and landmarks of a nerve, right side. Raises LookupError for a group of nerves."""
    main = graph.course(nerve)
    courses = {main.root: main, **graph.courses(nerve)}
    owners = {CORD: "cord"}
    owners |= {path: row.id for row in atlas.nerves.values() for path in row.paths}
    owners |= {root.path: root.id for root in atlas.roots.values()}
    paths = dict.fromkeys(span.path for course in courses.values() for span in course.spans)
    return NerveLine(
        nerve=nerve.id,
        ways={
            root: tuple(
                Stretch(span.path, float(course.s_cm[span.first]), float(course.s_cm[span.last]))
                for span in course.spans
            )
            for root, course in courses.items()
        },
        sites=tuple(
            PlacedSite(
                place.site,
                place.s_cm,
                place.roots,
                tuple(dict.fromkeys((place.path, *(anchor.path for anchor in atlas.sites[place.site].anchors)))),
            )
            for place in site_positions(atlas, graph, nerve)
        ),
        owners={path: owners.get(path, nerve.id) for path in paths},
        landmarks=tuple((mark.name, float(main.s_cm[mark.at])) for mark in main.landmarks),
    )
