"""The pipe: figures, words and laws from the sources, for any crimps."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervemap.case.case import Crimp
from nervemap.case.commands import CaseError, refuse_severe_above_roots
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.model import Grade, Kind
from nervemap.reasoning.findings import Flow
from nervemap.reasoning.flow import Model, flow
from nervemap.reasoning.places import Places

_RULES = load_atlas().rules.flow
_LINE = tuple((f"site-{number}", float(number)) for number in range(8))
_GRADES: tuple[Grade, ...] = ("none", "mild", "moderate", "severe")

models = st.sampled_from(get_args(Model))
placed = st.dictionaries(
    st.sampled_from([site for site, _ in _LINE]), st.tuples(st.sampled_from(_GRADES), st.sampled_from(get_args(Kind)))
)


def _flow(grades: Sequence[Grade], model: Model) -> Flow:
    crimps = [Crimp(side="right", site=site, grade=grade) for (site, _), grade in zip(_LINE, grades, strict=False)]
    return flow(_RULES, "sural", _LINE, crimps, model)


def _placed(crimps: dict[str, tuple[Grade, Kind]], model: Model) -> Flow:
    listed = [Crimp(side="right", site=site, grade=grade, kind=kind) for site, (grade, kind) in crimps.items()]
    return flow(_RULES, "sural", _LINE, listed, model)


@pytest.mark.parametrize("model", get_args(Model))
def test_flow_when_the_sources_list_the_crimps(expected: Callable[[str], Any], model: Model) -> None:
    tolerance = expected("flow")["tolerance"]
    for case in expected("flow")[f"model_{model}"]["cases"]:
        found = _flow(case["crimps"], model)
        assert found.capacity == pytest.approx(case["capacity"], abs=tolerance), case
        assert found.flow == pytest.approx(case["flow"], abs=tolerance), case
        assert found.word == case["word"], case
        assert found.irritability == pytest.approx(1 - found.flow), case


def test_left_when_read_along_a_real_nerve(expected: Callable[[str], Any], places: Places) -> None:
    for case in expected("flow")["left_along"]:
        crimps = [Crimp(side=None, site=site, grade=grade) for site, grade in case["crimps"].items()]
        found = flow(_RULES, case["nerve"], places.sites[case["nerve"]], crimps)
        left = {site.site: site.left for site in found.sites}
        assert {site: left[site] for site in case["left"]} == pytest.approx(case["left"], abs=1e-3), case["source"]
        assert (found.flow, found.word) == (pytest.approx(case["flow"], abs=1e-3), case["word"])


@pytest.mark.parametrize("model", get_args(Model))
def test_drop_when_mild_crimps_are_counted(expected: Callable[[str], Any], model: Model) -> None:
    for count, limits in expected("flow")["counts_of_mild"][f"model_{model}"].items():
        drop = 1 - _flow(["mild"] * count, model).flow
        assert limits.get("drop_at_least", 0) <= drop <= limits.get("drop_at_most", 1), (count, drop)


@given(placed, models, st.sampled_from([site for site, _ in _LINE]))
def test_flow_when_one_crimp_is_made_worse(crimps: dict[str, Any], model: Model, site: str) -> None:
    grade, kind = crimps.get(site, ("none", "pressed"))
    before = _placed(crimps, model).flow
    for worse in _GRADES[_GRADES.index(grade) + 1 :]:
        after = _placed({**crimps, site: (worse, kind)}, model).flow
        assert after <= before
        assert model == "A" or after < before


@given(placed, models)
def test_flow_when_a_crimp_is_taken_off(crimps: dict[str, Any], model: Model) -> None:
    for site in crimps:
        without = {other: crimp for other, crimp in crimps.items() if other != site}
        assert _placed(without, model).flow >= _placed(crimps, model).flow


@given(st.lists(st.sampled_from(_GRADES), max_size=8), models, st.randoms())
def test_flow_when_the_crimps_change_places(grades: list[Grade], model: Model, random: Any) -> None:
    shuffled = random.sample(grades, len(grades))
    assert _flow(shuffled, model).flow == _flow(grades, model).flow


@given(placed, models)
def test_left_when_followed_from_brain_to_skin(crimps: dict[str, Any], model: Model) -> None:
    found = _placed(crimps, model)
    left = [site.left for site in found.sites]
    assert left == sorted(left, reverse=True)
    assert left[-1] == found.flow
    for site in found.sites:
        if site.grade != "none":
            break
        assert site.left == 1


@given(placed, models)
def test_flow_when_kinds_differ_or_a_grade_is_none(crimps: dict[str, Any], model: Model) -> None:
    plain = {site: (grade, "stiff") for site, (grade, _) in crimps.items() if grade != "none"}
    found, same = _placed(crimps, model), _placed(plain, model)
    assert (found.capacity, found.flow, found.word) == (same.capacity, same.flow, same.word)


def test_flow_when_crimps_lie_on_the_other_leg_or_elsewhere() -> None:
    crimps = [
        Crimp(side="left", site="site-1", grade="severe"),
        Crimp(side="right", site="nowhere", grade="severe"),
        Crimp(side=None, site="site-0", grade="mild"),
    ]
    assert flow(_RULES, "sural", _LINE, crimps, side="right").flow == _flow(["mild"], "B").flow


def test_severe_when_the_site_lies_above_the_roots(atlas: Atlas, expected: Callable[[str], Any]) -> None:
    above = expected("flow")["above_the_roots"]
    for site in above["sites"]:
        for grade in above["refused"]:
            with pytest.raises(CaseError, match=f"{re.escape(atlas.sites[site].name)}.*urgent questions"):
                refuse_severe_above_roots(atlas.sites[site], grade)
        for grade in above["grades"]:
            refuse_severe_above_roots(atlas.sites[site], grade)
    refuse_severe_above_roots(atlas.sites["piriformis"], "severe")
