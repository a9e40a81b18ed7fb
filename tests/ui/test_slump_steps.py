"""The slump test step by step: its words, its figure, and what is recorded of each step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nervemap import resources
from nervemap.anatomy.figure import Figure, load_figure
from nervemap.case.case import Case, SlumpSide, StepNote
from nervemap.content.atlas import Atlas
from nervemap.palette import LIGHT
from nervemap.ui.slump_panel import SlumpPanel
from tests.ui.panels import in_sight, words


@pytest.fixture(scope="module")
def figure() -> Figure:
    return load_figure(resources.folder("data") / "body")


@pytest.fixture
def panel(atlas: Atlas, figure: Figure, qtbot: QtBot) -> SlumpPanel:
    panel = SlumpPanel(atlas, lambda: figure, LIGHT)
    panel.set_reduced_motion(True)
    return in_sight(panel, qtbot)


def test_steps_when_walked_say_their_words_with_the_stop_rules_in_sight(
    panel: SlumpPanel, atlas: Atlas, qtbot: QtBot
) -> None:
    panel.show_page("steps")
    test = atlas.tests["slump"]
    for number, step in enumerate(test.steps, start=1):
        assert panel.steps.step.id == step.id
        text = words(panel.steps)
        assert f"\u201c{step.say}\u201d" in text and step.do in text and f"{number} of {len(test.steps)}" in text
        assert step.ask is None or step.ask in text
        assert panel.stop_bar.isVisible() and all(said.text in words(panel.stop_bar) for said in test.stop_rules)
        assert panel.stop_bar.visibleRegion().boundingRect() == panel.stop_bar.rect()
        if number < len(test.steps):
            qtbot.mouseClick(panel.steps.foot.on, Qt.MouseButton.LeftButton)
    assert panel.steps.foot.on.text() == "Show the result"
    qtbot.mouseClick(panel.steps.foot.on, Qt.MouseButton.LeftButton)
    assert panel.result.isVisible()


def test_figure_when_a_step_is_taken_stands_in_its_pose(panel: SlumpPanel) -> None:
    panel.show_page("steps")
    for at, step in enumerate(panel.steps._test.steps):
        panel.steps.show_step(at)
        pose = panel.steps.figure.canvas.pose
        assert pose is not None and pose.step == (
            step.id if step.id not in ("baseline", "other-side", "note") else "sit"
        )


def test_note_when_given_keeps_the_other_steps_and_the_strongest_stands(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_page("steps")
    panel.show_case(
        Case(slump={"left": SlumpSide(symptom="own", release="eases", notes=(StepNote(step="chin", symptom="own"),))})
    )
    panel.steps.show_step(4)
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(panel.steps.symptom.buttons["stretch"], Qt.MouseButton.LeftButton)
    side, result = asked.args
    assert side == "left" and result.symptom == "own" and result.release == "eases"
    assert [(note.step, note.symptom) for note in result.notes] == [("chin", "own"), ("knee", "stretch")]
    panel.show_case(Case(slump={"left": result}))
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(panel.steps.strength.more, Qt.MouseButton.LeftButton)
    assert asked.args[1].notes[-1] == StepNote(step="knee", symptom="stretch", intensity=0)


@pytest.mark.parametrize(
    ("step", "choice", "key", "field"),
    [
        ("knee", "knee", "nearly", "knee"),
        ("release", "release", "eases", "release"),
        ("release", "moved", "ankle", "moved"),
        ("release", "place", "above-pelvis", "place"),
    ],
)
def test_record_when_pressed_is_asked_for(
    panel: SlumpPanel, qtbot: QtBot, step: str, choice: str, key: str, field: str
) -> None:
    panel.show_page("steps")
    panel.steps.show_step([one.id for one in panel.steps._test.steps].index(step))
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(getattr(panel.steps, choice).buttons[key], Qt.MouseButton.LeftButton)
    assert asked.args[0] == "left" and getattr(asked.args[1], field) == key


def test_order_when_changed_puts_the_foot_before_the_knee(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_page("steps")
    panel.steps.show_step(4)
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(panel.steps.order.buttons["foot"], Qt.MouseButton.LeftButton)
    panel.show_case(Case(slump={"left": asked.args[1]}))
    pose = panel.steps.figure.canvas.pose
    assert panel.steps.step.id == "foot" and pose is not None and pose.angles["knee"] == 90
    panel.steps.show_step(5)
    assert panel.steps.step.id == "knee"
    assert "foot before knee" in words(panel.result.sides["left"])


def test_side_when_one_is_less_sore_stands_first(panel: SlumpPanel) -> None:
    assert panel.steps.first.text() == "Reasons not to test: not asked."
    panel.show_case(Case(less_sore="right", contraindications=()))
    assert panel.steps.side.value == "right" and "less sore" in panel.steps.first.text()


def test_side_when_done_leads_to_the_other_leg_from_its_first_step(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_page("steps")
    panel.show_case(Case(slump={"left": SlumpSide(symptom="stretch", release="same")}, less_sore="left"))
    panel.steps.show_step(7)
    assert panel.steps.foot.on.text() == "Other leg"
    qtbot.mouseClick(panel.steps.foot.on, Qt.MouseButton.LeftButton)
    assert panel.steps.side.value == "right" and panel.steps.step.id == "baseline"
    assert panel.steps.foot.on.text() == "Next step" and panel.steps.first.text() == "Reasons not to test: not asked."


def test_release_when_an_own_symptom_waits_for_it_says_so(panel: SlumpPanel) -> None:
    panel.show_page("steps")
    panel.show_case(Case(slump={"left": SlumpSide(symptom="own", release="not-done")}))
    panel.steps.show_step(5)
    assert not panel.steps.needed.isVisible()
    for at in (6, 7, 8):
        panel.steps.show_step(at)
        assert panel.steps.needed.isVisible()
    panel.show_case(Case(slump={"left": SlumpSide(symptom="own", release="same")}))
    assert not panel.steps.needed.isVisible()


def test_felt_when_pressed_again_is_taken_back(panel: SlumpPanel, qtbot: QtBot) -> None:
    panel.show_page("steps")
    felt = SlumpSide(symptom="stretch", release="not-done", notes=(StepNote(step="knee", symptom="stretch"),))
    panel.show_case(Case(slump={"left": felt}))
    panel.steps.show_step(4)
    with qtbot.waitSignal(panel.slump_requested) as asked:
        qtbot.mouseClick(panel.steps.symptom.buttons["stretch"], Qt.MouseButton.LeftButton)
    assert asked.args == ["left", None]
