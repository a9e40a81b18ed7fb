"""Finding areas and nerves by any word: names, synonyms, roots, muscles, plain words (no Qt)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, Region


def normal(text: str) -> str:
    """Text as it is compared: no capitals, accents, hyphens or doubled spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain).strip()


class SearchIndex:
    """What each area and each nerve can be found by. A query finds a row that contains every one of its words."""

    def __init__(self, atlas: Atlas) -> None:
        self._nerves = {nerve.id: normal(" ".join(_nerve_words(nerve))) for nerve in atlas.nerves.values()}
        self._regions = {region.id: self._region_text(atlas, region) for region in atlas.regions.values()}

    def regions(self, query: str) -> list[str]:
        """Ids of the areas that the query finds, in table order; all of them for an empty query."""
        return _found(self._regions, query)

    def nerves(self, query: str) -> list[str]:
        """Ids of the nerves that the query finds, in the atlas's order; none for an empty query."""
        return _found(self._nerves, query) if normal(query) else []

    def _region_text(self, atlas: Atlas, region: Region) -> str:
        words = [region.id, region.name, region.plain, region.published or "", region.published_nerves or ""]
        words += [*region.synonyms, *region.atlas_roots, *(cause.cause for cause in region.mistaken_for)]
        parts = [normal(" ".join(words))]
        for name in (*region.nerves, *(added.nerve for added in region.atlas_adds)):
            parts += [self._nerves[nerve.id] for nerve in (atlas.nerves[name], *atlas.members(name))]
        return " ".join(parts)


def published_words(region: Region) -> list[tuple[str, str | None]]:
    """The published nerve words cut at commas and "and", each with the id of the nerve that it names.

    Joined by spaces the words are the published ones, exactly. A word whose nerve the row does not hold is left out:
    the row's ids decide what is offered.
    """
    words: list[tuple[str, str | None]] = []
    for part in re.split(r"(?<=,) | (?=and )|(?<= and) ", region.published_nerves or ""):
        first = part.casefold().rstrip(",").split(" ")[0]
        nerve = next((id_ for id_ in region.nerves if id_.split("-")[0] == first), None)
        if nerve or (part == "and" and words):
            words.append((part, nerve))
    while words and words[-1][1] is None:
        words.pop()
    if words:
        words[-1] = (words[-1][0].rstrip(","), words[-1][1])
    return words


def _nerve_words(nerve: Nerve) -> Iterable[str]:
    roots = (f"{root} root" for root in nerve.roots)
    return (nerve.id, nerve.name, nerve.latin or "", *nerve.synonyms, nerve.plain, *roots, *nerve.motor)


def _found(texts: dict[str, str], query: str) -> list[str]:
    words = normal(query).split()
    return [id_ for id_, text in texts.items() if all(word in text for word in words)]
