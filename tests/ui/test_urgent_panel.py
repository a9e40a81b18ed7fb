"""The urgent questions: not asked, none of these in one act, every item can be a yes, the advice above everything."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.ui.urgent_panel import UrgentBanner, UrgentLine, UrgentPanel, lock_text
from nervemap.ui.widgets import tip
from tests.ui.panels import in_sight, words


@pytest.fixture
def panel(atlas: Atlas, qtbot: QtBot) -> UrgentPanel:
    return in_sight(UrgentPanel(atlas), qtbot)


def case_with(**groups: tuple[str, ...] | None) -> Case:
    flags = {"now": None, "same-day": None, "days": None}
    return Case(red_flags={**flags, **{key.replace("_", "-"): value for key, value in groups.items()}})  # type: ignore[arg-type]


def first(atlas: Atlas, group: str) -> str:
    return next(flag.id for flag in atlas.red_flags.values() if flag.group == group)


def test_groups_when_shown_hold_every_question_in_order(panel: UrgentPanel, atlas: Atlas) -> None:
    assert list(panel.groups) == ["now", "same-day", "days"]
    assert [id_ for group in panel.groups.values() for id_ in group.items] == [
        flag.id for group in panel.groups for flag in atlas.red_flags.values() if flag.group == group
    ]
    assert [group.state.text() for group in panel.groups.values()] == ["not asked"] * 3
    assert atlas.claims["single-red-flags"].text in words(panel)


def test_questions_when_all_were_asked_lead_on_to_the_signs(panel: UrgentPanel, atlas: Atlas, qtbot: QtBot) -> None:
    yes = first(atlas, "now")
    for case in (Case(), case_with(now=(), same_day=()), case_with(now=(yes,), same_day=(), days=())):
        panel.show_case(case)
        assert not panel.go_on.isVisible()
    panel.show_case(replace(case_with(now=(yes,), same_day=(), days=()), dealt_with=(yes,)))
    assert panel.go_on.isVisible()
    panel.show_case(case_with(now=(), same_day=(), days=()))
    with qtbot.waitSignal(panel.signs_requested):
        qtbot.mouseClick(panel.go_on, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("group", ["now", "same-day", "days"])
def test_none_of_these_when_clicked_is_one_act(panel: UrgentPanel, qtbot: QtBot, group: str) -> None:
    part = panel.groups[group]  # type: ignore[index]
    with qtbot.waitSignal(panel.flags_requested) as asked:
        qtbot.mouseClick(part.none_button, Qt.MouseButton.LeftButton)
    assert asked.args == [group, ()]
    assert part.state.text() == "not asked" and not part.none_button.isChecked()
    panel.show_case(case_with(**{group: ()}))
    assert part.state.text() == "asked: none of these" and part.none_button.isChecked()
    with qtbot.waitSignal(panel.flags_requested) as asked:
        qtbot.keyClick(part.none_button, Qt.Key.Key_Space)
    assert asked.args == [group, None]


def test_group_when_none_was_answered_with_yes_folds_and_opens_again(panel: UrgentPanel, qtbot: QtBot) -> None:
    group = panel.groups["now"]
    question = next(iter(group.items.values()))
    assert question.isVisible() and not group.none.fold.isVisible()
    panel.show_case(case_with(now=()))
    assert not question.isVisible()
    qtbot.mouseClick(group.none.fold, Qt.MouseButton.LeftButton)
    assert question.isVisible()
    panel.show_case(case_with(now=(), days=()))
    assert question.isVisible()  # opened by hand, and nothing changed in this group
    panel.show_case(case_with(now=None))
    assert question.isVisible() and not group.none.fold.isVisible()


def test_item_when_clicked_joins_the_others_in_order(panel: UrgentPanel, atlas: Atlas, qtbot: QtBot) -> None:
    ids = [flag.id for flag in atlas.red_flags.values() if flag.group == "now"][:3]
    panel.show_case(case_with(now=(ids[2],)))
    group = panel.groups["now"]
    with qtbot.waitSignal(panel.flags_requested) as asked:
        qtbot.mouseClick(group.items[ids[0]].button, Qt.MouseButton.LeftButton)
    assert asked.args == ["now", (ids[0], ids[2])]
    with qtbot.waitSignal(panel.flags_requested) as asked:
        qtbot.mouseClick(group.items[ids[2]].button, Qt.MouseButton.LeftButton)
    assert asked.args == ["now", ()]


def test_yes_when_told_shows_what_it_means_and_the_advice(panel: UrgentPanel, atlas: Atlas) -> None:
    flag = atlas.red_flags[first(atlas, "same-day")]
    advice = atlas.red_flag_groups["same-day"].advice
    assert flag.means not in words(panel) and advice not in words(panel)
    panel.show_case(case_with(same_day=(flag.id,)))
    group = panel.groups["same-day"]
    assert flag.means in words(group) and advice in words(group)
    assert group.state.text() == "1 answered with yes" and group.items[flag.id].button.isChecked()


@pytest.mark.parametrize(("group", "locks"), [("now", True), ("same-day", True), ("days", False)])
def test_banner_when_a_group_has_a_yes(atlas: Atlas, qtbot: QtBot, group: str, locks: bool) -> None:
    banner = UrgentBanner(atlas)
    qtbot.addWidget(banner)
    case = case_with(**{group: (first(atlas, group),)})
    banner.show_case(case)
    assert banner.isVisible() == locks
    text = lock_text(atlas, case)
    advice = atlas.red_flag_groups[group].advice
    assert (text is not None and advice in text and atlas.red_flags[first(atlas, group)].question in text) == locks
    if locks:
        assert banner.advice.text() == advice
        with qtbot.waitSignal(banner.open_requested):
            qtbot.mouseClick(banner.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    banner.show_case(Case())
    assert not banner.isVisible() and lock_text(atlas, Case()) is None


def test_banner_when_two_groups_have_a_yes_begins_with_the_more_urgent(atlas: Atlas, qtbot: QtBot) -> None:
    banner = UrgentBanner(atlas)
    qtbot.addWidget(banner)
    banner.show_case(case_with(now=(first(atlas, "now"),), same_day=(first(atlas, "same-day"),)))
    groups = atlas.red_flag_groups
    assert banner.advice.text().splitlines() == [groups["now"].advice, groups["same-day"].advice]


def test_banner_when_dealt_with_goes_and_comes_again_with_a_new_yes(atlas: Atlas, qtbot: QtBot) -> None:
    banner = UrgentBanner(atlas)
    qtbot.addWidget(banner)
    ids = [flag.id for flag in atlas.red_flags.values() if flag.group == "now"][:2]
    banner.show_case(case_with(now=(ids[0],)))
    with qtbot.waitSignal(banner.dealt_with_requested):
        qtbot.mouseClick(banner.dealt_with, Qt.MouseButton.LeftButton)
    banner.show_case(replace(case_with(now=(ids[0],)), dealt_with=(ids[0],)))
    assert not banner.isVisible()
    banner.show_case(replace(case_with(now=tuple(ids)), dealt_with=(ids[0],)))
    assert banner.isVisible()


def test_banner_when_there_is_a_reason_not_to_test_says_so(atlas: Atlas, qtbot: QtBot) -> None:
    banner = UrgentBanner(atlas)
    qtbot.addWidget(banner)
    banner.show_case(Case(contraindications=("leg-clot",)))
    assert banner.isVisible() and banner.advice.text() == atlas.tests["slump"].contraindication_advice
    text = lock_text(atlas, Case(contraindications=("leg-clot",)))
    assert text is not None and "A recent clot in the leg." in text


def test_line_when_nothing_was_asked_says_so_and_mentions_quietly(atlas: Atlas, qtbot: QtBot) -> None:
    line = UrgentLine(atlas)
    qtbot.addWidget(line)
    line.show_case(Case())
    assert line.text() == "Urgent questions not asked."
    line.show_case(case_with(now=()))
    assert line.text() == "Some urgent questions not asked."
    assert all(atlas.red_flag_groups[one].title in " ".join(line.toolTip().split()) for one in ("same-day", "days"))
    line.show_case(case_with(now=(), same_day=(), days=(first(atlas, "days"),)))
    assert line.text() == "Mention it to a doctor."
    assert line.toolTip() == tip(atlas.red_flag_groups["days"].advice)
    line.show_case(case_with(now=(), same_day=(), days=()))
    assert not line.isVisibleTo(None)


def test_item_when_opened_says_why_it_is_asked(panel: UrgentPanel, atlas: Atlas, qtbot: QtBot) -> None:
    flag = atlas.red_flags[first(atlas, "days")]
    item = panel.groups["days"].items[flag.id]
    assert flag.means not in words(item)
    qtbot.mouseClick(item.why_button, Qt.MouseButton.LeftButton)
    assert flag.means in words(item)


def test_emergency_number_when_typed_is_kept_and_shown(panel: UrgentPanel, atlas: Atlas, qtbot: QtBot) -> None:
    panel.number.setText("112")
    with qtbot.waitSignal(panel.number_changed):
        qtbot.keyClick(panel.number, Qt.Key.Key_Return)
    banner = UrgentBanner(atlas)
    qtbot.addWidget(banner)
    banner.show_case(case_with(now=(first(atlas, "now"),)))
    assert "112" in banner.number.text() and banner.number.isVisibleTo(banner)
    panel.number.setText("  ")
    qtbot.keyClick(panel.number, Qt.Key.Key_Return)
    assert panel.number.text() == "", "spaces hid the words that say what belongs here"
