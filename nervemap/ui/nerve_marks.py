"""What the marks say: nerves in the order of the reasoning, equals as equals, places for several marks, rivals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.findings import Candidate, Explanation, Fact, SharedSite
from nervemap.reasoning.wording import capital, listed
from nervemap.ui import card_parts as part
from nervemap.ui.filling import Filling
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.theme import GRID
from nervemap.ui.widgets import (
    Expander,
    Heading,
    ScrollColumn,
    Text,
    bullet,
    card,
    column,
    keep_width,
    restyle,
    row,
    wide_row,
)

_MOST_PLACES = 3
_MOST_RANKS = 3


class MarksPanel(QWidget):
    """Shows the explanation of the marks, the side for the next act first, and why the chosen nerve stands there."""

    nerve_requested = Signal(str, str)  # side, nerve id
    subject_requested = Signal(str, str)  # kind, id
    pipe_requested = Signal()
    card_requested = Signal()
    urgent_requested = Signal()

    def __init__(self, atlas: Atlas) -> None:
        super().__init__()
        self._atlas = atlas
        self._page = ScrollColumn(gap=GRID)
        self._filling = Filling(self._page)
        column(self).addWidget(self._page)
        self._shown: object = None

    def show_explanation(self, explanation: Explanation, side: Side, nerve: str | None) -> None:
        """Show what the marks suggest, and the chosen nerve of one side."""
        if (explanation, side, nerve) != self._shown:
            self._shown = (explanation, side, nerve)
            self._filling.begin(self._parts(explanation, side, nerve))

    def _parts(self, explanation: Explanation, side: Side, nerve: str | None) -> Iterator[None]:
        layout = self._page.layout_
        if not explanation.candidates:
            layout.addWidget(Heading(self.tr("Nothing is marked yet")))
            layout.addWidget(Text(self.tr("Mark where it hurts, on the map or in the table.")))
        if explanation.both_sides:
            self._add_both_sides(layout, explanation.both_sides)
        sides: tuple[Side, ...] = (side, "left" if side == "right" else "right")
        for one in sides:
            candidates = [found for found in explanation.candidates if found.side == one]
            if candidates:
                chosen = next((found for found in candidates if found.nerve == nerve and one == side), None)
                yield from self._add_side(layout, one, candidates, nerve if one == side else None, chosen)
                yield from self._add_shared(layout, [found for found in explanation.shared_sites if found.side == one])
        if explanation.candidates:
            yield from self._add_rivals(layout, explanation)

    # ---- the parts --------------------------------------------------------------------------------------------

    def _add_both_sides(self, layout: QVBoxLayout, facts: Sequence[Fact]) -> None:
        frame, inner = card("notice")
        inner.addWidget(Text(facts[0].text, strong=True))
        questions = [self._atlas.red_flags[id_] for id_ in facts[-1].ids if id_ in self._atlas.red_flags]
        if questions:
            inner.addWidget(Text(self.tr("This raises these questions:")))
            for question in questions:
                inner.addLayout(bullet(question.question))
        inner.addWidget(part.chips([part.chip(self.tr("Go through the urgent questions"), self.urgent_requested.emit)]))
        layout.addWidget(frame)

    def _add_side(
        self, layout: QVBoxLayout, side: Side, found: Sequence[Candidate], nerve: str | None, chosen: Candidate | None
    ) -> Iterator[None]:
        title = self.tr("Right side: which nerve could it be?")
        if side == "left":
            title = self.tr("Left side: which nerve could it be?")
        layout.addWidget(Heading(title, step=16))
        marks = len({region for one in found for region in one.explains})
        ranks = [list(group) for _, group in groupby(found, key=lambda one: one.rank)]
        for equals in ranks[:_MOST_RANKS]:
            layout.addWidget(self._rank(side, equals, nerve, marks))
            yield
        if later := ranks[_MOST_RANKS:]:
            title = self.tr("Further nerves ({count})").format(count=sum(len(equals) for equals in later))
            further = Expander(title, lambda: _stacked(self._rank(side, equals, nerve, marks) for equals in later))
            further.set_open(any(one.nerve == nerve for equals in later for one in equals))
            layout.addWidget(further)
        if any(len(equals) > 1 for equals in ranks):
            layout.addWidget(
                Text(self.tr("Nerves under one heading stand equal: nothing here separates them."), role="muted")
            )
        yield
        if chosen:
            self._add_chosen(layout, chosen)
            yield

    def _rank(self, side: Side, equals: Sequence[Candidate], nerve: str | None, marks: int) -> QWidget:
        """The nerves that nothing separates: who names them, what they account for where several areas are marked."""
        block = QWidget()
        lines = column(block, gap=4)
        tier = Text(self._tier(equals[0]), role="muted")
        if marks > 1:
            tier.setWordWrap(False)
            count = self.tr("{count} of {marks} marks").format(count=len(equals[0].explains), marks=marks)
            lines.addLayout(wide_row(Text(count, strong=True), tier))
        else:
            lines.addWidget(tier)
        names = part.Lines(part.WIDE_NAME_WIDTH)
        for one in equals:
            row_ = self._atlas.nerves[one.nerve]
            act = lambda id_=one.nerve: self.nerve_requested.emit(side, id_)  # noqa: E731
            name = part.link(row_.name, act, letters=part.WIDE_NAME_LETTERS)
            restyle(name, lit="true" if one.nerve == nerve else "false")
            words = self._areas(one.explains) if marks > 1 else row_.plain
            names.add(name, Text(capital(words)))
        lines.addWidget(names)
        return block

    def _tier(self, one: Candidate) -> str:
        """Who names the nerves of a rank, as the order counts it."""
        if one.tier == "article":
            return self.tr("Named by the article")
        return self.tr("It only passes here") if one.tier == "passes" else self.tr("The atlas adds")

    def _add_chosen(self, layout: QVBoxLayout, chosen: Candidate) -> None:
        frame, inner = card()
        inner.addWidget(Heading(self._atlas.nerves[chosen.nerve].name, step=16))
        for title, facts in ((self.tr("For"), chosen.for_), (self.tr("Against"), chosen.against)):
            box = QWidget()
            lines = column(box, gap=4)
            for fact in facts:
                lines.addWidget(part.sentence(self._atlas.sources, fact.text, self._sources(fact)))
            if not facts:
                lines.addWidget(Text(self.tr("Nothing that is marked speaks against it."), role="muted"))
            name = Text(title, strong=True)
            keep_width(name, 8 * GRID)
            line = row(name, box, gap=2 * GRID, stretch_last=True)
            line.setAlignment(name, Qt.AlignmentFlag.AlignTop)
            inner.addLayout(line)
        pipe = part.chip(self.tr("Follow it as a pipe"), self.pipe_requested.emit)
        whole = part.chip(self.tr("Open its card"), self.card_requested.emit)
        inner.addWidget(part.chips([pipe, whole]))
        layout.addWidget(frame)

    def _add_shared(self, layout: QVBoxLayout, found: Sequence[SharedSite]) -> Iterator[None]:
        """Places that could account for several marks: as many marks as any first, then the most distal."""
        if not found:
            return
        ranks = [list(group) for _, group in groupby(found, key=lambda one: one.rank)]
        first = [equals for equals in ranks if len(equals[0].explains) == len(found[0].explains)][:_MOST_PLACES]
        inner = part.section(layout, self.tr("One place for several marks"))
        words = self.tr("Most marks first, then from the foot upwards. Not marked is not the same as free of pain.")
        inner.addWidget(Text(words, role="muted"))
        for equals in first:
            inner.addWidget(self._shared(equals))
            yield
        if rest := ranks[len(first) :]:
            title = self.tr("Other places, or for fewer of the marks ({count})")
            title = title.format(count=sum(len(equals) for equals in rest))
            inner.addWidget(Expander(title, lambda: _stacked((self._shared(one) for one in rest), gap=2 * GRID)))

    def _shared(self, equals: Sequence[SharedSite]) -> QWidget:
        """One place, or several that the marks cannot tell from one another."""
        block = QWidget()
        lines = column(block, gap=2)
        flow = FlowRow(line_gap=2)
        for one in equals:
            if one is not equals[0]:
                flow.addWidget(Text(self.tr("or"), role="muted"))
            site = self._atlas.sites[one.site]
            act = lambda id_=site.id: self.subject_requested.emit("site", id_)  # noqa: E731
            flow.addWidget(part.link(site.name, act, letters=60))
        lines.addLayout(flow)
        words = self.tr("Could account for {areas}.").format(areas=self._areas(equals[0].explains))
        sources = [source for one in equals for source in self._atlas.sites[one.site].sources]
        lines.addWidget(part.sentence(self._atlas.sources, words, sources))
        if equals[0].should_also_affect:
            words = self.tr("Could then also be felt at {areas}: not marked.")
            lines.addWidget(Text(words.format(areas=self._areas(equals[0].should_also_affect)), role="muted"))
        return block

    def _add_rivals(self, layout: QVBoxLayout, explanation: Explanation) -> Iterator[None]:
        """What else could be: places above the roots in one line, and an ordinary cause in each area."""
        inner = part.section(layout, self.tr("What else it could be"))
        if explanation.local_causes:
            inner.addWidget(Text(explanation.local_causes.text))
        regions = dict.fromkeys(region for one in explanation.candidates for region in one.explains)
        for region in regions:
            title = self.tr("{area}: easily mistaken for").format(area=capital(self._atlas.regions[region].plain))
            inner.addWidget(Expander(title, partial(self._mistaken_for, region)))
            yield
        above = explanation.above_roots
        if above:
            inner.addWidget(part.sentence(self._atlas.sources, above.text, self._sources(above), role="muted"))

    def _mistaken_for(self, region: str) -> QWidget:
        lines = part.Lines()
        for cause in self._atlas.regions[region].mistaken_for:
            name = Text(cause.cause, role="danger" if cause.urgent else "")
            who = part.who_says(self._atlas.sources, cause.sources, what=cause.cause)
            lines.add(name, Text(cause.sets_apart), who)
        return lines

    def _sources(self, fact: Fact) -> tuple[str, ...]:
        """What a sentence rests on: the sources of the additions that it names, else those of its rows."""
        atlas = self._atlas
        regions = [atlas.regions[id_] for id_ in fact.ids if id_ in atlas.regions]
        nerves = {id_ for id_ in fact.ids if id_ in atlas.nerves}
        added = [one for row in regions for one in row.atlas_adds if nerves & {n.id for n in atlas.members(one.nerve)}]
        found = [one.sources for one in added]
        if not added:
            found += [row.sources for row in regions] + [atlas.nerves[id_].sources for id_ in nerves]
        found += [atlas.sites[id_].sources for id_ in fact.ids if id_ in atlas.sites]
        return tuple(dict.fromkeys(source for sources in found for source in sources))

    def _areas(self, regions: Sequence[str]) -> str:
        return listed([self._atlas.regions[region].plain for region in regions])


def _stacked(blocks: Iterable[QWidget], gap: int = GRID) -> QWidget:
    box = QWidget()
    lines = column(box, gap=gap)
    for block in blocks:
        lines.addWidget(block)
    return box
