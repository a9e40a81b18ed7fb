"""Colours that can be read, nerves that can be told apart, controls that can be pressed and seen to have the focus."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from nervemap.content.atlas import Atlas
from nervemap.handout.painting.fonts import load_fonts
from nervemap.palette import PALETTES, Palette, contrast, nerve_dash
from nervemap.ui.theme import TOUCH, Theme, interface_font
from nervemap.ui.widgets import Choice, Text

palettes = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def test_contrast_when_known() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@palettes
def test_text_when_on_any_ground_passes_wcag_aa(palette: Palette) -> None:
    for ground in ("base", "surface", "hover", "selected", "attention_soft"):
        for ink in ("text", "muted", "accent", "attention", "danger", "positive"):
            ratio = contrast(getattr(palette, ink), getattr(palette, ground))
            assert ratio >= 4.5, f"{ink} on {ground}: {ratio:.2f}"


@palettes
def test_text_when_on_a_filled_control_passes_wcag_aa(palette: Palette) -> None:
    for ink, fill in (("on_accent", "accent"), ("on_alarm", "alarm"), ("surface", "mark")):
        assert contrast(getattr(palette, ink), getattr(palette, fill)) >= 4.5, f"{ink} on {fill}"


@palettes
def test_edges_when_they_show_a_control_pass_wcag_aa(palette: Palette) -> None:
    for edge, ground in itertools.product(("border", "focus", "mark"), ("base", "surface")):
        assert contrast(getattr(palette, edge), getattr(palette, ground)) >= 3, f"{edge} on {ground}"


@palettes
def test_nerve_colours_when_on_the_surface_are_seen(palette: Palette, atlas: Atlas) -> None:
    for nerve in atlas.nerves:
        assert contrast(palette.nerve_color(nerve), palette.surface) >= 3, nerve


@palettes
def test_nerves_when_named_for_one_area_differ(palette: Palette, atlas: Atlas) -> None:
    for region in atlas.regions.values():
        named = {*region.nerves, *(added.nerve for added in region.atlas_adds)}
        for one, other in itertools.combinations(sorted(named), 2):
            if not {one, other} <= {"cluneal", *(nerve.id for nerve in atlas.members("cluneal"))}:
                looks = {(palette.nerve_color(nerve), nerve_dash(nerve)) for nerve in (one, other)}
                assert len(looks) == 2, f"{region.id}: {one}, {other}"


@palettes
def test_nerves_when_side_by_side_at_the_ankle_and_foot_differ_in_colour(palette: Palette) -> None:
    for group in (
        ("tibial", "saphenous", "sural", "superficial-fibular", "deep-fibular"),
        ("medial-plantar", "lateral-plantar", "medial-calcaneal"),
        ("sciatic", "posterior-femoral-cutaneous", "inferior-cluneal", "pudendal"),
        ("femoral", "lateral-femoral-cutaneous", "obturator", "anterior-femoral-cutaneous"),
        ("sciatic", "tibial", "common-fibular", "sural"),
    ):
        assert len({palette.nerve_color(nerve) for nerve in group}) == len(group), group


def test_every_nerve_when_drawn_has_its_own_style(atlas: Atlas) -> None:
    light = PALETTES["light"]
    assert [nerve for nerve in atlas.nerves if light.nerve_color(nerve) == light.accent] == []


def test_theme_when_overridden_tells_and_repaints(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed) as told:
        theme.set_override("dark")
    assert told.args == [PALETTES["dark"]]
    assert qapp.palette().window().color().name() == PALETTES["dark"].base
    theme.set_override(None)
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.palette == PALETTES["dark" if dark else "light"]


def test_button_when_themed_is_high_enough_and_shows_the_focus(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton("Press")
    qtbot.addWidget(button)
    theme.dress(button)
    button.show()
    assert button.sizeHint().height() >= TOUCH
    for checked in (False, True):
        button.setCheckable(True)
        button.setChecked(checked)
        button.clearFocus()
        plain = button.grab().toImage()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(button.hasFocus)
        assert button.grab().toImage() != plain


def test_font_when_bundled_is_inter(qapp: QApplication) -> None:
    load_fonts()
    from PySide6.QtGui import QFontInfo

    assert QFontInfo(interface_font()).family() == "Inter"


def test_high_contrast_when_chosen_has_more_than_enough_of_it() -> None:
    palette = PALETTES["contrast"]
    for ink, ground in itertools.product(("text", "muted", "accent", "danger", "border"), ("base", "surface", "hover")):
        assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 7, f"{ink} on {ground}"


def test_text_when_made_larger_grows_everywhere_and_buttons_hold_it(theme: Theme, qtbot: QtBot) -> None:
    label, choice = Text("A word", step=20), Choice({"a": "A long answer", "b": "No"}, name="Answer")
    for widget in (label, choice):
        qtbot.addWidget(widget)
        theme.dress(widget)
        widget.show()
    before = label.sizeHint().height(), choice.buttons["a"].width()
    theme.set_text_size(200)
    qtbot.waitUntil(lambda: choice.buttons["a"].width() > 1.7 * before[1])
    assert label.sizeHint().height() > 1.8 * before[0]
    words = choice.buttons["a"].fontMetrics().horizontalAdvance("A long answer")
    assert words < choice.buttons["a"].width()
    theme.set_text_size(100)
    qtbot.waitUntil(lambda: choice.buttons["a"].width() == before[1])
