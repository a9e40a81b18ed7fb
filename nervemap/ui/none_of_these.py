"""One act that answers a whole list with no: "none of these", what is recorded, and the list folded away after it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Text, Toggle


class NoneOfThese(QWidget):
    """The button and the state. The list that it answers is folded while none of it is a yes, and can be opened."""

    asked = Signal(object)  # () none of these, or None: not asked

    def __init__(self, name: str) -> None:
        super().__init__()
        self._yes: tuple[str, ...] | None = None
        self._list: QWidget | None = None
        self.button = Toggle(self.tr("None of these"))
        self.button.setAccessibleName(name)
        self.button.clicked.connect(self._on_clicked)
        self.state = Text()
        self.fold = QPushButton()
        self.fold.setProperty("kind", "flat")
        self.fold.clicked.connect(lambda: self._set_open(self._list is not None and self._list.isHidden()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.button)
        layout.addWidget(self.state, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.fold)
        self._name = name

    def folds(self, list_: QWidget) -> None:
        """Fold this list when none of it is a yes."""
        self._list = list_
        self._set_open(True)

    def show_yes(self, yes: tuple[str, ...] | None) -> None:
        """Show what is recorded: ids answered yes, () for none of these, None for not asked."""
        if yes is None:
            self.state.setText(self.tr("not asked"))
        elif not yes:
            self.state.setText(self.tr("asked: none of these"))
        else:
            self.state.setText(self.tr("{n} answered with yes").format(n=len(yes)))
        self.button.setChecked(yes == ())
        self.fold.setVisible(yes == ())
        if yes != self._yes:
            self._set_open(yes != ())
        self._yes = yes

    def _set_open(self, is_open: bool) -> None:
        if self._list is not None:
            self._list.setVisible(is_open)
        self.fold.setText(self.tr("Hide the list") if is_open else self.tr("Show the list"))
        self.fold.setAccessibleName(f"{self.fold.text()}, {self._name}")

    def _on_clicked(self) -> None:
        self.button.setChecked(self._yes == ())
        self.asked.emit(None if self._yes == () else ())
