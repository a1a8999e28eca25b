"""Payments read: what customers paid, for which invoice or on account."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

from kamtui.domain.invoices import PaymentKind
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.sqlite import Connection
from kamtui.store.values import in_order


class Payment(NamedTuple):
    """One payment."""

    id: int
    account_id: int
    account: str
    invoice_id: int | None
    """None: on account."""
    invoice: str | None
    """The number of the invoice."""
    on: dt.date
    amount: int
    """In 1/10,000; below zero: paid back."""
    currency: str
    kind: PaymentKind
    number: str
    note: str
    recorded_at: str


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    invoice: int | None = None,
    kind: PaymentKind | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    on_account: bool = False,
) -> array[int]:
    """Payments that match, the latest first; `on_account`: only those that name no invoice."""
    where, values = ["1"], dict[str, object]()
    for name, clause, value in (
        ("account", "account_id = :account", account),
        ("invoice", "invoice_id = :invoice", invoice),
        ("kind", "kind = :kind", kind),
        ("since", "on_date >= :since", since),
        ("until", "on_date <= :until", until),
    ):
        if value is not None:
            where.append(clause)
            values[name] = value.isoformat() if isinstance(value, dt.date) else value
    if on_account:
        where.append("invoice_id IS NULL")
    found = conn.execute(f"SELECT id FROM payment WHERE {' AND '.join(where)} ORDER BY on_date DESC, id DESC", values)
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[Payment]:
    """These payments, in the order of `keys`."""
    found = conn.execute(
        "SELECT p.id, p.account_id, a.name, p.invoice_id, i.number, p.on_date, p.amount, p.currency, p.kind, p.number,"
        " p.note, p.recorded_at FROM payment p JOIN account a ON a.id = p.account_id"
        f" LEFT JOIN invoice i ON i.id = p.invoice_id WHERE p.id IN ({','.join(map(str, keys))})"
    )
    return in_order(keys, map(_payment, found))


def one(conn: Connection, key: int) -> Payment:
    """One payment; raises NotFound."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no payment {key}", key=key))
    return found[0]


def with_key(conn: Connection, key: str, account: int) -> int | None:
    """The payment that came in under this key for the account, if any."""
    row = conn.execute("SELECT id FROM main.payment WHERE key = ? AND account_id = ?", (key, account)).fetchone()
    return None if row is None else int(row[0])


def next_unnumbered(conn: Connection) -> int:
    """A number no payment without one has had yet."""
    (last,) = conn.execute("SELECT ifnull(max(id), 0) FROM main.payment").fetchone()
    return int(last) + 1


def _payment(row: tuple[Any, ...]) -> Payment:
    *head, on, amount, currency, kind, number, note, recorded = row
    return Payment._make(
        (*head, dt.date.fromisoformat(on), amount, currency, PaymentKind(kind), number, note, recorded)
    )
