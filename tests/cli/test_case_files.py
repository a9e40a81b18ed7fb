"""Case files on the command line: shown, checked, drawn, laid out as a page; faults in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nervemap.cli.main import main

CASE = """
nervemap: 1
case:
  label: a runner
  marks:
  - {side: left, region: heel, t: 1.2, theta: 180.0, qualities: [ache], intensity: 4}
  crimps:
  - {side: left, site: tarsal-tunnel, grade: mild}
  notes: "sits in the car"
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "x.nervemap"
    path.write_text(CASE, encoding="utf-8")
    return path


def test_case_is_told_when_shown(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["case", "show", str(case)]) == 0
    text = capsys.readouterr().out
    for words in ("a runner", "left heel: ache (4 of 10)", "Tarsal tunnel, mild", "not asked", "sits in the car"):
        assert words in text
    assert main(["case", "show", str(case), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["case"]["marks"][0]["region"] == "heel" and told["version"] == 1


def test_every_fault_is_told_when_files_are_checked(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["case", "check", str(case)]) == 0
    bad = case.with_name("bad.nervemap")
    bad.write_text(CASE.replace("heel", "nose").replace("tarsal-tunnel", "nowhere"), encoding="utf-8")
    capsys.readouterr()
    assert main(["case", "check", str(case), str(bad), str(case.with_name("none"))]) == 1
    faults = capsys.readouterr().err.splitlines()
    assert len(faults) == 3 and "nose" in faults[0] and "nowhere" in faults[1] and "no such file" in faults[2]


def test_page_is_written_when_asked_for(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["handout", str(case)]) == 0
    assert case.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    told = capsys.readouterr()
    assert told.out == "" and str(case.with_suffix(".pdf")) in told.err, "a place that nobody named is told"
    other = case.with_name("other.pdf")
    assert (
        main(["handout", str(case), "-o", str(other), "--for", "clinician", "--paper", "letter", "--emergency", "112"])
        == 0
    )
    assert other.stat().st_size > 10_000 and capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--for", "nobody"], "no reader 'nobody'"),
        (["--paper", "a0"], "no paper 'a0'"),
        (["-o", "x.txt"], ".pdf"),
        (["--nerve", "up:tibial"], "no side 'up'"),
        (["--nerve", "tibia"], "tibial"),
        (["-o", "no/such/folder.pdf"], "folder.pdf"),
        (["--emergency", "1" * 21], "at most 20"),
    ],
)
def test_page_is_refused_in_one_line_when_a_value_is_wrong(
    words: list[str], said: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["handout", str(case), *words]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line and ".part" not in line


def test_picture_shows_the_case_when_drawn(case: Path, tmp_path: Path) -> None:
    picture = tmp_path / "x.svg"
    options = ["--view", "inner", "--nerve", "tibial", "--side", "left", "--size", "300x400", "-o", str(picture)]
    assert main(["draw", "--case", str(case), *options]) == 0
    text = picture.read_text(encoding="utf-8")
    assert 'id="mark-left-heel"' in text or "left heel" in text
    assert "tarsal tunnel: mild" in text
