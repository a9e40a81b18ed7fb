"""Who says so: one quiet word that, pressed, tells every source of a sentence and who contradicts it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from nervemap.content.model import Dispute, Source
from nervemap.reasoning.wording import source_line
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import ScrollColumn, Text, column


class WhoSaysSo(QPushButton):
    """Opens the list of the sources that something rests on: work, tier, and how far each was checked."""

    def __init__(
        self, sources: Mapping[str, Source], ids: Iterable[str], disputes: Sequence[Dispute] = (), what: str = ""
    ) -> None:
        super().__init__()
        self._sources = sources
        self._ids = tuple(dict.fromkeys(ids))
        self._disputes = tuple(disputes)
        self.setText(self.tr("Who says so?"))
        self.setAccessibleName(self.tr("Who says so? {what}").format(what=what).strip())
        self.setProperty("kind", "flat")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_list)

    def open_list(self) -> QWidget:
        """Show the list beside the button; Escape or a click elsewhere closes it."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("kind", "card")
        popup.setObjectName("sources")
        outer = column(popup)
        inner = ScrollColumn(width=10_000)
        outer.addWidget(inner)
        for id_ in self._ids:
            self._add_source(inner.layout_, id_)
        for dispute in self._disputes:
            inner.layout_.addWidget(Text(self.tr("Others say: {says}").format(says=dispute.says), role="attention"))
            self._add_source(inner.layout_, dispute.source)
        inner.layout_.addStretch()
        width = 56 * GRID
        height = min(52 * GRID, inner.page.heightForWidth(width - 2) + 2)
        popup.resize(width, height)
        popup.move(self._place_for(popup.size()))
        popup.show()
        inner.setFocus()  # the keys scroll it
        return popup

    def _add_source(self, layout: QVBoxLayout, id_: str) -> None:
        source = self._sources.get(id_)
        entry = column(gap=2)
        if source is None:
            entry.addWidget(Text(id_))
        else:
            entry.addWidget(Text(source_line(source), strong=True))
            checked = self.tr("{tier} \u00b7 checked: {checked}").format(tier=source.tier, checked=source.checked)
            entry.addWidget(Text(checked, role="muted"))
            for more in (source.sample, source.finding, source.credit):
                if more:
                    entry.addWidget(Text(more))
        layout.addLayout(entry)

    def _place_for(self, size: QSize) -> QPoint:
        below = self.mapToGlobal(QPoint(0, self.height()))
        room = self.screen().availableGeometry()
        x = max(room.left(), min(below.x(), room.right() - size.width()))
        y = below.y() if below.y() + size.height() <= room.bottom() else below.y() - self.height() - size.height()
        return QPoint(x, max(room.top(), y))
