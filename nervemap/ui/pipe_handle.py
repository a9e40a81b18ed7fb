"""The handle of a site beside the pipe: its name, a button for each grade and, where it is open, kind and slider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QWidget

from nervemap.content.model import CrimpKind, Grade, Kind, Site
from nervemap.palette import Palette
from nervemap.ui.pipe_icons import GRADES, ICON, KINDS, grade_icon, kind_icon
from nervemap.ui.theme import GRID, TOUCH
from nervemap.ui.widgets import Text

_LEAST_NAME = 15 * GRID  # px; narrower than this, the name goes above its buttons
_SLIDER = 3 * GRID
_LINE = 18  # px, a handle of which only the name is shown


class IconChoice(QWidget):
    """Buttons with a picture each, of which one at most is down; they show what the record says."""

    chosen = Signal(str)

    def __init__(self, words: Mapping[str, str], name: str, tone: str) -> None:
        super().__init__()
        self.value: str | None = None
        self.buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for key, word in words.items():
            button = QPushButton()
            button.setCheckable(True)
            button.setFixedSize(TOUCH, TOUCH)
            button.setIconSize(QSize(ICON, ICON))
            button.setProperty("kind", "tight")
            button.setProperty("tone", "quiet" if key == "none" else tone)
            button.setToolTip(word)
            button.setAccessibleName(f"{name}: {word}")
            button.clicked.connect(lambda _=False, key=key: self._on_clicked(key))
            self.buttons[key] = button
            layout.addWidget(button)

    def set_value(self, value: str | None) -> None:
        """Show which one is recorded; tells nobody."""
        self.value = value
        for key, button in self.buttons.items():
            button.setChecked(key == value)

    def _on_clicked(self, key: str) -> None:
        asked = key != self.value
        self.set_value(self.value)
        if asked:
            self.chosen.emit(key)


class _Slider(QSlider):
    """A slider that lets the wheel scroll: nobody means to change a crimp while looking for another."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Handle(QWidget):
    """A site's name, its grades and its kind; stands beside the pipe and is joined to its ring by a line.

    Keys while it has the focus: 0 to 3 for the grade, K for the next kind, up and down for the next handle.
    """

    crimp_requested = Signal(str, str)
    kind_requested = Signal(str, str)
    slid = Signal(str, str)
    slider_left = Signal()
    site_requested = Signal(str)
    hovered = Signal(object)
    step_requested = Signal(int)

    def __init__(self, site: Site, kinds: Mapping[str, CrimpKind], palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.site = site
        self.compact = False
        self._kinds = kinds
        self._grade: Grade = "none"
        self._kind: Kind = "pressed"
        self._open = False
        self._words = {
            "none": self.tr("none"),
            "mild": self.tr("mild"),
            "moderate": self.tr("moderate"),
            "severe": self.tr("severe"),
        }
        self.name = Text(site.name)
        self.name.setParent(self)
        self.name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.name.setToolTip(site.structure)
        self.state = Text(role="muted")
        self.state.setParent(self)
        self.grades = IconChoice(self._words, site.name, "mark")
        self.grades.setParent(self)
        self.grades.chosen.connect(lambda grade: self.crimp_requested.emit(site.id, grade))
        self.kinds: IconChoice | None = None
        self.slider: QSlider | None = None
        self.says = Text(role="muted")
        self.says.setParent(self)
        self._palette = palette
        if site.above_roots:
            self.grades.buttons["severe"].setToolTip(self.tr("Severe here: the urgent questions come first."))
        self.apply_palette(palette)
        self._show_parts()

    def apply_palette(self, palette: Palette) -> None:
        """Draw the pictures on the buttons in other colours."""
        for grade in GRADES:
            on = palette.text if grade == "none" else palette.surface
            self.grades.buttons[grade].setIcon(grade_icon(grade, palette.text, on))
        self._palette = palette
        for kind, button in self.kinds.buttons.items() if self.kinds else ():
            button.setIcon(kind_icon(cast(Kind, kind), palette.text, palette.surface))

    def show_crimp(self, grade: Grade, kind: Kind | None) -> None:
        """Show what is recorded here."""
        self._grade, self._kind = grade, kind or "pressed"
        self.grades.set_value(grade)
        self._show_values(kind)
        self.state.setText("" if grade == "none" else f"{self._words[grade]}, {self._kinds[self._kind].name}")
        self.state.setProperty("role", "muted")
        self.says.setText(self._kinds[self._kind].text if kind else "")
        self._show_parts()

    def _show_values(self, kind: Kind | None) -> None:
        if self.kinds and self.slider:
            self.kinds.set_value(kind)
            self.slider.blockSignals(True)
            self.slider.setValue(GRADES.index(self._grade))
            self.slider.blockSignals(False)

    def _make_open_parts(self) -> None:
        """Kind and slider are made when they are first wanted: most sites never want them."""
        self.kinds = IconChoice({key: row.name for key, row in self._kinds.items()}, self.site.name, "mark")
        self.kinds.setParent(self)
        self.kinds.chosen.connect(lambda kind: self.kind_requested.emit(self.site.id, kind))
        self.slider = _Slider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 2 if self.site.above_roots else 3)
        self.slider.setPageStep(1)
        self.slider.setAccessibleName(self.tr("{site}: how tight").format(site=self.site.name))
        self.slider.setToolTip(self.tr("How tight"))
        self.slider.valueChanged.connect(self._on_slid)
        self.slider.sliderReleased.connect(self.slider_left)
        self.apply_palette(self._palette)
        self._show_values(None if self._grade == "none" else self._kind)

    def set_open(self, is_open: bool, *, compact: bool) -> None:
        """Whether kind and slider are shown, and whether the others are mere names."""
        self._open, self.compact = is_open, compact
        if is_open and self.kinds is None:
            self._make_open_parts()
        self._show_parts()

    @property
    def _is_line(self) -> bool:
        return self.compact and not self._open

    def _show_parts(self) -> None:
        self.grades.setVisible(not self._is_line)
        if self.kinds and self.slider:
            self.slider.setVisible(self._open)
            self.kinds.setVisible(self._open and self._grade != "none")
        self.says.setVisible(self._open and self._grade != "none")
        self.state.setVisible(self._grade != "none")
        self.name.setText(self.site.name)
        self.name.setWordWrap(not self._is_line)
        self.state.setWordWrap(not self._is_line)
        self._arrange()

    def height_for(self, width: int) -> int:
        """How high the handle is when it is `width` px wide."""
        if self._is_line:
            return _LINE
        height = self._row_height(width)
        if self._open:
            kinds = TOUCH if self._grade != "none" else 0
            height += GRID // 2 + (_SLIDER + kinds if self._stacked(width) else TOUCH)
            if self._grade != "none":
                height += self.says.heightForWidth(width)
        return height

    def row_height(self, width: int) -> int:
        """How high its first row is, the same whether it is open or not: that row stays by its ring."""
        return self.height_for(width) if not self._open or self.compact else self._row_height(width)

    def _row_height(self, width: int) -> int:
        height = self._name_height(width)
        return height + TOUCH if self._stacked(width) else max(TOUCH, height)

    def _name_height(self, width: int) -> int:
        room = width if self._stacked(width) else width - self._grades_width() - GRID
        return self.name.heightForWidth(room) + self._state_height(room)

    def _state_height(self, room: int) -> int:
        return self.state.heightForWidth(room) if self._grade != "none" else 0

    def _grades_width(self) -> int:
        return 4 * TOUCH + 6

    def _stacked(self, width: int) -> bool:
        return width - self._grades_width() - GRID < _LEAST_NAME

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        width, grades = self.width(), self._grades_width()
        if self._is_line:
            state = self.state.sizeHint().width() if self._grade != "none" else 0
            room = width - state - GRID
            self.name.setText(self.name.fontMetrics().elidedText(self.site.name, Qt.TextElideMode.ElideRight, room))
            self.name.setGeometry(0, 0, room, _LINE)
            self.state.setGeometry(width - state, 0, state, _LINE)
            return
        stacked = self._stacked(width)
        room = width if stacked else width - grades - GRID
        state = self._state_height(room)
        name = self.name.heightForWidth(room)
        row = name + state if stacked else max(TOUCH, name + state)
        top = (row - name - state) // 2
        self.name.setGeometry(0, top, room, name)
        self.state.setGeometry(0, top + name, room, state)
        below = row
        if stacked:
            self.grades.setGeometry(0, row, grades, TOUCH)
            below += TOUCH
        else:
            self.grades.setGeometry(width - grades, (row - TOUCH) // 2, grades, TOUCH)
        below += GRID // 2
        if self.kinds is None or self.slider is None:
            return
        if stacked:
            self.slider.setGeometry(0, below, grades, _SLIDER)
            below += _SLIDER
            self.kinds.setGeometry(0, below, grades, TOUCH)
        else:
            self.slider.setGeometry(0, below, width - grades - GRID, TOUCH)
            self.kinds.setGeometry(width - grades, below, grades, TOUCH)
        self.says.setGeometry(0, below + TOUCH, width, max(0, self.height() - below - TOUCH))

    def _on_slid(self, value: int) -> None:
        self.slid.emit(self.site.id, GRADES[value])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.site_requested.emit(self.site.id)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.hovered.emit(self.site.id)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text()
        if key in ("0", "1", "2", "3"):
            if GRADES[int(key)] != self._grade:
                self.crimp_requested.emit(self.site.id, GRADES[int(key)])
        elif key.lower() == "k" and self._grade != "none":
            self.kind_requested.emit(self.site.id, KINDS[(KINDS.index(self._kind) + 1) % len(KINDS)])
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_requested.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)
