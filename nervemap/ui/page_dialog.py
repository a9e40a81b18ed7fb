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
from nervemap.ui.announcing import Live
from nervemap.ui.beside import Beside
from nervemap.ui.saving import ask_where, written
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, clear, column, row, wide_row

if TYPE_CHECKING:  # read when something is printed
    from PySide6.QtPrintSupport import QPrinter

MOST_PPI, PRINT_PPI = 110, 300
WIDEST_INCHES = 8.5
PRINTING_SERVICE = "/run/cups/cups.sock"  # of this machine
_SHEETS = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}


class PageDialog(QDialog):
    """Shows the pages that `make(reader, paper)` lays out, in a thread of its own."""

    def __init__(self, parent: QWidget, make: Callable[[Reader, Paper], Page], reader: Reader) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("The page"))
        self._make = make
        self._making: Beside | None = None
        self._page: Page | None = None
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
        self.state = Live(role="muted")
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

    @property
    def _asked(self) -> tuple[Reader, Paper, float]:
        """Reader, paper and the screen's pixels per pixel of the window: the pictures are made for all three."""
        return self._reader, PAPERS[self.papers.value or "a4"], self.devicePixelRatioF()

    @property
    def _ppi(self) -> float:
        return min(MOST_PPI, (self.width() - 14 * GRID) / WIDEST_INCHES)

    def _show(self) -> None:
        """Show an empty sheet, and the page as soon as it is made."""
        self._page, self.pictures = None, []
        self.save.setEnabled(False)
        self.print.setEnabled(False)
        self.state.setText("")
        clear(self._sheets)
        size = QPageSize(_SHEETS[self.papers.value or "a4"]).size(QPageSize.Unit.Inch) * self._ppi
        self._add_sheet(Live(self.tr("The page is being made\u2026")), size.toSize())
        self._sheets.addStretch()
        if self._making is None:  # else what is asked for now is made after it
            self._begin()

    def _begin(self) -> None:
        asked, ppi = self._asked, self._ppi
        reader, paper, ratio = asked

        def work() -> tuple[object, Page, list[QImage]]:
            page = self._make(reader, paper)
            return asked, page, [QImage.fromData(content) for content in page.pngs(ppi * ratio)]

        self._making = Beside(self, work, self._on_made)

    def _on_made(self, made: tuple[object, Page, list[QImage]]) -> None:
        self._making = None
        asked, page, images = made
        if asked != self._asked:
            self._begin()
            return
        self._page = page
        clear(self._sheets)
        ratio = self.devicePixelRatioF()
        for number, image in enumerate(images, 1):
            image.setDevicePixelRatio(ratio)
            label = QLabel()
            label.setPixmap(QPixmap.fromImage(image))
            label.setAccessibleName(self.tr("Page {number}").format(number=number))
            self.pictures.append(label)
            self._add_sheet(label, image.deviceIndependentSize().toSize())
        self._sheets.addStretch()
        self._scroll.verticalScrollBar().setValue(0)
        self.save.setEnabled(True)
        self.print.setEnabled(True)
        self.state.setText(self.tr("The page is ready."))

    def _add_sheet(self, sheet: QLabel, size: QSize) -> None:
        sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sheet.setProperty("kind", "sheet")
        sheet.setFixedSize(size.grownBy(QMargins(1, 1, 1, 1)))
        self._sheets.addWidget(sheet, alignment=Qt.AlignmentFlag.AlignHCenter)

    def _ask_where(self) -> None:
        name = self.tr("page-for-the-patient") if self._reader == "patient" else self.tr("page-for-the-clinician")
        ask_where(self, self.tr("Save the page"), name, ("pdf",), self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the PDF whole or not at all, and say so."""
        page = self._page
        assert page is not None  # the button waits for it
        Beside(self, lambda: written(path, page.pdf)[1], self.state.setText)

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
        page = self._page
        assert page is not None  # the button waits for it
        self.state.setText(self.tr("The pages are being made for the printer\u2026"))
        work = lambda: [QImage.fromData(content) for content in page.pngs(PRINT_PPI)]  # noqa: E731
        Beside(self, work, lambda images: self._paint_on(printer, images))

    def _paint_on(self, printer: QPrinter, images: list[QImage]) -> None:
        painter = QPainter()
        if not painter.begin(printer):
            self.state.setText(self.tr("The printer does not answer; save the page as PDF instead."))
            return
        for index, image in enumerate(images):
            if index:
                printer.newPage()
            sheet = QRectF(painter.viewport())
            size = image.size().toSizeF().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(sheet.center())
            painter.drawImage(target, image)
        painter.end()
        self.state.setText(self.tr("Sent to the printer."))
