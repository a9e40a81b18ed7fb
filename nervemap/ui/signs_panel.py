"""The six signs: a plain question each, why it points to a nerve, and the author's rule counted live."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model_examination import Sign
from nervemap.reasoning.findings import SignsReading
from nervemap.ui.announcing import Live
from nervemap.ui.card_parts import sentence
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import (
    Choice,
    Expander,
    ScrollColumn,
    Text,
    column,
    restyle,
)


class SignsPanel(QWidget):
    """Asks the six signs and shows what the author's rule makes of the answers."""

    answer_requested = Signal(str, object)  # sign id; "yes" | "no" | "unsure" | "na", or None to take it back

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self.questions: dict[str, _Question] = {}
        self.rule = _RuleCard(atlas)
        self._page = page = ScrollColumn(gap=3 * GRID)
        layout = column(self, gap=0)
        layout.addWidget(self.rule)
        layout.addWidget(page, 1)
        page.layout_.addWidget(self.rule.more)
        for sign in atlas.signs.values():
            question = _Question(atlas, sign)
            question.choice.chosen.connect(lambda answer, id_=sign.id: self.answer_requested.emit(id_, answer))
            self.questions[sign.id] = question
            page.layout_.addWidget(question)
        self.questionnaires = _questionnaires(self, atlas)
        page.layout_.addWidget(self.questionnaires)
        page.layout_.addStretch()

    def show_case(self, case: Case) -> None:
        """Show the answers that are recorded."""
        for id_, question in self.questions.items():
            question.choice.set_value(case.signs.get(id_))

    def reveal(self, sign: str) -> None:
        """Scroll to one sign and put the keyboard on its first answer."""
        self._page.reveal(self.questions[sign])
        self.questions[sign].choice.buttons["yes"].setFocus()

    def show_reading(self, reading: SignsReading) -> None:
        """Show what the author's rule says now."""
        self.rule.show_reading(reading)


def _questionnaires(panel: SignsPanel, atlas: Atlas) -> Expander:
    """The published questionnaires for nerve pain, as the six signs are none; their own wording is not shown."""

    def make() -> QWidget:
        inner = QWidget()
        layout = column(inner, margin=GRID, gap=2 * GRID)
        for id_ in ("questionnaires", "grades-of-certainty"):
            claim = atlas.claims[id_]
            layout.addWidget(sentence(atlas.sources, claim.text, claim.sources, claim.disputed_by))
        for one in atlas.questionnaires.values():
            part = column(gap=2)
            part.addWidget(Text(one.name, strong=True))
            part.addWidget(sentence(atlas.sources, f"{one.items}. {one.cut_off}.", one.sources))
            for accuracy in one.accuracy:
                text = accuracy.text if accuracy.confirmed else panel.tr("Not confirmed: {t}").format(t=accuracy.text)
                part.addWidget(sentence(atlas.sources, text, accuracy.sources, role="muted"))
            layout.addLayout(part)
        return inner

    return Expander(panel.tr("Questionnaires that were tested"), make)


class _RuleCard(QFrame):
    """The count and the reading, always in sight; `more` says what it could become and how far to trust it."""

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        bands = atlas.rules.sign_bands
        total = len(atlas.signs)
        self._total = total
        self._words = {
            "few": self.tr("few signs"),
            "possible": self.tr("by the author's rule, possible"),
            "highly likely": self.tr("by the author's rule, highly likely"),
        }
        self.reading = Live(step=16, strong=True)
        layout = column(self, gap=GRID)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        layout.addWidget(self.reading)

        # Six fields, filled from the left, dashed for what open answers could add; under them the author's bands, each
        # as wide as the counts it stands for.
        scale = QGridLayout()
        scale.setHorizontalSpacing(4)
        scale.setVerticalSpacing(4)
        self._fields: list[QFrame] = []
        for i in range(total):
            field = QFrame()
            field.setProperty("kind", "field")
            field.setFixedHeight(GRID)
            self._fields.append(field)
            scale.addWidget(field, 0, i)
            scale.setColumnStretch(i, 1)
        ends = [*(band.at_least for band in bands[1:]), total + 1]
        self._bands: dict[str, Text] = {}
        for band, end in zip(bands, ends, strict=True):
            first = max(band.at_least, 1)
            label = Text(self._band_label(band.reading, band.at_least, end - 1, total), role="muted")
            self._bands[band.reading] = label
            scale.addWidget(label, 1, first - 1, 1, end - first)
        layout.addLayout(scale)

        self.more = QWidget()
        inner = column(self.more)
        self.text = Text()
        inner.addWidget(self.text)
        low = atlas.claims["low-count-is-no-answer"]
        self._low = sentence(atlas.sources, low.text, low.sources)
        inner.addWidget(self._low)
        sources = [source for band in bands for source in band.sources]
        note = self.tr("No study has measured how often this list is right.")
        inner.addWidget(sentence(atlas.sources, note, sources, role="muted"))

    def _band_label(self, reading: str, first: int, last: int, total: int) -> str:
        words = {"few": self.tr("few"), "possible": self.tr("possible"), "highly likely": self.tr("highly likely")}
        numbers = self.tr("{n} or more").format(n=first) if last == total else f"{first}\u2013{last}"
        return f"{numbers}: {words[reading]}"

    def show_reading(self, reading: SignsReading) -> None:
        """Fill the scale and say the reading in words."""
        count = len(reading.yes)
        answered = len(reading.unanswered) < self._total
        words = self.tr("{n} of {total} signs: {reading}") if count else self.tr("{n} of {total} signs")
        none = self.tr("No sign has been answered yet")
        self.reading.setText(
            words.format(n=count, total=self._total, reading=self._words[reading.reading]) if answered else none
        )
        could = count + len(reading.unsure) + len(reading.unanswered)
        for i, field in enumerate(self._fields):
            restyle(field, state="yes" if i < count else "open" if i < could else "no")
        for key, label in self._bands.items():
            restyle(label, role="accent" if answered and key == reading.reading else "muted")
        self.text.setText(reading.text)
        self.text.setVisible(answered)
        self._low.setVisible(answered and reading.reading == "few")


class _Question(QWidget):
    """One sign: question, answers, and behind a line what stands for and against it."""

    def __init__(self, atlas: Atlas, sign: Sign) -> None:
        super().__init__()
        layout = column(self)
        layout.addWidget(Text(f"{sign.number}. {sign.question}", strong=True))
        answers = {
            "yes": self.tr("Yes"),
            "no": self.tr("No"),
            "unsure": self.tr("Not sure"),
            "na": self.tr("Does not apply"),
        }
        self.choice = Choice(answers, name=self.tr("Sign {n}").format(n=sign.number))
        layout.addWidget(self.choice)
        if sign.not_applicable:
            text = self.tr("Does not apply when: {when}").format(when=sign.not_applicable)
            layout.addWidget(Text(text, role="muted"))

        name = self.tr("Sign {n}: why, and what speaks against it").format(n=sign.number)
        why = lambda: self._why(atlas, sign)  # noqa: E731
        self.expander = Expander(self.tr("Why, and what speaks against it"), why, name)
        layout.addWidget(self.expander)

    def _why(self, atlas: Atlas, sign: Sign) -> QWidget:
        inner = QWidget()
        more = column(inner, margin=GRID, gap=2 * GRID)
        for label, text in (
            (self.tr("The sign"), sign.statement),
            (self.tr("Why it points to a nerve"), sign.why),
            (self.tr("What tissue pain does instead"), sign.tissue),
        ):
            part = column(gap=2)
            part.addWidget(Text(label, role="muted"))
            part.addWidget(sentence(atlas.sources, text, sign.sources))
            more.addLayout(part)
        if sign.caveats:
            more.addWidget(Text(self.tr("Take care"), role="muted"))
            for caveat in sign.caveats:
                more.addWidget(sentence(atlas.sources, caveat.text, caveat.sources, caveat.disputed_by))
        return inner
