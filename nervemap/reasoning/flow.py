"""The plumber's pipe: what two teaching models leave of a nerve's flow after its crimps.

An illustration, not physiology: the models and their figures are ours (rules.yaml). The story never changes what the
rest of the reasoning finds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

from nervemap.case.case import Crimp
from nervemap.content.model import Grade, Side
from nervemap.content.model_pipe import FlowRules
from nervemap.reasoning.findings import Flow, SiteFlow
from nervemap.reasoning.places import SitesOnNerve

Model = Literal["A", "B"]


def flow(
    rules: FlowRules,
    nerve: str,
    positions: SitesOnNerve,
    crimps: Iterable[Crimp],
    model: Model = "B",
    side: Side | None = None,
) -> Flow:
    """The pipe of one nerve, site by site from the brain, with its flow at the end (fractions of 1).

    Crimps that lie on no site of `positions` do nothing here. With `side`, so do those of the other leg; crimps
    without a side (above the roots) act on both.
    """
    by_site = {crimp.site: crimp for crimp in crimps if side is None or crimp.side in (None, side)}
    sites: list[SiteFlow] = []
    grades: list[Grade] = []
    for site, s_cm in positions:
        crimp = by_site.get(site)
        grade: Grade = crimp.grade if crimp else "none"
        kind = crimp.kind if crimp and grade != "none" else None
        grades.append(grade)
        left = flow_left(rules, capacity(rules, grades, model), model)
        sites.append(SiteFlow(site=site, s_cm=s_cm, grade=grade, kind=kind, left=left))
    total = capacity(rules, grades, model)
    end = flow_left(rules, total, model)
    return Flow(
        nerve=nerve,
        model=model,
        sites=tuple(sites),
        capacity=total,
        flow=end,
        irritability=1 - end,
        word=flow_word(rules, end),
    )


def capacity(rules: FlowRules, grades: Iterable[Grade], model: Model) -> float:
    """S of model B (what each crimp leaves, multiplied) or C of model A (1 / (1 + added resistances))."""
    ordered = sorted(grades)  # the same sum and product to the last bit, whatever the order of the crimps
    if model == "B":
        return math.prod(1 - rules.multiplicative[grade] for grade in ordered)
    return 1 / (1 + math.fsum(rules.resistance[grade] for grade in ordered))


def flow_left(rules: FlowRules, capacity: float, model: Model) -> float:
    """D of a capacity: B has a soft threshold at `half`, A a reserve that makes up for the first loss."""
    if model == "A":
        return min(1.0, rules.reserve * capacity)
    steep, threshold = math.pow(capacity, rules.steepness), math.pow(rules.half, rules.steepness)
    return steep * (1 + threshold) / (steep + threshold)


def flow_word(rules: FlowRules, left: float) -> str:
    """The word for what is left; a loss exactly on a border takes the worse word, no loss at all is the first word."""
    loss = round((1 - left) * 100, 9)
    if loss <= 0:
        return rules.words[0].word
    return next((band.word for band in rules.words if loss < band.below_percent), rules.words[-1].word)


def loss_told(word: str) -> str:
    """The word as people read it: alone, "clear" could mean that nothing is in the way."""
    return f"{word} loss" if word in ("slight", "clear", "major") else word
