"""What the clinician's page holds: everything recorded, what follows from it, and every source, as plain tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nervemap.case.case import Case, Crimp
from nervemap.case.commands import ANSWER_WORDS
from nervemap.content.atlas import Atlas
from nervemap.content.model import Claim
from nervemap.content.model_examination import AgreePart
from nervemap.handout.patient import Followed
from nervemap.handout.recorded import SIDES, also_recorded, findings, history, neuro, tests, urgent
from nervemap.reasoning.findings import Explanation, Fact
from nervemap.reasoning.flow import flow, loss_told
from nervemap.reasoning.places import Places
from nervemap.reasoning.signs import read_signs
from nervemap.reasoning.slump import read_slump
from nervemap.reasoning.statement import statement
from nervemap.reasoning.urgent import locks, open_yes
from nervemap.reasoning.wording import capital, lowered, source_line

MOST_IN_FULL = 6
"""Of nerves and sites so many stand with all their reasons, in the order of the reading; the others in short."""


def clinician_words(
    atlas: Atlas, places: Places, case: Case, explanation: Explanation, followed: Followed | None
) -> dict[str, Any]:
    """Tables (lists of rows of cells) and paragraphs for the template; label and notes reach it apart, as typed."""
    signs, slump = read_signs(atlas, case.signs), read_slump(atlas, case.slump, case.tighter_degrees)
    whole = statement(atlas, case, explanation, signs, slump)
    return {
        "birth_year": str(case.birth_year or ""),
        "urgent": [[group.title, urgent(atlas, case, group.id)] for group in atlas.red_flag_groups.values()],
        "advice": [
            group.advice for group in atlas.red_flag_groups.values() if open_yes(case, case.red_flags.get(group.id))
        ],
        "marks": [
            [
                f"{mark.side} {atlas.regions[mark.region].plain}",
                ", ".join(mark.qualities),
                "" if mark.intensity is None else f"{mark.intensity} of 10",
            ]
            for mark in case.marks
        ],
        "signs": [
            [str(sign.number), sign.statement, ANSWER_WORDS[answer] if (answer := case.signs.get(sign.id)) else "open"]
            for sign in atlas.signs.values()
        ],
        "signs_reading": signs.text,
        "tests": tests(atlas, case),
        "slump_reading": slump.text,
        "history": history(atlas, case),
        "findings": findings(atlas, case),
        "neuro": neuro(atlas, case),
        "also": also_recorded(atlas, case),
        "statement": {
            "said": _texts(whole.text),
            "for": _texts(whole.for_),
            "against": _texts(whole.against),
            "unknown": _texts(whole.unknown),
        },
        "candidates": [
            {
                "name": f"{one.side.capitalize()}: {atlas.nerves[one.nerve].name}",
                "by": " and the ".join(one.named_by),
                "roots": ", ".join(one.roots),
                "for": _texts(one.for_) if place < MOST_IN_FULL else [],
                "against": _texts(one.against) if place < MOST_IN_FULL else [],
            }
            for place, one in enumerate(explanation.candidates)
        ],
        "shared": _shared(atlas, explanation),
        "crimps": [_crimp(atlas, one) for one in case.crimps],
        "flow": _flow_words(atlas, places, case, crimped_nerve(places, case, followed)),
        "mistaken": [
            {
                "area": capital(atlas.regions[region].plain),
                "causes": [[cause.cause, cause.sets_apart] for cause in atlas.regions[region].mistaken_for],
            }
            for region in dict.fromkeys(mark.region for mark in case.marks)
        ],
        "agree": [
            {"title": part.title, "texts": [_whole(atlas.claims[one]) for one in part.claims], "fill_in": part.fill_in}
            for part in _to_agree(atlas, case)
        ],
        "sources": [
            [source_line(atlas.sources[id_]), f"{atlas.sources[id_].tier}; checked: {atlas.sources[id_].checked}"]
            for id_ in _sources(atlas, case, explanation)
        ],
    }


def crimped_nerve(places: Places, case: Case, followed: Followed | None) -> Followed | None:
    """The nerve to show the crimps on: the one that is followed, or one with more of them; None without a crimp."""
    at = {(crimp.side, crimp.site) for crimp in case.crimps}

    def carried(one: Followed) -> int:
        return sum((one.side, site) in at or (None, site) in at for site, _ in places.sites[one.nerve])

    others = [Followed(side, nerve) for side in SIDES for nerve in places.sites]
    best = max([*([followed] if followed else []), *others], key=carried)
    return best if carried(best) else None


def _to_agree(atlas: Atlas, case: Case) -> list[AgreePart]:
    """What can be agreed now: nothing that waits while an urgent answer comes first."""
    locked = bool(locks(atlas, case))
    return [part for part in atlas.agree.values() if not (locked and part.waits)]


def _whole(claim: Claim) -> str:
    """What is said, and what others say against it."""
    return " ".join((claim.text, *(f"Others: {dispute.says}" for dispute in claim.disputed_by)))


def _texts(facts: Iterable[Fact]) -> list[str]:
    return [fact.text for fact in facts]


def _areas(atlas: Atlas, regions: Iterable[str]) -> str:
    return ", ".join(atlas.regions[region].plain for region in regions)


def _shared(atlas: Atlas, explanation: Explanation) -> list[dict[str, str]]:
    """Sites that account for the same marks and would also affect the same areas stand together."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for place, one in enumerate(explanation.shared_sites):
        more = _areas(atlas, one.should_also_affect) if place < MOST_IN_FULL else ""
        alike = (one.side.capitalize(), _areas(atlas, one.explains), more)
        found.setdefault(alike, []).append(atlas.sites[one.site].name)
    return [
        {"name": f"{side}: {'; '.join(sites)}", "explains": explains, "more": more}
        for (side, explains, more), sites in found.items()
    ]


def _crimp(atlas: Atlas, one: Crimp) -> list[str]:
    return [one.side or "both", atlas.sites[one.site].name, f"{one.grade}, {one.kind}"]


def _flow_words(atlas: Atlas, places: Places, case: Case, followed: Followed | None) -> str:
    if followed is None:
        return ""
    nerve, side = followed.nerve, followed.side
    found = flow(atlas.rules.flow, nerve, places.sites[nerve], case.crimps, side=side)
    name = lowered(atlas.nerves[nerve].name)
    return f"Teaching model {found.model}, {side} {name}: {loss_told(found.word)}. This is {atlas.rules.flow.caption}."


def _sources(atlas: Atlas, case: Case, explanation: Explanation) -> list[str]:
    """The ids of all sources that anything on the page rests on, in the order of the page."""
    ids: dict[str, None] = {}
    for group in atlas.red_flag_groups.values():
        ids |= dict.fromkeys(group.sources)
    for mark in case.marks:
        row = atlas.regions[mark.region]
        ids |= dict.fromkeys((*row.sources, *(one for cause in row.mistaken_for for one in cause.sources)))
    for candidate in explanation.candidates:
        ids |= dict.fromkeys(atlas.nerves[candidate.nerve].sources)
    for site in (*(one.site for one in explanation.shared_sites), *(one.site for one in case.crimps)):
        ids |= dict.fromkeys(atlas.sites[site].sources)
    for sign in atlas.signs.values():
        ids |= dict.fromkeys(sign.sources)
    for question in case.history:
        ids |= dict.fromkeys(atlas.history[question].sources)
    for observation in case.observations:
        ids |= dict.fromkeys(atlas.observations[observation].sources)
    for item in (one for side in case.neuro.values() for one in side):
        ids |= dict.fromkeys(atlas.neuro[item].sources)
    for test in case.relatives:
        ids |= dict.fromkeys(atlas.tests[test].sources)
    for part in _to_agree(atlas, case):
        for claim in (atlas.claims[one] for one in part.claims):
            ids |= dict.fromkeys((*claim.sources, *(dispute.source for dispute in claim.disputed_by)))
    ids |= dict.fromkeys((*atlas.tests["slump"].sources, *atlas.rules.slump.sources, *atlas.rules.flow.sources))
    return list(ids)
