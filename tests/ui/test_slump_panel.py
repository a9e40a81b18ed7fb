"""The tests: what forbids them first, two readings, the other tests, locked by urgent answers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from nervemap import resources
from nervemap.anatomy.figure import Figure, load_figure
from nervemap.case.case import Case, SlumpSide, StepNote
from nervemap.content.atlas import Atlas
from nervemap.palette import LIGHT
from nervemap.reasoning.slump import read_relatives, read_slump
from nervemap.ui.slump_panel import SlumpPanel
from nervemap.ui.theme import Theme
from tests.ui.panels import in_sight, words


@pytest.fixture(scope="module")
def figure() -> Figure:
    return load_figure(resources.folder("data") / "body")


@pytest.fixture
def panel(atlas: Atlas, figure: Figure, qtbot: QtBot) -> SlumpPanel:
    panel = SlumpPanel(atlas, lambda: figure, LIGHT)
    panel.set_reduced_motion(True)
    return in_sight(panel, qtbot)


def test_tests_when_shown_begin_with_what_forbids_them(panel: SlumpPanel, atlas: Atlas, qtbot: QtBot) -> None:
    assert panel.before.isVisible() and panel.before.state.text() == "not asked"
    for reason in atlas.tests["slump"].contraindications:
        assert reason.text in words(panel.before)
    with qtbot.waitSignal(panel.before.contraindications_requested) as asked:
        qtbot.mouseClick(panel.before.none_button, Qt.MouseButton.LeftButton)
    assert asked.args == [()]
    panel.show_case(Case(contraindications=("pregnancy",)))
    assert panel.before.state.text() == "1 answered with yes" and panel.before.items["pregnancy"].isChecked()
    with qtbot.waitSignal(panel.before.contraindications_requested) as asked:
        qtbot.keyClick(panel.before.items["severe-pain"], Qt.Key.Key_Space)
    assert asked.args == [("severe-pain", "pregnancy")]


def test_reasons_when_none_holds_lead_to_the_steps(panel: SlumpPanel, qtbot: QtBot) -> None:
    for case in (Case(), Case(contraindications=("pregnancy",))):
        panel.show_case(case)
        assert not panel.before.start.isVisible()
    panel.show_case(Case(contraindications=()))
    qtbot.mouseClick(panel.before.start, Qt.MouseButton.LeftButton)
    assert panel.steps.isVisible()


def test_self_check_when_not_ticked_is_not_shown(panel: SlumpPanel, atlas: Atlas, qtbot: QtBot) -> None:
    test = atlas.tests["slump"]
    assert test.self_check is not None and test.self_check.text not in words(panel.before)
    with qtbot.waitSignal(panel.before.self_check_requested) as asked:
        panel.before.self_check.click()
    assert asked.args == [True]
    panel.show_case(Case(self_check=True))
    text = words(panel.before)
    assert test.self_check.text in text
    assert all(said.text in text for said in test.stop_rules)


def test_symptom_when_chosen_asks_with_release_not_done(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_page("result")
    left = panel.result.sides["left"]
    assert not left.release.isEnabled() and not left.degrees.isEnabled()
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(left.symptom.buttons["own"], Qt.MouseButton.LeftButton)
    assert asked.args == ["left", SlumpSide(symptom="own", release="not-done")]


def test_release_and_degrees_when_given_keep_the_rest(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_page("result")
    recorded = SlumpSide(symptom="own", release="not-done", degrees=20, place="below-knee", stopped="sharp")
    panel.show_case(Case(slump={"right": recorded}))
    right = panel.result.sides["right"]
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(right.release.buttons["eases"], Qt.MouseButton.LeftButton)
    assert asked.args == [
        "right",
        SlumpSide(symptom="own", release="eases", degrees=20, place="below-knee", stopped="sharp"),
    ]
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(right.degrees.more, Qt.MouseButton.LeftButton)
    assert asked.args[1].degrees == 25 and asked.args[1].place == "below-knee"


def test_degrees_when_typed_are_one_act(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_page("result")
    panel.show_case(Case(slump={"left": SlumpSide(symptom="stretch", release="eases")}))
    degrees = panel.result.sides["left"].degrees.field
    assert degrees.text() == "not measured"
    asked: list[object] = []
    panel.slump_requested.connect(lambda side, result: asked.append((side, result)))
    degrees.selectAll()
    qtbot.keyClicks(degrees, "35")
    assert asked == []
    qtbot.keyClick(degrees, Qt.Key.Key_Return)
    assert asked == [("left", SlumpSide(symptom="stretch", release="eases", degrees=35))]


@pytest.mark.parametrize("size", [100, 200])
def test_degrees_when_themed_can_be_read(panel: SlumpPanel, qapp: QApplication, qtbot: QtBot, size: int) -> None:
    panel.show_page("result")
    theme = Theme(qapp, "light")
    theme.dress(panel)
    theme.set_text_size(size)
    degrees = panel.result.sides["left"].degrees.field
    qtbot.wait(1)
    field = degrees.lineEdit()
    assert field.width() >= field.fontMetrics().horizontalAdvance("not measured")
    assert field.height() >= field.fontMetrics().height()
    theme.set_text_size(100)
    theme.deleteLater()


def test_degrees_when_the_page_is_scrolled_over_them_stay(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_page("result")
    panel.show_case(Case(slump={"left": SlumpSide(symptom="own", release="same", degrees=10)}))
    degrees = panel.result.sides["left"].degrees.field
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(degrees.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.assertNotEmitted(panel.slump_requested):
        QApplication.sendEvent(degrees, wheel)
    assert degrees.value() == 10


def test_symptom_when_pressed_again_clears_the_side(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_page("result")
    panel.show_case(Case(slump={"left": SlumpSide(symptom="own", release="eases")}))
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(panel.result.sides["left"].symptom.buttons["own"], Qt.MouseButton.LeftButton)
    assert asked.args == ["left", None]


@pytest.mark.parametrize(
    ("left", "right", "structural", "author"),
    [
        (None, None, "Not done", "Not done"),
        (SlumpSide(symptom="none", release="not-done"), None, "Not positive", "Not met (own symptom: no, tighter: not"),
        (
            SlumpSide(symptom="none", release="not-done", notes=(StepNote(step="sit", symptom="none"),)),
            None,
            "Incomplete",
            "Not met so far",
        ),
        (SlumpSide(symptom="own", release="eases"), None, "Positive (left: positive", "Met (own symptom: yes"),
        (SlumpSide(symptom="own", release="not-done"), None, "Incomplete", "Met"),
        (
            SlumpSide(symptom="stretch", release="eases", degrees=30),
            SlumpSide(symptom="stretch", release="eases", degrees=10),
            "Not positive",
            "Met (own symptom: no, tighter: yes)",
        ),
    ],
)
def test_readings_when_recorded_are_two_and_apart(
    panel: SlumpPanel, atlas: Atlas, left: SlumpSide | None, right: SlumpSide | None, structural: str, author: str
) -> None:
    sides = {side: part for side, part in (("left", left), ("right", right)) if part}
    reading = read_slump(atlas, sides)
    panel.show_reading(reading)
    outputs = panel.result.outputs
    assert outputs.structural.text().startswith(structural)
    assert outputs.author.text().startswith(author)
    assert outputs.text.text() == reading.text


def test_limit_when_moved_is_asked_for(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_page("result")
    with qtbot.waitSignal(panel.result.outputs.tighter_requested) as asked:
        qtbot.mouseClick(panel.result.outputs.tighter.more, Qt.MouseButton.LeftButton)
    assert asked.args == [15.0]
    panel.show_case(Case(tighter_degrees=15))
    with qtbot.waitSignal(panel.result.outputs.tighter_requested) as asked:
        qtbot.mouseClick(panel.result.outputs.tighter.less, Qt.MouseButton.LeftButton)
    assert asked.args == [None]


def test_tests_when_locked_show_the_message_and_lead_to_the_questions(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.set_locked("Deal with this first.")
    assert panel.is_locked and "Deal with this first." in words(panel)
    assert not panel.before.none_button.isVisible()
    button = next(b for b in panel.findChildren(QPushButton) if b.isVisible() and "urgent questions" in b.text())
    with qtbot.waitSignal(panel.urgent_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    panel.set_locked(None)
    assert not panel.is_locked and panel.before.none_button.isVisible()


def test_tests_when_locked_by_a_reason_not_to_test_let_it_be_changed(panel: SlumpPanel, qtbot: QtBot) -> None:
    case = Case(contraindications=("pregnancy",))
    for _ in range(2):  # told again after every act
        panel.show_case(case)
        panel.set_locked("Deal with this first.")
    assert panel.lock_text.isVisible()
    button = next(b for b in panel.findChildren(QPushButton) if b.text() == "Show the reasons not to test")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    panel.set_locked("Deal with this first.")
    assert panel.before.items["pregnancy"].isVisible()
    qtbot.mouseClick(panel.pages.buttons["steps"], Qt.MouseButton.LeftButton)
    assert panel.is_locked and not panel.steps.isVisible() and panel.lock_text.isVisible()


def test_figures_when_unconfirmed_say_so(panel: SlumpPanel, atlas: Atlas) -> None:
    panel.show_page("result")
    panel.result.background.set_open(True)
    text = words(panel.result.background)
    doubtful = [figure for figure in atlas.tests["slump"].accuracy if not figure.confirmed]
    assert doubtful
    for one in doubtful:
        assert f"Not confirmed: {one.text}" in text


def test_other_test_when_shown_names_its_nerves_and_records_leg_raises(
    panel: SlumpPanel, atlas: Atlas, qtbot: QtBot
) -> None:
    panel.show_page("others")
    button = next(b for b in panel.relatives.findChildren(QPushButton) if b.accessibleName().endswith("sural bias"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.relatives.isVisible() and panel.pages.value == "others"
    links = [b for b in panel.relatives.findChildren(QPushButton) if b.property("kind") == "link"]
    sural = next(link for link in links if link.text() == atlas.nerves["sural"].name and not link.isHidden())
    with qtbot.waitSignal(panel.relatives.nerve_requested) as asked:
        sural.click()
    assert asked.args == ["sural"]
    with qtbot.waitSignal(panel.relatives.relative_requested) as recorded:
        panel.relatives.one.side.buttons["right"].click()
        panel.relatives.one.part.symptom.buttons["own"].click()
    assert recorded.args == ["slr-sural", "right", SlumpSide(symptom="own", release="not-done")]
    case = Case(relatives={"slr-sural": {"right": SlumpSide(symptom="own", release="eases")}})
    panel.show_case(case)
    panel.show_readings(read_relatives(atlas, case))
    assert panel.relatives.one.reading.text() == "Left: not done. Right: positive."
    panel.relatives.show_list()
    assert "Left: not done. Right: positive." in words(panel.relatives)


def test_other_test_when_not_recorded_is_text_and_figure(panel: SlumpPanel, atlas: Atlas, figure: Figure) -> None:
    for test in atlas.tests.values():
        if test.id == "slump":
            continue
        panel.show_test(test.id)
        text = words(panel.relatives)
        assert test.name in text and test.plain in text
        assert panel.relatives.figure.isVisible() is (test.id in figure.poses)
        assert panel.relatives.one.part.isVisible() is bool(test.steps)


@pytest.mark.parametrize("test", ["slump", "slr-tibial"])
def test_stop_when_pressed_asks_for_the_reason_and_records_it(panel: SlumpPanel, qtbot: QtBot, test: str) -> None:
    panel.show_test(test)
    stage = panel.steps if test == "slump" else panel.relatives.one
    foot, asked_by = stage.foot, panel.slump_requested if test == "slump" else panel.relatives.relative_requested
    assert foot.stop.visibleRegion().boundingRect() == foot.stop.rect() and not foot.why.isVisible()
    with qtbot.assertNotEmitted(asked_by):
        qtbot.mouseClick(foot.stop, Qt.MouseButton.LeftButton)
    assert foot.why.isVisible()
    with qtbot.waitSignal(asked_by) as asked:
        qtbot.mouseClick(foot.reasons.buttons["sharp"], Qt.MouseButton.LeftButton)
    result = SlumpSide(symptom="none", release="not-done", stopped="sharp")
    assert asked.args[-2:] == ["left", result]
    panel.show_case(Case(slump={"left": result}) if test == "slump" else Case(relatives={test: {"left": result}}))
    assert foot.why.isVisible() and foot.reasons.value == "sharp"
    with qtbot.waitSignal(asked_by) as asked:
        qtbot.mouseClick(foot.reasons.buttons["sharp"], Qt.MouseButton.LeftButton)
    assert asked.args[-2:] == ["left", None]
    panel.show_case(Case())
    assert not foot.why.isVisible()
