"""`draw --view pipe`: parts with ids and titles, the numbers of `flow`, and clear refusals."""

from __future__ import annotations

import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

from nervemap.cli.main import main

SVG = "{http://www.w3.org/2000/svg}"


def drawn(tmp_path: Path, *options: str) -> xml.Element:
    file = tmp_path / "pipe.svg"
    assert main(["draw", "--view", "pipe", *options, "-o", str(file)]) == 0
    return xml.parse(file).getroot()


def ids(root: xml.Element) -> set[str]:
    return {one.attrib["id"] for one in root.iter() if "id" in one.attrib}


def test_pipe_when_drawn_has_strands_sites_and_ends_with_ids_and_titles(tmp_path: Path) -> None:
    nerves = ("medial-calcaneal", "posterior-femoral-cutaneous")
    root = drawn(tmp_path, "--nerve", *nerves, "--crimp", "piriformis:mild", "--crimp", "mid-thigh:mild")
    assert {"strand-sciatic", "strand-root-S1", "strand-posterior-femoral-cutaneous"} <= ids(root)
    titles = {one.attrib["id"]: one.findtext(f"{SVG}title") for one in root.iter(f"{SVG}path") if "id" in one.attrib}
    assert titles["site-piriformis"] == "Piriformis and greater sciatic foramen: mild, pressed"
    words = {one.attrib["id"]: one.text or "" for one in root.iter(f"{SVG}text") if "id" in one.attrib}
    assert "68 of 100, clear loss" in words["end-medial-calcaneal"]
    assert "93 of 100, no noticeable change" in words["end-posterior-femoral-cutaneous"]
    assert "not a measurement of your nerve" in (root.findtext(f"{SVG}desc") or "")


def test_pipe_when_drawn_has_levels_and_a_curve_on_its_own_axis(tmp_path: Path) -> None:
    root = drawn(tmp_path, "--nerve", "medial-plantar", "--crimp", "tarsal-tunnel:moderate:inflamed")
    said = [one.text for one in root.iter(f"{SVG}text")]
    assert {"brain", "leaves the spine", "ankle", "first noticed", "(illustration)"} <= set(said)
    shapes = {one.attrib["id"]: one.attrib["d"] for one in root.iter(f"{SVG}path") if "id" in one.attrib}
    corners = [tuple(map(float, pair.split())) for pair in shapes["left-medial-plantar"].removeprefix("M").split("L")]
    (upper, ring), (lower, same) = corners[1:3]
    assert ring == same == pytest.approx(float(shapes["site-tarsal-tunnel"].split()[1].split("a")[0]), abs=0.1)
    noticed = float(shapes["first-noticed"].split()[0].removeprefix("M"))
    assert lower < noticed < upper


def test_pipe_when_asked_as_png_is_a_picture_of_twice_the_size(tmp_path: Path) -> None:
    file = tmp_path / "pipe.png"
    assert main(["draw", "--view", "pipe", "--nerve", "sural", "--size", "500x700", "-o", str(file)]) == 0
    head = file.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (1000, 1400)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "--nerve"),
        (("--nerve", "sural", "--crimp", "psoas:mild"), "psoas does not lie on sural"),
        (("--nerve", "sural", "--crimp", "neck:severe"), "urgent questions"),
    ],
)
def test_pipe_when_it_cannot_be_drawn_says_why_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], says: str
) -> None:
    file = tmp_path / "pipe.svg"
    assert main(["draw", "--view", "pipe", *options, "-o", str(file)]) == 1
    assert says in capsys.readouterr().err and not file.exists()
