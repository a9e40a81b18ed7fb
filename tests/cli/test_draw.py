"""`nervemap draw`: every view as PNG and SVG without a display, and one clear line for everything that is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
from PySide6.QtGui import QImage

from nervemap.anatomy.views import VIEW_NAMES
from nervemap.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
SVG = "http://www.w3.org/2000/svg"
SMALL = ["--size", "200x250"]
OBLIQUE = [
    ["front", "--turn", "35", "--tilt", "10"],
    ["back", "--turn=-40", "--tilt=20"],
    ["front", "--turn=150", "--tilt=-25"],
]
VIEWS = [*([name] for name in VIEW_NAMES), *OBLIQUE]
every_view = pytest.mark.parametrize("view", VIEWS, ids=" ".join)


def draw(file: Path, *words: str) -> None:
    assert main(["draw", *SMALL, *words, "-o", str(file)]) == 0
    assert [one.name for one in file.parent.iterdir()] == [file.name]  # nothing else is left behind


def ids(file: Path) -> list[str]:
    return [path.get("id", "") for path in xml.parse(file).getroot().iter(f"{{{SVG}}}path") if path.get("id")]


@every_view
@pytest.mark.parametrize("dark", [[], pytest.param(["--dark"], marks=pytest.mark.long)], ids=["light", "dark"])
def test_png_is_a_picture_of_twice_the_size_when_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], view: list[str], dark: list[str]
) -> None:
    draw(tmp_path / "a.png", "--view", *view, *dark)
    assert capsys.readouterr() == ("", "")
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == (400, 500)
    ground, body = image.pixelColor(2, 2), image.pixelColor(200, 30)
    assert (ground.lightness() < 60) == bool(dark)
    assert ground != body or view[0] not in ("front", "back")


@every_view
@pytest.mark.parametrize("dark", [[], pytest.param(["--dark"], marks=pytest.mark.long)], ids=["light", "dark"])
def test_svg_has_areas_nerves_and_sites_as_paths_when_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], view: list[str], dark: list[str]
) -> None:
    draw(tmp_path / "a.svg", "--view", *view, "--nerve", "sural", *dark)
    assert capsys.readouterr() == ("", "")
    root = xml.parse(tmp_path / "a.svg").getroot()
    assert root.get("viewBox") == "0 0 200 250"
    assert len(list(root.iter(f"{{{SVG}}}image"))) == 1
    found = ids(tmp_path / "a.svg")
    assert len(found) == len(set(found))
    for start in ("region-right-", "region-left-", "nerve-right-sural", "site-right-"):
        assert [one for one in found if one.startswith(start)], start


def test_left_nerve_is_left_when_the_side_is_left(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "--view", "back", "--nerve", "sural", "--side", "left", "--layers", "nerves", "sites")
    sided = [one for one in ids(tmp_path / "a.svg") if "left" in one or "right" in one]
    assert "nerve-left-sural" in sided and "root-left-S1" in sided
    assert not [one for one in sided if "right" in one]


def test_layers_are_those_asked_for_when_given(tmp_path: Path) -> None:
    for layer, start in (("regions", "region-"), ("territories", "territory-"), ("dermatomes", "dermatome-")):
        draw(tmp_path / "a.svg", "--view", "back", "--layers", layer)
        assert {one.split("-")[0] + "-" for one in ids(tmp_path / "a.svg")} == {start}
    draw(tmp_path / "a.svg", "--view", "back", "--nerve", "sural", "--layers", "nerves,sites")
    kinds = {one.split("-")[0] for one in ids(tmp_path / "a.svg")}
    assert {"nerve", "site"} <= kinds and not kinds & {"region", "territory", "dermatome"}


def test_marks_and_crimps_are_drawn_when_given(tmp_path: Path) -> None:
    draw(
        tmp_path / "a.svg",
        *("--view", "outer", "--nerve", "sural", "--mark", "right:lateral-ankle@1.1,120:sharp:4"),
        *("--crimp", "right:sural-malleolus:moderate", "--mark", "left:calf"),
    )
    assert {"mark-right-lateral-ankle", "region-left-calf", "site-right-sural-malleolus"} <= set(
        ids(tmp_path / "a.svg")
    )
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert ": moderate</title>" in text and text.count("url(#hatch)") == 1
    assert "quality-right-lateral-ankle-sharp" in text  # the kind of symptom in place of the hatch


def test_all_nerves_are_drawn_when_no_nerve_is_named_and_nothing_marked(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "--view", "front", "--layers", "nerves")
    lit = {one for one in ids(tmp_path / "a.svg") if one.startswith("nerve-")}
    assert {f"nerve-{side}-{nerve}" for side in ("left", "right") for nerve in ("femoral", "sural", "obturator")} <= lit


def test_nerves_named_for_the_marks_are_lit_when_no_nerve_is_named(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "--view", "outer", "--mark", "left:lateral-ankle", "--mark", "right:medial-shin")
    lit = {one for one in ids(tmp_path / "a.svg") if one.startswith("nerve-")}
    assert {"nerve-left-sural", "nerve-right-tibial", "nerve-right-saphenous"} <= lit
    assert not lit & {"nerve-right-sural", "nerve-left-saphenous"}


def test_spine_and_head_come_into_view_when_whole(tmp_path: Path) -> None:
    tops = []
    for framing in ([], ["--whole"]):
        draw(tmp_path / "a.svg", "--view", "back", "--nerve", "sural", "--layers", "sites", *framing)
        sites = {
            path.get("id"): path.get("d", "") for path in xml.parse(tmp_path / "a.svg").getroot().iter(f"{{{SVG}}}path")
        }
        tops.append(float(sites["site-cranium"].split()[1].split("a")[0]))
    assert tops[0] < 0 < tops[1]


def test_file_is_replaced_whole_when_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.PNG").write_bytes(b"old")
    draw(tmp_path / "a.PNG", "--view", "front")
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--view", "frnt"], "there is no view 'frnt'; did you mean front?"),
        (["--view", ""], "there is no view ''; write one of front, back, outer, inner, sole, top"),
        (["--view", "front", "--side", "both"], "there is no side 'both'"),
        (["--view", "front", "--layers", "nervs"], "there is no layer 'nervs'; did you mean nerves"),
        (["--view", "front", "--nerve", "surral"], "there is no nerve 'surral'; did you mean sural"),
        (["--view", "front", "--crimp", "tarsal:mild"], "there is no site 'tarsal'; did you mean tarsal-tunnel"),
        (["--view", "front", "--crimp", "piriformis:hard"], "there is no grade 'hard'"),
        (["--view", "front", "--crimp", "piriformis:mild:cold"], "there is no kind 'cold'"),
        (["--view", "front", "--crimp", "middle:piriformis:mild"], "there is no side 'middle'"),
        (["--view", "front", "--mark", "right:hel"], "there is no region 'hel'; did you mean heel?"),
        (["--view", "front", "--mark", "right:heel@9,9"], "off the chart"),
        (["--view", "front", "--turn", "north"], "--turn 'north' is not an angle"),
        (["--view", "front", "--turn", "nan"], "--turn 'nan' is not an angle"),
        (["--view", "front", "--tilt", "361"], "--tilt '361' is not an angle; write degrees from -360 to 360"),
        (["--view", "front", "--tilt=-inf"], "--tilt '-inf' is not an angle"),
        (["--view", "front", "--size", "big"], "--size 'big' is not a size"),
        (["--view", "front", "--size", "800"], "--size '800' is not a size"),
        (["--view", "front", "--size", "800x-5"], "--size '800x-5' is not a size"),
        (["--view", "front", "--size", "0x0"], "--size 0x0 is out of range"),
        (["--view", "front", "--size", "800x99999999999"], "is out of range; write sides from 100 to 4000 pixels"),
    ],
)
def test_one_line_and_no_file_when_a_value_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(["draw", *words, "-o", str(tmp_path / "a.png")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("nervemap: ") and told in err and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.gif", "a", "a.png.txt", ".png", ""])
def test_one_line_when_the_ending_is_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["draw", "--view", "front", "-o", f"{tmp_path}/{name}"]) == 1
    err = capsys.readouterr().err
    assert "end the name in .svg or .png" in err and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_old_file_stays_when_a_value_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("old", encoding="utf-8")
    assert main(["draw", "--view", "front", "--nerve", "surral", "-o", str(tmp_path / "a.svg")]) == 1
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == "old"


def test_all_faults_are_told_when_several_values_are_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--view", "frnt", "--side", "up", "--layers", "bons", "--nerve", "surral", "femral", "--size", "3"]
    assert main(["draw", *words, "-o", "a.gif"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert all(line.startswith("nervemap: ") for line in lines)
    wrong = ["'frnt'", "'up'", "'bons'", "'surral'", "'femral'", "'3'", "'a.gif'"]
    assert sorted(word for word in wrong for line in lines if word in line) == sorted(wrong)
    assert len(lines) == len(wrong)


@pytest.mark.parametrize(
    "words", [[], ["--view", "front"], ["-o", "a.png"], ["--view", "front", "-o", "a.png", "--colour"]]
)
def test_exit_2_when_an_argument_is_missing_or_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["draw", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_one_line_when_the_folder_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str) -> None:
    assert main(["draw", "--view", "front", *SMALL, "-o", str(tmp_path / "nowhere" / f"a.{ending}")]) == 1
    err = capsys.readouterr().err
    assert f"{tmp_path / 'nowhere'}: " in err and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_one_line_when_a_file_stands_where_the_folder_should(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    assert main(["draw", "--view", "front", *SMALL, "-o", str(tmp_path / "notes" / "a.png")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert (tmp_path / "notes").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to the superuser")
def test_one_line_when_the_folder_is_locked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tmp_path.chmod(0o500)
    try:
        assert main(["draw", "--view", "front", *SMALL, "-o", str(tmp_path / "a.png")]) == 1
    finally:
        tmp_path.chmod(0o700)
    assert "can't write in this folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_when_a_folder_has_the_files_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.png").mkdir()
    assert main(["draw", "--view", "front", *SMALL, "-o", str(tmp_path / "a.png")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert [one.name for one in tmp_path.iterdir()] == ["a.png"]


def test_message_names_the_file_when_it_can_not_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.png").mkdir()
    assert main(["draw", "--view", "front", *SMALL, "-o", str(tmp_path / "a.png")]) == 1
    assert f"{tmp_path / 'a.png'}: " in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--nerve", "tibial", "--crimp", "left:tarsal-tunnel:mild"], ["--crimp", "tarsal-tunnel:mild"]]
)
def test_crimp_is_drawn_or_spoken_of_when_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    code = main(["draw", "--view", "back", *SMALL, *words, "-o", str(tmp_path / "a.svg")])
    assert code == 1 or ": mild</title>" in (tmp_path / "a.svg").read_text(encoding="utf-8") or capsys.readouterr().err


def test_pipe_is_drawn_when_asked_for(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "--view", "pipe", "--nerve", "sural")


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_picture_is_drawn_when_there_is_no_display(tmp_path: Path, ending: str) -> None:
    bare = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    file = tmp_path / f"a.{ending}"
    words = ["draw", "--view", "back", "--nerve", "sural", "--layers", "nerves", "names", *SMALL, "-o", str(file)]
    done = subprocess.run(
        [sys.executable, "-m", "nervemap", *words],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert file.read_bytes()[:5] in (b"\x89PNG\r", b"<?xml")
