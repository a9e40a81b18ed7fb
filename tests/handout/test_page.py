"""The page: one sheet in plain words for the patient, everything for the clinician, tagged, and words never markup."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest
import yaml
from PySide6.QtGui import QImage

from nervemap.anatomy.body import Body, load_body
from nervemap.anatomy.places import find_places
from nervemap.case.case import Case, Crimp, Mark, SlumpSide
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.handout.page import PAPERS, Page
from nervemap.handout.patient import Followed, followed_nerve, patient_words
from nervemap.reasoning.candidates import explain
from nervemap.reasoning.places import Places

EXPECTED = yaml.safe_load((Path(__file__).parents[1] / "expectations/page.yaml").read_text(encoding="utf-8"))
TODAY = datetime.date(2026, 11, 21)
NASTY = '#image("/etc/hostname") *bold* $x$ <b>tag</b> @ref'
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext reads the PDF back")


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="session")
def body(atlas: Atlas) -> Body:
    return load_body(atlas)


@pytest.fixture(scope="session")
def places(atlas: Atlas, body: Body) -> Places:
    return find_places(atlas, body.graph, body.chart)


@pytest.fixture(scope="session")
def example(atlas: Atlas) -> Case:
    one = atlas.example
    marks = tuple(
        Mark(side=m.side, region=m.region, t=m.t, theta=m.theta, qualities=m.qualities, intensity=m.intensity)
        for m in one.marks
    )
    return Case(
        marks=marks,
        signs=dict(one.signs),
        red_flags={"now": (), "same-day": (), "days": ()},
        slump={"left": SlumpSide(symptom="own", release="eases", degrees=25.0)},
        date="2026-11-21",
    )


@pytest.fixture(scope="session")
def fullest(atlas: Atlas, example: Case) -> Case:
    """Everything marked with every kind, every question answered with yes: the most that a page may have to hold."""
    kinds = ("ache", "tight", "sharp", "burning", "electric", "tingling", "numb", "cold")
    flags = {
        group: tuple(flag.id for flag in atlas.red_flags.values() if flag.group == group)
        for group in ("now", "same-day", "days")
    }
    return Case(
        marks=tuple(
            Mark(side=side, region=region, qualities=kinds, intensity=10)
            for side in ("left", "right")
            for region in atlas.regions
        ),
        signs=dict.fromkeys(atlas.signs, "yes"),
        red_flags=flags,  # type: ignore[arg-type]
        slump={side: SlumpSide(symptom="own", release="worse", degrees=25.0) for side in ("left", "right")},
    )


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def info_of(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "x.pdf").write_bytes(pdf)
    done = subprocess.run(["pdfinfo", str(tmp_path / "x.pdf")], capture_output=True, check=True, text=True)
    return done.stdout


def flat(text: str) -> str:
    return " ".join(text.split())


@needs_poppler
@pytest.mark.parametrize("size", EXPECTED["patient"]["sizes"])
def test_patient_page_is_one_tagged_sheet_in_plain_words_when_made(
    size: str, atlas: Atlas, body: Body, places: Places, example: Case, tmp_path: Path
) -> None:
    pdf = Page(atlas, body, places, example, "patient", paper=PAPERS[size], today=TODAY).pdf()
    info, text = info_of(pdf, tmp_path), flat(text_of(pdf))
    assert re.search(r"Tagged:\s+yes", info) and re.search(r"Pages:\s+1\n", info)
    assert ("595" if size == "a4" else "612") in info.split("Page size:")[1]
    for words in EXPECTED["patient"]["always"]:
        assert words in text
    for word in EXPECTED["patient"]["never"]:
        assert not re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE), word
    low = text.lower()
    found = [low.rfind(section) for section in EXPECTED["patient"]["sections"]]
    assert min(found) >= 0
    for mark in example.marks:
        assert atlas.regions[mark.region].plain in text
    assert "tibial nerve" in low
    assert "own" not in low or "you have" not in low


@pytest.mark.parametrize("size", EXPECTED["patient"]["sizes"])
def test_patient_page_is_one_sheet_when_everything_is_recorded(
    size: str, atlas: Atlas, body: Body, places: Places, fullest: Case
) -> None:
    page = Page(atlas, body, places, fullest, "patient", paper=PAPERS[size], today=TODAY)
    assert len(page.pngs(40)) == EXPECTED["patient"]["pages"]


def test_patient_page_is_the_same_when_label_notes_and_crimps_are_added(
    atlas: Atlas, body: Body, places: Places, example: Case
) -> None:
    more = msgspec.structs.replace(
        example,
        label="Mister X",
        notes="difficult",
        birth_year=1970,
        crimps=(Crimp(side="left", site="tarsal-tunnel", grade="severe"),),
    )
    pages = [Page(atlas, body, places, case, "patient", today=TODAY).pngs(60) for case in (example, more)]
    assert pages[0] == pages[1]


def test_places_to_look_at_are_three_at_most_when_anything_is_marked(atlas: Atlas, places: Places) -> None:
    for nerve in atlas.nerves:
        for member in atlas.members(nerve):
            followed = Followed("left", member.id)
            for region in ("heel", "groin"):
                case = Case(marks=(Mark(side="left", region=region), Mark(side="left", region="low-back")))
                words = patient_words(atlas, places, case, explain(atlas, case, places), followed)
                assert len(words.places) <= EXPECTED["patient"]["most_places_to_look_at"]
                assert words.route[:2] == ("brain", "spine")


def test_urgent_advice_stands_alone_when_it_comes_first(atlas: Atlas, places: Places, fullest: Case) -> None:
    explanation = explain(atlas, fullest, places)
    words = patient_words(atlas, places, fullest, explanation, followed_nerve(atlas, fullest, explanation))
    assert words.urgent[0] == atlas.red_flag_groups["now"].advice
    assert not words.places and not [line for line in words.found if line.startswith("Slump")]


@needs_poppler
def test_clinician_page_holds_everything_as_text_when_made(
    atlas: Atlas, body: Body, places: Places, example: Case, tmp_path: Path
) -> None:
    case = msgspec.structs.replace(
        example,
        label=f"A runner {NASTY}",
        notes=f"First line\n{NASTY}\n= no heading",
        birth_year=1980,
        crimps=(Crimp(side="left", site="tarsal-tunnel", grade="moderate", kind="stiff"),),
        red_flags={"now": (), "same-day": ("foot-drop",), "days": None},
    )
    pdf = Page(atlas, body, places, case, "clinician", today=TODAY).pdf()
    assert re.search(r"Tagged:\s+yes", info_of(pdf, tmp_path))
    text = flat(text_of(pdf))
    shown = re.sub(r"\s", "", text)
    assert shown.count(re.sub(r"\s", "", NASTY)) == 2
    for words in ("1980", "Tarsal tunnel", "moderate", "stiff", "left Achilles tendon", "not asked", "own; release"):
        assert words in text or words.replace("; ", "") in text, words
    assert atlas.red_flag_groups["same-day"].advice[:30] in text
    for sign in atlas.signs.values():
        assert sign.statement[:30] in text
    for candidate in explain(atlas, case, places).candidates[:3]:
        assert atlas.nerves[candidate.nerve].name in text
    assert "Six Signs That Your Running Injury Is Nerve Pain" in text
    assert atlas.rules.flow.caption in text


@needs_poppler
def test_other_fields_are_listed_when_they_have_no_place_of_their_own(
    atlas: Atlas, body: Body, places: Places, example: Case
) -> None:
    question = next(iter(atlas.history))
    case = msgspec.structs.replace(example, history={question: "yes"})
    shown = re.sub(r"\s", "", text_of(Page(atlas, body, places, case, "clinician", today=TODAY).pdf()))
    assert "Alsorecorded" in shown and "history" in shown


def test_page_can_be_read_in_grey_when_printed_so(atlas: Atlas, body: Body, places: Places, example: Case) -> None:
    """Marked areas differ from the skin around them in lightness too, not in colour alone."""
    (content,) = Page(atlas, body, places, example, "patient", today=TODAY).pngs(110)
    image = QImage.fromData(content).convertToFormat(QImage.Format.Format_Grayscale8)
    left = [image.pixelColor(x, y).lightness() for x in range(90, 230, 3) for y in range(120, 640, 3)]
    assert min(left) < 110 and max(left) == 255


def test_page_is_made_when_nothing_is_recorded(atlas: Atlas, body: Body, places: Places) -> None:
    for reader in ("patient", "clinician"):
        assert Page(atlas, body, places, Case(), reader, today=TODAY).pdf().startswith(b"%PDF")  # type: ignore[arg-type]
