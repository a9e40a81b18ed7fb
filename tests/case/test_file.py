"""The case file: what is written is read again, whole; what is no case is refused with a message; nothing is lost."""

from __future__ import annotations

import itertools
import os
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nervemap.case import commands, examination
from nervemap.case.case import Case, Crimp, Mark
from nervemap.case.file import CaseFileError, Document, file_digest, from_text, proposed_name, read_case
from nervemap.case.workspace import Workspace
from nervemap.case.written import to_text
from nervemap.content.atlas import Atlas
from tests.case.acts import ATLAS, BY_NAME, acts

EXPECTED = yaml.safe_load((Path(__file__).parents[1] / "expectations/case_file.yaml").read_text(encoding="utf-8"))


def said(error: pytest.ExceptionInfo[CaseFileError]) -> str:
    """The message; it must be whole lines with a remedy, and no traceback."""
    text = str(error.value)
    assert text and "Traceback" not in text
    assert all(";" in line for line in text.splitlines())
    return text


@pytest.mark.parametrize("label", EXPECTED["proposed"])
def test_name_of_a_file_is_harmless_when_proposed_from_a_label(label: str, tmp_path: Path) -> None:
    name = proposed_name(label)
    assert name == EXPECTED["proposed"][label]
    long = tmp_path / proposed_name(f"{label}\U00020000" * 99)
    long.write_bytes(b"")
    assert long.parent == tmp_path


def test_every_act_is_among_those_drawn_when_acts_are_added() -> None:
    makers = {
        name
        for module in (commands, examination)
        for name, one in vars(module).items()
        if callable(one) and getattr(one, "__annotations__", {}).get("return") == "Command"
    }
    assert set(BY_NAME) == makers


@given(st.lists(acts, max_size=30), st.data())
def test_undo_gives_every_state_back_when_anything_was_done(done: list[commands.Command], data: st.DataObject) -> None:
    undo_all_and_redo_all(done, data)


@pytest.mark.long
@settings(max_examples=1500, deadline=None)
@given(st.lists(acts, min_size=5, max_size=60), st.data())
def test_undo_gives_every_state_back_when_thousands_of_acts_were_done(
    done: list[commands.Command], data: st.DataObject
) -> None:
    undo_all_and_redo_all(done, data)


def undo_all_and_redo_all(done: list[commands.Command], data: st.DataObject) -> None:
    workspace = Workspace()
    for act in done:
        workspace.do(act)
        if data.draw(st.integers(0, 4)) == 0:
            workspace.undo()
        if data.draw(st.integers(0, 4)) == 0:
            workspace.redo()
        if data.draw(st.integers(0, 6)) == 0:
            workspace.end_stretch()
    last_count = len(workspace.acts)
    workspace.go_to(last_count)
    last = workspace.case
    states = [last]
    while workspace.can_undo:
        workspace.undo()
        states.append(workspace.case)
    assert workspace.case == Case()
    assert all(one != other for one, other in itertools.pairwise(states)), "a step that changes nothing"
    while workspace.can_redo:
        workspace.redo()
    assert workspace.case == last


@given(st.lists(acts, max_size=30))
def test_file_tells_the_same_case_when_it_is_read_again(done: list[commands.Command]) -> None:
    workspace = Workspace()
    for act in done:
        workspace.do(act)
    text = to_text(Document(case=workspace.case))
    again = from_text(text, "x.nervemap", ATLAS)
    assert again.case == workspace.case
    assert to_text(again) == text
    assert text.splitlines()[1].startswith(EXPECTED["file"]["first_field"])


UNKNOWN = """
nervemap: 1
shared_with: [anna, "1"]
case:
  label: "a runner"
  mood: {today: good, scale: 3}
  marks:
  - {side: left, region: heel, qualities: [ache], seen_at: dusk}
  - {side: right, region: heel, seen_at: dawn}
  slump:
    left: {symptom: own, release: eases, chair: high}
"""


def test_unknown_fields_survive_when_the_case_is_changed(atlas: Atlas) -> None:
    document = from_text(UNKNOWN, "x.nervemap", atlas)
    workspace = Workspace(document.case)
    workspace.do(commands.remove_mark("left", atlas.regions["heel"]))
    workspace.do(commands.set_mark("right", atlas.regions["groin"]))
    workspace.do(commands.set_mark("right", atlas.regions["heel"], intensity=3))
    again = yaml.safe_load(to_text(Document(case=workspace.case, raw=document.raw)))
    assert again["shared_with"] == ["anna", "1"]
    assert again["case"]["mood"] == {"today": "good", "scale": 3}
    assert again["case"]["slump"]["left"]["chair"] == "high"
    assert again["case"]["marks"] == [
        {"side": "right", "region": "heel", "intensity": 3, "seen_at": "dawn"},
        {"side": "right", "region": "groin"},
    ]


def test_older_file_is_brought_up_when_it_is_read(atlas: Atlas) -> None:
    old = 'nervemap: 1\nperson:\n  title: "a runner"\n'

    def renamed(raw: dict[str, object]) -> dict[str, object]:
        person = raw["person"]
        assert isinstance(person, dict)
        return {"nervemap": 2, "case": {"label": person["title"]}}

    document = from_text(old, "old.nervemap", atlas, steps=(renamed,))
    assert (document.case.label, document.version, document.newer) == ("a runner", 2, False)


def test_newer_file_can_only_be_looked_at_when_it_is_read(atlas: Atlas) -> None:
    document = from_text('nervemap: 7\ncase: {label: "x", aura: blue}\n', "new.nervemap", atlas)
    assert document.newer and document.case.label == "x" and document.version == 7
    with pytest.raises(CaseFileError) as error:
        from_text("nervemap: 7\ncase: {marks: [{side: middle, region: heel}]}\n", "new.nervemap", atlas)
    assert "newer" in said(error)


DEEP = "nervemap: 1\ncase: " + "[" * 50_000
ALIASES = "nervemap: 1\na: &a [x,x]\nb: &b [*a,*a]\ncase: [*b,*b]\n"
MARK = "nervemap: 1\ncase:\n  marks:\n  - {{side: left, region: {region}, qualities: [{quality}]}}\n"
BAD: dict[str, tuple[bytes, str]] = {
    "truncated": (b'nervemap: 1\ncase:\n  label: "a run', "not YAML"),
    "huge": (b"nervemap: 1\n" + b"#" * 2_000_000, "too large"),
    "deep": (DEEP.encode(), "too many levels"),
    "alias bomb": (ALIASES.encode(), "alias"),
    "random bytes": (bytes(range(1, 256)) * 3, "UTF-8"),
    "not utf-8": ("nervemap: 1\ncase: {label: für}".encode("latin-1"), "UTF-8"),
    "empty": (b"", "no case"),
    "another kind": (b"- a\n- b\n", "no case"),
    "wrong value": (MARK.format(region="heel", quality="sour").encode(), "marks[0].qualities[0]"),
    "unknown area": (MARK.format(region="nose", quality="ache").encode(), "no area 'nose'"),
    "newer": (b"nervemap: 9\ncase: {marks: 3}\n", "newer"),
}


@pytest.mark.parametrize("kind", EXPECTED["refused"])
def test_file_is_refused_with_a_message_when_it_is_no_case(kind: str, tmp_path: Path, atlas: Atlas) -> None:
    content, words = BAD[kind]
    path = tmp_path / "x.nervemap"
    path.write_bytes(content)
    with pytest.raises(CaseFileError) as error:
        read_case(path, atlas)
    assert words in said(error)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("crimps: [{side: left, site: neck, grade: mild}]", "both legs"),
        ("crimps: [{side: null, site: neck, grade: severe}]", "severe"),
        ("crimps: [{side: null, site: piriformis, grade: mild}]", "one leg"),
        ("marks: [{side: left, region: heel}, {side: left, region: heel}]", "twice"),
        ("marks: [{side: left, region: heel, intensity: 11}]", "0 to 10"),
        ("marks: [{side: left, region: heel, t: 99.0}]", "chart"),
        ("signs: {magic: yes}", "no sign"),
        ("red_flags: {now: [foot-drop]}", "no urgent question"),
        ("date: yesterday", "no day"),
        ("birth_year: 12", "year of birth"),
        ("slump: {left: {symptom: own, release: eases, degrees: 999.0}}", "0 to 180"),
        ("label: 3", "text"),
        ("history: {magic: yes}", "no question"),
        ("observations: {magic: yes}", "no observation"),
        ("neuro: {left: {magic: less}}", "no item"),
        ("relatives: {magic: {left: {symptom: own, release: eases}}}", "no test"),
        ('not_felt: ["left:nose"]', "no area"),
        ("contraindications: [magic]", "no reason not to test"),
        ("dealt_with: [magic]", "no urgent answer"),
        ("tighter_degrees: 0.5", "1 to 90"),
        ("slump: {left: {symptom: own, release: eases, stopped: magic}}", "no reason for stopping"),
        ("slump: {left: {symptom: own, release: eases, order: [magic]}}", "no step"),
        ("slump: {left: {symptom: own, release: eases, notes: [{step: magic, symptom: own}]}}", "no step"),
        ("slump: {left: {symptom: own, release: eases, notes: [{step: sit, symptom: own, intensity: 99}]}}", "0 to 10"),
        ("relatives: {slr: {left: {symptom: own, release: eases, degrees: -1.0}}}", "0 to 180"),
    ],
)
def test_value_is_refused_with_its_line_when_it_cannot_be(entry: str, words: str, atlas: Atlas) -> None:
    with pytest.raises(CaseFileError) as error:
        from_text(f"nervemap: 1\ncase:\n  {entry}\n", "x.nervemap", atlas)
    assert words in said(error)
    assert str(error.value).startswith("x.nervemap:3: ")


def test_control_characters_are_left_out_when_a_file_holds_them(atlas: Atlas) -> None:
    text = 'nervemap: 1\ncase: {label: "a\\e[31mb\\nc\\u202ed", notes: "x\\0\\ry\\tz"}\n'
    case = from_text(text, "x.nervemap", atlas).case
    assert (case.label, case.notes) == ("a[31mb cd", "x\ny\tz")


WHOLE = to_text(
    Document(
        case=Case(
            label="a runner",
            marks=(Mark(side="left", region="heel", t=1.2, theta=180.0, qualities=("ache",), intensity=4),),
            crimps=(Crimp(side="left", site="tarsal-tunnel", grade="mild"),),
            notes="first line\nsecond: line",
            birth_year=1980,
        ),
        raw={"later": {"a": [1, 2]}},
    )
)
bites = st.lists(
    st.tuples(
        st.integers(0, len(WHOLE)), st.integers(0, 9), st.text(max_size=6) | st.sampled_from(list("[]{}:-&*!|#\"'\n"))
    ),
    min_size=1,
    max_size=4,
)


@given(bites)
def test_file_is_read_or_refused_in_words_when_anything_in_it_was_changed(changes: list[tuple[int, int, str]]) -> None:
    text = WHOLE
    for at, gone, instead in changes:
        text = text[:at] + instead + text[at + gone :]
    try:
        document = from_text(text, "x.nervemap", ATLAS)
    except CaseFileError as error:
        assert all(line.startswith("x.nervemap") and ";" in line for line in str(error).splitlines())
        return
    assert from_text(to_text(document), "x.nervemap", ATLAS).case == document.case


@given(st.binary(max_size=400))
def test_bytes_are_refused_in_words_when_they_are_no_case(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.nervemap"
        path.write_bytes(content)
        with pytest.raises(CaseFileError) as error:
            read_case(path, ATLAS)
        said(error)


def test_folder_pipe_and_nothing_are_refused_when_they_are_opened(tmp_path: Path, atlas: Atlas) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("pipe", "no plain file"), (".", "no plain file"), ("nothing", "no such file")):
        with pytest.raises(CaseFileError) as error:
            read_case(tmp_path / name, atlas)
        assert words in said(error)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nervemap: one\ncase: {}\n", "x.nervemap:1: nervemap: the version is not a whole number"),
        ("nervemap: 1\ncases: {}\n", "the case is missing"),
    ],
)
def test_text_is_refused_when_version_or_case_is_missing(text: str, words: str, atlas: Atlas) -> None:
    with pytest.raises(CaseFileError) as error:
        from_text(text, "x.nervemap", atlas)
    assert words in said(error)


def test_mark_of_a_file_is_nothing_when_it_cannot_be_read(tmp_path: Path) -> None:
    assert file_digest(tmp_path / "nothing") is None


def test_crimp_of_each_side_is_kept_when_both_are_written(atlas: Atlas) -> None:
    crimps = tuple(Crimp(side=side, site="piriformis", grade="mild") for side in ("left", "right"))
    case = Case(crimps=(*crimps, Crimp(side=None, site="neck", grade="moderate")))
    assert from_text(to_text(Document(case=case)), "x.nervemap", atlas).case == case
