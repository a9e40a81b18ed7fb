"""The record: what was marked, asked, tested and crimped. Frozen; the workspace replaces it as a whole."""

from __future__ import annotations

from typing import Literal

import msgspec

from nervemap.content.model import Grade, Kind, Quality, Side

Answer = Literal["yes", "no", "unsure", "na"]
Symptom = Literal["none", "stretch", "own"]
Release = Literal["eases", "same", "worse", "not-done"]


class Part(msgspec.Struct, frozen=True):
    """Base of all parts of a case: they never change."""


class Mark(Part, frozen=True, kw_only=True):
    """A place that hurts: a region of one side and, where known, the exact chart point (t along, theta in degrees)."""

    side: Side
    region: str
    t: float | None = None
    theta: float | None = None
    qualities: tuple[Quality, ...] = ()
    intensity: int | None = None


class Crimp(Part, frozen=True, kw_only=True):
    """A grade and kind at a site; `side` is None for sites above the roots, which act on both legs."""

    side: Side | None
    site: str
    grade: Grade
    kind: Kind = "pressed"


class SlumpSide(Part, frozen=True, kw_only=True):
    """What one side of the slump test showed; `degrees` = knee short of straight."""

    symptom: Symptom
    release: Release
    degrees: float | None = None


class Case(Part, frozen=True, kw_only=True):
    """One person's record. `red_flags`: None = not asked; otherwise the ids answered yes (empty = none of these).

    No name is asked for: `label` is whatever tells this case from others. `date` is a day (2026-11-21).
    """

    label: str = ""
    marks: tuple[Mark, ...] = ()
    red_flags: dict[Literal["now", "same-day", "days"], tuple[str, ...] | None] = msgspec.field(
        default_factory=lambda: {"now": None, "same-day": None, "days": None}
    )
    signs: dict[str, Answer] = msgspec.field(default_factory=dict)
    slump: dict[Side, SlumpSide] = msgspec.field(default_factory=dict)
    crimps: tuple[Crimp, ...] = ()
    date: str | None = None
    birth_year: int | None = None
    notes: str = ""
