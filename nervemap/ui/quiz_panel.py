"""Names off: the map asks, in both directions, and keeps score. Nothing is kept when the panel is left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from nervemap.content.atlas import Atlas
from nervemap.reasoning.wording import lowered
from nervemap.study.quiz import Direction, Question, Score
from nervemap.ui import card_parts as part
from nervemap.ui.announcing import Live
from nervemap.ui.filling import settle
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, ScrollColumn, Text, clear, column


class QuizPanel(QWidget):
    """Shows one question, takes a name by button or number key, and shows the answer and the score.

    Where a nerve is to be pointed at, the click comes from the map. Directions: `name`, `show`, or None for both.
    """

    answered = Signal(str)  # nerve id of the name that was pressed
    next_requested = Signal()
    given_up = Signal()
    directions_requested = Signal(object)
    card_requested = Signal(str)

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._atlas = atlas
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.directions = Choice(
            {"both": self.tr("Both ways"), "name": self.tr("Which nerve is this?"), "show": self.tr("Show me")},
            name=self.tr("What is asked"),
            clearable=False,
        )
        self.directions.set_value("both")
        self.directions.chosen.connect(self._on_direction)
        self.directions.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._page = ScrollColumn(gap=2 * GRID)
        column(self).addWidget(self._page)
        layout = self._page.layout_
        words = self.tr(
            "The names on the map are hidden while this page is open. Nothing is kept, nothing is scheduled."
        )
        layout.addWidget(Text(words, role="muted"))
        layout.addWidget(self.directions)
        self.title = Live(step=20, strong=True)
        layout.addWidget(self.title)
        self._body = column(gap=GRID)
        layout.addLayout(self._body)
        self.score = Text(role="muted")
        layout.addWidget(self.score)
        layout.addStretch()
        self.options: list[QPushButton] = []
        self.next = QPushButton(self)  # there is none before an answer
        self.next.hide()

    def show_question(self, question: Question, score: Score) -> None:
        """Ask."""
        self._empty(score)
        if question.direction == "name":
            self.title.setText(self.tr("Which nerve is this?"))
            self._body.addWidget(Text(self.tr("The lit one. Press its name, or a number key."), role="muted"))
            for number, nerve in enumerate(question.options, start=1):
                button = QPushButton(f"{number}   {self._atlas.nerves[nerve].name}")
                button.setProperty("kind", "answer")
                button.setAccessibleName(self._atlas.nerves[nerve].name)
                button.clicked.connect(lambda _=False, id_=nerve: self.answered.emit(id_))
                self.options.append(button)
                self._body.addWidget(button)
        else:
            name = self._atlas.nerves[question.nerve].name
            self.title.setText(self.tr("Show me the {nerve}").format(nerve=lowered(name)))
            words = self.tr("Click an area of skin that it supplies, on either leg. Turn the body if you need to.")
            self._body.addWidget(Text(words, role="muted"))
            self._body.addWidget(part.chips([part.chip(self.tr("Show me where it is"), self.given_up.emit)]))
        settle(self._page)
        self.setFocus()

    def show_answer(self, question: Question, score: Score, *, right: bool, given: str | None) -> None:
        """Say whether it was right, what is right, and go on at a press."""
        self._empty(score)
        nerve = self._atlas.nerves[question.nerve]
        self.title.setText(self.tr("Correct") if right else self.tr("Not quite"))
        answer = self.tr("It is the {nerve}: {plain}.")
        name = lowered(nerve.name)
        self._body.addWidget(
            Live(answer.format(nerve=name, plain=nerve.plain), role="positive" if right else "attention", strong=True)
        )
        if not right and given:
            self._body.addWidget(Text(given))
        told = next((one.tells for one in nerve.confused_with), None)
        if told:
            self._body.addWidget(Text(told, role="muted"))
        self.next = QPushButton(self.tr("Next question"))
        self.next.clicked.connect(self.next_requested)
        card = part.chip(self.tr("Open its card"), lambda: self.card_requested.emit(nerve.id))
        self._body.addWidget(part.chips([self.next, card]))
        settle(self._page)
        self.next.setFocus()

    def _empty(self, score: Score) -> None:
        clear(self._body)
        self.options = []
        words = {"name": self.tr("Which nerve is this"), "show": self.tr("Show me")}
        parts = []
        directions: tuple[Direction, ...] = ("name", "show")
        for direction in directions:
            right, asked = score.of(direction)
            if asked:
                parts.append(f"{words[direction]}: {right} of {asked}")
        total = self.tr("Score: {right} of {asked}").format(right=len(score.right), asked=len(score.asked))
        self.score.setText(" \u00b7 ".join((total, *parts)) if score.asked else self.tr("Score: nothing asked yet"))

    def _on_direction(self, value: str) -> None:
        self.directions.set_value(value)
        self.directions_requested.emit(None if value == "both" else value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self.options):
            self.options[number].click()
        else:
            super().keyPressEvent(event)
