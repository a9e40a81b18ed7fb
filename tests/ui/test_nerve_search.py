"""Search over everything: what must be found (tests/expectations/knowledge.yaml), and what Enter opens."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nervemap.content.atlas import load_atlas
from nervemap.ui.nerve_search import SearchIndex, normal

_FILE = Path(__file__).parents[1] / "expectations" / "knowledge.yaml"
EXPECTED = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["search"]


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex(load_atlas())


@pytest.mark.parametrize("one", EXPECTED, ids=lambda one: f"{one['query']}-{one['kind']}")
def test_search_when_a_word_is_typed_finds_the_row(index: SearchIndex, one: dict[str, str]) -> None:
    assert one["id"] in [hit.id for hit in index.find(one["query"]).get(one["kind"], [])]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("query", "kind", "id_"),
    [
        ("peroneal", "nerves", "common-fibular"),
        ("heel", "regions", "heel"),
        ("Morton", "sites", "intermetatarsal"),
        ("L5", "roots", "L5"),
        ("slump", "tests", "slump"),
        ("shin splints", "regions", "lateral-shin"),
        ("sural nerve", "nerves", "sural"),
        ("sural", "nerves", "sural"),
        ("tibial", "nerves", "tibial"),
        ("femoral", "nerves", "femoral"),
        ("tarsal tunnel", "sites", "tarsal-tunnel"),
    ],
)
def test_best_hit_when_enter_is_pressed(index: SearchIndex, query: str, kind: str, id_: str) -> None:
    best = index.best(query)
    assert best is not None and (best.kind, best.id) == (kind, id_)


def test_search_when_letters_stand_inside_a_word_does_not_find_it(index: SearchIndex) -> None:
    assert index.find("eel") == {} and index.find("ural") == {}
    assert index.best("") is None and index.best("  -- ") is None


def test_text_when_written_differently_is_the_same() -> None:
    assert normal("  Fibulár-NERVE, (common)") == "fibular nerve common"
