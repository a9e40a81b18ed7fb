"""The urgent questions in three groups, and the advice that a yes puts above everything."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import Urgency
from nervemap.content.model_examination import RedFlag, RedFlagGroup
from nervemap.reasoning.urgent import TEST, locks, not_asked, quiet
from nervemap.ui.announcing import Live
from nervemap.ui.card_parts import sentence, who_says
from nervemap.ui.none_of_these import NoneOfThese
from nervemap.ui.settings import Settings
from nervemap.ui.theme import GRID, STEPS
from nervemap.ui.widgets import (
    Heading,
    ScrollColumn,
    Text,
    Toggle,
    card,
    column,
    keep_width,
    restyle,
    row,
    rule,
    tip,
    wide_row,
)

WIDE = 1200  # px as designed; below, and where there are several, advice is set smaller: it leaves room for the map
BESIDE = 800  # px as designed, from which the buttons stand beside the advice; below it needs all the width


def lock_text(atlas: Atlas, case: Case) -> str | None:
    """Why the tests are locked, for `SlumpPanel.set_locked`; None when they are not."""
    advice = locks(atlas, case)
    if not advice:
        return None
    start = QCoreApplication.translate(
        "UrgentPanel", "An urgent answer was given. The tests wait until this has been dealt with."
    )
    yes = [id_ for fact in advice for id_ in fact.ids[1:]]
    reasons = {one.id: one.text for one in atlas.tests[TEST].contraindications}
    asked = [atlas.red_flags[id_].question if id_ in atlas.red_flags else reasons[id_] for id_ in yes]
    answered = QCoreApplication.translate("UrgentPanel", "Answered with yes:")
    return "\n\n".join((start, *(fact.text for fact in advice), "\n".join((answered, *asked))))


class UrgentBanner(QFrame):
    """The advice of urgent answers; stands above everything until it was dealt with, and is hidden without one."""

    open_requested = Signal()
    dealt_with_requested = Signal()

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._atlas = atlas
        self.setProperty("kind", "banner")
        self.setAccessibleName(self.tr("Urgent advice"))
        self.advice = Live(step=16, strong=True, urgent=True)
        self.number = Text(strong=True)
        button = QPushButton(self.tr("Show the questions"))
        button.clicked.connect(self.open_requested)
        self.dealt_with = QPushButton(self.tr("This was dealt with"))
        self.dealt_with.setToolTip(tip(self.tr("For the clinician: takes the advice away and gives the tests back")))
        self.dealt_with.clicked.connect(self.dealt_with_requested)
        words = column(gap=0)
        words.addWidget(self.advice)
        words.addWidget(self.number)
        buttons = row(button, self.dealt_with)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._parts.setSpacing(2 * GRID)
        self._parts.addLayout(words, 1)
        self._parts.addLayout(buttons)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._keep_size()

    def _keep_size(self) -> None:
        wide = self.width() / self.font().pointSizeF() * STEPS[0]
        restyle(self.advice, step="16" if wide >= WIDE and "\n" not in self.advice.text() else "13")
        ways = QBoxLayout.Direction
        self._parts.setDirection(ways.LeftToRight if wide >= BESIDE else ways.TopToBottom)
        self._parts.setSpacing(2 * GRID if wide >= BESIDE else GRID)

    def show_case(self, case: Case) -> None:
        """Show the advice that the case calls for."""
        advice = locks(self._atlas, case)
        words = "\n".join(fact.text for fact in advice)
        wait = self.tr("The tests wait until this has been dealt with.")
        self.advice.setText(words, f"{words} {wait}" if words else "")
        self._keep_size()
        number = Settings().emergency_number
        self.number.setText(self.tr("Local emergency number: {number}").format(number=number))
        self.number.setVisible(bool(number))
        self.setVisible(bool(advice))


class UrgentLine(Text):
    """One quiet line in every place: what was not asked, what to mention to a doctor, what was dealt with.

    The two most pressing in few words, all in full in its tip. It always keeps the room of the most that it can say, so
    that the map never moves for it.
    """

    def __init__(self, atlas: Atlas) -> None:
        super().__init__(role="muted")
        self._atlas = atlas
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._some, self._dealt = self.tr("Some urgent questions not asked"), self.tr("A yes was dealt with")
        mentioned = [group.title for group in atlas.red_flag_groups.values() if not group.locks]
        self._most = _sentences([self._some, max(*mentioned, self._dealt, key=len)])

    def show_case(self, case: Case) -> None:
        """Show what the case calls for; hidden when that is nothing."""
        groups, missing, mentioned = self._atlas.red_flag_groups, not_asked(self._atlas, case), quiet(self._atlas, case)
        some = any(answer is not None for answer in case.red_flags.values())
        said = [self._some if some else self.tr("Urgent questions not asked")] if missing else []
        said += [groups[fact.ids[0]].title if fact.ids[0] in groups else self._dealt for fact in mentioned]
        self.setText(_sentences(said[:2]))
        self.setToolTip(tip("\n".join(fact.text for fact in (*missing, *mentioned))))
        self.setVisible(bool(said))

    def heightForWidth(self, width: int) -> int:
        wrapped, room = Qt.TextFlag.TextWordWrap, QRect(0, 0, width, 1)
        return self.fontMetrics().boundingRect(room, wrapped, self._most).height()


def _sentences(said: Iterable[str]) -> str:
    return " ".join(f"{one}." for one in said)


class UrgentPanel(QWidget):
    """Three groups of questions. Each can be answered by "none of these" in one act, each item can be a yes."""

    number_changed = Signal()
    signs_requested = Signal()
    flags_requested = Signal(str, object)  # group id; ids answered yes as a tuple, or None for not asked

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._atlas = atlas
        self.groups: dict[Urgency, _Group] = {}
        page = ScrollColumn()
        column(self).addWidget(page)
        page.layout_.addWidget(Heading(self.tr("Urgent questions")))
        self.why = Live(role="attention", strong=True)
        self.why.hide()
        page.layout_.addWidget(self.why)
        page.layout_.addWidget(
            Text(self.tr("Go through these first. A yes here matters more than anything else this program shows."))
        )
        alone = atlas.claims["single-red-flags"]
        page.layout_.addWidget(sentence(atlas.sources, alone.text, alone.sources, role="muted"))
        self.number = QLineEdit(Settings().emergency_number)
        self.number.setPlaceholderText(self.tr("such as 112"))
        self.number.setMaxLength(20)
        keep_width(self.number, 20 * GRID)
        self.number.setAccessibleName(self.tr("Local emergency number"))
        self.number.editingFinished.connect(self._on_number)
        page.layout_.addLayout(row(Text(self.tr("Local emergency number")), self.number))
        for group in atlas.red_flag_groups.values():
            flags = [flag for flag in atlas.red_flags.values() if flag.group == group.id]
            part = _Group(atlas, group, flags)
            part.flags_requested.connect(self.flags_requested)
            self.groups[group.id] = part
            page.layout_.addWidget(part)
        self.go_on = QPushButton(self.tr("Go on to the six signs"))
        self.go_on.clicked.connect(self.signs_requested)
        self.go_on.hide()
        page.layout_.addLayout(row(self.go_on))
        page.layout_.addStretch()

    def show_case(self, case: Case) -> None:
        """Show what the case has recorded, and the way on once everything was asked and nothing waits."""
        self.go_on.setVisible(not not_asked(self._atlas, case) and not locks(self._atlas, case))
        for id_, part in self.groups.items():
            part.show_flags(case.red_flags.get(id_))

    def tell(self, why: str) -> None:
        """Say why the questions were opened, until they are left."""
        self.why.setText(why)
        self.why.show()

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():  # left, and not merely a window made small
            self.why.hide()
        super().hideEvent(event)

    def _on_number(self) -> None:
        self.number.setText(self.number.text().strip())
        Settings().emergency_number = self.number.text()
        self.number_changed.emit()


class _Group(QFrame):
    """One group of urgent questions; it folds when none of them was answered with yes, and can be opened again."""

    flags_requested = Signal(str, object)

    def __init__(self, atlas: Atlas, group: RedFlagGroup, flags: list[RedFlag]) -> None:
        super().__init__()
        self._group = group
        self._order = [flag.id for flag in flags]
        self._yes: tuple[str, ...] | None = None
        self.setProperty("kind", "card")
        layout = column(self, margin=2 * GRID)
        layout.addWidget(Text(f"{group.number}. {group.title}", step=16, strong=True))
        self.none = NoneOfThese(self.tr("{group}: none of these").format(group=group.title))
        self.none_button, self.state = self.none.button, self.none.state
        self.none.asked.connect(self._on_none)
        layout.addWidget(self.none)

        self._notice, inner = card("notice")
        advice = Text(group.advice, strong=True)
        inner.addLayout(wide_row(advice, who_says(atlas.sources, group.sources, what=group.title)))
        layout.addWidget(self._notice)

        self.items: dict[str, _Item] = {}
        questions = QWidget()
        inner = column(questions)
        for flag in flags:
            inner.addWidget(rule())
            item = _Item(atlas, flag)
            item.button.clicked.connect(lambda _=False, id_=flag.id: self._on_item(id_))
            self.items[flag.id] = item
            inner.addWidget(item)
        layout.addWidget(questions)
        self.none.folds(questions)
        self.show_flags(None)

    def show_flags(self, yes: tuple[str, ...] | None) -> None:
        """Show what is recorded: ids answered yes, () for none of these, None for not asked."""
        self._yes = yes
        self.none.show_yes(yes)
        self._notice.setVisible(bool(yes))
        for id_, item in self.items.items():
            item.show_answer(id_ in (yes or ()))

    def _on_none(self, asked: object) -> None:
        self.flags_requested.emit(self._group.id, asked)

    def _on_item(self, id_: str) -> None:
        now = set(self._yes or ()) ^ {id_}
        self.items[id_].show_answer(id_ in (self._yes or ()))
        self.flags_requested.emit(self._group.id, tuple(flag for flag in self._order if flag in now))


class _Item(QWidget):
    """One urgent question, its yes, and what a yes means."""

    def __init__(self, atlas: Atlas, flag: RedFlag) -> None:
        super().__init__()
        self.button = Toggle(self.tr("Yes"))
        self.button.setProperty("kind", "segment")
        self.button.setMinimumWidth(7 * GRID)
        self.button.setAccessibleName(self.tr("Yes: {question}").format(question=flag.question))
        self._why = QWidget()
        why = column(self._why, gap=0)
        self.why_button = QPushButton(self.tr("Why?"))
        self.why_button.setProperty("kind", "flat")
        self.why_button.setAccessibleName(self.tr("Why this is asked: {question}").format(question=flag.question))
        self.why_button.clicked.connect(lambda: self._why.setVisible(self._why.isHidden()))
        why.addWidget(sentence(atlas.sources, flag.means, flag.sources, role="muted"))
        words = column(gap=0)
        words.addWidget(Text(flag.question))
        words.addWidget(self._why)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(words, 1)
        for button in (self.why_button, self.button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._was_yes = True
        self.show_answer(False)

    def show_answer(self, yes: bool) -> None:
        """Show whether this question is answered with yes; what it means opens with a yes."""
        self.button.setChecked(yes)
        if yes != self._was_yes:
            self._why.setVisible(yes)
        self._was_yes = yes
