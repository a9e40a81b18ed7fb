"""Where sites and areas lie, as plain data: the reasoning asks for order and level, never for geometry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nervemap.content.atlas import Atlas
from nervemap.reasoning.findings import FeltArea

SitesOnNerve = tuple[tuple[str, float], ...]
"""(site id, s in cm from the nerve's spinal exit, negative towards the brain), brain to end, each site once."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """The sites on every single nerve, the areas that it passes, and how far down the limb sites and areas lie.

    `way`: (region id, s in cm where the course first runs below it), from the spine on. Levels are the chart's t
    (0 iliac crest, 1 above the ankle, larger in the foot, negative above the crest); regions have an upper and a lower.
    """

    sites: Mapping[str, SitesOnNerve]
    way: Mapping[str, tuple[tuple[str, float], ...]]
    site_level: Mapping[str, float]
    region_levels: Mapping[str, tuple[float, float]]
    felt: dict[tuple[Atlas, str], tuple[FeltArea, ...]] = field(default_factory=dict, compare=False, repr=False)
    """By atlas and site: what was worked out already, as it does not depend on a case."""

    @cached_property
    def nerves_through(self) -> Mapping[str, tuple[str, ...]]:
        """By site: the nerves whose course from the brain runs through it, on which trouble there can act."""
        through: dict[str, tuple[str, ...]] = {}
        for nerve, sites in self.sites.items():
            for site, _ in sites:
                through[site] = (*through.get(site, ()), nerve)
        return through
