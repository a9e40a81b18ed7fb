"""`nervemap show`: the identifiers and keys that others rely on, text for people, and that data decides."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nervemap import resources
from nervemap.cli.main import main
from nervemap.content.atlas import load_atlas

ROOT = Path(__file__).resolve().parents[2]
AREAS = (
    "posterior-pelvis-hip anterior-lateral-hip-thigh medial-thigh-knee lateral-shin medial-shin lateral-ankle "
    "medial-ankle plantar-foot dorsal-foot-toes low-back groin posterior-thigh posterior-knee anterior-knee "
    "lateral-knee calf achilles heel"
)
NERVES = (
    "cluneal superior-cluneal middle-cluneal inferior-cluneal sciatic obturator lateral-femoral-cutaneous femoral "
    "anterior-femoral-cutaneous saphenous infrapatellar common-fibular superficial-fibular deep-fibular "
    "medial-dorsal-cutaneous intermediate-dorsal-cutaneous lateral-sural-cutaneous medial-sural-cutaneous "
    "sural-communicating tibial sural medial-plantar lateral-plantar medial-calcaneal inferior-calcaneal "
    "posterior-femoral-cutaneous superior-gluteal inferior-gluteal pudendal iliohypogastric ilioinguinal "
    "genitofemoral"
)
SITES = (
    "cranium neck mid-back thoracolumbar-junction lumbar-canal disc-l2-l3 disc-l3-l4 disc-l4-l5 disc-l5-s1 foramen-l2 "
    "foramen-l3 foramen-l4 foramen-l5 pelvic-brim piriformis deep-gluteal sit-bone mid-thigh popliteal-fossa "
    "soleal-sling deep-calf tarsal-tunnel medial-calcaneal-branch abductor-gap baxter knot-of-henry intermetatarsal "
    "biceps-edge fibular-neck superficial-fibular-exit anterior-compartment extensor-retinaculum first-tarsometatarsal "
    "sural-calf-exit sural-malleolus psoas inguinal-femoral inguinal-asis adductor-canal infrapatellar-sartorius "
    "saphenous-malleolus obturator-canal adductor-fascia iliac-crest-tunnel posterior-si-ligament sacrotuberous "
    "ischial-spine coccyx"
)


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["show", *words]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def as_json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(shown(capsys, *words, "--json"))


def test_regions_when_shown_have_their_keys_in_table_order(capsys: pytest.CaptureFixture[str]) -> None:
    regions = as_json(capsys, "regions")
    assert " ".join(region["id"] for region in regions) == AREAS
    assert [region["row"] for region in regions] == [*range(1, 10), *[None] * 9]
    assert regions[5]["nerves"] == ["sural"]
    assert regions[0]["nerves"] == ["cluneal", "sciatic", "obturator"]
    assert "saphenous" in regions[4]["atlas_adds"]
    assert all(region["name"] and region["mistaken_for"] for region in regions)


def test_nerves_when_shown_have_their_keys(capsys: pytest.CaptureFixture[str]) -> None:
    nerves = {nerve["id"]: nerve for nerve in as_json(capsys, "nerves")}
    assert " ".join(nerves) == NERVES
    keys = {"id", "name", "synonyms", "roots", "parent", "territory_regions", "sites"}
    assert all(keys <= set(nerve) for nerve in nerves.values())
    assert nerves["sural"]["roots"] == ["S1", "S2"]
    assert nerves["medial-plantar"]["parent"] == "tibial"
    assert "lateral-ankle" in nerves["sural"]["territory_regions"]
    assert nerves["cluneal"]["roots"] == ["L1", "L2", "L3", "S1", "S2", "S3"]
    assert "iliac-crest-tunnel" in nerves["cluneal"]["sites"]


def test_the_course_runs_from_the_brain_to_the_skin_when_one_nerve_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sural = as_json(capsys, "nerves", "sural")
    assert sural["exit"] == "L5"
    assert set(sural["courses_by_root"]) == {"S1", "S2"}
    course = sural["course"]
    assert course == sural["courses_by_root"]["S1"]
    assert all(set(point) >= {"landmark", "x_mm", "y_mm", "z_mm", "s_cm", "depth_mm"} for point in course)
    lengths = [point["s_cm"] for point in course]
    assert lengths == sorted(lengths)
    assert lengths[0] < 0 < lengths[-1]
    assert course[0]["x_mm"] < 0 < course[-1]["x_mm"], "the right leg's course begins on the left of the brain"
    assert "cortex" in course[0]["landmark"]
    assert sum(point["landmark"] is not None for point in course) > 10
    sites = sural["sites"]
    assert sites.index("cranium") < sites.index("piriformis") < sites.index("sural-malleolus")
    assert "soleal-sling" not in sites


def test_course_when_the_nerve_is_a_group_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    cluneal = as_json(capsys, "nerves", "cluneal")
    assert cluneal["course"] == [] and cluneal["courses_by_root"] == {}
    assert cluneal["members"] == ["superior-cluneal", "middle-cluneal", "inferior-cluneal"]


def test_sites_when_shown_have_their_keys_from_brain_to_toe(capsys: pytest.CaptureFixture[str]) -> None:
    sites = {site["id"]: site for site in as_json(capsys, "sites")}
    assert " ".join(sites) == SITES
    assert all({"name", "nerves", "structure", "sources"} <= set(site) for site in sites.values())
    assert all(site["sources"] for site in sites.values())
    assert sites["coccyx"]["positions"] == []
    places = {place["nerve"]: place for place in sites["piriformis"]["positions"]}
    assert places["sciatic"]["exit"] == "L5"
    assert 0 < places["sciatic"]["s_cm"] < 25
    assert places["sciatic"]["s_cm"] == places["tibial"]["s_cm"], "the same point of the trunk"
    assert "femoral" not in places


def test_every_site_when_it_lies_on_a_nerve_has_a_position_there(capsys: pytest.CaptureFixture[str]) -> None:
    positions = {(place["nerve"], site["id"]) for site in as_json(capsys, "sites") for place in site["positions"]}
    nerves = as_json(capsys, "nerves")
    assert positions == {(nerve["id"], site) for nerve in nerves if not nerve["members"] for site in nerve["sites"]}


def test_signs_tests_urgent_questions_and_sources_when_asked_for_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert [sign["number"] for sign in as_json(capsys, "signs")] == [1, 2, 3, 4, 5, 6]
    slump = as_json(capsys, "tests", "slump")
    assert slump["steps"] and slump["contraindications"]
    flags = as_json(capsys, "red-flags")
    assert {flag["group"] for flag in flags} == {"now", "same-day", "days"}
    assert all(flag["advice"] for flag in flags)
    sources = as_json(capsys, "sources")
    assert all(source["tier"] and source["checked"] for source in sources)


@pytest.mark.parametrize("kind", ["regions", "nerves", "sites", "signs", "tests", "red-flags", "sources"])
def test_row_when_asked_for_is_shown_in_full_with_its_sources(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    atlas = load_atlas()
    for row in as_json(capsys, kind)[::3]:
        out = shown(capsys, kind, row["id"])
        assert f"({row['id']})" in " ".join(out.splitlines()[:3])
        assert max(map(len, out.splitlines())) <= 100, out
        if kind != "sources":
            assert "Who says so:" in out
            works = [atlas.sources[source].work.split()[0] for source in row["sources"]]
            assert all(work in out for work in works)


@pytest.mark.parametrize("kind", ["regions", "nerves", "sites", "signs", "tests", "red-flags", "sources"])
def test_every_row_when_listed_stands_there(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    ids = [row["id"] for row in as_json(capsys, kind)]
    out = shown(capsys, kind)
    places = [re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", out) for name in ids]
    assert all(places)


def test_published_words_when_shown_stand_apart_from_what_the_atlas_adds(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "regions", "medial-shin")
    row, added = out.index("Row 5 of the table"), out.index("The atlas adds")
    assert row < out.index("Medial shin: Tibial nerve") < added < out.index("Saphenous nerve")
    assert "Easily mistaken for" in out


def copy_without_sciatic(folder: Path) -> Path:
    """A copy of the content, in which the first row of the table no longer names the sciatic nerve."""
    shutil.copytree(resources.folder("data"), folder)
    path = folder / "regions.yaml"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"(?<=\n  nerves: \[)cluneal, sciatic, obturator(?=\])", "cluneal, obturator", text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return folder


def test_a_nerve_is_gone_when_it_is_removed_from_a_row_of_the_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy_without_sciatic(tmp_path / "data")
    regions = as_json(capsys, "regions", "--data", str(folder))
    assert regions[0]["nerves"] == ["cluneal", "obturator"]
    assert "sciatic" not in shown(capsys, "regions", "--data", str(folder)).splitlines()[1]
    assert as_json(capsys, "regions")[0]["nerves"] == ["cluneal", "sciatic", "obturator"]


def test_neither_qt_nor_numpy_is_loaded_when_regions_are_shown() -> None:
    program = (
        "import sys; from nervemap.__main__ import main; main(['show', 'regions']); "
        "print([name for name in sys.modules if name in ('numpy', 'PySide6')])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_qt_is_not_loaded_when_courses_are_shown() -> None:
    program = (
        "import sys; from nervemap.__main__ import main; main(['show', 'nerves', 'sural', '--json']); "
        "print([name for name in sys.modules if name.startswith('PySide6')])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
