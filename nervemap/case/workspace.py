"""The one mutable thing: the case on the table, what is selected, and undo of everything that was done to the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from nervemap.case.case import Case
from nervemap.case.commands import Command
from nervemap.content.model import Side

Change = Literal["case", "selection"]
Listener = Callable[[Change], None]


class Selection(msgspec.Struct, frozen=True):
    """What is selected, in every place of the program at once; `side` is also the side for the next act."""

    side: Side = "right"
    region: str | None = None
    nerve: str | None = None
    site: str | None = None
    root: str | None = None


class Workspace:
    """Holds the frozen case and replaces it command by command; tells listeners what changed.

    Selecting is no command: it is not undone.
    """

    def __init__(self, case: Case | None = None) -> None:
        self._cases: list[Case] = [case if case is not None else Case()]
        self._texts: list[str] = []
        self._begins: list[bool] = []
        self._stretch: str | None = None
        self._done = 0
        self._selection = Selection()
        self._listeners: list[Listener] = []

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return self._cases[self._done]

    @property
    def selection(self) -> Selection:
        """What is selected now."""
        return self._selection

    def do(self, command: Command) -> bool:
        """Apply a command; False if it changes nothing (then there is nothing to undo). Drops what could be redone.

        A command of the same stretch as the one just done goes on with it: both are one step.
        """
        after = command.apply(self.case)
        if after == self.case:
            return False
        goes_on = command.stretch is not None and command.stretch == self._stretch
        self._stretch = command.stretch
        if goes_on:
            self._done -= 1
        del self._cases[self._done + 1 :]
        del self._texts[self._done :]
        del self._begins[self._done :]
        if after == self.case:  # typed, and taken back letter by letter
            self.end_stretch()
        else:
            self._cases.append(after)
            self._texts.append(command.text)
            self._begins.append(command.begins)
            self._done += 1
        self._tell("case")
        return True

    @property
    def can_undo(self) -> bool:
        """Whether an act can be taken back."""
        return self._done > 0

    @property
    def can_redo(self) -> bool:
        """Whether an act that was taken back can be done again."""
        return self._done < len(self._texts)

    @property
    def undo_text(self) -> str | None:
        """The text of the act that undo takes back."""
        return self._texts[self._done - 1] if self.can_undo else None

    @property
    def redo_text(self) -> str | None:
        """The text of the act that redo does again."""
        return self._texts[self._done] if self.can_redo else None

    @property
    def acts(self) -> tuple[str, ...]:
        """The texts of all acts, oldest first: those that undo can take back, then those that redo can do again."""
        return tuple(self._texts)

    @property
    def history(self) -> tuple[str, ...]:
        """The texts of all acts that undo can take back, oldest first."""
        return tuple(self._texts[: self._done])

    def end_stretch(self) -> None:
        """What comes next is a step of its own: the field was left, the slider let go."""
        self._stretch = None

    def start(self, case: Case) -> None:
        """Begin with another case; nothing of the one before can be seen or undone any more."""
        self._cases, self._texts, self._begins, self._done = [case], [], [], 0
        self.end_stretch()
        self._selection = Selection()
        self._tell("case")
        self._tell("selection")

    def stay_with_this_case(self) -> None:
        """From now on undo and redo stay with the case on the table: it has a file of its own."""
        first = max((index + 1 for index in range(self._done) if self._begins[index]), default=0)
        last = next((index for index in range(self._done, len(self._texts)) if self._begins[index]), len(self._texts))
        self._cases = self._cases[first : last + 1]
        self._texts, self._begins = self._texts[first:last], self._begins[first:last]
        self._done -= first
        self._tell("case")

    def go_to(self, done: int) -> None:
        """Undo or redo until this many acts are done (0: none of them)."""
        done = max(0, min(done, len(self._texts)))
        if done != self._done:
            self._done = done
            self.end_stretch()
            self._tell("case")

    def undo(self) -> None:
        """Take the last act back; does nothing at the beginning."""
        if self.can_undo:
            self.end_stretch()
            self._done -= 1
            self._tell("case")

    def redo(self) -> None:
        """Do the last act that was taken back again; does nothing at the end."""
        if self.can_redo:
            self.end_stretch()
            self._done += 1
            self._tell("case")

    def select(self, selection: Selection) -> None:
        """Select something else, everywhere."""
        if selection != self._selection:
            self._selection = selection
            self._tell("selection")

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener("case" | "selection")` after every change; returns the function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)
