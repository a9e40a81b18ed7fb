"""The case as a file on the desk: new, open, save, kept while working, asked for before it is left.

Nothing waits in a dialog: every question is asked beside the work and goes on from its answer. What is on the table is
compared with what was saved; work in progress is kept within half a second, never in the file itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow

from nervemap.case import commands, recent
from nervemap.case.autosave import Autosave, Left, drop, left_behind
from nervemap.case.case import Case, Mark
from nervemap.case.disk import Lock
from nervemap.case.file import ENDING, CaseFileError, Document, file_digest, proposed_name, read_case, write_case
from nervemap.case.workspace import Change, Selection, Workspace
from nervemap.content.atlas import Atlas
from nervemap.ui.beside import Beside
from nervemap.ui.saving import ask, tell

KEEP_AFTER = 400  # ms from an act to its being kept
Act = Callable[[], None]


class CaseController(QObject):
    """Knows which file the case on the table belongs to, and whether it differs from it."""

    opened = Signal()  # another case is on the table
    state_changed = Signal()

    def __init__(self, window: QMainWindow, atlas: Atlas, workspace: Workspace) -> None:
        super().__init__(window)
        self._window = window
        self._atlas = atlas
        self._workspace = workspace
        self._path: Path | None = None
        self._document = Document(case=workspace.case)
        self._base: str | None = None
        self._lock: Lock | None = None
        self._leaving = False
        self._autosave = Autosave()
        self._keeping: Beside | None = None
        self._not_kept = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER)
        self._timer.timeout.connect(lambda: self._timer.start() if self._keeping else self._keep_beside())
        workspace.on_change(self._on_change)
        self._show_state()

    # ---- what is on the table -----------------------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The file of the case; None while it has none."""
        return self._path

    @property
    def modified(self) -> bool:
        """Whether there is something to save."""
        case = self._workspace.case
        return case != self._document.case and not (self._path is None and case == Case())

    @property
    def state(self) -> str:
        """One sentence on where the case stands."""
        if self._not_kept:
            return self._not_kept
        if self._document.newer:
            return self.tr("Written by a newer nervemap: it can be looked at, not saved.")
        if self._path is None:
            return self.tr("Not saved in a file yet.") if self.modified else self.tr("Nothing to save.")
        if self._lock is None:
            return self.tr("{file}: open in another window too; save under another name.").format(file=self._path.name)
        if self.modified:
            return self.tr("{file}: changed since it was saved.").format(file=self._path.name)
        return self.tr("{file}: saved.").format(file=self._path.name)

    @property
    def can_be_saved(self) -> bool:
        """Whether this program knows all that a file of the case holds."""
        return not self._document.newer

    def begin(self, path: Path | None) -> None:
        """What the program does first: open a file, and offer what another window left behind."""
        if path is not None:
            self.open(path)
        left = [one for one in left_behind(self._atlas) if not one.aside]
        if left and not self.modified:
            self._offer(left)

    # ---- acts ---------------------------------------------------------------------------------------------------

    def new(self) -> None:
        """An empty case."""
        self._replace(Case(), self.tr("a new case"))

    def example(self) -> None:
        """The example case, in our own words."""
        one = self._atlas.example
        marks = tuple(
            Mark(side=m.side, region=m.region, t=m.t, theta=m.theta, qualities=m.qualities, intensity=m.intensity)
            for m in one.marks
        )
        case = Case(label=one.title, marks=marks, signs=dict(one.signs))
        self._replace(case, self.tr("the example case"))

    def ask_what_to_open(self) -> None:
        """Let the person choose a file."""
        self._when_safe(lambda: self._choose(QFileDialog.AcceptMode.AcceptOpen, self._open_now))

    def open(self, path: Path) -> None:
        """Open a file, when nothing is lost by it."""
        self._when_safe(lambda: self._open_now(path))

    def take_up(self, left: Left) -> None:
        """Go on with work that was put aside, when nothing is lost by it."""
        self._when_safe(lambda: self._take_up(left))

    def save(self, then: Act | None = None) -> None:
        """Save into the file of the case, or ask for one."""
        if self._document.newer:
            self._tell(self.state)
        elif (path := self._path) is None or self._lock is None:
            self.save_as(then)
        elif file_digest(path) not in (self._base, None):
            self._ask(
                self.tr("{file} was changed by another program since it was opened.").format(file=path.name),
                self.tr("Saving puts your case in its place. The other version is kept beside it as {file}~.").format(
                    file=path.name
                ),
                {
                    self.tr("Save mine"): lambda: self._write(path, then),
                    self.tr("Save under another name"): lambda: self.save_as(then),
                },
            )
        else:
            self._write(path, then)

    def save_as(self, then: Act | None = None) -> None:
        """Save into a file that the person chooses."""
        if self._document.newer:
            self._tell(self.state)
            return
        self._choose(QFileDialog.AcceptMode.AcceptSave, lambda path: self._save_to(path, then))

    def on_close(self, event: QCloseEvent) -> None:
        """Let the window go only when nothing is lost by it."""
        if self.modified and not self._leaving:
            event.ignore()
            self._when_safe(self._leave)
            return
        self._timer.stop()
        self._kept.forget()
        self._free()

    def keep(self) -> bool:
        """Keep the work in progress now; False where it can't be kept."""
        self._keep_beside()
        if self._keeping:
            self._keeping.finish()
        return not self._not_kept

    def _keep_beside(self) -> None:
        """Keep the work as it is now, written in a thread of its own."""
        self._timer.stop()
        kept, path, base = self._kept, self._path, self._base
        if not self.modified:
            kept.forget()
            return
        document = msgspec.structs.replace(self._document, case=self._workspace.case)

        def work() -> OSError | CaseFileError | None:
            try:
                kept.keep(document, path, base)
            except (OSError, CaseFileError) as error:
                return error
            return None

        self._keeping = Beside(self, work, self._on_kept)

    def _on_kept(self, error: OSError | CaseFileError | None) -> None:
        self._keeping, before = None, self._not_kept
        why = error.strerror if isinstance(error, OSError) else ""
        words = self.tr("Work in progress can't be kept ({why}); save often.").format(why=why)
        self._not_kept = words if error else ""
        if self._not_kept != before:
            self.state_changed.emit()

    @property
    def _kept(self) -> Autosave:
        """What is kept; nothing is being written any more."""
        if self._keeping:
            self._keeping.finish()
        return self._autosave

    # ---- how they are done --------------------------------------------------------------------------------------

    def _replace(self, case: Case, title: str) -> None:
        """Put another case in the place of this one.

        One that was never saved is put aside and comes back by undo; one that has a file is left only when it is safe.
        """
        if self._path is not None:
            self._when_safe(lambda: self._start(Document(case=case)))
            return
        if self.modified:
            try:
                self._kept.put_aside(msgspec.structs.replace(self._document, case=self._workspace.case))
            except (OSError, CaseFileError) as error:
                self._tell(self.tr("This case can't be put aside; save it first."), str(error))
                return
        self._document = Document(case=case)
        self._workspace.do(commands.open_case(case, title))
        self._workspace.select(Selection())
        self._show_state()
        self.opened.emit()

    def _open_now(self, path: Path) -> None:
        try:
            document, base = read_case(path, self._atlas)
            lock = Lock.of_file(path)
            mine = path == self._path or lock.take()
        except CaseFileError as error:
            self._tell(self.tr("This file can't be opened."), str(error))
            return
        if path == self._path:
            lock = self._lock or lock
            self._lock = None
        self._start(document, path, base, lock if mine else None)
        recent.remember(path)
        if document.newer:
            self._tell(self.state, self.tr("Nothing in the file is changed."))
        elif not mine:
            self._tell(
                self.tr("{file} is open in another window.").format(file=path.name),
                self.tr("You can look at it here, and save it under another name."),
            )

    def _start(
        self, document: Document, path: Path | None = None, base: str | None = None, lock: Lock | None = None
    ) -> None:
        self._free()
        self._kept.forget()
        self._path, self._document, self._base, self._lock = path, document, base, lock
        self._workspace.start(document.case)
        self._show_state()
        self.opened.emit()

    def _save_to(self, chosen: Path, then: Act | None) -> None:
        """Save under a chosen name; the dialog has asked about that name, not about the one with an ending."""
        path = chosen if chosen.suffix == ENDING else chosen.with_name(chosen.name + ENDING)
        if path == chosen or not os.path.exists(path):  # unlike Path's, also False where nobody may look
            self._write(path, then)
            return
        self._ask(
            self.tr("{file} is there already.").format(file=path.name),
            self.tr("Saving puts your case in its place. The other version is kept beside it as {file}~.").format(
                file=path.name
            ),
            {self.tr("Replace it"): lambda: self._write(path, then)},
        )

    def _write(self, path: Path, then: Act | None) -> None:
        case = self._workspace.case
        document = msgspec.structs.replace(self._document, case=case)
        lock = self._lock if path == self._path and self._lock else Lock.of_file(path)
        if not lock.take():
            self._tell(self.tr("{file} is open in another window; choose another name.").format(file=path.name))
            return
        try:
            base = write_case(path, document)
        except CaseFileError as error:
            if lock is not self._lock:
                lock.free()
            self._tell(self.tr("The case is not saved."), str(error))
            return
        if lock is not self._lock:
            self._free()
        self._path, self._document, self._base, self._lock = path, document, base, lock
        self._workspace.end_stretch()
        self._workspace.stay_with_this_case()
        self._kept.forget()
        self._timer.stop()
        recent.remember(path)
        for left in left_behind(self._atlas):
            if left.aside and left.document.case == case:
                drop(left)
        self._show_state()
        if then is not None:
            then()

    def _leave(self) -> None:
        self._leaving = True
        self._window.close()

    def _free(self) -> None:
        if self._lock is not None:
            self._lock.free()
            self._lock = None

    def _offer(self, left: list[Left]) -> None:
        one, *others = left
        name = one.document.case.label or (one.file.name if one.file else self.tr("a case without a label"))
        self._ask(
            self.tr("Work that was not saved was found: {name}").format(name=name),
            self.tr("It was kept on {when}, when the window closed unexpectedly.").format(when=when(one)),
            {
                self.tr("Take it up"): lambda: self._take_up(one),
                self.tr("Throw it away"): lambda: self._throw_away(one, others),
            },
            self.tr("Not now"),
        )

    def _throw_away(self, one: Left, others: list[Left]) -> None:
        drop(one)
        if others:
            self._offer(others)

    def _take_up(self, left: Left) -> None:
        if left.file is not None and os.path.isfile(left.file):
            self._open_now(left.file)
        if left.file is None or self._path != left.file:
            self._start(Document(case=Case(), raw=left.document.raw))
        else:
            self._base = left.base
        self._workspace.do(commands.recover(left.document.case))
        if self.keep():
            drop(left)
        self.opened.emit()

    # ---- questions ----------------------------------------------------------------------------------------------

    def _when_safe(self, act: Act) -> None:
        """Do an act that leaves the case, after asking what becomes of what was not saved."""
        if not self.modified:
            act()
            return
        name = self._workspace.case.label or (self._path.name if self._path else self.tr("this case"))
        self._ask(
            self.tr("Save the changes to {name}?").format(name=name),
            self.tr("Without saving they are lost."),
            {self.tr("Save"): lambda: self.save(act), self.tr("Don't save"): lambda: self._let_go(act)},
        )

    def _let_go(self, act: Act) -> None:
        self._kept.forget()
        act()

    def _ask(self, text: str, more: str, answers: dict[str, Act], otherwise: str = "") -> None:
        ask(self._window, text, more, answers, otherwise or self.tr("Cancel"))

    def _tell(self, text: str, more: str = "") -> None:
        tell(self._window, text, more).open()

    def _choose(self, mode: QFileDialog.AcceptMode, then: Callable[[Path], None]) -> None:
        saving = mode == QFileDialog.AcceptMode.AcceptSave
        dialog = QFileDialog(self._window, self.tr("Save the case") if saving else self.tr("Open a case"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(mode)
        dialog.setNameFilters([self.tr("Cases (*{ending})").format(ending=ENDING), self.tr("All files (*)")])
        dialog.setDefaultSuffix(ENDING.lstrip("."))
        dialog.setDirectory(str(self._path.parent if self._path else Path.home()))
        if saving:
            dialog.selectFile(self._path.name if self._path else proposed_name(self._workspace.case.label))
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()

    # ---- what is shown ------------------------------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        if change == "case":
            self._show_state()
            if not self._timer.isActive():
                self._timer.start()

    def _show_state(self) -> None:
        name = self._path.name if self._path else self._workspace.case.label or self.tr("new case")
        self._window.setWindowTitle(f"{name.replace('[*]', '[*][*]')}[*] \u2013 nervemap")
        self._window.setWindowModified(self.modified)
        self.state_changed.emit()


def when(left: Left) -> str:
    """Day and time, as they were where it was kept."""
    return left.saved[:16].replace("T", " ")
