"""The menu bar. Its titles stand from the first frame on; what is in them is added once all of the window is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from nervemap.case.workspace import Workspace

Key = str | QKeySequence.StandardKey | None


class Menus(QObject):
    """Makes the menus of the window; others fill those of their own."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        bar = window.menuBar()
        self.case = bar.addMenu(self.tr("&Case"))
        self.edit = bar.addMenu(self.tr("&Edit"))
        self.view = bar.addMenu(self.tr("&View"))
        self.go = bar.addMenu(self.tr("&Go"))
        self.help = bar.addMenu(self.tr("&Help"))
        self.undo_action = QAction(window)
        self.redo_action = QAction(window)

    def fill_edit(self, workspace: Workspace) -> None:
        """Undo and redo."""
        self.undo_action.setShortcut(QKeySequence.StandardKey.Undo)
        self.undo_action.triggered.connect(lambda _=False: workspace.undo())
        self.redo_action.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.redo_action.triggered.connect(lambda _=False: workspace.redo())
        self.edit.addActions([self.undo_action, self.redo_action])

    def show_history(self, workspace: Workspace) -> None:
        """Say what undo and redo would do."""
        undo, redo = workspace.undo_text, workspace.redo_text
        self.undo_action.setEnabled(workspace.can_undo)
        self.redo_action.setEnabled(workspace.can_redo)
        self.undo_action.setText(self.tr("Undo: {act}").format(act=undo) if undo else self.tr("Undo"))
        self.redo_action.setText(self.tr("Redo: {act}").format(act=redo) if redo else self.tr("Redo"))


def new_action(parent: QObject, text: str, act: Callable[[], object], key: Key = None) -> QAction:
    """An act with its key, for a menu."""
    action = QAction(text, parent)
    if key is not None:
        action.setShortcut(key)
    action.triggered.connect(lambda _=False: act())
    return action
