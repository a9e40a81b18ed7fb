"""The real program on a real screen, read and pressed through the accessibility bus by another process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
NEEDED = ("xvfb-run", "dbus-run-session", SYSTEM_PYTHON)
IN_A_SCREEN_OF_ITS_OWN = ("xvfb-run", "-a", "-s", "-screen 0 1366x860x24", "dbus-run-session", "--", "sh", "-c")
SCRIPT = """
"$1" -m nervemap & program=$!
trap 'kill $program' EXIT
"$2" "$3" "$4"
"""


def has_bindings() -> bool:
    test = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    return subprocess.run(test, capture_output=True, check=False).returncode == 0


@pytest.mark.long
def test_area_is_marked_when_pressed_through_the_accessibility_bus(tmp_path: Path) -> None:
    missing = [one for one in NEEDED if not shutil.which(one)]
    if missing or not has_bindings():
        pytest.skip(
            f"needs xvfb, dbus, at-spi2-core, gir1.2-atspi-2.0 and python3-gi; missing: {missing or 'bindings'}"
        )
    environment = os.environ | {
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    client = str(HERE / "at_spi_client.py")
    ran = subprocess.run(
        [*IN_A_SCREEN_OF_ITS_OWN, SCRIPT, "sh", sys.executable, SYSTEM_PYTHON, client, "right front of the knee"],
        env=environment,
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ran.stdout.strip(), ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    before, after = told["before"], told["after"]
    assert "left front of the knee" in before and "right calf" not in before  # seen from the front
    assert all(area["role"] == "check box" and area["box"][2] > 0 for area in before.values())
    assert not any(area["checked"] for area in before.values())
    assert [name for name, area in after.items() if area["checked"]] == ["right front of the knee"]
