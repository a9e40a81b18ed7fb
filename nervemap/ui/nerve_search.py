"""Finding everything by any word: names, synonyms, roots, muscles, plain words (no Qt)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from nervemap.content.atlas import Atlas
from nervemap.content.model import Nerve, Region, Root, Site


def normal(text: str) -> str:
    """Text as it is compared: no capitals, accents, hyphens or doubled spaces."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain).strip()


Kind = Literal["nerves", "regions", "roots", "sites", "tests", "signs", "claims"]
KINDS: tuple[Kind, ...] = ("nerves", "regions", "sites", "roots", "tests", "signs", "claims")
"""In the order in which equally good finds are told."""


@dataclass(frozen=True)
class Hit:
    """One row that a query finds; `fit` grows from 0 (somewhere in its text) to 4 (this is its name)."""

    kind: Kind
    id: str
    title: str
    fit: int


@dataclass(frozen=True)
class _Entry:
    title: str
    names: tuple[str, ...]
    text: str


class SearchIndex:
    """What everything can be found by. A query finds a row in which each of its words begins a word."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _entries(self) -> Mapping[Kind, Mapping[str, _Entry]]:
        """Made when something is first looked for."""
        atlas = self._atlas
        nerves = {nerve.id: _nerve(nerve) for nerve in atlas.nerves.values()}
        return {
            "nerves": nerves,
            "regions": {region.id: _region(atlas, region, nerves) for region in atlas.regions.values()},
            "sites": {site.id: _site(atlas, site) for site in atlas.sites.values()},
            "roots": {root.id: _root(root) for root in atlas.roots.values()},
            "tests": {
                test.id: _entry(test.name, test.synonyms, (test.plain, *(atlas.nerves[n].name for n in test.biases)))
                for test in atlas.tests.values()
            },
            "signs": {
                sign.id: _entry(sign.statement, (), (sign.plain, sign.question, f"sign {sign.number}"))
                for sign in atlas.signs.values()
            },
            "claims": {
                claim.id: _entry(claim.text, (), (claim.topic, *(dispute.says for dispute in claim.disputed_by)))
                for claim in atlas.claims.values()
            },
        }

    def find(self, query: str) -> dict[Kind, list[Hit]]:
        """What a query finds, by kind, the best fit first; nothing for an empty query."""
        words = normal(query).split()
        found: dict[Kind, list[Hit]] = {}
        for kind in KINDS if words else ():
            hits = [
                Hit(kind, id_, entry.title, _fit(entry, words))
                for id_, entry in self._entries[kind].items()
                if _holds(entry, words)
            ]
            if hits:
                found[kind] = sorted(hits, key=lambda hit: -hit.fit)
        return found

    def best(self, query: str) -> Hit | None:
        """What Enter opens: the best fit of all kinds."""
        hits = [hit for some in self.find(query).values() for hit in some]
        return max(hits, key=lambda hit: hit.fit) if hits else None

    def regions(self, query: str) -> list[str]:
        """Ids of the areas that the query finds, in table order; all of them for an empty query."""
        words = normal(query).split()
        if not words:
            return list(self._atlas.regions)
        return [id_ for id_, entry in self._entries["regions"].items() if _holds(entry, words)]


def _entry(title: str, names: Iterable[str], more: Iterable[str]) -> _Entry:
    named = tuple(normal(name) for name in (title, *names) if name)
    return _Entry(title, named, " ".join((*named, *(normal(text) for text in more))))


def _nerve(nerve: Nerve) -> _Entry:
    roots = (f"{root} root" for root in nerve.roots)
    names = (nerve.id, nerve.latin or "", *nerve.synonyms)  # the id is what it is called for short: sural
    return _entry(nerve.name, names, (nerve.plain, *roots, *nerve.motor))


def _region(atlas: Atlas, region: Region, nerves: Mapping[str, _Entry]) -> _Entry:
    """An area is also found by everything that its nerves are found by."""
    more = [region.id, region.published_nerves or "", *region.atlas_roots, *(one.cause for one in region.mistaken_for)]
    for name in (*region.nerves, *(added.nerve for added in region.atlas_adds)):
        more += [nerves[nerve.id].text for nerve in (atlas.nerves[name], *atlas.members(name))]
    return _entry(region.name, (region.plain, region.published or "", *region.synonyms), more)


def _site(atlas: Atlas, site: Site) -> _Entry:
    nerves = (atlas.nerves[nerve].name for nerve in site.nerves) if not site.above_roots else ()
    return _entry(site.name, (site.plain, *site.synonyms), (site.id, site.structure, *site.roots, *nerves))


def _root(root: Root) -> _Entry:
    return _entry(root.name, (f"{root.id} root", f"root {root.id}", root.id), (root.reflex or "", *root.muscles))


def _holds(entry: _Entry, words: list[str]) -> bool:
    text = f" {entry.text}"
    return all(f" {word}" in text for word in words)


def _fit(entry: _Entry, words: list[str]) -> int:
    query = " ".join(words)
    if query in entry.names:
        return 4 if query == entry.names[0] else 3
    if any(name.startswith(query) for name in entry.names):
        return 2
    return int(any(f" {query}" in f" {name}" for name in entry.names))


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
