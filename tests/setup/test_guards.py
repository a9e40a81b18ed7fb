"""The guards in tests/conftest.py really guard."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_socket_is_refused_when_it_could_leave_the_machine(family: socket.AddressFamily) -> None:
    with pytest.raises(RuntimeError, match="network"):
        socket.socket(family)


def test_look_up_is_refused_when_a_name_is_asked_for() -> None:
    with pytest.raises(RuntimeError, match="network"):
        socket.create_connection(("localhost", 9))


def test_settings_folder_is_a_new_one_when_tests_run() -> None:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    assert "nervemap-tests-" in folder
    assert "nervemap-tests-" in str(Path.home())


@pytest.mark.parametrize(
    "body",
    [
        "import logging; logging.getLogger('x').warning('unexpected')",
        "import warnings; warnings.warn('unexpected')",
        "from PySide6.QtCore import qWarning; qWarning('unexpected')",
    ],
)
def test_test_fails_when_it_leaves_a_warning(
    body: str, pytester: pytest.Pytester, request: pytest.FixtureRequest
) -> None:
    root = request.config.rootpath
    pytester.makepyprojecttoml((root / "pyproject.toml").read_text(encoding="utf-8"))
    tests = pytester.mkdir("tests")
    (tests / "conftest.py").write_text((root / "tests/conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    (tests / "test_body.py").write_text(f"def test_body(qapp):\n    {body}\n", encoding="utf-8")
    result = pytester.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "unexpected" in result.stdout.str()
