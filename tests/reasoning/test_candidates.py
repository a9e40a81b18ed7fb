"""The nerves for the marks, why, and the sites that several marks share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from nervemap.case.case import Case, Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.candidates import explain
from nervemap.reasoning.findings import Candidate, Explanation, Fact
from nervemap.reasoning.places import Places

_SIDES: tuple[Side, ...] = ("right", "left")


def _case(*marks: str) -> Case:
    parts = [mark.split(":") for mark in marks]
    return Case(marks=tuple(Mark(side="left" if side == "left" else "right", region=region) for side, region in parts))


def _by_nerve(explanation: Explanation, side: Side) -> dict[str, Candidate]:
    return {one.nerve: one for one in explanation.candidates if one.side == side}


def _facts(explanation: Explanation) -> list[Fact]:
    return [fact for one in explanation.candidates for fact in (*one.for_, *one.against)] + list(explanation.statement)


@pytest.mark.parametrize("side", _SIDES)
def test_candidates_when_one_area_is_marked(
    atlas: Atlas, places: Places, expected: Callable[[str], Any], side: Side
) -> None:
    areas = expected("areas")
    rows = {row["id"]: row["nerves"] for row in areas["rows"]}
    for region in atlas.regions:
        found = explain(atlas, _case(f"{side}:{region}"), places).candidates
        assert found and {one.side for one in found} == {side}
        by_article = [one.nerve for one in found if "article" in one.named_by]
        wanted = [member.id for nerve in rows.get(region, []) for member in atlas.members(nerve)]
        assert by_article == wanted == [one.nerve for one in found][: len(wanted)], region
        offered = {one.nerve for one in found}
        listed = areas["additions"][region]
        assert set(listed["must_add"]) <= offered, region
        assert not set(listed["must_not"]) & offered, region
        assert all(set(any_of) & offered for any_of in listed.get("any_of", [])), region
        assert [one.rank for one in found] == sorted(one.rank for one in found)


def test_reaches_when_the_article_names_a_nerve(atlas: Atlas, places: Places, expected: Callable[[str], Any]) -> None:
    for want in expected("areas")["reaches"]:
        found = _by_nerve(explain(atlas, _case(f"right:{want['area']}"), places), "right")
        for member in atlas.members(want["nerve"]):
            one = found[member.id]
            assert one.reaches is want["reaches"], want
            said = any("Neither its course nor its branches" in fact.text for fact in one.against)
            assert said is not want["reaches"], want


def test_order_when_two_areas_are_marked(atlas: Atlas, places: Places) -> None:
    found = explain(atlas, _case("right:lateral-shin", "right:dorsal-foot-toes"), places).candidates
    assert found[0].nerve == "superficial-fibular"
    assert found[0].explains == ("lateral-shin", "dorsal-foot-toes")
    assert [-len(one.explains) for one in found] == sorted(-len(one.explains) for one in found)


def test_rank_when_nothing_separates_candidates(atlas: Atlas, places: Places) -> None:
    found = explain(atlas, _case("right:plantar-foot"), places).candidates
    assert [(one.nerve, one.rank) for one in found[:2]] == [("medial-plantar", 1), ("lateral-plantar", 1)]
    assert found[2].rank == 2


def test_named_by_when_article_and_atlas_both_name_it(atlas: Atlas, places: Places) -> None:
    found = _by_nerve(explain(atlas, _case("left:medial-ankle", "left:heel"), places), "left")
    assert found["tibial"].named_by == ("article", "atlas")
    assert found["saphenous"].named_by == ("atlas",)


def test_roots_when_a_candidate_is_offered(atlas: Atlas, places: Places) -> None:
    found = _by_nerve(explain(atlas, _case("right:lateral-ankle"), places), "right")
    assert found["sural"].roots == ("S1", "S2")


def test_against_when_other_areas_are_not_marked(atlas: Atlas, places: Places) -> None:
    sural = _by_nerve(explain(atlas, _case("right:lateral-ankle", "right:groin"), places), "right")["sural"]
    texts = " ".join(fact.text for fact in sural.against)
    assert "does not account for the groin" in texts
    assert "calf" in texts and "not marked" in texts
    assert "free" not in texts


def test_shared_sites_when_heel_and_inner_ankle_are_marked(atlas: Atlas, places: Places) -> None:
    found = explain(atlas, _case("left:heel", "left:medial-ankle"), places).shared_sites
    sites = [one.site for one in found]
    assert {"tarsal-tunnel", "soleal-sling", "piriformis", "disc-l5-s1"} <= set(sites)
    assert sites.index("tarsal-tunnel") < sites.index("soleal-sling") < sites.index("piriformis")
    tunnel = next(one for one in found if one.site == "tarsal-tunnel")
    assert "plantar-foot" in tunnel.should_also_affect
    assert "lateral-ankle" not in tunnel.should_also_affect
    for one in found:
        assert one.side == "left" and len(one.explains) >= 2
        assert not set(one.explains) & set(one.should_also_affect)
        assert not atlas.sites[one.site].above_roots


def test_shared_sites_when_the_areas_have_no_nerve_in_common(atlas: Atlas, places: Places) -> None:
    sites = {one.site for one in explain(atlas, _case("right:groin", "right:heel"), places).shared_sites}
    assert not sites & {"tarsal-tunnel", "piriformis", "psoas", "inguinal-femoral"}


def test_shared_sites_when_the_marks_lie_on_different_sides(atlas: Atlas, places: Places) -> None:
    assert explain(atlas, _case("right:heel", "left:medial-ankle"), places).shared_sites == ()


def test_statement_when_both_sides_are_marked(atlas: Atlas, places: Places) -> None:
    alike = " ".join(f.text for f in explain(atlas, _case("right:heel", "left:heel"), places).statement)
    assert "same areas are marked on both sides" in alike and "urgent questions" in alike
    one_side = " ".join(f.text for f in explain(atlas, _case("right:heel"), places).statement)
    assert "both sides" not in one_side and "none of them accounts for one side alone" in one_side


def test_explanation_when_nothing_is_marked(atlas: Atlas, places: Places) -> None:
    found = explain(atlas, Case(), places)
    assert found.candidates == () and found.shared_sites == ()
    assert "Mark where it hurts" in found.statement[0].text


def test_facts_when_everything_is_marked(atlas: Atlas, places: Places) -> None:
    case = _case(*(f"{side}:{region}" for side in _SIDES for region in atlas.regions))
    known = {*atlas.regions, *atlas.nerves, *atlas.roots, *atlas.sites, *atlas.red_flags, *atlas.observations}
    known |= {f"mark:{mark.side}:{mark.region}" for mark in case.marks}
    for fact in _facts(explain(atlas, case, places)):
        assert fact.ids and set(fact.ids) <= known, fact
        assert fact.text.endswith("."), fact


def test_candidates_when_a_nerve_is_taken_out_of_a_row(atlas: Atlas, places: Places) -> None:
    region = msgspec.structs.replace(atlas.regions["lateral-ankle"], nerves=())
    changed = dataclasses.replace(atlas, regions={**atlas.regions, region.id: region})
    found = _by_nerve(explain(changed, _case("right:lateral-ankle"), places), "right")
    assert "article" not in {who for one in found.values() for who in one.named_by}


def test_candidates_when_crimps_and_answers_are_there(atlas: Atlas, places: Places) -> None:
    plain = _case("right:lateral-ankle", "right:heel")
    full = msgspec.structs.replace(plain, signs={"at-rest": "yes"}, label="x")
    assert explain(atlas, plain, places) == explain(atlas, full, places)
