"""The place of the case by mouse and keys: fields, undo in a field, what was done, what the patient sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
import shiboken6
import yaml
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.case import commands
from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.ui.case_panel import CasePanel
from nervemap.ui.main_window import MainWindow
from nervemap.ui.page_dialog import PageDialog

PAGE = yaml.safe_load((Path(__file__).parents[1] / "expectations/page.yaml").read_text(encoding="utf-8"))
EXPECTED, PICTURES = PAGE["window"], PAGE["pictures"]
NASTY = '<img src="x.png"><b>bold</b>'


@pytest.fixture
def window(opened: MainWindow, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window with an empty case, at the place of the case."""
    opened.workspace.start(Case())
    opened.go("case")
    opened.showing.choose_parts(panel_of(opened).chosen_parts)
    qtbot.wait(30)
    yield opened
    opened.showing.close_patient_window()


def panel_of(window: MainWindow) -> CasePanel:
    (panel,) = window.findChildren(CasePanel)
    return panel


def type_into(field: QWidget, words: str) -> None:
    field.setFocus()
    QTest.keyClicks(field, words)


def texts(widget: QWidget) -> list[QLabel]:
    return [one for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def test_label_and_notes_are_one_step_each_when_typed(window: MainWindow) -> None:
    panel, workspace = panel_of(window), window.workspace
    type_into(panel.label, "a runner")
    type_into(panel.notes, "first line")
    assert (workspace.case.label, workspace.case.notes) == ("a runner", "first line")
    assert workspace.history == ("Name the case", "Write notes")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (workspace.case.label, workspace.case.notes) == ("a runner", "")
    assert panel.notes.toPlainText() == ""
    panel.label.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert workspace.case.label == "" and panel.label.text() == ""


def test_date_and_year_are_refused_with_words_when_they_cannot_be(window: MainWindow) -> None:
    panel, workspace = panel_of(window), window.workspace
    for field, wrong, right, name in (
        (panel.date, "tomorrow", "2026-11-21", "date"),
        (panel.birth_year, "12", "1980", "birth_year"),
    ):
        type_into(field, wrong)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert panel.refused.isVisible() and wrong in panel.refused.text()
        assert getattr(workspace.case, name) is None
        field.clear()
        type_into(field, right)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert not panel.refused.isVisible()
        assert str(getattr(workspace.case, name)) == right


def test_line_of_what_was_done_leads_there_when_pressed(window: MainWindow, atlas: Atlas, qtbot: QtBot) -> None:
    for region in ("heel", "groin", "calf"):
        window.workspace.do(commands.set_mark("left", atlas.regions[region]))
    qtbot.wait(20)
    acts = panel_of(window).acts
    assert [acts.item(row).text() for row in range(acts.count())] == [
        "Mark left calf",
        "Mark left groin",
        "Mark left heel",
        "As it was at the start",
    ]
    acts.scrollToItem(acts.item(2))
    QTest.mouseClick(acts.viewport(), Qt.MouseButton.LeftButton, pos=acts.visualItemRect(acts.item(2)).center())
    qtbot.wait(20)
    assert [mark.region for mark in window.workspace.case.marks] == ["heel"]
    assert acts.currentRow() == 2
    QTest.keyClick(acts, Qt.Key.Key_Up)
    QTest.keyClick(acts, Qt.Key.Key_Return)
    assert len(window.workspace.case.marks) == 2


def test_patient_window_can_be_opened_again_when_it_went_without_being_closed(window: MainWindow) -> None:
    showing = window.showing
    showing.toggle_patient_window()
    shiboken6.delete(showing.patient)
    assert showing.patient is None
    showing.toggle_patient_window()
    assert showing.patient is not None and showing.patient.isVisible()


def test_patient_window_shows_plain_large_words_only_when_open(window: MainWindow, atlas: Atlas, qtbot: QtBot) -> None:
    window.cases.example()
    workspace = window.workspace
    workspace.do(commands.set_label(f"secret {NASTY}"))
    workspace.do(commands.set_notes("private note"))
    workspace.do(commands.set_crimp(atlas.sites["tarsal-tunnel"], "left", "severe"))
    window.showing.toggle_patient_window()
    patient = window.showing.patient
    assert patient is not None
    qtbot.waitExposed(patient)
    qtbot.wait(50)
    shown = " ".join(one.text() for one in texts(patient))
    assert "left heel: ache" in shown and "tibial nerve" in shown and atlas.rules.fixed_sentence in shown
    for words in ("secret", "private note", "severe", "crimp", "highly likely", "of 6"):
        assert words not in shown
    assert min(one.font().pointSizeF() for one in texts(patient)) >= EXPECTED["least_pt"]
    (back,) = patient.findChildren(QPushButton)
    assert back.font().pointSizeF() >= EXPECTED["least_pt"]

    workspace.do(commands.set_red_flags(atlas.red_flag_groups["now"], ("saddle-numbness",)))
    qtbot.wait(20)
    shown = " ".join(one.text() for one in texts(patient))
    assert atlas.red_flag_groups["now"].advice in shown and "Places to look at" not in shown

    window.showing.choose_parts(frozenset())
    qtbot.wait(20)
    assert "The way of the nerve" not in " ".join(one.text() for one in texts(patient))
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert window.showing.patient is None


def wait_for_words(dialog: PageDialog, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: words in dialog.state.text(), timeout=60_000)


def test_page_is_shown_and_saved_when_asked_for(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.cases.example()
    window.showing.show_page("patient")
    dialog = window.showing.page
    assert dialog is not None and not dialog.save.isEnabled() and dialog.pictures == []
    wait_for_words(dialog, qtbot, "The page is ready")
    assert len(dialog.pictures) >= 1 and dialog.save.isEnabled()
    dialog.save_to(tmp_path / "page.pdf")
    wait_for_words(dialog, qtbot, "Saved")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    dialog.save_to(tmp_path / "no" / "page.pdf")
    wait_for_words(dialog, qtbot, "not saved")
    QTest.mouseClick(dialog.readers.buttons["clinician"], Qt.MouseButton.LeftButton)
    assert not dialog.print.isEnabled(), "it would be the other page"
    wait_for_words(dialog, qtbot, "The page is ready")
    assert dialog.readers.value == "clinician" and len(dialog.pictures) > 2
    dialog.close()


def test_page_is_the_one_asked_for_last_when_the_choice_changes_while_it_is_made(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.cases.example()
    window.showing.show_page("clinician")
    dialog = window.showing.page
    assert dialog is not None
    for wanted in (dialog.readers.buttons["patient"], dialog.papers.buttons["letter"]):
        QTest.mouseClick(wanted, Qt.MouseButton.LeftButton)
    wait_for_words(dialog, qtbot, "The page is ready")
    (shown,) = dialog.pictures
    width, height = shown.pixmap().size().toTuple()
    assert abs(height / width - 11 / 8.5) < 0.01
    QTest.mouseClick(dialog.readers.buttons["clinician"], Qt.MouseButton.LeftButton)
    dialog.close()  # while the other page is being made
    qtbot.waitUntil(lambda: window.showing.page is None)


@pytest.mark.parametrize("ending", PICTURES["endings"])
def test_map_and_pipe_are_saved_as_pictures_when_asked_for(
    ending: str, window: MainWindow, atlas: Atlas, tmp_path: Path, qtbot: QtBot
) -> None:
    window.cases.example()
    window.workspace.do(commands.set_label(NASTY))
    window.workspace.do(commands.set_crimp(atlas.sites["tarsal-tunnel"], "left", "moderate"))
    window.go("case")
    qtbot.wait(50)
    pictures, panel = window.showing.pictures, panel_of(window)
    for what in PICTURES["of"]:
        path = tmp_path / f"{what}.{ending}"
        (pictures.save_map if what == "map" else pictures.save_pipe)(path)
        qtbot.waitUntil(lambda path=path: panel.saved.text() == f"Saved as {path.name}.", timeout=60_000)
        if ending == "png":
            image = QImage(str(path))
            assert min(image.width(), image.height()) >= 800
            assert (
                len({image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}) > 20
            )
        else:
            text = path.read_text(encoding="utf-8")
            assert xml.fromstring(text).tag.endswith("svg") and "bold" not in text
            assert ("left heel" if what == "map" else "moderate") in text
            assert atlas.rules.fixed_sentence in text
    pictures.save_map(tmp_path / "no" / "map.png")
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(QMessageBox)), timeout=60_000)
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "map.png is not saved" in box.text()
    box.close()


def test_picture_of_the_pipe_waits_for_a_nerve_when_nothing_is_marked(window: MainWindow) -> None:
    window.showing.pictures.ask_for_pipe()
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "choose a nerve first" in box.text()
    box.close()


def test_patient_map_turns_with_the_clinicians_when_chosen(window: MainWindow, qtbot: QtBot) -> None:
    window.cases.example()
    window.showing.toggle_patient_window()
    patient, own = window.showing.patient, window.map_panel.map
    assert patient is not None
    patient.map.set_reduced_motion(True)
    qtbot.waitExposed(patient)
    own.show_view("inner")
    own.zoom_by(1.5)
    qtbot.waitUntil(lambda: patient.map.view == own.view, timeout=5000)
    view = panel_of(window).parts["view"]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    assert not view.isChecked() and patient.map.view.zoom == 1.0, "it shows most of what is marked again"
    chosen = patient.map.view
    own.show_view("front")
    qtbot.wait(300)
    assert patient.map.view == chosen


@pytest.mark.qt_log_ignore("QPainter::begin")  # Qt says so too when a printer does not answer
@pytest.mark.parametrize(
    ("paper", "points"), [("a4", (595, 842)), pytest.param("letter", (612, 792), marks=pytest.mark.long)]
)
def test_pages_are_printed_on_the_chosen_paper_when_asked_for(
    paper: str, points: tuple[int, int], window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.cases.example()
    window.showing.show_page("patient")
    dialog = window.showing.page
    assert dialog is not None
    QTest.mouseClick(dialog.papers.buttons[paper], Qt.MouseButton.LeftButton)
    printer = dialog.printer()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert printer.pageLayout().pageSize().sizePoints().toTuple() == points
    wait_for_words(dialog, qtbot, "The page is ready")
    dialog.print_on(printer)
    wait_for_words(dialog, qtbot, "Sent to the printer.")
    assert (tmp_path / "printed.pdf").stat().st_size > 20_000
    nowhere = dialog.printer()
    nowhere.setOutputFileName(str(tmp_path / "no" / "printed.pdf"))
    dialog.print_on(nowhere)
    wait_for_words(dialog, qtbot, "does not answer")
    dialog.close()
