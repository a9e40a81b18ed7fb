"""What the options of an examination say beyond signs and urgent questions: tests, history, findings, reflexes."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable
from typing import Any, cast, get_args

from nervemap.case.case import Answer, Moved, Neuro, Release, SlumpSide, Symptom, SymptomPlace
from nervemap.cli.errors import UserError, unknown
from nervemap.content.atlas import Atlas
from nervemap.content.model import KneeWord, Side

SLUMP = "SYMPTOM,RELEASE[,DEGREES][,WORD ...]"
SLUMP_HELP = (
    "DEGREES = knee short of straight; words: straight nearly half little, above-pelvis leg below-knee, ankle "
    "(let go in place of the head)"
)
TEST = "another test: ID:SIDE:SYMPTOM,RELEASE[,DEGREES]"
FURTHER_HELP = {
    "history-yes": "questions about what happened before, answered yes",
    "history-no": "the same, answered no",
    "found": "findings that are there, such as tender-structure",
    "not-found": "findings that were looked for in vain",
    "less": "reflexes, muscles, touch less than normal, as SIDE:ITEM",
    "normal": "the same, found normal",
    "contraindication": "reasons not to test, answered yes",
}


def read_examination(atlas: Atlas, arguments: argparse.Namespace) -> dict[str, Any]:
    """The parts of a case that these options tell, by field. Raises UserError."""
    history = _answers("history question", atlas.history, arguments.history_yes, arguments.history_no)
    observations = _answers("finding", atlas.observations, arguments.found, arguments.not_found)
    neuro: dict[str, dict[str, str]] = {}
    found: tuple[tuple[str, list[str]], ...] = (("less", arguments.less), ("normal", arguments.normal))
    for how, texts in found:
        for text in _words(texts):
            side, _, item = text.partition(":")
            _one_of("side", side, get_args(Side))
            _one_of("reflex, muscle or touch", item, atlas.neuro)
            if neuro.setdefault(side, {}).setdefault(item, cast(Neuro, how)) != how:
                raise UserError(f"--{how}: {text} is given as less and as normal; give it once")
    reasons = _words(arguments.contraindication)
    for reason in reasons:
        _one_of("reason not to test", reason, [one.id for one in atlas.tests["slump"].contraindications])
    relatives: dict[str, dict[str, SlumpSide]] = {}
    known = [test.id for test in atlas.tests.values() if test.id != "slump"]
    for text in arguments.test:
        test, side, shown = (*text.split(":", 2), "", "")[:3]
        _one_of("test", test, known)
        _one_of("side", side, get_args(Side))
        relatives.setdefault(test, {})[side] = read_side("--test", shown)
    return {
        "history": history,
        "observations": observations,
        "neuro": neuro,
        "contraindications": tuple(reasons) or None,
        "relatives": relatives,
        "tighter_degrees": _degrees("--tighter", arguments.tighter, 90) if arguments.tighter else None,
    }


def read_side(option: str, text: str) -> SlumpSide:
    """What one side of a test showed. Raises UserError."""
    parts = text.split(",")
    if len(parts) < 2:
        raise UserError(f"{option} {text!r} is not {SLUMP}; write it such as own,eases,25")
    _one_of("symptom", parts[0], get_args(Symptom))
    _one_of("release", parts[1], get_args(Release))
    told: dict[str, Any] = {}
    for part in parts[2:]:
        fields = (("knee", KneeWord), ("place", SymptomPlace), ("moved", Moved))
        field = next((name for name, words in fields if part in get_args(words)), "degrees")
        if field in told:
            raise UserError(f"{option} {text!r} says {field} twice; say it once")
        told[field] = _degrees(option, part, 180) if field == "degrees" else part
    return SlumpSide(symptom=cast(Symptom, parts[0]), release=cast(Release, parts[1]), **told)


def _degrees(option: str, word: str, most: float) -> float:
    try:
        degrees = float(word)
    except ValueError:
        degrees = math.nan
    if not 0 <= degrees <= most:
        raise UserError(f"{option}: {word!r} are no degrees; write how far short of straight, 0 to {most:g}")
    return degrees


def _answers(what: str, known: Iterable[str], yes: list[str], no: list[str]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    told: tuple[tuple[Answer, list[str]], ...] = (("yes", yes), ("no", no))
    for answer, texts in told:
        for word in _words(texts):
            _one_of(what, word, known)
            if answers.setdefault(word, answer) != answer:
                raise UserError(f"{word} is answered yes and no; answer it once")
    return answers


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in text.split(",") if word]


def _one_of(what: str, value: str, known: Iterable[str]) -> None:
    if value not in known:
        raise unknown(what, value, known)
