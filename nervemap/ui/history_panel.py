"""What happened before, and what was found besides signs and tests."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model_examination import HistoryQuestion, Observation
from nervemap.ui.card_parts import sentence
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Heading, ScrollColumn, Text, column


class HistoryPanel(QWidget):
    """Three questions in the author's order; a yes points to places, which lead to the map."""

    history_requested = Signal(str, object)
    observation_requested = Signal(str, object)
    site_requested = Signal(str)

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._answers = {"yes": self.tr("Yes"), "no": self.tr("No"), "unsure": self.tr("Not sure")}
        self.questions: dict[str, Choice] = {}
        self.observations: dict[str, Choice] = {}
        self._places: dict[str, QWidget] = {}
        page = ScrollColumn(gap=3 * GRID)
        column(self).addWidget(page)
        page.layout_.addWidget(Heading(self.tr("What happened before")))
        page.layout_.addWidget(
            Text(self.tr("In the author's order. A yes points to places to look at, no more."), role="muted")
        )
        for question in atlas.history.values():
            page.layout_.addWidget(self._question(atlas, question))
        page.layout_.addWidget(Heading(self.tr("What else was found")))
        for observation in atlas.observations.values():
            page.layout_.addWidget(self._observation(atlas, observation))
        page.layout_.addStretch()

    def _question(self, atlas: Atlas, question: HistoryQuestion) -> QWidget:
        part = QWidget()
        layout = column(part)
        layout.addWidget(Text(f"{question.number}. {question.question}", strong=True))
        choice = Choice(self._answers, name=self.tr("History {n}").format(n=question.number))
        choice.chosen.connect(lambda answer: self.history_requested.emit(question.id, answer))
        self.questions[question.id] = choice
        layout.addWidget(choice)
        layout.addWidget(sentence(atlas.sources, question.why, question.sources, question.disputed_by, role="muted"))
        places = QWidget()
        inner = column(places, gap=0)
        inner.addWidget(Text(self.tr("Places to look at"), role="muted"))
        flow = FlowRow(gap=2 * GRID)
        for site in question.sites:
            link = QPushButton(atlas.sites[site].name)
            link.setProperty("kind", "link")
            link.clicked.connect(lambda _=False, site=site: self.site_requested.emit(site))
            flow.addWidget(link)
        holder = QWidget()
        holder.setLayout(flow)
        inner.addWidget(holder)
        self._places[question.id] = places
        layout.addWidget(places)
        return part

    def _observation(self, atlas: Atlas, observation: Observation) -> QWidget:
        part = QWidget()
        layout = column(part)
        layout.addWidget(Text(observation.question, strong=True))
        choice = Choice(self._answers, name=observation.question)
        choice.chosen.connect(lambda answer: self.observation_requested.emit(observation.id, answer))
        self.observations[observation.id] = choice
        layout.addWidget(choice)
        speaks = {"for": self.tr("A yes speaks for a nerve."), "against": self.tr("A yes speaks against a nerve.")}
        said = speaks[observation.speaks]
        layout.addWidget(sentence(atlas.sources, said, observation.sources, observation.disputed_by, role="muted"))
        return part

    def show_case(self, case: Case) -> None:
        """Show the answers that are recorded."""
        for id_, choice in self.questions.items():
            choice.set_value(case.history.get(id_))
            self._places[id_].setVisible(case.history.get(id_) == "yes")
        for id_, choice in self.observations.items():
            choice.set_value(case.observations.get(id_))
