"""Rates between currencies read."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain import rates
from kamtui.domain.rates import Exchange, Rate
from kamtui.store.sqlite import Connection


class RateRow(NamedTuple):
    """A rate as it was entered."""

    id: int
    rate: Rate


def rows(conn: Connection, currency: str | None = None) -> list[RateRow]:
    """Every rate, of one currency or all, the newest first."""
    found = conn.execute(
        "SELECT id, currency, base, on_date, value, source FROM rate"
        " WHERE :currency IS NULL OR :currency IN (currency, base) ORDER BY on_date DESC, currency, base",
        {"currency": currency},
    )
    return [
        RateRow(key, Rate(code, base, dt.date.fromisoformat(on), value, source))
        for key, code, base, on, value, source in found
    ]


def all_rates(conn: Connection) -> list[Rate]:
    """Every rate."""
    return [row.rate for row in rows(conn)]


def exchange(conn: Connection, currency: str, into: str, on: dt.date) -> Exchange | None:
    """How one currency is taken into another on a day; None: nobody knows."""
    return rates.exchange(all_rates(conn), currency, into, on)


def same(conn: Connection, currency: str, base: str, on: dt.date) -> RateRow | None:
    """The rate of that day, if there is one."""
    return next((row for row in rows(conn, currency) if row.rate[:3] == (currency, base, on)), None)
