"""The areas typed for a nerve, held to where its own points run (tests/expectations/truth.yaml)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from nervemap import resources
from nervemap.anatomy.chart import load_chart
from nervemap.anatomy.courses import load_graph
from nervemap.content.atlas import Atlas, load_atlas

_FILE = Path(__file__).parents[1] / "expectations" / "truth.yaml"
TRUTH: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
END_OF_LEG_T = 1.0


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="module")
def runs(atlas: Atlas) -> dict[str, dict[str, float]]:
    """nerve -> area -> millimetres for which the longest of its own paths runs under the area, above the ankle."""
    graph, chart = load_graph(), load_chart(resources.folder("data") / "body")
    names = {region.chart: region.id for region in atlas.regions.values()}
    found: dict[str, dict[str, float]] = {}
    for nerve in atlas.nerves.values():
        under = found.setdefault(nerve.id, {})
        for path in nerve.paths:
            points = graph.path(path).points
            t, theta = chart.axis.trunk_chart(points.astype(np.float32))
            labels = np.where(t <= END_OF_LEG_T, chart.regions.labels(t, theta), 0)
            steps = np.linalg.norm(np.diff(points, axis=0, prepend=points[:1]), axis=1)
            for label, name in enumerate(chart.regions.names, start=1):
                area = names.get(name)
                if area is not None:
                    under[area] = max(under.get(area, 0.0), float(steps[labels == label].sum()))
    return found


def test_courses_when_summed_are_those_of_the_reference() -> None:
    expected = yaml.safe_load((_FILE.parent / "outlines.yaml").read_text(encoding="utf-8"))
    found: dict[str, list[list[float]]] = {}
    with (resources.folder("data") / "body" / "nerve_paths.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["nerve"], []).append([float(row[axis]) for axis in "xyz"])
    wanted = {**expected["paths"], **expected["our_paths"]}
    assert set(found) == set(wanted)
    for path, points in found.items():
        assert [len(points), *np.sum(points, axis=0)] == pytest.approx(wanted[path], abs=0.06), path


def test_area_when_a_nerve_runs_under_it_is_one_of_the_nerve(atlas: Atlas, runs: dict[str, dict[str, float]]) -> None:
    for nerve in atlas.nerves.values():
        listed = {*nerve.skin_regions, *nerve.deep_regions, *nerve.passes_regions}
        listed |= set(TRUTH["runs_not_counted"].get(nerve.id, ()))
        far = {area for area, length in runs[nerve.id].items() if length >= TRUTH["runs_mm"]}
        assert far <= listed, f"{nerve.id}: {sorted(far - listed)}"


def test_area_when_a_nerve_is_said_to_pass_it_lies_over_its_points(
    atlas: Atlas, runs: dict[str, dict[str, float]]
) -> None:
    below_the_leg = {"plantar-foot", "dorsal-foot-toes", "heel", "medial-ankle", "lateral-ankle"}
    for nerve in atlas.nerves.values():
        held_up = set(nerve.passes_regions) - below_the_leg - set(TRUTH["passes_open"].get(nerve.id, ()))
        for area in held_up:
            assert runs[nerve.id].get(area, 0) > 0, f"{nerve.id}: {area}"
