"""The pipe: true proportion, handles that never overlap, grades by mouse and keyboard, what is left at the end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.anatomy.courses import NerveGraph, load_graph
from nervemap.anatomy.positions import site_positions
from nervemap.case.case import Crimp
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.model import Grade
from nervemap.palette import DARK, LIGHT
from nervemap.reasoning.flow import flow
from nervemap.ui.pipe_drawing import Ring, left_at, radius_at, spread
from nervemap.ui.pipe_levels import levels
from nervemap.ui.pipe_view import PipeView

TO_THE_FOOT = ("medial-plantar", "lateral-plantar", "sural", "saphenous", "deep-fibular", "medial-dorsal-cutaneous")


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="module")
def graph() -> NerveGraph:
    return load_graph()


@pytest.fixture
def view(atlas: Atlas, qtbot: QtBot) -> PipeView:
    view = PipeView(atlas, LIGHT)
    qtbot.addWidget(view)
    view.resize(600, 700)
    with qtbot.waitExposed(view):
        view.show()
    return view


def show(view: PipeView, atlas: Atlas, graph: NerveGraph, nerve: str, **grades: Grade) -> None:
    row = atlas.nerves[nerve]
    course = graph.course(row)
    positions = [(place.site, place.s_cm) for place in site_positions(atlas, graph, row)]
    crimps = [Crimp(side=None, site=site.replace("_", "-"), grade=grade) for site, grade in grades.items()]
    result = flow(atlas.rules.flow, nerve, positions, crimps)
    landmarks = [(mark.name, float(course.s_cm[mark.at])) for mark in course.landmarks]
    span = float(course.s_cm[0]), float(course.s_cm[-1])
    view.show_pipe(row, "right", positions, span, result, landmarks)


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


sizes = st.lists(st.tuples(st.floats(0, 900), st.floats(10, 90)), max_size=25)


@given(sizes)
def test_labels_when_spread_keep_order_and_never_overlap(labels: list[tuple[float, float]]) -> None:
    labels.sort()
    wanted, heights = [want for want, _ in labels], [height for _, height in labels]
    bottom = max(1000.0, sum(heights))
    centres = spread(wanted, heights, 0, bottom)
    edges = [(centre - height / 2, centre + height / 2) for centre, height in zip(centres, heights, strict=True)]
    for (_, end), (start, _) in itertools.pairwise(edges):
        assert start >= end - 1e-6
    assert all(start >= -1e-6 and end <= bottom + 1e-6 for start, end in edges)


def test_labels_when_there_is_room_stay_where_they_are_wanted() -> None:
    assert spread([100, 200, 400], [40, 40, 40], 0, 500) == [100, 200, 400]
    assert spread([100, 100], [40, 40], 0, 500) == [80, 120]


@pytest.mark.parametrize("size", [(600, 700), (480, 560), (900, 980)])
def test_handles_when_shown_never_overlap_and_keep_the_order(
    view: PipeView, atlas: Atlas, graph: NerveGraph, size: tuple[int, int], qtbot: QtBot
) -> None:
    view.resize(*size)
    for nerve in (nerve.id for nerve in atlas.nerves.values() if not nerve.members):
        show(view, atlas, graph, nerve)
        qtbot.wait(1)
        boxes = [handle.geometry() for handle in view.canvas.handles.values()]
        assert boxes, nerve
        for one, other in itertools.pairwise(boxes):
            assert one.bottom() < other.top(), nerve
        assert boxes[-1].bottom() <= view.canvas.height() and view.canvas.width() <= view.scroll_area.viewport().width()
        for handle in view.canvas.handles.values():
            assert handle.grades.geometry().right() <= handle.width()
            assert not handle.grades.geometry().intersects(handle.name.geometry()), handle.site.id
            assert handle.name.height() >= handle.name.heightForWidth(handle.name.width()), handle.site.id


def test_rings_when_shown_stand_in_true_proportion(view: PipeView, atlas: Atlas, graph: NerveGraph) -> None:
    show(view, atlas, graph, "medial-plantar")
    y = view.canvas.y_of
    assert (y(50) - y(0)) == pytest.approx(y(100) - y(50))
    positions = site_positions(atlas, graph, atlas.nerves["medial-plantar"])
    assert [ring.y for ring in view.canvas.rings()] == [y(place.s_cm) for place in positions]


def test_grade_when_clicked_is_asked_for(view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot) -> None:
    show(view, atlas, graph, "sural")
    grades = view.canvas.handles["piriformis"].grades
    with qtbot.waitSignal(view.crimp_requested) as asked:
        qtbot.mouseClick(grades.buttons["moderate"], Qt.MouseButton.LeftButton)
    assert asked.args == ["piriformis", "moderate"]
    assert grades.value == "none"  # the record says so until it is told otherwise


def test_severe_when_above_the_roots_is_not_offered(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural")
    for id_, handle in view.canvas.handles.items():
        assert handle.grades.buttons["severe"].isEnabled() != atlas.sites[id_].above_roots
    with qtbot.assertNotEmitted(view.crimp_requested):
        qtbot.mouseClick(view.canvas.handles["neck"].grades.buttons["severe"], Qt.MouseButton.LeftButton)


def test_grades_when_gone_through_by_tab_are_all_reached_in_order(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural")
    wanted = [b for h in view.canvas.handles.values() for b in h.grades.buttons.values() if b.isEnabled()]
    wanted[0].setFocus()
    for button in wanted:
        assert button.hasFocus(), button.accessibleName()
        qtbot.keyClick(button, Qt.Key.Key_Tab)
    assert wanted[0].accessibleName().endswith(": none")


def test_focus_when_a_grade_changed_stays(view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot) -> None:
    show(view, atlas, graph, "sural")
    button = view.canvas.handles["piriformis"].grades.buttons["mild"]
    button.setFocus()
    with qtbot.waitSignal(view.crimp_requested):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    show(view, atlas, graph, "sural", piriformis="mild")
    assert button.hasFocus() and button.isChecked()


def test_end_when_crimped_shows_number_and_word(view: PipeView, atlas: Atlas, graph: NerveGraph) -> None:
    show(view, atlas, graph, "sural")
    assert (view.end.number.text(), view.end.word.text()) == ("100 of 100", "full")
    show(view, atlas, graph, "sural", piriformis="mild", deep_calf="mild", mid_thigh="mild")
    assert (view.end.number.text(), view.end.word.text()) == ("27 of 100", "major loss")
    assert any("A picture to explain, not a measurement of your nerve." in text for text in words(view))


def test_picture_when_crimped_is_thinner_below(view: PipeView, atlas: Atlas, graph: NerveGraph) -> None:
    show(view, atlas, graph, "sural", piriformis="moderate")
    rings = view.canvas.rings()
    at = next(ring.y for ring, (id_, _) in zip(rings, view.canvas._positions, strict=True) if id_ == "piriformis")
    color = LIGHT.nerve_color("sural")
    image = view.canvas.grab().toImage()

    def colored(y: float) -> int:
        """How many pixels of a line look like the nerve: more red and blue than green."""
        line = [image.pixelColor(QPoint(x, round(y))) for x in range(100, 180)]
        return sum(c.red() - c.green() > 25 and c.blue() - c.green() > 15 for c in line)

    assert color == "#b0598a"
    above, below = colored(at - 40), colored(at + 60)
    assert above > below > 0


def test_pinch_and_left_when_a_ring_is_crimped() -> None:
    rings = [Ring(100, "none", 1.0), Ring(200, "severe", 0.05)]
    assert radius_at(100, rings) == pytest.approx(17, abs=0.1)
    assert radius_at(200, rings) < 7
    assert (left_at(150, rings), left_at(300, rings)) == (1.0, pytest.approx(0.05))


def test_site_when_ring_or_name_is_clicked_is_asked_for(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural")
    ring = next(
        r for r, (id_, _) in zip(view.canvas.rings(), view.canvas._positions, strict=True) if id_ == "mid-thigh"
    )
    with qtbot.waitSignal(view.site_requested) as asked:
        qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(128, round(ring.y)))
    assert asked.args == ["mid-thigh"]
    with qtbot.waitSignal(view.site_requested) as asked:
        qtbot.mouseClick(view.canvas.handles["piriformis"].name, Qt.MouseButton.LeftButton)
    assert asked.args == ["piriformis"]


def test_site_when_selected_comes_into_view_once(view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot) -> None:
    show(view, atlas, graph, "medial-plantar")
    qtbot.wait(1)
    handle, bar = view.canvas.handles["knot-of-henry"], view.scroll_area.verticalScrollBar()
    assert handle.visibleRegion().isEmpty()
    view.show_selection("knot-of-henry")
    assert not handle.visibleRegion().isEmpty()
    bar.setValue(0)
    view.show_selection("knot-of-henry")
    assert bar.value() == 0


def test_levels_when_any_nerve_is_shown_name_brain_cord_and_spine(atlas: Atlas, graph: NerveGraph) -> None:
    for nerve in atlas.nerves.values():
        if nerve.members:
            continue
        course = graph.course(nerve)
        found = levels((mark.name, float(course.s_cm[mark.at])) for mark in course.landmarks)
        names, places = [name for name, _ in found], [s for _, s in found]
        assert names[:4] == ["brain", "cord begins", "leaves the cord", "leaves the spine"], nerve.id
        assert places == sorted(places), nerve.id
        if nerve.id in TO_THE_FOOT:
            assert {"knee", "ankle"} <= set(names), nerve.id


def test_view_when_no_nerve_is_chosen_says_what_to_do(view: PipeView) -> None:
    assert "Choose a nerve in the table or on the map." in words(view)
    assert not [button for button in view.findChildren(QPushButton) if button.isVisible()]


def test_palette_when_changed_draws_in_other_colours(view: PipeView, atlas: Atlas, graph: NerveGraph) -> None:
    show(view, atlas, graph, "sural")
    light = view.canvas.grab().toImage()
    view.apply_palette(DARK)
    assert view.canvas.grab().toImage() != light
