"""What comes through at each end of the pipe: number, word, gauge, and how easily ordinary movement sets it off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from nervemap.content.atlas import Atlas
from nervemap.palette import Palette, nerve_dash
from nervemap.reasoning.findings import Flow
from nervemap.ui.announcing import Live
from nervemap.ui.pipe_beside import SmallText
from nervemap.ui.theme import GRID, tabular
from nervemap.ui.widgets import Text, column, row, tip

_WIDE = 70 * GRID  # px, from which two gauges stand beside each end
_WIDEST = 100 * GRID  # px, from which it is said what they are; the pipe needs its height more


class PipeEnds(QWidget):
    """One line for each end; a single end has room for more."""

    def __init__(self, atlas: Atlas, palette: Palette) -> None:
        super().__init__()
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
        self._layout = layout = column(self, gap=2)
        self._table = QWidget()
        layout.addWidget(self._table)
        self._legend = Text(self.tr("Blue: comes through. Ochre: set off by ordinary movement."), role="muted")
        layout.addWidget(self._legend)
        layout.addStretch()

    def show_flows(self, names: Sequence[str], flows: Sequence[Flow]) -> None:
        """Put each end into a number and words; a single end has no name."""
        if [(line.title, line.swatch.nerve) for line in self.lines] != [
            (name, found.nerve) for name, found in zip(names, flows, strict=True)
        ]:
            self._make_lines(names, [found.nerve for found in flows])
        for name, line, found in zip(names, self.lines, flows, strict=True):
            line.number.setText(self.tr("{n} of 100").format(n=round(found.flow * 100)))
            word = self._words.get(found.word, found.word)
            line.word.setText(word, f"{name}: {line.number.text()}, {word}")
            line.gauge.show_value(found.flow)
            line.easy.show_value(found.irritability)
            line.easy.setAccessibleName(
                self.tr("Ordinary movement sets it off: {how}").format(how=self._easily.get(found.word, found.word))
            )
            line.easy.setToolTip(tip(line.easy.accessibleName()))
            line.easily.setText(self._easily.get(found.word, found.word))

    def apply_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        for line in self.lines:
            line.swatch.apply_palette(palette)
            line.gauge.apply_palette(palette)
            line.easy.apply_palette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow panel several ends keep number, word and one gauge, so that the pipe keeps its room."""
        shown = len(self.lines) > 1 and self.width() >= _WIDE
        self._legend.setVisible(len(self.lines) > 1 and self.width() >= _WIDEST)
        for line in self.lines if len(self.lines) > 1 else ():
            line.easy.setVisible(shown)

    def _make_lines(self, names: Sequence[str], nerves: Sequence[str]) -> None:
        """All at once: shown one after another, each part would lay out the whole place, and the pipe with it."""
        before, self._table = self._table, QWidget()
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID + GRID // 2)
        grid.setVerticalSpacing(1)
        single = len(names) == 1
        ends = zip(names, nerves, strict=True)
        self.lines = [_Line(name, nerve, self._palette, self._noticed, large=single) for name, nerve in ends]
        for place, stretch in ((1, 1 if single else 3), (4, 0 if single else 3), (5, 0 if single else 2)):
            grid.setColumnStretch(place, stretch)
        if single:
            self._place_single(grid, self.lines[0])
        else:
            for at, line in enumerate(self.lines):
                parts = (line.swatch, line.name, line.number, line.word, line.gauge, line.easy, line.easily)
                for place, widget in enumerate(parts):
                    grid.addWidget(widget, at, place, Qt.AlignmentFlag.AlignVCenter)
                line.easily.hide()  # the gauge tells it
        self._fit()
        self._layout.replaceWidget(before, self._table)
        before.hide()
        before.deleteLater()

    def _place_single(self, grid: QGridLayout, line: _Line) -> None:
        """Number and word over the one gauge, what sets it off over the other."""
        bottom = Qt.AlignmentFlag.AlignBottom
        grid.addWidget(line.number, 0, 0, bottom)
        grid.addWidget(line.word, 0, 1, bottom)
        grid.addWidget(line.gauge, 1, 0, 1, 2)
        sets_off = SmallText(self.tr("Ordinary movement sets it off"), role="muted")
        sets_off.setWordWrap(False)
        words = row(sets_off, line.easily)
        grid.addLayout(words, 2, 0, 1, 2)
        grid.addWidget(line.easy, 3, 0, 1, 2)
        for told_elsewhere in (line.swatch, line.name):
            grid.addWidget(told_elsewhere, 4, 0)
            told_elsewhere.hide()


class _Line:
    def __init__(self, title: str, nerve: str, palette: Palette, noticed: float, *, large: bool) -> None:
        self.title = title
        self.swatch = Swatch(nerve, palette)
        self.name = Text(title)
        self.name.setMinimumWidth(min(self.name.fontMetrics().horizontalAdvance(title) + 2, 18 * GRID))
        self.number = Text(step=20 if large else 13, strong=True)
        self.number.setFont(tabular(self.number.font()))
        self.word = Live()
        self.easily = Text()
        self.number.setWordWrap(False)
        self.word.setWordWrap(False)
        self.easily.setWordWrap(False)
        self.gauge = Gauge(palette, palette.accent, noticed)
        self.easy = Gauge(palette, palette.attention, None)


class Swatch(QWidget):
    """The line of a nerve as the plot draws it."""

    def __init__(self, nerve: str, palette: Palette) -> None:
        super().__init__()
        self.nerve = nerve
        self._palette = palette
        self.setFixedSize(3 * GRID, GRID)

    def apply_palette(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = QPen(QColor(self._palette.nerve_color(self.nerve)), 3)
        if dash := nerve_dash(self.nerve):
            pen.setDashPattern(list(dash))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        painter.end()


class Gauge(QWidget):
    """A bar from nothing to full, with a tick where a change is first noticed in this picture."""

    def __init__(self, palette: Palette, color: str, noticed: float | None) -> None:
        super().__init__()
        self._palette = palette
        self._is_accent = color == palette.accent
        self._noticed = noticed
        self._value = 1.0
        self.setFixedHeight(14)
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
