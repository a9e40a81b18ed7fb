"""The reading options beyond signs and urgent questions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nervemap.cli.main import main


def read(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["read", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def texts(found: Any, key: str) -> str:
    return "\n".join(fact["text"] for fact in found["statement"][key])


def test_read_when_an_examination_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--slump-left", "own,eases,half,below-knee", "--slump-right", "stretch,same,straight"]
    words += ["--less", "left:foot-in", "--normal", "right:foot-in", "--history-yes", "back-or-neck"]
    words += ["--found", "tender-structure", "--not-found", "tender-nerve", "--test", "slr-fibular:left:own,eases,40"]
    found = read(capsys, *words, "--red-flags", "none")
    assert found["tests"]["slump"]["author_criterion"] == {"replicates": True, "tighter": True, "met": True}
    assert found["tests"]["slr-fibular"]["result"] == "positive"
    assert "L5 root rather than the common fibular nerve" in texts(found, "for")
    assert "History 1: yes" in texts(found, "for")
    assert "sore to press" in texts(found, "against") and "sore to press" not in texts(found, "for")
    assert found["statement"]["next"]["kind"] == "sign"


def test_read_when_the_ankle_was_let_go_and_the_limit_moved(capsys: pytest.CaptureFixture[str]) -> None:
    slump = ["--slump-left", "own,eases,10,above-pelvis,ankle", "--slump-right", "none,same,20", "--tighter", "15"]
    found = read(capsys, *slump)["tests"]["slump"]
    assert (found["result"], found["author_criterion"]["tighter"]) == ("positive", False)


def test_read_when_urgent_answers_were_dealt_with(capsys: pytest.CaptureFixture[str]) -> None:
    urgent = ["--red-flag", "foot-drop", "--contraindication", "pregnancy"]
    locked = read(capsys, *urgent)
    assert "see a doctor today" in locked["statement"]["text"][0]["text"] and locked["statement"]["next"] is None
    open_again = read(capsys, *urgent, "--dealt-with")
    assert "see a doctor today" not in texts(open_again, "text") and "dealt with" in texts(open_again, "text")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--less", "left:elbow"], "elbow"),
        (["--less", "up:foot-in"], "up"),
        (["--less", "left:foot-in", "--normal", "left:foot-in"], "left:foot-in is given as less and as normal"),
        (["--history-yes", "weather"], "weather"),
        (["--history-yes", "back-or-neck", "--history-no", "back-or-neck"], "answered yes and no"),
        (["--found", "nothing"], "nothing"),
        (["--contraindication", "rain"], "rain"),
        (["--test", "slump:left:own,eases"], "slump"),
        (["--test", "slr-sural:left:own"], "own"),
        (["--test", "slr"], "write it such as slr:left:own,eases,40"),
        (["--test", "slr:left:own,eases", "slr:left:none,same"], "slr:left is given twice"),
        (["--less", "foot-in"], "'foot-in' names no side; write SIDE:ITEM"),
        (["--tighter", "many"], "many"),
        (["--tighter", ""], "--tighter '' is not an angle"),
        (["--slump-left", "own,eases,half,little"], "says knee twice"),
        (["--slump-left", "own,eases,400"], "400"),
    ],
)
def test_value_when_wrong_is_one_clear_line(capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    assert main(["read", *words]) == 1
    error = capsys.readouterr().err
    assert told in error and error.count("\n") == 1 and "Traceback" not in error
