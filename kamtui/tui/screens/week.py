"""The week: what both sides promised, what is planned, and whom a touch is due with, day by day."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.worker import Worker

from kamtui.domain import agenda, periods
from kamtui.domain.agenda import PLANNED, PROMISES, Item, What
from kamtui.domain.periods import Period
from kamtui.domain.touches import TouchState
from kamtui.i18n import n, t
from kamtui.ops.core import on_each
from kamtui.ops.tasks import add_task, close_task, edit_task
from kamtui.ops.touches import edit_touch
from kamtui.render import format
from kamtui.render.format import on_weekday
from kamtui.store import accounts, reviews, tasks
from kamtui.store import agenda as agendas
from kamtui.store.journal import Changed
from kamtui.tui import weekrows
from kamtui.tui.keygroups import CHANGE, FIND, LOG, MOVE
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.promising import Promising
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import SIDE_BY_SIDE
from kamtui.tui.weekrows import Row
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

DETAIL = 2
"""Lines for the thing at the cursor."""


BEARS_ON = frozenset(
    {"task", "touch", "touch_contact", "account", "contact", "ownership", "tier_decision", "service_change", "policy"}
)
"""Tables of which a row may move, name or end something of the week."""


class Week(Deciding, Touching, Promising):
    """Seven days from Monday on; enter goes to the account, and what is done leaves the list."""

    KEYS: ClassVar[Sequence[str]] = (
        "review.done",
        "review.snooze",
        "task.add",
        "touch.log",
        "walk.next",
        "week.everybody",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "step(1)", "next week", id="walk.next", group=MOVE),
        Binding("left_square_bracket", "step(-1)", "week before", show=False, id="walk.previous", group=MOVE),
        Binding("d,f8", "done", "done", id="review.done", group=LOG, tooltip="It was kept, or took place"),
        Binding("z", "snooze", "other day", id="review.snooze", group=LOG, tooltip="Put it to another day"),
        Binding("c", "cancel", "call off", show=False, id="week.cancel", group=CHANGE),
        Binding("E", "everybody", "everybody's", id="week.everybody", group=FIND, tooltip="Mine, or everybody's"),
    ]

    AUTO_FOCUS = "RowList"

    DEFAULT_CSS = """
    Week #detail { height: 2; }
    """

    shown = getters.query_one(RowList)
    detail = getters.query_one("#detail", Lines)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, Row] = {}
        """Heading or thing by the id of its row, in the order to show."""
        self._weeks = 0
        """Weeks from that of today."""
        self._everybody = False
        self._is_stale = False

    def body(self) -> Iterable[Widget]:
        yield RowList(self, self._columns(), glyphs=self.glyphs)
        yield Lines(id="detail")

    def on_mount(self) -> None:
        # when the list knows how many lines it has
        self.call_after_refresh(self._to_first)

    def on_resize(self) -> None:
        self.shown.set_columns(self._columns())

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The headings of the days and what is on them."""
        found = agendas.of_period(self.book.conn, self._owner, self._period, self.today)
        days = agenda.days(found, self._period, self.today)
        self._rows = {row.id: row for row in weekrows.rows(days)}
        self._show_title(days)
        return array("q", self._rows)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return [self._rows[key] for key in ids if key in self._rows]

    def targets(self) -> list[int]:
        there = (item.account_id for item in self._chosen)
        return list(dict.fromkeys(account for account in there if account is not None))

    def standing(self) -> object:
        return self.shown.cursor

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or changed.tables & BEARS_ON:
            self._is_stale |= not self.is_current
            if self.is_current:
                self._read_again()
        items = (row.item for row in self._rows.values() if row.item is not None)
        self.hear(changed, {item.account_id for item in items if item.account_id is not None})

    def on_screen_resume(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self._read_again()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        super().on_row_list_moved(event)
        self._show_detail()

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        item = self._rows[event.key].item
        if item is not None and item.account_id is not None:
            tab = "tasks" if item.what in PROMISES else "timeline"
            await self.app.push_screen(AccountPage(item.account_id, tab=tab))

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_step(self, step: int) -> None:
        """Show the next week, or the one before."""
        self._weeks += step
        self._read_again()
        self._to_first()

    def action_everybody(self) -> None:
        """Show everybody's week, or mine again."""
        self._everybody = not self._everybody
        self.shown.set_columns(self._columns())
        self._read_again()

    def action_next(self) -> Worker[None]:
        """Promise a next step; below the heading of a day one of that day, for no account."""
        return super().action_next() if self.targets() else self._promise_for_nobody()

    @work
    async def action_done(self) -> None:
        """Say that a promise was kept or that a planned touch took place."""
        match self._chosen:
            case [Item(what=What.DUE)]:
                await self._done()
            case [Item(what=what) as item] if what in PROMISES:
                await self.close_promise(tasks.one(self.book.conn, item.row))
            case [item]:
                await self._took_place(item)
            case several:
                await self._all_done(several)

    @work
    async def action_snooze(self) -> None:
        """Put a promise or a planned touch to another day; what is due is put off in the review."""
        match self._chosen:
            case []:
                pass
            case [Item(what=What.DUE)]:
                super().action_snooze()
            case [Item(what=what) as item] if what in PROMISES:
                await self.move_promise(tasks.one(self.book.conn, item.row))
            case several:
                await self._move(several)

    @work
    async def action_cancel(self) -> None:
        """Call off a promise or a planned touch; a promise that comes again does not any more."""
        for item in self._chosen[:1]:
            if item.what in PROMISES:
                await self.do(close_task, item.row, on=self.today, state="cancelled")
            elif item.what in PLANNED:
                await self.do(edit_touch, item.row, {"state": TouchState.CANCELLED})

    # -- inside ----------------------------------------------------------------------------------------------------

    @property
    def _owner(self) -> str | None:
        """Whose week is shown; None is everybody's."""
        return None if self._everybody else reviews.owner_of_review(self.book.conn, self.book.who)

    @property
    def _period(self) -> Period:
        return periods.week(self.today + dt.timedelta(weeks=self._weeks))

    @property
    def _chosen(self) -> list[Item]:
        """The things that are marked, else the one at the cursor."""
        found = (self._rows[key].item for key in self.shown.chosen if key in self._rows)
        return [item for item in found if item is not None]

    def _read_again(self) -> None:
        was = self._rows.get(self.shown.cursor or 0)
        self.shown.forget_all()
        self.shown.reload()
        if was is not None and was.item is not None:
            self._leave_heading()
        self._show_detail()

    def _leave_heading(self) -> None:
        """What took the place of a thing that is gone may be a heading: stand on the next thing, else the last."""
        rows = list(self._rows.values())
        behind = [row for row in rows[self.shown.index :] if row.item is not None]
        before = [row for row in rows[: self.shown.index] if row.item is not None]
        for row in [*behind[:1], *before[-1:]][:1]:
            self.shown.select(row.id)

    def _to_first(self) -> None:
        """Stand on the first thing, which is the one that is late for the longest."""
        for key, row in self._rows.items():
            if row.item is not None:
                self.shown.select(key)
                return

    @work
    async def _promise_for_nobody(self) -> None:
        row = self._rows.get(self.shown.cursor or 0)
        on = row.day.on if row is not None else None
        # below a day that is over one means to promise it for a day to come
        start = f"{on.isoformat()} " if on is not None and on >= self.today else ""
        line = await self.bottom.ask(t("next step:"), start, key="next:", echo=self._step)
        if line and line.strip():
            title, due = self._read_step(line)
            await self.do(add_task, title, due_on=due)

    async def _took_place(self, item: Item) -> None:
        key = f"held:{item.account_id or ''}:{item.row}"
        summary = await self.bottom.ask(t("what was said:"), item.title, key=key)
        if summary is None:
            return
        done = await self.app.do(edit_touch, item.row, self._held(item) | {"summary": summary})
        if done is not None and item.account_id is not None:
            (row,) = accounts.rows(self.book.conn, [item.account_id])
            said = t("{account}: {kind} took place", account=item.account, kind=weekrows.word(item))
            if row.next_due_on is not None:
                said += " · " + t("next due {on}", on=on_weekday(row.next_due_on, self.today))
            self.call_next(self.app.say, said, "ok", t("u undo"))

    def _held(self, item: Item) -> dict[str, object]:
        """A planned touch that took place; one that was planned for later took place today."""
        on = {"on": self.today} if item.on > self.today else {}
        return {"state": TouchState.DONE, **on}

    async def _all_done(self, items: Sequence[Item]) -> None:
        """Several at once: promises were kept, touches took place as planned."""
        promises = [item.row for item in items if item.what in PROMISES]
        held = [item for item in items if item.what in PLANNED]
        question = n("{count} thing done?", "{count} things done?", len(promises) + len(held))
        if (promises or held) and await self.agrees(question):
            if promises:
                await self.app.do(on_each, close_task, promises, on=self.today)
            for item in held:
                await self.app.do(edit_touch, item.row, self._held(item))
            self._said_of_several(len(promises) + len(held))

    async def _move(self, items: Sequence[Item]) -> None:
        promises = [item.row for item in items if item.what in PROMISES]
        touches = [item.row for item in items if item.what in PLANNED]
        to = await self.another_day() if promises or touches else None
        if to is None:
            return
        if promises:
            await self.app.do(on_each, edit_task, promises, {"due_on": to.isoformat()})
        if touches:
            await self.app.do(on_each, edit_touch, touches, {"on": to})
        self._said_of_several(len(promises) + len(touches), on_weekday(to, self.today))

    def _said_of_several(self, count: int, to: str = "") -> None:
        self.shown.clear_marks()
        said = n("{count} thing changed", "{count} things changed", count)
        self.call_next(self.app.say, f"{said} · {to}" if to else said, "ok", t("u undo"))

    def _show_title(self, days: Sequence[agenda.Day]) -> None:
        first, last = (format.date_short(day, self.today) for day in self._period)
        self.title_line.set(
            screen=t("WEEK of everybody") if self._everybody else t("WEEK"),
            about=f"{first} - {last}",
            progress=weekrows.counted(days, self.today),
            who=self.book.who,
            hint=t("] next  [ before"),
        )

    def _columns(self) -> list[Column[Row]]:
        wide = self.app.size.width >= SIDE_BY_SIDE
        return weekrows.columns(self.today, self.glyphs, wide=wide, with_owner=self._owner is None)

    def _show_detail(self) -> None:
        """The whole thing at the cursor, which its row has no room for."""
        row = self._rows.get(self.shown.cursor or 0)
        lines = [] if row is None or row.item is None else weekrows.detail(row.item, self.size.width - 2, self.glyphs)
        self.detail.show(lines[:DETAIL])
