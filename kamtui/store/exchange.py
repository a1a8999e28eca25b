"""Looking at the book in one currency: every amount as that of the currency asked for, at stated rates (P11).

Like a look at another day it is a matter of views, so that every read works unchanged. One rate for each currency, the
latest up to a day: reports of one day can be compared, and whoever reads one can be told the rate and its date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kamtui.domain.rates import Exchange
from kamtui.domain.rates import exchange as between
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store import rates
from kamtui.store.sqlite import Connection

AMOUNTS: Mapping[str, Sequence[str]] = {
    "book": (),
    "account": (),
    "sale": ("amount", "profit"),
    "fact": ("value",),
    "invoice": ("amount",),
    "payment": ("amount",),
    "credit_decision": ("credit_limit",),
    "terms": ("cost", "value"),
    "product": ("list_price",),
    "opportunity": ("amount",),
    "quota": ("amount",),
    "goal": ("base", "target"),
}
"""Table with a currency -> its columns in it."""

CODES = {"goal": "unit"}
"""Where the column that says the currency has another name."""

_IN_MONEY = "metric IN ('revenue', 'profit')"
IS_MONEY = {"terms": {"value": "unit = 'money'"}, "goal": {"base": _IN_MONEY, "target": _IN_MONEY, "unit": _IN_MONEY}}
"""Columns that are amounts, or a currency, only in some rows."""


def exchanges(conn: Connection, into: str, on: dt.date) -> list[Exchange]:
    """How each other currency in the book is taken into one on a day; raises NotFound where a rate is missing."""
    # accounts and the book itself have a currency, and no amount that would need a rate
    held = [table for table, amounts in AMOUNTS.items() if amounts]
    used = " UNION ".join(f"SELECT {_code(table)} AS currency FROM {table} WHERE {_has_code(table)}" for table in held)
    known = rates.all_rates(conn)
    found, missing = list[Exchange](), list[str]()
    for (code,) in conn.execute(f"SELECT currency FROM ({used}) WHERE currency <> ? ORDER BY currency", (into,)):
        way = between(known, code, into, on)
        if way is None:
            missing.append(code)
        else:
            found.append(way)
    if missing:
        enter = f"kamtui rate set {missing[0]} RATE --base {into}"
        message = "no rate is known from {missing} to {into} on {on}; enter it: {command}"
        raise NotFound(t(message, missing=", ".join(missing), into=into, on=on, command=enter))
    return found


def prepare(conn: Connection, found: Sequence[Exchange]) -> None:
    """Let SQL on this connection take an amount into the currency that these exchanges lead to."""
    ways = {way.currency: way for way in found}

    def taken(amount: int | None, currency: str | None) -> int | None:
        way = ways.get(currency or "")
        return amount if amount is None or way is None else way.converted(amount)

    conn.create_function("taken", 2, taken, deterministic=True)


def columns(conn: Connection, table: str, into: str) -> str:
    """The columns of a table, amounts taken into a currency; for a SELECT after `prepare`."""
    return ", ".join(_column(table, row[1], into) for row in conn.execute(f"PRAGMA main.table_info({table})"))


def _column(table: str, name: str, into: str) -> str:
    code = _code(table)
    if name == code:
        return f"CASE WHEN {code} IS NOT NULL AND {_has_code(table)} THEN '{into}' ELSE {code} END AS {code}"
    if name not in AMOUNTS[table]:
        return name
    return f"CASE WHEN {_has(table, name)} THEN taken({name}, {code}) ELSE {name} END AS {name}"


def _code(table: str) -> str:
    return CODES.get(table, "currency")


def _has_code(table: str) -> str:
    return _has(table, _code(table))


def _has(table: str, name: str) -> str:
    """SQL: whether a column of a row is an amount, or a currency."""
    return IS_MONEY.get(table, {}).get(name, "1")


def own(conn: Connection, amount: int, into: str, on: dt.date) -> int | None:
    """What the policy or a user says in the book's own currency, in another one; None: no rate is known.

    The book's own is the one it was made with, whatever currency it is looked at in.
    """
    (code,) = conn.execute("SELECT currency FROM main.book").fetchone()
    way = between(rates.all_rates(conn), code, into, on)
    return None if way is None else way.converted(amount)
