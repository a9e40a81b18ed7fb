"""The pipe and its plot: true proportion, one axis, sites by mouse, zoom, movement."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nervemap.content.atlas import Atlas
from nervemap.palette import DARK, LIGHT
from nervemap.ui.pipe_view import PipeView
from tests.ui.pipes import ENDS, TO_THE_FOOT, WANTED, show, words

ROOT = Path(__file__).resolve().parents[2]
LEFT = Qt.MouseButton.LeftButton


@pytest.mark.parametrize("site", [None, "piriformis"])
def test_pipe_when_it_opens_is_seen_whole_with_all_its_sites(
    pipe_view: PipeView, site: str | None, qtbot: QtBot
) -> None:
    pipe_view.resize(630, 689)  # its place in a window of 1280 to 800
    for nerve in TO_THE_FOOT:
        show(pipe_view, nerve, **({"piriformis": "mild"} if site else {}))
        pipe_view.show_selection(site)
        qtbot.wait(1)
        canvas = pipe_view.canvas
        assert canvas.height() == pipe_view.scroll_area.viewport().height(), nerve
        assert all(row.visibleRegion().boundingRect() == row.rect() for row in canvas.rows.by_site.values()), nerve
        assert not [row.shown_words for row in canvas.rows.by_site.values() if "\u2026" in row.shown_words[0]], nerve
        assert not site or all(row.height() >= 20 for row in canvas.rows.by_site.values())
        assert site or all(row.height() >= 24 for row in canvas.rows.by_site.values()), nerve
        head = canvas.picture.top - canvas.head
        assert head > 0 and canvas.picture.bottom + 20 < canvas.height()
        assert canvas.picture.bottom - canvas.picture.top > 0.7 * canvas.height()


@pytest.mark.parametrize("zoom", [1.0, 3.0])
def test_distances_when_shown_are_the_same_for_every_centimetre(pipe_view: PipeView, zoom: float) -> None:
    for nerves in (*((nerve,) for nerve in TO_THE_FOOT), tuple(ENDS.values())):
        pipe = show(pipe_view, *nerves)
        pipe_view.canvas.set_zoom(zoom)
        rings = pipe_view.canvas.rings()
        assert [ring.site for ring in rings] == [site.site for site in pipe.sites]
        scale = pipe_view.canvas.picture.px_per_cm
        for (one, first), (other, second) in itertools.pairwise(zip(pipe.sites, rings, strict=True)):
            assert second.y - first.y == pytest.approx((other.s_cm - one.s_cm) * scale, abs=1e-6)


@pytest.mark.parametrize("zoom", [1.0, 4.0])
def test_plot_when_shown_stands_on_the_pipes_axis_to_the_pixel(pipe_view: PipeView, zoom: float, qtbot: QtBot) -> None:
    show(pipe_view, "medial-plantar", piriformis="mild", tarsal_tunnel="mild")
    pipe_view.canvas.set_zoom(zoom)
    qtbot.wait(30)
    plot = pipe_view.canvas.plot.widget
    assert plot is not None
    for s_cm in (-70.0, 0.0, 55.0, 119.0):
        assert plot.y() + plot.y_of(s_cm) == pytest.approx(pipe_view.canvas.y_of(s_cm), abs=0.6)
    x, _ = plot.curves[0].getData()
    assert min(x) == pytest.approx(0.68, abs=0.005) and max(x) == 1
    assert plot.line.value() == WANTED["plot"]["line_left"] / 100
    assert WANTED["plot"]["line_label"] in words(pipe_view.canvas)


def test_plot_when_the_pipe_was_painted_comes_in_by_itself(atlas: Atlas, qtbot: QtBot) -> None:
    view = PipeView(atlas, LIGHT)
    qtbot.addWidget(view)
    show(view, "sural")
    assert view.canvas.plot.widget is None
    view.show()
    qtbot.waitUntil(lambda: view.canvas.plot.widget is not None, timeout=60_000)
    plot = view.canvas.plot.widget
    assert plot is not None and plot.isVisible() and len(plot.curves) == 1


ASKS_WHEN_READ = """
import sys, threading
from PySide6 import QtCore, QtGui, QtWidgets
app = QtWidgets.QApplication([])

def tell(event, arguments):
    if event == "import" and arguments[0] == "pyqtgraph":
        missing = [name for qt in (QtCore, QtGui, QtWidgets) for name in dir(qt) if name not in vars(qt)]
        print("missing", len(missing), threading.current_thread() is threading.main_thread(), flush=True)

sys.addaudithook(tell)
from nervemap.content.atlas import load_atlas
from nervemap.palette import LIGHT
from nervemap.ui.pipe_view import PipeView
from tests.ui.pipes import show
view = PipeView(load_atlas(), LIGHT)
show(view, "sural")
view.show()
while view.canvas.plot.widget is None:
    app.processEvents(QtCore.QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
"""


def test_classes_of_qt_when_the_library_of_the_plot_is_read_are_all_made() -> None:
    """Made in one thread while another uses Qt, they end in a crash."""
    command = [sys.executable, "-P", "-c", ASKS_WHEN_READ]
    with_us = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=with_us, capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout.split(), done.returncode) == (["missing", "0", "False"], 0), done.stderr


def test_plot_when_several_nerves_are_shown_has_a_curve_for_each(pipe_view: PipeView) -> None:
    show(pipe_view, *ENDS.values(), mid_thigh="moderate")
    assert pipe_view.canvas.plot.widget is not None
    lowest = {
        nerve: min(curve.getData()[0])
        for nerve, curve in zip(ENDS.values(), pipe_view.canvas.plot.widget.curves, strict=True)
    }
    assert lowest["posterior-femoral-cutaneous"] == 1
    assert all(left < 0.7 for nerve, left in lowest.items() if nerve != "posterior-femoral-cutaneous")


def test_picture_when_crimped_is_thinner_below(pipe_view: PipeView, atlas: Atlas) -> None:
    show(pipe_view, "sural", piriformis="moderate")
    picture, at = (
        pipe_view.canvas.picture,
        next(ring.y for ring in pipe_view.canvas.rings() if ring.site == "piriformis"),
    )
    tubes = picture.tubes(atlas.rules.flow, {"piriformis": "moderate"})
    (sciatic,) = [tube for tube in tubes if tube.path == "sciatic"]
    above, pinched, below = (abs(sciatic.y - y).argmin() for y in (at - 25, at, at + 60))
    bundle = sciatic.bundles[0]
    assert sciatic.radius[pinched] < 0.6 * sciatic.radius[below]
    assert bundle.left[above] == pytest.approx(1) and bundle.left[below] == pytest.approx(0.649, abs=0.01)
    assert bundle.half[below] < 0.85 * bundle.half[above] * sciatic.radius[below] / sciatic.radius[above]


def test_site_when_ring_or_name_is_clicked_is_asked_for(pipe_view: PipeView, qtbot: QtBot) -> None:
    show(pipe_view, "sural")
    ring = next(r for r in pipe_view.canvas.rings() if r.site == "mid-thigh")
    with qtbot.waitSignal(pipe_view.site_requested) as asked:
        qtbot.mouseClick(pipe_view.canvas, LEFT, pos=QPoint(round((ring.left + ring.right) / 2), round(ring.y)))
    assert asked.args == ["mid-thigh"]
    with qtbot.waitSignal(pipe_view.site_requested) as asked:
        qtbot.mouseClick(pipe_view.canvas.rows.by_site["piriformis"], LEFT)
    assert asked.args == ["piriformis"]


def test_site_when_selected_comes_into_view_once(pipe_view: PipeView, qtbot: QtBot) -> None:
    show(pipe_view, "medial-plantar")
    pipe_view.canvas.set_zoom(4)
    qtbot.wait(1)
    row, bar = pipe_view.canvas.rows.by_site["knot-of-henry"], pipe_view.scroll_area.verticalScrollBar()
    assert row.visibleRegion().isEmpty()
    pipe_view.show_selection("knot-of-henry")
    assert not row.visibleRegion().isEmpty()
    bar.setValue(0)
    pipe_view.show_selection("knot-of-henry")
    assert bar.value() == 0


def test_site_when_hovered_on_pipe_or_name_is_told(pipe_view: PipeView, qtbot: QtBot) -> None:
    show(pipe_view, "sural")
    ring = pipe_view.canvas.rings()[1]
    with qtbot.waitSignal(pipe_view.site_hovered) as told:
        at = pipe_view.canvas.mapTo(pipe_view.window(), QPoint(round(ring.left + 5), round(ring.y)))
        QTest.mouseMove(pipe_view.window().windowHandle(), at)
    assert told.args == [ring.site]


def test_site_when_the_pointer_goes_on_to_its_tools_stays_and_goes_out_when_they_are_left(
    pipe_view: PipeView, qtbot: QtBot
) -> None:
    show(pipe_view, "sural")
    pipe_view.show_selection("piriformis")
    qtbot.wait(1)
    canvas, told = pipe_view.canvas, list[str | None]()
    pipe_view.site_hovered.connect(told.append)
    severe, window = canvas.rows.tools.grades.buttons["severe"], pipe_view.window()
    handle = window.windowHandle()
    for part, at in ((canvas.rows.by_site["piriformis"], (9, 9)), (severe, (5, -3)), (severe, (9, 9))):
        QTest.mouseMove(handle, part.mapTo(window, QPoint(*at)))
    assert told == ["piriformis"] and canvas.hovered == "piriformis"
    QTest.mouseMove(handle, canvas.mapTo(window, QPoint(3, canvas.height() - 3)))
    qtbot.waitUntil(lambda: told == ["piriformis", None] and canvas.hovered is None)


def test_wheel_when_turned_over_the_pipe_lengthens_it_about_the_pointer_and_fit_brings_it_back(
    pipe_view: PipeView, qtbot: QtBot
) -> None:
    show(pipe_view, "medial-plantar")
    qtbot.wait(1)
    height, bar = pipe_view.canvas.height(), pipe_view.scroll_area.verticalScrollBar()
    s_cm = pipe_view.canvas.picture.s_of(200)
    for _ in range(3):
        QTest.wheelEvent(pipe_view.window().windowHandle(), _in_window(pipe_view, 200), QPoint(0, 120))
    assert pipe_view.canvas.height() > 1.5 * height
    assert pipe_view.canvas.y_of(s_cm) - bar.value() == pytest.approx(200, abs=24)  # a name more or less moves the rest
    assert pipe_view.fit.isVisible()
    qtbot.mouseClick(pipe_view.fit, LEFT)
    assert pipe_view.canvas.zoom == 1 and pipe_view.canvas.height() == height and not pipe_view.fit.isVisible()
    QTest.wheelEvent(pipe_view.window().windowHandle(), _in_window(pipe_view, 200), QPoint(0, -120))
    assert pipe_view.canvas.zoom == 1  # shorter than its place it never is
    for key in ("+", "+", "f"):
        qtbot.keyClicks(pipe_view, key)
    assert pipe_view.canvas.height() == height


def _in_window(pipe_view: PipeView, y: int) -> QPointF:
    x = round(pipe_view.canvas.picture.main_x)
    return QPointF(pipe_view.scroll_area.viewport().mapTo(pipe_view.window(), QPoint(x, y)))


def test_movement_when_not_asked_for_is_off_and_stops_when_hidden(pipe_view: PipeView, qtbot: QtBot) -> None:
    show(pipe_view, "sural")
    assert not pipe_view.moving.isChecked() and not pipe_view.canvas._clock.isActive()
    pipe_view.moving.setChecked(True)
    assert pipe_view.canvas._clock.isActive() and pipe_view.canvas._clock.interval() >= 1000 / 30
    pipe_view.hide()
    assert not pipe_view.canvas._clock.isActive()
    pipe_view.show()
    pipe_view.set_reduced_motion(True)
    assert not pipe_view.canvas._clock.isActive() and not pipe_view.moving.isEnabled()


def test_palette_when_changed_draws_in_other_colours(pipe_view: PipeView) -> None:
    show(pipe_view, "sural")
    light = pipe_view.canvas.grab().toImage()
    pipe_view.apply_palette(DARK)
    assert pipe_view.canvas.grab().toImage() != light
