"""The card of what is chosen: a nerve, a root, a place on the way, a test or something that is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model import Claim, Confusion, Nerve, Root, RootId, Said, Site
from nervemap.content.model_examination import Test
from nervemap.reasoning.areas import with_branches
from nervemap.reasoning.findings import FeltArea
from nervemap.reasoning.wording import capital
from nervemap.ui import card_parts as part
from nervemap.ui.felt_panel import FeltPanel
from nervemap.ui.filling import Filling
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import Expander, Heading, ScrollColumn, Text, column

Subject = Literal["nerve", "root", "site", "test", "claim"]


@dataclass(frozen=True)
class Known:
    """What the program computes about a subject, beside its row.

    `stops`: (landmark, s in cm) from the brain to the end; `sites`: (site id, s in cm) on a nerve; `positions`: the
    same for a site, by nerve; `felt`: where it could be felt; `still_fed`: for a disc or foramen, the other roots.
    """

    stops: Sequence[tuple[str, float]] = ()
    sites: Sequence[tuple[str, float]] = ()
    positions: Mapping[str, float] | None = None
    felt: Sequence[FeltArea] = ()
    still_fed: Mapping[str, tuple[RootId, ...]] | None = None


class NerveCard(QWidget):
    """Shows one subject in full. Everything that it names leads to that thing's own card."""

    subject_requested = Signal(str, str)  # Subject, id
    area_requested = Signal(str)
    pipe_requested = Signal()
    test_requested = Signal(str)
    felt_switched = Signal(bool)

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._atlas = atlas
        self._page = ScrollColumn(gap=GRID)
        self._filling = Filling(self._page)
        column(self).addWidget(self._page)
        self._shown: object = ()
        self._felt_shown = True
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what to do first."""
        self._show(None, self._nothing())

    def _nothing(self) -> Iterator[None]:
        self._layout.addWidget(Heading(self.tr("Nothing is chosen yet")))
        words = self.tr("Choose a nerve in the table, press one on the map, or search for a name, root or place.")
        self._layout.addWidget(Text(words))
        yield

    def show_subject(self, subject: Subject, id_: str, known: Known, *, felt_shown: bool) -> None:
        """Show a row in full with what is known beside it."""
        self._felt_shown = felt_shown
        self._show((subject, id_, felt_shown), self._parts(subject, id_, known))

    def _show(self, shown: object, parts: Iterator[None]) -> None:
        """Fill the page, unless it shows this already."""
        if shown != self._shown:
            self._shown = shown
            self._filling.begin(parts)

    def _parts(self, subject: Subject, id_: str, known: Known) -> Iterator[None]:
        if subject == "nerve":
            yield from self._add_nerve(self._atlas.nerves[id_], known)
        elif subject == "root":
            yield from self._add_root(self._atlas.roots[id_], known)
        elif subject == "site":
            yield from self._add_site(self._atlas.sites[id_], known)
        elif subject == "test":
            yield from self._add_test(self._atlas.tests[id_])
        else:
            self._add_claim(self._atlas.claims[id_])
        if subject in ("nerve", "site"):
            yield from part.add_landmarks(self._layout, self._atlas, self._atlas.landmarks_of.get(id_, ()))
        yield from part.add_claims(self._layout, self._atlas, self._atlas.claims_about.get(id_, ()))

    # ---- the kinds --------------------------------------------------------------------------------------------

    def _add_nerve(self, nerve: Nerve, known: Known) -> Iterator[None]:
        atlas, layout = self._atlas, self._layout
        self._title(self.tr("Nerve"), nerve.name, nerve.plain)
        if nerve.synonyms:
            layout.addWidget(Text(self.tr("Also called: {names}").format(names=", ".join(nerve.synonyms))))
        if not nerve.members:
            layout.addWidget(part.chips([part.chip(self.tr("Follow it as a pipe"), self.pipe_requested.emit)]))
        roots = [root for root in atlas.roots if any(root in one.roots for one in atlas.members(nerve.id))]
        layout.addWidget(part.links(self.tr("Roots"), [(root, self._goes("root", root)) for root in roots]))
        if nerve.root_variants:
            layout.addWidget(part.labelled(self.tr("Other texts"), Text(nerve.root_variants)))
        if nerve.published_as:
            layout.addWidget(self._nerve_links(self.tr("Named as"), [nerve.published_as]))
        if nerve.parent:
            layout.addWidget(self._nerve_links(self.tr("Comes from"), [nerve.parent]))
        branches = [*nerve.members, *(child.id for child in atlas.children[nerve.id])]
        if branches:
            layout.addWidget(self._nerve_links(self.tr("Branches"), branches))
        yield
        for label, words in (
            (self.tr("Course"), nerve.course),
            (self.tr("Skin"), nerve.skin),
            (self.tr("Muscles"), self._muscles(nerve)),
            (self.tr("Reflex"), nerve.reflex),
        ):
            if words:
                words = capital(words)
                layout.addWidget(part.sentence(atlas.sources, words, nerve.sources, label=label))
                yield
        for dispute in nerve.disputed_by:
            layout.addWidget(Text(self.tr("Others say: {says}").format(says=dispute.says), role="attention"))
        if known.stops:
            title = self.tr("Stop by stop, from the brain to the end ({count})").format(count=len(known.stops))
            layout.addWidget(Expander(title, lambda: part.stops(known.stops)))
        yield from self._add_felt(known)
        if known.sites:
            inner = part.section(layout, self.tr("Places on its way where it could be held"))
            inner.addWidget(Text(self.tr("From the brain to the end, with centimetres from the spine."), role="muted"))
            yield from self._add_sites(inner, known.sites)
        if nerve.bias or nerve.biased_by:
            inner = part.section(layout, self.tr("Tests that load it"))
            if nerve.bias:
                inner.addWidget(part.sentence(atlas.sources, nerve.bias, self._bias_sources(nerve)))
            tests = part.Lines()
            inner.addWidget(tests)
            for test in (atlas.tests[id_] for id_ in nerve.biased_by):
                who = part.who_says(atlas.sources, test.sources, what=test.name)
                tests.add(self._link(test.name, "test", test.id), Text(test.plain), who)
                yield
        yield from self._add_confusions(nerve.id, nerve.confused_with)
        yield from self._add_notes(nerve.notes)

    def _bias_sources(self, nerve: Nerve) -> tuple[str, ...]:
        """The tests' own sources; where no test is known, the nerve's."""
        of_tests = dict.fromkeys(one for test in nerve.biased_by for one in self._atlas.tests[test].sources)
        return tuple(of_tests) or nerve.sources

    def _add_root(self, root: Root, known: Known) -> Iterator[None]:
        atlas, layout = self._atlas, self._layout
        self._title(self.tr("Root"), f"{root.id}: {root.name.lower()}", "")
        for label, words in (
            (self.tr("Skin strip"), root.skin),
            (self.tr("On the map"), self._areas(root.skin_regions)),
            (self.tr("Reflex"), root.reflex or self.tr("none that is tested")),
            (self.tr("Muscles"), ", ".join(root.muscles)),
        ):
            if words:
                layout.addWidget(part.sentence(atlas.sources, capital(words), root.sources, label=label))
                yield
        held = [site.id for site in atlas.sites.values() if root.id in site.roots]
        fed = [nerve.id for nerve in atlas.nerves.values() if root.id in nerve.roots and not nerve.members]
        layout.addWidget(self._nerve_links(self.tr("Feeds"), fed))
        yield from self._add_felt(known)
        if held:
            inner = part.section(layout, self.tr("Where this root could be held"))
            yield from self._add_sites(inner, [(site, None) for site in held])
        yield from self._add_confusions(root.id, root.confused_with)
        yield from self._add_notes(root.notes)

    def _add_site(self, site: Site, known: Known) -> Iterator[None]:
        atlas, layout = self._atlas, self._layout
        self._title(self.tr("Place on the way"), site.name, site.plain)
        if site.synonyms:
            layout.addWidget(Text(self.tr("Other words: {names}").format(names=", ".join(site.synonyms))))
        for label, words in ((self.tr("Structure"), site.structure), (self.tr("Pattern"), site.pattern)):
            layout.addWidget(part.sentence(atlas.sources, words, site.sources, label=label))
            yield
        for dispute in site.disputed_by:
            layout.addWidget(Text(self.tr("Others say: {says}").format(says=dispute.says), role="attention"))
        layout.addWidget(part.labelled(self.tr("Named by"), Text(self._who_names(site))))
        positions = known.positions or {}
        items = [(self._with_cm(nerve, positions.get(nerve)), self._goes("nerve", nerve)) for nerve in site.nerves]
        layout.addWidget(part.links(self.tr("Nerves here"), items))
        if site.roots:
            roots = [(root, self._goes("root", root)) for root in site.roots]
            layout.addWidget(part.links(self.tr("Root held"), roots))
        yield from self._add_felt(known, both_sides=site.above_roots)
        if known.still_fed:
            inner = part.section(layout, self.tr("Other roots still feed these nerves"))
            words = self.tr("A disc or a gap holds one root. Most nerves of the leg have more than one.")
            inner.addWidget(Text(words, role="muted"))
            by_rest: dict[tuple[RootId, ...], list[str]] = {}
            for nerve, left in known.still_fed.items():
                by_rest.setdefault(left, []).append(nerve)
            for left, nerves in by_rest.items():
                inner.addWidget(self._nerve_links(", ".join(left) or self.tr("No other root"), nerves))
                yield
        yield from self._add_notes(site.notes)

    def _who_names(self, site: Site) -> str:
        """The articles that name a place; where none does, whether the table of article 001 names a nerve there."""
        if site.named_by:
            return "; ".join(self._article(source) for source in site.named_by)
        rows = self._atlas.regions.values()
        in_table = {one.id for row in rows for nerve in row.nerves for one in self._atlas.members(nerve)}
        if in_table & set(site.nerves):
            return self.tr("No article names the place; the table of article 001 names a nerve that runs here.")
        return self.tr("No article names it; it is general knowledge.")

    def _add_test(self, test: Test) -> Iterator[None]:
        atlas, layout = self._atlas, self._layout
        self._title(self.tr("Test"), test.name, test.plain)
        if test.synonyms:
            layout.addWidget(Text(self.tr("Also called: {names}").format(names=", ".join(test.synonyms))))
        layout.addWidget(part.chips([part.chip(self.tr("Go to the tests"), lambda: self.test_requested.emit(test.id))]))
        layout.addWidget(part.sentence(atlas.sources, test.position, test.sources, label=self.tr("Position")))
        layout.addWidget(self._nerve_links(self.tr("Loads"), test.biases))
        yield from self._add_notes((*test.readings, *test.notes))

    def _add_claim(self, claim: Claim) -> None:
        self._layout.addWidget(Heading(self.tr("Something that is said")))
        self._layout.addWidget(part.claim_block(self._atlas, claim))
        atlas = self._atlas
        tables = (("nerve", atlas.nerves), ("site", atlas.sites), ("root", atlas.roots), ("test", atlas.tests))
        items: list[tuple[str, Callable[[], object]]] = []
        for about in claim.about:
            if about in atlas.regions:
                act = lambda region=about: self.area_requested.emit(region)  # noqa: E731
                items.append((atlas.regions[about].name, act))
            items += [(table[about].name, self._goes(kind, about)) for kind, table in tables if about in table]
        if items:
            self._layout.addWidget(part.links(self.tr("It concerns"), items))

    # ---- what they share --------------------------------------------------------------------------------------

    def _title(self, kind: str, name: str, plain: str) -> None:
        self._layout.addWidget(Text(kind, role="muted"))
        self._layout.addWidget(Heading(capital(name)))
        if plain:
            self._layout.addWidget(Text(f"{capital(plain).rstrip('.')}."))

    def _add_felt(self, known: Known, *, both_sides: bool = False) -> Iterator[None]:
        """The way back: from here to every area in which it could be felt."""
        if known.felt:
            inner = part.section(self._layout, self.tr("Where it could be felt"))
            felt = FeltPanel(self._atlas, self._felt_shown)
            felt.shown_changed.connect(self.felt_switched)
            felt.area_requested.connect(self.area_requested)
            inner.addWidget(felt)
            yield from felt.list_areas(known.felt, both_sides=both_sides)

    def _add_notes(self, notes: Sequence[Said]) -> Iterator[None]:
        if notes:
            inner = part.section(self._layout, self.tr("Notes"))
            for note in notes:
                inner.addWidget(part.sentence(self._atlas.sources, note.text, note.sources, note.disputed_by))
                yield

    def _add_confusions(self, this: str, confusions: Sequence[Confusion]) -> Iterator[None]:
        """Each pair side by side: this, that, and what tells them apart."""
        if not confusions:
            return
        inner = part.section(self._layout, self.tr("Easily confused with"))
        here = self._sides(this)
        for at, one in enumerate(confusions):
            there = self._sides(one.other)
            kind = "root" if one.other in self._atlas.roots else "nerve"
            other = part.link(self._name(one.other), self._goes(kind, one.other), letters=20)
            rows = [
                (label, left, right) for (label, left), (_, right) in zip(here, there, strict=True) if left or right
            ]
            grid = part.side_by_side(rows, self._name(this), other)
            if at:
                grid.setContentsMargins(0, GRID, 0, 0)
            last = grid.rowCount()
            grid.addWidget(Text(self.tr("Told apart"), role="muted"), last, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(part.sentence(self._atlas.sources, one.tells, one.sources), last, 1, 1, 2)
            pair = QWidget()
            pair.setLayout(grid)
            inner.addWidget(pair)
            yield

    def _sides(self, id_: str) -> list[tuple[str, str]]:
        """What can be compared of a nerve or a root, in the same order for both."""
        if id_ in self._atlas.roots:
            root = self._atlas.roots[id_]
            roots, skin, muscles, reflex = id_, root.skin, ", ".join(root.muscles), root.reflex
        else:
            nerve = self._atlas.nerves[id_]
            roots, skin, muscles, reflex = ", ".join(nerve.roots), nerve.skin or "", self._muscles(nerve), nerve.reflex
        return [
            (self.tr("Roots"), roots),
            (self.tr("Skin"), capital(skin)),
            (self.tr("Muscles"), capital(muscles) or self.tr("None")),
            (self.tr("Reflex"), capital(reflex or "") or self.tr("None that is tested")),
        ]

    def _muscles(self, nerve: Nerve) -> str:
        """The muscles that a nerve works itself, then those that it works through its branches."""
        below = [muscle for one in with_branches(self._atlas, nerve) if one is not nerve for muscle in one.motor]
        through = self.tr("through its branches {muscles}").format(muscles=", ".join(below))
        return "; ".join(words for words in (", ".join(nerve.motor), through if below else "") if words)

    def _nerve_links(self, label: str, nerves: Sequence[str]) -> QWidget:
        return part.links(label, [(self._atlas.nerves[one].name, self._goes("nerve", one)) for one in nerves])

    def _add_sites(self, layout: QVBoxLayout, sites: Sequence[tuple[str, float | None]]) -> Iterator[None]:
        """A line for each place, with its centimetres where they are known."""
        lines = part.Lines()
        layout.addWidget(lines)
        for id_, s_cm in sites:
            site = self._atlas.sites[id_]
            number = None if s_cm is None else part.number(s_cm)
            lines.add(self._link(site.name, "site", id_), Text(capital(site.plain)), number)
            yield

    def _link(self, text: str, kind: str, id_: str) -> QPushButton:
        return part.link(text, self._goes(kind, id_), letters=part.NAME_LETTERS)

    def _goes(self, kind: str, id_: str) -> Callable[[], object]:
        return lambda: self.subject_requested.emit(kind, id_)

    def _areas(self, regions: Sequence[str]) -> str:
        return ", ".join(self._atlas.regions[region].plain for region in regions)

    def _name(self, id_: str) -> str:
        return self.tr("{root} root").format(root=id_) if id_ in self._atlas.roots else self._atlas.nerves[id_].name

    def _article(self, source: str) -> str:
        row = self._atlas.sources[source]
        return f"{row.authors}, {row.work}" if row.authors else row.work

    def _with_cm(self, nerve: str, s_cm: float | None) -> str:
        name = self._atlas.nerves[nerve].name
        return name if s_cm is None else f"{name} ({part.centimetres(s_cm)})"

    @property
    def _layout(self) -> QVBoxLayout:
        return self._page.layout_
