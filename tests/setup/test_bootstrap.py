"""The set-up, through real processes, in a small checkout whose only dependency is a wheel made here."""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Answers with what it was given, where it stands and what it could import.
PROGRAM = """
TEXT_COMMANDS = ("show",)
PICTURE_COMMANDS = ("draw",)
if __name__ == "__main__":
    import os, sys
    import pebble
    print(*sys.argv[1:], os.getcwd(), pebble.VERSION, sep="|")
    sys.exit(7)
"""
PROJECT = """
[project]
dependencies = ["{dependency}"]
[project.optional-dependencies]
test = ["pytest"]
"""


def make_wheel(folder: Path, name: str, version: str, code: str = "") -> None:
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", f"VERSION = {version!r}\n{code}")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")


def write_project(checkout: Path, dependency: str) -> None:
    (checkout / "pyproject.toml").write_text(PROJECT.format(dependency=dependency), encoding="utf-8")


def start(checkout: Path, *arguments: str, command: str = "run", **variables: str) -> subprocess.Popen[str]:
    """The command started as a person would, in another folder than the checkout, with a session of its own."""
    return subprocess.Popen(
        [str(checkout / command), *arguments],
        cwd=checkout.parent,
        env=os.environ | {"NERVEMAP_WHEELS": str(checkout / "wheels"), "NERVEMAP_NO_APT": "1"} | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(checkout: Path, *arguments: str, command: str = "run", **variables: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the whole start."""
    process = start(checkout, *arguments, command=command, **variables)
    output, errors = process.communicate()
    return process.returncode, output, errors


def answer(checkout: Path, words: str, version: str = "1.0") -> tuple[int, str]:
    """What the program in the checkout must answer."""
    return 7, f"{words}|{checkout.parent}|{version}\n"


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A checkout that nobody has started yet."""
    checkout = tmp_path / "check out"
    for name in ("run", "test", "packaging/bootstrap.py"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    (checkout / "nervemap").mkdir()
    (checkout / "nervemap/__main__.py").write_text(PROGRAM, encoding="utf-8")
    (checkout / "wheels").mkdir()
    make_wheel(checkout / "wheels", "pebble", "1.0")
    write_project(checkout, "pebble<2")
    return checkout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Keeps the one environment that the quick tests copy."""
    return []


@pytest.fixture
def ready(fresh: Path, made: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout that has been started once."""
    if made:
        shutil.copytree(made[0], fresh / ".venv", symlinks=True)
        return fresh
    code, output, errors = run(fresh, "show", "a b", "")
    assert (code, output) == answer(fresh, "show|a b|")
    assert "installing" in errors
    made.append(tmp_path_factory.mktemp("made") / ".venv")
    shutil.copytree(fresh / ".venv", made[0], symlinks=True)
    return fresh


def test_second_start_is_silent_when_all_is_ready(ready: Path) -> None:
    assert run(ready, "show") == (*answer(ready, "show"), "")


@pytest.mark.bench
def test_second_start_when_all_is_ready_adds_less_than_a_tenth_of_a_second(ready: Path) -> None:
    direct = [str(ready / ".venv/bin/python"), "-P", "-m", "nervemap", "show"]
    extra = []
    for _ in range(9):
        begin = time.perf_counter()
        run(ready, "show")
        middle = time.perf_counter()
        subprocess.run(direct, env=os.environ | {"PYTHONPATH": str(ready)}, capture_output=True, check=False)
        extra.append((middle - begin) - (time.perf_counter() - middle))
    assert statistics.median(extra) < 0.1, f"{1000 * statistics.median(extra):.0f} ms"


def test_start_works_when_called_through_a_link(ready: Path, tmp_path: Path) -> None:
    link = tmp_path / "bin/nervemap"
    link.parent.mkdir()
    link.symlink_to(ready / "run")
    done = subprocess.run([link, "show"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == answer(ready, "show")


@pytest.mark.parametrize(
    ("arguments", "platform", "checked"),
    [
        (["show"], "xcb", False),
        (["draw"], "xcb", False),
        (["draw"], "offscreen", False),
        ([], "offscreen", False),
        ([], "xcb", True),
        (["my.nervemap"], "xcb", True),
    ],
)
def test_window_library_is_asked_for_only_when_a_window_opens(
    arguments: list[str], platform: str, checked: bool, ready: Path
) -> None:
    hide_library(ready, "libxcb-cursor.so.0")
    code, _, errors = run(ready, *arguments, QT_QPA_PLATFORM=platform)
    assert (code, "libxcb-cursor0" in errors) == ((3, True) if checked else (7, False))


def hide_library(checkout: Path, library: str) -> None:
    """Let the set-up look for a library that no machine has, in place of this one."""
    script = checkout / "packaging/bootstrap.py"
    text = script.read_text(encoding="utf-8")
    assert library in text
    script.write_text(text.replace(library, "libnowhere.so.1"), encoding="utf-8")


@pytest.mark.skipif(not shutil.which("apt-get"), reason="the line names Debian packages")
def test_one_line_says_what_to_install_when_a_library_is_missing(ready: Path) -> None:
    hide_library(ready, "libGL.so.1")
    code, output, errors = run(ready, "draw")
    assert (code, output) == (3, "")
    assert errors == (
        "nervemap: system packages are missing; install them with: "
        "sudo apt-get install -y --no-install-recommends libgl1\n"
    )


def test_new_dependency_is_installed_when_the_project_wants_it(ready: Path) -> None:
    make_wheel(ready / "wheels", "pebble", "2.0")
    write_project(ready, "pebble>=2")
    code, output, _ = run(ready, "show")
    assert (code, output) == answer(ready, "show", "2.0")
    assert run(ready, "show")[2] == ""


def test_tests_start_offscreen_in_the_checkout_when_called_from_elsewhere(ready: Path) -> None:
    tells = "print(os.environ['QT_QPA_PLATFORM'], os.getcwd(), sys.argv[1:])"
    code = f"if __name__ == '__main__':\n    import os, sys\n    {tells}\n"
    make_wheel(ready / "wheels", "pytest", "1.0", code)
    status, output, errors = run(ready, "-k", "x y", command="test", QT_QPA_PLATFORM="xcb")
    assert (status, output) == (0, f"offscreen {ready} ['-n', '2', '--dist', 'loadfile', '-k', 'x y']\n")
    assert "installing" in errors
    assert run(ready, command="test")[2] == ""
    assert run(ready, "show")[2] == ""


def test_last_line_says_what_to_do_when_a_wheel_is_missing(ready: Path) -> None:
    write_project(ready, "boulder")
    code, output, errors = run(ready, "show")
    assert (code, output) == (3, "")
    assert errors.splitlines()[-1].startswith("nervemap: could not install the dependencies from")
    assert "Traceback" not in errors


@pytest.mark.parametrize("mine", [False, True], ids=["set up here", "made by somebody else"])
def test_program_still_starts_when_the_tests_could_not_be_set_up(ready: Path, mine: bool) -> None:
    if mine:
        (ready / ".venv/ready.json").unlink()
    code, output, errors = run(ready, command="test")  # there is no wheel of pytest
    assert (code, output) == (3, "") and "could not install" in errors
    code, output, errors = run(ready, "show")
    assert (code, output) == answer(ready, "show")
    assert ("installing" in errors) == mine


def test_message_names_the_folder_when_it_cannot_be_made(fresh: Path) -> None:
    (fresh / ".venv").write_text("", encoding="utf-8")
    code, output, errors = run(fresh, "show")
    assert (code, output) == (3, "")
    assert errors.startswith(f"nervemap: could not set up {fresh / '.venv'}: ")
    assert errors.count("\n") == 1


def break_link(environment: Path) -> None:
    """As after an upgrade of the system: the Python behind the environment has gone."""
    for name in ("python", "python3"):
        link = environment / "bin" / name
        link.unlink(missing_ok=True)
        link.symlink_to("/usr/bin/python3.0")


@pytest.mark.long
@pytest.mark.parametrize(
    "damage",
    [
        break_link,
        lambda environment: (environment / "bin/python").unlink(),
        lambda environment: (environment / "pyvenv.cfg").unlink(),
        lambda environment: (environment / "ready.json").write_text("{", encoding="utf-8"),
        lambda environment: (environment / "ready.json").write_text(json.dumps({"unfinished": True}), encoding="utf-8"),
        lambda environment: [shutil.rmtree(environment), environment.mkdir()],
    ],
    ids=["python gone", "no python", "no pyvenv.cfg", "half a file", "unfinished", "empty"],
)
def test_environment_heals_when_it_was_damaged(damage: object, ready: Path) -> None:
    assert callable(damage)
    damage(ready / ".venv")
    code, output, errors = run(ready, "show")
    assert (code, output) == answer(ready, "show"), errors
    assert run(ready, "show")[2] == ""


def test_environment_is_kept_when_somebody_else_made_it(ready: Path) -> None:
    (ready / ".venv/ready.json").unlink()
    (ready / ".venv/mine").touch()
    assert run(ready, "show")[:2] == answer(ready, "show")
    assert (ready / ".venv/mine").exists()


@pytest.mark.long
def test_both_go_on_when_two_set_up_at_once(fresh: Path) -> None:
    both = [start(fresh, "show", str(i)) for i in range(2)]
    ends = [(process.communicate(), process.returncode) for process in both]
    for i, ((output, errors), code) in enumerate(ends):
        assert (code, output) == answer(fresh, f"show|{i}"), errors
    assert sum("installing" in errors for (_, errors), _ in ends) == 1


@pytest.mark.long
@pytest.mark.parametrize("seconds", [0.2, 0.8, 2.0])
def test_next_start_heals_when_a_set_up_was_killed(seconds: float, fresh: Path) -> None:
    process = start(fresh, "show")
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert run(fresh, "show")[:2] == answer(fresh, "show")
