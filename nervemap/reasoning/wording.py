"""The few turns of phrase that all findings share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nervemap.content.atlas import Atlas
from nervemap.content.model import Side


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def the_nerve(atlas: Atlas, nerve: str) -> str:
    """A nerve's name inside a sentence."""
    name = atlas.nerves[nerve].name
    return f"the {name[:1].lower()}{name[1:]}"


def plain_areas(atlas: Atlas, regions: Iterable[str]) -> str:
    """Areas in plain words inside a sentence."""
    return listed([f"the {atlas.regions[region].plain}" for region in regions])


def site_names(atlas: Atlas, sites: Iterable[str]) -> str:
    """Sites by name, after a colon."""
    return "; ".join(atlas.sites[site].name for site in sites)


def mark_id(side: Side, region: str) -> str:
    """The case entry that a fact about a mark rests on."""
    return f"mark:{side}:{region}"
