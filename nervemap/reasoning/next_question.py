"""The one area, sign, finding or test that would tell most now, and why.

The urgent questions come first, then signs that could change the reading. Then the question that splits the leading
candidates most evenly: what is felt and asked comes before what is tested, as it asks less of the person. Silent where
nothing separates them; a test that was stopped is not asked for again.
"""

from __future__ import annotations

from collections.abc import Iterator

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.content.model_examination import NeuroItem
from nervemap.reasoning.areas import with_branches
from nervemap.reasoning.findings import Candidate, Explanation, NextQuestion, SignsReading, SlumpReading
from nervemap.reasoning.urgent import not_asked
from nervemap.reasoning.wording import listed, lowered, the_nerve

MOST_LEADING = 6


def next_question(
    atlas: Atlas, case: Case, explanation: Explanation, signs: SignsReading, slump: SlumpReading
) -> NextQuestion | None:
    """What to ask or do next; None when nothing would tell more."""
    missing = not_asked(atlas, case)
    if missing:
        why = "They matter more than anything else here."
        return NextQuestion(
            kind="urgent", target="urgent", text="the urgent questions.", reason=why, ids=missing[0].ids
        )
    return _sign(atlas, signs) or _separating(atlas, case, explanation) or _slump(case, slump)


def leading(explanation: Explanation) -> tuple[Candidate, ...]:
    """The candidates that nothing puts behind another: those of the first rank, and the next where it stands alone.

    Of two sides the one with more of them is looked at first.
    """
    best: tuple[Candidate, ...] = ()
    for side in ("right", "left"):
        own = [one for one in explanation.candidates if one.side == side]
        ranks = sorted({one.rank for one in own})
        first = [one for one in own if one.rank == ranks[0]] if ranks else []
        if len(first) == 1 and len(ranks) > 1:
            first += [one for one in own if one.rank == ranks[1]]
        best = max(best, tuple(first[:MOST_LEADING]), key=len)
    return best


def _sign(atlas: Atlas, signs: SignsReading) -> NextQuestion | None:
    open_signs = (*signs.unanswered, *signs.unsure)
    if not open_signs or (signs.could_become == signs.reading and signs.enough):
        return None
    sign = next(sign for sign in atlas.signs.values() if sign.number == open_signs[0])
    why = "There are not enough answers yet." if not signs.enough else f"It could change the reading: {signs.reading}."
    return NextQuestion(
        kind="sign", target=sign.id, text=f"sign {sign.number}. {sign.question}", reason=why, ids=(sign.id,)
    )


def _slump(case: Case, slump: SlumpReading) -> NextQuestion | None:
    if _was_stopped(case):
        return None
    if slump.result == "not done":
        text, why = "the slump test, both sides, the less sore one first.", "No test has been recorded yet."
    elif slump.result == "incomplete" and not slump.author_criterion.replicates:
        text, why = "the slump test, from where it was left.", "It has been begun."
    elif slump.result == "incomplete":
        text = "the head lift, the one move that gives the slump test a result."
        why = "Without it the person's own symptom says little."
    else:
        return None
    return NextQuestion(kind="test", target="slump", text=text, reason=why, ids=("slump",))


def _was_stopped(case: Case) -> bool:
    """Whether a test was stopped early: then no other is asked for either."""
    tests = (case.slump, *case.relatives.values())
    return any(side.stopped for sides in tests for side in sides.values())


def _separating(atlas: Atlas, case: Case, explanation: Explanation) -> NextQuestion | None:
    candidates = leading(explanation)
    if len(candidates) < 2:
        return None
    best: tuple[int, NextQuestion] | None = None
    nerves = tuple(one.nerve for one in candidates)
    for some, question in _ways(atlas, case, candidates[0].side, nerves):
        evenness = min(len(some), len(nerves) - len(some))
        if evenness and (best is None or evenness > best[0]):
            best = evenness, question
    return best[1] if best else None


def _ways(
    atlas: Atlas, case: Case, side: Side, nerves: tuple[str, ...]
) -> Iterator[tuple[frozenset[str], NextQuestion]]:
    """Everything that could be asked or done, with those of the nerves on one side of the answer."""
    marked = {mark.region for mark in case.marks if mark.side == side}
    for region in atlas.regions.values():
        if region.id in marked or f"{side}:{region.id}" in case.not_felt:
            continue
        some = frozenset(nerve for nerve in nerves if region.id in _supplied(atlas, nerve))
        why = _apart(atlas, nerves, some, "could be felt there", "could not")
        yield (
            some,
            NextQuestion(
                kind="area",
                target=f"{side}:{region.id}",
                text=f"is anything felt at the {side} {region.plain}?",
                reason=why,
                ids=(region.id, *nerves),
            ),
        )
    for item in sorted(atlas.neuro.values(), key=lambda item: ("touch", "reflex", "muscle").index(item.kind)):
        if case.neuro.get(side, {}).get(item.id) is None:
            for_, against = _spoken_for(item, nerves)
            why = _apart(atlas, nerves, for_ or against, *_NEURO_WORDS[bool(for_)])
            touch = "light touch, " if item.kind == "touch" else ""
            text = f"{touch}{side} {lowered(item.name)}. {item.how}"
            target = f"{side}:{item.id}"
            yield (
                for_ or against,
                NextQuestion(kind="finding", target=target, text=text, reason=why, ids=(item.id, *nerves)),
            )
    for test in () if _was_stopped(case) else atlas.tests.values():
        if test.id != "slump" and test.steps and side not in case.relatives.get(test.id, {}):
            some = frozenset(nerve for nerve in nerves if nerve in test.biases)
            why = _apart(atlas, nerves, some, "is loaded more by it", "is not")
            text = f"{lowered(test.name)}."
            yield some, NextQuestion(kind="test", target=test.id, text=text, reason=why, ids=(test.id, *nerves))


_NEURO_WORDS = {
    True: ("would explain less than normal there", "would not"),
    False: ("would leave it normal", "might not"),
}


def _supplied(atlas: Atlas, nerve: str) -> frozenset[str]:
    """The areas that a nerve and its branches supply."""
    rows = with_branches(atlas, atlas.nerves[nerve])
    return frozenset(region for one in rows for region in (*one.skin_regions, *one.deep_regions))


def _spoken_for(item: NeuroItem, nerves: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Of the nerves, those that less than normal speaks for by name, and those it speaks against."""
    for_ = frozenset(pair.speaks_for for pair in item.pairs) & frozenset(nerves)
    return for_, (frozenset(pair.rather_than for pair in item.pairs) & frozenset(nerves)) - for_


def _apart(atlas: Atlas, nerves: tuple[str, ...], some: frozenset[str], does: str, does_not: str) -> str:
    ones = [the_nerve(atlas, nerve) for nerve in nerves if nerve in some]
    others = [the_nerve(atlas, nerve) for nerve in nerves if nerve not in some]
    if not ones or not others:
        return ""
    return f"It tells leading nerves apart: {listed(ones)} {does}; {listed(others)} {does_not}."
