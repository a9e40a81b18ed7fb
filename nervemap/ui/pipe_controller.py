"""Brings the pipe and the workspace together: which nerves it shows, and what an act on it does to the case."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from nervemap.anatomy.body import Body
from nervemap.anatomy.pipes import nerve_line
from nervemap.case import commands
from nervemap.case.case import Crimp
from nervemap.case.commands import find_crimp
from nervemap.case.workspace import Workspace
from nervemap.content.atlas import Atlas
from nervemap.content.model import SIDES, Grade, Kind, Side
from nervemap.reasoning.areas import Areas
from nervemap.reasoning.felt import felt_from_site
from nervemap.reasoning.pipe import NerveLine, Pipe, lay_out
from nervemap.reasoning.places import Places
from nervemap.reasoning.story import StoryStep
from nervemap.ui.map_view import MapView
from nervemap.ui.pipe_view import PipeView

_MOST_ENDS = 5  # more lanes than this cannot be told apart
_SLIDER = "slider"


class PipeController(QObject):
    """Given the workspace, the view, and the map, which lights a site under the pointer and where it could be felt."""

    urgent_requested = Signal(str)  # why

    def __init__(
        self,
        view: PipeView,
        map_: MapView,
        atlas: Atlas,
        body: Body,
        workspace: Workspace,
        places: Callable[[], Places],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._atlas = atlas
        self._body = body
        self._workspace = workspace
        self._map = map_
        self._places = places
        self._scope = "nerve"
        self._lines: dict[str, NerveLine] = {}
        self._pipes: dict[tuple[str, ...], Pipe] = {}
        view.crimp_requested.connect(self._on_crimp)
        view.kind_requested.connect(self._on_kind)
        view.slid.connect(lambda site, grade: self._on_crimp(site, grade, _SLIDER))
        view.slider_left.connect(workspace.end_stretch)
        view.site_requested.connect(self._on_site)
        view.site_hovered.connect(self._on_hovered)
        view.scope_requested.connect(self._on_scope)
        self._told: tuple[Crimp, ...] | None = None  # the crimps of the story, while it is told
        view.story.step_shown.connect(self._on_told)
        view.story.ended.connect(lambda: self._on_told(None))

    def show(self) -> None:
        """Bring the view up to date."""
        chosen = self._workspace.selection
        if chosen.nerve is None:
            self._view.show_nothing()
            return
        ends = self._ends_of_areas(chosen.side)
        has_choice = len(ends) > 1
        nerves = tuple(ends) if has_choice and self._scope == "areas" else (chosen.nerve,)
        self._view.show_pipe(
            self._pipe(nerves),
            chosen.side,
            self._workspace.case.crimps,
            chosen=chosen.nerve,
            names=ends if len(nerves) > 1 else None,
            scope=("areas" if len(nerves) > 1 else "nerve") if has_choice else None,
        )
        self._view.show_selection(chosen.site)

    def _ends_of_areas(self, side: Side) -> dict[str, str]:
        """By nerve, the marked areas of this side that it stands for: the first of each area's row."""
        found: dict[str, list[str]] = {}
        for mark in self._workspace.case.marks:
            region = self._atlas.regions[mark.region]
            named = [*region.nerves, *(one.nerve for one in region.atlas_adds)]
            if mark.side == side and named:
                found.setdefault(self._atlas.members(named[0])[0].id, []).append(region.plain)
        return {nerve: ", ".join(areas) for nerve, areas in list(found.items())[:_MOST_ENDS]}

    def _pipe(self, nerves: tuple[str, ...]) -> Pipe:
        if nerves not in self._pipes:
            for nerve in nerves:
                if nerve not in self._lines:
                    self._lines[nerve] = nerve_line(self._atlas, self._body.graph, self._atlas.nerves[nerve])
            self._pipes[nerves] = lay_out([self._lines[nerve] for nerve in nerves])
        return self._pipes[nerves]

    # ---- acts -----------------------------------------------------------------------------------------------------

    def _on_crimp(self, site: str, grade: Grade, stretch: str | None = None) -> None:
        found = find_crimp(self._workspace.case, self._atlas.sites[site], self._workspace.selection.side)
        self._set(site, grade, found.kind if found else "pressed", stretch)

    def _on_kind(self, site: str, kind: Kind) -> None:
        found = find_crimp(self._workspace.case, self._atlas.sites[site], self._workspace.selection.side)
        if found:
            self._set(site, found.grade, kind)

    def _set(self, site: str, grade: Grade, kind: Kind, stretch: str | None = None) -> None:
        row, side = self._atlas.sites[site], self._workspace.selection.side
        try:
            command = commands.set_crimp(row, side, grade, kind)
        except commands.CaseError as refused:  # severe above the roots
            self.show()
            self.urgent_requested.emit(f"{refused}.")
            return
        own = msgspec.structs.replace(command, stretch=f"{stretch} {site}" if stretch else None)
        self._workspace.do(own)
        self._on_site(site)

    def _on_told(self, step: StoryStep | None) -> None:
        """The rings on the map tell the same story as the pipe."""
        self._told = step.crimps if step else None
        self._show_sites(step.site if step else None)

    def _show_sites(self, site: str | None) -> None:
        chosen, crimps = self._workspace.selection, self._workspace.case.crimps if self._told is None else self._told
        grades = {one.site: one.grade for one in crimps if one.side in (None, chosen.side)}
        self._map.show_sites(grades, site or chosen.site)

    def _on_hovered(self, site: str | None) -> None:
        self._show_sites(site)
        if site is None:
            self._map.show_felt(None)
        else:
            self.show_felt(site)

    def show_felt(self, site: str) -> None:
        """Light every area where a site could be felt, until a row is left."""
        chosen = self._workspace.selection
        sides = SIDES if self._atlas.sites[site].above_roots else (chosen.side,)
        found = felt_from_site(Areas(self._atlas), self._places(), site)
        self._map.show_felt([(side, area) for side in sides for area in found])

    def _on_site(self, site: str) -> None:
        self._workspace.select(msgspec.structs.replace(self._workspace.selection, site=site))

    def _on_scope(self, scope: str) -> None:
        self._scope = scope
        self.show()
