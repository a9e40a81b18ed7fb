"""History, reflexes, findings, the fuller slump test, urgent locks, the joined cells and the next question."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervemap.case.case import Case, Crimp, Mark, SlumpSide, StepNote
from nervemap.case.examination import not_noted, noted
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.wording import unwanted
from nervemap.reasoning.candidates import explain
from nervemap.reasoning.findings import Explanation, NextQuestion, Statement
from nervemap.reasoning.found import neuro_facts
from nervemap.reasoning.next_question import leading
from nervemap.reasoning.places import Places
from nervemap.reasoning.signs import read_signs
from nervemap.reasoning.slump import clearly_tighter, read_relatives, read_slump
from nervemap.reasoning.statement import statement
from nervemap.reasoning.urgent import locking_yes, locks

_ATLAS = load_atlas()
_NOTHING = Explanation(candidates=(), shared_sites=(), statement=())
_ASKED: Any = {"now": (), "same-day": (), "days": ()}
_NO_SIGNS: Any = dict.fromkeys(_ATLAS.signs, "no")
_STRETCH = SlumpSide(symptom="stretch", release="same")
_TESTED: Any = {"left": _STRETCH, "right": _STRETCH}


def _statement(case: Case, explanation: Explanation = _NOTHING) -> Statement:
    signs = read_signs(_ATLAS, case.signs)
    return statement(_ATLAS, case, explanation, signs, read_slump(_ATLAS, case.slump, case.tighter_degrees))


def _texts(facts: Any) -> str:
    return "\n".join(fact.text for fact in facts)


def test_history_when_answered_yes_points_to_sites_and_sets_no_crimp(expected: Callable[[str], Any]) -> None:
    for want, question in zip(expected("examination")["history"], _ATLAS.history.values(), strict=True):
        assert question.number == want["place"]
        assert all(word in question.question for word in want["about"]), question.id
        assert set(want["points_to"]) <= set(question.sites)
        case = Case(history={question.id: "yes"}, crimps=(Crimp(side="left", site="piriformis", grade="mild"),))
        fact = next(fact for fact in _statement(case).for_ if question.id in fact.ids)
        assert set(question.sites) <= set(fact.ids)
        assert not [fact for fact in _statement(Case(history={question.id: "no"})).for_ if question.id in fact.ids]


def test_history_when_it_is_open_tells_not_asked_and_not_sure_apart() -> None:
    first, *others = _ATLAS.history
    told = [fact.text for fact in _statement(Case(history={first: "unsure"})).unknown]
    assert "History question 1: not sure." in told and "History questions 2 and 3: not answered." in told
    told = [fact.text for fact in _statement(Case(history=dict.fromkeys(others, "no"))).unknown]
    assert "History question 1: not answered." in told and not any("History questions" in text for text in told)


def test_history_when_a_nerve_leads_names_the_sites_on_its_way(places: Places) -> None:
    case = Case(marks=(Mark(side="right", region="lateral-ankle"),), history={"falls-surgery-scar": "yes"})
    fact = next(f for f in _statement(case, explain(_ATLAS, case, places)).for_ if "falls-surgery-scar" in f.ids)
    assert "sural-calf-exit" in fact.ids and "adductor-canal" not in fact.ids


def test_neuro_when_less_than_normal_speaks_by_the_pairs(expected: Callable[[str], Any]) -> None:
    for want in expected("examination")["neuro"]:
        for_, against = neuro_facts(_ATLAS, Case(neuro={"left": {want["item"]: "less"}}))
        assert any({want["for"], want["against"], want["item"]} <= set(fact.ids) for fact in for_), want
        assert all("Left" in fact.text for fact in (*for_, *against))
        assert any(want["against"] in fact.ids for fact in against), want
        text = _texts(_statement(Case(neuro={"left": {want["item"]: "less"}})).text)
        assert "Please have this examined soon" in text


def test_neuro_when_areas_are_marked_speaks_of_their_nerves_alone(atlas: Atlas, places: Places) -> None:
    case = Case(marks=(Mark(side="left", region="lateral-shin"),), neuro={"left": {"foot-up": "less"}})
    for_, against = neuro_facts(atlas, case, explain(atlas, case, places))
    told = {id_ for fact in (*for_, *against) for id_ in fact.ids}
    assert {"deep-fibular", "superficial-fibular"} <= told and "femoral" not in told
    case = Case(marks=(Mark(side="left", region="heel"),), neuro={"left": {"foot-up": "less"}})
    for_, against = neuro_facts(atlas, case, explain(atlas, case, places))
    assert [fact.ids[2:] for fact in for_] == [("L4", "L5")] and not against


@given(st.sets(st.sampled_from(list(_ATLAS.neuro))))
def test_neuro_when_normal_adds_nothing(normal: set[str]) -> None:
    assert neuro_facts(_ATLAS, Case(neuro={"right": dict.fromkeys(normal, "normal")})) == ((), ())


def test_neuro_when_less_in_both_legs_asks_the_first_group() -> None:
    case = Case(neuro={"left": {"toe-rise": "less"}, "right": {"toe-rise": "less"}})
    fact = next(fact for fact in _statement(case).text if "both legs" in fact.text)
    assert {"both-legs-weak", "saddle-numbness"} <= set(fact.ids)


def test_findings_when_present_speak_as_the_sources_say(expected: Callable[[str], Any]) -> None:
    for want in expected("examination")["findings"]:
        whole = _statement(Case(observations={want["id"]: "yes"}))
        side, other = (whole.for_, whole.against) if want["speaks"] == "for" else (whole.against, whole.for_)
        assert any(want["id"] in fact.ids for fact in side)
        assert not any(want["id"] in fact.ids for fact in other)
        asked = {id_ for fact in whole.text for id_ in fact.ids}
        assert set(want.get("asks", [])) <= asked


def test_slump_when_part_place_and_stop_are_recorded(expected: Callable[[str], Any]) -> None:
    for want in expected("examination")["slump_more"]:
        symptom, release, place, moved, stopped = want["side"]
        side = SlumpSide(symptom=symptom, release=release, place=place, moved=moved, stopped=stopped)
        found = read_slump(_ATLAS, {"left": side})
        assert found.result == want["result"], want
        assert ("stopped early" in found.text) is (stopped is not None)


def test_slump_when_only_steps_were_noted(expected: Callable[[str], Any]) -> None:
    for want in expected("examination")["slump_notes"]:
        side = None
        for step, symptom in want["felt"].items():
            side = noted(side, StepNote(step=step, symptom=symptom))
        assert side is not None
        assert read_slump(_ATLAS, {"left": side}).result == want["result"], want
        for step in want["felt"]:
            side = not_noted(side, step) if side else None
        assert side is None


def _knee(value: Any) -> SlumpSide:
    word = {"knee": value} if isinstance(value, str) else {"degrees": value}
    return SlumpSide(symptom="stretch", release="same", **word)


def test_tighter_when_the_knee_is_told_in_words_or_degrees(expected: Callable[[str], Any]) -> None:
    want = expected("examination")
    for one in [*want["knee"], *want["adjusted"]]:
        sides: Any = {"left": _knee(one["left"]), "right": _knee(one["right"])}
        assert clearly_tighter(sides, _ATLAS.rules.slump, one.get("degrees")) == one["tighter"], one


def test_confirmed_line_when_the_criterion_is_met(expected: Callable[[str], Any]) -> None:
    sides = {
        "positive": SlumpSide(symptom="own", release="eases"),
        "not positive": SlumpSide(symptom="own", release="same"),
        "incomplete": SlumpSide(symptom="own", release="not-done"),
    }
    lines = {line.text for line in _ATLAS.confirmed_lines.values()}
    for want in expected("examination")["confirmed"]:
        case = Case(red_flags=_ASKED, signs=_NO_SIGNS, slump={"left": sides[want["result"]]})
        (line,) = [fact.text for fact in _statement(case).text if fact.text in lines]
        assert want["says"] in line
    case = Case(red_flags=_ASKED, signs=_NO_SIGNS, slump=_TESTED)
    assert not [fact for fact in _statement(case).text if fact.text in lines]


@pytest.mark.parametrize("group", ["now", "same-day"])
def test_lock_when_dealt_with_and_when_a_new_yes_comes(group: str) -> None:
    first, second = [flag.id for flag in _ATLAS.red_flags.values() if flag.group == group][:2]
    case = Case(red_flags={**_ASKED, group: (first,)})
    assert [fact.ids for fact in locks(_ATLAS, case)] == [(group, first)]
    dealt = Case(red_flags=case.red_flags, dealt_with=locking_yes(_ATLAS, case))
    assert locks(_ATLAS, dealt) == ()
    assert "dealt with" in _texts(_statement(dealt).text)
    again = Case(red_flags={**_ASKED, group: (first, second)}, dealt_with=dealt.dealt_with)
    assert [fact.ids for fact in locks(_ATLAS, again)] == [(group, second)]


def test_lock_when_a_contraindication_is_answered_yes() -> None:
    case = Case(red_flags=_ASKED, contraindications=("pregnancy",))
    (fact,) = locks(_ATLAS, case)
    assert fact.ids == ("slump", "pregnancy") and fact.text == _statement(case).text[0].text
    assert _statement(case).next is None
    assert not locks(_ATLAS, Case(contraindications=()))


def test_relatives_when_recorded_are_read_by_a_distant_part() -> None:
    own = SlumpSide(symptom="own", release="eases", moved="ankle")
    case = Case(relatives={"slr-sural": {"left": own}, "slr-tibial": {"right": _STRETCH}})
    assert [(one.test, one.result) for one in read_relatives(_ATLAS, case)] == [
        ("slr-tibial", "not positive"),
        ("slr-sural", "positive"),
    ]
    whole = _statement(case)
    assert any({"slr-sural", "slr-sural:left", "sural"} <= set(fact.ids) for fact in whole.for_)
    assert any("slr-tibial" in fact.ids for fact in whole.against)


def _next(case: Case, places: Places) -> NextQuestion | None:
    return _statement(case, explain(_ATLAS, case, places)).next


def test_next_question_when_candidates_lead_splits_them(places: Places) -> None:
    marks = (Mark(side="right", region="dorsal-foot-toes"),)
    case = Case(marks=marks, red_flags=_ASKED, signs=_NO_SIGNS, slump=_TESTED)
    nerves = {one.nerve for one in leading(explain(_ATLAS, case, places))}
    assert {"superficial-fibular", "deep-fibular"} <= nerves
    found = _next(case, places)
    assert found is not None and found.kind in ("area", "finding")
    assert nerves <= set(found.ids)
    assert all(_ATLAS.nerves[nerve].name.lower() in found.reason.lower() for nerve in nerves)


def test_next_question_when_everything_was_asked_is_silent(places: Places) -> None:
    marks = (Mark(side="right", region="dorsal-foot-toes"),)
    case = Case(marks=marks, red_flags=_ASKED, signs=_NO_SIGNS, slump=_TESTED)
    asked = []
    while (found := _next(case, places)) is not None:
        assert found.target not in asked and len(asked) < 60
        asked.append(found.target)
        side, _, what = found.target.partition(":")
        if found.kind == "area":
            case = Case(**{**_fields(case), "not_felt": (*case.not_felt, found.target)})
        elif found.kind == "finding":
            case = Case(**{**_fields(case), "neuro": {side: {**case.neuro.get(side, {}), what: "normal"}}})  # type: ignore[call-overload]
        else:
            case = Case(**{**_fields(case), "relatives": {**case.relatives, found.target: {"right": _STRETCH}}})
    assert asked


def test_next_question_when_a_test_was_stopped_asks_for_none(places: Places) -> None:
    stopped = SlumpSide(symptom="own", release="not-done", stopped="sharp")
    case = Case(red_flags=_ASKED, signs=_NO_SIGNS)
    assert (found := _next(case, places)) is not None and found.target == "slump"
    assert _next(Case(**{**_fields(case), "slump": {"left": stopped}}), places) is None
    begun = noted(None, StepNote(step="chin", symptom="none"))
    assert (found := _next(Case(**{**_fields(case), "slump": {"left": begun}}), places)) is not None
    assert "head lift" not in found.text


def _fields(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in case.__struct_fields__}


def test_help_when_listed_holds_what_the_articles_and_trials_say(expected: Callable[[str], Any]) -> None:
    want = expected("examination")["help"]
    assert list(_ATLAS.help["four-steps"].said) == want["steps"]
    assert list(_ATLAS.help["three-attitudes"].said) == want["attitudes"]
    said = {claim for part in _ATLAS.help.values() for claim in part.said}
    trials = {claim for part in _ATLAS.help.values() for claim in part.trials}
    assert set(want["articles"]) <= said and set(want["trials"]) <= trials
    assert all(part.trials for part in _ATLAS.help.values())


def test_questionnaires_when_listed_have_the_published_cut_offs(expected: Callable[[str], Any], atlas: Atlas) -> None:
    by_name = {one.name: one.cut_off for one in atlas.questionnaires.values()}
    for name, cut_off in expected("examination")["questionnaires"].items():
        assert by_name[name].startswith(cut_off)


def test_words_when_everything_was_found_stay_calm(expected: Callable[[str], Any]) -> None:
    case = Case(
        history=dict.fromkeys(_ATLAS.history, "yes"),
        observations=dict.fromkeys(_ATLAS.observations, "yes"),
        neuro={"left": dict.fromkeys(_ATLAS.neuro, "less"), "right": dict.fromkeys(_ATLAS.neuro, "less")},
        relatives={test: {"left": SlumpSide(symptom="own", release="eases")} for test in _ATLAS.tests},
        contraindications=("pregnancy",),
        dealt_with=("pregnancy",),
        red_flags=_ASKED,
    )
    whole = _statement(case)
    text = _texts((*whole.text, *whole.for_, *whole.against, *whole.unknown))
    assert list(unwanted(text)) == []
    assert not re.search(expected("words")["forbidden_patterns"][0]["pattern"], text)
    assert all(fact.ids for fact in (*whole.text, *whole.for_, *whole.against, *whole.unknown))
