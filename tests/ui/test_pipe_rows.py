"""The rows of the sites: they never overlap; crimps by mouse, keys and slider."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Kind
from nervemap.ui.pipe_view import PipeView
from tests.ui.pipes import ENDS, WANTED, end, show, words

LEFT = Qt.MouseButton.LeftButton


@pytest.mark.parametrize("size", [(630, 689), (480, 420), (900, 980)])
def test_rows_when_shown_never_overlap_and_keep_the_order(
    pipe_view: PipeView, atlas: Atlas, size: tuple[int, int], qtbot: QtBot
) -> None:
    pipe_view.resize(*size)
    shown = [(nerve.id,) for nerve in atlas.nerves.values() if not nerve.members]
    for nerves in [*shown[::3], ("medial-plantar",), tuple(ENDS.values())]:
        show(pipe_view, *nerves, neck="mild", piriformis="moderate")
        pipe_view.show_selection("neck")
        qtbot.wait(1)
        canvas = pipe_view.canvas
        boxes = [row.geometry() for row in canvas.rows.by_site.values()]
        assert boxes, nerves
        at = list(canvas.rows.by_site).index("neck")
        boxes[at] = boxes[at].united(canvas.rows.tools.geometry())
        for one, other in itertools.pairwise(boxes):
            assert one.bottom() < other.top(), nerves
        assert boxes[0].top() >= 0 and boxes[-1].bottom() <= canvas.height()
        assert canvas.width() <= pipe_view.scroll_area.viewport().width()
        assert all(row.height() >= row.fontMetrics().height() for row in canvas.rows.by_site.values()), nerves
        parts = [canvas.rows.tools.grades, canvas.rows.tools.kinds, canvas.rows.tools.slider, canvas.rows.tools.state]
        seen = [part.geometry() for part in parts]
        assert all(canvas.rows.tools.rect().contains(box) for box in seen), nerves
        for one, other in itertools.combinations(seen, 2):
            assert not one.intersects(other), nerves
        buttons = [*canvas.rows.tools.grades.buttons.values(), *canvas.rows.tools.kinds.buttons.values()]
        assert all(button.width() >= 40 and button.height() >= 40 for button in buttons)
        tips = [one.toolTip() for one in (*canvas.rows.by_site.values(), *buttons)]
        assert all(len(line) <= 60 for told in tips for line in told.splitlines()), "a tip covered half the window"


def test_grade_when_clicked_is_asked_for(pipe_view: PipeView, qtbot: QtBot) -> None:
    show(pipe_view, "sural")
    pipe_view.show_selection("piriformis")
    grades = pipe_view.canvas.rows.tools.grades
    with qtbot.waitSignal(pipe_view.crimp_requested) as asked:
        qtbot.mouseClick(grades.buttons["moderate"], LEFT)
    assert asked.args == ["piriformis", "moderate"]
    assert grades.value == "none" and grades.buttons["none"].isChecked()  # until the record says otherwise


@pytest.mark.parametrize(
    ("site", "grade", "wanted"),
    [
        ("piriformis", "none", "mild"),
        ("piriformis", "moderate", "severe"),
        ("piriformis", "severe", "none"),
        ("neck", "moderate", "none"),
    ],
)
def test_picture_of_a_row_when_clicked_asks_for_one_grade_more_and_then_none(
    pipe_view: PipeView, site: str, grade: Grade, wanted: str, qtbot: QtBot
) -> None:
    show(pipe_view, "sural", **{site: grade})
    row = pipe_view.canvas.rows.by_site[site]
    with qtbot.waitSignal(pipe_view.crimp_requested) as asked, qtbot.assertNotEmitted(pipe_view.site_requested):
        qtbot.mouseClick(row, LEFT, pos=QPoint(12, row.height() // 2))
    assert asked.args == [site, wanted]


@pytest.mark.parametrize("where", ["row", "tools"])
def test_grade_and_kind_when_typed_are_asked_for(pipe_view: PipeView, where: str, qtbot: QtBot) -> None:
    show(pipe_view, "sural", piriformis="mild")
    pipe_view.show_selection("piriformis")
    tools = pipe_view.canvas.rows.tools
    pressed: QWidget = pipe_view.canvas.rows.by_site["piriformis"] if where == "row" else tools.grades.buttons["mild"]
    pressed.setFocus()
    for key, signal, wanted in (
        (Qt.Key.Key_3, pipe_view.crimp_requested, ["piriformis", "severe"]),
        (Qt.Key.Key_0, pipe_view.crimp_requested, ["piriformis", "none"]),
        (Qt.Key.Key_K, pipe_view.kind_requested, ["piriformis", "stiff"]),
    ):
        with qtbot.waitSignal(signal) as asked:
            qtbot.keyClick(pressed, key)
        assert asked.args == wanted


def test_grade_when_slid_is_asked_for_until_the_slider_is_left(pipe_view: PipeView, atlas: Atlas, qtbot: QtBot) -> None:
    show(pipe_view, "sural")
    pipe_view.show_selection("piriformis")
    slider = pipe_view.canvas.rows.tools.slider
    assert slider.isVisible() and slider.accessibleName().startswith(atlas.sites["piriformis"].name)
    with qtbot.waitSignal(pipe_view.slid) as asked:
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert asked.args == ["piriformis", "mild"]
    with qtbot.assertNotEmitted(pipe_view.slid):  # another site is another crimp, not a movement of the slider
        show(pipe_view, "sural", deep_gluteal="severe")
        pipe_view.show_selection("deep-gluteal")
    assert slider.value() == 3


@pytest.mark.parametrize(
    "kind", [kind for kinds in WANTED["kinds"].values() if isinstance(kinds, list) for kind in kinds]
)
def test_kind_when_recorded_shows_its_own_sentence_and_changes_no_number(
    pipe_view: PipeView, atlas: Atlas, kind: Kind
) -> None:
    show(pipe_view, "sural", kind=kind, piriformis="mild")
    pipe_view.show_selection("piriformis")
    assert atlas.crimp_kinds[kind].text in words(pipe_view)
    assert pipe_view.canvas.rows.tools.kinds.value == kind
    assert (
        pipe_view.canvas.rows.by_site["piriformis"].accessibleDescription() == f"mild, {atlas.crimp_kinds[kind].name}"
    )
    assert end(pipe_view) == ("93 of 100", "no noticeable change")


def test_sites_when_gone_through_by_keys_are_reached_in_order_and_tab_leads_to_their_tools(
    pipe_view: PipeView, qtbot: QtBot
) -> None:
    pipe = show(pipe_view, "sural", piriformis="mild")
    pipe_view.site_requested.connect(pipe_view.show_selection)
    rows = pipe_view.canvas.rows.by_site
    first, *others = [site.site for site in pipe.sites]
    rows[first].setFocus(Qt.FocusReason.TabFocusReason)
    for site in others:
        qtbot.keyClick(pipe_view.focusWidget(), Qt.Key.Key_Down)
        assert rows[site].hasFocus() and pipe_view.canvas.selected == site
    for site in reversed([first, *others][:-1]):
        qtbot.keyClick(pipe_view.focusWidget(), Qt.Key.Key_Up)
        assert rows[site].hasFocus()
    pipe_view.show_selection("piriformis")
    rows["piriformis"].setFocus()
    tools = pipe_view.canvas.rows.tools
    for widget in (*tools.grades.buttons.values(), tools.slider, *tools.kinds.buttons.values()):
        qtbot.keyClick(pipe_view.focusWidget(), Qt.Key.Key_Tab)
        assert widget.hasFocus()


def test_site_when_the_keys_come_to_it_is_lit_as_by_the_pointer_and_goes_out_with_them(
    pipe_view: PipeView, qtbot: QtBot
) -> None:
    first, second, *_ = [site.site for site in show(pipe_view, "sural").sites]
    told, rows = list[str | None](), pipe_view.canvas.rows.by_site
    pipe_view.site_hovered.connect(told.append)
    rows[first].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows[first], Qt.Key.Key_Down)
    assert told == [first, second]
    pipe_view.tell.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: told == [first, second, None])
    rows[first].setFocus(Qt.FocusReason.MouseFocusReason)  # a click lights nothing that the pointer has left
    assert told == [first, second, None]


def test_focus_when_a_grade_changed_stays(pipe_view: PipeView, qtbot: QtBot) -> None:
    show(pipe_view, "sural")
    pipe_view.show_selection("piriformis")
    button = pipe_view.canvas.rows.tools.grades.buttons["mild"]
    button.setFocus()
    with qtbot.waitSignal(pipe_view.crimp_requested):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    show(pipe_view, "sural", piriformis="mild")
    assert button.hasFocus() and button.isChecked()


@pytest.mark.parametrize(("site", "name"), [("piriformis", "Piriformis"), ("popliteal_fossa", "Popliteal fossa")])
def test_row_when_crimped_says_how_beside_the_name_that_has_room(pipe_view: PipeView, site: str, name: str) -> None:
    """A long name left no room for the words, though there is a short one."""
    pipe_view.resize(900, 700)
    show(pipe_view, "tibial", **{site: "mild"})
    row = pipe_view.canvas.rows.by_site[site.replace("_", "-")]
    assert row.shown_words == (name, "mild, pressed")
