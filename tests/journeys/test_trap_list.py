"""A neurologist's trap list (tests/expectations/traps.yaml), at the command line and in the window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from nervemap.cli.main import main
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from tests.journeys.person import Person
from tests.journeys.ruler import Ruler

_FILE = Path(__file__).parents[1] / "expectations" / "traps.yaml"
TRAPS: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
VIEWS = {"front": "Front", "back": "Back", "outer": "Outer", "inner": "Inner", "sole": "Sole", "top": "Top of foot"}
each_side = pytest.mark.parametrize("side", ["right", "left"])


@pytest.fixture
def asked(capsys: pytest.CaptureFixture[str]) -> Any:
    """The command line's answer to these words, as JSON."""

    def ask(*words: str) -> Any:
        assert main([*words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


@pytest.fixture(scope="module", autouse=True)
def still(person: Person) -> None:
    person.reduce_motion()


@pytest.fixture
def window(person: Person) -> Person:
    person.press("Nerves")
    person.press("Table")
    person.type("")
    person.start_again()
    person.press("Nerves")
    person.press("Table")
    return person


def _explained(asked: Any, side: Side, *areas: str) -> Any:
    return asked("explain", *(word for area in areas for word in ("--mark", f"{side}:{area}")))


def _mark(person: Person, atlas: Atlas, side: Side, *areas: str) -> None:
    """Mark areas through their rows of the table."""
    for area in areas:
        row = atlas.regions[area]
        heading = person.row(row.published or row.name)
        person.press(f"{side.capitalize()} side")
        person.click_row(heading)
        person.press(f"Mark {side} {row.plain}")


@each_side
@pytest.mark.parametrize("trap", TRAPS["left_of"], ids=lambda trap: trap["view"])
def test_feet_and_ankles_when_seen_in_a_view_are_not_mirrored(window: Person, trap: dict[str, Any], side: Side) -> None:
    window.press(VIEWS[trap["view"]])
    one, other = Ruler(window.map, side).points([trap["left"]["at"], trap["right"]["at"]])
    assert (one.x() < other.x()) is (side == "right")


@each_side
@pytest.mark.parametrize("trap", TRAPS["touched"], ids=lambda trap: trap["view"])
def test_inner_and_outer_when_touched_are_the_right_ones(window: Person, trap: dict[str, Any], side: Side) -> None:
    window.press(VIEWS[trap["view"]])
    places = {name: window.map.area_point(side, name) for name in ("lateral-ankle", "lateral-shin", "medial-ankle")}
    for area in trap.get("seen", ()):
        assert window.map.area_point(side, area) is not None, area
    for area in trap.get("not_seen", ()):
        assert window.map.area_point(side, area) is None, area
    if "inner" in trap:
        outer, inner = (window.map.area_point(side, trap[which]) for which in ("outer", "inner"))
        assert outer is not None and inner is not None
        # From the front the person's right leg shows its outer side on the left, from behind on the right.
        assert (outer.x() < inner.x()) is ((side == "right") is (trap["view"] == "front"))
    assert any(places.values())


@each_side
@pytest.mark.parametrize("trap", TRAPS["spots"], ids=lambda trap: trap["area"])
def test_skin_nerve_when_an_area_is_pointed_at(window: Person, atlas: Atlas, trap: dict[str, Any], side: Side) -> None:
    window.press(VIEWS[trap["view"]])
    at = window.map.area_point(side, trap["area"])
    assert at is not None
    QTest.mouseMove(window.window.windowHandle(), window.map.mapTo(window.window, QPoint(5, 5)))
    QTest.mouseMove(window.window.windowHandle(), window.map.mapTo(window.window, at.toPoint()))
    window.settle()
    assert f"{side.upper()} {atlas.regions[trap['area']].plain}" in window.texts()
    said = [text for text in window.texts() if "Skin: " in text]
    assert len(said) == 1 and f"Skin: {atlas.nerves[trap['skin']].name.lower()} (borders vary)" in said[0]


@each_side
@pytest.mark.parametrize("trap", TRAPS["beside"], ids=lambda trap: trap["area"])
def test_skin_nerve_when_the_article_names_another_stands_beside_it(
    window: Person, atlas: Atlas, asked: Any, trap: dict[str, Any], side: Side
) -> None:
    by = {who: {one["nerve"] for one in _explained(asked, side, trap["area"])["candidates"] if who in one["named_by"]}
          for who in ("article", "atlas")}  # fmt: skip
    assert by["article"] == set(trap["article"])
    assert set(trap["atlas"]) <= by["atlas"]
    _mark(window, atlas, side, trap["area"])
    row = atlas.regions[trap["area"]]
    names = window.names_in(window.row(row.published or row.name))
    wanted = [atlas.nerves[nerve].name for nerve in trap["article"] + trap["atlas"]]
    assert [name for name in names if name in wanted] == wanted


@each_side
@pytest.mark.parametrize("trap", TRAPS["never"], ids=lambda trap: f"{trap['nerve']} {trap['area']}")
def test_nerve_when_it_does_not_belong_is_not_offered(asked: Any, trap: dict[str, Any], side: Side) -> None:
    assert trap["nerve"] not in {one["nerve"] for one in _explained(asked, side, trap["area"])["candidates"]}


@each_side
def test_obturator_when_the_buttock_is_marked_is_shown_as_not_reaching_it(
    window: Person, atlas: Atlas, asked: Any, side: Side
) -> None:
    trap = TRAPS["obturator"]
    found = _explained(asked, side, trap["area"])["candidates"]
    reaches = {one["nerve"]: one["reaches"] for one in found}
    assert reaches[trap["nerve"]] is False and reaches["sciatic"] is True
    _mark(window, atlas, side, trap["area"])
    window.press("What the marks say")
    window.press(atlas.nerves[trap["nerve"]].name)
    assert any("Neither its course nor its branches reach the buttock" in text for text in window.texts())


@each_side
def test_back_of_the_thigh_when_marked_is_its_skin_nerves(window: Person, atlas: Atlas, asked: Any, side: Side) -> None:
    trap = TRAPS["back_of_thigh"]
    assert _explained(asked, side, trap["area"])["candidates"][0]["nerve"] == trap["first"]
    _mark(window, atlas, side, trap["area"])
    assert window.names_in(window.row(atlas.regions[trap["area"]].name))[0] == atlas.nerves[trap["first"]].name


@each_side
@pytest.mark.parametrize("trap", TRAPS["first_web"]["at"], ids=lambda trap: trap["name"])
def test_first_web_when_pointed_at_is_the_deep_fibular(window: Person, trap: dict[str, Any], side: Side) -> None:
    window.press(VIEWS["top"])
    (at,) = Ruler(window.map, side).points([trap["at"]])
    place = window.map.place_at(at)
    assert place is not None and place.side == side
    assert list(place.skin_nerves) == [TRAPS["first_web"]["nerve"]]


def test_peroneal_when_typed_finds_the_fibular_nerves(window: Person, atlas: Atlas) -> None:
    window.type("peroneal")
    assert {atlas.nerves[nerve].name for nerve in TRAPS["peroneal"]["finds"]} <= set(window.texts())


@each_side
def test_piriformis_when_heel_calf_and_back_of_thigh_are_marked_comes_before_the_discs(
    window: Person, atlas: Atlas, asked: Any, side: Side
) -> None:
    trap = TRAPS["piriformis"]
    shared = _explained(asked, side, *trap["marks"])["shared_sites"]
    whole = [one["site"] for one in shared if set(one["explains"]) == set(trap["marks"])]
    order = [one["site"] for one in shared]
    assert set(whole[: whole.index(trap["site"])]) <= set(trap["only_before"])
    assert all(order.index(trap["site"]) < order.index(disc) for disc in trap["discs"] if disc in order)
    also = next(one["should_also_affect"] for one in shared if one["site"] == trap["site"])
    assert set(trap["also"]) <= set(also) and not set(trap["marks"]) & set(also)
    _mark(window, atlas, side, *trap["marks"])
    window.press("What the marks say")
    assert any(atlas.sites[trap["site"]].name in text for text in window.texts())


def test_both_soles_when_marked_give_no_single_nerve_and_raise_questions(
    window: Person, atlas: Atlas, asked: Any
) -> None:
    trap = TRAPS["both_soles"]
    found = asked("explain", *(word for mark in trap["marks"] for word in ("--mark", mark)))
    assert found["shared_sites"] == []
    text = found["statement"]["text"]
    assert set(trap["asks"]) <= {flag for fact in text for flag in fact["ids"]}
    assert any("No single nerve reaches both legs" in fact["text"] for fact in text)
    for side in get_args(Side):
        _mark(window, atlas, side, "plantar-foot")
    window.press("What the marks say")
    said = " ".join(window.texts())
    assert "No single nerve reaches both legs" in said
    for flag in trap["asks"]:
        assert atlas.red_flags[flag].question in said


@pytest.mark.parametrize("trap", TRAPS["pairs"], ids=lambda trap: trap["one"])
def test_pair_when_confused_is_told_apart_on_both_cards(asked: Any, atlas: Atlas, trap: dict[str, Any]) -> None:
    for one, other in ((trap["one"], trap["other"]), (trap["other"], trap["one"])):
        kind = "roots" if one in atlas.roots else "nerves"
        tells = [pair["tells"] for pair in asked("show", kind, one)["confused_with"] if pair["other"] == other]
        assert len(tells) == 1 and all(word in tells[0] for word in trap["words"]), one


@each_side
def test_cord_when_marks_lie_on_one_side_never_explains_them(asked: Any, atlas: Atlas, side: Side) -> None:
    cord = set(TRAPS["cord"]["sites"])
    assert all(asked("felt", "--site", site)["both_sides"] for site in cord)
    areas = list(atlas.regions)
    for marks in [TRAPS["piriformis"]["marks"], areas[:4], areas[4:9], areas]:
        found = _explained(asked, side, *marks)
        assert not cord & {one["site"] for one in found["shared_sites"]}
        of_one_side = [fact for fact in found["statement"]["for"] if cord & set(fact["ids"])]
        assert of_one_side == []
