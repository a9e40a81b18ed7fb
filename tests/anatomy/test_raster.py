"""The rasteriser against a slow and simple one, and picking and finding as each other's inverse."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from nervemap.anatomy.body import load_body
from nervemap.anatomy.raster import NOTHING, rasterise
from nervemap.anatomy.surface import Part, Surface
from nervemap.anatomy.views import VIEW_NAMES, Pane, View, ViewName, panes
from nervemap.content.atlas import load_atlas

BODY = load_body(load_atlas())


def plain_pane(side: int = 0, centre: tuple[float, float] = (20.0, 15.0)) -> Pane:
    """Looks along z: screen x = x, screen y = -y, depth = z."""
    return Pane(side, False, np.eye(3), np.zeros(3), centre, 1.0)


def random_surface(seed: int, count: int) -> Surface:
    random = np.random.default_rng(seed)
    corners = random.uniform(-1, 1, (count, 1, 3)) * (20, 16, 30) + random.uniform(-1, 1, (count, 3, 3)) * (9, 9, 6)
    vertices = corners.reshape(-1, 3).astype(np.float32)
    return Surface(
        vertices=vertices,
        normals=np.tile(np.float32([0, 0, 1]), (len(vertices), 1)),
        t=random.uniform(0, 1, len(vertices)).astype(np.float32),
        theta=random.uniform(0, 300, len(vertices)).astype(np.float32),
        faces=np.arange(len(vertices), dtype=np.int32).reshape(-1, 3),
        part=np.full(count, Part.LEG, np.uint8),
        side=np.ones(count, np.int8),
    )


def nearest_by_hand(
    surface: Surface, pane: Pane, width: int, height: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Depth and face at each pixel's centre, one face after the other; faces that look away are left out."""
    depth, face = np.full((height, width), float(NOTHING)), np.full((height, width), -1)
    y, x = np.mgrid[:height, :width] + 0.5
    screen = pane.project(surface.vertices)
    for number, corners in enumerate(surface.faces):
        (x0, y0, z0), (x1, y1, z1), (x2, y2, z2) = screen[corners]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if area >= 0:  # y runs down: outward winding is negative
            continue
        one = ((x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)) / area
        two = ((x0 - x2) * (y - y2) - (x - x2) * (y0 - y2)) / area
        three = 1 - one - two
        here = one * z0 + two * z1 + three * z2
        nearer = (np.minimum(np.minimum(one, two), three) >= 0) & (here > depth)
        depth[nearer], face[nearer] = here[nearer], number
    return depth, face


@pytest.mark.parametrize("seed", range(6))
def test_depth_is_the_nearest_faces_when_faces_are_random(seed: int) -> None:
    surface, pane = random_surface(seed, 40), plain_pane()
    buffers = rasterise(surface, (pane,), 40, 30)
    depth, face = nearest_by_hand(surface, pane, 40, 30)
    found = np.full((30, 40), -1)
    found[buffers.index >= 0] = buffers.face[buffers.index[buffers.index >= 0]]
    different = (found != face) & ~np.isclose(buffers.depth, depth, atol=1e-2)
    assert different.sum() <= 2  # a pixel on an edge may go to either face
    same = found == face
    assert np.abs(buffers.depth - depth)[same].max() < 1e-2
    assert (face >= 0).sum() > 300


@pytest.mark.parametrize("seed", range(3))
def test_weights_give_the_point_back_when_faces_are_random(seed: int) -> None:
    surface, pane = random_surface(seed, 40), plain_pane()
    buffers = rasterise(surface, (pane,), 40, 30)
    corners = pane.project(surface.vertices)[surface.faces[buffers.face]]
    point = np.einsum("ik,kij->kj", buffers.weight, corners)
    assert point[:, 0] == pytest.approx(buffers.pixel % 40 + 0.5, abs=1e-2)
    assert point[:, 1] == pytest.approx(buffers.pixel // 40 + 0.5, abs=1e-2)
    assert point[:, 2] == pytest.approx(buffers.depth[buffers.depth > NOTHING], abs=1e-2)
    assert buffers.weight.sum(axis=0) == pytest.approx(1, abs=1e-3)


def test_face_is_not_drawn_when_it_looks_away() -> None:
    surface = random_surface(1, 1)
    shown = [len(rasterise(_turned_over(surface, over), (plain_pane(),), 40, 30).pixel) for over in (False, True)]
    assert min(shown) == 0 < max(shown)


def _turned_over(surface: Surface, over: bool) -> Surface:
    faces = surface.faces[:, ::-1].copy() if over else surface.faces
    return Surface(surface.vertices, surface.normals, surface.t, surface.theta, faces, surface.part, surface.side)


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1)])
def test_picture_is_made_when_it_is_tiny(size: tuple[int, int]) -> None:
    for name in VIEW_NAMES:
        buffers = rasterise(BODY.surface, panes(View(name), *size), *size)
        assert buffers.depth.shape == buffers.index.shape == (size[1], size[0])
        assert np.isfinite(buffers.normal).all()
        assert ((buffers.pixel >= 0) & (buffers.pixel < size[0] * size[1])).all()


def test_picture_is_empty_when_the_body_is_out_of_sight() -> None:
    view = View("front", pan=(5.0, 0.0))
    buffers = rasterise(BODY.surface, panes(view, 40, 50), 40, 50)
    assert (buffers.depth == NOTHING).all()
    assert len(buffers.pixel) == len(buffers.face) == len(buffers.side) == len(buffers.labels(BODY.chart.regions)) == 0
    assert buffers.pick(20, 25) is None
    assert buffers.find(1, 0.5, 0) is None
    assert BODY.areas_shown(buffers, "regions") == []


def test_pick_is_nothing_when_beside_the_body_or_the_picture() -> None:
    buffers = rasterise(BODY.surface, panes(View(), 200, 250), 200, 250)
    for x, y in ((1, 1), (-1, 125), (100, -0.5), (200, 125), (100, 250), (1e9, 1e9), (-1e9, 0)):
        assert buffers.pick(x, y) is None


def test_picture_when_lean_picks_and_finds_the_same() -> None:
    whole = rasterise(BODY.surface, panes(View("outer"), 200, 250), 200, 250)
    lean = rasterise(BODY.surface, panes(View("outer"), 200, 250), 200, 250).lean()
    assert not lean.normal.size and not lean.weight.size
    picked = [(whole.pick(x, y), lean.pick(x, y)) for x in range(3, 200, 7) for y in range(3, 250, 7)]
    assert sum(one is not None for one, _ in picked) > 100
    assert all(one == other for one, other in picked)
    assert whole.find(1, 0.5, 90.0) == lean.find(1, 0.5, 90.0) is not None
    assert np.array_equal(whole.labels(BODY.chart.regions), lean.labels(BODY.chart.regions))


@pytest.mark.parametrize("name", VIEW_NAMES)
def test_find_inverts_pick_when_skin_is_charted(name: ViewName) -> None:
    size = (400, 500)
    buffers = rasterise(BODY.surface, panes(View(name), *size), *size)
    charted = buffers.pixel[(buffers.chart[0] >= -0.11) & (buffers.chart[0] <= 2.0)]
    sample = np.random.default_rng(3).choice(charted, 150, replace=False)
    for pixel in sample.tolist():
        x, y = pixel % size[0] + 0.5, pixel // size[0] + 0.5
        pick = buffers.pick(x, y)
        assert pick is not None
        found = buffers.find(pick.side, pick.t, pick.theta)
        assert found is not None
        assert np.hypot(found[0] - x, found[1] - y) <= 3, (name, x, y, found, pick)


def test_find_tells_the_sides_apart_when_both_are_in_sight() -> None:
    buffers = rasterise(BODY.surface, panes(View("front"), 400, 500), 400, 500)
    right, left = (buffers.find(side, 0.6186, 0.0) for side in (1, -1))
    assert right is not None and left is not None
    assert right[0] < 200 < left[0]
    assert right[0] + left[0] == pytest.approx(400, abs=2)


def test_find_is_nothing_when_the_point_is_hidden() -> None:
    buffers = rasterise(BODY.surface, panes(View("front"), 400, 500), 400, 500)
    assert buffers.find(1, 0.5, 180.0) is None


def test_side_and_pane_agree_when_each_half_has_its_own() -> None:
    buffers = rasterise(BODY.surface, panes(View("inner"), 400, 500), 400, 500)
    assert ((buffers.side > 0) == (buffers.pane == 0)).all()


@pytest.mark.parametrize("name", VIEW_NAMES)
def test_nearest_skin_looks_at_the_viewer_when_drawn(name: ViewName) -> None:
    buffers = rasterise(BODY.surface, panes(View(name), 400, 500), 400, 500)
    assert np.isfinite(buffers.normal).all()
    assert np.linalg.norm(buffers.normal, axis=1) == pytest.approx(1, abs=1e-4)
    assert (buffers.normal[:, 2] < -0.2).mean() < 0.002  # a smoothed normal may turn a little away at the rim
