"""What the marks suggest and which nerves are lit for it; kept, as several places ask after one act."""

from __future__ import annotations

from functools import cached_property

from nervemap.anatomy.body import Body
from nervemap.anatomy.places import find_places
from nervemap.case.case import Case
from nervemap.case.workspace import Workspace
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.candidates import explain, marked_regions
from nervemap.reasoning.findings import Explanation
from nervemap.reasoning.places import Places
from nervemap.reasoning.urgent import not_asked

_NAMED, _ADDED = 0.7, 0.3
"""How strongly nerves are lit that the article names for the marks, and those that the atlas adds."""


class Explained:
    """Asks `reasoning` once for each set of marks, and again once the urgent questions were asked."""

    def __init__(self, atlas: Atlas, body: Body, workspace: Workspace) -> None:
        self._atlas, self._body, self._workspace = atlas, body, workspace
        self._kept = Case(), Explanation(candidates=(), shared_sites=(), statement=())

    @cached_property
    def positions(self) -> Places:
        """Where sites lie on the nerves; found when something first needs it."""
        return find_places(self._atlas, self._body.graph, self._body.chart)

    def of(self, case: Case) -> Explanation:
        """What the marks of a case suggest."""
        if self._asks(case) != self._asks(self._kept[0]):
            self._kept = case, explain(self._atlas, case, self.positions)
        return self._kept[1]

    def _asks(self, case: Case) -> tuple[object, ...]:
        """What an explanation rests on: the marked areas, and whether all urgent questions have an answer."""
        return marked_regions(case), not not_asked(self._atlas, case)

    def lit(self) -> dict[tuple[str, Side], float]:
        """The chosen nerve at full strength, those the article names for the marks clear, the atlas's own faint."""
        lit: dict[tuple[str, Side], float] = {}
        for one in self.of(self._workspace.case).candidates:
            lit[one.nerve, one.side] = _NAMED if "article" in one.named_by else _ADDED
        chosen = self._workspace.selection
        if chosen.nerve:
            lit[chosen.nerve, chosen.side] = 1.0
        return lit

    def first_nerve(self, side: Side, region: str) -> str | None:
        """The nerve to light first for an area.

        Of those that its row names, or that the atlas adds, the one that stands highest among the candidates for all
        marks; where nothing is marked, the first of them.
        """
        row = self._atlas.regions[region]
        names = row.nerves or tuple(one.nerve for one in row.atlas_adds)
        named = [one.id for name in names for one in self._atlas.members(name)]
        ranked = [one.nerve for one in self.of(self._workspace.case).candidates if one.side == side]
        return next((nerve for nerve in (*ranked, *named) if nerve in named), None)
