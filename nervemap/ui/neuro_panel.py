"""Reflexes, key muscles and light touch of both legs: normal, less, or not tested."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.content.model_examination import NeuroItem
from nervemap.ui.card_parts import who_says
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Choice, Expander, Heading, ScrollColumn, Text, column, restyle, row


class NeuroPanel(QWidget):
    """A quiet table, both legs side by side. Pressing the answer again makes it not tested."""

    neuro_requested = Signal(str, str, object)  # side, item id, "normal" | "less" | None

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self.choices: dict[tuple[Side, str], Choice] = {}
        self._names: dict[str, Text] = {}
        self._page = page = ScrollColumn(gap=2 * GRID)
        column(self).addWidget(page)
        page.layout_.addWidget(Heading(self.tr("Reflexes, key muscles, light touch")))
        self.urgency = Text(role="attention", strong=True)
        page.layout_.addWidget(self.urgency)
        page.layout_.addWidget(
            Text(
                self.tr("Where neither is pressed, it was not tested. Pressing again takes an answer back."),
                role="muted",
            )
        )
        titles = {"reflex": self.tr("Reflexes"), "muscle": self.tr("Key muscles"), "touch": self.tr("Light touch")}
        sides: tuple[tuple[Side, str], ...] = (("left", self.tr("Left")), ("right", self.tr("Right")))
        for kind, title in titles.items():
            items = [item for item in atlas.neuro.values() if item.kind == kind]
            grid = QGridLayout()
            grid.setHorizontalSpacing(2 * GRID)
            grid.setVerticalSpacing(GRID)
            grid.setColumnStretch(0, 1)
            grid.addWidget(Text(title, step=16, strong=True), 0, 0)
            for column_, (_, name) in enumerate(sides, start=1):
                grid.addWidget(Text(name, role="muted"), 0, column_)
            for i, item in enumerate(items, start=1):
                grid.addWidget(self._name(item), i, 0, Qt.AlignmentFlag.AlignVCenter)
                for column_, (side, name) in enumerate(sides, start=1):
                    grid.addWidget(self._choice(item, side, name), i, column_, Qt.AlignmentFlag.AlignVCenter)
            page.layout_.addLayout(grid)
            page.layout_.addWidget(self._how(title, items))
        sources = [source for item in atlas.neuro.values() for source in item.sources]
        page.layout_.addLayout(
            row(who_says(atlas.sources, sources, what=self.tr("Reflexes, key muscles, light touch")))
        )
        page.layout_.addStretch()

    def _name(self, item: NeuroItem) -> Text:
        roots = f" ({', '.join(item.roots)})" if item.roots else ""
        name = Text(f"{item.name}{roots}")
        self._names[item.id] = name
        return name

    def _how(self, title: str, items: list[NeuroItem]) -> Expander:
        """How each is tested; what is tested alike is said once."""

        def make() -> QWidget:
            inner = QWidget()
            layout = column(inner, margin=GRID)
            for how in dict.fromkeys(item.how for item in items):
                names = ", ".join(item.name for item in items if item.how == how)
                layout.addWidget(Text(f"{names}: {how}"))
            return inner

        expander = Expander(self.tr("How it is tested"), make)
        expander.button.setAccessibleName(self.tr("How it is tested: {what}").format(what=title))
        return expander

    def _choice(self, item: NeuroItem, side: Side, side_name: str) -> Choice:
        choice = Choice(
            {"normal": self.tr("Normal"), "less": self.tr("Less")}, name=f"{side_name}, {item.name}", kind="tight"
        )
        choice.chosen.connect(lambda found: self.neuro_requested.emit(side, item.id, found))
        choice.setFixedWidth(choice.sizeHint().width())
        self.choices[side, item.id] = choice
        return choice

    def reveal(self, target: str) -> None:
        """Scroll to one item of one leg ("left:ankle-reflex") and put the keyboard on its first answer."""
        side, _, item = target.partition(":")
        choice = self.choices[side, item]  # type: ignore[index]
        self._page.reveal(choice)
        choice.buttons["normal"].setFocus()

    def show_case(self, case: Case, urgency: str) -> None:
        """Show what is recorded, and the sentence that less than normal calls for."""
        for (side, item), choice in self.choices.items():
            choice.set_value(case.neuro.get(side, {}).get(item))
        for item, name in self._names.items():
            less = any(found.get(item) == "less" for found in case.neuro.values())
            restyle(name, weight="strong" if less else "")
        self.urgency.setText(urgency)
        self.urgency.setVisible(bool(urgency))
