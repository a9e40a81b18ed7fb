"""How fast the examination answers, and what the moving figure costs (figures of issue 4)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import MainWindow, open_window

OPEN_MS, ANSWER_MS, FRAMES, SHARE = 200, 16, 30, 0.15
pytestmark = pytest.mark.bench


@pytest.fixture
def window(qapp: QApplication) -> Iterator[MainWindow]:
    window = open_window(qapp, load_atlas())
    window.resize(1280, 800)
    window.show()
    QTest.qWait(3000)  # until all is made ready that nobody has asked for yet
    yield window
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    qapp.setStyleSheet("")


def timed(act: object) -> float:
    began = time.perf_counter()
    act()  # type: ignore[operator]
    QApplication.processEvents()
    return (time.perf_counter() - began) * 1000


def test_places_when_opened_and_answers_when_given_are_quick(window: MainWindow) -> None:
    opened = {place: timed(lambda place=place: window.go(place)) for place in ("urgent", "signs", "tests", "statement")}
    print("opened, ms:", {place: round(ms) for place, ms in opened.items()})
    window.go("signs")
    QApplication.processEvents()
    choices = [question.choice for question in window.examination.signs.questions.values()]
    answers = [timed(choice.buttons[key].click) for key in ("yes", "no", "unsure") for choice in choices]
    print("answered, ms:", round(statistics.median(answers), 1), "slowest", round(max(answers), 1))
    assert max(opened.values()) < OPEN_MS
    assert statistics.median(answers) < ANSWER_MS


def test_figure_when_moving_costs_little_and_nothing_when_still(window: MainWindow) -> None:
    window.go("tests")
    tests = window.examination.tests
    tests.show_page("steps")
    QTest.qWait(1200)
    canvas = tests.steps.figure.canvas
    before = canvas.frames
    began, spent = time.perf_counter(), time.process_time()
    tests.steps.show_step(4)
    while canvas.is_moving:
        QTest.qWait(20)
    took, spent = time.perf_counter() - began, time.process_time() - spent
    count = canvas.frames - before
    share = spent / took
    print(f"moving: {count / took:.0f} frames a second, {share:.0%} of a core")
    spent = time.process_time()
    QTest.qWait(2000)
    idle = time.process_time() - spent
    print(f"still: {idle / 2:.1%} of a core")
    assert not canvas.is_moving
    assert count / took > FRAMES * 0.9
    assert share < SHARE
    assert idle / 2 < 0.02
