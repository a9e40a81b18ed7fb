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
    bone: Rgb = (1.0, 0.965, 0.865)
    bone_shade: Rgb = (0.66, 0.56, 0.41)


PORCELAIN = SkinTone(
    skin=(0.925, 0.906, 0.882), shade=(0.640, 0.612, 0.590), rim=(0.520, 0.490, 0.470),
    section=(0.800, 0.776, 0.752), contour=(0.36, 0.33, 0.31), gloss=0.07,
)  # fmt: skip
SLATE = SkinTone(
    skin=(0.435, 0.470, 0.515), shade=(0.185, 0.205, 0.235), rim=(0.120, 0.135, 0.160),
    section=(0.285, 0.310, 0.345), contour=(0.045, 0.055, 0.07), gloss=0.08,
    bone=(0.93, 0.885, 0.765), bone_shade=(0.40, 0.345, 0.26),
)  # fmt: skip

_KEY = np.array([-0.42, 0.52, 0.744], np.float32)
_FILL = np.array([0.66, 0.05, 0.75], np.float32)
_HALF = np.array([-0.2249, 0.2785, 0.9338], np.float32)
"""Directions to the two lights, and the middle between the first and the viewer."""
_STEP_MM = 9.0
"""A jump in depth between neighbouring pixels that is drawn as a fine contour."""


_BONE_NEAR, _BONE_DEEP, _BONE_DEEP_MM = 0.92, 0.62, 110.0
"""How strongly bone shows through the skin: right under it, and deep in the body."""
_BONE_STEP_MM = 3.5

_AT_ONCE = 1 << 14
"""How many pixels are coloured together: few enough for the processor's cache, which is twice as fast."""


def shade(buffers: Buffers, tone: SkinTone, *, contour: bool = True) -> NDArray[np.uint8]:
    """The body as (height, width, 4) bytes, blue green red alpha, opaque where skin is, clear elsewhere."""
    image = np.zeros(buffers.height * buffers.width, np.uint32)
    cut = np.isin(buffers.surface.part, (Part.SECTION, Part.FOOT_CUT))
    line = _contour(buffers.depth, _STEP_MM) if contour else None
    for start in range(0, len(buffers.pixel), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        pixel = buffers.pixel[some]
        colour = _lit(buffers.normal[some], tone)
        flat = np.flatnonzero(np.take(cut, buffers.face[some]))
        drawn = None if line is None else np.float32(0.38) * np.take(line, pixel)
        packed = np.full(len(pixel), 255, np.uint32)
        for one, section, dark in zip(colour, tone.section, tone.contour, strict=True):
            one[flat] = section
            if drawn is not None:
                one += (np.float32(dark) - one) * drawn
            packed = packed << 8 | np.clip(one * 255 + np.float32(0.5), 0, 255).astype(np.uint32)
        image[pixel] = packed
    return image.view(np.uint8).reshape(buffers.height, buffers.width, 4)


def see_through(image: NDArray[np.uint8], buffers: Buffers, bones: Buffers, tone: SkinTone) -> None:
    """Make the skin of a shaded `image` glass: the bones in the same picture show through, fainter the deeper they lie
    and where the skin turns away.
    """
    flat, index, skin_depth = image.reshape(-1, 4), buffers.index.ravel(), buffers.depth.ravel()
    edge = _contour(bones.depth, _BONE_STEP_MM)
    bone, dark = _colour(tone.bone), _colour(tone.bone_shade)
    for start in range(0, len(bones.pixel), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        pixel, normal = bones.pixel[some], bones.normal[some]
        at = index[pixel]
        pixel, normal, at = pixel[at >= 0], normal[at >= 0], at[at >= 0]
        colour = dark + (bone - dark) * _light(normal)[:, None]
        away = 1 - np.clip(normal[:, 2], 0, 1)
        colour += (0.75 * dark - colour) * (0.6 * away * away)[:, None]
        colour += (0.6 * dark - colour) * (np.float32(0.55) * edge[pixel])[:, None]
        deep = np.clip((skin_depth[pixel] - bones.depth.ravel()[pixel]) / _BONE_DEEP_MM, 0, 1)
        facing = np.clip(buffers.normal[at, 2], 0, 1)
        share = (_BONE_NEAR + (_BONE_DEEP - _BONE_NEAR) * deep) * (0.5 + 0.5 * facing)
        skin = flat[pixel, :3].astype(np.float32)
        flat[pixel, :3] = skin + (np.clip(colour[:, ::-1], 0, 1) * 255 - skin) * share[:, None] + 0.5


def _light(normal: Floats) -> Floats:
    """How brightly surfaces with these normals (k, 3) are lit, 0 to 1."""
    key = np.clip(normal @ _KEY, 0, 1)
    fill = np.clip(normal @ _FILL, 0, 1)
    light = np.clip(0.04 + 0.80 * key + 0.24 * fill, 0, 1)
    light *= light * (3 - 2 * light) * 0.35 + 0.65
    return np.asarray(light, np.float32)


def _lit(normal: Floats, tone: SkinTone) -> Floats:
    """Red, green, blue (3, k) of skin with these normals (k, 3) in view space."""
    light = _light(normal)
    facing = 1 - np.clip(normal[:, 2], 0, 1)
    rim = np.float32(0.55) * facing * facing * facing
    gloss = np.clip(normal @ _HALF, 0, 1) ** 28 * np.float32(tone.gloss)
    colour = np.empty((3, len(normal)), np.float32)
    for one, skin, dark, edge in zip(colour, _colour(tone.skin), _colour(tone.shade), _colour(tone.rim), strict=True):
        one[:] = dark + (skin - dark) * light
        one += (edge - one) * rim
        one += gloss
    return colour


def _colour(rgb: Rgb) -> Floats:
    return np.array(rgb, np.float32)


def _contour(depth: Floats, step_mm: float) -> NDArray[np.bool_]:
    """Which pixels lie at a jump in depth or border on nothing, flat (height * width,)."""
    line = np.zeros(depth.shape, np.bool_)
    for before, after in ((np.s_[:-1], np.s_[1:]), (np.s_[:, :-1], np.s_[:, 1:])):
        step = depth[after] - depth[before]
        jump = np.abs(step, out=step) > step_mm
        line[after] |= jump
        line[before] |= jump
    line[depth == NOTHING] = False
    return line.ravel()
