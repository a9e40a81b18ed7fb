"""A fault is one line that says where, what and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from nervemap.content.faults import ContentError, Fault, shown_path


def test_all_parts_stand_in_the_line_when_they_are_known() -> None:
    fault = Fault("data/regions.yaml", 41, "nerves[0]", "there is no 'surral'", "did you mean sural?")
    assert str(fault) == "data/regions.yaml:41: nerves[0]: there is no 'surral'; did you mean sural?"


def test_parts_are_left_out_when_they_are_not_known() -> None:
    assert (
        str(Fault("data/regions.yaml", None, None, "the file is missing")) == "data/regions.yaml: the file is missing"
    )


def test_a_fault_is_one_line_when_its_words_are_not() -> None:
    assert str(Fault("a.yaml", 1, "x\ny", "\x1b[31mred", "z")) == "a.yaml:1: x y:  [31mred; z"


def test_every_fault_when_told_is_a_line_of_the_error() -> None:
    error = ContentError([Fault("a", 1, None, "one"), Fault("b", 2, None, "two")])
    assert str(error) == "a:1: one\nb:2: two"


def test_a_path_is_short_when_it_lies_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "data" / "a.yaml") == "data/a.yaml"
    assert shown_path(Path("data/a.yaml")) == "data/a.yaml"
    assert shown_path(tmp_path.parent / "a.yaml") == str(tmp_path.parent / "a.yaml")
