"""The acts of an examination beyond signs and urgent questions: history, findings, reflexes, tests."""

from __future__ import annotations

from msgspec.structs import replace

from nervemap.case.case import Answer, Case, Neuro, SlumpSide, StepNote
from nervemap.case.commands import CaseError, Command, answer_word, with_entry
from nervemap.content.model import Region, Side
from nervemap.content.model_examination import HistoryQuestion, NeuroItem, Observation, Test

MOST_DEGREES = 90
_NOTHING = SlumpSide(symptom="none", release="not-done")


def answer_history(question: HistoryQuestion, answer: Answer | None) -> Command:
    """Answer one of the three questions about what happened before; None takes the answer back."""
    text = f"History {question.number}: {answer_word(answer)}"
    return Command(text, lambda case: replace(case, history=with_entry(case.history, question.id, answer)))


def answer_observation(observation: Observation, answer: Answer | None) -> Command:
    """Record whether something was found; None takes it back."""
    text = f"Finding, {observation.id.replace('-', ' ')}: {answer_word(answer)}"
    return Command(text, lambda case: replace(case, observations=with_entry(case.observations, observation.id, answer)))


def set_neuro(side: Side, item: NeuroItem, found: Neuro | None) -> Command:
    """Record a reflex, muscle or area of touch of one leg; None is not tested."""

    def apply(case: Case) -> Case:
        return replace(case, neuro={**case.neuro, side: with_entry(case.neuro.get(side, {}), item.id, found)})

    name = f"{item.name[:1].lower()}{item.name[1:]}"
    return Command(f"{side.capitalize()} {name}: {found or 'not tested'}", apply)


def set_contraindications(yes: tuple[str, ...] | None) -> Command:
    """Record the reasons not to test: the ids answered yes, () for none of these, None for not asked."""
    word = "not asked" if yes is None else f"{len(yes)} yes" if yes else "none of these"
    return Command(f"Reasons not to test: {word}", lambda case: replace(case, contraindications=yes))


def deal_with(ids: tuple[str, ...]) -> Command:
    """The clinician says in one act that these urgent answers were dealt with."""
    return Command("Urgent answers dealt with", lambda case: replace(case, dealt_with=ids))


def set_relative(test: Test, side: Side, result: SlumpSide | None) -> Command:
    """Record what one side of another test than the slump showed; None takes it back."""

    def apply(case: Case) -> Case:
        sides = with_entry(case.relatives.get(test.id, {}), side, result)
        return replace(case, relatives=with_entry(case.relatives, test.id, sides or None))

    return Command(f"{test.name}, {side} side", apply)


def set_not_felt(side: Side, region: Region, asked: bool) -> Command:
    """Record that an area was asked about and nothing is felt there."""
    key = f"{side}:{region.id}"

    def apply(case: Case) -> Case:
        others = tuple(one for one in case.not_felt if one != key)
        return replace(case, not_felt=(*others, key) if asked else others)

    return Command(f"Nothing felt at the {side} {region.plain}", apply)


def set_less_sore(side: Side | None) -> Command:
    """Record which side is less sore: it is tested first."""
    return Command(f"Less sore side: {side or 'not said'}", lambda case: replace(case, less_sore=side))


def set_self_check(allowed: bool) -> Command:
    """Let the person try the head lift alone, once, or not."""
    text = "Offer the self-check" if allowed else "Take the self-check back"
    return Command(text, lambda case: replace(case, self_check=allowed))


def set_tighter_degrees(degrees: float | None) -> Command:
    """From how many degrees on one side counts as clearly tighter; None is the rule's value.

    Raises:
        CaseError: not within 1-90.
    """
    if degrees is not None and not 1 <= degrees <= MOST_DEGREES:
        raise CaseError(f"{degrees:g} degrees are out of range: choose 1 to {MOST_DEGREES}.")
    word = "the usual value" if degrees is None else f"{degrees:g} degrees"
    return Command(f"Clearly tighter from {word}", lambda case: replace(case, tighter_degrees=degrees))


def noted(side: SlumpSide | None, note: StepNote) -> SlumpSide:
    """One side with a note of one step; the strongest of its notes stands for the side (own, stretch, nothing)."""
    now = side or _NOTHING
    notes = (*(one for one in now.notes if one.step != note.step), note)
    strongest = max((one.symptom for one in notes), key=("none", "stretch", "own").index)
    return replace(now, notes=notes, symptom=strongest)


def not_noted(side: SlumpSide, step: str) -> SlumpSide | None:
    """One side without the note of one step; None where nothing else was recorded of it."""
    notes = tuple(one for one in side.notes if one.step != step)
    strongest = max((one.symptom for one in notes), key=("none", "stretch", "own").index, default="none")
    left = replace(side, notes=notes, symptom=strongest)
    return None if left == _NOTHING else left


def stopped(side: SlumpSide | None, reason: str | None) -> SlumpSide | None:
    """One side stopped early for a reason (its id), or not; None where nothing else was recorded of it."""
    now = replace(side or _NOTHING, stopped=reason)
    return None if now == _NOTHING else now
