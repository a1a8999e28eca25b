"""The day from which nothing of an invoice is open: what is kept of it, and what payments and credit notes say."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from kamtui.domain.invoices import Movement, settled_on
from kamtui.store.sqlite import Connection


class Difference(NamedTuple):
    """An invoice whose kept day is not what the payments say; ISO dates, None: something is open."""

    invoice_id: int
    kept: str | None
    computed: str | None


def differences(conn: Connection, invoices: Iterable[int] | None = None) -> list[Difference]:
    """The invoices, of these or of all, whose kept day of settlement is wrong."""
    ids = None if invoices is None else json.dumps(sorted(set(invoices)))
    moved = _movements(conn, ids)
    found = []
    for key, issued, amount, currency, credited, kept in conn.execute(
        "SELECT id, issued_on, amount, currency, credits, settled_on FROM main.invoice"
        f" WHERE {_among('id', ids)} ORDER BY id",
        {"ids": ids},
    ):
        # a credit note that takes an invoice back is a movement of that one, and open nowhere else
        day = dt.date.fromisoformat(issued)
        settled = day if credited is not None else settled_on(day, amount, moved.get(key, ()), currency)
        computed = None if settled is None else settled.isoformat()
        if computed != kept:
            found.append(Difference(key, kept, computed))
    return found


def repair(conn: Connection) -> set[int]:
    """Keep with every invoice the day that its payments say, in the caller's transaction; the wrong ones."""
    wrong = differences(conn)
    conn.executemany(
        "UPDATE invoice SET settled_on = ? WHERE id = ?", [(found.computed, found.invoice_id) for found in wrong]
    )
    return {found.invoice_id for found in wrong}


def touched(conn: Connection, change: int) -> list[int] | None:
    """The invoices whose settlement a change may have moved, by its journal; None: any."""
    found: set[int] = set()
    for row, before, after, is_block, table in conn.execute(
        "SELECT row, before, after, before IS NULL AND after IS NULL, tbl FROM journal"
        " WHERE change_id = ? AND tbl IN ('invoice', 'payment')",
        (change,),
    ):
        if is_block:
            return None
        if table == "invoice":
            found.add(row)
        named = "credits" if table == "invoice" else "invoice_id"
        images = (json.loads(image) for image in (before, after) if image is not None)
        found |= {image[named] for image in images if image.get(named) is not None}
    return with_credited(conn, found)


def with_credited(conn: Connection, invoices: Iterable[int]) -> list[int]:
    """These invoices, and those that the credit notes among them take back."""
    ids = set(invoices)
    rows = conn.execute(
        "SELECT credits FROM main.invoice WHERE credits IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(ids)),),
    )
    return sorted(ids | {credited for (credited,) in rows})


def left(conn: Connection, invoice: int) -> int:
    """What is open of an invoice after all that names it, whenever; below zero where too much was paid."""
    (amount,) = conn.execute("SELECT amount FROM main.invoice WHERE id = ?", (invoice,)).fetchone()
    moved = _movements(conn, json.dumps([invoice])).get(invoice, ())
    return int(amount) + sum(change for _, change in moved)


def _movements(conn: Connection, ids: str | None) -> dict[int, list[Movement]]:
    """Invoice -> what payments and credit notes do to what is open of it."""
    found: dict[int, list[Movement]] = defaultdict(list)
    for invoice, on, change in conn.execute(
        f"""
        SELECT invoice_id, on_date, -amount FROM main.payment
            WHERE invoice_id IS NOT NULL AND {_among("invoice_id", ids)}
        UNION ALL
        SELECT credits, issued_on, amount FROM main.invoice WHERE credits IS NOT NULL AND {_among("credits", ids)}
        UNION ALL
        SELECT c.credits, max(c.issued_on, p.on_date), -p.amount
            FROM main.invoice c JOIN main.payment p ON p.invoice_id = c.id
            WHERE c.credits IS NOT NULL AND {_among("c.credits", ids)}
        """,
        {"ids": ids},
    ):
        found[invoice].append((dt.date.fromisoformat(on), change))
    return found


def _among(column: str, ids: str | None) -> str:
    return "1" if ids is None else f"{column} IN (SELECT value FROM json_each(:ids))"
