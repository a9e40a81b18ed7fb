"""The plumber's view: one nerve, or those of all marked areas, as pipes from the brain to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QMenu, QPushButton, QScrollArea, QStackedWidget, QWidget

from nervemap.case.case import Crimp
from nervemap.content.atlas import Atlas
from nervemap.content.model import Side
from nervemap.palette import Palette
from nervemap.reasoning.pipe import Branch, Pipe, branch_flows
from nervemap.reasoning.story import StoryStep, story
from nervemap.reasoning.wording import capital, lowered
from nervemap.ui.flow_row import FlowRow
from nervemap.ui.pipe_beside import SmallText
from nervemap.ui.pipe_canvas import PipeCanvas
from nervemap.ui.pipe_ends import PipeEnds
from nervemap.ui.pipe_physics import PhysicsPage, WhyPage
from nervemap.ui.pipe_says import PipeSays
from nervemap.ui.story_bar import StoryBar
from nervemap.ui.theme import GRID, TOUCH
from nervemap.ui.widgets import Choice, Heading, Text, column, tip

_LINES_FOR_LEGEND, _LINES_FOR_SENTENCE = 28, 20  # of text; where fewer fit, the pipe needs the room
_BESIDE = 22  # lines of text wide, from which words stand beside a single gauge


class _Note(SmallText):
    """Two lines beside buttons, as high as they are."""

    def sizeHint(self) -> QSize:
        words, wide = self.text().split(), self.fontMetrics().horizontalAdvance
        splits = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words)))
        width = min(max(wide(one), wide(other)) for one, other in splits) + 4
        return QSize(width, max(TOUCH, self.heightForWidth(width)))


class PipeView(QWidget):
    """The pipe, its story, and the pages that say what is behind it. It asks upward and shows what it is given."""

    crimp_requested = Signal(str, str)  # site id, grade
    kind_requested = Signal(str, str)  # site id, kind
    slid = Signal(str, str)  # site id, grade: more may follow until `slider_left`
    slider_left = Signal()
    site_requested = Signal(str)  # site id
    site_hovered = Signal(object)  # site id or None
    scope_requested = Signal(object)  # nerve | areas

    def __init__(self, atlas: Atlas, palette: Palette) -> None:
        super().__init__()
        self._atlas = atlas
        self._palette = palette
        self._pipe: Pipe | None = None
        self._side: Side = "right"
        self._crimps: Sequence[Crimp] = ()
        self._chosen = ""
        self._names: Mapping[str, str] = {}
        self.title = Heading("", step=13)
        caption = atlas.rules.flow.caption
        self.caption = _Note(capital(caption).rstrip(".") + ".", role="muted")
        self.nothing = Text(self.tr("Choose a nerve in the table or on the map."), role="muted")
        self.tabs = Choice(
            {"crimps": self.tr("Crimps"), "why": self.tr("Why"), "physics": self.tr("Physics")},
            name=self.tr("Page"),
            clearable=False,
            kind="page",
        )
        self.tabs.set_value("crimps")
        self.tabs.chosen.connect(self.show_page)
        self.scope = Choice(
            {"nerve": self.tr("Nerve"), "areas": self.tr("Areas")},
            name=self.tr("Pipes of"),
            clearable=False,
            kind="tight",
        )
        self.scope.chosen.connect(self.scope_requested)
        self.tell = QPushButton(self.tr("Story"))
        self.tell.setProperty("kind", "segment")
        self.tell.setToolTip(self.tr("Tell the story: one crimp after another"))
        self.tell.clicked.connect(self.tell_story)
        self.canvas = PipeCanvas(atlas, palette)
        self.canvas.crimp_requested.connect(self._on_crimp)
        self.canvas.kind_requested.connect(self.kind_requested)
        self.canvas.slid.connect(self.slid)
        self.canvas.slider_left.connect(self.slider_left)
        self.canvas.site_requested.connect(self.site_requested)
        self.canvas.site_hovered.connect(self.site_hovered)
        self.canvas.zoomed.connect(self._on_zoomed)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidget(self.canvas)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its rows have the keys, and bring themselves in sight
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.installEventFilter(self)
        self.fit = QPushButton(self.tr("Whole pipe"))
        self.fit.setToolTip(self.tr("Fit the whole pipe in again"))
        self.fit.clicked.connect(lambda: self._on_zoomed(1.0, 0))
        self.fit.hide()
        self.ends = PipeEnds(atlas, palette)
        self.says = PipeSays(atlas, palette)
        self.story = StoryBar(self.tr("The story of the pipe"))
        self.story.step_shown.connect(self._on_story_step)
        self.story.ended.connect(self._on_story_ended)
        self._pages: dict[str, QWidget] = {}
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        self._bar = QWidget()
        bar = FlowRow(gap=GRID, line_gap=GRID // 2)
        self._bar.setLayout(bar)
        beside: tuple[QWidget, ...] = (self.tabs, self.tell, self._show_button(), self.caption)
        for widget in beside:
            bar.addWidget(widget)
        # Over the pipe's upper left, so that the names have the whole height.
        self._head = QWidget(self.scroll_area.viewport())
        self._head.setAutoFillBackground(True)
        self._head_row = FlowRow(gap=GRID, line_gap=0)
        self._head.setLayout(self._head_row)
        self._head_row.setContentsMargins(3 * GRID, 0, 0, 0)
        over: tuple[QWidget, ...] = (self.title, self.scope, self.fit)
        for widget in over:
            self._head_row.addWidget(widget)
        self._foot = QFrame()
        self._foot.setProperty("kind", "foot")
        self._foot_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._foot)
        self._foot_row.setContentsMargins(3 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        for part in (self.ends, self.says):
            self._foot_row.addWidget(part, 1)
        self._crimps_page = QWidget()
        page = column(self._crimps_page, gap=0)
        page.addWidget(self.scroll_area, 1)
        page.addWidget(self.story)
        page.addWidget(self._foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._crimps_page)
        self._empty = QWidget()
        empty = column(self._empty)
        empty.addWidget(Heading(self.tr("The nerve as a pipe"), step=16))
        empty.addWidget(self.nothing)
        empty.addStretch()
        layout = column(self, gap=0)
        for widget in (self._bar, self._empty):
            widget.setContentsMargins(3 * GRID, GRID, 0, GRID // 2)
            layout.addWidget(widget)
        layout.addWidget(self._stack, 1)

    def _show_button(self) -> QPushButton:
        button = QPushButton(self.tr("Show"))
        button.setProperty("kind", "segment")
        menu = QMenu(button)
        self.moving = menu.addAction(self.tr("Movement along the pipe"))
        self.moving.setCheckable(True)
        self.moving.toggled.connect(self.canvas.set_moving)
        menu.addSeparator()
        routes = QActionGroup(menu)
        for id_, route in self._atlas.routes.items():
            action = menu.addAction(self.tr("Nerve cells: {name}").format(name=route.name.lower()))
            action.setCheckable(True)
            action.setChecked(self.canvas.route is route)
            action.setToolTip(tip(self._atlas.claims[route.claim].text))
            action.triggered.connect(lambda _=False, id_=id_: self.canvas.show_route(self._atlas.routes[id_]))
            routes.addAction(action)
        menu.setToolTipsVisible(True)
        button.setMenu(menu)
        return button

    # ---- what it is given ---------------------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """The empty state: says what to do next."""
        self._pipe = None
        self.story.stop()
        self._bar.hide()
        self._stack.hide()
        self._empty.show()

    def show_pipe(
        self,
        pipe: Pipe,
        side: Side,
        crimps: Sequence[Crimp],
        *,
        chosen: str,
        names: Mapping[str, str] | None = None,
        scope: str | None = None,
    ) -> None:
        """Show a pipe.

        Args:
            pipe, side: whose it is.
            crimps: those of the case.
            chosen: the nerve that is selected.
            names: by nerve, what its end is called (the areas that it was taken for).
            scope: `nerve` or `areas`, None where there is nothing to choose between.
        """
        if self.story.is_told and (pipe is not self._pipe or side != self._side or list(crimps) != list(self._crimps)):
            self.story.stop()
        self._pipe, self._side, self._crimps, self._chosen = pipe, side, tuple(crimps), chosen
        self._names = names or {}
        self.title.setText(self._title())
        self.scope.setVisible(scope is not None)
        if scope:
            self.scope.set_value(scope)
        self._empty.hide()
        self._bar.setVisible(not self.story.is_told)
        self._stack.show()
        if not self.story.is_told:
            self._show_case()

    def show_selection(self, site: str | None) -> None:
        """Show which site is selected; one that is newly selected comes into view."""
        is_new = site != self.canvas.selected
        self.canvas.show_selection(site)
        self._show_words()
        if is_new and site in self.canvas.rows.by_site:
            self.scroll_area.ensureWidgetVisible(self.canvas.rows.by_site[site])

    def show_hover(self, site: str | None) -> None:
        """Light a site that lies under the pointer elsewhere."""
        self.canvas.show_hover(site)

    def show_page(self, page: str) -> None:
        """Turn to the crimps, to why a nerve gets sensitive, or to honest physics."""
        self.story.stop()
        if page not in self._pages and page != "crimps":
            made = WhyPage(self._atlas) if page == "why" else PhysicsPage(self._atlas, self._palette)
            self._pages[page] = made
            self._stack.addWidget(made)
        self._stack.setCurrentWidget(self._pages.get(page, self._crimps_page))
        self.tabs.set_value(page)

    def apply_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        self.canvas.apply_palette(palette)
        self.ends.apply_palette(palette)
        self.says.apply_palette(palette)
        physics = self._pages.get("physics")
        if isinstance(physics, PhysicsPage):
            physics.apply_palette(palette)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Nothing moves by itself."""
        self.story.set_reduced_motion(reduced)
        self.moving.setEnabled(not reduced)
        if reduced:
            self.moving.setChecked(False)

    def tell_story(self) -> None:
        """Tell it of the chosen nerve, or of the first end."""
        if self._pipe is not None:
            self.show_page("crimps")
            self._bar.hide()  # the room is the pipe's
            self.story.tell(story(self._atlas, self._branch(), self._side, self._crimps))

    # ---- inside ---------------------------------------------------------------------------------------------------

    def _branch(self) -> Branch:
        assert self._pipe is not None
        branches = self._pipe.branches
        return next((one for one in branches if one.nerve == self._chosen), branches[0])

    def _title(self) -> str:
        assert self._pipe is not None
        sides = {"left": self.tr("Left"), "right": self.tr("Right")}
        if len(self._pipe.branches) > 1:
            return self.tr("{side}: marked areas").format(side=sides[self._side])
        name = self._atlas.nerves[self._pipe.branches[0].nerve].name
        return self.tr("{side} {nerve}").format(side=sides[self._side], nerve=lowered(name))

    def _show_words(self) -> None:
        """What is said of the kind of crimp at the selected site, or what kinds there are; the caption in a story."""
        row = self.canvas.rows.by_site.get(self.canvas.selected or "")
        kind = self._atlas.crimp_kinds[row.kind].text if row and row.kind else ""
        sentence = self.caption.text() if self.story.is_told else kind
        self.says.show_sentence(sentence)
        line = self.fontMetrics().height()
        self.says.setVisible(self.height() > line * (_LINES_FOR_SENTENCE if sentence else _LINES_FOR_LEGEND))
        single = self._pipe is not None and len(self._pipe.branches) == 1
        beside = single and self.width() > _BESIDE * line
        self._foot_row.setSpacing(2 * GRID if beside else GRID)
        way = QBoxLayout.Direction
        self._foot_row.setDirection(way.LeftToRight if beside else way.TopToBottom)

    def _show_case(self) -> None:
        if self._pipe is not None:
            self._show(self._crimps)

    def _show(self, crimps: Sequence[Crimp]) -> None:
        assert self._pipe is not None
        flows = branch_flows(self._atlas.rules.flow, self._pipe, crimps, self._side)
        self.canvas.show_pipe(self._pipe, crimps, self._side, flows, self._chosen, told=self.story.is_told)
        self._place_head()
        nerves = [branch.nerve for branch in self._pipe.branches]
        names = [self._names.get(nerve, self._atlas.nerves[nerve].name) for nerve in nerves]
        self.ends.show_flows(names if len(names) > 1 else [self.tr("Comes through")], flows)
        self._show_words()

    def _on_story_ended(self) -> None:
        self._bar.setVisible(self._pipe is not None)
        self._show_case()

    def _on_story_step(self, step: StoryStep) -> None:
        self._show(step.crimps)
        self.show_selection(step.site)

    def _on_crimp(self, site: str, grade: str) -> None:
        self.story.stop()
        self.crimp_requested.emit(site, grade)

    def _on_zoomed(self, zoom: float, at: float) -> None:
        """Lengthen or shorten the pipe; what lies under the pointer stays there."""
        bar = self.scroll_area.verticalScrollBar()
        above = at - bar.value()
        share = at / max(self.canvas.height(), 1)
        self.canvas.set_zoom(zoom)
        self.canvas.resize(self.canvas.width(), max(self.canvas.minimumHeight(), self.scroll_area.viewport().height()))
        bar.setMaximum(max(0, self.canvas.height() - self.scroll_area.viewport().height()))
        bar.setValue(round(share * self.canvas.height() - above))
        self._place_head()

    def _place_head(self) -> None:
        """The head reaches as far as the names; the pipe begins below it."""
        if self._pipe is None:
            return
        width = self.canvas.columns.rows - GRID
        self.fit.setVisible(self.canvas.zoom > 1)
        room = width - 3 * GRID
        self.title.setFixedWidth(min(room, self.title.fontMetrics().horizontalAdvance(self.title.text()) + 2))
        self.title.setFixedHeight(max(TOUCH, self.title.heightForWidth(self.title.width())))  # in line with buttons
        height = self._head_row.heightForWidth(width)
        self._head.setGeometry(0, 0, width, height)
        self._head.raise_()
        self.canvas.set_head(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._show_words()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place_head()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("+", "="):
            self._on_zoomed(self.canvas.zoom * 1.25, self.scroll_area.verticalScrollBar().value())
        elif event.text().lower() == "f":
            self._on_zoomed(1.0, 0)
        elif event.text() == "-":
            self._on_zoomed(self.canvas.zoom * 0.8, self.scroll_area.verticalScrollBar().value())
        else:
            super().keyPressEvent(event)
