"""The jointed side figure of the tests: one skeleton, the same body, and the neural path from head to toe.

A teaching drawing. The length of the path is that of the nerve's bed by simple levers (lever x angle in radians), an
estimate: neither tension, nor strain of a real nerve, nor a measure of a person. Frame: y forward (to the right), z up,
millimetres, standing; there all angles are 0. See data/body/README.md for the signs of the angles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.tables import Table, read_csv
from nervemap.content.faults import ContentError

Points = NDArray[np.float64]
COLUMN = "column (pelvis to neck in one piece)"
NEAR_LEG = ("thigh", "shank", "foot", "toes")
ARM = ("upper_arm", "forearm")
_OTHER = {"hip": "other_hip", "knee": "other_knee", "ankle": "other_ankle"}
_LEG_JOINTS = ("hip", "knee", "ankle", "MTP")
_GROIN_OPEN = 25.0  # degrees of hip flexion; with less, trunk and thigh would part in the groin
_GROIN_MM = 105.0
_ARC_STEP = math.radians(12)


@dataclass(frozen=True)
class Pose:
    """The angles of one step of a test (degrees by joint), where the figure lies, and the path that is drawn."""

    test: str
    step: str
    name: str
    path: str
    lying: str
    pelvis_angle: float
    angles: Mapping[str, float]

    def between(self, other: Pose, share: float) -> Pose:
        """The pose on the way from this one (0) to the other (1), at rest in neither."""
        mixed = {joint: _mix(angle, other.angles[joint], share) for joint, angle in self.angles.items()}
        pelvis = _mix(self.pelvis_angle, other.pelvis_angle, share)
        return replace(other, pelvis_angle=pelvis, angles=mixed)

    def moved_joints(self, before: Pose) -> tuple[str, ...]:
        """The joints of trunk and near leg that have moved since another pose, the one that moved most first."""
        near = [joint for joint in self.angles if not joint.startswith("other") and joint not in ("shoulder", "elbow")]
        turned = {joint: abs(self.angles[joint] - before.angles[joint]) for joint in near}
        return tuple(sorted((joint for joint, by in turned.items() if by >= 1), key=lambda j: -turned[j]))


@dataclass(frozen=True)
class Posed:
    """A figure in a pose, millimetres, y to the right, z up, seat or couch at z = 0 (side-lying: seen from above).

    `far_leg`, `body` and `arm` are closed outlines in the order of drawing; `path` runs from head to toe.
    """

    far_leg: tuple[Points, ...]
    body: tuple[Points, ...]
    arm: tuple[Points, ...]
    path: Points
    joints: Mapping[str, Points]
    length_mm: float
    change_mm: float


_Run = tuple[str, int, int]  # segment, first point, behind the last


@dataclass(frozen=True)
class _Outline:
    """A closed line; the runs of its points that belong to one segment, and to the one that they bend towards."""

    points: Points
    segment: tuple[_Run, ...]
    blend_segment: tuple[_Run, ...]
    blend: Points


@dataclass(frozen=True)
class _Joint:
    segment: str
    centre: Points
    sign: float


@dataclass(frozen=True)
class Figure:
    """The figure's parts and the poses of each test, in the order of its steps."""

    hangs_on: Mapping[str, tuple[str, str]]
    joints: Mapping[str, _Joint]
    outlines: Mapping[str, _Outline]
    paths: Mapping[str, tuple[tuple[str, float, float, float], ...]]
    levers: Mapping[str, Mapping[str, float]]
    ranges: Mapping[str, tuple[float, float]]
    rest_mm: Mapping[str, float]
    poses: Mapping[str, tuple[Pose, ...]]

    def in_order(self, test: str, order: tuple[str, ...]) -> tuple[Pose, ...]:
        """The poses of a test; with two neighbouring steps in `order` the other way round where it says so.

        What each of the two steps moves stays the same, and so does the pose after both.
        """
        poses = list(self.poses[test])
        at = [i for i, pose in enumerate(poses) if pose.step in order]
        if len(at) == 2 and poses[at[0]].step == order[1]:
            before, one, both = poses[at[0] - 1], poses[at[0]], poses[at[1]]
            turned = {joint: angle + both.angles[joint] - one.angles[joint] for joint, angle in before.angles.items()}
            poses[at[0]] = replace(both, angles=turned, pelvis_angle=before.pelvis_angle)
            poses[at[1]] = replace(one, angles=both.angles, pelvis_angle=both.pelvis_angle)
        return tuple(poses)

    def length_mm(self, pose: Pose) -> float:
        """The length of the pose's path: at rest, and lever x angle of every joint (an estimate)."""
        levers = self.levers[pose.path]
        grown = sum(lever * math.radians(pose.angles.get(joint, 0.0)) for joint, lever in levers.items())
        return self.rest_mm[pose.path] + grown

    def posed(self, pose: Pose) -> Posed:
        """Put the figure into a pose."""
        turns = self._turns(pose, pose.angles)
        other = self._turns(pose, {**pose.angles, **{j: pose.angles[name] for j, name in _OTHER.items()}, "MTP": 0.0})
        column = _shaped(self.outlines[COLUMN], turns)
        near = [_shaped(self.outlines[name], turns) for name in NEAR_LEG]
        far = [_shaped(self.outlines[name], other) for name in NEAR_LEG]
        path, below = self._path(pose, turns)
        hip = _at(turns["pelvis"], self.joints["hip"].centre)
        shrink = math.cos(math.radians(pose.angles["abduction"]))
        if shrink < 1:
            knee = _at(turns["thigh"], self.joints["knee"].centre)
            near = [_shortened(part, hip, knee, shrink) for part in near]
            path[below:] = _shortened(path[below:], hip, knee, shrink)
        body = [column, _shaped(self.outlines["head"], turns), *near]
        if pose.angles["hip"] < _GROIN_OPEN:
            body.append(_hull(np.vstack([part[np.hypot(*(part - hip).T) < _GROIN_MM] for part in (column, near[0])])))
        shift = np.array([-hip[0], 0.0])
        if pose.lying != "side":
            shift[1] = -min(part[:, 1].min() for part in (column, near[0], far[0]))
        start = self.poses[pose.test][0]
        joints = {name: _at(turns[joint.segment], joint.centre) + shift for name, joint in self.joints.items()}
        return Posed(
            far_leg=tuple(part + shift for part in far),
            body=tuple(part + shift for part in body),
            arm=tuple(_shaped(self.outlines[name], turns) + shift for name in ARM),
            path=path + shift,
            joints=joints,
            length_mm=self.length_mm(pose),
            change_mm=self.length_mm(pose) - self.length_mm(start),
        )

    def _turns(self, pose: Pose, angles: Mapping[str, float]) -> dict[str, tuple[float, Points, Points]]:
        """By segment: its angle (radians), rotation (2, 2) and translation (2,)."""
        centre = self.joints["hip"].centre
        angle = math.radians(pose.pelvis_angle)
        rotation = _rotation(angle)
        turns = {"pelvis": (angle, rotation, centre - rotation @ centre)}
        for segment, (parent, name) in self.hangs_on.items():
            joint = self.joints[name]
            there = _at(turns[parent], joint.centre)
            angle = turns[parent][0] + joint.sign * math.radians(angles[name])
            rotation = _rotation(angle)
            turns[segment] = (angle, rotation, there - rotation @ joint.centre)
        return turns

    def _path(self, pose: Pose, turns: Mapping[str, tuple[float, Points, Points]]) -> tuple[Points, int]:
        """The path from head to toe: its points, and around a joint an arc where the angle lengthens it.

        With it how many points lie above the leg.
        """
        beyond = {joint: segment for segment, (_, joint) in self.hangs_on.items()}
        line: list[Points] = []
        above = 0
        for place, y, z, radius in self.paths[pose.path]:
            if place in turns:
                line.append(_at(turns[place], np.array([y, z])))
                above += place not in NEAR_LEG
                continue
            joint, far = self.joints[place], turns[beyond[place]]
            near = turns[joint.segment]
            centre = _at(near, joint.centre)
            base = math.atan2(z, y)
            if self.levers[pose.path].get(place, 0.0) * pose.angles[place] > 0:
                count = max(2, math.ceil(abs(far[0] - near[0]) / _ARC_STEP) + 1)
                shares = np.linspace(0, 1, count)
            else:
                shares = np.array([0.5])
            first, last = (near, far) if place in _LEG_JOINTS else (far, near)
            directions = base + first[0] + shares * (last[0] - first[0])
            line += [centre + radius * np.array([math.cos(d), math.sin(d)]) for d in directions]
            above += place not in _LEG_JOINTS and len(directions)
        return np.array(line), above


def load_figure(folder: Path) -> Figure:
    """Read jointed_figure.csv and jointed_poses.csv of a body folder. Raises ContentError with every fault."""
    parts = read_csv(
        folder / "jointed_figure.csv",
        text=("kind", "name", "segment", "blend_segment", "value"),
        optional_numbers=("order", "y", "z", "blend"),
    )
    return _build(parts, _poses(folder / "jointed_poses.csv"))


def _build(parts: Table, poses: Mapping[str, tuple[Pose, ...]]) -> Figure:
    kind, name, segment = parts.text["kind"], parts.text["name"], parts.text["segment"]
    y, z, value = parts.numbers["y"], parts.numbers["z"], parts.text["value"]
    rows = {one: [i for i, k in enumerate(kind) if k == one] for one in dict.fromkeys(kind)}
    wanted = ("segment", "joint", "outline", "path", "lever", "range", "rest length")
    missing = [one for one in wanted if not rows.get(one)]
    if missing:
        raise ContentError([parts.fault(0, "kind", f"no row of the kind {', '.join(missing)}", "put them back")])
    numbers = [i for one in ("joint", "lever", "rest length") for i in rows[one]]
    numbers += [i for i in rows["path"] if value[i]]
    faults = [
        parts.fault(i, "value", f"{value[i]!r} is not a number", "write one")
        for i in numbers
        if not _is_number(value[i])
    ]
    if faults:
        raise ContentError(faults)
    outlines = {}  # all run the same way round, so that together they make one shape
    for one in dict.fromkeys(name[i] for i in rows["outline"]):
        own = sorted((i for i in rows["outline"] if name[i] == one), key=lambda i: parts.numbers["order"][i])
        if _area(np.column_stack([y[own], z[own]])) < 0:
            own.reverse()
        outlines[one] = _Outline(
            points=np.column_stack([y[own], z[own]]),
            segment=_runs([segment[i] for i in own]),
            blend_segment=_runs([parts.text["blend_segment"][i] or segment[i] for i in own]),
            blend=np.nan_to_num(parts.numbers["blend"][own]),
        )
    paths: dict[str, tuple[tuple[str, float, float, float], ...]] = {}
    levers: dict[str, dict[str, float]] = {}
    for i in rows["lever"]:
        levers.setdefault(name[i], {})[segment[i]] = float(value[i])
    for one in levers:
        own = sorted((i for i in rows["path"] if name[i] == one), key=lambda i: parts.numbers["order"][i])
        paths[one] = tuple((segment[i], float(y[i]), float(z[i]), float(value[i] or 0)) for i in own)
    return Figure(
        hangs_on={name[i]: (segment[i], value[i]) for i in rows["segment"] if segment[i]},
        joints={name[i]: _Joint(segment[i], np.array([y[i], z[i]]), float(value[i])) for i in rows["joint"]},
        outlines=outlines,
        paths=paths,
        levers=levers,
        ranges={name[i]: (float(y[i]), float(z[i])) for i in rows["range"]},
        rest_mm={name[i]: float(value[i]) for i in rows["rest length"]},
        poses=poses,
    )


def _poses(path: Path) -> dict[str, tuple[Pose, ...]]:
    angles = (
        *("C0/C1", "C4/5", "C7/T1", "T6/7", "T12/L1", "L3/4", "L5/S1", "shoulder", "elbow", "hip", "knee", "ankle"),
        *("MTP", "inversion", "abduction", "other_hip", "other_knee", "other_ankle"),
    )
    table = read_csv(path, text=("test", "path", "step", "name", "lying"), numbers=("pelvis_angle", *angles))
    poses: dict[str, list[Pose]] = {}
    for i, test in enumerate(table.text["test"]):
        poses.setdefault(test, []).append(
            Pose(
                test=test,
                step=table.text["step"][i],
                name=table.text["name"][i],
                path=table.text["path"][i],
                lying=table.text["lying"][i],
                pelvis_angle=float(table.numbers["pelvis_angle"][i]),
                angles={joint: float(table.numbers[joint][i]) for joint in angles},
            )
        )
    return {test: tuple(steps) for test, steps in poses.items()}


def _rotation(angle: float) -> Points:
    cos, sin = math.cos(angle), math.sin(angle)
    return np.array([[cos, -sin], [sin, cos]])


def _at(turn: tuple[float, Points, Points], point: Points) -> Points:
    found: Points = turn[1] @ point + turn[2]
    return found


def _shaped(outline: _Outline, turns: Mapping[str, tuple[float, Points, Points]]) -> Points:
    """An outline with every point carried by its segments."""
    own = _carried(outline.points, outline.segment, turns)
    if not outline.blend.any():
        return own
    other = _carried(outline.points, outline.blend_segment, turns)
    shaped: Points = own + (other - own) * outline.blend[:, None]
    return shaped


def _runs(segments: list[str]) -> tuple[_Run, ...]:
    runs: list[_Run] = []
    for segment, run in groupby(segments):  # neighbours mostly belong together
        start = runs[-1][2] if runs else 0
        runs.append((segment, start, start + len(tuple(run))))
    return tuple(runs)


def _carried(points: Points, runs: tuple[_Run, ...], turns: Mapping[str, tuple[float, Points, Points]]) -> Points:
    carried = np.empty_like(points)
    for segment, start, end in runs:
        _, rotation, shift = turns[segment]
        carried[start:end] = points[start:end] @ rotation.T + shift
    return carried


def _shortened(points: Points, hip: Points, knee: Points, by: float) -> Points:
    """Points drawn together along the thigh: the leg turns out of the picture."""
    along = (knee - hip) / np.linalg.norm(knee - hip)
    shortened: Points = points - np.outer((points - hip) @ along, along) * (1 - by)
    return shortened


def _hull(points: Points) -> Points:
    """The convex outline around points, counter-clockwise (Andrew's monotone chain)."""
    ordered = sorted(map(tuple, points.tolist()))

    def half(through: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
        line: list[tuple[float, ...]] = []
        for y, z in through:
            while len(line) > 1:
                (y1, z1), (y2, z2) = line[-2:]
                if (y2 - y1) * (z - z1) - (z2 - z1) * (y - y1) > 0:
                    break
                line.pop()
            line.append((y, z))
        return line[:-1]

    return np.array(half(ordered) + half(ordered[::-1]))


def _area(points: Points) -> float:
    """Of a closed outline; positive when it runs counter-clockwise."""
    y, z = points.T
    return float(np.sum(y * np.roll(z, -1) - np.roll(y, -1) * z)) / 2


def _is_number(word: str) -> bool:
    try:
        return math.isfinite(float(word))
    except ValueError:
        return False


def _mix(one: float, other: float, share: float) -> float:
    return one + (other - one) * share
