"""The place of the case: label, date, notes, where it is saved, what was done, and the ways to show it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from nervemap.case import commands
from nervemap.case.commands import MOST_LABEL, CaseError, Command
from nervemap.case.workspace import Workspace
from nervemap.ui.acts_panel import ActsPanel
from nervemap.ui.case_controller import CaseController
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.patient_window import DEFAULT_PARTS, PARTS, Part
from nervemap.ui.showing import Showing
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import (
    Heading,
    ScrollColumn,
    Text,
    Toggle,
    card,
    column,
    keep_width,
    row,
    rule,
    wide_row,
)

PAUSE = 1500  # ms without a letter: what is typed next is a step of its own


class CasePanel(QWidget):
    """Fields ask upward by commands; `show_case` shows what the record says."""

    def __init__(self, cases: CaseController, showing: Showing, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._cases = cases
        self._show_to = showing
        page = ScrollColumn()
        column(self).addWidget(page)
        self.state = Text(role="muted")
        self.save = QPushButton(self.tr("Save"))
        self.save.clicked.connect(lambda: cases.save())
        title = QWidget()
        lines = column(title, gap=0)
        lines.addWidget(Heading(self.tr("The case")))
        lines.addWidget(self.state)
        page.layout_.addLayout(wide_row(title, self.save))
        page.layout_.addWidget(self._person())
        page.layout_.addWidget(self._showing())
        frame, inner = card()
        inner.addWidget(Heading(self.tr("What was done"), step=16))
        inner.addWidget(Text(self.tr("Press a line to go back or forward to there."), role="muted"))
        self.acts = ActsPanel(workspace)
        inner.addWidget(self.acts)
        page.layout_.addWidget(frame)
        page.layout_.addStretch()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(workspace.end_stretch)
        cases.state_changed.connect(self._show_state)
        self._show_state()

    def _person(self) -> QWidget:
        frame, inner = card()
        inner.addWidget(Heading(self.tr("Label, date, notes"), step=16))
        inner.addWidget(Text(self.tr("No name is needed. All of this stays on this machine."), role="muted"))
        self.label = QLineEdit()
        self.label.setMaxLength(MOST_LABEL)
        self.label.textEdited.connect(lambda text: self._type(commands.set_label(text, typing=True)))
        self.date = QLineEdit()
        self.date.setPlaceholderText(self.tr("year-month-day"))
        self.date.editingFinished.connect(self._on_date)
        self.today = QPushButton(self.tr("Today"))
        self.today.clicked.connect(lambda: self._do(commands.set_date(datetime.date.today().isoformat())))
        self.birth_year = QLineEdit()
        self.birth_year.setPlaceholderText(self.tr("may be left out"))
        self.birth_year.editingFinished.connect(self._on_birth_year)
        self.notes = QPlainTextEdit()
        self.notes.setTabChangesFocus(True)
        self.notes.setUndoRedoEnabled(False)
        self.notes.setFixedHeight(14 * GRID)
        self.notes.textChanged.connect(self._on_notes)
        self.refused = Text(role="attention")
        self.refused.hide()
        for short in (self.date, self.birth_year):
            keep_width(short, 20 * GRID)
        grid = QGridLayout()
        grid.setSpacing(GRID)
        grid.setColumnStretch(1, 1)
        fields = (
            (self.tr("Label"), self.label, None),
            (self.tr("Date"), self.date, self.today),
            (self.tr("Year of birth"), self.birth_year, None),
        )
        for line, (name, field, more) in enumerate(fields):
            grid.addWidget(self._named(name, field), line, 0)
            if field is self.label:
                grid.addWidget(field, line, 1)
            else:
                grid.addLayout(row(field, *([more] if more else [])), line, 1)
        inner.addLayout(grid)
        inner.addWidget(self.refused)
        inner.addWidget(self._named(self.tr("Notes"), self.notes))
        inner.addWidget(self.notes)
        return frame

    def _named(self, name: str, field: QWidget) -> Text:
        """The name beside a field, which is also what a screen reader says."""
        words = Text(name, strong=True)
        words.setWordWrap(False)
        words.setBuddy(field)
        field.setAccessibleName(name)
        field.installEventFilter(self)
        return words

    def _showing(self) -> QWidget:
        frame, inner = card()
        inner.addWidget(Heading(self.tr("Show and print"), step=16))
        pictures = self._show_to.pictures
        inner.addWidget(
            self._buttons(
                (self.tr("Page for the patient"), lambda: self._show_to.show_page("patient")),
                (self.tr("Page for the clinician"), lambda: self._show_to.show_page("clinician")),
            )
        )
        inner.addWidget(
            self._buttons(
                (self.tr("Picture of the map"), pictures.ask_for_map),
                (self.tr("Picture of the pipe"), pictures.ask_for_pipe),
            )
        )
        self.saved = Text(role="muted")
        self.saved.hide()
        pictures.saved.connect(self._on_saved)
        inner.addWidget(self.saved)
        inner.addWidget(rule())
        self.window_button = QPushButton(self.tr("Open the patient window"))
        self.window_button.clicked.connect(self._show_to.toggle_patient_window)
        self._show_to.window_changed.connect(self._on_window)
        inner.addLayout(row(self.window_button))
        inner.addWidget(Text(self.tr("It shows where it is felt, and:"), role="muted"))
        self.parts: dict[Part, QPushButton] = {}
        names = {
            "route": self.tr("Way of the nerve"),
            "places": self.tr("Places to look at"),
            "found": self.tr("Asked and found"),
            "view": self.tr("The map as I turn it"),
        }
        choices = QWidget()
        flow = FlowRow(gap=GRID)
        choices.setLayout(flow)
        for part in PARTS:
            button = Toggle(names[part])
            button.setProperty("kind", "segment")
            button.setChecked(part in DEFAULT_PARTS)
            button.toggled.connect(lambda _: self._show_to.choose_parts(self.chosen_parts))
            self.parts[part] = button
            flow.addWidget(button)
        inner.addWidget(choices)
        return frame

    def _buttons(self, *acts: tuple[str, Callable[[], None]]) -> QWidget:
        holder = QWidget()
        flow = FlowRow(gap=GRID)
        holder.setLayout(flow)
        for words, act in acts:
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, act=act: act())
            flow.addWidget(button)
        return holder

    def _on_saved(self, words: str) -> None:
        self.saved.setText(words)
        self.saved.show()

    def _on_window(self, is_open: bool) -> None:
        words = self.tr("Close the patient window") if is_open else self.tr("Open the patient window")
        self.window_button.setText(words)

    @property
    def chosen_parts(self) -> frozenset[Part]:
        """What the patient window shows."""
        return frozenset(part for part, button in self.parts.items() if button.isChecked())

    def show_case(self) -> None:
        """Show what the record says; a field that says it already is left alone, with its cursor."""
        case = self._workspace.case
        birth = "" if case.birth_year is None else str(case.birth_year)
        for field, text in ((self.label, case.label), (self.date, case.date or ""), (self.birth_year, birth)):
            if field.text() != text:
                field.setText(text)
        if self.notes.toPlainText() != case.notes:
            self.notes.blockSignals(True)
            self.notes.setPlainText(case.notes)
            self.notes.blockSignals(False)
        self.refused.hide()
        self.acts.show_acts()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Undo and redo in a field are those of the whole program; leaving a field ends what was typed."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
                event.ignore()
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self._workspace.end_stretch()
        return super().eventFilter(watched, event)

    def _type(self, command: Command) -> None:
        self._pause.start()
        self._workspace.do(command)

    def _do(self, command: Command) -> None:
        self._workspace.do(command)

    def _on_notes(self) -> None:
        self._type(commands.set_notes(self.notes.toPlainText(), typing=True))

    def _on_date(self) -> None:
        words = self.date.text().strip()
        self._try(lambda: commands.set_date(words or None))

    def _on_birth_year(self) -> None:
        words = self.birth_year.text().strip()
        if words and not words.isdecimal():
            self._refuse(self.tr("{words} is no year: write four figures, or leave it out.").format(words=words))
            return
        self._try(lambda: commands.set_birth_year(int(words[:6]) if words else None))

    def _try(self, make: Callable[[], Command]) -> None:
        try:
            command = make()
        except CaseError as refused:
            self._refuse(str(refused))
            return
        self.refused.hide()
        self._do(command)

    def _refuse(self, words: str) -> None:
        self.refused.setText(words)
        self.refused.show()

    def _show_state(self) -> None:
        self.state.setText(self._cases.state)
        self.save.setEnabled(self._cases.can_be_saved)
