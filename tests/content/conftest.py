"""A copy of the real content that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from nervemap import resources
from nervemap.content.yaml_text import parse

Spoil = Callable[[str, Callable[[Any], None]], Path]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the built-in content folder."""
    return Path(shutil.copytree(resources.folder("data"), tmp_path / "data"))


@pytest.fixture
def spoil(content: Path) -> Spoil:
    """`spoil("nerves", change)` lets `change` work on the rows of a file by id, and writes it; returns the folder."""

    def _spoil(name: str, change: Callable[[Any], None]) -> Path:
        path = content / f"{name}.yaml"
        value: Any = parse(path.read_text(encoding="utf-8")).value
        rows = {row["id"]: row for row in value} if isinstance(value, list) else value
        change(rows)
        changed = list(rows.values()) if isinstance(value, list) else rows
        path.write_text(yaml.safe_dump(changed, sort_keys=False, width=1000), encoding="utf-8")
        return content

    return _spoil
