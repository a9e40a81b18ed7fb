"""What starting the window costs: nothing is read that the first frame does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def python(code: str, **environment: str) -> str:
    """What a fresh process prints that runs this code."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_stays_pythons_own_when_qt_is_brought_in() -> None:
    code = """
import builtins, linecache
own = builtins.__import__
from nervemap.ui.app import bring_in_qt
bring_in_qt()
import nervemap.ui.main_window, PySide6.QtSvg
print(builtins.__import__ is own, [name for name in linecache.cache if "/nervemap/ui/" in name or "/numpy/" in name])
"""
    assert python(code) == "True []"


def test_start_when_all_is_kept_reads_nothing_that_can_wait() -> None:
    code = """
import sys
from nervemap.content.atlas import load_atlas
from nervemap.anatomy.body import load_body
load_body(load_atlas())
from nervemap.ui.app import bring_in_qt
bring_in_qt()
import nervemap.ui.main_window, nervemap.ui.fault
can_wait = ("yaml", "_hashlib", "contourpy", "numpy.ma", "numpy.random", "numpy.fft", "typst", "pyqtgraph")
print([name for name in (*can_wait, "PySide6.QtSvg", "PySide6.QtNetwork") if name in sys.modules])
"""
    python(code)  # keeps what there is to keep
    assert python(code) == "[]"


def test_first_frame_when_a_picture_is_kept_needs_neither_numpy_nor_the_map(tmp_path: Path) -> None:
    code = """
import sys
sys.argv = ["nervemap"]
from nervemap.ui import app
bring_in_qt = app.bring_in_qt
def and_then_watch():
    bring_in_qt()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow
    def run(*_):
        app = QApplication.instance()
        (window,) = [one for one in app.topLevelWidgets() if isinstance(one, QMainWindow)]
        if not window.is_whole:
            print(window.grab().isNull(), [name for name in ("numpy", "nervemap.ui.map_view") if name in sys.modules])
        while not window.is_whole or window.spare_time.isActive():
            app.processEvents()
        print(window.is_whole, window.map_panel.map.isVisible(), "numpy" in sys.modules)
        window.close()
        return 0
    QApplication.exec = run
app.bring_in_qt = and_then_watch
from nervemap.__main__ import main
main([])
"""
    cache = {"XDG_CACHE_HOME": str(tmp_path)}
    assert python(code, **cache) == "True True True"
    assert (tmp_path / "nervemap/opening").exists()
    assert python(code, **cache).splitlines() == ["False []", "True True True"]
