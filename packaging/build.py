"""Build nervemap for people who have no Python: a folder that starts by itself, and a Debian package of it.

    python3 packaging/build.py

Leaves `dist/nervemap/` and, where dpkg-deb is, `dist/nervemap_VERSION_ARCHITECTURE.deb`. Works in `build/`, with an
environment of its own there; like bootstrap.py it fetches what is missing (NERVEMAP_WHEELS and NERVEMAP_NO_APT count
here too), and ends with 3 and one line where it cannot.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import bootstrap
from bootstrap import ROOT, SetUpError, carry_out, install_packages, say

sys.path.insert(0, str(ROOT))
from nervemap import __version__

BUILD, DIST = ROOT / "build", ROOT / "dist"
ENVIRONMENT = BUILD / "environment"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PACKAGING = ROOT / "packaging"
FOLDER = DIST / "nervemap"
LICENCES = BUILD / "licences"
SYSTEM_LICENCES = Path("/usr/share/common-licenses")

# What the build itself asks for: program or library -> Debian package. The libraries of Wayland and printing stay
# outside, but a plugin whose library is missing would be left out as well.
PROGRAMS = {"objdump": "binutils"}
LIBRARIES = {
    "libcups.so.2": "libcups2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
NOT_INSIDE = ("pip-", "setuptools-", "packaging-", "altgraph-", "pyinstaller_hooks")  # only used for building

CONTROL = """\
Package: nervemap
Version: {version}
Architecture: {architecture}
Maintainer: The nervemap authors <nobody@localhost>
Section: science
Priority: optional
Installed-Size: {kilobytes}
Depends: libc6 (>= {glibc}), libgl1, libegl1, libxcb1, fontconfig-config
Recommends: libcups2
Description: {summary}
 Which nerve could hurt there, which way does it run from the spine, and
 where on that way could it be held, pressed or irritated? A body in three
 dimensions, the nerves as pipes, signs and tests, a page for the patient.
 No network is ever used.
 .
 Educational. Not a diagnosis, not a medical device, no substitute for an
 examination.
"""


def prepare_system() -> None:
    """Bring the system to what a build needs. Raises SetUpError."""
    if sys.platform != "linux":
        return
    import ctypes

    missing = bootstrap.missing_libraries("run", [])
    missing |= {name: package for name, package in PROGRAMS.items() if not shutil.which(name)}
    python = str(sysconfig.get_config_var("INSTSONAME"))
    libraries = LIBRARIES | {python: f"libpython{sys.version_info.major}.{sys.version_info.minor}"}
    for name, package in libraries.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            if name != python or not (Path(str(sysconfig.get_config_var("LIBDIR"))) / name).exists():
                missing[name] = package
    if not bootstrap.has_module("ensurepip"):
        missing["the Python module venv"] = "python3-venv"
    if missing:
        install_packages(list(missing.values()), list(missing))


def fill_environment(project: dict[str, list[str]]) -> None:
    """Make the environment that is frozen: what the program needs, and PyInstaller. Raises SetUpError."""
    goal = json.dumps([bootstrap.BASE, sys.version, project])
    ready = ENVIRONMENT / "ready.json"
    if ready.exists() and ready.read_text(encoding="utf-8") == goal:
        return
    say("installing what the build needs into build/environment")
    carry_out([bootstrap.BASE, "-I", "-m", "venv", "--clear", str(ENVIRONMENT)], {}, f"could not make {ENVIRONMENT}")
    wheels = os.environ.get("NERVEMAP_WHEELS")
    source = ["--no-index", "--find-links", os.path.abspath(wheels)] if wheels else []
    carry_out(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", *source, *project["run"], *project["package"]],
        {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        "could not install what the build needs; start again when there is a network, or set NERVEMAP_WHEELS",
    )
    ready.write_text(goal, encoding="utf-8")


def collect_licences() -> None:
    """Put the words under which the parts may be given on where nervemap.spec finds them."""
    shutil.rmtree(LICENCES, ignore_errors=True)
    LICENCES.mkdir(parents=True)
    for name in ("LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, LICENCES)
    for name in ("GPL-3", "LGPL-3"):  # of Qt and PySide6, whose wheels hold no text
        if (SYSTEM_LICENCES / name).exists():
            shutil.copy(SYSTEM_LICENCES / name, LICENCES)
    (packages,) = [one for one in ENVIRONMENT.rglob("site-packages") if one.is_dir()]
    for path in packages.glob("*.dist-info/**/*"):
        inside = not path.relative_to(packages).parts[0].startswith(NOT_INSIDE)
        if inside and path.is_file() and re.match("licen[cs]e|copying|notice", path.name, re.IGNORECASE):
            place = LICENCES / path.relative_to(packages).parts[0].removesuffix(".dist-info")
            place.mkdir(exist_ok=True)
            shutil.copy(path, place / "-".join(path.relative_to(packages).parts[1:]))


def freeze() -> None:
    """Let PyInstaller make the folder. Raises SetUpError."""
    say("freezing (about a minute)")
    carry_out(
        [
            *(str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
            *("--distpath", str(DIST), "--workpath", str(BUILD / "frozen"), str(PACKAGING / "nervemap.spec")),
        ],
        {"PYTHONHASHSEED": "1", "PYTHONPATH": ""},
        "PyInstaller failed; the lines above say why",
    )
    if (
        sys.platform == "linux"
    ):  # up to 40 MB of names that nothing reads; wheels that were patched must stay as they are
        parts = [*FOLDER.rglob("_typst*.so"), *FOLDER.rglob("libpython*.so*"), *FOLDER.rglob("lib-dynload/*.so")]
        carry_out(["strip", "--strip-unneeded", *map(str, parts)], {}, "strip failed; the lines above say why")


def name_system_parts() -> None:
    """Add the licences of the libraries that were taken from this Debian system."""
    inside = FOLDER / "_internal"
    for library in (one for one in inside.glob("lib*.so*") if not one.is_symlink()):
        told = subprocess.run(["dpkg", "-S", f"*/{library.name}"], capture_output=True, text=True, check=False).stdout
        for package in {line.split(":")[0] for line in told.splitlines()}:
            text = Path("/usr/share/doc", package, "copyright")
            if text.exists():
                place = inside / "licences" / f"debian-{package}"
                place.mkdir(exist_ok=True)
                shutil.copy(text, place)


def oldest_glibc() -> str:
    """The version of the C library that the folder's own files ask for."""
    found = {b"2.17"}
    for file in FOLDER.rglob("*"):
        if file.is_file() and not file.is_symlink() and file.read_bytes()[:4] == b"\x7fELF":
            found |= set(re.findall(rb"\bGLIBC_(\d+\.\d+)\b", file.read_bytes()))
    return max(found, key=lambda one: [int(part) for part in one.split(b".")]).decode()


def lay_out(root: Path, summary: str, architecture: str) -> None:
    """Fill the folder that becomes the Debian package."""
    shutil.rmtree(root, ignore_errors=True)
    share = root / "usr/share"
    shutil.copytree(FOLDER, root / "usr/lib/nervemap", symlinks=True)
    (root / "usr/bin").mkdir()
    (root / "usr/bin/nervemap").symlink_to("../lib/nervemap/nervemap")

    icons, theme = ROOT / "assets/icons", share / "icons/hicolor"
    files = {
        PACKAGING / "debian/nervemap.desktop": share / "applications/nervemap.desktop",
        PACKAGING / "debian/nervemap.xml": share / "mime/packages/nervemap.xml",
        PACKAGING / "debian/application-x-nervemap.svg": theme / "scalable/mimetypes/application-x-nervemap.svg",
        icons / "nervemap.svg": theme / "scalable/apps/nervemap.svg",
    }
    for picture in icons.glob("nervemap-*.png"):
        size = picture.stem.removeprefix("nervemap-")
        files[picture] = theme / f"{size}x{size}/apps/nervemap.png"
    for source, place in files.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)

    manual = subprocess.run(
        [str(PYTHON), str(PACKAGING / "manual.py")],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    place = share / "man/man1/nervemap.1.gz"
    place.parent.mkdir(parents=True)
    place.write_bytes(gzip.compress(manual, mtime=0))
    doc = share / "doc/nervemap"
    doc.mkdir(parents=True)
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("NOTICE", "LICENSE")]
    texts.append(
        "Qt and PySide6: GNU Lesser General Public License 3, on Debian in /usr/share/common-licenses/LGPL-3.\n"
        "The licences of all parts inside: /usr/lib/nervemap/_internal/licences\n"
    )
    (doc / "copyright").write_text(f"\n{'-' * 79}\n\n".join(texts), encoding="utf-8")

    control = root / "DEBIAN"
    control.mkdir()
    inside = sorted(one for one in (root / "usr").rglob("*") if one.is_file() and not one.is_symlink())
    sums = [f"{hashlib.md5(one.read_bytes()).hexdigest()}  {one.relative_to(root)}\n" for one in inside]
    (control / "md5sums").write_text("".join(sums), encoding="utf-8")
    (control / "control").write_text(
        CONTROL.format(
            version=__version__,
            architecture=architecture,
            kilobytes=sum(one.stat().st_size for one in inside) // 1024,
            glibc=oldest_glibc(),
            summary=summary,
        ),
        encoding="utf-8",
    )
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path == root / "usr/lib/nervemap/nervemap"
            path.chmod(0o755 if runs else 0o644)


def pack(summary: str) -> Path:
    """Make the Debian package of the folder and give its place. Raises SetUpError."""
    say("packing (a few minutes)")
    asked = ["dpkg", "--print-architecture"]
    architecture = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    root, package = BUILD / "debian", DIST / f"nervemap_{__version__}_{architecture}.deb"
    for old in DIST.glob("nervemap_*.deb"):
        old.unlink()
    lay_out(root, summary, architecture)
    carry_out(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(package)],
        {},
        "dpkg-deb failed; the lines above say why",
    )
    return package


def main() -> int:
    """Build everything that can be built here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    made = [FOLDER]
    try:
        BUILD.mkdir(exist_ok=True)
        prepare_system()
        fill_environment({"run": project["dependencies"], "package": project["optional-dependencies"]["package"]})
        collect_licences()
        freeze()
        if shutil.which("dpkg-deb"):
            name_system_parts()
            made.append(pack(project["description"].partition("?")[0] + "?"))
    except SetUpError as error:
        say(str(error))
        return 3
    for one in made:
        files = [file for file in (one.rglob("*") if one.is_dir() else [one]) if file.is_file()]
        say(f"{one.relative_to(ROOT)}: {sum(file.lstat().st_size for file in files) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
