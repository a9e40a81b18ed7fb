"""The one statement: what it says first, for, against and unknown, and its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from nervemap.case.case import Case, Mark, SlumpSide
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.reasoning.candidates import explain
from nervemap.reasoning.findings import Explanation, Fact, Statement
from nervemap.reasoning.places import Places
from nervemap.reasoning.rests_on import rests_on, sources_of
from nervemap.reasoning.signs import read_signs
from nervemap.reasoning.slump import read_slump
from nervemap.reasoning.statement import statement

_ATLAS = load_atlas()
_NOTHING = Explanation(candidates=(), shared_sites=(), statement=())
_ASKED: Any = {"now": (), "same-day": (), "days": ()}


def _statement(case: Case, explanation: Explanation = _NOTHING) -> Statement:
    signs, slump = read_signs(_ATLAS, case.signs), read_slump(_ATLAS, case.slump)
    return statement(_ATLAS, case, explanation, signs, slump)


def _facts(whole: Statement) -> Iterator[Fact]:
    yield from (*whole.for_, *whole.against, *whole.unknown, *whole.text)


def _signs(yes: int) -> dict[str, Any]:
    return {sign: "yes" if number < yes else "no" for number, sign in enumerate(_ATLAS.signs)}


def _text(whole: Statement) -> str:
    return " ".join(fact.text for fact in whole.text)


def test_statement_when_urgent_questions_were_not_asked() -> None:
    whole = _statement(Case())
    assert "Urgent questions not asked." in [fact.text for fact in whole.unknown]
    assert whole.text[-1].text.startswith("Next: the urgent questions.")


def test_statement_when_an_urgent_answer_is_yes() -> None:
    for group in ("now", "same-day"):
        flag = next(flag for flag in _ATLAS.red_flags.values() if flag.group == group)
        whole = _statement(Case(signs=_signs(6), red_flags={**_ASKED, group: (flag.id,)}))
        assert whole.text[0].text == _ATLAS.red_flag_groups[group].advice
        assert flag.id in whole.text[0].ids
        assert "Next:" not in _text(whole) and "Please have it assessed" not in _text(whole)


def test_statement_when_only_a_quiet_answer_is_yes() -> None:
    flag = next(flag for flag in _ATLAS.red_flags.values() if flag.group == "days")
    whole = _statement(Case(red_flags={**_ASKED, "days": (flag.id,)}))
    advice = _ATLAS.red_flag_groups["days"].advice
    assert advice in _text(whole) and whole.text[0].text != advice


def test_statement_when_signs_and_test_are_joined(expected: Callable[[str], Any]) -> None:
    own = SlumpSide(symptom="own", release="eases")
    says = {
        "few-signs": "less likely",
        "test-alone-is-weak": "one third of healthy people",
        "nerve-involvement-possible": "possible",
        "possible-and-supported-by-the-test": "arrange an assessment",
        "highly-likely-by-this-authors-rule": "no test has confirmed it",
        "both-criteria-agree": "Both of the author's criteria agree",
    }
    table = expected("signs")["combination"]
    for cell in table["cells"]:
        for yes in table["bands"][cell["band"]]:
            slump: Any = {"right": own} if cell["test"] == "met" else {}
            text = _statement(Case(signs=_signs(yes), red_flags=_ASKED, slump=slump)).text
            joined = next(fact.text for fact in text if fact.ids[1:] == ("rules", "slump"))
            assert says[cell["key"]] in joined, cell
            for unwanted in cell["must_not"]:
                assert unwanted.replace("-", " ") not in joined, cell


def test_statement_when_few_questions_were_answered() -> None:
    texts = [fact.text for fact in _statement(Case(red_flags=_ASKED)).text]
    assert not set(texts) & {cell.text for cell in _ATLAS.combination.values()}


def test_next_step_when_more_and_more_is_known() -> None:
    stretch = SlumpSide(symptom="stretch", release="same")
    unsure = SlumpSide(symptom="own", release="not-done")
    assert _statement(Case(red_flags=_ASKED)).text[-1].text.startswith("Next: sign 1.")
    assert "slump test" in _statement(Case(red_flags=_ASKED, signs=_signs(3))).text[-1].text
    incomplete = Case(red_flags=_ASKED, signs=_signs(3), slump={"left": unsure})
    assert "head lift" in _statement(incomplete).text[-1].text
    whole = _statement(Case(red_flags=_ASKED, signs=_signs(3), slump={"left": stretch, "right": stretch}))
    assert "Next:" not in _text(whole)


def test_against_when_signs_and_test_speak_against() -> None:
    stretch = SlumpSide(symptom="stretch", release="eases")
    whole = _statement(Case(signs=_signs(2), slump={"left": stretch}))
    texts = [fact.text for fact in whole.against]
    quoted = tuple(f'no: "{sign.statement}"' for sign in _ATLAS.signs.values())
    assert len([text for text in texts if text.endswith(quoted)]) == 4
    assert any(text.startswith("Slump test: no own symptom") for text in texts)
    assert len([fact for fact in whole.for_ if fact.text.startswith("Sign")]) == 2


def test_against_when_both_sides_are_marked_alike() -> None:
    marks = tuple(Mark(side=side, region="heel") for side in ("left", "right"))
    assert "marked alike" in _statement(Case(marks=marks)).against[-1].text
    assert not _statement(Case(marks=marks[:1])).against


def _marked(case: dict[str, Any], places: Places) -> Statement:
    marks = tuple(
        Mark(side="left" if side == "left" else "right", region=region)
        for side, region in (one.split(":") for one in case["marks"])
    )
    found: Any = dict.fromkeys(case.get("found", ()), "yes")
    recorded = Case(marks=marks, observations=found)
    return _statement(recorded, explain(_ATLAS, recorded, places))


def test_statement_when_a_nerve_is_named_for_what_it_does_not_reach(
    places: Places, expected: Callable[[str], Any]
) -> None:
    case = expected("examination")["statement"][0]
    whole = _marked(case, places)
    mentions = [fact.text for fact in whole.against if case["nerve"] in fact.ids and case["area"] in fact.text]
    assert len(mentions) == 1 and "neither the course nor the branches" in mentions[0]
    for fact in whole.for_:
        assert case["nerve"] not in fact.ids or "could be felt" not in fact.text
    assert any("could be felt" in fact.text for fact in whole.for_), "other nerves do reach it"


def test_statement_when_the_middle_of_the_back_is_marked_on_both_sides(
    places: Places, expected: Callable[[str], Any]
) -> None:
    for case in expected("examination")["statement"][1:3]:
        whole = _marked(case, places)
        texts = [fact.text for fact in (*whole.text, *whole.against)]
        assert any("alike" in text for text in texts) is case["alike"], case
        assert any("No single nerve reaches both legs" in text for text in texts) is case["alike"], case


def test_statement_when_both_sides_are_marked_alike_and_said_to_be_says_it_once(
    places: Places, expected: Callable[[str], Any]
) -> None:
    case = expected("examination")["statement"][3]
    said = [fact for fact in _marked(case, places).against if "one leg" in fact.text]
    assert len(said) == 1
    asked = _statement(Case(observations={"both-alike": "yes"}, red_flags=_ASKED))
    assert "they were asked" in _text(asked) and "please ask" not in _text(asked)
    assert "please ask" in _text(_statement(Case(observations={"both-alike": "yes"})))


def test_statement_when_no_sign_was_asked_says_so() -> None:
    assert "none of them was asked" in _text(_statement(Case()))
    answered = _text(_statement(Case(signs={"at-rest": "no"})))
    assert "none of them was asked" not in answered and "Few signs" in answered


def test_example_when_read_as_a_whole(atlas: Atlas, places: Places) -> None:
    marks = tuple(Mark(side=mark.side, region=mark.region) for mark in atlas.example.marks)
    case = Case(marks=marks, signs=dict(atlas.example.signs))
    whole = _statement(case, explain(atlas, case, places))
    assert any("nerve could be felt at" in fact.text for fact in whole.for_)
    assert "highly likely" in _text(whole)


def test_ids_when_facts_are_stated(atlas: Atlas, places: Places) -> None:
    case = Case(
        marks=(Mark(side="left", region="heel"), Mark(side="right", region="heel")),
        signs={"no-response": "yes", "at-rest": "unsure", "clear-scan": "na"},
        slump={"left": SlumpSide(symptom="own", release="eases")},
        red_flags={"now": ("saddle-numbness",), "same-day": None, "days": ("first-attack-age",)},
    )
    tables = (atlas.regions, atlas.nerves, atlas.roots, atlas.sites, atlas.signs, atlas.red_flag_groups)
    tables += (
        atlas.red_flags,
        atlas.history,
        atlas.neuro,
        atlas.observations,
        atlas.combination,
        atlas.confirmed_lines,
    )
    known = {"rules", "slump", "slump:left", "mark:left:heel", "mark:right:heel"}
    known |= {key for table in tables for key in table}
    for fact in _facts(_statement(case, explain(atlas, case, places))):
        assert fact.ids and set(fact.ids) <= known, fact


@given(
    st.dictionaries(st.sampled_from(list(_ATLAS.signs)), st.sampled_from(["yes", "no", "unsure", "na"])),
    st.sampled_from([None, ()]),
    st.sampled_from([{}, {"left": SlumpSide(symptom="own", release="worse", degrees=40)}]),
)
def test_words_when_anything_is_stated(signs: Any, asked: Any, slump: Any) -> None:
    whole = _statement(Case(signs=signs, slump=slump, red_flags={"now": asked, "same-day": asked, "days": asked}))
    for fact in _facts(whole):
        _assert_calm(fact.text)


def test_words_when_every_area_is_explained(atlas: Atlas, places: Places, expected: Callable[[str], Any]) -> None:
    marks = tuple(Mark(side="right", region=region) for region in atlas.regions)
    found = explain(atlas, Case(marks=marks), places)
    texts = [fact.text for one in found.candidates for fact in (*one.for_, *one.against)]
    for text in (*texts, *(fact.text for fact in found.statement)):
        _assert_calm(text)
    words = expected("words")
    unwanted = [entry["word"] for entry in words["forbidden"]] + words["fear_words"]
    assert not [word for word in unwanted if re.search(rf"\b{re.escape(word)}\b", " ".join(texts).lower())]


def _assert_calm(text: str) -> None:
    unwanted = r"\b(you have|damaged?|trapped|ruled out|diagnos\w+)\b|\d\s*(%|per\s?cent)"
    assert not re.search(unwanted, text.lower()), text


def test_statement_when_turned_into_json() -> None:
    assert set(msgspec.to_builtins(_statement(Case()))) == {"for", "against", "unknown", "text", "next"}


def test_facts_when_named_are_rows_or_entries_in_words_and_have_sources(places: Places) -> None:
    side = SlumpSide(symptom="own", release="eases", degrees=30)
    everything = Case(
        marks=tuple(Mark(side=side, region=region) for side in ("left", "right") for region in ("heel", "calf")),  # type: ignore[arg-type]
        red_flags={"now": ("saddle-numbness",), "same-day": None, "days": ("six-weeks",)},
        dealt_with=("saddle-numbness",),
        signs=_signs(5),
        slump={"left": side, "right": SlumpSide(symptom="stretch", release="same", degrees=10)},
        relatives={"slr-sural": {"left": side}, "slr-tibial": {"right": SlumpSide(symptom="none", release="same")}},
        history=dict.fromkeys(_ATLAS.history, "yes"),
        neuro={"left": dict.fromkeys(_ATLAS.neuro, "less")},
        observations=dict.fromkeys(_ATLAS.observations, "yes"),
        not_felt=("left:medial-ankle",),
    )
    for case in (Case(), everything, Case(marks=everything.marks[:1], red_flags=_ASKED, signs=_signs(6))):
        for fact in _facts(_statement(case, explain(_ATLAS, case, places))):
            names = rests_on(_ATLAS, fact.ids)
            assert names and set(names) & set(fact.ids) <= {row.plain for row in _ATLAS.regions.values()}, fact
            sources = sources_of(_ATLAS, fact.ids)
            assert (sources or fact.ids == ("marks",)) and set(sources) <= set(_ATLAS.sources), fact
    assert rests_on(_ATLAS, ("mark:left:medial-ankle", "slump:right", "neuro:left:ankle-reflex", "sural", "rules")) == (
        "inner ankle, left",
        "Slump test, right leg",
        "Ankle reflex, left",
        "Sural nerve",
        "the author's rule",
    )
