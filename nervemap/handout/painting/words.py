"""Paints words: names within and beside what they name, and the large R and L."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from nervemap.anatomy.area_names import Word
from nervemap.anatomy.lettering import Label, Letter
from nervemap.handout.painting.ink import faded, round_pen
from nervemap.palette import Palette


def paint_within(painter: QPainter, words: Iterable[Word], palette: Palette) -> None:
    """Short names within what they name, with a thin casing."""
    metrics = QFontMetricsF(painter.font())
    for text, x, y in words:
        path = QPainterPath()
        path.addText(x - metrics.horizontalAdvance(text) / 2, y + metrics.capHeight() / 2, painter.font(), text)
        painter.strokePath(path, round_pen(faded(palette.casing, 0.8), 2.5))
        painter.fillPath(path, QColor(palette.text))


def paint_labels(painter: QPainter, labels: Iterable[Label], palette: Palette) -> None:
    """Names beside the body with a fine line to what they name."""
    metrics = QFontMetricsF(painter.font())
    for label in labels:
        painter.setPen(QPen(faded(palette.text, 0.65), 0.9))
        painter.drawLine(QPointF(label.x, label.y), QPointF(*label.target))
        if label.of == "area":
            painter.setBrush(QColor(palette.text))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(*label.target), 1.7, 1.7)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(palette.text))
        lines = label.text.split("\n")
        for row, line in enumerate(lines):
            left = label.x + 4 if label.to_right else label.x - 4 - metrics.horizontalAdvance(line)
            y = label.y + (row - (len(lines) - 1) / 2) * metrics.height()
            painter.drawText(QPointF(left, y + metrics.capHeight() / 2), line)


def paint_letters(painter: QPainter, letters: Iterable[Letter], palette: Palette) -> None:
    """Large R and L."""
    painter.setPen(QColor(palette.muted))
    for letter in letters:
        font = QFont(painter.font())
        font.setPixelSize(round(letter.size))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        size = letter.size
        painter.drawText(
            QRectF(letter.x - size, letter.y - size, 2 * size, 2 * size), Qt.AlignmentFlag.AlignCenter, letter.text
        )
