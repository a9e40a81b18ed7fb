"""Faults between rows: the real content has none, and each kind is told when the content is spoilt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nervemap import resources
from nervemap.content import relations
from nervemap.content.atlas import load_atlas, read_atlas
from nervemap.content.faults import ContentError
from nervemap.content.folder import ContentFolder

Rows = dict[str, Any]
Spoil = Callable[[str, Callable[[Any], None]], Path]


def test_nothing_is_told_when_the_content_is_ours() -> None:
    atlas, faults = read_atlas(resources.folder("data"))
    assert [str(fault) for fault in faults] == []
    assert atlas is not None


def set_field(row: str, field: str, value: object) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[row][field] = value

    return change


def set_in(*steps: str | int, value: object) -> Callable[[Any], None]:
    def change(rows: Any) -> None:
        for step in steps[:-1]:
            rows = rows[step]
        rows[steps[-1]] = value

    return change


def remove(*rows_or_fields: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        for step in rows_or_fields[:-1]:
            rows = rows[step]
        del rows[rows_or_fields[-1]]

    return change


DANGLING = [
    ("regions", set_in("heel", "atlas_adds", 0, "nerve", value="surral"), "atlas_adds[0].nerve"),
    ("regions", set_field("lateral-ankle", "nerves", ["surral"]), "nerves[0]"),
    ("regions", set_in("heel", "sources", 0, value="article-9"), "sources[0]"),
    ("regions", set_in("heel", "mistaken_for", 0, "sources", 0, value="article-9"), "mistaken_for[0].sources[0]"),
    ("nerves", set_field("sural", "parent", "tibiall"), "parent"),
    ("nerves", set_field("sural", "skin_regions", ["ankle"]), "skin_regions[0]"),
    ("nerves", set_field("sural", "deep_regions", ["ankle"]), "deep_regions[0]"),
    ("nerves", set_field("sural", "passes_regions", ["ankle"]), "passes_regions[0]"),
    ("nerves", set_field("sural", "biased_by", ["slumpp"]), "biased_by[0]"),
    ("nerves", set_in("sural", "confused_with", 0, "other", value="L9"), "confused_with[0].other"),
    ("nerves", set_field("cluneal", "members", ["upper-cluneal"]), "members[0]"),
    ("nerves", set_field("sural", "published_as", "surral"), "published_as"),
    ("nerves", set_field("sural", "disputed_by", [{"source": "nobody", "says": "No."}]), "disputed_by[0].source"),
    ("roots", set_field("S1", "skin_regions", ["ankle"]), "skin_regions[0]"),
    ("sites", set_field("piriformis", "nerves", ["sciatica"]), "nerves[0]"),
    ("sites", set_field("piriformis", "named_by", ["article-9"]), "named_by[0]"),
    ("tests", set_field("slump", "biases", ["sciatica"]), "biases[0]"),
    ("example", set_in("marks", 0, "region", value="ankle"), "marks[0].region"),
    ("example", set_field("signs", "seventh", "yes"), "signs.seventh"),
]


@pytest.mark.parametrize(("file", "change", "field"), DANGLING, ids=[f"{row[0]} {row[2]}" for row in DANGLING])
def test_file_line_and_field_are_told_when_a_reference_leads_nowhere(
    spoil: Spoil, file: str, change: Callable[[Any], None], field: str
) -> None:
    folder = spoil(file, change)
    with pytest.raises(ContentError) as caught:
        load_atlas(folder)
    (fault,) = [fault for fault in caught.value.faults if (fault.field or "").endswith(field)]
    text = (folder / f"{file}.yaml").read_text(encoding="utf-8").splitlines()
    named = fault.message.split("'")[1]
    assert fault.file.endswith(f"{file}.yaml")
    assert fault.line is not None and named in text[fault.line - 1]
    assert fault.message.startswith("there is no")


def test_close_names_are_told_when_a_reference_leads_nowhere(spoil: Spoil) -> None:
    folder = spoil("nerves", set_field("sural", "parent", "tibiall"))
    _, faults = read_atlas(folder)
    assert any("did you mean tibial" in fault.remedy for fault in faults)


OTHERS = [
    ("regions", set_field("heel", "sources", []), "sources", "nobody is named"),
    ("regions", set_field("heel", "row", 10), "row", "row 10 stands at place"),
    ("regions", set_field("lateral-ankle", "row", 5), "row", "row 5 stands at place 6"),
    ("regions", remove("lateral-ankle"), None, "8 areas have a row"),
    ("regions", remove("lateral-ankle", "published"), "published", "is missing"),
    ("regions", set_field("heel", "published", "Heel"), "published", "only a row of article 001"),
    ("regions", set_field("heel", "nerves", ["sural"]), "nerves", "only a row of article 001"),
    ("regions", set_field("heel", "atlas_adds", []), None, "no nerve reaches this area"),
    ("regions", set_field("heel", "id", "Heel (back)"), "id", "is not an identifier"),
    ("nerves", set_field("sciatic", "parent", "sural"), "parent", "round in a circle"),
    ("nerves", set_field("sural", "parent", "sural"), "parent", "round in a circle"),
    ("nerves", set_field("sural", "parent", "cluneal"), "parent", "cluneal is a group"),
    ("nerves", remove("sural", "roots"), "roots", "is missing"),
    ("nerves", remove("sural", "paths"), "paths", "is missing"),
    ("nerves", remove("sural", "exit"), "exit", "is missing"),
    ("nerves", remove("sural", "main_root"), "main_root", "is missing"),
    ("nerves", set_field("sural", "main_root", "L2"), "main_root", "L2 is not one of its roots"),
    ("nerves", set_field("sural", "ends_in", "the toe"), "ends_in", "is not one of its paths"),
    ("nerves", set_field("sural", "published_as", "cluneal"), "published_as", "does not name sural as a member"),
    ("nerves", set_field("cluneal", "members", ["sural"]), "members[0]", "does not belong to this group"),
    ("nerves", remove("sural", "confused_with"), "confused_with[0].other", "sural does not tell lateral-plantar apart"),
    ("sources", set_field("grays-anatomy", "id", "grey"), "id", "nothing rests on this work"),
    ("sites", set_field("piriformis", "nerves", []), "nerves", "no nerve is named"),
    ("sites", set_field("piriformis", "anchors", []), "anchors", "lies nowhere on a nerve"),
    ("sites", set_field("piriformis", "named_by", ["nervemap-estimate"]), "named_by[0]", "is not an article"),
    ("signs", set_field("at-rest", "number", 6), "number", "number 6 stands at place 5"),
    ("signs", remove("at-rest"), None, "5 numbered rows"),
    ("observations", remove("both-alike"), None, "there is no row 'both-alike'"),
    ("claims", remove("single-red-flags"), None, "there is no row 'single-red-flags'"),
    ("red_flags", set_in("groups", 0, "number", value=2), "number", "number 2 stands at place 1"),
    ("red_flags", set_in("questions", value=[]), "questions", "should be a list of rows"),
    ("rules", set_in("sign_bands", 1, "at_least", value=5), "sign_bands", "the bands begin at"),
    ("rules", set_in("sign_bands", 1, "reading", value="few"), "sign_bands", "not in order"),
    ("rules", set_in("flow", "multiplicative", value={"mild": 0.25}), "flow.multiplicative", "no value for none"),
    ("rules", set_in("flow", "words", 0, "below_percent", value=60), "flow.words", "do not rise"),
    ("example", set_in("marks", 0, "intensity", value=11), "marks[0].intensity", "11 is out of range"),
    ("example", set_in("marks", 0, "qualities", value=["itchy"]), "marks[0].qualities[0]", "'itchy' is not known"),
    ("example", set_in("signs", value={"variable": "perhaps"}), "signs", "'perhaps' is not known here"),
    ("regions", set_in("heel", "mistaken_for", 0, "urgent", value="soon"), "mistaken_for[0].urgent", "'soon' is not"),
    ("rules", set_in("flow", "multiplicative", value={"mid": 0.2}), "flow.multiplicative", "'mid' is not known here"),
    ("rules", set_in("slump", "knee_words", "straight", value=["a", 2]), "slump.knee_words[0]", "should be a number"),
    ("combination", lambda rows: rows["cells"].pop(), "cells", "5 of the 6 cells"),
    ("combination", lambda rows: rows["lines"].pop(), "lines", "lines for not positive, positive"),
    ("guide", lambda rows: rows["places"].pop(), "places", "no help for case"),
    ("nerves", set_in("cluneal", "members", 0, value="cluneal"), "members[0]", "a group in a group"),
    (
        "neuro",
        set_in("ankle-reflex", "pairs", value=[{"speaks_for": "S1", "rather_than": "L2"}]),
        "pairs[0]",
        "nothing",
    ),
    ("tests", set_in("slump", "steps", 1, "id", value="baseline"), "steps[1].id", "'baseline' is used twice"),
]


@pytest.mark.parametrize(
    ("file", "change", "field", "message"), OTHERS, ids=[f"{row[0]} {row[2]} {row[3]}" for row in OTHERS]
)
def test_file_and_field_are_told_when_rows_disagree(
    spoil: Spoil, file: str, change: Callable[[Any], None], field: str | None, message: str
) -> None:
    _, faults = read_atlas(spoil(file, change))
    found = [fault for fault in faults if fault.file.endswith(f"{file}.yaml") and message in fault.message]
    assert found, [str(fault) for fault in faults]
    assert found[0].field == field
    assert found[0].remedy


def test_the_nerve_is_told_when_it_reaches_no_area_and_no_muscle(spoil: Spoil) -> None:
    def change(rows: Rows) -> None:
        for field in ("skin_regions", "deep_regions", "motor"):
            rows["sural"].pop(field, None)

    _, faults = read_atlas(spoil("nerves", change))
    assert any("no skin area, deep area or muscle" in fault.message for fault in faults)


def test_root_when_it_is_no_spinal_level_is_told(spoil: Spoil) -> None:
    _, faults = read_atlas(spoil("nerves", set_field("sural", "roots", ["S1", "S9"])))
    (fault,) = [fault for fault in faults if fault.field == "roots[1]"]
    assert "'S9' is not known here" in fault.message
    assert "S5" in fault.remedy


def test_root_when_it_has_no_row_is_told(spoil: Spoil) -> None:
    _, faults = read_atlas(spoil("roots", remove("S1")))
    assert any(fault.file.endswith("nerves.yaml") and "there is no 'S1'" in fault.message for fault in faults)


def test_all_faults_are_told_at_once_when_several_files_are_spoilt(spoil: Spoil) -> None:
    spoil("nerves", set_field("sural", "parent", "tibiall"))
    spoil("signs", set_field("at-rest", "number", "five"))
    folder = spoil("claims", lambda rows: next(iter(rows.values())).update(colour="red"))
    (folder / "example.yaml").unlink()
    with pytest.raises(ContentError) as caught:
        load_atlas(folder)
    told = [(Path(fault.file).name, fault.field) for fault in caught.value.faults]
    assert ("nerves.yaml", "parent") in told
    assert ("signs.yaml", "number") in told
    assert ("claims.yaml", "colour") in told
    assert ("example.yaml", None) in told


def test_nothing_dangles_when_the_row_that_is_named_has_another_fault(spoil: Spoil) -> None:
    folder = spoil("nerves", set_field("sural", "colour", "red"))
    _, faults = read_atlas(folder)
    assert [fault.field for fault in faults] == ["colour"]


def test_nothing_dangles_when_the_file_that_is_named_is_missing(content: Path) -> None:
    (content / "sources.yaml").unlink()
    _, faults = read_atlas(content)
    assert [fault.message for fault in faults] == ["the file is missing"]


def test_inner_rows_when_walked_through_are_all_found() -> None:
    heel = ContentFolder(resources.folder("data")).regions["heel"]
    places = [where for where, _ in relations.inner_rows(heel)]
    assert () in places
    assert ("mistaken_for", 0) in places
    assert ("atlas_adds", 0) in places
