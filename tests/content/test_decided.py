"""What the sources leave open and the atlas had to settle stays as it was decided (tests/expectations/decided.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.model import Site

_FILE = Path(__file__).parents[1] / "expectations" / "decided.yaml"
DECIDED: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


def settled(atlas: Atlas) -> dict[str, dict[str, Any]]:
    """What the rows say now, in the form of the file."""
    single = [nerve for nerve in atlas.nerves.values() if not nerve.members]
    rows: Any = (*single, *atlas.roots.values())
    pairs = {row.id: [[one.speaks_for, one.rather_than] for one in row.pairs] for row in atlas.neuro.values()}
    return {
        "confused": {row.id: [one.other for one in row.confused_with] for row in rows},
        "deep": {nerve.id: list(nerve.deep_regions) for nerve in single},
        "passes": {nerve.id: list(nerve.passes_regions) for nerve in single},
        "main_root": {nerve.id: nerve.main_root for nerve in single},
        "paths": {nerve.id: list(nerve.paths) for nerve in single},
        "muscles": {root.id: list(root.muscles) for root in atlas.roots.values()},
        "adds": {row.id: [one.nerve for one in row.atlas_adds] for row in atlas.regions.values()},
        "adds_roots": {row.id: list(row.atlas_roots) for row in atlas.regions.values()},
        "history": {row.id: list(row.sites) for row in atlas.history.values()},
        "pairs": pairs,
        "skin": {nerve.id: list(nerve.skin_regions) for nerve in single},
        "sites": {site.id: _site(site) for site in atlas.sites.values()},
        "loads": {"slr-fibular": list(atlas.tests["slr-fibular"].biases)},
        "steps": {
            row.id: [one.id for one in row.steps] for row in atlas.tests.values() if row.steps and row.id != "slump"
        },
        "strips": {root.id: list(root.skin_regions) for root in atlas.roots.values()},
        "urgent": {row.id: [one.urgent or "-" for one in row.mistaken_for] for row in atlas.regions.values()},
    }


def _site(site: Site) -> list[list[str]]:
    """Nerves, roots, anchors on the courses, and the articles that name it."""
    anchors = [f"{one.path}: {one.landmark}" for one in site.anchors]
    return [list(site.nerves), list(site.roots), anchors, list(site.named_by)]


@pytest.mark.parametrize("what", DECIDED)
def test_rows_when_the_atlas_had_to_settle_them_are_as_decided(atlas: Atlas, what: str) -> None:
    assert settled(atlas)[what] == DECIDED[what]
