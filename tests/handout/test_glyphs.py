"""Glyphs of what is felt: one shape each, within the area, none lost."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
import yaml
from PySide6.QtGui import QImage, QPainter

from nervemap.anatomy.outlines import OFF, Mosaic
from nervemap.content.model import Quality
from nervemap.handout.glyphs import GLYPH_PX, GLYPHS, Placed, placed
from nervemap.handout.painting.areas import paint_glyphs
from nervemap.palette import DARK, LIGHT, Palette

EXPECTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "expectations" / "map_touch.yaml").read_text(encoding="utf-8")
)


def ink(kind: Any, palette: Palette) -> np.ndarray[Any, Any]:
    """(16, 16): how far each pixel of a glyph at its size in the window is from the ground."""
    image = QImage(16, 16, QImage.Format.Format_RGB32)
    image.fill(palette.body)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_glyphs(painter, [Placed(kind, 8, 8)], palette.mark, palette)
    painter.end()
    seen = np.frombuffer(image.constBits(), np.uint8).reshape(16, 16, 4)[:, :, 1].astype(float)
    return np.abs(seen - seen[0, 0])


def area(height: int, width: int) -> Mosaic:
    keys = np.full((height + 20, width + 20), OFF, np.int16)
    keys[5:-5, 5:-5] = 0
    keys[10:-10, 10:-10] = 1
    return Mosaic(keys)


def test_each_kind_of_symptom_when_drawn_has_a_glyph() -> None:
    assert list(get_args(Quality)) == EXPECTED["glyphs"]
    assert set(EXPECTED["glyphs"]) | {"here", "below", "above"} == set(GLYPHS)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_glyphs_differ_when_drawn_as_small_as_in_the_window(palette: Palette) -> None:
    drawn = {kind: ink(kind, palette) for kind in GLYPHS}
    assert all((one > 40).sum() > 8 for one in drawn.values())
    for one, other in combinations(GLYPHS, 2):
        assert np.abs(drawn[one] - drawn[other]).sum() > 0.35 * drawn[one].sum(), (one, other)


@pytest.mark.parametrize("kinds", [("ache",), ("burning", "numb"), tuple(EXPECTED["glyphs"])], ids=len)
def test_every_kind_when_placed_stands_within_the_area(kinds: tuple[Any, ...]) -> None:
    found = placed(area(150, 120), 1, kinds)
    assert {one.kind for one in found} == set(kinds)
    assert all(10 + GLYPH_PX / 2 <= one.x <= 130 - GLYPH_PX / 2 for one in found)
    assert all(10 + GLYPH_PX / 2 <= one.y <= 160 - GLYPH_PX / 2 for one in found)
    places = np.array([(one.x, one.y) for one in found])
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + 1e3 * np.eye(len(places))
    assert apart.min() > GLYPH_PX


def test_every_kind_stands_once_when_the_area_is_small() -> None:
    found = placed(area(12, 12), 1, ("ache", "cold", "sharp"))
    assert [one.kind for one in found] == ["ache", "cold", "sharp"]


def test_nothing_is_placed_when_the_area_is_out_of_sight_or_nothing_is_felt() -> None:
    assert placed(area(50, 50), 2, ("ache",)) == ()
    assert placed(area(50, 50), 1, ()) == ()
