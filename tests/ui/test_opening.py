"""The first frame is a picture of the map that was kept: it answers, and what is done meanwhile is done in the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nervemap.case.workspace import Workspace
from nervemap.content.atlas import load_atlas
from nervemap.ui.main_window import MainWindow
from nervemap.ui.opening import Album, OpeningMap
from nervemap.ui.theme import Theme
from tests.windows import SIZE, leave, shown

LEFT = Qt.MouseButton.LeftButton
READY_MS = 60_000
AREAS = [("right", "lateral-ankle"), ("left", "medial-thigh-knee"), ("left", "lateral-shin")]
Open = Callable[..., MainWindow]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The program's folder in a cache folder of this module's own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder / "nervemap"


@pytest.fixture
def open_window(cache: Path, theme: Theme) -> Iterator[Open]:
    """Opens the window and waits for its first frame only."""
    with ExitStack() as windows:

        def make(*look: object) -> MainWindow:
            window = MainWindow(load_atlas(), None, theme, Workspace(), album=Album(*(look or ("light", 100))))
            window._opening._next.setInterval(3_600_000)  # no step further until the test wants it
            return windows.enter_context(shown(window))

        yield make


def stands(window: MainWindow) -> OpeningMap:
    """The kept picture in the map's place."""
    assert not window.is_whole
    return window.findChild(OpeningMap)


@pytest.fixture(scope="module")
def earlier(cache: Path, one_theme: Theme) -> tuple[QImage, bytes]:
    """The map as it stood at rest in an earlier window, and the picture that was kept then."""
    window = MainWindow(load_atlas(), None, one_theme, Workspace(), album=Album("light", 100))
    window.resize(*SIZE)
    window.show()
    patience = time.monotonic() + READY_MS / 1000
    while not (cache / "opening").exists() and time.monotonic() < patience:
        QApplication.processEvents()
        time.sleep(0.005)  # unlike a wait of Qt's it lets the worker thread go on
    window.map_panel.map.clearFocus()
    drawn = window.map_panel.map.grab().toImage()
    leave(window)
    return drawn, (cache / "opening").read_bytes()


@pytest.fixture
def kept(earlier: tuple[QImage, bytes], cache: Path) -> QImage:
    """The map in its earlier window, which has kept its picture."""
    (cache / "opening").write_bytes(earlier[1])
    return earlier[0]


def made_whole(window: MainWindow, qtbot: QtBot) -> None:
    """Step by step, as the program itself does it."""
    window._opening._next.setInterval(0)
    qtbot.waitUntil(lambda: window.is_whole, timeout=READY_MS)


def test_first_frame_when_a_picture_is_kept_is_the_map_as_it_rests(
    kept: QImage, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    opening = stands(window)
    opening.clearFocus()
    assert opening.grab().toImage() == kept
    made_whole(window, qtbot)
    map_ = window.map_panel.map
    assert map_.isVisible() and not any(one.isVisible() for one in window.findChildren(OpeningMap))
    assert map_.geometry().size() == kept.size()
    qtbot.waitUntil(lambda: map_.rests, timeout=READY_MS)
    map_.clearFocus()
    assert map_.grab().toImage() == kept


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("area", AREAS)
def test_area_when_clicked_in_the_first_frame_is_coloured_at_once_and_marked(
    area: tuple[str, str], open_window: Open, qtbot: QtBot
) -> None:
    where = open_window()
    made_whole(where, qtbot)
    where.spare_time.stop()  # a page made later may take some room from the map
    qtbot.waitUntil(lambda: where.map_panel.map.rests, timeout=READY_MS)
    at = where.map_panel.map.area_point(*area)
    assert at is not None
    where.close()
    window = open_window()
    opening = stands(window)
    before = opening.grab().toImage()
    qtbot.mouseClick(opening, LEFT, pos=at.toPoint())
    after = opening.grab().toImage()
    assert not window.is_whole, "the answer needs nothing that is not there yet"
    changed = [
        (x, y)
        for x in range(0, after.width(), 5)
        for y in range(0, after.height(), 5)
        if after.pixel(x, y) != before.pixel(x, y)
    ]
    made_whole(window, qtbot)
    window.spare_time.stop()
    qtbot.waitUntil(lambda: bool(window.workspace.case.marks), timeout=READY_MS)
    (mark,) = window.workspace.case.marks
    assert (mark.side, mark.region) == area and mark.t is not None
    places = {window.map_panel.map.place_at(QPointF(x + 0.5, y + 0.5)) for x, y in changed}
    assert {(one.side, one.region) for one in places if one} == {area}
    qtbot.waitUntil(lambda: window.places.value == "nerves", timeout=READY_MS)


@pytest.mark.usefixtures("kept")
def test_map_when_dragged_in_the_first_frame_turns_and_marks_nothing(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    opening = stands(window)
    start = QPoint(opening.width() // 3, opening.height() // 2)
    before = opening.grab().toImage()
    qtbot.mousePress(opening, LEFT, pos=start)
    qtbot.mouseMove(opening, start + QPoint(60, 0))
    qtbot.mouseMove(opening, start + QPoint(5, 400))
    qtbot.mouseRelease(opening, LEFT, pos=start + QPoint(60, 0))
    qtbot.mouseMove(opening, QPoint(2, 2))
    assert opening.grab().toImage() == before
    made_whole(window, qtbot)
    assert window.map_panel.map.view.turn
    assert window.workspace.case.marks == ()


@pytest.mark.usefixtures("kept")
def test_place_when_chosen_before_the_window_is_whole_is_shown(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    assert not window.is_whole
    qtbot.mouseClick(window.places.buttons["signs"], LEFT)
    assert window.is_whole and window.places.value == "signs"


@pytest.mark.usefixtures("kept")
def test_key_when_pressed_before_the_window_is_whole_does_what_it_does_later(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.activateWindow()
    assert not window.is_whole
    qtbot.keyClick(stands(window), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.is_whole and window.places.value == "nerves"


@pytest.mark.usefixtures("kept")
def test_focus_when_the_map_takes_its_place_goes_to_it(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.activateWindow()
    assert stands(window).hasFocus()
    after = stands(window).nextInFocusChain()
    made_whole(window, qtbot)
    assert window.map_panel.map.hasFocus()
    assert window.map_panel.map.nextInFocusChain() in (after, window.map_panel.map.children())


@pytest.mark.usefixtures("kept")
def test_window_when_it_closes_before_it_is_whole_closes(open_window: Open) -> None:
    window = open_window()
    assert not window.is_whole
    assert window.close()


@pytest.mark.usefixtures("kept")
def test_window_when_of_another_size_shows_the_body_all_the_same(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1111, 777)
    made_whole(window, qtbot)
    map_ = window.map_panel.map
    assert map_.place_at(map_.area_point("right", "groin")).region == "groin"
    qtbot.waitUntil(lambda: map_.rests, timeout=READY_MS)
    image = map_.grab().toImage()
    assert len({image.pixel(x, image.height() // 3) for x in range(image.width())}) > 20


def changed_file(file: Path, patch: pytest.MonkeyPatch) -> None:
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def cut_short(file: Path, patch: pytest.MonkeyPatch) -> None:
    file.write_bytes(file.read_bytes()[:-1000])


def empty(file: Path, patch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b"")


def gone(file: Path, patch: pytest.MonkeyPatch) -> None:
    file.unlink()


def another_version(file: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("nervemap.__version__", "another")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("spoil", [changed_file, cut_short, empty, gone, another_version])
def test_window_when_the_kept_picture_is_not_of_now_is_whole_at_once(
    spoil: Callable[[Path, pytest.MonkeyPatch], None], cache: Path, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(cache / "opening", monkeypatch)
    assert open_window().is_whole


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("look", [("dark", 100), ("light", 125)])
def test_window_when_it_looks_otherwise_than_the_kept_picture_is_whole_at_once(
    look: tuple[object, ...], open_window: Open
) -> None:
    assert open_window(*look).is_whole


def test_window_when_nothing_can_be_kept_opens_all_the_same(
    tmp_path: Path, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nervemap").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    album = Album("light", 100)
    assert album.picture() is None
    with shown(MainWindow(load_atlas(), None, theme, Workspace(), album=album)) as window:
        assert window.is_whole
        qtbot.waitUntil(lambda: window.map_panel.map.resting() is not None, timeout=READY_MS)
        drawn = window.map_panel.map.resting()
    assert drawn is not None
    album.keep(*drawn)
    assert album.picture() is None


@pytest.mark.usefixtures("kept")
def test_picture_when_the_map_was_used_meanwhile_is_not_kept(open_window: Open, cache: Path, qtbot: QtBot) -> None:
    (cache / "opening").unlink()
    window = open_window()
    map_ = window.map_panel.map
    at = map_.area_point("right", "groin")
    qtbot.mouseClick(map_, LEFT, pos=at.toPoint())
    window.spare_time.stop()
    qtbot.waitUntil(lambda: map_.rests, timeout=READY_MS)
    for _ in window.spare_time.acts:
        pass
    assert map_.resting() is None
    assert not (cache / "opening").exists()


def test_focus_when_no_picture_is_kept_is_on_the_map_before_the_window_is_shown(theme: Theme) -> None:
    """The map stands there at once, in a window that is not active yet: arrows went between the view buttons."""
    window = MainWindow(load_atlas(), None, theme, Workspace())
    assert window.is_whole
    assert window.focusWidget() is window.map_panel.map
    leave(window)
