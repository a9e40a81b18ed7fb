"""The window as a whole: menus, keys, banner, what the content decides, and that it rests when nothing happens."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QAbstractAnimation, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from nervemap import resources
from nervemap.anatomy.body import load_body
from nervemap.case import commands
from nervemap.case.case import Case
from nervemap.case.workspace import Selection, Workspace
from nervemap.cli.main import main as command_line
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.faults import ContentError
from nervemap.palette import DARK, LIGHT
from nervemap.ui.desk import PlaceName
from nervemap.ui.main_window import MainWindow
from nervemap.ui.nerve_card import NerveCard
from nervemap.ui.nerve_table import NerveTable
from nervemap.ui.pipe_canvas import PipeCanvas
from nervemap.ui.pipe_view import PipeView
from nervemap.ui.theme import Theme
from nervemap.ui.widgets import Choice
from tests.windows import shown, wait_for_pages


def action(window: MainWindow, text: str) -> QAction:
    return next(one for one in window.findChildren(QAction) if one.text().replace("&", "") == text)


def button(window: MainWindow, name: str) -> QAbstractButton:
    (found,) = [
        one
        for one in window.findChildren(QAbstractButton)
        if one.isVisible() and name in (one.text(), one.accessibleName())
    ]
    return found


def words(widget: QWidget) -> str:
    texts = [one for one in widget.findChildren(QWidget) if isinstance(one, QLabel | QAbstractButton)]
    return "\n".join(one.text() for one in texts if one.isVisible())


def press(window: MainWindow, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(button(window, name), Qt.MouseButton.LeftButton)
    settle()


def click_area(window: MainWindow, qtbot: QtBot, side: str, region: str) -> None:
    at = window.map_panel.map.area_point(side, region)
    assert at is not None
    qtbot.mouseClick(window.map_panel.map, Qt.MouseButton.LeftButton, pos=QPoint(int(at.x()), int(at.y())))
    settle()


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()
        wait_for_pages()


def test_window_when_opened_says_what_to_do_and_what_it_is_not(window: MainWindow, atlas: Atlas) -> None:
    assert "Mark where it hurts" in words(window)
    assert window.fixed_sentence.isVisible() and window.fixed_sentence.text() == atlas.rules.fixed_sentence
    assert not window.banner.isVisible()
    assert window.map_panel.map.hasFocus()


@pytest.mark.parametrize("width", [1280, 1024, 800])
def test_map_when_the_quiet_line_says_more_or_less_does_not_move(
    window: MainWindow, atlas: Atlas, qtbot: QtBot, width: int
) -> None:
    window.resize(width, 800)
    settle()
    line, map_, groups = window.examination.line, window.map_panel.map, atlas.red_flag_groups
    yes = {group: next(one.id for one in atlas.red_flags.values() if one.group == group) for group in groups}
    place = map_.geometry()
    seen = []
    for flags, dealt in (
        ({}, ()),
        ({"now": ()}, ()),
        ({"now": (yes["now"],), "days": (yes["days"],)}, (yes["now"],)),
        ({"now": (), "same-day": (), "days": ()}, ()),
    ):
        window.workspace.start(Case(red_flags=flags, dealt_with=dealt))
        settle()
        seen.append(line.text() if line.isVisible() else "")
        assert map_.geometry() == place, seen[-1]
        if width == 1280:
            assert line.height() < 2 * line.fontMetrics().height(), "one line"
    assert len({len(one) for one in seen}) == 4 and not seen[-1]


@pytest.mark.parametrize("place", ["Urgent", "Nerves", "Pipe", "Signs", "Tests", "Statement", "Case"])
def test_place_when_its_button_is_pressed_is_shown_beside_the_map(window: MainWindow, qtbot: QtBot, place: str) -> None:
    before = words(window)
    press(window, qtbot, place)
    assert words(window) != before
    assert [one.text() for one in window.places.buttons.values() if one.isChecked()] == [place]
    assert window.map_panel.map.isVisible()
    assert window.fixed_sentence.isVisible()


def test_undo_and_redo_when_something_was_done_say_what(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.undo_action.isEnabled() and not window.redo_action.isEnabled()
    click_area(window, qtbot, "right", "groin")
    assert "groin" in window.undo_action.text()
    window.undo_action.trigger()
    assert not window.undo_action.isEnabled() and "groin" in window.redo_action.text()
    assert window.workspace.case.marks == ()
    window.redo_action.trigger()
    assert [(mark.side, mark.region) for mark in window.workspace.case.marks] == [("right", "groin")]


def test_mark_when_clicked_keeps_the_exact_point(window: MainWindow, qtbot: QtBot) -> None:
    map_ = window.map_panel.map
    place = map_.place_at(map_.area_point("left", "anterior-knee"))  # the map may grow when a place opens beside it
    click_area(window, qtbot, "left", "anterior-knee")
    (mark,) = window.workspace.case.marks
    assert mark.t is not None and mark.theta is not None
    assert place is not None and (place.t, place.theta) == (mark.t, mark.theta)


def test_site_when_its_ring_is_clicked_is_selected_in_the_pipe(window: MainWindow, qtbot: QtBot, atlas: Atlas) -> None:
    map_ = window.map_panel.map
    map_.show_view("outer")
    click_area(window, qtbot, "right", "lateral-ankle")
    press(window, qtbot, "Pipe")
    canvas = window.findChild(PipeCanvas)
    before = canvas.grab().toImage()
    qtbot.waitUntil(lambda: map_.rests, timeout=20_000)
    ring = next(ring for ring in map_.rings if ring.site == "sural-calf-exit")
    marks = window.workspace.case.marks
    with qtbot.waitSignal(map_.site_clicked) as clicked:
        qtbot.mouseClick(map_, Qt.MouseButton.LeftButton, pos=QPoint(round(ring.x), round(ring.y)))
    settle()
    assert clicked.args == ["sural-calf-exit"]
    assert window.workspace.selection.site == "sural-calf-exit"
    assert window.workspace.case.marks == marks, "a click on a ring marks nothing"
    assert canvas.grab().toImage() != before


def test_rings_on_the_map_when_the_story_is_told_are_those_of_the_story(
    window: MainWindow, qtbot: QtBot, atlas: Atlas
) -> None:
    """It said that nothing is crimped, and on the body the rings of the case were narrow."""
    window.workspace.select(Selection(side="right", nerve="tibial"))
    window.workspace.do(commands.set_crimp(atlas.sites["soleal-sling"], "right", "moderate"))
    press(window, qtbot, "Pipe")
    view, shown_on = window.findChild(PipeView), window.map_panel.map
    view.set_reduced_motion(True)
    assert shown_on._shown.grades == {"soleal-sling": "moderate"}
    press(window, qtbot, "Story")
    assert shown_on._shown.grades == {}
    qtbot.keyClick(view.story, Qt.Key.Key_Right)
    assert len(shown_on._shown.grades) == 1 and shown_on._shown.site in shown_on._shown.grades
    qtbot.keyClick(view.story, Qt.Key.Key_Escape)
    assert shown_on._shown.grades == {"soleal-sling": "moderate"}


@pytest.mark.parametrize(("text", "palette"), [("Dark", DARK), ("Light", LIGHT)])
def test_colours_when_a_scheme_is_chosen_change_everywhere(
    window: MainWindow, theme: Theme, qtbot: QtBot, text: str, palette: object
) -> None:
    theme.set_override("light" if text == "Dark" else "dark")
    click_area(window, qtbot, "right", "groin")
    press(window, qtbot, "Pipe")
    parts = (window.map_panel.map, window.findChild(PipeCanvas), window.fixed_sentence, window)
    before = [part.grab().toImage() for part in parts]
    action(window, text).trigger()
    assert theme.palette == palette
    for part, was in zip(parts, before, strict=True):
        assert part.grab().toImage() != was, part
    corner = window.map_panel.map.grab().toImage().pixelColor(3, 200)
    assert corner.name() == palette.background  # type: ignore[attr-defined]


def test_views_when_motion_is_reduced_change_at_once(window: MainWindow, qtbot: QtBot) -> None:
    reduce, map_ = action(window, "Reduce motion"), window.map_panel.map
    reduce.setChecked(False)
    map_.set_reduced_motion(False)
    map_.show_view("back")
    assert map_.view.name != "back" or map_.view.turn, "the way there is shown"
    assert [one for one in map_.findChildren(QAbstractAnimation) if one.state() == QAbstractAnimation.State.Running]
    qtbot.waitUntil(lambda: (map_.view.name, map_.view.turn) == ("back", 0), timeout=60_000)
    reduce.trigger()
    map_.show_view("front")
    assert (map_.view.name, map_.view.turn) == ("front", 0)


def test_banner_when_an_urgent_answer_is_yes_stands_above_everything(
    window: MainWindow, qtbot: QtBot, atlas: Atlas
) -> None:
    flag = next(flag for flag in atlas.red_flags.values() if flag.group == "now")
    press(window, qtbot, "Urgent")
    press(window, qtbot, f"Yes: {flag.question}")
    assert window.banner.isVisible() and atlas.red_flag_groups["now"].advice in words(window.banner)
    assert window.banner.mapTo(window, QPoint()).y() < window.map_panel.mapTo(window, QPoint()).y()
    assert window.banner.width() == window.width()
    window.undo_action.trigger()
    assert not window.banner.isVisible()


def test_about_when_opened_says_what_it_is_not_and_whose_data_it_is(
    window: MainWindow, qtbot: QtBot, atlas: Atlas
) -> None:
    action(window, "About nervemap").trigger()
    (box,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
    assert atlas.rules.fixed_sentence in box.text()
    assert "CC BY-SA 4.0" in box.informativeText()
    box.close()


@pytest.fixture
def less(tmp_path: Path) -> Path:
    """A copy of the content in which the row of the lateral ankle names no nerve."""
    folder = tmp_path / "data"
    shutil.copytree(resources.folder("data"), folder)
    file = folder / "regions.yaml"
    text = file.read_text(encoding="utf-8")
    start = text.index("- id: lateral-ankle")
    assert text.index("  nerves: [sural]", start) < text.index("\n- id:", start)
    file.write_text(text[:start] + text[start:].replace("  nerves: [sural]\n", "", 1), encoding="utf-8")
    return folder


def test_nerve_when_removed_from_a_row_is_gone_from_window_table_and_command_line(
    less: Path, theme: Theme, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    atlas = load_atlas(less)
    with shown(MainWindow(atlas, load_body(atlas, less), theme, Workspace())) as window:
        window.map_panel.map.show_view("outer")
        click_area(window, qtbot, "right", "lateral-ankle")
        table, card = window.findChild(NerveTable), window.findChild(NerveCard)
        row = words(table.rows["lateral-ankle"]).lower()
        assert "sural" not in row.replace("skin of the sural nerve", ""), "only the skin at that spot is its own still"
        assert window.workspace.selection.nerve != "sural"
        press(window, qtbot, "What the marks say")
        assert "Named by the article" not in words(card)
        assert "Sural nerve" not in words(card).splitlines()

    assert command_line(["show", "regions", "lateral-ankle", "--json", "--data", str(less)]) == 0
    row = json.loads(capsys.readouterr().out)
    row = row[0] if isinstance(row, list) else row
    assert row["nerves"] == []
    assert command_line(["explain", "--mark", "right:lateral-ankle", "--json", "--data", str(less)]) == 0
    found = json.loads(capsys.readouterr().out)["candidates"]
    assert not [one for one in found if "article" in one["named_by"]]


def test_window_when_the_courses_are_faulty_does_not_open(
    tmp_path: Path, atlas: Atlas, theme: Theme, qtbot: QtBot
) -> None:
    shutil.copytree(resources.folder("data"), tmp_path / "data")
    file = tmp_path / "data/body/nerve_paths.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("spinal cord", "spinal chord"), encoding="utf-8")
    with pytest.raises(ContentError):
        qtbot.addWidget(MainWindow(atlas, load_body(atlas, tmp_path / "data"), theme, Workspace()))


READY_MS = 30_000  # at most: the places are made in spare moments, and the case is kept a moment after an act


class Watch(QObject):
    """Counts what happens in the program."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Paint, QEvent.Type.UpdateRequest, QEvent.Type.Timer, QEvent.Type.MetaCall):
            self.seen.append(f"{event.type().name} of {watched}")
        return False


def test_nothing_runs_when_nothing_moves(window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    click_area(window, qtbot, "right", "groin")
    window.map_panel.map.set_reduced_motion(False)
    window.map_panel.map.show_view("back")
    qtbot.waitUntil(lambda: not any(one.isActive() for one in window.findChildren(QTimer)), timeout=READY_MS)
    animations = window.findChildren(QAbstractAnimation)
    assert not [one for one in animations if one.state() == QAbstractAnimation.State.Running]
    seen = []
    for _ in range(3):  # what has just ended may say so once more
        watch = Watch()
        qapp.installEventFilter(watch)
        QTest.qWait(400)
        qapp.removeEventFilter(watch)
        seen.append(watch.seen)
        if not watch.seen:
            break
    assert [] in seen, seen


@pytest.mark.parametrize("size", [(1024, 640), (1280, 780)])
def test_pages_fit_their_width_when_the_window_is_small(
    size: tuple[int, int], window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(*size)
    wide, views = [], window.map_panel.views
    for place in get_args(PlaceName):
        window.go(place)
        qtbot.wait(30)
        # The place's own pages stand in the first row of choices under the places.
        rows = [one for one in window.findChildren(Choice) if one.isVisible() and one not in (window.places, views)]
        inner = min(rows, key=lambda one: one.mapTo(window, one.pos()).y(), default=None)
        for press in list(inner.buttons.values()) if inner and place in ("nerves", "tests", "statement") else [None]:
            if press:
                press.click()
            qtbot.wait(30)
            for area in window.findChildren(QScrollArea):
                least = area.widget().minimumSizeHint().width() if area.isVisible() and area.widget() else 0
                if least > area.viewport().width():
                    wide.append((place, press.text() if press else "", least, area.viewport().width()))
    assert not wide
