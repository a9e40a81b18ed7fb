"""The PNG: the right size, nothing half painted, and structurally the same as the pictures kept beside this test.

The kept pictures are small (200 x 250 px). After a change that was meant, look at the new ones and renew them:
`python tests/handout/test_picture.py` writes all of `tests/handout/golden/`.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from nervemap.anatomy.body import Body, load_body
from nervemap.anatomy.raster import rasterise
from nervemap.anatomy.views import View, panes
from nervemap.case.case import Mark
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.content.model import Side
from nervemap.handout.map_picture import map_picture
from nervemap.handout.painting.body import body_image
from nervemap.handout.painting.fonts import load_fonts
from nervemap.handout.picture import map_png, svg_png
from nervemap.handout.svg import FAMILIES
from nervemap.palette import DARK, LIGHT

GOLDEN = Path(__file__).parent / "golden"
SIZE = (200, 250)
LEAST_LIKENESS = 0.97
BODY_LAYERS = frozenset({"regions"})
LIT_LAYERS = frozenset({"regions", "nerves", "sites"})
RIGHT_SURAL: list[tuple[str, Side]] = [("sural", "right")]

# Name of the file: view, dark or light, layers, lit nerves, marks.
PICTURES: dict[str, tuple[View, bool, frozenset[str], list[tuple[str, Side]], tuple[Mark, ...]]] = {
    **{name: (View(name), False, BODY_LAYERS, [], ()) for name in ("front", "back", "outer", "inner", "sole", "top")},
    "front-dark": (View("front"), True, BODY_LAYERS, [], ()),
    "oblique-front": (View("front").turned(35, 10), False, BODY_LAYERS, [], ()),
    "oblique-back-dark": (View("back").turned(-40, 20), True, BODY_LAYERS, [], ()),
    "oblique-below": (View("front").turned(150, -25), False, BODY_LAYERS, [], ()),
    "back-sural-marked": (
        View("back"),
        False,
        LIT_LAYERS,
        RIGHT_SURAL,
        (Mark(side="right", region="achilles", t=0.95, theta=180.0),),
    ),
    "back-whole-sural": (View("back", framing="whole"), False, LIT_LAYERS, RIGHT_SURAL, ()),
    "outer-territories": (View("outer"), False, frozenset({"territories"}), [], ()),
    "front-all-nerves": (View("front"), False, frozenset({"nerves"}), [], ()),
}


def painted(atlas: Atlas, body: Body, name: str, scale: int = 1) -> bytes:
    view, dark, layers, nerves, marks = PICTURES[name]
    palette = DARK if dark else LIGHT
    picture = map_picture(atlas, body, view, SIZE, layers, nerves=nerves, marks=marks)
    fine = (2 * SIZE[0], 2 * SIZE[1])
    shading = body_image(rasterise(body.surface, panes(view, *fine), *fine), palette)
    return map_png(picture, palette, shading, scale)


def pixels(png: bytes) -> NDArray[np.float64]:
    """(height, width, 3), 0 to 255."""
    image = QImage.fromData(png, "PNG").convertToFormat(QImage.Format.Format_RGB888)  # type: ignore[call-overload]
    assert not image.isNull()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(float)


def likeness(one: NDArray[np.float64], other: NDArray[np.float64], window: int = 7) -> float:
    """Mean structural similarity over square windows (Wang and others, 2004); 1 = the same picture."""

    def mean(field: NDArray[np.float64]) -> NDArray[np.float64]:
        total = np.pad(field, ((1, 0), (1, 0), (0, 0))).cumsum(axis=0).cumsum(axis=1)
        corners = total[window:, window:] - total[:-window, window:] - total[window:, :-window]
        found: NDArray[np.float64] = (corners + total[:-window, :-window]) / window**2
        return found

    a, b = mean(one), mean(other)
    spread_a, spread_b = mean(one**2) - a**2, mean(other**2) - b**2
    together = mean(one * other) - a * b
    small, smaller = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * a * b + small) * (2 * together + smaller)
    return float((top / ((a**2 + b**2 + small) * (spread_a + spread_b + smaller))).mean())


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="module")
def body(atlas: Atlas) -> Body:
    return load_body(atlas)


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_like_the_one_kept_when_painted(atlas: Atlas, body: Body, name: str) -> None:
    kept, now = pixels((GOLDEN / f"{name}.png").read_bytes()), pixels(painted(atlas, body, name))
    assert now.shape == kept.shape == (SIZE[1], SIZE[0], 3)
    assert likeness(kept, now) >= LEAST_LIKENESS, f"{name}: look at it, and renew it if the change was meant"
    assert np.abs(kept - now).mean() < 2.0


def test_likeness_is_low_when_pictures_differ() -> None:
    front, back = (pixels((GOLDEN / f"{name}.png").read_bytes()) for name in ("front", "back"))
    assert likeness(front, front) == pytest.approx(1)
    assert likeness(front, back) < LEAST_LIKENESS
    assert likeness(front, front[:, ::-1]) < LEAST_LIKENESS
    assert likeness(front, np.roll(front, 3, axis=0)) < LEAST_LIKENESS


def test_picture_is_finer_when_scaled(atlas: Atlas, body: Body) -> None:
    assert pixels(painted(atlas, body, "front", 3)).shape == (3 * SIZE[1], 3 * SIZE[0], 3)


def test_ground_is_the_palettes_when_nothing_stands_there(atlas: Atlas, body: Body) -> None:
    for name, palette in (("front", LIGHT), ("front-dark", DARK)):
        corner = pixels(painted(atlas, body, name))[2, 2].astype(int).tolist()
        assert "#{:02x}{:02x}{:02x}".format(*corner) == palette.background


def test_words_of_a_drawing_are_in_the_bundled_letters_when_made_a_png() -> None:
    def told(family: str) -> bytes:
        text = f'<text x="5" y="25" font-size="16" font-family="{family}">Cranium, 127 cm</text>'
        return svg_png(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 40">{text}</svg>', (150, 40))

    load_fonts()
    assert told(FAMILIES) == told("Inter") != told("no such letters")


def test_lit_nerve_and_mark_colour_the_picture_when_there(atlas: Atlas, body: Body) -> None:
    plain, lit = (pixels(painted(atlas, body, name)) for name in ("back", "back-sural-marked"))
    changed = np.abs(plain - lit).max(axis=2) > 20
    assert 0.005 < changed.mean() < 0.1
    rows, columns = np.nonzero(changed)
    columns = columns[rows > SIZE[1] / 3]  # above, the roots and the cord lie in the middle
    assert (columns > SIZE[0] / 2).mean() > 0.97  # the person's right, seen from behind


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    GOLDEN.mkdir(exist_ok=True)
    the_atlas = load_atlas()
    the_body = load_body(the_atlas)
    for each in PICTURES:
        (GOLDEN / f"{each}.png").write_bytes(painted(the_atlas, the_body, each))
