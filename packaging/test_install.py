"""Install the Debian package in a bare Debian, use it there without a network, and take it off again.

    sudo python3 packaging/test_install.py

Needs what packaging/build.py left in dist/, root, debootstrap, Xvfb, xdotool and a Debian mirror; says so in one line
where one of them is missing, and ends with 0. All mounts and processes live in a name space of their own and go with
it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "dist/nervemap"
SUITE = "bookworm"
TOOLS = ("debootstrap", "unshare", "chroot", "mount", "Xvfb", "xdotool")
PATIENCE_S = 60
PERSON = 1000  # the number of an ordinary user
HOME = "tmp/person"
CASE = """\
nervemap: 1
case:
  marks:
  - {side: left, region: heel, t: 1.2, theta: 180.0, qualities: [ache], intensity: 4}
  crimps:
  - {side: left, site: tarsal-tunnel, grade: mild}
"""


def say(line: str) -> None:
    """One line for the person who waits."""
    print(line, flush=True)


def check(well: bool, otherwise: object) -> None:
    """End with this when it is not so."""
    if not well:
        raise SystemExit(f"nervemap: the installed program failed: {otherwise}")


def not_here() -> str:
    """Why nothing can be installed and used on this machine; empty when it can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "it needs root"
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    return f"missing: {', '.join(missing)}" if missing else ""


def main() -> int:
    """Make a place, test in a name space of its own, and remove the place when that is gone."""
    packages = list(FOLDER.parent.glob("nervemap_*.deb"))
    reason = not_here() or ("" if packages else "there is no package; start packaging/build.py first")
    if reason:
        say(f"nervemap: the installation is not tested here: {reason}")
        return 0
    with tempfile.TemporaryDirectory(prefix="nervemap-bare-", dir=ROOT / "build") as place:
        alone = ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
        return subprocess.run([*alone, sys.executable, __file__, place], check=False).returncode


# ---- inside the name space ---------------------------------------------------------------------------------------


class Bare:
    """A bare Debian below a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        made = subprocess.run(
            ["debootstrap", "--variant=minbase", SUITE, str(root)], capture_output=True, text=True, check=False
        )
        if made.returncode != 0:
            say(f"nervemap: the installation is not tested here: no Debian mirror ({made.stdout.splitlines()[-1:]})")
            raise SystemExit(0)
        for kind, place in (("proc", "proc"), ("tmpfs", "dev/shm")):
            subprocess.run(["mount", "-t", kind, kind, str(root / place)], check=True)
        sockets = root / "tmp/.X11-unix"
        sockets.mkdir()
        Path("/tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)
        subprocess.run(["mount", "--bind", "/tmp/.X11-unix", str(sockets)], check=True)
        (root / HOME).mkdir()
        os.chown(root / HOME, PERSON, PERSON)
        (root / HOME / "heel.nervemap").write_text(CASE, encoding="utf-8")

    def as_root(self, *command: str) -> str:
        """What a command of the system says; it must go well."""
        words = ["chroot", str(self.root), "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"]
        quiet = ["DEBIAN_FRONTEND=noninteractive"]
        done = subprocess.run([*words, *quiet, *command], capture_output=True, text=True, check=False)
        check(done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def command(self, program: str, *arguments: str, display: str = "") -> list[str]:
        """The program as an ordinary user without a network would start it."""
        user = ["unshare", "--net", "chroot", f"--userspec={PERSON}:{PERSON}", str(self.root), "env", "-i"]
        screen = [f"DISPLAY={display}"] if display else []
        return [*user, f"HOME=/{HOME}", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", *screen, program, *arguments]

    def answer(self, program: str, *arguments: str, code: int = 0) -> str:
        """Standard output; standard error must be empty or, where it should fail, hold one line."""
        done = subprocess.run(self.command(program, *arguments), capture_output=True, text=True, check=False)
        check(done.returncode == code, f"{arguments}: {done.returncode}, {done.stderr}")
        check(len(done.stderr.splitlines()) == (1 if code else 0), f"{arguments}: {done.stderr}")
        return done.stdout

    def holds(self, name: str) -> list[str]:
        """All that is called so, beside what a person made."""
        homes = (HOME, "proc/", "srv/")
        found = (str(one.relative_to(self.root)) for one in self.root.rglob(f"*{name}*"))
        return [one for one in found if not one.startswith(homes)]


def test_inside(place: Path) -> None:
    """The whole life of the package."""
    (package,) = FOLDER.parent.glob("nervemap_*.deb")
    bare = Bare(place / "root")
    (bare.root / "srv").mkdir(exist_ok=True)
    shutil.copy(package, bare.root / "srv/nervemap.deb")
    check(not list((bare.root / "usr/bin").glob("python*")), "the bare root is not bare")

    bare.as_root("apt-get", "-qq", "update")
    before = bare.as_root("dpkg-query", "-W").count("\n")
    began = time.monotonic()
    bare.as_root("apt-get", "-qq", "install", "-y", "--no-install-recommends", "/srv/nervemap.deb")
    took = time.monotonic() - began
    more = bare.as_root("dpkg-query", "-W").count("\n") - before - 1
    installed = bare.as_root("dpkg-query", "-W", "-f", "${Installed-Size}", "nervemap")
    files = [one for one in bare.as_root("dpkg", "-L", "nervemap").split() if (bare.root / one[1:]).is_file()]
    packed = package.stat().st_size / 1e6
    say(f"packed {packed:.1f} MB, installed {int(installed) * 1024 / 1e6:.0f} MB, {len(files)} files")
    say(f"installed in {took:.0f} s with {more} more packages of the system")
    check(not bare.as_root("dpkg", "--verify", "nervemap"), "files are not as they were packed")
    check(not list((bare.root / "usr/bin").glob("python*")), "a Python came with it")

    use_commands(bare, "nervemap")
    with screen() as display:
        use_window(bare, "nervemap", display)

    bare.as_root("apt-get", "-qq", "purge", "-y", "nervemap")
    check(not bare.holds("nervemap"), f"left behind: {bare.holds('nervemap')}")
    left = [one for one in files if (bare.root / one[1:]).exists()]
    check(not left, f"left behind: {left}")
    say("removed, nothing is left")

    shutil.copytree(FOLDER, bare.root / "srv/folder", symlinks=True)
    use_commands(bare, "/srv/folder/nervemap")
    with screen() as display:
        use_window(bare, "/srv/folder/nervemap", display)


def use_commands(bare: Bare, program: str) -> None:
    """The journeys of the command line."""

    def ask(*arguments: str, code: int = 0) -> str:
        return bare.answer(program, *arguments, code=code)

    check(ask("--version").startswith("nervemap "), "no version")
    regions = json.loads(ask("show", "regions", "--json"))
    check(sorted(one["row"] for one in regions if one["row"]) == list(range(1, 10)), "show regions")
    told = json.loads(ask("explain", "--mark", "right:lateral-ankle:tingling:4", "--json"))
    check("sural" in [one["nerve"] for one in told["candidates"]], "explain names no sural nerve")
    check("Heel" in ask("felt", "--site", "tarsal-tunnel"), "felt")
    flow = json.loads(ask("flow", "--nerve", "sural", "--crimp", "piriformis:mild", "--json"))
    check(0 < flow["flow"] < 1, flow)
    check("highly likely" in ask("read", "--yes", "1", "2", "3", "4", "--json"), "read")
    check("No faults" in ask("check"), "check")
    check(ask("show", "nerves", "nowhere", code=1) == "", "a wrong name")
    for name, begins in (("a.svg", b"<"), ("a.png", b"\x89PNG"), ("a.pdf", b"%PDF"), ("b.pdf", b"%PDF")):
        file = f"/{HOME}/{name}"
        if name.endswith("pdf"):
            ask("handout", f"/{HOME}/heel.nervemap", "-o", file, "--for", "patient" if name == "a.pdf" else "clinician")
        else:
            ask("draw", "--view", "outer", "--nerve", "sural", "-o", file)
        content = (bare.root / file[1:]).read_bytes()
        check(content.startswith(begins) and len(content) > 5000, f"{name}: {content[:80]!r}")
    say(f"{program}: the command line answers, without a network")


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """A display of its own."""
    reads, writes = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset", "-ac"],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writes)
        with os.fdopen(reads) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


def wait_for(what: Callable[[], object], words: str) -> None:
    """Until it is so."""
    end = time.monotonic() + PATIENCE_S
    while not what():
        check(time.monotonic() < end, words)
        time.sleep(0.05)


def use_window(bare: Bare, program: str, display: str) -> None:
    """Open a case, mark a place on the body by mouse, undo it, quit; meanwhile look what was loaded."""

    def hand(*words: str) -> list[str]:
        environment = os.environ | {"DISPLAY": display}
        return subprocess.run(
            ["xdotool", *words], env=environment, capture_output=True, text=True, check=False
        ).stdout.split()

    kept = bare.root / HOME / ".local/state/nervemap/recovery"
    began = time.monotonic()
    with subprocess.Popen(
        bare.command(program, f"/{HOME}/heel.nervemap", display=display),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:

        def window() -> list[str]:
            check(running.poll() is None, f"it ended by itself, with {running.poll()}")
            return hand("search", "--onlyvisible", "--name", "nervemap")

        wait_for(window, "no window came")
        say(f"{program}: a window after {1000 * (time.monotonic() - began):.0f} ms")
        hand("windowfocus", "--sync", window()[0])

        clicks = 0
        for x, y in ((x, y) for y in range(560, 200, -40) for x in range(160, 480, 40)):
            hand("mousemove", str(x), str(y), "click", "1")
            clicks += 1
            time.sleep(0.3)
            if list(kept.glob("*.nervemap")):
                break
        wait_for(lambda: list(kept.glob("*.nervemap")), "clicks on the body mark nothing")
        (file,) = kept.glob("*.nervemap")
        check(file.read_text(encoding="utf-8").count("region:") > 1, "no mark was added")

        loaded = Path(bare.root / f"proc/{running.pid}/maps").read_text()
        check("libQt6Widgets" in loaded, "looked at the wrong process")
        check("Qt6Network" not in loaded and "libssl" not in loaded, "a part that can use a network was loaded")
        for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
            sockets = Path(bare.root / f"proc/{running.pid}/net/{kind}")
            check(not sockets.exists() or len(sockets.read_text().splitlines()) == 1, f"a socket was opened: {kind}")

        for _ in range(clicks):
            hand("key", "ctrl+z")
        wait_for(lambda: not list(kept.glob("*.nervemap")), "undo does not undo")
        hand("key", "ctrl+q")
        output, errors = running.communicate(timeout=PATIENCE_S)
        check((running.returncode, output, errors) == (0, "", ""), f"{running.returncode} {output} {errors}")
    say(f"{program}: the window answers to mouse and keys and closes, without a network")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        test_inside(Path(sys.argv[1]))
    else:
        sys.exit(main())
