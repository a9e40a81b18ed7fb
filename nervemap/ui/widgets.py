"""Small widgets that the panels share: plain-text labels, segmented choices, headings."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from nervemap.ui.flow_row import FlowRow
from nervemap.ui.theme import GRID, STEPS, TOUCH

ChoiceKind = Literal["segment", "tight", "tab", "page"]
_TIP_LETTERS = 60
LINE_LENGTH = 640  # px; about 75 characters of body text as designed, longer lines are hard to read


def restyle(widget: QWidget, **properties: Any) -> bool:
    """Set properties that the stylesheet looks at; if one changed, let the style look again. Gives whether it did."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return False
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    return True


class Text(QLabel):
    """A wrapping label that shows its text as it is: nothing in data or typed by a person is read as markup."""

    def __init__(self, text: str = "", *, role: str = "", step: int = 13, strong: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setProperty("role", role)
        self.setProperty("step", str(step))
        self.setProperty("weight", "strong" if strong else "")
        self.setText(text)


class Heading(Text):
    """The heading of a section."""

    def __init__(self, text: str, *, step: int = 20) -> None:
        super().__init__(text, step=step, strong=True)


def rule() -> QFrame:
    """A quiet line between two parts."""
    line = QFrame()
    line.setProperty("kind", "rule")
    return line


def card(kind: str = "card") -> tuple[QFrame, QVBoxLayout]:
    """A framed surface and the column in it."""
    frame = QFrame()
    frame.setProperty("kind", kind)
    return frame, column(frame, margin=2 * GRID)


def column(parent: QWidget | None = None, *, margin: int = 0, gap: int = GRID) -> QVBoxLayout:
    """A column on the grid."""
    layout = QVBoxLayout(parent) if parent else QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout


class _Page(QWidget):
    """What scrolls: as high as its lines need at the width it gets, not at the narrowest width they could have."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class ScrollColumn(QScrollArea):
    """A column that scrolls when it is taller than its place; lines never grow beyond a readable length."""

    def __init__(self, *, gap: int = 2 * GRID, width: int = LINE_LENGTH) -> None:
        super().__init__()
        self._width = width
        page = _Page()
        page.setProperty("kind", "page")
        self.layout_ = column(page, gap=gap)
        self.page = page
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keep_margins(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_margins(event.size().width())

    def reveal(self, widget: QWidget) -> None:
        """Scroll until something in it stands in sight, once it has been laid out."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(widget, 0, 2 * GRID))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._keep_margins(self.viewport().width())
        super().changeEvent(event)

    def _keep_margins(self, seen: int) -> None:
        spare = max(0, seen - round(self._width * self.font().pointSizeF() / STEPS[0]) - 6 * GRID)
        self.layout_.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID + spare, 3 * GRID)


def tip(text: str) -> str:
    """Text for a tooltip, which Qt sets in one line however long: broken into lines that can be read at a glance."""
    return "\n".join(textwrap.fill(line, _TIP_LETTERS, break_on_hyphens=False) for line in text.splitlines())


def act_button(text: str, name: str, act: Callable[[], object]) -> QPushButton:
    """A small button of few letters or a sign; `name` says what it does."""
    button = QPushButton(text)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setMinimumWidth(TOUCH)
    button.clicked.connect(lambda _=False: act())
    return button


class Toggle(QPushButton):
    """A button that stays down while it is on.

    A screen reader can press it, which emits `clicked`, or toggle it, of which Qt tells only `toggled`: here that is a
    press too. What the program itself shows by `setChecked` is none.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._told = False
        self.setCheckable(True)
        self.toggled.connect(self._on_toggled)

    def setChecked(self, down: bool) -> None:
        self._told = True
        super().setChecked(down)
        self._told = False

    def nextCheckState(self) -> None:
        self._told = True
        super().nextCheckState()
        self._told = False

    def _on_toggled(self, down: bool) -> None:
        if not self._told:
            self.setChecked(not down)
            self.click()


def hold_widths(buttons: Iterable[QPushButton], font: QFont, around: int) -> None:
    """Give buttons the width of their bold text: what turns bold when it is checked must not move its neighbours."""
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    for button in buttons:
        button.setFixedWidth(max(QFontMetrics(bold).horizontalAdvance(button.text()) + around + 4, 5 * GRID))


class Choice(QWidget):
    """A question's answers as buttons beside one another, of which one at most is down.

    Pressing the one that is down takes the answer back when `clearable`. `chosen` gives the key, or None. The buttons
    show what the record says: they change when `set_value` is called, not when they are pressed. `kind` is how they
    look: answers and views as a `segment`, small ones `tight`, the places of the window as a `tab`, the pages of a
    place as a `page`.
    """

    chosen = Signal(object)

    def __init__(
        self, options: Mapping[str, str], *, name: str, clearable: bool = True, kind: ChoiceKind = "segment"
    ) -> None:
        super().__init__()
        self._value: str | None = None
        self._clearable = clearable
        self._kind = kind
        self.buttons: dict[str, QPushButton] = {}
        layout = FlowRow(gap={"tight": 2, "tab": 0, "page": 0}.get(kind, GRID))
        self.setLayout(layout)
        for key, label in options.items():
            button = Toggle(label)
            button.setProperty("kind", kind)
            button.setAccessibleName(f"{name}: {label}")
            button.clicked.connect(lambda _=False, key=key: self._on_clicked(key))
            self.buttons[key] = button
            layout.addWidget(button)
        self._keep_widths()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._keep_widths()
        super().changeEvent(event)

    def _keep_widths(self) -> None:
        hold_widths(self.buttons.values(), self.font(), GRID if self._kind == "tight" else 3 * GRID)

    @property
    def value(self) -> str | None:
        """The key of the button that is down."""
        return self._value

    def set_value(self, value: str | None) -> None:
        """Show which answer is recorded; tells nobody."""
        self._value = value
        for key, button in self.buttons.items():
            button.setChecked(key == value)

    def _on_clicked(self, key: str) -> None:
        asked = None if key == self._value and self._clearable else key
        self.set_value(self._value)
        if asked != self._value:
            self.chosen.emit(asked)


class Expander(QWidget):
    """A line that opens and closes what stands under it, which `make` makes when it is first opened.

    `name` tells several of the same title apart.
    """

    def __init__(self, title: str, make: Callable[[], QWidget], name: str = "") -> None:
        super().__init__()
        self._title = title
        self._name = name or title
        self._make = make
        self._inner: QWidget | None = None
        self.button = QPushButton()
        self.button.setProperty("kind", "flat")
        self.button.clicked.connect(lambda: self.set_open(not self.is_open))
        self._layout = column(self, gap=0)
        self._layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.set_open(False)

    @property
    def is_open(self) -> bool:
        """Whether what stands under it can be seen."""
        return self._inner is not None and not self._inner.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Open or close."""
        if is_open and self._inner is None:
            self._inner = self._make()
            self._layout.addWidget(self._inner)
        if self._inner:
            self._inner.setVisible(is_open)
        self.button.setText(("\u25be " if is_open else "\u25b8 ") + self._title)
        self.button.setAccessibleName(self._name)
        self.button.setAccessibleDescription(self.tr("open") if is_open else self.tr("closed"))


def wide_row(first: QWidget, *rest: QWidget) -> QHBoxLayout:
    """The first takes the room, the rest stand at the right."""
    layout = row(first, *rest, gap=2 * GRID, stretch_last=True)
    layout.setStretch(0, 1)
    layout.setStretch(len(rest), 0)
    return layout


def ends_row(first: QWidget, last: QWidget) -> QHBoxLayout:
    """One at the left, one at the right, neither wider than it needs to be."""
    layout = row(first)
    layout.addWidget(last)
    return layout


class _KeepsWidth(QObject):
    """Keeps a widget as wide as designed in the measure of its text."""

    def __init__(self, widget: QWidget, width: int) -> None:
        super().__init__(widget)
        self._width = width
        self.eventFilter(widget, QEvent(QEvent.Type.FontChange))
        widget.installEventFilter(self)

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange and isinstance(widget, QWidget):
            widget.setFixedWidth(round(self._width * QApplication.font().pointSizeF() / STEPS[0]))
        return False


def keep_width(widget: QWidget, width: int) -> None:
    """Fix a width, in px as designed: larger text gets as much more."""
    _KeepsWidth(widget, width)


def bullet(text: str) -> QHBoxLayout:
    """One point of a list; its second line stands under its first."""
    dot = Text("\u2022")
    dot.setAlignment(Qt.AlignmentFlag.AlignTop)
    keep_width(dot, GRID)
    return row(dot, Text(text), stretch_last=True)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            let_go(widget)
        elif inner := item.layout():
            clear(inner)


def let_go(widget: QWidget) -> None:
    """Take a widget from the screen at once, and end it when nothing of it is at work any more."""
    widget.hide()
    widget.deleteLater()


def row(*widgets: QWidget, gap: int = GRID, stretch_last: bool = False) -> QHBoxLayout:
    """Widgets beside one another on the grid, kept to the left unless the last takes the rest."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    for widget in widgets:
        layout.addWidget(widget, 1 if stretch_last and widget is widgets[-1] else 0)
    if not stretch_last:
        layout.addStretch(1)
    return layout
