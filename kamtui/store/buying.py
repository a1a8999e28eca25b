"""What one account buys, in short: twelve months, its place in the book, its quarters, and what it could buy."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.briefings import Numbers, Quarter, Wallet
from kamtui.domain.facts import Metric
from kamtui.domain.money import Money
from kamtui.domain.periods import Period, add_months, fiscal_quarter
from kamtui.domain.signals.situation import Trend
from kamtui.store import accounts, facts, fiscal, sales
from kamtui.store.accounts import AccountRow
from kamtui.store.sqlite import Connection

QUARTERS = 8
"""Whole quarters before the running one."""

RANKED = 20_000
"""Accounts up to which one is ranked among all: in a larger book a page would wait for it."""


def numbers(conn: Connection, row: AccountRow, on: dt.date, trend: Trend | None) -> Numbers:
    """What the account bought up to a day; `row` is where it stands that day."""
    rank, buyers, share = _rank(conn, row)
    return Numbers(
        currency=row.currency,
        revenue=row.revenue_12m,
        profit=row.profit_12m,
        last_order_on=accounts.last_orders(conn, [row.id], on).get(row.id),
        rank=rank,
        buyers=buyers,
        share=share,
        trend=trend,
        quarters=[] if row.revenue_12m is None else _quarters(conn, row, on),
        wallet=_wallet(conn, row.id, on),
    )


def _rank(conn: Connection, row: AccountRow) -> tuple[int | None, int, float | None]:
    """Rank, number and share among the accounts that bought in the same currency within twelve months.

    Of a large book nobody is ranked: the number is 0 then.
    """
    if conn.execute("SELECT 1 FROM standing WHERE archived = 0 LIMIT 1 OFFSET ?", (RANKED,)).fetchone():
        return None, 0, None
    buyers, total, above = conn.execute(
        "SELECT count(*), total(revenue_12m), count(CASE WHEN revenue_12m > :mine THEN 1 END) FROM standing"
        " WHERE archived = 0 AND revenue_12m > 0 AND currency = :currency",
        {"mine": row.revenue_12m or 0, "currency": row.currency},
    ).fetchone()
    if row.archived or not row.revenue_12m or row.revenue_12m < 0:
        return None, buyers, None
    return above + 1, buyers, row.revenue_12m / total


def quarters(conn: Connection, on: dt.date) -> list[Period]:
    """The running quarter of the fiscal year and whole ones before it, the latest last."""
    start = fiscal.start(conn)
    running = fiscal_quarter(on, start)
    return [fiscal_quarter(add_months(running.first, -3 * back), start) for back in range(QUARTERS, -1, -1)]


def _quarters(conn: Connection, row: AccountRow, on: dt.date) -> list[Quarter]:
    """What was bought in each of them."""
    spans = quarters(conn, on)
    months = sales.by_month(conn, row.id, spans[0].first, on, row.currency)
    revenue = {name: amount for name, (_, amount, _) in months.items()}
    return [Quarter(span, sum(revenue.get(name, 0) for name in _months(span)), span.last >= on) for span in spans]


def _months(span: Period) -> list[str]:
    """The three months of a quarter, as YYYY-MM."""
    return [add_months(span.first, step).isoformat()[:7] for step in range(3)]


def _wallet(conn: Connection, account: int, on: dt.date) -> Wallet | None:
    """The newest estimate, brought to a year where it was made for less."""
    found = facts.newest(conn, Metric.WALLET_EST, on, [account]).get(account)
    if found is None:
        return None
    return Wallet(Money(found.a_year, found.currency or ""), found.on, found.source, found.confidence or "")
