"""A content folder as it is, faults and all: the rows that could be read, and which ids stand in its files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nervemap.content.faults import Fault, Where
from nervemap.content.model import Claim, Landmark, Nerve, Region, Root, Row, Site, Source
from nervemap.content.model_examination import (
    AgreePart,
    CombinationCell,
    ConfirmedLine,
    HelpPart,
    HistoryQuestion,
    NeuroItem,
    Observation,
    Questionnaire,
    RedFlag,
    RedFlagGroup,
    Rules,
    Sign,
    Test,
)
from nervemap.content.model_guide import Example, GuideKey, GuidePlace, ShowStep
from nervemap.content.model_pipe import CrimpKind, PipePage, Regrowth, Route, StoryLine, Threshold
from nervemap.content.reader import ContentFile


class ContentFolder:
    """The rows of `data/*.yaml` by id, in file order; faulty rows are left out and told in `faults`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self._files: dict[str, ContentFile] = {}
        self.sources = self._file("sources").rows(Source)
        self.regions = self._file("regions").rows(Region)
        self.nerves = self._file("nerves").rows(Nerve)
        self.roots = self._file("roots").rows(Root)
        self.sites = self._file("sites").rows(Site)
        self.signs = self._file("signs").rows(Sign)
        self.tests = self._file("tests").rows(Test)
        red_flags = self._file("red_flags")
        self.red_flag_groups = red_flags.rows(RedFlagGroup, "groups")
        self.red_flags = red_flags.rows(RedFlag, "questions")
        red_flags.refuse_other_lists("groups", "questions")
        self.history = self._file("history").rows(HistoryQuestion)
        self.neuro = self._file("neuro").rows(NeuroItem)
        self.observations = self._file("observations").rows(Observation)
        combination = self._file("combination")
        self.combination = combination.rows(CombinationCell, "cells")
        self.confirmed_lines = combination.rows(ConfirmedLine, "lines")
        combination.refuse_other_lists("cells", "lines")
        self.questionnaires = self._file("questionnaires").rows(Questionnaire)
        self.help = self._file("help").rows(HelpPart)
        self.agree = self._file("agree").rows(AgreePart)
        self.landmarks = self._file("landmarks").rows(Landmark)
        pipe = self._file("pipe")
        self.crimp_kinds = pipe.rows(CrimpKind, "kinds")
        self.routes = pipe.rows(Route, "routes")
        self.story = pipe.rows(StoryLine, "story")
        self.pipe_pages = pipe.rows(PipePage, "pages")
        self.thresholds = pipe.rows(Threshold, "thresholds")
        self.regrowth = pipe.rows(Regrowth, "regrowth")
        pipe.refuse_other_lists("kinds", "routes", "story", "pages", "thresholds", "regrowth")
        guide = self._file("guide")
        self.guide_places = guide.rows(GuidePlace, "places")
        self.guide_keys = guide.rows(GuideKey, "keys")
        self.show_me = guide.rows(ShowStep, "show_me")
        guide.refuse_other_lists("places", "keys", "show_me")
        self.claims = self._file("claims").rows(Claim)
        self.rules = self._file("rules").only(Rules)
        self.example = self._file("example").only(Example)

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with single files and rows, in the order of the files."""
        return [fault for file in self._files.values() for fault in file.faults]

    @property
    def rows(self) -> list[tuple[str, str | None, Row]]:
        """Every row with its file (without .yaml) and its id (None: the file is one row)."""
        lists: dict[str, list[Mapping[str, Row]]] = {
            "sources": [self.sources],
            "regions": [self.regions],
            "nerves": [self.nerves],
            "roots": [self.roots],
            "sites": [self.sites],
            "signs": [self.signs],
            "tests": [self.tests],
            "red_flags": [self.red_flag_groups, self.red_flags],
            "history": [self.history],
            "neuro": [self.neuro],
            "observations": [self.observations],
            "combination": [self.combination, self.confirmed_lines],
            "questionnaires": [self.questionnaires],
            "help": [self.help],
            "agree": [self.agree],
            "landmarks": [self.landmarks],
            "pipe": [self.crimp_kinds, self.routes, self.story, self.pipe_pages, self.thresholds, self.regrowth],
            "guide": [self.guide_places, self.guide_keys, self.show_me],
            "claims": [self.claims],
        }
        found: list[tuple[str, str | None, Row]] = [
            (file, key, row) for file, parts in lists.items() for part in parts for key, row in part.items()
        ]
        singles = (("rules", self.rules), ("example", self.example))
        return found + [(file, None, row) for file, row in singles if row is not None]

    def stands_in(self, file: str, key: str) -> bool:
        """Whether a row with this id stands in a file, be it faulty; a file that can't be read is given the benefit."""
        return self._files[file].has(key)

    def fault(self, file: str, row: str | None, field: Where, message: str, remedy: str = "") -> Fault:
        """A fault of one field, such as `("nerves", 2)`, with its line; `row` is an id (None: the file is one row)."""
        return self._files[file].row_fault(row, field, message, remedy)

    def _file(self, name: str) -> ContentFile:
        self._files[name] = ContentFile(self.path / f"{name}.yaml")
        return self._files[name]
