"""What the measures are computed from, read as of any day for some accounts or for all of them at once."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kamtui.domain.contacts import Function, Level
from kamtui.domain.coverage import ACTIVE_DAYS, Person, coverage
from kamtui.domain.facts import Metric
from kamtui.domain.measures import QUARTERS, Facts, Whole
from kamtui.domain.periods import add_months, month_end, trailing_year
from kamtui.domain.policy import Levels, Policy
from kamtui.domain.statuses import STRENGTH, Grade
from kamtui.domain.touches import QUALIFYING
from kamtui.store.facts import FactRow, amounts, newest
from kamtui.store.sqlite import Connection
from kamtui.store.values import minutes_spent

Accounts = Iterable[int] | None
"""Which accounts; None: all that are not archived."""

YEAR = 365

YEARS = 3
"""How far back one large order is compared with the rest (R17)."""

_GRADED = {
    "developing": Grade.DEVELOPING,
    "solid": Grade.SOLID,
    "defending": Grade.DEFENDING,
    "declining": Grade.REGRESSING,
}
"""The grade that a status without one stands for."""


class _Bought:
    """What an account bought in the years before a day."""

    __slots__ = ("largest", "orders", "profit", "quarters", "total")

    def __init__(self) -> None:
        self.quarters = [0] * QUARTERS
        """Revenue by quarter, the newest first."""
        self.profit: int | None = 0
        """Of twelve months; None: unknown for one document at least."""
        self.orders = 0
        """In twelve months."""
        self.total = 0
        """Revenue of all the years that the largest order is compared with."""
        self.largest = 0

    @property
    def year(self) -> int:
        """Revenue of twelve months."""
        return sum(self.quarters[:4])


def facts(conn: Connection, on: dt.date, policy: Policy, currency: str, accounts: Accounts = None) -> dict[int, Facts]:
    """Account -> what is known of it at the end of a day; sales and figures in one currency."""
    among = None if accounts is None else list(accounts)
    scope = _Scope(conn, among)
    kinds = scope.accounts(on)
    bought, span = _bought(scope, on, currency), _span(scope, on, currency)
    rated, minutes = _rated(scope, on), _minutes(scope, on, policy)
    people, staffed = _people(scope, on, policy.levels), _staffed(scope, on)
    touched, wallets = _touched(scope, on), _wallets(conn, on, currency, among)
    year = trailing_year(on).first
    costs = amounts(conn, Metric.COST_TO_SERVE, year, on, currency, among)
    concessions = amounts(conn, Metric.CONCESSION, year, on, currency, among)
    ends = _quarter_ends(on, QUARTERS)
    found = {}
    for account, kind in kinds.items():
        first, last, is_ours = span.get(account, (None, None, False))
        sold = bought.get(account) or _Bought()
        # what an account buys in another currency is unknown in this one, not nothing
        since = first if is_ours else None
        strength, rated_on = rated.get(account, (None, None))
        here, spent = people.get(account, []), minutes.get(account, 0)
        wallet = wallets.get(account)
        found[account] = Facts(
            account_id=account,
            kind=kind,
            bought_first=first,
            bought_last=last,
            revenue=None if since is None else sold.year,
            profit=None if since is None else sold.profit,
            revenue_before=None if since is None or since > ends[7] else sum(sold.quarters[4:8]),
            orders=sold.orders,
            quarters=_quarters(sold, since, ends),
            largest_order=_largest(sold),
            strength=strength,
            rated_on=rated_on,
            coverage=coverage(here, on) if here else 0.0 if account in staffed else None,
            people=sum((on - person.last_on).days <= ACTIVE_DAYS for person in here),
            touched_last=touched.get(account),
            minutes=spent,
            wallet=None if wallet is None else _yearly(wallet),
            wallet_on=None if wallet is None else wallet.on,
            cost_to_serve=policy.profit.cost_to_serve(costs.get(account), spent),
            concessions=concessions.get(account, 0),
        )
    return found


def whole(conn: Connection, on: dt.date, policy: Policy, currency: str) -> Whole:
    """The book on a day, for shares and ranks."""
    year = trailing_year(on)
    rows = conn.execute(
        "SELECT sum(amount), CASE WHEN count(*) = count(profit) THEN sum(profit) END,"
        " count(CASE WHEN kind = 'order' THEN 1 END), max(on_date),"
        " sum(CASE WHEN profit IS NOT NULL THEN amount ELSE 0 END) FROM sale"
        " WHERE on_date BETWEEN ? AND ? AND currency = ? AND account_id IS NOT NULL"
        " AND account_id IN (SELECT id FROM account WHERE archived_on IS NULL OR archived_on > ?) GROUP BY account_id",
        (year.first.isoformat(), on.isoformat(), currency, on.isoformat()),
    ).fetchall()
    buying = [row for row in rows if row[0] > 0]
    profits = sorted(row[1] for row in buying if row[1] is not None)
    revenue = sum(row[0] for row in buying)
    # where less than half of the revenue has a profit, ranks by it would be ranks of those who happen to have one
    known = sum(row[4] for row in buying)
    return Whole(
        on=on,
        currency=currency,
        revenue=revenue,
        profit=sum(profit for profit in profits if profit > 0),
        has_profit=bool(profits) and 2 * known >= revenue,
        minutes=sum(_minutes(_Scope(conn, None), on, policy).values()),
        revenues=sorted(row[0] for row in buying),
        profits=profits,
        orders=sorted(row[2] for row in buying),
        last_days=sorted(dt.date.fromisoformat(row[3]) for row in buying),
    )


def tracked_since(conn: Connection, on: dt.date, accounts: Accounts = None) -> dict[int, dt.date]:
    """Account -> the day from which anything is known of it: an order, a touch, a decision (R23)."""
    scope = _Scope(conn, accounts)
    found: dict[int, dt.date] = {}
    for table in ("sale", "touch", "tier_decision", "status_decision"):
        for account, day in scope.rows(
            f"SELECT account_id, min(on_date) FROM {table} WHERE on_date <= :on AND account_id IS NOT NULL", on=on
        ):
            first = dt.date.fromisoformat(day)
            found[account] = min(found.get(account, first), first)
    return found


_NONE: Mapping[str, object] = {}


class _Scope:
    """Queries over `account_id`, grouped by it, for the accounts one is interested in."""

    def __init__(self, conn: Connection, accounts: Accounts) -> None:
        self._conn = conn
        self._ids = None if accounts is None else json.dumps(list(accounts))

    def among(self, column: str) -> str:
        return "" if self._ids is None else f" AND {column} IN (SELECT value FROM json_each(:ids))"

    def accounts(self, on: dt.date) -> dict[int, str]:
        """Account -> kind."""
        return dict(
            self._read(
                f"SELECT id, kind FROM account WHERE (archived_on IS NULL OR archived_on > :on){self.among('id')}",
                {"on": on.isoformat()},
            )
        )

    def rows(
        self, select: str, *, by: str = "account_id", of: str = "", values: Mapping[str, object] = _NONE, **more: object
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT that ends in its WHERE, grouped by account; `of` is the table alias of account_id."""
        given = {**values, **more}
        texts = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in given.items()}
        return self._read(f"{select}{self.among(f'{of}account_id')} GROUP BY {by}", texts)

    def _read(self, sql: str, values: dict[str, object]) -> Iterator[tuple[Any, ...]]:
        return self._conn.execute(sql, values if self._ids is None else {**values, "ids": self._ids})


def _bought(scope: _Scope, on: dt.date, currency: str) -> dict[int, _Bought]:
    ends: dict[str, object] = {f"q{back}": end for back, end in enumerate(_quarter_ends(on, 4 * YEARS), 1)}
    quarter = " + ".join(f"(on_date <= :{name})" for name in list(ends)[:-1])
    found: dict[int, _Bought] = defaultdict(_Bought)
    for account, back, revenue, profit, orders, largest in scope.rows(
        f"SELECT account_id, {quarter} AS back, sum(amount),"
        " CASE WHEN count(*) = count(profit) THEN sum(profit) END, count(CASE WHEN kind = 'order' THEN 1 END),"
        " ifnull(max(CASE WHEN kind = 'order' THEN amount END), 0)"
        f" FROM sale WHERE on_date > :q{4 * YEARS} AND on_date <= :on AND currency = :currency"
        " AND account_id IS NOT NULL",
        by="account_id, back",
        on=on,
        currency=currency,
        values=ends,
    ):
        sold = found[account]
        sold.total += revenue
        sold.largest = max(sold.largest, largest)
        if back < QUARTERS:
            sold.quarters[back] = revenue
        if back < 4:
            sold.orders += orders
            sold.profit = None if profit is None or sold.profit is None else sold.profit + profit
    return found


def _span(scope: _Scope, on: dt.date, currency: str) -> dict[int, tuple[dt.date, dt.date, bool]]:
    """Account -> day of the first order and of the last document, and whether any of them is in this currency."""
    rows = scope.rows(
        "SELECT account_id, min(CASE WHEN amount > 0 THEN on_date END), max(on_date), max(currency = :currency)"
        " FROM sale WHERE on_date <= :on AND account_id IS NOT NULL",
        on=on,
        currency=currency,
    )
    day = dt.date.fromisoformat
    return {account: (day(first), day(last), bool(ours)) for account, first, last, ours in rows if first is not None}


def _quarter_ends(on: dt.date, count: int) -> list[dt.date]:
    """The last days of so many quarters that end before the one up to `on`, the newest first."""
    ends = [add_months(on, -3 * back) for back in range(1, count + 1)]
    if on == month_end(on):
        ends = [month_end(end) for end in ends]
    # twelve months are what they are everywhere, also on 28 February after a leap year
    ends[3] = trailing_year(on).first - dt.timedelta(days=1)
    return ends


def _quarters(sold: _Bought, first: dt.date | None, ends: list[dt.date]) -> tuple[int, ...]:
    """The quarters that lie wholly after the first order, the newest first; `ends` are the days before each begins."""
    if first is None:
        return ()
    since = len([end for end in ends if end >= first])
    return tuple(sold.quarters[:since])


def _largest(sold: _Bought) -> float | None:
    if sold.total <= 0 or sold.largest <= 0:
        return None
    return min(100.0, 100 * sold.largest / sold.total)


def _rated(scope: _Scope, on: dt.date) -> dict[int, tuple[int, dt.date]]:
    """Account -> strength of the relationship, and since when it is rated so."""
    found = {}
    # max() picks the whole row; the id breaks ties within a day because later decisions have higher ids
    for account, status, grade, day, _ in scope.rows(
        "SELECT account_id, status, grade, on_date, max(on_date || printf('%015d', id)) FROM status_decision"
        " WHERE on_date <= :on",
        on=on,
    ):
        if status is not None:
            found[account] = STRENGTH[Grade(grade or _GRADED[status])], dt.date.fromisoformat(day)
    return found


def _minutes(scope: _Scope, on: dt.date, policy: Policy) -> dict[int, int]:
    """Account -> minutes of twelve months, what was not typed as the policy says for the kind (D3)."""
    rows = scope.rows(
        f"SELECT x.account_id, sum({minutes_spent(policy.minutes)}) FROM touch x"
        " WHERE x.state = 'done' AND x.on_date BETWEEN :first AND :on",
        by="x.account_id",
        of="x.",
        first=trailing_year(on).first,
        on=on,
    )
    return dict(rows)


def _touched(scope: _Scope, on: dt.date) -> dict[int, dt.date]:
    rows = scope.rows(
        f"SELECT account_id, max(on_date) FROM touch WHERE {_COUNTS} AND on_date <= :on",
        on=on,
    )
    return {account: dt.date.fromisoformat(day) for account, day in rows}


def _people(scope: _Scope, on: dt.date, levels: Levels) -> dict[int, list[Person]]:
    """Account -> the people touched lately, with the weight of the touches within the days of their level."""
    alive = {level: levels.most(level) for level in Level}
    since: dict[str, object] = {f"{level}_since": on - dt.timedelta(days=days) for level, days in alive.items()}
    within = " ".join(f"WHEN '{level}' THEN :{level}_since" for level in alive)
    found: dict[int, list[Person]] = defaultdict(list)
    for account, level, function, last, weight in scope.rows(
        "SELECT t.account_id, p.level, p.function, max(t.on_date),"
        f" sum(CASE WHEN t.on_date < CASE p.level {within} END THEN 0 WHEN t.kind IN ('email', 'message') THEN 0.5"
        " ELSE 1 END)"
        " FROM touch t JOIN touch_contact c ON c.touch_id = t.id"
        " JOIN position p ON p.id = (SELECT max(q.id) FROM position q WHERE q.contact_id = c.contact_id"
        f"  AND q.account_id = t.account_id AND {_HELD})"
        f" WHERE {_COUNTS} AND t.on_date BETWEEN :first AND :on",
        by="t.account_id, p.contact_id",
        of="t.",
        on=on,
        first=on - dt.timedelta(days=max(ACTIVE_DAYS, *alive.values())),
        values=since,
    ):
        person = Person(
            Level(level) if level else None,
            Function(function) if function else None,
            dt.date.fromisoformat(last),
            weight,
        )
        found[account].append(person)
    return found


def _staffed(scope: _Scope, on: dt.date) -> set[int]:
    """Accounts at which somebody is known."""
    rows = scope.rows(f"SELECT account_id FROM position q WHERE {_HELD}", on=on)
    return {account for (account,) in rows}


def _wallets(conn: Connection, on: dt.date, currency: str, accounts: Sequence[int] | None) -> dict[int, FactRow]:
    """Account -> the newest estimate of what it spends a year."""
    return newest(conn, Metric.WALLET_EST, on, accounts, currency=currency)


def _yearly(wallet: FactRow) -> int:
    """What an estimate for a shorter period comes to in a year."""
    days = (wallet.last - wallet.first).days + 1
    return wallet.value if days >= YEAR else round(wallet.value * YEAR / days)


_HELD = "(q.from_on IS NULL OR q.from_on <= :on) AND (q.to_on IS NULL OR q.to_on > :on)"
"""SQL over `position q`: it was held on the day."""

_COUNTS = f"state = 'done' AND kind IN ({', '.join(repr(kind.value) for kind in sorted(QUALIFYING))})"
"""SQL: a touch that took place and was contact with the customer."""
