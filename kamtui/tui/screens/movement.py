"""The portfolio over time: accounts per tier by month, the flow between two days, who moved."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.domain import fields, periods
from kamtui.domain.movement import Movement, Mover, counts_by_day, movement
from kamtui.domain.tiers import Tier
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.chart import TierCounts, matrix, multiples
from kamtui.store import accounts, tiers
from kamtui.store.accounts import AccountRow
from kamtui.store.journal import Changed
from kamtui.tui.keygroups import FIND, MOVE
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.acting import Acting
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

MONTHS = 24

SPANS = {"month": 1, "quarter": 3, "year": 12}
"""What `s` goes through: how far apart the two days are, in months."""


class MoverRow(NamedTuple):
    """An account that moved, with the decision behind it."""

    id: int
    account: AccountRow
    mover: Mover
    on: dt.date | None
    reason: str


class MovementPage(Acting):
    """Charts above, the movers below; `[` and `]` step through the months."""

    KEYS: ClassVar[Sequence[str]] = ("walk.previous", "walk.next", "movement.span", "movement.day")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "step(-1)", "earlier", id="walk.previous", group=MOVE),
        Binding("right_square_bracket", "step(1)", "later", id="walk.next", group=MOVE),
        Binding("s", "span", "month, quarter, year", id="movement.span", group=FIND),
        Binding("slash,f3", "day", "go to a day", id="movement.day", group=FIND),
    ]

    DEFAULT_CSS = """
    MovementPage #upper { height: 10; }
    """

    upper = getters.query_one("#upper", Lines)
    shown = getters.query_one(RowList)

    def __init__(self) -> None:
        super().__init__()
        self._last: dt.date | None = None
        self._span = "year"
        self._flow: Movement | None = None

    def body(self) -> Iterable[Widget]:
        yield Lines(id="upper")
        yield RowList(self, self._columns(), empty=t("nobody moved between these days"), glyphs=self.app.glyphs)

    def on_mount(self) -> None:
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The movers between the two days, those that moved to or from key first."""
        flow = self._movement()
        return array("q", (mover.account_id for mover in flow.movers if mover.before is not None))

    def rows(self, ids: Sequence[int]) -> list[MoverRow]:
        flow = self._movement()
        movers = {mover.account_id: mover for mover in flow.movers}
        result = []
        for row in accounts.rows(self.app.book.conn, ids):
            taken = [d for d in tiers.history(self.app.book.conn, row.id) if flow.first < d.on <= flow.last]
            decision = taken[-1] if taken else None
            mover = movers[row.id]
            result.append(
                MoverRow(row.id, row, mover, decision.on if decision else None, decision.reason if decision else "")
            )
        return result

    def targets(self) -> list[int]:
        return self.shown.chosen

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or changed.tables & {"tier_decision", "account"}:
            self._draw()

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_step(self, months: int) -> None:
        """Step through the months."""
        day = periods.month_end(periods.add_months(self._day, months))
        self._last = None if day >= self.today else day
        self._draw()

    def action_span(self) -> None:
        """Compare with a month, a quarter or a year before."""
        names = list(SPANS)
        self._span = names[(names.index(self._span) + 1) % len(names)]
        self._draw()

    @work
    async def action_day(self) -> None:
        """Show the book as of a day."""
        text = await self.bottom.ask(t("as of:"))
        if text and text.strip():
            try:
                self._last = min(fields.date(text, self.today), self.today)
            except BadInput as error:
                self.app.say(str(error), "error")
            self._draw()

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        await self.app.push_screen(AccountPage(event.key, trail=self.shown.ids, tab="tier"))

    # -- inside ----------------------------------------------------------------------------------------------------

    @property
    def _day(self) -> dt.date:
        return self._last or self.today

    def _movement(self) -> Movement:
        if self._flow is None:
            first = periods.add_months(self._day, -SPANS[self._span])
            conn = self.app.book.conn
            self._flow = movement(first, self._day, tiers.of_all(conn, first), tiers.of_all(conn, self._day))
        return self._flow

    def _draw(self) -> None:
        if not self.size.width:
            return
        self._flow = None
        flow = self._movement()
        lines = [*self._multiples(), [], *self._matrix(flow)]
        self.upper.styles.height = len(lines)
        self.upper.show(lines)
        self.shown.forget_all()
        self.shown.reload()
        ups = sum(mover.is_up for mover in flow.movers if mover.before is not None)
        downs = sum(not mover.is_up for mover in flow.movers if mover.before is not None)
        glyphs = self.app.glyphs
        self.title_line.set(
            screen=t("MOVEMENT"),
            about=f"{flow.first} {glyphs.arrow} {flow.last}",
            progress=f"{glyphs.up}{ups} {glyphs.down}{downs}",
            who=self.app.book.who,
        )

    def _multiples(self) -> list[Line]:
        start = periods.month_start(periods.add_months(self._day, -MONTHS + 1))
        days = sorted({*periods.month_ends(start, self._day), self._day})[-MONTHS:]
        conn = self.app.book.conn
        before = [(start, account, tier) for account, tier in tiers.of_all(conn, start - dt.timedelta(days=1)).items()]
        later = [
            (found.on, found.account_id, found.tier)
            for found in tiers.between(conn, start - dt.timedelta(days=1), self._day)
        ]
        held = counts_by_day(days, [*before, *later])
        series = [
            TierCounts(tier, [held[day][tier] for day in days]) for tier in Tier if any(held[day][tier] for day in days)
        ]
        return _indented(multiples(series, self.size.width - 2, self.app.glyphs))

    def _matrix(self, flow: Movement) -> list[Line]:
        held = [tier for tier in Tier if any(tier in pair for pair in flow.counts)]
        kinds: list[Tier | None] = [*held, *([None] if any(None in pair for pair in flow.counts) else [])]
        labels = [format.tier_word(kind) if kind else t("new") for kind in kinds]
        counts = [[flow.counts.get((before, after), 0) for after in kinds] for before in kinds]
        return _indented(matrix(counts, labels, self.size.width - 2, self.app.glyphs, ranked=len(held)))

    def _columns(self) -> list[Column[MoverRow]]:
        glyphs, today = self.app.glyphs, self.today

        def move(row: MoverRow) -> list[Bit]:
            sign = (glyphs.up, "up") if row.mover.is_up else (glyphs.down, "down")
            before, after = format.tier_word(row.mover.before), format.tier_word(row.mover.after)
            return [sign, (f" {before} {glyphs.arrow} ", ""), (after, row.mover.after or "muted")]

        return [
            Column(t("move"), 24, move),
            Column(t("account"), 0, lambda row: row.account.name),
            Column(t("on"), 8, lambda row: format.date_short(row.on, today, glyphs)),
            Column(t("because"), 0, lambda row: row.reason),
        ]


def _indented(lines: Iterable[Line]) -> list[Line]:
    return [[(" ", ""), *line] for line in lines]
