"""The rows that show the program itself: help, keys and "show me" (guide.yaml), the example case (example.yaml)."""

from __future__ import annotations

from typing import Literal

import msgspec

from nervemap.content.model import Quality, Row, Side


class ExampleMark(Row, frozen=True, kw_only=True):
    """A mark of the example case: a region and the point on the chart (t along, theta in degrees around)."""

    side: Side
    region: str
    t: float
    theta: float
    qualities: tuple[Quality, ...] = ()
    intensity: int | None = None


class Example(Row, frozen=True, kw_only=True):
    """The example case (example.yaml): the story of article 000 in our own words, as a case to open."""

    id: str
    title: str
    story: str
    marks: tuple[ExampleMark, ...]
    signs: dict[str, Literal["yes", "no", "unsure", "na"]] = msgspec.field(default_factory=dict)
    sources: tuple[str, ...]


PlaceId = Literal["map", "urgent", "nerves", "pipe", "signs", "tests", "statement", "case"]
ViewId = Literal["front", "back", "outer", "inner", "sole", "top"]


class GuidePlace(Row, frozen=True, kw_only=True):
    """Help for one place of the window (guide.yaml, `places`)."""

    id: PlaceId
    title: str
    what: str
    how: tuple[str, ...]
    sources: tuple[str, ...]


class GuideKey(Row, frozen=True, kw_only=True):
    """A key (guide.yaml, `keys`): `press` as the system writes it, several joined by " or "."""

    id: str
    where: Literal["everywhere"] | PlaceId
    press: str
    does: str


class ShowStep(Row, frozen=True, kw_only=True):
    """A step of "show me" (guide.yaml, `show_me`): where to go, how to turn the map, which nerve to follow, and why."""

    id: str
    place: PlaceId
    view: ViewId
    nerve: str | None = None
    text: str
    sources: tuple[str, ...]
