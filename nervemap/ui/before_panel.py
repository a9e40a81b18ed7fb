"""Before any test: the reasons not to test, the less sore side, and whether the self-check is offered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import NamedSaid
from nervemap.ui.card_parts import sentence, who_says
from nervemap.ui.none_of_these import NoneOfThese
from nervemap.ui.theme import GRID, TOUCH
from nervemap.ui.widgets import Choice, Heading, ScrollColumn, Text, Toggle, bullet, card, column, row, rule


class BeforePanel(QWidget):
    """Asks for reasons not to test; each can be a yes, and one act says none of these."""

    contraindications_requested = Signal(object)  # ids answered yes as a tuple, or None for not asked
    less_sore_requested = Signal(object)
    self_check_requested = Signal(bool)
    start_requested = Signal()

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        test = atlas.tests["slump"]
        self._yes: tuple[str, ...] | None = None
        self._order = [one.id for one in test.contraindications]
        page = ScrollColumn()
        column(self).addWidget(page)
        page.layout_.addWidget(Heading(self.tr("Before any test")))

        frame, inner = card("notice")
        inner.addWidget(Text(self.tr("Do not do it when"), role="attention", step=16, strong=True))
        self.none = NoneOfThese(self.tr("Reasons not to test: none of these"))
        self.none_button, self.state = self.none.button, self.none.state
        self.none.asked.connect(self.contraindications_requested)
        inner.addWidget(self.none)
        self.items: dict[str, QPushButton] = {}
        reasons = QWidget()
        list_ = column(reasons)
        for one in test.contraindications:
            list_.addWidget(rule())
            list_.addLayout(self._item(one))
        sources = [source for one in test.contraindications for source in one.sources]
        list_.addLayout(row(who_says(atlas.sources, sources, what=self.tr("Do not do it when"))))
        inner.addWidget(reasons)
        self.none.folds(reasons)
        page.layout_.addWidget(frame)

        page.layout_.addWidget(Text(self.tr("Which side is less sore? It is tested first."), strong=True))
        sides = {"left": self.tr("Left"), "right": self.tr("Right")}
        self.less_sore = Choice(sides, name=self.tr("Less sore side"))
        self.less_sore.chosen.connect(self.less_sore_requested)
        page.layout_.addWidget(self.less_sore)

        self.self_check = QCheckBox(self.tr("Offer one self-check (the clinician ticks)"))
        self.self_check.setMinimumHeight(TOUCH)
        self.self_check.clicked.connect(self.self_check_requested)
        page.layout_.addWidget(self.self_check)
        self._check_card, inner = card()
        if test.self_check:
            check = test.self_check
            inner.addWidget(sentence(atlas.sources, check.text, check.sources, check.disputed_by))
            for stop in test.stop_rules:
                inner.addLayout(bullet(stop.text))
        page.layout_.addWidget(self._check_card)
        self.start = QPushButton(self.tr("Go to the slump test"))
        self.start.clicked.connect(self.start_requested)
        page.layout_.addLayout(row(self.start))
        page.layout_.addStretch()
        self.show_case(Case())

    def _item(self, one: NamedSaid) -> QHBoxLayout:
        button = Toggle(self.tr("Yes"))
        button.setProperty("kind", "segment")
        button.setMinimumWidth(7 * GRID)
        button.setAccessibleName(self.tr("Yes: {question}").format(question=one.text))
        button.clicked.connect(lambda: self._on_item(one.id))
        self.items[one.id] = button
        line = QHBoxLayout()
        line.setSpacing(2 * GRID)
        line.addWidget(Text(one.text), 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def show_case(self, case: Case) -> None:
        """Show what is recorded."""
        yes = self._yes = case.contraindications
        self.none.show_yes(yes)
        for id_, button in self.items.items():
            button.setChecked(id_ in (yes or ()))
        self.start.setVisible(yes == ())
        self.less_sore.set_value(case.less_sore)
        self.self_check.setChecked(case.self_check)
        self._check_card.setVisible(case.self_check)

    def _on_item(self, id_: str) -> None:
        now = set(self._yes or ()) ^ {id_}
        self.items[id_].setChecked(id_ in (self._yes or ()))
        self.contraindications_requested.emit(tuple(one for one in self._order if one in now))
