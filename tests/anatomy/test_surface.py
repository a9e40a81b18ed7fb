"""The skin: closed, turned outwards, the same on both sides, through its sections, with every nerve inside it."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from nervemap import resources
from nervemap.anatomy.body import load_body
from nervemap.anatomy.chart import NO_T
from nervemap.anatomy.raster import NOTHING, Buffers, rasterise
from nervemap.anatomy.surface import FOOT_CUT_MM, Part, Surface
from nervemap.anatomy.views import Pane, View, panes
from nervemap.content.atlas import load_atlas

Points = NDArray[np.float64]
Mask = NDArray[np.bool_]

ATLAS = load_atlas()
BODY = load_body(ATLAS)
SURFACE = BODY.surface
TOES = [Part.TOE_1, Part.TOE_2, Part.TOE_3, Part.TOE_4, Part.TOE_5]
SKIN = [Part.LEG, Part.TRUNK, Part.HEAD, Part.ARM, *TOES]
CUTS = [Part.SECTION, Part.FOOT_CUT]
EXPECTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "expectations" / "views.yaml").read_text(encoding="utf-8")
)


def of(part: Part, side: int = 1) -> Mask:
    return (SURFACE.part == part) & (SURFACE.side == side)


def corners(faces: Mask) -> NDArray[np.float32]:
    return SURFACE.vertices[SURFACE.faces[faces]]


def looking(azimuth: float, elevation: float, middle: tuple[float, ...], size: int, scale: float, half: int) -> Pane:
    """A pane for a viewer at any place: azimuth 0 in front, 90 at the right, elevation from below to above."""
    az, el = np.radians([azimuth, elevation])
    toward = np.array([np.sin(az) * np.cos(el), np.cos(az) * np.cos(el), np.sin(el)])
    right = np.array([-np.cos(az), np.sin(az), 0.0])
    rotation = np.stack([right, np.cross(toward, right), toward])
    return Pane(half, False, rotation, np.array(middle), (size / 2, size / 2), scale)


def enclosed(ground: Mask) -> Mask:
    """The parts of the ground that the picture's border does not reach: holes in what stands on it."""
    reached = np.zeros_like(ground)
    for edge in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
        reached[edge] = ground[edge]
    before = -1
    while before != (before := int(reached.sum())):
        for _ in range(24):
            reached[1:] |= reached[:-1]
            reached[:-1] |= reached[1:]
            reached[:, 1:] |= reached[:, :-1]
            reached[:, :-1] |= reached[:, 1:]
            reached &= ground
    return ground & ~reached


def test_every_number_is_finite_when_lofted() -> None:
    for values in (SURFACE.vertices, SURFACE.normals, SURFACE.t, SURFACE.theta):
        assert np.isfinite(values).all()
    assert np.linalg.norm(SURFACE.normals, axis=1) == pytest.approx(1, abs=1e-5)
    assert SURFACE.faces.min() >= 0 and SURFACE.faces.max() < len(SURFACE.vertices)


@pytest.mark.parametrize("part", SKIN, ids=lambda part: part.name)
@pytest.mark.parametrize("side", [1, -1])
def test_faces_and_normals_look_outwards_when_lofted(part: Part, side: int) -> None:
    faces = of(part, side)
    a, b, c = corners(faces).transpose(1, 0, 2).astype(float)
    middle = np.concatenate([a, b, c]).mean(axis=0)
    volume = np.einsum("ij,ij->i", a - middle, np.cross(b - middle, c - middle)).sum() / 6
    assert volume > 0
    across = np.cross(b - a, c - a)
    area = np.linalg.norm(across, axis=1) / 2
    normal = SURFACE.normals[SURFACE.faces[faces]].mean(axis=1)
    agree = np.einsum("ij,ij->i", across, normal) > 0
    assert area[~agree].sum() < 1e-3 * area.sum()


def test_left_is_the_mirror_image_when_lofted() -> None:
    for part in [*SKIN, *CUTS]:
        right, left = SURFACE.faces[of(part)], SURFACE.faces[of(part, -1)][:, ::-1]
        assert len(right) == len(left) > 0
        for values in (SURFACE.vertices, SURFACE.normals):
            assert np.array_equal(values[right] * np.float32([-1, 1, 1]), values[left])
        assert np.array_equal(SURFACE.t[right], SURFACE.t[left])
        assert np.array_equal(SURFACE.theta[right], SURFACE.theta[left])


def section_points(segment: str, angles: range) -> Points:
    """The points of a segment's sections as the file gives them, built by the recipe of its README."""
    found = []
    with (resources.folder("data") / "body" / "body_sections.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["segment"] != segment:
                continue
            centre, normal, forward = (np.array([float(row[key + axis]) for axis in "xyz"]) for key in "cna")
            outward = np.cross(forward, normal)
            for angle in angles:
                at = np.radians(angle)
                found.append(centre + float(row[f"r{angle:03d}"]) * (np.cos(at) * forward + np.sin(at) * outward))
    return np.array(found)


@pytest.mark.parametrize(
    ("segment", "part", "angles", "above_mm"),
    [
        ("thigh_leg", Part.LEG, range(0, 360, 30), 0.0),
        ("ankle_heel", Part.LEG, range(0, 360, 30), 0.0),
        ("foot", Part.LEG, range(0, 360, 30), 0.0),
        ("toe_1", Part.TOE_1, range(0, 360, 90), 0.0),
        ("toe_5", Part.TOE_5, range(0, 360, 90), 0.0),
        ("trunk", Part.TRUNK, range(0, 181, 90), 890.0),  # below, the trunk is drawn in to the thighs
    ],
)
def test_skin_goes_through_its_sections_when_lofted(segment: str, part: Part, angles: range, above_mm: float) -> None:
    wanted = section_points(segment, angles)
    wanted = wanted[(wanted[:, 2] >= above_mm) & (wanted[:, 0] > -1e-3)]
    vertices = SURFACE.vertices[np.unique(SURFACE.faces[of(part)])]
    away = [np.linalg.norm(vertices - point, axis=1).min() for point in wanted]
    assert len(away) > 20
    assert max(away) < 0.3


def shown(surface: Surface, pane: Pane, size: int) -> Buffers:
    return rasterise(surface, (pane,), size, size)


@pytest.mark.parametrize("elevation", [0, 30, -30])
def test_no_crack_shows_when_seen_from_twelve_sides(elevation: float) -> None:
    # Half of the body without arms and toes: gaps between legs or toes are no cracks.
    kept = np.isin(SURFACE.part, [Part.LEG, Part.TRUNK, Part.HEAD, *CUTS])
    bare = replace(SURFACE, faces=SURFACE.faces[kept], part=SURFACE.part[kept], side=SURFACE.side[kept])
    for azimuth in range(0, 360, 30):
        pane = looking(azimuth, elevation, (88, 20, 600), 600, 0.5, half=1)
        buffers = shown(bare, pane, 600)
        assert len(buffers.pixel) > 25_000
        # From below, a few pixels of the fold where the half's thigh meets the cut are truly open.
        assert enclosed(buffers.depth == NOTHING).sum() <= (3 if elevation >= 0 else 8), azimuth


def test_hole_is_seen_when_faces_are_missing() -> None:
    middle = SURFACE.vertices[SURFACE.faces].mean(axis=1)
    torn = (np.abs(middle[:, 2] - 600) < 8) & (middle[:, 1] > 20) & (np.abs(middle[:, 0] - 88) < 8)
    kept = ~torn
    bare = replace(SURFACE, faces=SURFACE.faces[kept], part=SURFACE.part[kept], side=SURFACE.side[kept])
    buffers = shown(bare, looking(0, 0, (88, 20, 600), 600, 0.5, half=1), 600)
    assert enclosed(buffers.depth == NOTHING).sum() > 10


@pytest.mark.parametrize(("name", "turn"), [("front", 0), ("front", 30), ("back", 0), ("back", -30), ("outer", 0)])
def test_shading_runs_on_when_trunk_meets_thigh(name: Any, turn: float) -> None:
    """Pixels above and below the seam at 840 mm have nearly the same normal, but for the notch in the middle."""
    width, height = 800, 1000
    shown_panes = panes(View(name, turn=turn), width, height)
    buffers = rasterise(SURFACE, shown_panes, width, height)
    part, normal, x_mm = np.zeros(width * height, int), np.zeros((width * height, 3)), np.zeros(width * height)
    part[buffers.pixel] = SURFACE.part[buffers.face]
    normal[buffers.pixel] = buffers.normal
    x_mm[buffers.pixel] = SURFACE.vertices[SURFACE.faces[buffers.face], 0].mean(axis=1)
    part, normal, x_mm = part.reshape(height, -1), normal.reshape(height, width, 3), x_mm.reshape(height, -1)
    seam = (part[:-1] == Part.TRUNK) & (part[1:] == Part.LEG) & (np.abs(x_mm[1:]) > 45)
    bend = np.degrees(np.arccos(np.clip((normal[:-1] * normal[1:]).sum(axis=-1), -1, 1)))[seam]
    assert seam.sum() > 120
    # Light that turns by less than about 8 degrees within a pixel is not seen as an edge.
    assert np.percentile(bend, 95) < 8
    assert bend.max() < 15


def test_feet_are_closed_when_cut_off() -> None:
    feet = SURFACE.vertices[SURFACE.faces[SURFACE.foot_faces]]
    assert feet[..., 2].max() == pytest.approx(FOOT_CUT_MM, abs=0.5)
    lid = corners(of(Part.FOOT_CUT))
    assert np.ptp(lid[..., 2]) < 0.5
    buffers = rasterise(SURFACE, panes(View("top"), 500, 400), 500, 400)
    assert (np.isin(SURFACE.part[buffers.face], [Part.FOOT_CUT])).mean() > 0.1
    kept = ~np.isin(SURFACE.part, TOES)
    bare = replace(SURFACE, faces=SURFACE.faces[kept], part=SURFACE.part[kept], side=SURFACE.side[kept])
    for elevation in (90, 60, 30, -90):
        pane = replace(looking(180, elevation, (0, 60, 40), 500, 1.2, half=0), feet=True)
        assert enclosed(shown(bare, pane, 500).depth == NOTHING).sum() <= 3, elevation


def test_halves_are_closed_when_seen_from_the_middle() -> None:
    buffers = rasterise(SURFACE, panes(View("inner"), 400, 500), 400, 500)
    cut = SURFACE.part[buffers.face] == Part.SECTION
    assert 0.15 < cut.mean() < 0.5
    assert (np.abs(SURFACE.vertices[SURFACE.faces[buffers.face[cut]], 0]) < 1e-3).all()


def test_chart_when_the_skin_is_lofted_reaches_the_limb_and_nothing_else() -> None:
    t = SURFACE.t[SURFACE.faces]
    for part in [Part.LEG, *TOES]:
        assert t[of(part)].min() >= 0.2
        assert t[of(part)].max() <= 3.0
    for part in [Part.ARM, *CUTS]:
        assert (t[of(part)] == NO_T).all()
    angle = SURFACE.theta[SURFACE.faces]
    within = np.isin(SURFACE.part, [Part.LEG, *TOES])
    assert (np.ptp(angle[within], axis=1) < 40).all()  # no face spans the place where the angle starts anew


# Every lit course lies inside the skin ------------------------------------------------------------------------------

# Ankle and foot fine, leg and thigh, trunk and head: box in mm, half of the body that is drawn, px per mm.
BOXES = {
    "foot": ((0, -120, -20), (170, 230, 170), 1, 2.5),
    "leg": ((0, -160, 150), (220, 200, 850), 1, 1.0),
    "trunk": ((-300, -260, 840), (300, 260, 1760), 0, 1.0),
}


def lit_points() -> tuple[list[str], Points]:
    """Every point that is ever lit on the right: courses through all roots, branches, what joins from the side."""
    names: dict[tuple[float, ...], str] = {}
    for nerve in ATLAS.nerves.values():
        for root, course in BODY.graph.courses(nerve).items():
            for span in course.spans:
                for point in course.points[span.first : span.last + 1].tolist():
                    names.setdefault(tuple(point), f"{nerve.id} through {root}: {span.path}")
        for path in (*BODY.graph.branches(nerve), *BODY.graph.contributors(nerve)):
            for point in path.points.tolist():
                names.setdefault(tuple(point), f"{nerve.id}: {path.name}")
    return list(names.values()), np.array(list(names))


def least_cover(points: Points, box: str, side: int = 1) -> Points:
    """How far (mm) points lie behind the skin, at the least of 26 directions; negative in front of it or beside it.

    The skin is read within 2 px of the point: 0.8 mm at the foot, 2 mm elsewhere.
    """
    low, high, half, scale = BOXES[box]
    middle = tuple((np.array(low) + high) / 2 * (side, 1, 1))
    size = int((np.linalg.norm(np.array(high) - low) + 20) * scale)
    least = np.full(len(points), np.inf)
    for azimuth, elevation in [*((az, el) for az in range(0, 360, 45) for el in (-40, 0, 40)), (0, 89.9), (0, -89.9)]:
        pane = looking(azimuth, elevation, middle, size, scale, half * side)
        around = np.pad(shown(SURFACE, pane, size).depth, 2, constant_values=NOTHING)
        x, y, z = pane.project(points).T
        column, row = np.floor(x).astype(int), np.floor(y).astype(int)
        skin = np.max([around[row + i, column + j] for i in range(5) for j in range(5)], axis=0)
        least = np.minimum(least, np.where(skin == NOTHING, -99.0, skin - z))
    return least


def within(points: Points, box: str) -> Mask:
    low, high, _, _ = BOXES[box]
    return ((points >= low) & (points <= high)).all(axis=1)


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("side", [1, pytest.param(-1, marks=pytest.mark.long)], ids=["right", "left"])
def test_lit_courses_lie_inside_the_skin_when_seen_from_all_sides(box: str, side: int) -> None:
    names, points = lit_points()
    here = within(points, box)
    assert here.sum() > 500
    least = least_cover(points[here] * (side, 1, 1), box, side)
    # Nothing is forgiven beyond what the pixels blur: nerves lie as little as 2 mm under the skin near the toes.
    outside = [
        (names[at], points[at].round(1).tolist(), cover)
        for at, cover in zip(np.flatnonzero(here), least, strict=True)
        if cover < 0
    ]
    assert not outside


def test_every_lit_point_is_looked_at_when_boxes_are_joined() -> None:
    names, points = lit_points()
    seen = np.any([within(points, box) for box in BOXES], axis=0)
    assert not [names[at] for at in np.flatnonzero(~seen)]


def test_point_counts_as_outside_when_it_leaves_the_skin() -> None:
    skin = np.array([[104.5, -36.5, 71.0]])  # the sural nerve behind the malleolus, just under the skin
    assert least_cover(skin, "foot")[0] < 6
    assert least_cover(skin + np.array([6, -6, 0]), "foot")[0] < 0


@pytest.mark.parametrize("box", BOXES)
def test_nerve_is_as_deep_as_listed_when_measured_on_the_drawn_skin(box: str) -> None:
    rows, points = [], []
    for row in EXPECTED["depths"]:
        course = BODY.graph.course(ATLAS.nerves[row["nerve"]]).points
        nearest = course[np.linalg.norm(course - row["at"], axis=1).argmin()]
        if within(nearest[None], box)[0]:
            rows.append(row)
            points.append(nearest)
    assert rows
    for row, least in zip(rows, least_cover(np.array(points), box).tolist(), strict=True):
        # The nearest skin of 26 directions is at most a tenth further than the nearest of all; 2 mm for the pixels.
        assert 0.9 * least + 2 >= row.get("at_least", 0), row
        assert 0.9 * least - 2 <= row.get("at_most", np.inf), row
