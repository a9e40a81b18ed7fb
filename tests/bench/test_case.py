"""Page, save and open within the time that a clinic has for them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from nervemap.anatomy.body import load_body
from nervemap.anatomy.places import find_places
from nervemap.anatomy.raster import rasterise
from nervemap.anatomy.views import View, panes
from nervemap.case.case import Case, Mark
from nervemap.case.file import Document, read_case, write_case
from nervemap.content.atlas import load_atlas
from nervemap.handout.page import Page
from tests.bench.conftest import Note
from tests.bench.figures import Figure

pytestmark = pytest.mark.bench
MOST = yaml.safe_load((Path(__file__).parents[1] / "expectations/case_file.yaml").read_text(encoding="utf-8"))[
    "bench_ms"
]


USUAL_MS = 27.0  # the reference below on two quiet cores without GPU


def median_ms(act: Callable[[], object], times: int = 7) -> float:
    """Milliseconds of this program's own work: what else runs on the machine does not count."""
    took = []
    for _ in range(times):
        start = time.process_time()
        act()
        took.append((time.process_time() - start) * 1000)
    return statistics.median(took)


def test_page_save_and_open_when_measured(tmp_path: Path, note: Note) -> None:
    """Beside a picture of the body drawn in the same run: a slower machine is given as much more time."""
    atlas = load_atlas()
    body = load_body(atlas)
    places = find_places(atlas, body.graph, body.chart)
    marks = tuple(
        Mark(side=m.side, region=m.region, t=m.t, theta=m.theta, qualities=m.qualities) for m in atlas.example.marks
    )
    case = Case(marks=marks, signs=dict(atlas.example.signs), notes="word " * 500)
    path = tmp_path / "x.nervemap"
    Page(atlas, body, places, case, "patient").pdf()  # what is read once: fonts, templates
    reference = median_ms(lambda: rasterise(body.surface, panes(View("back"), 800, 1000), 800, 1000))
    took = {
        "page": median_ms(lambda: Page(atlas, body, places, case, "patient").pdf()),
        "save": median_ms(lambda: write_case(path, Document(case=case))),
        "open": median_ms(lambda: read_case(path, atlas)),
    }
    slowness = max(1.0, reference / USUAL_MS)
    note(*(Figure("case", name, ms, MOST[name], "ms") for name, ms in took.items()), slowness=slowness)
