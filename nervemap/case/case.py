"""The record: what was marked, asked, tested and crimped. Frozen; the workspace replaces it as a whole."""

from __future__ import annotations

from typing import Literal

import msgspec

from nervemap.content.model import Grade, Kind, KneeWord, Quality, Side, Urgency

Answer = Literal["yes", "no", "unsure", "na"]
Symptom = Literal["none", "stretch", "own"]
Release = Literal["eases", "same", "worse", "not-done"]
SymptomPlace = Literal["above-pelvis", "leg", "below-knee"]
Moved = Literal["head", "ankle"]
Neuro = Literal["normal", "less"]


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


class StepNote(Part, frozen=True, kw_only=True):
    """What was felt at one step of a test, by the id of the step; intensity 0-10."""

    step: str
    symptom: Symptom
    intensity: int | None = None


class SlumpSide(Part, frozen=True, kw_only=True):
    """What one side of a test showed; `degrees` = knee short of straight (leg raise: how far the leg was lifted).

    `knee`: a word where nothing was measured. `moved`: the distant part that the release moved. `order`: the ids of the
    steps where they were taken in another order. `stopped`: the id of the reason for an early stop.
    """

    symptom: Symptom
    release: Release
    degrees: float | None = None
    knee: KneeWord | None = None
    place: SymptomPlace | None = None
    moved: Moved = "head"
    notes: tuple[StepNote, ...] = ()
    order: tuple[str, ...] = ()
    stopped: str | None = None


class Case(Part, frozen=True, kw_only=True):
    """One person's record. `red_flags`: None = not asked; otherwise the ids answered yes (empty = none of these).

    No name is asked for: `label` is whatever tells this case from others. `date` is a day (2026-11-21).

    `contraindications` (of the tests) likewise. `dealt_with`: ids of urgent answers and contraindications that were
    dealt with. `relatives`: other tests than the slump, by id. `not_felt`: areas that were asked about in vain, as
    "side:region". `self_check`: the clinician lets the person try the head lift alone, once.
    `tighter_degrees` stand in place of the rule's.
    """

    label: str = ""
    marks: tuple[Mark, ...] = ()
    red_flags: dict[Urgency, tuple[str, ...] | None] = msgspec.field(
        default_factory=lambda: {"now": None, "same-day": None, "days": None}
    )
    signs: dict[str, Answer] = msgspec.field(default_factory=dict)
    slump: dict[Side, SlumpSide] = msgspec.field(default_factory=dict)
    history: dict[str, Answer] = msgspec.field(default_factory=dict)
    neuro: dict[Side, dict[str, Neuro]] = msgspec.field(default_factory=dict)
    observations: dict[str, Answer] = msgspec.field(default_factory=dict)
    contraindications: tuple[str, ...] | None = None
    dealt_with: tuple[str, ...] = ()
    relatives: dict[str, dict[Side, SlumpSide]] = msgspec.field(default_factory=dict)
    not_felt: tuple[str, ...] = ()
    less_sore: Side | None = None
    self_check: bool = False
    tighter_degrees: float | None = None
    crimps: tuple[Crimp, ...] = ()
    date: str | None = None
    birth_year: int | None = None
    notes: str = ""
