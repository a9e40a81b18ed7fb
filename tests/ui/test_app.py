"""Starting the window as a real process: what is told when it cannot open, and that it closes without a word."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOWN_NOWHERE = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}

OPEN_AND_CLOSE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import open_window

app = QApplication([])
window = open_window(app, load_atlas())
window.show()
QTimer.singleShot({after_ms}, window.close)
sys.exit(app.exec())
"""


def run(*words: str, folder: Path = ROOT, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """nervemap as a process; a variable that is None is taken out of its environment."""
    given = {**SHOWN_NOWHERE, **environment}
    return subprocess.run(
        [sys.executable, "-m", "nervemap", *words],
        cwd=folder,
        env={name: value for name, value in given.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the program with its own content."""
    for part in ("nervemap", "assets", "data"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What was told, after checking that it was told as it should be."""
    assert done.stdout == ""
    told = done.stderr.splitlines()
    assert told and all(line.startswith("nervemap: ") for line in told), done.stderr
    return told


def test_one_line_and_exit_1_when_there_is_no_display() -> None:
    done = run(QT_QPA_PLATFORM=None)
    (line,) = lines(done)
    assert done.returncode == 1
    assert "no display" in line and "nervemap --help" in line


@pytest.mark.skipif(sys.platform != "linux", reason="displays are named this way on Linux only")
def test_one_line_and_exit_1_when_the_display_does_not_answer() -> None:
    done = run(QT_QPA_PLATFORM=None, DISPLAY=":4077")
    (line,) = lines(done)
    assert done.returncode == 1
    assert "display" in line


@pytest.mark.parametrize("words", [["--colour"], ["--colour", "red"]])
def test_one_line_and_exit_2_when_an_option_is_unknown(words: list[str]) -> None:
    done = run(*words)
    (line,) = lines(done)
    assert done.returncode == 2
    assert "--colour" in line and "nervemap --help" in line


def test_one_line_and_exit_2_when_there_are_too_many_words() -> None:
    done = run("shwo", "regions")
    assert (done.returncode, lines(done)) == (
        2,
        ["nervemap: shwo: there is no such command or file; try nervemap --help"],
    )


@pytest.mark.parametrize("word", ["nowhere.nervemap", "nervs", "", "docs"])
def test_one_line_and_exit_1_when_there_is_no_such_file(word: str) -> None:
    done = run(word)
    (line,) = lines(done)
    assert done.returncode == 1
    assert word in line


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("regions.yaml", "- id: medial-shin", "- id: [", "regions.yaml"),
        ("nerves.yaml", "parent: tibial", "parent: tibbial", "tibbial"),
        ("body/body_sections.csv", "segment,", "segmnt,", "body_sections.csv"),
        ("body/body_sections.csv", "thigh_leg", "thigh", "body_sections.csv"),
        ("body/skin_chart.csv", None, None, "skin_chart.csv"),
    ],
)
def test_a_line_for_each_fault_and_exit_1_when_the_content_is_faulty(
    copy: Path, name: str, old: str | None, new: str | None, told: str
) -> None:
    file = copy / "data" / name
    if old is None or new is None:
        file.unlink()
    else:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    done = run(folder=copy)
    assert any(told in line for line in lines(done)), done.stderr
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_line_for_each_fault_when_there_are_several(copy: Path) -> None:
    for name, old in (("regions.yaml", "nerves: [sural]"), ("signs.yaml", "sources: [article-001]")):
        file = copy / "data" / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, old.replace("]", ", nobody]"), 1), encoding="utf-8")
    told = lines(run(folder=copy))
    assert len(told) == 2
    assert "regions.yaml" in told[0] and "signs.yaml" in told[1]
    assert all("nobody" in line for line in told)


@pytest.mark.parametrize("folder", ["data", "assets"])
def test_one_line_and_exit_1_when_a_folder_is_missing(copy: Path, folder: str) -> None:
    shutil.rmtree(copy / folder)
    done = run(folder=copy)
    (line,) = lines(done)
    assert done.returncode == 1
    assert folder in line


@pytest.mark.parametrize("after_ms", [0, 60, 400])
def test_nothing_is_told_when_the_window_closes(after_ms: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN_AND_CLOSE.format(after_ms=after_ms)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    told = done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")
    assert (done.returncode, done.stdout, told) == (0, "", "")
