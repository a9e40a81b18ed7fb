"""How much later the frozen program has its window than the checkout: both started in turns on one virtual screen."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "dist/nervemap/nervemap"
WAYS = {"checkout": [sys.executable, "-P", "-m", "nervemap"], "frozen": [str(FROZEN)]}
STARTS = 7
MOST = 1.3  # times the checkout

pytestmark = [pytest.mark.bench, pytest.mark.timeout(300)]


@pytest.fixture
def display() -> Iterator[str]:
    missing = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
    if missing or not FROZEN.exists():
        pytest.skip(f"missing: {missing or 'dist/nervemap, from packaging/build.py'}")
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL) as server:
        os.close(writes)
        with os.fdopen(reads) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


def start(command: list[str], environment: dict[str, str]) -> float:
    """Milliseconds until the window can be seen."""
    began = time.monotonic()
    with subprocess.Popen(command, env=environment) as program:
        look = ["xdotool", "search", "--onlyvisible", "--name", "nervemap"]
        while not subprocess.run(look, env=environment, capture_output=True, check=False).stdout:
            assert program.poll() is None, "it ended by itself"
        took = time.monotonic() - began
        program.kill()
    return 1000 * took


def test_frozen_window_comes_about_as_soon_when_started(display: str, capsys: pytest.CaptureFixture[str]) -> None:
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    times: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(STARTS + 1):
        for way, command in WAYS.items():
            times[way].append(start(command, environment))
    median = {way: statistics.median(found[1:]) for way, found in times.items()}  # the first warms up
    ratio = median["frozen"] / median["checkout"]
    with capsys.disabled():
        print(
            f"\nwindow to be seen: {', '.join(f'{way} {ms:.0f} ms' for way, ms in median.items())}, {ratio:.2f} times"
        )
    assert ratio <= 2 * MOST
