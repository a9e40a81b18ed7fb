"""What the person sees: a big map, the way of the nerve, plain words; on a second screen, or on this one and back.

It shows `PatientWords`, which hold no notes, label, crimps or counts. Everything is 20 pt or more; urgent advice is a
calm line at the top.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from nervemap.anatomy.body import Body
from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.handout.patient import Followed, PatientWords
from nervemap.palette import Palette
from nervemap.ui.map_view import MapView
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import ScrollColumn, Text, card, clear, column, keep_width, row

Part = Literal["route", "places", "found", "view"]
PARTS: tuple[Part, ...] = ("route", "places", "found", "view")
DEFAULT_PARTS: frozenset[Part] = frozenset({"route", "places", "view"})
BODY_PT, TITLE_PT = 20, 28


class PatientWindow(QWidget):
    """A window of its own; `closed` tells when it is gone."""

    closed = Signal()

    def __init__(self, atlas: Atlas, body: Body, palette: Palette) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("For the patient \u2013 nervemap"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "patient")
        self.setMinimumSize(800, 560)
        self.map = MapView(atlas, body, palette)
        self.map.setAccessibleName(self.tr("Map of the body, for the patient"))
        self.map.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.map.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.map.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.map.show_layers(frozenset({"regions", "nerves"}))
        self.back = QPushButton(self.tr("Back to the clinician's window (Esc)"))
        self.back.setStyleSheet(f"font-size: {BODY_PT}pt; padding: 8px 20px;")
        self.back.clicked.connect(self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        self._urgent, self._urgent_lines = card("notice")
        self._words = ScrollColumn(gap=GRID + GRID // 2, width=10_000)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(self.map, 5)
        middle.addWidget(self._words, 4)
        foot = QHBoxLayout()
        foot.setSpacing(2 * GRID)
        foot.addWidget(_words(atlas.rules.fixed_sentence, role="muted"), 1)
        foot.addWidget(self.back)
        layout = column(self, margin=2 * GRID, gap=2 * GRID)
        layout.addWidget(self._urgent)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)

    def show_on(self, beside: QScreen | None) -> bool:
        """Fill a screen other than the one of the clinician, or that one where there is no other; True for another."""
        others = [screen for screen in QGuiApplication.screens() if screen is not beside]
        screen = others[0] if others else beside
        if screen is not None and not (self.isVisible() and self.geometry() == screen.geometry()):
            self.hide()  # a window system moves none that fills its screen
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
            self.showFullScreen()
            self.back.setFocus()
        return bool(others)

    def show_case(self, case: Case, words: PatientWords, followed: Followed | None, parts: frozenset[Part]) -> None:
        """Show the marks and the nerve on the map, and of the words the parts that were chosen."""
        # Without their kinds: those stand beside the map, in letters that can be read from afar.
        self.map.show_marks(tuple(msgspec.structs.replace(mark, qualities=()) for mark in case.marks))
        self.map.show_nerves({(followed.nerve, followed.side): 1.0} if followed else {})
        clear(self._urgent_lines)
        for line in words.urgent:
            self._urgent_lines.addWidget(_words(line))
        self._urgent.setVisible(bool(words.urgent))
        clear(self._words.layout_)
        felt = [f"{area}: {kinds}" if kinds else area for area, kinds in words.felt]
        self._part(self.tr("Where it is felt"), felt or [self.tr("Nothing is marked yet.")])
        if words.nerve and "route" in parts:
            self._part(self.tr("The way of the nerve"), [f"{words.nerve}: {words.about_nerve}"], points=False)
            self._words.layout_.addWidget(_words(" \u2192 ".join(words.route)))
            self._words.layout_.addWidget(_words(words.why, role="muted"))
        if words.places and "places" in parts:
            self._part(self.tr("Places to look at"), list(words.places))
            self._words.layout_.addWidget(_words(words.about_places, role="muted"))
        if "found" in parts:
            self._part(self.tr("Asked and found"), list(words.found))
        self._words.layout_.addStretch()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.map.close()
        self.closed.emit()
        super().closeEvent(event)

    def _part(self, title: str, lines: list[str], *, points: bool = True) -> None:
        self._words.layout_.addWidget(Text(title, step=TITLE_PT, strong=True))
        block = column(gap=GRID // 2)
        for line in lines:
            if points:
                dot = _words("\u2022")
                dot.setAlignment(Qt.AlignmentFlag.AlignTop)
                keep_width(dot, 3 * GRID)
                block.addLayout(row(dot, _words(line), gap=0, stretch_last=True))
            else:
                block.addWidget(_words(line))
        self._words.layout_.addLayout(block)


def _words(text: str, *, role: str = "") -> Text:
    return Text(text, step=BODY_PT, role=role)
