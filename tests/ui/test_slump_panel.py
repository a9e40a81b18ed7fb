"""The slump test: contraindications first, stop rules always in sight, two readings, locked by urgent answers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.case.case import Case, SlumpSide
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.reasoning.slump import read_slump
from nervemap.ui.slump_panel import SlumpPanel
from nervemap.ui.theme import Theme


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture
def panel(atlas: Atlas, qtbot: QtBot) -> SlumpPanel:
    panel = SlumpPanel(atlas)
    qtbot.addWidget(panel)
    panel.resize(620, 740)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_test_when_shown_begins_with_what_forbids_it(panel: SlumpPanel, atlas: Atlas) -> None:
    test = atlas.tests["slump"]
    text = words(panel)
    places = [text.index(said.text) for said in test.contraindications] + [text.index(s.do) for s in test.steps]
    assert places == sorted(places)
    for step in test.steps:
        assert f"“{step.say}”" in text
        assert step.ask is None or step.ask in text


def test_stop_rules_when_scrolled_stay_in_sight(panel: SlumpPanel, atlas: Atlas) -> None:
    bar = next(frame for frame in panel.findChildren(QFrame) if frame.property("kind") == "stop")
    for value in (0, panel.page.verticalScrollBar().maximum()):
        panel.page.verticalScrollBar().setValue(value)
        assert bar.visibleRegion().boundingRect() == bar.rect()
    for said in atlas.tests["slump"].stop_rules:
        assert said.text in words(bar)


def test_symptom_when_chosen_asks_with_release_not_done(panel: SlumpPanel, qtbot: QtBot) -> None:
    left = panel.sides["left"]
    assert not left.release.isEnabled() and not left.degrees.isEnabled()
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(left.symptom.buttons["own"], Qt.MouseButton.LeftButton)
    assert asked.args == ["left", SlumpSide(symptom="own", release="not-done")]


def test_release_and_degrees_when_given_keep_the_rest(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_case(Case(slump={"right": SlumpSide(symptom="own", release="not-done", degrees=20)}))
    right = panel.sides["right"]
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(right.release.buttons["eases"], Qt.MouseButton.LeftButton)
    assert asked.args == ["right", SlumpSide(symptom="own", release="eases", degrees=20)]
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(right.more, Qt.MouseButton.LeftButton)
    assert asked.args == ["right", SlumpSide(symptom="own", release="not-done", degrees=25)]


def test_degrees_when_typed_are_one_act(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_case(Case(slump={"left": SlumpSide(symptom="stretch", release="eases")}))
    degrees = panel.sides["left"].degrees
    assert degrees.text() == "not measured"
    asked: list[object] = []
    panel.slump_requested.connect(lambda side, result: asked.append((side, result)))
    degrees.selectAll()
    qtbot.keyClicks(degrees, "35")
    assert asked == []
    qtbot.keyClick(degrees, Qt.Key.Key_Return)
    assert asked == [("left", SlumpSide(symptom="stretch", release="eases", degrees=35))]


def test_degrees_when_themed_can_be_read(panel: SlumpPanel, qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, "light")
    degrees = panel.sides["left"].degrees
    qtbot.wait(1)
    field = degrees.lineEdit()
    assert field.width() >= field.fontMetrics().horizontalAdvance("not measured")
    assert field.height() >= field.fontMetrics().height()
    theme.deleteLater()
    qapp.setStyleSheet("")


def test_degrees_when_the_page_is_scrolled_over_them_stay(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_case(Case(slump={"left": SlumpSide(symptom="own", release="same", degrees=10)}))
    degrees = panel.sides["left"].degrees
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
    panel.show_case(Case(slump={"left": SlumpSide(symptom="own", release="eases")}))
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(panel.sides["left"].symptom.buttons["own"], Qt.MouseButton.LeftButton)
    assert asked.args == ["left", None]


@pytest.mark.parametrize(
    ("left", "right", "structural", "author"),
    [
        (None, None, "Not done", "Not met"),
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
    assert panel.outputs.structural.text().startswith(structural)
    assert panel.outputs.author.text().startswith(author)
    assert panel.outputs.text.text() == reading.text


def test_test_when_locked_shows_the_message_and_leads_to_the_questions(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.set_locked("Deal with this first.")
    assert panel.is_locked and "Deal with this first." in words(panel)
    assert not panel.sides["left"].symptom.buttons["own"].isVisible()
    button = next(b for b in panel.findChildren(QPushButton) if b.isVisible() and "urgent questions" in b.text())
    with qtbot.waitSignal(panel.urgent_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    panel.set_locked(None)
    assert not panel.is_locked and panel.sides["left"].symptom.isVisibleTo(panel)


def test_figures_when_unconfirmed_say_so(panel: SlumpPanel, atlas: Atlas, qtbot: QtBot) -> None:
    panel.background.set_open(True)
    text = words(panel.background)
    doubtful = [figure for figure in atlas.tests["slump"].accuracy if not figure.confirmed]
    assert doubtful
    for figure in doubtful:
        assert f"Not confirmed: {figure.text}" in text


def test_page_when_laid_out_is_as_high_as_what_it_holds(panel: SlumpPanel, qtbot: QtBot) -> None:
    qtbot.wait(1)
    page = panel.page.page
    last = max(
        child.geometry().bottom() for child in page.children() if isinstance(child, QWidget) and child.isVisible()
    )
    assert page.height() - last < 80
