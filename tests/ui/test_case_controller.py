"""The case as a file on the desk: through its menu, its questions and its place; nothing is lost without a word."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMainWindow, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from nervemap.case import commands
from nervemap.case.autosave import left_behind
from nervemap.case.case import Case
from nervemap.case.disk import Lock, backup_of, state_folder
from nervemap.case.file import Document, read_case, write_case
from nervemap.case.workspace import Workspace
from nervemap.content.atlas import Atlas
from nervemap.ui.case_controller import CaseController
from nervemap.ui.case_menu import CaseMenu

LONG = ("word " * 3999).strip()  # takes its time to be written


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


class Desk(QMainWindow):
    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self.workspace = Workspace()
        self.cases = CaseController(self, atlas, self.workspace)
        self.menu = CaseMenu(self, atlas, self.cases, self.menuBar().addMenu("Case"))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.cases.on_close(event)

    def question(self) -> QMessageBox:
        (box,) = [one for one in self.findChildren(QMessageBox) if one.isVisible()]
        return box

    def answer(self, words: str) -> None:
        box = self.question()
        (button,) = [one for one in box.findChildren(QPushButton) if one.text() == words]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


@pytest.fixture
def desk(atlas: Atlas, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(atlas)
    qtbot.addWidget(desk, before_close_func=lambda one: one.cases._kept.forget())
    with qtbot.waitExposed(desk):
        desk.show()
    yield desk
    desk.cases._leaving = True
    desk.close()


def saved(tmp_path: Path, label: str) -> Path:
    path = tmp_path / f"{label}.nervemap"
    write_case(path, Document(case=Case(label=label), raw={"extra": [1]}))
    return path


def test_file_is_opened_changed_and_saved_when_asked_for(desk: Desk, tmp_path: Path, atlas: Atlas) -> None:
    path = saved(tmp_path, "one")
    desk.cases.open(path)
    assert desk.workspace.case.label == "one" and not desk.cases.modified
    assert desk.windowTitle() == "one.nervemap[*] – nervemap" and not desk.isWindowModified()
    desk.workspace.do(commands.set_label("two"))
    assert desk.cases.modified and desk.isWindowModified() and "changed since" in desk.cases.state
    desk.menu.save.trigger()
    assert not desk.cases.modified and desk.cases.state == "one.nervemap: saved."
    document, _ = read_case(path, atlas)
    assert document.case.label == "two" and document.raw["extra"] == [1]
    desk.workspace.undo()
    assert desk.workspace.case.label == "one" and desk.cases.modified


def test_question_is_asked_when_changes_would_be_lost(desk: Desk, tmp_path: Path, atlas: Atlas) -> None:
    one, two = saved(tmp_path, "one"), saved(tmp_path, "two")
    desk.cases.open(one)
    desk.workspace.do(commands.set_notes("changed"))
    desk.cases.open(two)
    desk.answer("Cancel")
    assert desk.cases.path == one and desk.workspace.case.notes == "changed"
    desk.cases.open(two)
    desk.answer("Save")
    assert desk.cases.path == two and read_case(one, atlas)[0].case.notes == "changed"
    assert not desk.workspace.can_undo, "nothing of the other case can be seen by undo"
    desk.workspace.do(commands.set_notes("not wanted"))
    desk.cases.new()
    desk.answer("Don't save")
    assert desk.cases.path is None and desk.workspace.case == Case()
    assert read_case(two, atlas)[0].case.notes == ""


def test_name_when_a_case_with_a_label_is_first_saved_is_proposed_from_it(desk: Desk) -> None:
    desk.workspace.do(commands.set_label("left heel / 3rd visit"))
    assert desk.windowTitle() == "left heel / 3rd visit[*] \u2013 nervemap"
    desk.cases.save()
    (dialog,) = desk.findChildren(QFileDialog)
    (chosen,) = dialog.selectedFiles()
    assert Path(chosen).name == "left heel 3rd visit.nervemap"
    dialog.reject()


def test_window_stays_when_closing_would_lose_something(desk: Desk, atlas: Atlas, qtbot: QtBot) -> None:
    desk.workspace.do(commands.set_label("never saved"))
    desk.close()
    assert desk.isVisible()
    desk.answer("Cancel")
    assert desk.isVisible()
    desk.cases.keep()
    desk.close()
    desk.answer("Don't save")
    assert not desk.isVisible()
    assert left_behind(atlas) == []


def test_new_and_example_can_be_undone_when_nothing_was_ever_saved(desk: Desk, atlas: Atlas) -> None:
    desk.cases.example()
    assert desk.workspace.case.label == atlas.example.title and not desk.cases.modified
    assert desk.windowTitle() == f"{atlas.example.title}[*] \u2013 nervemap"
    desk.workspace.do(commands.set_label("mine"))
    desk.cases.new()
    assert desk.workspace.case == Case()
    (left,) = left_behind(atlas)
    assert left.aside and left.document.case.label == "mine"
    desk.menu.recent.aboutToShow.emit()
    assert any("mine" in action.text() for action in desk.menu.recent.actions())
    desk.workspace.undo()
    assert desk.workspace.case.label == "mine" and desk.cases.modified
    while desk.workspace.can_undo:
        desk.workspace.undo()
    assert desk.workspace.case == Case() and not desk.cases.modified


def test_undo_stays_with_the_case_when_it_has_a_file_of_its_own(desk: Desk, tmp_path: Path) -> None:
    desk.workspace.do(commands.set_label("first person"))
    desk.cases.new()
    desk.workspace.do(commands.set_label("second person"))
    desk.cases._write(tmp_path / "second.nervemap", None)
    while desk.workspace.can_undo:
        desk.workspace.undo()
    assert desk.workspace.case == Case()
    assert "first person" not in str(desk.workspace._cases)


def test_work_is_kept_and_offered_when_the_program_dies(desk: Desk, atlas: Atlas, tmp_path: Path, qtbot: QtBot) -> None:
    path = saved(tmp_path, "one")
    desk.cases.open(path)
    desk.workspace.do(commands.set_label("one, at work"))
    autosave = desk.cases._autosave
    qtbot.waitUntil(lambda: autosave._kept is not None and autosave._kept.exists(), timeout=20_000)
    before = path.read_bytes()
    assert autosave._lock is not None
    autosave._lock.free()  # what the system does when a process ends
    desk.cases._free()
    other = Desk(atlas)
    qtbot.addWidget(other)
    other.show()
    other.cases.begin(None)
    assert "one, at work" in other.question().text()
    other.answer("Take it up")
    assert other.cases.path == path and other.workspace.case.label == "one, at work" and other.cases.modified
    assert path.read_bytes() == before, "the file itself is never written over by what is kept"
    other.workspace.undo()
    assert other.workspace.case.label == "one"
    other.workspace.redo()
    other.cases.save()
    assert read_case(path, atlas)[0].case.label == "one, at work"
    assert left_behind(atlas) == []
    other.close()


def test_other_version_is_asked_about_when_the_file_changed_meanwhile(desk: Desk, tmp_path: Path, atlas: Atlas) -> None:
    path = saved(tmp_path, "one")
    desk.cases.open(path)
    desk.workspace.do(commands.set_label("mine"))
    write_case(path, Document(case=Case(label="theirs")))
    desk.cases.save()
    assert "changed by another program" in desk.question().text()
    desk.answer("Cancel")
    assert read_case(path, atlas)[0].case.label == "theirs"
    desk.cases.save()
    desk.answer("Save mine")
    assert read_case(path, atlas)[0].case.label == "mine"
    assert read_case(backup_of(path), atlas)[0].case.label == "theirs"


def test_second_window_is_told_when_the_file_is_open_already(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path, "one")
    lock = Lock.of_file(path)
    assert lock.take()
    desk.cases.open(path)
    assert "open in another window" in desk.question().text()
    desk.answer("OK")
    desk.workspace.do(commands.set_label("mine"))
    before = path.read_bytes()
    desk.cases._write(path, None)
    assert "choose another name" in desk.question().text()
    assert path.read_bytes() == before
    lock.free()


@pytest.mark.parametrize("content", [b"", b"\xff\xff", b"a: &a [*a]", b"nervemap: 1\ncase: " + b"[" * 9999])
def test_open_case_is_untouched_when_a_file_is_no_case(desk: Desk, tmp_path: Path, content: bytes) -> None:
    desk.workspace.do(commands.set_label("mine"))
    desk.cases._write(tmp_path / "mine.nervemap", None)
    bad = tmp_path / "bad.nervemap"
    bad.write_bytes(content)
    desk.cases.open(bad)
    assert "can't be opened" in desk.question().text() and "bad.nervemap" in desk.question().informativeText()
    assert desk.workspace.case.label == "mine" and desk.cases.path == tmp_path / "mine.nervemap"
    assert desk.workspace.can_undo


def test_name_of_a_file_is_text_when_it_looks_like_markup(desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / '<img src="x.png"><b>[*]'
    bad.write_bytes(b"")
    desk.cases.open(bad)
    box = desk.question()
    assert bad.name in box.informativeText()
    assert {label.textFormat() for label in box.findChildren(QLabel) if label.text()} == {Qt.TextFormat.PlainText}
    desk.answer("OK")
    desk.cases._save_to(tmp_path / "a[*].nervemap", None)
    assert desk.windowTitle() == "a[*][*].nervemap[*] \u2013 nervemap", "Qt shows the doubled mark as it is"


def test_other_file_is_asked_about_when_the_ending_leads_to_it(desk: Desk, tmp_path: Path, atlas: Atlas) -> None:
    path = tmp_path / "one.txt.nervemap"
    write_case(path, Document(case=Case(label="theirs")))
    desk.workspace.do(commands.set_label("mine"))
    desk.cases._save_to(tmp_path / "one.txt", None)
    assert "is there already" in desk.question().text()
    desk.answer("Cancel")
    assert read_case(path, atlas)[0].case.label == "theirs" and desk.cases.modified
    desk.cases._save_to(tmp_path / "one.txt", None)
    desk.answer("Replace it")
    assert read_case(path, atlas)[0].case.label == "mine"


def test_nothing_is_left_when_a_window_closes_while_its_work_is_being_kept(desk: Desk, atlas: Atlas) -> None:
    desk.workspace.do(commands.set_notes(LONG))
    desk.cases._keep_beside()
    desk.close()
    desk.answer("Don't save")
    assert not desk.isVisible() and left_behind(atlas) == []
    assert not list(state_folder("recovery").iterdir())


ENDING_AT_ONCE = """
import sys
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow
from nervemap.case import commands
from nervemap.case.workspace import Workspace
from nervemap.content.atlas import load_atlas
from nervemap.ui.case_controller import CaseController
app, workspace = QApplication([]), Workspace()
window = QMainWindow()
cases = CaseController(window, load_atlas(), workspace)
workspace.do(commands.set_notes(sys.argv[1]))
cases._keep_beside()
sys.exit(0)
"""


def test_work_is_kept_whole_when_the_program_ends_while_it_is_written(atlas: Atlas) -> None:
    subprocess.run([sys.executable, "-P", "-c", ENDING_AT_ONCE, LONG], check=True, env=os.environ | {"PYTHONPATH": "."})
    (left,) = left_behind(atlas)
    assert left.document.case.notes == LONG


def test_file_is_opened_and_saved_when_there_is_no_private_folder(
    desk: Desk, tmp_path: Path, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no-folder").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "no-folder"))
    path = saved(tmp_path, "one")
    desk.cases.open(path)
    desk.workspace.do(commands.set_label("two"))
    assert not desk.cases.keep() and "can't be kept" in desk.cases.state
    desk.cases.save()
    assert read_case(path, atlas)[0].case.label == "two"


def test_newer_file_can_be_seen_but_not_saved_when_opened(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "new.nervemap"
    path.write_text("nervemap: 9\ncase: {label: later}\n", encoding="utf-8")
    desk.cases.open(path)
    assert "newer nervemap" in desk.question().text()
    desk.answer("OK")
    assert not desk.menu.save.isEnabled() and not desk.menu.save_as.isEnabled()
    assert desk.workspace.case.label == "later"


def test_words_say_so_when_a_case_cannot_be_saved(desk: Desk, tmp_path: Path) -> None:
    desk.workspace.do(commands.set_label("mine"))
    desk.cases._write(tmp_path / "no" / "such" / "folder.nervemap", None)
    assert desk.question().text() == "The case is not saved."
    assert "nothing was changed" in desk.question().informativeText()
    assert desk.cases.modified


def test_file_when_its_name_is_too_long_is_refused_with_a_word(desk: Desk, tmp_path: Path) -> None:
    desk.workspace.do(commands.set_label("one"))
    desk.cases._save_to(tmp_path / ("x" * 300), None)
    assert desk.question().text() == "The case is not saved."
    assert desk.cases.modified and desk.cases.path is None


def test_menu_lists_recent_files_when_some_were_open(desk: Desk, tmp_path: Path) -> None:
    desk.cases.open(saved(tmp_path, "a&b"))
    desk.menu.recent.aboutToShow.emit()
    first = desk.menu.recent.actions()[0]
    assert first.text() == "a&&b.nervemap"
