"""Faults between the rows of `pipe.yaml`: every kind and sentence once, routes without gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

from nervemap.content.faults import Fault
from nervemap.content.folder import ContentFolder
from nervemap.content.model import Kind

STORY_FIELDS = frozenset({"site", "grade", "left", "word", "before", "gain"})
STORY_LINES = ("start", "first", "add", "off", "compare", "down", "finish")


def faults(content: ContentFolder) -> Iterator[Fault]:
    """All faults between these rows that could be read."""
    for field, wanted in (("kinds", get_args(Kind)), ("story", STORY_LINES)):
        missing = [key for key in wanted if not content.stands_in("pipe", key)]
        if missing:
            yield content.fault("pipe", None, (field,), f"no row for {', '.join(missing)}", "write one for each")
    for key, line in content.story.items():
        for name in re.findall(r"\{(.*?)\}", line.text):
            if name not in STORY_FIELDS:
                message, remedy = f"{{{name}}} is nothing to fill in", f"use {', '.join(sorted(STORY_FIELDS))}"
                yield content.fault("pipe", key, ("text",), message, remedy)
    for key, route in content.routes.items():
        ends = [(one.end, other.start) for one, other in pairwise(route.parts)]
        if any(end != start for end, start in ends) or {route.parts[0].start, route.parts[-1].end} != {"end", "cortex"}:
            message, remedy = "the parts leave a gap", "let each start where the one below ends, from end to cortex"
            yield content.fault("pipe", key, ("parts",), message, remedy)
    for key, threshold in content.thresholds.items():
        if threshold.to < threshold.at:
            yield content.fault("pipe", key, ("to",), "ends below where it starts", f"write at least {threshold.at}")
    for key, regrowth in content.regrowth.items():
        if not 0 < regrowth.slow_mm_per_day <= regrowth.fast_mm_per_day or regrowth.weeks_per_cm <= 0:
            yield content.fault("pipe", key, ("slow_mm_per_day",), "no pace", "write slow above 0 and not above fast")
