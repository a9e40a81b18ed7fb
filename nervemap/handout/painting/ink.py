"""What all painters share: round pens, faded colours, and lines of points for Qt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF


def round_pen(color: QColor, width: float) -> QPen:
    """A pen (px) whose lines end and bend round, as a nerve does."""
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def faded(color: str, opacity: float) -> QColor:
    """A colour of which less is seen: `opacity` from 0 to 1."""
    faded = QColor(color)
    faded.setAlphaF(min(max(opacity, 0.0), 1.0))
    return faded


def polygon(points: NDArray[np.float64]) -> QPolygonF:
    """A line (n, 2) for Qt."""
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])
