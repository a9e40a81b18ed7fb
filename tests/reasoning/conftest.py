"""The real atlas, where its sites lie, and the expectations typed from the sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from nervemap import resources
from nervemap.anatomy.chart import load_chart
from nervemap.anatomy.courses import load_graph
from nervemap.anatomy.places import find_places
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.reasoning.areas import Areas
from nervemap.reasoning.places import Places

_EXPECTATIONS = Path(__file__).parent.parent / "expectations"


def expectations(name: str) -> Any:
    """One file of tests/expectations."""
    return yaml.safe_load((_EXPECTATIONS / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def expected() -> Callable[[str], Any]:
    return expectations


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="session")
def areas(atlas: Atlas) -> Areas:
    return Areas(atlas)


@pytest.fixture(scope="session")
def places(atlas: Atlas) -> Places:
    return find_places(atlas, load_graph(), load_chart(resources.folder("data") / "body"))
