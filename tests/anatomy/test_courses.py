"""The courses: smooth, unbroken, through their landmarks, one for each root of the row, counted from the exit."""

from __future__ import annotations

import csv
import itertools
import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import yaml

from nervemap import resources
from nervemap.anatomy.courses import Course, NerveGraph, load_graph
from nervemap.anatomy.paths import read_paths
from nervemap.anatomy.tables import Floats
from nervemap.content.folder import ContentFolder
from nervemap.content.model import Nerve

DATA = resources.folder("data")
GRAPH = load_graph()
NERVES = {nerve.id: nerve for nerve in ContentFolder(DATA).nerves.values() if not nerve.members}
EXPECTATIONS = Path(__file__).parents[1] / "expectations"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((EXPECTATIONS / "nerves.yaml").read_text(encoding="utf-8"))[
    "nerves"
]
VIEWS: dict[str, list[dict[str, Any]]] = yaml.safe_load((EXPECTATIONS / "views.yaml").read_text(encoding="utf-8"))
COURSES = {(nerve.id, root): course for nerve in NERVES.values() for root, course in GRAPH.courses(nerve).items()}
MEDULLA_MM = 1610.0
LANDMARK_MM = 2.0
CORD = "spinal cord and filum terminale"
every_course = pytest.mark.parametrize("course", COURSES.values(), ids=[" ".join(key) for key in COURSES])


def listed_points() -> dict[str, Floats]:
    """The points of the file, read without the program."""
    with (DATA / "body" / "nerve_paths.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        name: np.array([[float(row[axis]) for axis in "xyz"] for row in group])
        for name, group in itertools.groupby(rows, key=lambda row: row["nerve"])
    }


LISTED = listed_points()


def away(points: Floats, point: Floats) -> float:
    return float(np.linalg.norm(points - point, axis=1).min())


def s_at(course: Course, path: str, at: int) -> float:
    found = course.find(path, at)
    assert found is not None, (course.nerve, course.root, path)
    return float(course.s_cm[found])


@pytest.mark.parametrize("nerve", NERVES.values(), ids=NERVES)
def test_roots_of_courses_are_the_rows_when_every_root_has_a_way(nerve: Nerve) -> None:
    assert nerve.roots
    assert tuple(GRAPH.courses(nerve)) == nerve.roots


@pytest.mark.parametrize("nerve", EXPECTED)
def test_roots_of_courses_are_the_expected_when_typed_from_the_text(nerve: str) -> None:
    roots = set(GRAPH.courses(NERVES[nerve]))
    expected = EXPECTED[nerve]
    assert roots >= set(expected.get("roots", expected.get("roots_at_least", ())))
    assert roots <= set(expected.get("roots", expected.get("roots_within", roots)))
    assert not roots & set(expected.get("not_roots", ()))


@pytest.mark.parametrize("nerve", [name for name, row in EXPECTED.items() if row.get("upstream")])
def test_course_runs_through_its_trunks_when_typed_from_the_text(nerve: str) -> None:
    for course in GRAPH.courses(NERVES[nerve]).values():
        back = [span.path for span in reversed(course.spans)]
        places = [
            min(back.index(path) for path in NERVES[trunk].paths if path in back)
            for trunk in (nerve, *EXPECTED[nerve]["upstream"])
        ]
        assert places == sorted(set(places))


@pytest.mark.parametrize("nerve", [name for name, row in EXPECTED.items() if "passes" in row])
@pytest.mark.parametrize("side", ["right", "left"])
def test_course_passes_its_landmarks_in_order_when_seen_from_either_side(nerve: str, side: str) -> None:
    course = GRAPH.courses(NERVES[nerve])[EXPECTED[nerve]["passes_root"]]
    mirror = np.array([-1.0 if side == "left" else 1.0, 1.0, 1.0])
    points = course.mirrored().points if side == "left" else course.points
    before = -1
    for landmark in EXPECTED[nerve]["passes"]:
        distance = np.linalg.norm(points - np.array(landmark["at"]) * mirror, axis=1)
        assert distance.min() <= LANDMARK_MM, landmark
        assert distance.argmin() > before, landmark
        before = int(distance.argmin())


def nearest(course: Course, point: list[float]) -> int:
    return int(np.linalg.norm(course.points - np.array(point), axis=1).argmin())


@pytest.mark.parametrize("truth", VIEWS["courses"], ids=lambda truth: f"{truth['nerve']} {truth['of']}")
def test_course_runs_on_the_right_side_of_things_when_typed_from_the_text(truth: dict[str, Any]) -> None:
    axis = "xyz".index(truth["axis"])
    sign = 1 if truth["than"] == "more" else -1
    for nerve in NERVES if truth["nerve"] == "any" else [truth["nerve"]]:
        course = GRAPH.course(NERVES[nerve])
        at = nearest(course, truth["at"])
        assert sign * (course.points[at, axis] - truth["value"]) > 0
        mirror = -1 if axis == 0 else 1
        assert sign * (mirror * course.mirrored().points[at, axis] - truth["value"]) > 0


@pytest.mark.parametrize("truth", VIEWS["depths"], ids=lambda truth: f"{truth['nerve']} {truth['at']}")
def test_course_is_as_deep_as_it_should_be_when_typed_from_the_text(truth: dict[str, Any]) -> None:
    course = GRAPH.course(NERVES[truth["nerve"]])
    assert truth.get("at_least", 0) <= course.depth_mm[nearest(course, truth["at"])] <= truth.get("at_most", 200)


@every_course
def test_course_runs_through_one_root_only_when_roots_join(course: Course) -> None:
    names = [span.path for span in course.spans]
    assert names[0] == CORD
    assert [name for name in names if name.startswith("root ")] == [f"root {course.root}"] == names[1:2]


@every_course
def test_course_has_no_gap_when_paths_are_joined(course: Course) -> None:
    steps = np.linalg.norm(np.diff(course.points, axis=0), axis=1)
    assert steps.min() > 0.3
    assert steps.max() < 8
    assert np.allclose(np.diff(course.s_cm) * 10, steps)
    assert (course.depth_mm > 0).all()
    for span, after in itertools.pairwise(course.spans):
        assert after.first == span.last
    assert (course.spans[0].first, course.spans[-1].last) == (0, len(course.points) - 1)


@every_course
def test_course_holds_every_listed_point_when_resampled(course: Course) -> None:
    for span, start in zip(course.spans, course.starts, strict=True):
        own = course.points[span.first : span.last + 1]
        assert np.array_equal(own, GRAPH.path(span.path).points[start : start + len(own)])
    for at, name in course.landmarks:
        assert any(
            away(LISTED[span.path], course.points[at]) == 0 for span in course.spans if span.first <= at <= span.last
        ), name


@pytest.mark.parametrize("path", LISTED)
def test_path_stays_by_its_points_when_smoothed(path: str) -> None:
    points = GRAPH.path(path).points
    knots = [int(np.linalg.norm(points - point, axis=1).argmin()) for point in LISTED[path]]
    assert knots == sorted(set(knots))
    assert np.abs(points[knots] - LISTED[path]).max() < 1e-9
    for (a, b), (start, end) in zip(itertools.pairwise(knots), itertools.pairwise(LISTED[path]), strict=True):
        chord = end - start
        share = np.clip((points[a : b + 1] - start) @ chord / (chord @ chord), 0, 1)
        aside = np.linalg.norm(points[a : b + 1] - start - share[:, None] * chord, axis=1)
        assert aside.max() < 3, "swings out between two points"


@pytest.mark.parametrize("path", LISTED)
def test_path_has_no_kink_when_smoothed(path: str) -> None:
    steps = np.diff(GRAPH.path(path).points, axis=0)
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    assert np.degrees(np.arccos(np.clip((steps[1:] * steps[:-1]).sum(axis=1), -1, 1))).max() < 45


def test_paths_meet_exactly_when_joined() -> None:
    for join in GRAPH.joins:
        upstream, downstream = GRAPH.path(join.upstream), GRAPH.path(join.downstream)
        assert np.array_equal(upstream.points[join.up], downstream.points[join.down])


@every_course
def test_brain_end_lies_on_the_other_side_when_the_course_is_right(course: Course) -> None:
    above = course.points[:, 2] > MEDULLA_MM + 1
    assert (course.points[above, 0] < 0).all()
    assert (course.points[~above, 0] > -1).all()
    assert course.points[-1, 0] > 5
    assert course.points[0, 2] == course.points[:, 2].max()
    left = course.mirrored()
    assert np.array_equal(left.points * (-1, 1, 1), course.points)
    assert np.array_equal(left.s_cm, course.s_cm)


@pytest.mark.parametrize("nerve", NERVES.values(), ids=NERVES)
def test_length_starts_at_the_foramen_of_the_exit_when_the_nerve_has_that_root(nerve: Nerve) -> None:
    course = GRAPH.course(nerve)
    assert course.root == nerve.main_root
    if course.root == nerve.exit:
        cord_end = course.spans[0].last
        foramen = next(at for at, name in course.landmarks if at > cord_end and "foramen" in name)
        assert course.s_cm[foramen] == pytest.approx(0)
    assert course.s_cm[0] < -50
    assert course.s_cm[-1] > 5


@pytest.mark.parametrize("nerve", NERVES.values(), ids=NERVES)
def test_trunk_has_one_length_when_roots_have_joined(nerve: Nerve) -> None:
    courses = list(GRAPH.courses(nerve).values())
    for one, other in itertools.combinations(courses, 2):
        for span, start in zip(one.spans[1:], one.starts[1:], strict=True):
            for step in range(span.last - span.first + 1):
                at = other.find(span.path, start + step)
                if at is not None:
                    assert other.s_cm[at] == pytest.approx(one.s_cm[span.first + step])


def test_trunk_has_one_length_when_nerves_have_not_parted() -> None:
    sciatic, tibial, sural = (GRAPH.course(NERVES[name]) for name in ("sciatic", "tibial", "sural"))
    assert sural.exit == "L5"
    assert "L5" not in GRAPH.courses(NERVES["sural"])
    end = len(GRAPH.path("sciatic").points) - 1
    assert s_at(sciatic, "sciatic", end) == pytest.approx(s_at(tibial, "sciatic", end))
    assert s_at(sciatic, "sciatic", end) == pytest.approx(s_at(sural, "sciatic", end))


def test_each_branch_starts_at_its_own_foramen_when_nothing_is_shared() -> None:
    for course in GRAPH.courses(NERVES["middle-cluneal"]).values():
        foramen = next(at for at, name in course.landmarks if name == "posterior sacral foramen")
        assert course.s_cm[foramen] == pytest.approx(0)
        assert course.spans[-1].path == f"middle cluneal, {course.root} branch"


def test_sural_avoids_l4_when_its_trunk_has_it() -> None:
    assert "L4" in GRAPH.courses(NERVES["sciatic"])
    paths = {span.path for course in GRAPH.courses(NERVES["sural"]).values() for span in course.spans}
    assert paths == {CORD, "root S1", "root S2", "sciatic", "tibial", "medial sural cutaneous", "sural"}
    assert [path.name for path in GRAPH.contributors(NERVES["sural"])] == ["sural communicating branch"]


def test_contributors_are_none_when_every_joining_path_is_on_a_course() -> None:
    assert GRAPH.contributors(NERVES["sciatic"]) == ()
    assert GRAPH.contributors(NERVES["posterior-femoral-cutaneous"]) == ()


def test_branches_are_the_other_paths_when_the_course_ends_in_one() -> None:
    obturator = NERVES["obturator"]
    assert [path.name for path in GRAPH.branches(obturator)] == ["obturator, posterior branch"]
    branch = GRAPH.course_to(obturator, "obturator, posterior branch")
    assert branch is not None
    assert branch.spans[-1].path == "obturator, posterior branch"
    assert s_at(branch, "obturator", 0) == pytest.approx(s_at(GRAPH.course(obturator), "obturator", 0))


def test_root_gets_no_course_when_the_graph_has_no_way() -> None:
    nerve = msgspec.structs.replace(NERVES["sural"], roots=("L1", "S1"))
    assert list(GRAPH.courses(nerve)) == ["S1"]
    assert not GRAPH.leads(nerve, "L1")
    assert GRAPH.leads(nerve, "L5")


def test_course_is_refused_when_the_row_is_a_group() -> None:
    group = msgspec.structs.replace(NERVES["sural"], paths=(), roots=())
    assert GRAPH.courses(group) == {}
    with pytest.raises(LookupError, match="sural"):
        GRAPH.course(group)


def test_courses_are_kept_when_asked_for_again() -> None:
    assert GRAPH.courses(NERVES["sural"]) is GRAPH.courses(NERVES["sural"])


@pytest.mark.bench
def test_reading_is_quick_when_the_program_starts() -> None:
    def once() -> float:
        start = time.perf_counter()
        NerveGraph(*read_paths(DATA / "body"))
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) < 0.015
