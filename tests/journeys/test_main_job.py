"""The main job without a mouse: mark where it hurts, see its nerve, crimp it, count the signs, read the statement.

By keyboard alone, by finger alone, and through the accessibility bus as a screen reader does it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea

from nervemap.content.atlas import Atlas
from tests.journeys.person import Person

AREA, ROW, SITE = "right outer ankle", "Lateral ankle", "piriformis"
SIGNS = (1, 2, 3, 4)
MOST_KEYS = 400
ASSERTIVE = 2  # AT-SPI's number for what interrupts
SYSTEM_PYTHON = "/usr/bin/python3"
NEEDED = ("xvfb-run", "dbus-run-session", SYSTEM_PYTHON)
IN_A_SCREEN_OF_ITS_OWN = ("xvfb-run", "-a", "-s", "-screen 0 1366x860x24", "dbus-run-session", "--", "sh", "-c")
SCRIPT = '"$1" -m nervemap & program=$!; trap "kill $program" EXIT; "$2" "$3" "$4"'


def check_statement(person: Person) -> None:
    texts = "\n".join(person.texts())
    assert "4 of 6 signs" in texts and "author's rule" in texts
    assert "Urgent questions not asked." in texts


def test_main_job_when_done_by_keyboard_alone(person: Person, atlas: Atlas) -> None:
    def focused() -> str:
        one = QApplication.focusWidget()
        return "" if one is None else one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")

    def reach(name: str, key: str) -> None:
        for _ in range(MOST_KEYS):
            if focused() == name:
                return
            person.keys(key)
        raise AssertionError(f"{name!r} is not reached by {key}")

    person.keys("Ctrl+N", "Ctrl+0")
    reach("View: Outer", "Shift+Tab")
    person.keys("Space", "Ctrl+0", "Home")
    reach("right heel", "Down")
    person.keys("Right")
    assert focused() == AREA
    person.keys("Space")
    assert person.marked_rows() == [f"{ROW}, marked right"]
    assert "Sural nerve" in person.lit_in(person.row(ROW))

    person.keys("Ctrl+3")
    site = atlas.sites[SITE].name
    reach(next(iter(atlas.sites.values())).name, "Tab")
    reach(site, "Down")
    person.keys("2")
    assert person.button(f"{site}: moderate").isChecked()
    person.keys("Ctrl+4")
    for sign in SIGNS:
        reach(f"Sign {sign}: Yes", "Tab")
        person.keys("Space")
    person.keys("Ctrl+6")
    check_statement(person)
    person.keys(*["Ctrl+Z"] * (len(SIGNS) + 2), "Ctrl+2")
    assert person.marked_rows() == []


def test_main_job_when_done_by_finger_alone(person: Person, atlas: Atlas) -> None:
    finger: QPointingDevice = QTest.createTouchDevice()
    window = person.window

    def tap_at(at: QPoint) -> None:
        handle = window.windowHandle()
        QTest.touchEvent(handle, finger).press(0, at, handle).commit()
        QTest.touchEvent(handle, finger).release(0, at, handle).commit()
        person.settle()

    def tap(name: str) -> None:
        button = person.button(name)
        area = button.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(button)  # two fingers scroll; that is Qt's own
            person.settle()
        tap_at(button.mapTo(window, button.rect().center()))

    person.keys("Ctrl+N")
    tap("View: Outer")
    at = person.map.area_point("right", "lateral-ankle")
    assert at is not None
    tap_at(person.map.mapTo(window, QPoint(int(at.x()), int(at.y()))))
    assert person.marked_rows() == [f"{ROW}, marked right"]
    tap("Place: Pipe")
    site = atlas.sites[SITE].name
    tap(site)
    tap(f"{site}: moderate")
    assert person.button(f"{site}: moderate").isChecked()
    tap("Place: Signs")
    for sign in SIGNS:
        tap(f"Sign {sign}: Yes")
    tap("Place: Statement")
    check_statement(person)


@pytest.mark.long
@pytest.mark.timeout(200)
def test_main_job_when_done_through_the_accessibility_bus(tmp_path: Path, atlas: Atlas) -> None:
    bindings = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    missing = [one for one in NEEDED if not shutil.which(one)]
    if missing or subprocess.run(bindings, capture_output=True, check=False).returncode:
        pytest.skip(f"needs xvfb, dbus, at-spi2-core, gir1.2-atspi-2.0, python3-gi; missing: {missing or 'bindings'}")
    site = atlas.sites[SITE].name
    group, flag = next(iter(atlas.red_flag_groups.values())), next(iter(atlas.red_flags.values()))
    first = atlas.tests["slump"].steps[0]
    steps = [
        *(("press", "View: Outer"), ("press", AREA), ("see", f"{ROW}, marked right"), ("see", "Sural nerve")),
        ("hear", f"Done: Mark {AREA}. Named for what is marked: Sural nerve, "),
        *(("press", "Place: Pipe"), ("press", site), ("press", f"{site}: moderate"), ("see", "of 100")),
        ("hear", f"Done: Moderate crimp: {site}, right. Comes through: "),
        ("press", "Place: Signs"),
        *(("press", f"Sign {sign}: Yes") for sign in SIGNS),
        ("hear", "4 of 6 signs: by the author's rule, highly likely."),
        *(("press", "Place: Statement"), ("see", "4 of 6 signs"), ("see", "Urgent questions not asked.")),
        *(
            ("press", "Place: Tests"),
            ("press", "Show: Slump test"),
            ("hear", f"\u201c{first.say}\u201d Ask: "),
        ),
        *(("press", "Place: Urgent"), ("press", f"Yes: {flag.question}")),
        *(("see", group.advice), ("hear", f"{group.advice} The tests wait until this has been dealt with.")),
        *(
            ("press", "This was dealt with"),
            ("gone", "This was dealt with"),
            ("hear", "Done: Urgent answers dealt with."),
        ),
    ]
    environment = os.environ | {
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
        **{name: str(tmp_path) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")},
    }
    client = str(Path(__file__).with_name("at_spi_person.py"))
    ran = subprocess.run(
        [*IN_A_SCREEN_OF_ITS_OWN, SCRIPT, "sh", sys.executable, SYSTEM_PYTHON, client, json.dumps(steps)],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=190,
        check=False,
    )
    told = [line for line in ran.stdout.splitlines() if line.startswith("[")]
    assert told and len(json.loads(told[-1])) == len(steps), ran.stderr[-3000:]
    heard = [one for step in json.loads(told[-1]) if isinstance(step, list) for one in step]
    words = [text for _, text in heard]
    assert len(words) <= len([step for step in steps if step[0] == "press"]) and len(set(words)) == len(words)
    assert [text for politeness, text in heard if politeness == ASSERTIVE] == [
        f"{group.advice} The tests wait until this has been dealt with. Done: Urgent questions, group 1: 1 yes."
    ]
