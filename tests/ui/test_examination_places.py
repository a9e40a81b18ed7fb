"""History, reflexes, statement and what helps: asked upward, shown as told."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.reasoning.findings import Fact, NextQuestion, Statement
from nervemap.ui.help_panel import HelpPanel
from nervemap.ui.history_panel import HistoryPanel
from nervemap.ui.neuro_panel import NeuroPanel
from nervemap.ui.statement_panel import StatementPanel
from nervemap.ui.who_says_so import WhoSaysSo
from tests.windows import wait_for_pages


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_history_when_answered_yes_shows_places_to_look_at(atlas: Atlas, qtbot: QtBot) -> None:
    panel = HistoryPanel(atlas)
    qtbot.addWidget(panel)
    panel.show_case(Case())
    assert "Places to look at" not in words(panel)
    for question in atlas.history.values():
        assert all(f"Others say: {dispute.says}" in words(panel) for dispute in question.disputed_by)
    with qtbot.waitSignal(panel.history_requested) as asked:
        qtbot.mouseClick(panel.questions["back-or-neck"].buttons["yes"], Qt.MouseButton.LeftButton)
    assert asked.args == ["back-or-neck", "yes"]
    panel.show_case(Case(history={"back-or-neck": "yes"}))
    assert words(panel).count("Places to look at") == 1
    with qtbot.waitSignal(panel.observation_requested) as asked:
        qtbot.mouseClick(panel.observations["tender-nerve"].buttons["no"], Qt.MouseButton.LeftButton)
    assert asked.args == ["tender-nerve", "no"]


def test_reflexes_when_pressed_are_of_one_leg(atlas: Atlas, qtbot: QtBot) -> None:
    panel = NeuroPanel(atlas)
    qtbot.addWidget(panel)
    assert {item for _, item in panel.choices} == set(atlas.neuro)
    with qtbot.waitSignal(panel.neuro_requested) as asked:
        qtbot.mouseClick(panel.choices["left", "toe-rise"].buttons["less"], Qt.MouseButton.LeftButton)
    assert asked.args == ["left", "toe-rise", "less"]
    panel.show_case(Case(neuro={"left": {"toe-rise": "less"}}), "Soon.")
    assert panel.choices["left", "toe-rise"].value == "less" and panel.choices["right", "toe-rise"].value is None
    assert "Soon." in words(panel) and "it was not tested" in words(panel)
    muscles = next(b for b in panel.findChildren(QPushButton) if b.accessibleName() == "How it is tested: Key muscles")
    assert atlas.neuro["toe-rise"].how not in words(panel)
    muscles.click()
    assert atlas.neuro["toe-rise"].how in words(panel)


def test_reflex_when_gone_to_is_in_sight(atlas: Atlas, qtbot: QtBot) -> None:
    panel = NeuroPanel(atlas)
    qtbot.addWidget(panel)
    panel.resize(600, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    button = panel.choices["right", "touch-sole"].buttons["normal"]
    assert button.visibleRegion().isEmpty()
    panel.reveal("right:touch-sole")
    qtbot.waitUntil(lambda: not button.visibleRegion().isEmpty())


def test_statement_when_shown_has_its_parts_and_the_next_question(atlas: Atlas, qtbot: QtBot) -> None:
    panel = StatementPanel(atlas)
    qtbot.addWidget(panel)
    of_map = Fact(text="Of the map.", ids=("heel",))
    following = NextQuestion(kind="area", target="left:heel", text="is it felt?", reason="It tells.", ids=("heel",))
    whole = Statement(
        for_=(Fact(text="Speaks for.", ids=("a",)),),
        text=(of_map, Fact(text="Said.", ids=("b",)), Fact(text="Next: is it felt? It tells.", ids=("heel",))),
        next=following,
    )
    panel.show_statement(whole, (of_map,))
    wait_for_pages()
    text = words(panel)
    assert "Said." in text and "Speaks for." in text and "Of the map." not in text
    assert "Nothing so far." in text and "Is it felt?" in text and "It tells." in text
    for button, felt in ((panel.yes, True), (panel.no, False)):
        with qtbot.waitSignal(panel.felt_requested) as asked:
            button.click()
        assert asked.args == ["left:heel", felt]
    panel.show_statement(Statement())
    wait_for_pages()
    assert "What would tell most now" not in words(panel)


def test_statement_when_asked_says_what_each_sentence_rests_on(atlas: Atlas, qtbot: QtBot) -> None:
    panel = StatementPanel(atlas)
    qtbot.addWidget(panel)
    panel.show_statement(Statement(for_=(Fact(text="Said.", ids=("at-rest", "slump:left")),)))
    wait_for_pages()
    assert "Rests on" not in words(panel)
    panel.rests.click()
    wait_for_pages()
    assert "Rests on: sign 5; Slump test, left leg" in words(panel)
    assert any(button.accessibleName() == "Who says so? Said." for button in panel.findChildren(WhoSaysSo))
    panel.show_statement(Statement(against=(Fact(text="Not said.", ids=("rules",)),)))
    wait_for_pages()
    assert "Rests on: the author's rule" in words(panel) and "Said." not in words(panel).replace("Not said.", "")
    panel.rests.click()
    wait_for_pages()
    assert "Rests on" not in words(panel)


def test_help_when_shown_has_trials_beside_the_articles(atlas: Atlas, qtbot: QtBot) -> None:
    panel = HelpPanel(atlas)
    qtbot.addWidget(panel)
    wait_for_pages()
    text = words(panel)
    for part in atlas.help.values():
        for claim in (atlas.claims[id_] for id_ in (*part.said, *part.trials)):
            assert claim.text in text
            assert all(f"Others say: {dispute.says}" in text for dispute in claim.disputed_by)
