"""The first page: what to do next, and three ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from nervemap.content.atlas import Atlas
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Heading, ScrollColumn, Text, card, column, row


class StartPanel(QWidget):
    """Says what to do next and offers the example case."""

    example_requested = Signal()
    show_me_requested = Signal()
    urgent_requested = Signal()

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        page = ScrollColumn(gap=2 * GRID)
        column(self).addWidget(page)
        layout = page.layout_
        layout.addWidget(Heading(self.tr("Mark where it hurts"), step=28))
        layout.addWidget(
            Text(
                self.tr(
                    "Click an area of the body. The nerves named for it light up from the brain to that spot, "
                    "beside the row of the table that names them."
                ),
                step=16,
            )
        )
        frame, inner = card()
        inner.addWidget(Heading(self.tr("Urgent questions come first"), step=16))
        inner.addWidget(Text(self.tr("A few answers matter more than anything this program can show.")))
        self.urgent = QPushButton(self.tr("Go through the urgent questions"))
        self.urgent.clicked.connect(self.urgent_requested)
        inner.addLayout(row(self.urgent))
        layout.addWidget(frame)
        frame, inner = card()
        inner.addWidget(Heading(atlas.example.title, step=16))
        self.example = QPushButton(self.tr("Open the example case"))
        self.example.clicked.connect(self.example_requested)
        self.show_me = QPushButton(self.tr("Show me"))
        self.show_me.setToolTip(self.tr("Thirty seconds of the example, step by step"))
        self.show_me.clicked.connect(self.show_me_requested)
        inner.addLayout(row(self.example, self.show_me))
        inner.addWidget(Text(atlas.example.story, role="muted"))
        layout.addWidget(frame)
        layout.addStretch()
