"""Faults between the rows and the body: names that no file of `data/body/` holds, courses that lead nowhere."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from nervemap.anatomy.bones import load_bones
from nervemap.anatomy.chart import load_chart
from nervemap.anatomy.courses import NerveGraph, load_graph
from nervemap.anatomy.figure import load_figure
from nervemap.anatomy.lofting import load_surface
from nervemap.anatomy.positions import site_positions
from nervemap.anatomy.tables import Table, read_csv
from nervemap.content.atlas import Atlas
from nervemap.content.faults import ContentError, Fault, Where
from nervemap.content.folder import ContentFolder
from nervemap.content.model import Nerve, Root, Site


class _Finding(NamedTuple):
    file: str
    row: str
    field: Where
    message: str
    remedy: str


def faults(atlas: Atlas, folder: Path) -> list[Fault]:
    """Every fault of the files in `body/` of a content folder, and of the rows that name parts of them.

    A file that can't be read hides the faults of the rows that rest on it.
    """
    found: list[Fault] = []
    findings: list[_Finding] = []
    try:
        chart = read_csv(folder / "body" / "skin_chart.csv", text=("kind", "name"))
    except ContentError as error:
        found += error.faults
    else:
        findings += _chart_names(atlas, chart)
        found += _unused(atlas, chart)
    try:
        graph = load_graph(folder)
    except ContentError as error:
        found += error.faults
    else:
        findings += [finding for nerve in atlas.nerves.values() for finding in _nerve(graph, nerve)]
        findings += [finding for root in atlas.roots.values() for finding in _root(graph, root)]
        findings += _sites(atlas, graph)
    for load in (_load_skin, load_bones, load_figure):
        try:
            load(folder / "body")
        except ContentError as error:
            found += error.faults
    if findings:
        content = ContentFolder(folder)
        found += [content.fault(*finding) for finding in findings]
    return list(dict.fromkeys(found))  # the chart is read twice


def _load_skin(body: Path) -> None:
    load_surface(body, load_chart(body).axis)


def _nerve(graph: NerveGraph, nerve: Nerve) -> Iterator[_Finding]:
    for place, name in enumerate(nerve.paths):
        if name not in graph.paths:
            yield _unknown("nerves", nerve.id, ("paths", place), "path", name, graph.paths)
        elif graph.course_to(nerve, name) is None:
            message = f"none of the nerve's roots leads to “{name}”"
            yield _Finding("nerves", nerve.id, ("paths", place), message, "correct the roots or take the path out")
    if not graph.paths.keys() & set(nerve.paths):
        return
    remedy = "add its link to nerve_paths.csv and nerve_joins.csv, or correct the root"
    for place, root in enumerate(nerve.roots):
        if root not in graph.courses(nerve):
            yield _Finding(
                "nerves", nerve.id, ("roots", place), f"no course leads through {root} to this nerve", remedy
            )
    if nerve.exit and not graph.leads(nerve, nerve.exit):
        yield _Finding("nerves", nerve.id, ("exit",), f"no course leads through {nerve.exit} to this nerve", remedy)


def _root(graph: NerveGraph, root: Root) -> Iterator[_Finding]:
    if root.path not in graph.paths:
        yield _unknown("roots", root.id, ("path",), "path", root.path, graph.paths)
        return
    names = _landmarks(graph, root.path)
    if root.foramen not in names:
        yield _unknown("roots", root.id, ("foramen",), f"landmark of “{root.path}”", root.foramen, names)


def _sites(atlas: Atlas, graph: NerveGraph) -> Iterator[_Finding]:
    singles = [nerve for nerve in atlas.nerves.values() if not nerve.members]
    on_nerve = {nerve.id: {place.site for place in site_positions(atlas, graph, nerve)} for nerve in singles}
    for site in atlas.sites.values():
        known = True
        for place, anchor in enumerate(site.anchors):
            if anchor.path not in graph.paths:
                known = False
                yield _unknown("sites", site.id, ("anchors", place, "path"), "path", anchor.path, graph.paths)
            elif anchor.landmark not in (names := _landmarks(graph, anchor.path)):
                known = False
                field: Where = ("anchors", place, "landmark")
                yield _unknown("sites", site.id, field, f"landmark of “{anchor.path}”", anchor.landmark, names)
        if not site.anchors:
            yield _Finding("sites", site.id, ("anchors",), "lies nowhere", "name a path and a landmark")
        elif known and site.on_course:
            yield from _on_its_nerves(atlas, site, on_nerve)


def _on_its_nerves(atlas: Atlas, site: Site, on_nerve: dict[str, set[str]]) -> Iterator[_Finding]:
    for place, name in enumerate(site.nerves):
        if name in atlas.nerves and not any(site.id in on_nerve[nerve.id] for nerve in atlas.members(name)):
            message = f"no anchor lies on a course of {name}"
            yield _Finding("sites", site.id, ("nerves", place), message, "anchor it there or take the nerve out")
    for place, root in enumerate(site.roots):
        if root in atlas.roots and all(anchor.path != atlas.roots[root].path for anchor in site.anchors):
            message = f"no anchor lies on the path of {root}"
            yield _Finding("sites", site.id, ("roots", place), message, "anchor it there or correct the root")


def _chart_names(atlas: Atlas, chart: Table) -> Iterator[_Finding]:
    regions, territories, dermatomes = (_names(chart, kind) for kind in ("region", "nerve territory", "dermatome"))
    for region in atlas.regions.values():
        if region.chart not in regions:
            yield _unknown("regions", region.id, ("chart",), "region of the chart", region.chart, regions)
    for nerve in atlas.nerves.values():
        for place, name in enumerate(nerve.territories):
            if name not in territories:
                yield _unknown("nerves", nerve.id, ("territories", place), "territory of the chart", name, territories)
    for root in atlas.roots.values():
        if root.dermatome and root.dermatome not in dermatomes:
            yield _unknown("roots", root.id, ("dermatome",), "dermatome of the chart", root.dermatome, dermatomes)


def _unused(atlas: Atlas, chart: Table) -> Iterator[Fault]:
    """Parts of the chart that no row names: a click there would find nothing."""
    used: dict[str, set[str | None]] = {
        "region": {region.chart for region in atlas.regions.values()},
        "nerve territory": {name for nerve in atlas.nerves.values() for name in nerve.territories},
        "dermatome": {root.dermatome for root in atlas.roots.values()},
    }
    for kind, names in used.items():
        for name, row in _names(chart, kind).items():
            if name not in names:
                yield chart.fault(row, "name", f"no row names the {kind} “{name}”", "name it in a row or take it out")


def _names(chart: Table, kind: str) -> dict[str, int]:
    """The names of one kind and the first row of each."""
    rows = zip(chart.text["kind"], chart.text["name"], strict=True)
    first: dict[str, int] = {}
    for row, (of, name) in enumerate(rows):
        if of == kind:
            first.setdefault(name, row)
    return first


def _landmarks(graph: NerveGraph, path: str) -> list[str]:
    return [landmark.name for landmark in graph.path(path).landmarks]


def _unknown(file: str, row: str, field: Where, what: str, name: str, known: Iterable[str]) -> _Finding:
    close = difflib.get_close_matches(name, list(known), n=1)
    remedy = f"did you mean “{close[0]}”?" if close else "use a name of data/body"
    return _Finding(file, row, field, f"no {what} is called “{name}”", remedy)
