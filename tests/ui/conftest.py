"""What tests of widgets share: the atlas, the look of the program, and a window with an empty case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nervemap.anatomy.body import load_body
from nervemap.case.workspace import Workspace
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.handout.painting.fonts import load_fonts
from nervemap.palette import LIGHT
from nervemap.ui.main_window import MainWindow
from nervemap.ui.pipe_view import PipeView
from nervemap.ui.theme import Theme
from tests.windows import shown


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="module")
def one_theme(qapp: QApplication) -> Iterator[Theme]:
    """The letters and colours of the program, and then those that were before."""
    before = qapp.font(), qapp.palette()
    load_fonts()
    theme = Theme(qapp, "light")
    yield theme
    theme.deleteLater()
    qapp.setFont(before[0])
    qapp.setPalette(before[1])


@pytest.fixture
def theme(one_theme: Theme) -> Theme:
    one_theme.set_override("light")
    return one_theme


@pytest.fixture
def window(atlas: Atlas, theme: Theme) -> Iterator[MainWindow]:
    with shown(MainWindow(atlas, load_body(atlas), theme, Workspace())) as window:
        yield window


@pytest.fixture(scope="module")
def opened(atlas: Atlas, one_theme: Theme) -> Iterator[MainWindow]:
    """One window for all tests of a module."""
    with shown(MainWindow(atlas, load_body(atlas), one_theme, Workspace())) as window:
        yield window


@pytest.fixture
def pipe_view(atlas: Atlas, theme: Theme, qtbot: QtBot) -> PipeView:
    """The page of the pipe in the place it has in a small window, with its plot."""
    view = PipeView(atlas, LIGHT)
    qtbot.addWidget(view)
    theme.dress(view)
    view.resize(620, 700)
    with qtbot.waitExposed(view):
        view.show()
    view.canvas.plot.make()
    return view
