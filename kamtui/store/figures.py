"""What the measures are computed from, read as of any day for some accounts or for all of them at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.contacts import Function, Level
from kamtui.domain.costs import NOTHING, Costs
from kamtui.domain.coverage import ACTIVE_DAYS, NO_TIES, Coverage, Person, coverage
from kamtui.domain.facts import Metric
from kamtui.domain.measures import QUARTERS, Facts, Whole
from kamtui.domain.periods import trailing_year
from kamtui.domain.policy import Levels, Policy
from kamtui.domain.statuses import STANDS_FOR, STRENGTH, Grade, Status
from kamtui.store import bought, ties
from kamtui.store.bought import Bought, Span, Year
from kamtui.store.costs import costs
from kamtui.store.facts import FactRow, newest
from kamtui.store.fragments import LATEST, counts, held, level_days, minutes_spent, ways
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

Accounts = Iterable[int] | None
"""Which accounts; None: all that are not archived."""

_QUARTERLY = frozenset({"growth", "predictability", "continuity"})
_WALLET = frozenset({"wallet_headroom", "share_of_wallet"})
_COSTS = frozenset({"net_margin", "time_share"})
_APART = frozenset({"status", "coverage", "time_share"})
"""Measures by their name in the policy: what they are read from beside twelve months of sales, or instead of them."""


def facts(conn: Connection, on: dt.date, policy: Policy, currency: str, accounts: Accounts = None) -> dict[int, Facts]:
    """Account -> what is known of it at the end of a day; sales and figures in one currency."""
    among = None if accounts is None else list(accounts)
    scope = Scope(conn, on, among)
    people = _people(scope, policy.levels)
    read = _Read(
        kinds=_kinds(scope),
        sold=bought.in_years(scope, currency),
        spans=bought.spans(scope, currency),
        rated=_rated(scope),
        people=people,
        covered=_covered(scope, people, policy),
        touched=_touched(scope),
        wallets=_wallets(conn, on, currency, among),
        spent=costs(conn, trailing_year(on).first, on, currency, policy, among),
    )
    return _facts(on, read)


def measured(
    conn: Connection,
    on: dt.date,
    policy: Policy,
    year: Iterable[Year],
    currency: str,
    measures: Collection[str],
) -> dict[int, Facts]:
    """Account -> enough of what is known to compute these measures, of the whole book.

    Absent where that is nothing. `year` are the sales of twelve months. Nothing else is read than what these measures
    ask for: the rest looks unknown.
    """
    scope, asked = Scope(conn, on, None), frozenset(measures)
    people = _people(scope, policy.levels) if "coverage" in asked else {}
    read = _Read(
        kinds={},
        sold=bought.in_years(scope, currency)
        if asked & _QUARTERLY
        else {each.account_id: Bought(each.revenue, each.profit, quarters=0) for each in year},
        spans=bought.spans(scope, currency) if asked - _APART else {},
        rated=_rated(scope) if "status" in asked else {},
        people={},
        covered=_covered(scope, people, policy) if "coverage" in asked else {},
        touched={},
        wallets=_wallets(conn, on, currency, None) if asked & _WALLET else {},
        spent=costs(conn, trailing_year(on).first, on, currency, policy) if asked & _COSTS else {},
    )
    if "time_share" in asked:
        # who got no time has a share of it, which is nothing
        return _facts(on, read._replace(kinds=_kinds(scope)))
    some = {*read.spans, *read.rated, *read.covered, *read.wallets, *read.spent}
    return _facts(on, read._replace(kinds={key: kind for key, kind in _kinds(scope).items() if key in some}))


class _Read(NamedTuple):
    """What facts are put together from, each by account."""

    kinds: Mapping[int, str]
    """Of those that facts are wanted of."""
    sold: Mapping[int, Bought]
    spans: Mapping[int, Span]
    rated: Mapping[int, tuple[int, dt.date]]
    people: Mapping[int, list[Person]]
    covered: Mapping[int, Coverage]
    touched: Mapping[int, dt.date]
    wallets: Mapping[int, FactRow]
    spent: Mapping[int, Costs]


def _facts(on: dt.date, read: _Read) -> dict[int, Facts]:
    ends, nothing, found = bought.quarter_ends(on, QUARTERS), Bought(), {}
    for account, kind in read.kinds.items():
        first, last, is_ours = read.spans.get(account, _NEVER)
        mine = read.sold.get(account, nothing)
        # what an account buys in another currency is unknown in this one, not nothing
        since = first if is_ours else None
        strength, rated_on = read.rated.get(account, (None, None))
        cost, wallet = read.spent.get(account, NOTHING), read.wallets.get(account)
        found[account] = Facts(
            account_id=account,
            kind=kind,
            bought_first=first,
            bought_last=last,
            revenue=None if since is None else mine.year,
            profit=None if since is None else mine.profit,
            revenue_before=None if since is None or since > ends[7] else sum(mine.quarters[4:8]),
            orders=mine.orders,
            quarters=bought.quarters(mine, since, ends),
            largest_order=bought.largest(mine),
            strength=strength,
            rated_on=rated_on,
            coverage=value(read.covered, account),
            people=sum((on - person.last_on).days <= ACTIVE_DAYS for person in read.people.get(account, ())),
            touched_last=read.touched.get(account),
            minutes=cost.minutes,
            wallet=None if wallet is None else wallet.a_year,
            wallet_on=None if wallet is None else wallet.on,
            cost_to_serve=cost.cost_to_serve,
            concessions=cost.granted or 0,
        )
    return found


_NEVER: tuple[dt.date | None, dt.date | None, bool] = (None, None, False)


def coverages(conn: Connection, on: dt.date, policy: Policy, accounts: Accounts = None) -> dict[int, Coverage]:
    """Account -> how much of it is in touch with us at the end of a day (D16); absent where nobody is known."""
    scope = Scope(conn, on, accounts)
    return _covered(scope, _people(scope, policy.levels), policy)


def value(found: Mapping[int, Coverage], account: int) -> float | None:
    """The coverage of an account 0-100; None where nobody is known."""
    return None if account not in found else found[account].value


def whole(conn: Connection, on: dt.date, policy: Policy, currency: str, *, timed: bool = True) -> Whole:
    """The book on a day, for shares and ranks; `timed`: also of our time."""
    logged = minutes(conn, on, policy) if timed else 0
    often = bought.orders_in_year(conn, on, currency)
    return whole_of(on, currency, bought.in_year(conn, on, currency), logged)._replace(
        orders=sorted(orders for orders, _ in often),
        last_days=list(map(dt.date.fromisoformat, sorted(last for _, last in often))),
    )


def whole_of(on: dt.date, currency: str, year: Iterable[Year], logged: int) -> Whole:
    """The book on a day, of the sales of the twelve months up to it and the minutes `logged` in them.

    How often and when last accounts bought, is left out.
    """
    buying = [each for each in year if each.revenue > 0]
    profits = sorted(each.profit for each in buying if each.profit is not None)
    revenue = sum(each.revenue for each in buying)
    # where less than half of the revenue has a profit, ranks by it would be ranks of those who happen to have one
    known = sum(each.known for each in buying)
    return Whole(
        on=on,
        currency=currency,
        revenue=revenue,
        profit=sum(profit for profit in profits if profit > 0),
        has_profit=bool(profits) and 2 * known >= revenue,
        minutes=logged,
        revenues=sorted(each.revenue for each in buying),
        profits=profits,
        orders=(),
        last_days=(),
    )


def minutes(conn: Connection, on: dt.date, policy: Policy) -> int:
    """All that was logged in the twelve months up to a day."""
    return sum(_minutes(Scope(conn, on, None), policy).values())


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
