"""The acts that change a case: each is one frozen command with the text that undo shows.

A command is made from rows of the atlas (for the words) and applied to any case by the workspace. It never changes
the case that it is given. What may not be recorded is refused here, with a message, before anything is changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from nervemap.case.case import Answer, Case, Crimp, Mark, SlumpSide
from nervemap.content.model import Grade, Kind, Quality, Region, Side, Site
from nervemap.content.model_examination import RedFlagGroup, Sign

MOST_LABEL, MOST_NOTES = 200, 20_000  # letters
EARLIEST_BIRTH = 1900
_KEPT = "\n\t\u200c\u200d"  # the joiners are part of how some languages are spelt
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
ANSWER_WORDS: dict[Answer, str] = {"yes": "yes", "no": "no", "unsure": "not sure", "na": "does not apply"}


class CaseError(ValueError):
    """What a case may not hold; the message says what, where and what to do."""


class Command(msgspec.Struct, frozen=True):
    """One act of the person: `text` is what undo shows ("Mark right outer ankle"), `apply` makes the next case.

    Commands in a row with the same `stretch` are one step of undo: the letters of a note, the way of a slider.
    `begins`: puts another case on the table.
    """

    text: str
    apply: Callable[[Case], Case]
    stretch: str | None = None
    begins: bool = False


def find_mark(case: Case, side: Side, region: str) -> Mark | None:
    """The mark of an area on one side, if there is one."""
    return next((mark for mark in case.marks if mark.side == side and mark.region == region), None)


def find_crimp(case: Case, site: Site, side: Side) -> Crimp | None:
    """The crimp at a site as one side feels it: sites above the roots act on both legs."""
    own = None if site.above_roots else side
    return next((crimp for crimp in case.crimps if crimp.site == site.id and crimp.side == own), None)


def toggle_mark(case: Case, side: Side, region: Region, t: float | None = None, theta: float | None = None) -> Command:
    """Mark an area, or unmark it if `case` has it marked; `t`, `theta` keep the exact point of the chart."""
    if find_mark(case, side, region.id):
        return remove_mark(side, region)
    return set_mark(side, region, t, theta)


def set_mark(
    side: Side,
    region: Region,
    t: float | None = None,
    theta: float | None = None,
    qualities: tuple[Quality, ...] = (),
    intensity: int | None = None,
) -> Command:
    """Mark an area with its point, kinds of symptom and intensity (0-10), in place of an earlier mark there.

    Raises:
        CaseError: the intensity is not within 0-10.
    """
    if intensity is not None and not 0 <= intensity <= 10:
        raise CaseError(f"Intensity {intensity} at the {side} {region.plain} is out of range: choose 0 to 10.")
    mark = Mark(side=side, region=region.id, t=t, theta=theta, qualities=qualities, intensity=intensity)

    def apply(case: Case) -> Case:
        if find_mark(case, side, region.id) is None:
            return msgspec.structs.replace(case, marks=(*case.marks, mark))
        marks = tuple(mark if (m.side, m.region) == (side, region.id) else m for m in case.marks)
        return msgspec.structs.replace(case, marks=marks)

    return Command(f"Mark {side} {region.plain}", apply)


def describe_mark(
    case: Case, side: Side, region: Region, qualities: tuple[Quality, ...], intensity: int | None
) -> Command:
    """Say of what kind the symptom at a marked area is, and how strong; the point stays. Steps of a number are one act.

    Raises:
        CaseError: the area is not marked, or the intensity is not within 0-10.
    """
    mark = find_mark(case, side, region.id)
    if mark is None:
        raise CaseError(f"Nothing is marked at the {side} {region.plain}: mark it first.")
    made = set_mark(side, region, mark.t, mark.theta, qualities, intensity)
    told = [*qualities, *([] if intensity is None else [f"{intensity} of 10"])]
    return Command(
        f"{side.capitalize()} {region.plain}: {', '.join(told) or 'no kind of symptom'}",
        made.apply,
        stretch=f"intensity {side} {region.id}" if qualities == mark.qualities else None,
    )


def remove_mark(side: Side, region: Region) -> Command:
    """Take the mark off an area."""

    def apply(case: Case) -> Case:
        marks = tuple(m for m in case.marks if (m.side, m.region) != (side, region.id))
        return msgspec.structs.replace(case, marks=marks)

    return Command(f"Unmark {side} {region.plain}", apply)


def answer_sign(sign: Sign, answer: Answer | None) -> Command:
    """Answer one of the six signs; None takes the answer back."""

    text = f"Sign {sign.number}: {answer_word(answer)}"
    return Command(text, lambda case: msgspec.structs.replace(case, signs=with_entry(case.signs, sign.id, answer)))


def set_red_flags(group: RedFlagGroup, yes: tuple[str, ...] | None) -> Command:
    """Record a group of urgent questions: the ids answered yes, () for none of these, None for not asked."""

    def apply(case: Case) -> Case:
        return msgspec.structs.replace(case, red_flags={**case.red_flags, group.id: yes})

    word = "not asked" if yes is None else f"{len(yes)} yes" if yes else "none of these"
    return Command(f"Urgent questions, group {group.number}: {word}", apply)


def set_slump(side: Side, result: SlumpSide | None) -> Command:
    """Record what one side of the slump test showed; None takes it back."""

    text = f"Slump test, {side} side" if result else f"Clear slump test, {side} side"
    return Command(text, lambda case: msgspec.structs.replace(case, slump=with_entry(case.slump, side, result)))


def refuse_severe_above_roots(site: Site, grade: Grade) -> None:
    """Severe trouble above the roots belongs to the urgent questions, not to the picture (raises CaseError)."""
    if site.above_roots and grade == "severe":
        raise CaseError(
            f"{site.name} lies above the roots and acts on both legs: severe is not offered there; "
            "choose none, mild or moderate, and go through the urgent questions"
        )


def set_crimp(site: Site, side: Side, grade: Grade, kind: Kind = "pressed") -> Command:
    """Put a crimp on a site, in place of an earlier one there; grade `none` takes it off.

    Raises:
        CaseError: `severe` above the roots; such a finding belongs to the urgent questions (product.md, place 3).
    """
    refuse_severe_above_roots(site, grade)
    own = None if site.above_roots else side

    def apply(case: Case) -> Case:
        crimps = tuple(c for c in case.crimps if (c.side, c.site) != (own, site.id))
        if grade != "none":
            crimps += (Crimp(side=own, site=site.id, grade=grade, kind=kind),)
        return msgspec.structs.replace(case, crimps=crimps)

    where = site.name if own is None else f"{site.name}, {side}"
    return Command(f"Take the crimp off: {where}" if grade == "none" else f"{grade.capitalize()} crimp: {where}", apply)


def set_label(label: str, *, typing: bool = False) -> Command:
    """Name the case; while `typing`, letter after letter is one step."""
    kept = plain_text(label, MOST_LABEL).replace("\n", " ")
    return Command("Name the case", lambda case: msgspec.structs.replace(case, label=kept), "label" if typing else None)


def set_notes(notes: str, *, typing: bool = False) -> Command:
    """Write the notes; they are text, whatever they look like. While `typing`, letter after letter is one step."""
    kept = plain_text(notes, MOST_NOTES)
    return Command("Write notes", lambda case: msgspec.structs.replace(case, notes=kept), "notes" if typing else None)


def set_date(date: str | None) -> Command:
    """Date the case (year-month-day, such as 2026-11-21); None takes the date off.

    Raises:
        CaseError: there is no such day.
    """
    if date is not None:
        try:
            date = datetime.date.fromisoformat(date).isoformat()
        except ValueError:
            raise CaseError(f"{date!r} is no day: write year-month-day, such as 2026-11-21.") from None
    text = f"Date the case {date}" if date else "Take the date off"
    return Command(text, lambda case: msgspec.structs.replace(case, date=date))


def set_birth_year(year: int | None) -> Command:
    """Record the year of birth; None takes it off.

    Raises:
        CaseError: nobody alive was born in that year.
    """
    if year is not None and not EARLIEST_BIRTH <= year <= datetime.date.today().year:
        raise CaseError(f"{year} is no year of birth: write a year from {EARLIEST_BIRTH} on, or leave it out.")
    text = f"Year of birth: {year}" if year else "Take the year of birth off"
    return Command(text, lambda case: msgspec.structs.replace(case, birth_year=year))


def answer_word(answer: Answer | None) -> str:
    """An answer as undo tells it."""
    return "no answer" if answer is None else ANSWER_WORDS[answer]


def with_entry(table: Mapping[_Key, _Value], key: _Key, value: _Value | None) -> dict[_Key, _Value]:
    """The table with one entry set, at its old place, or taken out by None."""
    changed = {one: old for one, old in table.items() if one != key or value is not None}
    return changed if value is None else {**changed, key: value}


def plain_text(text: str, most: int) -> str:
    """Text as it may be kept: at most so many letters, no control characters but the end of a line and the tab.

    Marks that turn the direction of writing go too: with them a text can read differently from what it is.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in _KEPT or letter.isprintable())[:most]


def open_case(case: Case, title: str) -> Command:
    """Replace the whole case by another one (the example, a file, an empty one)."""
    return Command(f"Open {title}", lambda _: case, begins=True)


def recover(case: Case) -> Command:
    """Go on with the work of this case that was kept when a window closed without a word."""
    return Command("Take up what was not saved", lambda _: case)
