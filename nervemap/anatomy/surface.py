"""A surface of triangles, skin or bones; its vertices carry their place on the skin chart (see `chart.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

_ARRAYS: tuple[tuple[str, type[np.generic], bool, int], ...] = (
    ("vertices", np.float32, False, 3),
    ("normals", np.float32, False, 3),
    ("t", np.float32, False, 1),
    ("theta", np.float32, False, 1),
    ("faces", np.int32, True, 3),
    ("part", np.uint8, True, 1),
    ("side", np.int8, True, 1),
)
"""The arrays of a surface: name, kind, whether there is one entry for each face (else each vertex), and columns."""
_ORDER: tuple[Literal["C"], Literal["F"]] = "C", "F"
"""Rows of vertices are kept row by row, those of faces corner by corner, as `corners` has them: no copy is needed."""
FOOT_CUT_MM = 170.0
"""Height at which a foot shown alone is cut and closed (above the malleoli, mm above the sole)."""


class Part(IntEnum):
    """What a face of the skin belongs to."""

    LEG = 1
    TRUNK = 2
    HEAD = 3
    ARM = 4
    SECTION = 5
    FOOT_CUT = 6
    BONE = 7
    TOE_1 = 11
    TOE_2 = 12
    TOE_3 = 13
    TOE_4 = 14
    TOE_5 = 15


@dataclass(frozen=True)
class Surface:
    """Triangles of the whole skin in millimetres.

    vertices, normals (n, 3); t, theta (n,), t is `NO_T` where the chart does not reach; faces (m, 3), outward winding;
    part, side (m,): `Part` values, and +1 for the right, -1 for the left of the person, 0 for bones across the midline.
    """

    vertices: Floats
    normals: Floats
    t: Floats
    theta: Floats
    faces: Ints
    part: NDArray[np.uint8]
    side: NDArray[np.int8]

    def to_bytes(self) -> bytes:
        """All of it, for `from_bytes` on the same machine."""
        counts = np.array([len(self.vertices), len(self.faces)], np.int64)
        arrays = (np.asarray(getattr(self, name), kind).tobytes(_ORDER[of]) for name, kind, of, _ in _ARRAYS)
        return b"".join((counts.tobytes(), *arrays))

    @classmethod
    def from_bytes(cls, content: bytes) -> Surface:
        """The surface that `to_bytes` has written; its arrays can't be changed. Raises ValueError where it is none."""
        counts = np.frombuffer(content, np.int64, 2).tolist()
        arrays, at = {}, 16
        for name, kind, of_faces, columns in _ARRAYS:
            array = np.frombuffer(content, kind, counts[of_faces] * columns, at)
            arrays[name] = array.reshape((-1, columns), order=_ORDER[of_faces]) if columns > 1 else array
            at += array.nbytes
        return cls(**arrays)

    @cached_property
    def corners(self) -> Ints:
        """(3, m): the faces, corner by corner."""
        return np.ascontiguousarray(self.faces.T)

    @cached_property
    def body_faces(self) -> Ints:
        """Indices of the faces of the standing body: both halves, arms left out so that they hide no hip."""
        hidden = np.isin(self.part, (Part.ARM, Part.SECTION, Part.FOOT_CUT))
        return np.flatnonzero(~hidden).astype(np.int32)

    def half_faces(self, side: int) -> Ints:
        """Faces of one half of the body (+1 right, -1 left), closed along the midline; bones across it are in both."""
        return self._halves[side]

    @cached_property
    def _halves(self) -> dict[int, Ints]:
        hidden = np.isin(self.part, (Part.ARM, Part.FOOT_CUT))
        return {side: np.flatnonzero(~hidden & (self.side != -side)).astype(np.int32) for side in (1, -1)}

    @cached_property
    def foot_faces(self) -> Ints:
        """Faces of both feet, cut and closed above the ankle."""
        low = self.vertices[self.faces, 2].max(axis=1) <= FOOT_CUT_MM + 0.5
        leg = np.isin(self.part, (Part.LEG, Part.BONE)) & low
        return np.flatnonzero(leg | (self.part == Part.FOOT_CUT) | (self.part >= Part.TOE_1)).astype(np.int32)
