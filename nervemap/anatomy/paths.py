"""The stretches of nerve in `data/body/`: each a smooth line through its listed points, and how they join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path as File
from typing import Literal, NamedTuple, cast, get_args

import numpy as np

from nervemap.anatomy.tables import Floats, Table, read_csv
from nervemap.content.faults import ContentError, Fault

CORD = "spinal cord and filum terminale"
"""The path on which every course begins."""
SAMPLE_MM = 4.0
"""Wanted distance between the points of a smooth line."""
JOIN_MM = 3.0
"""How far a join may lie from the listed points that it joins."""

How = Literal["leaves", "joins"]


class Landmark(NamedTuple):
    """A named point: its place among the points of the line that holds it."""

    at: int
    name: str


class Join(NamedTuple):
    """Where one path meets another.

    `leaves`: the downstream path starts at a listed point of the upstream one; `joins`: the upstream path ends at a
    listed point of the downstream one. `up` and `down` count the points of `Path.points`.
    """

    upstream: str
    up: int
    downstream: str
    down: int
    how: How


@dataclass(frozen=True, eq=False)
class Path:
    """One stretch of nerve, right side, from the brain's end to the skin's.

    points (n, 3) in mm, about 4 mm apart, the listed points among them; s_mm (n,) the length along it from its start;
    depth_mm (n,) under the skin; landmarks in order.
    """

    name: str
    points: Floats
    s_mm: Floats
    depth_mm: Floats
    landmarks: tuple[Landmark, ...]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {landmark.name: landmark.at for landmark in reversed(self.landmarks)}

    def landmark(self, name: str) -> int | None:
        """Index of the first point with this name."""
        return self._index.get(name)


@dataclass
class _Listed:
    """The points of one path as the file lists them.

    `before` and `after` are points of the paths that it continues; `knots` its own points among the smooth line's.
    """

    name: str
    rows: range
    points: Floats
    depth: Floats
    names: tuple[str, ...]
    before: Floats | None = None
    after: Floats | None = None
    knots: list[int] = field(default_factory=list)


class _JoinRow(NamedTuple):
    upstream: _Listed
    up: int
    downstream: _Listed
    down: int
    how: How


def read_paths(folder: File) -> tuple[dict[str, Path], tuple[Join, ...]]:
    """Read `nerve_paths.csv` and `nerve_joins.csv` of `folder`; the paths by name, in file order.

    Raises `ContentError` with every fault: those of `read_csv`, a path that is not listed in one piece or has a single
    point or repeats one, a join of unknown paths or further than `JOIN_MM` from the points that it joins,
    joins that lead in a circle.
    """
    faults: list[Fault] = []
    listed = _read_points(folder / "nerve_paths.csv", faults)
    joins = _read_joins(folder / "nerve_joins.csv", listed, faults)
    if faults:
        raise ContentError(faults)
    for join in joins:
        _lead_on(join)
    paths = {path.name: path for path in _smooth(list(listed.values()))}
    return paths, tuple(
        Join(
            join.upstream.name,
            join.upstream.knots[join.up],
            join.downstream.name,
            join.downstream.knots[join.down],
            join.how,
        )
        for join in joins
    )


def _read_points(file: File, faults: list[Fault]) -> dict[str, _Listed]:
    table = read_csv(file, text=("nerve", "landmark"), numbers=("order", "x", "y", "z", "depth_under_skin"))
    names, order = table.text["nerve"], table.numbers["order"].tolist()
    points, depth, landmarks = table.points(), table.numbers["depth_under_skin"], table.text["landmark"]
    still = (np.diff(points, axis=0) == 0).all(axis=1).tolist()
    starts = [row for row, name in enumerate(names) if row == 0 or name != names[row - 1]]
    listed: dict[str, _Listed] = {}
    for start, end in zip(starts, [*starts[1:], len(names)], strict=True):
        name, rows = names[start], range(start, end)
        if name in listed:
            faults.append(table.fault(start, "nerve", f"“{name}” comes in two pieces", "list its points together"))
        elif len(rows) < 2:
            faults.append(table.fault(start, "nerve", f"“{name}” has a single point", "list at least two"))
        for place, row in enumerate(rows):
            if order[row] != place:
                faults.append(table.fault(row, "order", f"{order[row]:g} is out of order", f"write {place}"))
            if place and still[row - 1]:
                faults.append(table.fault(row, "x", "repeats the point before", "leave it out"))
        listed[name] = _Listed(name, rows, points[start:end].copy(), depth[start:end], landmarks[start:end])
    return listed


def _read_joins(file: File, listed: dict[str, _Listed], faults: list[Fault]) -> list[_JoinRow]:
    table = read_csv(file, text=("upstream", "downstream", "how"), numbers=("x", "y", "z"))
    rows = zip(table.text["upstream"], table.text["downstream"], table.text["how"], table.points(), strict=True)
    joins: list[_JoinRow] = []
    for row, (upstream, downstream, how, point) in enumerate(rows):
        unknown = [column for column in ("upstream", "downstream") if table.text[column][row] not in listed]
        for column in unknown:
            message = f"no path is called “{table.text[column][row]}”"
            faults.append(table.fault(row, column, message, "use a name of nerve_paths.csv"))
        if how not in get_args(How):
            faults.append(table.fault(row, "how", f"“{how}” is unknown", "write leaves or joins"))
        elif not unknown:
            joins.append(_join(table, row, listed[upstream], listed[downstream], cast(How, how), point, faults))
    circle = _circle(joins)
    if circle:
        faults.append(table.fault(0, "downstream", f"the joins lead in a circle: {circle}", "take one of them out"))
    return joins


def _circle(joins: Sequence[_JoinRow]) -> str:
    upstream: dict[str, set[str]] = defaultdict(set)
    for join in joins:
        upstream[join.downstream.name].add(join.upstream.name)
    try:
        TopologicalSorter(upstream).prepare()
    except CycleError as error:
        return " → ".join(error.args[1])
    return ""


def _join(
    table: Table, row: int, upstream: _Listed, downstream: _Listed, how: How, point: Floats, faults: list[Fault]
) -> _JoinRow:
    """Find the points that meet and close the gap between them: the end of the branch moves onto the other path."""
    trunk, branch, end = (upstream, downstream, 0) if how == "leaves" else (downstream, upstream, -1)
    away = np.linalg.norm(trunk.points - point, axis=1)
    knot = int(away.argmin())
    for name, distance in ((trunk.name, away[knot]), (branch.name, np.linalg.norm(branch.points[end] - point))):
        if distance > JOIN_MM:
            remedy = f"stay within {JOIN_MM:g} mm of a listed point"
            faults.append(table.fault(row, "x", f"lies {distance:.1f} mm from “{name}”", remedy))
    branch.points[end] = trunk.points[knot]
    last = len(upstream.points) - 1
    return _JoinRow(upstream, knot if how == "leaves" else last, downstream, 0 if how == "leaves" else knot, how)


def _lead_on(join: _JoinRow) -> None:
    """Let a path start and end in the direction of the path that it continues, as nerves part and meet at a slant."""
    if join.up > 0 and join.downstream.before is None and join.down == 0:
        join.downstream.before = join.upstream.points[join.up - 1]
    at_end = join.up == len(join.upstream.points) - 1
    if at_end and join.upstream.after is None and join.down + 1 < len(join.downstream.points):
        join.upstream.after = join.downstream.points[join.down + 1]


def _smooth(listed: Sequence[_Listed]) -> list[Path]:
    """Centripetal Catmull-Rom lines through the listed points, all paths at once for speed.

    Centripetal: no loops and hardly any overshoot where the steps are uneven.
    """
    counts = np.array([len(one.points) for one in listed])
    around = np.vstack([row for one in listed for row in (_before(one), one.points, _after(one))])
    owner = np.repeat(np.arange(len(listed)), counts)
    at = np.arange(len(owner)) + 2 * owner + 1  # row of each listed point among `around`
    step = np.diff(around, axis=0)
    chord = np.linalg.norm(step, axis=1)
    pace = np.sqrt(chord)[:, None]
    velocity = np.zeros_like(around)
    before, after = at - 1, at
    velocity[at] = step[before] / pace[before] + step[after] / pace[after]
    velocity[at] -= (around[at + 1] - around[at - 1]) / (pace[before] + pace[after])

    is_end = np.append(owner[1:] != owner[:-1], True)
    samples = np.where(is_end, 1, np.maximum(np.ceil(chord[at] / SAMPLE_MM), 1)).astype(int)
    knots = np.concatenate([[0], np.cumsum(samples)])
    segment = np.repeat(np.arange(len(at)), samples)
    u = ((np.arange(knots[-1]) - knots[segment]) / samples[segment])[:, None]
    here = at[segment]
    line = (
        (1 + 2 * u) * (1 - u) ** 2 * around[here]
        + u * (1 - u) ** 2 * pace[here] * velocity[here]
        + u * u * (3 - 2 * u) * around[here + 1]
        + u * u * (u - 1) * pace[here] * velocity[here + 1]
    )
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    depths = np.concatenate([one.depth for one in listed])
    depth = depths[segment] + u[:, 0] * (np.append(depths[1:], 0.0) - depths)[segment]

    paths = []
    for one, first_row, count in zip(listed, np.cumsum(counts) - counts, counts, strict=True):
        own = knots[first_row : first_row + count]
        start, end = int(own[0]), int(own[-1]) + 1
        one.knots = (own - start).tolist()
        landmarks = tuple(Landmark(at, name) for at, name in zip(one.knots, one.names, strict=True) if name)
        paths.append(Path(one.name, line[start:end], run[start:end] - run[start], depth[start:end], landmarks))
    return paths


def _before(listed: _Listed) -> Floats:
    return _beyond(listed.before, listed.points[0], listed.points[1])


def _after(listed: _Listed) -> Floats:
    return _beyond(listed.after, listed.points[-1], listed.points[-2])


def _beyond(neighbour: Floats | None, end: Floats, inside: Floats) -> Floats:
    """The point that sets the direction at an end: on the next path; straight on if there is none or it turns back."""
    if neighbour is None or (end - neighbour) @ (inside - end) <= 0:
        return 2 * end - inside
    return neighbour
