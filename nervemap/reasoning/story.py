"""The story of the pipe: one crimp after another, each taken off in turn, then all of them from the spine down.

It is told over the picture and is no part of the case: nothing of it is recorded, and nothing is found from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nervemap.case.case import Crimp
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side, Site
from nervemap.content.model_pipe import FlowRules, StoryLine
from nervemap.reasoning.findings import Flow
from nervemap.reasoning.flow import flow, loss_told
from nervemap.reasoning.pipe import Branch

_BELOW_SPINE_CM = 3.0


@dataclass(frozen=True)
class StoryStep:
    """One step: the crimps as they are then, the one sentence, the site it is about, and what is left (of 100)."""

    crimps: tuple[Crimp, ...]
    text: str
    site: str | None
    left: int


def story(atlas: Atlas, branch: Branch, side: Side, crimps: Sequence[Crimp]) -> tuple[StoryStep, ...]:
    """Tell it of the crimps on this nerve; with fewer than two, of mild ones at the spine, the hip and the end."""
    sites = dict(branch.sites)
    own = [one for one in crimps if one.site in sites and one.side in (None, side) and one.grade != "none"]
    told = sorted(own if len(own) > 1 else _typical(atlas.sites, branch, side), key=lambda one: sites[one.site])
    teller = _Teller(atlas.rules.flow, atlas.story, atlas.sites, branch, side)
    steps = [teller.step("start", ())]
    for number, crimp in enumerate(told):
        steps.append(teller.step("add" if number else "first", (*steps[-1].crimps, crimp), crimp))
    for crimp in told:
        steps.append(teller.step("off", tuple(one for one in told if one is not crimp), crimp, tuple(told)))
    gains = {one.left: one for one in reversed(steps[-len(told) :])}
    best = gains[max(gains)]
    freed = next(one for one in told if one.site == best.site)
    steps.append(teller.step("compare", best.crimps, freed, tuple(told)))
    for number, crimp in enumerate(told[:-1]):
        steps.append(teller.step("down", tuple(told[number + 1 :]), crimp))
    return (*steps, teller.step("finish", (), told[-1]))


def _typical(sites: Mapping[str, Site], branch: Branch, side: Side) -> list[Crimp]:
    """A mild crimp where the nerve leaves the spine (a disc before a foramen), at the hip, and at its last site.

    Where that is less than two: before them at the last sites above the roots, three in all.
    """
    named = [(site, s_cm) for site, s_cm in branch.sites if not sites[site].above_roots]
    spine = [site for site, s_cm in named if sites[site].roots and s_cm <= _BELOW_SPINE_CM]
    discs = [site for site in spine if site.startswith("disc")]
    below = [site for site, s_cm in named if not sites[site].roots and s_cm > _BELOW_SPINE_CM]
    chosen = dict.fromkeys([*(discs or spine)[-1:], *below[:1], *below[-1:]])
    above = [site for site, _ in branch.sites if sites[site].above_roots]
    lacking = 3 - len(chosen) if len(chosen) < 2 else 0
    before = [Crimp(side=None, site=site, grade="mild") for site in above[len(above) - lacking :]]
    return [*before, *(Crimp(side=side, site=site, grade="mild") for site in chosen)]


@dataclass(frozen=True)
class _Teller:
    rules: FlowRules
    lines: Mapping[str, StoryLine]
    sites: Mapping[str, Site]
    branch: Branch
    side: Side

    def step(
        self, line: str, crimps: tuple[Crimp, ...], about: Crimp | None = None, before: tuple[Crimp, ...] | None = None
    ) -> StoryStep:
        found = self._flow(crimps)
        if before is None:
            before = tuple(one for one in crimps if one is not about)
        was, left = round(self._flow(before).flow * 100), round(found.flow * 100)
        text = self.lines[line].text.format(
            site=self.sites[about.site].plain if about else "",
            grade=about.grade if about else "",
            left=left,
            before=was,
            gain=left - was,
            word=loss_told(found.word),
        )
        return StoryStep(crimps, text, about.site if about else None, left)

    def _flow(self, crimps: tuple[Crimp, ...]) -> Flow:
        return flow(self.rules, self.branch.nerve, self.branch.sites, crimps, side=self.side)
