"""Which areas belong to which nerve, and on what ground: the table of the article, then the atlas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, Region
from nervemap.reasoning.findings import Ground


@dataclass(frozen=True)
class Areas:
    """The areas of every single nerve, worked out once for one atlas."""

    atlas: Atlas

    @cached_property
    def own(self) -> Mapping[str, Mapping[str, Ground]]:
        """By nerve: its regions without its branches', in table order, each with the ground that counts most."""
        own: dict[str, dict[str, Ground]] = {nerve: {} for nerve in self.atlas.nerves}
        for region in self.atlas.regions.values():
            named, added = article_nerves(self.atlas, region), added_nerves(self.atlas, region)
            for nerve in self.atlas.nerves.values():
                ground: Ground | None = (
                    "article"
                    if nerve.id in named
                    else "skin"
                    if region.id in nerve.skin_regions
                    else "deep"
                    if region.id in nerve.deep_regions
                    else "atlas"
                    if nerve.id in added
                    else "passes"
                    if region.id in nerve.passes_regions
                    else None
                )
                if ground:
                    own[nerve.id][region.id] = ground
        return own

    @cached_property
    def reached(self) -> Mapping[str, frozenset[str]]:
        """By nerve: the regions that it or a branch supplies or runs through; being named for one does not count."""
        return {
            nerve.id: frozenset(
                region
                for one in with_branches(self.atlas, nerve)
                for region in (*one.skin_regions, *one.deep_regions, *one.passes_regions)
            )
            for nerve in self.atlas.nerves.values()
        }


def article_nerves(atlas: Atlas, region: Region) -> tuple[str, ...]:
    """The single nerves of a region's published row, in order; a group stands for its members."""
    return tuple(member.id for name in region.nerves for member in atlas.members(name))


def added_nerves(atlas: Atlas, region: Region) -> tuple[str, ...]:
    """The single nerves that the atlas adds to a region, in order."""
    return tuple(member.id for addition in region.atlas_adds for member in atlas.members(addition.nerve))


def with_branches(atlas: Atlas, nerve: Nerve) -> Iterator[Nerve]:
    """A nerve and everything that leaves it, trunk first."""
    yield nerve
    for child in atlas.children[nerve.id]:
        yield from with_branches(atlas, child)


def trunks(atlas: Atlas, nerve: Nerve) -> Iterator[Nerve]:
    """The nerves that a nerve comes from, nearest first."""
    while nerve.parent is not None:
        nerve = atlas.nerves[nerve.parent]
        yield nerve
