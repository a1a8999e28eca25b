"""Sales documents read: totals of a period by account, owner or month."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kamtui.domain.money import rounded
from kamtui.domain.pareto import Valued
from kamtui.domain.periods import Period, Span, month, months
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.fragments import MONTHS, PROFIT
from kamtui.store.sqlite import Connection
from kamtui.store.values import in_order


class Sale(NamedTuple):
    """One document."""

    id: int
    account_id: int | None
    account: str | None
    """None: nobody can be named for it."""
    number: str
    on: dt.date
    kind: str
    amount: int
    currency: str
    profit: int | None
    owner: str


class AccountTotal(NamedTuple):
    """What one account bought in a period, in one currency."""

    account_id: int
    external_id: str | None
    name: str
    revenue: int
    profit: int | None
    """None: unknown for at least one document."""
    orders: int
    last_on: dt.date
    documents: int


class Total(NamedTuple):
    """The documents of a period, grouped by something."""

    group: str
    currency: str
    revenue: int
    profit: int | None
    orders: int
    accounts: int
    documents: int
    """Orders, returns and summaries together."""
    period: Period | None = None
    """The whole period it is of; None: not grouped by one."""


class Month(NamedTuple):
    """One month of one account's sales."""

    period: str
    """YYYY-MM"""
    orders: int
    revenue: int
    profit: int | None
    partial: bool
    """Not the whole month: it still runs on that day, or only a part of it was asked for."""


class Values(NamedTuple):
    """What the accounts brought in a period, rounded to the currency: what a Pareto ranks."""

    known: list[Valued]
    unknown: list[AccountTotal]
    """Accounts with a document whose profit nobody knows."""
    totals: dict[int, AccountTotal]
    """Everybody with a document in the period, what they brought unrounded."""


_SELECT = (
    "SELECT x.id, x.account_id, a.name, x.number, x.on_date, x.kind, x.amount, x.currency, x.profit, x.owner"
    " FROM sale x LEFT JOIN account a ON a.id = x.account_id"
)
_ORDERS = "count(CASE WHEN x.kind = 'order' THEN 1 END)"


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> array[int]:
    """Documents that match, newest first."""
    where, values = ["1"], list[object]()
    if account is not None:
        where.append("account_id = ?")
        values.append(account)
    if since is not None:
        where.append("on_date >= ?")
        values.append(since.isoformat())
    if until is not None:
        where.append("on_date <= ?")
        values.append(until.isoformat())
    found = conn.execute(f"SELECT id FROM sale WHERE {' AND '.join(where)} ORDER BY on_date DESC, id DESC", values)
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[Sale]:
    """These documents, in the order of `keys`."""
    found = conn.execute(f"{_SELECT} WHERE x.id IN ({','.join(map(str, keys))})")
    return in_order(keys, (Sale._make((*row[:4], dt.date.fromisoformat(row[4]), *row[5:])) for row in found))


def one(conn: Connection, key: int) -> Sale:
    """One document; raises NotFound."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no sales document {key}", key=key))
    return found[0]


def with_key(conn: Connection, key: str, account: int | None) -> int | None:
    """The document that came in under this key for the account, if any."""
    row = conn.execute(
        "SELECT id FROM sale WHERE key = ? AND ifnull(account_id, 0) = ?", (key, account or 0)
    ).fetchone()
    return None if row is None else int(row[0])


def next_unnumbered(conn: Connection) -> int:
    """A number no document without one has had yet."""
    (last,) = conn.execute("SELECT ifnull(max(id), 0) FROM sale").fetchone()
    return int(last) + 1


def currencies(conn: Connection) -> list[str]:
    """The currencies documents are written in, the most used first."""
    first, last = conn.execute("SELECT min(currency), max(currency) FROM sale").fetchone()
    if first == last:
        # most books have one, and finding that out costs less than counting
        return [] if first is None else [first]
    found = conn.execute("SELECT currency FROM sale GROUP BY currency ORDER BY count(*) DESC, currency")
    return [code for (code,) in found]


def span(conn: Connection) -> tuple[dt.date, dt.date] | None:
    """First and last day with a document; None where there are none."""
    first, last = conn.execute("SELECT min(on_date), max(on_date) FROM sale").fetchone()
    return None if first is None else (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def by_account(
    conn: Connection, first: dt.date, last: dt.date, currency: str, account: int | None = None
) -> list[AccountTotal]:
    """What each account, or one, bought from `first` to `last`, both included; without documents that name nobody."""
    one = "x.account_id IS NOT NULL" if account is None else f"x.account_id = {account:d}"
    # a long time is read in the order of accounts, which needs no sorting
    day = "x.on_date" if last - first <= MONTHS else "+x.on_date"
    found = conn.execute(
        "SELECT a.id, a.external_id, a.name, t.revenue, t.profit, t.orders, t.last_on, t.documents FROM account a JOIN"
        f" (SELECT x.account_id, sum(x.amount) AS revenue, {PROFIT} AS profit, {_ORDERS} AS orders,"
        f" max(x.on_date) AS last_on, count(*) AS documents FROM sale x WHERE {day} BETWEEN ? AND ? AND x.currency = ?"
        f" AND {one} GROUP BY x.account_id) t ON t.account_id = a.id ORDER BY a.id",
        (first.isoformat(), last.isoformat(), currency),
    )
    return [AccountTotal._make((*row[:6], dt.date.fromisoformat(row[6]), row[7])) for row in found]


def values(conn: Connection, first: dt.date, last: dt.date, currency: str, *, profit: bool = False) -> Values:
    """Each account's revenue, or profit, from `first` to `last`."""
    return valued(by_account(conn, first, last, currency), currency, profit=profit)


def valued(totals: Iterable[AccountTotal], currency: str, *, profit: bool = False) -> Values:
    """What a Pareto ranks, of totals in one currency."""
    known, unknown, every = [], [], {}
    for found in totals:
        every[found.account_id] = found
        value = found.profit if profit else found.revenue
        if value is None:
            unknown.append(found)
        else:
            code = found.external_id or found.name
            known.append(Valued(found.account_id, code, found.name, rounded(value, currency)))
    return Values(known, unknown, every)


def first_orders(conn: Connection) -> dict[int, str]:
    """Account -> ISO date of its first order with an amount above zero."""
    return dict(
        conn.execute(
            "SELECT account_id, min(on_date) FROM sale WHERE amount > 0 AND account_id IS NOT NULL GROUP BY account_id"
        )
    )


def share_with_profit(conn: Connection, first: dt.date, last: dt.date, currency: str) -> float | None:
    """The part of the revenue whose profit is known, 0-1; None where nothing was sold."""
    revenue, known = conn.execute(
        "SELECT sum(amount), sum(CASE WHEN profit IS NOT NULL THEN amount ELSE 0 END) FROM sale"
        " WHERE on_date BETWEEN ? AND ? AND currency = ?",
        (first.isoformat(), last.isoformat(), currency),
    ).fetchone()
    return known / revenue if revenue is not None and revenue > 0 else None


def totals(conn: Connection, first: dt.date, last: dt.date, *, by: str) -> list[Total]:
    """Totals per currency and `by`: owner, account or all."""
    group = {"owner": "x.owner", "account": "ifnull(a.external_id, a.name)", "all": "''"}[by]
    return [Total(*row) for row in _totals(conn, first, last, f"ifnull({group}, '')")]


def totals_of_periods(conn: Connection, first: dt.date, last: dt.date, span: Span, start_month: int) -> list[Total]:
    """Totals per currency and period; quarters and years are fiscal and begin in `start_month` (P12)."""
    begins = start_month - 1
    # months counted from the year 0, so that a whole division says which period it is
    month = f"(substr(x.on_date, 1, 4) * 12 + substr(x.on_date, 6, 2) - 1 - {begins:d}) / {span.months}"
    found = []
    for number, *rest in _totals(conn, first, last, month):
        year, of_year = divmod(number * span.months + begins, 12)
        day = dt.date(year, of_year + 1, 1)
        found.append(Total(span.label(day, start_month), *rest)._replace(period=span.holding(day, start_month)))
    return found


def _totals(conn: Connection, first: dt.date, last: dt.date, group: str) -> list[tuple[Any, ...]]:
    return conn.execute(
        f"SELECT {group}, x.currency, sum(x.amount), {PROFIT}, {_ORDERS}, count(DISTINCT x.account_id), count(*)"
        " FROM sale x LEFT JOIN account a ON a.id = x.account_id WHERE x.on_date BETWEEN ? AND ? GROUP BY 1, 2"
        " ORDER BY 1, 2",
        (first.isoformat(), last.isoformat()),
    ).fetchall()


def unattributed(conn: Connection, first: dt.date, last: dt.date) -> list[Total]:
    """Documents that name no account, per currency."""
    found = conn.execute(
        f"SELECT '', x.currency, sum(x.amount), {PROFIT}, {_ORDERS}, 0, count(*) FROM sale x"
        " WHERE x.account_id IS NULL AND x.on_date BETWEEN ? AND ? GROUP BY x.currency",
        (first.isoformat(), last.isoformat()),
    )
    return [Total(*row) for row in found]


def by_month(
    conn: Connection, account: int, first: dt.date, last: dt.date, currency: str
) -> dict[str, tuple[int, int, int | None]]:
    """YYYY-MM -> (orders, revenue, profit) of one account; months without a document are absent."""
    found = conn.execute(
        f"SELECT substr(x.on_date, 1, 7), {_ORDERS}, sum(x.amount), {PROFIT} FROM sale x"
        " WHERE x.account_id = ? AND x.on_date BETWEEN ? AND ? AND x.currency = ? GROUP BY 1",
        (account, first.isoformat(), last.isoformat(), currency),
    )
    return {month: (orders, revenue, profit) for month, orders, revenue, profit in found}


def series(conn: Connection, account: int, first: dt.date, last: dt.date, currency: str, today: dt.date) -> list[Month]:
    """One account's months from `first` to `last`, oldest first; one without a document is there with zeros."""
    return months_of(by_month(conn, account, first, last, currency), first, last, today)


def months_of(
    found: Mapping[str, tuple[int, int, int | None]], first: dt.date, last: dt.date, today: dt.date
) -> list[Month]:
    """Every month from `first` to `last`, of what `by_month` found."""
    result = []
    for part in months(first, last):
        name = part.first.isoformat()[:7]
        orders, revenue, profit = found.get(name, (0, 0, 0))
        is_partial = part != month(part.first) or part.last >= today
        result.append(Month(name, orders, revenue, profit, is_partial))
    return result


def monthly(conn: Connection, accounts: Sequence[int], first: dt.date, last: dt.date) -> dict[int, dict[str, int]]:
    """Account -> YYYY-MM -> revenue in the account's own currency: the spark lines of one page of a list."""
    found = conn.execute(
        "SELECT x.account_id, substr(x.on_date, 1, 7), sum(x.amount) FROM sale x"
        " JOIN standing s ON s.account_id = x.account_id AND s.currency = x.currency"
        f" WHERE x.account_id IN ({','.join(map(str, accounts))}) AND x.on_date BETWEEN ? AND ? GROUP BY 1, 2",
        (first.isoformat(), last.isoformat()),
    )
    series: dict[int, dict[str, int]] = {key: {} for key in accounts}
    for account, period, revenue in found:
        series[account][period] = revenue
    return series
