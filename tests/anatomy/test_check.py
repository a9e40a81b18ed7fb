"""Faults between the rows and the body, found in copies of the content with one thing spoiled."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from nervemap import resources
from nervemap.anatomy import check
from nervemap.content.atlas import load_atlas


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(resources.folder("data"), tmp_path / "data"))


def spoil(file: Path, pattern: str, new: str, row: str | None = None) -> int:
    """Replace the first match of a pattern (after the start of a row, if one is named); the line where it begins."""
    text = file.read_text(encoding="utf-8")
    start = text.index(f"- id: {row}\n") if row else 0
    found = re.compile(pattern, re.MULTILINE).search(text, start)
    assert found, (file, pattern)
    file.write_text(text[: found.start()] + new + text[found.end() :], encoding="utf-8")
    return text[: found.start()].count("\n") + 1


def told(content: Path) -> list[str]:
    return [str(fault) for fault in check.faults(load_atlas(content), content)]


def test_no_fault_is_told_when_the_content_is_the_built_in_one() -> None:
    folder = resources.folder("data")
    assert check.faults(load_atlas(folder), folder) == []


@pytest.mark.parametrize(
    ("file", "row", "pattern", "new", "words"),
    [
        ("nerves", "sural", r"paths: \[sural\]", "paths: [surral]", ["no path is called “surral”", "“sural”?"]),
        ("nerves", "saphenous", r"territories: .*", "territories: [sapphire]", ["no territory of the chart"]),
        ("nerves", "sural", r"roots: \[S1, S2\]", "roots: [L1, S1]", ["roots[0]: no course leads through L1"]),
        ("nerves", "sural", r"exit: L5", "exit: S4", ["exit: no course leads through S4"]),
        ("roots", "L4", r"path: root L4", "path: root L44", ["path: no path is called “root L44”"]),
        ("roots", "L4", r"foramen: .*", "foramen: a hole", ["foramen: no landmark of “root L4” is called “a hole”"]),
        ("roots", "L4", r"dermatome: .*", "dermatome: L44", ["dermatome: no dermatome of the chart"]),
        ("regions", "groin", r"chart: groin", "chart: grion", ["no region of the chart is called “grion”", "“groin”?"]),
        ("sites", "piriformis", r"\{path: sciatic,", "{path: scatic,", ["no path is called “scatic”"]),
        (
            "sites",
            "piriformis",
            r"landmark: .*?\}",
            "landmark: a hole}",
            ["no landmark of “sciatic” is called “a hole”"],
        ),
        (
            "sites",
            "piriformis",
            r"nerves: \[sciatic,",
            "nerves: [femoral,",
            ["nerves[0]: no anchor lies on a course of"],
        ),
        ("sites", "disc-l4-l5", r"roots: \[L5\]", "roots: [S1]", ["roots[0]: no anchor lies on the path of S1"]),
    ],
)
def test_fault_is_told_with_its_line_when_a_row_names_what_is_not_there(
    content: Path, file: str, row: str, pattern: str, new: str, words: list[str]
) -> None:
    line = spoil(content / f"{file}.yaml", pattern, new, row)
    faults = [fault for fault in told(content) if fault.startswith(f"data/{file}.yaml:{line}: ")]
    for word in words:
        assert any(word in fault for fault in faults), told(content)


def test_part_of_the_chart_is_told_when_no_row_names_it(content: Path) -> None:
    line = spoil(content / "body" / "skin_chart.csv", r"^region,groin,", "region,armpit,")
    assert told(content) == [
        f"data/body/skin_chart.csv:{line}: name: no row names the region “armpit”; name it in a row or take it out"
    ]


@pytest.mark.parametrize(
    ("file", "pattern", "new", "words"),
    [
        ("nerve_joins.csv", r"^sciatic,tibial,83.0", "sciatic,tibial,87.0", "lies 4.0 mm from “sciatic”"),
        ("nerve_joins.csv", r"^sciatic,tibial,", "sciatic,tibbial,", "no path is called “tibbial”"),
        ("nerve_joins.csv", r"leaves$", "parts", "“parts” is unknown; write leaves or joins"),
        (
            "nerve_paths.csv",
            r"^sciatic,lumbosacral trunk,3,",
            "sciatic,lumbosacral trunk,7,",
            "7 is out of order; write 3",
        ),
        ("nerve_paths.csv", r"^sciatic,lumbosacral trunk,3,77.0,", "sciatic,lumbosacral trunk,3,nan,", "“nan” is not"),
        ("skin_chart.csv", r"^kind,name", "kind,title", "the column is missing"),
        ("toe_rules.csv", r"^kind,name", "kind,title", "the column is missing"),
        ("body_sections.csv", r"^segment,", "part,", "the column is missing"),
        ("bone_sections.csv", r"^bone,", "bones,", "the column is missing"),
        ("jointed_figure.csv", r"^kind,", "sort,", "the column is missing"),
        ("jointed_poses.csv", r"^test,", "tests,", "the column is missing"),
    ],
)
def test_fault_of_the_body_is_told_with_its_line_when_a_file_is_spoiled(
    content: Path, file: str, pattern: str, new: str, words: str
) -> None:
    line = spoil(content / "body" / file, pattern, new)
    assert any(fault.startswith(f"data/body/{file}:{line}: ") and words in fault for fault in told(content))


def test_circle_is_told_when_joins_lead_back(content: Path) -> None:
    with (content / "body" / "nerve_joins.csv").open("a", encoding="utf-8") as file:
        file.write("tibial,lumbosacral trunk,39.0,21.0,1040.0,joins\n")
    assert any("the joins lead in a circle" in fault and "tibial" in fault for fault in told(content))


def test_path_is_told_when_it_comes_in_two_pieces(content: Path) -> None:
    file = content / "body" / "nerve_paths.csv"
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(f"{text}\nsciatic,,0,1,2,3,,ours,4,\nsciatic,,1,1,2,3,,ours,4,\n", encoding="utf-8")
    line = text.count("\n") + 2
    assert [fault for fault in told(content) if "nerve_paths" in fault] == [
        f"data/body/nerve_paths.csv:{line}: nerve: “sciatic” comes in two pieces; list its points together",
        f"data/body/nerve_paths.csv:{line + 1}: x: repeats the point before; leave it out",
    ]


def test_both_files_are_told_when_both_are_missing(content: Path) -> None:
    atlas = load_atlas(content)
    (content / "body" / "nerve_paths.csv").unlink()
    (content / "body" / "skin_chart.csv").unlink()
    assert [str(fault) for fault in check.faults(atlas, content)] == [
        f"data/body/{name}: the file is missing; put it back" for name in ("skin_chart.csv", "nerve_paths.csv")
    ]
