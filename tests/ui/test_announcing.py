"""What assistive technology is told: after each act once, in the words of the screen; nothing that it reads itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nervemap.case import commands
from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.ui.main_window import MainWindow

Listen = Callable[[Callable[[], object]], list[tuple[str, bool]]]


@pytest.fixture(scope="module")
def one_window(opened: MainWindow) -> Iterator[MainWindow]:
    """The window while assistive technology listens."""
    QAccessible.setActive(True)
    yield opened
    QAccessible.setActive(False)


@pytest.fixture
def window(one_window: MainWindow) -> MainWindow:
    one_window.workspace.start(Case())
    one_window.go("start")
    one_window.map_panel.map.setFocus()
    return one_window


@pytest.fixture
def listen(window: MainWindow, qtbot: QtBot) -> Iterator[Listen]:
    """Everything that is announced between an act and the time when all is told."""
    heard: list[tuple[str, bool]] = []

    def hear(text: str, urgent: bool) -> None:
        heard.append((text, urgent))

    def listening(act: Callable[[], object]) -> list[tuple[str, bool]]:
        QTest.qWait(20)  # what was prepared is shown, and told
        qtbot.waitUntil(lambda: not window.announcer.waits)
        heard.clear()
        act()
        QTest.qWait(20)
        qtbot.waitUntil(lambda: not window.announcer.waits)
        return heard.copy()

    window.announcer.announced.connect(hear)
    yield listening
    window.announcer.announced.disconnect(hear)


def area(window: MainWindow, side: str, region: str) -> QPoint:
    at = window.map_panel.map.area_point(side, region)
    assert isinstance(at, QPointF)
    return at.toPoint()


def test_nerves_found_are_told_with_the_act_when_an_area_is_clicked(window: MainWindow, listen: Listen) -> None:
    map_, at = window.map_panel.map, area(window, "right", "dorsal-foot-toes")
    ((told, urgent),) = listen(lambda: QTest.mouseClick(map_, Qt.MouseButton.LeftButton, pos=at))
    assert told.startswith("Done: Mark right top of the foot and toes. Named for what is marked: Superficial fibular")
    assert told.endswith("more.") and not urgent


def test_only_what_came_of_it_is_told_when_the_area_under_the_keyboard_was_marked(
    window: MainWindow, listen: Listen
) -> None:
    """That it is checked, the screen reader reads itself."""
    window.map_panel.map.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Home)
    ((told, _),) = listen(lambda: QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space))
    assert told.startswith("Named for what is marked: ")
    ((told, _),) = listen(lambda: QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
    assert told == f"Undone: {window.workspace.redo_text}. Nothing is marked."
    ((told, _),) = listen(window.redo_action.trigger)
    assert told.startswith(f"Done again: {window.workspace.undo_text}. Named for what is marked: ")


def test_nothing_is_told_when_pointer_keys_and_view_only_look_around(window: MainWindow, listen: Listen) -> None:
    map_ = window.map_panel.map

    def look_around() -> None:
        for region in ("heel", "anterior-knee", "dorsal-foot-toes", "groin"):
            at = map_.area_point("right", region) or QPointF(5, 5)
            QTest.mouseMove(map_, at.toPoint())
        map_.setFocus()
        for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down):
            QTest.keyClick(QApplication.focusWidget(), key)
        map_.show_view("back")
        map_.zoom_by(1.25)

    assert listen(look_around) == []


def test_acts_when_they_come_in_a_burst_are_one_announcement(window: MainWindow, listen: Listen, atlas: Atlas) -> None:
    signs = list(atlas.signs.values())
    for sign in signs[:3]:
        window.workspace.do(commands.answer_sign(sign, "yes"))
    ((told, _),) = listen(lambda: [window.workspace.undo() for _ in range(3)])
    assert told == "Undone: Sign 3: yes. Undone: Sign 2: yes. Undone: Sign 1: yes."


def test_count_of_signs_is_told_once_when_one_is_answered(window: MainWindow, listen: Listen) -> None:
    window.go("signs")
    button = window.examination.signs.questions["no-response"].choice.buttons["yes"]
    button.setFocus()
    ((told, urgent),) = listen(lambda: QTest.keyClick(button, Qt.Key.Key_Space))
    assert told == "1 of 6 signs: few signs." and not urgent


def test_what_comes_through_is_told_when_a_crimp_changes(window: MainWindow, listen: Listen, atlas: Atlas) -> None:
    window.workspace.do(commands.set_mark("right", atlas.regions["lateral-ankle"]))
    window._on_nerve("right", "sural")
    window.go("pipe")
    QTest.qWait(50)
    row = window._pages["pipe"].canvas.rows.by_site["piriformis"]
    row.setFocus()
    ((told, _),) = listen(lambda: QTest.keyClick(row, "3"))
    assert told.startswith("Comes through: ") and " of 100, " in told and "Done" not in told


def test_urgent_advice_when_it_comes_interrupts_and_its_end_is_told(
    window: MainWindow, listen: Listen, atlas: Atlas
) -> None:
    window.go("urgent")
    group = next(iter(atlas.red_flag_groups.values()))
    flag = next(flag for flag in atlas.red_flags.values() if flag.group == group.id)
    item = window.examination.urgent.groups[group.id].items[flag.id]
    item.button.setFocus()
    ((told, urgent),) = listen(lambda: QTest.keyClick(item.button, Qt.Key.Key_Space))
    assert told == f"{group.advice} The tests wait until this has been dealt with." and urgent
    done = window.banner.dealt_with
    done.setFocus()
    ((told, urgent),) = listen(lambda: QTest.keyClick(done, Qt.Key.Key_Space))
    assert told == "Done: Urgent answers dealt with." and not urgent


def test_step_and_words_are_told_when_the_slump_goes_on(window: MainWindow, listen: Listen, atlas: Atlas) -> None:
    window.go("tests")
    window.examination.show_test("slump")
    steps = window.examination.tests.steps
    on = steps.foot.on
    on.setFocus()
    step = atlas.tests["slump"].steps[1]
    ((told, _),) = listen(lambda: QTest.keyClick(on, Qt.Key.Key_Space))
    count = len(atlas.tests["slump"].steps)
    assert told.startswith(f"2 of {count}: {step.title}. \u201c{step.say}\u201d") and (step.ask or "") in told
    steps.symptom.buttons["own"].setFocus()
    assert listen(lambda: QTest.keyClick(steps.symptom.buttons["own"], Qt.Key.Key_Space)) == []


def test_letters_when_typed_are_not_told(window: MainWindow, listen: Listen) -> None:
    window.go("case")
    label = window._case_panel.label
    label.setFocus()
    assert listen(lambda: QTest.keyClicks(label, "knee")) == []


def test_place_when_gone_to_by_key_takes_the_keyboard_along(window: MainWindow, listen: Listen) -> None:
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.places.buttons["signs"]
    assert window.places.buttons["signs"].isChecked()


def test_step_when_it_comes_into_sight_is_told(window: MainWindow, listen: Listen, atlas: Atlas) -> None:
    step = atlas.tests["slump"].steps[0]
    window.go("tests")
    window.examination.tests.steps.show_step(0)
    window.examination.tests.show_page("before")
    page = window.examination.tests.pages.buttons["steps"]
    ((told, _),) = listen(lambda: QTest.mouseClick(page, Qt.MouseButton.LeftButton))
    assert f"\u201c{step.say}\u201d Ask: {step.ask} " in told and step.title in told
