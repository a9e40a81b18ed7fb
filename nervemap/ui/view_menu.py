"""The menu of how the window looks: colours, text size, motion. What is chosen is kept in the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from nervemap.palette import Scheme
from nervemap.ui.menus import new_action
from nervemap.ui.settings import TEXT_SIZES, Settings
from nervemap.ui.theme import Theme


class ViewMenu(QObject):
    """Fills a menu; `motion_reduced` tells whether nothing may move by itself, `set_back` that all is as designed."""

    motion_reduced = Signal(bool)
    set_back = Signal()

    def __init__(self, menu: QMenu, theme: Theme, settings: Settings) -> None:
        super().__init__(menu)
        self._theme = theme
        self._settings = settings
        colours = {
            None: self.tr("Like the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
            "contrast": self.tr("High contrast"),
        }
        self._schemes = self._choices(menu, colours, settings.scheme, self._set_scheme)
        menu.addSeparator()
        sizes = {size: self.tr("Text {n} %").format(n=size) for size in TEXT_SIZES}
        self._sizes = self._choices(menu, sizes, settings.text_size, self._set_text_size)
        for text, step, key in ((self.tr("Larger text"), 1, "Ctrl++"), (self.tr("Smaller text"), -1, "Ctrl+-")):
            menu.addAction(new_action(menu, text, partial(self._step_text, step), key))
        menu.addSeparator()
        self.motion = menu.addAction(self.tr("Reduce motion"))
        self.motion.setCheckable(True)
        self.motion.setChecked(settings.reduced_motion)
        self.motion.toggled.connect(self._set_motion)
        menu.addSeparator()
        menu.addAction(new_action(menu, self.tr("Back to the usual settings"), self._set_back))

    def _choices(
        self, menu: QMenu, names: Mapping[Any, str], chosen: object, act: Callable[[Any], None]
    ) -> dict[Any, QAction]:
        """One of several; the first is the default."""
        group = QActionGroup(self)
        actions = {}
        for value, name in names.items():
            actions[value] = new_action(menu, name, partial(act, value))
            menu.addAction(actions[value])
            actions[value].setCheckable(True)
            actions[value].setChecked(value == chosen)
            group.addAction(actions[value])
        return actions

    def _set_scheme(self, scheme: Scheme | None) -> None:
        self._settings.scheme = scheme
        self._theme.set_override(scheme)

    def _set_text_size(self, size: int) -> None:
        self._settings.text_size = size
        self._theme.set_text_size(size)

    def _step_text(self, step: int) -> None:
        at = TEXT_SIZES.index(self._settings.text_size) + step
        if 0 <= at < len(TEXT_SIZES):
            self._sizes[TEXT_SIZES[at]].trigger()

    def _set_motion(self, reduced: bool) -> None:
        self._settings.reduced_motion = reduced
        self.motion_reduced.emit(reduced)

    def _set_back(self) -> None:
        self._schemes[None].trigger()
        self._sizes[TEXT_SIZES[0]].trigger()
        self.motion.setChecked(False)
        self.set_back.emit()
