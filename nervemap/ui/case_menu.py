"""The menu of the case: its acts with their keys, the files that were used lately, and work that was put aside."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from nervemap.case import recent
from nervemap.case.autosave import Left, drop, left_behind
from nervemap.content.atlas import Atlas
from nervemap.ui.case_controller import CaseController, when
from nervemap.ui.menus import new_action


class CaseMenu(QObject):
    """Fills a menu with what can be done with the case of a window."""

    def __init__(self, window: QMainWindow, atlas: Atlas, cases: CaseController, menu: QMenu) -> None:
        super().__init__(window)
        self._atlas, self._cases = atlas, cases
        keys = QKeySequence.StandardKey
        self.save = new_action(window, self.tr("&Save"), cases.save, keys.Save)
        self.save_as = new_action(window, self.tr("Save &as\u2026"), cases.save_as, "Ctrl+Shift+S")
        self.recent = QMenu(self.tr("Open &recent"), window)
        self.recent.aboutToShow.connect(self._fill_recent)
        menu.addAction(new_action(window, self.tr("&New case"), cases.new, keys.New))
        menu.addAction(new_action(window, self.tr("&Example case"), cases.example, "Ctrl+E"))
        menu.addAction(new_action(window, self.tr("&Open\u2026"), cases.ask_what_to_open, keys.Open))
        menu.addMenu(self.recent)
        menu.addSeparator()
        menu.addActions([self.save, self.save_as])
        cases.state_changed.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        self.save.setEnabled(self._cases.can_be_saved)
        self.save_as.setEnabled(self._cases.can_be_saved)

    def _fill_recent(self) -> None:
        self.recent.clear()
        files = recent.recent_files()
        for path in files:
            action = self.recent.addAction(path.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, path=path: self._cases.open(path))
        aside = [one for one in left_behind(self._atlas) if one.aside]
        for left in aside:
            name = left.document.case.label or self.tr("a case without a label")
            words = self.tr("Not saved, {when}: {name}").format(when=when(left), name=name[:60])
            action = self.recent.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, left=left: self._cases.take_up(left))
        if files or aside:
            self.recent.addSeparator()
            self.recent.addAction(self.tr("Clear this list")).triggered.connect(lambda: self._clear(aside))
        else:
            self.recent.addAction(self.tr("No files yet")).setEnabled(False)

    def _clear(self, aside: list[Left]) -> None:
        recent.forget_all()
        for left in aside:
            drop(left)
