"""Shows the case to others: the page, and the patient window that follows the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QMenu

from nervemap.anatomy.body import Body
from nervemap.case.case import Mark
from nervemap.case.workspace import Workspace
from nervemap.content.atlas import Atlas
from nervemap.handout.patient import Followed, followed_nerve, patient_words
from nervemap.reasoning.candidates import explain
from nervemap.reasoning.places import Places
from nervemap.ui.map_view import MapView
from nervemap.ui.menus import new_action
from nervemap.ui.patient_window import DEFAULT_PARTS, Part, PatientWindow
from nervemap.ui.pictures import Pictures
from nervemap.ui.settings import Settings
from nervemap.ui.theme import Theme

if TYPE_CHECKING:  # the page's modules are read when a page is wanted: the window opens sooner
    from nervemap.handout.page import Page, Paper, Reader
    from nervemap.ui.page_dialog import PageDialog

FOLLOW_MS = 150  # from the last turn of the clinician's map to the patient's


class Showing(QObject):
    """Makes pages and the patient window from the workspace; `places` is asked only when something is shown."""

    window_changed = Signal(bool)  # whether the patient window is open

    def __init__(
        self,
        window: QMainWindow,
        atlas: Atlas,
        body: Body,
        theme: Theme,
        workspace: Workspace,
        settings: Settings,
        map_: MapView,
        places: Callable[[], Places],
    ) -> None:
        super().__init__(window)
        self._window, self._atlas, self._body, self._theme = window, atlas, body, theme
        self._workspace, self._places, self._settings, self._map = workspace, places, settings, map_
        self.pictures = Pictures(window, atlas, body, theme, workspace, map_, self._followed)
        self._turned = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._turned.timeout.connect(self._show_view)
        map_.view_changed.connect(lambda _: self._turned.start())
        self._parts: frozenset[Part] = DEFAULT_PARTS
        self._seen_marks: tuple[Mark, ...] | None = None
        self.patient: PatientWindow | None = None
        self.page: PageDialog | None = None
        workspace.on_change(lambda _: self._show_patient())
        window.destroyed.connect(self._on_window_gone)

    def fill(self, menu: QMenu) -> None:
        """Put the acts into a menu."""
        for text, act, key in (
            (self.tr("Page for the &patient\u2026"), lambda: self.show_page("patient"), "Ctrl+P"),
            (self.tr("Page for the &clinician\u2026"), lambda: self.show_page("clinician"), "Ctrl+Shift+P"),
            (self.tr("Picture of the &map\u2026"), self.pictures.ask_for_map, None),
            (self.tr("Picture of the p&ipe\u2026"), self.pictures.ask_for_pipe, None),
            (self.tr("Patient &window"), self.toggle_patient_window, "F9"),
        ):
            menu.addAction(new_action(self._window, text, act, key))

    def show_page(self, reader: Reader) -> None:
        """Open the page for one reader."""
        from nervemap.ui.page_dialog import PageDialog

        self.page = PageDialog(self._window, self._make_page, reader)
        self.page.destroyed.connect(lambda: setattr(self, "page", None))
        self.page.open()

    def toggle_patient_window(self) -> None:
        """Open the patient window, or close it."""
        if self.patient is not None:
            self.close_patient_window()
            return
        self.patient = patient = PatientWindow(self._atlas, self._body, self._theme.palette)
        self._theme.dress(patient)
        patient.destroyed.connect(lambda: self._forget(patient))
        self.patient.closed.connect(self._on_closed)
        self._theme.changed.connect(self.patient.map.show_palette)
        self._seen_marks = None
        self._show_patient()
        self.patient.show_on(self._window.screen())
        self.window_changed.emit(True)

    def close_patient_window(self) -> None:
        """Close the patient window where it is open."""
        if self.patient is not None:
            self.patient.close()

    def keep_in_sight(self) -> None:
        """The screens are others than before: the patient window stands where it would be opened now."""
        if self.patient is not None:
            self.patient.show_on(self._window.screen())

    def choose_parts(self, parts: frozenset[Part]) -> None:
        """What the patient window shows."""
        self._parts = parts
        self._seen_marks = None
        self._show_patient()

    def _on_window_gone(self) -> None:
        """The patient window goes along, and there is nobody left to tell."""
        if self.patient is not None:
            self.patient.closed.disconnect(self._on_closed)
            self.patient.close()

    def _forget(self, gone: PatientWindow) -> None:
        """It can go without being closed: when the program ends, whatever window goes first."""
        if self.patient is gone:
            self.patient = None

    def _on_closed(self) -> None:
        self.patient = None
        self.window_changed.emit(False)
        self._window.activateWindow()

    @property
    def _chosen(self) -> Followed | None:
        chosen = self._workspace.selection
        return Followed(chosen.side, chosen.nerve) if chosen.nerve else None

    def _make_page(self, reader: Reader, paper: Paper) -> Page:
        from nervemap.handout.page import Page

        case = self._workspace.case
        return Page(
            self._atlas,
            self._body,
            self._places(),
            case,
            reader,
            paper=paper,
            chosen=self._chosen,
            emergency=self._settings.emergency_number,
        )

    def _followed(self) -> Followed | None:
        case = self._workspace.case
        return followed_nerve(self._atlas, case, explain(self._atlas, case, self._places()), self._chosen)

    def _show_view(self) -> None:
        """The patient's map turns as the clinician's does, where that is wanted, once it comes to rest."""
        if self.patient is not None and "view" in self._parts:
            self.patient.map.show_like(self._map.view)

    def _show_patient(self) -> None:
        if self.patient is None:
            return
        case, places = self._workspace.case, self._places()
        explanation = explain(self._atlas, case, places)
        followed = followed_nerve(self._atlas, case, explanation, self._chosen)
        if "view" not in self._parts and case.marks != self._seen_marks:
            from nervemap.handout.page import best_views

            self.patient.map.show_view(best_views(self._body, case, followed)[0])
        self._seen_marks = case.marks
        words = patient_words(self._atlas, places, case, explanation, followed)
        self.patient.show_case(case, words, followed, self._parts)
        self._show_view()
