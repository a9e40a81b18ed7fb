"""The rows of an examination: urgent questions, signs, tests, findings, what helps, and the rules they are read by."""

from __future__ import annotations

from typing import Literal

from nervemap.content.model import Dispute, KneeWord, NamedSaid, RootId, Row, Said, Urgency
from nervemap.content.model_pipe import FlowRules

SignsWord = Literal["few", "possible", "highly likely"]


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

    id: Urgency
    number: int
    title: str
    advice: str
    locks: bool
    sources: tuple[str, ...]


class RedFlag(Row, frozen=True, kw_only=True):
    """One urgent question (red_flags.yaml, `questions`)."""

    id: str
    group: Urgency
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
    reading: SignsWord
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


class SignBand(Row, frozen=True, kw_only=True):
    """From how many signs on the author's rule reads how (rules.yaml)."""

    reading: SignsWord
    at_least: int
    text: str
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
