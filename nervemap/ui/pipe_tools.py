"""What a site is crimped with, opened under its row: a button for each grade and each kind, and a slider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QWidget

from nervemap.content.model import Grade, Kind, Site
from nervemap.content.model_pipe import CrimpKind
from nervemap.palette import Palette
from nervemap.ui.pipe_beside import SmallText
from nervemap.ui.pipe_icons import GRADES, ICON, grade_icon, kind_icon
from nervemap.ui.theme import GRID, TOUCH
from nervemap.ui.widgets import Toggle, tip

_SLIDER = 18  # px
_APART = 1  # px between the buttons of a choice


class IconChoice(QWidget):
    """Buttons with a picture each, of which one at most is down; they show what the record says."""

    chosen = Signal(str)

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self.value: str | None = None
        self._words = words
        self.buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_APART)
        for key, word in words.items():
            button = Toggle()
            button.setFixedSize(TOUCH, TOUCH)
            button.setIconSize(QSize(ICON, ICON))
            button.setProperty("kind", "tight")
            button.setProperty("tone", "quiet" if key == "none" else "mark")
            button.setToolTip(word)
            button.clicked.connect(lambda _=False, key=key: self._on_clicked(key))
            self.buttons[key] = button
            layout.addWidget(button)

    def show_for(self, name: str, value: str | None) -> None:
        """Show whose choice it is, and which one is recorded; tells nobody."""
        self.value = value
        for key, button in self.buttons.items():
            button.setAccessibleName(f"{name}: {self._words[key]}")
            button.setChecked(key == value)

    def _on_clicked(self, key: str) -> None:
        for one, button in self.buttons.items():  # the record says what is down
            button.setChecked(one == self.value)
        if key != self.value:
            self.chosen.emit(key)


class _Slider(QSlider):
    """A slider that lets the wheel scroll: nobody means to change a crimp while looking for another."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CrimpTools(QWidget):
    """Grade, kind and slider of the site that is selected. Its keys are those of the site's row (`key_pressed`)."""

    crimp_requested = Signal(str, str)
    kind_requested = Signal(str, str)
    slid = Signal(str, str)
    slider_left = Signal()
    key_pressed = Signal(object)
    hovered = Signal(object)  # id of the site whose tools lie under the pointer, or None

    def __init__(self, grades: Mapping[str, str], kinds: Mapping[str, CrimpKind], parent: QWidget) -> None:
        super().__init__(parent)
        self._site: Site | None = None
        self.grades = IconChoice(grades)
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.kinds = IconChoice({key: row.name for key, row in kinds.items()})
        for key, row in kinds.items():
            self.kinds.buttons[key].setToolTip(tip(f"{row.name}: {row.text}"))
        self.state = SmallText(role="muted")
        for part in (self.grades, self.slider, self.kinds, self.state):
            part.setParent(self)
        self.slider.setPageStep(1)
        self.slider.setToolTip(self.tr("How tight"))
        self.slider.valueChanged.connect(lambda value: self._site and self.slid.emit(self._site.id, GRADES[value]))
        self.slider.sliderReleased.connect(self.slider_left)
        self.grades.chosen.connect(lambda grade: self._site and self.crimp_requested.emit(self._site.id, grade))
        self.kinds.chosen.connect(lambda kind: self._site and self.kind_requested.emit(self._site.id, kind))
        self.hide()

    def apply_palette(self, palette: Palette) -> None:
        """Draw the pictures on the buttons in other colours."""
        for grade in GRADES:
            on = palette.text if grade == "none" else palette.surface
            self.grades.buttons[grade].setIcon(grade_icon(grade, palette.text, on))
        for kind, button in self.kinds.buttons.items():
            button.setIcon(kind_icon(cast(Kind, kind), palette.text, palette.surface))

    def show_crimp(self, site: Site, grade: Grade, kind: Kind | None, state: str) -> None:
        """Show the site that is selected and what is recorded there; a kind only where something is crimped."""
        self._site = site
        self.state.setText(state)
        self.grades.show_for(site.name, grade)
        self.grades.buttons["severe"].setToolTip(
            self.tr("Severe here: the urgent questions come first.") if site.above_roots else self.tr("severe")
        )
        self.kinds.show_for(site.name, kind)
        self.kinds.setVisible(kind is not None)
        self.slider.blockSignals(True)
        self.slider.setRange(0, 2 if site.above_roots else 3)
        self.slider.setValue(GRADES.index(grade))
        self.slider.blockSignals(False)
        self.slider.setAccessibleName(self.tr("{site}: how tight").format(site=site.name))

    def height_for(self, width: int) -> int:
        """How high it is when it is `width` px wide: room for the kinds is kept, so that nothing moves at a crimp."""
        return 2 * TOUCH if self._is_stacked(width) else TOUCH + _SLIDER

    @staticmethod
    def _is_stacked(width: int) -> bool:
        return width < 2 * _CHOICE + GRID

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grades, kinds beside them, slider and words below; where it is narrow slider and words stand at the right."""
        self.grades.setGeometry(0, 0, _CHOICE, TOUCH)
        if self._is_stacked(self.width()):
            after = _CHOICE + GRID
            room = max(0, self.width() - after)
            self.slider.setGeometry(after, 0, room, TOUCH)
            self.kinds.setGeometry(0, TOUCH, _CHOICE, TOUCH)
            self.state.setGeometry(after, TOUCH, room, TOUCH)
        else:
            beside = min(self.width() - _CHOICE, _CHOICE + 3 * GRID)
            self.slider.setGeometry(0, TOUCH, _CHOICE, _SLIDER)
            self.kinds.setGeometry(beside, 0, _CHOICE, TOUCH)
            self.state.setGeometry(beside, TOUCH, self.width() - beside, _SLIDER)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.hovered.emit(self._site.id if self._site else None)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.key_pressed.emit(event)


_CHOICE = 4 * TOUCH + 3 * _APART
