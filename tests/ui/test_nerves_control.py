"""The place of the nerves in the window: what the marks say, both ways on the map, search, and names off."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.anatomy.views import ViewName
from nervemap.case import commands
from nervemap.case.case import Case
from nervemap.case.workspace import Selection
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.ui.main_window import MainWindow
from nervemap.ui.nerves_place import NervesPlace
from tests.windows import wait_for_pages

TOUCH = yaml.safe_load((Path(__file__).parents[1] / "expectations/map_touch.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def window(opened: MainWindow) -> MainWindow:
    """The window with an empty case, at the table."""
    opened.workspace.start(Case())
    opened.map_panel.map.show_view("front")
    opened.go("nerves")
    place(opened).show_page("table")
    place(opened).table.search.clear()
    QApplication.processEvents()
    return opened


def place(window: MainWindow) -> NervesPlace:
    return window.findChildren(NervesPlace)[0]


def mark(window: MainWindow, *marks: str) -> None:
    for one in marks:
        side, region = one.split(":")
        row = window.workspace.case, "left" if side == "left" else "right"
        window.workspace.do(commands.toggle_mark(row[0], row[1], load_atlas().regions[region]))  # type: ignore[arg-type]
    settle()


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()
        wait_for_pages()


def texts(widget: QWidget) -> list[str]:
    parts = [one for one in widget.findChildren(QWidget) if isinstance(one, QLabel | QPushButton) and one.isVisible()]
    return [one.text().replace("\n", " ") for one in sorted(parts, key=lambda one: one.mapTo(widget, QPoint()).y())]


def press(widget: QWidget, text: str) -> None:
    buttons = [one for one in widget.findChildren(QPushButton) if one.isVisible()]
    button = next(one for one in buttons if one.text().replace("\n", " ") == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()


def felt(window: MainWindow) -> dict[str, set[str]]:
    """What the map shows as felt: area -> sides."""
    found: dict[str, set[str]] = {}
    for side, area in window.map_panel.map._shown.felt or ():
        found.setdefault(area.region, set()).add(side)
    return found


def test_marks_when_heel_calf_and_thigh_are_marked_show_the_places_they_share(window: MainWindow, atlas: Atlas) -> None:
    mark(window, "right:heel", "right:calf", "right:posterior-thigh")
    place(window).show_page("marks")
    settle()
    found = texts(place(window).marks)
    assert found.index("3 of 3 marks") < found.index("Sciatic nerve") < found.index("2 of 3 marks")
    assert "Heel, calf and back of the thigh" in found
    piriformis, disc = atlas.sites["piriformis"].name, atlas.sites["disc-l5-s1"].name
    assert found.index("One place for several marks") < found.index(piriformis) < found.index(disc)
    assert any(text.startswith("Could then also be felt at") and text.endswith("not marked.") for text in found)
    assert any("none of them accounts for one side alone" in text for text in found)
    assert any(text.endswith("Calf: easily mistaken for") for text in found)


def test_marks_when_nerves_are_equal_stand_under_one_heading(window: MainWindow) -> None:
    mark(window, "right:plantar-foot")
    place(window).show_page("marks")
    settle()
    panel = place(window).marks
    both = [
        one
        for one in panel.findChildren(QPushButton)
        if one.isVisible() and one.text() in ("Medial plantar nerve", "Lateral plantar nerve")
    ]
    assert len({one.parent() for one in both}) == 1 and len(both) == 2
    assert any("stand equal" in text for text in texts(panel))


def test_marks_when_both_soles_are_marked_raise_the_urgent_questions(window: MainWindow, atlas: Atlas) -> None:
    mark(window, "right:plantar-foot", "left:plantar-foot")
    place(window).show_page("marks")
    settle()
    found = texts(place(window).marks)
    assert any("No single nerve reaches both legs" in text for text in found)
    for flag in ("saddle-numbness", "canal-narrow", "burning-feet"):
        assert atlas.red_flags[flag].question in found
    assert any("come first here" in text for text in found)
    for group in atlas.red_flag_groups.values():
        window.workspace.do(commands.set_red_flags(group, ()))
    settle()
    found = texts(place(window).marks)
    assert not any("come first here" in text for text in found)
    assert any(text.startswith("Right side") for text in found) and any(text.startswith("Left side") for text in found)


def test_map_when_a_card_is_open_shows_where_it_could_be_felt(window: MainWindow, qtbot: QtBot) -> None:
    control = window.nerves
    control._on_subject("nerve", "sural")
    settle()
    assert felt(window)["lateral-ankle"] == {"right"} and felt(window)["low-back"] == {"right"}
    card = place(window).card
    press(card, "S1")
    assert window.workspace.selection.root == "S1" and "heel" in felt(window)
    press(card, "Disc L5/S1 and sacral canal")
    assert window.workspace.selection.site == "disc-l5-s1" and "plantar-foot" in felt(window)
    control._on_subject("site", "neck")
    settle()
    assert felt(window)["calf"] == {"right", "left"}
    place(window).show_page("table")
    settle()
    assert felt(window) == {}
    place(window).show_page("card")
    settle()
    assert felt(window)
    window.go("signs")
    settle()
    assert felt(window) == {}


@pytest.mark.parametrize(
    ("before", "nerve", "after"),
    [
        ("top", "lateral femoral cutaneous", {"front", "outer"}),
        ("front", "posterior femoral cutaneous", {"back"}),
        ("top", "deep fibular", {"top"}),
        ("front", "saphenous", {"front"}),
    ],
)
def test_nerve_when_it_is_chosen_out_of_sight_turns_the_body(
    before: ViewName, nerve: str, after: set[str], window: MainWindow
) -> None:
    """A nerve of the thigh that was chosen while the feet were shown lit up where nobody saw it."""
    map_ = window.map_panel.map
    map_.show_view(before)
    search = place(window).table.search
    QTest.keyClicks(search, nerve)
    QTest.keyClick(search, Qt.Key.Key_Return)
    settle()
    assert map_.view.name in after


def test_mark_when_it_was_clicked_says_what_is_usual_at_its_spot(window: MainWindow) -> None:
    expected = TOUCH["at_the_spot"]
    map_, (side, region) = window.map_panel.map, expected["of"].split()
    map_.show_view(expected["view"])
    settle()
    at = map_.area_point(side, region)
    assert at is not None
    QTest.mouseClick(map_, Qt.MouseButton.LeftButton, pos=at.toPoint())
    settle()
    told = next(text for text in texts(place(window).table) if text.startswith("At this spot"))
    assert all(words in told for words in expected["says"])
    window.workspace.start(Case())
    mark(window, f"{side}:{region}")
    window.workspace.select(Selection(side=side, region=region))
    settle()
    assert not any(text.startswith("At this spot") for text in texts(place(window).table)), "the point is not known"


@pytest.mark.parametrize("where", ["nerves", "statement", "pipe"])
def test_ring_when_clicked_lights_where_its_place_could_be_felt(window: MainWindow, qtbot: QtBot, where: str) -> None:
    """Beside the table and the statement a click on a ring made it larger, and that was all."""
    map_ = window.map_panel.map
    map_.show_view("back")
    mark(window, "right:calf")
    window.workspace.select(Selection(side="right", region="calf", nerve="tibial"))
    window.go(where)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: map_.rests and any(ring.site == "piriformis" for ring in map_.rings), timeout=20_000)
    ring = next(ring for ring in map_.rings if ring.site == "piriformis")
    qtbot.mouseClick(map_, Qt.MouseButton.LeftButton, pos=QPoint(round(ring.x), round(ring.y)))
    settle()
    assert window.workspace.selection.site == "piriformis"
    assert {"heel", "plantar-foot", "posterior-pelvis-hip"} <= set(felt(window)), "felt.yaml: above, here and below"
    if where == "pipe":
        assert window.places.value == "pipe"
    else:
        assert any("Piriformis" in text for text in texts(place(window).card))


def test_kinds_of_a_mark_when_pressed_are_on_the_map_and_can_be_undone(window: MainWindow) -> None:
    mark(window, "left:heel")
    window.workspace.select(Selection(side="left", region="heel"))
    settle()
    for kind in ("Ache", "Tingling"):
        press(place(window).table, kind)
    for _ in range(4):
        press(place(window).table, "+")
    found = window.workspace.case.marks[0]
    assert (found.qualities, found.intensity) == (("ache", "tingling"), 3)
    assert window.map_panel.map.shown.marks == (found,)
    told = []
    while window.workspace.can_undo:
        told.append(window.workspace.undo_text)
        window.workspace.undo()
    assert told[:3] == ["Left heel: ache, tingling, 3 of 10", "Left heel: ache, tingling", "Left heel: ache"]


def test_search_when_enter_is_pressed_opens_a_card(window: MainWindow, atlas: Atlas) -> None:
    search = place(window).table.search
    QTest.keyClicks(search, "Morton")
    QTest.keyClick(search, Qt.Key.Key_Return)
    settle()
    assert place(window).page == "card"
    assert atlas.sites["intermetatarsal"].structure in texts(place(window).card)


def test_names_when_off_the_map_names_nothing_and_takes_clicks_as_answers(window: MainWindow, atlas: Atlas) -> None:
    mark(window, "right:heel")
    press(window, "Names off")
    map_, quiz = window.map_panel.map, place(window).quiz
    assert map_.names_hidden and window.nerves.asks
    question = window.nerves._question
    assert question is not None and question.direction == "name"
    assert map_._shown.nerves == {(question.nerve, "right"): 1.0}
    QTest.keyClick(quiz, Qt.Key(Qt.Key.Key_1 + question.options.index(question.nerve)))
    settle()
    assert "Correct" in texts(quiz) and any(text.startswith("Score: 1 of 1") for text in texts(quiz))
    QTest.keyClick(quiz.next, Qt.Key.Key_Space)
    settle()

    question = window.nerves._question
    assert question is not None and question.direction == "show" and map_._shown.nerves == {}
    before = window.workspace.case
    row = atlas.nerves[question.nerve]
    region = (*row.skin_regions, *row.deep_regions)[0]
    map_.area_pressed.emit("left", region)
    settle()
    assert window.workspace.case is before, "an answer is no mark"
    assert any(text.startswith("Score: 2 of 2") for text in texts(quiz))
    assert map_._shown.nerves == {(question.nerve, "left"): 1.0}
    press(window, "Table")
    assert not map_.names_hidden and not window.nerves.asks
    assert map_._shown.nerves


def test_names_when_another_place_is_gone_to_are_on_again(window: MainWindow) -> None:
    press(window, "Names off")
    window.go("signs")
    settle()
    assert not window.map_panel.map.names_hidden and not window.nerves.asks
    window.map_panel.map.show_view("front")
    settle()
    at = window.map_panel.map.area_point("right", "anterior-knee")
    assert at is not None
    QTest.mouseClick(window.map_panel.map, Qt.MouseButton.LeftButton, pos=at.toPoint())
    settle()
    assert [one.region for one in window.workspace.case.marks] == ["anterior-knee"]


def test_answer_when_wrong_tells_what_was_pointed_at(window: MainWindow) -> None:
    press(window, "Names off")
    press(window, "Show me")
    question = window.nerves._question
    assert question is not None
    window.map_panel.map.show_view("front")
    settle()
    wrong = "anterior-knee" if question.nerve != "anterior-femoral-cutaneous" else "medial-shin"
    at = window.map_panel.map.area_point("right", wrong)
    assert at is not None
    QTest.mouseClick(window.map_panel.map, Qt.MouseButton.LeftButton, pos=at.toPoint())
    settle()
    quiz = place(window).quiz
    assert "Correct" in texts(quiz) or any("usual skin nerve is another" in text for text in texts(quiz))
    press(window, "Next question")
    assert window.nerves._question is not None and window.nerves._question.direction == "show"
    press(quiz, "Both ways")
