"""The patient window in a process of its own: on the second screen if there is one, otherwise on this one and back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import os, sys
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import open_window

app = QApplication([])
window = open_window(app, load_atlas())
window.show()
window.cases.example()
window.showing.toggle_patient_window()
patient = window.showing.patient
QTest.qWaitForWindowExposed(patient)
print(window.screen().name(), patient.screen().name(), patient.width(), patient.height(), patient.isFullScreen())
QTest.keyClick(patient, Qt.Key.Key_Escape)
QApplication.processEvents()
print(window.showing.patient is None, window.isVisible())
window.showing.toggle_patient_window()
while not (window.map_panel.map.rests and window.showing.patient.map.rests):
    QTest.qWait(20)  # the threads that sharpen are done; and the process ends, whatever goes first
"""


@pytest.mark.long
@pytest.mark.parametrize(("count", "told"), [(2, "one two 1920 1080 True"), (1, "one one 1280 800 True")])
def test_patient_window_fills_the_other_screen_when_there_is_one(count: int, told: str, tmp_path: Path) -> None:
    screens = [
        {
            "name": name,
            "x": x,
            "y": 0,
            "width": width,
            "height": height,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
        for name, x, width, height in (("one", 0, 1280, 800), ("two", 1280, 1920, 1080))
    ][:count]
    config = tmp_path / "screens.json"
    config.write_text(
        json.dumps({"synchronousWindowSystemEvents": False, "windowFrameMargins": True, "screens": screens}),
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.stdout.splitlines() == [told, "True True"], done.stderr
    assert "Error" not in done.stderr
