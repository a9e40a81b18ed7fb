"""The findings: frozen answers of the reasoning, ready for window, text and JSON. Every sentence carries its facts."""

from __future__ import annotations

from typing import Literal

import msgspec

from nervemap.content.model import Grade, Kind, RootId, Side
from nervemap.content.model_examination import SignsWord

NamedBy = Literal["article", "atlas"]
Direction = Literal["here", "below", "above"]
Ground = Literal["article", "atlas", "skin", "deep", "dermatome", "passes"]
"""Who or what links a nerve or root to an area."""
Result = Literal["positive", "not positive", "incomplete", "not done"]


class Finding(msgspec.Struct, frozen=True):
    """Base of all findings."""


class Fact(Finding, frozen=True, kw_only=True):
    """One sentence and the ids of the rows (or case entries such as `mark:right:heel`) it rests on; never empty."""

    text: str
    ids: tuple[str, ...]


class Candidate(Finding, frozen=True, kw_only=True):
    """A nerve that could be felt at the marked areas of one side.

    `explains` = region ids of the marks it is named for or reaches; `reaches` = whether its own course, skin or
    branches reach every area that it is named for, `unreached` = those that they don't. `tier` = who names it, as the
    order counts it. `rank` is equal for candidates that nothing separates.
    """

    side: Side
    nerve: str
    named_by: tuple[NamedBy, ...]
    roots: tuple[RootId, ...]
    explains: tuple[str, ...]
    reaches: bool
    unreached: tuple[str, ...] = ()
    tier: Literal["article", "atlas", "passes"]
    rank: int
    for_: tuple[Fact, ...] = msgspec.field(name="for", default=())
    against: tuple[Fact, ...] = ()


class SharedSite(Finding, frozen=True, kw_only=True):
    """A site that lies on the way to several marked areas, and the areas it should then also affect (not marked).

    `rank` counts from 1; places of the same rank are equal: nothing that is marked tells one from the other.
    """

    side: Side
    site: str
    rank: int
    explains: tuple[str, ...]
    should_also_affect: tuple[str, ...]


class Explanation(Finding, frozen=True, kw_only=True):
    """What the map finds for the marks of a case.

    `statement` is all of it in sentences; `above_roots`, `local_causes` and `both_sides` are those of them that stand
    beside candidates and shared sites, each with a place of its own. `both_sides` ends with the questions that marks
    alike on both sides raise; the statement of a whole case asks them in its own words.
    """

    candidates: tuple[Candidate, ...]
    shared_sites: tuple[SharedSite, ...]
    statement: tuple[Fact, ...]
    above_roots: Fact | None = None
    local_causes: Fact | None = None
    both_sides: tuple[Fact, ...] = ()


class FeltArea(Finding, frozen=True, kw_only=True):
    """An area where trouble at a site, root or nerve could be felt; `direction` seen from there.

    `reaches`: whether the course of the nerve gets there, or the article names it without that.
    """

    region: str
    direction: Direction
    because: Ground
    via: str
    reaches: bool = True


class SiteFlow(Finding, frozen=True, kw_only=True):
    """What is left after the crimps between the brain and this site (fraction of 1)."""

    site: str
    s_cm: float
    grade: Grade
    kind: Kind | None
    left: float


class Flow(Finding, frozen=True, kw_only=True):
    """A nerve's pipe under a teaching model: `capacity` is S (B) or C (A), `flow` is D at the end, both fractions."""

    nerve: str
    model: Literal["A", "B"]
    sites: tuple[SiteFlow, ...]
    capacity: float
    flow: float
    irritability: float
    word: str


class SignsReading(Finding, frozen=True, kw_only=True):
    """The six signs counted by the author's rule; `could_become` = the reading if every open answer were yes."""

    yes: tuple[int, ...]
    no: tuple[int, ...]
    unsure: tuple[int, ...]
    na: tuple[int, ...]
    unanswered: tuple[int, ...]
    reading: SignsWord
    could_become: SignsWord
    enough: bool
    text: str


class AuthorCriterion(Finding, frozen=True, kw_only=True):
    """The author's second criterion: the test replicates the pain and/or the side is clearly tighter."""

    replicates: bool
    tighter: bool
    met: bool


class SlumpReading(Finding, frozen=True, kw_only=True):
    """The slump test read twice: by structural differentiation, and by the author's criterion.

    `compared`: the knee was measured, or put into words, on both sides; else nobody knows which is tighter.
    """

    result: Result
    left: Result
    right: Result
    author_criterion: AuthorCriterion
    compared: bool
    text: str


class TestReading(Finding, frozen=True, kw_only=True):
    """Another test than the slump, read by moving a distant part."""

    test: str
    result: Result
    left: Result
    right: Result


class NextQuestion(Finding, frozen=True, kw_only=True):
    """The one thing to ask or do next, and why; `target` is its id (area: `side:region`; finding: `side:item`)."""

    kind: Literal["urgent", "sign", "area", "finding", "test"]
    target: str
    text: str
    reason: str
    ids: tuple[str, ...]


class Statement(Finding, frozen=True, kw_only=True):
    """One honest statement: what speaks for, against, what is unknown, and the few sentences that join them."""

    for_: tuple[Fact, ...] = msgspec.field(name="for", default=())
    against: tuple[Fact, ...] = ()
    unknown: tuple[Fact, ...] = ()
    text: tuple[Fact, ...] = ()
    next: NextQuestion | None = None
