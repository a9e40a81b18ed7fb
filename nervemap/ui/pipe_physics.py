"""What stands behind the picture: how a nerve gets sensitive, what hose and nerve really do, what is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade
from nervemap.content.model_pipe import Regrowth, Threshold
from nervemap.palette import Palette
from nervemap.reasoning.flow import capacity, flow_left
from nervemap.ui.theme import GRID, tabular
from nervemap.ui.who_says_so import WhoSaysSo
from nervemap.ui.widgets import Heading, ScrollColumn, Text, card, column, keep_width, row

_WHY = ("sensitised", "both-ways", "route")
_PHYSICS = ("hose", "nerve", "thresholds", "double-crush", "healing", "picture")
_MOST_MILD = 4


class PipePages(ScrollColumn):
    """Pages of claims, each with who says so and who contradicts it."""

    def __init__(self, atlas: Atlas, pages: Iterable[str]) -> None:
        super().__init__()
        self._atlas = atlas
        for page in pages:
            row_ = atlas.pipe_pages[page]
            self.layout_.addWidget(Heading(row_.title, step=16))
            self._extra(page)
            for claim in row_.claims:
                self.layout_.addWidget(self._claim(claim))
        self.layout_.addStretch()

    def _extra(self, page: str) -> None:
        """What stands above the claims of a page."""

    def _claim(self, claim: str) -> QWidget:
        said = self._atlas.claims[claim]
        block = QWidget()
        layout = column(block, gap=0)
        layout.addWidget(Text(said.text))
        for dispute in said.disputed_by:
            layout.addWidget(Text(self.tr("Others say: {says}").format(says=dispute.says), role="attention"))
        layout.addWidget(WhoSaysSo(self._atlas.sources, said.sources, said.disputed_by, said.text))
        return block


class WhyPage(PipePages):
    """Both kinds of sensitisation, that it works both ways, and the three parts of the route with their correction."""

    def __init__(self, atlas: Atlas) -> None:
        super().__init__(atlas, _WHY)

    def _extra(self, page: str) -> None:
        if page == "sensitised":
            for kind in self._atlas.crimp_kinds.values():
                self.layout_.addWidget(
                    Text(self.tr("{group}, {name}: {text}").format(group=kind.group, name=kind.name, text=kind.text))
                )


class PhysicsPage(PipePages):
    """Honest physics: hose, nerve, thresholds, double crush, and how long regrowth takes."""

    def __init__(self, atlas: Atlas, palette: Palette) -> None:
        self.bars = ThresholdBars(tuple(atlas.thresholds.values()), palette)
        self.calculator = Calculator(next(iter(atlas.regrowth.values())))
        super().__init__(atlas, _PHYSICS)

    def apply_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self.bars.apply_palette(palette)

    def _extra(self, page: str) -> None:
        if page == "hose":
            self.layout_.addWidget(self._table())
        elif page == "thresholds":
            self.layout_.addWidget(self.bars)
        elif page == "healing":
            self.layout_.addWidget(self.calculator)

    def _table(self) -> QWidget:
        """Mild crimps, one to four: a plain pipe, one with a reserve, and the picture of this program."""
        frame, layout = card()
        rules = self._atlas.rules.flow
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        heads = (self.tr("Mild crimps"), *(str(count) for count in range(1, _MOST_MILD + 1)))
        rows: list[Sequence[str]] = [heads]
        mild: Grade = "mild"
        crimped = [[mild] * count for count in range(1, _MOST_MILD + 1)]
        plain = [capacity(rules, grades, "A") for grades in crimped]
        rows.append((self.tr("Plain pipe, flow at every point"), *(f"{left * 100:.0f}" for left in plain)))
        for name, model in ((self.tr("Pipe with a reserve"), "A"), (self.tr("The picture here"), "B")):
            lefts = (flow_left(rules, capacity(rules, grades, model), model) for grades in crimped)  # type: ignore[arg-type]
            rows.append((name, *(f"{left * 100:.0f}" for left in lefts)))
        for line, words in enumerate(rows):
            for place, word in enumerate(words):
                label = QLabel(word)
                label.setFont(tabular(label.font()))
                label.setProperty("weight", "" if line else "strong")
                how = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
                grid.addWidget(label, line, place, how)
        grid.setColumnStretch(len(heads), 1)
        layout.addLayout(grid)
        layout.addWidget(
            Text(
                self.tr(
                    "Of 100. In a steady pipe as much flows above a crimp as below it; what falls at each crimp is the "
                    "pressure. The first crimp costs most. That later crimps cost more here is a picture, not physics."
                ),
                role="muted",
            )
        )
        return frame


class ThresholdBars(QWidget):
    """From where to where on a scale each thing happens, one scale for each unit."""

    _LINE = 26

    def __init__(self, thresholds: Sequence[Threshold], palette: Palette) -> None:
        super().__init__()
        self._rows = thresholds
        self._palette = palette
        self._most = {
            unit: max(row.to for row in thresholds if row.unit == unit) for unit in {r.unit for r in thresholds}
        }
        self.setAccessibleName("; ".join(self._words(one) for one in thresholds))
        self.setMinimumHeight(self._LINE * len(thresholds))

    def apply_palette(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, self._LINE * len(self._rows))

    @staticmethod
    def _range(one: Threshold) -> str:
        ends = f"{one.at:g}" if one.at == one.to else f"{one.at:g}\u2013{one.to:g}"
        return f"{ends} {one.unit}"

    def _words(self, one: Threshold) -> str:
        return f"{self._range(one)}: {one.what}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = QFontMetrics(self.font())
        left = max(words.horizontalAdvance(self._range(one)) for one in self._rows) + 2 * GRID
        wide = min(180.0, (self.width() - left) * 0.3)
        for index, one in enumerate(self._rows):
            top = index * self._LINE
            painter.setPen(QColor(self._palette.text))
            painter.drawText(QRectF(0, top, left, self._LINE), Qt.AlignmentFlag.AlignVCenter, self._range(one))
            rail = QRectF(left, top + self._LINE / 2 - 3, wide, 6)
            painter.setPen(QPen(QColor(self._palette.border), 1))
            painter.setBrush(QColor(self._palette.line))
            painter.drawRoundedRect(rail, 3, 3)
            most = self._most[one.unit]
            start, end = rail.left() + wide * one.at / most, rail.left() + wide * one.to / most
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.attention))
            painter.drawRoundedRect(QRectF(min(start, end - 6), rail.top(), max(6.0, end - start), 6), 3, 3)
            painter.setPen(QColor(self._palette.muted))
            box = QRectF(rail.right() + GRID, top, self.width() - rail.right() - GRID, self._LINE)
            painter.drawText(
                box,
                Qt.AlignmentFlag.AlignVCenter,
                words.elidedText(one.what, Qt.TextElideMode.ElideRight, int(box.width())),
            )
        painter.end()


class Calculator(QWidget):
    """A week per centimetre, for the clinician and for severe injury only, beside the published pace of regrowth."""

    def __init__(self, regrowth: Regrowth) -> None:
        super().__init__()
        self._regrowth = regrowth
        self.length = QSpinBox()
        self.length.setRange(1, 120)
        self.length.setValue(10)
        self.length.setSuffix(self.tr(" cm"))
        self.length.setAccessibleName(self.tr("Centimetres from the injury to the place it is felt"))
        keep_width(self.length, 12 * GRID)
        self.length.valueChanged.connect(self._show)
        self.article = Text()
        self.published = Text()
        layout = column(self)
        frame, inner = card("notice")
        inner.addWidget(Text(regrowth.label, strong=True, role="attention"))
        inner.addWidget(Text(regrowth.text))
        inner.addLayout(row(Text(self.tr("From the injury to where it is felt")), self.length, stretch_last=False))
        inner.addWidget(self.article)
        inner.addWidget(self.published)
        layout.addWidget(frame)
        self._show()

    def _show(self) -> None:
        cm = self.length.value()
        weeks = round(cm * self._regrowth.weeks_per_cm)
        fast, slow = (
            round(cm * 10 / pace) for pace in (self._regrowth.fast_mm_per_day, self._regrowth.slow_mm_per_day)
        )
        self.article.setText(self.tr("The article's rule, a week per centimetre: {weeks} weeks.").format(weeks=weeks))
        self.published.setText(
            self.tr("Published regrowth, {low:g} to {high:g} mm a day: {fast} to {slow} days.").format(
                low=self._regrowth.slow_mm_per_day, high=self._regrowth.fast_mm_per_day, fast=fast, slow=slow
            )
        )
