"""Another language is only files: words of the window as docs/content.md says, words of the content as a folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
SEE = """
from PySide6.QtWidgets import QApplication
from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import open_window
app = QApplication([])
window = open_window(app, load_atlas())
print([one.text() for one in window.places.buttons.values()])
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with German words for one area and one button."""
    copy = tmp_path_factory.mktemp("program")
    for name in ("nervemap", "data", "assets"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    german = copy / "data" / "de"
    german.mkdir()
    for file in (copy / "data").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        german.joinpath(file.name).write_text(text.replace("name: Heel\n", "name: Ferse\n"), encoding="utf-8")
    words = copy / "nervemap_de.ts"
    source = copy / "nervemap" / "ui" / "desk.py"
    subprocess.run([TOOLS / "pyside6-lupdate", source, "-ts", words], check=True, capture_output=True)
    plain = '<source>Signs</source>\n        <translation type="unfinished"></translation>'
    text = words.read_text(encoding="utf-8")
    assert plain in text
    german_word = "<source>Signs</source>\n        <translation>Zeichen</translation>"
    words.write_text(text.replace(plain, german_word), encoding="utf-8")
    made = copy / "assets" / "translations" / "nervemap_de.qm"
    made.parent.mkdir(exist_ok=True)
    subprocess.run([TOOLS / "pyside6-lrelease", words, "-qm", made], check=True, capture_output=True)
    return copy


def answer(copy: Path, language: str, *arguments: str) -> str:
    environment = {**os.environ, "LC_ALL": language, "PYTHONPATH": str(copy), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-P", *arguments], env=environment, cwd=copy, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize(("language", "name"), [("de_DE.UTF-8", "Ferse"), ("C.UTF-8", "Heel"), ("fr_FR", "Heel")])
def test_content_when_the_language_has_a_folder_is_read_from_it(copy: Path, language: str, name: str) -> None:
    regions = json.loads(answer(copy, language, "-m", "nervemap", "show", "regions", "--json"))
    assert next(one["name"] for one in regions if one["id"] == "heel") == name


@pytest.mark.parametrize(("language", "word"), [("de_DE.UTF-8", "Zeichen"), ("C.UTF-8", "Signs")])
def test_window_when_the_language_has_a_file_speaks_it(copy: Path, language: str, word: str) -> None:
    assert word in answer(copy, language, "-c", SEE)
