"""What comes through at each end of the pipe: number, word, gauge, and how easily ordinary movement sets it off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from nervemap.content.atlas import Atlas
from nervemap.palette import Palette
from nervemap.reasoning.findings import Flow
from nervemap.ui.theme import GRID, tabular
from nervemap.ui.widgets import Text, clear, column

_WIDE = 70 * GRID  # px, from which two gauges stand beside each end


class PipeEnds(QFrame):
    """One line for each end, and that it is a picture."""

    def __init__(self, atlas: Atlas, palette: Palette) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self._palette = palette
        self._noticed = atlas.rules.flow.noticed_percent_left / 100
        # The words of rules.yaml name the loss; some need that said.
        self._words = {
            "slight": self.tr("slight loss"),
            "clear": self.tr("clear loss"),
            "major": self.tr("major loss"),
        }
        self._easily = {
            "full": self.tr("not at all"),
            "no noticeable change": self.tr("hardly"),
            "slight": self.tr("a little"),
            "clear": self.tr("clearly"),
            "major": self.tr("easily"),
            "nearly stopped": self.tr("very easily"),
        }
        self.lines: list[_Line] = []
        layout = column(self, gap=2)
        layout.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID // 2)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(3, 3)
        self._grid.setColumnStretch(4, 2)
        layout.addLayout(self._grid)
        caption = atlas.rules.flow.caption
        self._legend = Text(self.tr("Blue: comes through. Ochre: set off by ordinary movement."), role="muted")
        layout.addWidget(self._legend)
        layout.addWidget(
            Text(
                caption[:1].upper() + caption[1:].rstrip(".") + ".",
                role="muted",
            )
        )

    def show_flows(self, names: Sequence[str], flows: Sequence[Flow]) -> None:
        """Put each end into a number and words; a single end has no name."""
        if [line.title for line in self.lines] != list(names):
            self._make_lines(names)
        for line, found in zip(self.lines, flows, strict=True):
            line.number.setText(self.tr("{n} of 100").format(n=round(found.flow * 100)))
            line.word.setText(self._words.get(found.word, found.word))
            line.gauge.show_value(found.flow)
            line.easy.show_value(found.irritability)
            line.easy.setAccessibleName(
                self.tr("Ordinary movement sets it off: {how}").format(how=self._easily.get(found.word, found.word))
            )
            line.easy.setToolTip(line.easy.accessibleName())
            line.easily.setText(self._easily.get(found.word, found.word))

    def apply_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        for line in self.lines:
            line.gauge.apply_palette(palette)
            line.easy.apply_palette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow panel several ends keep number, word and one gauge, so that the pipe keeps its room."""
        shown = len(self.lines) > 1 and self.width() >= _WIDE
        self._legend.setVisible(shown)
        for line in self.lines if len(self.lines) > 1 else ():
            line.easy.setVisible(shown)
            line.name.setWordWrap(shown)
            line.word.setWordWrap(shown)

    def _make_lines(self, names: Sequence[str]) -> None:
        clear(self._grid)
        single = len(names) == 1
        self.lines = [_Line(name, self._palette, self._noticed, large=single) for name in names]
        middle = Qt.AlignmentFlag.AlignVCenter
        for row, line in enumerate(self.lines):
            for place, widget in enumerate((line.name, line.number, line.word, line.gauge)):
                self._grid.addWidget(widget, row, place, middle)
            if not single:
                self._grid.addWidget(line.easy, row, 4, middle)
        if single:
            self._grid.addWidget(Text(self.tr("Ordinary movement sets it off"), role="muted"), 1, 0, 1, 2, middle)
            self._grid.addWidget(self.lines[0].easily, 1, 2, middle)
            self._grid.addWidget(self.lines[0].easy, 1, 3, middle)
        self._fit()


class _Line:
    def __init__(self, title: str, palette: Palette, noticed: float, *, large: bool) -> None:
        self.title = title
        self.name = Text(title)
        self.number = Text(step=20 if large else 13, strong=True)
        self.number.setFont(tabular(self.number.font()))
        self.word = Text(step=16 if large else 13)
        self.easily = Text()
        self.number.setWordWrap(False)
        self.word.setWordWrap(not large)
        self.easily.setWordWrap(not large)
        self.gauge = Gauge(palette, palette.accent, noticed)
        self.easy = Gauge(palette, palette.attention, None)


class Gauge(QWidget):
    """A bar from nothing to full, with a tick where a change is first noticed in this picture."""

    def __init__(self, palette: Palette, color: str, noticed: float | None) -> None:
        super().__init__()
        self._palette = palette
        self._is_accent = color == palette.accent
        self._noticed = noticed
        self._value = 1.0
        self.setFixedHeight(2 * GRID)
        if noticed is not None:
            self.setToolTip(self.tr("At the tick a change is first noticed (illustration)."))
        self.setMinimumWidth(6 * GRID)

    def show_value(self, value: float) -> None:
        self._value = value
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0.5, self.height() / 2 - 3.5, self.width() - 1, 7)
        painter.setPen(QPen(QColor(self._palette.border), 1))
        painter.setBrush(QColor(self._palette.line))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.accent if self._is_accent else self._palette.attention))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * self._value, bar.height()), 3, 3)
        if self._noticed is not None:
            painter.setPen(QPen(QColor(self._palette.text), 2))
            x = bar.left() + bar.width() * self._noticed
            painter.drawLine(QPointF(x, bar.top() - 4), QPointF(x, bar.bottom() + 4))
        painter.end()
