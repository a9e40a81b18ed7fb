"""Published distances, measured again on the program's own courses (the M numbers are ids of `landmark_checks.csv`)."""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nervemap import resources
from nervemap.anatomy.courses import NerveGraph, load_graph
from nervemap.anatomy.tables import Floats, read_csv

BODY = resources.folder("data") / "body"
with (Path(__file__).parent / "landmark_checks.csv").open(encoding="utf-8", newline="") as file:
    CHECKS = {row["id"]: row for row in csv.DictReader(file)}
COMPUTED = {name for name, row in CHECKS.items() if row["result"] == "pass"}

POPLITEAL_CREASE_MM = 480.0
TENDON_HALF_WIDTH_MM = 12.0
"""The Achilles tendon at the heel bone, from its middle to its outer border, as the list says."""
NEAR = {"mm": 3.0, "ratio": 0.03, "": 0.0}
"""How far the value may move from the list's before somebody must look."""
ELSEWHERE = {"M61": 6.0}
"""The list takes the top of the coccyx from the mesh, here it is the lower end of the sacrum."""


@functools.cache
def bones() -> dict[str, Floats]:
    table = read_csv(BODY / "bone_landmarks.csv", text=("name",), numbers=("x", "y", "z"))
    return dict(zip(table.text["name"], table.points(), strict=True))


@functools.cache
def sections(bone: str, part: str) -> tuple[Floats, Floats]:
    table = read_csv(
        BODY / "bone_sections.csv", text=("bone", "part"), numbers=("x", "y", "z"), optional_numbers=("half_width",)
    )
    rows = [
        row for row in range(len(table.lines)) if (table.text["bone"][row], table.text["part"][row]) == (bone, part)
    ]
    return table.points()[rows], table.numbers["half_width"][rows]


def bone(start: str) -> Floats:
    found = [point for name, point in bones().items() if name.startswith(start)]
    assert len(found) == 1, start
    return found[0]


@functools.cache
def graph() -> NerveGraph:
    return load_graph()


def line(path: str) -> Floats:
    return graph().path(path).points


def at(path: str, words: str) -> Floats:
    """The only landmark of a path that holds these words."""
    found = [index for index, name in graph().path(path).landmarks if words in name]
    assert len(found) == 1, (path, words)
    return line(path)[found[0]]


def at_height(path: str, z: float) -> Floats:
    """Where a descending path passes a height."""
    points = line(path)[::-1]
    return np.array([np.interp(z, points[:, 2], points[:, axis]) for axis in range(3)])


def above(path: str, words: str, mark: Floats) -> float:
    return float(at(path, words)[2] - mark[2])


def apart(a: Floats, b: Floats) -> float:
    return float(np.linalg.norm(a - b))


def along_inguinal_ligament() -> float:
    start, end = bone("ASIS"), bone("pubic tubercle")
    nerve = at("lateral femoral cutaneous", "under the inguinal ligament")
    return float((nerve - start) @ (end - start) / np.linalg.norm(end - start))


def branch_free_femoral() -> float:
    path = graph().path("femoral")
    ligament = path.landmark("under the inguinal ligament, lateral to the femoral artery")
    return float(path.s_mm[-1] - path.s_mm[ligament])


def crosses_psis_line() -> float:
    """Share of the way from the PSIS to the ischial tuberosity at which the sciatic crosses, seen from behind."""
    start, end = bone("PSIS")[[0, 2]], bone("ischial tuberosity most posterior")[[0, 2]]
    nerve = line("sciatic")[:, [0, 2]] - start
    along = end - start
    side = nerve[:, 0] * along[1] - nerve[:, 1] * along[0]
    crossing = int(np.flatnonzero(np.diff(np.sign(side)))[0])
    share = nerve @ along / (along @ along)
    weight = side[crossing] / (side[crossing] - side[crossing + 1])
    return float(share[crossing] + weight * (share[crossing + 1] - share[crossing]))


def between_tuberosity_and_trochanter() -> float:
    tuberosity, trochanter = bone("ischial tuberosity most posterior"), bone("greater trochanter most lateral")
    nerve = at_height("sciatic", tuberosity[2])
    return float((nerve[0] - tuberosity[0]) / (trochanter[0] - tuberosity[0]))


def in_tarsal_tunnel() -> float:
    division, tip = line("tibial")[-1], bone("medial malleolus tip")
    return float(-25 <= division[2] - tip[2] <= 20 and division[1] < tip[1])


def over_crest(branch: str) -> float:
    """How far above the crest's rim a superior cluneal branch pierces the fascia."""
    path = f"superior cluneal, {branch} branch"
    rim = sections("hip bone", "iliac crest")[0]
    behind = rim[rim[:, 1] < 20][::-1]
    rim_z = np.interp(at(path, "crosses the iliac crest")[0], behind[:, 0], behind[:, 2])
    return float(at(path, "pierces the thoracolumbar fascia")[2] - rim_z)


def intermalleolar_mm() -> float:
    return float((bone("medial malleolus most medial")[2] + bone("lateral malleolus most lateral")[2]) / 2)


def beside_first_tarsometatarsal() -> float:
    centres, half_widths = sections("metatarsal 1", "shaft")
    base = int(half_widths[:4].argmax())
    return float(at("deep fibular", "first tarsometatarsal joint")[0] - centres[base, 0] - half_widths[base])


def notch_to(name: str) -> float:
    return apart(at("superior gluteal", "suprapiriform"), bone(name))


MEASURES: dict[str, Callable[[], float]] = {
    "M01": lambda: -above("common fibular", "fibular tunnel opening", bone("fibular head apex")),
    "M02": lambda: -above("common fibular", "division into", bone("fibular head apex")),
    "M03": lambda: -above("deep fibular", "anterior intermuscular septum", bone("fibular head apex")),
    "M06": lambda: above("superficial fibular", "exit through the crural fascia", bone("lateral malleolus tip")),
    "M07": lambda: above("superficial fibular", "exit through the crural fascia", bone("talus top")),
    "M08": lambda: above("superficial fibular", "splits into", bone("talus top")),
    "M11": lambda: float(at_height("sural", 48)[0] - bone("calcaneus most posterior")[0] - TENDON_HALF_WIDTH_MM),
    "M12": lambda: above("sural", "border of the Achilles tendon", bone("calcaneus most posterior")),
    "M14": lambda: apart(at("sural", "behind the lateral malleolus")[:2], bone("lateral malleolus most lateral")[:2]),
    "M16": lambda: float(line("sural")[0][2] - intermalleolar_mm()),
    "M17": in_tarsal_tunnel,
    "M22": lambda: float(line("tibial")[-1][2] - bone("medial malleolus tip")[2]),
    "M24": lambda: float(line("inferior calcaneal (Baxter)")[0][2] - bone("medial malleolus tip")[2]),
    "M27": lambda: -above("tibial", "soleal sling", bone("tibial plateau, medial")),
    "M28": crosses_psis_line,
    "M29": between_tuberosity_and_trochanter,
    "M30": lambda: float(line("sciatic")[-1][2] - POPLITEAL_CREASE_MM),
    "M33": along_inguinal_ligament,
    "M34": along_inguinal_ligament,
    "M35": along_inguinal_ligament,
    "M37": lambda: apart(at("lateral femoral cutaneous", "lateral border of psoas"), bone("ASIS")),
    "M39": branch_free_femoral,
    "M40": lambda: float(at("femoral", "under the inguinal ligament")[0] - bone("mid-inguinal point")[0]),
    "M41": lambda: -above("saphenous", "becomes separate", at("femoral", "under the inguinal ligament")),
    "M42": lambda: above("saphenous", "outlet of the adductor canal", bone("medial femoral epicondyle")),
    "M44": lambda: apart(at_height("saphenous", bone("tibial tuberosity")[2])[:2], bone("tibial tuberosity")[:2]),
    "M45": lambda: above("saphenous", "terminal division", bone("medial malleolus tip")),
    "M48": lambda: above("deep fibular", "extensor hallucis longus", bone("talus top")),
    "M50": beside_first_tarsometatarsal,
    "M51": lambda: float(at("superior cluneal, medial branch", "crosses the iliac crest")[0]),
    "M52": lambda: float(at("superior cluneal, medial branch", "crosses the iliac crest")[0]),
    "M55m": lambda: over_crest("medial"),
    "M55i": lambda: over_crest("intermediate"),
    "M55l": lambda: over_crest("lateral"),
    "M56a": lambda: -above("middle cluneal, S2 branch", "long posterior sacroiliac ligament", bone("PSIS")),
    "M56b": lambda: float(at("middle cluneal, S2 branch", "long posterior sacroiliac ligament")[0]),
    "M59": lambda: above("superior gluteal", "5 cm above", bone("greater trochanter tip")),
    "M60 PSIS": lambda: notch_to("PSIS"),
    "M60 ASIS": lambda: notch_to("ASIS"),
    "M60 GT": lambda: notch_to("greater trochanter tip"),
    "M60 IT": lambda: notch_to("ischial tuberosity lowest"),
    "M61": lambda: above("spinal cord and filum terminale", "first coccygeal segment", bone("sacrum apex")),
}


def test_measures_cover_the_list_when_a_row_is_computable() -> None:
    assert set(MEASURES) == COMPUTED
    assert len(COMPUTED) == 42


@pytest.mark.parametrize("check", sorted(MEASURES))
def test_distance_lies_in_its_band_when_measured_on_the_courses(check: str) -> None:
    row = CHECKS[check]
    value = MEASURES[check]()
    assert float(row["band_low"]) <= value <= float(row["band_high"]), row["quantity"]
    assert value == pytest.approx(float(row["value_here"]), abs=ELSEWHERE.get(check, NEAR[row["unit"]])), row[
        "how_computed"
    ]
