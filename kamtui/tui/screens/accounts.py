"""The whole book: a list of any length, filtered as one types, sorted, stepped through."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import ClassVar, NamedTuple

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain import periods
from kamtui.i18n import t
from kamtui.ops.accounts import add_account
from kamtui.render.chart import spark
from kamtui.store import accounts, sales
from kamtui.store.accounts import AccountRow, Order
from kamtui.store.journal import Changed
from kamtui.tui import accountcolumns as columns
from kamtui.tui.keygroups import CHANGE, FIND
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.finding import Finding
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import Line
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.preview import Preview
from kamtui.tui.widgets.rowlist import RowList

MONTHS = 12

LARGEST_FIRST = frozenset({Order.REVENUE, Order.LAST})


class Listed(NamedTuple):
    """An account with the sales of its last twelve months."""

    id: int
    account: AccountRow
    months: list[int]


class Accounts(Finding, Deciding, Touching):
    """Every account of the book."""

    KEYS: ClassVar[Sequence[str]] = ("find", "sort", "touch.log", "status.developing", "task.add", "account.add")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", "sort", id="sort", group=FIND, tooltip="Sort by the next column"),
        Binding("minus", "turn", "turn the order", show=False, id="sort.turn", group=FIND),
        Binding("a", "add", "add account", show=False, id="account.add", group=CHANGE),
    ]

    def __init__(self, chosen: str = "", name: str | None = None) -> None:
        super().__init__(name)
        self.text = chosen
        self.order = Order.NAME
        self.turned = False
        self._asked = ""
        """The columns that were chosen when they were last drawn."""
        self._total = 0
        """Accounts of the book, as of the last change that was heard of."""
        self._groups: list[tuple[str, int]] = []
        """What the list falls into where it is sorted by something that accounts share."""
        self._starts: set[int] = set()
        """The first account of each group, which has a mark."""

    def body(self) -> Iterable[Widget]:
        rows = self.rowlist(self._columns(), sign=self._sign)
        yield Container(rows, Preview(self.book, self.glyphs), classes="split")

    def on_mount(self) -> None:
        self._count()
        self.show_title()

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The accounts that the filter keeps, in the order chosen."""
        conn, chosen, down = self.book.conn, self.chosen_filter, self._descending
        found = accounts.ids(conn, chosen, self.order, on=self.today, descending=down)
        self._groups = accounts.groups(conn, chosen, self.order, on=self.today, descending=down)
        starts = [0, *accumulate(count for _, count in self._groups)]
        self._starts = {found[start] for start in starts[:-1]}
        return found

    def rows(self, ids: Sequence[int]) -> list[Listed]:
        conn, last = self.book.conn, self.today
        first = periods.add_months(periods.month_start(last), 1 - MONTHS)
        months = [periods.add_months(first, count).isoformat()[:7] for count in range(MONTHS)]
        series = sales.monthly(conn, ids, first, last)
        return [
            Listed(row.id, row, [series[row.id].get(month, 0) for month in months]) for row in accounts.rows(conn, ids)
        ]

    def on_screen_resume(self) -> None:
        """Show the columns that may have been chosen meanwhile."""
        if self.app.kept.columns.get("accounts", "") != self._asked:
            self.shown.set_columns(self._columns())

    def catch_up(self, changed: Changed) -> None:
        super().catch_up(changed)
        self._count()
        self.show_title()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self.title_line.set(hint=self._group())

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_sort(self) -> None:
        """Sort by the next column."""
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.turned = False
        self._sorted()

    def action_turn(self) -> None:
        """Turn the order around."""
        self.turned = not self.turned
        self._sorted()

    @work
    async def action_add(self) -> None:
        """Add an account by its name."""
        name = await self.bottom.ask(t("new account:"), key="account")
        if name and name.strip():
            done = await self.do(add_account, name.strip(), owner=self.book.who)
            if done is not None:
                self.shown.reload()
                self.shown.select(done.value.account_id)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _sorted(self) -> None:
        self.seen()
        self.shown.reload()
        self.shown.action_edge(-1)
        self.show_title()

    @property
    def _descending(self) -> bool:
        return (self.order in LARGEST_FIRST) != self.turned

    def _count(self) -> None:
        self._total = accounts.count(self.book.conn)

    def show_title(self) -> None:
        shown = len(self.shown.ids)
        progress = str(shown) if shown == self._total else f"{shown}/{self._total}"
        glyphs = self.glyphs
        order = f"{t(self.order)} {glyphs.down if self._descending else glyphs.up}"
        self.title_line.set(
            screen=t("ACCOUNTS"),
            progress=progress,
            filter=self.text,
            sort=order,
            who=self.book.who,
            hint=self._group(),
        )

    def _sign(self, row: Listed) -> str:
        return self.glyphs.rule if row.id in self._starts else " "

    def _group(self) -> str:
        """The group the cursor stands in, and how many accounts it has."""
        passed = 0
        for value, count in self._groups:
            passed += count
            if self.shown.index < passed:
                return f"{t(value) if value else self.glyphs.dash} {count}"
        return ""

    def _columns(self) -> list[Column[Listed]]:
        glyphs, today = self.glyphs, self.today

        def of(row: Listed) -> AccountRow:
            return row.account

        def line(row: Listed) -> Line:
            return spark(row.months, MONTHS, glyphs) if any(row.months) else []

        every = {
            "tier": columns.tier(of, today, glyphs),
            "name": columns.name(of),
            "status": columns.status(of, glyphs),
            "last": columns.last(of, today, glyphs),
            "due": columns.due(of, today, glyphs),
            "revenue": columns.revenue(of, glyphs),
            "sales": Column("sales", MONTHS, line, drop=4),
            "owner": columns.owner(of),
        }
        self._asked = self.app.kept.columns.get("accounts", "")
        return [every[name] for name in columns.chosen(self._asked)]
