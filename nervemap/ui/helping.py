"""The menu of help: what the place in sight is for, the keys, "show me", and what the program is and is not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox

from nervemap import __version__, resources
from nervemap.content.atlas import Atlas
from nervemap.content.model_guide import ShowStep
from nervemap.ui.menus import new_action
from nervemap.ui.story_bar import StoryBar


class Helping(QObject):
    """Tells "show me" in its bar, step by step over the window; asks for places, views and nerves as a person would."""

    example_requested = Signal()
    place_requested = Signal(str)
    view_requested = Signal(str)
    nerve_requested = Signal(str)

    def __init__(self, window: QMainWindow, atlas: Atlas, in_sight: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._atlas, self._in_sight = window, atlas, in_sight
        self._waits = False
        self.story = StoryBar(self.tr("Show me"))
        self.story.step_shown.connect(self._on_step)

    def fill(self, menu: QMenu) -> None:
        """Put the acts into a menu."""
        for text, act, key in (
            (self.tr("&Help for this place"), lambda: self.show_help(self._in_sight()), "F1"),
            (self.tr("All &keys"), lambda: self.show_help("keys"), "Shift+F1"),
            (self.tr("&Show me"), self.show_me, None),
        ):
            menu.addAction(new_action(self._window, text, act, key))
        menu.addSeparator()
        menu.addAction(new_action(self._window, self.tr("&About nervemap"), self._about))

    def show_help(self, page: str) -> None:
        """Open the help for a place, or the list of keys."""
        from nervemap.ui.guide import Guide  # read when help is wanted: the window opens sooner

        guide = self._window.findChild(Guide) or Guide(self._window, self._atlas)
        guide.show_help(page)
        guide.show()
        guide.raise_()

    def show_me(self) -> None:
        """Ask for the example case; it is told when it lies on the table."""
        self._waits = True
        self.example_requested.emit()

    def case_opened(self, label: str) -> None:
        """Another case lies on the table: tell it where it is the example that was asked for."""
        told, self._waits = self._waits and label == self._atlas.example.title, False
        self.story.stop()
        if told:
            self.story.tell(tuple(self._atlas.show_me.values()))

    def _on_step(self, step: ShowStep) -> None:
        self.place_requested.emit(step.place)
        self.view_requested.emit(step.view)
        if step.nerve:
            self.nerve_requested.emit(step.nerve)
        self.story.setFocus()

    def _about(self) -> None:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("About nervemap"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"nervemap {__version__}\n\n{self._atlas.rules.fixed_sentence}")
        box.setInformativeText((resources.folder("assets") / "credits.txt").read_text(encoding="utf-8"))
        box.open()
