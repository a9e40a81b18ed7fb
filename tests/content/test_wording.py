"""What no sentence may say, and that every site is told in its own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from nervemap import resources
from nervemap.content import wording
from nervemap.content.folder import ContentFolder
from nervemap.content.relations import inner_rows

EXPECTATIONS = Path(__file__).resolve().parents[1] / "expectations"
WORDS = yaml.safe_load((EXPECTATIONS / "words.yaml").read_text(encoding="utf-8"))
Spoil = Callable[[str, Callable[[Any], None]], Path]


def test_nothing_is_told_when_the_content_is_ours() -> None:
    faults = wording.faults(ContentFolder(resources.folder("data")))
    assert [str(fault) for fault in faults] == []


@pytest.mark.parametrize("word", [entry["word"] for entry in WORDS["forbidden"]] + WORDS["fear_words"])
def test_word_when_the_expectations_forbid_it_is_told(word: str) -> None:
    assert list(wording.unwanted(f"Some say {word} here."))
    assert list(wording.unwanted(word.upper()))


def test_fields_and_ids_when_read_hold_no_word_that_keys_must_not() -> None:
    content = ContentFolder(resources.folder("data"))
    keys = {name for _, _, row in content.rows for _, inner in inner_rows(row) for name in inner.__struct_fields__}
    ids = {key for _, key, _ in content.rows if key}
    assert not [name for name in keys | ids for word in WORDS["forbidden_in_keys"] if word in name.lower()]


@pytest.mark.parametrize(
    "text",
    [
        "You have a sciatic nerve.",
        "What you've got is sciatica.",
        "This is the diagnosis.",
        "It was diagnosed late.",
        "A damaged nerve.",
        "The nerve is TRAPPED here.",
        "It can cripple a runner.",
        "Half of your leg pain, 50 %, comes from here.",
        "In 20 per cent of cases you will feel it.",
        "It raises your own risk.",
    ],
)
def test_a_word_is_told_when_no_sentence_may_say_it(text: str) -> None:
    assert list(wording.unwanted(text))


@pytest.mark.parametrize(
    "text",
    [
        "An entrapment of the nerve.",
        "Seen in 10 to 20 % of runners with foot pain. Stop when you like.",
        "The nerve is held at the fibular neck.",
        "A test you can do while sitting.",
        "An undamaged disc.",
    ],
)
def test_nothing_is_told_when_the_words_are_calm(text: str) -> None:
    assert list(wording.unwanted(text)) == []


def test_file_line_and_field_are_told_when_a_sentence_says_it(spoil: Spoil) -> None:
    def change(rows: dict[str, Any]) -> None:
        rows["sural"]["plain"] = "You have a damaged nerve."

    folder = spoil("nerves", change)
    faults = wording.faults(ContentFolder(folder))
    lines = (folder / "nerves.yaml").read_text(encoding="utf-8").splitlines()
    assert [fault.field for fault in faults] == ["plain", "plain"]
    assert all(fault.line and "damaged" in lines[fault.line - 1] for fault in faults)


def test_fixed_sentence_when_looked_through_may_say_what_the_program_is_not() -> None:
    content = ContentFolder(resources.folder("data"))
    assert content.rules is not None
    assert list(wording.unwanted(content.rules.fixed_sentence))
    assert not [fault for fault in wording.faults(content) if fault.file.endswith("rules.yaml")]


def test_text_when_empty_is_told(spoil: Spoil) -> None:
    def change(rows: dict[str, Any]) -> None:
        rows["sural"]["plain"] = "  "

    (fault,) = wording.faults(ContentFolder(spoil("nerves", change)))
    assert (fault.field, fault.message) == ("plain", "the text is empty")


def test_the_second_site_is_told_when_two_share_a_sentence(spoil: Spoil) -> None:
    def change(rows: dict[str, Any]) -> None:
        rows["tarsal-tunnel"]["plain"] += ". The same, four words here."
        rows["fibular-neck"]["pattern"] += ". The same four words here."

    (fault,) = wording.faults(ContentFolder(spoil("sites", change)))
    assert fault.field == "pattern"
    assert "'tarsal-tunnel'" in fault.message
