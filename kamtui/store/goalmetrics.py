"""Where accounts stand in what goals are measured by (R86); who is absent has no figure, which is not nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from kamtui.domain.coverage import ACTIVE_DAYS
from kamtui.domain.goals import Metric
from kamtui.domain.money import SCALE
from kamtui.domain.periods import Period, trailing_year
from kamtui.domain.policy import Policy
from kamtui.store import figures
from kamtui.store.discretion import visible
from kamtui.store.fragments import counts, held
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

Found = dict[int, int]
"""Account -> value, in 1/10,000."""


def measured(
    conn: Connection, on: dt.date, accounts: Sequence[int], metric: Metric, year: Period, currency: str, policy: Policy
) -> Found:
    """Account -> where it stands at the end of a day in a plan's `year`; money in `currency`."""
    if metric is Metric.COVERAGE:
        return _coverage(conn, on, accounts, policy)
    scope = Scope(conn, on, accounts)
    if metric in (Metric.REVENUE, Metric.PROFIT):
        return _bought(scope, year, currency, "x.amount" if metric is Metric.REVENUE else "x.profit")
    return _READERS[metric](scope, year)


def _bought(scope: Scope, year: Period, currency: str, what: str) -> Found:
    """Of accounts that ever had a document in the currency; a profit only where every document of the year has one."""
    rows = scope.rows(
        f"SELECT x.account_id, CASE WHEN count(CASE WHEN x.on_date >= :first THEN 1 END) ="
        f" count(CASE WHEN x.on_date >= :first THEN {what} END)"
        f" THEN ifnull(sum(CASE WHEN x.on_date >= :first THEN {what} END), 0) END"
        " FROM sale x WHERE x.on_date <= :on AND x.currency = :currency AND x.account_id IS NOT NULL",
        by="x.account_id",
        of="x.",
        first=year.first,
        currency=currency,
    )
    return {account: value for account, value in rows if value is not None}


def _touches(scope: Scope, year: Period) -> Found:
    rows = scope.rows(
        "SELECT a.account_id, (SELECT count(DISTINCT ifnull(t.joins, t.id)) FROM touch t"
        f" WHERE t.account_id = a.account_id AND {counts('t')} AND t.on_date BETWEEN :first AND :on) {_ACCOUNTS}",
        by="",
        of="a.",
        first=year.first,
    )
    return {account: number * SCALE for account, number in rows}


def _people(scope: Scope, year: Period) -> Found:
    """Of accounts where somebody is known."""
    rows = scope.rows(
        "SELECT q.account_id, count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM touch_contact c JOIN touch t"
        f"  ON t.id = c.touch_id WHERE c.contact_id = q.contact_id AND t.account_id = q.account_id AND {counts('t')}"
        "  AND t.on_date BETWEEN date(:on, :days) AND :on) THEN q.contact_id END)"
        f" FROM position q WHERE {held('q')}",
        by="q.account_id",
        of="q.",
        days=f"-{ACTIVE_DAYS} days",
    )
    return {account: number * SCALE for account, number in rows}


def _satisfaction(scope: Scope, year: Period) -> Found:
    """The worst of the newest answers of a year, one of each respondent, as far as one may see them."""
    rows = scope.rows(
        "SELECT o.account_id, o.score, max(o.on_date || printf('%015d', o.id)) FROM opinion o"
        f" WHERE o.about = '' AND o.on_date BETWEEN :first AND :on AND {visible('o')}",
        # who is not named is nobody known: every such answer stands for itself
        by="o.account_id, ifnull(o.contact_id, -o.id)",
        of="o.",
        first=trailing_year(scope.on).first,
    )
    found: Found = {}
    for account, score, _ in rows:
        value = round(score * SCALE)
        found[account] = min(value, found.get(account, value))
    return found


def _late(scope: Scope, year: Period) -> Found:
    rows = scope.rows(
        "SELECT a.account_id, (SELECT count(*) FROM task k WHERE k.account_id = a.account_id AND k.by_customer = 0"
        "  AND k.due_on < :on AND k.on_date <= :on AND (k.state = 'open' OR k.done_on > :on))"
        f" {_ACCOUNTS}",
        by="",
        of="a.",
    )
    return {account: number * SCALE for account, number in rows}


def _coverage(conn: Connection, on: dt.date, accounts: Sequence[int], policy: Policy) -> Found:
    found = figures.coverages(conn, on, policy, accounts)
    return {account: round(cover.value * SCALE) for account, cover in found.items()}


_ACCOUNTS = "FROM (SELECT id AS account_id FROM account) a WHERE 1"

_READERS: Mapping[Metric, Callable[[Scope, Period], Found]] = {
    Metric.TOUCHES: _touches,
    Metric.PEOPLE: _people,
    Metric.SATISFACTION: _satisfaction,
    Metric.LATE: _late,
}
