"""The atlas holds what the sources say: areas, roots, sites, signs, urgent questions, as written down beforehand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.faults import ContentError

EXPECTATIONS = Path(__file__).resolve().parents[1] / "expectations"


def expected(name: str) -> Any:
    return yaml.safe_load((EXPECTATIONS / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


def test_nine_rows_when_read_are_exact(atlas: Atlas) -> None:
    rows = [region for region in atlas.regions.values() if region.row is not None]
    found = [(row.row, row.id, row.published, row.published_nerves, list(row.nerves)) for row in rows]
    wanted = [
        (row["row"], row["id"], row["area"], row["nerves_words"], row["nerves"]) for row in expected("areas")["rows"]
    ]
    assert found == wanted


def test_other_areas_when_read_have_no_row(atlas: Atlas) -> None:
    others = [region.id for region in atlas.regions.values() if region.row is None]
    assert others == expected("areas")["no_row"]["ids"]


@pytest.mark.parametrize("area", list(expected("areas")["additions"]))
def test_additions_when_read_are_what_the_sources_say(atlas: Atlas, area: str) -> None:
    wanted = expected("areas")["additions"][area]
    region = atlas.regions[area]
    added = {addition.nerve for addition in region.atlas_adds}
    assert set(wanted["must_add"]) <= added
    assert all(added & set(some) for some in wanted.get("any_of", ()))
    assert not (added | set(region.nerves)) & set(wanted["must_not"])


def test_cluneal_group_when_read_has_its_members(atlas: Atlas) -> None:
    wanted = expected("areas")["cluneal_group"]
    members = atlas.members("cluneal")
    assert [member.id for member in members] == wanted["members"]
    assert {member.published_as for member in members} == {wanted["published_as"]}
    assert atlas.members("sural") == (atlas.nerves["sural"],)


@pytest.mark.parametrize("nerve", list(expected("nerves")["nerves"]))
def test_roots_and_parents_when_read_are_what_the_sources_say(atlas: Atlas, nerve: str) -> None:
    wanted = expected("nerves")["nerves"][nerve]
    row = atlas.nerves[nerve]
    if "roots" in wanted:
        assert list(row.roots) == wanted["roots"]
    assert set(wanted.get("roots_at_least", ())) <= set(row.roots)
    assert set(row.roots) <= set(wanted.get("roots_within", row.roots))
    assert not set(row.roots) & set(wanted.get("not_roots", ()))
    assert row.exit == wanted.get("exit_root", row.exit)
    if "parent" in wanted:
        assert row.parent == wanted["parent"]


def test_every_nerve_when_the_specification_has_it_has_a_row(atlas: Atlas) -> None:
    wanted = expected("nerves")
    assert set(atlas.nerves) == {*wanted["nerves"], *wanted["names_no_nerve"]}


def test_sites_when_read_belong_to_the_nerves_that_the_list_names(atlas: Atlas) -> None:
    for site, wanted in expected("sites")["listed"].items():
        assert set(wanted.get("nerves", ())) <= set(atlas.sites[site].nerves), site
    assert [site.id for site in atlas.sites.values() if not site.on_course] == expected("sites")["on_no_course"]


def test_six_signs_when_read_are_in_order(atlas: Atlas) -> None:
    assert [sign.number for sign in atlas.signs.values()] == [sign["number"] for sign in expected("signs")["signs"]]
    may_not_apply = [sign.number for sign in atlas.signs.values() if sign.not_applicable]
    assert may_not_apply == [sign["number"] for sign in expected("signs")["signs"] if sign.get("may_not_apply")]


def test_bands_when_counted_read_as_the_author_says(atlas: Atlas) -> None:
    for yes, reading in expected("signs")["reading"]["by_yes"].items():
        bands = [band.reading for band in atlas.rules.sign_bands if yes >= band.at_least]
        assert bands[-1] == reading


@pytest.mark.parametrize("group", list(expected("red_flags")["groups"]))
def test_urgent_questions_when_read_stand_in_their_group(atlas: Atlas, group: str) -> None:
    wanted = expected("red_flags")["groups"][group]
    assert atlas.red_flag_groups[group].locks == wanted["locks_tests"]
    asked = [f"{flag.question} {flag.means}".lower() for flag in atlas.red_flags.values() if flag.group == group]
    for question in wanted["questions"]:
        words = question["find"]
        found = any(all(any(word in text for word in some) for some in words) for text in asked)
        assert found, question["symptom"]


def test_children_when_asked_for_are_the_nerves_that_leave_a_trunk(atlas: Atlas) -> None:
    assert {child.id for child in atlas.children["tibial"]} >= {"medial-plantar", "lateral-plantar", "medial-calcaneal"}
    assert atlas.children["inferior-calcaneal"] == ()


def test_rows_when_read_cannot_be_changed(atlas: Atlas) -> None:
    with pytest.raises(AttributeError):
        atlas.nerves["sural"].name = "Other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        atlas.rules = None  # type: ignore[misc, assignment]


def test_one_line_is_told_when_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="there is no such folder") as caught:
        load_atlas(tmp_path / "nowhere")
    assert len(caught.value.faults) == 1


def test_neither_numpy_nor_qt_is_loaded_when_the_content_is_read() -> None:
    program = (
        "import sys; from nervemap.content.atlas import load_atlas; load_atlas(); "
        "print([name for name in sys.modules if name in ('numpy', 'PySide6')])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
