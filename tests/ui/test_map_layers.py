"""What the map shows when it is told to: areas where something could be felt, bones, names, and nothing of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nervemap.anatomy.body import load_body
from nervemap.case.case import Mark
from nervemap.content.atlas import load_atlas
from nervemap.palette import DARK, LIGHT, Palette
from nervemap.reasoning.findings import FeltArea
from nervemap.ui.map_panel import MapPanel
from nervemap.ui.map_view import MapView

ATLAS = load_atlas()
BODY = load_body(ATLAS)
DEFAULT = frozenset({"regions", "nerves", "sites", "names"})
Pixels = np.ndarray[Any, Any]


@pytest.fixture
def panel(qapp: QApplication) -> Iterator[MapPanel]:
    panel = MapPanel(ATLAS, QWidget())
    panel.put_in(MapView(ATLAS, BODY, LIGHT))
    panel.map.set_reduced_motion(True)
    panel.resize(520, 640)
    panel.show()
    panel.map.show_view("back")
    yield panel
    panel.map.close()
    panel.close()
    panel.deleteLater()
    QTest.qWait(1)


def picture(panel: MapPanel) -> Pixels:
    """The map at rest, (height, width, 3)."""
    for _ in range(2000):
        QApplication.processEvents()
        if panel.map.rests:
            break
        time.sleep(0.005)
    else:
        raise AssertionError("the map does not come to rest")
    image = panel.map.grab().toImage()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)[:, :, :3].astype(int)


def within(panel: MapPanel, pixels: Pixels, side: Any, region: str) -> Pixels:
    """The pixels of an area, (n, 3)."""
    frame = panel.map._frame
    return pixels[BODY.area_mask(frame.buffers, side, "regions", region)]


def felt(region: str, direction: Any) -> tuple[Any, FeltArea]:
    return "left", FeltArea(region=region, direction=direction, because="article", via="tibial")


def test_felt_areas_when_shown_are_told_apart_and_cleared(panel: MapPanel) -> None:
    panel.map.show_layers(DEFAULT - {"nerves"})
    plain = picture(panel)
    panel.map.show_felt([felt("calf", "below"), felt("posterior-thigh", "here"), felt("low-back", "above")])
    shown = picture(panel)
    tints = {}
    for region in ("calf", "posterior-thigh", "low-back"):
        before, after = within(panel, plain, "left", region), within(panel, shown, "left", region)
        assert (before != after).any(axis=1).mean() > 0.9, region
        tints[region] = np.median(after - before, axis=0)
        assert len(np.unique(after.sum(axis=1))) > 20, f"{region} has no pattern"
        other = within(panel, plain, "right", region) != within(panel, shown, "right", region)
        assert other.any(axis=1).mean() < 0.05, "more than the border has changed on the other side"
    assert np.abs(tints["calf"] - tints["posterior-thigh"]).max() > 20
    assert np.abs(tints["calf"] - tints["low-back"]).max() > 20
    panel.map.show_felt(None)
    assert (picture(panel) == plain).all()


def test_the_nerve_between_lights_when_areas_are_felt(panel: MapPanel) -> None:
    panel.map.show_felt([])
    plain = picture(panel)
    panel.map.show_felt([felt("calf", "below")])
    changed = (picture(panel) != plain).any(axis=2)
    knee = panel.map.area_point("left", "posterior-knee")
    assert knee is not None
    row = changed[int(knee.y())]
    assert row.any(), "the tibial nerve passes the back of the knee"


def test_all_nerves_when_nothing_is_marked_or_chosen_show_quietly(panel: MapPanel) -> None:
    panel.map.show_layers({"nerves"})
    quiet = picture(panel)
    named = {stroke.owner_id for stroke in panel.map._over.strokes if stroke.owner == "nerve"}
    assert named == {row.id for row in ATLAS.nerves.values() if not row.members}
    assert {stroke.side for stroke in panel.map._over.strokes} == {"right", "left"}
    panel.map.show_layers(frozenset())
    bare = picture(panel)
    body = np.mean(panel.map._frame.buffers.depth > -1e8)
    assert 0.05 * body < (quiet != bare).any(axis=2).mean() < 0.6 * body
    panel.map.show_layers({"nerves"})
    panel.map.show_marks((Mark(side="left", region="calf"),))
    picture(panel)
    assert not panel.map._over.strokes
    panel.map.show_marks(())
    panel.map.show_nerves({("tibial", "left"): 1.0, ("sural", "left"): 0.7})
    picture(panel)
    assert {(stroke.nerve, stroke.side) for stroke in panel.map._over.strokes} <= {
        ("tibial", "left"),
        ("sural", "left"),
    }


def test_other_nerves_when_one_is_chosen_fade_to_a_third(panel: MapPanel) -> None:
    shown = panel.map._shown
    panel.map.show_nerves({("tibial", "left"): 0.7, ("sural", "left"): 0.7})
    assert panel.map._shown.lit(ATLAS) == {("tibial", "left"): 0.7, ("sural", "left"): 0.7}
    panel.map.show_nerves({("tibial", "left"): 1.0, ("sural", "left"): 0.7})
    lit = panel.map._shown.lit(ATLAS)
    assert shown is not panel.map._shown and lit["tibial", "left"] == 1.0 and 0.25 < lit["sural", "left"] < 0.45


@pytest.mark.parametrize("layer", ["territories", "dermatomes"])
@pytest.mark.parametrize("view", ["back", "sole"])
def test_areas_of_skin_nerves_and_roots_when_shown_run_softly_into_one_another(
    panel: MapPanel, layer: Any, view: Any
) -> None:
    panel.map.show_view(view)
    panel.map.show_layers(frozenset())
    plain = picture(panel)
    panel.map.show_layers({layer})
    tint = (picture(panel) - plain).astype(float)
    frame = panel.map._frame
    inside = frame.mosaic(layer)[0].keys > 0
    assert (np.abs(tint[inside]).max(axis=1) > 8).mean() > 0.97, "the areas are tinted"
    assert (np.abs(tint[frame.buffers.depth < -1e8]).max(axis=1) < 12).mean() > 0.99, "and nothing beside the body"
    deep = inside[3:-3, 3:-3] & inside[:-6, 3:-3] & inside[6:, 3:-3] & inside[3:-3, :-6] & inside[3:-3, 6:]
    step = np.abs(np.diff(tint[3:-3, 3:-3], axis=1)).max(axis=2)[deep[:, 1:] & deep[:, :-1]]
    assert np.quantile(step, 0.995) < 25, "no line between two areas"


def test_names_of_skin_nerves_and_roots_stand_in_the_picture_when_names_are_on(panel: MapPanel) -> None:
    for layer in ("territories", "dermatomes"):
        panel.map.show_layers({layer})
        unnamed = picture(panel)
        panel.map.show_layers({layer, "names"})
        assert (picture(panel) != unnamed).any(axis=2).sum() > 300, layer
        panel.map.set_names_hidden(True)
        assert (picture(panel) == unnamed).all(), layer
        panel.map.set_names_hidden(False)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_bones_show_when_their_layer_is_on(panel: MapPanel, palette: Palette) -> None:
    panel.map.show_palette(palette)
    plain = picture(panel)
    panel.map.show_layers(DEFAULT | {"bones"})
    bony = picture(panel)
    changed = (np.abs(plain - bony).max(axis=2) > 12).mean()
    body = np.mean(panel.map._frame.buffers.depth > -1e8)
    assert 0.1 * body < changed < 0.7 * body
    panel.map.show_layers(DEFAULT)
    assert (picture(panel) == plain).all()


def test_names_when_text_is_larger_are_larger(panel: MapPanel) -> None:
    panel.resize(900, 640)
    panel.map.show_nerves({("sural", "left"): 1.0})
    panel.map.show_layers({"nerves", "names"})
    heights = []
    for points in (13.0, 26.0):
        font = panel.map.font()
        font.setPointSizeF(points)
        panel.map.setFont(font)
        shown = picture(panel)
        panel.map.show_layers({"nerves"})
        rows = np.flatnonzero((picture(panel) != shown).any(axis=(1, 2)))
        panel.map.show_layers({"nerves", "names"})
        ends = np.flatnonzero(np.diff(rows) > 3)  # the first of the names
        heights.append(int(ends[0] if len(ends) else len(rows) - 1))
    assert 1.7 < heights[1] / heights[0] < 2.3, heights


def test_nothing_is_named_when_names_are_off(panel: MapPanel) -> None:
    panel.map.show_nerves({("tibial", "left"): 1.0})
    panel.map.show_sites({}, "popliteal-fossa")
    named = picture(panel)
    point = panel.map.area_point("left", "calf")
    assert point is not None
    at = QPoint(int(point.x()) - 8, int(point.y()))
    QTest.mouseMove(panel.map, at)
    assert "calf" in panel.tip.text() and "Skin: " in panel.tip.text()
    for off, on in (
        (lambda: panel.map.set_names_hidden(True), lambda: panel.map.set_names_hidden(False)),
        (lambda: panel.map.show_layers(DEFAULT - {"names"}), lambda: panel.map.show_layers(DEFAULT)),
    ):
        off()
        assert panel.map.names_hidden
        QTest.mouseMove(panel.map, at + QPoint(1, 1))
        assert panel.tip.text() == "The names are off."
        QTest.mouseMove(panel.map, QPoint(2, 2))
        assert (picture(panel) != named).any(axis=2).sum() > 100, "the names still stand there"
        on()
        QTest.mouseMove(panel.map, QPoint(3, 3))
        assert (picture(panel) == named).all()
        QTest.mouseMove(panel.map, at)


def test_marks_when_drawn_show_what_is_felt_there(panel: MapPanel) -> None:
    pictures = []
    for qualities in ((), ("ache",), ("burning",), ("ache", "burning")):
        panel.map.show_marks((Mark(side="left", region="calf", qualities=qualities),))  # type: ignore[arg-type]
        pictures.append(within(panel, picture(panel), "left", "calf"))
    for one, other in pairwise(pictures):
        assert (one != other).any(axis=1).sum() > 40
