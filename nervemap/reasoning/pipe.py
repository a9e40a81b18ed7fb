"""The pipe of one or several nerves as a graph: roots join, nerves part, some run side by side. Knows no geometry.

All lengths are centimetres on one axis, that of the nerve that reaches furthest; the others are moved along it, whole,
so that the last site they share with it has one height. So a centimetre is as long everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nervemap.case.case import Crimp
from nervemap.content.model import Grade, RootId, Side
from nervemap.content.model_pipe import FlowRules
from nervemap.reasoning.findings import Flow
from nervemap.reasoning.flow import Model, capacity, flow, flow_left

_APART_CM = 1.0  # strands in one lane keep at least this between them
_LINK_CM = 3.0
_PARTING_CM = 5.0  # how far a strand takes to leave or join its neighbour


class Stretch(NamedTuple):
    """A path that a course runs on, from and to in cm on the nerve's own measure."""

    path: str
    start_cm: float
    end_cm: float


class PlacedSite(NamedTuple):
    """A site on a nerve (cm on its own measure), the roots whose courses pass it, and the paths that it lies on."""

    site: str
    s_cm: float
    roots: tuple[RootId, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NerveLine:
    """A nerve as plain data: its courses by root, the main one first, brain to end, and its sites.

    `owners`: by path, the nerve or root that it belongs to, or `cord`. `landmarks`: (name, cm) along the main course.
    """

    nerve: str
    ways: Mapping[RootId, tuple[Stretch, ...]]
    sites: tuple[PlacedSite, ...]
    owners: Mapping[str, str]
    landmarks: tuple[tuple[str, float], ...]

    @property
    def main(self) -> tuple[Stretch, ...]:
        """The course that stands for the nerve."""
        return next(iter(self.ways.values()))


class Run(NamedTuple):
    """Strands that follow one another in one lane: from and to in cm, the strand that it leaves, the one it joins."""

    start_cm: float
    end_cm: float
    leaves: str | None
    joins: str | None


@dataclass(frozen=True, kw_only=True)
class Strand:
    """A path in the picture: its lane (0 is the main one), and the strands that it leaves and joins.

    `roots`: by nerve shown, those of its roots that run here. `run` is what stands in one lane, end to end, of which it
    is a part.
    """

    path: str
    owner: str
    start_cm: float
    end_cm: float
    lane: int
    leaves: str | None
    joins: str | None
    roots: Mapping[str, frozenset[RootId]]
    run: Run

    @property
    def is_root(self) -> bool:
        """Whether it is a root before it joins others."""
        return self.path.startswith("root ")


@dataclass(frozen=True, kw_only=True)
class PipeSite:
    """A site in the picture: its height and the strands that it spans. `roots`: by nerve, those that pass it."""

    site: str
    s_cm: float
    strands: tuple[str, ...]
    roots: Mapping[str, frozenset[RootId]]


@dataclass(frozen=True, kw_only=True)
class Branch:
    """An end of the pipe: a nerve, its last strand, its sites on its own measure; `shift_cm` leads to the axis."""

    nerve: str
    strand: str
    end_cm: float
    shift_cm: float
    sites: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True)
class Pipe:
    """The whole picture, brain first; branches in the order in which their nerves were asked for."""

    start_cm: float
    end_cm: float
    strands: tuple[Strand, ...]
    sites: tuple[PipeSite, ...]
    branches: tuple[Branch, ...]
    landmarks: tuple[tuple[str, float], ...]

    def strand(self, path: str) -> Strand:
        """The strand of a path. Raises KeyError."""
        return {strand.path: strand for strand in self.strands}[path]

    @property
    def lanes(self) -> int:
        """How many lanes the strands take."""
        return 1 + max(strand.lane for strand in self.strands)


@dataclass
class _Draft:
    """A strand while the lines are laid beside one another."""

    start_cm: float
    end_cm: float
    lane: int
    leaves: str | None
    joins: str | None
    owner: str
    run: Run
    roots: dict[str, set[RootId]] = field(default_factory=dict)


def lay_out(lines: Sequence[NerveLine]) -> Pipe:
    """The graph of these nerves. Raises ValueError for none."""
    if not lines:
        raise ValueError("a pipe needs at least one nerve")
    reference = max(lines, key=lambda line: line.main[-1].end_cm)
    ordered = [reference, *(line for line in lines if line is not reference)]
    shifts = {line.nerve: _shift(reference, line) for line in ordered}
    drafts: dict[str, _Draft] = {}
    ways = [(line, root) for line in ordered for root in list(line.ways)[:1]]
    ways += [(line, root) for line in ordered for root in list(line.ways)[1:]]
    for line, root in ways:
        _add_way(drafts, line, root, shifts[line.nerve])
    start = reference.main[0].start_cm
    cord = drafts[reference.main[0].path]
    cord.start_cm = start
    sites = _sites(ordered, shifts, drafts)
    return Pipe(
        start_cm=start,
        end_cm=max(draft.end_cm for draft in drafts.values()),
        strands=tuple(
            Strand(
                path=path,
                owner=draft.owner,
                start_cm=draft.start_cm,
                end_cm=draft.end_cm,
                lane=draft.lane,
                leaves=draft.leaves,
                joins=draft.joins,
                roots={nerve: frozenset(roots) for nerve, roots in draft.roots.items()},
                run=draft.run,
            )
            for path, draft in drafts.items()
        ),
        sites=sites,
        branches=tuple(
            Branch(
                nerve=line.nerve,
                strand=line.main[-1].path,
                end_cm=line.main[-1].end_cm + shifts[line.nerve],
                shift_cm=shifts[line.nerve],
                sites=tuple((site.site, site.s_cm) for site in line.sites),
            )
            for line in lines
        ),
        landmarks=reference.landmarks,
    )


def branch_flows(
    rules: FlowRules, pipe: Pipe, crimps: Sequence[Crimp], side: Side, model: Model = "B"
) -> tuple[Flow, ...]:
    """What comes through at each end, in the order of the branches."""
    return tuple(flow(rules, one.nerve, one.sites, crimps, model, side) for one in pipe.branches)


def grades_at(pipe: Pipe, crimps: Sequence[Crimp], side: Side) -> dict[str, Grade]:
    """The crimped sites of the picture with their grades, as one leg feels them."""
    shown = {site.site for site in pipe.sites}
    return {c.site: c.grade for c in crimps if c.site in shown and c.side in (None, side) and c.grade != "none"}


def left_along(
    rules: FlowRules, pipe: Pipe, grades: Mapping[str, Grade], strand: Strand, nerve: str, model: Model = "B"
) -> list[tuple[float, float]]:
    """What is left of one nerve along a strand: (cm, fraction of 1) at its start and after each crimp that acts on it,
    also after those above its start.

    A crimp acts here when it lies nearer to the brain and on a root of the nerve that also runs here: trouble at the L4
    disc changes nothing in the L5 root beside it, and acts on the trunk in which both run.
    """
    here = strand.roots[nerve]
    steps = [(strand.start_cm, 1.0)]
    acting: list[Grade] = []
    for site in pipe.sites:
        if site.s_cm > strand.end_cm:
            break
        if site.site in grades and here & site.roots.get(nerve, frozenset()):
            acting.append(grades[site.site])
            steps.append((site.s_cm, flow_left(rules, capacity(rules, acting, model), model)))
    return steps


def curve(branch: Branch, found: Flow, start_cm: float) -> list[tuple[float, float]]:
    """The corners of the plot's curve for one end: (cm on the axis, fraction left), from the brain to the end."""
    corners = [(start_cm, 1.0)]
    for site in found.sites:
        if site.left != corners[-1][1]:
            at = site.s_cm + branch.shift_cm
            corners += [(at, corners[-1][1]), (at, site.left)]
    return [*corners, (branch.end_cm, corners[-1][1])]


def _shift(reference: NerveLine, line: NerveLine) -> float:
    """What leads from a nerve's own measure to the reference's: by the last site on a trunk that both run in, else by
    the last site on both, else by the brain."""
    there = {site.site: site for site in reference.sites}
    shared = [(there[site.site], site) for site in line.sites if site.site in there]
    in_trunk = [
        (one, other)
        for one, other in shared
        if one.paths[0] == other.paths[0]
        and not one.paths[0].startswith("root ")
        and line.owners.get(other.paths[0]) != "cord"
    ]
    if not shared:
        return reference.main[0].start_cm - line.main[0].start_cm
    one, other = max(in_trunk or shared, key=lambda pair: pair[0].s_cm)
    return one.s_cm - other.s_cm


def _add_way(drafts: dict[str, _Draft], line: NerveLine, root: RootId, shift: float) -> None:
    """Lay a course along what is there already; what is new of it gets lanes of its own, run by run."""
    way = line.ways[root]
    run: list[int] = []
    for index, stretch in enumerate(way):
        known = drafts.get(stretch.path)
        if known is None:
            run.append(index)
            continue
        _place_run(drafts, line, way, run, shift)
        run = []
        known.start_cm = min(known.start_cm, stretch.start_cm + shift)
        known.end_cm = max(known.end_cm, stretch.end_cm + shift)
    _place_run(drafts, line, way, run, shift)
    for stretch in way:
        drafts[stretch.path].roots.setdefault(line.nerve, set()).add(root)


def _place_run(
    drafts: dict[str, _Draft], line: NerveLine, way: Sequence[Stretch], run: Sequence[int], shift: float
) -> None:
    if not run:
        return
    first, last = run[0], run[-1]
    start, end = way[first].start_cm + shift, way[last].end_cm + shift
    into = drafts.get(way[last + 1].path) if last + 1 < len(way) else None
    if into and end - start <= _LINK_CM:  # a mere link needs no lane: it is the way into its neighbour
        lane, early = into.lane, _LINK_CM
    else:
        early = 0.0
        lane = next(lane for lane in range(len(drafts) + 1) if _free(drafts, lane, start, end))
    whole = Run(start - early, end, way[first - 1].path if first else None, way[last + 1].path if into else None)
    for index in run:
        stretch = way[index]
        drafts[stretch.path] = _Draft(
            start_cm=stretch.start_cm + shift - early,
            end_cm=stretch.end_cm + shift,
            lane=lane,
            leaves=way[index - 1].path if index else None,
            joins=way[index + 1].path if index + 1 < len(way) else None,
            owner=line.owners[stretch.path],
            run=whole,
        )


def _free(drafts: Mapping[str, _Draft], lane: int, start: float, end: float) -> bool:
    return all(
        draft.end_cm + _APART_CM <= start or end + _APART_CM <= draft.start_cm
        for draft in drafts.values()
        if draft.lane == lane
    )


def _sites(
    lines: Sequence[NerveLine], shifts: Mapping[str, float], drafts: Mapping[str, _Draft]
) -> tuple[PipeSite, ...]:
    """Each site once, where the first line has it, on all strands that any line has it on."""
    s_cm: dict[str, float] = {}
    strands: dict[str, dict[str, None]] = {}
    roots: dict[str, dict[str, frozenset[RootId]]] = {}
    for line in lines:
        for site in line.sites:
            at = s_cm.setdefault(site.site, site.s_cm + shifts[line.nerve])
            known = [path for path in site.paths if path in drafts] or [_path_at(line, site.s_cm)]
            strands.setdefault(site.site, {}).update(dict.fromkeys(known))
            roots.setdefault(site.site, {})[line.nerve] = frozenset(site.roots)
            s_cm[site.site] = at
    found = (PipeSite(site=site, s_cm=at, strands=tuple(strands[site]), roots=roots[site]) for site, at in s_cm.items())
    return tuple(sorted(found, key=lambda one: one.s_cm))


def _path_at(line: NerveLine, s_cm: float) -> str:
    """The path of the main course at a length: where a side twig leaves that the picture does not draw."""
    return next((stretch.path for stretch in line.main if s_cm <= stretch.end_cm), line.main[-1].path)


def parting_cm(run: Run) -> float:
    """How far a run takes to leave its neighbour, and to join it."""
    return min(_PARTING_CM, 0.5 * (run.end_cm - run.start_cm))


def through(pipe: Pipe, strand: Strand) -> Iterator[str]:
    """The nerves that run in a strand, in the order of the branches."""
    return (branch.nerve for branch in pipe.branches if branch.nerve in strand.roots)
