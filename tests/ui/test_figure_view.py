"""The figure: it moves at a human pace, rests when it is there, and is at once there under reduced motion."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPolygonF
from pytestqt.qtbot import QtBot

from nervemap import resources
from nervemap.anatomy.figure import Figure, load_figure
from nervemap.palette import DARK, LIGHT, Palette
from nervemap.ui.figure_painting import rounded
from nervemap.ui.figure_view import PACE_S, FigureView
from nervemap.ui.widgets import Text


@pytest.fixture(scope="module")
def figure() -> Figure:
    return load_figure(resources.folder("data") / "body")


@pytest.fixture
def view(figure: Figure, qtbot: QtBot) -> FigureView:
    view = FigureView(figure, LIGHT)
    qtbot.addWidget(view)
    view.resize(480, 360)
    view.canvas.show_test("slump")
    with qtbot.waitExposed(view):
        view.show()
    return view


def colors(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_step_when_taken_moves_and_then_rests(view: FigureView, figure: Figure, qtbot: QtBot) -> None:
    view.canvas.show_step("knee")
    assert view.canvas.is_moving and view.canvas.pose == figure.poses["slump"][0]
    qtbot.waitUntil(lambda: not view.canvas.is_moving, timeout=int(PACE_S * 3000))
    assert view.canvas.pose == figure.poses["slump"][3]
    assert view.change.text() == "+65 mm" and view.length.text().splitlines() == [
        "longer than at the start",
        "+42 mm by this step",
        "Path 1839 mm (estimate)",
    ]


def test_step_when_motion_is_reduced_is_there_at_once(view: FigureView, figure: Figure) -> None:
    view.canvas.reduced_motion = True
    view.canvas.show_step("foot")
    assert not view.canvas.is_moving and view.canvas.pose == figure.poses["slump"][4]


def test_movement_when_hidden_ends(view: FigureView, figure: Figure) -> None:
    view.canvas.show_step("chin")
    view.hide()
    assert not view.canvas.is_moving and view.canvas.pose == figure.poses["slump"][2]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_picture_when_painted_holds_body_nerve_and_moving_joint(view: FigureView, palette: Palette) -> None:
    view.canvas.apply_palette(palette)
    view.canvas.reduced_motion = True
    view.canvas.show_step("knee")
    seen = colors(view.canvas.grab().toImage())
    assert QColor(palette.nerve_color("tibial")).name() in seen
    assert QColor(palette.accent).name() in seen
    assert len(seen) > 150  # softly lit, not flat


def test_words_beside_the_figure_when_it_is_low_are_not_cut(figure: Figure, qtbot: QtBot) -> None:
    words = Text("One line that is long enough to be two at least, and then some more of it")
    view = FigureView(figure, LIGHT, words)
    qtbot.addWidget(view)
    view.resize(420, 100)
    view.canvas.show_test("slump")
    view.set_height(100)
    with qtbot.waitExposed(view):
        view.show()
    for text in (words, view.change, view.length):
        assert text.height() >= text.heightForWidth(text.width()), text.text()


def test_path_when_painted_lies_inside_the_body(figure: Figure) -> None:
    for test in figure.poses:
        for pose in (*figure.in_order(test, ()), *figure.in_order(test, ("foot", "knee"))):
            posed = figure.posed(pose)
            body = [QPolygonF([QPointF(*at) for at in part.tolist()]) for part in posed.body]
            for at in rounded(posed.path).tolist():
                inside = any(part.containsPoint(QPointF(*at), Qt.FillRule.WindingFill) for part in body)
                assert inside, (test, pose.step, at)
