"""Settings are kept, and what can't be read is set back with a word; the window folds where there is no room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nervemap.anatomy.body import load_body
from nervemap.case.workspace import Workspace
from nervemap.content.atlas import Atlas
from nervemap.ui.desk import FOLDED_BELOW
from nervemap.ui.main_window import MainWindow
from nervemap.ui.settings import Settings
from nervemap.ui.theme import Theme


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path) -> Iterator[Path]:
    """A file of settings of its own, where Qt looks for it."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    yield tmp_path / "nervemap" / "nervemap.conf"
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, "")


@pytest.fixture
def theme(one_theme: Theme) -> Iterator[Theme]:
    one_theme.set_override(None)
    yield one_theme
    one_theme.set_text_size(100)


@pytest.fixture
def open_window(atlas: Atlas, theme: Theme, qtbot: QtBot) -> Callable[[], MainWindow]:
    def make() -> MainWindow:
        settings = Settings()
        theme.set_override(settings.scheme)
        theme.set_text_size(settings.text_size)
        window = MainWindow(atlas, load_body(atlas), theme, Workspace(), settings)
        qtbot.addWidget(window)
        window.show()
        return window

    return make


def choose(window: MainWindow, *path: str) -> None:
    menu = next(one.menu() for one in window.menuBar().actions() if one.text().replace("&", "") == path[0])
    next(one for one in menu.actions() if one.text().replace("&", "") == path[1]).trigger()


def test_settings_when_written_are_there_for_the_next_window() -> None:
    one = Settings()
    assert (one.scheme, one.text_size, one.reduced_motion, one.emergency_number) == (None, 100, False, "")
    one.scheme, one.text_size, one.reduced_motion, one.emergency_number = "contrast", 150, True, " 112 "
    other = Settings()
    assert (other.scheme, other.text_size, other.reduced_motion) == ("contrast", 150, True)
    assert other.emergency_number == "112" and not other.set_back


@pytest.mark.parametrize(
    "line",
    [
        "scheme=pink",
        "scheme=light, dark",
        "text_size=lots",
        "text_size=17",
        "text_size=100, 125",
        "reduced_motion=perhaps",
        "geometry=round",
    ],
)
def test_setting_when_it_cannot_be_read_is_set_back_and_named(own_file: Path, line: str) -> None:
    own_file.parent.mkdir(parents=True)
    own_file.write_text(f"[General]\nemergency_number=112\n{line}\n", encoding="utf-8")
    settings = Settings()
    assert (settings.scheme, settings.text_size, settings.reduced_motion) == (None, 100, False)
    assert settings.geometry.isEmpty() and settings.emergency_number == "112"
    assert len(settings.set_back) == 1
    again = Settings()
    assert (again.scheme, again.text_size, again.reduced_motion, again.geometry.isEmpty()) == (None, 100, False, True)
    assert not again.set_back


def test_window_when_settings_were_set_back_says_so_once(
    own_file: Path, open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    own_file.parent.mkdir(parents=True)
    own_file.write_text("[General]\nscheme=pink\ngeometry=@ByteArray(nonsense)\n", encoding="utf-8")
    window = open_window()
    assert window.width() >= FOLDED_BELOW or window.width() == window.screen().availableSize().width()
    assert "colours" in window.desk.notice.text() and "size of the window" in window.desk.notice.text()
    assert window.desk.notice.isVisible()
    qtbot.mouseClick(window.desk.notice_done, Qt.MouseButton.LeftButton)
    assert not window.desk.notice.isVisible()


def test_window_when_closed_and_opened_stands_as_before(open_window: Callable[[], MainWindow], qtbot: QtBot) -> None:
    window = open_window()
    choose(window, "View", "High contrast")
    choose(window, "View", "Text 125 %")
    choose(window, "View", "Reduce motion")
    window.resize(777, 666)
    qtbot.waitUntil(lambda: window.width() == 777)
    window.close()
    QCoreApplication.processEvents()
    again = open_window()
    settings = Settings()
    assert (settings.scheme, settings.text_size, settings.reduced_motion) == ("contrast", 125, True)
    assert (again.width(), again.height()) == (777, 666)
    assert QApplication.font().pointSizeF() == pytest.approx(13 * 1.25)
    choose(again, "View", "Back to the usual settings")
    settings = Settings()
    assert (settings.scheme, settings.text_size, settings.reduced_motion) == (None, 100, False)
    assert settings.geometry == QByteArray() and again.width() != 777


def test_window_when_narrow_folds_the_panel_over_the_map(open_window: Callable[[], MainWindow], qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.map_panel.isVisible() and not window.places.buttons["map"].isVisible())
    window.resize(640, 640)
    qtbot.waitUntil(lambda: window.places.buttons["map"].isVisible())
    assert window.width() == 640 and window.map_panel.isVisible()
    qtbot.mouseClick(window.places.buttons["signs"], Qt.MouseButton.LeftButton)
    assert not window.map_panel.isVisible() and window.places.value == "signs"
    qtbot.mouseClick(window.places.buttons["map"], Qt.MouseButton.LeftButton)
    assert window.map_panel.isVisible() and window.places.value == "map"
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: not window.places.buttons["map"].isVisible())
    assert window.map_panel.isVisible() and window.places.value == "signs"


def test_window_when_text_is_large_folds_sooner(open_window: Callable[[], MainWindow], qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: not window.places.buttons["map"].isVisible())
    choose(window, "View", "Text 200 %")
    qtbot.waitUntil(window.places.buttons["map"].isVisible)
    choose(window, "View", "Text 100 %")
    qtbot.waitUntil(lambda: not window.places.buttons["map"].isVisible())
