"""What an import compares with: who is in the book under which id and name, and which documents are there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from kamtui.store.sqlite import Connection

SEVERAL = -1
"""Stands for an id where a name fits several."""


def account_ids(conn: Connection) -> dict[str, int]:
    """External id (an alias counts) -> account."""
    found = dict(conn.execute("SELECT text, account_id FROM alias WHERE kind = 'id' AND account_id IS NOT NULL"))
    found |= dict(conn.execute("SELECT external_id, id FROM account WHERE external_id IS NOT NULL"))
    return found


def account_names(conn: Connection) -> dict[str, int]:
    """Name key (an alias counts) -> account, or SEVERAL."""
    found = _unique(conn.execute("SELECT key, account_id FROM alias WHERE kind = 'name' AND account_id IS NOT NULL"))
    return found | _unique(conn.execute("SELECT name_key, id FROM account"))


def contact_ids(conn: Connection) -> dict[str, int]:
    """External id -> contact."""
    return dict(conn.execute("SELECT external_id, id FROM contact WHERE external_id IS NOT NULL"))


def contact_names(conn: Connection) -> dict[tuple[int, str], int]:
    """(account, name key) -> contact, or SEVERAL; former positions count too, history has been logged on them."""
    found: dict[tuple[int, str], int] = {}
    rows = conn.execute(
        "SELECT DISTINCT p.account_id, c.name_key, c.id FROM position p JOIN contact c ON c.id = p.contact_id"
    )
    for account, key, contact in rows:
        found[account, key] = SEVERAL if (account, key) in found else contact
    return found


def positions(conn: Connection) -> dict[tuple[int, int], int]:
    """(contact, account) -> the newest position."""
    rows = conn.execute("SELECT contact_id, account_id, id FROM position ORDER BY id")
    return {(contact, account): position for contact, account, position in rows}


def account_currencies(conn: Connection) -> dict[int, str]:
    """Account -> the currency it buys in, where that is said."""
    return dict(conn.execute("SELECT id, currency FROM account WHERE currency IS NOT NULL"))


def book_currency(conn: Connection) -> str:
    """The currency of a document that names none."""
    (currency,) = conn.execute("SELECT currency FROM book").fetchone()
    return str(currency)


def people_of(conn: Connection, touch: int) -> set[int]:
    """Who was at a touch."""
    return {contact for (contact,) in conn.execute("SELECT contact_id FROM touch_contact WHERE touch_id = ?", (touch,))}


def logins(conn: Connection) -> set[str]:
    """Every login, in lower case."""
    return {login.casefold() for (login,) in conn.execute("SELECT login FROM user")}


def rows_by_key(
    conn: Connection, table: str, columns: Sequence[str], keys: Iterable[str]
) -> dict[str, list[tuple[object, ...]]]:
    """Key -> the rows (id, *columns) of a table that came in under it."""
    found: dict[str, list[tuple[object, ...]]] = {}
    selected = ", ".join(columns)
    for key, *row in conn.execute(
        f"SELECT key, id, {selected} FROM main.{table} WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    ):
        found.setdefault(key, []).append(tuple(row))
    return found


def is_empty(conn: Connection, table: str) -> bool:
    """Whether a table has no row yet."""
    return conn.execute(f"SELECT 1 FROM main.{table} LIMIT 1").fetchone() is None


def _unique(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, row in rows:
        if key:
            found[key] = SEVERAL if found.get(key, row) != row else row
    return found
