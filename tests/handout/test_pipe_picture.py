"""Labels beside the pipe, spread so that they never overlap."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from nervemap.handout.pipe_picture import spread

sizes = st.lists(st.tuples(st.floats(0, 900), st.floats(10, 90)), max_size=25)


@given(sizes)
def test_labels_when_spread_keep_order_and_never_overlap(labels: list[tuple[float, float]]) -> None:
    labels.sort()
    wanted, heights = [want for want, _ in labels], [height for _, height in labels]
    bottom = max(1000.0, sum(heights))
    centres = spread(wanted, heights, 0, bottom)
    edges = [(centre - height / 2, centre + height / 2) for centre, height in zip(centres, heights, strict=True)]
    for (_, end), (start, _) in itertools.pairwise(edges):
        assert start >= end - 1e-6
    assert all(start >= -1e-6 and end <= bottom + 1e-6 for start, end in edges)


def test_labels_when_there_is_room_stay_where_they_are_wanted() -> None:
    assert spread([100, 200, 400], [40, 40, 40], 0, 500) == [100, 200, 400]
    assert spread([100, 100], [40, 40], 0, 500) == [80, 120]
