"""The story of the pipe can be told of every nerve, also of those whose sites all lie above the roots."""

from __future__ import annotations

import pytest

from nervemap.anatomy.body import load_body
from nervemap.anatomy.pipes import nerve_line
from nervemap.content.atlas import load_atlas
from nervemap.reasoning.pipe import lay_out
from nervemap.reasoning.story import story

ATLAS = load_atlas()
GRAPH = load_body(ATLAS).graph


@pytest.mark.parametrize("nerve", [one.id for one in ATLAS.nerves.values() if not one.members])
def test_story_when_nothing_is_crimped_adds_compares_and_frees(nerve: str) -> None:
    for branch in lay_out([nerve_line(ATLAS, GRAPH, ATLAS.nerves[nerve])]).branches:
        steps = story(ATLAS, branch, "right", [])
        most = max(len(step.crimps) for step in steps)
        assert most >= 2 and all(step.text for step in steps)
        assert steps[0].left == steps[-1].left == 100 and min(step.left for step in steps) < 100
