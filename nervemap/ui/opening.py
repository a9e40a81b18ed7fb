"""From the first frame to the whole window: a kept picture of the map answers while the map itself is being made.

The picture is the map as it stood at rest, before anything was marked, with the area that each pixel belongs to. Where
files, program, colours, size and screen are those it was made with, it stands in the map's place, names the area under
the pointer and colours the one that is clicked; the click itself is passed on to the map once that stands. Otherwise
the window is made as a whole before anything is shown.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    qVersion,
)
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from nervemap import resources
from nervemap.kept import Keeper
from nervemap.palette import Palette

LEAST, HINT = QSize(320, 320), QSize(640, 720)
"""The least size of a map, and the one it would like, in px."""
DRAG_PX = 5
"""How far the pointer goes while it is pressed before it drags."""
_HOVERED, _CLICKED = 0.16, 0.24
_POLL_MS = 5
_READ = ("nervemap.anatomy.places", "nervemap.handout.map_picture", "nervemap.reasoning.candidates")
"""Modules that know no Qt, and numpy with them: they are read beside the window."""
_HAND = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
}
_ACTS = _HAND - {QEvent.Type.MouseMove} | {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.Close}


@dataclass(frozen=True, eq=False)
class Picture:
    """A map at rest: `image` in device px; `areas`, one byte per px: a number for each area, 0 where none is."""

    image: QImage
    areas: QImage

    @property
    def size(self) -> QSize:
        """The size of the map, in px."""
        return self.areas.size()

    def area_at(self, at: QPointF) -> int:
        """The number of the area under a point, or 0."""
        point = QPoint(int(at.x()), int(at.y()))
        return self.areas.pixelIndex(point) if self.areas.rect().contains(point) else 0

    def paint_area(self, painter: QPainter, area: int, color: QColor) -> None:
        """Colour one area."""
        colors = [0] * 256
        colors[area] = color.rgba()
        self.areas.setColorTable(colors)
        painter.drawImage(0, 0, self.areas)


class Album:
    """Keeps the picture; `look` is what it depends on besides files and size, such as the colours."""

    def __init__(self, *look: object) -> None:
        self._look = [str(one) for one in (*look, resources.language(), qVersion())]
        data, program = resources.folder("data"), Path(__file__).resolve().parents[1]
        ours = ("palette.py", "anatomy/*.py", "handout/*.py", "ui/map_*.py", "ui/opening.py")
        files = [*data.glob("*.yaml"), *data.glob("body/*.csv"), *(path for one in ours for path in program.glob(one))]
        self._keeper = Keeper("opening", files)

    def picture(self) -> Picture | None:
        """The kept one, where there is one for this look."""
        content = self._keeper.read()
        if content is None:
            return None
        end = content.find(b"\n")
        try:
            look, ratio, (width, height), (across, down) = json.loads(content[:end])
        except ValueError:
            return None
        rest = memoryview(content)[end + 1 :]
        if look != self._look or len(rest) != width * height + 4 * across * down:
            return None
        areas = QImage(rest, width, height, width, QImage.Format.Format_Indexed8).copy()
        image = QImage(rest[width * height :], across, down, 4 * across, QImage.Format.Format_RGB32).copy()
        image.setDevicePixelRatio(ratio)
        return Picture(image, areas)

    def keep(self, drawn: QPixmap, areas: bytes) -> None:
        """Keep what a map has drawn (in device px), and the numbers of its areas, one byte per px, row by row."""
        image = drawn.toImage().convertToFormat(QImage.Format.Format_RGB32)
        size, fine = drawn.deviceIndependentSize().toSize().toTuple(), image.size().toTuple()
        head = json.dumps([self._look, drawn.devicePixelRatio(), size, fine])
        self._keeper.write(head.encode() + b"\n" + areas + bytes(image.constBits()))


class OpeningMap(QWidget):
    """Stands in the map's place and keeps what the hand does, for the map to do it."""

    painted = Signal()

    def __init__(self, picture: Picture | None, palette: Palette) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMinimumSize(LEAST)
        self.setAccessibleName(self.tr("Map of the lower body"))
        self._picture = picture
        self._palette = palette
        self._hovered = 0
        self._clicked: set[int] = set()
        self._pressed: QPointF | None = None
        self._done: list[QEvent] = []

    def sizeHint(self) -> QSize:
        return HINT

    @property
    def picture(self) -> Picture | None:
        """The kept picture where it fits the room it got, and the screen."""
        kept = self._picture
        fits = kept and kept.size == self.size() and kept.image.devicePixelRatio() == self.devicePixelRatioF()
        return kept if fits else None

    def hand_over(self, map_: QWidget) -> None:
        """Let the map do what the hand has done; the picture is not needed any more."""
        for event in self._done:
            QCoreApplication.sendEvent(map_, event)
        self._done.clear()
        self._picture = None

    def event(self, event: QEvent) -> bool:
        if event.type() not in _HAND:
            return super().event(event)
        self._done.append(event.clone())
        if isinstance(event, QMouseEvent) and (picture := self.picture):
            self._answer(event, picture)
        event.accept()
        return True

    def _answer(self, event: QMouseEvent, picture: Picture) -> None:
        area = picture.area_at(event.position())
        left = event.button() == Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseButtonPress and left:
            self._pressed = event.position()
        elif event.type() == QEvent.Type.MouseButtonRelease and left and area and self._pressed:
            near = (event.position() - self._pressed).manhattanLength() < DRAG_PX
            self._clicked ^= {area} if near else set()
        self._hovered = area
        self.setCursor(Qt.CursorShape.PointingHandCursor if area else Qt.CursorShape.ArrowCursor)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if picture := self.picture:
            painter.drawImage(0, 0, picture.image)
            for area in self._clicked:
                picture.paint_area(painter, area, _faded(self._palette.mark, _CLICKED))
            if self._hovered:
                picture.paint_area(painter, self._hovered, _faded(self._palette.accent, _HOVERED))
        else:
            painter.fillRect(self.rect(), QColor(self._palette.background))
        if self.hasFocus():
            painter.setPen(QColor(self._palette.focus))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
        self.painted.emit()


def _faded(color: str, opacity: float) -> QColor:
    faded = QColor(color)
    faded.setAlphaF(opacity)
    return faded


class Opening(QObject):
    """Makes the rest of the window once the first frame stands: modules are read beside it, then step by step.

    Whoever does anything but point at the map meanwhile, finds the window whole: the rest is made first.
    """

    done = Signal()

    def __init__(self, app: QObject, parent: QObject, map_: OpeningMap, steps: Iterator[object]) -> None:
        super().__init__(parent)
        self._app = app
        self._map = map_
        self._steps = steps
        self._ended = False
        self._reading = threading.Thread(target=_read)
        self._next = QTimer(self, interval=_POLL_MS)
        self._next.timeout.connect(self._on_time)
        map_.painted.connect(self._on_painted, Qt.ConnectionType.QueuedConnection)
        self._app.installEventFilter(self)

    def _on_painted(self) -> None:
        if self._ended or self._next.isActive():
            return
        if self._map.picture is None:
            self.finish()
        else:
            self._reading.start()
            self._next.start()

    def _on_time(self) -> None:
        if not self._reading.is_alive():
            for _ in self._steps:
                return
            self.finish()

    def finish(self) -> None:
        """Make all that is left, now."""
        if self._ended:
            return
        self._ended = True
        self._next.stop()
        if self._reading.is_alive():
            self._reading.join()
        self._app.removeEventFilter(self)
        for _ in self._steps:
            pass
        self.done.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        points = watched is self._map and event.type() in _HAND
        if event.type() in _ACTS and isinstance(watched, QWidget) and not points:
            self.finish()
        return False


def _read() -> None:
    for module in _READ:
        import_module(module)
