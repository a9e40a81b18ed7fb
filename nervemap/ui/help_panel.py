"""What helps, to choose from together: what the articles say, and beside it what trials say."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nervemap.content.atlas import Atlas
from nervemap.ui.card_parts import who_says
from nervemap.ui.filling import Filling
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Heading, ScrollColumn, Text, card, column, row


class HelpPanel(QWidget):
    """Never a prescription: each part has the articles' words on the left and the trials on the right."""

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._atlas = atlas
        self._page = ScrollColumn(gap=2 * GRID)
        column(self).addWidget(self._page)
        Filling(self._page).begin(self._parts())

    def _parts(self) -> Iterator[None]:
        layout = self._page.layout_
        layout.addWidget(Heading(self.tr("What helps")))
        intro = self.tr(
            "To choose from together with a clinician. What an author advises stands beside what trials say; "
            "no one has to do all of it."
        )
        layout.addWidget(Text(intro, role="muted"))
        for part in self._atlas.help.values():
            frame, inner = card()
            inner.addWidget(Text(part.title, step=16, strong=True))
            both = QHBoxLayout()
            both.setSpacing(3 * GRID)
            both.addLayout(self._claims(self.tr("The articles"), part.said), 1)
            both.addLayout(self._claims(self.tr("Trials and others"), part.trials), 1)
            inner.addLayout(both)
            layout.addWidget(frame)
            yield

    def _claims(self, title: str, ids: tuple[str, ...]) -> QVBoxLayout:
        layout = column(gap=GRID)
        layout.addWidget(Text(title, role="muted"))
        for id_ in ids:
            claim = self._atlas.claims[id_]
            layout.addWidget(Text(claim.text))
            for dispute in claim.disputed_by:
                layout.addWidget(Text(self.tr("Others say: {says}").format(says=dispute.says), role="attention"))
            layout.addLayout(row(who_says(self._atlas.sources, claim.sources, claim.disputed_by, claim.text)))
        layout.addStretch()
        return layout
