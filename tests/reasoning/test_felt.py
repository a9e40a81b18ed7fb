"""Where trouble at a site, a root or a nerve could be felt, against what the sources say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nervemap.reasoning.areas import Areas
from nervemap.reasoning.felt import felt_from_nerve, felt_from_root, felt_from_site
from nervemap.reasoning.findings import FeltArea
from nervemap.reasoning.places import Places


def _regions(found: tuple[FeltArea, ...]) -> set[str]:
    return {area.region for area in found}


@pytest.mark.parametrize("kind", ["sites", "roots", "nerves"])
def test_felt_areas_when_asked_from_one_place(
    areas: Areas, places: Places, expected: Callable[[str], Any], kind: str
) -> None:
    wrong = []
    for name, want in expected("felt")[kind].items():
        found = _regions(
            felt_from_site(areas, places, name)
            if kind == "sites"
            else felt_from_root(areas, name)
            if kind == "roots"
            else felt_from_nerve(areas, places, name)
        )
        missing, too_many = set(want["must"]) - found, set(want["must_not"]) & found
        if missing or too_many:
            wrong.append(f"{name}: missing {sorted(missing)}, must not {sorted(too_many)} ({want['source']})")
    assert not wrong, "\n".join(wrong)


def test_felt_areas_when_the_site_lies_above_the_roots(
    areas: Areas, places: Places, expected: Callable[[str], Any]
) -> None:
    want = expected("felt")["above_the_roots"]
    for site in want["sites"]:
        found = felt_from_site(areas, places, site)
        assert set(want["must"]) <= _regions(found), site
        assert all(area.direction != "above" for area in found if area.region != "low-back"), site


def test_direction_when_seen_from_the_tarsal_tunnel(areas: Areas, places: Places) -> None:
    found = {area.region: area.direction for area in felt_from_site(areas, places, "tarsal-tunnel")}
    below = {"plantar-foot", "heel"}
    above = {"calf", "posterior-knee", "posterior-thigh", "posterior-pelvis-hip", "low-back"}
    assert {found[region] for region in below} == {"below"}
    assert {found[region] for region in above} == {"above"}
    assert found["medial-ankle"] == "here"


def test_direction_when_seen_from_the_sole(areas: Areas, places: Places, expected: Callable[[str], Any]) -> None:
    for site, want in expected("felt")["seen_from"].items():
        found = {area.region: area.direction for area in felt_from_site(areas, places, site)}
        for direction, regions in want.items():
            assert {found[region] for region in regions} == {direction}, site


def test_branches_when_they_leave_above_the_site(areas: Areas, places: Places) -> None:
    assert "posterior-femoral-cutaneous" not in {a.via for a in felt_from_site(areas, places, "mid-thigh")}
    assert "sural" not in {a.via for a in felt_from_site(areas, places, "soleal-sling")}


def test_each_area_when_several_nerves_reach_it(areas: Areas, places: Places) -> None:
    found = felt_from_site(areas, places, "piriformis")
    assert len(found) == len(_regions(found))


def test_group_when_asked_as_a_nerve(areas: Areas, places: Places) -> None:
    found = felt_from_nerve(areas, places, "cluneal")
    assert {area.via for area in found} <= {
        "superior-cluneal",
        "middle-cluneal",
        "inferior-cluneal",
        "posterior-femoral-cutaneous",
    }
    assert {"posterior-pelvis-hip", "anterior-lateral-hip-thigh"} <= _regions(found)


def test_area_when_named_by_the_article_and_not_reached_says_so(
    areas: Areas, places: Places, expected: Callable[[str], Any]
) -> None:
    for key, reaches in (("not_reached", False), ("reached", True)):
        for case in expected("felt")[key]:
            found = {area.region: area for area in felt_from_nerve(areas, places, case["nerve"])}
            assert found[case["area"]].reaches is reaches, case
