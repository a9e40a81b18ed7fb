"""Two programs at once, each a process of its own: the same case file, and settings that both of them change."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from nervemap.case import commands
from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import open_window

app = QApplication([])
window = open_window(app, load_atlas())
window.show()
window.cases.begin(Path(sys.argv[1]) if sys.argv[1:] else None)
for line in sys.stdin:
    print(eval(line), flush=True)
"""
SAY = "window.cases.state"
NOTE = "window.workspace.do(commands.set_notes({!r}))"
CLOSE = "(setattr(window.cases, '_leaving', True), window.close())[1]"


class Program:
    """One running program, that does what it is told line by line."""

    def __init__(self, home: Path, *arguments: str) -> None:
        homes = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "STATE", "DATA", "CACHE")}
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments],
            cwd=ROOT,
            env=os.environ | homes | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.does(CLOSE) == "True"
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def does(self, line: str) -> str:
        """What comes of it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        print(line, file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()


@pytest.mark.long
def test_case_is_written_by_one_window_only_when_two_have_it_open(tmp_path: Path) -> None:
    file = tmp_path / "one.nervemap"
    with Program(tmp_path) as first:
        first.does(NOTE.format("of the first"))
        first.does(f"window.cases._write(Path({str(file)!r}), None)")
        assert first.does(SAY) == "one.nervemap: saved."
        before = file.read_bytes()
        with Program(tmp_path, str(file)) as second:
            assert second.does(SAY) == "one.nervemap: open in another window too; save under another name."
            assert second.does("window.workspace.case.notes") == "of the first"
            second.does(NOTE.format("of the second"))
            second.does("QTest.qWait(600)")
        assert file.read_bytes() == before
        first.does(NOTE.format("again of the first"))
        first.does("window.cases.save()")
        assert b"again of the first" in file.read_bytes()


@pytest.mark.long
def test_settings_of_both_windows_are_kept_when_both_changed_some(tmp_path: Path) -> None:
    with Program(tmp_path) as first, Program(tmp_path) as second:
        first.does("setattr(window._settings, 'text_size', 150)")
        second.does("setattr(window._settings, 'scheme', 'dark')")
        first.does("setattr(window._settings, 'emergency_number', '112')")
        second.does("setattr(window._settings, 'reduced_motion', True)")
    with Program(tmp_path) as third:
        read = "(s := window._settings) and (s.text_size, s.scheme, s.emergency_number, s.reduced_motion, s.set_back)"
        assert third.does(read) == "(150, 'dark', '112', True, [])"
