"""Each of the 18 areas, on both sides, leads to its nerves: from a click on the map, and from the table."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from nervemap.content.atlas import Atlas
from nervemap.palette import LIGHT
from tests.journeys import expected
from tests.journeys.person import Person, lit_share
from tests.journeys.ruler import Ruler

VIEWS = {"front": "Front", "back": "Back", "outer": "Outer", "inner": "Inner", "sole": "Sole", "top": "Top of foot"}
RING_MM = 7  # a site may stand on the landmark: then the nerve is seen beside its ring
each_area = pytest.mark.parametrize("region", expected.AREAS)
each_side = pytest.mark.parametrize("side", ["right", pytest.param("left", marks=pytest.mark.long)])


@pytest.fixture(scope="module", autouse=True)
def still(person: Person) -> None:
    person.reduce_motion()


@pytest.fixture(scope="module")
def unlit(person: Person) -> dict[str, QImage]:
    """The views without any nerve; at rest the map shows them all, quietly. Names would cover nerves."""
    person.layer("Names")
    person.layer("Nerves")
    pictures = {view: person.view_picture(name) for view, name in VIEWS.items()}
    person.layer("Nerves")
    return pictures


@pytest.fixture(autouse=True)
def new_case(person: Person) -> None:
    person.keys("Ctrl+N")


def title(atlas: Atlas, region: str) -> str:
    row = atlas.regions[region]
    return row.published or row.name


def check_table(person: Person, atlas: Atlas, side: str, region: str) -> None:
    """The row of the area stands open, is marked on this side only, and names the nerves that are expected."""
    person.press("Table")
    row = person.row(title(atlas, region))
    assert "Easily mistaken for" in person.texts(row)
    assert row.accessibleName().endswith(f", marked {side}")
    assert person.in_sight(row), "the open row is out of sight"
    names = person.names_in(row)
    published = [atlas.nerves[nerve].name for nerve in expected.PUBLISHED.get(region, [])]
    assert names[: len(published)] == published
    rules = expected.ADDITIONS[region]
    added = names[len(published) :]
    assert {atlas.nerves[nerve].name for nerve in rules["must_add"]} <= set(added)
    for some in rules.get("any_of", []):
        assert {atlas.nerves[nerve].name for nerve in some} & set(added)
    assert not {atlas.nerves[nerve].name for nerve in rules["must_not"]} & set(names)
    if expected.PUBLISHED.get(region, [])[:1] != ["cluneal"]:
        assert person.lit_in(row) == names[:1]


def check_card(person: Person, atlas: Atlas, side: str, region: str) -> None:
    """What the marks say names each nerve under the one who names it."""
    person.press("What the marks say")
    texts = person.texts()
    texts = texts[texts.index(f"{side.capitalize()} side: which nerve could it be?") :]
    offered = texts[: texts.index("Follow it as a pipe")]
    by_atlas = offered[offered.index("The atlas adds") :] if "The atlas adds" in offered else []
    by_article = offered[: len(offered) - len(by_atlas)]
    for nerve in expected.PUBLISHED.get(region, []):
        for member in expected.CLUNEAL if nerve == "cluneal" else [nerve]:
            assert atlas.nerves[member].name in by_article
    assert ("Named by the article" in by_article) == (region in expected.PUBLISHED)
    for nerve in expected.ADDITIONS[region]["must_add"]:
        assert atlas.nerves[nerve].name in by_atlas
    assert not {atlas.nerves[nerve].name for nerve in expected.ADDITIONS[region]["must_not"]} & set(offered)
    person.press("Table")


def lit(person: Person, before: QImage, after: QImage, course: list[list[float]], colors: set[str], side: str) -> float:
    """How much of what is in sight of a course, away from the midline, was lit; feet alone end above the ankle."""
    feet = person.map.view.name in ("sole", "top")
    if not course:
        return 0.0
    away = [at for at in course if at[0] > 30 and (not feet or at[2] < 160)]
    ruler = Ruler(person.map, side)
    points = [at for at in ruler.points(away) if person.map.rect().contains(at.toPoint())]
    assert len(points) >= 3
    return lit_share(before, after, points, colors, reach=max(4, round(RING_MM * ruler.px_per_mm)))


@each_side
@each_area
def test_nerves_when_an_area_of_the_map_is_clicked(
    person: Person, atlas: Atlas, unlit: dict[str, QImage], region: str, side: str
) -> None:
    view = expected.view_of(region)
    person.press(VIEWS[view])
    before = unlit[view]
    person.click_area(side, region)
    after = person.picture()
    check_table(person, atlas, side, region)
    check_card(person, atlas, side, region)

    nerves, course = expected.lit_course(region)
    colors = {LIGHT.nerve_color(nerve) for nerve in nerves}
    other = "left" if side == "right" else "right"
    here, there = (lit(person, before, after, course, colors, one) for one in (side, other))
    assert here > 0.8 or not course, "the course is not lit"
    assert there < 0.1, "the other side is lit as well"


@each_area
def test_nerves_when_an_area_of_the_table_is_marked_on_either_side(person: Person, atlas: Atlas, region: str) -> None:
    person.press("Front")
    person.press("Nerves")
    person.press("Table")
    row, plain = person.row(title(atlas, region)), atlas.regions[region].plain
    for side in ("right", "left"):
        person.press(f"{side.capitalize()} side")
        person.click_row(row)
        assert person.map.area_point(side, region) is not None, "the map has not turned to the area"
        person.press(f"Mark {side} {plain}")
        check_table(person, atlas, side, region)
        check_card(person, atlas, side, region)
        person.press(f"Unmark {side} {plain}")
        assert ", marked" not in row.accessibleName()
