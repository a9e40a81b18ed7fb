"""The kinds of rows in `data/`, typed and frozen: what all rows share, and what is known of areas, nerves and sites.

A row says who says so: `sources` are ids of rows in `sources.yaml`, where the tier and how far each source was checked
stand. A statement that others contradict carries `disputed_by`. Lengths are centimetres where the name ends in `_cm`,
angles degrees. Identifiers are stable: the command line and saved cases use them.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Tier = Literal["author's claim", "reader's comment", "textbook", "study", "estimate"]
Checked = Literal["full text", "abstract", "secondary", "not opened"]
Grade = Literal["none", "mild", "moderate", "severe"]
Kind = Literal["pressed", "stiff", "overstretched", "inflamed"]
Quality = Literal["ache", "tight", "sharp", "burning", "electric", "tingling", "numb", "cold"]
QUALITIES: tuple[Quality, ...] = get_args(Quality)
Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("right", "left")
KneeWord = Literal["straight", "nearly", "half", "little"]
Urgency = Literal["now", "same-day", "days"]
RootId = Literal["T12", "L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4", "S5"]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all rows: unknown fields are faults, rows never change."""


class Dispute(Row, frozen=True, kw_only=True):
    """Who contradicts the row, and in one sentence how."""

    source: str
    says: str


class Said(Row, frozen=True, kw_only=True):
    """A sentence with the sources it rests on."""

    text: str
    sources: tuple[str, ...]
    disputed_by: tuple[Dispute, ...] = ()


class NamedSaid(Said, frozen=True, kw_only=True):
    """A sentence that a case can point at: a reason not to test, a reason to stop."""

    id: str


class Source(Row, frozen=True, kw_only=True):
    """A work that the atlas rests on (sources.yaml). Cite work, year, place; never the mirror it was read on."""

    id: str
    work: str
    authors: str | None = None
    year: int | None = None
    place: str | None = None
    tier: Tier
    checked: Checked
    sample: str | None = None
    finding: str | None = None
    credit: str | None = None


class Claim(Row, frozen=True, kw_only=True):
    """A free-standing statement (claims.yaml) with its sources and who contradicts it.

    `about` names the areas, nerves, roots, sites, signs and tests beside which it is shown.
    """

    id: str
    topic: str
    text: str
    about: tuple[str, ...] = ()
    sources: tuple[str, ...]
    disputed_by: tuple[Dispute, ...] = ()


class MistakenFor(Row, frozen=True, kw_only=True):
    """An ordinary cause of pain in a region, and what sets it apart."""

    cause: str
    sets_apart: str
    urgent: Literal["now", "same-day"] | None = None
    sources: tuple[str, ...]


class AtlasAddition(Row, frozen=True, kw_only=True):
    """A nerve that the atlas adds to an area; never mixed with the published row."""

    nerve: str
    why: str
    sources: tuple[str, ...]


class Region(Row, frozen=True, kw_only=True):
    """A pain area of the map (regions.yaml), in table order; `row` and `published*` are article 001's, exact.

    `midline`: its two sides meet in the middle and belong to no leg.
    """

    id: str
    name: str
    plain: str
    midline: bool = False
    row: int | None = None
    published: str | None = None
    published_nerves: str | None = None
    nerves: tuple[str, ...] = ()
    atlas_adds: tuple[AtlasAddition, ...] = ()
    atlas_roots: tuple[RootId, ...] = ()
    synonyms: tuple[str, ...] = ()
    mistaken_for: tuple[MistakenFor, ...]
    notes: tuple[Said, ...] = ()
    chart: str
    sources: tuple[str, ...]


class Confusion(Row, frozen=True, kw_only=True):
    """What this nerve (or root) is confused with, by id, and what tells them apart."""

    other: str
    tells: str
    sources: tuple[str, ...]


class Nerve(Row, frozen=True, kw_only=True):
    """A nerve or a group of nerves (nerves.yaml). Geometry is named, never typed: `paths` are names in nerve_paths.csv.

    `roots` is the usual range, `root_variants` what other texts say. `exit` is the root whose foramen is s = 0 (sciatic
    family: L5, also where the nerve itself has no L5 root). `main_root` carries the course that stands for the nerve.
    `skin_regions` are areas of its own skin supply, `deep_regions` areas of deep ache (muscle, joint, bone) of its own,
    `passes_regions` areas it merely runs through. Branches speak for themselves. `reflex` runs through the nerve.
    """

    id: str
    name: str
    latin: str | None = None
    synonyms: tuple[str, ...] = ()
    plain: str
    members: tuple[str, ...] = ()
    published_as: str | None = None
    roots: tuple[RootId, ...] = ()
    root_variants: str | None = None
    parent: str | None = None
    exit: RootId | None = None
    main_root: RootId | None = None
    paths: tuple[str, ...] = ()
    ends_in: str | None = None
    territories: tuple[str, ...] = ()
    skin_regions: tuple[str, ...] = ()
    deep_regions: tuple[str, ...] = ()
    passes_regions: tuple[str, ...] = ()
    motor: tuple[str, ...] = ()
    reflex: str | None = None
    skin: str | None = None
    course: str
    confused_with: tuple[Confusion, ...] = ()
    biased_by: tuple[str, ...] = ()
    bias: str | None = None
    notes: tuple[Said, ...] = ()
    sources: tuple[str, ...]
    disputed_by: tuple[Dispute, ...] = ()


class Root(Row, frozen=True, kw_only=True):
    """A spinal root (roots.yaml): its path and foramen on the body, dermatome, reflex and key muscles.

    `skin`: where the dermatome is taught to lie, in words; `dermatome` and `skin_regions`: where the chart draws it.
    """

    id: RootId
    name: str
    path: str
    foramen: str
    skin: str
    dermatome: str | None = None
    skin_regions: tuple[str, ...] = ()
    reflex: str | None = None
    muscles: tuple[str, ...] = ()
    confused_with: tuple[Confusion, ...] = ()
    notes: tuple[Said, ...] = ()
    sources: tuple[str, ...]


class Anchor(Row, frozen=True, kw_only=True):
    """A named landmark on a path of nerve_paths.csv where a site sits."""

    path: str
    landmark: str


class Site(Row, frozen=True, kw_only=True):
    """A place where a nerve could be held, pressed or irritated (sites.yaml), in the order brain to toe.

    `above_roots`: acts on both legs and takes none, mild or moderate. `roots`: for a disc or foramen, the root there.
    `listed_cm` is the estimate of the reference list, for comparison only; the position is where the landmark lies.
    `lies_in`: its area in the sole, where height does not tell which areas lie beyond it. `short`: its name where
    there is no room for all of it.
    """

    id: str
    name: str
    short: str | None = None
    plain: str
    nerves: tuple[str, ...]
    roots: tuple[RootId, ...] = ()
    above_roots: bool = False
    on_course: bool = True
    anchors: tuple[Anchor, ...] = ()
    lies_in: str | None = None
    synonyms: tuple[str, ...] = ()
    structure: str
    pattern: str
    named_by: tuple[str, ...] = ()
    listed_cm: float | None = None
    notes: tuple[Said, ...] = ()
    sources: tuple[str, ...]
    disputed_by: tuple[Dispute, ...] = ()


class Landmark(Row, frozen=True, kw_only=True):
    """A published distance or frequency (landmarks.yaml), with the nerves and sites beside which it is shown.

    `verified` is false where the figure itself was not seen; then `value` says so and gives none.
    """

    id: str
    quantity: str
    value: str
    sample: str | None = None
    verified: bool = True
    nerves: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[str, ...]
