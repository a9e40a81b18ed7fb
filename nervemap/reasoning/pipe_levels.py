"""The few landmarks of a course that are named beside the pipe, so that anyone knows how far down it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from nervemap.content.model_pipe import RouteLevel

Level = Literal["brain", "cord begins", "leaves the cord", "leaves the spine", "hip", "knee", "ankle"]

# What the name of a landmark holds (nerve_paths.csv); the first wording that a course has is taken. For `leaves the
# cord` it is the last landmark of its kind: above it the course passes the other segments.
_WORDINGS: dict[Level, tuple[str, ...]] = {
    "brain": ("cortex",),
    "cord begins": ("foramen magnum",),
    "leaves the cord": ("cord segment",),
    "leaves the spine": ("intervertebral foramen", "sacral foramen"),
    "hip": ("deep gluteal space", "inguinal ligament", "obturator canal"),
    "knee": (
        "popliteal crease",
        "medial epicondyle",
        "side of the knee",
        "joint line",
        "patellar plexus",
        "lateral popliteal fossa",
        "popliteal fossa",
    ),
    "ankle": ("behind the medial malleolus", "malleolus", "extensor retinaculum", "ankle"),
}


def levels(landmarks: Iterable[tuple[str, float]]) -> list[tuple[Level, float]]:
    """The levels that a course passes, from the brain down.

    Args:
        landmarks: (name, s in cm) of all landmarks of the course, from the brain to its end.
    """
    known = list(landmarks)
    found: list[tuple[Level, float]] = []
    for level, wordings in _WORDINGS.items():
        hits = next((hits for words in wordings if (hits := [s for name, s in known if words in name])), [])
        if hits:
            found.append((level, hits[-1] if level == "leaves the cord" else hits[0]))
    return found


# Where the relays of a route lie; the thalamus stands beside the internal capsule that the course passes.
_RELAYS: dict[RouteLevel, tuple[str, ...]] = {
    "spine": ("intervertebral foramen", "sacral foramen"),
    "cord": ("cord segment",),
    "medulla": ("medulla",),
    "thalamus": ("internal capsule",),
    "cortex": ("cortex",),
}


def route_heights(landmarks: Iterable[tuple[str, float]], end_cm: float) -> dict[RouteLevel, float]:
    """Where the cells of a route begin and end, in cm along the pipe; what a course lacks stands at its brain's end."""
    known = list(landmarks)
    found: dict[RouteLevel, float] = {"end": end_cm}
    for level, wordings in _RELAYS.items():
        hits = [s for name, s in known if any(words in name for words in wordings)]
        found[level] = (hits[-1] if level == "cord" else hits[0]) if hits else known[0][1]
    return found
