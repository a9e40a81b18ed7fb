"""Where the columns of the pipe's canvas stand, from left to right: nerve cells, levels, plot, pipe, rows."""

from __future__ import annotations

from dataclasses import dataclass

from nervemap.handout.pipe_picture import RADIUS, lane_width
from nervemap.ui.theme import GRID

_ROUTE = 3 * GRID  # px for the bracket of the neurons
_LEVELS = 9 * GRID  # px for the names of the levels
_LEADERS = 2.5 * GRID
_LANES = 12 * GRID  # px, most that the lanes beside the main one may take


@dataclass(frozen=True)
class Columns:
    """Edges in px from the left of a canvas of `width` px; `text`: how many times larger than usual its letters are."""

    width: int
    lanes: int
    text: float

    @property
    def has_route(self) -> bool:
        """Whether there is room for the nerve cells."""
        return self.width >= 68 * GRID

    @property
    def route(self) -> int:
        """How wide the nerve cells are, where there is room for them."""
        return round(_ROUTE * self.text)

    @property
    def levels(self) -> int:
        """Where the names of the levels begin."""
        return (self.route if self.has_route else 0) + GRID

    @property
    def plot(self) -> int:
        """Where the plot begins."""
        return self.levels + round(_LEVELS * self.text)

    @property
    def plot_width(self) -> int:
        """How wide the plot is."""
        return min(16 * GRID, max(7 * GRID, self.width // 10))

    @property
    def lane(self) -> float:
        """From the middle of one lane of the pipe to that of the next."""
        return lane_width(self.lanes, min(_LANES, self.width * 0.11))

    @property
    def pipe(self) -> float:
        """The middle of the main lane; the others lie to its left."""
        return self.plot + self.plot_width + RADIUS + 2.5 * GRID + (self.lanes - 1) * self.lane

    @property
    def rows(self) -> int:
        """Where the rows of the sites begin."""
        return round(self.pipe + RADIUS + 4 + _LEADERS)
