"""The SVG: well formed, every thing in sight a path with its own id and title, the shading the only bitmap."""

from __future__ import annotations

import base64
import re
from collections import Counter
from xml.etree import ElementTree as xml

import pytest
from PySide6.QtGui import QImage

from nervemap.anatomy.body import load_body
from nervemap.anatomy.views import VIEW_NAMES, View
from nervemap.case.case import Mark
from nervemap.content.atlas import load_atlas
from nervemap.handout.map_picture import MapPicture, map_picture
from nervemap.handout.painting.body import body_image
from nervemap.handout.picture import png_bytes
from nervemap.handout.svg import SVG, map_svg
from nervemap.palette import DARK, LIGHT

ATLAS = load_atlas()
BODY = load_body(ATLAS)
SIZE = (400, 500)
LAYERS = frozenset({"regions", "nerves", "sites", "names"})
MARKS = (Mark(side="right", region="heel", t=1.28, theta=180.0), Mark(side="left", region="lateral-ankle"))
OBLIQUE = (View("front").turned(35, 10), View("back").turned(-40, 20), View("front").turned(150, -25))
VIEWS = [*(View(name) for name in VIEW_NAMES), *OBLIQUE]
every_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.name} {view.turn:g}")


def composed(view: View, layers: frozenset[str] = LAYERS) -> MapPicture:
    return map_picture(
        ATLAS,
        BODY,
        view,
        SIZE,
        layers,
        marks=MARKS,
        nerves=[("sural", "right"), ("lateral-plantar", "right")],
        grades={"piriformis": "mild", "tarsal-tunnel": "severe"},
    )


def parsed(picture: MapPicture, dark: bool = False) -> xml.Element:
    palette = DARK if dark else LIGHT
    shading = png_bytes(body_image(picture.buffers, palette))
    return xml.fromstring(map_svg(picture, ATLAS, palette, shading, "a picture").encode())


def named_paths(root: xml.Element) -> dict[str, xml.Element]:
    return {path.get("id", ""): path for path in root.iter(f"{{{SVG}}}path") if path.get("id")}


@every_view
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_one_bitmap_and_no_id_twice_when_written(view: View, dark: bool) -> None:
    root = parsed(composed(view), dark)
    assert root.tag == f"{{{SVG}}}svg"
    (image,) = root.iter(f"{{{SVG}}}image")
    kind, _, data = image.get("href", "").partition(",")
    assert kind == "data:image/png;base64"
    shading = QImage.fromData(base64.b64decode(data), "PNG")  # type: ignore[call-overload]
    assert (shading.width(), shading.height()) == SIZE
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert not [one for one, count in Counter(ids).items() if count > 1]
    assert not [one for one in ids if re.search(r"[\s\"'<>]", one or "")]


@every_view
def test_every_thing_in_sight_is_a_titled_path_when_written(view: View) -> None:
    picture = composed(view)
    paths = named_paths(parsed(picture))
    wanted = {f"region-{area.side}-{area.id}" for area in picture.areas}
    wanted |= {f"nerve-right-{one.owner_id}" for one in picture.strokes if one.owner == "nerve"}
    wanted |= {f"root-right-{one.owner_id}" for one in picture.strokes if one.owner == "root"}
    wanted |= {f"site-{ring.side}-{ring.site}" if ring.side else f"site-{ring.site}" for ring in picture.rings}
    assert wanted <= set(paths)
    for path in paths.values():
        assert (path.findtext(f"{{{SVG}}}title") or "").strip()
        assert re.fullmatch(r"M[MLaZ\d .-]+", path.get("d", ""))  # and never nan


@every_view
def test_areas_are_what_the_body_shows_when_written(view: View) -> None:
    """Every area with more than a sliver in sight has its path, and none that is out of sight."""
    picture = composed(view)
    paths = named_paths(parsed(picture))
    for side in ("right", "left"):
        for area in ATLAS.regions:
            seen = BODY.area_mask(picture.buffers, side, "regions", area).sum()  # type: ignore[arg-type]
            if seen > 400:
                assert f"region-{side}-{area}" in paths
            if not seen:
                assert f"region-{side}-{area}" not in paths


def test_titles_name_side_and_thing_when_written() -> None:
    paths = named_paths(parsed(composed(View("back"))))
    title = {key: path.findtext(f"{{{SVG}}}title") for key, path in paths.items()}
    assert title["region-right-heel"] == f"right {ATLAS.regions['heel'].plain}"
    assert title["nerve-right-sural"] == "right sural nerve"
    assert title["root-right-S1"] == "right S1 root"
    assert (title["site-right-piriformis"] or "").endswith(": mild")
    assert "piriformis" in (title["site-right-piriformis"] or "")


def test_marked_area_is_hatched_and_others_clear_when_written() -> None:
    paths = named_paths(parsed(composed(View("outer"))))
    assert paths["region-left-lateral-ankle"].get("fill") == "url(#hatch)"
    assert paths["region-right-lateral-ankle"].get("fill-opacity") == "0"
    assert "mark-right-heel" in named_paths(parsed(composed(View("sole"))))


@pytest.mark.parametrize("layer", ["territories", "dermatomes"])
def test_layer_has_its_own_kind_of_id_when_on(layer: str) -> None:
    paths = named_paths(parsed(composed(View("back"), frozenset({layer}))))
    kind = {"territories": "territory", "dermatomes": "dermatome"}[layer]
    assert paths and all(key.startswith(f"{kind}-") for key in paths)
    assert {
        f"{kind}-right-{one}"
        for one in ({"sural", "posterior-femoral-cutaneous"} if kind == "territory" else {"S1", "S2"})
    } <= set(paths)


def test_fixed_sentence_and_letters_stand_in_it_when_written() -> None:
    root = parsed(composed(View("front")))
    assert root.findtext(f"{{{SVG}}}desc") == ATLAS.rules.fixed_sentence
    assert root.findtext(f"{{{SVG}}}title") == "a picture"
    texts = [text.text for text in root.iter(f"{{{SVG}}}text")]
    assert "R" in texts and "L" in texts and "Sural nerve" in texts


def test_title_with_signs_is_kept_when_written() -> None:
    picture = composed(View("front"), frozenset())
    shading = png_bytes(body_image(picture.buffers, LIGHT))
    text = map_svg(picture, ATLAS, LIGHT, shading, 'a < b & "c"')
    assert xml.fromstring(text.encode()).findtext(f"{{{SVG}}}title") == 'a < b & "c"'


def test_no_id_twice_when_both_sides_are_lit_in_two_halves() -> None:
    nerves = [("sural", "right"), ("sural", "left")]
    picture = map_picture(ATLAS, BODY, View("outer", framing="whole"), SIZE, LAYERS, nerves=nerves)  # type: ignore[arg-type]
    ids = [element.get("id") for element in parsed(picture).iter() if element.get("id")]
    assert len(ids) == len(set(ids))
