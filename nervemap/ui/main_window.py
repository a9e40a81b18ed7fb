"""The window: the map is always there, beside it one of the places. All wiring stands in one block, `_wire`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QByteArray, Qt, QTimer, QTranslator
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from nervemap import resources
from nervemap.anatomy.body import Body, Place, load_body
from nervemap.anatomy.places import find_places
from nervemap.case import commands
from nervemap.case.case import Case
from nervemap.case.workspace import Change, Selection, Workspace
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.reasoning.candidates import explain
from nervemap.reasoning.findings import Explanation
from nervemap.reasoning.places import Places
from nervemap.ui.announcing import Announcer, announce
from nervemap.ui.case_controller import CaseController
from nervemap.ui.examination import Examination
from nervemap.ui.helping import Helping
from nervemap.ui.map_panel import MapPanel
from nervemap.ui.nerves_control import NervesControl
from nervemap.ui.settings import Settings
from nervemap.ui.showing import Showing
from nervemap.ui.start_panel import StartPanel
from nervemap.ui.theme import GRID, Theme, load_fonts
from nervemap.ui.view_menu import ViewMenu
from nervemap.ui.widgets import Choice, Text, column, row

PlaceName = Literal["start", "nerves", "pipe", "signs", "tests", "statement", "case", "urgent"]
PLACES: tuple[PlaceName, ...] = ("start", "nerves", "pipe", "signs", "tests", "statement", "case", "urgent")
SPARE_MS = 150  # between two things that are made ready before anybody asks for them
LEAST = (480, 480)  # px; smaller, nothing could be read
FOLDED_BELOW = 1024  # px of width; there the panel folds over the map
LARGE_TEXT = 125  # per cent; larger text needs as much more room
_NAMED, _ADDED = 0.7, 0.3


def open_window(app: QApplication, atlas: Atlas) -> MainWindow:
    """Load fonts, theme and body, and make the window (not yet shown). Raises ContentError where the body is faulty."""
    app.setApplicationName("nervemap")
    app.setApplicationDisplayName("nervemap")
    app.setDesktopFileName("nervemap")
    assets = resources.folder("assets")
    app.setWindowIcon(_icon(assets / "icons"))
    load_fonts(assets / "fonts")
    _translate(app)
    settings = Settings()
    theme = Theme(app, settings.scheme, settings.text_size)
    return MainWindow(atlas, load_body(atlas), theme, Workspace(), settings)


def _icon(folder: Path) -> QIcon:
    """The icon in all its sizes, as pictures: a drawing would load a module of its own at the start."""
    icon = QIcon()
    for file in folder.glob("*.png"):
        icon.addFile(str(file))
    return icon


def _translate(app: QApplication) -> None:
    """Let the window speak the language asked for, where its file is there (docs/content.md)."""
    words = resources.folder("assets") / "translations" / f"nervemap_{resources.language()}.qm"
    translator = QTranslator(app)
    if words.is_file() and translator.load(str(words)):
        app.installTranslator(translator)


class MainWindow(QMainWindow):
    """Wires the places to the one workspace: they ask upward, it tells downward."""

    def __init__(
        self, atlas: Atlas, body: Body, theme: Theme, workspace: Workspace, settings: Settings | None = None
    ) -> None:
        super().__init__()
        self._settings = settings or Settings(remembered=False)
        self._atlas = atlas
        self._body = body
        self._theme = theme
        self.workspace = workspace
        self.cases = CaseController(self, atlas, workspace)
        self.announcer = Announcer(self, atlas, workspace, self._explanation)
        self._stand()

        self.help = Helping(self, atlas, self._in_sight)
        self.examination = Examination(atlas, workspace, theme, self._explanation)
        self.banner = self.examination.banner
        self.map_panel = MapPanel(atlas, body, theme.palette)
        map_, positions = self.map_panel.map, lambda: self._positions
        self.showing = Showing(self, atlas, body, theme, workspace, self._settings, map_, positions)
        self.nerves = NervesControl(
            self, atlas, body, workspace, self.map_panel.map, lambda: self._positions, self._lit_now
        )
        self._pages: dict[PlaceName, QWidget] = {}
        self._stale: set[PlaceName] = set()
        self._explained = Case(), Explanation(candidates=(), shared_sites=(), statement=())
        self._asked: tuple[Side, str] | None = None
        self._folded = False
        self._follow = QTimer(self, singleShot=True, interval=0)
        self._spare_time = QTimer(self, singleShot=True, interval=SPARE_MS)
        self._spare_acts: Iterator[object] = self._get_ready()
        self.places = Choice(
            {
                "map": self.tr("Map"),
                "urgent": self.tr("Urgent"),
                "nerves": self.tr("Nerves"),
                "pipe": self.tr("Pipe"),
                "signs": self.tr("Signs"),
                "tests": self.tr("Tests"),
                "statement": self.tr("Statement"),
                "case": self.tr("Case"),
            },
            name=self.tr("Place"),
            clearable=False,
            kind="tab",
        )
        self._lay_out()
        self._make_actions()
        self._wire()
        self.places.buttons["map"].hide()
        self.go("start")
        theme.dress(self)
        self._show_all("case")
        self._on_motion(self._settings.reduced_motion)
        self.map_panel.map.setFocus()
        self._spare_time.start()

    # ---- how it is laid out -----------------------------------------------------------------------------------

    def _stand(self) -> None:
        """Stand where the window stood last, on a screen that is there; otherwise as designed."""
        self.setMinimumSize(*LEAST)
        room = self.screen().availableSize()
        self.resize(min(1280, room.width()), min(800, room.height() - 3 * GRID))
        kept = self._settings.geometry
        if not kept.isEmpty() and not self.restoreGeometry(kept):
            self._settings.refuse("geometry")

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._panel = QWidget()
        self._beside = column(self._panel, gap=0)
        self._beside.setContentsMargins(GRID, GRID, 0, 0)
        self._beside.addWidget(self.places)
        self._beside.addWidget(self._stack, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.map_panel)
        split.addWidget(self._panel)
        split.setSizes([640, 640])
        self.notice = Text(role="attention")
        self.notice_done = QPushButton(self.tr("Good"))
        told = QWidget()
        told.setLayout(row(self.notice, self.notice_done))
        told.setVisible(bool(self._settings.set_back))
        self.notice_done.clicked.connect(told.hide)
        words = self.tr("Settings that could not be read were set back: {names}.")
        self.notice.setText(words.format(names=", ".join(self._settings.set_back)))
        self.fixed_sentence = Text(self._atlas.rules.fixed_sentence, role="muted")
        self.fixed_sentence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.foot.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        self.foot.addWidget(self.examination.line, 2)
        self.foot.addWidget(self.fixed_sentence, 3)
        whole = QWidget()
        self._outer = column(whole, gap=0)
        self._outer.addWidget(self.banner)
        self._outer.addWidget(split, 1)
        self._outer.addWidget(self.help.story)
        self._outer.addWidget(told)
        self._outer.addLayout(self.foot)
        self.setCentralWidget(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(self.width())

    def _on_theme(self) -> None:
        """Another size of text needs other room; a method, so that a window that is gone is not asked."""
        self._fold(self.width())

    def _fold(self, width: int) -> None:
        """Narrow, the places stand above the map too; where there is no room for both, the panel folds over the map."""
        above = self.places.sizeHint().width() + 2 * GRID > width // 2
        if above != (self._outer.indexOf(self.places) >= 0):
            self._outer.insertWidget(1, self.places) if above else self._beside.insertWidget(0, self.places)
        folded = width < FOLDED_BELOW * max(1.0, self._settings.text_size / LARGE_TEXT)
        if folded != self._folded:
            self._folded = folded
            self.foot.setDirection(QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight)
            side = Qt.AlignmentFlag.AlignLeft if folded else Qt.AlignmentFlag.AlignRight
            self.fixed_sentence.setAlignment(side | Qt.AlignmentFlag.AlignTop)
            self.places.buttons["map"].setVisible(folded)
            self._unfold_map(folded and self._place == "start")

    def _unfold_map(self, shown: bool) -> None:
        """Where folded: the map or the panel."""
        self.map_panel.setVisible(shown or not self._folded)
        self._panel.setVisible(not shown or not self._folded)
        self.places.set_value("map" if shown and self._folded else None if self._place == "start" else self._place)

    def _make_actions(self) -> None:
        bar = self.menuBar()
        case = bar.addMenu(self.tr("&Case"))
        self.cases.fill(case)
        case.addSeparator()
        self.showing.fill(case)
        case.addSeparator()
        self._action(case, self.tr("&Quit"), self.close, "Ctrl+Q")
        edit = bar.addMenu(self.tr("&Edit"))
        self.undo_action = self._action(edit, "", self.workspace.undo, QKeySequence.StandardKey.Undo)
        self.redo_action = self._action(edit, "", self.workspace.redo)
        self.redo_action.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.view_menu = ViewMenu(bar.addMenu(self.tr("&View")), self._theme, self._settings)
        self._fill_places(bar.addMenu(self.tr("&Go")))
        self.help.fill(bar.addMenu(self.tr("&Help")))

    def _fill_places(self, menu: QMenu) -> None:
        self._action(menu, self.tr("&Map"), self._go_to_map, "Ctrl+0")
        for number, place in enumerate(place for place in self.places.buttons if place != "map"):
            text, act = self.places.buttons[place].text(), lambda place=place: self._go_by_key(place)
            self._action(menu, text, act, f"Ctrl+{number + 1}")
        menu.addSeparator()
        self._action(menu, self.tr("S&earch"), self._search, QKeySequence.StandardKey.Find)

    def _action(self, menu: QWidget, text: str, act: object, key: object = None) -> QAction:
        action = QAction(text, self)
        if key is not None:
            action.setShortcut(key)  # type: ignore[call-overload]
        action.triggered.connect(lambda _=False: act())  # type: ignore[operator]
        menu.addAction(action)
        return action

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
        self.map_panel.map.site_clicked.connect(self._on_site)
        self.examination.place_requested.connect(self.go)
        self.examination.nerve_requested.connect(self._on_nerve)
        self.examination.mark_requested.connect(self._on_mark)
        self.examination.site_requested.connect(self._on_site)
        self.places.chosen.connect(lambda place: self._unfold_map(True) if place == "map" else self.go(place))
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
        self._follow.timeout.connect(self._show_what_follows)
        self._spare_time.timeout.connect(self._on_spare_time)

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
                pipe, self.map_panel.map, self._atlas, self._body, self.workspace, lambda: self._positions
            )
            self._pipes.urgent_requested.connect(lambda: self.go("urgent"))
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
        self._place = place
        page = self._page(place)
        self._show_page()
        self._stack.setCurrentWidget(page)
        self._unfold_map(False)

    def _page(self, place: PlaceName) -> QWidget:
        """The page of a place, made when it is first wanted: the window opens sooner."""
        if place not in self._pages:
            self._pages[place] = self._make(place)
            self._stale.add(place)
            self._stack.addWidget(self._pages[place])
        return self._pages[place]

    def _get_ready(self) -> Iterator[object]:
        """One by one all that an act would have to wait for."""
        for module in ("nervemap.case.written", "contourpy", "numpy.ma"):
            yield import_module(module)
        for layer in (self._body.chart.regions, self._body.chart.territories, self._body.chart.dermatomes):
            yield layer.grid
        yield self._positions
        for place in PLACES:
            yield self._page(place)

    def _on_spare_time(self) -> None:
        for _ in self._spare_acts:
            self._spare_time.start()
            return

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
        self.workspace.select(Selection(side=side, region=region, nerve=self._first_nerve(side, region)))

    def _on_table_area(self, side: Side, region: str) -> None:
        self._on_area(side, region)
        self.map_panel.map.reveal(side, region)

    def _first_nerve(self, side: Side, region: str) -> str | None:
        """The nerve to light first for an area.

        Of those that its row names, or that the atlas adds, the one that stands highest among the candidates for all
        marks; where nothing is marked, the first of them.
        """
        row = self._atlas.regions[region]
        names = row.nerves or tuple(one.nerve for one in row.atlas_adds)
        named = [one.id for name in names for one in self._atlas.members(name)]
        ranked = [one.nerve for one in self._explanation(self.workspace.case).candidates if one.side == side]
        return next((nerve for nerve in (*ranked, *named) if nerve in named), None)

    def _on_nerve(self, side: Side, nerve: str) -> None:
        nerve = self._atlas.members(nerve)[0].id
        chosen = self.workspace.selection
        self.workspace.select(msgspec.structs.replace(chosen, side=side, nerve=nerve, site=None, root=None))

    def _on_side(self, side: Side) -> None:
        self.workspace.select(msgspec.structs.replace(self.workspace.selection, side=side))

    def _on_site(self, site: str) -> None:
        self.workspace.select(msgspec.structs.replace(self.workspace.selection, site=site, root=None))

    def _on_motion(self, reduced: bool) -> None:
        self.map_panel.map.set_reduced_motion(reduced)
        self.examination.set_reduced_motion(reduced)
        self.help.story.set_reduced_motion(reduced)

    def _on_set_back(self) -> None:
        self._settings.geometry = QByteArray()
        self.showNormal()
        self._stand()

    def _go_by_key(self, place: PlaceName) -> None:
        """The keyboard comes along: to the name of the place, which a screen reader reads, and on into it by tab."""
        self.go(place)
        self.places.buttons[place].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_to_map(self) -> None:
        self._unfold_map(True)
        self.map_panel.map.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search(self) -> None:
        self.go("nerves")
        self.nerves.search()

    def _in_sight(self) -> str:
        on_map = self.map_panel.map.hasFocus() or self._place == "start"
        return "map" if on_map else self._place

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

    def closeEvent(self, event: QCloseEvent) -> None:
        self.cases.on_close(event)
        if event.isAccepted():
            self._settings.geometry = self.saveGeometry()
            self.showing.close_patient_window()
            self.map_panel.map.close()

    # ---- facts --------------------------------------------------------------------------------------------------

    @cached_property
    def _positions(self) -> Places:
        """Where sites lie on the nerves; found when something first needs it."""
        return find_places(self._atlas, self._body.graph, self._body.chart)

    def _show_all(self, change: Change) -> None:
        case, chosen = self.workspace.case, self.workspace.selection
        map_ = self.map_panel.map
        if change == "case":
            map_.show_marks(case.marks)
            self.examination.show_urgent(case)
            self._show_history()
        else:
            map_.show_selected((chosen.side, chosen.region) if chosen.region else None)
        self._stale = set(self._pages)
        self._follow.start()

    def _show_what_follows(self) -> None:
        """All that takes longer than the map's answer, which is painted before."""
        if self._asked:
            if self._place == "start":
                self.go("nerves")
            self._on_area(*self._asked)
            self._asked = None
        self._follow.stop()
        case, chosen, map_ = self.workspace.case, self.workspace.selection, self.map_panel.map
        map_.show_nerves(self._lit(self._explanation(case), chosen))
        grades = {one.site: one.grade for one in case.crimps if one.side in (None, chosen.side)}
        map_.show_sites(grades, chosen.site)
        self._show_page()

    def _show_page(self) -> None:
        """Bring the page in sight up to date; the others follow when they are gone to."""
        if self._place not in self._stale:
            return
        self._stale.remove(self._place)
        case, chosen = self.workspace.case, self.workspace.selection
        if self._place == "nerves":
            self.nerves.show(case, chosen, self._explanation(case))
        elif self._place == "pipe":
            self._pipes.show()
        elif self._place == "case":
            self._case_panel.show_case()
        elif self._place != "start":
            self.examination.show(self._place, case)

    def _explanation(self, case: Case) -> Explanation:
        """What the marks suggest; kept, as several places ask after one act."""
        if case.marks != self._explained[0].marks:
            self._explained = case, explain(self._atlas, case, self._positions)
        return self._explained[1]

    def _lit_now(self) -> dict[tuple[str, Side], float]:
        return self._lit(self._explanation(self.workspace.case), self.workspace.selection)

    def _lit(self, explanation: Explanation, chosen: Selection) -> dict[tuple[str, Side], float]:
        """The chosen nerve at full strength, those the article names for the marks clear, the atlas's own faint."""
        lit: dict[tuple[str, Side], float] = {}
        for one in explanation.candidates:
            if one.named_by:
                lit[one.nerve, one.side] = _NAMED if "article" in one.named_by else _ADDED
        if chosen.nerve:
            lit[chosen.nerve, chosen.side] = 1.0
        return lit

    def _show_history(self) -> None:
        workspace = self.workspace
        undo, redo = workspace.undo_text, workspace.redo_text
        self.undo_action.setEnabled(workspace.can_undo)
        self.redo_action.setEnabled(workspace.can_redo)
        self.undo_action.setText(self.tr("Undo: {act}").format(act=undo) if undo else self.tr("Undo"))
        self.redo_action.setText(self.tr("Redo: {act}").format(act=redo) if redo else self.tr("Redo"))
