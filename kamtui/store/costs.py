"""What customers cost in a period, read for many at once: time by who logged it, figures, financing, terms (R50)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from kamtui.domain import costs as rules
from kamtui.domain.costs import NOTHING, Costs, Granted, Rates
from kamtui.domain.facts import Metric
from kamtui.domain.money import SCALE
from kamtui.domain.periods import Period
from kamtui.domain.policy import Policy
from kamtui.domain.terms import TermsKind
from kamtui.store import facts, known
from kamtui.store import rates as exchanges
from kamtui.store.fragments import done_in, minutes_spent, window
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


def costs(
    conn: Connection,
    first: dt.date,
    last: dt.date,
    currency: str,
    policy: Policy,
    accounts: Iterable[int] | None = None,
) -> dict[int, Costs]:
    """Account -> what it cost from `first` to `last`; absent where nothing is known and no time was logged.

    Figures count where their period ends in these days, as they were known on the last of them. What was owed counts
    for each day it was open. Our hours cost something in the book's own currency alone, so that nobody who buys in two
    currencies is charged for them twice. `accounts` None: all.
    """
    among = None if accounts is None else list(accounts)
    scope, period = Scope(conn, last, among), Period(first, last)
    found: dict[int, Costs] = defaultdict(lambda: NOTHING)
    found |= _time(scope, period, currency, policy)
    for name, metric in _FIGURES.items():
        for account, amount in facts.amounts(conn, metric, first, last, currency, among).items():
            found[account] = found[account]._replace(**{name: amount})
    for account, owed_days in _owed_days(scope, period, currency).items():
        price = rules.financing(owed_days, policy.receivables.capital_cost)
        found[account] = found[account]._replace(financing=price, owed=round(owed_days / period.days))
    for account, terms in _granted(scope, period, currency).items():
        mine = found[account]
        found[account] = mine._replace(terms=rules.estimated(terms, period, mine))
    return dict(found)


def currencies(conn: Connection, period: Period, policy: Policy) -> list[str]:
    """The currencies in which anything was sold or cost something in a period, that of most documents first.

    The book's own where our hours have a cost.
    """
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    metrics = ", ".join(repr(metric.value) for metric in _FIGURES.values())
    found = conn.execute(
        "SELECT currency, sum(count) FROM ("
        "SELECT currency, count(*) AS count FROM sale WHERE on_date BETWEEN :first AND :last"
        " AND account_id IS NOT NULL GROUP BY currency UNION ALL SELECT currency, 0 FROM fact"
        f" WHERE metric IN ({metrics}) AND last_on BETWEEN :first AND :last UNION ALL SELECT currency, 0 FROM terms"
        " WHERE cost IS NOT NULL AND from_on <= :last AND ifnull(to_on, :first) >= :first"
        " UNION ALL SELECT currency, 0 FROM invoice WHERE issued_on <= :last)"
        " GROUP BY currency ORDER BY sum(count) DESC, currency",
        days,
    )
    codes = [code for code, _ in found]
    own = known.book_currency(conn)
    timed = hour_rates(conn, period.last, own, policy).known
    return [*codes, own] if not codes or (timed and own not in codes) else codes


def hour_rates(conn: Connection, on: dt.date, currency: str, policy: Policy) -> Rates:
    """What an hour of each of us costs in a currency.

    Entered for a user, else as the policy says; both are in the book's currency. Of another one nothing is known,
    unless the book is looked at in it, at the rate of the day.
    """
    own = own_currency(conn)
    if currency != known.book_currency(conn):
        return Rates()
    way = exchanges.exchange(conn, own, currency, on)
    if way is None:
        return Rates()
    entered = conn.execute("SELECT login, hourly_cost FROM user WHERE hourly_cost IS NOT NULL")
    of = {login.casefold(): way.converted(cost) for login, cost in entered}
    usual = way.converted(round(policy.profit.hour_cost * SCALE)) if policy.profit.hour_cost else None
    return Rates(usual, of)


def own_currency(conn: Connection) -> str:
    """The currency of the book itself, also where it is looked at in another: that of the policy's amounts."""
    (currency,) = conn.execute("SELECT currency FROM main.book").fetchone()
    return str(currency)


_FIGURES = {
    "entered": Metric.COST_TO_SERVE,
    "freight": Metric.FREIGHT,
    "rebates": Metric.REBATE,
    "concessions": Metric.CONCESSION,
}
"""Part of the costs -> the figure that it is."""


def _time(scope: Scope, period: Period, currency: str, policy: Policy) -> dict[int, Costs]:
    rates = hour_rates(scope.conn, period.last, currency, policy)
    spent = minutes_spent(policy.minutes)
    # who logged it matters only where somebody's hour has a price of its own; nobody's logging is the owner's
    who = "CASE x.by WHEN '' THEN (SELECT s.owner FROM standing s WHERE s.account_id = x.account_id) ELSE x.by END"
    rows = scope.rows(
        f"SELECT x.account_id, {who if rates.of else repr('')}, sum({spent}) FROM touch x"
        f" WHERE {done_in(*period) if scope.is_whole else _OF_FEW}",
        by="1, 2",
        of="x.",
        values=window(*period),
    )
    minutes: dict[int, dict[str, int]] = defaultdict(dict)
    for account, login, count in rows:
        minutes[account][login or ""] = count
    found = {account: rules.timed(of, rates) for account, of in minutes.items()}
    if rates.known:
        # who bought and got no minute cost no time, which is known
        sold = scope.rows(
            "SELECT DISTINCT account_id FROM sale WHERE on_date BETWEEN :first AND :last AND account_id IS NOT NULL",
            by="",
            first=period.first,
            last=period.last,
        )
        found |= {account: Costs(time=0) for (account,) in sold if account not in found}
    return found


_OF_FEW = "x.state = 'done' AND x.on_date BETWEEN :first AND :last"
"""SQL over `touch x`: the same as `done_in`, for an index by account."""


def _owed_days(scope: Scope, period: Period, currency: str) -> dict[int, int]:
    """Account -> its open balance of each day of the period, added up: each document times the days it was there."""
    days = "CASE WHEN {on} < :first THEN :days ELSE CAST(julianday(:last) - julianday({on}) AS INTEGER) + 1 END"
    found: dict[int, int] = defaultdict(int)
    for table, on, sign in (("invoice", "issued_on", ""), ("payment", "on_date", "-")):
        rows = scope.rows(
            f"SELECT account_id, {sign}sum(amount * {days.format(on=on)}) FROM {table}"
            f" WHERE currency = :currency AND {on} <= :last",
            currency=currency,
            first=period.first,
            last=period.last,
            values={"days": period.days},
        )
        for account, amount in rows:
            found[account] += amount
    return found


def _granted(scope: Scope, period: Period, currency: str) -> dict[int, list[Granted]]:
    """Account -> the terms with an estimated cost that were in force on a day of the period."""
    found: dict[int, list[Granted]] = defaultdict(list)
    for account, kind, cost, first, last in scope.rows(
        "SELECT account_id, kind, cost, from_on, to_on FROM terms WHERE cost IS NOT NULL AND currency = :currency"
        " AND from_on <= :last AND ifnull(to_on, :first) >= :first",
        by="",
        currency=currency,
        first=period.first,
        last=period.last,
    ):
        found[account].append(Granted(TermsKind(kind), cost, dt.date.fromisoformat(first), date_or_none(last)))
    return found
