"""What a person who is no clinician is told about a case: plain words, for the page and for the patient window.

No notes, label, crimps, grades, flow or counts get in here: changing them changes nothing that is told.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from nervemap.case.case import Case, SlumpSide
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.findings import Explanation
from nervemap.reasoning.places import Places
from nervemap.reasoning.urgent import open_yes
from nervemap.reasoning.wording import lowered

MOST_PLACES = 3
_SLUMP = {
    "own": "it brought on the pain or feeling that you know",
    "stretch": "it brought on a stretch, as in many healthy people",
    "none": "it brought on nothing",
}
_RELEASE = {
    "eases": ", and moving a part far away eased it",
    "worse": ", and moving a part far away made it stronger",
    "same": ", and moving a part far away changed nothing",
    "not-done": "",
}


class Followed(msgspec.Struct, frozen=True):
    """The nerve that is spoken of, and its side."""

    side: Side
    nerve: str


class PatientWords(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is said, part by part; a part that is empty is left out. `felt`: areas with their kinds.

    `why` and `about_places` explain the way of a nerve and the places to look at.
    """

    urgent: tuple[str, ...] = ()
    felt: tuple[tuple[str, str], ...] = ()
    nerve: str = ""
    about_nerve: str = ""
    why: str = ""
    route: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    about_places: str = ""
    found: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


def followed_nerve(
    atlas: Atlas, case: Case, explanation: Explanation, chosen: Followed | None = None
) -> Followed | None:
    """The nerve to speak of: the chosen one, otherwise the one that is named for most of what is marked.

    The article's naming counts for more than the atlas's; of equals the one that the reading puts first.
    """
    if chosen is not None:
        return Followed(chosen.side, atlas.members(chosen.nerve)[0].id)
    best, most = None, -1
    for one in explanation.candidates:
        rows = [atlas.regions[mark.region] for mark in case.marks if mark.side == one.side]
        by_article = sum(one.nerve in _members(atlas, row.nerves) for row in rows)
        by_atlas = sum(one.nerve in _members(atlas, [add.nerve for add in row.atlas_adds]) for row in rows)
        if 2 * by_article + by_atlas > most:
            best, most = Followed(one.side, one.nerve), 2 * by_article + by_atlas
    return best


def _members(atlas: Atlas, nerves: Iterable[str]) -> set[str]:
    return {member.id for nerve in nerves for member in atlas.members(nerve)}


def patient_words(
    atlas: Atlas, places: Places, case: Case, explanation: Explanation, followed: Followed | None
) -> PatientWords:
    """The words for a case. `places` says what lies along the nerve.

    Where an urgent answer comes first, places to look at and tests wait.
    """
    nerve = atlas.nerves[followed.nerve] if followed else None
    urgent = [group.advice for group in atlas.red_flag_groups.values() if open_yes(case, case.red_flags.get(group.id))]
    locked = any(group.locks and group.advice in urgent for group in atlas.red_flag_groups.values())
    return PatientWords(
        urgent=tuple(urgent),
        felt=tuple(
            (f"{mark.side} {atlas.regions[mark.region].plain}", ", ".join(mark.qualities)) for mark in case.marks
        ),
        nerve=f"{followed.side} {lowered(nerve.name)}" if followed and nerve else "",
        about_nerve=nerve.plain if nerve else "",
        why=" ".join(_said(atlas, "page-why")),
        route=_route(atlas, places, case, followed) if followed else (),
        places=_places(atlas, places, explanation, followed) if followed and not locked else (),
        about_places=" ".join(_said(atlas, "page-places")),
        found=(*_asked(atlas, case), *_signs(atlas, case), *([] if locked else _slump(case))),
        watch=_said(atlas, "page-watch"),
        next=_said(atlas, "page-next"),
    )


def _said(atlas: Atlas, topic: str) -> tuple[str, ...]:
    return tuple(claim.text for claim in atlas.claims.values() if claim.topic == topic)


def _route(atlas: Atlas, places: Places, case: Case, followed: Followed) -> tuple[str, ...]:
    """From the brain to where it is felt: the areas that the nerve runs below, then the marked areas that it serves."""
    way = [region for region, _ in places.way[followed.nerve]]
    nerve = atlas.nerves[followed.nerve]
    served = {*nerve.skin_regions, *nerve.deep_regions}
    ends = [mark.region for mark in case.marks if mark.side == followed.side and mark.region in served]
    stops = dict.fromkeys((*way, *ends))
    return ("brain", "spine", *(atlas.regions[region].plain for region in stops))


def _places(atlas: Atlas, places: Places, explanation: Explanation, followed: Followed) -> tuple[str, ...]:
    """At most three places on the nerve, from the spine downwards.

    Those that could account for most of what is marked; where none does, three spread along the nerve.
    """
    on_nerve = [
        site
        for site, _ in places.sites[followed.nerve]
        if atlas.sites[site].on_course and not atlas.sites[site].above_roots
    ]
    shared = [one.site for one in explanation.shared_sites if one.side == followed.side and one.site in on_nerve]
    pool = shared[:MOST_PLACES] or on_nerve
    if len(pool) > MOST_PLACES:
        pool = [pool[0], pool[len(pool) // 2], pool[-1]]
    pool = sorted(pool, key=on_nerve.index)
    return tuple(dict.fromkeys(atlas.sites[site].plain for site in pool))


def _asked(atlas: Atlas, case: Case) -> list[str]:
    groups = [case.red_flags.get(group.id) for group in atlas.red_flag_groups.values()]
    if any(open_yes(case, group) for group in groups):
        return ["An urgent question was answered with yes: see the advice at the top."]
    if any(groups):
        return ["An urgent question was answered with yes. The clinician has dealt with it."]
    if all(group is None for group in groups):
        return ["The urgent questions were not asked."]
    if any(group is None for group in groups):
        return ["Not all of the urgent questions were asked; those that were asked were answered with no."]
    return ["The urgent questions were asked and answered with no."]


def _signs(atlas: Atlas, case: Case) -> list[str]:
    return [sign.statement for sign in atlas.signs.values() if case.signs.get(sign.id) == "yes"]


def _slump(case: Case) -> list[str]:
    return [f"Slump test, {side} side: {_slump_words(one)}." for side, one in case.slump.items()]


def _slump_words(one: SlumpSide) -> str:
    release = _RELEASE[one.release] if one.symptom == "own" else ""
    return f"{_SLUMP[one.symptom]}{release}"
