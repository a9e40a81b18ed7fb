"""The kinds of rows in `data/`: everything that is known, typed and frozen.

A row says who says so: `sources` are ids of rows in `sources.yaml`, where the tier and how far each source was checked
stand. A statement that others contradict carries `disputed_by`. Lengths are centimetres where the name ends in `_cm`,
angles degrees. Identifiers are stable: the command line and saved cases use them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Tier = Literal["author's claim", "reader's comment", "textbook", "study", "estimate"]
Checked = Literal["full text", "abstract", "secondary", "not opened"]
Grade = Literal["none", "mild", "moderate", "severe"]
Kind = Literal["pressed", "stiff", "overstretched", "inflamed"]
Quality = Literal["ache", "tight", "sharp", "burning", "electric", "tingling", "numb", "cold"]
Side = Literal["left", "right"]
KneeWord = Literal["straight", "nearly", "half", "little"]
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


class Sign(Row, frozen=True, kw_only=True):
    """One of the six signs (signs.yaml). A yes always means that the sign is present."""

    id: str
    number: int
    statement: str
    plain: str
    question: str
    tissue: str
    why: str
    not_applicable: str | None = None
    caveats: tuple[Said, ...] = ()
    sources: tuple[str, ...]


class Step(Row, frozen=True, kw_only=True):
    """One step of a test: what the person does, the words to say, what to ask."""

    id: str
    title: str
    do: str
    say: str
    ask: str | None = None
    sources: tuple[str, ...]


class Accuracy(Row, frozen=True, kw_only=True):
    """A published figure about a test, with its sample; `confirmed` is false where sources conflict."""

    text: str
    confirmed: bool = True
    sources: tuple[str, ...]


class Test(Row, frozen=True, kw_only=True):
    """A neurodynamic test (tests.yaml). `stopped_for` are the reasons that an early stop can record."""

    id: str
    name: str
    short: str | None = None
    synonyms: tuple[str, ...] = ()
    plain: str
    biases: tuple[str, ...]
    position: str
    steps: tuple[Step, ...] = ()
    contraindications: tuple[NamedSaid, ...] = ()
    contraindication_advice: str | None = None
    stop_rules: tuple[Said, ...] = ()
    stopped_for: tuple[NamedSaid, ...] = ()
    self_check: Said | None = None
    readings: tuple[Said, ...] = ()
    accuracy: tuple[Accuracy, ...] = ()
    notes: tuple[Said, ...] = ()
    sources: tuple[str, ...]


class RedFlagGroup(Row, frozen=True, kw_only=True):
    """A group of urgent questions (red_flags.yaml, `groups`): how soon, and the advice for a yes."""

    id: Literal["now", "same-day", "days"]
    number: int
    title: str
    advice: str
    locks: bool
    sources: tuple[str, ...]


class RedFlag(Row, frozen=True, kw_only=True):
    """One urgent question (red_flags.yaml, `questions`)."""

    id: str
    group: Literal["now", "same-day", "days"]
    question: str
    means: str
    sources: tuple[str, ...]


class HistoryQuestion(Row, frozen=True, kw_only=True):
    """One question about what happened before (history.yaml), in the article's order. A yes points to sites."""

    id: str
    number: int
    question: str
    why: str
    sites: tuple[str, ...]
    sources: tuple[str, ...]
    disputed_by: tuple[Dispute, ...] = ()


class Pair(Row, frozen=True, kw_only=True):
    """Less than normal speaks for one nerve or root rather than for the other; what tells them apart stands there."""

    speaks_for: str
    rather_than: str


class NeuroItem(Row, frozen=True, kw_only=True):
    """A reflex, key muscle or area of light touch (neuro.yaml); `asks` are urgent questions that belong to it."""

    id: str
    kind: Literal["reflex", "muscle", "touch"]
    name: str
    how: str
    roots: tuple[RootId, ...] = ()
    pairs: tuple[Pair, ...] = ()
    asks: tuple[str, ...] = ()
    sources: tuple[str, ...]


class Observation(Row, frozen=True, kw_only=True):
    """What was found besides signs and tests (observations.yaml), and which way it speaks. A yes means it was found."""

    id: str
    question: str
    speaks: Literal["for", "against"]
    fact: str
    asks: tuple[str, ...] = ()
    sources: tuple[str, ...]
    disputed_by: tuple[Dispute, ...] = ()


class CombinationCell(Row, frozen=True, kw_only=True):
    """What signs and the author's second criterion say together (combination.yaml, `cells`)."""

    id: str
    reading: Literal["few", "possible", "highly likely"]
    criterion_met: bool
    text: str
    sources: tuple[str, ...]


class ConfirmedLine(Row, frozen=True, kw_only=True):
    """Whether moving a distant part confirmed the criterion (combination.yaml, `lines`), by the test's result."""

    id: str
    result: Literal["positive", "not positive", "incomplete"]
    text: str
    sources: tuple[str, ...]


class Questionnaire(Row, frozen=True, kw_only=True):
    """A published questionnaire for nerve pain (questionnaires.yaml): how long, which cut-off, how it did in groups."""

    id: str
    name: str
    items: str
    cut_off: str
    accuracy: tuple[Accuracy, ...]
    sources: tuple[str, ...]


class HelpPart(Row, frozen=True, kw_only=True):
    """A part of what helps (help.yaml): claims of the articles by id, and beside them what trials say."""

    id: str
    title: str
    said: tuple[str, ...]
    trials: tuple[str, ...] = ()
    sources: tuple[str, ...]


class AgreePart(Row, frozen=True, kw_only=True):
    """What is agreed with the person (agree.yaml): claims by id, and what the therapist writes by hand.

    `waits`: left out while an urgent answer comes first.
    """

    id: str
    title: str
    claims: tuple[str, ...]
    fill_in: str | None = None
    waits: bool = False
    sources: tuple[str, ...]


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


class SignBand(Row, frozen=True, kw_only=True):
    """From how many signs on the author's rule reads how (rules.yaml)."""

    reading: Literal["few", "possible", "highly likely"]
    at_least: int
    text: str
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


class SlumpRules(Row, frozen=True, kw_only=True):
    """When one side counts as clearly tighter (rules.yaml): degrees of knee short of straight, ours and adjustable.

    `knee_words`: the degrees that each word for the knee may stand for, where nothing was measured.
    """

    tighter_degrees: float
    knee_words: dict[KneeWord, tuple[float, float]]
    sources: tuple[str, ...]


class Rules(Row, frozen=True, kw_only=True):
    """The fixed sentence, the author's thresholds and our teaching models (rules.yaml)."""

    fixed_sentence: str
    sign_bands: tuple[SignBand, ...]
    not_enough_unknown: int
    slump: SlumpRules
    flow: FlowRules


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
    signs: dict[str, Literal["yes", "no", "unsure", "na"]] = {}
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
