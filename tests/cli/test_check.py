"""`nervemap check`: every fault of rows, words and geometry, one line each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nervemap import resources
from nervemap.cli.main import main


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources.folder("data"), tmp_path / "data"))


def replace(path: Path, old: str, new: str) -> int:
    """Change the first place and return its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def told(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The lines on standard error of a check that finds faults."""
    assert main(["check", *words]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert all(line.startswith("nervemap: ") for line in lines)
    return lines


def test_nothing_is_told_when_the_content_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check"])
    out, err = capsys.readouterr()
    assert (code, out, err) == (0, "No faults.\n", "")


def test_faults_when_rows_words_and_relations_are_spoilt_are_told_at_once(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = replace(copy / "signs.yaml", "  number: 2\n", "  number: 2\n  colour: red\n") + 1
    dangling = replace(copy / "regions.yaml", "[sural]", "[surral]")
    claim = replace(copy / "claims.yaml", "  text: ", "  text: You have it. ")
    lines = told(capsys, str(copy))
    assert any(f"signs.yaml:{unknown}: colour: no such field" in line for line in lines)
    assert any(f"regions.yaml:{dangling}: nerves[0]: there is no 'surral'" in line for line in lines)
    assert any(f"claims.yaml:{claim}: text: no sentence may say 'You have'" in line for line in lines)


def test_geometry_is_told_when_a_row_names_no_path(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = replace(copy / "nerves.yaml", "paths: [sural]", "paths: [surral]")
    assert any(f"nerves.yaml:{line}: paths[0]:" in fault and "surral" in fault for fault in told(capsys, str(copy)))


def test_a_row_of_the_body_is_told_when_it_is_wrong(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copy / "body" / "nerve_paths.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    cells = rows[4].split(",")
    cells[3] = "east"
    rows[4] = ",".join(cells)
    path.write_text("\n".join(rows), encoding="utf-8")
    assert any("nerve_paths.csv:5" in fault for fault in told(capsys, str(copy)))


def test_the_folder_of_the_option_is_checked_when_none_is_named(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "sites.yaml").unlink()
    (line,) = told(capsys, "--data", str(copy))
    assert "sites.yaml: the file is missing" in line


def test_one_line_is_told_when_there_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = told(capsys, str(tmp_path / "nowhere"))
    assert "there is no such folder" in line


def test_one_line_is_told_when_the_folder_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "file"
    path.write_text("x")
    (line,) = told(capsys, str(path))
    assert "there is no such folder" in line
