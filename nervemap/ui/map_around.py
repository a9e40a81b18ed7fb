"""Which of the named views shows an area best, found from a small picture of each."""

from __future__ import annotations

import numpy as np

from nervemap.anatomy.body import Body
from nervemap.anatomy.raster import rasterise
from nervemap.anatomy.views import VIEW_NAMES, View, ViewName, panes
from nervemap.ui.map_frame import Area

_PREVIEW = (128, 144)
_CLEARLY = 1.2
"""How much more of an area a view must show than one before it: the body goes before the feet where both will do."""


class Around:
    """Looks at the body from all around, once; a worker thread may do it before somebody asks."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._seen: dict[ViewName, dict[Area, float]] = {}

    @property
    def is_known(self) -> bool:
        """Whether it was looked from everywhere."""
        return len(self._seen) == len(VIEW_NAMES)

    def look(self) -> None:
        """Look from everywhere."""
        for name in VIEW_NAMES:
            self._shares(name)

    def best(self, area: Area) -> tuple[ViewName, float]:
        """The view, and which part of its picture the area takes, 0 to 1."""
        best: tuple[ViewName, float] = "front", 0.0
        for name in VIEW_NAMES:
            share = self._shares(name).get(area, 0.0)
            if share > best[1] * _CLEARLY:
                best = name, share
        return best

    def _shares(self, name: ViewName) -> dict[Area, float]:
        if name not in self._seen:
            buffers = rasterise(self._body.surface, panes(View(name), *_PREVIEW), *_PREVIEW)
            keys, areas = self._body.area_keys(buffers, "regions")
            counts = np.bincount(keys[keys > 0], minlength=len(areas) + 1)[1:]
            self._seen[name] = {area: count / keys.size for area, count in zip(areas, counts.tolist(), strict=True)}
        return self._seen[name]
