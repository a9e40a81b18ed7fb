"""Everything that is known, in one frozen object: `load_atlas(folder)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nervemap import resources
from nervemap.content import relations
from nervemap.content.faults import ContentError, Fault, shown_path
from nervemap.content.folder import ContentFolder
from nervemap.content.model import (
    Claim,
    CombinationCell,
    ConfirmedLine,
    Example,
    HelpPart,
    HistoryQuestion,
    Nerve,
    NeuroItem,
    Observation,
    Questionnaire,
    RedFlag,
    RedFlagGroup,
    Region,
    Root,
    Rules,
    Sign,
    Site,
    Source,
    Test,
)


@dataclass(frozen=True, kw_only=True)
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
    claims: Mapping[str, Claim]
    rules: Rules
    example: Example

    @cached_property
    def children(self) -> Mapping[str, tuple[Nerve, ...]]:
        """The nerves that leave each nerve, by its id."""
        return {name: tuple(nerve for nerve in self.nerves.values() if nerve.parent == name) for name in self.nerves}

    def members(self, nerve: str) -> tuple[Nerve, ...]:
        """The single nerves that a name stands for: the members of a group, or the nerve itself."""
        row = self.nerves[nerve]
        return tuple(self.nerves[member] for member in row.members) or (row,)


def load_atlas(folder: Path | None = None) -> Atlas:
    """Read all rows of a content folder (None: the built-in one). Raises ContentError with every fault."""
    atlas, faults = read_atlas(folder or built_in_folder())
    if atlas is None or faults:
        raise ContentError(faults)
    return atlas


def built_in_folder() -> Path:
    """The content folder that comes with the program. Raises ContentError where the installation lacks it."""
    try:
        return resources.folder("data")
    except FileNotFoundError as error:
        raise ContentError([Fault("data", None, None, str(error))]) from error


def read_atlas(folder: Path) -> tuple[Atlas | None, list[Fault]]:
    """The atlas (None where rows could not be read) and all faults of the rows and between them."""
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
        claims=content.claims,
        rules=content.rules,
        example=content.example,
    )
    return atlas, faults
