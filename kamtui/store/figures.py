"""What the measures are computed from, read as of any day for some accounts or for all of them at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kamtui.domain.contacts import Function, Level
from kamtui.domain.costs import NOTHING
from kamtui.domain.coverage import ACTIVE_DAYS, NO_TIES, Coverage, Person, coverage
from kamtui.domain.facts import Metric
from kamtui.domain.measures import QUARTERS, Facts, Whole
from kamtui.domain.periods import add_months, month_end, trailing_year
from kamtui.domain.policy import Levels, Policy
from kamtui.domain.statuses import STANDS_FOR, STRENGTH, Grade, Status
from kamtui.store import ties
from kamtui.store.costs import costs
from kamtui.store.facts import FactRow, newest
from kamtui.store.fragments import LATEST, counts, held, level_days, minutes_spent, ways
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

Accounts = Iterable[int] | None
"""Which accounts; None: all that are not archived."""

YEARS = 3
"""How far back one large order is compared with the rest (R17)."""


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
    scope = Scope(conn, on, among)
    kinds = _kinds(scope)
    bought, span = _bought(scope, currency), _span(scope, currency)
    rated = _rated(scope)
    people = _people(scope, policy.levels)
    covered = _covered(scope, people, policy)
    touched, wallets = _touched(scope), _wallets(conn, on, currency, among)
    year = trailing_year(on).first
    spent = costs(conn, year, on, currency, policy, among)
    ends = _quarter_ends(on, QUARTERS)
    found = {}
    for account, kind in kinds.items():
        first, last, is_ours = span.get(account, (None, None, False))
        sold = bought.get(account) or _Bought()
        # what an account buys in another currency is unknown in this one, not nothing
        since = first if is_ours else None
        strength, rated_on = rated.get(account, (None, None))
        here, cost, wallet = people.get(account, []), spent.get(account, NOTHING), wallets.get(account)
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
            coverage=value(covered, account),
            people=sum((on - person.last_on).days <= ACTIVE_DAYS for person in here),
            touched_last=touched.get(account),
            minutes=cost.minutes,
            wallet=None if wallet is None else wallet.a_year,
            wallet_on=None if wallet is None else wallet.on,
            cost_to_serve=cost.cost_to_serve,
            concessions=cost.granted or 0,
        )
    return found


def coverages(conn: Connection, on: dt.date, policy: Policy, accounts: Accounts = None) -> dict[int, Coverage]:
    """Account -> how much of it is in touch with us at the end of a day (D16); absent where nobody is known."""
    scope = Scope(conn, on, accounts)
    return _covered(scope, _people(scope, policy.levels), policy)


def value(found: Mapping[int, Coverage], account: int) -> float | None:
    """The coverage of an account 0-100; None where nobody is known."""
    return None if account not in found else found[account].value


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
        minutes=sum(_minutes(Scope(conn, on, None), policy).values()),
        revenues=sorted(row[0] for row in buying),
        profits=profits,
        orders=sorted(row[2] for row in buying),
        last_days=sorted(dt.date.fromisoformat(row[3]) for row in buying),
    )


def tracked_since(conn: Connection, on: dt.date, accounts: Accounts = None) -> dict[int, dt.date]:
    """Account -> the day from which anything is known of it: an order, a touch, a decision (R23)."""
    scope = Scope(conn, on, accounts)
    found: dict[int, dt.date] = {}
    for table in ("sale", "touch", "tier_decision", "status_decision"):
        for account, day in scope.rows(
            f"SELECT account_id, min(on_date) FROM {table} WHERE on_date <= :on AND account_id IS NOT NULL"
        ):
            first = dt.date.fromisoformat(day)
            found[account] = min(found.get(account, first), first)
    return found


def _kinds(scope: Scope) -> dict[int, str]:
    """Account -> kind, of those that are not archived."""
    rows = scope.rows(
        "SELECT a.account_id, a.kind FROM (SELECT id AS account_id, kind, archived_on FROM account) a"
        " WHERE (a.archived_on IS NULL OR a.archived_on > :on)",
        by="",
        of="a.",
    )
    return dict(rows)


def _bought(scope: Scope, currency: str) -> dict[int, _Bought]:
    ends: dict[str, object] = {f"q{back}": end for back, end in enumerate(_quarter_ends(scope.on, 4 * YEARS), 1)}
    quarter = " + ".join(f"(on_date <= :{name})" for name in list(ends)[:-1])
    found: dict[int, _Bought] = defaultdict(_Bought)
    for account, back, revenue, profit, orders, largest in scope.rows(
        f"SELECT account_id, {quarter} AS back, sum(amount),"
        " CASE WHEN count(*) = count(profit) THEN sum(profit) END, count(CASE WHEN kind = 'order' THEN 1 END),"
        " ifnull(max(CASE WHEN kind = 'order' THEN amount END), 0)"
        f" FROM sale WHERE on_date > :q{4 * YEARS} AND on_date <= :on AND currency = :currency"
        " AND account_id IS NOT NULL",
        by="account_id, back",
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


def _span(scope: Scope, currency: str) -> dict[int, tuple[dt.date, dt.date, bool]]:
    """Account -> day of the first order and of the last document, and whether any of them is in this currency."""
    rows = scope.rows(
        "SELECT account_id, min(CASE WHEN amount > 0 THEN on_date END), max(on_date), max(currency = :currency)"
        " FROM sale WHERE on_date <= :on AND account_id IS NOT NULL",
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


def _rated(scope: Scope) -> dict[int, tuple[int, dt.date]]:
    """Account -> strength of the relationship, and since when it is rated so."""
    found = {}
    for account, status, grade, day, _ in scope.rows(
        f"SELECT account_id, status, grade, on_date, {LATEST} FROM status_decision WHERE on_date <= :on",
    ):
        if status is not None:
            found[account] = STRENGTH[Grade(grade or STANDS_FOR[Status(status)])], dt.date.fromisoformat(day)
    return found


def _minutes(scope: Scope, policy: Policy) -> dict[int, int]:
    """Account -> minutes of twelve months, what was not typed as the policy says for the kind (D3)."""
    rows = scope.rows(
        f"SELECT x.account_id, sum({minutes_spent(policy.minutes)}) FROM touch x"
        " WHERE x.state = 'done' AND x.on_date BETWEEN :first AND :on",
        by="x.account_id",
        of="x.",
        first=trailing_year(scope.on).first,
    )
    return dict(rows)


def _touched(scope: Scope) -> dict[int, dt.date]:
    rows = scope.rows(f"SELECT account_id, max(on_date) FROM touch x WHERE {counts('x')} AND on_date <= :on")
    return {account: dt.date.fromisoformat(day) for account, day in rows}


def _people(scope: Scope, levels: Levels) -> dict[int, list[Person]]:
    """Account -> the people touched lately, and how within the days of their level."""
    found: dict[int, list[Person]] = defaultdict(list)
    for account, level, function, last, spoken, first_mail, last_mail in scope.rows(
        f"SELECT t.account_id, p.level, p.function, max(t.on_date), {ways('p')}"
        " FROM touch t JOIN touch_contact c ON c.touch_id = t.id JOIN contact n ON n.id = c.contact_id"
        " JOIN position p ON p.id = (SELECT max(q.id) FROM position q WHERE q.contact_id = c.contact_id"
        f"  AND q.account_id = t.account_id AND {held('q')})"
        f" WHERE {counts('t')} AND t.on_date BETWEEN :first AND :on AND n.placeholder = 0",
        by="t.account_id, p.contact_id",
        of="t.",
        first=scope.on - dt.timedelta(days=max(ACTIVE_DAYS, *map(levels.most, Level))),
        values=level_days(levels, scope.on),
    ):
        person = Person(
            Level(level) if level else None,
            Function(function) if function else None,
            dt.date.fromisoformat(last),
            spoken > 0,
            None if first_mail is None else (first_mail, last_mail),
        )
        found[account].append(person)
    return found


def _covered(scope: Scope, people: Mapping[int, list[Person]], policy: Policy) -> dict[int, Coverage]:
    known = ties.of_accounts(scope, policy.influences)
    reached = {
        account: coverage(people.get(account, ()), scope.on, known.get(account, NO_TIES))
        for account in {*people, *known}
    }
    return dict.fromkeys(ties.staffed(scope), coverage([], scope.on)) | reached


def _wallets(conn: Connection, on: dt.date, currency: str, accounts: Sequence[int] | None) -> dict[int, FactRow]:
    """Account -> the newest estimate of what it spends a year."""
    return newest(conn, Metric.WALLET_EST, on, accounts, currency=currency)
