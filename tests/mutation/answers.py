"""Every answer of a content folder, as the command line gives it, to tell whether a change of the content matters."""

from __future__ import annotations

import contextlib
import hashlib
import io
from pathlib import Path

import msgspec
import numpy as np

from nervemap.anatomy.chart import load_chart
from nervemap.anatomy.courses import load_graph
from nervemap.anatomy.places import find_places
from nervemap.cli import main, reasoned
from nervemap.cli.courses import course_points
from nervemap.content.atlas import Atlas, load_atlas

SHOWN = (
    "regions",
    "nerves",
    "sites",
    "signs",
    "tests",
    "red_flag_groups",
    "red_flags",
    "sources",
    "roots",
    "landmarks",
    "claims",
    "help",
    "questionnaires",
    "thresholds",
    "regrowth",
)
SLUMPS = ("own,same,25", "own,eases,25", "own,eases,5", "stretch,eases,10", "none,not-done,9", "own,not-done,15")
PAIRS = (
    ("heel", "calf", "posterior-thigh"),
    ("lateral-shin", "dorsal-foot-toes"),
    ("medial-ankle", "heel"),
    ("medial-shin", "medial-ankle"),
    ("groin", "medial-thigh-knee"),
    ("posterior-pelvis-hip", "posterior-thigh"),
    ("low-back", "anterior-lateral-hip-thigh"),
)


def answers(folder: Path) -> dict[str, str]:
    """What was asked -> a digest of the answer.

    The content is read once, and the long lists of points that go with every explanation are asked for once.
    """
    atlas, graph, chart = load_atlas(folder), load_graph(folder), load_chart(folder / "body")
    places = find_places(atlas, graph, chart)
    instead = {
        "load_atlas": lambda _: atlas,
        "load_graph": lambda _: graph,
        "load_chart": lambda _: chart,
        "find_places": lambda *_: places,
        "course_points": lambda _: [],
    }
    for name, answer in instead.items():
        setattr(reasoned, name, answer)
    parser = main._parser([])
    main._parser = lambda _: parser  # type: ignore[assignment]
    found = {
        f"show {kind} {key}": _digest(msgspec.json.encode(row))
        for kind in SHOWN
        for key, row in getattr(atlas, kind).items()
    }
    found["rules"] = _digest(msgspec.json.encode(atlas.rules))
    found |= {f"show {kind}": _digest(repr(list(getattr(atlas, kind))).encode()) for kind in SHOWN}
    found |= {
        " ".join(words): _asked(words, folder)
        for words in _questions(atlas, {n: [s for s, _ in p] for n, p in places.sites.items()})
    }
    for nerve in places.sites:
        for root, course in graph.courses(atlas.nerves[nerve]).items():
            found[f"course {nerve} {root}"] = _digest(repr(course_points(course)).encode())
    t, theta = np.meshgrid(np.arange(-0.11, 3.0, 0.02), np.arange(0.0, 360.0, 5.0))
    for layer in (chart.regions, chart.territories, chart.dermatomes):
        for toe in range(6):
            named = np.array([None, *layer.names], object)[layer.labels(t, theta, np.full(t.shape, toe))]
            found[f"spots {layer.names[0]} toe {toe}"] = _digest(repr(named.tolist()).encode())
    return found


def _questions(atlas: Atlas, sites: dict[str, list[str]]) -> list[list[str]]:
    asked = [["explain", "--mark", f"right:{region}"] for region in atlas.regions]
    asked += [["explain", *(word for region in pair for word in ("--mark", f"left:{region}"))] for pair in PAIRS]
    asked.append(["explain", "--mark", "right:plantar-foot", "--mark", "left:plantar-foot"])
    for kind, rows in (("site", atlas.sites), ("root", atlas.roots), ("nerve", atlas.nerves)):
        asked += [["felt", f"--{kind}", name] for name in rows]
    for nerve, on in sites.items():
        crimps = [
            f"{site}:{grade}" for site, grade in zip(on[-4:], ("mild", "moderate", "severe", "mild"), strict=False)
        ]
        asked += [
            ["flow", "--nerve", nerve, "--model", model, *(w for c in crimps for w in ("--crimp", c))] for model in "AB"
        ]
    asked += [["read", "--yes", *(str(n) for n in range(1, yes + 1)), "--red-flags", "none"] for yes in range(1, 7)]
    asked += [
        ["read", "--no", "1", "2", "3", "4", "5", "6"],
        ["read", "--yes", "1", "2", "--no", "3", "4"],
        ["read", "--na", "1", "6"],
    ]
    asked += [
        ["read", "--yes", "1", "2", "3", "4", "--slump-left", one, "--slump-right", "none,not-done,0"] for one in SLUMPS
    ]
    asked += [["read", "--test", f"{test}:right:own,eases,25"] for test in atlas.tests if test != "slump"]
    asked += [["read", "--red-flag", flag] for flag in atlas.red_flags]
    asked += [["read", "--history-yes", one] for one in atlas.history]
    asked += [["read", "--found", one] for one in atlas.observations]
    asked += [
        ["explain", "--mark", "right:heel", "--mark", "right:lateral-shin", "--less", f"right:{one}"]
        for one in atlas.neuro
    ]
    asked += [
        ["explain", "--mark", "right:heel", "--history-yes", one, "--found", *atlas.observations]
        for one in atlas.history
    ]
    return [[*words, "--json"] for words in asked]


def _asked(words: list[str], folder: Path) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main.main([*words, "--data", str(folder)])
    return _digest(f"{code} {out.getvalue()}".encode())


def _digest(value: bytes) -> str:
    return hashlib.sha1(value, usedforsecurity=False).hexdigest()
