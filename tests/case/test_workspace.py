"""The workspace: undo of everything, refusal of what may not be recorded, and word to the listeners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervemap.case.case import Case, SlumpSide
from nervemap.case.commands import (
    CaseError,
    Command,
    answer_sign,
    find_crimp,
    find_mark,
    open_case,
    remove_mark,
    set_crimp,
    set_label,
    set_mark,
    set_red_flags,
    set_slump,
    toggle_mark,
)
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
