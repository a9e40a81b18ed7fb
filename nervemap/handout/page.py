"""The page: a case as a tagged PDF (PDF/UA-1) or as pictures of its pages, set by Typst, one template for each reader.

All words reach Typst as data, never as markup; the template may read nothing but what it is given here.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Literal, cast
from weakref import WeakKeyDictionary

import msgspec
import typst

from nervemap import __version__, resources
from nervemap.anatomy.body import Body
from nervemap.anatomy.pipes import nerve_line
from nervemap.anatomy.raster import rasterise
from nervemap.anatomy.views import View, ViewName, panes
from nervemap.case.case import Case
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.handout.clinician import clinician_words, crimped_nerve
from nervemap.handout.export import map_content, pipe_content
from nervemap.handout.letters import STAND_IN, fonts, showable
from nervemap.handout.map_picture import map_picture
from nervemap.handout.patient import Followed, followed_nerve, patient_words
from nervemap.palette import LIGHT
from nervemap.reasoning.candidates import explain
from nervemap.reasoning.pipe import lay_out
from nervemap.reasoning.places import Places
from nervemap.reasoning.wording import lowered

Reader = Literal["patient", "clinician"]
Paper = Literal["a4", "us-letter"]
READERS: tuple[Reader, ...] = ("patient", "clinician")
PAPERS: dict[str, Paper] = {"a4": "a4", "letter": "us-letter"}
HEIGHT, ONE, BOTH, FEET = 420, 169, 252, 282  # px: of all pictures; widths of one body, two halves, feet
PIPE = (600, 560)  # px
_INK = replace(LIGHT, background="#ffffff", shadow="#ececec")
_SMALL = (110, 160)
_VIEWS: tuple[ViewName, ...] = ("front", "back", "outer", "inner", "sole", "top")
_NAMES = {
    "front": "from the front",
    "back": "from behind",
    "outer": "outer sides",
    "inner": "inner sides",
    "sole": "soles",
    "top": "tops of the feet",
}


class Page:
    """One case laid out for one reader; the PDF and the pictures come from the same source."""

    def __init__(
        self,
        atlas: Atlas,
        body: Body,
        places: Places,
        case: Case,
        reader: Reader,
        *,
        paper: Paper = "a4",
        chosen: Followed | None = None,
        emergency: str = "",
        today: datetime.date | None = None,
    ) -> None:
        """Lay out a case. `chosen` is the nerve to speak of, `emergency` the local number (else a line for it)."""
        explanation = explain(atlas, case, places)
        followed = followed_nerve(atlas, case, explanation, chosen)
        views = best_views(body, case, followed)
        printed = today or datetime.date.today()
        typed = {"emergency": emergency}
        words: dict[str, Any]
        if reader == "patient":
            words = msgspec.to_builtins(patient_words(atlas, places, case, explanation, followed))
        else:
            words = clinician_words(atlas, places, case, explanation, followed)
            typed |= {"label": case.label, "notes": case.notes}
        self._data = {
            "words": words,
            "stand_in": STAND_IN,
            "reader": reader,
            "paper": paper,
            "date": case.date or printed.isoformat(),
            "printed": printed.isoformat(),
            "version": __version__,
            "fixed": atlas.rules.fixed_sentence,
            "numbers": " ".join(one.text for one in atlas.claims.values() if one.topic == "page-number"),
            "pictures": [
                {"alt": _alt(atlas, case, followed, view), "shape": width / height}
                for view in views
                for width, height in [_size(view)]
            ],
        }
        self._files: dict[str, bytes] = {"main.typ": _template(reader), "common.typ": _template("common")}
        for index, view in enumerate(views):
            self._files[f"picture{index}.svg"] = _picture(atlas, body, case, view, followed, reader)
        if reader == "clinician" and (crimped := crimped_nerve(places, case, followed)):
            self._files["pipe.svg"] = _pipe(atlas, body, case, crimped)
            self._data["pipe"] = f"The {_name(atlas, crimped)} as a pipe, with the crimps on it."
        self._printed = datetime.datetime.combine(printed, datetime.time(12), datetime.UTC)
        self._typed, self._with_system = showable(typed, self._pdf)

    def pdf(self) -> bytes:
        """The page as PDF/UA-1: tagged, with its fonts, its text selectable."""
        return self._pdf(self._typed, self._with_system)

    def pngs(self, ppi: float = 110) -> list[bytes]:
        """Its pages as pictures, for preview and print."""
        found = self._compile(self._typed, self._with_system, format="png", ppi=ppi)
        return found if isinstance(found, list) else [found]

    def _pdf(self, typed: Mapping[str, str], with_system: bool) -> bytes:
        made = self._compile(typed, with_system, format="pdf", pdf_standards=["ua-1"], timestamp=self._printed)
        return cast(bytes, made)

    def _compile(self, typed: Mapping[str, str], with_system: bool, **how: Any) -> Any:
        return typst.compile(
            cast(Any, self._files),
            font_paths=fonts(with_system=with_system),
            ignore_system_fonts=not with_system,
            sys_inputs={"data": json.dumps(self._data | {"typed": typed}, ensure_ascii=False)},
            **how,
        )


def best_views(body: Body, case: Case, followed: Followed | None) -> list[ViewName]:
    """One or two views that show most of what is marked; the second only where the first hides an area."""
    wanted = [(mark.side, mark.region) for mark in case.marks]
    if not wanted:
        return ["back" if followed else "front"]
    shown = _shown(body)
    # Small areas of the feet look large in their own views; a view of the whole leg tells more.
    seen = {
        view: {pair: min(shown[view].get(pair, 0), 40) // (4 if view in ("sole", "top") else 1) for pair in wanted}
        for view in _VIEWS
    }
    first = max(_VIEWS, key=lambda view: sum(seen[view].values()))
    gain = {view: sum(max(0, seen[view][one] - seen[first][one]) for one in wanted) for view in _VIEWS}
    second = max(_VIEWS, key=lambda view: gain[view])
    return [first, second] if gain[second] >= 12 else [first]


_counted: WeakKeyDictionary[Body, dict[ViewName, dict[tuple[Side, str], int]]] = WeakKeyDictionary()


def _shown(body: Body) -> dict[ViewName, dict[tuple[Side, str], int]]:
    """How much of each area of the skin each view shows, in pixels of a small picture; counted once."""
    if body not in _counted:
        _counted[body] = {}
        for view in _VIEWS:
            seen = rasterise(body.surface, panes(View(view), *_SMALL), *_SMALL)
            areas = body.areas_shown(seen, "regions")
            _counted[body][view] = {one: int(body.area_mask(seen, one[0], "regions", one[1]).sum()) for one in areas}
    return _counted[body]


def _picture(atlas: Atlas, body: Body, case: Case, view: ViewName, followed: Followed | None, reader: Reader) -> bytes:
    layers = {"regions", "nerves"} | ({"sites"} if reader == "clinician" else set())
    shown = View(view, framing="lower")
    picture = map_picture(
        atlas,
        body,
        shown,
        _size(view),
        frozenset(layers),
        marks=case.marks,
        nerves=[(followed.nerve, followed.side)] if followed else [],
        grades={one.site: one.grade for one in case.crimps if followed and one.side in (None, followed.side)}
        if reader == "clinician"
        else None,
        only_marked=True,
    )
    return map_content(atlas, body, picture, shown, _INK, ".svg")


def _size(view: ViewName) -> tuple[int, int]:
    """Width and height of the picture of a view, in px."""
    return (FEET, FEET) if view in ("sole", "top") else (BOTH if view in ("outer", "inner") else ONE, HEIGHT)


def _pipe(atlas: Atlas, body: Body, case: Case, followed: Followed) -> bytes:
    pipe = lay_out([nerve_line(atlas, body.graph, atlas.nerves[followed.nerve])])
    crimps = [one for one in case.crimps if one.side in (None, followed.side)]
    return pipe_content(atlas, pipe, crimps, followed.side, _INK, PIPE, ".svg")


def _name(atlas: Atlas, followed: Followed) -> str:
    return f"{followed.side} {lowered(atlas.nerves[followed.nerve].name)}"


def _alt(atlas: Atlas, case: Case, followed: Followed | None, view: ViewName) -> str:
    marked = ", ".join(f"{mark.side} {atlas.regions[mark.region].plain}" for mark in case.marks) or "nothing"
    nerve = f" The {_name(atlas, followed)} is drawn." if followed else ""
    return f"Picture of the body, {_NAMES[view]}. Marked: {marked}.{nerve}"


@cache
def _template(name: str) -> bytes:
    return (resources.folder("assets") / "handout" / f"{name}.typ").read_bytes()
