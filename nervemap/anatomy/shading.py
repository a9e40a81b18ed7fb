"""Buffers and a skin tone to a picture: soft light on smooth porcelain or slate, a darker rim, a fine contour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervemap.anatomy.raster import NOTHING, Buffers
from nervemap.anatomy.surface import Floats, Part

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class SkinTone:
    """Colours of the neutral body (0 to 1): lit `skin`, its `shade`, the `rim` where it turns away, cut `section`."""

    skin: Rgb
    shade: Rgb
    rim: Rgb
    section: Rgb
    contour: Rgb
    gloss: float


PORCELAIN = SkinTone(
    skin=(0.925, 0.906, 0.882), shade=(0.640, 0.612, 0.590), rim=(0.520, 0.490, 0.470),
    section=(0.800, 0.776, 0.752), contour=(0.36, 0.33, 0.31), gloss=0.07,
)  # fmt: skip
SLATE = SkinTone(
    skin=(0.435, 0.470, 0.515), shade=(0.185, 0.205, 0.235), rim=(0.120, 0.135, 0.160),
    section=(0.285, 0.310, 0.345), contour=(0.045, 0.055, 0.07), gloss=0.08,
)  # fmt: skip

_KEY = np.float32([-0.42, 0.52, 0.744])
_FILL = np.float32([0.66, 0.05, 0.75])
_STEP_MM = 9.0
"""A jump in depth between neighbouring pixels that is drawn as a fine contour."""


def shade(buffers: Buffers, tone: SkinTone, *, contour: bool = True) -> NDArray[np.uint8]:
    """The body as (height, width, 4) bytes, blue green red alpha, opaque where skin is, clear elsewhere."""
    normal = buffers.normal
    key = np.clip(normal @ _KEY, 0, 1)
    fill = np.clip(normal @ _FILL, 0, 1)
    facing = np.clip(normal[:, 2], 0, 1)
    light = np.clip(0.04 + 0.80 * key + 0.24 * fill, 0, 1)
    light *= light * (3 - 2 * light) * 0.35 + 0.65
    rim = (1 - facing) ** 3
    half = _KEY + np.float32([0, 0, 1])
    gloss = np.clip(normal @ (half / np.linalg.norm(half)), 0, 1) ** 28 * tone.gloss
    skin, dark, edge = (np.float32(colour) for colour in (tone.skin, tone.shade, tone.rim))
    colour = dark + (skin - dark) * light[:, None]
    colour += (edge - colour) * (0.55 * rim)[:, None] + gloss[:, None]
    cut = np.isin(buffers.surface.part[buffers.face], (Part.SECTION, Part.FOOT_CUT))
    colour[cut] = tone.section
    if contour:
        line = _contour(buffers.depth)[buffers.pixel]
        colour += (np.float32(tone.contour) - colour) * (0.38 * line)[:, None]
    image = np.zeros((buffers.height * buffers.width, 4), np.uint8)
    image[buffers.pixel, :3] = np.clip(colour[:, ::-1] * 255 + 0.5, 0, 255)
    image[buffers.pixel, 3] = 255
    return image.reshape(buffers.height, buffers.width, 4)


def _contour(depth: Floats) -> Floats:
    """1 on the pixels that lie behind a jump in depth or border on nothing, flat (height * width,)."""
    line = np.zeros(depth.shape, np.float32)
    for axis in (0, 1):
        jump = np.abs(np.diff(depth, axis=axis)) > _STEP_MM
        if axis == 0:
            line[1:][jump] = 1
            line[:-1][jump] = 1
        else:
            line[:, 1:][jump] = 1
            line[:, :-1][jump] = 1
    line[depth == NOTHING] = 0
    return line.ravel()
