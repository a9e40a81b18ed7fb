"""The six signs counted by the author's rule (articles 000 and 001; thresholds from rules.yaml)."""

from __future__ import annotations

from collections.abc import Mapping

from nervemap.case.case import Answer
from nervemap.content.atlas import Atlas
from nervemap.content.model_examination import Rules, SignBand
from nervemap.reasoning.findings import SignsReading


def read_signs(atlas: Atlas, answers: Mapping[str, Answer]) -> SignsReading:
    """Count the answers (by sign id) and read them: each yes counts one, nothing is weighted.

    Open (not sure, not answered) signs lift `could_become`; those and the ones that do not apply are unknown, and from
    `not_enough_unknown` of them on there are not enough answers.
    """
    numbers: dict[Answer | None, list[int]] = {"yes": [], "no": [], "unsure": [], "na": [], None: []}
    for sign in sorted(atlas.signs.values(), key=lambda sign: sign.number):
        numbers[answers.get(sign.id)].append(sign.number)
    yes = len(numbers["yes"])
    unknown = len(numbers["unsure"]) + len(numbers["na"]) + len(numbers[None])
    band = sign_band(atlas.rules, yes)
    highest = sign_band(atlas.rules, yes + len(numbers["unsure"]) + len(numbers[None]))
    enough = unknown < atlas.rules.not_enough_unknown
    text = f"{yes} of {len(atlas.signs)} signs, {unknown} unknown"
    if len(numbers[None]) == len(atlas.signs):
        text += ": none of them was asked."
    else:
        text += f". {band.text}"
    if not enough:
        text += " There are not enough answers yet."
    if len(numbers[None]) < len(atlas.signs) and highest.reading != band.reading:
        text += f" If every open answer were yes, the rule would read: {highest.reading}."
    return SignsReading(
        yes=tuple(numbers["yes"]),
        no=tuple(numbers["no"]),
        unsure=tuple(numbers["unsure"]),
        na=tuple(numbers["na"]),
        unanswered=tuple(numbers[None]),
        reading=band.reading,
        could_become=highest.reading,
        enough=enough,
        text=text,
    )


def sign_band(rules: Rules, yes: int) -> SignBand:
    """The author's word for a count of signs."""
    return max((band for band in rules.sign_bands if band.at_least <= yes), key=lambda band: band.at_least)
