"""What holds for every test: no network, no real settings, one fixed screen, no warning that nobody expected."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REFUSED_FAMILIES = (2, 10, 23, 30)  # AF_INET, and AF_INET6 on Linux, Windows, macOS
NETWORK_LOOK_UPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: Python tells of every socket before it is made."""
    if event in NETWORK_LOOK_UPS or (event == "socket.__new__" and arguments[1] in REFUSED_FAMILIES):
        raise RuntimeError(f"a test reached for the network: {event}{arguments[1:]}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked long instead of the quick ones")
    parser.addoption("--mutate", action="store_true", help="change data/ in many small ways; do the tests notice?")
    parser.addoption("--bench", action="store_true", help="run the tests marked bench instead of the quick ones")
    parser.addoption("--refill", action="store_true", help="put what --bench measures into docs/benchmarks.md")


def pytest_configure(config: pytest.Config) -> None:
    kinds = [kind for kind in ("long", "bench") if config.getoption(kind)]
    if not config.option.markexpr:
        config.option.markexpr = " or ".join(kinds) or "not long and not bench"

    if config.getoption("mutate"):
        from tests.mutation import run

        config.args = list(run.ORACLE)
        config.pluginmanager.register(run)

    home = tempfile.TemporaryDirectory(prefix="nervemap-tests-")
    config.add_cleanup(home.cleanup)
    os.environ["HOME"] = home.name
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(Path(home.name) / name.lower())
    runtime = Path(home.name) / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ |= {"QT_SCALE_FACTOR": "1", "QT_FONT_DPI": "96", "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    # The same examples every time, so that a red run is red again; the long run looks further.
    settings.register_profile(
        "nervemap",
        deadline=None,
        derandomize=not config.getoption("long"),
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    settings.load_profile("nervemap")
    sys.addaudithook(refuse_network)


@pytest.fixture(autouse=True, scope="session")
def one_application(qapp: object) -> None:
    """Pictures make an application without windows when there is none; the tests of widgets need one with windows."""


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that expects a warning looks at it and then calls `caplog.clear()`. Qt's own: qt_log_level_fail."""
    yield
    unexpected = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not unexpected, f"warnings that nobody expected: {unexpected}"
