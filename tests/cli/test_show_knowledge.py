"""`nervemap show` for roots, published distances and statements, and what nerves and sites tell of them."""

from __future__ import annotations

import json

import pytest

from nervemap.cli.main import main


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["show", *arguments]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_rows_when_listed_are_all_there(capsys: pytest.CaptureFixture[str]) -> None:
    for kind, some in (("roots", "L5"), ("landmarks", "M61"), ("claims", "hose-crimps")):
        assert some in printed(capsys, kind)
        assert any(row["id"] == some for row in json.loads(printed(capsys, kind, "--json")))


def test_distance_when_not_verified_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "not verified" in printed(capsys, "landmarks", "M26")
    assert "32 ± 10 mm (30 legs)" in printed(capsys, "landmarks", "M01")


def test_nerve_when_shown_has_its_distances_and_what_is_said_about_it(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "nerves", "sural")
    assert "M12" in text and "98 mm" in text
    text = printed(capsys, "nerves", "obturator")
    assert "does not reach the buttock" in text and "Others say: The table names the obturator nerve" in text
    row = json.loads(printed(capsys, "nerves", "obturator", "--json"))
    assert {one["id"] for one in row["landmarks"]} == {"M58"}
    assert "obturator-buttock" in {one["id"] for one in row["said"]}


def test_disc_when_shown_tells_which_roots_still_feed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "tibial: L4, L5, S2, S3" in printed(capsys, "sites", "disc-l5-s1")
    assert json.loads(printed(capsys, "sites", "disc-l5-s1", "--json"))["still_fed"]["sural"] == ["S2"]


def test_root_when_shown_tells_where_it_could_be_held(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "roots", "S1")
    assert "disc-l5-s1" in text and "ankle" in text and "tibial" in text
