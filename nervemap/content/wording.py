"""Faults of the words: what no sentence may say, empty texts, and sentences that two sites share.

These don't stop the program (a reader can still use the atlas); `nervemap check` and the tests report them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nervemap.content.faults import Fault, Where
from nervemap.content.folder import ContentFolder
from nervemap.content.model import Row, Source

# The program teaches and explains: it tells nobody what they have, and a frightened reader hurts more. A figure from a
# study is welcome; beside "you" a person would take it for their own.
_FRIGHTENING = (
    "damag(?:e|es|ed|ing)|trapped|for ever|permanent(?:ly)?|irreversibl[ey]|incurable|hopeless|crippl(?:e|es|ed|ing)|"
    "ruin(?:s|ed)?|agony|dangerous|crushed|strangled|catastroph(?:e|ic)|devastat(?:ed|ing)|worn out|bone on bone"
)
_YOURS = (
    r"your?\b[^.;?!]*(?:%|\bper ?cent\b|\b(?:chance|risk|likelihood|probability)\b)",
    r"\d+ ?(?:%|per ?cent\b)[^.;?!]*\byour?\b",
)
_UNWANTED = tuple(
    (re.compile(rf"\b(?:{words})", re.IGNORECASE), remedy)
    for words, remedy in (
        (r"you have\b|you've\b", "say what an author or study says, not what a person has"),
        (r"diagnos(?:is|es|e|ed|ing)\b", "the program never diagnoses: leave it out"),
        (r"ruled out\b", "say what speaks against it"),
        (rf"(?:{_FRIGHTENING})\b", "write it calmly: irritated, held, pressed"),
        *((words, "give a figure with its study, apart from the reader") for words in _YOURS),
    )
)
# Names of works and people are facts; the fixed sentence is the law's and stands word for word.
_FACTS = {"id", "work", "authors", "place", "credit", "finding", "sample", "published", "fixed_sentence"}
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")


def faults(content: ContentFolder) -> list[Fault]:
    """All faults of the words of the rows that could be read."""
    return [*_texts(content), *_shared_sentences(content)]


def unwanted(text: str) -> Iterator[tuple[str, str]]:
    """The words in a text (of a row or of the program) that no sentence may hold, each with what to do instead."""
    for pattern, remedy in _UNWANTED:
        for match in pattern.finditer(text):
            yield match.group(), remedy


def texts(row: Row, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """Every text of a row and of the rows inside it, with the fields that lead there."""
    for name in row.__struct_fields__:
        yield from _texts_in(getattr(row, name), (*where, name))


def _texts_in(value: object, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Row):
        yield from texts(value, where)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts_in(item, (*where, index))


def _texts(content: ContentFolder) -> Iterator[Fault]:
    for file, key, row in content.rows:
        for where, text in texts(row):
            if not text.strip():
                yield content.fault(file, key, where, "the text is empty", "write it, or leave the field out")
            if where[-1] in _FACTS and (isinstance(row, Source) or where[-1] in ("published", "fixed_sentence")):
                continue
            for found, remedy in unwanted(text):
                yield content.fault(file, key, where, f"no sentence may say {found!r}", remedy)


def _shared_sentences(content: ContentFolder) -> Iterator[Fault]:
    """Every site is told in its own words. Fragments of fewer than four words are names, not sentences."""
    first: dict[str, str] = {}
    for key, site in content.sites.items():
        for where, text in texts(site):
            if where[0] in ("id", "name", "anchors") or where[-1] == "source":
                continue
            for sentence in _SENTENCE_END.split(text):
                plain = re.sub(r"\W+", " ", sentence).strip().lower()
                other = first.setdefault(plain, key)
                if other != key and len(plain.split()) >= 4:
                    message = f"the site {other!r} has the same sentence: {sentence[:80]!r}"
                    yield content.fault("sites", key, where, message, "tell each site in its own words")
