"""Cards of nerves, roots, places, tests and statements, and the list of where something could be felt."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nervemap.content.atlas import Atlas, load_atlas
from nervemap.reasoning.findings import FeltArea
from nervemap.reasoning.still_fed import still_fed
from nervemap.ui.felt_panel import FeltPanel
from nervemap.ui.nerve_card import Known, NerveCard, Subject
from nervemap.ui.who_says_so import WhoSaysSo
from tests.ui.panels import in_sight
from tests.windows import wait_for_pages

KNOWLEDGE = yaml.safe_load((Path(__file__).parents[1] / "expectations/knowledge.yaml").read_text(encoding="utf-8"))
FELT = (
    FeltArea(region="calf", direction="here", because="skin", via="sural"),
    FeltArea(region="lateral-ankle", direction="below", because="article", via="sural"),
    FeltArea(region="low-back", direction="above", because="passes", via="sciatic"),
)


@pytest.fixture
def card(atlas: Atlas, qtbot: QtBot) -> NerveCard:
    return in_sight(NerveCard(atlas), qtbot, height=700)


def texts(widget: QWidget) -> list[str]:
    parts = [child for child in widget.findChildren(QWidget) if isinstance(child, QLabel | QPushButton)]
    return [child.text().replace("\n", " ") for child in parts]


def shown(card: NerveCard, subject: Subject, id_: str, known: Known | None = None) -> str:
    card.show_subject(subject, id_, known or Known(), felt_shown=True)
    wait_for_pages()
    return "\n".join(texts(card._page.page))


def press(card: NerveCard, qtbot: QtBot, text: str) -> None:
    def found() -> list[QPushButton]:
        return [
            one for one in card.findChildren(QPushButton) if one.text().replace("\n", " ") == text and one.isVisible()
        ]

    qtbot.waitUntil(lambda: len(found()) > 0)
    qtbot.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def test_card_when_a_nerve_is_chosen_tells_all_of_it(card: NerveCard, atlas: Atlas, qtbot: QtBot) -> None:
    known = Known(stops=[("foramen magnum", -58.4), ("popliteal fossa", 57.0)], sites=[("soleal-sling", 68.0)])
    shown(card, "nerve", "tibial", known)
    press(card, qtbot, "\u25b8 Stop by stop, from the brain to the end (2)")
    text = "\n".join(texts(card._page.page))
    nerve = atlas.nerves["tibial"]
    for words in (
        nerve.course,
        *nerve.motor[1:],
        "Sciatic nerve",
        "Medial plantar nerve",
        "L5",
        "\u221258 cm",
        "57 cm",
    ):
        assert words in text
    assert atlas.sites["soleal-sling"].name in text
    assert "Straight leg raise, tibial bias" in text
    for row in atlas.landmarks_of["tibial"]:
        assert row.value in text and row.quantity in text and f"{row.id}:" not in text
    assert "Not verified" in text
    assert "The table names the tibial nerve for the inner shin" in text, "what the article says beside the objection"


def test_card_when_a_nerve_works_muscles_through_its_branches_tells_them(card: NerveCard) -> None:
    for nerve, muscles in KNOWLEDGE["through_branches"].items():
        found = shown(card, "nerve", nerve)
        line = next(text for text in found.splitlines() if "hrough its branches " in text and muscles[0] in text)
        assert all(muscle in line for muscle in muscles)


def test_card_when_a_nerve_has_a_confusion_pair_shows_both_side_by_side(
    card: NerveCard, atlas: Atlas, qtbot: QtBot
) -> None:
    text = shown(card, "nerve", "common-fibular")
    (pair,) = atlas.nerves["common-fibular"].confused_with
    assert pair.tells in text and "L5 root" in text
    other = next(one for one in card.findChildren(QPushButton) if one.text() == "L5 root")
    this = [label for label in card.findChildren(QLabel) if label.text() == "Common fibular nerve"]
    qtbot.waitUntil(lambda: any(abs(one.y() - other.y()) < 12 and 0 < one.x() < other.x() for one in this))


@pytest.mark.parametrize("nerve", [*load_atlas().nerves])
def test_card_when_any_nerve_is_chosen_says_who_says_so_for_each_sentence(card: NerveCard, nerve: str) -> None:
    shown(card, "nerve", nerve)
    row = load_atlas().nerves[nerve]
    named = " ".join(button.accessibleName() for button in card.findChildren(WhoSaysSo))
    for sentence in (*(note.text for note in row.notes), *(one.tells for one in row.confused_with)):
        assert sentence in named


def test_links_when_pressed_lead_to_what_they_name(card: NerveCard, qtbot: QtBot) -> None:
    shown(card, "nerve", "sural")
    for text, wanted in (("S1", ["root", "S1"]), ("Medial sural cutaneous nerve", ["nerve", "medial-sural-cutaneous"])):
        with qtbot.waitSignal(card.subject_requested) as asked:
            press(card, qtbot, text)
        assert asked.args == wanted
    with qtbot.waitSignal(card.pipe_requested):
        press(card, qtbot, "Follow it as a pipe")
    shown(card, "test", "slr-sural")
    with qtbot.waitSignal(card.test_requested) as asked:
        press(card, qtbot, "Go to the tests")
    assert asked.args == ["slr-sural"]


def test_card_when_a_place_is_chosen_tells_structure_pattern_and_who_names_it(card: NerveCard, atlas: Atlas) -> None:
    site = atlas.sites["piriformis"]
    text = shown(card, "site", "piriformis", Known(positions={"sciatic": 11.2}))
    for words in (
        site.structure,
        site.pattern,
        "Dr Ward",
        "Sciatic nerve (11 cm)",
        *(d.says for d in site.disputed_by),
    ):
        assert words in text
    in_the_table = "the table of article 001 names a nerve that runs here"  # clinical 3.2, A01 and B04
    assert in_the_table in shown(card, "site", "psoas")
    assert "No article names it; it is general knowledge" in shown(card, "site", "ischial-spine")


def test_card_when_a_disc_is_chosen_shows_the_roots_that_still_feed(card: NerveCard, atlas: Atlas) -> None:
    text = shown(card, "site", "disc-l5-s1", Known(still_fed=still_fed(atlas, "disc-l5-s1")))
    assert "Other roots still feed these nerves" in text
    assert "L4, L5, S2, S3" in text and "Sural nerve" in text


def test_card_when_a_root_is_chosen_tells_skin_reflex_muscles_and_places(card: NerveCard, atlas: Atlas) -> None:
    text = shown(card, "root", "S1")
    assert "Ankle" in text and "rising on the toes" in text.lower()
    assert atlas.sites["disc-l5-s1"].name in text and "Sural nerve" in text


def test_card_when_a_statement_is_read_shows_the_objection(card: NerveCard, atlas: Atlas, qtbot: QtBot) -> None:
    claim = atlas.claims["medial-shin-skin"]
    text = shown(card, "claim", claim.id)
    assert claim.text in text and claim.disputed_by[0].says in text and "Textbook knowledge" in text
    with qtbot.waitSignal(card.area_requested) as asked:
        press(card, qtbot, "Medial shin")
    assert asked.args == ["medial-shin"]


def test_card_when_nothing_is_chosen_says_what_to_do(card: NerveCard) -> None:
    card.show_nothing()
    assert any("Nothing is chosen yet" in text for text in texts(card))


def test_felt_areas_when_listed_stand_by_direction_with_who_says_so(atlas: Atlas, qtbot: QtBot) -> None:
    panel = FeltPanel(atlas, shown=True)
    list(panel.list_areas(FELT))
    qtbot.addWidget(panel)
    panel.show()
    found = texts(panel)
    order = [found.index(word) for word in ("Here", "Calf", "Below", "Outer ankle", "Above", "Low back")]
    assert order == sorted(order)
    assert "article 001: sural nerve" in found and "on the way of the sciatic nerve" in found
    with qtbot.waitSignal(panel.area_requested) as asked:
        qtbot.mouseClick(
            next(b for b in panel.findChildren(QPushButton) if b.text() == "Outer ankle"), Qt.MouseButton.LeftButton
        )
    assert asked.args == ["lateral-ankle"]
    with qtbot.waitSignal(panel.shown_changed) as switched:
        panel.switch.setChecked(False)
    assert switched.args == [False]


def test_felt_areas_when_above_the_roots_are_said_to_be_on_both_legs(atlas: Atlas, qtbot: QtBot) -> None:
    panel = FeltPanel(atlas, shown=False)
    list(panel.list_areas(FELT, both_sides=True))
    qtbot.addWidget(panel)
    assert any("both legs" in text for text in texts(panel)) and not panel.switch.isChecked()
