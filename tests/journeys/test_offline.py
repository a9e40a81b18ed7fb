"""The whole window used in a process that has no network: nothing that could reach one is loaded, no socket is made."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import open_window
from nervemap.ui.page_dialog import PageDialog
from tests.journeys import test_case_journey as case_journey
from tests.journeys.person import Person

ROOT = Path(__file__).parents[2]
PLACES = ("Urgent", "Nerves", "Pipe", "Signs", "Tests", "Statement", "Case")
WITHOUT_NETWORK = ("unshare", "--map-root-user", "--net")
TRACED = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=socket", "-o")
TO_A_NETWORK = re.compile(r"socket\(AF_(?!UNIX|LOCAL|NETLINK)\w+")
REACHES_OUT = ("PySide6.QtNetwork", "ssl", "http.client", "urllib.request", "ftplib", "smtplib")

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


class Used(NamedTuple):
    """What was seen of the process: by itself (`told`), and by the system where that could be asked."""

    told: dict[str, Any]
    isolated: bool
    traced: bool
    sockets: list[str]


def works(*command: str) -> bool:
    """Whether this may be done here."""
    if not shutil.which(command[0]):
        return False
    return subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


def sockets_of(trace: Path) -> list[str]:
    return [line for line in trace.read_text(encoding="utf-8").splitlines() if TO_A_NETWORK.search(line)]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Used:
    """The window used from start to end, once for all tests here."""
    home = tmp_path_factory.mktemp("offline")
    trace = home / "trace"
    isolated, traced = works(*WITHOUT_NETWORK), works(*TRACED, os.devnull)
    before = [*(WITHOUT_NETWORK if isolated else ()), *((*TRACED, str(trace)) if traced else ())]
    done = subprocess.run(
        [*before, sys.executable, "-c", f"from {__name__} import use; use()"],
        cwd=ROOT,
        env=case_journey.surroundings(["one"], home),
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    return Used(told, isolated, traced, sockets_of(trace) if traced else [])


def test_nothing_that_reaches_out_is_loaded_when_all_was_used(used: Used) -> None:
    assert not set(REACHES_OUT) & set(used.told["modules"])
    assert {"libQt6Widgets.so.6", "libQt6PrintSupport.so.6"} <= set(used.told["libraries"]), "it looked elsewhere"
    assert not [one for one in used.told["libraries"] if re.match("libQt6Network|libssl|libcurl", one)]
    assert "pyqtgraph" in used.told["modules"], "the plot was not shown"


def test_no_socket_is_made_when_all_was_used(used: Used) -> None:
    assert used.told["audited"] == []


def test_system_sees_no_socket_to_a_network_when_all_was_used(used: Used, tmp_path: Path) -> None:
    if not used.traced:
        pytest.skip("needs strace, and leave to use it")
    control = tmp_path / "trace"
    subprocess.run([*TRACED, str(control), sys.executable, "-c", "import socket; socket.socket()"], check=True)
    assert sockets_of(control), "a socket would not have been seen"
    assert used.sockets == []


def test_everything_works_when_there_is_no_network_interface(used: Used) -> None:
    if not used.isolated:
        pytest.skip("a name space without a network is not allowed here (unshare --map-root-user --net)")
    assert used.told["interfaces"] == ["lo"]
    assert used.told["routes"] == []


# ---- in the process of the program ------------------------------------------------------------------------------


def use() -> None:
    """All that a person can open: every place, map, plot, figure, patient window, page, PDF, printers, file."""
    audited: list[str] = []

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith("socket."):
            audited.append(f"{event}{arguments[1:]}")

    sys.addaudithook(listen)
    app = QApplication(["nervemap"])
    atlas = load_atlas()
    window = open_window(app, atlas)
    window.resize(1280, 800)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    window.cases.begin(None)
    person = Person(window)
    person.settle()
    case_journey.work(person, atlas)
    look_for_a_printer(person)
    for place in PLACES:
        person.press(place)
        person.picture()
    libraries = {
        Path(line.split()[-1]).name for line in Path("/proc/self/maps").read_text().splitlines() if "/" in line
    }
    told = {
        "modules": sorted(sys.modules),
        "libraries": sorted(libraries),
        "audited": audited,
        "interfaces": [line.split(":")[0].strip() for line in Path("/proc/net/dev").read_text().splitlines()[2:]],
        "routes": Path("/proc/net/route").read_text().splitlines()[1:],
    }
    print(json.dumps(told), flush=True)
    os._exit(0)  # the case is not saved: closing would ask


def look_for_a_printer(person: Person) -> None:
    """The page, and the question which printer it should go to, answered with none."""
    person.keys("Ctrl+P")
    page = case_journey.in_front(PageDialog)
    Person(page).press("Print\N{HORIZONTAL ELLIPSIS}")
    case_journey.in_front(QPrintDialog).reject()
    case_journey.bring_to_front(page)
    Person(page).press("Close")
    case_journey.bring_to_front(person.window)
