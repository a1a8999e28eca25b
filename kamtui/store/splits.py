"""What may go with a part of an account that becomes an account of its own: read before a split."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.fragments import LATEST
from kamtui.store.sqlite import Connection


def positions(conn: Connection, account: int, people: Sequence[int], on: dt.date) -> list[int]:
    """Positions of these people at an account that are held on a day, or begin later; bosses first."""
    found = conn.execute(
        "SELECT id FROM position WHERE account_id = ? AND contact_id IN (SELECT value FROM json_each(?))"
        " AND (to_on IS NULL OR to_on > ?) ORDER BY reports_to IS NOT NULL, id",
        (account, json.dumps(people), on.isoformat()),
    )
    return [key for (key,) in found]


def touches(conn: Connection, account: int, people: Sequence[int], on: dt.date, *, bare: bool) -> list[int]:
    """Touches from a day on with nobody else than these people; `bare`: those with nobody at all, too."""
    found = conn.execute(
        "SELECT x.id FROM touch x WHERE x.account_id = :account AND x.on_date >= :on"
        " AND (:bare OR EXISTS (SELECT 1 FROM touch_contact c WHERE c.touch_id = x.id))"
        " AND NOT EXISTS (SELECT 1 FROM touch_contact c WHERE c.touch_id = x.id"
        "  AND c.contact_id NOT IN (SELECT value FROM json_each(:people))) ORDER BY x.id",
        {"account": account, "on": on.isoformat(), "people": json.dumps(people), "bare": bare},
    )
    return [key for (key,) in found]


def tasks(conn: Connection, account: int, people: Sequence[int], touched: Sequence[int]) -> list[int]:
    """Open tasks that are about these people, or came from these touches."""
    found = conn.execute(
        "SELECT id FROM task WHERE account_id = ? AND state = 'open'"
        " AND (contact_id IN (SELECT value FROM json_each(?))"
        "  OR (contact_id IS NULL AND touch_id IN (SELECT value FROM json_each(?)))) ORDER BY id",
        (account, json.dumps(people), json.dumps(touched)),
    )
    return [key for (key,) in found]


def issues(conn: Connection, account: int, people: Sequence[int], touched: Sequence[int], on: dt.date) -> list[int]:
    """Issues of these people, or without anybody from these touches: those from a day on, and those still open."""
    found = conn.execute(
        "SELECT id FROM issue WHERE account_id = ? AND (on_date >= ? OR resolved_on IS NULL)"
        " AND (contact_id IN (SELECT value FROM json_each(?))"
        "  OR (contact_id IS NULL AND touch_id IN (SELECT value FROM json_each(?)))) ORDER BY id",
        (account, on.isoformat(), json.dumps(people), json.dumps(touched)),
    )
    return [key for (key,) in found]


def opportunities(conn: Connection, account: int, wanted: Sequence[int]) -> list[int]:
    """These opportunities; raises NotFound where one of them is not the account's."""
    found = conn.execute(
        "SELECT id FROM opportunity WHERE account_id = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (account, json.dumps(wanted)),
    )
    keys = [key for (key,) in found]
    if missing := set(wanted).difference(keys):
        raise NotFound(t("opportunity {key} is not of this account", key=min(missing)))
    return keys


def sales(conn: Connection, account: int, on: dt.date, numbers: Sequence[str] | None) -> list[int]:
    """Sales documents from a day on, those of these numbers or all (None)."""
    found = conn.execute(
        "SELECT id FROM sale WHERE account_id = :account AND on_date >= :on"
        " AND (:numbers IS NULL OR number IN (SELECT value FROM json_each(:numbers))) ORDER BY id",
        {"account": account, "on": on.isoformat(), "numbers": None if numbers is None else json.dumps(numbers)},
    )
    return [key for (key,) in found]


def invoices(conn: Connection, account: int, on: dt.date, numbers: Sequence[str] | None) -> list[int]:
    """Invoices from a day on, those of these numbers or all (None), with the credit notes that take them back.

    A credit note of an invoice that stays, stays with it.
    """
    found = conn.execute(
        """
        WITH going AS (
            SELECT id FROM invoice WHERE account_id = :account AND issued_on >= :on AND credits IS NULL
                AND (:numbers IS NULL OR number IN (SELECT value FROM json_each(:numbers)))
        )
        SELECT id FROM going UNION SELECT id FROM invoice WHERE credits IN (SELECT id FROM going) ORDER BY id
        """,
        {"account": account, "on": on.isoformat(), "numbers": None if numbers is None else json.dumps(numbers)},
    )
    return [key for (key,) in found]


def payments(conn: Connection, account: int, going: Sequence[int], on: dt.date | None) -> list[int]:
    """The payments of these invoices, and what was paid on account from a day on (None: nothing of that)."""
    found = conn.execute(
        "SELECT id FROM payment WHERE account_id = :account AND (invoice_id IN (SELECT value FROM json_each(:going))"
        " OR (invoice_id IS NULL AND on_date >= :on)) ORDER BY id",
        {"account": account, "going": json.dumps(going), "on": None if on is None else on.isoformat()},
    )
    return [key for (key,) in found]


def unknown_numbers(
    conn: Connection, account: int, on: dt.date, numbers: Sequence[str], *, table: str = "sale"
) -> list[str]:
    """Those of these numbers that no sales document, or invoice, of the account has from a day on."""
    day = "issued_on" if table == "invoice" else "on_date"
    found = conn.execute(
        "SELECT value FROM json_each(?) WHERE value NOT IN"
        f" (SELECT number FROM {table} WHERE account_id = ? AND {day} >= ?)",
        (json.dumps(numbers), account, on.isoformat()),
    )
    return [number for (number,) in found]


def of_people(conn: Connection, table: str, account: int, people: Sequence[int], on: dt.date) -> list[int]:
    """Rows of a dated table from a day on that speak of these people at an account."""
    found = conn.execute(
        f"SELECT id FROM {table} WHERE account_id = ? AND on_date >= ?"
        " AND contact_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (account, on.isoformat(), json.dumps(people)),
    )
    return [key for (key,) in found]


JUDGED = {"influence": "contact_id", "cover": "contact_id, who", "profile": "contact_id, field"}
"""Table of judgements about people -> what there is one judgement in force for."""


def in_force(conn: Connection, table: str, account: int, people: Sequence[int], on: dt.date) -> list[int]:
    """The judgements about these people at an account that were in force before a day."""
    found = conn.execute(
        f"SELECT id, {LATEST} FROM {table} WHERE account_id = ? AND on_date < ?"
        f" AND contact_id IN (SELECT value FROM json_each(?)) GROUP BY {JUDGED[table]} ORDER BY id",
        (account, on.isoformat(), json.dumps(people)),
    )
    return [key for key, _ in found]


def facts(conn: Connection, account: int, on: dt.date) -> list[int]:
    """Figures of periods that begin on a day or later."""
    found = conn.execute(
        "SELECT id FROM fact WHERE account_id = ? AND first_on >= ? ORDER BY id", (account, on.isoformat())
    )
    return [key for (key,) in found]


def peaks(conn: Connection, account: int, on: dt.date) -> list[int]:
    """Peaks that begin on a day or later."""
    found = conn.execute(
        "SELECT id FROM peak WHERE account_id = ? AND starts_on >= ? ORDER BY id", (account, on.isoformat())
    )
    return [key for (key,) in found]


def errands(conn: Connection, peaks: Sequence[int]) -> list[int]:
    """The open tasks that prepare these peaks."""
    found = conn.execute(
        "SELECT id FROM task WHERE state = 'open' AND peak_id IN (SELECT value FROM json_each(?))", (json.dumps(peaks),)
    )
    return [key for (key,) in found]
