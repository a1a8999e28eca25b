"""What accounts brought and cost in periods, for the return on what was put into them (R26)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from kamtui.domain.costs import NOTHING
from kamtui.domain.periods import Period, add_months, month_start
from kamtui.domain.policy import Policy
from kamtui.domain.returns import Brought, Return, summed, together
from kamtui.store import costs
from kamtui.store.fragments import PROFIT
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none

NOBODY = Brought()


def by_account(
    conn: Connection, period: Period, on: dt.date, currency: str, policy: Policy, accounts: Iterable[int] | None = None
) -> dict[int, Return]:
    """Account -> its return in a period as far as it has gone by a day; absent where nothing was sold or spent."""
    among = None if accounts is None else list(accounts)
    shown, earlier = so_far(period, on)
    now = _brought(conn, shown, currency, policy, among)
    since, sold = _since(conn, among), _sold(conn, earlier, currency, among)
    before = {key: Brought(1, *each) for key, each in sold.items() if _was_there(since, key, earlier)}
    is_partial = period.last >= on
    return {
        account: Return(shown, is_partial, brought, before.get(account) or _nothing_yet(since, account, earlier))
        for account, brought in now.items()
    }


def series(
    conn: Connection,
    periods: Sequence[Period],
    on: dt.date,
    currency: str,
    policy: Policy,
    accounts: Iterable[int] | None = None,
) -> list[Return]:
    """The return of an account, of some together, or of all, in each period.

    Of several, those whose gross profit is unknown are left out.
    """
    among = None if accounts is None else list(accounts)
    since, begins = min(_since(conn, among).values(), default=None), _begins(conn)
    found = []
    for period in periods:
        shown, earlier = so_far(period, on)
        now = _brought(conn, shown, currency, policy, among)
        sold = {key: Brought(1, *each) for key, each in _sold(conn, earlier, currency, among).items()}
        before = sold if since is not None and since <= earlier.first else None
        is_partial = period.last >= on or (begins is not None and period.first < begins)
        if begins is None or shown.last < begins:
            # that there are no documents yet is not that nothing was sold
            nothing = together(now.values())._replace(revenue=None, profit=None)
            found.append(Return(shown, is_partial, nothing, None))
        elif among is not None and len(among) == 1:
            year_before = None if before is None else together(before.values())
            found.append(Return(shown, is_partial, together(now.values()), year_before))
        else:
            found.append(summed(shown, now, before, is_partial=is_partial))
    return found


def currencies(conn: Connection, account: int, period: Period) -> list[str]:
    """The currencies in which an account bought in some days, that of most documents first."""
    found = conn.execute(
        "SELECT currency FROM sale WHERE account_id = ? AND on_date BETWEEN ? AND ? GROUP BY currency"
        " ORDER BY count(*) DESC, currency",
        (account, period.first.isoformat(), period.last.isoformat()),
    )
    return [code for (code,) in found]


def so_far(period: Period, on: dt.date) -> tuple[Period, Period]:
    """A period as far as it has gone by a day, and the same days a year before."""
    last = min(period.last, on)
    earlier = add_months(period.last, -12) if last == period.last else add_months(last, -12)
    return Period(period.first, last), Period(add_months(period.first, -12), earlier)


def _brought(
    conn: Connection, period: Period, currency: str, policy: Policy, accounts: Sequence[int] | None
) -> dict[int, Brought]:
    spent = costs.costs(conn, *period, currency, policy, accounts)
    sold = _sold(conn, period, currency, accounts)
    found = {key: Brought(1, *each, spent.pop(key, NOTHING)) for key, each in sold.items()}
    begins = _begins(conn)
    nothing = 0 if begins is not None and begins <= period.last else None
    return found | {
        key: Brought(1, nothing, nothing, each) for key, each in spent.items() if each.minutes or each.total
    }


def _sold(
    conn: Connection, period: Period, currency: str, accounts: Sequence[int] | None
) -> dict[int, tuple[int, int | None]]:
    """Account -> revenue and gross profit of the days."""
    rows = Scope(conn, period.last, accounts).rows(
        f"SELECT x.account_id, sum(x.amount), {PROFIT} FROM sale x WHERE x.on_date BETWEEN :first AND :on"
        " AND x.currency = :currency AND x.account_id IS NOT NULL",
        by="x.account_id",
        of="x.",
        first=period.first,
        currency=currency,
    )
    return {account: (revenue, profit) for account, revenue, profit in rows}


def _begins(conn: Connection) -> dt.date | None:
    """The first day of the month in which the documents of the book begin."""
    first = date_or_none(conn.execute("SELECT min(on_date) FROM sale").fetchone()[0])
    return None if first is None else month_start(first)


def _since(conn: Connection, accounts: Sequence[int] | None) -> Mapping[int, dt.date]:
    """Account -> the first day of the month of its first document."""
    rows = Scope(conn, dt.date.max, accounts).rows(
        "SELECT account_id, min(on_date) FROM sale WHERE account_id IS NOT NULL"
    )
    return {account: month_start(dt.date.fromisoformat(day)) for account, day in rows}


def _nothing_yet(since: Mapping[int, dt.date], account: int, earlier: Period) -> Brought | None:
    """Nothing bought a year before, where it was a customer by then."""
    return NOBODY if _was_there(since, account, earlier) else None


def _was_there(since: Mapping[int, dt.date], account: int, earlier: Period) -> bool:
    """Whether an account had bought when a period began, so that all of it can be compared with."""
    first = since.get(account)
    return first is not None and first <= earlier.first
