"""Through the shown window: the sole and its three crimps, three marks that share a nerve, severe above the roots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider

from nervemap.content.atlas import Atlas
from nervemap.ui.pipe_canvas import PipeCanvas
from tests.journeys import expected
from tests.journeys.person import Person

WANTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "expectations" / "pipe.yaml").read_text(encoding="utf-8")
)
LOSS = {"slight": "slight loss", "clear": "clear loss", "major": "major loss"}


def mark(person: Person, region: str) -> None:
    view = expected.view_of(region)
    person.press(f"View: {view_name(view)}")
    for _ in range(400):  # until the picture has turned, however slow the machine
        QTest.qWait(50)
        if person.map.view.name == view and person.map.area_point("right", region):
            break
    QTest.qWait(100)
    person.click_area("right", region)


def view_name(view: str) -> str:
    return {"top": "Top of foot"}.get(view, view.capitalize())


def crimp(person: Person, site: str, grade: str) -> None:
    """Open a site (by its name) and press a grade."""
    person.press(site)
    person.press(f"{site}: {grade}")


def ends(person: Person) -> list[tuple[int, str]]:
    """The numbers and words at the ends of the pipe, from top to bottom."""
    texts = person.texts()
    words = {"full", "no noticeable change", "nearly stopped", *LOSS.values()}
    numbers = [int(text.removesuffix(" of 100")) for text in texts if text.endswith(" of 100")]
    return list(zip(numbers, [text for text in texts if text in words], strict=True))


def test_sole_when_crimped_freed_and_undone_tells_loss_and_gain(person: Person, atlas: Atlas) -> None:
    journey = WANTED["journey"]
    person.keys("Ctrl+N")
    mark(person, journey["mark"]["region"])
    person.press("Pipe")
    name = atlas.nerves[journey["mark"]["nerve"]].name
    assert f"Right {name.lower()}" in person.texts()
    before = 100
    for step in journey["steps"]:
        site = step.get("put") or step["free"]
        crimp(person, atlas.sites[site].name, "mild" if "put" in step else "none")
        assert ends(person) == [(step["left"], LOSS.get(step["word"], step["word"]))]
        if "gain" in step:
            assert step["left"] - before == step["gain"]
        before = step["left"]
    for step in reversed([100, *(step["left"] for step in journey["steps"][:-1])]):
        person.keys("Ctrl+Z")
        assert ends(person)[0][0] == step


def test_three_areas_when_a_shared_site_is_crimped_fall_together(person: Person, atlas: Atlas) -> None:
    lowers, regions = WANTED["shared"]["lowers"], ["posterior-thigh", "calf", "heel", "plantar-foot"]
    person.keys("Ctrl+N")
    for region in regions:
        mark(person, region)
    person.press("Pipe")
    person.press("Areas")
    names = [atlas.regions[region].plain for region in regions]
    shown = [text for text in person.texts(person.window) if text in names]
    assert sorted(shown[-4:]) == sorted(names)
    for site in ("piriformis", "mid-thigh", "tarsal-tunnel"):
        crimp(person, atlas.sites[site].name, "mild")
        lowered = {region for region, (left, _) in zip(regions, ends(person), strict=True) if left < 100}
        assert lowered == set(lowers[site]) & set(regions), site
        person.press(f"{atlas.sites[site].name}: none")


def test_severe_when_chosen_above_the_roots_opens_the_urgent_questions(person: Person, atlas: Atlas) -> None:
    person.keys("Ctrl+N")
    mark(person, "plantar-foot")
    person.press("Pipe")
    crimp(person, atlas.sites["neck"].name, "severe")
    assert person.button("Place: Urgent").isChecked()
    told = [text for text in person.texts() if "acts on both legs" in text]
    assert len(told) == 1 and told[0].startswith(atlas.sites["neck"].name), "one was thrown there without a word"
    person.press("Pipe")
    assert ends(person) == [(100, "full")]
    person.press("Urgent")
    assert not any("acts on both legs" in text for text in person.texts())


def test_site_when_hovered_on_the_pipe_is_lit_on_the_map(person: Person, atlas: Atlas) -> None:
    person.keys("Ctrl+N")
    mark(person, "plantar-foot")
    person.press("Back")
    person.press("Pipe")
    before = person.picture()
    (canvas,) = [one for one in person.window.findChildren(PipeCanvas) if one.isVisible()]
    area = canvas.parentWidget()
    ring = next(one for one in canvas.rings() if one.site == "mid-back")
    at = canvas.mapTo(person.window, QPoint(round(ring.left + 6), round(ring.y)))
    assert area is not None and area.rect().contains(canvas.mapTo(area, QPoint(5, round(ring.y))))
    QTest.mouseMove(person.window.windowHandle(), at)
    person.settle()
    person.wait_for_rest()
    assert person.map.grab().toImage() != before  # the hand stays where it is


@pytest.mark.long
@pytest.mark.parametrize("region", expected.AREAS)
def test_pipe_when_any_area_is_marked_offers_sites_and_an_end(person: Person, atlas: Atlas, region: str) -> None:
    person.keys("Ctrl+N")
    mark(person, region)
    person.press("Pipe")
    assert ends(person) == [(100, "full")]
    named = [name for name in person.texts() if name in {site.name for site in atlas.sites.values()}]
    assert len(set(named)) >= 4


def test_slider_when_moved_over_several_grades_is_one_step_of_undo(person: Person, atlas: Atlas) -> None:
    person.keys("Ctrl+N")
    mark(person, "plantar-foot")
    person.press("Pipe")
    name = atlas.sites["deep-gluteal"].name
    crimp(person, name, "mild")
    sliders = [one for one in person.window.findChildren(QSlider) if one.isVisible()]
    (slider,) = [one for one in sliders if one.accessibleName().startswith(name)]
    slider.setFocus()
    person.keys("Right", "Right")
    assert ends(person) == [(5, "nearly stopped")]
    person.press(f"{name}: inflamed")
    assert person.button(f"{name}: inflamed").isChecked() and ends(person) == [(5, "nearly stopped")]
    person.keys("Ctrl+Z", "Ctrl+Z")
    assert ends(person) == [(93, "no noticeable change")]
