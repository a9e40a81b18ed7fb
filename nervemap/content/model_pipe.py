"""The rows of the pipe (pipe.yaml): kinds of crimp, routes, story, pages, thresholds, and the rules of its flow."""

from __future__ import annotations

from typing import Literal

from nervemap.content.model import Grade, Kind, Row


class CrimpKind(Row, frozen=True, kw_only=True):
    """A kind of crimp (pipe.yaml, `kinds`): the same arithmetic as the others, its own sentence."""

    id: Kind
    name: str
    group: Literal["mechanical", "chemical"]
    text: str
    sources: tuple[str, ...]


RouteLevel = Literal["end", "spine", "cord", "medulla", "thalamus", "cortex"]


class RoutePart(Row, frozen=True, kw_only=True):
    """One nerve cell of a route, from the level where it starts to the one where it ends."""

    name: str
    start: RouteLevel
    end: RouteLevel


class Route(Row, frozen=True, kw_only=True):
    """The cells that a signal goes through on its way up (pipe.yaml, `routes`), lowest first; `claim` tells it."""

    id: str
    name: str
    claim: str
    parts: tuple[RoutePart, ...]
    sources: tuple[str, ...]


class StoryLine(Row, frozen=True, kw_only=True):
    """The sentence of one kind of step of the pipe's story (pipe.yaml, `story`), with fields in braces to fill in."""

    id: Literal["start", "first", "add", "off", "compare", "down", "finish"]
    text: str
    sources: tuple[str, ...]


class PipePage(Row, frozen=True, kw_only=True):
    """A page beside the pipe (pipe.yaml, `pages`): a title and claims by id."""

    id: str
    title: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]


class Threshold(Row, frozen=True, kw_only=True):
    """What happens in a nerve from `at` to `to` of pressure or stretch, in animals (pipe.yaml, `thresholds`)."""

    id: str
    unit: Literal["mmHg", "per cent stretch"]
    at: float
    to: float
    what: str
    sources: tuple[str, ...]


class Regrowth(Row, frozen=True, kw_only=True):
    """How fast lost fibres grow again (pipe.yaml, `regrowth`): the article's pace, and the published range."""

    id: str
    label: str
    text: str
    weeks_per_cm: float
    slow_mm_per_day: float
    fast_mm_per_day: float
    sources: tuple[str, ...]


class FlowWord(Row, frozen=True, kw_only=True):
    """The word for a loss below `below_percent` (rules.yaml); exactly no loss is `full`."""

    word: str
    below_percent: float


class FlowRules(Row, frozen=True, kw_only=True):
    """The teaching models of crimps that add up (rules.yaml): B multiplies, A adds resistances with a reserve."""

    multiplicative: dict[Grade, float]
    steepness: float
    half: float
    resistance: dict[Grade, float]
    reserve: float
    words: tuple[FlowWord, ...]
    noticed_percent_left: float
    caption: str
    sources: tuple[str, ...]
