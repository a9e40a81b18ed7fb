"""Asks where a file should go, writes it and says so: the page, and the pictures of map and pipe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QWidget

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


def written(path: Path, make: Callable[[], bytes]) -> tuple[bool, str]:
    """Write a file whole or not at all; gives whether it is there, and one sentence on it."""
    tr = QCoreApplication.translate
    try:
        write_whole(path, make())
    except OSError as error:
        told = tr("Saving", "{file} is not saved ({why}); choose another place.")
        return False, told.format(file=path.name, why=error.strerror)
    return True, tr("Saving", "Saved as {file}.").format(file=path.name)
