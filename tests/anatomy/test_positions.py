"""The sites on the nerves: on the right ones, each once, in order, and where the landmark lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from nervemap.anatomy.courses import load_graph
from nervemap.anatomy.positions import SitePosition, site_points, site_positions
from nervemap.content.atlas import load_atlas

ATLAS = load_atlas()
GRAPH = load_graph()
POSITIONS = {nerve.id: site_positions(ATLAS, GRAPH, nerve) for nerve in ATLAS.nerves.values()}
EXPECTATIONS = Path(__file__).parents[1] / "expectations"
EXPECTED: dict[str, Any] = yaml.safe_load((EXPECTATIONS / "sites.yaml").read_text(encoding="utf-8"))
FALLING: list[dict[str, Any]] = yaml.safe_load((EXPECTATIONS / "views.yaml").read_text(encoding="utf-8"))[
    "heights_fall"
]
COURSES: dict[str, dict[str, Any]] = EXPECTED["courses"]
every_nerve = pytest.mark.parametrize("nerve", [nerve.id for nerve in ATLAS.nerves.values() if not nerve.members])


def place(nerve: str, site: str) -> SitePosition:
    return next(position for position in POSITIONS[nerve] if position.site == site)


@pytest.mark.parametrize("nerve", COURSES)
def test_sites_are_the_expected_when_typed_from_the_list(nerve: str) -> None:
    found = [position.site for position in POSITIONS[nerve]]
    assert set(COURSES[nerve]["must"]) <= set(found)
    assert not set(COURSES[nerve]["must_not"]) & set(found)
    for chain in COURSES[nerve]["order"]:
        places = [found.index(site) for site in chain if site in found]
        assert places == sorted(places), chain


@every_nerve
def test_site_is_listed_once_when_roots_share_it(nerve: str) -> None:
    positions = POSITIONS[nerve]
    sites = [position.site for position in positions]
    assert len(sites) == len(set(sites)) >= 4
    assert [position.s_cm for position in positions] == sorted(position.s_cm for position in positions)
    for position in positions:
        assert set(position.roots) <= set(ATLAS.nerves[nerve].roots)
        assert position.root is None or position.roots == (position.root,)


@every_nerve
def test_site_lies_on_its_landmark_when_found(nerve: str) -> None:
    row = ATLAS.nerves[nerve]
    for position in POSITIONS[nerve]:
        landmarks = [anchor.landmark for anchor in ATLAS.sites[position.site].anchors if anchor.path == position.path]
        path = GRAPH.path(position.path)
        assert position.point in [tuple(path.points[path.landmark(name)].tolist()) for name in landmarks]
        ways = [*GRAPH.courses(row).values(), *(GRAPH.course_to(row, branch.name) for branch in GRAPH.branches(row))]
        assert any(
            way is not None
            and np.abs(way.points - position.point).sum(axis=1).min() == 0
            and np.abs(way.s_cm - position.s_cm).min() < 1e-9
            for way in ways
        )


def test_disc_names_its_root_when_several_feed_the_nerve() -> None:
    assert place("sciatic", "disc-l5-s1").root == "S1"
    assert place("sciatic", "disc-l4-l5").root == "L5"
    assert place("sciatic", "piriformis").root is None
    assert place("sciatic", "piriformis").roots == ATLAS.nerves["sciatic"].roots
    for site, root in EXPECTED["site_root"].items():
        for nerve, positions in POSITIONS.items():
            on_it = [position.roots for position in positions if position.site == site]
            assert on_it == ([(root,)] if root in ATLAS.nerves[nerve].roots else []), (site, nerve)


def test_site_keeps_its_length_when_trunks_part() -> None:
    nerves = ("sciatic", "tibial", "medial-plantar", "sural", "deep-fibular")
    assert len({round(place(nerve, "piriformis").s_cm, 6) for nerve in nerves}) == 1


def test_site_counts_when_it_sits_on_a_further_branch() -> None:
    webs = place("medial-plantar", "intermetatarsal")
    assert webs.path.startswith("medial plantar, web")
    assert place("medial-plantar", "knot-of-henry").s_cm < webs.s_cm < 130


def test_coccyx_is_on_no_nerve_when_it_is_only_a_tether() -> None:
    assert all(position.site != "coccyx" for positions in POSITIONS.values() for position in positions)
    assert site_points(ATLAS, GRAPH)["coccyx"]


def test_group_has_no_positions_when_its_members_have() -> None:
    assert POSITIONS["cluneal"] == ()


def test_every_site_has_points_when_the_map_asks() -> None:
    points = site_points(ATLAS, GRAPH)
    assert set(points) == set(ATLAS.sites)
    for site, row in ATLAS.sites.items():
        assert len(points[site]) == len(row.anchors) > 0


@pytest.mark.parametrize("truth", [truth for truth in FALLING if truth["names"][0] in ATLAS.sites], ids=str)
def test_sites_of_the_spine_lie_lower_when_the_list_goes_on(truth: dict[str, Any]) -> None:
    points = site_points(ATLAS, GRAPH)
    heights = [np.mean([point[2] for point in points[site]]) for site in truth["names"]]
    assert heights == sorted(heights, reverse=True)
    assert len(heights) == len(set(heights))


@pytest.mark.parametrize("site", [site.id for site in ATLAS.sites.values() if site.listed_cm is not None])
def test_sites_lie_near_the_listed_centimetres_when_the_list_has_them(site: str) -> None:
    """The list counts from L5 wherever it can, and is an estimate itself."""
    row = ATLAS.sites[site]
    nerves = sorted((nerve for name in row.nerves for nerve in ATLAS.members(name)), key=lambda one: one.exit != "L5")
    found = [place.s_cm for nerve in nerves for place in POSITIONS[nerve.id] if place.site == site]
    assert abs(found[0] - (row.listed_cm or 0.0)) < 10
