"""The few turns of phrase that all findings share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nervemap.content.atlas import Atlas
from nervemap.content.model import Side, Source


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def the_nerve(atlas: Atlas, nerve: str) -> str:
    """A nerve's name inside a sentence."""
    return f"the {lowered(atlas.nerves[nerve].name)}"


def lowered(name: str) -> str:
    """A name inside a sentence; an abbreviation such as L5 keeps its capital."""
    return name if name[1:2].isupper() or name[1:2].isdigit() else name[:1].lower() + name[1:]


def capital(text: str) -> str:
    """A text as it stands at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def plain_areas(atlas: Atlas, regions: Iterable[str]) -> str:
    """Areas in plain words inside a sentence."""
    return listed([f"the {atlas.regions[region].plain}" for region in regions])


def site_names(atlas: Atlas, sites: Iterable[str]) -> str:
    """Sites by name, after a colon."""
    return "; ".join(atlas.sites[site].name for site in sites)


def mark_id(side: Side, region: str) -> str:
    """The case entry that a fact about a mark rests on."""
    return f"mark:{side}:{region}"


def source_line(source: Source) -> str:
    """A work in one line: authors, year, work, place."""
    who = ", ".join(str(part) for part in (source.authors, source.year) if part)
    what = source.work if source.place is None else f"{source.work}, {source.place}"
    return f"{who}. {what}" if who else what
