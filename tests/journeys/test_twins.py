"""Map and table are twins: what is selected in one is selected in the other; L and R are the person's own."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from nervemap.content.atlas import Atlas
from nervemap.palette import LIGHT
from tests.journeys import expected
from tests.journeys.person import Person, distance, lit_share, pixels
from tests.journeys.ruler import Ruler


@pytest.fixture(scope="module", autouse=True)
def still(person: Person) -> None:
    person.reduce_motion()


@pytest.fixture(autouse=True)
def new_case(person: Person) -> None:
    person.press("Nerves")
    person.press("Table")
    person.start_again()
    person.press("Nerves")


@pytest.mark.parametrize(
    "region",
    ["calf", "plantar-foot", *(pytest.param(one, marks=pytest.mark.long) for one in ("lateral-ankle", "medial-shin"))],
)
def test_map_when_a_row_is_pressed_turns_to_the_area_and_shows_it(person: Person, atlas: Atlas, region: str) -> None:
    views = {name: person.view_picture(name) for name in ("Back", "Sole", "Outer", "Inner", "Front")}
    row = atlas.regions[region]
    person.click_row(person.row(row.published or row.name))
    after = person.picture()
    (now,) = [name for name in views if person.button(f"View: {name}").isChecked()]
    at = person.map.area_point("right", region)
    assert at is not None
    assert distance(views[now], after, at) > 6, "the area is not shown selected"
    other = person.map.area_point("left", region)
    assert other is not None
    assert distance(views[now], after, other) <= 6, "the other side is shown selected as well"
    assert not person.marked_rows()


def test_map_when_the_area_is_in_sight_does_not_turn(person: Person) -> None:
    person.press("Outer")
    person.click_row(person.row("Lateral ankle"))
    assert person.button("View: Outer").isChecked()


def test_row_when_its_area_is_clicked_opens_in_sight_and_the_last_one_closes(person: Person) -> None:
    person.press("Back")
    person.click_area("left", "calf")
    calf = person.row("Calf")
    assert person.in_sight(calf) and "Easily mistaken for" in person.texts(calf)
    assert calf.accessibleName() == "Calf, marked left"
    person.click_area("right", "posterior-thigh")
    assert "Easily mistaken for" not in person.texts(calf)
    assert person.in_sight(person.row("Posterior thigh"))
    assert person.marked_rows() == ["Calf, marked left", "Posterior thigh, marked right"]
    person.click_area("left", "calf")
    assert person.marked_rows() == ["Posterior thigh, marked right"]


def test_row_when_the_table_is_opened_after_the_click_is_in_sight(person: Person) -> None:
    person.click_row(person.row("Medial thigh and knee"))
    person.press("What the marks say")
    person.press("Back")
    person.click_area("right", "calf")
    person.press("Table")
    assert person.in_sight(person.row("Calf"))


def test_word_when_its_group_is_lit_is_lit_too(person: Person) -> None:
    person.click_row(person.row("Posterior pelvis, hip (butt)"))
    assert person.lit_in(person.row("Posterior pelvis, hip (butt)"))


def test_side_when_switched_lights_the_nerve_on_that_side(person: Person) -> None:
    person.layer("Nerves")  # at rest it shows them all
    before = person.view_picture("Outer")
    person.layer("Nerves")
    person.click_row(person.row("Lateral ankle"))
    ends = expected.landmarks("sural")[-6:]
    color = [LIGHT.nerve_color("sural")]
    right, left = (Ruler(person.map, side).points(ends) for side in ("right", "left"))
    after = person.picture()
    assert lit_share(before, after, right, color) > 0.8 and lit_share(before, after, left, color) < 0.2
    person.press("Left side")
    after = person.picture()
    # The line of a name may cross the other foot.
    assert lit_share(before, after, left, color) > 0.8 and lit_share(before, after, right, color) < 0.5


@pytest.mark.parametrize(
    ("view", "letters"), [("Front", "RL"), ("Back", "LR"), ("Outer", "RL"), ("Inner", "RL"), ("Sole", "RL")]
)
def test_letters_when_a_view_is_shown_stand_at_their_own_side(person: Person, view: str, letters: str) -> None:
    person.layer("Names")  # they have the colour of the letters
    picture = person.view_picture(view)
    person.layer("Names")
    columns, rows = ink_of(picture, LIGHT.muted)  # at the lower edge stands what the hands can do
    map_ = person.map
    ink = [
        (x, y)
        for x, y in zip(columns, rows, strict=True)
        if x < map_.width() - 130 and y < 0.8 * map_.height() and map_.place_at(QPointF(x, y)) is None
    ]
    middle = sum(x for x, _ in ink) / len(ink)
    found = "".join(letter([at for at in ink if (at[0] < middle) == here]) for here in (True, False))
    assert found == letters


def ink_of(picture: QImage, color: str) -> tuple[list[int], list[int]]:
    """Columns and rows of the pixels that have (nearly) this colour."""
    rows, columns = np.nonzero(
        np.linalg.norm(pixels(picture) - [int(color[i : i + 2], 16) for i in (1, 3, 5)], axis=2) < 40
    )
    return columns.tolist(), rows.tolist()


def letter(ink: list[tuple[int, int]]) -> str:
    """R or L: an L has no ink in its upper right quarter."""
    left, right = min(x for x, _ in ink), max(x for x, _ in ink)
    top, bottom = min(y for _, y in ink), max(y for _, y in ink)
    assert 6 < right - left < 40 and 14 < bottom - top < 50, "there should be one letter on each side"
    quarter = [(x, y) for x, y in ink if x > (left + right) / 2 and y < (top + bottom) / 2]
    return "R" if len(quarter) > 0.05 * len(ink) else "L"
