"""What the urgent questions and the reasons not to test ask for, and what was dealt with."""

from __future__ import annotations

from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model_examination import RedFlagGroup
from nervemap.reasoning.findings import Fact

TEST = "slump"
"""The test whose contraindications are asked; they hold for its relatives too."""


def locking_yes(atlas: Atlas, case: Case) -> tuple[str, ...]:
    """The ids answered yes that lock the tests: urgent questions first, then contraindications."""
    groups = [group for group in _groups(atlas) if group.locks]
    return (*(flag for group in groups for flag in case.red_flags.get(group.id) or ()), *(case.contraindications or ()))


def locks(atlas: Atlas, case: Case) -> tuple[Fact, ...]:
    """The advice that stands above everything and locks the tests, most urgent first; () once it was dealt with."""
    facts = []
    for group in _groups(atlas):
        still_open = open_yes(case, case.red_flags.get(group.id)) if group.locks else ()
        if still_open:
            facts.append(Fact(text=group.advice, ids=(group.id, *still_open)))
    against = open_yes(case, case.contraindications)
    advice = atlas.tests[TEST].contraindication_advice
    if against and advice:
        facts.append(Fact(text=advice, ids=(TEST, *against)))
    return tuple(facts)


def quiet(atlas: Atlas, case: Case) -> tuple[Fact, ...]:
    """What is mentioned quietly: a yes of a group that does not lock, and what was dealt with."""
    facts = [
        Fact(text=group.advice, ids=(group.id, *(case.red_flags.get(group.id) or ())))
        for group in _groups(atlas)
        if not group.locks and case.red_flags.get(group.id)
    ]
    dealt = tuple(one for one in locking_yes(atlas, case) if one in case.dealt_with)
    if dealt:
        text = "An urgent answer or a reason not to test is recorded as dealt with by the clinician."
        facts.append(Fact(text=text, ids=dealt))
    return tuple(facts)


def not_asked(atlas: Atlas, case: Case) -> tuple[Fact, ...]:
    """One sentence for the groups of urgent questions that have no answer."""
    missing = [group for group in _groups(atlas) if case.red_flags.get(group.id) is None]
    if not missing:
        return ()
    which = "" if len(missing) == len(atlas.red_flag_groups) else f": {'; '.join(group.title for group in missing)}"
    return (Fact(text=f"Urgent questions not asked{which}.", ids=tuple(group.id for group in missing)),)


def open_yes(case: Case, yes: tuple[str, ...] | None) -> tuple[str, ...]:
    """Of the ids answered yes those that were not dealt with."""
    return tuple(one for one in yes or () if one not in case.dealt_with)


def _groups(atlas: Atlas) -> list[RedFlagGroup]:
    return sorted(atlas.red_flag_groups.values(), key=lambda group: group.number)
