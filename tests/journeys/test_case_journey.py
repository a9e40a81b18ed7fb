"""The life of a case, by mouse and keys: worked on, shown, printed, saved, killed, taken up, undone, opened again.

The program runs as a process of its own, so that it can be killed as a power cut would, on one or two virtual screens.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMessageBox, QWidget

from nervemap.content.atlas import Atlas, load_atlas
from nervemap.ui.main_window import open_window
from nervemap.ui.patient_window import PatientWindow
from tests.journeys import expected
from tests.journeys.person import Person
from tests.journeys.test_example_case import pipe_end, shown_end, shown_signs, signs_shown, title, wait_for_view

ROOT = Path(__file__).parents[2]
PAGE: dict[str, Any] = yaml.safe_load((ROOT / "tests/expectations/page.yaml").read_text(encoding="utf-8"))
CASE_FILE: dict[str, Any] = yaml.safe_load((ROOT / "tests/expectations/case_file.yaml").read_text(encoding="utf-8"))
SIZES = {"one": (0, 1280, 800), "two": (1280, 1920, 1080)}  # x, width, height
SAVED, NOT_SAVED, AFTER = "disc-l5-s1", "piriformis", "sural-calf-exit"  # sites, in the order of their crimps
DONE = "done"


@pytest.mark.long
@pytest.mark.parametrize("screens", [["one"], ["one", "two"]], ids=["one", "two"])
def test_case_when_worked_on_shown_saved_killed_and_recovered_is_as_it_was(screens: list[str], tmp_path: Path) -> None:
    file, pdf = tmp_path / "ankle.nervemap", tmp_path / "ankle.pdf"
    with started("work", screens, tmp_path) as program:
        follow(program)  # and it is killed

    saved = file.read_bytes()
    assert [one["site"] for one in crimps(saved)] == [SAVED], "the file holds what was saved, and no more"
    if shutil.which("pdftotext"):
        words = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout.casefold()
        assert "heel" in words
        assert not [one for one in PAGE["patient"]["never"] if re.search(rf"\b{re.escape(one)}\b", words)]

    with started("recover", screens, tmp_path) as program:
        follow(program)
        assert program.wait(20) == 0
    assert file.with_name(file.name + "~").read_bytes() == saved, "the version before is kept"
    assert [one["site"] for one in crimps(file.read_bytes())] == [SAVED, NOT_SAVED]
    assert not list((tmp_path / "state/nervemap/recovery").iterdir()), "nothing is left to be offered again"


def crimps(content: bytes) -> list[dict[str, Any]]:
    """The crimps of a case file, as any reader of YAML finds them."""
    return list(yaml.safe_load(content)["case"]["crimps"])


@contextlib.contextmanager
def started(act: str, screens: list[str], home: Path) -> Iterator[subprocess.Popen[str]]:
    """The program with these screens; a person in it does the act, and says so. Killed at the end (SIGKILL)."""
    with subprocess.Popen(
        [sys.executable, "-c", f"from {module()} import run; run({act!r})"],
        cwd=ROOT,
        env=surroundings(screens, home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def surroundings(screens: list[str], home: Path) -> dict[str, str]:
    """The environment of a program with these screens, and everything that it keeps in this folder."""
    common = {"y": 0, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    shown = [{"name": one, **dict(zip(("x", "width", "height"), SIZES[one], strict=True)), **common} for one in screens]
    config = home / "screens.json"
    whole = {"synchronousWindowSystemEvents": False, "windowFrameMargins": True, "screens": shown}
    config.write_text(json.dumps(whole), encoding="utf-8")
    return os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
    }


def module() -> str:
    return ".".join(Path(__file__).relative_to(ROOT).with_suffix("").parts)


def follow(program: subprocess.Popen[str]) -> None:
    """Wait until the act is done; fails with what the program told when something went wrong in it."""
    assert program.stdout is not None and program.stderr is not None
    done = program.stdout.readline().strip() == DONE
    assert done, program.stderr.read()


# ---- in the process of the program ------------------------------------------------------------------------------


def run(act: str) -> None:
    """Start the program as it starts itself, and do the act."""
    app = QApplication(["nervemap"])
    atlas = load_atlas()
    window = open_window(app, atlas)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    window.cases.begin(None)
    person = Person(window)
    person.settle()
    (work if act == "work" else recover)(person, atlas)
    print(DONE, flush=True)
    if act == "work":
        app.exec()  # until it is killed


def work(person: Person, atlas: Atlas) -> None:
    """A mark, a sign, a crimp, the patient window, the page, the file; then a crimp that is not saved."""
    person.press("Open the example case")
    before = page(person)
    person.press("Outer")
    wait_for_view(person, "Outer")
    person.click_area("right", "lateral-ankle")
    person.press("Signs")
    person.press("Sign 6: Yes")
    assert signs_shown(person) == shown_signs(6)
    person.press("Nerves")
    person.press("What the marks say")
    person.press("Follow it as a pipe")
    uncrimped = page(person)
    assert uncrimped != before, "the page shows the new mark"
    show_the_patient(person, atlas)
    assert pipe_end(person) == shown_end(1)
    assert page(person, save_as="ankle.pdf") == uncrimped, "the page for the patient holds no crimps"

    person.keys("Ctrl+S")
    choose_file("ankle.nervemap")
    person.press("Case")
    assert "ankle.nervemap: saved." in person.texts()
    crimp(person, atlas, NOT_SAVED)
    assert pipe_end(person) == shown_end(2)
    QTest.qWait(1000 * CASE_FILE["file"]["recovery_loses_at_most_s"])


def show_the_patient(person: Person, atlas: Atlas) -> None:
    """The patient window beside the work on another screen, or in front of it and back; the crimp is not told there."""
    person.keys("F9")
    (shown,) = patient_windows()
    assert QTest.qWaitForWindowExposed(shown)
    patient = Person(shown)
    others = [one for one in QApplication.screens() if one is not person.window.screen()]
    assert shown.screen() is (others[0] if others else person.window.screen())
    assert shown.geometry() == shown.screen().geometry() and shown.isFullScreen()
    assert patient.in_sight(patient.button("Back to the clinician's window (Esc)"))
    told = patient.texts()
    marked = f"right {atlas.regions['lateral-ankle'].plain}"
    assert expected.FIXED_SENTENCE in told and marked in told
    if others:
        bring_to_front(person.window)
        person.click_area("right", "lateral-ankle")
        assert marked not in patient.texts(), "it follows the work"
        person.keys("Ctrl+Z")
        crimp(person, atlas, SAVED)
        shown_now = [words for words in patient.texts() if words]  # areas of the map have names, but no words
        assert shown_now == told, "the patient window tells no crimps"
        bring_to_front(shown)
    patient.keys("Esc")
    assert not patient_windows()
    assert QApplication.activeWindow() is person.window
    if not others:
        crimp(person, atlas, SAVED)


def patient_windows() -> list[PatientWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, PatientWindow) and one.isVisible()]


def recover(person: Person, atlas: Atlas) -> None:
    """The work is offered and taken up, undone and redone, saved, opened again, and changed and undone once more."""
    question = in_front(QMessageBox)
    assert question.text() == f"Work that was not saved was found: {atlas.example.title}"
    Person(question).press("Take it up")
    bring_to_front(person.window)
    check_all_is_there(person, atlas, crimped=2)
    person.press("Case")
    assert "ankle.nervemap: changed since it was saved." in person.texts()
    person.keys("Ctrl+Z")
    assert "ankle.nervemap: saved." in person.texts()
    check_all_is_there(person, atlas, crimped=1)
    person.keys(QKeySequence(QKeySequence.StandardKey.Redo).toString())
    check_all_is_there(person, atlas, crimped=2)
    person.keys("Ctrl+S", "Ctrl+N")
    person.press("Nerves")
    person.press("Table")
    assert not person.marked_rows()

    person.keys("Ctrl+O")
    choose_file("ankle.nervemap")
    check_all_is_there(person, atlas, crimped=2)
    offered = person.menu_texts("Edit")
    person.keys("Esc")
    assert offered["Undo"] is False, "nothing was done since the file was opened"
    crimp(person, atlas, AFTER)
    assert pipe_end(person) == shown_end(3)
    person.keys("Ctrl+Z")
    check_all_is_there(person, atlas, crimped=2)
    person.menu("Case", "Quit")
    assert not person.window.isVisible()


def check_all_is_there(person: Person, atlas: Atlas, *, crimped: int) -> None:
    person.press("Signs")
    assert signs_shown(person) == shown_signs(6)
    person.press("Nerves")
    person.press("Table")
    wanted = [(one.side, one.region) for one in atlas.example.marks] + [("right", "lateral-ankle")]
    assert person.marked_rows() == sorted(f"{title(atlas, region)}, marked {side}" for side, region in wanted)
    person.press("Right side")
    person.click_row(person.row(title(atlas, "lateral-ankle")))
    person.press("Pipe")
    assert pipe_end(person) == shown_end(crimped)
    for number, site in enumerate((SAVED, NOT_SAVED), start=1):
        person.press(atlas.sites[site].name)  # its tools open under it
        assert person.button(f"{atlas.sites[site].name}: mild").isChecked() == (number <= crimped)


def crimp(person: Person, atlas: Atlas, site: str) -> None:
    person.press("Pipe")
    person.press(atlas.sites[site].name)
    person.press(f"{atlas.sites[site].name}: mild")


def page(person: Person, save_as: str = "") -> QImage:
    """The one page for the patient, as it is shown before it is printed; saved as PDF where that is wanted."""
    person.keys("Ctrl+P")
    dialog = in_front(QDialog)
    reader = Person(dialog)
    (picture,) = pages(dialog)
    shown = picture.pixmap().toImage()
    if save_as:
        reader.press("Save as PDF\N{HORIZONTAL ELLIPSIS}")
        choose_file(save_as)
        assert f"Saved as {save_as}." in reader.texts()
        reader.press("Letter")
        assert len(pages(dialog)) == PAGE["patient"]["pages"]
    reader.press("Close")
    bring_to_front(person.window)
    return shown


def pages(dialog: QWidget) -> list[QLabel]:
    shown = [one for one in dialog.findChildren(QLabel) if one.isVisible()]
    return [one for one in shown if one.accessibleName().startswith("Page ")]


def choose_file(name: str) -> None:
    """Type a name into the dialog that asks for a file, and go."""
    dialog = in_front(QDialog)
    person, behind = Person(dialog), dialog.parentWidget()
    person.click(dialog.findChild(QLineEdit))
    person.keys("Ctrl+A")
    for letter in str(Path.home() / name):
        QTest.keyClick(dialog.windowHandle(), letter)
    person.keys("Return")
    assert QApplication.activeModalWidget() is (behind if isinstance(behind, QDialog) else None)
    bring_to_front(behind)


def in_front(kind: type[Any]) -> Any:
    """The window that waits for an answer."""
    QApplication.processEvents()
    shown: QWidget | None = QApplication.activeModalWidget()
    assert isinstance(shown, kind), f"{shown} is in front"
    assert QTest.qWaitForWindowExposed(shown)
    return shown


def bring_to_front(window: QWidget) -> None:
    """What a window manager does when a dialog before a window closes; the offscreen platform has none."""
    window.activateWindow()
    QApplication.processEvents()
