"""A page that is made in pieces: whole in the end, in order, and never a mixture of two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.case.workspace import Selection
from nervemap.content.atlas import Atlas
from nervemap.ui import card_parts as part
from nervemap.ui import filling
from nervemap.ui.filling import Filling
from nervemap.ui.nerve_card import Known, NerveCard
from nervemap.ui.nerve_table import NerveTable
from nervemap.ui.widgets import ScrollColumn, Text, clear
from tests.windows import wait_for_pages

LINES = 60


@pytest.fixture(autouse=True)
def one_part_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """However fast the machine is, the page is not whole at once."""
    monkeypatch.setattr(filling, "PIECE_S", 1e-9)


@pytest.fixture
def page(qtbot: QtBot) -> ScrollColumn:
    page = ScrollColumn()
    qtbot.addWidget(page)
    page.resize(400, 300)
    with qtbot.waitExposed(page):
        page.show()
    return page


def lines(page: ScrollColumn, name: str) -> Iterator[None]:
    for number in range(LINES):
        page.layout_.addWidget(part.sentence({}, f"{name} {number}", ()))
        yield


def names(widget: QWidget) -> list[str]:
    shown = [one for one in widget.findChildren(Text) if one.isVisible()]
    return [one.text() for one in sorted(shown, key=lambda one: one.mapTo(widget, QPoint()).y())]


def test_page_when_it_is_filled_shows_its_beginning_first_and_is_whole_in_the_end(page: ScrollColumn) -> None:
    one = Filling(page)
    one.begin(lines(page, "line"))
    assert not page.updatesEnabled(), "nothing half made is painted"
    while not page.updatesEnabled():
        QApplication.processEvents()
    assert page.page.height() >= page.viewport().height() and 0 < len(names(page)) < LINES
    page.verticalScrollBar().setValue(20)
    first = page.findChildren(Text)[0]
    at = first.mapTo(page, QPoint())
    wait_for_pages()
    assert names(page) == [f"line {number}" for number in range(LINES)]
    assert first.mapTo(page, QPoint()) == at, "what is seen stays where it is while the rest comes in"


def test_page_when_another_is_asked_for_meanwhile_shows_that_only(page: ScrollColumn) -> None:
    one = Filling(page)
    one.begin(lines(page, "first"))
    QApplication.processEvents()
    one.begin(lines(page, "second"))
    wait_for_pages()
    assert names(page) == [f"second {number}" for number in range(LINES)]
    assert not [left for left in page.findChildren(Text) if left.text().startswith("first")]


def test_page_when_it_goes_while_it_is_filled_leaves_nothing_undone(page: ScrollColumn, qtbot: QtBot) -> None:
    holder = QWidget()
    inner = ScrollColumn()
    inner.setParent(holder)
    with qtbot.waitExposed(holder):
        holder.show()
    asked: list[int] = []

    def parts() -> Iterator[None]:
        for number in range(LINES):
            asked.append(number)
            inner.layout_.addWidget(QLabel(str(number)))
            yield

    Filling(inner).begin(parts())
    QApplication.processEvents()
    holder.close()
    holder.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    seen = len(asked)
    for _ in range(5):
        QApplication.processEvents()
    assert 0 < seen == len(asked) < LINES


def test_card_when_it_was_made_in_pieces_is_gone_through_by_keyboard_as_by_eye(atlas: Atlas, qtbot: QtBot) -> None:
    card = NerveCard(atlas)
    qtbot.addWidget(card)
    card.resize(620, 700)
    with qtbot.waitExposed(card):
        card.show()
    sites = [(site, 10.0) for site in list(atlas.sites)[:5]]
    card.show_subject("nerve", "tibial", Known(sites=sites), felt_shown=True)
    QApplication.processEvents()
    assert "Not verified" not in " ".join(one.text() for one in card.findChildren(QLabel)), "it is not whole yet"
    wait_for_pages()
    assert "Not verified" in " ".join(one.text() for one in card.findChildren(QLabel))
    links = [one for one in card.findChildren(QPushButton) if one.isVisible()]
    links[0].setFocus()
    gone_through: list[QWidget | None] = []
    for _ in links:
        gone_through.append(QApplication.focusWidget())
        QTest.keyClick(card, Qt.Key.Key_Tab)
    places = [one.mapTo(card, QPoint()) for one in gone_through if one]
    assert set(links) <= set(gone_through)
    assert all(after.y() > before.y() - 40 for before, after in pairwise(places))


def test_page_when_it_is_renewed_stays_where_it_is_and_is_shown_when_it_is_whole(page: ScrollColumn) -> None:
    one = Filling(page)
    one.begin(lines(page, "before"))
    wait_for_pages()
    page.verticalScrollBar().setValue(200)

    def after() -> Iterator[None]:
        clear(page.layout_)
        yield from lines(page, "after")

    one.renew(after())
    QApplication.processEvents()
    QApplication.processEvents()
    assert not page.updatesEnabled() and len(names(page)) < LINES
    wait_for_pages()
    assert names(page) == [f"after {number}" for number in range(LINES)]
    assert page.verticalScrollBar().value() == 200


def test_row_when_another_is_opened_while_it_is_told_is_whole_when_it_is_opened_again(
    atlas: Atlas, qtbot: QtBot
) -> None:
    table = NerveTable(atlas)
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    wait_for_pages()
    causes = [one.cause for one in atlas.regions["heel"].mistaken_for]

    def told() -> list[str]:
        return [one.text() for one in table.rows["heel"].findChildren(QLabel) if one.isVisible()]

    table.show_selection(Selection(region="heel"))
    while table.rows["heel"]._more is None:
        QApplication.processEvents()
    table.show_selection(Selection(region="calf"))
    wait_for_pages()
    assert not set(causes) & set(told())
    table.show_selection(Selection(region="heel"))
    wait_for_pages()
    assert set(causes) <= set(told())
    row, seen = table.rows["heel"], table.page.viewport()
    assert 0 <= row.mapTo(seen, QPoint()).y() < seen.height(), "it is in sight"
