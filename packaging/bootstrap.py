"""Make everything ready that nervemap needs, then become nervemap (`run`) or its tests (`test`).

    python3 packaging/bootstrap.py run|test [ARGUMENTS]

Standard library only, any system, Python 3.11 or newer. Talks on standard error only. What is ready is found ready in
milliseconds; what an interrupted set-up left behind is thrown away. Exit code 3: something is missing that only the
reader can install; one line says what.

NERVEMAP_WHEELS=FOLDER   install from this folder of wheels, never from the network
NERVEMAP_NO_APT=1        never install system libraries, only name them
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# The Python that the environment is made from; looked up before the environment may be thrown away under this process.
BASE = os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable)
READY = ENVIRONMENT / "ready.json"  # what the environment was made for; written last
LOCK = ENVIRONMENT / "setup.lock"
UNFINISHED = {"unfinished": True}

# Library -> Debian package. Found by adding one at a time to a bare Debian 12 until Qt started.
DRAWING = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class SetUpError(Exception):
    """Something is missing that cannot be put right from here; the message is one line: what, and what to do."""


def say(line: str) -> None:
    """One line for the person who waits."""
    print(f"nervemap: {line}", file=sys.stderr, flush=True)


def wanted() -> dict[str, Any]:
    """What the environment should be made for: the Python behind it and the dependencies of program and tests."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "python": os.path.realpath(PYTHON),  # another one after an upgrade of the system
        "run": project["dependencies"],
        "test": project["optional-dependencies"]["test"],
    }


def found() -> dict[str, Any] | None:
    """What the environment was made for; None when nothing says so (there is none, or someone else made it)."""
    try:
        state = json.loads(READY.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return UNFINISHED
    return state if isinstance(state, dict) else UNFINISHED


def is_ready(purpose: str) -> bool:
    """Whether the environment serves this purpose, `run` or `test`."""
    state, goal = found() or UNFINISHED, wanted()
    keys = ("python", "run", "test") if purpose == "test" else ("python", "run")
    made = PYTHON.exists() and (ENVIRONMENT / "pyvenv.cfg").exists()
    return made and all(state.get(key) == goal[key] for key in keys)


def missing_libraries(purpose: str, arguments: list[str]) -> dict[str, str]:
    """The system libraries that Qt will look for in vain, with their Debian packages. Text needs no Qt."""
    if sys.platform != "linux":
        return {}
    import ctypes

    sys.path.insert(0, str(ROOT))
    from nervemap.__main__ import PICTURE_COMMANDS, TEXT_COMMANDS

    first = arguments[0] if arguments else ""
    if purpose == "run" and first in TEXT_COMMANDS:
        return {}
    opens_window = purpose == "run" and first not in PICTURE_COMMANDS
    on_screen = os.environ.get("QT_QPA_PLATFORM", "xcb").startswith(("xcb", "wayland"))
    missing = {}
    for library, package in (DRAWING | WINDOW if opens_window and on_screen else DRAWING).items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def attempt(command: list[str], environment: dict[str, str] | None = None) -> tuple[bool, str]:
    """Run, with nobody to ask; whether it went well, and all that it said."""
    import subprocess

    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=os.environ | (environment or {}),
            check=False,
        )
    except OSError as error:
        return False, f"{error}\n"
    return done.returncode == 0, done.stdout


def has_module(name: str) -> bool:
    """Whether the Python behind the environment has this module; Debian packs `ensurepip` and `pip` separately."""
    return attempt([BASE, "-I", "-c", f"import {name}"])[0]


def carry_out(command: list[str], environment: dict[str, str], otherwise: str) -> None:
    """Run in silence; when it fails, show what it said and raise SetUpError(otherwise)."""
    well, output = attempt(command, environment)
    if not well:
        print(output, end="", file=sys.stderr)
        raise SetUpError(otherwise)


def install_packages(packages: list[str], names: list[str]) -> None:
    """Install Debian packages when that is allowed; otherwise raises SetUpError with the line that does it.

    `names` says what is missing where there is no apt-get.
    """
    import shutil

    apt = shutil.which("apt-get")
    if not apt:
        raise SetUpError(f"missing on this system: {', '.join(names)}; install them with its package manager")
    install = ["install", "-y", "--no-install-recommends", *packages]
    line = f"system packages are missing; install them with: sudo apt-get {' '.join(install)}"
    if os.geteuid() != 0 or os.environ.get("NERVEMAP_NO_APT"):
        raise SetUpError(line)
    say(f"installing system packages: {' '.join(packages)}")
    patient = [apt, "-qq", "-o", "DPkg::Lock::Timeout=120"]
    unasked = {"DEBIAN_FRONTEND": "noninteractive"}
    if not attempt(patient + install, unasked)[0]:  # the lists of packages may be missing or old
        carry_out([*patient, "update"], unasked, line)
        carry_out(patient + install, unasked, line)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one set-up work at a time; the system frees the lock of a process that dies."""
    ENVIRONMENT.mkdir(exist_ok=True)
    with LOCK.open("a") as lock:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
            yield
            return
        import fcntl

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("waiting for another set-up to finish")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_usable() -> bool:
    """Whether the environment can be added to: not left unfinished, not of a Python that has gone or changed."""
    state = found()
    if state is not None and state.get("python") != os.path.realpath(PYTHON):
        return False
    check = "import sys; sys.exit(sys.prefix == sys.base_prefix or sys.version_info < (3, 11))"
    return attempt([str(PYTHON), "-I", "-c", check])[0]


def write_ready(state: dict[str, Any]) -> None:
    """Say in one step what the environment is made for."""
    new = READY.with_suffix(".new")
    new.write_text(json.dumps(state, indent=1), encoding="utf-8")
    new.replace(READY)


def empty_environment() -> None:
    """Throw away what an earlier set-up left, except for the lock that is being held."""
    import shutil

    for entry in ENVIRONMENT.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != LOCK:
            entry.unlink()


def fill_environment(purpose: str) -> None:
    """Make the virtual environment where there is none, and install what is wanted into it."""
    before = found() or {}
    usable = is_usable()
    if not usable:
        empty_environment()
    write_ready(UNFINISHED)
    if not usable:
        options = [] if has_module("ensurepip") else ["--without-pip"]
        carry_out(
            [BASE, "-I", "-m", "venv", *options, str(ENVIRONMENT)],
            {},
            f"could not make the virtual environment {ENVIRONMENT}; remove that folder and start again",
        )
    pip = [str(PYTHON), "-m", "pip"]
    if not attempt([*pip, "--version"])[0]:
        pip = [BASE, "-m", "pip", "--python", str(PYTHON)]
    goal = wanted()
    tests_too = purpose == "test" or (usable and "test" in before)
    source: list[str] = []
    wheels = os.environ.get("NERVEMAP_WHEELS")
    if wheels:
        source = ["--no-index", "--find-links", os.path.abspath(wheels)]
    say("installing the dependencies into .venv (only this once; about a minute)")
    try:
        carry_out(
            [*pip, "install", "--quiet", "--no-input", *source, *goal["run"], *(goal["test"] if tests_too else [])],
            {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
            f"could not install the dependencies from {wheels or 'the network'}; the lines above say why. Start again "
            "when there is a network, or set NERVEMAP_WHEELS to a folder of wheels",
        )
    except SetUpError:
        if usable:  # pip gives up before it changes anything: what was served before still is
            write_ready(before) if before else READY.unlink()
        raise
    attempt([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "nervemap")])  # only saves time at the first start
    if not tests_too:
        del goal["test"]
    write_ready(goal)


def set_up(purpose: str, arguments: list[str]) -> None:
    """Bring system libraries and environment to what is wanted. Raises SetUpError."""
    ready = is_ready(purpose)
    missing = missing_libraries(purpose, arguments)
    names, packages = list(missing), list(missing.values())
    if not ready and not has_module("ensurepip") and not has_module("pip"):
        names.append("the Python modules venv and pip")
        packages.append("python3-venv")
    if packages:
        install_packages(packages, names)
        missing = missing_libraries(purpose, arguments)
        if missing:
            raise SetUpError(f"still missing on this system: {', '.join(missing)}; install them by hand")
    if not ready:
        with alone():
            if not is_ready(purpose):  # another one may have finished it meanwhile
                fill_environment(purpose)


def become(purpose: str, arguments: list[str]) -> NoReturn:
    """Replace this process by the program or its tests."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    # What is measured has the machine for itself.
    if purpose == "test" and not {"--bench", "--mutate"} & set(arguments):
        arguments = ["-n", "2", "--dist", "loadfile", *arguments]
    command = [str(PYTHON), "-P", "-m", "nervemap" if purpose == "run" else "pytest", *arguments]
    if purpose == "test":
        environment["QT_QPA_PLATFORM"] = "offscreen"
        os.chdir(ROOT)
    if os.name == "posix":
        os.execve(command[0], command, environment)
    import subprocess

    sys.exit(subprocess.run(command, env=environment, check=False).returncode)


def main(argv: list[str]) -> int:
    """Set up what is missing and go on; returns only when that failed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - started by whatever python3 there is
        say(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}; install python3.11 and start again")
        return 3
    if not argv or argv[0] not in ("run", "test"):
        say("write: python3 packaging/bootstrap.py run|test [ARGUMENTS]")
        return 2
    purpose, arguments = argv[0], argv[1:]
    try:
        if not is_ready(purpose) or missing_libraries(purpose, arguments):
            set_up(purpose, arguments)
        become(purpose, arguments)
    except SetUpError as error:
        say(str(error))
    except OSError as error:
        say(f"could not set up {ENVIRONMENT}: {error.strerror} ({error.filename}); make it writable or remove it")
    except KeyboardInterrupt:
        say("stopped; the next start goes on from here")
        return 130
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
