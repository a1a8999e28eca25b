"""Who bought in which period, read at once for all accounts (R30); who left is often archived, so those count too."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence

from kamtui.domain import retention as rules
from kamtui.domain.periods import Period, Span, add_months
from kamtui.domain.retention import Bought, Kept
from kamtui.store import fiscal
from kamtui.store.fragments import PROFIT
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


def retention(conn: Connection, span: Span, on: dt.date, count: int) -> list[Kept]:
    """Who stayed in each of the last so many periods up to the one of a day, the oldest first."""
    start = fiscal.start(conn)
    current = span.holding(on, start)
    periods = [span.holding(add_months(current.first, -back * span.months), start) for back in range(count, -1, -1)]
    first = date_or_none(conn.execute("SELECT min(on_date) FROM sale WHERE account_id IS NOT NULL").fetchone()[0])
    if first is None or first > on:
        return []
    return rules.kept(periods, buyers(conn, periods, on), _before(conn, periods[0].first), Period(first, on))


def buyers(conn: Connection, periods: Sequence[Period], on: dt.date) -> list[dict[int, dict[str, Bought]]]:
    """Account -> currency -> what it bought, for each period as far as it has gone by a day."""
    found: list[dict[int, dict[str, Bought]]] = [defaultdict(dict) for _ in periods]
    days = [
        (number, period.first.isoformat(), min(period.last, on).isoformat()) for number, period in enumerate(periods)
    ]
    for number, account, currency, revenue, profit in conn.execute(
        f"SELECT p.value ->> 0, x.account_id, x.currency, sum(x.amount), {PROFIT} FROM json_each(:periods) p"
        " CROSS JOIN sale x ON x.on_date BETWEEN p.value ->> 1 AND p.value ->> 2"
        " WHERE x.account_id IS NOT NULL GROUP BY 1, 2, 3",
        {"periods": json.dumps(days)},
    ):
        found[number][account][currency] = Bought(revenue, profit)
    return found


def _before(conn: Connection, first: dt.date) -> set[int]:
    """Who bought before a day."""
    rows = conn.execute(
        "SELECT DISTINCT account_id FROM sale WHERE on_date < ? AND amount > 0 AND account_id IS NOT NULL",
        (first.isoformat(),),
    )
    return {account for (account,) in rows}
