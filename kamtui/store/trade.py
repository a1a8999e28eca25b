"""What accounts bought lately beside what they bought a year before, and when they ordered last (D18, SIG-09)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from kamtui.domain.periods import Period, add_months, month_start
from kamtui.domain.signals.situation import Trend
from kamtui.store.fragments import LATEST
from kamtui.store.scope import Scope

MONTHS = 3
"""Whole months that are compared with the same of last year (D18)."""

PROJECT_MONTHS = 12
"""The same for who buys by the project."""

TRACE_DAYS = 365
"""Who ordered last before that is gone, not quiet."""


def by_project(scope: Scope) -> list[int]:
    """The accounts that are judged to buy by the project, or once."""
    rows = scope.rows(
        f"SELECT account_id, answer, {LATEST} FROM judgement WHERE criterion = 'pattern' AND on_date <= :on"
    )
    return [account for account, answer, _ in rows if answer in ("project", "one_off")]


def trends(scope: Scope, projects: Collection[int]) -> dict[int, Trend]:
    """The last whole months beside the same of last year; twelve of them for those who buy by the project."""
    found = _trends(scope, MONTHS)
    if projects:
        some = Scope(scope.conn, scope.on, projects, then=scope.is_then)
        for account in projects:
            found.pop(account, None)
        found |= _trends(some, PROJECT_MONTHS)
    return found


def quiet_since(scope: Scope, projects: Collection[int], days: int) -> dict[int, dt.date]:
    """When those ordered last who have not ordered for so many days, but within a year; not who buys by the project."""
    rows = scope.rows(
        "SELECT account_id, max(on_date) FROM sale WHERE on_date BETWEEN :first AND :on AND amount > 0"
        " AND account_id IS NOT NULL",
        by="account_id HAVING max(on_date) < :before",
        first=scope.on - dt.timedelta(days=TRACE_DAYS),
        before=scope.on - dt.timedelta(days=days),
    )
    return {account: dt.date.fromisoformat(day) for account, day in rows if account not in projects}


def _trends(scope: Scope, months: int) -> dict[int, Trend]:
    end = month_start(scope.on)
    now = Period(add_months(end, -months), end - dt.timedelta(days=1))
    then = Period(add_months(now.first, -12), add_months(end, -12) - dt.timedelta(days=1))
    rows = scope.rows(
        "SELECT x.account_id, total(CASE WHEN x.on_date >= :now_first THEN x.amount END),"
        " total(CASE WHEN x.on_date <= :then_last THEN x.amount END)"
        " FROM sale x JOIN standing s ON s.account_id = x.account_id AND s.currency = x.currency"
        " WHERE (x.on_date BETWEEN :then_first AND :then_last OR x.on_date BETWEEN :now_first AND :now_last)",
        by="x.account_id",
        of="x.",
        now_first=now.first,
        now_last=now.last,
        then_first=then.first,
        then_last=then.last,
    )
    return {account: Trend(now, int(revenue), int(before)) for account, revenue, before in rows if before > 0}
