"""How fast the examination answers, and what the moving figure costs (figures of issue 4).

Times are processor times, which other work on the machine changes least; on quiet cores they are what a person waits.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import MainWindow, open_window
from tests.bench.conftest import Note
from tests.bench.figures import Figure
from tests.windows import shown

OPEN_MS, ANSWER_MS, FRAMES, SHARE = 200, 16, 30, 0.15
pytestmark = pytest.mark.bench


@pytest.fixture
def window(qapp: QApplication) -> Iterator[MainWindow]:
    with shown(open_window(qapp, load_atlas())) as window:
        while window.spare_time.isActive():  # until all is made ready that nobody has asked for yet
            QTest.qWait(100)
        yield window


def timed(act: object) -> float:
    began = time.process_time()
    act()  # type: ignore[operator]
    QApplication.processEvents()
    return (time.process_time() - began) * 1000


def test_places_when_opened_and_answers_when_given_are_quick(window: MainWindow, note: Note) -> None:
    opened = {place: timed(lambda place=place: window.go(place)) for place in ("urgent", "signs", "tests", "statement")}
    window.go("signs")
    QApplication.processEvents()
    choices = [question.choice for question in window.examination.signs.questions.values()]
    answers = [timed(choice.buttons[key].click) for key in ("yes", "no", "unsure") for choice in choices]
    note(
        Figure("examination", "a place opened, slowest", max(opened.values()), OPEN_MS, "ms"),
        Figure("examination", "an answer given, median", statistics.median(answers), ANSWER_MS, "ms"),
        Figure("examination", "an answer given, slowest", max(answers), 100, "ms"),
    )


def test_figure_when_moving_costs_little_and_nothing_when_still(window: MainWindow, note: Note) -> None:
    window.go("tests")
    tests = window.examination.tests
    tests.show_page("steps")
    QTest.qWait(1200)
    canvas = tests.steps.figure.canvas
    before = canvas.frames
    spent = time.process_time()
    tests.steps.show_step(4)
    while canvas.is_moving:
        QTest.qWait(20)
    spent = time.process_time() - spent
    count = canvas.frames - before
    spent_moving = spent
    spent = time.process_time()
    QTest.qWait(2000)
    idle = time.process_time() - spent
    assert not canvas.is_moving
    share = 100 * FRAMES * spent_moving / count
    note(
        Figure("examination", "the moving figure, of one core at 30 frames/s", share, 100 * SHARE, "%"),
        Figure("examination", "processor time in 2 s of rest", 1000 * idle, 20, "ms"),
    )
