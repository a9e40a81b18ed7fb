"""Saves what is on the map now, or the pipe of the nerve that is spoken of, as a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from nervemap.anatomy.body import Body
from nervemap.anatomy.pipes import nerve_line
from nervemap.case.workspace import Workspace
from nervemap.content.atlas import Atlas
from nervemap.handout.patient import Followed
from nervemap.ui.beside import Beside
from nervemap.ui.map_view import MapView
from nervemap.ui.saving import ask_where, tell, written
from nervemap.ui.theme import Theme

KINDS = ("png", "svg")
LEAST_SIDE = 800  # px: a picture is at least so large, whatever the window's size
PIPE_SIZE = (800, 1000)


class Pictures(QObject):
    """`followed` gives the nerve whose pipe is drawn; `saved` says under which name."""

    saved = Signal(str)

    def __init__(
        self,
        window: QMainWindow,
        atlas: Atlas,
        body: Body,
        theme: Theme,
        workspace: Workspace,
        map_: MapView,
        followed: Callable[[], Followed | None],
    ) -> None:
        super().__init__(window)
        self._window, self._atlas, self._body, self._theme = window, atlas, body, theme
        self._workspace, self._map, self._followed = workspace, map_, followed

    def ask_for_map(self) -> None:
        """Ask where the picture of the map should go."""
        ask_where(self._window, self.tr("Save a picture of the map"), "map", KINDS, self.save_map)

    def ask_for_pipe(self) -> None:
        """Ask where the picture of the pipe should go."""
        if self._followed() is None:
            tell(self._window, self.tr("Mark where it hurts or choose a nerve first.")).open()
            return
        ask_where(self._window, self.tr("Save a picture of the pipe"), "pipe", KINDS, self.save_pipe)

    def save_map(self, path: Path) -> None:
        """The map as it is turned, with its layers, marks and nerves, in the colours of the window."""
        self._save(path, self._map_content(_ending(path)))

    def save_pipe(self, path: Path) -> None:
        """The whole pipe with its crimps."""
        self._save(path, self._pipe_content(_ending(path)))

    def _save(self, path: Path, make: Callable[[], bytes]) -> None:
        Beside(self, lambda: written(path, make), self._on_written)

    def _on_written(self, result: tuple[bool, str]) -> None:
        done, words = result
        if done:
            self.saved.emit(words)
        else:
            tell(self._window, words).open()

    def _map_content(self, ending: str) -> Callable[[], bytes]:
        """Makes what the map shows now."""
        from nervemap.handout.export import map_content
        from nervemap.handout.map_picture import map_picture

        shown, view = self._map.shown, self._map.view
        lit = shown.lit(self._atlas)
        chosen = [key for key, strength in lit.items() if strength >= 1.0] or list(lit)
        larger = max(1.0, LEAST_SIDE / max(1, min(self._map.width(), self._map.height())))
        size = (round(self._map.width() * larger), round(self._map.height() * larger))
        layers = shown.layers if shown.names else shown.layers - {"names"}
        atlas, body, palette, marks, grades = self._atlas, self._body, self._theme.palette, shown.marks, shown.grades

        def make() -> bytes:
            picture = map_picture(atlas, body, view, size, layers, marks=marks, nerves=chosen, grades=grades)
            return map_content(atlas, body, picture, view, palette, ending)

        return make

    def _pipe_content(self, ending: str) -> Callable[[], bytes]:
        """Makes what the pipe shows now."""
        from nervemap.handout.export import pipe_content
        from nervemap.reasoning.pipe import lay_out

        followed = self._followed()
        assert followed is not None  # asked before
        pipe = lay_out([nerve_line(self._atlas, self._body.graph, self._atlas.nerves[followed.nerve])])
        crimps = self._workspace.case.crimps
        atlas, palette = self._atlas, self._theme.palette
        return lambda: pipe_content(atlas, pipe, crimps, followed.side, palette, PIPE_SIZE, ending)


def _ending(path: Path) -> str:
    return ".svg" if path.suffix.lower() == ".svg" else ".png"
