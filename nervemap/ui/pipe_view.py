"""One nerve as one long pipe from the brain to its end: sites to scale, grades beside them, what is left at the end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, Side
from nervemap.palette import Palette
from nervemap.reasoning.findings import Flow
from nervemap.ui.pipe_canvas import PipeCanvas
from nervemap.ui.theme import GRID, tabular
from nervemap.ui.widgets import Heading, Text, column, row


class PipeView(QWidget):
    """The plumber's view of the nerve that was chosen, on one side."""

    crimp_requested = Signal(str, str)  # site id, grade
    site_requested = Signal(str)  # site id

    def __init__(self, atlas: Atlas, palette: Palette) -> None:
        super().__init__()
        self._atlas = atlas
        self.title = Heading("")
        self.hint = Text(role="muted")
        self.canvas = PipeCanvas(atlas, palette)
        self.canvas.crimp_requested.connect(self.crimp_requested)
        self.canvas.site_requested.connect(self.site_requested)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidget(self.canvas)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.end = _End(atlas, palette)

        head = QWidget()
        inner = column(head, margin=2 * GRID, gap=0)
        inner.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        inner.addWidget(self.title)
        inner.addWidget(self.hint)
        layout = column(self, gap=0)
        layout.addWidget(head)
        layout.addWidget(self.scroll_area, 1)
        layout.addWidget(self.end)
        self._spare = QWidget()  # keeps the empty state at the top
        layout.addWidget(self._spare, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """The empty state: says what to do next."""
        self.title.setText(self.tr("The nerve as a pipe"))
        self.hint.setText(self.tr("Choose a nerve in the table or on the map."))
        self.scroll_area.hide()
        self.end.hide()
        self._spare.show()

    def show_pipe(
        self,
        nerve: Nerve,
        side: Side,
        positions: Sequence[tuple[str, float]],
        span_cm: tuple[float, float],
        flow: Flow,
        landmarks: Sequence[tuple[str, float]] = (),
    ) -> None:
        """Show a nerve.

        Args:
            nerve, side: whose pipe it is.
            positions: (site id, s in cm), from the brain to the end.
            span_cm: s at the brain and at the end of the nerve.
            flow: what is left after each site.
            landmarks: (name, s in cm) of all that the course passes; a few are named beside the pipe.
        """
        sides = {"left": self.tr("Left"), "right": self.tr("Right")}
        name = nerve.name[:1].lower() + nerve.name[1:]
        self.title.setText(self.tr("{side} {nerve}").format(side=sides[side], nerve=name))
        self.hint.setText(
            self.tr("From the brain to its end. Choose how tight each site is and watch what is left below it.")
        )
        self._spare.hide()
        self.scroll_area.show()
        self.end.show()
        self.canvas.show_pipe(nerve, positions, span_cm, flow, landmarks)
        self.end.show_flow(flow)

    def show_selection(self, site: str | None) -> None:
        """Show which site is selected; one that is newly selected comes into view."""
        is_new = site != self.canvas.selected
        self.canvas.show_selection(site)
        if is_new and site in self.canvas.handles:
            self.scroll_area.ensureWidgetVisible(self.canvas.handles[site])

    def apply_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self.canvas.apply_palette(palette)
        self.end.gauge.apply_palette(palette)


class _End(QFrame):
    """What comes through at the end: a number, its word, a gauge, and that it is a picture."""

    def __init__(self, atlas: Atlas, palette: Palette) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.number = Text(step=28, strong=True)
        self.number.setFont(tabular(self.number.font()))
        self.word = Text(step=20)
        for label in (self.number, self.word):
            label.setWordWrap(False)
        self.gauge = _Gauge(palette, atlas.rules.flow.noticed_percent_left / 100)
        # The words of rules.yaml name the loss; some need that said.
        self._words = {
            "slight": self.tr("slight loss"),
            "clear": self.tr("clear loss"),
            "major": self.tr("major loss"),
        }
        layout = column(self, gap=4)
        layout.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        layout.addWidget(Text(self.tr("What comes through at the end, in this picture"), role="muted"))
        layout.addLayout(row(self.number, self.word, self.gauge, gap=2 * GRID, stretch_last=True))
        caption = self.tr(
            "At the tick a change is first noticed. A picture to explain, not a measurement of your nerve."
        )
        layout.addWidget(Text(caption, role="muted"))

    def show_flow(self, flow: Flow) -> None:
        """Put the end of the pipe into a number and a word."""
        self.number.setText(self.tr("{n} of 100").format(n=round(flow.flow * 100)))
        self.word.setText(self._words.get(flow.word, flow.word))
        self.gauge.show_value(flow.flow)


class _Gauge(QWidget):
    """A bar from nothing to full, with a tick where a change is first noticed in this picture."""

    def __init__(self, palette: Palette, noticed: float) -> None:
        super().__init__()
        self._palette = palette
        self._noticed = noticed
        self._value = 1.0
        self.setFixedHeight(2 * GRID)

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
        painter.setBrush(QColor(self._palette.accent))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * self._value, bar.height()), 3, 3)
        painter.setPen(QPen(QColor(self._palette.text), 2))
        x = bar.left() + bar.width() * self._noticed
        painter.drawLine(QPointF(x, bar.top() - 4), QPointF(x, bar.bottom() + 4))
        painter.end()
