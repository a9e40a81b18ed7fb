"""What the options of several commands say: marks, crimps and the answers of an examination.

Every function raises UserError with one line for each value that is wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import get_args

from nervemap.case.case import Answer, Case, Crimp, Mark
from nervemap.case.commands import CaseError, refuse_severe_above_roots
from nervemap.cli.errors import UserError
from nervemap.cli.examined import FURTHER_HELP as _FURTHER_HELP
from nervemap.cli.examined import SLUMP as _SLUMP
from nervemap.cli.examined import SLUMP_HELP as _SLUMP_HELP
from nervemap.cli.examined import TEST as _TEST
from nervemap.cli.examined import read_examination, read_side
from nervemap.cli.words import as_number, one_of, read_each, words
from nervemap.content.atlas import Atlas
from nervemap.content.model import QUALITIES, Grade, Kind, Side, Urgency

SIDES: tuple[Side, ...] = get_args(Side)
_MARK = "SIDE:REGION[@T,THETA][:QUALITY[,QUALITY]][:0-10]"
_CRIMP = "[SIDE:]SITE:GRADE[:KIND]"
_T_RANGE = (-0.11, 3.0)
_ANSWER_HELP = {"yes": "are present", "no": "are not present", "unsure": "are not sure", "na": "do not apply"}


def add_mark_option(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """`--mark`, once for each marked area."""
    parser.add_argument("--mark", action="append", default=[], required=required, metavar="MARK", help=_MARK)


def add_crimp_option(parser: argparse.ArgumentParser) -> None:
    """`--crimp`, once for each crimp."""
    parser.add_argument("--crimp", action="append", default=[], metavar="CRIMP", help=_CRIMP)


def read_marks(atlas: Atlas, texts: Iterable[str]) -> tuple[Mark, ...]:
    """The marks, each area of a side once."""
    marks = read_each(texts, lambda text: _mark(atlas, text))
    _each_once([f"{mark.side}:{mark.region}" for mark in marks], "mark")
    return tuple(marks)


def read_crimps(atlas: Atlas, texts: Iterable[str]) -> tuple[Crimp, ...]:
    """The crimps; `side` is None where none was given, and always above the roots (they act on both legs)."""
    crimps = read_each(texts, lambda text: _crimp(atlas, text))
    anywhere = {crimp.site for crimp in crimps if not crimp.side}
    _each_once([one.site if one.site in anywhere else f"{one.side}:{one.site}" for one in crimps], "crimp")
    return tuple(crimps)


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """The answers of an examination: signs, urgent questions, slump test."""
    group = parser.add_argument_group("answers", "Sign numbers with spaces or commas between them.")
    for answer, text in _ANSWER_HELP.items():
        group.add_argument(
            f"--{answer}",
            nargs="+",
            action="extend",
            default=[],
            metavar="N",
            help=f"signs that {text}",
        )
    group.add_argument(
        "--red-flag", nargs="+", action="extend", default=[], metavar="ID", help="urgent questions answered yes"
    )
    group.add_argument("--red-flags", metavar="none", help="none: all urgent questions were asked, none answered yes")
    for side in SIDES:
        group.add_argument(f"--slump-{side}", metavar="RESULT", help=f"{_SLUMP}; {_SLUMP_HELP}")
    group.add_argument("--test", nargs="+", action="extend", default=[], metavar="TEST", help=_TEST)
    group.add_argument("--tighter", metavar="DEGREES", help="from how many degrees one side is clearly tighter")
    for answer, text in _FURTHER_HELP.items():
        group.add_argument(f"--{answer}", nargs="+", action="extend", default=[], metavar="ID", help=text)
    group.add_argument("--dealt-with", action="store_true", help="the urgent answers were dealt with")


def read_case(atlas: Atlas, arguments: argparse.Namespace, marks: Sequence[Mark] = ()) -> Case:
    """The case that the reading options tell."""
    slump_texts = {side: getattr(arguments, f"slump_{side}") for side in SIDES}
    flags = _red_flags(atlas, arguments.red_flag, arguments.red_flags)
    further = read_examination(atlas, arguments)
    if arguments.dealt_with:
        yes = tuple(flag for ids in flags.values() for flag in ids or ())
        further["dealt_with"] = (*yes, *(further["contraindications"] or ()))
    return Case(
        marks=tuple(marks),
        signs=_signs(atlas, arguments),
        red_flags=flags,
        slump={side: read_side(f"--slump-{side}", text) for side, text in slump_texts.items() if text is not None},
        **further,
    )


def _mark(atlas: Atlas, text: str) -> Mark:
    side, colon, rest = text.partition(":")
    if not colon:
        raise UserError(f"--mark {text!r} names no area; write {_MARK}")
    place, *details = rest.split(":")
    region, at, point = place.partition("@")
    if len(details) > 2:
        raise UserError(f"--mark {text!r} has too many parts; write {_MARK}")
    side, region = one_of("side", side, SIDES), one_of("region", region, atlas.regions)
    t, theta = _point(text, point) if at else (None, None)
    intensity = _intensity(text, details.pop()) if details and as_number(details[-1]) is not None else None
    if len(details) > 1:
        raise UserError(f"--mark {text!r}: {details[-1]!r} is no intensity; write a whole number from 0 to 10")
    qualities = [one_of("quality", word, QUALITIES) for word in details[0].split(",")] if details else []
    return Mark(
        side=side,
        region=region,
        t=t,
        theta=theta,
        qualities=tuple(dict.fromkeys(qualities)),
        intensity=intensity,
    )


def _point(text: str, point: str) -> tuple[float, float]:
    numbers = [as_number(number) for number in point.split(",")]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        raise UserError(f"--mark {text!r}: the point {point!r} is not two numbers; write @T,THETA such as @1.05,90")
    t, theta = numbers[0], numbers[1]
    if not (_T_RANGE[0] <= t <= _T_RANGE[1] and -360 <= theta <= 360):
        raise UserError(
            f"--mark {text!r}: the point {point!r} is off the chart; T runs from {_T_RANGE[0]} to {_T_RANGE[1]:g}, "
            "THETA from -360 to 360"
        )
    return t, theta


def _intensity(text: str, word: str) -> int:
    number = float(word)
    if not number.is_integer() or not 0 <= number <= 10:
        raise UserError(f"--mark {text!r}: the intensity {word} is out of range; write a whole number from 0 to 10")
    return int(number)


def _crimp(atlas: Atlas, text: str) -> Crimp:
    parts = text.split(":")
    side = one_of("side", parts.pop(0), SIDES) if len(parts) > 2 and parts[0] not in atlas.sites else None
    if not 2 <= len(parts) <= 3:
        raise UserError(f"--crimp {text!r} is not complete or has too many parts; write {_CRIMP}")
    site = one_of("site", parts[0], atlas.sites)
    grade: Grade = one_of("grade", parts[1], get_args(Grade))
    kind: Kind = one_of("kind", parts[2], get_args(Kind)) if len(parts) > 2 else "pressed"
    row = atlas.sites[site]
    try:
        refuse_severe_above_roots(row, grade)
    except CaseError as refusal:
        raise UserError(str(refusal)) from None
    return Crimp(side=None if row.above_roots else side, site=site, grade=grade, kind=kind)


def _signs(atlas: Atlas, arguments: argparse.Namespace) -> dict[str, Answer]:
    by_number = {str(sign.number): sign.id for sign in atlas.signs.values()}
    answers: dict[str, Answer] = {}
    lines = []
    for answer in get_args(Answer):
        for number in words(getattr(arguments, answer)):
            sign = by_number.get(number)
            if sign is None:
                lines.append(f"--{answer}: there is no sign {number!r}; write a number from {', '.join(by_number)}")
            elif answers.setdefault(sign, answer) != answer:
                lines.append(f"--{answer}: sign {number} is already answered {answers[sign]}; answer it once")
    if lines:
        raise UserError(*lines)
    return answers


def _red_flags(atlas: Atlas, yes: list[str], all_asked: str | None) -> dict[Urgency, tuple[str, ...] | None]:
    ids = words(yes)
    if all_asked is not None:
        one_of("value of --red-flags", all_asked, ["none"])
        if ids:
            raise UserError("--red-flags none and --red-flag contradict one another; give one of them")
        return {group.id: () for group in atlas.red_flag_groups.values()}
    read_each(ids, lambda word: one_of("urgent question", word, atlas.red_flags))
    answered: dict[Urgency, tuple[str, ...] | None] = {group.id: None for group in atlas.red_flag_groups.values()}
    for flag in dict.fromkeys(ids):
        group = atlas.red_flags[flag].group
        answered[group] = (*(answered[group] or ()), flag)
    return answered


def _each_once(names: Sequence[str], what: str) -> None:
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    if twice:
        raise UserError(*(f"--{what}: {name} is given twice; give it once" for name in twice))
