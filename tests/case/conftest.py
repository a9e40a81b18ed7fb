from __future__ import annotations

import pytest

from nervemap.content.atlas import Atlas, load_atlas


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()
