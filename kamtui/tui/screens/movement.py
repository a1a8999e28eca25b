"""The portfolio over time: accounts per tier by month, the flow between two days, who moved and why, who rises."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.domain import fields, periods
from kamtui.domain.counterfactuals import Driver
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.render.explained import driver
from kamtui.render.text import clean, fit, wrap
from kamtui.store import accounts, tiers
from kamtui.store.explanations import Moved
from kamtui.store.journal import Changed
from kamtui.store.tiers import TierDecision
from kamtui.store.timelines import Riser, rising
from kamtui.tui.keygroups import FIND, LOOK, MOVE
from kamtui.tui.movementcharts import Charts, kinds, named
from kamtui.tui.movercolumns import MoverRow, columns
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import Line
from kamtui.tui.tierpast import Flow, TierPast
from kamtui.tui.widgets.cellpicker import CellPicker
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

SPANS = {"month": 1, "quarter": 3, "year": 12}
"""What `s` goes through: how far apart the two days are, in months."""

DRIVERS = 3
"""How many things that moved a score are named."""

TALL = 30
"""Lines from which the reason of the mover at the cursor may take two."""

RISING = 50
"""Accounts that the list of rising ones shows."""


class MovementPage(Deciding, Touching):
    """Charts above, the movers below; `[` and `]` step through the months, Tab goes to the matrix and back."""

    AUTO_FOCUS = "RowList"

    KEYS: ClassVar[Sequence[str]] = ("walk.previous", "walk.next", "movement.span", "movement.day", "movement.rising")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "step(-1)", "earlier", id="walk.previous", group=MOVE),
        Binding("right_square_bracket", "step(1)", "later", id="walk.next", group=MOVE),
        Binding("s", "span", "span", id="movement.span", group=FIND, tooltip="Compare over a month, quarter, year"),
        Binding("slash,f3", "day", "go to a day", id="movement.day", group=FIND),
        Binding("f", "rising", "rising", id="movement.rising", group=FIND, tooltip="Who rises, or who moved"),
        Binding("tab,shift+tab", "pane", "matrix", id="movement.pane", group=LOOK, tooltip="Choose a cell, or a row"),
    ]

    DEFAULT_CSS = """
    MovementPage #detail { height: 2; }
    """

    upper = getters.query_one("#upper", CellPicker)
    detail = getters.query_one("#detail", Lines)
    shown = getters.query_one(RowList)

    def __init__(self) -> None:
        super().__init__()
        self._last: dt.date | None = None
        self._span = "year"
        self._past: TierPast | None = None
        self._flow: Flow | None = None
        self._moved_by: dict[dt.date, Moved] = {}
        """Last day -> what moved scores up to it."""
        self._risers: dict[int, Riser] | None = None
        """Of the two days; None while the list is of those who moved."""
        self._kinds: list[Tier | None] = []
        """The rows and columns of the matrix; None is "no tier yet"."""

    def body(self) -> Iterable[Widget]:
        yield CellPicker(id="upper")
        yield RowList(
            self, columns(self.today, self.glyphs), empty="nobody moved between these days", glyphs=self.glyphs
        )
        yield Lines(id="detail")

    def on_mount(self) -> None:
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The accounts of the chosen cell, else the movers, those that moved to or from key first."""
        flow, cell = self._moved(), self.upper.cell
        if self._risers is not None:
            return array("q", self._risers)
        if cell is None:
            return array("q", (mover.account_id for mover in flow.movement.movers if mover.before is not None))
        row, column = cell
        rows = self._kinds[row : row + 1] or self._kinds
        columns = self._kinds[column : column + 1] or self._kinds
        return array("q", flow.accounts(rows, columns))

    def rows(self, ids: Sequence[int]) -> list[MoverRow]:
        flow, conn = self._moved(), self.book.conn
        first, last = flow.movement.first, flow.movement.last
        result = []
        for row in accounts.rows(conn, ids):
            between = [found for found in tiers.history(conn, row.id) if first < found.on <= last]
            riser = None if self._risers is None else self._risers.get(row.id)
            result.append(MoverRow(row.id, row, flow.pair(row.id), between[-1] if between else None, riser))
        return result

    def targets(self) -> list[int]:
        return self.shown.chosen

    def trail(self) -> array[int]:
        return self.shown.ids

    def stand_on(self, account: int) -> None:
        self.shown.select(account)

    def advance(self) -> None:
        self.shown.action_move(1)

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or changed.tables & {"tier_decision", "account", "policy"}:
            self._past = None
            self._draw()

    def let_go(self) -> bool:
        if super().let_go():
            return True
        if self._risers is not None:
            self.action_rising()
            return True
        if self.upper.cell is not None:
            self.upper.choose(None)
            self.set_focus(self.shown, scroll_visible=False)
            return True
        return False

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self._show_detail(event.key)

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        await self.app.push_screen(AccountPage(event.key, trail=self.shown.ids, tab="tier"), self._came_back)

    def on_cell_picker_chosen(self) -> None:
        self._risers = None
        self._draw()
        self.shown.action_edge(-1)

    def on_cell_picker_opened(self) -> None:
        self.set_focus(self.shown, scroll_visible=False)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_step(self, months: int) -> None:
        """Step through the months."""
        day = periods.month_end(periods.add_months(self._day, months))
        if months > 0 and self._last is None:
            self.tell(t("this is today"), "warn")
        self._last = None if day >= self.today else day
        self._draw()

    def action_span(self) -> None:
        """Compare with a month, a quarter or a year before."""
        names = list(SPANS)
        self._span = names[(names.index(self._span) + 1) % len(names)]
        self._draw()

    def action_rising(self) -> None:
        """List the accounts that rise but are not key, or those that moved."""
        self._risers = {} if self._risers is None else None
        self._draw()
        self.shown.action_edge(-1)

    def action_pane(self) -> None:
        """Go to the matrix, whose cells are chosen with the arrow keys, or back to the list."""
        if self.focused is self.shown and self._kinds:
            self.set_focus(self.upper, scroll_visible=False)
            if self.upper.cell is None:
                self.upper.choose((0, 0))
        else:
            self.set_focus(self.shown, scroll_visible=False)

    @work
    async def action_day(self) -> None:
        """Show the book as of a day."""
        text = await self.bottom.ask(t("as of:"))
        if text and text.strip():
            try:
                day = fields.date(text, self.today)
            except BadInput as error:
                self.tell(str(error), "error")
            else:
                self._last = day if day < self.today else None
                self._draw()

    # -- inside ----------------------------------------------------------------------------------------------------

    @property
    def _day(self) -> dt.date:
        return self._last or self.today

    def _moved(self) -> Flow:
        if self._flow is None:
            first = periods.add_months(self._day, -SPANS[self._span])
            if self._day == periods.month_end(self._day):
                first = periods.month_end(first)
            self._flow = Flow(self._read(), first, self._day)
        return self._flow

    def _read(self) -> TierPast:
        if self._past is None:
            self._past = TierPast(self.book.conn)
        return self._past

    def _draw(self) -> None:
        if not self.size.width:
            return
        self._flow = None
        flow = self._moved().movement
        self._moved_by = {}
        if self._risers is not None:
            found = rising(self.book.conn, flow.first, flow.last).risers[:RISING]
            self._risers = {riser.account_id: riser for riser in found}
        lines = self._charts()
        self.upper.styles.height = len(lines)
        self.upper.show(lines)
        self.detail.styles.height = 3 if self.size.height >= TALL else 2
        self.shown.forget_all()
        self.shown.reload()
        self._show_detail(self.shown.cursor)
        self._show_title()

    def _show_title(self) -> None:
        flow, glyphs = self._moved().movement, self.glyphs
        ups = sum(mover.is_up for mover in flow.movers if mover.before is not None)
        downs = sum(not mover.is_up for mover in flow.movers if mover.before is not None)
        self.title_line.set(
            screen=t("MOVEMENT"),
            about=f"{flow.first} {glyphs.arrow} {flow.last}",
            progress=f"{glyphs.up}{ups} {glyphs.down}{downs}",
            filter=self._cell_named(),
            who=self.book.who,
        )

    def _cell_named(self) -> str | None:
        if self._risers is not None:
            return t("rising, not key ({count})", count=len(self._risers))
        if self.upper.cell is None:
            return None
        names = [*(named(kind) for kind in self._kinds), t("all")]
        row, column = self.upper.cell
        return f"{names[row]} {self.glyphs.arrow} {names[column]} ({len(self.shown.ids)})"

    def _show_detail(self, key: int | None) -> None:
        """Why the account at the cursor moved: the whole reason, and what moved its score between the two days."""
        row = None if key is None else self.shown.row(key)
        if row is None:
            self.detail.show([])
            return
        room, cells = 2 if self.size.height >= TALL else 1, self.size.width - 2
        lines = [] if row.decision is None else wrap(self._decided(row.decision), cells)[:room]
        found = self._drivers(row)
        if found:
            lines.append(fit(t("score: {drivers}", drivers=", ".join(map(driver, found[:DRIVERS]))), cells))
        self.detail.show([[(f" {line}", "muted")] for line in lines])

    def _drivers(self, row: MoverRow) -> Sequence[Driver]:
        """What moved the score of an account up to the day its tier was decided; of a riser up to the last day."""
        flow = self._moved().movement
        last = row.decision.on if row.decision is not None and row.riser is None else flow.last
        return self._moved_by.setdefault(last, Moved(self.book.conn, flow.first, last)).by([row.id]).get(row.id, ())

    def _decided(self, decision: TierDecision) -> str:
        return f"{decision.on} {clean(decision.decided_by)}: {clean(decision.reason) or self.glyphs.dash}"

    def _charts(self) -> list[Line]:
        charts = Charts(self.book.conn, self._read(), self.today, self.size.width - 2, self.glyphs)
        counts = self._moved().movement.counts
        self._kinds = kinds(counts)
        self.upper.set_size(len(self._kinds) + 1)
        return charts.lines(self._day, counts, self._kinds, self.upper.cell)

    def _came_back(self, account: int | None) -> None:
        if account is not None:
            self.shown.select(account)
