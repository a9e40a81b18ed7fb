"""Strict YAML: what it reads, what it refuses, and that nothing brings it down."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nervemap.content.yaml_text import MAX_DEPTH, parse

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def test_values_mean_what_they_look_like_when_plain() -> None:
    text = """
    word: no
    also: yes
    date: 2017-08-08
    time: 12:30
    version: 1.2.3
    octal: 010
    infinite: .inf
    number: -3
    decimal: 45.5
    small: .5
    quoted: '5'
    block: |
      5
    nothing: null
    empty:
    truth: true
    list: [a, 1]
    """
    assert parse(text).value == {
        "word": "no",
        "also": "yes",
        "date": "2017-08-08",
        "time": "12:30",
        "version": "1.2.3",
        "octal": "010",
        "infinite": ".inf",
        "number": -3,
        "decimal": 45.5,
        "small": 0.5,
        "quoted": "5",
        "block": "5\n",
        "nothing": None,
        "empty": None,
        "truth": True,
        "list": ["a", 1],
    }


@given(PLAIN)
def test_values_come_back_when_another_program_wrote_them(value: object) -> None:
    parsed = parse(yaml.safe_dump(value))
    if not parsed.faults:
        assert parsed.value == value
    else:
        assert all("levels" in fault.message for fault in parsed.faults)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the field 'a' is given twice"),
        ("- x: &name 1\n- y\n", 1, "an anchor (&)"),
        ("- &name 1\n- *name\n", 2, "an alias (*)"),
        ("a: 1\n<<: {b: 2}\n<<: {c: 3}\n", 3, "the field '<<' is given twice"),
        ("a: !!python/object/apply:os.getcwd []\n", 1, "a tag (!)"),
        ("a: !!int '5'\n", 1, "a tag (!)"),
        ("a: 1\n---\nb: 2\n", 2, "a second document"),
        ("? [a, b]\n: 1\n", 1, "a field's name must be plain text"),
        ("a: 1\nb: [1, 2\n", 3, "not YAML"),
        ("a:\n\t- 1\n", 2, "not YAML"),
        ("a: \x07\n", 1, "not YAML"),
        ("[" * (MAX_DEPTH + 1), 1, "too many levels"),
    ],
)
def test_a_fault_has_its_line_when_the_text_is_refused(text: str, line: int, message: str) -> None:
    faults = parse(text).faults
    assert faults
    assert any(fault.line == line and message in fault.message for fault in faults), faults
    assert all(fault.remedy for fault in faults)


def test_all_faults_are_told_when_there_are_several() -> None:
    faults = parse("a: &one 1\nb: 2\nb: 3\nc: !tag 4\n").faults
    assert [fault.line for fault in faults] == [1, 3, 4]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "\n".join(f"{' ' * depth}- a:" for depth in range(0, 4000, 2)),
        "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a, *a, *a, *a, *a, *a]\n" for n in range(2000)),
        "a: " + "9" * 100_000,
        "a: 1" + "0" * 17 + "." + "0" * 100_000,
        "- " + "x" * 3_000_000,
    ],
    ids=["lists", "rows", "blocks", "aliases", "digits", "decimals", "word"],
)
def test_reading_ends_soon_when_the_text_is_a_bomb(text: str) -> None:
    begin = time.process_time()
    parse(text)
    assert time.process_time() - begin < 5


@given(st.text())
def test_nothing_is_raised_when_the_text_is_any(text: str) -> None:
    assert parse(text, with_lines=True).value == parse(text).value


@given(st.text(alphabet="ab01 \n\t-:[]{},&*!|>'\"%@`?#~.<\\é\u2028\ufeff\x00", max_size=60))
def test_nothing_is_raised_when_the_text_is_full_of_marks(text: str) -> None:
    parsed = parse(text, with_lines=True)
    last = text.count("\n") + text.count("\u2028") + 1
    assert all(1 <= fault.line <= last + 1 for fault in parsed.faults)


def test_lines_lead_to_values_when_asked_for() -> None:
    lines = parse("- id: a\n  list:\n    - x\n    - y: 1\n- id: b\n", with_lines=True).lines
    assert lines[0,] == 1
    assert lines[0, "list"] == 2
    assert lines[0, "list", 1, "y"] == 4
    assert lines[1, "id"] == 5
