"""What the packages are made of; the long run builds them, installs one in a bare Debian and uses it there."""

from __future__ import annotations

import configparser
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

import nervemap
from nervemap.__main__ import PICTURE_COMMANDS, TEXT_COMMANDS
from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import open_window

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
MOST_MB = 95


@pytest.fixture(scope="module")
def icons() -> dict[str, Any]:
    return runpy.run_path(str(PACKAGING / "icons.py"))


@pytest.fixture(scope="module")
def manual() -> str:
    return str(runpy.run_path(str(PACKAGING / "manual.py"))["page"]())


def test_icon_is_as_drawn_when_its_pictures_are_read(icons: dict[str, Any]) -> None:
    for size in icons["SIZES"]:
        kept = QImage(str(ROOT / f"assets/icons/nervemap-{size}.png"))
        assert (kept.width(), kept.height()) == (size, size)
        drawn = icons["drawn"](size)
        far = [
            (x, y)
            for x in range(size)
            for y in range(size)
            if max(
                abs(a - b) for a, b in zip(kept.pixelColor(x, y).getRgb(), drawn.pixelColor(x, y).getRgb(), strict=True)
            )
            > 24
        ]
        assert len(far) < size, f"{size}: draw them again with packaging/icons.py"


def test_window_has_the_icon_in_every_size_when_opened(qapp: QApplication, icons: dict[str, Any]) -> None:
    window = open_window(qapp, load_atlas())
    sizes = {size.width() for size in window.windowIcon().availableSizes()}
    window.close()
    assert sizes == set(icons["SIZES"])
    assert QApplication.desktopFileName() == "nervemap", "how a desktop finds the window's icon and name"


def test_version_stands_in_one_place_when_all_files_are_read() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    place = project["tool"]["hatch"]["version"]["path"]
    files = [*ROOT.glob("*.*"), *ROOT.glob("nervemap/**/*.py"), *PACKAGING.rglob("*"), *ROOT.glob("docs/*")]
    wanted = re.compile(rf"(?<![\d.]){re.escape(nervemap.__version__)}(?![\d.])")
    found = [
        str(file.relative_to(ROOT))
        for file in files
        if file.is_file() and wanted.search(file.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == [place]


def test_manual_tells_every_command_when_written(manual: str) -> None:
    for command in (*TEXT_COMMANDS, *PICTURE_COMMANDS):
        if not command.startswith("-"):
            assert f".SS nervemap {command}" in manual
    assert manual.count("substitute for an examination") == 2
    for option in (r"\-\-slump\-left", r"\-\-red\-flags", r"\-\-crimp", r"\-\-paper", r"\-\-turn"):
        assert f"\\fB{option}\\fR \\fI" in manual


def test_manual_is_without_fault_when_man_reads_it(manual: str) -> None:
    if not shutil.which("groff"):
        pytest.skip("needs groff")
    done = subprocess.run(
        ["groff", "-ww", "-man", "-Tutf8", "-Kutf8"], input=manual, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_desktop_finds_program_and_files_when_it_reads_the_entries() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(PACKAGING / "debian/nervemap.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    assert (told["Type"], told["Exec"], told["Icon"]) == ("Application", "nervemap %f", "nervemap")
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (kind,) = ElementTree.parse(PACKAGING / "debian/nervemap.xml").getroot()
    assert told["MimeType"] == f"{kind.attrib['type']};"
    assert [one.attrib["pattern"] for one in kind.iter(f"{space}glob")] == ["*.nervemap"]
    (picture,) = [one.attrib["name"] for one in kind.iter(f"{space}icon")]
    assert (PACKAGING / f"debian/{picture}.svg").exists()


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_package_works_in_a_bare_debian_and_leaves_nothing_when_built_installed_and_removed() -> None:
    tested = runpy.run_path(str(PACKAGING / "test_install.py"))
    reason = tested["not_here"]()
    if reason:
        pytest.skip(reason)
    built = subprocess.run([sys.executable, PACKAGING / "build.py"], capture_output=True, text=True, check=False)
    if built.returncode == 3:
        pytest.skip(built.stderr.splitlines()[-1])
    assert built.returncode == 0, built.stderr
    (package,) = (ROOT / "dist").glob("nervemap_*.deb")
    assert package.stat().st_size <= MOST_MB * 1e6
    done = subprocess.run([sys.executable, PACKAGING / "test_install.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    if "not tested here" in done.stdout:
        pytest.skip(done.stdout)
