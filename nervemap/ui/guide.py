"""Help (F1): what the place in sight is for, how it is used, its keys, and who says so; made from the content."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model_guide import GuideKey
from nervemap.ui.theme import GRID, STEPS
from nervemap.ui.who_says_so import WhoSaysSo
from nervemap.ui.widgets import Choice, Heading, ScrollColumn, Text, bullet, clear, column, row

KEYS = "keys"


class Guide(QDialog):
    """Can stay open beside the work; `show_help` turns its pages: one for each place, and one of all keys."""

    def __init__(self, window: QWidget, atlas: Atlas) -> None:
        super().__init__(window)
        self._atlas = atlas
        self.setWindowTitle(self.tr("Help \u2013 nervemap"))
        titles = {id_: one.title for id_, one in atlas.guide_places.items()}
        self.pages = Choice(
            {**titles, KEYS: self.tr("All keys")}, name=self.tr("Help for"), clearable=False, kind="page"
        )
        self.pages.chosen.connect(self.show_help)
        self._page = ScrollColumn(gap=2 * GRID)
        done = QPushButton(self.tr("Close"))
        done.clicked.connect(self.close)
        layout = column(self, margin=2 * GRID)
        layout.addWidget(self.pages)
        layout.addWidget(self._page, 1)
        layout.addLayout(row(done))
        layout.addWidget(Text(atlas.rules.fixed_sentence, role="muted"))
        room = window.screen().availableSize()
        self.resize(self.sizeHint().boundedTo(QSize(room.width() - 4 * GRID, room.height() - 8 * GRID)))

    def sizeHint(self) -> QSize:
        return QSize(90 * GRID, 80 * GRID) * (self.font().pointSizeF() / STEPS[0])

    def show_help(self, page: str) -> None:
        """Show the help for a place, or the list of keys."""
        self.pages.set_value(page)
        self.pages.buttons[page].setFocus()
        clear(self._page.layout_)
        if page == KEYS:
            self._add_keys(list(self._atlas.guide_keys.values()))
        else:
            self._add_place(page)
        self._page.layout_.addStretch()
        self._page.verticalScrollBar().setValue(0)

    def _add_place(self, place: str) -> None:
        layout, help_ = self._page.layout_, self._atlas.guide_places[place]
        layout.addWidget(Heading(help_.title))
        layout.addWidget(Text(help_.what, step=16))
        for line in help_.how:
            layout.addLayout(bullet(line))
        keys = [key for key in self._atlas.guide_keys.values() if key.where == place]
        if keys:
            self._add_keys(keys)
        layout.addWidget(WhoSaysSo(self._atlas.sources, help_.sources, what=help_.title))

    def _add_keys(self, keys: list[GuideKey]) -> None:
        for where in dict.fromkeys(key.where for key in keys):
            title = self.tr("Keys everywhere")
            if where != "everywhere":
                title = self.tr("Keys in {place}").format(place=self._atlas.guide_places[where].title.lower())
            self._page.layout_.addWidget(Heading(title, step=16))
            table = QGridLayout()
            table.setHorizontalSpacing(3 * GRID)
            table.setColumnStretch(1, 1)
            for line, key in enumerate(one for one in keys if one.where == where):
                pressed = Text(shown_keys(key.press), strong=True)
                pressed.setWordWrap(False)
                table.addWidget(pressed, line, 0, Qt.AlignmentFlag.AlignTop)
                table.addWidget(Text(key.does), line, 1)
            self._page.layout_.addLayout(table)


def shown_keys(press: str) -> str:
    """Keys as this system shows them: `Ctrl+Z or Left` -> `Ctrl+Z, Left`."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(one).toString(native) or one for one in press.split(" or "))
