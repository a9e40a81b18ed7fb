"""One file -> rows: every fault has file, line and field, and the good rows are still read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervemap.content.model import Claim, Kind, Quality, Source
from nervemap.content.model_examination import RedFlag, Rules
from nervemap.content.reader import MAX_BYTES, ContentFile

GOOD = """\
- id: hose
  topic: hose
  text: A kink in a hose.
  sources: [article-001]
- id: kinks
  topic: hose
  text: Two kinks in a hose.
  sources: [article-001]
"""


def claims(folder: Path, text: str | bytes) -> tuple[dict[str, Claim], list[str]]:
    """The rows and the faults, each without the folder."""
    path = folder / "claims.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    file = ContentFile(path)
    rows = file.rows(Claim)
    return rows, [str(fault).removeprefix(f"{folder}{os.sep}") for fault in file.faults]


def test_rows_are_in_file_order_when_the_file_is_good(tmp_path: Path) -> None:
    rows, faults = claims(tmp_path, GOOD)
    assert list(rows) == ["hose", "kinks"]
    assert rows["hose"].text == "A kink in a hose."
    assert faults == []


def test_rows_are_read_when_the_file_begins_with_a_byte_order_mark(tmp_path: Path) -> None:
    rows, faults = claims(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())
    assert list(rows) == ["hose", "kinks"]
    assert faults == []


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("  topic: hose\n  text: Two", "  text: Two", 5, "the field `topic` is missing; add `topic:`"),
        ("text: Two", "txet: Two", 7, "txet: no such field; write one of text"),
        ("Two kinks in a hose.", "2", 7, "text: should be text, not a whole number; write text (in quotes)"),
        ("Two kinks in a hose.", "true", 7, "text: should be text, not true or false"),
        ("Two kinks in a hose.", "", 7, "text: should be text, not empty"),
        ("Two kinks in a hose.", "[a]", 7, "text: should be text, not a list"),
        ("sources: [article-001]", "sources: article-001", 4, "sources: should be a list"),
        ("sources: [article-001]", "sources: [a, 1]", 4, "sources[1]: should be text"),
        ("id: kinks", "id: hose", 5, "id: the id 'hose' is used twice"),
        ("- id: kinks", "  id: kinks", 5, "the field 'id' is given twice; keep one of them"),
        ("- id: hose", "- hose\n- id: hose", 1, "should be a row of fields, not text"),
        ("id: kinks", "id: kinks\n  disputed_by: [{source: a}]", 6, "disputed_by[0]: the field `says` is missing"),
        ("id: kinks", "id: kinks\n  disputed_by:\n    - source: a\n      sais: b", 8, "disputed_by[0].sais: no such"),
        ("id: kinks", 'id: kinks\n  "a\\nb": 1', 6, "a b: no such field"),
    ],
)
def test_file_line_and_field_are_told_when_a_row_is_wrong(
    tmp_path: Path, old: str, new: str, line: int, fault: str
) -> None:
    assert old in GOOD
    _, faults = claims(tmp_path, GOOD.replace(old, new, 1))
    assert any(found.startswith(f"claims.yaml:{line}: {fault}") for found in faults), faults


def test_the_good_rows_are_read_when_one_is_wrong(tmp_path: Path) -> None:
    rows, faults = claims(tmp_path, GOOD.replace("text: A kink", "txt: A kink"))
    assert list(rows) == ["kinks"]
    assert len(faults) == 1


def test_every_row_is_told_when_all_are_wrong(tmp_path: Path) -> None:
    _, faults = claims(tmp_path, GOOD.replace("sources: [article-001]", "sources: 5"))
    assert [fault.split(":")[1] for fault in faults] == ["4", "8"]


def test_the_known_words_are_told_when_a_word_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text("- id: a\n  work: W\n  tier: rumour\n  checked: abstract\n")
    file = ContentFile(path)
    assert file.rows(Source) == {}
    (fault,) = file.faults
    assert (fault.line, fault.field) == (3, "tier")
    assert "'rumour'" in fault.message
    assert "textbook" in fault.remedy and "study" in fault.remedy


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (b"", None, "the file is empty"),
        (b"# nothing yet\n", None, "the file is empty"),
        (b"- id: a\n- id: \xff\xfe\n", 2, "the text is not UTF-8"),
        ("- id: a\n".encode("utf-16"), 1, "the text is not UTF-8"),
        (b"just words\n", None, "should be a list of rows"),
        (b"a: 1\n", None, "should be a list of rows"),
        (b"[]\n", None, "should be a list of rows"),
        (b"- id: a\n  b: [\n", 3, "not YAML"),
        (b"\x00\x01\x02", 1, "not YAML"),
        (b"x" * (MAX_BYTES + 1), None, "the file is too large"),
    ],
)
def test_one_fault_is_told_when_the_file_is_no_list_of_rows(
    tmp_path: Path, raw: bytes, line: int | None, message: str
) -> None:
    path = tmp_path / "claims.yaml"
    path.write_bytes(raw)
    file = ContentFile(path)
    assert file.rows(Claim) == {}
    (fault,) = file.faults
    assert fault.line == line
    assert message in fault.message
    assert fault.remedy


def test_one_fault_is_told_when_the_file_is_missing_or_a_folder(tmp_path: Path) -> None:
    missing = ContentFile(tmp_path / "claims.yaml")
    assert missing.rows(Claim) == {} and missing.only(Claim) is None
    assert [fault.message for fault in missing.faults] == ["the file is missing"]
    folder = ContentFile(tmp_path)
    assert folder.rows(Claim) == {}
    assert [fault.message for fault in folder.faults] == ["this is no plain file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_reading_ends_when_the_file_is_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "claims.yaml")
    assert [fault.message for fault in ContentFile(tmp_path / "claims.yaml").faults] == ["this is no plain file"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions don't stop this user")
def test_one_fault_is_told_when_the_file_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "claims.yaml"
    path.write_text(GOOD)
    path.chmod(0)
    assert "can't be read" in ContentFile(path).faults[0].message


def test_a_list_in_a_file_of_several_has_lines_when_a_row_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "red_flags.yaml"
    path.write_text("groups: []\nquestions:\n  - id: a\n    group: soon\n    question: Q?\nothers: []\n")
    file = ContentFile(path)
    assert file.rows(RedFlag, "questions") == {}
    file.refuse_other_lists("groups", "questions")
    assert [(fault.line, fault.field) for fault in file.faults] == [(4, "group"), (6, "others")]


def test_the_nested_field_is_told_when_the_file_is_one_row(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(
        "fixed_sentence: S\nsign_bands:\n  - reading: some\n    at_least: 0\n    text: T\n    sources: [a]\n"
        "not_enough_unknown: 2\nslump: {tighter_degrees: 10, sources: [a]}\nflow: {}\n"
    )
    file = ContentFile(path)
    assert file.only(Rules) is None
    (fault,) = file.faults
    assert (fault.line, fault.field) == (3, "sign_bands[0].reading")
    assert "highly likely" in fault.remedy


@given(st.binary(max_size=200))
def test_nothing_is_raised_when_the_bytes_are_any(tmp_path: Path, raw: bytes) -> None:
    rows, faults = claims(tmp_path, raw)
    assert rows == {}
    assert faults


FIELDS = st.sampled_from(["id", "topic", "text", "sources", "disputed_by", "source", "says", "x", ""])
WORDS = st.sampled_from(["", "null", "5", "1.5", "true", "hose", "[a]", "{a: b}", "[[a]]", "'5'", "|", "\n    - a"])
LINES = st.lists(st.tuples(st.sampled_from(["- ", "  ", "    ", ""]), FIELDS, WORDS), min_size=1, max_size=8)


@given(LINES)
def test_every_fault_is_one_whole_line_when_rows_are_garbled(tmp_path: Path, lines: list[tuple[str, str, str]]) -> None:
    rows, faults = claims(tmp_path, "".join(f"{start}{name}: {word}\n" for start, name, word in lines))
    assert rows or faults
    assert all("\n" not in fault and fault.startswith("claims.yaml") for fault in faults)


def test_words_of_the_model_when_listed_are_those_of_the_specification() -> None:
    assert Quality.__args__ == ("ache", "tight", "sharp", "burning", "electric", "tingling", "numb", "cold")  # type: ignore[attr-defined]
    assert Kind.__args__ == ("pressed", "stiff", "overstretched", "inflamed")  # type: ignore[attr-defined]
