"""A site's row beside the pipe: a picture of how narrow it is there, its name, and the glyph of the kind of crimp."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from nervemap.content.model import Grade, Kind, Site
from nervemap.content.model_pipe import CrimpKind
from nervemap.palette import Palette
from nervemap.ui.pipe_icons import GRADES, KINDS, paint_grade, paint_kind
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import tip

PICTURE = 4 * GRID  # px, the part at the left that shows the grade; a click on it tightens by one grade
_KIND = 3 * GRID
_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class SiteRow(QAbstractButton):
    """Joined to its ring by a line. A click selects the site; one on its picture tightens by one grade, then frees.

    Keys while it has the focus: 0 to 3 for the grade, K for the next kind, up and down for the next row.
    """

    crimp_requested = Signal(str, str)
    kind_requested = Signal(str, str)
    hovered = Signal(object)
    step_requested = Signal(int)

    def __init__(
        self, site: Site, grades: Mapping[str, str], kinds: Mapping[str, CrimpKind], palette: Palette, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.site = site
        self._grades, self._kinds, self._palette = grades, kinds, palette
        self.grade: Grade = "none"
        self.kind: Kind | None = None
        self._is_lit = False
        self._is_selected = False
        self._on_picture = False
        self._by_keys = False
        self.setText(site.name)
        self.setAccessibleName(site.name)
        self.setToolTip(tip(f"{site.name}\n{site.structure}"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_crimp(self, grade: Grade, kind: Kind | None) -> None:
        """Show what is recorded here."""
        if self.accessibleDescription() and (grade, kind) == (self.grade, self.kind):
            return
        self.grade, self.kind = grade, kind
        words = [self._grades[grade], *([self._kinds[kind].name] if kind else [])]
        self.setAccessibleDescription(", ".join(words))
        self.update()

    def show_state(self, *, selected: bool, lit: bool, in_tab_order: bool) -> None:
        """Whether it is selected or lies under the pointer; of all rows one can be reached by tab."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if in_tab_order else Qt.FocusPolicy.ClickFocus)
        if (selected, lit) != (self._is_selected, self._is_lit):
            self._is_selected, self._is_lit = selected, lit
            self.update()

    def show_lit(self, lit: bool) -> None:
        """Whether it lies under the pointer, here or elsewhere."""
        self._is_lit = lit
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        self.update()

    def tighten(self) -> None:
        """Ask for one grade more; after the last one for none."""
        offered = GRADES[:-1] if self.site.above_roots else GRADES
        self.crimp_requested.emit(self.site.id, offered[(offered.index(self.grade) + 1) % len(offered)])

    @property
    def shown_words(self) -> tuple[str, str]:
        """The name and what its crimp is, as they stand here: where there is no room for all of it, the short name.

        While the tools are open below it they say what the crimp is.
        """
        metrics, width = self.fontMetrics(), int(self._room.width())
        names = [name for name in (self.site.name, self.site.short) if name]
        words = self.accessibleDescription() if self.kind and not self._is_selected else ""
        for name in names:
            if words and metrics.horizontalAdvance(name) + metrics.horizontalAdvance(words) + 2 * GRID < width:
                return name, words
        name = next((name for name in names if metrics.horizontalAdvance(name) <= width), names[-1])
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, width), ""

    @property
    def _room(self) -> QRectF:
        right = 4 if self.grade == "none" else _KIND
        return QRectF(PICTURE, 0, self.width() - PICTURE - right, self.height())

    def sizeHint(self) -> QSize:
        return QSize(30 * GRID, self.fontMetrics().height() + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, strong = self._palette, self.grade != "none"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._is_lit and not self._is_selected:  # what is selected lies on its own ground, with its tools
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.hover))
            painter.drawRoundedRect(box, 5, 5)
        middle = self.height() / 2
        picture = QRectF(2, middle - 9.5, PICTURE - 6, 19)
        if strong:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.mark))
            painter.drawRoundedRect(picture, 4, 4)
        painter.setPen(QPen(QColor(palette.surface if strong else palette.border), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        paint_grade(painter, self.grade, picture.center(), 16)
        painter.setPen(QColor(palette.text))
        room = self._room
        name, words = self.shown_words
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        if self.kind:
            painter.setPen(QColor(palette.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
            pen = QPen(QColor(palette.mark), 1.7)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            paint_kind(painter, self.kind, QPointF(self.width() - _KIND / 2, middle), 15)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 5, 5)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._on_picture = event.position().x() < PICTURE
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._on_picture and self.isDown() and event.position().x() < PICTURE:
            self.setDown(False)
            self.tighten()
            return
        super().mouseReleaseEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.hovered.emit(self.site.id)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys light what the pointer would light."""
        super().focusInEvent(event)
        self._by_keys = event.reason() in _KEYS
        if self._by_keys:
            self.hovered.emit(self.site.id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._by_keys:
            self.hovered.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text()
        if key in ("0", "1", "2", "3"):
            if GRADES[int(key)] != self.grade:
                self.crimp_requested.emit(self.site.id, GRADES[int(key)])
        elif key.lower() == "k" and self.kind:
            self.kind_requested.emit(self.site.id, KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)])
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_requested.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
