"""Several marks: the neurologist's traps of order, shared sites and both sides (tests/expectations/knowledge.yaml)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nervemap.case.case import Case, Mark
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.areas import Areas
from nervemap.reasoning.candidates import explain
from nervemap.reasoning.findings import Explanation
from nervemap.reasoning.places import Places
from nervemap.reasoning.still_fed import still_fed


def _explained(
    atlas: Atlas, places: Places, *marks: str, red_flags: dict[str, tuple[str, ...] | None] | None = None
) -> Explanation:
    parts = [mark.split(":") for mark in marks]
    found = tuple(Mark(side="left" if side == "left" else "right", region=region) for side, region in parts)
    return explain(atlas, Case(marks=found, red_flags=red_flags or {}), places)  # type: ignore[arg-type]


def test_shared_site_when_heel_calf_and_back_of_thigh_are_marked(
    atlas: Atlas, places: Places, expected: Callable[[str], Any]
) -> None:
    for case in expected("knowledge")["several_marks"]:
        found = _explained(atlas, places, *case["marks"])
        order = [one.site for one in found.shared_sites]
        first = found.shared_sites[order.index(case["shared"])]
        assert len(first.explains) == len(case["marks"])
        assert set(case["also"]) <= set(first.should_also_affect)
        assert all(order.index(case["shared"]) < order.index(later) for later in case["before"])
        assert case["marks"][0].startswith(first.side)
        if equals := case.get("equals"):
            assert order[: len(equals)] == equals
            assert [one.rank for one in found.shared_sites[: len(equals) + 1]] == [1] * len(equals) + [2]
            told = " or ".join(atlas.sites[site].name for site in equals)
            assert any(told in fact.text for fact in found.statement)


def test_shared_sites_when_other_nerves_run_there_are_not_equal(
    atlas: Atlas, places: Places, expected: Callable[[str], Any]
) -> None:
    for case in expected("knowledge")["not_equal"]:
        ranks = {one.site: one.rank for one in _explained(atlas, places, *case["marks"]).shared_sites}
        assert ranks[case["first"]] < ranks[case["later"]], case


def test_shared_sites_when_they_explain_alike_are_the_most_distal_first(atlas: Atlas, places: Places) -> None:
    for marks in (("heel", "calf"), ("lateral-shin", "dorsal-foot-toes"), ("medial-shin", "anterior-knee")):
        found = _explained(atlas, places, *(f"right:{mark}" for mark in marks)).shared_sites
        ranks = {one.rank: [other for other in found if other.rank == one.rank] for one in found}
        key = [(-len(some[0].explains), -max(places.site_level[one.site] for one in some)) for some in ranks.values()]
        assert found and key == sorted(key) and list(ranks) == list(range(1, len(ranks) + 1))
        for some in ranks.values():
            assert len({(one.explains, one.should_also_affect) for one in some}) == 1


def test_both_soles_when_marked_raise_the_questions_of_both_legs(
    atlas: Atlas, places: Places, expected: Callable[[str], Any]
) -> None:
    case = expected("knowledge")["both_soles"]
    found = _explained(atlas, places, *case["marks"])
    text = " ".join(fact.text for fact in found.both_sides)
    assert "No single nerve reaches both legs" in text
    assert set(case["raises"]) <= set(found.both_sides[-1].ids)
    for flag in case["raises"]:
        assert atlas.red_flags[flag].question in text
    assert found.shared_sites == ()
    for one in found.candidates:
        other = "left" if one.side == "right" else "right"
        assert any(f"marked on the {other}: the sole" in fact.text for fact in one.against), one.nerve
    assert found.above_roots and "could add to both sides" in found.above_roots.text


def test_both_sides_when_marked_unlike_raise_no_questions_of_their_own(atlas: Atlas, places: Places) -> None:
    found = _explained(atlas, places, "right:heel", "left:groin")
    assert [len(fact.text) > 0 for fact in found.both_sides] == [True]
    assert _explained(atlas, places, "right:heel").both_sides == ()


@pytest.mark.parametrize("marks", [("right:heel", "left:groin"), ("right:heel", "left:heel")])
def test_both_sides_when_urgent_questions_were_asked_point_to_them_no_more(
    marks: tuple[str, ...], atlas: Atlas, places: Places
) -> None:
    for groups, first in ((("now", "same-day"), True), (("now", "same-day", "days"), False)):
        found = _explained(atlas, places, *marks, red_flags=dict.fromkeys(groups, ()))
        assert ("come first here" in found.both_sides[0].text) is first
        assert found.both_sides[0] in found.statement


def test_parts_when_told_apart_are_parts_of_the_statement(atlas: Atlas, places: Places) -> None:
    found = _explained(atlas, places, "right:heel", "right:calf")
    assert found.above_roots in found.statement and found.local_causes in found.statement
    assert "none of them accounts for one side alone" in (found.above_roots.text if found.above_roots else "")


def test_branch_when_a_trunk_reaches_an_area_through_it_is_the_one_listed_there(
    atlas: Atlas, places: Places, expected: Callable[[str], Any]
) -> None:
    cases = expected("knowledge")["through"]
    explained = _explained(atlas, places, "right:posterior-thigh", *(f"right:{case['area']}" for case in cases))
    found = {one.nerve: one for one in explained.candidates}
    for case in cases:
        reasons = [fact.text for fact in found[case["nerve"]].for_ if case["area"] in fact.ids]
        assert len(reasons) == 1 and case["branch"] in reasons[0]


def test_skin_nerve_when_an_area_has_no_row_is_named_before_the_trunk(
    atlas: Atlas, places: Places, expected: Callable[[str], Any]
) -> None:
    for region, nerve in expected("knowledge")["first_named"].items():
        assert _explained(atlas, places, f"right:{region}").candidates[0].nerve == nerve


def test_order_when_marks_differ_is_by_marks_then_by_who_names_it(atlas: Atlas, places: Places, areas: Areas) -> None:
    """Number of marks explained, the article, the atlas's supply, "passes here"; equals share a rank."""
    tier = {"article": 0, "skin": 1, "deep": 1, "atlas": 1, "passes": 2}
    sides: tuple[Side, ...] = ("right", "left")
    for marks in (
        ("heel",),
        ("medial-ankle", "heel"),
        ("lateral-knee", "lateral-shin"),
        ("groin", "medial-thigh-knee"),
    ):
        for side in sides:
            found = _explained(atlas, places, *(f"{side}:{mark}" for mark in marks)).candidates
            keys = [
                (-len(one.explains), min(tier[areas.own[one.nerve][r]] for r in marks if r in areas.own[one.nerve]))
                for one in found
            ]
            assert keys == sorted(keys)
            ranks = [sorted(set(keys)).index(key) + 1 for key in keys]
            assert [one.rank for one in found] == ranks


@pytest.mark.parametrize("site", ["disc-l5-s1", "disc-l4-l5", "foramen-l3"])
def test_roots_when_one_is_held_the_others_still_feed_the_nerve(
    atlas: Atlas, expected: Callable[[str], Any], site: str
) -> None:
    found = still_fed(atlas, site)
    for nerve, roots in expected("knowledge")["still_fed"][site].items():
        assert list(found[nerve]) == roots
    assert still_fed(atlas, "piriformis") == {}
