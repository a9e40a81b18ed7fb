"""What assistive technology is told after an act: what was done, unless the part under the keyboard tells it, and what
came of it. One announcement for one act, in the words that stand on the screen; a slide or a burst of keys is one act.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from nervemap.case.case import Case
from nervemap.case.workspace import Change, Workspace
from nervemap.content.atlas import Atlas
from nervemap.reasoning.findings import Explanation
from nervemap.reasoning.wording import listed, lowered
from nervemap.ui.widgets import Text

SETTLE_MS = 200  # after the last change: whatever follows from an act has been shown by then
_MOST_NERVES = 3
_SAID = QEvent.Type(QEvent.registerEventType())


class _Said(QEvent):
    """What a live text says now, on its way to the announcer of its window."""

    def __init__(self, by: Live, text: str) -> None:
        super().__init__(_SAID)
        self.by, self.text = by, text


class Live(Text):
    """A text that is told when it changes in sight or comes into sight; `urgent` ones interrupt."""

    def __init__(
        self, text: str = "", *, role: str = "", step: int = 13, strong: bool = False, urgent: bool = False
    ) -> None:
        self.urgent = urgent
        self._told = ""
        super().__init__(text, role=role, step=step, strong=strong)

    def setText(self, text: str, told: str = "") -> None:
        """Show a text; `told` stands in its place where it says too little without what stands beside it."""
        said = told or text
        super().setText(text)
        if said != self._told:
            self._told = said
            self._tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._tell()

    def _tell(self) -> None:
        if self._told and self.isVisible():
            QApplication.sendEvent(self.window(), _Said(self, self._told))


class Announcer(QObject):
    """Listens to the workspace and to the live texts of one window; `announced(text, urgent)` is what is to be said.

    Does nothing while no assistive technology listens.
    """

    announced = Signal(str, bool)

    def __init__(
        self, window: QWidget, atlas: Atlas, workspace: Workspace, explanation: Callable[[Case], Explanation]
    ) -> None:
        super().__init__(window)
        self._atlas, self._workspace, self._explanation = atlas, workspace, explanation
        self._texts: dict[Live, str] = {}
        self._changed = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._say)
        self._remember()
        workspace.on_change(self._on_change)
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    @property
    def waits(self) -> bool:
        """Whether something changed that has not been told yet."""
        return self._settle.isActive()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, _Said) and QAccessible.isActive():
            self._texts.pop(event.by, None)
            self._texts[event.by] = event.text
            self._settle.start()
        return False

    def _on_change(self, _: Change) -> None:
        if QAccessible.isActive():
            self._changed = True
            self._settle.start()
        else:
            self._remember()

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        if QAccessible.isActive():
            self._under_keyboard = _told_of(now)

    def _remember(self) -> None:
        """What the next act is compared with."""
        workspace = self._workspace
        self._case, self._acts, self._done = workspace.case, workspace.acts, len(workspace.history)
        self._nerve = workspace.selection.side, workspace.selection.nerve
        self._under_keyboard = _told_of(QApplication.focusWidget()) if QAccessible.isActive() else None

    def _say(self) -> None:
        texts = {by: text for by, text in self._texts.items() if isValid(by) and by.isVisible()}
        acts = [*self._act(), *self._outcome()] if self._changed else []
        urgent = [text for by, text in texts.items() if by.urgent]
        said = [*urgent, *acts, *(text for by, text in texts.items() if not by.urgent)]
        self._texts, self._changed = {}, False
        self._remember()
        if said:
            self.announced.emit(" ".join(_ended(text) for text in said), bool(urgent))

    def _act(self) -> list[str]:
        """What was done, taken back or done again; an act that the focused part tells of itself is left to it."""
        acts, done = self._workspace.acts, len(self._workspace.history)
        if acts == self._acts and done < self._done:
            return [self.tr("Undone: {act}").format(act=act) for act in reversed(acts[done : self._done])]
        if acts == self._acts and done > self._done:
            return [self.tr("Done again: {act}").format(act=act) for act in acts[self._done : done]]
        before = self._under_keyboard
        told_there = before is not None and before != _told_of(QApplication.focusWidget())
        if not done or self._workspace.case == self._case or told_there:
            return []
        return [self.tr("Done: {act}").format(act=acts[done - 1])]

    def _outcome(self) -> list[str]:
        """What the map shows now: the nerves named for the marks, or another nerve than before."""
        case, chosen = self._workspace.case, self._workspace.selection
        if [(one.side, one.region) for one in case.marks] != [(one.side, one.region) for one in self._case.marks]:
            return [self._named()]
        if chosen.nerve and (chosen.side, chosen.nerve) != self._nerve:
            return [self._shown(chosen.side, chosen.nerve)]
        return []

    def _named(self) -> str:
        case = self._workspace.case
        if not case.marks:
            return self.tr("Nothing is marked.")
        found = self._explanation(case).candidates
        names = list(dict.fromkeys(self._atlas.nerves[one.nerve].name for one in found))
        if (more := len(names) - _MOST_NERVES) > 0:
            names = [*names[:_MOST_NERVES], self.tr("{count} more").format(count=more)]
        return self.tr("Named for what is marked: {nerves}").format(nerves=listed(names)) if names else ""

    def _shown(self, side: str, nerve: str) -> str:
        words = (
            self.tr("The map shows the right {nerve}") if side == "right" else self.tr("The map shows the left {nerve}")
        )
        name = self._atlas.nerves[nerve].name
        return words.format(nerve=lowered(name))


def announce(window: QWidget, text: str, urgent: bool) -> None:
    """Let a screen reader say a text: after what it is saying, or at once where it is urgent."""
    event = QAccessibleAnnouncementEvent(window, text)
    ways = QAccessible.AnnouncementPoliteness
    event.setPoliteness(ways.Assertive if urgent else ways.Polite)
    QAccessible.updateAccessibility(event)


def _told_of(widget: QWidget | None) -> object:
    """What a screen reader says by itself when it changes at the part that has the keyboard."""
    here = QAccessible.queryAccessibleInterface(widget) if widget else None
    if widget is None or here is None:
        return None
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    return widget, [here.text(kind) for kind in kinds], isinstance(widget, QAbstractButton) and widget.isChecked()


def _ended(text: str) -> str:
    """A text as a sentence, so that it is not run into the next."""
    return text if text.endswith((".", "?", "!", "\u201d")) else f"{text}."
