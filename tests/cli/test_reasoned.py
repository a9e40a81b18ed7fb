"""`explain`, `felt`, `flow` and `read` as they are called."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from nervemap.cli.main import main
from nervemap.content.atlas import load_atlas

_EXPECTATIONS = Path(__file__).parent.parent / "expectations"
_FIXED = "Educational. Not a diagnosis, not a medical device, no substitute for an examination."


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*words: str) -> str:
        assert main(list(words)) == 0, capsys.readouterr().err
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return call


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*words: str) -> list[str]:
        assert main(list(words)) == 1
        out, err = capsys.readouterr()
        assert out == ""
        lines = err.splitlines()
        assert lines and all(line.startswith("nervemap: ") for line in lines)
        return lines

    return call


def test_explain_json_when_the_outer_ankle_is_marked(run: Any) -> None:
    found = json.loads(run("explain", "--mark", "right:lateral-ankle@1.1,90:tingling,burning:6", "--json"))
    assert found["marks"] == [
        {
            "side": "right",
            "region": "lateral-ankle",
            "t": 1.1,
            "theta": 90.0,
            "qualities": ["tingling", "burning"],
            "intensity": 6,
        }
    ]
    first = found["candidates"][0]
    assert first["nerve"] == "sural" and first["named_by"] == ["article"] and first["roots"] == ["S1", "S2"]
    assert first["explains"] == ["lateral-ankle"] and first["reaches"] is True
    assert first["for"][0]["text"] and first["against"][0]["ids"]
    assert {"side", "nerve", "named_by", "roots", "explains", "reaches", "for", "against"} <= set(first)
    assert set(found) == {"marks", "candidates", "courses", "shared_sites", "mistaken_for", "statement"}
    assert set(found["statement"]) == {"for", "against", "unknown", "text", "next"}
    assert {"cause", "sets_apart", "region"} <= set(found["mistaken_for"][0])


def test_courses_when_left_and_right_are_marked(run: Any) -> None:
    found = json.loads(run("explain", "--mark", "right:lateral-ankle", "--mark", "left:lateral-ankle", "--json"))
    right, left = found["courses"]["right:sural"], found["courses"]["left:sural"]
    assert right[0]["x_mm"] < 0 < right[-1]["x_mm"]
    assert [point["x_mm"] for point in left] == [-point["x_mm"] for point in right]
    assert set(right[0]) == {"landmark", "x_mm", "y_mm", "z_mm", "s_cm", "depth_mm"}
    assert {f"{one['side']}:{one['nerve']}" for one in found["candidates"]} == set(found["courses"])


def test_explain_when_every_row_of_the_article_is_marked(run: Any) -> None:
    atlas = load_atlas()
    for row in yaml.safe_load((_EXPECTATIONS / "areas.yaml").read_text(encoding="utf-8"))["rows"]:
        marks = [word for side in ("left", "right") for word in ("--mark", f"{side}:{row['id']}")]
        found = json.loads(run("explain", *marks, "--json"))["candidates"]
        for side in ("left", "right"):
            named = [one["nerve"] for one in found if one["side"] == side and "article" in one["named_by"]]
            assert named == [member.id for nerve in row["nerves"] for member in atlas.members(nerve)]


def test_shared_sites_when_several_areas_are_marked(run: Any) -> None:
    words = ["explain", "--mark", "left:heel", "--mark", "left:medial-ankle", "--json"]
    shared = json.loads(run(*words))["shared_sites"]
    assert {"site", "explains", "should_also_affect"} <= set(shared[0])
    assert "tarsal-tunnel" in {one["site"] for one in shared}


def test_text_when_told_to_people(run: Any) -> None:
    texts = [
        run("explain", "--mark", "left:heel", "--mark", "left:medial-ankle", "--yes", "1", "2"),
        run("felt", "--site", "tarsal-tunnel"),
        run("flow", "--nerve", "sural", "--crimp", "piriformis:mild"),
        run("read", "--yes", "1", "2", "3", "5", "--na", "6", "--no", "4"),
    ]
    for text in texts:
        assert text.rstrip().endswith(_FIXED)
        assert text.count(_FIXED) == 1
    assert "Sural nerve" in texts[0] and "Tarsal tunnel" in texts[0]
    assert "urgent questions not asked" in texts[0].lower() and "urgent questions not asked" in texts[3].lower()
    assert "A picture to explain, not a measurement of your nerve." in texts[2]


@pytest.mark.parametrize("place", [("site", "tarsal-tunnel"), ("root", "S1"), ("nerve", "sural"), ("nerve", "cluneal")])
def test_felt_json_when_asked_from_a_place(run: Any, place: tuple[str, str]) -> None:
    kind, name = place
    found = json.loads(run("felt", f"--{kind}", name, "--json"))
    assert found[kind] == name and found["areas"]
    for area in found["areas"]:
        assert set(area) == {"region", "direction", "because", "via", "reaches", "name"}
    assert _FIXED not in run("felt", f"--{kind}", name, "--json")


def test_felt_when_others_contradict_what_is_said_of_a_site_tells_it(run: Any) -> None:
    coccyx, neck = (" ".join(run("felt", "--site", site).split()) for site in ("coccyx", "neck"))
    assert "no good evidence that an ordinary stiff tailbone causes leg pain" in coccyx
    assert "acts on both legs" in neck and "acts on both legs" not in coccyx
    assert json.loads(run("felt", "--site", "coccyx", "--json"))["disputed_by"]
    assert not json.loads(run("felt", "--root", "S1", "--json"))["disputed_by"]


def test_flow_json_when_three_mild_crimps_are_given(run: Any) -> None:
    crimps = ["left:disc-l5-s1:mild", "left:piriformis:mild:stiff", "neck:mild"]
    found = json.loads(run("flow", "--nerve", "sural", *(w for crimp in crimps for w in ("--crimp", crimp)), "--json"))
    assert (found["nerve"], found["model"], found["word"]) == ("sural", "B", "major")
    assert found["flow"] == pytest.approx(0.2692, abs=1e-3)
    assert found["irritability"] == pytest.approx(1 - found["flow"])
    by_site = {site["site"]: site for site in found["sites"]}
    assert (by_site["piriformis"]["grade"], by_site["piriformis"]["kind"]) == ("mild", "stiff")
    assert by_site["mid-thigh"]["grade"] == "none" and by_site["mid-thigh"]["kind"] is None
    assert [site["s_cm"] for site in found["sites"]] == sorted(site["s_cm"] for site in found["sites"])
    assert found["sites"][-1]["left"] == found["flow"]


def test_flow_when_model_a_is_asked_for(run: Any) -> None:
    found = json.loads(run("flow", "--nerve", "sural", "--crimp", "piriformis:moderate", "--model", "A", "--json"))
    assert (found["capacity"], found["flow"], found["word"]) == (0.5, 0.75, "clear")


def test_read_json_when_signs_and_slump_are_given(run: Any) -> None:
    words = ["--yes", "1,2", "5", "--no", "3", "--unsure", "4", "--red-flags", "none"]
    words += ["--slump-right", "own,eases,25", "--slump-left", "none,same,10"]
    found = json.loads(run("read", *words, "--json"))
    assert found["signs"] == {"yes": [1, 2, 5], "no": [3], "unsure": [4], "na": [], "unanswered": [6]}
    assert (found["signs_reading"], found["could_become"]) == ("possible", "highly likely")
    slump = found["tests"]["slump"]
    assert (slump["left"], slump["right"], slump["result"]) == ("not positive", "positive", "positive")
    assert slump["author_criterion"] == {"replicates": True, "tighter": True, "met": True}
    assert found["red_flags"] == {"now": [], "same-day": [], "days": []}
    assert set(found["statement"]) == {"for", "against", "unknown", "text", "next"}


def test_read_json_when_an_urgent_question_is_answered_yes(run: Any) -> None:
    found = json.loads(run("read", "--red-flag", "foot-drop", "--json"))
    assert found["red_flags"] == {"now": None, "same-day": ["foot-drop"], "days": None}
    assert "foot-drop" in found["statement"]["text"][0]["ids"]


def test_read_json_when_nothing_is_given(run: Any) -> None:
    found = json.loads(run("read", "--json"))
    assert found["signs"]["unanswered"] == [1, 2, 3, 4, 5, 6]
    assert found["tests"]["slump"]["result"] == "not done"
    assert found["red_flags"] == {"now": None, "same-day": None, "days": None}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "--mark", "middle:heel"], "'middle'; write one of left, right"),
        (["explain", "--mark", "rigth:heel"], "did you mean right?"),
        (["explain", "--mark", "right:hel"], "did you mean heel?"),
        (["explain", "--mark", "heel"], "names no area"),
        (["explain", "--mark", "right:heel:burnin"], "did you mean burning?"),
        (["explain", "--mark", "right:heel:11"], "out of range"),
        (["explain", "--mark", "right:heel:-1"], "out of range"),
        (["explain", "--mark", "right:heel:2.5"], "out of range"),
        (["explain", "--mark", "right:heel:ache:sharp"], "no intensity"),
        (["explain", "--mark", "right:heel:ache:3:4"], "too many parts"),
        (["explain", "--mark", "right:heel@here,90"], "not two numbers"),
        (["explain", "--mark", "right:heel@1.2"], "not two numbers"),
        (["explain", "--mark", "right:heel@nan,90"], "not two numbers"),
        (["explain", "--mark", "right:heel@7,90"], "off the chart"),
        (["explain", "--mark", "right:heel", "--mark", "right:heel"], "given twice"),
        (["explain", "--mark", "right:heel:"], "no quality ''"),
        (["felt", "--site", "tarsal"], "did you mean tarsal-tunnel"),
        (["felt", "--root", "L9"], "no root 'L9'"),
        (["felt", "--nerve", "surall"], "did you mean sural"),
        (["flow", "--nerve", "cluneal"], "group of nerves"),
        (["flow", "--nerve", "ulnar"], "no nerve 'ulnar'"),
        (["flow", "--nerve", "sural", "--model", "C"], "no model 'C'"),
        (["flow", "--nerve", "sural", "--crimp", "piriformis"], "not complete"),
        (["flow", "--nerve", "sural", "--crimp", "piriformis:medium"], "no grade 'medium'"),
        (["flow", "--nerve", "sural", "--crimp", "piriformis:mild:pushed"], "no kind 'pushed'"),
        (["flow", "--nerve", "sural", "--crimp", "middle:piriformis:mild"], "no side 'middle'"),
        (["flow", "--nerve", "sural", "--crimp", "piriformes:mild"], "did you mean piriformis"),
        (["flow", "--nerve", "sural", "--crimp", "fibular-neck:mild"], "does not lie on sural"),
        (["flow", "--nerve", "sural", "--crimp", "neck:severe"], "urgent questions"),
        (["flow", "--nerve", "sural", "--crimp", "left:neck:severe"], "urgent questions"),
        (
            ["flow", "--nerve", "sural", "--crimp", "left:piriformis:mild", "--crimp", "right:mid-thigh:mild"],
            "both sides",
        ),
        (["read", "--yes", "7"], "no sign '7'"),
        (["read", "--yes", "1", "--no", "1"], "already answered yes"),
        (["read", "--red-flag", "food-drop"], "did you mean foot-drop"),
        (["read", "--red-flags", "all"], "write one of none"),
        (["read", "--red-flags", "none", "--red-flag", "foot-drop"], "contradict"),
        (["read", "--slump-left", "own"], "is not SYMPTOM,RELEASE"),
        (["read", "--slump-left", "mine,eases"], "no symptom 'mine'"),
        (["read", "--slump-left", "own,easy"], "did you mean eases"),
        (["read", "--slump-left", "own,eases,far"], "'far' is not an angle; write degrees from 0 to 180"),
        (["read", "--slump-left", "own,eases,999"], "'999' is not an angle"),
        (["flow", "--nerve", "sural", "--crimp", "left:piriformis:mild", "--crimp", "piriformis:mild"], "given twice"),
    ],
)
def test_command_when_a_value_is_wrong(refused: Any, words: list[str], said: str) -> None:
    lines = refused(*words)
    assert len(lines) == 1 and said in lines[0]


def test_command_when_several_values_are_wrong(refused: Any) -> None:
    marks = ("--mark", "right:hel", "--mark", "up:heel", "--mark", "left:calf", "--mark", "left:calf:99")
    assert len(refused("explain", *marks)) == 3


@pytest.mark.parametrize(
    "words",
    [
        ["explain"],
        ["felt"],
        ["felt", "--site", "piriformis", "--root", "L5"],
        ["flow"],
        ["read", "--maybe", "1"],
        ["read", "--yes"],
    ],
)
def test_command_when_an_option_is_unknown_or_missing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().out == ""


def test_process_when_called_for_real() -> None:
    words = [sys.executable, "-m", "nervemap", "explain", "--mark", "right:lateral-ankle", "--json"]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert found.returncode == 0 and found.stderr == ""
    assert json.loads(found.stdout)["candidates"][0]["nerve"] == "sural"
