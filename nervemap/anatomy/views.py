"""Named views and free turning: one projection for the window, the pictures and the page.

A view is one pane (front, back, sole, top: the whole body or both feet) or two (outer, inner: each half of the body
turned the same way, the right one on the left of the picture). Screen x to the right, y down, in pixels; depth in mm
towards the viewer. Seen from the front the person's right is on the left of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.surface import Ints, Surface

ViewName = Literal["front", "back", "outer", "inner", "sole", "top"]
VIEW_NAMES: tuple[ViewName, ...] = ("front", "back", "outer", "inner", "sole", "top")

Framing = Literal["lower", "whole"]

_LOWER_TOP_MM, _WHOLE_TOP_MM, _SOLE_MM = 1192.0, 1768.0, -18.0
_LEG_X_MM = 88.0


@dataclass(frozen=True)
class View:
    """What is looked at: a named view, turned by `turn` and tilted by `tilt` degrees, framed, zoomed and panned.

    `turn` moves what is in front to the right of the picture, `tilt` raises the viewer. `zoom` 1 fits the framing;
    `pan` is the shift of the picture in fractions of its size.
    """

    name: ViewName = "front"
    turn: float = 0.0
    tilt: float = 0.0
    framing: Framing = "lower"
    zoom: float = 1.0
    pan: tuple[float, float] = (0.0, 0.0)

    @property
    def of_feet(self) -> bool:
        """Whether it shows the feet alone, cut above the ankle."""
        return self.name in ("sole", "top")

    def turned(self, turn: float, tilt: float) -> View:
        """This view turned further by degrees; the tilt stops at straight up and straight down."""
        base = _ELEVATION[self.name]
        tilt_to = float(np.clip(self.tilt + tilt, -90 - base, 90 - base))
        return replace(self, turn=(self.turn + turn + 180) % 360 - 180, tilt=tilt_to)


@dataclass(frozen=True)
class Pane:
    """One projected body in a picture: `side` 0 for the whole, +1 or -1 for a half; scale in px per mm."""

    side: int
    feet: bool
    rotation: NDArray[np.float64]
    pivot: NDArray[np.float64]
    centre: tuple[float, float]
    scale: float

    def project(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Points (..., 3) in mm to (..., 3): screen x, screen y in px, depth in mm towards the viewer."""
        turned = (points - self.pivot) @ self.rotation.T
        out = np.empty(turned.shape)
        out[..., 0] = self.centre[0] + self.scale * turned[..., 0]
        out[..., 1] = self.centre[1] - self.scale * turned[..., 1]
        out[..., 2] = turned[..., 2]
        return out

    def shows(self, side: int) -> bool:
        """Whether this pane shows that side of the body (+1 right, -1 left)."""
        return self.side in (0, side)

    def faces(self, surface: Surface) -> Ints:
        """The faces of the skin that this pane draws."""
        if self.feet:
            return surface.foot_faces
        return surface.half_faces(self.side) if self.side else surface.body_faces


_AZIMUTH: dict[ViewName, float] = {"front": 0, "back": 180, "outer": 90, "inner": -90, "sole": 0, "top": 180}
_ELEVATION: dict[ViewName, float] = {"front": 0, "back": 0, "outer": 0, "inner": 0, "sole": -90, "top": 90}


def panes(view: View, width: float, height: float) -> tuple[Pane, ...]:
    """How `view` is laid out in a picture of `width` x `height` pixels."""
    feet = view.of_feet
    top = _WHOLE_TOP_MM if view.framing == "whole" else _LOWER_TOP_MM
    low, high = (_SOLE_MM, top) if not feet else (-74.0, 194.0)
    paired = view.name in ("outer", "inner")
    span = 340.0 if feet else 350.0 if paired else 400.0
    columns = 2 if paired else 1
    scale = min(height / (high - low), 0.96 * width / (columns * span)) * view.zoom
    shift = np.array([width * (0.5 + view.pan[0]), height * (0.5 + view.pan[1])])
    middle = np.array([0.0, 20.0, (low + high) / 2]) if not feet else np.array([0.0, (low + high) / 2, 40.0])
    if not paired:
        rotation = _rotation(_AZIMUTH[view.name] + view.turn, _ELEVATION[view.name] + view.tilt)
        return (Pane(0, feet, rotation, middle, (float(shift[0]), float(shift[1])), scale),)
    found = []
    for side, column in ((1, -0.5), (-1, 0.5)):
        rotation = _rotation(side * _AZIMUTH[view.name] + view.turn, view.tilt)
        pivot = middle + np.array([side * _LEG_X_MM, 30.0, 0.0])
        centre = (float(shift[0] + column * span * scale), float(shift[1]))
        found.append(Pane(side, False, rotation, pivot, centre, scale))
    return tuple(found)


def _rotation(azimuth: float, elevation: float) -> NDArray[np.float64]:
    """Rows: right, up, towards the viewer, for a viewer at `azimuth` (0 in front, 90 at the right) and `elevation`."""
    az, el = np.radians([azimuth, elevation])
    toward = np.array([np.sin(az) * np.cos(el), np.cos(az) * np.cos(el), np.sin(el)])
    right = np.array([-np.cos(az), np.sin(az), 0.0])
    return np.stack([right, np.cross(toward, right), toward])
