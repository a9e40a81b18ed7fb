"""Everything the atlas holds, to browse: nerves, roots, places, tests, and what is said by topic."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model import Claim
from nervemap.reasoning.wording import capital
from nervemap.ui import card_parts as part
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Expander, Heading, Text, column

_LEFT_OUT = "page-"  # topics of sentences that only the page to take home holds


class Contents(QWidget):
    """One line to open for each kind of thing; what it holds is made when it is first opened."""

    requested = Signal(str, str)  # kind, id

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._atlas = atlas
        self._layout = column(self, gap=0)
        self._layout.setContentsMargins(GRID - 2, 2 * GRID, GRID - 2, 0)
        self._layout.addWidget(Heading(self.tr("Look up"), step=16))
        nerves = [(one.id, one.name, one.plain) for one in atlas.nerves.values() if one.published_as is None]
        roots = [(one.id, f"{one.id}: {one.name.lower()}", one.skin) for one in atlas.roots.values()]
        self._add_names(self.tr("All nerves ({count})"), "nerve", nerves)
        self._add_names(self.tr("Roots ({count})"), "root", roots)
        sites = [(one.id, one.name, one.plain) for one in atlas.sites.values()]
        self._add_names(self.tr("Places, from the brain to the toe, then the side lines ({count})"), "site", sites)
        tests = [(one.id, one.name, one.plain) for one in atlas.tests.values()]
        self._add_names(self.tr("Tests ({count})"), "test", tests)
        self._add_topics()

    def _add_names(self, title: str, kind: str, rows: Sequence[tuple[str, str, str]]) -> None:
        def make() -> QWidget:
            lines = part.Lines(part.WIDE_NAME_WIDTH)
            for id_, name, plain in rows:
                act = lambda id_=id_: self.requested.emit(kind, id_)  # noqa: E731
                lines.add(part.link(name, act, letters=part.WIDE_NAME_LETTERS), Text(capital(plain)))
            return lines

        self._layout.addWidget(Expander(title.format(count=len(rows)), make))

    def _add_topics(self) -> None:
        """What the articles and others say, each sentence with who says it and who contradicts it."""
        claims = [claim for claim in self._atlas.claims.values() if not claim.topic.startswith(_LEFT_OUT)]
        titles = {
            "upstream": self.tr("Where it can be felt from"),
            "sensitisation": self.tr("What makes a nerve sensitive"),
            "anatomy": self.tr("Beside the table: anatomy"),
            "hose": self.tr("The garden hose"),
            "thresholds": self.tr("Pressure and stretch, in animals"),
            "double-crush": self.tr("Double crush"),
            "neuron": self.tr("The route of a signal"),
            "frequency": self.tr("How often, how much"),
            "healing": self.tr("How it heals"),
            "treatment": self.tr("What the articles advise"),
            "evidence": self.tr("What studies say about treatment"),
            "cautions": self.tr("Cautions"),
        }

        def make() -> QWidget:
            box = QWidget()
            topics = column(box, gap=0)
            topics.setContentsMargins(2 * GRID, 0, 0, 0)
            for topic in dict.fromkeys(claim.topic for claim in claims):
                some = [claim for claim in claims if claim.topic == topic]
                title = f"{titles.get(topic, capital(topic))} ({len(some)})"
                topics.addWidget(Expander(title, partial(self._sentences, some)))
            return box

        title = self.tr("What is said, by topic ({count})").format(count=len(claims))
        self._layout.addWidget(Expander(title, make))

    def _sentences(self, claims: Sequence[Claim]) -> QWidget:
        box = part.sentences(self._atlas.sources, claims)
        box.setContentsMargins(2 * GRID, 0, 0, GRID)
        return box
