"""The case file: what is written is read again, whole; what is no case is refused with a message; nothing is lost."""

from __future__ import annotations

import itertools
import os
import stat
import tempfile
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nervemap.case import commands, examination
from nervemap.case.case import Case, Crimp, Mark
from nervemap.case.disk import LEFT_AFTER_S, Lock, backup_of
from nervemap.case.file import CaseFileError, Document, file_digest, from_text, read_case, write_case
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


def document(label: str) -> Document:
    return Document(case=Case(label=label, marks=(Mark(side="left", region="heel"),)))


def test_version_before_is_kept_when_a_file_is_written_again(tmp_path: Path, atlas: Atlas) -> None:
    path = tmp_path / "x.nervemap"
    first = write_case(path, document("one"))
    assert f"{stat.S_IMODE(path.stat().st_mode):04o}" == EXPECTED["file"]["private"]
    assert first == file_digest(path)
    path.chmod(0o640)
    write_case(path, document("two"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert read_case(path, atlas)[0].case.label == "two"
    assert read_case(backup_of(path), atlas)[0].case.label == "one"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["x.nervemap", "x.nervemap~"]
    path.write_bytes(b"broken: [")
    with pytest.raises(CaseFileError) as error:
        read_case(path, atlas)
    assert "x.nervemap~" in said(error)


def test_link_stays_a_link_when_its_file_is_written(tmp_path: Path, atlas: Atlas) -> None:
    real, link = tmp_path / "real.nervemap", tmp_path / "link.nervemap"
    write_case(real, document("one"))
    link.symlink_to(real)
    write_case(link, document("two"))
    assert link.is_symlink() and read_case(real, atlas)[0].case.label == "two"


def in_child(work: object) -> int:
    """Run in a process of its own, with its own limits and user; gives its exit code."""
    child = os.fork()
    if child == 0:
        try:
            work()  # type: ignore[operator]
            os._exit(0)
        except CaseFileError as error:
            os._exit(10 if "nothing was changed" in str(error) else 11)
        except BaseException:
            os._exit(12)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_file_is_as_it_was_when_the_disk_is_full(tmp_path: Path) -> None:
    path = tmp_path / "x.nervemap"
    write_case(path, document("one"))
    before = path.read_bytes()

    def write() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
        write_case(path, document("two"))

    assert in_child(write) == 10
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users of POSIX")
def test_file_is_as_it_was_when_the_folder_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "x.nervemap"
    write_case(path, document("one"))
    before = path.read_bytes()
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        folder.chmod(0o755)
    tmp_path.chmod(0o555)

    def write() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        write_case(path, document("two"))

    assert in_child(write) == 10
    tmp_path.chmod(0o755)
    assert path.read_bytes() == before


def test_half_written_files_go_when_the_case_is_saved_again(tmp_path: Path) -> None:
    path = tmp_path / "x.nervemap"
    old, new, other = (
        tmp_path / name
        for name in (".x.nervemap.0123abcd.part", ".x.nervemap.89abcdef.last", ".y.nervemap.0123abcd.part")
    )
    for left in (old, new, other):
        left.write_text("half")
    for left in (old, other):
        os.utime(left, (0, time.time() - LEFT_AFTER_S - 1))
    write_case(path, document("one"))
    assert {one.name for one in tmp_path.iterdir()} == {other.name, new.name, "x.nervemap"}


def test_lock_holds_nobody_off_when_there_is_no_place_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "no-folder").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "no-folder"))
    lock = Lock.of_file(tmp_path / "x.nervemap")
    assert lock.take() and Lock.of_file(tmp_path / "x.nervemap").take()
    lock.free()


def test_lock_is_refused_when_another_window_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "x.nervemap"
    one, other = Lock.of_file(path), Lock.of_file(tmp_path / "." / "x.nervemap")
    assert one.take() and one.take()
    assert not other.take()
    one.free()
    assert other.take()
    other.free()


def test_crimp_of_each_side_is_kept_when_both_are_written(atlas: Atlas) -> None:
    crimps = tuple(Crimp(side=side, site="piriformis", grade="mild") for side in ("left", "right"))
    case = Case(crimps=(*crimps, Crimp(side=None, site="neck", grade="moderate")))
    assert from_text(to_text(Document(case=case)), "x.nervemap", atlas).case == case
