"""The page: one sheet in plain words for the patient, everything for the clinician, tagged, and words never markup."""

from __future__ import annotations

import datetime
import itertools
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
from nervemap.case import commands
from nervemap.case.case import Case, Crimp, Mark, SlumpSide, StepNote
from nervemap.content.atlas import Atlas, load_atlas
from nervemap.handout.clinician import clinician_words
from nervemap.handout.letters import STAND_IN
from nervemap.handout.page import PAPERS, READERS, Page, Reader
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
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
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
    for words in itertools.chain(*EXPECTED["patient"]["explains"].values()):
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


@needs_poppler
@pytest.mark.parametrize("size", EXPECTED["patient"]["sizes"])
def test_place_to_look_at_is_said_to_be_no_finding_when_much_is_marked(
    size: str, atlas: Atlas, body: Body, places: Places, fullest: Case
) -> None:
    urgent = tuple(itertools.chain(*(flags or () for flags in fullest.red_flags.values())))
    for marks in (fullest.marks, fullest.marks[:6]):
        case = msgspec.structs.replace(fullest, marks=marks, dealt_with=urgent)
        page = Page(atlas, body, places, case, "patient", paper=PAPERS[size], today=TODAY)
        text = flat(text_of(page.pdf()))
        assert "Places to look at" in text
        assert all(words in text for words in EXPECTED["patient"]["explains"]["places"])
        assert len(page.pngs(40)) == EXPECTED["patient"]["pages"]


@needs_poppler
@pytest.mark.parametrize("region", ["dorsal-foot-toes", "achilles", "low-back", "plantar-foot", "lateral-ankle"])
def test_patient_page_leaves_nothing_out_when_little_is_marked(
    region: str, atlas: Atlas, body: Body, places: Places, fullest: Case
) -> None:
    """Sentences squeezed under a narrow picture pushed out the kinds of the one area that was marked."""
    case = Case(marks=tuple(one for one in fullest.marks if (one.side, one.region) == ("left", region)))
    text = flat(text_of(Page(atlas, body, places, case, "patient", today=TODAY).pdf()))
    assert "see the picture" not in text and all(kind in text for kind in case.marks[0].qualities)
    for words in itertools.chain(*EXPECTED["patient"]["explains"].values()):
        assert words in text


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
    for words in ("1980", "Tarsal tunnel", "moderate", "stiff", "left Achilles tendon", "not asked", "own symptom"):
        assert words in text, words
    assert atlas.red_flag_groups["same-day"].advice[:30] in text
    for sign in atlas.signs.values():
        assert sign.statement[:30] in text
    for candidate in explain(atlas, case, places).candidates[:3]:
        assert atlas.nerves[candidate.nerve].name in text
    assert "Six Signs That Your Running Injury Is Nerve Pain" in text
    assert atlas.rules.flow.caption in text


@needs_poppler
def test_clinician_page_is_short_and_nothing_leaves_it_when_crimps_are_drawn(
    atlas: Atlas, body: Body, places: Places, example: Case
) -> None:
    """Names beside the pipe were cut off at the edge of its picture, and half-empty columns made seven pages."""
    crimps = (
        Crimp(side="left", site="piriformis", grade="moderate", kind="overstretched"),
        Crimp(side="left", site="soleal-sling", grade="mild"),
    )
    case = msgspec.structs.replace(example, crimps=crimps)
    page = Page(atlas, body, places, case, "clinician", chosen=Followed("left", "tibial"), today=TODAY)
    assert len(page.pngs(30)) <= EXPECTED["clinician"]["pages"]
    margin = 17 / 25.4 * 72
    for width, left, _, right, _, word in boxes_of(page.pdf()):
        assert margin - 1 <= left and right <= width - margin + 1, word


OTHER_FIELDS: dict[str, object] = {
    "label": "another",
    "date": "2025-01-02",
    "birth_year": 1950,
    "notes": "a note",
    "marks": (),
    "signs": {"at-rest": "no"},
    "red_flags": {"now": None, "same-day": (), "days": ("weight-loss",)},
    "slump": {
        "right": SlumpSide(
            symptom="stretch", release="not-done", knee="half", notes=(StepNote(step="sit", symptom="none"),)
        )
    },
    "crimps": (Crimp(side="left", site="tarsal-tunnel", grade="severe"),),
    "history": {"back-or-neck": "yes"},
    "observations": {"tender-nerve": "no"},
    "neuro": {"left": {"knee-reflex": "less"}},
    "contraindications": (),
    "dealt_with": ("foot-drop",),
    "relatives": {"slr": {"left": SlumpSide(symptom="own", release="same", degrees=40.0)}},
    "not_felt": ("left:groin",),
    "less_sore": "right",
    "self_check": True,
    "tighter_degrees": 15.0,
}


@pytest.mark.parametrize("field", [one.name for one in msgspec.structs.fields(Case)])
def test_clinician_page_tells_a_field_when_it_is_recorded(
    field: str, atlas: Atlas, places: Places, example: Case
) -> None:
    """A field that is added to the case without a place on the page is found here."""
    case = msgspec.structs.replace(example, red_flags={"now": (), "same-day": ("foot-drop",), "days": None})
    other = msgspec.structs.replace(case, **{field: OTHER_FIELDS[field]})
    told = [clinician_words(atlas, places, one, explain(atlas, one, places), None) for one in (case, other)]
    assert (told[0] != told[1]) == (field not in ("label", "notes", "date")), "these three the page takes as typed"


def boxes_of(pdf: bytes, *pages: str) -> list[tuple[float, float, float, float, float, str]]:
    """Of every word its page width, and left, top, right and bottom in points."""
    done = subprocess.run(["pdftotext", "-bbox", *pages, "-", "-"], input=pdf, capture_output=True, check=True)
    found, width = [], 0.0
    for line in done.stdout.decode("utf-8").splitlines():
        if page := re.search(r'<page width="([\d.]+)"', line):
            width = float(page[1])
        elif word := re.search(
            r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>', line
        ):
            left, top, right, bottom = (float(one) for one in word.groups()[:4])
            found.append((width, left, top, right, bottom, word[5]))
    return found


@needs_poppler
@pytest.mark.parametrize("nerve", ["tibial", pytest.param("medial-dorsal-cutaneous", marks=pytest.mark.long)])
def test_words_never_run_into_one_another_when_everything_is_recorded(
    nerve: str, atlas: Atlas, body: Body, places: Places, fullest: Case
) -> None:
    case = msgspec.structs.replace(fullest, dealt_with=tuple(atlas.red_flags), relatives={})
    chosen = Followed("left", nerve)
    for urgent in (fullest, case):
        page = Page(
            atlas, body, places, urgent, "patient", paper="us-letter", chosen=chosen, emergency="112", today=TODAY
        )
        assert_apart([one for one in boxes_of(page.pdf()) if one[5] not in ("R", "L")])


@needs_poppler
def test_words_of_the_clinician_never_run_into_one_another_when_everything_is_recorded(
    atlas: Atlas, body: Body, places: Places, fullest: Case
) -> None:
    """On the first sheet: long kinds of symptom ran into how strong they are."""
    pdf = Page(atlas, body, places, fullest, "clinician", today=TODAY).pdf()
    assert_apart([one for one in boxes_of(pdf, "-l", "1") if one[5] not in ("R", "L")])


def assert_apart(words: list[tuple[float, float, float, float, float, str]]) -> None:
    for index, (width, left, top, right, bottom, word) in enumerate(words):
        assert 0 < left < right < width, word
        for _, left2, top2, right2, bottom2, other in words[index + 1 :]:
            across, down = min(right, right2) - max(left, left2), min(bottom, bottom2) - max(top, top2)
            assert across < 2 or down < 0.4 * (bottom - top), f"{word} runs into {other}"


@needs_poppler
def test_emergency_number_stands_on_both_pages_when_it_is_known(
    atlas: Atlas, body: Body, places: Places, example: Case
) -> None:
    readers: tuple[Reader, ...] = ("patient", "clinician")
    for reader in readers:
        without, with_one = (
            flat(text_of(Page(atlas, body, places, example, reader, emergency=one, today=TODAY).pdf()))
            for one in ("", "112 #x")
        )
        assert "Your local emergency number: 112 #x" in with_one
        assert "Your local emergency number:" in without
        for number in EXPECTED["patient"]["without_number"]:
            assert number in without and (number == "112" or f"{number} in" not in with_one)


@needs_poppler
def test_clinician_page_has_room_for_what_is_agreed_when_made(
    atlas: Atlas, body: Body, places: Places, example: Case
) -> None:
    wanted = EXPECTED["clinician"]["to_agree"]
    urgent = msgspec.structs.replace(example, red_flags={"now": (), "same-day": ("foot-drop",), "days": ()})
    dealt = msgspec.structs.replace(urgent, dealt_with=("foot-drop",))
    for case, waits in ((example, False), (urgent, True), (dealt, False)):
        text = flat(text_of(Page(atlas, body, places, case, "clinician", today=TODAY).pdf())).lower()
        part = text[text.index("to agree with the person") :]
        for heading in wanted["headings"]:
            assert (heading in part) is not (waits and heading in wanted["waits"]), heading
        assert (wanted["to_fill_in"] in part) is not waits
    held = [claim for one in atlas.agree.values() for claim in one.claims]
    assert set(wanted["claims"]) <= set(held)
    page = clinician_words(atlas, places, example, explain(atlas, example, places), None)
    shown = " ".join(text for one in page["agree"] for text in one["texts"])
    for claim in wanted["claims"]:
        assert atlas.claims[claim].text in shown
        assert all(dispute.says in shown for dispute in atlas.claims[claim].disputed_by)


def test_advice_is_gone_and_places_are_back_when_urgent_answers_were_dealt_with(
    atlas: Atlas, places: Places, fullest: Case
) -> None:
    case = msgspec.structs.replace(fullest, dealt_with=tuple(atlas.red_flags))
    explanation = explain(atlas, case, places)
    words = patient_words(atlas, places, case, explanation, followed_nerve(atlas, case, explanation))
    assert not words.urgent and words.places
    assert "dealt with" in words.found[0] and [line for line in words.found if line.startswith("Slump")]


@needs_poppler
@pytest.mark.parametrize(
    "typed",
    [
        "\u05e9\u05dc\u05d5\u05dd",  # Hebrew
        "\u0645\u0631\u062d\u0628\u0627",  # Arabic
        "\u0928\u092e\u0938\u094d\u0924\u0947",  # Devanagari
        "\u4f60\u597d",  # Chinese
        "\U0001f9b5\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",  # emoji, joined and shaded
        "\ufffd\ue000\U000e0041 a\u0301\u0489",  # what no font has
    ],
)
def test_page_is_made_in_any_script_when_it_was_typed(
    typed: str, atlas: Atlas, body: Body, places: Places, example: Case, tmp_path: Path
) -> None:
    """Where the machine has no font for a letter a box stands for it, and the page says so."""
    case = msgspec.structs.replace(example, label=f"Label {typed}", notes=f"Before {typed} after")
    pdf = Page(atlas, body, places, case, "clinician", emergency=typed, today=TODAY).pdf()
    assert re.search(r"Tagged:\s+yes", info_of(pdf, tmp_path))
    text = flat(text_of(pdf))
    assert "Before" in text and "after" in text
    assert (STAND_IN in text) == ("stands for a letter that no font" in text)


def test_own_fonts_are_enough_when_a_page_is_in_latin(
    atlas: Atlas, body: Body, places: Places, example: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = "".join(map(chr, [*range(0x20, 0x250), *range(0x2010, 0x2028), 0x20AC, *range(0x2190, 0x2194)]))
    case = msgspec.structs.replace(example, notes=commands.plain_text(letters + "\u2260\u2264\u2265", 2000))
    assert Page(atlas, body, places, case, "clinician", today=TODAY).pdf().startswith(b"%PDF")


@needs_poppler
def test_endless_word_stays_on_the_page_when_it_was_typed(
    atlas: Atlas, body: Body, places: Places, example: Case
) -> None:
    case = msgspec.structs.replace(example, label="w" * 200, notes="w" * 3000)
    for width, left, _, right, _, _ in boxes_of(Page(atlas, body, places, case, "clinician", today=TODAY).pdf()):
        assert 0 < left < right < width


@needs_poppler
@pytest.mark.parametrize("reader", READERS)
def test_page_can_be_read_by_a_machine_when_made(
    reader: Reader, atlas: Atlas, body: Body, places: Places, example: Case, tmp_path: Path
) -> None:
    """One first heading, others, lists, figures with their words; every font embedded, with its letters."""
    case = msgspec.structs.replace(example, crimps=(Crimp(side="left", site="tarsal-tunnel", grade="mild"),))
    (tmp_path / "x.pdf").write_bytes(Page(atlas, body, places, case, reader, today=TODAY).pdf())
    done = subprocess.run(["pdfinfo", "-struct", str(tmp_path / "x.pdf")], capture_output=True, check=True, text=True)
    kinds = re.findall(r"^ *([A-Z]\w*)", done.stdout, re.MULTILINE)
    assert kinds.count("H1") == 1 and kinds.count("H2") >= 5 and "LI" in kinds
    assert kinds.count("Figure") == (2 if reader == "patient" else 3)
    assert reader == "patient" or {"Table", "TR", "TH", "TD"} <= set(kinds)
    done = subprocess.run(["pdffonts", str(tmp_path / "x.pdf")], capture_output=True, check=True, text=True)
    rows = done.stdout.splitlines()[2:]
    assert rows and all("Inter" in row and re.search(r"yes yes yes", row) for row in rows)
    if shutil.which("qpdf"):
        done = subprocess.run(["qpdf", "--json", str(tmp_path / "x.pdf")], capture_output=True, check=True, text=True)
        assert len(set(re.findall(r'"/Alt": "u:(Picture of the body[^"]+)"', done.stdout))) == 2
        assert '"/Lang": "u:en-GB"' in done.stdout and '"/DisplayDocTitle": true' in done.stdout


def test_page_can_be_read_in_grey_when_printed_so(atlas: Atlas, body: Body, places: Places, example: Case) -> None:
    """Marked areas differ from the skin around them in lightness too, not in colour alone."""
    (content,) = Page(atlas, body, places, example, "patient", today=TODAY).pngs(110)
    image = QImage.fromData(content).convertToFormat(QImage.Format.Format_Grayscale8)
    left = [image.pixelColor(x, y).lightness() for x in range(90, 230, 3) for y in range(120, 640, 3)]
    assert min(left) < 110 and max(left) == 255


def test_page_is_made_when_nothing_is_recorded(atlas: Atlas, body: Body, places: Places) -> None:
    for reader in ("patient", "clinician"):
        assert Page(atlas, body, places, Case(), reader, today=TODAY).pdf().startswith(b"%PDF")  # type: ignore[arg-type]
