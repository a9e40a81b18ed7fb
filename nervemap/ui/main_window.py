"""The window: the map is always there, beside it one of the places. All wiring stands in one block, `_wire`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from nervemap.case import commands
from nervemap.case.case import Case
from nervemap.case.workspace import Change, Selection, Workspace
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.findings import Explanation
from nervemap.ui.announcing import Announcer, announce
from nervemap.ui.case_controller import CaseController
from nervemap.ui.desk import Desk, PlaceName
from nervemap.ui.examination import Examination
from nervemap.ui.helping import Helping
from nervemap.ui.map_panel import MapPanel
from nervemap.ui.memory import give_back
from nervemap.ui.menus import Menus, new_action
from nervemap.ui.opening import Album, Opening, OpeningMap
from nervemap.ui.program import prepare
from nervemap.ui.screens import Screens, bring_into_sight, stand
from nervemap.ui.settings import Settings
from nervemap.ui.spare_time import SpareTime, to_keep, to_read
from nervemap.ui.start_panel import StartPanel
from nervemap.ui.theme import Theme

if TYPE_CHECKING:  # what the first frame does without is read after it
    from nervemap.anatomy.body import Body, Place

LEAST = (480, 480)  # px; smaller, nothing could be read
READY: tuple[PlaceName, ...] = ("nerves", "urgent")
"""The places that are made ready in spare time; the others keep their memory until they are wanted."""


def open_window(app: QApplication, atlas: Atlas, *, at_once: bool = True) -> MainWindow:
    """Load fonts, theme and body, and make the window (not yet shown). Raises ContentError where the body is faulty.

    Unless `at_once`, a picture kept from an earlier start may stand in the map's place until the first frame is shown.
    """
    prepare(app)
    settings = Settings()
    theme = Theme(app, settings.scheme, settings.text_size)
    album = Album(theme.scheme, settings.text_size)
    return MainWindow(atlas, None, theme, Workspace(), settings, None if at_once else album)


class MainWindow(QMainWindow):
    """Wires the places to the one workspace: they ask upward, it tells downward."""

    whole = Signal()  # all of it is made; until then only the first frame stands

    def __init__(
        self,
        atlas: Atlas,
        body: Body | None,
        theme: Theme,
        workspace: Workspace,
        settings: Settings | None = None,
        album: Album | None = None,
    ) -> None:
        """`body`: None reads the built-in one. Where `album` has a picture, the rest is made after the first frame."""
        super().__init__()
        self._settings = settings or Settings(remembered=False)
        self._atlas = atlas
        self._theme = theme
        self._album = album
        self.workspace = workspace
        self.cases = CaseController(self, atlas, workspace)
        self.screens = Screens(self)
        self.announcer = Announcer(self, atlas, workspace, self._explanation)
        self.help = Helping(self, atlas, self._in_sight)
        self.examination = Examination(atlas, workspace, theme, self._explanation)
        self.banner = self.examination.banner
        picture = album.picture() if album else None
        self._stands = OpeningMap(picture, theme.palette)
        self.map_panel = MapPanel(atlas, self._stands)
        sentence = atlas.rules.fixed_sentence
        self.desk = Desk(self.map_panel, self.banner, self.help.story, self.examination.line, sentence)
        self.places, self.fixed_sentence = self.desk.places, self.desk.fixed_sentence
        self.menus = Menus(self)
        self.undo_action, self.redo_action = self.menus.undo_action, self.menus.redo_action
        self._pages: dict[PlaceName, QWidget] = {}
        self._made: dict[PlaceName, QWidget] = {}
        self._stale: set[PlaceName] = set()
        self._asked: tuple[Side, str] | None = None
        self.is_whole = False
        self._follow = QTimer(self, singleShot=True, interval=0)
        self.setMinimumSize(*LEAST)
        stand(self, self._settings)
        self.setCentralWidget(self.desk)
        self.go("start")
        theme.dress(self)
        self._stands.setFocus()
        self.examination.show_urgent(workspace.case)
        self._opening = Opening(QApplication.instance() or self, self, self._stands, self._make_rest(body))
        self._opening.done.connect(self._on_whole)
        if picture is None:
            self._opening.finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        self.desk.fold(self.width(), self._settings.text_size)

    def when_whole(self, act: Callable[[], None]) -> None:
        """Do something as soon as all of the window is made."""
        if self.is_whole:
            act()
        else:
            self.whole.connect(act)

    # ---- made after the first frame -----------------------------------------------------------------------------

    def _make_rest(self, body: Body | None) -> Iterator[None]:
        """Step by step all that the first frame does without."""
        import_module("nervemap.ui.map_access")  # half of the map's modules: all at once would take too long

        yield
        from nervemap.ui.map_view import MapView

        yield
        from nervemap.ui.explained import Explained
        from nervemap.ui.nerves_control import NervesControl

        yield
        from nervemap.anatomy.body import load_body
        from nervemap.ui.case_menu import CaseMenu
        from nervemap.ui.showing import Showing
        from nervemap.ui.view_menu import ViewMenu

        yield
        atlas, theme, workspace = self._atlas, self._theme, self.workspace
        self._body = body or load_body(atlas)
        self.explained = explained = Explained(atlas, self._body, workspace)
        map_ = MapView(atlas, self._body, theme.palette)
        yield
        picture = self._stands.picture
        self.map_panel.put_in(map_)
        if picture:
            self._album = None  # what is kept is as good
            map_.begin_with(QPixmap.fromImage(picture.image))
        yield
        places = lambda: explained.positions  # noqa: E731
        self.showing = Showing(self, atlas, self._body, theme, workspace, self._settings, map_, places)
        self.nerves = NervesControl(self, atlas, self._body, workspace, map_, places, explained.lit)
        self.view_menu = ViewMenu(self.menus.view, theme, self._settings)
        self.case_menu = CaseMenu(self, atlas, self.cases, self.menus.case)
        self._fill_menus()
        self._wire()
        self._show_all("case")
        self._on_motion(self._settings.reduced_motion)
        pages = (moment for place in READY for moment in self._get_ready(place))
        self.spare_time = SpareTime(self, chain(to_keep(self._album, map_), to_read(self._body, explained), pages))
        if set_back := ", ".join(self._settings.set_back):
            self.desk.tell(self.tr("Settings that could not be read were set back: {names}.").format(names=set_back))

    def _on_whole(self) -> None:
        self.is_whole = True
        self._stands.hand_over(self.map_panel.map)
        self._stands.deleteLater()
        give_back()
        self.spare_time.start()
        self.whole.emit()

    def _fill_menus(self) -> None:
        menus = self.menus
        menus.case.addSeparator()
        self.showing.fill(menus.case)
        menus.case.addSeparator()
        menus.case.addAction(new_action(self, self.tr("&Quit"), self.close, "Ctrl+Q"))
        menus.fill_edit(self.workspace)
        menus.go.addAction(new_action(self, self.tr("&Map"), self._go_to_map, "Ctrl+0"))
        for number, place in enumerate(place for place in self.places.buttons if place != "map"):
            text, act = self.places.buttons[place].text(), lambda place=place: self._go_by_key(place)
            menus.go.addAction(new_action(self, text, act, f"Ctrl+{number + 1}"))
        menus.go.addSeparator()
        menus.go.addAction(new_action(self, self.tr("S&earch"), self._search, QKeySequence.StandardKey.Find))
        self.help.fill(menus.help)

    # ---- wiring: requests up, facts down ------------------------------------------------------------------------

    def _wire(self) -> None:
        self.map_panel.map.place_clicked.connect(self._on_place_clicked)
        self.map_panel.map.area_pressed.connect(self._on_area_pressed)
        self.nerves.area_requested.connect(self._on_table_area)
        self.nerves.mark_requested.connect(self._on_mark)
        self.nerves.nerve_requested.connect(self._on_nerve)
        self.nerves.side_requested.connect(self._on_side)
        self.nerves.pipe_requested.connect(lambda: self.go("pipe"))
        self.nerves.urgent_requested.connect(lambda: self.go("urgent"))
        self.nerves.test_requested.connect(self.examination.show_test)
        self.nerves.sign_requested.connect(lambda: self.go("signs"))
        self.map_panel.map.site_clicked.connect(self._on_ring)
        self.examination.place_requested.connect(self.go)
        self.examination.nerve_requested.connect(self._on_nerve)
        self.examination.mark_requested.connect(self._on_mark)
        self.examination.site_requested.connect(self._on_site)
        self.places.chosen.connect(lambda place: self.desk.unfold_map(True) if place == "map" else self.go(place))
        self._theme.changed.connect(self.map_panel.map.show_palette)
        self.view_menu.motion_reduced.connect(self._on_motion)
        self.view_menu.set_back.connect(self._on_set_back)
        self._theme.changed.connect(self._on_theme)
        self.help.example_requested.connect(self._on_example)
        self.help.place_requested.connect(lambda place: self._go_to_map() if place == "map" else self.go(place))
        self.help.view_requested.connect(self.map_panel.map.show_view)
        self.help.nerve_requested.connect(lambda nerve: self._on_nerve(self.workspace.selection.side, nerve))
        self.workspace.on_change(self._show_all)
        self.announcer.announced.connect(lambda text, urgent: announce(self, text, urgent))
        self.cases.opened.connect(self._on_opened)
        self.screens.changed.connect(self._on_screens)
        self._follow.timeout.connect(self._show_what_follows)

    def _make(self, place: PlaceName) -> QWidget:
        """Make and wire the page of a place; its module is read no sooner, as that takes time too."""
        if place == "start":
            start = StartPanel(self._atlas)
            start.example_requested.connect(self.cases.example)
            start.urgent_requested.connect(lambda: self.go("urgent"))
            start.show_me_requested.connect(self.help.show_me)
            return start
        if place == "nerves":
            return self.nerves.make()
        if place == "pipe":
            from nervemap.ui.pipe_controller import PipeController
            from nervemap.ui.pipe_view import PipeView

            pipe = PipeView(self._atlas, self._theme.palette)
            self._pipes = PipeController(
                pipe, self.map_panel.map, self._atlas, self._body, self.workspace, lambda: self.explained.positions
            )
            self._pipes.urgent_requested.connect(self._on_refused)
            self.view_menu.motion_reduced.connect(pipe.set_reduced_motion)
            pipe.set_reduced_motion(self._settings.reduced_motion)
            self._theme.changed.connect(pipe.apply_palette)
            return pipe
        if place == "case":
            from nervemap.ui.case_panel import CasePanel

            self._case_panel = CasePanel(self.cases, self.showing, self.workspace)
            return self._case_panel
        return self.examination.make(place)

    # ---- places -------------------------------------------------------------------------------------------------

    def go(self, place: PlaceName) -> None:
        """Show one of the places beside the map."""
        self.desk.place = place
        page = self._page(place)
        self._show_page()
        self.desk.show_page(page)

    def _page(self, place: PlaceName) -> QWidget:
        """The page of a place, made when it is first wanted: the window opens sooner."""
        if place not in self._pages:
            self._pages[place] = self._made.pop(place) if place in self._made else self._make(place)
            self._stale.add(place)
            self.desk.add_page(self._pages[place])
        return self._pages[place]

    def _get_ready(self, place: PlaceName) -> Iterator[object]:
        """In two short moments instead of a long one: the style takes as long as the making."""
        if place not in self._pages:
            self._made[place] = self._make(place)
            yield place
            yield self._page(place)

    # ---- acts ---------------------------------------------------------------------------------------------------

    def _on_place_clicked(self, place: Place) -> None:
        if place.region is not None and not self.nerves.takes_click(place):
            self._mark(place.side, place.region, place.t, place.theta)

    def _on_area_pressed(self, side: Side, region: str) -> None:
        if not self.nerves.takes_area(side, region):
            self._mark(side, region, None, None)

    def _on_mark(self, side: Side, region: str) -> None:
        self._mark(side, region, None, None)
        self.map_panel.map.reveal(side, region)

    def _mark(self, side: Side, region: str, t: float | None, theta: float | None) -> None:
        row = self._atlas.regions[region]
        self.workspace.do(commands.toggle_mark(self.workspace.case, side, row, t, theta))
        self._asked = side, region

    def _on_area(self, side: Side, region: str) -> None:
        self.workspace.select(Selection(side=side, region=region, nerve=self.explained.first_nerve(side, region)))

    def _on_table_area(self, side: Side, region: str) -> None:
        self._on_area(side, region)
        self.map_panel.map.reveal(side, region)

    def _on_nerve(self, side: Side, nerve: str) -> None:
        nerve = self._atlas.members(nerve)[0].id
        chosen = self.workspace.selection
        self.workspace.select(msgspec.structs.replace(chosen, side=side, nerve=nerve, site=None, root=None))
        row = self._atlas.nerves[nerve]
        self.map_panel.map.reveal_any(side, (*row.skin_regions, *row.deep_regions, *row.passes_regions))

    def _on_side(self, side: Side) -> None:
        self.workspace.select(msgspec.structs.replace(self.workspace.selection, side=side))

    def _on_refused(self, why: str) -> None:
        self.go("urgent")
        self.examination.urgent.tell(why)

    def _on_ring(self, site: str) -> None:
        """A ring on the map lights every area where its place could be felt: in the pipe, or beside its card."""
        self._on_site(site)
        if self.desk.place == "pipe":
            self._pipes.show_felt(site)
        elif not self.nerves.asks:
            self.go("nerves")
            self.nerves.open_card()

    def _on_site(self, site: str) -> None:
        self.workspace.select(msgspec.structs.replace(self.workspace.selection, site=site, root=None))

    def _on_motion(self, reduced: bool) -> None:
        self.map_panel.map.set_reduced_motion(reduced)
        self.examination.set_reduced_motion(reduced)
        self.help.story.set_reduced_motion(reduced)

    def _on_screens(self) -> None:
        bring_into_sight(self)
        self.showing.keep_in_sight()

    def _on_set_back(self) -> None:
        self._settings.geometry = QByteArray()
        self.showNormal()
        stand(self, self._settings)

    def _go_by_key(self, place: PlaceName) -> None:
        """The keyboard comes along: to the name of the place, which a screen reader reads, and on into it by tab."""
        self.go(place)
        self.places.buttons[place].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_to_map(self) -> None:
        self.desk.unfold_map(True)
        self.map_panel.map.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search(self) -> None:
        self.go("nerves")
        self.nerves.search()

    def _in_sight(self) -> str:
        on_map = self.map_panel.map.hasFocus() or self.desk.place == "start"
        return "map" if on_map else self.desk.place

    def _on_example(self) -> None:
        """The example case, unless it lies there already; another case is left only when nothing is lost by it."""
        if self.workspace.case.label == self._atlas.example.title:
            self._on_opened()
        else:
            self.cases.example()

    def _on_opened(self) -> None:
        marks = self.workspace.case.marks
        self.go("nerves" if marks else "start")
        if marks:
            self._on_table_area(marks[0].side, marks[0].region)
        self.help.case_opened(self.workspace.case.label)

    def _on_theme(self) -> None:
        """Another size of text needs other room; a method, so that a window that is gone is not asked."""
        self._fold()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.cases.on_close(event)
        if event.isAccepted():
            self._settings.geometry = self.saveGeometry()
            self.showing.close_patient_window()
            self.map_panel.map.close()

    # ---- facts --------------------------------------------------------------------------------------------------

    def _show_all(self, change: Change) -> None:
        case, chosen = self.workspace.case, self.workspace.selection
        map_ = self.map_panel.map
        if change == "case":
            map_.show_marks(case.marks)
            self.examination.show_urgent(case)
            self.menus.show_history(self.workspace)
        else:
            map_.show_selected((chosen.side, chosen.region) if chosen.region else None)
        self._stale = set(self._pages)
        self._follow.start()

    def _show_what_follows(self) -> None:
        """All that takes longer than the map's answer, which is painted before: what is thought, then the page."""
        if self._asked:
            self._on_area(*self._asked)
            self._asked = None
            if self.desk.place == "start":
                self.go("nerves")
            self._follow.start()
            return
        case, chosen, map_ = self.workspace.case, self.workspace.selection, self.map_panel.map
        map_.show_nerves(self.explained.lit())
        grades = {one.site: one.grade for one in case.crimps if one.side in (None, chosen.side)}
        map_.show_sites(grades, chosen.site)
        self._show_page()

    def _show_page(self) -> None:
        """Bring the page in sight up to date; the others follow when they are gone to."""
        if self.desk.place not in self._stale:
            return
        self._stale.remove(self.desk.place)
        case, chosen = self.workspace.case, self.workspace.selection
        if self.desk.place == "nerves":
            self.nerves.show(case, chosen, self._explanation(case))
        elif self.desk.place == "pipe":
            self._pipes.show()
        elif self.desk.place == "case":
            self._case_panel.show_case()
        elif self.desk.place != "start":
            self.examination.show(self.desk.place, case)

    def _explanation(self, case: Case) -> Explanation:
        return self.explained.of(case)
