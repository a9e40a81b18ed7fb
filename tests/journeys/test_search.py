"""By search: a word leads to the row, the nerve and the place on the map."""

from __future__ import annotations

import pytest

from nervemap.content.atlas import Atlas
from nervemap.palette import LIGHT
from tests.journeys import expected
from tests.journeys.person import Person, lit_share
from tests.journeys.ruler import Ruler


@pytest.fixture(autouse=True)
def new_case(person: Person) -> None:
    person.menu("View", "Light")
    person.press("Nerves")
    person.press("Table")
    person.type("")
    person.keys("Ctrl+N")
    person.press("Nerves")


def test_peroneal_when_searched_leads_to_the_fibular_nerves_and_their_course(person: Person, atlas: Atlas) -> None:
    person.press("Outer")
    person.layer("Nerves")  # at rest it shows them all
    before = person.picture()
    person.layer("Nerves")
    person.type("peroneal")
    names = person.texts()
    for nerve in ("common-fibular", "superficial-fibular", "deep-fibular"):
        assert atlas.nerves[nerve].name in names
    rows = person.rows()
    assert {"Lateral shin", "Dorsal (top of the) foot and toes"} <= set(rows)
    assert not {"Medial thigh and knee", "Groin"} & set(rows)

    person.press(atlas.nerves["deep-fibular"].name)
    assert "Follow it as a pipe" in person.texts()
    assert any(text.startswith("Also called: ") and "peroneal" in text for text in person.texts())
    points = Ruler(person.map, "right").points(expected.landmarks("deep-fibular")[-7:])
    assert lit_share(before, person.picture(), points, [LIGHT.nerve_color("deep-fibular")]) > 0.8


def test_shin_splints_when_searched_lead_to_the_inner_shin(person: Person) -> None:
    person.type("shin splints")
    rows = person.rows()
    assert "Medial shin" in rows and not {"Heel", "Groin"} & set(rows)
    row = person.row("Medial shin")
    person.click_row(row)
    texts = person.texts(row)
    assert "Easily mistaken for" in texts
    assert person.names_in(row)[0] == "Tibial nerve"
    assert person.map.area_point("right", "medial-shin") is not None
    person.press("Mark right inner shin")
    assert row.accessibleName() == "Medial shin, marked right"


def test_heel_when_searched_is_marked_and_leads_to_its_nerves(person: Person, atlas: Atlas) -> None:
    person.type("heel")
    assert "Heel" in person.rows()
    person.click_row(person.row("Heel"))
    person.press("Mark left heel")
    names = person.names_in(person.row("Heel"))
    assert {atlas.nerves[nerve].name for nerve in expected.ADDITIONS["heel"]["must_add"]} <= set(names)
    person.type("")
    assert len(person.rows()) == len(expected.AREAS)


def test_word_when_unknown_says_so(person: Person) -> None:
    person.type("elbow")
    assert person.rows() == []
    assert any(text.startswith("Nothing found.") for text in person.texts())
