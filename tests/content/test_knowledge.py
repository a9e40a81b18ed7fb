"""What the atlas knows beyond table and sites, held to what was typed from the text beforehand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from nervemap.content.atlas import Atlas, load_atlas, read_atlas
from tests.content.conftest import Spoil

_FILE = Path(__file__).parents[1] / "expectations" / "knowledge.yaml"
EXPECTED: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


def said_beside(atlas: Atlas, row: str) -> str:
    """All that contradicts or corrects beside a row: its claims with their disputes, its notes, its disputes."""
    table = next(t for t in (atlas.regions, atlas.nerves, atlas.roots, atlas.sites) if row in t)
    own: Any = table[row]
    said = [note.text for note in getattr(own, "notes", ())]
    said += [dispute.says for dispute in getattr(own, "disputed_by", ())]
    for claim in atlas.claims_about.get(row, ()):
        said += [claim.text, *(dispute.says for dispute in claim.disputed_by)]
    return " ".join(said)


@pytest.mark.parametrize("objection", EXPECTED["objections"], ids=lambda one: str(one["number"]))
def test_objection_when_a_row_concerns_it_stands_beside_the_row(atlas: Atlas, objection: dict[str, Any]) -> None:
    for row in objection["rows"]:
        assert objection["says"] in said_beside(atlas, row), row


def test_distances_when_listed_are_the_published_ones_and_no_others(atlas: Atlas) -> None:
    assert list(atlas.landmarks) == list(EXPECTED["distances"])
    for id_, wanted in EXPECTED["distances"].items():
        row = atlas.landmarks[id_]
        assert wanted.get("value", "") in row.value, id_
        assert row.verified is wanted.get("verified", True), id_
        assert not wanted.get("nerve") or row in atlas.landmarks_of[wanted["nerve"]]
        assert not wanted.get("site") or row in atlas.landmarks_of[wanted["site"]]
        if not row.verified:
            assert not any(letter.isdigit() for letter in row.value), "a figure that was not seen must not be shown"


@pytest.mark.parametrize("fact", EXPECTED["facts"], ids=lambda one: f"{one['row']}: {one['words'][0]}")
def test_fact_when_a_row_concerns_it_stands_beside_it_with_who_says_so(atlas: Atlas, fact: dict[str, Any]) -> None:
    table: Any = next(t for t in (atlas.regions, atlas.nerves, atlas.roots, atlas.sites) if fact["row"] in t)
    said = [*getattr(table[fact["row"]], "notes", ()), *atlas.claims_about.get(fact["row"], ())]
    said = [*said, *(dispute for one in said for dispute in one.disputed_by)]
    told = [
        one for one in said if all(word in getattr(one, "text", getattr(one, "says", "")) for word in fact["words"])
    ]
    assert told, fact
    named = [source for one in told for source in getattr(one, "sources", None) or (one.source,)]
    assert any(fact["who"] in source for source in named), named


@pytest.mark.parametrize("fact", EXPECTED["claims"], ids=lambda one: f"{one['claim']}: {one['who']}")
def test_fact_when_it_stands_beside_no_row_names_who_says_so(atlas: Atlas, fact: dict[str, Any]) -> None:
    claim = atlas.claims[fact["claim"]]
    assert all(word in claim.text for word in fact["words"])
    assert fact["who"] in claim.sources


def test_reflexes_when_a_nerve_carries_one(atlas: Atlas) -> None:
    assert {nerve.id for nerve in atlas.nerves.values() if nerve.reflex} == set(EXPECTED["nerve_reflex"])
    for nerve, reflex in EXPECTED["nerve_reflex"].items():
        assert (atlas.nerves[nerve].reflex or "").startswith(reflex)


def test_roots_when_their_skin_is_told_in_words(atlas: Atlas) -> None:
    assert list(EXPECTED["root_skin"]) == list(atlas.roots)
    for root, words in EXPECTED["root_skin"].items():
        assert words in atlas.roots[root].skin, root  # type: ignore[index]


@pytest.mark.parametrize("pair", EXPECTED["confusions"], ids=lambda one: f"{one['of']}-{one['other']}")
def test_confusion_when_a_clinician_would_ask(atlas: Atlas, pair: dict[str, str]) -> None:
    row: Any = atlas.nerves.get(pair["of"]) or atlas.roots[pair["of"]]  # type: ignore[index]
    tells = [one.tells for one in row.confused_with if one.other == pair["other"]]
    assert len(tells) == 1 and pair["tells"] in tells[0]


def test_entrapment_when_it_is_no_site_of_the_map_is_told_in_a_note(atlas: Atlas) -> None:
    for nerve, words in EXPECTED["entrapment_notes"].items():
        notes = " ".join(note.text for note in atlas.nerves[nerve].notes)
        assert all(word in notes for word in words), nerve


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("claims", lambda rows: rows["three-parts"].update(about=["craniumm"]), "'craniumm'"),
        ("landmarks", lambda rows: rows["M01"].update(nerves=[], sites=[]), "belongs to no nerve"),
        ("landmarks", lambda rows: rows["M01"].update(nerves=["fibula"]), "'fibula'"),
        ("landmarks", lambda rows: rows["M01"].update(sources=[]), "nobody is named"),
    ],
)
def test_rows_when_they_lead_nowhere_are_faults(spoil: Spoil, file: str, change: Any, message: str) -> None:
    _, faults = read_atlas(spoil(file, change))
    assert [fault for fault in faults if message in str(fault) and f"{file}.yaml" in str(fault)]
