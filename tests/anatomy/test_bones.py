"""The bones: closed, outward, mirrored, under the skin, where the landmarks are; and what a broken file is told."""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nervemap import resources
from nervemap.anatomy.bones import load_bones
from nervemap.anatomy.chart import NO_T, load_chart
from nervemap.anatomy.lofting import load_surface
from nervemap.anatomy.raster import NOTHING, rasterise
from nervemap.anatomy.surface import FOOT_CUT_MM, Floats, Part, Surface
from nervemap.anatomy.views import View, ViewName, panes
from nervemap.content.faults import ContentError

BODY = resources.folder("data") / "body"
RIBS_FROM_MM = 1125.0
"""From here up the skin is squeezed and its distance to the bones is not meant."""
OUT_OF_SKIN_MM = 3.0
LANDMARK_MM = 6.0
MOST_FACES = 35_000

with (BODY / "bone_sections.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
with (BODY / "bone_landmarks.csv").open(encoding="utf-8", newline="") as file:
    LANDMARKS = {row["name"]: np.array([float(row[axis]) for axis in "xyz"]) for row in csv.DictReader(file)}
ON_THE_BONE = (
    "L5 spinous process tip", "L4 transverse process tip", "sacral promontory", "sacrum most posterior", "coccyx tip",
    "iliac crest highest point", "ASIS", "AIIS", "PSIS (most posterior iliac point)", "ischial tuberosity lowest",
    "pubic tubercle (approx)", "greater trochanter most lateral", "lesser trochanter", "lateral femoral epicondyle",
    "medial femoral epicondyle", "medial condyle lowest", "patella upper pole", "patella lower pole",
    "tibial tuberosity (most anterior)", "fibular head most lateral", "medial malleolus tip", "lateral malleolus tip",
    "calcaneus most posterior", "calcaneus lowest", "talus head (most anterior)",
    "navicular tuberosity (most medial)", "MT5 styloid (tuberosity, most lateral of base)",
    "toe 1 tip (distal phalanx)", "toe 5 tip (distal phalanx)",
)  # fmt: skip


@functools.cache
def bones() -> Surface:
    return load_bones(BODY)


@functools.cache
def skin() -> Surface:
    return load_surface(BODY, load_chart(BODY).axis)


@functools.cache
def part_of_face() -> NDArray[np.int64]:
    """Which closed part each face belongs to: the lowest vertex that it hangs together with."""
    surface = bones()
    label = np.arange(len(surface.vertices))
    while True:
        least = label[surface.faces].min(axis=1)
        joined = label.copy()
        for corner in range(3):
            np.minimum.at(joined, surface.faces[:, corner], least)
        if (joined == label).all():
            return label[surface.faces[:, 0]]
        label = joined


def corners(faces: NDArray[np.integer] | slice = slice(None)) -> Floats:
    return bones().vertices[bones().faces[faces]].astype(np.float64)


def listed_solids() -> int:
    """How many closed bodies the file tells of, counted without the program: those off the midline twice."""
    count = 0
    for bone, part in dict.fromkeys((row["bone"], row["part"].partition(" #")[0]) for row in ROWS):
        rows = [row for row in ROWS if row["bone"] == bone and row["part"].partition(" #")[0] == part]
        if rows[0]["kind"] in ("curve", "curve_closed", "ring") or (bone, part) == ("patella", "body"):
            continue
        midline = bone in ("sacrum", "coccyx") or (bone.startswith("vertebra") and part in ("body", "spinous process"))
        count += 1 if midline else 2
    return count


def test_bones_are_the_files_solids_when_built() -> None:
    kinds = bones().part
    assert len(np.unique(part_of_face()[kinds == Part.BONE])) == listed_solids()
    assert len(np.unique(part_of_face()[kinds == Part.FOOT_CUT])) == 4  # tibia and fibula, both sides
    assert set(np.unique(kinds)) == {Part.BONE, Part.FOOT_CUT}
    assert len(kinds) <= MOST_FACES


def test_numbers_are_finite_when_built() -> None:
    surface = bones()
    assert np.isfinite(surface.vertices).all()
    assert np.allclose(np.linalg.norm(surface.normals, axis=1), 1, atol=1e-3)
    assert (surface.t == NO_T).all() and (surface.theta == 0).all()


def test_every_bone_is_closed_when_built() -> None:
    faces = bones().faces[bones().part == Part.BONE].astype(np.int64)
    edges = np.concatenate([faces[:, (0, 1)], faces[:, (1, 2)], faces[:, (2, 0)]])
    there = edges[:, 0] * len(bones().vertices) + edges[:, 1]
    back = edges[:, 1] * len(bones().vertices) + edges[:, 0]
    assert len(np.unique(there)) == len(there)
    assert np.array_equal(np.sort(there), np.sort(back))


def test_every_bone_faces_outward_when_built() -> None:
    part = part_of_face()
    for one in np.unique(part[bones().part == Part.BONE]):
        a, b, c = np.swapaxes(corners(part == one) - bones().vertices[one], 0, 1)
        volume = np.einsum("ij,ij->", a, np.cross(b, c)) / 6
        assert volume > 5, bones().vertices[one]  # cubic millimetres; a sesamoid has over 400
    a, b, c = np.swapaxes(corners(), 0, 1)
    facing = np.cross(b - a, c - a)
    shaded = bones().normals[bones().faces].mean(axis=1)
    with_it = np.einsum("ij,ij->i", facing, shaded) > 0
    assert np.linalg.norm(facing[~with_it], axis=1).sum() < 0.01 * np.linalg.norm(facing, axis=1).sum()


def test_left_bones_mirror_the_right_when_built() -> None:
    surface = bones()
    right, left = (surface.vertices[np.unique(surface.faces[surface.side == side])] for side in (1, -1))
    assert np.array_equal(left * (-1, 1, 1), right)
    assert (right[:, 0] > -12).all()  # the arches meet in the middle and overlap there
    part = part_of_face()
    for one in np.unique(part[surface.side == 0]):
        x = corners(part == one)[..., 0]
        assert x.min() < 0 < x.max()
        assert abs(x.min() + x.max()) < 1.5


def test_a_patella_is_drawn_once_when_the_file_holds_it_twice() -> None:
    low, high = (60, 30, 455), (115, 70, 510)
    kneecaps = [
        one
        for one in np.unique(part_of_face())
        if (corners(part_of_face() == one) > low).all() and (corners(part_of_face() == one) < high).all()
    ]
    assert len(kneecaps) == 1


@pytest.mark.parametrize("name", ["front", "back", "outer", "inner"])
def test_bones_lie_under_the_skin_when_seen_from(name: ViewName) -> None:
    width, height = 800, 1500
    both = panes(View(name, framing="whole"), width, height)
    depth = rasterise(skin(), both, width, height).depth
    for pane in both:
        points = bones().vertices[np.unique(bones().faces[pane.faces(bones())])]
        # A half of the body is cut along the midline, where the spine stands out.
        points = points[(points[:, 2] < RIBS_FROM_MM) & (points[:, 0] * pane.side >= 0)]
        x, y, z = pane.project(points).T
        over = z - depth[np.floor(y).astype(int), np.floor(x).astype(int)]
        worst = over.argmax()
        assert over[worst] < OUT_OF_SKIN_MM, points[worst]


@pytest.mark.parametrize("name", ON_THE_BONE)
def test_landmark_lies_on_the_bone_when_lofted(name: str) -> None:
    faces = corners()
    near = faces[(np.linalg.norm(faces - LANDMARKS[name], axis=2) < 40).any(axis=1)]
    share = np.array([(a, b, 6 - a - b) for a in range(7) for b in range(7 - a)]) / 6
    away = np.linalg.norm(np.einsum("ij,kjl->ikl", share, near) - LANDMARKS[name], axis=2).min()
    assert away < LANDMARK_MM


def test_the_obturator_foramen_stays_open_when_seen_from_the_front() -> None:
    width, height = 700, 900
    (pane,) = panes(View("front"), width, height)
    rim = [[float(row[axis]) for axis in "xyz"] for row in ROWS if row["part"] == "obturator foramen"]
    x, y, _ = pane.project(np.array(rim)).mean(axis=0)
    buffers = rasterise(bones(), (pane,), width, height)
    assert buffers.pick(x, y) is None
    assert buffers.pick(*pane.project(np.array([[84.3, 15.0, 300.0]]))[0, :2]) is not None


def test_half_keeps_the_spine_and_one_leg_when_a_half_is_shown() -> None:
    half = bones().half_faces(1)
    assert set(np.unique(bones().side[half])) == {0, 1}
    assert Part.FOOT_CUT not in bones().part[half]


def test_foot_is_closed_by_lids_when_shown_alone_from_above() -> None:
    width, height = 600, 500
    (pane,) = panes(View("top"), width, height)
    feet = bones().foot_faces
    assert bones().vertices[bones().faces[feet], 2].max() <= FOOT_CUT_MM + 0.5
    buffers = rasterise(bones(), (pane,), width, height)
    for side in (1, -1):
        for shaft in ((84.4, 10.0, 155.0), (108.0, -7.8, 155.0)):
            x, y, _ = pane.project(np.array([shaft]) * (side, 1, 1))[0]
            pick = buffers.pick(x, y)
            assert pick is not None and (pick.part, pick.side) == (Part.FOOT_CUT, side)
    assert (buffers.depth != NOTHING).any()


def _changed(field: str, value: str) -> Callable[[list[dict[str, str]]], None]:
    def change(rows: list[dict[str, str]]) -> None:
        rows[3][field] = value

    return change


def _cut(rows: list[dict[str, str]]) -> None:
    del rows[1:14]


def _one_point_less(rows: list[dict[str, str]]) -> None:
    last = max(at for at, row in enumerate(rows) if row["part"] == "ilium blade #03")
    del rows[last]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_changed("kind", "cube"), ":5: kind: “cube” is no kind of bone"),
        (_changed("half_width", ""), ":5: half_width: is not above 0"),
        (_changed("half_depth", "-3"), ":5: half_depth: is not above 0"),
        (_changed("lat_x", ""), ":5: lat_x: only some of lat_* and ap_* are given"),
        (_changed("order", "7"), ":5: order: is 7; write 3"),
        (_changed("z", "high"), ":5: z: “high” is not a number"),
        (_cut, ":2: part: has too few sections (1)"),
        (_one_point_less, "part: has 19 points; give 20"),
    ],
)
def test_fault_is_told_when_the_file_is_broken(
    tmp_path: Path, change: Callable[[list[dict[str, str]]], None], said: str
) -> None:
    rows = [dict(row) for row in ROWS]
    change(rows)
    with (tmp_path / "bone_sections.csv").open("w", encoding="utf-8", newline="") as spoilt:
        writer = csv.DictWriter(spoilt, fieldnames=list(ROWS[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(ContentError) as caught:
        load_bones(tmp_path)
    assert any(said in str(fault) for fault in caught.value.faults), caught.value


def test_fault_is_told_when_the_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"bone_sections\.csv: the file is missing; put it back"):
        load_bones(tmp_path)
