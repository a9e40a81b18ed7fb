"""The urgent questions in three groups, and the advice that a yes puts above everything."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from nervemap.case.case import Case
from nervemap.case.commands import FlagGroup
from nervemap.content.atlas import Atlas
from nervemap.content.model import RedFlag, RedFlagGroup
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Heading, ScrollColumn, Text, WhoSaysSo, card, column, rule


def locking_groups(atlas: Atlas, case: Case) -> tuple[RedFlagGroup, ...]:
    """The groups with a yes that lock the tests until dealt with, most urgent first."""
    return tuple(group for group in atlas.red_flag_groups.values() if group.locks and case.red_flags.get(group.id))


def lock_text(atlas: Atlas, case: Case) -> str | None:
    """Why the tests are locked, for `SlumpPanel.set_locked`; None when they are not."""
    groups = locking_groups(atlas, case)
    if not groups:
        return None
    start = QCoreApplication.translate(
        "UrgentPanel", "An urgent question was answered with yes. The test waits until this has been dealt with."
    )
    return "\n\n".join((start, *(group.advice for group in groups)))


class UrgentBanner(QFrame):
    """The advice of the urgent groups with a yes; stands above everything and is hidden without one."""

    open_requested = Signal()

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._atlas = atlas
        self.setProperty("kind", "banner")
        self.setAccessibleName(self.tr("Urgent advice"))
        self.advice = Text(step=16, strong=True)
        button = QPushButton(self.tr("Show the questions"))
        button.clicked.connect(self.open_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.advice, 1)
        layout.addWidget(button)
        self.hide()

    def show_case(self, case: Case) -> None:
        """Show the advice that the case calls for."""
        groups = locking_groups(self._atlas, case)
        self.advice.setText("\n".join(group.advice for group in groups))
        self.setVisible(bool(groups))


class UrgentPanel(QWidget):
    """Three groups of questions. Each can be answered by "none of these" in one act, each item can be a yes."""

    flags_requested = Signal(str, object)  # group id; ids answered yes as a tuple, or None for not asked

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self.groups: dict[FlagGroup, _Group] = {}
        page = ScrollColumn(gap=3 * GRID)
        column(self).addWidget(page)
        page.layout_.addWidget(Heading(self.tr("Urgent questions")))
        page.layout_.addWidget(
            Text(
                self.tr("Go through these first. A yes here matters more than anything else this program shows."),
                role="muted",
            )
        )
        for group in atlas.red_flag_groups.values():
            flags = [flag for flag in atlas.red_flags.values() if flag.group == group.id]
            part = _Group(atlas, group, flags)
            part.flags_requested.connect(self.flags_requested)
            self.groups[group.id] = part
            page.layout_.addWidget(part)
        page.layout_.addStretch()

    def show_case(self, case: Case) -> None:
        """Show what the case has recorded."""
        for id_, part in self.groups.items():
            part.show_flags(case.red_flags.get(id_))


class _Group(QFrame):
    """One group of urgent questions."""

    flags_requested = Signal(str, object)

    def __init__(self, atlas: Atlas, group: RedFlagGroup, flags: list[RedFlag]) -> None:
        super().__init__()
        self._group = group
        self._order = [flag.id for flag in flags]
        self._yes: tuple[str, ...] | None = None
        self.setProperty("kind", "card")
        layout = column(self, margin=2 * GRID)
        layout.addWidget(Text(f"{group.number}. {group.title}", step=16, strong=True))

        self.none_button = QPushButton(self.tr("None of these"))
        self.none_button.setCheckable(True)
        self.none_button.setAccessibleName(self.tr("{group}: none of these").format(group=group.title))
        self.none_button.clicked.connect(self._on_none)
        self.state = Text()
        line = QHBoxLayout()
        line.setSpacing(2 * GRID)
        line.addWidget(self.none_button)
        line.addWidget(self.state, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(line)

        self._notice, inner = card("notice")
        inner.addWidget(Text(group.advice, strong=True))
        inner.addWidget(WhoSaysSo(atlas.sources, group.sources, what=group.title))
        layout.addWidget(self._notice)

        self.items: dict[str, _Item] = {}
        for flag in flags:
            layout.addWidget(rule())
            item = _Item(atlas, flag)
            item.button.clicked.connect(lambda _=False, id_=flag.id: self._on_item(id_))
            self.items[flag.id] = item
            layout.addWidget(item)
        self.show_flags(None)

    def show_flags(self, yes: tuple[str, ...] | None) -> None:
        """Show what is recorded: ids answered yes, () for none of these, None for not asked."""
        self._yes = yes
        self.none_button.setChecked(yes == ())
        self._notice.setVisible(bool(yes))
        for id_, item in self.items.items():
            item.show_answer(id_ in (yes or ()))
        if yes is None:
            self.state.setText(self.tr("not asked"))
        elif not yes:
            self.state.setText(self.tr("asked: none of these"))
        else:
            self.state.setText(self.tr("{n} answered with yes").format(n=len(yes)))

    def _on_none(self) -> None:
        asked: tuple[str, ...] | None = None if self._yes == () else ()
        self.show_flags(self._yes)
        self.flags_requested.emit(self._group.id, asked)

    def _on_item(self, id_: str) -> None:
        now = set(self._yes or ()) ^ {id_}
        self.show_flags(self._yes)
        self.flags_requested.emit(self._group.id, tuple(flag for flag in self._order if flag in now))


class _Item(QWidget):
    """One urgent question, its yes, and what a yes means."""

    def __init__(self, atlas: Atlas, flag: RedFlag) -> None:
        super().__init__()
        self.button = QPushButton(self.tr("Yes"))
        self.button.setCheckable(True)
        self.button.setProperty("kind", "segment")
        self.button.setMinimumWidth(7 * GRID)
        self.button.setAccessibleName(self.tr("Yes: {question}").format(question=flag.question))
        self._why = QWidget()
        why = column(self._why, gap=0)
        why.addWidget(Text(flag.means, role="muted"))
        why.addWidget(WhoSaysSo(atlas.sources, flag.sources, what=flag.question))
        words = column(gap=0)
        words.addWidget(Text(flag.question))
        words.addWidget(self._why)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.show_answer(False)

    def show_answer(self, yes: bool) -> None:
        """Show whether this question is answered with yes; what it means stands there only then."""
        self.button.setChecked(yes)
        self._why.setVisible(yes)
