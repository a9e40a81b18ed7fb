"""The pipe: true proportion, handles that never overlap, crimps by mouse and keyboard, plot, ends, story, pages."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.anatomy.courses import NerveGraph, load_graph
from nervemap.anatomy.pipes import nerve_line
from nervemap.case.case import Crimp
from nervemap.content.atlas import Atlas
from nervemap.content.model import Grade, Kind
from nervemap.handout.pipe_picture import spread
from nervemap.palette import DARK, LIGHT
from nervemap.reasoning.pipe import Pipe, lay_out
from nervemap.reasoning.pipe_levels import levels, route_heights
from nervemap.ui.pipe_view import PipeView
from nervemap.ui.theme import Theme

WANTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "expectations" / "pipe.yaml").read_text(encoding="utf-8")
)
ENDS: dict[str, str] = WANTED["shared"]["ends"]
TO_THE_FOOT = ("medial-plantar", "lateral-plantar", "sural", "saphenous", "deep-fibular", "medial-dorsal-cutaneous")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def graph() -> NerveGraph:
    return load_graph()


@pytest.fixture
def view(atlas: Atlas, theme: Theme, qtbot: QtBot) -> PipeView:
    view = PipeView(atlas, LIGHT)
    qtbot.addWidget(view)
    theme.dress(view)
    view.resize(620, 700)
    with qtbot.waitExposed(view):
        view.show()
    view.canvas.plot.make()
    return view


def pipe_of(atlas: Atlas, graph: NerveGraph, *nerves: str) -> Pipe:
    return lay_out([nerve_line(atlas, graph, atlas.nerves[nerve]) for nerve in nerves])


def show(
    view: PipeView, atlas: Atlas, graph: NerveGraph, *nerves: str, kind: Kind = "pressed", **grades: Grade
) -> Pipe:
    crimps = [Crimp(side=None, site=name.replace("_", "-"), grade=grade, kind=kind) for name, grade in grades.items()]
    pipe = pipe_of(atlas, graph, *nerves)
    view.show_pipe(pipe, "right", crimps, chosen=nerves[0])
    return pipe


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def end(view: PipeView) -> tuple[str, str]:
    return view.ends.lines[0].number.text(), view.ends.lines[0].word.text()


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


@pytest.mark.parametrize("size", [(630, 689), (480, 420), (900, 980)])
def test_rows_when_shown_never_overlap_and_keep_the_order(
    view: PipeView, atlas: Atlas, graph: NerveGraph, size: tuple[int, int], qtbot: QtBot
) -> None:
    view.resize(*size)
    shown = [(nerve.id,) for nerve in atlas.nerves.values() if not nerve.members]
    for nerves in [*shown[::3], ("medial-plantar",), tuple(ENDS.values())]:
        show(view, atlas, graph, *nerves, neck="mild", piriformis="moderate")
        view.show_selection("neck")
        qtbot.wait(1)
        canvas = view.canvas
        boxes = [row.geometry() for row in canvas.rows.by_site.values()]
        assert boxes, nerves
        at = list(canvas.rows.by_site).index("neck")
        boxes[at] = boxes[at].united(canvas.rows.tools.geometry())
        for one, other in itertools.pairwise(boxes):
            assert one.bottom() < other.top(), nerves
        assert boxes[0].top() >= 0 and boxes[-1].bottom() <= canvas.height()
        assert canvas.width() <= view.scroll_area.viewport().width()
        assert all(row.height() >= row.fontMetrics().height() for row in canvas.rows.by_site.values()), nerves
        parts = [canvas.rows.tools.grades, canvas.rows.tools.kinds, canvas.rows.tools.slider, canvas.rows.tools.state]
        seen = [part.geometry() for part in parts]
        assert all(canvas.rows.tools.rect().contains(box) for box in seen), nerves
        for one, other in itertools.combinations(seen, 2):
            assert not one.intersects(other), nerves
        buttons = [*canvas.rows.tools.grades.buttons.values(), *canvas.rows.tools.kinds.buttons.values()]
        assert all(button.width() >= 40 and button.height() >= 40 for button in buttons)


@pytest.mark.parametrize("site", [None, "piriformis"])
def test_pipe_when_it_opens_is_seen_whole_with_all_its_sites(
    view: PipeView, atlas: Atlas, graph: NerveGraph, site: str | None, qtbot: QtBot
) -> None:
    view.resize(630, 689)  # its place in a window of 1280 to 800
    for nerve in TO_THE_FOOT:
        show(view, atlas, graph, nerve, **({"piriformis": "mild"} if site else {}))
        view.show_selection(site)
        qtbot.wait(1)
        canvas = view.canvas
        assert canvas.height() == view.scroll_area.viewport().height(), nerve
        assert all(row.visibleRegion().boundingRect() == row.rect() for row in canvas.rows.by_site.values()), nerve
        assert not [row.shown_name for row in canvas.rows.by_site.values() if "\u2026" in row.shown_name], nerve
        assert not site or all(row.height() >= 20 for row in canvas.rows.by_site.values())
        assert site or all(row.height() >= 24 for row in canvas.rows.by_site.values()), nerve
        head = canvas.picture.top - canvas.head
        assert head > 0 and canvas.picture.bottom + 20 < canvas.height()
        assert canvas.picture.bottom - canvas.picture.top > 0.7 * canvas.height()


@pytest.mark.parametrize("zoom", [1.0, 3.0])
def test_distances_when_shown_are_the_same_for_every_centimetre(
    view: PipeView, atlas: Atlas, graph: NerveGraph, zoom: float
) -> None:
    for nerves in (*((nerve,) for nerve in TO_THE_FOOT), tuple(ENDS.values())):
        pipe = show(view, atlas, graph, *nerves)
        view.canvas.set_zoom(zoom)
        rings = view.canvas.rings()
        assert [ring.site for ring in rings] == [site.site for site in pipe.sites]
        scale = view.canvas.picture.px_per_cm
        for (one, first), (other, second) in itertools.pairwise(zip(pipe.sites, rings, strict=True)):
            assert second.y - first.y == pytest.approx((other.s_cm - one.s_cm) * scale, abs=1e-6)


@pytest.mark.parametrize("zoom", [1.0, 4.0])
def test_plot_when_shown_stands_on_the_pipes_axis_to_the_pixel(
    view: PipeView, atlas: Atlas, graph: NerveGraph, zoom: float, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "medial-plantar", piriformis="mild", tarsal_tunnel="mild")
    view.canvas.set_zoom(zoom)
    qtbot.wait(30)
    plot = view.canvas.plot.widget
    assert plot is not None
    for s_cm in (-70.0, 0.0, 55.0, 119.0):
        assert plot.y() + plot.y_of(s_cm) == pytest.approx(view.canvas.y_of(s_cm), abs=0.6)
    x, _ = plot.curves[0].getData()
    assert min(x) == pytest.approx(0.68, abs=0.005) and max(x) == 1
    assert plot.line.value() == WANTED["plot"]["line_left"] / 100
    assert WANTED["plot"]["line_label"] in words(view.canvas)


def test_plot_when_the_pipe_was_painted_comes_in_by_itself(atlas: Atlas, graph: NerveGraph, qtbot: QtBot) -> None:
    view = PipeView(atlas, LIGHT)
    qtbot.addWidget(view)
    show(view, atlas, graph, "sural")
    assert view.canvas.plot.widget is None
    view.show()
    qtbot.waitUntil(lambda: view.canvas.plot.widget is not None, timeout=60_000)
    assert (
        view.canvas.plot.widget is not None
        and view.canvas.plot.widget.isVisible()
        and len(view.canvas.plot.widget.curves) == 1
    )


def test_plot_when_several_nerves_are_shown_has_a_curve_for_each(
    view: PipeView, atlas: Atlas, graph: NerveGraph
) -> None:
    show(view, atlas, graph, *ENDS.values(), mid_thigh="moderate")
    assert view.canvas.plot.widget is not None
    lowest = {
        nerve: min(curve.getData()[0])
        for nerve, curve in zip(ENDS.values(), view.canvas.plot.widget.curves, strict=True)
    }
    assert lowest["posterior-femoral-cutaneous"] == 1
    assert all(left < 0.7 for nerve, left in lowest.items() if nerve != "posterior-femoral-cutaneous")


def test_grade_when_clicked_is_asked_for(view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot) -> None:
    show(view, atlas, graph, "sural")
    view.show_selection("piriformis")
    grades = view.canvas.rows.tools.grades
    with qtbot.waitSignal(view.crimp_requested) as asked:
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
    view: PipeView, atlas: Atlas, graph: NerveGraph, site: str, grade: Grade, wanted: str, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural", **{site: grade})
    row = view.canvas.rows.by_site[site]
    with qtbot.waitSignal(view.crimp_requested) as asked, qtbot.assertNotEmitted(view.site_requested):
        qtbot.mouseClick(row, LEFT, pos=QPoint(12, row.height() // 2))
    assert asked.args == [site, wanted]


@pytest.mark.parametrize("where", ["row", "tools"])
def test_grade_and_kind_when_typed_are_asked_for(
    view: PipeView, atlas: Atlas, graph: NerveGraph, where: str, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural", piriformis="mild")
    view.show_selection("piriformis")
    tools = view.canvas.rows.tools
    pressed: QWidget = view.canvas.rows.by_site["piriformis"] if where == "row" else tools.grades.buttons["mild"]
    pressed.setFocus()
    for key, signal, wanted in (
        (Qt.Key.Key_3, view.crimp_requested, ["piriformis", "severe"]),
        (Qt.Key.Key_0, view.crimp_requested, ["piriformis", "none"]),
        (Qt.Key.Key_K, view.kind_requested, ["piriformis", "stiff"]),
    ):
        with qtbot.waitSignal(signal) as asked:
            qtbot.keyClick(pressed, key)
        assert asked.args == wanted


def test_grade_when_slid_is_asked_for_until_the_slider_is_left(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural")
    view.show_selection("piriformis")
    slider = view.canvas.rows.tools.slider
    assert slider.isVisible() and slider.accessibleName().startswith(atlas.sites["piriformis"].name)
    with qtbot.waitSignal(view.slid) as asked:
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert asked.args == ["piriformis", "mild"]
    with qtbot.assertNotEmitted(view.slid):  # another site is another crimp, not a movement of the slider
        show(view, atlas, graph, "sural", deep_gluteal="severe")
        view.show_selection("deep-gluteal")
    assert slider.value() == 3


@pytest.mark.parametrize(
    "kind", [kind for kinds in WANTED["kinds"].values() if isinstance(kinds, list) for kind in kinds]
)
def test_kind_when_recorded_shows_its_own_sentence_and_changes_no_number(
    view: PipeView, atlas: Atlas, graph: NerveGraph, kind: Kind
) -> None:
    show(view, atlas, graph, "sural", kind=kind, piriformis="mild")
    view.show_selection("piriformis")
    assert atlas.crimp_kinds[kind].text in words(view)
    assert view.canvas.rows.tools.kinds.value == kind
    assert view.canvas.rows.by_site["piriformis"].accessibleDescription() == f"mild, {atlas.crimp_kinds[kind].name}"
    assert end(view) == ("93 of 100", "no noticeable change")


def test_kinds_when_listed_are_mechanical_and_chemical_on_the_first_page(
    view: PipeView, atlas: Atlas, graph: NerveGraph
) -> None:
    for group in ("mechanical", "chemical"):
        assert [row.id for row in atlas.crimp_kinds.values() if row.group == group] == WANTED["kinds"][group]
    show(view, atlas, graph, "sural")
    said = words(view)
    for row in atlas.crimp_kinds.values():
        assert row.name in said and f"{row.group.capitalize()}:" in said
    assert any("both ways" in text for text in said)
    assert all(label.pixmap().width() for label in view.says._glyphs.values())


def test_sites_when_gone_through_by_keys_are_reached_in_order_and_tab_leads_to_their_tools(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    pipe = show(view, atlas, graph, "sural", piriformis="mild")
    view.site_requested.connect(view.show_selection)
    rows = view.canvas.rows.by_site
    first, *others = [site.site for site in pipe.sites]
    rows[first].setFocus(Qt.FocusReason.TabFocusReason)
    for site in others:
        qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Down)
        assert rows[site].hasFocus() and view.canvas.selected == site
    for site in reversed([first, *others][:-1]):
        qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Up)
        assert rows[site].hasFocus()
    view.show_selection("piriformis")
    rows["piriformis"].setFocus()
    tools = view.canvas.rows.tools
    for widget in (*tools.grades.buttons.values(), tools.slider, *tools.kinds.buttons.values()):
        qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Tab)
        assert widget.hasFocus()


def test_focus_when_a_grade_changed_stays(view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot) -> None:
    show(view, atlas, graph, "sural")
    view.show_selection("piriformis")
    button = view.canvas.rows.tools.grades.buttons["mild"]
    button.setFocus()
    with qtbot.waitSignal(view.crimp_requested):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    show(view, atlas, graph, "sural", piriformis="mild")
    assert button.hasFocus() and button.isChecked()


def test_end_when_crimped_shows_number_and_word(view: PipeView, atlas: Atlas, graph: NerveGraph) -> None:
    show(view, atlas, graph, "sural")
    assert end(view) == ("100 of 100", "full")
    show(view, atlas, graph, "sural", piriformis="mild", deep_calf="mild", mid_thigh="mild")
    assert end(view) == ("27 of 100", "major loss")
    assert any("A picture to explain, not a measurement of your nerve." in text for text in words(view))


def test_picture_when_crimped_is_thinner_below(view: PipeView, atlas: Atlas, graph: NerveGraph) -> None:
    show(view, atlas, graph, "sural", piriformis="moderate")
    picture, at = view.canvas.picture, next(ring.y for ring in view.canvas.rings() if ring.site == "piriformis")
    tubes = picture.tubes(atlas.rules.flow, {"piriformis": "moderate"})
    (sciatic,) = [tube for tube in tubes if tube.path == "sciatic"]
    above, pinched, below = (abs(sciatic.y - y).argmin() for y in (at - 25, at, at + 60))
    bundle = sciatic.bundles[0]
    assert sciatic.radius[pinched] < 0.6 * sciatic.radius[below]
    assert bundle.left[above] == pytest.approx(1) and bundle.left[below] == pytest.approx(0.649, abs=0.01)
    assert bundle.half[below] < 0.85 * bundle.half[above] * sciatic.radius[below] / sciatic.radius[above]


def test_site_when_ring_or_name_is_clicked_is_asked_for(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural")
    ring = next(r for r in view.canvas.rings() if r.site == "mid-thigh")
    with qtbot.waitSignal(view.site_requested) as asked:
        qtbot.mouseClick(view.canvas, LEFT, pos=QPoint(round((ring.left + ring.right) / 2), round(ring.y)))
    assert asked.args == ["mid-thigh"]
    with qtbot.waitSignal(view.site_requested) as asked:
        qtbot.mouseClick(view.canvas.rows.by_site["piriformis"], LEFT)
    assert asked.args == ["piriformis"]


def test_site_when_selected_comes_into_view_once(view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot) -> None:
    show(view, atlas, graph, "medial-plantar")
    view.canvas.set_zoom(4)
    qtbot.wait(1)
    row, bar = view.canvas.rows.by_site["knot-of-henry"], view.scroll_area.verticalScrollBar()
    assert row.visibleRegion().isEmpty()
    view.show_selection("knot-of-henry")
    assert not row.visibleRegion().isEmpty()
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


def test_route_when_bracketed_has_the_relays_of_its_kind(atlas: Atlas, graph: NerveGraph) -> None:
    heights = route_heights(*_marks_and_end(pipe_of(atlas, graph, "medial-plantar")))
    assert (
        heights["cortex"]
        < heights["thalamus"]
        < heights["medulla"]
        < heights["cord"]
        < heights["spine"]
        < heights["end"]
    )
    assert len(atlas.routes["article"].parts) == WANTED["neurons"]["article_parts"]
    for name in ("touch", "pain"):
        parts = atlas.routes[name].parts
        assert parts[0].end == WANTED["neurons"][name]["first_ends"]
        assert [part.end for part in parts[1:]] == WANTED["neurons"][name]["then"]


def _marks_and_end(pipe: Pipe) -> tuple[tuple[tuple[str, float], ...], float]:
    return pipe.landmarks, pipe.end_cm


def test_site_when_hovered_on_pipe_or_name_is_told(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural")
    ring = view.canvas.rings()[1]
    with qtbot.waitSignal(view.site_hovered) as told:
        QTest.mouseMove(view.canvas, QPoint(round(ring.left + 5), round(ring.y)))
    assert told.args == [ring.site]


def test_wheel_when_turned_over_the_pipe_lengthens_it_about_the_pointer_and_fit_brings_it_back(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "medial-plantar")
    qtbot.wait(1)
    height, bar = view.canvas.height(), view.scroll_area.verticalScrollBar()
    s_cm = view.canvas.picture.s_of(200)
    for _ in range(3):
        QTest.wheelEvent(view.window().windowHandle(), _in_window(view, 200), QPoint(0, 120))
    assert view.canvas.height() > 1.5 * height
    assert view.canvas.y_of(s_cm) - bar.value() == pytest.approx(200, abs=24)  # a name more or less moves the rest
    assert view.fit.isVisible()
    qtbot.mouseClick(view.fit, LEFT)
    assert view.canvas.zoom == 1 and view.canvas.height() == height and not view.fit.isVisible()
    QTest.wheelEvent(view.window().windowHandle(), _in_window(view, 200), QPoint(0, -120))
    assert view.canvas.zoom == 1  # shorter than its place it never is
    for key in ("+", "+", "f"):
        qtbot.keyClicks(view, key)
    assert view.canvas.height() == height


def _in_window(view: PipeView, y: int) -> QPointF:
    x = round(view.canvas.picture.main_x)
    return QPointF(view.scroll_area.viewport().mapTo(view.window(), QPoint(x, y)))


def test_story_when_told_by_keys_adds_compares_and_frees_from_the_spine_down(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "medial-plantar")
    view.set_reduced_motion(True)
    qtbot.mouseClick(view.tell, LEFT)
    told, ends = [view.story.sentence.text()], [end(view)[0]]
    while view.story.on.isEnabled():
        qtbot.keyClick(view.story, Qt.Key.Key_Right)
        told.append(view.story.sentence.text())
        ends.append(end(view)[0])
    assert len(set(told)) == len(told)
    assert [int(text.split()[0]) for text in ends] == [100, 93, 68, 27, 68, 68, 68, 68, 68, 93, 100]
    assert not view.story.play.isVisible() and not view.story.is_playing
    qtbot.keyClick(view.story, Qt.Key.Key_Left)
    assert end(view)[0] == "93 of 100"
    qtbot.keyClick(view.story, Qt.Key.Key_Escape)
    assert end(view) == ("100 of 100", "full") and not view.story.isVisible()


def test_story_when_played_goes_on_by_itself_and_pauses(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural")
    view.tell_story()
    assert view.story.is_playing

    def pause_at_third(_: object) -> None:
        if view.story.count.text().startswith("3 "):
            qtbot.keyClick(view.story, Qt.Key.Key_Space)

    view.story.step_shown.connect(pause_at_third)
    view.story._timer.setInterval(20)
    qtbot.waitUntil(lambda: not view.story.is_playing, timeout=20_000)
    assert view.story.count.text().startswith("3 ")
    view.story.stop()


def test_movement_when_not_asked_for_is_off_and_stops_when_hidden(
    view: PipeView, atlas: Atlas, graph: NerveGraph, qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural")
    assert not view.moving.isChecked() and not view.canvas._clock.isActive()
    view.moving.setChecked(True)
    assert view.canvas._clock.isActive() and view.canvas._clock.interval() >= 1000 / 30
    view.hide()
    assert not view.canvas._clock.isActive()
    view.show()
    view.set_reduced_motion(True)
    assert not view.canvas._clock.isActive() and not view.moving.isEnabled()


@pytest.mark.parametrize("case", WANTED["calculator"]["cases"], ids=lambda case: f"{case['cm']} cm")
def test_calculator_when_given_a_length_says_both_paces_and_for_whom(
    view: PipeView, atlas: Atlas, graph: NerveGraph, case: dict[str, int], qtbot: QtBot
) -> None:
    show(view, atlas, graph, "sural")
    view.show_page("physics")
    page = view._pages["physics"]
    page.calculator.length.setValue(case["cm"])  # type: ignore[attr-defined]
    said = " ".join(words(page.calculator))  # type: ignore[attr-defined]
    assert f"{case['weeks_article']} weeks" in said
    assert f"{case['days_at_3_mm']} to {case['days_at_1_mm']} days" in said
    assert WANTED["calculator"]["label"].lower() in said.lower()


def test_physics_when_opened_shows_the_same_flow_everywhere_numbers_and_critics(
    view: PipeView, atlas: Atlas, graph: NerveGraph
) -> None:
    show(view, atlas, graph, "sural")
    view.show_page("physics")
    said = words(view)
    for left in WANTED["physics"]["plain_mild"].values():
        assert str(left) in said
    assert any("as much flows above a crimp as below it" in text for text in said)
    assert any("81 of 115" in text for text in said) and any("same fibres" in text for text in said)
    for wanted in WANTED["physics"]["thresholds_mmHg"]:
        assert any(
            (row.at, row.to) == (wanted["at"], wanted["to"]) for row in atlas.thresholds.values() if row.unit == "mmHg"
        )


def test_palette_when_changed_draws_in_other_colours(view: PipeView, atlas: Atlas, graph: NerveGraph) -> None:
    show(view, atlas, graph, "sural")
    light = view.canvas.grab().toImage()
    view.apply_palette(DARK)
    assert view.canvas.grab().toImage() != light
