"""What is in the window: map and places beside one another, the banner above, the fixed sentence below."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSplitter, QStackedWidget, QWidget

from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Text, column, row

PlaceName = Literal["start", "nerves", "pipe", "signs", "tests", "statement", "case", "urgent"]
FOLDED_BELOW = 1024  # px of width; there the panel folds over the map
LARGE_TEXT = 125  # per cent; larger text needs as much more room


class Desk(QWidget):
    """Lays out what others made, and folds the places over the map where there is no room for both."""

    def __init__(self, map_panel: QWidget, banner: QWidget, story: QWidget, line: QWidget, sentence: str) -> None:
        super().__init__()
        self.place: PlaceName = "start"
        self._folded = False
        self._map_panel = map_panel
        self.places = Choice(
            {
                "map": self.tr("Map"),
                "urgent": self.tr("Urgent"),
                "nerves": self.tr("Nerves"),
                "pipe": self.tr("Pipe"),
                "signs": self.tr("Signs"),
                "tests": self.tr("Tests"),
                "statement": self.tr("Statement"),
                "case": self.tr("Case"),
            },
            name=self.tr("Place"),
            clearable=False,
            kind="tab",
        )
        self._stack = QStackedWidget()
        self._panel = QWidget()
        self._beside = column(self._panel, gap=0)
        self._beside.setContentsMargins(GRID, GRID, 0, 0)
        self._beside.addWidget(self.places)
        self._beside.addWidget(self._stack, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(map_panel)
        split.addWidget(self._panel)
        split.setSizes([640, 640])
        self.notice = Text(role="attention")
        self.notice_done = QPushButton(self.tr("Good"))
        self._told = QWidget()
        self._told.setLayout(row(self.notice, self.notice_done))
        self._told.hide()
        self.notice_done.clicked.connect(self._told.hide)
        self.fixed_sentence = Text(sentence, role="muted")
        self.fixed_sentence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        self._foot.addWidget(line, 4)
        self._foot.addWidget(self.fixed_sentence, 5)
        self._outer = column(self, gap=0)
        self._outer.addWidget(banner)
        self._outer.addWidget(split, 1)
        self._outer.addWidget(story)
        self._outer.addWidget(self._told)
        self._outer.addLayout(self._foot)
        self.places.buttons["map"].hide()

    def tell(self, words: str) -> None:
        """Say something once, until it is put away."""
        self.notice.setText(words)
        self._told.show()

    def add_page(self, page: QWidget) -> None:
        """One more page that can be shown."""
        self._stack.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Bring a page in sight."""
        self._stack.setCurrentWidget(page)
        self.unfold_map(False)

    def unfold_map(self, shown: bool) -> None:
        """Where folded: the map or the panel."""
        self._map_panel.setVisible(shown or not self._folded)
        self._panel.setVisible(not shown or not self._folded)
        self.places.set_value("map" if shown and self._folded else None if self.place == "start" else self.place)

    def fold(self, width: int, text_size: int) -> None:
        """Narrow, the places stand above the map too; where there is no room for both, the panel folds over the map."""
        above = self.places.sizeHint().width() + 2 * GRID > width // 2
        if above != (self._outer.indexOf(self.places) >= 0):
            self._outer.insertWidget(1, self.places) if above else self._beside.insertWidget(0, self.places)
        folded = width < FOLDED_BELOW * max(1.0, text_size / LARGE_TEXT)
        if folded != self._folded:
            self._folded = folded
            self._foot.setDirection(QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight)
            side = Qt.AlignmentFlag.AlignLeft if folded else Qt.AlignmentFlag.AlignRight
            self.fixed_sentence.setAlignment(side | Qt.AlignmentFlag.AlignTop)
            self.places.buttons["map"].setVisible(folded)
            self.unfold_map(folded and self.place == "start")
