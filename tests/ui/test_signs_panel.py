"""The six signs: answers asked for upward, the author's rule counted live, nothing ever ruled out."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from nervemap.case.case import Answer, Case
from nervemap.content.atlas import Atlas
from nervemap.reasoning.signs import read_signs
from nervemap.ui.signs_panel import SignsPanel
from tests.ui.panels import in_sight, words


@pytest.fixture
def panel(atlas: Atlas, qtbot: QtBot) -> SignsPanel:
    return in_sight(SignsPanel(atlas), qtbot)


def answered(atlas: Atlas, answers: str) -> dict[str, Answer]:
    """Answers to the signs in order: y, n, u (not sure), a (does not apply), - (no answer)."""
    keys: dict[str, Answer] = {"y": "yes", "n": "no", "u": "unsure", "a": "na"}
    return {sign: keys[letter] for sign, letter in zip(atlas.signs, answers, strict=True) if letter != "-"}


def test_questions_when_shown_are_the_six_of_the_atlas(panel: SignsPanel, atlas: Atlas) -> None:
    assert list(panel.questions) == list(atlas.signs)
    for sign in atlas.signs.values():
        assert sign.question in words(panel.questions[sign.id])


@pytest.mark.parametrize("answer", ["yes", "no", "unsure", "na"])
def test_answer_when_clicked_is_asked_for_and_shown_only_when_told(
    panel: SignsPanel, qtbot: QtBot, answer: Answer
) -> None:
    choice = panel.questions["at-rest"].choice
    with qtbot.waitSignal(panel.answer_requested) as asked:
        qtbot.mouseClick(choice.buttons[answer], Qt.MouseButton.LeftButton)
    assert asked.args == ["at-rest", answer]
    assert choice.value is None and not choice.buttons[answer].isChecked()
    panel.show_case(Case(signs={"at-rest": answer}))
    assert choice.buttons[answer].isChecked()


def test_answer_when_pressed_again_is_taken_back(panel: SignsPanel, qtbot: QtBot) -> None:
    panel.show_case(Case(signs={"variable": "no"}))
    button = panel.questions["variable"].choice.buttons["no"]
    button.setFocus()
    with qtbot.waitSignal(panel.answer_requested) as asked:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked.args == ["variable", None]


@pytest.mark.parametrize(
    ("answers", "reading", "filled"),
    [
        ("------", "No sign has been answered yet", 0),
        ("nnnnnn", "0 of 6 signs", 0),
        ("ynnnnn", "1 of 6 signs: few signs", 1),
        ("yynnnn", "2 of 6 signs: by the author's rule, possible", 2),
        ("yyynna", "3 of 6 signs: by the author's rule, possible", 3),
        ("yyyynn", "4 of 6 signs: by the author's rule, highly likely", 4),
        ("yyyyyy", "6 of 6 signs: by the author's rule, highly likely", 6),
    ],
)
def test_rule_when_counted_shows_the_reading(
    panel: SignsPanel, atlas: Atlas, answers: str, reading: str, filled: int
) -> None:
    panel.show_reading(read_signs(atlas, answered(atlas, answers)))
    assert panel.rule.reading.text() == reading
    assert sum(field.property("state") == "yes" for field in panel.rule._fields) == filled
    assert "ruled out" not in words(panel).lower()
    said = atlas.claims["low-count-is-no-answer"].text in words(panel)
    assert said is (filled < 2 and answers != "------")


def test_rule_when_answers_are_open_says_what_it_could_become(panel: SignsPanel, atlas: Atlas) -> None:
    panel.show_reading(read_signs(atlas, answered(atlas, "yu----")))
    assert [field.property("state") for field in panel.rule._fields] == ["yes"] + ["open"] * 5
    assert "If every open answer were yes, the rule would read: highly likely." in panel.rule.text.text()
    panel.show_reading(read_signs(atlas, answered(atlas, "yunnna")))
    assert [field.property("state") for field in panel.rule._fields] == ["yes", "open"] + ["no"] * 4


def test_rule_when_shown_says_that_no_study_has_tested_it(panel: SignsPanel) -> None:
    assert "No study has measured how often this list is right." in words(panel.rule.more)
    assert [label.text() for label in panel.rule._bands.values()] == [
        "0–1: few",
        "2–3: possible",
        "4 or more: highly likely",
    ]


def test_why_when_opened_shows_what_tissue_pain_does_and_the_caveats(
    panel: SignsPanel, atlas: Atlas, qtbot: QtBot
) -> None:
    for sign in atlas.signs.values():
        question = panel.questions[sign.id]
        assert sign.tissue not in words(question)
        qtbot.mouseClick(question.expander.button, Qt.MouseButton.LeftButton)
        text = words(question)
        for part in (sign.why, sign.tissue, *(caveat.text for caveat in sign.caveats)):
            assert part in text
        qtbot.mouseClick(question.expander.button, Qt.MouseButton.LeftButton)
        assert sign.tissue not in words(question)


def test_labels_when_data_holds_markup_show_it_as_it_is(panel: SignsPanel) -> None:
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in panel.findChildren(QLabel))


def test_tab_when_pressed_goes_through_the_answers_in_order(panel: SignsPanel, qtbot: QtBot) -> None:
    buttons = [
        button
        for question in panel.questions.values()
        for button in (*question.choice.buttons.values(), question.expander.button)
    ]
    buttons[0].setFocus()
    for one, following in itertools.pairwise(buttons):
        qtbot.keyClick(one, Qt.Key.Key_Tab)
        assert following.hasFocus(), following.text()


def test_answers_when_shown_fit_the_panel(panel: SignsPanel, qtbot: QtBot) -> None:
    qtbot.wait(1)
    for question in panel.questions.values():
        for button in question.choice.findChildren(QPushButton):
            assert button.width() > button.fontMetrics().horizontalAdvance(button.text()) + 8
            assert button.geometry().right() <= question.choice.width()


def test_questionnaires_when_opened_have_cut_offs_and_unconfirmed_figures(panel: SignsPanel, atlas: Atlas) -> None:
    assert panel.questionnaires is not None and "LANSS" not in words(panel)
    panel.questionnaires.set_open(True)
    text = words(panel.questionnaires)
    for one in atlas.questionnaires.values():
        assert one.name in text and one.cut_off in text
        for accuracy in one.accuracy:
            assert (accuracy.text if accuracy.confirmed else f"Not confirmed: {accuracy.text}") in text


def test_sign_when_gone_to_is_in_sight_and_has_the_keyboard(panel: SignsPanel, qtbot: QtBot) -> None:
    yes = panel.questions["clear-scan"].choice.buttons["yes"]
    assert yes.visibleRegion().isEmpty()
    panel.reveal("clear-scan")
    qtbot.waitUntil(lambda: not yes.visibleRegion().isEmpty() and yes.hasFocus())
