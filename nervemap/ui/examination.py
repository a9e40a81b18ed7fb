"""The examination's places (urgent questions, signs, tests, statement), wired to the workspace in one block."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nervemap import resources
from nervemap.case import commands, examination
from nervemap.case.case import Case
from nervemap.case.workspace import Workspace
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.findings import Explanation
from nervemap.reasoning.found import neuro_urgency
from nervemap.reasoning.signs import read_signs
from nervemap.reasoning.slump import read_relatives, read_slump
from nervemap.reasoning.statement import statement
from nervemap.reasoning.urgent import locking_yes
from nervemap.ui.theme import Theme
from nervemap.ui.urgent_panel import UrgentBanner, UrgentLine, UrgentPanel, lock_text

if TYPE_CHECKING:
    from nervemap.ui.history_panel import HistoryPanel
    from nervemap.ui.neuro_panel import NeuroPanel
    from nervemap.ui.signs_panel import SignsPanel


class Examination(QObject):
    """Makes the places when they are first wanted, records what they ask for, and brings them up to date."""

    place_requested = Signal(str)
    nerve_requested = Signal(object, str)  # side, nerve id
    mark_requested = Signal(str, str)  # side, region id
    site_requested = Signal(str)

    def __init__(
        self, atlas: Atlas, workspace: Workspace, theme: Theme, explanation: Callable[[Case], Explanation]
    ) -> None:
        super().__init__()
        self._atlas = atlas
        self._workspace = workspace
        self._theme = theme
        self._explanation = explanation
        self._reduced_motion = False
        self.banner = UrgentBanner(atlas)
        self.line = UrgentLine(atlas)
        self.banner.open_requested.connect(lambda: self.place_requested.emit("urgent"))
        self.banner.dealt_with_requested.connect(self._on_dealt_with)
        self._made: dict[str, QWidget] = {}

    # ---- making and wiring --------------------------------------------------------------------------------------

    def make(self, place: str) -> QWidget:
        """Make and wire the page of `urgent`, `signs`, `tests` or `statement`.

        The modules of the pages are read here and no sooner, so that the window opens sooner.
        """
        makers: dict[str, Callable[[], QWidget]] = {
            "urgent": self._make_urgent,
            "signs": self._make_signs,
            "tests": self._make_tests,
            "statement": self._make_statement,
        }
        self._made[place] = makers[place]()
        return self._made[place]

    def _make_urgent(self) -> QWidget:
        self.urgent = UrgentPanel(self._atlas)
        self.urgent.flags_requested.connect(self._on_flags)
        self.urgent.signs_requested.connect(lambda: self.place_requested.emit("signs"))
        self.urgent.number_changed.connect(lambda: self.banner.show_case(self._workspace.case))
        return self.urgent

    def _make_signs(self) -> QWidget:
        from nervemap.ui.pages_place import PagesPlace

        pages: dict[str, tuple[str, Callable[[], QWidget]]] = {
            "signs": (self.tr("Six signs"), lambda: self.signs),
            "history": (self.tr("History"), lambda: self.history),
            "neuro": (self.tr("Reflexes, strength, touch"), lambda: self.neuro),
        }
        self.signs_place = PagesPlace(pages, name=self.tr("Show"))
        self.signs_place.page_made.connect(lambda _: self.show("signs", self._workspace.case))
        return self.signs_place

    @cached_property
    def signs(self) -> SignsPanel:
        """The six signs."""
        from nervemap.ui.signs_panel import SignsPanel

        signs = SignsPanel(self._atlas)
        signs.answer_requested.connect(self._do(commands.answer_sign, "signs"))
        return signs

    @cached_property
    def history(self) -> HistoryPanel:
        """History and what can be seen."""
        from nervemap.ui.history_panel import HistoryPanel

        history = HistoryPanel(self._atlas)
        history.history_requested.connect(self._do(examination.answer_history, "history"))
        history.observation_requested.connect(self._do(examination.answer_observation, "observations"))
        history.site_requested.connect(self.site_requested)
        return history

    @cached_property
    def neuro(self) -> NeuroPanel:
        """Reflexes, strength and touch."""
        from nervemap.ui.neuro_panel import NeuroPanel

        neuro = NeuroPanel(self._atlas)
        neuro.neuro_requested.connect(self._on_neuro)
        return neuro

    def _make_tests(self) -> QWidget:
        from nervemap.anatomy.figure import load_figure
        from nervemap.ui.slump_panel import SlumpPanel

        folder = resources.folder("data") / "body"
        self.tests = tests = SlumpPanel(self._atlas, lambda: load_figure(folder), self._theme.palette)
        tests.set_reduced_motion(self._reduced_motion)
        self._theme.changed.connect(tests.apply_palette)
        tests.slump_requested.connect(lambda side, result: self._act(commands.set_slump(side, result)))
        tests.urgent_requested.connect(lambda: self.place_requested.emit("urgent"))
        tests.before.contraindications_requested.connect(self._act_with(examination.set_contraindications))
        tests.before.less_sore_requested.connect(self._act_with(examination.set_less_sore))
        tests.before.self_check_requested.connect(self._act_with(examination.set_self_check))
        tests.tighter_requested.connect(self._act_with(examination.set_tighter_degrees))
        tests.relative_requested.connect(self._on_relative)
        tests.nerve_requested.connect(lambda nerve: self.nerve_requested.emit(self._side(), nerve))
        return tests

    def _make_statement(self) -> QWidget:
        from nervemap.ui.help_panel import HelpPanel
        from nervemap.ui.pages_place import PagesPlace
        from nervemap.ui.statement_panel import StatementPanel

        self.statement = StatementPanel(self._atlas)
        self.statement.next_requested.connect(self._on_next)
        self.statement.felt_requested.connect(self._on_felt)
        pages: dict[str, tuple[str, Callable[[], QWidget]]] = {
            "statement": (self.tr("Statement"), lambda: self.statement),
            "help": (self.tr("What helps"), lambda: HelpPanel(self._atlas)),
        }
        return PagesPlace(pages, name=self.tr("Show"))

    # ---- facts --------------------------------------------------------------------------------------------------

    def show_urgent(self, case: Case) -> None:
        """What stands in every place: the advice above, the quiet line below."""
        self.banner.show_case(case)
        self.line.show_case(case)

    def show(self, place: str, case: Case) -> None:
        """Bring the page of a place up to date."""
        atlas = self._atlas
        if place == "urgent":
            self.urgent.show_case(case)
        elif place == "signs":
            made = self.__dict__
            if "signs" in made:
                self.signs.show_case(case)
                self.signs.show_reading(read_signs(atlas, case.signs))
            if "history" in made:
                self.history.show_case(case)
            if "neuro" in made:
                self.neuro.show_case(case, " ".join(fact.text for fact in neuro_urgency(atlas, case)))
        elif place == "tests":
            self.tests.show_case(case)
            self.tests.show_reading(read_slump(atlas, case.slump, case.tighter_degrees))
            self.tests.show_readings(read_relatives(atlas, case))
            self.tests.set_locked(lock_text(atlas, case))
        elif place == "statement":
            signs, slump = read_signs(atlas, case.signs), read_slump(atlas, case.slump, case.tighter_degrees)
            found = self._explanation(case)
            self.statement.show_statement(statement(atlas, case, found, signs, slump), found.statement)

    def show_test(self, test: str) -> None:
        """Go to a test, from a nerve that it loads more."""
        self.place_requested.emit("tests")
        self.tests.show_test(test)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Figures take their poses at once."""
        self._reduced_motion = reduced
        if "tests" in self._made:
            self.tests.set_reduced_motion(reduced)

    # ---- acts ---------------------------------------------------------------------------------------------------

    def _act(self, command: commands.Command) -> None:
        self._workspace.do(command)

    def _act_with(self, make: Callable[[Any], commands.Command]) -> Callable[[Any], None]:
        return lambda value: self._act(make(value))

    def _do(self, make: Callable[[Any, Any], commands.Command], table: str) -> Callable[[str, Any], None]:
        """What records an answer to a row of the atlas."""
        return lambda id_, answer: self._act(make(getattr(self._atlas, table)[id_], answer))

    def _on_flags(self, group: str, yes: object) -> None:
        self._act(commands.set_red_flags(self._atlas.red_flag_groups[group], yes))  # type: ignore[arg-type]

    def _on_neuro(self, side: Side, item: str, found: Any) -> None:
        self._act(examination.set_neuro(side, self._atlas.neuro[item], found))

    def _on_relative(self, test: str, side: Side, result: Any) -> None:
        self._act(examination.set_relative(self._atlas.tests[test], side, result))

    def _on_dealt_with(self) -> None:
        self._act(examination.deal_with(locking_yes(self._atlas, self._workspace.case)))

    def _on_felt(self, target: str, felt: bool) -> None:
        side, _, region = target.partition(":")
        if felt:
            self.mark_requested.emit(side, region)
        else:
            self._act(examination.set_not_felt(side, self._atlas.regions[region], True))  # type: ignore[arg-type]

    def _on_next(self, kind: str, target: str) -> None:
        if kind == "test":
            self.show_test(target)
        elif kind == "urgent":
            self.place_requested.emit("urgent")
        else:
            self.place_requested.emit("signs")
            self.signs_place.show_page("neuro" if kind == "finding" else "signs")
            (self.neuro if kind == "finding" else self.signs).reveal(target)

    def _side(self) -> Side:
        return self._workspace.selection.side
