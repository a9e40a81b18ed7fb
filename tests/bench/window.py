"""One fresh process: opens a window, measures one thing, prints it as one JSON object.

    python window.py empty|program start ASKED_NS [X Y]
    python window.py program use|open

`empty` is a PySide6 window with nothing in it, the yardstick; `program` is nervemap by its own way in. `start` times
the first frame from ASKED_NS on (nanoseconds of the monotonic clock, which all processes share) and, with X and Y, a
click at that point of the map. `use` works with the map as a person does, by mouse, in every view. `open` goes to each
place before it was made ready, and then makes the rest ready.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

SIZE = (1280, 800)
SETTLED_S = 0.6
TURNING_FRAMES = 60
IDLE_S = 3.0
VIEWS = ("front", "back", "outer", "inner", "sole", "top")
NINE_AREAS = (
    "posterior-pelvis-hip",
    "anterior-lateral-hip-thigh",
    "medial-thigh-knee",
    "lateral-shin",
    "medial-shin",
    "lateral-ankle",
    "medial-ankle",
    "plantar-foot",
    "dorsal-foot-toes",
)

Measured = dict[str, Any]


def open_empty(measure: Callable[[Any, Any], Measured]) -> Measured:
    """The least that a PySide6 window can be."""
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication(["empty"])
    window = QWidget()
    window.resize(*SIZE)
    window.show()
    return measure(app, window)


def open_program(measure: Callable[[Any, Any], Measured]) -> Measured:
    """nervemap as people start it; where it would wait for them, `measure` has its turn."""
    from nervemap.__main__ import main
    from nervemap.ui import app as way_in

    found: Measured = {}
    bring_in_qt = way_in.bring_in_qt

    def bring_in_qt_that_does_not_wait() -> None:
        bring_in_qt()
        from PySide6.QtWidgets import QApplication, QMainWindow

        def instead_of_waiting(*_: object) -> int:
            app = QApplication.instance()
            window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow))
            window.resize(*SIZE)
            found.update(measure(app, window))
            window.close()
            return 0

        QApplication.exec = instead_of_waiting  # type: ignore[method-assign, assignment]

    way_in.bring_in_qt = bring_in_qt_that_does_not_wait
    main([])
    return found


def watch_paints(widget: Any) -> Any:
    """An object that knows when the widget was painted `last`, and `first` since that was set to 0, after what work."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    class Paints(QObject):
        first = last = first_work = 0.0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() != QEvent.Type.Paint:
                return False
            watched.removeEventFilter(self)
            QApplication.sendEvent(watched, event)
            watched.installEventFilter(self)
            self.last = time.monotonic()
            if not self.first:
                self.first, self.first_work = self.last, time.thread_time()
            return True

    paints = Paints(widget)
    widget.installEventFilter(paints)
    return paints


def wait_until(app: Any, there: Callable[[], object]) -> None:
    """Let the window work until something is there; it works further in any case, so there is always an event."""
    from PySide6.QtCore import QEventLoop

    while not there():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def start(app: Any, window: Any, asked_ns: int, *at: int) -> Measured:
    """Milliseconds from the asking to the first frame, to the frame that answers a click at `at`, and to what follows.

    `work` is what the main thread itself had to do until then: neither other programs count nor the tools here.
    """
    app.processEvents()
    found = {"frame_ms": (time.monotonic_ns() - asked_ns) / 1e6, "frame_work_ms": time.thread_time() * 1000}
    found["frame_mb"] = memory_mb("VmRSS")
    if at:
        began, worked = time.monotonic_ns(), time.thread_time()
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        stands = window._stands if not window.is_whole else window.map_panel.map
        paints = watch_paints(stands)
        asked_ns += time.monotonic_ns() - began
        tools = time.thread_time() - worked
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=stands.mapTo(window, QPoint(*at)))
        app.processEvents()
        found["click_ms"] = (paints.first * 1e9 - asked_ns) / 1e6
        found["click_work_ms"] = (paints.first_work - tools) * 1000
        wait_until(app, lambda: window.workspace.case.marks and window.places.value == "nerves")
        found["followed_ms"] = (time.monotonic_ns() - asked_ns) / 1e6
        wait_until(app, lambda: window.map_panel.map.rests)
    return found


def use(app: Any, window: Any) -> Measured:
    """Hover and click in every view (ms each), turning (frames a second), rest (ms until sharp, seconds of work)."""
    from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
    from PySide6.QtTest import QTest

    wait_until(app, lambda: window.is_whole)
    map_ = window.map_panel.map
    handle = window.windowHandle()
    left = Qt.MouseButton.LeftButton
    paints = watch_paints(map_)

    def settle(seconds: float = SETTLED_S) -> None:
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()

    def inside(at: QPoint) -> QPoint:
        return map_.mapTo(window, at)

    def timed(act: Callable[[], None]) -> float:
        began = time.monotonic()
        act()
        app.processEvents()
        return (time.monotonic() - began) * 1000

    def grid() -> Iterator[QPoint]:
        for y in range(20, map_.height(), 23):
            for x in range(20, map_.width(), 23):
                yield QPoint(x, y)

    def drag(frames: int) -> tuple[float, float]:
        """Frames a second while turning; milliseconds from letting go to the last, sharp frame."""
        middle = QPoint(map_.width() // 2, map_.height() // 2)
        QTest.mousePress(handle, left, pos=inside(middle))
        times = []
        for step in range(frames):
            swing = QPoint(round(150 * math.sin(step / 12)), round(20 * math.sin(step / 20)))
            times.append(timed(lambda swing=swing: QTest.mouseMove(handle, inside(middle + swing))))
        last = middle + swing
        began = time.monotonic()
        QTest.mouseRelease(handle, left, pos=inside(last))
        settle(1.2)
        return 1000 / statistics.median(times), (paints.last - began) * 1000

    settle()
    while window.spare_time.isActive():  # until nothing is left to make ready
        settle()
    settle()  # with what was borrowed given back
    point = map_.area_point("right", "lateral-ankle")
    found: Measured = {"point": [int(point.x()), int(point.y())], "settled_mb": memory_mb("VmRSS")}
    fresh_turning, fresh_sharp = drag(TURNING_FRAMES)
    found |= {"turning_fps": fresh_turning, "sharp_ms": fresh_sharp}

    began = time.process_time()
    settle(IDLE_S)
    found["idle_s"] = time.process_time() - began

    hovers, clicks, follows = [], [], []
    for view in VIEWS:
        window.map_panel.views.chosen.emit(view)
        settle(1.0)
        for at in grid():
            hovered = timed(lambda at=at: QTest.mouseMove(handle, inside(at)))
            if map_.place_at(QPointF(at)):
                hovers.append(hovered)
        for side in ("right", "left"):
            for area in NINE_AREAS:
                point = map_.area_point(side, area)
                if point is None:
                    continue
                at = inside(point.toPoint())
                timed(lambda at=at: QTest.mouseMove(handle, at))
                for _ in ("marked", "unmarked"):
                    paints.first, began = 0.0, time.monotonic()
                    QTest.mousePress(handle, left, pos=at)
                    QTest.mouseRelease(handle, left, pos=at)
                    app.processEvents()
                    if paints.first:  # 0 where the click has met a site's ring that was chosen already
                        clicks.append((paints.first - began) * 1000)
                    app.processEvents()
                    follows.append((time.monotonic() - began) * 1000)
    acts = len(window.workspace.history)
    assert acts > len(clicks) / 2, f"only {acts} of {len(clicks)} clicks have marked or unmarked an area"
    found |= {
        "hover_ms": statistics.median(hovers),
        "hover_slow_ms": statistics.quantiles(hovers, n=20)[-1],
        "click_ms": statistics.median(clicks),
        "follow_ms": statistics.median(follows),
    }
    window.map_panel.views.chosen.emit("front")
    settle()
    for area in NINE_AREAS[:4]:
        if (point := map_.area_point("right", area)) is not None:
            QTest.mouseClick(handle, left, pos=inside(point.toPoint()))
    found["lit_turning_fps"], found["lit_sharp_ms"] = drag(TURNING_FRAMES)
    return found


def open_places(app: Any, window: Any) -> Measured:
    """Milliseconds of work: the longest moment until the map rests, to open each place for the first time, and the
    longest moment of spare time.
    """
    from PySide6.QtCore import QEventLoop

    app.processEvents()
    made = []
    while not (window.is_whole and window.map_panel.map.rests):
        began = time.thread_time()
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        made.append((time.thread_time() - began) * 1000)
        if window.is_whole:
            window.spare_time.stop()
    app.processEvents()

    def timed(act: Callable[[], object]) -> float:
        began = time.thread_time()
        act()
        app.processEvents()
        window.spare_time.stop()
        return (time.thread_time() - began) * 1000

    from nervemap.ui.desk import PlaceName
    from nervemap.ui.widgets import Choice

    opened = {}
    for place in get_args(PlaceName):
        opened[place] = timed(lambda place=place: window.go(place))
        if place in ("signs", "tests", "statement"):
            rows = window._pages[place].findChildren(Choice)
            for page, button in rows[0].buttons.items():
                opened[f"{place}: {page}"] = timed(button.click)
    acts, spare = window.spare_time.acts, []
    window.spare_time.acts = iter(())  # its own timer finds nothing to do
    for _ in range(100):  # more than there are
        spare.append(timed(lambda: next(acts, None)))
    return {"made_ms": max(made), "opened_ms": opened, "spare_ms": max(spare)}


def memory_mb(which: str) -> float:
    """The memory that this process has in hand (VmRSS), or the most that it has had (VmHWM)."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith(which)) / 1024


def main(what: str, how: str, *numbers: str) -> None:
    """Called with the words of the command line."""

    def measure(app: Any, window: Any) -> Measured:
        if how == "start":
            return start(app, window, *map(int, numbers))
        return use(app, window) if how == "use" else open_places(app, window)

    found = (open_empty if what == "empty" else open_program)(measure)
    print(json.dumps(found | {"memory_mb": memory_mb("VmHWM")}))


if __name__ == "__main__":
    main(*sys.argv[1:])
