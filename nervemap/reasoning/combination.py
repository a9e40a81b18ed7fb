"""The signs and the author's second criterion together (combination.yaml), and whether the stricter reading agrees."""

from __future__ import annotations

from nervemap.content.atlas import Atlas
from nervemap.reasoning.findings import Fact, SignsReading, SlumpReading


def combined(atlas: Atlas, signs: SignsReading, slump: SlumpReading) -> tuple[Fact, ...]:
    """The cell, and where the criterion is met a line on structural differentiation.

    Silent where too few signs were answered to say anything; not done counts with not met.
    """
    if signs.reading == "few" and not signs.enough:
        return ()
    met = slump.author_criterion.met
    cell = next(c for c in atlas.combination.values() if (c.reading, c.criterion_met) == (signs.reading, met))
    facts = [Fact(text=cell.text, ids=(cell.id, "rules", "slump"))]
    line = next((one for one in atlas.confirmed_lines.values() if one.result == slump.result), None)
    if met and line is not None:
        facts.append(Fact(text=line.text, ids=(line.id, "slump")))
    return tuple(facts)
