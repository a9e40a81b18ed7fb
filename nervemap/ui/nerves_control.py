"""Wires the nerve table, what the marks say, the cards and the quiz to the workspace and the map."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import msgspec
from PySide6.QtCore import QObject, Qt, Signal

from nervemap.anatomy.body import Body, Place
from nervemap.case.case import Case, Mark
from nervemap.case.commands import describe_mark
from nervemap.case.workspace import Selection, Workspace
from nervemap.content.atlas import Atlas
from nervemap.content.model import SIDES, Quality, Side
from nervemap.reasoning.areas import Areas
from nervemap.reasoning.felt import felt_from_nerve, felt_from_root, felt_from_site
from nervemap.reasoning.findings import Explanation, FeltArea
from nervemap.reasoning.places import Places
from nervemap.reasoning.still_fed import still_fed
from nervemap.reasoning.wording import lowered
from nervemap.study.quiz import Direction, Question, Score, is_shown, is_shown_by_area, questions
from nervemap.ui.map_frame import Lit
from nervemap.ui.map_view import MapView
from nervemap.ui.nerve_card import Known, NerveCard, Subject
from nervemap.ui.nerve_marks import MarksPanel
from nervemap.ui.nerve_table import NerveTable
from nervemap.ui.nerves_place import NervesPlace
from nervemap.ui.quiz_panel import QuizPanel


class NervesControl(QObject):
    """Makes the place of the nerves when it is first wanted and keeps it, and what it shows on the map, up to date.

    `places` and `lit` are asked when they are needed: where sites lie, and which nerves the window lights for the
    selection. While the map asks (`asks`), clicks on it are answers and not marks.
    """

    area_requested = Signal(str, str)  # side, region id
    mark_requested = Signal(str, str)
    nerve_requested = Signal(str, str)
    side_requested = Signal(str)
    pipe_requested = Signal()
    urgent_requested = Signal()
    test_requested = Signal(str)
    sign_requested = Signal(str)

    def __init__(
        self,
        parent: QObject,
        atlas: Atlas,
        body: Body,
        workspace: Workspace,
        map_: MapView,
        places: Callable[[], Places],
        lit: Callable[[], Lit],
    ) -> None:
        super().__init__(parent)
        self._atlas, self._body, self._workspace, self._map = atlas, body, workspace, map_
        self._places, self._lit = places, lit
        self._areas = Areas(atlas)
        self._place: NervesPlace | None = None
        self._explanation = Explanation(candidates=(), shared_sites=(), statement=())
        self._chosen = Selection()
        self._read: tuple[Subject, str] | None = None  # a test or claim that is read; it is selected nowhere else
        self._felt_shown = True
        self._directions: tuple[Direction, ...] = ("name", "show")
        self._questions: Iterator[Question] | None = None
        self._question: Question | None = None
        self._answered_on: tuple[str, Side] | None = None
        self._score = Score()

    def make(self) -> NervesPlace:
        """The page, wired."""
        table, marks = NerveTable(self._atlas, self._at_spot), MarksPanel(self._atlas)
        card, quiz = NerveCard(self._atlas), QuizPanel(self._atlas)
        table.area_requested.connect(self.area_requested)
        table.mark_requested.connect(self.mark_requested)
        table.described.connect(self._on_described)
        table.side_requested.connect(self.side_requested)
        table.nerve_requested.connect(self._on_nerve)
        table.subject_requested.connect(self._on_subject)
        marks.nerve_requested.connect(self.nerve_requested)
        marks.subject_requested.connect(self._on_subject)
        marks.pipe_requested.connect(self.pipe_requested)
        marks.card_requested.connect(self.open_card)
        marks.urgent_requested.connect(self.urgent_requested)
        card.subject_requested.connect(self._on_subject)
        card.area_requested.connect(self._on_area)
        card.pipe_requested.connect(self.pipe_requested)
        card.test_requested.connect(self.test_requested)
        card.felt_switched.connect(self._on_felt_switched)
        quiz.answered.connect(self._on_named)
        quiz.next_requested.connect(self._ask)
        quiz.given_up.connect(lambda: self._tell(right=False, given=None, side=self._workspace.selection.side))
        quiz.directions_requested.connect(self._on_directions)
        quiz.card_requested.connect(lambda nerve: self._on_subject("nerve", nerve))
        self._place = NervesPlace(table, marks, card, quiz)
        self._place.page_shown.connect(self._on_page)
        self._place.left.connect(self._on_left)
        self._place.entered.connect(self._on_page)
        return self._place

    def search(self) -> None:
        """Let the person type into the search; the page was made before."""
        if self._place is not None:
            self._place.show_page("table")
            self._place.table.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._place.table.search.selectAll()

    # ---- facts --------------------------------------------------------------------------------------------------

    def show(self, case: Case, chosen: Selection, explanation: Explanation) -> None:
        """Bring what is in sight up to date."""
        if chosen != self._chosen:
            self._read = None
        self._explanation, self._chosen = explanation, chosen
        place = self._place
        if place is None:
            return
        if place.page == "table":
            place.table.show_case(case)
            place.table.show_selection(chosen)
        elif place.page == "marks":
            place.marks.show_explanation(explanation, chosen.side, chosen.nerve)
        elif place.page == "card":
            self._show_card(place.card, chosen)
        self._show_on_map()

    def _show_card(self, card: NerveCard, chosen: Selection) -> None:
        subject = self._subject(chosen)
        if subject is None:
            card.show_nothing()
            return
        kind, id_ = subject
        card.show_subject(kind, id_, self._known(kind, id_), felt_shown=self._felt_shown)

    def _subject(self, chosen: Selection) -> tuple[Subject, str] | None:
        """What the card shows: what is read, or the narrowest thing that is selected."""
        if self._read:
            return self._read
        selected: tuple[tuple[Subject, str | None], ...] = (
            ("root", chosen.root),
            ("site", chosen.site),
            ("nerve", chosen.nerve),
        )
        return next(((kind, id_) for kind, id_ in selected if id_), None)

    def _known(self, kind: Subject, id_: str) -> Known:
        felt = self._felt(kind, id_)
        if kind == "nerve":
            nerve = self._atlas.nerves[id_]
            if nerve.members:
                return Known(felt=felt)
            course = self._body.graph.course(nerve)
            stops = [(mark.name, float(course.s_cm[mark.at])) for mark in course.landmarks]
            return Known(stops=stops, sites=self._places().sites[id_], felt=felt)
        if kind == "site":
            at = {nerve: dict(sites)[id_] for nerve, sites in self._places().sites.items() if id_ in dict(sites)}
            return Known(positions=at, felt=felt, still_fed=still_fed(self._atlas, id_))
        return Known(felt=felt)

    def _felt(self, kind: Subject, id_: str) -> tuple[FeltArea, ...]:
        if kind == "nerve":
            return felt_from_nerve(self._areas, self._places(), id_)
        if kind == "root":
            return felt_from_root(self._areas, id_)
        return felt_from_site(self._areas, self._places(), id_) if kind == "site" else ()

    def _show_on_map(self) -> None:
        """Where the card's subject could be felt; while the map asks, the nerve in question and no names."""
        place, chosen = self._place, self._workspace.selection
        self._map.set_names_hidden(self.asks)
        if self.asks:
            self._map.show_felt(None)
            self._map.show_nerves(self._lit_in_quiz)
            return
        subject = self._subject(chosen) if place and place.isVisible() and place.page == "card" else None
        if subject is None or not self._felt_shown or not (felt := self._felt(*subject)):
            self._map.show_felt(None)
            return
        if subject[0] == "root":
            self._map.show_nerves({})  # only what this root feeds
        both = subject[0] == "site" and self._atlas.sites[subject[1]].above_roots
        self._map.show_felt([(side, area) for side in (SIDES if both else (chosen.side,)) for area in felt])

    # ---- acts ---------------------------------------------------------------------------------------------------

    def _on_page(self, *_: object) -> None:
        """Another page of the place is in sight, or the place again."""
        place = self._place
        if place is None:
            return
        if place.page == "quiz" and place.isVisible():
            self._begin_quiz()
        elif self.asks:
            self._end_quiz()
        self.show(self._workspace.case, self._workspace.selection, self._explanation)

    def _on_left(self) -> None:
        self._end_quiz()
        self._map.show_felt(None)

    def open_card(self) -> None:
        """Show the card of what is selected."""
        self._read = None
        self._go("card")

    def _go(self, page: str) -> None:
        if self._place:
            self._place.show_page(page)

    def _on_nerve(self, side: Side, nerve: str) -> None:
        self._read = None
        self.nerve_requested.emit(side, nerve)
        self._go("card")

    def _on_described(self, side: Side, region: str, kinds: tuple[Quality, ...], strength: int | None) -> None:
        workspace = self._workspace
        workspace.do(describe_mark(workspace.case, side, self._atlas.regions[region], kinds, strength))

    def _at_spot(self, mark: Mark) -> str:
        """What is usual at the very point of a mark; nothing where only the area is known."""
        if mark.t is None or mark.theta is None:
            return ""
        place = self._body.place_at(mark.side, mark.t, mark.theta)
        told = []
        if place.skin_nerves:
            nerves = ", ".join(self._atlas.nerves[nerve].name.lower() for nerve in place.skin_nerves)
            told.append(self.tr("skin of the {nerves} (borders vary)").format(nerves=nerves))
        if place.dermatome:
            told.append(self.tr("dermatome {root}").format(root=place.dermatome))
        return self.tr("At this spot: {told}.").format(told=", ".join(told)) if told else ""

    def _on_area(self, region: str) -> None:
        self._go("table")
        self.area_requested.emit(self._workspace.selection.side, region)

    def _on_subject(self, kind: str, id_: str) -> None:
        """Something that a card, the table or the search names was pressed."""
        chosen = self._workspace.selection
        if kind == "regions":
            self.area_requested.emit(chosen.side, id_)
            return
        if kind == "sign":
            self.sign_requested.emit(id_)
            return
        self._read = None
        if kind == "nerve":
            if self._atlas.nerves[id_].members:
                self._read = ("nerve", id_)
            else:
                self.nerve_requested.emit(chosen.side, id_)
        elif kind == "root":
            self._workspace.select(msgspec.structs.replace(chosen, root=id_, site=None))
        elif kind == "site":
            self._workspace.select(msgspec.structs.replace(chosen, site=id_, root=None))
        else:
            self._read = ("test" if kind == "test" else "claim", id_)
        self._go("card")

    def _on_felt_switched(self, shown: bool) -> None:
        self._felt_shown = shown
        self._show_on_map()

    # ---- the map asks -------------------------------------------------------------------------------------------

    @property
    def asks(self) -> bool:
        """Whether the map asks just now."""
        return self._questions is not None

    def takes_click(self, place: Place) -> bool:
        """Take a click on the map as an answer, if the map asks; True: it is no mark."""
        question = self._question
        if question and question.direction == "show":
            right = is_shown(self._atlas, question.nerve, place.skin_nerves, place.region)
            usual = ", ".join(self._atlas.nerves[nerve].name for nerve in place.skin_nerves)
            given = self.tr("At that spot the usual skin nerve is another: {nerves}.").format(nerves=usual)
            self._tell(right=right, given=given if usual else None, side=place.side)
        return self.asks

    def takes_area(self, side: Side, region: str) -> bool:
        """The same for an area that was chosen by key or screen reader."""
        question = self._question
        if question and question.direction == "show":
            self._tell(right=is_shown_by_area(self._atlas, question.nerve, region), given=None, side=side)
        return self.asks

    @property
    def _lit_in_quiz(self) -> dict[tuple[str, Side], float]:
        """The nerve that is to be named, or that was asked for once it is answered."""
        if self._answered_on:
            return {self._answered_on: 1.0}
        question = self._question
        if question and question.direction == "name":
            return {(question.nerve, self._workspace.selection.side): 1.0}
        return {}

    def _begin_quiz(self) -> None:
        if not self.asks:
            self._score = Score()
            self._questions = questions(self._atlas, random.Random(), self._directions)
            self._ask()

    def _end_quiz(self) -> None:
        if self.asks:
            self._questions = self._question = self._answered_on = None
            self._map.set_names_hidden(False)
            self._map.show_nerves(self._lit())

    def _on_directions(self, only: Direction | None) -> None:
        self._directions = (only,) if only else ("name", "show")
        self._questions = questions(self._atlas, random.Random(), self._directions)
        self._ask()

    def _ask(self) -> None:
        if self._questions is None or self._place is None:
            return
        self._question, self._answered_on = next(self._questions), None
        self._place.quiz.show_question(self._question, self._score)
        self._show_on_map()
        if self._question.direction == "name":
            self._reveal(self._question.nerve, self._workspace.selection.side)

    def _on_named(self, nerve: str) -> None:
        question = self._question
        if question and question.direction == "name":
            given = self.tr("You chose the {nerve}.").format(nerve=lowered(self._atlas.nerves[nerve].name))
            self._tell(right=nerve == question.nerve, given=given, side=self._workspace.selection.side)

    def _tell(self, *, right: bool, given: str | None, side: Side) -> None:
        """Score an answer and show the right one."""
        question, place = self._question, self._place
        if question is None or place is None:
            return
        self._score = self._score.with_answer(question.direction, right=right)
        self._question, self._answered_on = None, (question.nerve, side)
        place.quiz.show_answer(question, self._score, right=right, given=given)
        self._show_on_map()
        self._reveal(question.nerve, side)

    def _reveal(self, nerve: str, side: Side) -> None:
        row = self._atlas.nerves[nerve]
        regions = (*row.skin_regions, *row.deep_regions, *row.passes_regions)
        if regions:
            self._map.reveal(side, regions[0])
