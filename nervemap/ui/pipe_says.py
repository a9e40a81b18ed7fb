"""The words at the foot of the pipe: which kinds of crimp there are, or what is said of the one that is selected."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model import Kind
from nervemap.palette import Palette
from nervemap.reasoning.wording import capital
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.pipe_icons import ICON, kind_icon
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Text


class PipeSays(QWidget):
    """Both kinds of sensitisation with their glyphs and that it works both ways; or the sentence of one kind.

    It keeps its height whichever of them it shows, so that the pipe stays where it is.
    """

    def __init__(self, atlas: Atlas, palette: Palette) -> None:
        super().__init__()
        self._kinds = atlas.crimp_kinds
        self._glyphs: dict[Kind, QLabel] = {}
        self._heights: dict[int, int] = {}  # by width: the words never change, and layouts ask again and again
        self.sentence = Text(role="muted")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.legend = self._make_legend()
        for part in (self.legend, self.sentence):
            part.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.apply_palette(palette)
        self.show_sentence("")

    def _make_legend(self) -> QWidget:
        legend = QWidget()
        words = FlowRow(gap=GRID, line_gap=0)
        legend.setLayout(words)
        groups: dict[str, list[Kind]] = {}
        for id_, kind in self._kinds.items():
            groups.setdefault(kind.group, []).append(cast(Kind, id_))
        for group, kinds in groups.items():
            name = _word(capital(group) + ":")
            words.addWidget(self._with_glyph(kinds[0], name))
            for id_ in kinds[1:]:
                words.addWidget(self._with_glyph(id_))
        words.addWidget(_word(self.tr("It works both ways.")))
        return legend

    def _with_glyph(self, kind: Kind, *before: Text) -> QWidget:
        """A kind and its glyph, never parted by the end of a line, and what stands before them."""
        pair = QWidget()
        self._glyphs[kind] = QLabel()
        inner = FlowRow(gap=GRID // 2)
        pair.setLayout(inner)
        for label in (*before, self._glyphs[kind], _word(self._kinds[kind].name)):
            inner.addWidget(label)
        return pair

    def show_sentence(self, sentence: str) -> None:
        """Say this; nothing: show which kinds there are."""
        self.legend.setVisible(not sentence)
        self.sentence.setVisible(bool(sentence))
        self.sentence.setText(sentence)

    def apply_palette(self, palette: Palette) -> None:
        """Draw the glyphs in other colours."""
        for kind, label in self._glyphs.items():
            label.setPixmap(kind_icon(kind, palette.mark, palette.mark).pixmap(ICON, ICON))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            words, how = self.sentence.fontMetrics(), int(Qt.TextFlag.TextWordWrap)
            texts = (kind.text for kind in self._kinds.values())
            sentences = (words.boundingRect(0, 0, width, 1000, how, text).height() for text in texts)
            layout = self.legend.layout()
            self._heights[width] = max(layout.heightForWidth(width) if layout else 0, *sentences)
        return self._heights[width]

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LayoutRequest):
            self._heights.clear()  # they hold for one font
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(36 * GRID, self.heightForWidth(36 * GRID))

    def resizeEvent(self, event: QResizeEvent) -> None:
        for part in (self.legend, self.sentence):
            part.setGeometry(self.rect())


def _word(word: str) -> Text:
    label = Text(word, role="muted")
    label.setWordWrap(False)
    return label
