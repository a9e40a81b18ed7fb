"""What is felt at a marked area: kinds of symptom, several at once, and how strong it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from nervemap.case.case import Mark
from nervemap.content.model import QUALITIES, Quality
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.side_part import Stepper
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Text, Toggle, column, hold_widths, row


class MarkPart(QWidget):
    """The buttons show what the record says: they change when `show_mark` is called, not when they are pressed."""

    changed = Signal(object, object)  # kinds of symptom as a tuple in the order of the list; 0 to 10 or None

    def __init__(self, title: str) -> None:
        super().__init__()
        self._mark: Mark | None = None
        words: dict[Quality, str] = {
            "ache": self.tr("Ache"),
            "tight": self.tr("Tight"),
            "sharp": self.tr("Sharp"),
            "burning": self.tr("Burning"),
            "electric": self.tr("Electric"),
            "tingling": self.tr("Tingling"),
            "numb": self.tr("Numb"),
            "cold": self.tr("Cold"),
        }
        self.kinds: dict[Quality, Toggle] = {}
        flow = FlowRow(gap=GRID // 2, line_gap=GRID // 2)
        for kind in QUALITIES:
            button = Toggle(words[kind])
            button.setProperty("kind", "tight")
            button.setAccessibleName(f"{title}: {words[kind]}")
            button.clicked.connect(lambda _=False, kind=kind: self._on_kind(kind))
            self.kinds[kind] = button
            flow.addWidget(button)
        hold_widths(self.kinds.values(), self.font(), GRID)
        self.spot = Text(role="muted")
        self.strength = Stepper(self.tr("{area}: how strong, 0 to 10").format(area=title), 10)
        self.strength.changed.connect(self._on_strength)
        layout = column(self, gap=GRID // 2)
        layout.addWidget(Text(self.tr("{area}: what is felt there?").format(area=title), strong=True))
        layout.addLayout(flow)
        layout.addLayout(row(Text(self.tr("Strength, 0 to 10")), self.strength))
        layout.addWidget(self.spot)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            hold_widths(self.kinds.values(), self.font(), GRID)
        super().changeEvent(event)

    def show_mark(self, mark: Mark, spot: str) -> None:
        """Show what is recorded, and what is usual at its very `spot`, if that is known; tells nobody."""
        self._mark = mark
        self.spot.setText(spot)
        self.spot.setVisible(bool(spot))
        for kind, button in self.kinds.items():
            button.setChecked(kind in mark.qualities)
        self.strength.set_value(mark.intensity)

    def _on_kind(self, kind: Quality) -> None:
        if self._mark is None:
            return
        kinds = set(self._mark.qualities) ^ {kind}
        self.kinds[kind].setChecked(kind in self._mark.qualities)
        self.changed.emit(tuple(one for one in QUALITIES if one in kinds), self._mark.intensity)

    def _on_strength(self, strength: float | None) -> None:
        if self._mark is not None:
            self.changed.emit(self._mark.qualities, None if strength is None else round(strength))
