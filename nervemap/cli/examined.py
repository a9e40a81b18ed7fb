"""What the options of an examination say beyond signs and urgent questions: tests, history, findings, reflexes."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any, get_args

from nervemap.case.case import Answer, Moved, Neuro, Release, SlumpSide, Symptom, SymptomPlace
from nervemap.cli.errors import UserError
from nervemap.cli.words import degrees, one_of, words
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
    neuro: dict[Side, dict[str, Neuro]] = {}
    found: tuple[tuple[Neuro, list[str]], ...] = (("less", arguments.less), ("normal", arguments.normal))
    for how, texts in found:
        for text in words(texts):
            side_word, colon, item = text.partition(":")
            if not colon:
                raise UserError(f"--{how} {text!r} names no side; write SIDE:ITEM such as left:ankle-reflex")
            side: Side = one_of("side", side_word, get_args(Side))
            one_of("reflex, muscle or touch", item, atlas.neuro)
            if neuro.setdefault(side, {}).setdefault(item, how) != how:
                raise UserError(f"--{how}: {text} is given as less and as normal; give it once")
    reasons = words(arguments.contraindication)
    for reason in reasons:
        one_of("reason not to test", reason, [one.id for one in atlas.tests["slump"].contraindications])
    relatives: dict[str, dict[Side, SlumpSide]] = {}
    known = [test.id for test in atlas.tests.values() if test.id != "slump"]
    for text in arguments.test:
        parts = text.split(":")
        if len(parts) != 3:
            raise UserError(f"--test {text!r} is not complete; write it such as slr:left:own,eases,40")
        test, side = one_of("test", parts[0], known), one_of("side", parts[1], get_args(Side))
        if side in relatives.setdefault(test, {}):
            raise UserError(f"--test: {test}:{side} is given twice; give it once")
        relatives[test][side] = read_side("--test", parts[2])
    return {
        "history": history,
        "observations": observations,
        "neuro": neuro,
        "contraindications": tuple(reasons) or None,
        "relatives": relatives,
        "tighter_degrees": None if arguments.tighter is None else degrees("--tighter", arguments.tighter, 0, 90),
    }


def read_side(option: str, text: str) -> SlumpSide:
    """What one side of a test showed. Raises UserError."""
    parts = text.split(",")
    if len(parts) < 2:
        raise UserError(f"{option} {text!r} is not {SLUMP}; write it such as own,eases,25")
    symptom: Symptom = one_of("symptom", parts[0], get_args(Symptom))
    release: Release = one_of("release", parts[1], get_args(Release))
    told: dict[str, Any] = {}
    for part in parts[2:]:
        fields = (("knee", KneeWord), ("place", SymptomPlace), ("moved", Moved))
        field = next((name for name, words in fields if part in get_args(words)), "degrees")
        if field in told:
            raise UserError(f"{option} {text!r} says {field} twice; say it once")
        told[field] = degrees(option, part, 0, 180) if field == "degrees" else part
    return SlumpSide(symptom=symptom, release=release, **told)


def _answers(what: str, known: Iterable[str], yes: list[str], no: list[str]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    told: tuple[tuple[Answer, list[str]], ...] = (("yes", yes), ("no", no))
    for answer, texts in told:
        for word in words(texts):
            one_of(what, word, known)
            if answers.setdefault(word, answer) != answer:
                raise UserError(f"{word} is answered yes and no; answer it once")
    return answers
