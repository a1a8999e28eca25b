"""What accounts bought in the years before a day, read in the order of accounts, which needs no sorting.

A plus before a column keeps SQLite from the index by days, through which so long a time is read several times slower.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from kamtui.domain.measures import QUARTERS
from kamtui.domain.periods import add_months, month_end, trailing_year
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

YEARS = 3
"""How far back one large order is compared with the rest (R17)."""


class Bought:
    """What an account bought in the years before a day."""

    __slots__ = ("largest", "orders", "profit", "quarters", "total", "year")

    def __init__(self, year: int = 0, profit: int | None = 0, orders: int = 0, quarters: int = QUARTERS) -> None:
        self.year = year
        """Revenue of twelve months."""
        self.profit = profit
        """Of twelve months; None: unknown for one document at least."""
        self.orders = orders
        """In twelve months."""
        self.quarters = [0] * quarters
        """Revenue by quarter, the newest first."""
        self.total = 0
        """Revenue of all the years that the largest order is compared with."""
        self.largest = 0


class Buyers(NamedTuple):
    """Since when accounts buy, whatever the day; the days as ISO texts."""

    first: Mapping[int, str]
    """Account -> day of its first order."""
    ours: Mapping[int, str]
    """Account -> day of its first document in the currency asked for."""

    def by(self, on: dt.date) -> set[int]:
        """Who had bought by the end of a day."""
        last = on.isoformat()
        return {account for account, day in self.first.items() if day <= last}

    def ours_by(self, on: dt.date) -> set[int]:
        """Who had bought by the end of a day, and anything in this currency."""
        last = on.isoformat()
        return {account for account, day in self.ours.items() if day <= last and self.first.get(account, "9") <= last}


class Year(NamedTuple):
    """What an account bought in twelve months, in one currency."""

    account_id: int
    revenue: int
    profit: int | None
    """None: unknown for one document at least."""
    known: int
    """Revenue of the documents whose profit is known."""


class Span(NamedTuple):
    """From when to when an account bought."""

    first: dt.date
    """Day of the first order."""
    last: dt.date
    """Day of the last document."""
    is_ours: bool
    """Whether any of them is in the currency asked for."""


def buyers(conn: Connection, currency: str) -> Buyers:
    """Since when every account buys."""
    found = conn.execute(
        "SELECT account_id, min(CASE WHEN amount > 0 THEN on_date END), min(CASE WHEN currency = ? THEN on_date END)"
        " FROM sale WHERE account_id IS NOT NULL GROUP BY account_id",
        (currency,),
    ).fetchall()
    return Buyers(
        {account: first for account, first, _ in found if first is not None},
        {account: ours for account, _, ours in found if ours is not None},
    )


def in_year(conn: Connection, on: dt.date, currency: str) -> list[Year]:
    """What every account that is not archived on a day bought in the twelve months up to it."""
    found = conn.execute(
        "SELECT account_id, sum(amount), CASE WHEN count(*) = count(profit) THEN sum(profit) END,"
        f" sum(CASE WHEN profit IS NOT NULL THEN amount ELSE 0 END) {_OF_YEAR}",
        _days(on, currency),
    )
    return list(map(Year._make, found))


def orders_in_year(conn: Connection, on: dt.date, currency: str) -> list[tuple[int, str]]:
    """How often each account that bought ordered in the twelve months up to a day, and the ISO date of the last."""
    return conn.execute(
        f"SELECT count(CASE WHEN kind = 'order' THEN 1 END), max(on_date) {_OF_YEAR} HAVING sum(amount) > 0",
        _days(on, currency),
    ).fetchall()


_OF_YEAR = (
    "FROM sale WHERE +on_date BETWEEN ? AND ? AND currency = ? AND account_id IS NOT NULL"
    " AND account_id NOT IN (SELECT id FROM account WHERE archived_on <= ?) GROUP BY account_id"
)


def _days(on: dt.date, currency: str) -> tuple[str, str, str, str]:
    return trailing_year(on).first.isoformat(), on.isoformat(), currency, on.isoformat()


def in_years(scope: Scope, currency: str) -> dict[int, Bought]:
    """Account -> what it bought in three years, quarter by quarter."""
    ends: dict[str, object] = {f"q{back}": end for back, end in enumerate(quarter_ends(scope.on, 4 * YEARS), 1)}
    *within, before = ends
    back = " ".join(f"WHEN on_date > :{name} THEN {number}" for number, name in enumerate(within))
    found: dict[int, Bought] = defaultdict(Bought)
    for account, quarter, revenue, profit, orders, largest in scope.rows(
        f"SELECT account_id, CASE {back} ELSE {len(within)} END AS back, sum(amount),"
        " CASE WHEN count(*) = count(profit) THEN sum(profit) END, count(CASE WHEN kind = 'order' THEN 1 END),"
        " ifnull(max(CASE WHEN kind = 'order' THEN amount END), 0)"
        f" FROM sale WHERE +on_date > :{before} AND +on_date <= :on AND currency = :currency"
        " AND account_id IS NOT NULL",
        by="account_id, back",
        currency=currency,
        values=ends,
    ):
        sold = found[account]
        sold.total += revenue
        sold.largest = max(sold.largest, largest)
        if quarter < QUARTERS:
            sold.quarters[quarter] = revenue
        if quarter < 4:
            sold.year += revenue
            sold.orders += orders
            sold.profit = None if profit is None or sold.profit is None else sold.profit + profit
    return found


def spans(scope: Scope, currency: str) -> dict[int, Span]:
    """Account -> from when to when it bought; absent where it never did."""
    rows = scope.rows(
        "SELECT account_id, min(CASE WHEN amount > 0 THEN on_date END), max(on_date), max(currency = :currency)"
        " FROM sale WHERE +on_date <= :on AND account_id IS NOT NULL",
        currency=currency,
    )
    day = dt.date.fromisoformat
    return {
        account: Span(day(first), day(last), bool(ours)) for account, first, last, ours in rows if first is not None
    }


def quarter_ends(on: dt.date, count: int) -> list[dt.date]:
    """The last days of so many quarters that end before the one up to `on`, the newest first."""
    ends = [add_months(on, -3 * back) for back in range(1, count + 1)]
    if on == month_end(on):
        ends = [month_end(end) for end in ends]
    # twelve months are what they are everywhere, also on 28 February after a leap year
    ends[3] = trailing_year(on).first - dt.timedelta(days=1)
    return ends


def quarters(sold: Bought, first: dt.date | None, ends: list[dt.date]) -> tuple[int, ...]:
    """The quarters that lie wholly after the first order, the newest first; `ends` are the days before each begins."""
    if first is None or not sold.quarters:
        return ()
    since = len([end for end in ends if end >= first])
    return tuple(sold.quarters[:since])


def largest(sold: Bought) -> float | None:
    """Percent of three years of revenue that the largest order alone made (R17)."""
    if sold.total <= 0 or sold.largest <= 0:
        return None
    return min(100.0, 100 * sold.largest / sold.total)
