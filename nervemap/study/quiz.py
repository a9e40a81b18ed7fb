"""The map asks with the names off: "which nerve is this?" and "show me the sural nerve". Scored, no schedule.

The questions are made from the atlas alone; where a click lies and what is lit is the window's affair.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve
from nervemap.reasoning.areas import trunks, with_branches

Direction = Literal["name", "show"]
OPTIONS = 4


@dataclass(frozen=True)
class Question:
    """`name`: the nerve is lit and one of `options` (nerve ids) is its name. `show`: it is to be pointed at."""

    direction: Direction
    nerve: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """How many were asked and how many were right, by direction."""

    asked: tuple[Direction, ...] = ()
    right: tuple[Direction, ...] = ()

    def with_answer(self, direction: Direction, *, right: bool) -> Score:
        """The score after one more answer."""
        after = replace(self, asked=(*self.asked, direction))
        return replace(after, right=(*after.right, direction)) if right else after

    def of(self, direction: Direction) -> tuple[int, int]:
        """Right and asked, of one direction."""
        return self.right.count(direction), self.asked.count(direction)


def questions(atlas: Atlas, chance: random.Random, directions: Collection[Direction]) -> Iterator[Question]:
    """Questions without end: every nerve once in a mixed order, then again; the directions take turns."""
    nerves = [nerve for nerve in atlas.nerves.values() if not nerve.members]
    both: tuple[Direction, ...] = ("name", "show")
    turns = [one for one in both if one in directions]
    asked = 0
    last: str | None = None
    while True:
        for nerve in _mixed(nerves, chance, last):
            direction = turns[asked % len(turns)]
            asked += 1
            last = nerve.id
            options = _options(atlas, nerve, chance) if direction == "name" else ()
            yield Question(direction, nerve.id, options)


def is_shown(atlas: Atlas, nerve: str, skin_nerves: Collection[str], region: str | None) -> bool:
    """Whether a click on the skin shows a nerve: at this spot it is the usual skin nerve or a trunk of it.

    Where the skin chart has no area of the nerve's own (a muscle nerve, a twig drawn with its neighbour), any area that
    it supplies will do.
    """
    row = atlas.nerves[nerve]
    if any(row in (atlas.nerves[one], *trunks(atlas, atlas.nerves[one])) for one in skin_nerves):
        return True
    charted = any(one.territories for one in with_branches(atlas, row))
    return not charted and region in (*row.skin_regions, *row.deep_regions)


def is_shown_by_area(atlas: Atlas, nerve: str, region: str) -> bool:
    """Whether an area as a whole (chosen by key or screen reader) shows a nerve: it or a branch of it supplies it."""
    row = atlas.nerves[nerve]
    return any(region in (*one.skin_regions, *one.deep_regions) for one in with_branches(atlas, row))


def _mixed(nerves: list[Nerve], chance: random.Random, last: str | None) -> list[Nerve]:
    order = chance.sample(nerves, len(nerves))
    if order[0].id == last:
        order.append(order.pop(0))  # the same nerve is not asked twice in a row
    return order


def _options(atlas: Atlas, nerve: Nerve, chance: random.Random) -> tuple[str, ...]:
    """The right name among those it is most easily taken for: confused with it, its relatives, those of its areas."""
    near = [one.other for one in nerve.confused_with if one.other in atlas.nerves]
    near += [one.id for one in atlas.nerves.values() if nerve.id in {c.other for c in one.confused_with}]
    family = [one.id for one in atlas.nerves.values() if one.parent in (nerve.parent, nerve.id) and one.parent]
    areas = {*nerve.skin_regions, *nerve.deep_regions}
    beside = [one.id for one in atlas.nerves.values() if areas & {*one.skin_regions, *one.deep_regions}]
    others = [one for one in atlas.nerves if not atlas.nerves[one].members]
    wrong: list[str] = []
    for some in (near, family, beside, others):
        new = [one for one in dict.fromkeys(some) if one != nerve.id and one not in wrong]
        wrong += chance.sample(new, len(new))
    return tuple(chance.sample([nerve.id, *wrong[: OPTIONS - 1]], OPTIONS))
