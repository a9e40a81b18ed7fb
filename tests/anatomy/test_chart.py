"""The chart: every polygon of the file is where the file says, the areas tile the limb, angles go round."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from nervemap import resources
from nervemap.anatomy.body import load_body
from nervemap.anatomy.chart import NO_T, Layer, load_chart
from nervemap.anatomy.surface import Part
from nervemap.content.atlas import load_atlas
from nervemap.content.faults import ContentError

FOLDER = resources.folder("data") / "body"
BODY = load_body(load_atlas())
CHART = BODY.chart
LAYERS = {"region": CHART.regions, "nerve territory": CHART.territories, "dermatome": CHART.dermatomes}
CROTCH_T = 0.2393


def polygons() -> dict[str, dict[str, list[NDArray[np.float64]]]]:
    """kind -> name -> polygons (n, 2) of t and theta, read without the program."""
    corners: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    with (FOLDER / "skin_chart.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] in LAYERS:
                key = row["kind"], row["name"], row["polygon"]
                corners[key].append((float(row["t"]), float(row["theta_deg"])))
    found: dict[str, dict[str, list[NDArray[np.float64]]]] = defaultdict(lambda: defaultdict(list))
    for (kind, name, _), points in corners.items():
        found[kind][name].append(np.array(points))
    return found


POLYGONS = polygons()


def inside(polygon: NDArray[np.float64], t: float, theta: float) -> bool:
    """Even-odd, with theta and its turns."""
    t0, theta0 = polygon.T
    t1, theta1 = np.roll(polygon, -1, axis=0).T
    crosses = (t0 <= t) != (t1 <= t)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = theta0 + (t - t0) / (t1 - t0) * (theta1 - theta0)
    return any((np.count_nonzero(crosses & (at > theta + turn)) % 2) == 1 for turn in (-360, 0, 360))


def names_at(kind: str, t: float, theta: float) -> set[str]:
    return {name for name, parts in POLYGONS[kind].items() if any(inside(part, t, theta) for part in parts)}


def inner_points(kind: str) -> Iterator[tuple[str, float, float]]:
    """For each polygon the middle if it lies inside, else the midpoint of its widest stretch at the middle t."""
    for name, parts in POLYGONS[kind].items():
        for part in parts:
            t, theta = part.mean(axis=0)
            if not inside(part, t, theta):
                angles = np.arange(part[:, 1].min(), part[:, 1].max(), 0.5)
                theta = float(np.median([angle for angle in angles if inside(part, t, angle)]))
            yield name, float(t), float(theta)


def test_layers_when_read_name_what_the_file_names() -> None:
    for kind, layer in LAYERS.items():
        assert set(layer.names) == set(POLYGONS[kind])
    assert [len(layer.names) for layer in LAYERS.values()] == [18, 18, 8]


@pytest.mark.parametrize(
    ("kind", "name", "t", "theta"),
    [pytest.param(kind, *point, id=f"{kind} {point[0]}") for kind in LAYERS for point in inner_points(kind)],
)
def test_label_is_the_polygons_when_asked_at_its_middle(kind: str, name: str, t: float, theta: float) -> None:
    found = LAYERS[kind].name_at(t, theta)
    assert found == name or found in names_at(kind, t, theta) - {name}  # slanted edges overlap a little


@pytest.mark.parametrize("kind", LAYERS)
def test_label_is_the_polygons_when_asked_anywhere(kind: str) -> None:
    random = np.random.default_rng(8)
    compared = 0
    for t, theta in np.column_stack([random.uniform(-0.11, 3.0, 300), random.uniform(-180, 540, 300)]).tolist():
        # Borders swing and corners are round: 2 cm on the leg, about as much of the chart on the foot.
        along = 0.022 if t < 1 else 0.04
        around = [names_at(kind, t + dt, theta + da) for dt in (0, -along, along) for da in (0, -14, 14)]
        if any(names != around[0] for names in around):
            continue
        found = LAYERS[kind].name_at(t, theta)
        assert found in (around[0] or {None}), (t, theta)
        compared += 1
    assert compared > 80


def border(layer: Layer, above: str, below: str, thetas: Iterable[float]) -> NDArray[np.float64]:
    """The t of the border between two areas at some angles."""
    t = np.arange(-0.1, 2.0, 0.001)
    found = []
    for theta in thetas:
        names = [layer.names[label - 1] if label else None for label in layer.labels(t, np.full(len(t), theta))]
        found += [t[at] for at in range(1, len(t)) if (names[at - 1], names[at]) == (above, below)]
    return np.array(found)


@pytest.mark.parametrize(
    ("above", "below", "drawn"),
    [
        ("low back", "posterior pelvis and hip (buttock)", 0.0),
        ("posterior pelvis and hip (buttock)", "posterior thigh", 0.2703),
        ("posterior knee", "calf", 0.6827),
    ],
)
def test_borders_swing_about_where_they_were_drawn_when_drawn_straight(above: str, below: str, drawn: float) -> None:
    at = border(CHART.regions, above, below, range(135, 220, 5))
    assert len(at) == 17 and np.abs(at - drawn).max() < 0.022, "20 mm"
    assert np.ptp(at) > 0.006, "an edge that is straight round the limb is a chart's, not a body's"
    assert np.abs(np.diff(at)).max() < 0.006, "no steps"


def test_corners_are_round_when_an_area_ends_in_free_skin() -> None:
    low_back = CHART.regions.names.index("low back") + 1
    levels = np.arange(-0.1, -0.02, 0.005)
    widths = [np.count_nonzero(CHART.regions.labels(np.full(360, t), np.arange(360.0)) == low_back) for t in levels]
    assert widths[0] < widths[4] - 4, "narrower at the top"


@given(st.floats(-0.2, 3.1), st.floats(-360, 720))
def test_label_is_the_same_when_the_angle_goes_round(t: float, theta: float) -> None:
    for layer in LAYERS.values():
        # Half a degree more lands on a label of the next angle: stay off it.
        whole = np.floor(theta) + 0.25
        assert len({layer.name_at(t, whole + turn) for turn in (-360, 0, 360)}) == 1


def test_label_is_the_same_from_both_sides_when_at_the_front() -> None:
    for layer in LAYERS.values():
        for t in np.arange(0.3, 2.0, 0.05):
            assert layer.name_at(t, 359.9) == layer.name_at(t, 0.0) == layer.name_at(t, 360.0)


@pytest.mark.parametrize(("t", "theta"), [(NO_T, 0.0), (-0.2, 180.0), (3.1, 0.0), (1e6, 0.0), (-0.05, 0.0)])
def test_nothing_is_named_when_off_the_chart(t: float, theta: float) -> None:
    for layer in LAYERS.values():
        assert layer.name_at(t, theta) is None


def unlabelled(layer: Layer, *, t_from: float, t_to: float, front: float = 0.0) -> float:
    """Share of the drawn right-side skin between two t, but within `front` degrees of the front, that has no name."""
    surface = BODY.surface
    a, b, c = surface.vertices[surface.faces].transpose(1, 0, 2)
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    t, theta = (values[surface.faces].mean(axis=1) for values in (surface.t, surface.theta))
    skin = (surface.part == Part.LEG) | (surface.part == Part.TRUNK) | (surface.part >= Part.TOE_1)
    aside = np.abs((theta + 180) % 360 - 180) >= front
    here = skin & aside & (surface.side == 1) & (t >= t_from) & (t <= t_to)
    assert here.sum() > 1000
    return float(area[here & (layer.labels(t, theta) == 0)].sum() / area[here].sum())


def test_areas_leave_no_gap_when_below_the_crotch() -> None:
    assert unlabelled(CHART.regions, t_from=CROTCH_T, t_to=3.0) < 0.001


def test_areas_leave_no_gap_when_above_the_crotch_and_not_in_front() -> None:
    # What is left lies at the midline under the abdomen: less than 4 cm2 of the whole half of the pelvis.
    assert unlabelled(CHART.regions, t_from=0.0, t_to=CROTCH_T, front=60) < 0.003


def test_areas_leave_only_the_abdomen_free_when_all_is_counted() -> None:
    assert 0.01 < unlabelled(CHART.regions, t_from=0.0, t_to=3.0) < 0.04


def test_skin_nerves_and_dermatomes_leave_little_free_when_below_the_crotch() -> None:
    assert unlabelled(CHART.territories, t_from=CROTCH_T, t_to=3.0) < 0.05  # strips between neighbours, on purpose
    assert unlabelled(CHART.dermatomes, t_from=CROTCH_T, t_to=3.0) < 0.01


def test_outlines_when_they_were_not_changed_on_purpose_are_those_of_the_reference() -> None:
    file = Path(__file__).parents[1] / "expectations" / "outlines.yaml"
    expected = yaml.safe_load(file.read_text(encoding="utf-8"))
    changed = expected.pop("ours")
    for kind, outlines in POLYGONS.items():
        wanted = {**expected[kind], **{name: sums for name, sums in changed.items() if name in outlines}}
        found = {name: np.concatenate(parts) for name, parts in outlines.items()}
        assert set(found) == set(wanted)
        for name, corners in found.items():
            assert [len(corners), *corners.sum(axis=0)] == pytest.approx(wanted[name], abs=0.002), f"{kind} {name}"


TOE_CASES = [  # toe, theta, skin nerve, dermatome: skin_chart.md, Toe rules
    (1, 45, "deep fibular", "L5"),
    (1, 89, "deep fibular", "L5"),
    (2, 300, "deep fibular", "L5"),
    (2, 45, "superficial fibular", "L5"),
    (
        2,
        80,
        "superficial fibular",
        "L5",
    ),  # the sides of a toe: back = superficial fibular, sole = plantar (clinical 1.2)
    (2, 110, "medial plantar", "L5"),
    (3, 80, "superficial fibular", "L5"),
    (3, 110, "medial plantar", "L5"),
    (3, 280, "superficial fibular", "L5"),
    (1, 110, "medial plantar", "L5"),
    (4, 80, "superficial fibular", "L5"),
    (4, 265, "medial plantar", "L5"),
    (1, 273, "superficial fibular", "L4"),
    (3, 273, "superficial fibular", "L5"),
    (4, 273, "superficial fibular", "L5"),
    (5, 273, "superficial fibular", "S1"),
    (5, 265, "lateral plantar", "S1"),
    (5, 280, "superficial fibular", "S1"),
    (3, 0, "superficial fibular", "L5"),
    (1, 320, "superficial fibular", "L4"),
    (1, 180, "medial plantar", "L5"),
    (2, 180, "medial plantar", "L5"),
    (3, 180, "medial plantar", "L5"),
    (4, 220, "medial plantar", "L5"),
    (4, 140, "lateral plantar", "S1"),
    (4, 105, "lateral plantar", "S1"),
    (4, 170, "lateral plantar", "S1"),
    (4, 0, "superficial fibular", "L5"),
    (5, 180, "lateral plantar", "S1"),
    (5, 60, "medial sural cutaneous and sural", "S1"),
    (5, 320, "superficial fibular", "S1"),
]


@pytest.mark.parametrize(("toe", "theta", "nerve", "dermatome"), TOE_CASES)
def test_toe_rule_holds_when_on_a_toe(toe: int, theta: float, nerve: str, dermatome: str) -> None:
    for t in (2.5, 2.9):
        for turn in (-360, 0, 360):
            assert CHART.territories.name_at(t, theta + turn, toe) == nerve
            assert CHART.dermatomes.name_at(t, theta + turn, toe) == dermatome


def test_rules_hold_for_their_toe_alone_when_many_points_are_asked_at_once() -> None:
    toes = np.array([0, 1, 2, 3, 4, 5])
    labels = CHART.territories.labels(np.full(6, 2.5), np.full(6, 45.0), toes)
    assert [CHART.territories.names[label - 1] for label in labels.tolist()] == [
        "superficial fibular",
        "deep fibular",
        "superficial fibular",
        "superficial fibular",
        "superficial fibular",
        "medial sural cutaneous and sural",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("theta_deg", "angle", "theta_deg"), ("0.0759", "high up", "high up")],
)
def test_fault_is_told_with_file_and_line_when_the_chart_is_wrong(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    for name in ("skin_chart.csv", "toe_rules.csv"):
        shutil.copy(FOLDER / name, tmp_path / name)
    chart = tmp_path / "skin_chart.csv"
    chart.write_text(chart.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_chart(tmp_path)
    (fault,) = error.value.faults
    assert "skin_chart.csv" in str(fault) and told in str(fault)
