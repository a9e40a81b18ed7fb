"""How fast the window is and what it needs, beside an empty PySide6 window measured in the same run.

A figure fails the run only when it misses its limit by more than `figures.HEADROOM`, on a machine that is taken to be
as much slower than usual as the empty window was. "Work" is the processor time of the main thread: what else runs on
the machine counts least there.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.bench.conftest import Note
from tests.bench.figures import Figure

ROOT = Path(__file__).parents[2]
WINDOW = Path(__file__).with_name("window.py")
ROUNDS = 7
EMPTY_FRAME_MS = 115.0
"""What the empty window takes on two quiet cores; the limits are meant for such a machine."""


def measure(folder: Path, what: str, how: str, *numbers: int) -> dict[str, Any]:
    home = Path(tempfile.mkdtemp(dir=folder))  # nothing kept from an earlier run is asked about
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),  # warm: compiled before
        "HOME": str(home),
        **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE")},
        "XDG_CACHE_HOME": str(folder / "cache"),  # warm: kept before
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    asked = [time.monotonic_ns()] if how == "start" else []
    done = subprocess.run(
        [sys.executable, "-P", str(WINDOW), what, how, *map(str, (*asked, *numbers))],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def middle(runs: list[dict[str, Any]], key: str) -> float:
    return statistics.median(run[key] for run in runs)


@pytest.mark.bench
@pytest.mark.timeout(600)
def test_window_keeps_its_limits_when_measured_beside_an_empty_one(tmp_path: Path, note: Note) -> None:
    used, opened = measure(tmp_path, "program", "use"), measure(tmp_path, "program", "open")
    empty, program = [], []
    for _ in range(ROUNDS):
        empty.append(measure(tmp_path, "empty", "start"))
        program.append(measure(tmp_path, "program", "start", *used["point"]))
    empty_ms, empty_work_ms, empty_mb = (middle(empty, key) for key in ("frame_ms", "frame_work_ms", "memory_mb"))
    frame_ms, click_ms, start_mb = (middle(program, key) for key in ("frame_ms", "click_ms", "memory_mb"))
    frame_work, click_work = (
        min(run[key] for run in program) / min(run["frame_work_ms"] for run in empty)
        for key in ("frame_work_ms", "click_work_ms")
    )
    slowest = max(opened["opened_ms"], key=opened["opened_ms"].get)

    def figure(*told: Any, **how: bool) -> Figure:
        return Figure("window", *told, **how)

    note(
        figure("first frame", frame_ms, 290, "ms"),
        figure("first frame and a click answered", click_ms, 290, "ms"),
        figure("that click's mark, nerves and panel shown", middle(program, "followed_ms"), 800, "ms"),
        figure("work until the first frame", frame_work, 2.5, "× empty", timed=False),
        figure("work until a click is answered", click_work, 2.5, "× empty", timed=False),
        figure("memory at the first frame", middle(program, "frame_mb") / empty_mb, 2, "× empty", timed=False),
        figure("memory when all is made and given back", used["settled_mb"] / empty_mb, 2, "× empty", timed=False),
        figure("memory at most, after the first click", start_mb / empty_mb, 2.5, "× empty", timed=False),
        figure("memory at most, after long use", used["memory_mb"] / empty_mb, 2.5, "× empty", timed=False),
        figure("longest moment until the map rests", opened["made_ms"], 16, "ms"),
        figure(f"opening a place at once, slowest ({slowest})", opened["opened_ms"][slowest], 100, "ms"),
        figure("made ready in spare time, longest moment", opened["spare_ms"], 100, "ms"),
        figure("hover to repainted, median", used["hover_ms"], 8, "ms"),
        figure("hover to repainted, slowest 5 %", used["hover_slow_ms"], 8, "ms"),
        figure("click to repainted, median", used["click_ms"], 16, "ms"),
        figure("click to nerves and panel shown, median", used["follow_ms"], 100, "ms"),
        figure("turning", used["turning_fps"], 30, "frames/s", least=True),
        figure("turning with lit nerves", used["lit_turning_fps"], 30, "frames/s", least=True),
        figure("sharp after turning", used["sharp_ms"], 250, "ms"),
        figure("sharp after turning with lit nerves", used["lit_sharp_ms"], 250, "ms"),
        figure("processor time in 3 s of rest", 1000 * used["idle_s"], 15, "ms"),
        slowness=max(1.0, empty_ms / EMPTY_FRAME_MS),
        words=f"An empty PySide6 window here: first frame {empty_ms:.0f} ms (work of {empty_work_ms:.0f} ms), memory "
        f"{empty_mb:.0f} MB. nervemap beside it: first frame {frame_ms / empty_ms:.1f} times. Medians of {ROUNDS}; of "
        f"work the least.",
    )
