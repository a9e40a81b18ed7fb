"""The courses of the nerves: from the brain through one root and every trunk to the nerve's end, with the length along.

Roots join and nerves part, so a nerve has one course for each root that feeds it. Everything here is the right side;
`Course.mirrored` gives the left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as File
from typing import NamedTuple

import numpy as np

from nervemap import resources
from nervemap.anatomy.paths import Join, Landmark, Path, read_paths
from nervemap.anatomy.tables import Floats
from nervemap.content.model import Nerve, RootId


class Span(NamedTuple):
    """The part of a course that runs on one path; `first` and `last` count the points of the course.

    Neighbouring spans share the point where their paths meet.
    """

    path: str
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Course:
    """One way of a nerve from the brain through `root` to its end.

    points (n, 3) in mm, right side unless mirrored; the brain's end lies on the other side. s_cm (n,) the length along
    it, 0 at the spinal foramen of `exit` and negative towards the brain. depth_mm (n,) under the skin. `starts` holds
    for each span the place of its first point on its path.
    """

    nerve: str
    root: RootId
    exit: RootId
    points: Floats
    s_cm: Floats
    depth_mm: Floats
    landmarks: tuple[Landmark, ...]
    spans: tuple[Span, ...]
    starts: tuple[int, ...]

    def mirrored(self) -> Course:
        """The same course on the other side of the body."""
        return replace(self, points=self.points * np.array([-1.0, 1.0, 1.0]))

    def find(self, path: str, at: int) -> int | None:
        """The point of this course that is point `at` of a path; None where the course does not run there."""
        for span, start in zip(self.spans, self.starts, strict=True):
            if span.path == path and 0 <= at - start <= span.last - span.first:
                return span.first + at - start
        return None


class NerveGraph:
    """All paths of the body and where they meet; finds and keeps the courses of nerves."""

    def __init__(self, paths: dict[str, Path], joins: Sequence[Join]) -> None:
        self.paths = paths
        self.joins = tuple(joins)
        self._into: dict[str, list[Join]] = defaultdict(list)
        for join in joins:
            self._into[join.downstream].append(join)
        self._courses: dict[Nerve, dict[RootId, Course]] = {}

    def path(self, name: str) -> Path:
        """The path of this name. Raises KeyError."""
        return self.paths[name]

    def courses(self, nerve: Nerve) -> dict[RootId, Course]:
        """One course for each of the row's roots that the graph leads to the nerve; none for a group of nerves.

        `nervemap.anatomy.check` reports a root that is left without one.
        """
        if nerve not in self._courses:
            found = ((root, self._course(nerve, self._ends(nerve), root)) for root in nerve.roots)
            self._courses[nerve] = {root: course for root, course in found if course}
        return self._courses[nerve]

    def course(self, nerve: Nerve) -> Course:
        """The course that stands for the nerve: through its main root. Raises LookupError for a group of nerves."""
        courses = self.courses(nerve)
        if not courses:
            raise LookupError(f"{nerve.id} has no course of its own")
        return courses[nerve.main_root] if nerve.main_root in courses else next(iter(courses.values()))

    def course_to(self, nerve: Nerve, path: str) -> Course | None:
        """Like `course`, but ending in another path of the nerve (None where no root of the nerve leads there)."""
        roots = (nerve.main_root, *nerve.roots)
        return next((course for root in roots if root and (course := self._course(nerve, [path], root))), None)

    def leads(self, nerve: Nerve, root: RootId) -> bool:
        """Whether a way goes through a root to a path of the nerve, be the root the nerve's own or not."""
        return self._line(self._ends(nerve), root) is not None

    def branches(self, nerve: Nerve) -> tuple[Path, ...]:
        """The nerve's own paths that none of its courses follows to the end."""
        courses = self.courses(nerve).values()
        own = [self.paths[name] for name in nerve.paths if name in self.paths]
        return tuple(
            path for path in own if all(course.find(path.name, len(path.points) - 1) is None for course in courses)
        )

    def contributors(self, nerve: Nerve) -> tuple[Path, ...]:
        """The paths that join the nerve's own from the side, on none of its courses (sural: communicating branch)."""
        on_course = {span.path for course in self.courses(nerve).values() for span in course.spans}
        names = dict.fromkeys(
            join.upstream for name in nerve.paths for join in self._into.get(name, ()) if join.how == "joins"
        )
        return tuple(self.paths[name] for name in names if name not in on_course)

    def _ends(self, nerve: Nerve) -> list[str]:
        return [name for name in (nerve.ends_in, *nerve.paths) if name in self.paths]

    def _course(self, nerve: Nerve, ends: Sequence[str], root: RootId) -> Course | None:
        """The course through a root to the first of the ends that the root feeds.

        Its lengths count from the foramen of the nerve's exit: on a course through another root they continue from the
        first point that it shares with the way through the exit, so that a trunk has the same length on every course.
        """
        line = self._line(ends, root)
        if line is None:
            return None
        exit_root = nerve.exit or root
        reference = self._line(ends, exit_root) or line
        return Course(
            nerve=nerve.id,
            root=root,
            exit=exit_root,
            points=line.points,
            s_cm=(line.s_mm - line.zero_mm(reference)) / 10,
            depth_mm=line.depth_mm,
            landmarks=line.landmarks,
            spans=line.spans,
            starts=tuple(stretch.first for stretch in line.stretches),
        )

    def _line(self, ends: Sequence[str], root: RootId) -> _Line | None:
        for end in ends:
            ways = self._ways(end, len(self.paths[end].points) - 1, root)
            best = min(ways, key=lambda way: (way.side_joins, len(way.stretches)), default=None)
            if best:
                return _Line(best.stretches, self.paths)
        return None

    def _ways(self, path: str, last: int, root: RootId) -> Iterator[_Way]:
        """Every way from the brain through a root to point `last` of a path."""
        for join in self._into.get(path, ()):
            stretch = Span(path, join.down, last)
            if join.down > last:
                continue
            if path == f"root {root}":
                yield _Way(0, (Span(join.upstream, 0, join.up), stretch))
            elif not path.startswith("root "):
                for way in self._ways(join.upstream, join.up, root):
                    yield _Way(way.side_joins + (join.how == "joins"), (*way.stretches, stretch))


class _Way(NamedTuple):
    """Stretches of paths from the brain on (`first` and `last` count the points of the path), and how many of the paths
    are entered from the side: the fewer, the more the way is the nerve's own trunk."""

    side_joins: int
    stretches: tuple[Span, ...]


class _Line:
    """The stretches of a way laid end to end, the points where they meet counted once."""

    def __init__(self, stretches: Sequence[Span], paths: dict[str, Path]) -> None:
        self.stretches = stretches
        points, s_mm, depth_mm = [], [], []
        landmarks: list[Landmark] = []
        spans: list[Span] = []
        first, length = 0, 0.0
        for name, start, end in stretches:
            path = paths[name]
            new = slice(start if not spans else start + 1, end + 1)
            points.append(path.points[new])
            s_mm.append(path.s_mm[new] - path.s_mm[start] + length)
            depth_mm.append(path.depth_mm[new])
            landmarks += [Landmark(first + at - start, text) for at, text in path.landmarks if start <= at <= end]
            spans.append(Span(name, first, first + end - start))
            first, length = spans[-1].last, length + float(path.s_mm[end] - path.s_mm[start])
        self.points = np.concatenate(points)
        self.s_mm = np.concatenate(s_mm)
        self.depth_mm = np.concatenate(depth_mm)
        self.landmarks = tuple(landmarks)
        self.spans = tuple(spans)

    def zero_mm(self, reference: _Line) -> float:
        """The length of this line where the reference's foramen counts as 0; its own foramen if they share nothing."""
        for (name, start, end), span in zip(self.stretches[1:], self.spans[1:], strict=True):
            for (other, other_start, other_end), other_span in zip(
                reference.stretches[1:], reference.spans[1:], strict=True
            ):
                shared = max(start, other_start)
                if name == other and shared <= min(end, other_end):
                    here = self.s_mm[span.first + shared - start]
                    there = reference.s_mm[other_span.first + shared - other_start]
                    return float(here - there + reference.foramen_mm)
        return self.foramen_mm

    @property
    def foramen_mm(self) -> float:
        """Where the line leaves the spine: at its first foramen after the cord, or where it leaves the cord."""
        cord_end = self.spans[0].last
        foramina = (at for at, name in self.landmarks if at > cord_end and "foramen" in name)
        return float(self.s_mm[next(foramina, cord_end)])


def load_graph(folder: File | None = None) -> NerveGraph:
    """Read the nerve paths and joins of a content folder (None: the built-in one).

    Raises ContentError with every fault of `body/nerve_paths.csv` and `body/nerve_joins.csv`.
    """
    return NerveGraph(*read_paths((folder or resources.folder("data")) / "body"))
