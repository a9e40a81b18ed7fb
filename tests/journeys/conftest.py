from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from nervemap.content.atlas import Atlas, load_atlas
from nervemap.ui.main_window import open_window
from tests.journeys.person import Person
from tests.windows import shown


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says so when a menu opens; harmless."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="module")
def person(qapp: QApplication, atlas: Atlas) -> Iterator[Person]:
    """A person before a window that was just opened for the first time; one for all journeys of a module."""
    QSettings("nervemap", "nervemap").clear()  # what another module chose is not remembered
    with shown(open_window(qapp, atlas)) as window:
        window.map_panel.map.set_reduced_motion(False)
        yield Person(window)
