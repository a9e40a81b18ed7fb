"""Everything that is known, in one frozen object: `load_atlas(folder)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from nervemap import resources
from nervemap.content.faults import ContentError, Fault, shown_path
from nervemap.content.model import Claim, Landmark, Nerve, Region, Root, Site, Source
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
from nervemap.kept import kept


@dataclass(frozen=True, eq=False, kw_only=True)
class Atlas:
    """The rows of `data/*.yaml` by id, in file order (regions: table order; sites: brain to toe)."""

    sources: Mapping[str, Source]
    regions: Mapping[str, Region]
    nerves: Mapping[str, Nerve]
    roots: Mapping[str, Root]
    sites: Mapping[str, Site]
    signs: Mapping[str, Sign]
    tests: Mapping[str, Test]
    red_flag_groups: Mapping[str, RedFlagGroup]
    red_flags: Mapping[str, RedFlag]
    history: Mapping[str, HistoryQuestion]
    neuro: Mapping[str, NeuroItem]
    observations: Mapping[str, Observation]
    combination: Mapping[str, CombinationCell]
    confirmed_lines: Mapping[str, ConfirmedLine]
    questionnaires: Mapping[str, Questionnaire]
    help: Mapping[str, HelpPart]
    agree: Mapping[str, AgreePart]
    landmarks: Mapping[str, Landmark]
    crimp_kinds: Mapping[str, CrimpKind]
    routes: Mapping[str, Route]
    story: Mapping[str, StoryLine]
    pipe_pages: Mapping[str, PipePage]
    thresholds: Mapping[str, Threshold]
    regrowth: Mapping[str, Regrowth]
    guide_places: Mapping[str, GuidePlace]
    guide_keys: Mapping[str, GuideKey]
    show_me: Mapping[str, ShowStep]
    claims: Mapping[str, Claim]
    rules: Rules
    example: Example

    @cached_property
    def children(self) -> Mapping[str, tuple[Nerve, ...]]:
        """The nerves that leave each nerve, by its id."""
        return {name: tuple(nerve for nerve in self.nerves.values() if nerve.parent == name) for name in self.nerves}

    @cached_property
    def claims_about(self) -> Mapping[str, tuple[Claim, ...]]:
        """By the id of an area, nerve, root, site, sign or test: the claims that concern it."""
        ids = dict.fromkeys(id_ for claim in self.claims.values() for id_ in claim.about)
        return {id_: tuple(claim for claim in self.claims.values() if id_ in claim.about) for id_ in ids}

    @cached_property
    def landmarks_of(self) -> Mapping[str, tuple[Landmark, ...]]:
        """By the id of a nerve or site: the published distances that belong to it."""
        rows = self.landmarks.values()
        ids = dict.fromkeys(id_ for row in rows for id_ in (*row.nerves, *row.sites))
        return {id_: tuple(row for row in rows if id_ in (*row.nerves, *row.sites)) for id_ in ids}

    def members(self, nerve: str) -> tuple[Nerve, ...]:
        """The single nerves that a name stands for: the members of a group, or the nerve itself."""
        row = self.nerves[nerve]
        return tuple(self.nerves[member] for member in row.members) or (row,)


def load_atlas(folder: Path | None = None) -> Atlas:
    """Read all rows of a content folder (None: the built-in one). Raises ContentError with every fault.

    The built-in one is kept once it was found without faults: reading and checking all of it takes ten times as long.
    """
    if folder is not None:
        return _without_faults(folder)
    built_in = built_in_folder()
    made_from = [*built_in.glob("*.yaml"), *Path(__file__).parent.glob("*.py")]
    atlas: Atlas = kept(
        "atlas",
        made_from,
        make=lambda: _without_faults(built_in),
        to_bytes=msgspec.msgpack.encode,
        from_bytes=lambda content: msgspec.msgpack.decode(content, type=Atlas),
    )
    return atlas


def _without_faults(folder: Path) -> Atlas:
    atlas, faults = read_atlas(folder)
    if atlas is None or faults:
        raise ContentError(faults)
    return atlas


def built_in_folder() -> Path:
    """The content that comes with the program, in the language asked for where there is one (docs/content.md).

    Raises ContentError where the installation lacks it.
    """
    try:
        data = resources.folder("data")
        translated = data / resources.language()
        return translated if translated.is_dir() else data
    except FileNotFoundError as error:
        raise ContentError([Fault("data", None, None, str(error))]) from error


def read_atlas(folder: Path) -> tuple[Atlas | None, list[Fault]]:
    """The atlas (None where rows could not be read) and all faults of the rows and between them."""
    from nervemap.content import relations  # with YAML behind it, which a start does without
    from nervemap.content.folder import ContentFolder

    if not folder.is_dir():
        return None, [
            Fault(shown_path(folder), None, None, "there is no such folder", "name a folder with content files")
        ]
    content = ContentFolder(folder)
    faults = [*content.faults, *relations.faults(content)]
    if content.faults or content.rules is None or content.example is None:
        return None, faults
    atlas = Atlas(
        sources=content.sources,
        regions=content.regions,
        nerves=content.nerves,
        roots=content.roots,
        sites=content.sites,
        signs=content.signs,
        tests=content.tests,
        red_flag_groups=content.red_flag_groups,
        red_flags=content.red_flags,
        history=content.history,
        neuro=content.neuro,
        observations=content.observations,
        combination=content.combination,
        confirmed_lines=content.confirmed_lines,
        questionnaires=content.questionnaires,
        help=content.help,
        agree=content.agree,
        landmarks=content.landmarks,
        crimp_kinds=content.crimp_kinds,
        routes=content.routes,
        story=content.story,
        pipe_pages=content.pipe_pages,
        thresholds=content.thresholds,
        regrowth=content.regrowth,
        guide_places=content.guide_places,
        guide_keys=content.guide_keys,
        show_me=content.show_me,
        claims=content.claims,
        rules=content.rules,
        example=content.example,
    )
    return atlas, faults
