"""The strands of a pipe as they stand on its canvas, drawn once for as long as they stay the same."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from nervemap.content.model import Grade
from nervemap.content.model_pipe import FlowRules
from nervemap.handout.pipe_picture import PipePicture, Tube
from nervemap.palette import Palette
from nervemap.ui.pipe_drawing import paint_tubes

_EDGE = 2  # px that an outline reaches beyond its strand

_Seen = tuple[PipePicture, dict[str, Grade], tuple[float, float]]
_Look = tuple[Palette, float]


class Strands:
    """Rings, rows and lines change with every move of the pointer; the strands, which take longer to draw, do not."""

    def __init__(self, rules: FlowRules) -> None:
        self._rules = rules
        self._seen: _Seen | None = None
        self._look: _Look | None = None
        self._tubes: list[Tube] = []
        self._place = QRect()
        self._drawn = QPixmap()

    def paint(
        self,
        painter: QPainter,
        palette: Palette,
        picture: PipePicture,
        grades: Mapping[str, Grade],
        clip: tuple[float, float],
    ) -> list[Tube]:
        """Draw what lies between two heights, px; gives the strands as they were drawn."""
        seen, look = (picture, dict(grades), clip), (palette, painter.device().devicePixelRatioF())
        if seen != self._seen:
            self._tubes = picture.tubes(self._rules, grades, clip=clip)
            self._place = _around(self._tubes)
        if seen != self._seen or look != self._look:
            self._drawn = self._draw(*look)
        self._seen, self._look = seen, look
        painter.drawPixmap(self._place.topLeft(), self._drawn)
        return self._tubes

    def _draw(self, palette: Palette, ratio: float) -> QPixmap:
        drawn = QPixmap(self._place.size() * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        if self._tubes:
            painter = QPainter(drawn)
            painter.translate(-self._place.topLeft())
            paint_tubes(painter, palette, self._tubes)
            painter.end()
        return drawn


def _around(tubes: Sequence[Tube]) -> QRect:
    if not tubes:
        return QRect()
    left = math.floor(min(float((one.x - one.radius).min()) for one in tubes)) - _EDGE
    right = math.ceil(max(float((one.x + one.radius).max()) for one in tubes)) + _EDGE
    top = math.floor(min(float(one.y.min()) for one in tubes)) - _EDGE
    bottom = math.ceil(max(float(one.y.max()) for one in tubes)) + _EDGE
    return QRect(left, top, right - left, bottom - top)
