"""What may go with a part of an account that becomes an account of its own: read before a split."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

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


def sales(conn: Connection, account: int, on: dt.date, numbers: Sequence[str] | None) -> list[int]:
    """Sales documents from a day on, those of these numbers or all (None)."""
    found = conn.execute(
        "SELECT id FROM sale WHERE account_id = :account AND on_date >= :on"
        " AND (:numbers IS NULL OR number IN (SELECT value FROM json_each(:numbers))) ORDER BY id",
        {"account": account, "on": on.isoformat(), "numbers": None if numbers is None else json.dumps(numbers)},
    )
    return [key for (key,) in found]


def unknown_numbers(conn: Connection, account: int, on: dt.date, numbers: Sequence[str]) -> list[str]:
    """Those of these numbers that no document of the account has from a day on."""
    found = conn.execute(
        "SELECT value FROM json_each(?) WHERE value NOT IN"
        " (SELECT number FROM sale WHERE account_id = ? AND on_date >= ?)",
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
