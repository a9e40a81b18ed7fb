"""The workspace: undo of everything, refusal of what may not be recorded, and word to the listeners."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervemap.case.case import Case, SlumpSide, StepNote
from nervemap.case.commands import (
    CaseError,
    Command,
    answer_sign,
    find_crimp,
    find_mark,
    open_case,
    remove_mark,
    set_birth_year,
    set_crimp,
    set_date,
    set_label,
    set_mark,
    set_red_flags,
    set_slump,
    toggle_mark,
)
from nervemap.case.examination import not_noted, noted, set_tighter_degrees
from nervemap.case.workspace import Selection, Workspace
from nervemap.content.model import Region, Site
from nervemap.content.model_examination import RedFlagGroup, Sign

ANKLE = Region(
    id="lateral-ankle", name="Lateral ankle", plain="outer ankle", mistaken_for=(), chart="lateral ankle", sources=()
)
HEEL = Region(id="heel", name="Heel", plain="heel", mistaken_for=(), chart="heel", sources=())
PIRIFORMIS = Site(
    id="piriformis",
    name="Piriformis",
    plain="deep in the buttock",
    nerves=("sciatic",),
    structure="",
    pattern="",
    sources=(),
)
NECK = Site(id="neck", name="Neck", plain="the neck", nerves=(), above_roots=True, structure="", pattern="", sources=())
SIGN = Sign(id="at-rest", number=5, statement="", plain="", question="", tissue="", why="", sources=())
NOW = RedFlagGroup(id="now", number=1, title="", advice="", locks=True, sources=())

sides = st.sampled_from(["left", "right"])
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(set_mark, sides, st.sampled_from([ANKLE, HEEL]), st.floats(0, 1), st.floats(-180, 180)),
    st.builds(remove_mark, sides, st.sampled_from([ANKLE, HEEL])),
    st.builds(answer_sign, st.just(SIGN), st.sampled_from(["yes", "no", "unsure", "na", None])),
    st.builds(set_red_flags, st.just(NOW), st.sampled_from([None, (), ("a",), ("a", "b")])),
    st.builds(set_slump, sides, st.sampled_from([None, SlumpSide(symptom="own", release="eases", degrees=20.0)])),
    st.builds(set_crimp, st.sampled_from([PIRIFORMIS, NECK]), sides, st.sampled_from(["none", "mild", "moderate"])),
    st.builds(set_label, st.text(max_size=5)),
    st.builds(open_case, st.just(Case(label="example")), st.just("the example case")),
)


@given(st.lists(commands, max_size=12))
def test_undo_and_redo_when_anything_was_done(acts: list[Command]) -> None:
    workspace = Workspace()
    states = [workspace.case]
    for act in acts:
        if workspace.do(act):
            states.append(workspace.case)
    assert len(workspace.history) == len(states) - 1
    for state in reversed(states[:-1]):
        workspace.undo()
        assert workspace.case == state
    assert not workspace.can_undo and workspace.case == Case()
    for state in states[1:]:
        workspace.redo()
        assert workspace.case == state
    assert not workspace.can_redo


@given(st.lists(commands, min_size=1, max_size=8), st.integers(1, 8))
def test_redo_when_something_new_was_done_after_undo(acts: list[Command], back: int) -> None:
    workspace = Workspace()
    for act in acts:
        workspace.do(act)
    for _ in range(back):
        workspace.undo()
    before = workspace.case
    assert workspace.do(set_label("something new"))
    assert not workspace.can_redo
    assert workspace.redo_text is None
    workspace.undo()
    assert workspace.case == before


def test_mark_when_toggled_twice() -> None:
    workspace = Workspace()
    workspace.do(toggle_mark(workspace.case, "right", ANKLE, 0.9, 45.0))
    mark = find_mark(workspace.case, "right", "lateral-ankle")
    assert mark is not None and (mark.t, mark.theta) == (0.9, 45.0)
    assert find_mark(workspace.case, "left", "lateral-ankle") is None
    assert workspace.undo_text == "Mark right outer ankle"
    workspace.do(toggle_mark(workspace.case, "right", ANKLE))
    assert workspace.case.marks == ()
    assert workspace.history == ("Mark right outer ankle", "Unmark right outer ankle")


def test_mark_when_set_again_keeps_its_place_in_order() -> None:
    workspace = Workspace()
    workspace.do(set_mark("left", HEEL))
    workspace.do(set_mark("right", ANKLE))
    workspace.do(set_mark("left", HEEL, qualities=("ache", "sharp"), intensity=4))
    assert [mark.region for mark in workspace.case.marks] == ["heel", "lateral-ankle"]
    assert workspace.case.marks[0].qualities == ("ache", "sharp")
    with pytest.raises(CaseError, match="choose 0 to 10"):
        set_mark("left", HEEL, intensity=11)


def test_severe_crimp_when_above_the_roots_is_refused() -> None:
    with pytest.raises(CaseError, match="urgent questions"):
        set_crimp(NECK, "right", "severe")
    assert set_crimp(PIRIFORMIS, "right", "severe").text == "Severe crimp: Piriformis, right"


def test_crimp_when_above_the_roots_acts_on_both_legs() -> None:
    workspace = Workspace()
    workspace.do(set_crimp(NECK, "right", "mild"))
    workspace.do(set_crimp(PIRIFORMIS, "right", "moderate", "stiff"))
    assert find_crimp(workspace.case, NECK, "left") == find_crimp(workspace.case, NECK, "right") is not None
    assert find_crimp(workspace.case, PIRIFORMIS, "left") is None
    workspace.do(set_crimp(NECK, "left", "none"))
    assert [crimp.site for crimp in workspace.case.crimps] == ["piriformis"]


def test_command_when_it_changes_nothing_leaves_no_history() -> None:
    workspace = Workspace()
    heard: list[str] = []
    workspace.on_change(heard.append)
    assert not workspace.do(remove_mark("right", HEEL))
    assert workspace.history == () and heard == []


def test_selection_when_changed_is_told_and_never_undone() -> None:
    workspace = Workspace()
    heard: list[str] = []
    stop = workspace.on_change(heard.append)
    workspace.select(Selection(side="left", nerve="sural"))
    workspace.select(Selection(side="left", nerve="sural"))
    workspace.do(set_label("a"))
    workspace.undo()
    assert heard == ["selection", "case", "case"]
    assert workspace.selection.nerve == "sural"
    stop()
    workspace.redo()
    assert len(heard) == 3


def test_case_when_opened_can_be_undone() -> None:
    workspace = Workspace()
    workspace.do(set_mark("left", HEEL))
    example = Case(label="Example", signs={"at-rest": "yes"})
    workspace.do(open_case(example, "the example case"))
    assert workspace.case == example and workspace.undo_text == "Open the example case"
    workspace.undo()
    assert find_mark(workspace.case, "left", "heel")


def test_answer_when_taken_back_is_gone() -> None:
    workspace = Workspace()
    workspace.do(answer_sign(SIGN, "unsure"))
    assert workspace.undo_text == "Sign 5: not sure"
    workspace.do(answer_sign(SIGN, None))
    assert workspace.case.signs == {}


def test_letters_when_typed_are_one_step_until_the_field_is_left() -> None:
    workspace = Workspace()
    for text in ("k", "kn", "kne"):
        workspace.do(set_label(text, typing=True))
    assert workspace.history == ("Name the case",)
    workspace.end_stretch()
    workspace.do(set_label("knee", typing=True))
    workspace.do(set_label("kne", typing=True))
    assert (workspace.case.label, workspace.history) == ("kne", ("Name the case",)), "typed and taken back is no step"
    workspace.undo()
    assert workspace.case.label == ""


def test_undo_when_another_case_was_begun_ends_there() -> None:
    workspace = Workspace()
    workspace.do(set_mark("left", HEEL))
    workspace.select(Selection(side="left", nerve="sural"))
    workspace.start(Case(label="another"))
    assert (workspace.case.label, workspace.selection, workspace.can_undo) == ("another", Selection(), False)


def test_undo_when_a_case_has_a_file_of_its_own_stays_with_it() -> None:
    workspace = Workspace()
    workspace.do(set_label("before"))
    workspace.do(open_case(Case(label="example"), "the example case"))
    workspace.do(set_mark("left", HEEL))
    workspace.do(open_case(Case(label="after"), "another case"))
    workspace.undo()
    workspace.stay_with_this_case()
    assert (workspace.history, workspace.can_redo) == (("Mark left heel",), False)
    workspace.undo()
    assert workspace.case == Case(label="example") and not workspace.can_undo


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: set_date("2026-02-30"), "write year-month-day"),
        (lambda: set_birth_year(1890), "no year of birth"),
        (lambda: set_tighter_degrees(91), "choose 1 to 90"),
    ],
)
def test_value_when_a_case_may_not_hold_it_is_refused(make: Callable[[], Command], says: str) -> None:
    with pytest.raises(CaseError, match=says):
        make()


def test_note_of_a_step_when_taken_back_leaves_what_else_was_recorded() -> None:
    own, stretch = StepNote(step="knee", symptom="own"), StepNote(step="slump", symptom="stretch")
    both = noted(noted(None, stretch), own)
    assert both.symptom == "own"
    left = not_noted(both, "knee")
    assert left is not None and (left.notes, left.symptom) == ((stretch,), "stretch")
    assert not_noted(left, "slump") is None
