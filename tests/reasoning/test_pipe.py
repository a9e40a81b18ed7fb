"""The pipe as a graph: unbroken from brain to end, sites in order, crimps that act where they should."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nervemap.anatomy.body import load_body
from nervemap.anatomy.courses import NerveGraph, load_graph
from nervemap.anatomy.pipes import nerve_line
from nervemap.anatomy.places import find_places
from nervemap.case.case import Case, Crimp, Mark
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.model import Grade
from nervemap.reasoning.candidates import explain
from nervemap.reasoning.pipe import Pipe, branch_flows, curve, lay_out, left_along
from nervemap.reasoning.pipe_levels import levels, route_heights
from nervemap.reasoning.places import Places

_FOLDER = Path(__file__).parents[1] / "expectations"
WANTED: dict[str, Any] = yaml.safe_load((_FOLDER / "pipe.yaml").read_text(encoding="utf-8"))
SITES: dict[str, Any] = yaml.safe_load((_FOLDER / "sites.yaml").read_text(encoding="utf-8"))["courses"]
SHARED = WANTED["shared"]
ENDS: dict[str, str] = SHARED["ends"]
TO_THE_FOOT = ("medial-plantar", "lateral-plantar", "sural", "saphenous", "deep-fibular", "medial-dorsal-cutaneous")
GRADES: tuple[Grade, ...] = ("mild", "moderate", "severe")


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="module")
def graph() -> NerveGraph:
    return load_graph()


def pipe_of(atlas: Atlas, graph: NerveGraph, *nerves: str) -> Pipe:
    return lay_out([nerve_line(atlas, graph, atlas.nerves[nerve]) for nerve in nerves])


def first_nerves(atlas: Atlas, region: str) -> list[str]:
    """The nerves of an area, the article's and the atlas's."""
    row = atlas.regions[region]
    named = (*row.nerves, *(one.nerve for one in row.atlas_adds))
    return [member.id for name in named for member in atlas.members(name)]


def mild(site: str, side: str | None = "right", grade: Grade = "mild") -> Crimp:
    return Crimp(side=side, site=site, grade=grade)  # type: ignore[arg-type]


def test_pipes_when_any_area_is_asked_run_unbroken_from_brain_to_end(atlas: Atlas, graph: NerveGraph) -> None:
    for region in atlas.regions:
        for nerve in first_nerves(atlas, region):
            line = nerve_line(atlas, graph, atlas.nerves[nerve])
            pipe = lay_out([line])
            for way in line.ways.values():
                assert pipe.strand(way[0].path).owner == "cord", nerve
                for above, below in itertools.pairwise(way):
                    one, other = pipe.strand(above.path), pipe.strand(below.path)
                    assert below.path == one.joins or above.path == other.leaves, (nerve, above, below)
                    assert one.start_cm <= other.end_cm and one.end_cm >= other.start_cm - 1e-6, (nerve, above, below)
            branch = pipe.branches[0]
            assert pipe.strand(branch.strand).end_cm >= branch.end_cm - 1e-6, nerve


def test_sites_when_any_pipe_is_laid_out_stand_in_the_listed_order(atlas: Atlas, graph: NerveGraph) -> None:
    for nerve, wanted in SITES.items():
        shown = [site.site for site in pipe_of(atlas, graph, nerve).sites]
        assert set(wanted["must"]) <= set(shown), nerve
        assert not set(wanted["must_not"]) & set(shown), nerve
        for chain in wanted["order"]:
            assert [site for site in shown if site in chain] == [site for site in chain if site in shown], nerve


def test_sites_when_several_nerves_are_shown_keep_the_distances_of_each(atlas: Atlas, graph: NerveGraph) -> None:
    pipe = pipe_of(atlas, graph, *ENDS.values())
    for branch in pipe.branches:
        strands = {strand.path for strand in pipe.strands if branch.nerve in strand.roots}
        for site, s_cm in branch.sites:
            shown = next(one for one in pipe.sites if one.site == site)
            # A site on two neighbours has one height; above the join a nerve's own root may be longer or shorter.
            reach = 1.5 if shown.s_cm > 5 else 2.5
            assert shown.s_cm == pytest.approx(s_cm + branch.shift_cm, abs=reach), (branch.nerve, site)
            assert strands & set(shown.strands), (branch.nerve, site)


def test_strands_when_in_one_lane_never_overlap(atlas: Atlas, graph: NerveGraph) -> None:
    for nerves in (tuple(ENDS.values()), ("saphenous", "medial-plantar"), ("pudendal", "sciatic", "femoral")):
        pipe = pipe_of(atlas, graph, *nerves)
        for one, other in itertools.combinations(pipe.strands, 2):
            is_link = min(one.end_cm - one.start_cm, other.end_cm - other.start_cm) <= 6
            if one.lane == other.lane and not is_link and one.joins != other.joins and one.leaves != other.leaves:
                apart = one.end_cm <= other.start_cm + 4 or other.end_cm <= one.start_cm + 4
                assert apart, (nerves, one.path, other.path)


def test_neighbours_when_side_by_side_share_their_sites(atlas: Atlas, graph: NerveGraph) -> None:
    wanted = WANTED["side_by_side"]
    pipe = pipe_of(atlas, graph, *wanted["nerves"])
    spans = {site.site: len({pipe.strand(path).lane for path in site.strands}) for site in pipe.sites}
    assert all(spans[site] == 2 for site in wanted["span"])
    assert all(spans.get(site, 1) == 1 for site in wanted["not_span"])
    assert all(spans[site] > 1 for site in wanted["on_all_roots"])


@pytest.mark.parametrize("site", SHARED["lowers"])
def test_crimp_when_put_on_a_shared_site_lowers_the_ends_below_it_only(
    atlas: Atlas, graph: NerveGraph, site: str
) -> None:
    pipe = pipe_of(atlas, graph, *ENDS.values())
    crimp = mild(site, None if atlas.sites[site].above_roots else "right")
    found = branch_flows(atlas.rules.flow, pipe, [crimp], "right")
    lowered = [region for region, one in zip(ENDS, found, strict=True) if one.flow < 1]
    assert sorted(lowered) == sorted(SHARED["lowers"][site])


def test_crimp_when_on_one_root_acts_on_its_strand_and_the_trunk_only(atlas: Atlas, graph: NerveGraph) -> None:
    wanted = WANTED["roots_join"]
    nerve = wanted["nerve"]
    pipe = pipe_of(atlas, graph, nerve)
    ends = {
        strand.path: left_along(atlas.rules.flow, pipe, {wanted["crimp"]: "mild"}, strand, nerve)[-1][1]
        for strand in pipe.strands
    }
    assert ends[wanted["strand_untouched"]] == 1
    assert ends[wanted["strand_touched"]] == pytest.approx(0.9337, abs=1e-3)
    assert ends[wanted["trunk_touched"]] == pytest.approx(0.9337, abs=1e-3)


grades = st.dictionaries(
    st.sampled_from(["cranium", "neck", "disc-l5-s1", "piriformis", "deep-gluteal", "tarsal-tunnel", "baxter"]),
    st.sampled_from(GRADES),
)


@given(crimped=grades)
def test_picture_when_anything_is_crimped_agrees_with_the_numbers(crimped: dict[str, Grade]) -> None:
    atlas, pipe = _atlas(), _pipe()
    crimps = [mild(site, None if atlas.sites[site].above_roots else "right", grade) for site, grade in crimped.items()]
    for branch, found in zip(pipe.branches, branch_flows(atlas.rules.flow, pipe, crimps, "right"), strict=True):
        line = curve(branch, found, pipe.start_cm)
        assert line[0] == (pipe.start_cm, 1.0) and line[-1] == (branch.end_cm, pytest.approx(found.flow))
        assert all(one[0] <= other[0] and one[1] >= other[1] for one, other in itertools.pairwise(line))
        steps = left_along(atlas.rules.flow, pipe, crimped, pipe.strand(branch.strand), branch.nerve)
        assert steps[-1][1] == pytest.approx(found.flow)


@given(crimped=grades)
def test_map_when_anything_is_crimped_finds_the_same(crimped: dict[str, Grade]) -> None:
    atlas = _atlas()
    marks = (Mark(side="right", region="heel"), Mark(side="right", region="calf"))
    crimps = tuple(mild(site, grade=grade) for site, grade in crimped.items())
    places = _places()
    assert explain(atlas, Case(marks=marks, crimps=crimps), places) == explain(atlas, Case(marks=marks), places)


def test_layout_when_there_is_no_nerve_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one nerve"):
        lay_out([])


@cache
def _atlas() -> Atlas:
    return load_atlas()


@cache
def _pipe() -> Pipe:
    return pipe_of(_atlas(), load_graph(), *ENDS.values(), "inferior-calcaneal")


@cache
def _places() -> Places:
    body = load_body(_atlas())
    return find_places(_atlas(), body.graph, body.chart)


def test_levels_when_any_nerve_is_shown_name_brain_cord_and_spine(atlas: Atlas, graph: NerveGraph) -> None:
    for nerve in atlas.nerves.values():
        if nerve.members:
            continue
        course = graph.course(nerve)
        found = levels((mark.name, float(course.s_cm[mark.at])) for mark in course.landmarks)
        names, places = [name for name, _ in found], [s for _, s in found]
        assert names[:4] == ["brain", "cord begins", "leaves the cord", "leaves the spine"], nerve.id
        assert places == sorted(places), nerve.id
        if nerve.id in TO_THE_FOOT:
            assert {"knee", "ankle"} <= set(names), nerve.id


def test_route_when_bracketed_has_the_relays_of_its_kind(atlas: Atlas, graph: NerveGraph) -> None:
    pipe = pipe_of(atlas, graph, "medial-plantar")
    heights = route_heights(pipe.landmarks, pipe.end_cm)
    places = [heights[level] for level in ("cortex", "thalamus", "medulla", "cord", "spine", "end")]
    assert all(one < other for one, other in itertools.pairwise(places))
    assert len(atlas.routes["article"].parts) == WANTED["neurons"]["article_parts"]
    for name in ("touch", "pain"):
        parts = atlas.routes[name].parts
        assert parts[0].end == WANTED["neurons"][name]["first_ends"]
        assert [part.end for part in parts[1:]] == WANTED["neurons"][name]["then"]
