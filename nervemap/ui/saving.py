"""Asks about files beside the work, writes them and says so: nothing waits in a dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QMessageBox, QWidget

from nervemap.case.disk import write_whole


def ask_where(parent: QWidget, title: str, name: str, kinds: Sequence[str], then: Callable[[Path], None]) -> None:
    """Let the person choose a place for a file; `kinds` are its possible endings, the first is the usual one."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([f"{kind.upper()} (*.{kind})" for kind in kinds])
    dialog.setDefaultSuffix(kinds[0])
    dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix(words.partition(" ")[0].lower()))
    dialog.setDirectory(str(Path.home()))
    dialog.selectFile(f"{name}.{kinds[0]}")
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()


def tell(window: QWidget, text: str, more: str = "") -> QMessageBox:
    """A message that is text, whatever it holds: Qt would take a file's name for markup."""
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("nervemap")
    box.setText(text)
    box.setInformativeText(more)
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
    return box


def ask(window: QWidget, text: str, more: str, answers: Mapping[str, Callable[[], None]], otherwise: str) -> None:
    """A question that goes on from its answer; the first one is the usual one, `otherwise` does nothing."""
    box = tell(window, text, more)
    acts: list[tuple[QAbstractButton, Callable[[], None]]] = []
    for index, (words, act) in enumerate(answers.items()):
        role = QMessageBox.ButtonRole.AcceptRole if index == 0 else QMessageBox.ButtonRole.DestructiveRole
        acts.append((box.addButton(words, role), act))
    box.setEscapeButton(box.addButton(otherwise, QMessageBox.ButtonRole.RejectRole))
    box.finished.connect(lambda _: [act() for button, act in acts if box.clickedButton() is button])
    box.open()


def written(path: Path, make: Callable[[], bytes]) -> tuple[bool, str]:
    """Write a file whole or not at all; gives whether it is there, and one sentence on it."""
    tr = QCoreApplication.translate
    try:
        write_whole(path, make())
    except OSError as error:
        told = tr("Saving", "{file} is not saved ({why}); choose another place.")
        return False, told.format(file=path.name, why=error.strerror)
    return True, tr("Saving", "Saved as {file}.").format(file=path.name)
