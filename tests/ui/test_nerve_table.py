"""The nerve table through mouse and keyboard: exact rows, requests upward, facts downward, search."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec
import pytest
import yaml
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.case.case import Case, Mark
from nervemap.case.workspace import Selection
from nervemap.content.atlas import Atlas
from nervemap.ui.nerve_search import published_words
from nervemap.ui.nerve_table import NerveTable
from tests.windows import wait_for_pages

ON_A_MARK = yaml.safe_load((Path(__file__).parents[1] / "expectations/map_touch.yaml").read_text(encoding="utf-8"))[
    "on_a_mark"
]
EXPECTED = yaml.safe_load((Path(__file__).parents[1] / "expectations/areas.yaml").read_text(encoding="utf-8"))["rows"]


@pytest.fixture
def table(atlas: Atlas, qtbot: QtBot) -> NerveTable:
    return shown(atlas, qtbot)


def shown(atlas: Atlas, qtbot: QtBot) -> NerveTable:
    table = NerveTable(atlas)
    qtbot.addWidget(table)
    table.resize(640, 720)
    with qtbot.waitExposed(table):
        table.show()
    wait_for_pages()
    return table


def words(widget: QWidget) -> str:
    """All that can be read in a widget, in the order it was laid out."""
    parts = [child for child in widget.findChildren(QWidget) if isinstance(child, QLabel | QPushButton)]
    return " ".join(part.text().replace("\n", " ") for part in parts if part.isVisibleTo(widget))


def shown_rows(table: NerveTable) -> list[str]:
    return [id_ for id_, row in table.rows.items() if not row.isHidden()]


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["id"])
def test_row_when_shown_is_the_published_one_word_for_word(
    table: NerveTable, atlas: Atlas, row: dict[str, str]
) -> None:
    text = words(table.rows[row["id"]])
    assert row["area"] in text
    assert row["nerves_words"] in text
    assert " ".join(word for word, _ in published_words(atlas.regions[row["id"]])) == row["nerves_words"]


def test_rows_when_shown_stand_in_table_order_then_the_others(table: NerveTable, atlas: Atlas) -> None:
    ids = list(table.rows)
    assert ids[:9] == [row["id"] for row in EXPECTED]
    assert set(ids[9:]) == {id_ for id_, region in atlas.regions.items() if region.row is None}
    assert "Atlas adds: saphenous" in words(table.rows["medial-shin"])
    assert "Tibial nerve" in words(table.rows["medial-shin"])


def test_nerve_when_removed_from_a_row_of_data_is_gone_from_the_table(atlas: Atlas, qtbot: QtBot) -> None:
    row = msgspec.structs.replace(atlas.regions["lateral-ankle"], nerves=())
    less = dataclasses.replace(atlas, regions={**atlas.regions, "lateral-ankle": row})
    assert "sural" not in words(shown(less, qtbot).rows["lateral-ankle"]).lower()


def test_row_when_clicked_asks_for_its_area_on_the_side(table: NerveTable, qtbot: QtBot) -> None:
    table.show_selection(Selection(side="left"))
    wait_for_pages()
    row = table.rows["posterior-pelvis-hip"]
    with qtbot.waitSignal(table.area_requested) as asked:
        qtbot.mouseClick(row.findChildren(QLabel)[0], Qt.MouseButton.LeftButton)
    assert asked.args == ["left", "posterior-pelvis-hip"]


def test_nerve_word_when_clicked_asks_for_that_nerve(table: NerveTable, qtbot: QtBot) -> None:
    row = table.rows["posterior-pelvis-hip"]
    link = next(button for button in row.findChildren(QPushButton) if button.text() == "sciatic,")
    with qtbot.waitSignal(table.nerve_requested) as asked, qtbot.assertNotEmitted(table.area_requested):
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert asked.args == ["right", "sciatic"]


def test_root_word_when_clicked_asks_for_that_root(table: NerveTable, qtbot: QtBot) -> None:
    table.show_selection(Selection(region="heel"))
    wait_for_pages()
    row = table.rows["heel"]
    link = next(button for button in row.findChildren(QPushButton) if button.text() == "S2")
    qtbot.waitUntil(lambda: link.isVisible() and not link.visibleRegion().isEmpty())
    with qtbot.waitSignal(table.subject_requested) as asked, qtbot.assertNotEmitted(table.area_requested):
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert asked.args == ["root", "S2"]


def test_group_word_when_a_member_is_selected_is_lit(table: NerveTable) -> None:
    table.show_selection(Selection(region="posterior-pelvis-hip", nerve="middle-cluneal"))
    wait_for_pages()
    links = table.rows["posterior-pelvis-hip"].findChildren(QPushButton)
    assert [one.text() for one in links if one.property("lit") == "true"] == ["Cluneal,"]


def test_row_when_an_objection_concerns_it_shows_what_both_sides_say(
    table: NerveTable, atlas: Atlas, qtbot: QtBot
) -> None:
    table.show_selection(Selection(region="medial-shin", nerve="tibial"))
    wait_for_pages()
    claim = atlas.claims["medial-shin-skin"]
    row = table.rows["medial-shin"]
    qtbot.waitUntil(lambda: claim.text in words(row) and claim.disputed_by[0].says in words(row))


def test_row_when_selected_opens_with_what_it_is_mistaken_for(table: NerveTable, atlas: Atlas, qtbot: QtBot) -> None:
    row = table.rows["medial-shin"]
    assert "Easily mistaken for" not in words(row)
    table.show_selection(Selection(side="right", region="medial-shin", nerve="tibial"))
    wait_for_pages()
    text = words(row)
    assert "Easily mistaken for" in text
    for cause in atlas.regions["medial-shin"].mistaken_for:
        assert cause.cause in text and cause.sets_apart in text
    qtbot.waitUntil(lambda: row.y() >= table.page.verticalScrollBar().value())
    table.show_selection(Selection(side="right", region="heel"))
    wait_for_pages()
    assert "Easily mistaken for" not in words(row)


def test_mark_button_when_pressed_asks_to_mark_and_then_to_unmark(table: NerveTable, qtbot: QtBot) -> None:
    table.show_selection(Selection(side="right", region="heel"))
    wait_for_pages()
    row = table.rows["heel"]

    def button(text: str) -> QPushButton:
        return next(b for b in row.findChildren(QPushButton) if b.text() == text)

    with qtbot.waitSignal(table.mark_requested) as asked:
        qtbot.mouseClick(button("Mark left heel"), Qt.MouseButton.LeftButton)
    assert asked.args == ["left", "heel"]
    table.show_case(Case(marks=(Mark(side="left", region="heel"),)))
    assert button("Unmark left heel").isVisible() and button("Mark right heel").isVisible()


def test_kinds_and_strength_when_pressed_at_a_mark_are_asked_for(table: NerveTable, qtbot: QtBot) -> None:
    asked = ON_A_MARK
    side, region = asked["of"].split()
    table.show_selection(Selection(side=side, region=region))
    wait_for_pages()
    more = table.rows[region]._more
    assert more is not None and not more.felt, "nothing is asked of an area that is not marked"
    mark = Mark(side=side, region=region)
    table.show_case(Case(marks=(mark,)))
    table.show_selection(Selection(side=side, region=region))  # after each change, as the window does
    wait_for_pages()
    felt = more.felt[side]
    assert list(felt.kinds) == asked["kinds"] and felt.isVisible()
    qtbot.waitUntil(lambda: felt.strength.more.height() > 0)
    for kind in asked["pressed"]:
        with qtbot.waitSignal(table.described) as told:
            qtbot.mouseClick(felt.kinds[kind], Qt.MouseButton.LeftButton)
        assert not felt.kinds[kind].isChecked(), "it shows what the record says"
        mark = msgspec.structs.replace(mark, qualities=told.args[2], intensity=told.args[3])
        table.show_case(Case(marks=(mark,)))
        assert felt.kinds[kind].isChecked()
    assert told.args == [side, region, tuple(asked["recorded"]), None]
    for wanted in (0, 1):
        with qtbot.waitSignal(table.described) as told:
            qtbot.mouseClick(felt.strength.more, Qt.MouseButton.LeftButton)
        assert told.args[2:] == [tuple(asked["recorded"]), wanted]
    assert felt.strength.field.maximum() == asked["intensity"][1]
    table.show_case(Case())
    assert not felt.isVisible()


def test_badges_when_marked_show_the_sides(table: NerveTable) -> None:
    table.show_case(Case(marks=(Mark(side="left", region="heel"), Mark(side="right", region="calf"))))
    heel, calf = table.rows["heel"], table.rows["calf"]
    assert [side for side, badge in heel.badges.items() if not badge.isHidden()] == ["left"]
    assert [side for side, badge in calf.badges.items() if not badge.isHidden()] == ["right"]
    assert "marked left" in heel.accessibleName()
    table.show_case(Case())
    assert heel.badges["left"].isHidden()


def test_keys_when_a_row_has_the_focus(table: NerveTable, qtbot: QtBot) -> None:
    first, second = list(table.rows)[:2]
    table.rows[first].setFocus()
    qtbot.keyClick(table.rows[first], Qt.Key.Key_Down)
    assert table.rows[second].hasFocus()
    with qtbot.waitSignal(table.mark_requested) as marked:
        qtbot.keyClick(table.rows[second], Qt.Key.Key_Space)
    assert marked.args == ["right", second]
    with qtbot.waitSignal(table.area_requested) as opened:
        qtbot.keyClick(table.rows[second], Qt.Key.Key_Return)
    assert opened.args == ["right", second]
    qtbot.keyClick(table.rows[second], Qt.Key.Key_Up)
    assert table.rows[first].hasFocus()


def test_side_when_switched_is_asked_for_and_shown_when_told(table: NerveTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.side_requested) as asked:
        qtbot.mouseClick(table.sides.buttons["left"], Qt.MouseButton.LeftButton)
    assert asked.args == ["left"]
    assert table.sides.value == "right"
    table.show_selection(Selection(side="left"))
    wait_for_pages()
    assert table.sides.buttons["left"].isChecked()


@pytest.mark.parametrize(
    ("query", "area"),
    [
        ("peroneal", "lateral-shin"),
        ("shin splints", "medial-shin"),
        ("SURAL", "lateral-ankle"),
        ("L5 root", "dorsal-foot-toes"),
        ("heel", "heel"),
        ("gluteus", "posterior-pelvis-hip"),
    ],
)
def test_search_when_typed_finds_the_area(table: NerveTable, qtbot: QtBot, query: str, area: str) -> None:
    qtbot.keyClicks(table.search, query)
    assert area in shown_rows(table)
    assert len(shown_rows(table)) < len(table.rows)


def result(table: NerveTable, qtbot: QtBot, name: str) -> QPushButton:
    """A result by its name, once it is shown."""

    def shown() -> list[QPushButton]:
        buttons = [*table.found.findChildren(QPushButton), *table.said.findChildren(QPushButton)]
        return [button for button in buttons if button.accessibleName() == name and button.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def test_search_when_a_nerve_is_found_offers_it(table: NerveTable, qtbot: QtBot) -> None:
    qtbot.keyClicks(table.search, "baxter")
    qtbot.waitUntil(lambda: "Nerves" in words(table.found) and "Places" in words(table.found))
    with qtbot.waitSignal(table.nerve_requested) as asked:
        qtbot.mouseClick(result(table, qtbot, "Inferior calcaneal nerve"), Qt.MouseButton.LeftButton)
    assert asked.args == ["right", "inferior-calcaneal"]


@pytest.mark.parametrize(
    ("query", "name", "kind", "id_"),
    [
        ("Morton", "Intermetatarsal space (Morton)", "site", "intermetatarsal"),
        ("L5", "Fifth lumbar root", "root", "L5"),
        ("peroneal", "Straight leg raise, fibular bias", "test", "slr-fibular"),
    ],
)
def test_search_when_another_row_is_found_asks_for_it(
    table: NerveTable, qtbot: QtBot, query: str, name: str, kind: str, id_: str
) -> None:
    qtbot.keyClicks(table.search, query)
    with qtbot.waitSignal(table.subject_requested) as asked:
        qtbot.mouseClick(result(table, qtbot, name), Qt.MouseButton.LeftButton)
    assert asked.args == [kind, id_]


def test_enter_when_something_is_found_opens_the_best(table: NerveTable, qtbot: QtBot) -> None:
    qtbot.keyClicks(table.search, "heel")
    qtbot.waitUntil(lambda: "Enter opens: Heel" in words(table.found))
    with qtbot.waitSignal(table.area_requested) as opened:
        qtbot.keyClick(table.search, Qt.Key.Key_Return)
    assert opened.args == ["right", "heel"]
    table.search.clear()
    assert not table.found.isVisible()
    with qtbot.assertNotEmitted(table.area_requested), qtbot.assertNotEmitted(table.nerve_requested):
        qtbot.keyClick(table.search, Qt.Key.Key_Return)


def test_long_statements_when_found_can_be_read_and_opened(table: NerveTable, atlas: Atlas, qtbot: QtBot) -> None:
    qtbot.keyClicks(table.search, "garden hose")
    qtbot.waitUntil(lambda: atlas.claims["hose-crimps"].text in words(table.said))
    with qtbot.waitSignal(table.subject_requested) as asked:
        qtbot.mouseClick(result(table, qtbot, atlas.claims["hose-crimps"].text), Qt.MouseButton.LeftButton)
    assert asked.args == ["claim", "hose-crimps"]


def test_search_when_little_is_found_leaves_no_gap_between(table: NerveTable, qtbot: QtBot) -> None:
    table.resize(930, 2000)
    table.search.setText("tarsal")
    row = next(one for one in table.rows.values() if one.isVisible())
    qtbot.waitUntil(lambda: table.said.isVisible() and table.said.y() == row.geometry().bottom() + 1)
    assert row.height() < 100


def test_search_when_nothing_fits_says_so_and_clears(table: NerveTable, qtbot: QtBot) -> None:
    qtbot.keyClicks(table.search, "elbow <b>")
    assert shown_rows(table) == [] and table.nothing.isVisible()
    table.search.clear()
    assert len(shown_rows(table)) == len(table.rows) and not table.nothing.isVisible()


def test_rows_when_the_window_is_usual_are_a_table_at_a_glance(table: NerveTable, qtbot: QtBot) -> None:
    """Most of the nine rows stand in sight at once, none wider than the page."""
    nine = list(table.rows.values())[:9]
    qtbot.waitUntil(lambda: sum(not row.visibleRegion().isEmpty() for row in nine) >= 8)
    assert all(row.width() <= table.page.viewport().width() for row in nine)


def test_everything_when_looked_up_is_listed_and_opens(table: NerveTable, atlas: Atlas, qtbot: QtBot) -> None:
    def buttons() -> list[QPushButton]:
        return [one for one in table.contents.findChildren(QPushButton) if one.isVisible()]

    def open_all() -> None:
        for one in buttons():
            if one.accessibleDescription() == "closed":
                one.click()

    def press(name: str) -> None:
        next(one for one in buttons() if one.accessibleName() == name).click()

    assert "Soleal sling" not in words(table.contents)
    open_all()
    names = [row.name.lower() for rows in (atlas.roots, atlas.sites, atlas.tests) for row in rows.values()]
    qtbot.waitUntil(lambda: all(name in words(table.contents).lower() for name in names))
    with qtbot.waitSignal(table.subject_requested) as asked:
        press("Soleal sling")
    assert asked.args == ["site", "soleal-sling"]
    with qtbot.waitSignal(table.nerve_requested) as nerve:
        press("Sural nerve")
    assert nerve.args == ["right", "sural"]
    open_all()
    said = [one.text for one in atlas.claims.values() if not one.topic.startswith("page-")]
    qtbot.waitUntil(lambda: all(text in words(table.contents) for text in said))
    qtbot.keyClicks(table.search, "heel")
    assert not table.contents.isVisible()


def test_row_when_open_has_the_room_that_its_words_need(table: NerveTable, atlas: Atlas, qtbot: QtBot) -> None:
    def cut_off() -> list[str]:
        words = [one for one in table.findChildren(QLabel) if one.isVisible() and one.wordWrap()]
        return [one.text() for one in words if one.heightForWidth(one.width()) > one.height() + 1]

    for width in (620, 480):
        table.resize(width, 800)
        table.show_selection(Selection(side="left", region="achilles"))
        wait_for_pages()
        qtbot.waitUntil(lambda: not cut_off())


def test_row_when_closed_lets_go_of_what_it_told_and_of_the_parts_of_marks(atlas: Atlas, qtbot: QtBot) -> None:
    table = NerveTable(atlas)
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    row = table.rows["heel"]
    at_first = len(row.findChildren(QWidget))
    table.show_selection(Selection(region="heel"))
    wait_for_pages()
    unmarked = len(row.findChildren(QWidget))
    row.show_marks({"left": Mark(side="left", region="heel")})
    assert len(row.findChildren(QWidget)) > unmarked + 8
    row.show_marks({})
    table.show_selection(Selection(region="heel"))
    qtbot.waitUntil(lambda: len(row.findChildren(QWidget)) == unmarked)
    table.show_selection(Selection())
    qtbot.waitUntil(lambda: len(row.findChildren(QWidget)) == at_first)
