"""The map as it is drawn: the body from one view with what is shown over it, coarse at once and sharp when it rests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QHideEvent, QImage, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from nervemap.anatomy.body import Body
from nervemap.anatomy.scene import Ring
from nervemap.anatomy.views import View
from nervemap.content.atlas import Atlas
from nervemap.palette import Palette
from nervemap.ui.map_around import Around
from nervemap.ui.map_drawing import Drawing, Kind, Shown
from nervemap.ui.map_frame import Frame, Look, Plan
from nervemap.ui.map_hands import MapHands
from nervemap.ui.map_maker import FrameMaker
from nervemap.ui.map_motion import Motion
from nervemap.ui.map_over import Over, Wanted
from nervemap.ui.opening import HINT, LEAST

_HIDDEN_MS = 1000
"""How long a map that is hidden keeps its pictures: who looks at the panel for a moment finds them as they were."""
_GATHER_MS = 8
"""How long what is to be drawn anew is gathered before the worker is asked: one act often changes several things."""


class MapCanvas(MapHands):
    """Draws a body with marks, nerves and sites.

    A change shows at once, in a coarse picture where the view is another one; what takes longer (the full picture, the
    nerves and the names beside them) comes from a worker thread.
    """

    def __init__(self, atlas: Atlas, body: Body, palette: Palette, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(LEAST)
        self._body = body
        self._view = View()
        self._shown = Shown(palette)
        self._reduced_motion = False
        self._kept = QSize(0, 0)
        self._around = Around(body)

        self._frame: Frame | None = None
        self._over: Over | None = None
        self._strip: QImage | None = None  # the last one, while the next is made
        self._base: QPixmap | None = None
        self._kept_base: QPixmap | None = None
        self._wanted_now: Wanted | None = None
        self._last_wanted: Wanted | None = None
        self._has_rested = False  # all nerves at once wait for the first sharp picture: the window opens sooner
        self._moving = False
        self._motion = Motion(self)
        self._old: QPixmap | None = None
        self._old_share = 0.0
        self._comes_softly = False
        self._drawing = Drawing(atlas, self._words(), self._hint())
        self._maker = FrameMaker(atlas, body, self)
        self._maker.made.connect(self._on_made)
        self._maker.sharpened.connect(self._on_sharpened)
        self._asking = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._asking.timeout.connect(self._ask)
        self._hidden = QTimer(self, singleShot=True, interval=_HIDDEN_MS)
        self._hidden.timeout.connect(self._forget_pictures)

    def _words(self) -> dict[Kind, str]:
        return {
            "ache": self.tr("ache"),
            "tight": self.tr("tight"),
            "sharp": self.tr("sharp"),
            "burning": self.tr("burning"),
            "electric": self.tr("electric"),
            "tingling": self.tr("tingling"),
            "numb": self.tr("numb"),
            "cold": self.tr("cold"),
            "here": self.tr("felt here"),
            "below": self.tr("felt below"),
            "above": self.tr("felt above"),
        }

    def _hint(self) -> str:
        return self.tr("Click where it hurts. Drag to turn, wheel to zoom. Keys: arrows and space.")

    # ---- what the map that is made of it does -----------------------------------------------------------------

    def paint_pointed(self, painter: QPainter, frame: Frame) -> None:
        """Paint what follows pointer and keys, in px of the frame."""
        raise NotImplementedError

    def show_access(self) -> None:
        """Tell a screen reader and the arrow keys what is where."""
        raise NotImplementedError

    # ---- what is drawn ----------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """From where the body is seen."""
        return self._view

    @property
    def rests(self) -> bool:
        """Whether the picture is finished: nothing moves, and all is drawn as sharp as it gets."""
        frame = self._frame
        still = self._motion.animation is None and not self._moving
        return still and frame is not None and frame.sharp and frame.look == self._look and not self._is_behind

    @property
    def shown(self) -> Shown:
        """All that the map shows."""
        return self._shown

    @property
    def rings(self) -> list[Ring]:
        """The sites as they are drawn now, in px."""
        return self._over.rings if self._over and not self._moving else []

    def _show(self, **changed: Any) -> None:
        if any(getattr(self._shown, name) != value for name, value in changed.items()):
            self._shown = replace(self._shown, **changed)
            self._wanted_now = None
            if {"nerves", "felt"} & changed.keys() and self.isVisible() and self._base:
                self._comes_softly = True  # when the nerves are there
                self.update()
            else:
                self._dirty()

    def keep_free(self, room: QSize) -> None:
        """Leave the lower right corner free for what stands over the map there."""
        if room != self._kept:
            self._kept = room
            self._dirty()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Change views at once instead of moving."""
        self._reduced_motion = reduced

    # ---- as it opens ------------------------------------------------------------------------------------------

    def begin_with(self, picture: QPixmap) -> None:
        """Show a picture kept from another time until the map's own is as sharp, or anything changes."""
        self._at_hand()
        self._base = self._kept_base = picture
        self._has_rested = True

    def resting(self) -> tuple[QPixmap, bytes] | None:
        """What a map draws that rests as it opens, and the area of each px as a number; None once it was used."""
        opens = self.rests and self._view == View() and self._shown == Shown(self._shown.palette)
        if not opens or self._base is None:
            return None
        keys, _ = self._body.area_keys(self._at_hand().buffers, "regions")
        if strip := self._look.strip:
            box = strip.toRect()
            keys[box.top() : box.bottom() + 1, box.left() : box.right() + 1] = 0
        return self._base, keys.clip(0).astype("u1").tobytes()

    # ---- drawing ----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return HINT

    def closeEvent(self, event: QCloseEvent) -> None:
        self._maker.wait()
        self._forget_pictures()
        super().closeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hidden.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hidden.stop()

    def _forget_pictures(self) -> None:
        """Keep nothing that can be drawn anew: on a large screen that is 80 MB."""
        self._stop()
        self._frame = self._over = self._base = self._kept_base = self._strip = None
        self._maker.let_go()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._wanted_now = None
            self._dirty()

    def paintEvent(self, event: QPaintEvent) -> None:
        frame = self._at_hand()
        if self._base is None:
            self._base = self._composed(frame)
        if not self._moving and self._is_behind:
            self._asking.start()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._base)
        if self._old:
            painter.setOpacity(self._old_share)
            painter.drawPixmap(0, 0, self._old)
            painter.setOpacity(1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._moving:
            painter.save()
            painter.scale(1 / frame.factor, 1 / frame.factor)
            self.paint_pointed(painter, frame)
            painter.restore()
        if self.hasFocus():
            painter.setPen(QColor(self._shown.palette.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _composed(self, frame: Frame) -> QPixmap:
        """The picture, with what is there so far."""
        if self._over and self._over.frame is frame and not self._moving:
            return self._drawing.compose(frame, self._shown, self.font(), self._over, self._wanted.lit, self._strip)
        # The nerves as they were last, until others are found: that takes longer than a picture may.
        wanted = self._last_wanted or self._wanted
        strokes = self._maker.strokes(frame, wanted) if "nerves" in self._shown.layers else []
        return self._drawing.compose(frame, self._shown, self.font(), strokes, wanted.lit, self._strip)

    @property
    def _plan(self) -> Plan:
        return Plan(self.size(), self._kept)

    @property
    def _look(self) -> Look:
        """What the picture of the body should show now."""
        return Look(
            self._view, self._plan, self._shown.palette, "bones" in self._shown.layers, self.devicePixelRatioF()
        )

    @property
    def _wanted(self) -> Wanted:
        """What should lie over the body now."""
        if self._wanted_now is None:
            self._wanted_now = self._drawing.wanted(self._shown, self._look, self.font(), nerves=self._has_rested)
        return self._wanted_now

    @property
    def _is_behind(self) -> bool:
        """Whether the picture is to be drawn anew by the worker."""
        over = self._over
        return over is None or over.frame is not self._frame or over.wanted != self._wanted

    def _at_hand(self) -> Frame:
        """A frame of what is to be seen now: the full one if it is there, else a coarse one."""
        look = self._look
        if self._frame is None or self._frame.look != look:
            self._frame = self._over = self._wanted_now = self._base = self._kept_base = None
            self._maker.forget()
            self._frame = self._maker.coarse(look)
        return self._frame

    def _ask(self) -> None:
        """Let the worker make what is missing."""
        if self.isVisible() and not self._moving and self._is_behind:
            self._maker.ask(self._look, self._wanted, self._shown.areas)

    def _on_made(self, over: Over) -> None:
        if self._moving or over.frame.look != self._look:
            self._maker.forget()
            return
        before, is_new = self._base, over.frame is not self._frame
        self._frame, self._over, self._strip, self._last_wanted = over.frame, over, over.strip, over.wanted
        self._base = self._kept_base
        self.update()
        if self._comes_softly and before and self.isVisible() and not self._reduced_motion and self._old is None:
            self._fade(before)
        self._comes_softly = False
        if is_new:
            self.show_access()

    def _on_sharpened(self, frame: Frame) -> None:
        if frame is self._frame:
            if not self._has_rested:
                self._has_rested, self._wanted_now = True, None
            if not self._around.is_known:
                self._maker.do_beside(self._around.look)
            self._dirty()

    def _dirty(self) -> None:
        self._base = self._kept_base = None
        self.update()

    # ---- from one picture to the next -------------------------------------------------------------------------

    def _stop(self) -> None:
        """End at once what moves by itself."""
        self._motion.stop()
        self._old = None

    def _fade(self, before: QPixmap) -> None:
        """Let the picture before a change of panes or nerves go out softly."""
        self._stop()
        self._old, self._old_share = before, 1.0

        def step(share: float) -> None:
            self._old_share = 1.0 - share
            self.update()

        def finish() -> None:
            self._old = None
            self.update()

        self._motion.start(step, finish)
