"""What accounts bought lately beside what they bought a year before, and when they ordered last (D18, SIG-09)."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.periods import compared
from kamtui.domain.policy import SignalRules
from kamtui.domain.signals.situation import Trend
from kamtui.store.fragments import LATEST
from kamtui.store.scope import Scope
from kamtui.store.values import date_or_none

PROJECT_MONTHS = 12
"""Whole months that are compared with the same of last year for who buys by the project; others' are three (D18)."""

TRACE_DAYS = 365
"""Who ordered last before that is gone, not quiet."""

ASKS = (
    "s.recent_revenue * 100 < :fallen * s.earlier_revenue"
    " OR (s.tier = 'regular' AND s.last_order_on BETWEEN :ordered_first AND :ordered_last)"
)
"""SQL over `standing s`: its sales may have fallen, or it may have been quiet for long."""

COLUMNS = "s.recent_revenue, s.earlier_revenue, s.last_order_on"
"""SQL over `standing s`: what `Sold.of` looks at."""


class Sold:
    """What is said of the sales of each account on a day, from what is kept of it in its standing."""

    def __init__(self, scope: Scope, rules: SignalRules) -> None:
        self._now, _ = compared(scope.on)
        self._first = (scope.on - dt.timedelta(days=TRACE_DAYS)).isoformat()
        self._last = (scope.on - dt.timedelta(days=rules.quiet_days + 1)).isoformat()
        self._fallen = max(rules.sales_amber, rules.sales_red)
        self._projects = frozenset(_by_project(scope))
        self.by_project = _trends(Scope(scope.conn, scope.on, self._projects, then=scope.is_then))
        """Of those who buy by the project; what is kept in the standing is not for them."""

    @property
    def values(self) -> dict[str, object]:
        """The values of ASKS."""
        return {"fallen": self._fallen, "ordered_first": self._first, "ordered_last": self._last}

    def of(self, account: int, revenue: int, before: int, ordered: str | None) -> tuple[Trend | None, dt.date | None]:
        """Its trend, where there is something to compare with; when it ordered last, where it has been quiet since."""
        if account in self._projects:
            return self.by_project.get(account), None
        is_quiet = ordered is not None and self._first <= ordered <= self._last
        quiet = date_or_none(ordered) if is_quiet else None
        return Trend(self._now, revenue, before) if before > 0 else None, quiet


def _by_project(scope: Scope) -> list[int]:
    """The accounts that are judged to buy by the project, or once."""
    rows = scope.rows(
        f"SELECT account_id, answer, {LATEST} FROM judgement WHERE criterion = 'pattern' AND on_date <= :on"
    )
    return [account for account, answer, _ in rows if answer in ("project", "one_off")]


def _trends(scope: Scope) -> dict[int, Trend]:
    """The last twelve whole months beside those of the year before."""
    now, then = compared(scope.on, PROJECT_MONTHS)
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
