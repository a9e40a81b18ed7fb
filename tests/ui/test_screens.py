"""Screens that come, go and are scaled otherwise while the program runs, on a real display that is parted for it."""

from __future__ import annotations

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ON_A_DISPLAY = ("xvfb-run", "-a", "-s", "-screen 0 5120x2160x24")

PROGRAM = """
import json, sys
from PySide6.QtCore import QDeadlineTimer, QPoint
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import open_window
from tests.ui.monitors import Monitors

ONE, TWO = {"one": (0, 0, 1280, 800)}, {"two": (1280, 0, 3840, 2160)}
monitors = Monitors()
monitors.add(ONE)
if "two" in sys.argv:
    monitors.add(TWO)
app = QApplication([])
window = open_window(app, load_atlas())
window.show()
map_ = window.map_panel.map

def until(what):
    patience = QDeadlineTimer(20_000)
    while not what() and not patience.hasExpired():
        QTest.qWait(50)
    return what()

def inside(shown, name):
    return lambda: shown.screen().name() == name and shown.screen().geometry().contains(shown.frameGeometry())

def fills(name):
    patient = lambda: window.showing.patient
    return lambda: inside(patient(), name)() and patient().geometry() == patient().screen().geometry()

def detail(image):  # how much neighbours differ, over the middle of the map
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    w, h = grey.width(), grey.height()
    rows = [bytes(grey.constScanLine(y))[w // 4 : w // 2] for y in range(h // 4, h // 2)]
    return sum(abs(a - b) for row in rows for a, b in zip(row, row[1:])) / sum(map(len, rows))

def picture(ratio):
    until(lambda: map_.devicePixelRatioF() == ratio and map_.grab().devicePixelRatioF() == ratio and map_.rests)
    return map_.grab().toImage()

told = {}
"""
COMING_AND_GOING = """
window.showing.toggle_patient_window()
told["beside the clinician"] = until(fills("two"))
monitors.remove("two")
told["unplugged"] = until(fills("one")) and inside(window, "one")()
monitors.add(TWO)
told["plugged in again"] = until(fills("two")) and inside(window, "one")()
window.showing.close_patient_window()
coarse = picture(1.0)
window.move(1400, 100)
fine = picture(2.0)
told["as large as before"] = fine.size() == 2 * coarse.size()
told["made anew for the finer screen"] = detail(fine) / detail(coarse.scaled(fine.size()))
monitors.remove("two")
told["window on the screen that is left"] = until(inside(window, "one"))
monitors.add(TWO)
until(lambda: len(app.screens()) == 2)
window.move(1400, 100)
until(inside(window, "two"))
window.cases._leaving = True
window.close()
print(json.dumps(told))
"""
STARTED_AGAIN = """
told["in sight"] = until(inside(window, "one"))
window.cases._leaving = True
window.close()
print(json.dumps(told))
"""


def run(program: str, home: Path, *arguments: str) -> dict[str, Any]:
    libraries = [ctypes.util.find_library(name) for name in ("X11", "Xrandr")]
    if not shutil.which("xvfb-run") or not all(libraries):
        pytest.skip("needs xvfb, libx11-6 and libxrandr2")
    homes = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "STATE", "DATA", "CACHE")}
    environment = os.environ | homes | {"HOME": str(home), "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    environment |= {"QT_SCREEN_SCALE_FACTORS": "one=1;two=2"}
    environment.pop("QT_SCALE_FACTOR", None)
    ran = subprocess.run(
        [*ON_A_DISPLAY, sys.executable, "-c", PROGRAM + program, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ran.returncode == 0 and "Traceback" not in ran.stderr, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


@pytest.mark.long
@pytest.mark.timeout(240)
def test_windows_stay_in_sight_and_sharp_when_a_screen_comes_and_goes(tmp_path: Path) -> None:
    told = run(COMING_AND_GOING, tmp_path, "two")
    finer = told.pop("made anew for the finer screen")
    assert all(told.values()), told
    assert finer > 1.2
    assert run(STARTED_AGAIN, tmp_path) == {"in sight": True}  # it stood on a screen that is gone
