"""The jointed figure: its lengths are those of the reference, and it moves as a body does."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from nervemap import resources
from nervemap.anatomy.figure import Figure, Pose, load_figure
from nervemap.content.atlas import load_atlas
from nervemap.content.faults import ContentError

WANT: Any = yaml.safe_load((Path(__file__).parents[1] / "expectations/figure.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figure() -> Figure:
    return load_figure(resources.folder("data") / "body")


def bent(pose: Pose, joint: str, by: float) -> Pose:
    return replace(pose, angles={**pose.angles, joint: pose.angles[joint] + by})


def drawn(path: Any) -> float:
    return float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())


def test_length_when_a_test_goes_step_by_step(figure: Figure) -> None:
    assert set(figure.poses) == set(WANT["steps"])
    for test, want in WANT["steps"].items():
        poses = figure.poses[test][: len(want["mm"])]
        assert {pose.path for pose in poses} == {want["path"]}
        found = [figure.length_mm(pose) for pose in poses]
        assert found == pytest.approx(want["mm"], abs=WANT["tolerance_mm"]), test
        if "head_lift" in want:
            assert found[-1] - found[-2] == pytest.approx(want["head_lift"], abs=0.1)


def test_length_when_one_joint_bends_ten_degrees_the_loading_way(figure: Figure) -> None:
    standing = replace(figure.poses["slump"][0], angles=dict.fromkeys(figure.poses["slump"][0].angles, 0.0))
    for path, levers in WANT["levers_mm"].items():
        pose = replace(standing, path=path)
        assert figure.length_mm(pose) == pytest.approx(WANT["rest_mm"][path])
        for joint, lever in levers.items():
            more = figure.length_mm(bent(pose, joint, math.copysign(10, lever))) - figure.length_mm(pose)
            assert more == pytest.approx(abs(lever) * math.radians(10), abs=0.01), (path, joint)


def test_slump_when_each_step_is_taken_lengthens_until_the_head_lifts(figure: Figure) -> None:
    steps = [figure.posed(pose).change_mm for pose in figure.poses["slump"]]
    assert steps[0] == 0 and steps[:-1] == sorted(set(steps[:-1])) and steps[-1] < steps[-2]


def test_order_when_changed_lengthens_step_by_step_to_the_same_end(figure: Figure) -> None:
    for test, want in WANT["changed_order"].items():
        usual, changed = figure.in_order(test, ()), figure.in_order(test, (want["first"], want["then"]))
        assert usual == figure.poses[test]
        assert [figure.length_mm(pose) for pose in changed] == pytest.approx(want["mm"], abs=WANT["tolerance_mm"])
        steps = [pose.step for pose in changed]
        at = steps.index(want["first"])
        assert steps[at + 1] == want["then"] and sorted(steps) == sorted(pose.step for pose in usual)
        assert changed[at + 1].angles == usual[at + 1].angles and changed[at + 2] == usual[at + 2]
        assert all(
            low <= angle <= high
            for joint, angle in changed[at].angles.items()
            for low, high in [figure.ranges[joint.removeprefix("other_")]]
        )


def test_joints_when_posed_stay_in_human_ranges(figure: Figure) -> None:
    for pose in (pose for poses in figure.poses.values() for pose in poses):
        for joint, angle in pose.angles.items():
            low, high = figure.ranges[joint.removeprefix("other_")]
            assert low <= angle <= high, (pose.test, pose.step, joint)


def test_path_when_drawn_is_as_long_as_it_is_counted(figure: Figure) -> None:
    for pose in (pose for poses in figure.poses.values() for pose in poses):
        if not pose.angles["abduction"]:
            hidden = ("inversion", "knee") if pose.path == "femoral" else ("inversion",)
            counted = figure.length_mm(pose) - sum(
                figure.levers[pose.path].get(j, 0) * math.radians(pose.angles[j]) for j in hidden
            )
            assert drawn(figure.posed(pose).path) == pytest.approx(
                counted, rel=0.05 if pose.path == "obturator" else 0.01
            ), (pose.test, pose.step)


def test_parts_when_posed_stay_whole_and_the_seat_carries_them(figure: Figure) -> None:
    for pose in (pose for poses in figure.poses.values() for pose in poses):
        posed = figure.posed(pose)
        lowest = min(part[:, 1].min() for part in (posed.body[0], posed.body[2], posed.far_leg[0]))
        assert pose.lying == "side" or lowest == pytest.approx(0, abs=1e-6)
        assert np.linalg.norm(posed.joints["hip"] - posed.joints["knee"]) == pytest.approx(401.5, abs=1)
        assert all(np.isfinite(part).all() for part in (*posed.body, *posed.far_leg, *posed.arm, posed.path))


def test_pose_when_half_way_lies_between(figure: Figure) -> None:
    start, end = figure.poses["slump"][2:4]
    middle = start.between(end, 0.5)
    assert middle.angles["knee"] == pytest.approx((start.angles["knee"] + end.angles["knee"]) / 2)
    assert figure.length_mm(start) < figure.length_mm(middle) < figure.length_mm(end)
    assert end.moved_joints(start) == ("knee",)


def test_poses_when_named_are_steps_of_tests(figure: Figure) -> None:
    tests = load_atlas().tests
    for test, poses in figure.poses.items():
        steps = [step.id for step in tests[test].steps]
        if steps:
            assert {pose.step for pose in poses} <= set(steps), test


def test_file_when_a_figure_is_no_number_says_where(tmp_path: Path) -> None:
    body = resources.folder("data") / "body"
    text = (
        (body / "jointed_figure.csv")
        .read_text(encoding="utf-8")
        .replace("rest length,tibial,,,,,,,1763", "rest length,tibial,,,,,,,long")
    )
    (tmp_path / "jointed_figure.csv").write_text(text, encoding="utf-8")
    (tmp_path / "jointed_poses.csv").write_bytes((body / "jointed_poses.csv").read_bytes())
    with pytest.raises(ContentError) as raised:
        load_figure(tmp_path)
    assert "'long' is not a number" in str(raised.value.faults[0]) and raised.value.faults[0].line
