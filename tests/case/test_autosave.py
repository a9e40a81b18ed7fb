"""Work in progress is kept, offered after a kill, and no file is ever lost or half written."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from nervemap.case import recent
from nervemap.case.autosave import MOST_ASIDE, Autosave, drop, left_behind
from nervemap.case.case import Case, Mark
from nervemap.case.disk import backup_of, state_folder, write_whole
from nervemap.case.file import CaseFileError, Document, read_case, write_case
from nervemap.content.atlas import Atlas

ROOT = Path(__file__).parents[2]
EXPECTED = yaml.safe_load((ROOT / "tests/expectations/case_file.yaml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield tmp_path / "state"


def document(label: str) -> Document:
    return Document(case=Case(label=label, marks=(Mark(side="left", region="heel"),)), raw={"unknown": "kept"})


def test_work_is_offered_when_its_window_is_gone(atlas: Atlas, tmp_path: Path) -> None:
    autosave = Autosave()
    autosave.keep(document("at work"), tmp_path / "x.nervemap", "mark")
    assert left_behind(atlas) == [], "the window is still there"
    kept = next(state_folder("recovery").glob("*.nervemap"))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert autosave._lock is not None
    autosave._lock.free()  # as the system does when a process ends
    (left,) = left_behind(atlas)
    assert left.document.case.label == "at work" and left.document.raw["unknown"] == "kept"
    assert "recovery" not in left.document.raw
    assert (left.file, left.base, left.aside) == (tmp_path / "x.nervemap", "mark", False)
    assert not (tmp_path / "x.nervemap").exists(), "the file itself is never touched"
    drop(left)
    assert left_behind(atlas) == [] and not list(kept.parent.iterdir())


def test_nothing_is_left_when_a_window_says_goodbye(atlas: Atlas) -> None:
    autosave = Autosave()
    autosave.keep(document("one"), None, None)
    autosave.keep(document("two"), None, None)
    autosave.forget()
    assert left_behind(atlas) == []
    assert not list(state_folder("recovery").iterdir())


def test_last_cases_are_kept_aside_when_many_take_their_place(atlas: Atlas) -> None:
    for number in range(MOST_ASIDE + 3):
        Autosave().put_aside(document(f"case {number}"))
        time.sleep(0.002)
    left = left_behind(atlas)
    assert len(left) == MOST_ASIDE and all(one.aside for one in left)
    assert {one.document.case.label for one in left} == {f"case {n}" for n in range(3, MOST_ASIDE + 3)}


def test_broken_leftover_stops_nobody_when_the_program_starts(atlas: Atlas) -> None:
    (state_folder("recovery") / "x.nervemap").write_bytes(b"\xff\x00")
    assert left_behind(atlas) == []


def test_recent_files_are_listed_when_the_list_names_one_that_cannot_be_looked_at(tmp_path: Path) -> None:
    good = tmp_path / "good.nervemap"
    good.touch()
    names = [str(tmp_path / ("x" * 300)), str(good)]
    (state_folder("recent") / "recent.json").write_text(json.dumps(names), encoding="utf-8")
    assert recent.recent_files() == [good]


def test_recent_files_are_listed_when_they_are_still_there(tmp_path: Path) -> None:
    assert recent.recent_files() == []
    paths = [tmp_path / f"{n}.nervemap" for n in range(10)]
    for path in paths:
        path.touch()
        recent.remember(path)
    recent.remember(paths[4])
    assert recent.recent_files()[:2] == [paths[4], paths[9]]
    assert len(recent.recent_files()) == recent.MOST
    paths[9].unlink()
    assert paths[9] not in recent.recent_files()
    (state_folder("recent") / "recent.json").write_text("{broken", encoding="utf-8")
    assert recent.recent_files() == []
    recent.forget_all()


WORKER = """
import sys, time
from pathlib import Path
from nervemap.case.autosave import Autosave
from nervemap.case.case import Case
from nervemap.case.file import Document, write_case
path, times = Path(sys.argv[1]), Path(sys.argv[2])
autosave, n = Autosave(), int(sys.argv[3])
while True:
    n += 1
    document = Document(case=Case(label=str(n), notes="word " * 2000))
    autosave.keep(document, path, None)
    write_case(path, document)
    sys.stdout.write(f"{n}\\n"); sys.stdout.flush()
"""


def kill_at_a_random_moment(path: Path, start: int, atlas: Atlas, rng: random.Random) -> int:
    """Start a program that saves and keeps without end, kill it, and look at what is left; gives the last number."""
    command = [sys.executable, "-c", WORKER, str(path), str(path), str(start)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        time.sleep(rng.random() * 0.05)
        worker.send_signal(signal.SIGKILL)
        told = [line for line in worker.stdout.read().splitlines() if line]
    last = int(told[-1]) if told else start + 1
    saved = int(read_case(path, atlas)[0].case.label)
    assert saved >= last, "a save that was told of is lost"
    assert int(read_case(backup_of(path), atlas)[0].case.label) >= last - 1 if backup_of(path).exists() else True
    (left,) = [one for one in left_behind(atlas) if not one.aside]
    assert int(left.document.case.label) >= last, "work that was kept is lost"
    drop(left)
    return saved


def test_nothing_is_lost_when_the_program_is_killed(tmp_path: Path, atlas: Atlas) -> None:
    rng, last = random.Random(1), 0
    for _ in range(3):
        last = kill_at_a_random_moment(tmp_path / "x.nervemap", last, atlas, rng)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_nothing_is_lost_when_the_program_is_killed_some_hundred_times(tmp_path: Path, atlas: Atlas) -> None:
    rng, last = random.Random(2), 0
    for _ in range(300):
        last = kill_at_a_random_moment(tmp_path / "x.nervemap", last, atlas, rng)


def test_file_is_as_it_was_when_the_disk_says_no_at_any_step(
    tmp_path: Path, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.nervemap"
    write_case(path, document("one"))
    write_case(path, document("two"))
    for step in ("fsync", "link", "replace"):
        with monkeypatch.context() as patch:

            def refuse(*_: object) -> None:
                raise OSError(28, "No space left on device")

            patch.setattr(os, step, refuse)
            if step == "link":  # a file system without links: copied instead
                write_whole(path, path.read_bytes(), keep_last=True)
                continue
            with pytest.raises(CaseFileError, match="nothing was changed"):
                write_case(path, document("three"))
        assert read_case(path, atlas)[0].case.label == "two"
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["x.nervemap", "x.nervemap~"]
