"""Quotas read: what each of us has to bring in a fiscal year."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.periods import Period
from kamtui.store.fragments import LATEST
from kamtui.store.sqlite import Connection


class Quota(NamedTuple):
    """What somebody has to bring in a fiscal year."""

    id: int
    who: str
    """A login."""
    year: Period
    amount: int
    """1/10,000."""
    currency: str
    on: dt.date
    author: str


def in_force(conn: Connection, on: dt.date, year: Period | None = None) -> list[Quota]:
    """The quotas of the fiscal years that have a day in `year` (None: all), as they stood on a day, by year and login.

    Of one fiscal year and currency the newest is in force.
    """
    first, last = (dt.date.min, dt.date.max) if year is None else year
    found = conn.execute(
        f"SELECT id, who, first_on, last_on, amount, currency, on_date, author, {LATEST} FROM quota"
        f" WHERE on_date <= :on AND first_on <= :last AND last_on >= :first GROUP BY who, first_on, {_ENTERED_IN}"
        " ORDER BY first_on, who COLLATE NOCASE, currency",
        {"on": on.isoformat(), "first": first.isoformat(), "last": last.isoformat()},
    )
    day = dt.date.fromisoformat
    return [
        Quota(key, who, Period(day(begin), day(end)), amount, currency, day(said), author)
        for key, who, begin, end, amount, currency, said, author, _ in found
    ]


_ENTERED_IN = "ifnull((SELECT m.currency FROM main.quota m WHERE m.id = quota.id), currency)"
"""SQL: the currency of a quota; looked at in another, quotas in two currencies do not take each other's place."""


def one(conn: Connection, key: int) -> Quota:
    """One quota that was just set."""
    return next(quota for quota in in_force(conn, dt.date.max) if quota.id == key)
