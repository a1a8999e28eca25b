"""Figures over time read: rows of a list, the newest of a metric, sums of a window in which nothing counts twice."""

from __future__ import annotations

import datetime as dt
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kamtui.domain.facts import Confidence, Metric
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.sqlite import Connection
from kamtui.store.values import in_order


class FactRow(NamedTuple):
    """A figure as it is known."""

    id: int
    account_id: int
    account: str
    metric: Metric
    period: str
    first: dt.date
    last: dt.date
    product: str
    """"": of all products."""
    value: int
    """In 1/10,000 of the unit, amounts as well as counts."""
    unit: str
    currency: str | None
    """None: not money."""
    on: dt.date
    """From which day on it was known or estimated so."""
    source: str
    confidence: Confidence | None
    recorded_at: str

    @property
    def a_year(self) -> int:
        """What a figure for a shorter period comes to in a year; one for longer stays."""
        days = (self.last - self.first).days + 1
        return self.value if days >= YEAR else round(self.value * YEAR / days)


YEAR = 365
"""Days of a year that figures are brought to."""

Key = tuple[int, str, str, str, str]
"""Account, metric, period, product, source: what makes two figures the same one."""

_SELECT = (
    "SELECT x.id, x.account_id, a.name, x.metric, x.period, x.first_on, x.last_on, x.product, x.value, x.unit,"
    " x.currency, x.on_date, x.source, x.confidence, x.recorded_at FROM fact x JOIN account a ON a.id = x.account_id"
)


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    metric: Metric | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> array[int]:
    """Figures that match, the latest periods first; a period counts that has a day from `since` to `until`."""
    where, values = ["1"], list[object]()
    for condition, value in (
        ("account_id = ?", account),
        ("metric = ?", metric),
        ("last_on >= ?", since and since.isoformat()),
        ("first_on <= ?", until and until.isoformat()),
    ):
        if value is not None:
            where.append(condition)
            values.append(value)
    found = conn.execute(f"SELECT id FROM fact WHERE {' AND '.join(where)} ORDER BY last_on DESC, id DESC", values)
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[FactRow]:
    """These figures, in the order of `keys`."""
    found = conn.execute(f"{_SELECT} WHERE x.id IN ({','.join(map(str, keys))})")
    return in_order(keys, map(_row, found))


def one(conn: Connection, key: int) -> FactRow:
    """One figure; raises NotFound."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no figure {key}", key=key))
    return found[0]


def known(conn: Connection, accounts: Iterable[int]) -> dict[Key, FactRow]:
    """The figures of some accounts by what makes them the same; of several the one that was known last."""
    chosen = json.dumps(list(accounts))
    where = "x.account_id IN (SELECT value FROM json_each(?)) ORDER BY x.on_date, x.id"
    found = map(_row, conn.execute(f"{_SELECT} WHERE {where}", (chosen,)))
    return {(row.account_id, row.metric, row.period, row.product, row.source): row for row in found}


def same(conn: Connection, key: Key) -> FactRow | None:
    """The figure of the same thing that was known last, if there is one."""
    found = conn.execute(
        f"{_SELECT} WHERE x.account_id = ? AND x.metric = ? AND x.period = ? AND x.product = ? AND x.source = ?"
        " ORDER BY x.on_date DESC, x.id DESC LIMIT 1",
        key,
    ).fetchone()
    return None if found is None else _row(found)


def newest(
    conn: Connection,
    metric: Metric,
    on: dt.date,
    accounts: Iterable[int] | None = None,
    *,
    product: str = "",
    currency: str | None = None,
) -> dict[int, FactRow]:
    """Account -> its newest figure of a metric as it was known on a day: of the latest period that had begun by then.

    Of all products unless one is named; of several sources the one that was known last. `accounts` None: all;
    `currency` None: any.
    """
    found = _read(
        conn,
        "x.metric = :metric AND x.product = :product AND x.on_date <= :on AND x.first_on <= :on"
        " AND (:currency IS NULL OR x.currency = :currency)",
        {"metric": metric, "product": product, "on": on.isoformat(), "currency": currency},
        accounts,
    )
    # the later ones take the place of the earlier ones
    return {row.account_id: row for row in sorted(found, key=lambda row: (row.last, row.on, row.id))}


def totals(
    conn: Connection,
    metric: Metric,
    first: dt.date,
    last: dt.date,
    accounts: Iterable[int] | None = None,
    *,
    on: dt.date | None = None,
    currency: str | None = None,
) -> dict[int, dict[str, int]]:
    """Account -> currency (or unit) -> sum over the periods that end from `first` to `last`.

    No day counts twice: what is said again by a product of what is known in all, by a shorter period or by another
    source is left out. `on`: as it was known on that day; `accounts` None: all; `currency` None: any.
    """
    found = _read(
        conn,
        "x.metric = :metric AND x.last_on BETWEEN :first AND :last AND (:on IS NULL OR x.on_date <= :on)"
        " AND (:currency IS NULL OR x.currency = :currency)",
        {
            "currency": currency,
            "metric": metric,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "on": None if on is None else on.isoformat(),
        },
        accounts,
    )
    by_account: dict[int, list[FactRow]] = defaultdict(list)
    for row in found:
        by_account[row.account_id].append(row)
    return {account: _summed(_once(mine)) for account, mine in by_account.items()}


def amounts(
    conn: Connection,
    metric: Metric,
    first: dt.date,
    last: dt.date,
    currency: str,
    accounts: Iterable[int] | None = None,
) -> dict[int, int]:
    """Account -> an amount summed over the periods that end in these days, as it was known on the last of them."""
    found = totals(conn, metric, first, last, accounts, on=last, currency=currency)
    return {account: sums[currency] for account, sums in found.items()}


def _once(found: Iterable[FactRow]) -> list[FactRow]:
    """The figures without those that others say already: all products first, then the longest period, the newest."""
    taken, covered, anywhere = list[FactRow](), defaultdict[str, set[int]](set), set[int]()
    for row in sorted(found, key=lambda row: (row.product != "", row.first - row.last, -row.on.toordinal(), -row.id)):
        days = range(row.first.toordinal(), row.last.toordinal() + 1)
        rivals = (covered[row.product], covered[""]) if row.product else (anywhere,)
        if all(rival.isdisjoint(days) for rival in rivals):
            taken.append(row)
            covered[row.product].update(days)
            anywhere.update(days)
    return taken


def _summed(found: Iterable[FactRow]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for row in found:
        sums[row.currency or row.unit] += row.value
    return dict(sums)


def _read(conn: Connection, where: str, values: dict[str, object], accounts: Iterable[int] | None) -> Iterable[FactRow]:
    if accounts is not None:
        where += " AND x.account_id IN (SELECT value FROM json_each(:accounts))"
        values = {**values, "accounts": json.dumps(list(accounts))}
    return map(_row, conn.execute(f"{_SELECT} WHERE {where}", values))


def _row(row: tuple[Any, ...]) -> FactRow:
    day = dt.date.fromisoformat
    key, account, name, metric, period, first, last, product, value, unit, currency, on, source, sure, recorded = row
    return FactRow(
        key,
        account,
        name,
        Metric(metric),
        period,
        day(first),
        day(last),
        product,
        value,
        unit,
        currency,
        day(on),
        source,
        Confidence(sure) if sure else None,
        recorded,
    )
