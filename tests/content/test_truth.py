"""What the atlas says, row by row, held to what was typed from the sources (tests/expectations/truth.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from nervemap.content.atlas import Atlas, load_atlas

_FILE = Path(__file__).parents[1] / "expectations" / "truth.yaml"
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
TRUTH: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


def held(found: Iterable[str], wanted: Any) -> bool:
    """A list is exact; else all of `must`, and nothing beyond `must` and `may`."""
    names = set(found)
    if isinstance(wanted, list):
        return names == set(wanted)
    return set(wanted["must"]) <= names <= {*wanted["must"], *wanted["may"]}


def each(key: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", TRUTH[key])


@each("landmark_nerves")
def test_distance_when_shown_stands_beside_its_nerves_and_sites(atlas: Atlas, name: str) -> None:
    row = atlas.landmarks[name]
    for found, fits in ((row.nerves, TRUTH["landmark_nerves"][name]), (row.sites, TRUTH["landmark_sites"][name])):
        assert set(found) <= set(fits)
        assert bool(found) >= bool(len(fits) == 1 and found is row.nerves)


@each("landmark_sources")
def test_distance_when_shown_names_who_measured_it(atlas: Atlas, name: str) -> None:
    named = [str(msgspec.to_builtins(atlas.sources[source])) for source in atlas.landmarks[name].sources]
    for author in TRUTH["landmark_sources"][name]:
        assert any(author in source for source in named), author


@each("landmark_figures")
def test_distance_when_shown_holds_no_figure_but_the_published_ones(atlas: Atlas, name: str) -> None:
    figures = {float(figure.replace(",", "")) for figure in _FIGURE.findall(atlas.landmarks[name].value)}
    assert figures <= {*TRUTH["landmark_figures"][name], 100}


@each("history_sites")
def test_history_question_when_answered_yes_points_to_its_sites(atlas: Atlas, name: str) -> None:
    assert held(atlas.history[name].sites, TRUTH["history_sites"][name])


@each("neuro_roots")
def test_reflex_muscle_or_touch_when_found_less_belongs_to_its_roots(atlas: Atlas, name: str) -> None:
    assert held(atlas.neuro[name].roots, TRUTH["neuro_roots"][name])


@each("suppliers")
def test_less_than_normal_when_found_speaks_for_what_supplies_the_part(atlas: Atlas, name: str) -> None:
    suppliers = set(TRUTH["suppliers"][name])
    for pair in atlas.neuro[name].pairs:
        assert pair.speaks_for in suppliers and pair.rather_than not in suppliers, pair


def test_pairs_when_a_clinician_would_test_them_are_there(atlas: Atlas) -> None:
    for item, one, other in TRUTH["pairs_must"]:
        assert (one, other) in [(pair.speaks_for, pair.rather_than) for pair in atlas.neuro[item].pairs], item


def test_findings_when_made_speak_the_right_way(atlas: Atlas) -> None:
    assert {one.id: one.speaks for one in atlas.observations.values()} == TRUTH["observations"]
    assert set(atlas.observations["both-alike"].asks) == set(TRUTH["both_alike_asks"])


def test_outlines_when_the_chart_is_read_belong_to_their_nerves(atlas: Atlas) -> None:
    for nerve in atlas.nerves.values():
        assert all(nerve.id in TRUTH["territories"][name] for name in nerve.territories), nerve.id
    for name, nerves in TRUTH["territories"].items():
        assert any(name in atlas.nerves[nerve].territories for nerve in nerves), name


def test_reflex_or_muscle_when_less_asks_the_questions_that_belong_to_it(atlas: Atlas) -> None:
    wanted = TRUTH["neuro_asks"]
    assert all(set(item.asks) <= set(wanted["may"]) for item in atlas.neuro.values())
    assert all(flag in atlas.neuro[item].asks for item, flag in wanted["must"].items())
    for item in atlas.neuro.values():
        assert item.asks and set(item.asks) <= set(TRUTH["asks_by_kind"][item.kind]), item.id
        assert "saddle-numbness" not in item.asks or "S2" in item.roots, item.id


@each("test_loads")
def test_neurodynamic_test_when_shown_loads_its_nerves(atlas: Atlas, name: str) -> None:
    wanted = TRUTH["test_loads"][name]
    more = [branch for nerve in wanted["must"] if name != "slump" for branch in branches(atlas, nerve)]
    found = set(atlas.tests[name].biases)
    assert set(wanted["must"]) <= found <= {*wanted["must"], *wanted["may"], *more}


def test_nerve_when_a_test_loads_it_says_so_itself(atlas: Atlas) -> None:
    for nerve in atlas.nerves.values():
        loading = {test.id for test in atlas.tests.values() if nerve.id in test.biases}
        assert loading - set(TRUTH["not_on_cards"]) <= set(nerve.biased_by), nerve.id
        for test in nerve.biased_by:
            chain = {nerve.id, *branches(atlas, nerve.id), *trunk(atlas, nerve.id)}
            assert chain & set(atlas.tests[test].biases), f"{nerve.id}: {test}"


def branches(atlas: Atlas, nerve: str) -> list[str]:
    return [one for child in atlas.children[nerve] for one in (child.id, *branches(atlas, child.id))]


def trunk(atlas: Atlas, nerve: str) -> list[str]:
    parent = atlas.nerves[nerve].parent
    return [parent, *trunk(atlas, parent)] if parent else []


def test_slump_when_done_has_its_steps_in_order_and_its_reasons_not_to(atlas: Atlas) -> None:
    slump = atlas.tests["slump"]
    steps = [step.title.lower() for step in slump.steps]
    places = [next(at for at, step in enumerate(steps) if word in step) for word in TRUTH["slump_order"][:-1]]
    assert places == sorted(places) == list(range(len(places)))
    assert any("head" in step for step in steps[len(places) :])
    reasons = [reason.text.lower() for reason in slump.contraindications]
    assert all(any(word in reason for reason in reasons) for word in TRUTH["slump_reasons"])
    assert all(any(word in reason for word in TRUTH["slump_reasons"]) for reason in reasons)


def test_figure_of_a_test_when_it_was_not_confirmed_says_so(atlas: Atlas) -> None:
    soft = TRUTH["unconfirmed"]
    for test in atlas.tests.values():
        for figure in test.accuracy:
            works = " ".join(str(msgspec.to_builtins(atlas.sources[source])) for source in figure.sources)
            is_soft = test.id in soft["tests"] and soft["word"] in works and figure.text.startswith("Specificity")
            assert figure.confirmed is not is_soft, figure.text


def test_urgent_question_when_asked_stands_in_its_group(atlas: Atlas) -> None:
    assert [(group.number, group.id) for group in atlas.red_flag_groups.values()] == list(
        enumerate(TRUTH["urgent_order"], start=1)
    )
    for group, flags in TRUTH["urgent_groups"].items():
        assert [flag.id for flag in atlas.red_flags.values() if flag.group == group] == flags


def test_constants_when_read_are_those_of_the_text(atlas: Atlas) -> None:
    rules, wanted = atlas.rules, TRUTH["constants"]
    assert [band.at_least for band in rules.sign_bands] == wanted["bands"]
    assert (rules.not_enough_unknown, rules.slump.tighter_degrees) == (
        wanted["not_enough_unknown"],
        wanted["tighter_degrees"],
    )
    assert {word: list(span) for word, span in rules.slump.knee_words.items()} == wanted["knee_words"]
    for name in ("multiplicative", "resistance", "steepness", "half", "reserve", "noticed_percent_left"):
        assert getattr(rules.flow, name) == wanted[name], name
    words = {word.word: word.below_percent for word in rules.flow.words}
    assert wanted["words"].items() <= words.items()
    assert words["full"] == 0 and words["nearly stopped"] > 100


def test_pressures_and_regrowth_when_shown_are_the_published_ones(atlas: Atlas) -> None:
    assert [[one.unit, one.at, one.to] for one in atlas.thresholds.values()] == TRUTH["thresholds"]
    (pace,) = atlas.regrowth.values()
    assert {name: getattr(pace, name) for name in TRUTH["regrowth"]} == TRUTH["regrowth"]


@each("skin")
def test_skin_areas_of_a_nerve_when_read_are_those_of_the_text(atlas: Atlas, name: str) -> None:
    assert held(atlas.nerves[name].skin_regions, TRUTH["skin"][name])


@each("deep")
def test_deep_areas_of_a_nerve_when_read_are_those_of_the_text(atlas: Atlas, name: str) -> None:
    assert held(atlas.nerves[name].deep_regions, TRUTH["deep"][name])


@each("card_tests")
def test_tests_on_a_nerves_card_when_read_are_those_of_the_text(atlas: Atlas, name: str) -> None:
    assert held(atlas.nerves[name].biased_by, TRUTH["card_tests"][name])


@each("parents")
def test_parent_of_a_nerve_when_read_is_that_of_the_text(atlas: Atlas, name: str) -> None:
    assert atlas.nerves[name].parent == TRUTH["parents"][name]


@each("dermatomes")
def test_dermatome_of_a_root_when_drawn_lies_in_the_areas_of_the_text(atlas: Atlas, name: str) -> None:
    root = atlas.roots[name]
    assert root.dermatome == name
    assert held(root.skin_regions, TRUTH["dermatomes"][name])


@each("atlas_roots")
def test_roots_when_the_atlas_adds_them_are_those_of_the_text(atlas: Atlas, name: str) -> None:
    assert list(atlas.regions[name].atlas_roots) == TRUTH["atlas_roots"][name]


@each("added")
def test_nerves_when_the_atlas_adds_them_are_those_of_the_text(atlas: Atlas, name: str) -> None:
    assert held((one.nerve for one in atlas.regions[name].atlas_adds), TRUTH["added"][name])


def test_nerve_when_the_atlas_adds_it_rests_on_a_work_of_anatomy(atlas: Atlas) -> None:
    for region in atlas.regions.values():
        for one in region.atlas_adds:
            assert set(one.sources) - {TRUTH["added_rests_not_alone_on"]}, f"{region.id}: {one.nerve}"


@pytest.mark.parametrize("kind", TRUTH["order"])
def test_rows_when_told_stand_in_their_order(atlas: Atlas, kind: str) -> None:
    assert list(getattr(atlas, kind)) == TRUTH["order"][kind]


def test_fixed_sentence_and_models_when_read_say_whose_they_are(atlas: Atlas) -> None:
    words = yaml.safe_load((_FILE.parent / "words.yaml").read_text(encoding="utf-8"))
    assert atlas.rules.fixed_sentence in str(words)
    assert set(atlas.rules.flow.sources) == set(TRUTH["flow_sources"])
    (rule,) = atlas.regrowth.values()
    assert set(rule.sources) == set(TRUTH["regrowth_sources"])


@each("added_roots")
def test_roots_when_their_area_has_no_row_are_those_of_the_text(atlas: Atlas, name: str) -> None:
    assert held(atlas.regions[name].atlas_roots, TRUTH["added_roots"][name])


@pytest.mark.parametrize("pair", TRUTH["confused"], ids="-".join)
def test_pair_when_confused_stands_on_both_cards(atlas: Atlas, pair: list[str]) -> None:
    for one, other in (pair, pair[::-1]):
        row: Any = {**atlas.nerves, **atlas.roots}[one]
        assert other in [confusion.other for confusion in row.confused_with], one


@each("named_by")
def test_site_when_an_article_names_it_says_which(atlas: Atlas, name: str) -> None:
    named = {source.removeprefix("article-") for source in atlas.sites[name].named_by}
    assert held(named, TRUTH["named_by"][name])


def test_sites_when_above_the_roots_are_those_of_the_cord(atlas: Atlas) -> None:
    assert [site.id for site in atlas.sites.values() if site.above_roots] == TRUTH["above_roots"]


@each("mistaken_for")
def test_ordinary_causes_when_an_area_is_read_are_all_named(atlas: Atlas, name: str) -> None:
    causes = atlas.regions[name].mistaken_for
    for word in TRUTH["mistaken_for"][name]:
        assert any(word in f"{one.cause} {one.sets_apart}".lower() for one in causes), word
    urgent = TRUTH["urgent_causes"].get(name, {})
    for one in causes:
        word = next((word for word in urgent if word in one.cause.lower()), None)
        assert word is None or one.urgent == urgent[word], one.cause


def test_signs_when_numbered_stand_in_the_order_of_the_article(atlas: Atlas) -> None:
    signs = list(atlas.signs.values())
    assert len(signs) == len(TRUTH["sign_words"])
    for number, (sign, word) in enumerate(zip(signs, TRUTH["sign_words"], strict=True), start=1):
        assert sign.number == number and word in sign.statement.lower()


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, rows in TRUTH["who"].items() for name in rows])
def test_row_when_shown_names_who_says_so(atlas: Atlas, kind: str, name: str) -> None:
    sources: tuple[str, ...] = getattr(atlas, kind)[name].sources
    for word in TRUTH["who"][kind][name]:
        assert any(word in source for source in sources), word


def test_site_when_articles_name_it_rests_on_them(atlas: Atlas) -> None:
    for site in atlas.sites.values():
        assert set(site.named_by) <= set(site.sources), site.id
