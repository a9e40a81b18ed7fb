"""Windows stay in sight while screens come, go, or are scaled or turned otherwise."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from nervemap.ui.settings import Settings
from nervemap.ui.theme import GRID

SETTLE_MS = 400  # the window system may move windows of its own accord, and does that first


class Screens(QObject):
    """Tells `changed` once, shortly after screens came, went or changed their room."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.changed)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._on_added)
        app.screenRemoved.connect(self._on_changed)
        for screen in app.screens():
            screen.availableGeometryChanged.connect(self._on_changed)

    def _on_added(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._on_changed)
        self._settle.start()

    def _on_changed(self, _: object) -> None:
        self._settle.start()


def bring_into_sight(window: QWidget) -> None:
    """Move a window that reaches beyond its screen back onto it, and make it no larger than that."""
    room, frame = window.screen().availableGeometry(), window.frameGeometry()
    if window.isMaximized() or window.isFullScreen() or room.contains(frame):
        return
    edges = frame.size() - window.size()
    window.resize(window.size().boundedTo(room.size() - edges))
    frame = window.frameGeometry()
    window.move(
        max(room.left(), min(frame.left(), room.right() + 1 - frame.width())),
        max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height())),
    )


def stand(window: QWidget, settings: Settings) -> None:
    """Let a window stand where it stood last, on a screen that is there; otherwise as designed."""
    room = window.screen().availableSize()
    window.resize(min(1280, room.width()), min(800, room.height() - 3 * GRID))
    kept = settings.geometry
    if not kept.isEmpty() and not window.restoreGeometry(kept):
        settings.refuse("geometry")
