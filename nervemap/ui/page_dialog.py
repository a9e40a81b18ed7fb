"""The page before it is printed: Typst's own pages as pictures; saved as PDF, or printed from the same pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMargins, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from nervemap.handout.page import PAPERS, Page, Paper, Reader
from nervemap.ui.saving import ask_where, written
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Text, clear, column, row, wide_row

if TYPE_CHECKING:  # read when something is printed
    from PySide6.QtPrintSupport import QPrinter

MOST_PPI, PRINT_PPI = 110, 300
WIDEST_INCHES = 8.5
PRINTING_SERVICE = "/run/cups/cups.sock"  # of this machine
_SHEETS = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}


class PageDialog(QDialog):
    """Shows the pages that `make(reader, paper)` lays out."""

    def __init__(self, parent: QWidget, make: Callable[[Reader, Paper], Page], reader: Reader) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("The page"))
        self._make = make
        self.pictures: list[QLabel] = []  # the pages as they are shown
        self.readers = Choice(
            {"patient": self.tr("For the patient"), "clinician": self.tr("For the clinician")},
            name=self.tr("Page"),
            clearable=False,
        )
        self.papers = Choice({"a4": self.tr("A4"), "letter": self.tr("Letter")}, name=self.tr("Paper"), clearable=False)
        self.readers.set_value(reader)
        self.papers.set_value("a4")
        self.readers.chosen.connect(lambda value: self._choose(self.readers, value))
        self.papers.chosen.connect(lambda value: self._choose(self.papers, value))
        sheets = QWidget()
        sheets.setProperty("kind", "page")
        self._sheets = column(sheets, gap=2 * GRID)
        self._scroll = QScrollArea()
        self._scroll.setWidget(sheets)
        self._scroll.setWidgetResizable(True)
        self.state = Text(role="muted")
        self.save = QPushButton(self.tr("Save as PDF\u2026"))
        self.save.clicked.connect(self._ask_where)
        self.print = QPushButton(self.tr("Print\u2026"))
        self.print.clicked.connect(self._ask_printer)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        layout: QVBoxLayout = column(self, margin=2 * GRID)
        layout.addLayout(row(self.readers, self.papers, gap=3 * GRID))
        layout.addWidget(self._scroll, 1)
        layout.addLayout(wide_row(self.state, self.save, self.print, close))
        room = parent.screen().availableSize()
        self.resize(min(900, room.width() - 4 * GRID), min(960, room.height() - 8 * GRID))
        self._show()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._show()  # the pictures are made for the screen that they stand on
        return super().event(event)

    def _choose(self, choice: Choice, value: str) -> None:
        choice.set_value(value)
        self._show()

    @property
    def _reader(self) -> Reader:
        return "clinician" if self.readers.value == "clinician" else "patient"

    def _show(self) -> None:
        self._page = self._make(self._reader, PAPERS[self.papers.value or "a4"])
        clear(self._sheets)
        self.pictures = []
        ratio = self.devicePixelRatioF()
        ppi = min(MOST_PPI, (self.width() - 14 * GRID) / WIDEST_INCHES)
        for number, content in enumerate(self._page.pngs(ppi * ratio), 1):
            picture = QPixmap()
            picture.loadFromData(content)
            picture.setDevicePixelRatio(ratio)
            label = QLabel()
            label.setPixmap(picture)
            label.setProperty("kind", "sheet")
            size = QSize(round(picture.width() / ratio), round(picture.height() / ratio))
            label.setFixedSize(size.grownBy(QMargins(1, 1, 1, 1)))
            label.setAccessibleName(self.tr("Page {number}").format(number=number))
            self.pictures.append(label)
            self._sheets.addWidget(label, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._sheets.addStretch()
        self._scroll.verticalScrollBar().setValue(0)
        self.state.setText("")

    def _ask_where(self) -> None:
        name = self.tr("page-for-the-patient") if self._reader == "patient" else self.tr("page-for-the-clinician")
        ask_where(self, self.tr("Save the page"), name, ("pdf",), self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the PDF whole or not at all, and say so."""
        self.state.setText(written(path, self._page.pdf)[1])

    def _ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog

        printer = self.printer()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.setModal(True)
        dialog.show()

    def printer(self) -> QPrinter:
        """A printer with the chosen paper in it."""
        from PySide6.QtPrintSupport import QPrinter

        if sys.platform == "linux":  # left to itself CUPS looks for a service over the network as well
            os.environ.setdefault("CUPS_SERVER", PRINTING_SERVICE)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setPageSize(QPageSize(_SHEETS[self.papers.value or "a4"]))
        return printer

    def print_on(self, printer: QPrinter) -> None:
        """Paint every page onto a sheet of its own, as large as it fits."""
        painter = QPainter()
        if not painter.begin(printer):
            self.state.setText(self.tr("The printer does not answer; save the page as PDF instead."))
            return
        for index, content in enumerate(self._page.pngs(PRINT_PPI)):
            if index:
                printer.newPage()
            image = QImage.fromData(content)
            sheet = QRectF(painter.viewport())
            size = image.size().toSizeF().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(sheet.center())
            painter.drawImage(target, image)
        painter.end()
        self.state.setText(self.tr("Sent to the printer."))
