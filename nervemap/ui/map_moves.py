"""How the map comes from one view to another: turned by hand, by a movement of its own, or at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from nervemap.anatomy.body import Body
from nervemap.anatomy.views import View, ViewName
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.palette import Palette
from nervemap.ui.map_canvas import MapCanvas
from nervemap.ui.map_motion import way

_LEAST_ZOOM, _MOST_ZOOM = 0.8, 8.0
_GOOD_SIGHT = 0.35
"""An area is in good sight while it takes this much of what it takes in the view that shows it best."""
_SETTLE_MS = 60
"""How long after the last step of a hand the picture counts as resting."""


class MapMoves(MapCanvas):
    """A canvas whose view changes. Upward: `view_changed(View)`."""

    view_changed = Signal(object)

    def __init__(self, atlas: Atlas, body: Body, palette: Palette, parent: QWidget | None) -> None:
        super().__init__(atlas, body, palette, parent)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)

    def show_view(self, name: ViewName) -> None:
        """Turn to a named view; the framing stays."""
        self._go(View(name, framing=self._view.framing))

    def show_like(self, view: View) -> None:
        """Turn, frame and zoom as another map does."""
        if view != self._view:
            self._go(view)

    def fit(self) -> None:
        """Bring everything back into the picture."""
        self._go(replace(self._view, zoom=1.0, pan=(0.0, 0.0)))

    def show_whole(self, whole: bool) -> None:
        """Frame the whole body, spine and head, or the lower body; from the feet alone it leads to the back view."""
        view = View("back") if whole and self._view.of_feet else self._view
        self._go(replace(view, framing="whole" if whole else "lower", zoom=1.0, pan=(0.0, 0.0)))

    def reveal(self, side: Side, region: str) -> None:
        """Turn to the named view that shows an area best, unless it is in good sight already."""
        best, share = self._around.best((side, region))
        if self._at_hand().share((side, region)) < _GOOD_SIGHT * share:
            self.show_view(best)

    def reveal_any(self, side: Side, regions: Sequence[str]) -> None:
        """Turn to the first of these areas where none of them can be seen at all."""
        if regions and not any(self._at_hand().share((side, region)) for region in regions):
            self.reveal(side, regions[0])

    # ---- by hand ----------------------------------------------------------------------------------------------

    def turn_by(self, right: float, up: float) -> None:
        self._move_to(self._view.turned(right, up))

    def turn_to(self, right: float, up: float) -> None:
        self._go(self._view.turned(right, up))

    def pan_by(self, step: QPointF) -> None:
        pan = (
            self._view.pan[0] + step.x() / self._plan.body_width(self._view),
            self._view.pan[1] + step.y() / self.height(),
        )
        self._move_to(replace(self._view, pan=pan))

    def zoom(self) -> float:
        return self._view.zoom

    def zoom_by(self, by: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the picture (None: its middle)."""
        view = self._view
        zoom = min(max(view.zoom * by, _LEAST_ZOOM), _MOST_ZOOM)
        by = zoom / view.zoom
        room = self._plan.body_width(view)
        point = at or QPointF(room / 2, self.height() / 2)
        pan_x = (point.x() / room - 0.5) * (1 - by) + view.pan[0] * by
        pan_y = (point.y() / self.height() - 0.5) * (1 - by) + view.pan[1] * by
        self._move_to(replace(view, zoom=zoom, pan=(pan_x, pan_y)))

    def come_to_rest(self) -> None:
        self._on_settled()

    # ---- on the way -------------------------------------------------------------------------------------------

    def _move_to(self, view: View) -> None:
        """Show a view while it moves: coarse now, sharp when it rests."""
        self._stop()
        self._view = view
        self._set_moving(True)
        self._settle.start()
        self.update()
        self.view_changed.emit(view)

    def _set_moving(self, moving: bool) -> None:
        if moving != self._moving:
            self._moving = moving
            self._has_rested = True
            self._wanted_now = None
            self._dirty()

    def _on_settled(self) -> None:
        if self._motion.animation is None and not self.dragging:
            self._set_moving(False)

    def _go(self, goal: View) -> None:
        """Move to a view: turning from front to back and framing are animated, a change of panes is immediate."""
        self._stop()
        between = way(self._view, goal)
        if between is None or self._reduced_motion or not self.isVisible():
            before = None if self._reduced_motion or not self.isVisible() else self._base
            self._arrive(goal)
            if before:
                self._fade(before)
            return

        def step(share: float) -> None:
            self._view = between(share)
            self.update()

        self._set_moving(True)  # now: what the worker made for the view before would stop it
        self._motion.start(step, lambda: self._arrive(goal))

    def _arrive(self, goal: View) -> None:
        self._view = goal
        self._set_moving(False)
        self._dirty()
        self.view_changed.emit(goal)
