"""Peaks read: when customers need more, and whether anybody prepares it."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from kamtui.domain.peaks import Peak
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order

_SELECT = (
    "SELECT p.id, p.account_id, a.name, p.name, p.product, p.starts_on, p.ends_on, p.lead_days, p.quantity, p.unit,"
    " p.note, p.result, p.on_date, p.author, p.cancelled_on,"
    " (SELECT count(*) FROM task k WHERE k.peak_id = p.id AND k.state = 'open'),"
    " (SELECT count(*) FROM task k WHERE k.peak_id = p.id AND k.state = 'done')"
    " FROM peak p CROSS JOIN account a ON a.id = p.account_id"
)
"""CROSS JOIN: an account without a peak need not be looked up."""

_SHORT_YEAR, _LONG_YEAR = 320, 410
"""Days between the beginnings of a peak that moves with the moon or with somebody's plans."""


def ids(
    conn: Connection,
    on: dt.date,
    *,
    account: int | None = None,
    past: bool = False,
    until: dt.date | None = None,
) -> array[int]:
    """Peaks that run or are ahead on a day, the nearest first; `past`: also those that are over or called off."""
    found = conn.execute(
        "SELECT p.id FROM peak p JOIN account a ON a.id = p.account_id"
        " WHERE (:account IS NULL OR p.account_id = :account) AND (:until IS NULL OR p.starts_on <= :until)"
        " AND (:past OR (p.ends_on >= :on AND p.cancelled_on IS NULL AND a.archived_on IS NULL))"
        " ORDER BY p.starts_on, p.id",
        {"account": account, "past": past, "on": on.isoformat(), "until": None if until is None else until.isoformat()},
    )
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[Peak]:
    """These peaks, in the order of `keys`."""
    return in_order(keys, map(_peak, conn.execute(f"{_SELECT} WHERE p.id IN ({','.join(map(str, keys))})")))


def one(conn: Connection, peak: int) -> Peak:
    """One peak; raises NotFound."""
    found = rows(conn, [peak])
    if not found:
        raise NotFound(t("there is no peak {key}", key=peak))
    return found[0]


def peaks(conn: Connection, on: dt.date, accounts: Iterable[int] | None = None) -> dict[int, list[Peak]]:
    """Account -> its peaks that run or are ahead on a day, the nearest first; `accounts` None: all."""
    return of_scope(Scope(conn, on, accounts))


def of_scope(scope: Scope) -> dict[int, list[Peak]]:
    """The same for the accounts of a scope."""
    found: dict[int, list[Peak]] = defaultdict(list)
    for row in scope.rows(
        f"{_SELECT} WHERE p.ends_on >= :on AND p.cancelled_on IS NULL", by="", of="p.", order="p.starts_on, p.id"
    ):
        peak = _peak(row)
        found[peak.account_id].append(peak)
    return dict(found)


def a_year_before(conn: Connection, peak: Peak) -> dt.date | None:
    """When the peak of that name began a year before at the account; None where nobody entered it."""
    first, last = (peak.starts_on - dt.timedelta(days=days) for days in (_LONG_YEAR, _SHORT_YEAR))
    row = conn.execute(
        "SELECT max(starts_on) FROM peak WHERE account_id = ? AND name = ? COLLATE NOCASE AND starts_on BETWEEN ? AND ?"
        " AND cancelled_on IS NULL",
        (peak.account_id, peak.name, first.isoformat(), last.isoformat()),
    ).fetchone()
    return date_or_none(row[0])


def tasks(conn: Connection, peak: int) -> list[int]:
    """The tasks that prepare a peak, the earliest due first."""
    found = conn.execute("SELECT id FROM task WHERE peak_id = ? ORDER BY due_on IS NULL, due_on, id", (peak,))
    return [key for (key,) in found]


def open_tasks(conn: Connection, peak: int) -> list[tuple[int, dt.date | None]]:
    """The open ones of them: id and when they are due."""
    found = conn.execute("SELECT id, due_on FROM task WHERE peak_id = ? AND state = 'open' ORDER BY id", (peak,))
    return [(key, date_or_none(due)) for key, due in found]


def _peak(row: tuple[Any, ...]) -> Peak:
    day = dt.date.fromisoformat
    key, account, of, name, product, starts, ends, lead, quantity, unit, note, result, on, author, cancelled, *n = row
    dates = day(starts), day(ends)
    rest = lead, quantity, unit, note, result, day(on), author, date_or_none(cancelled), *n
    return Peak._make((key, account, of, name, product, *dates, *rest))
