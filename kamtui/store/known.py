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
    found |= dict(
        conn.execute("SELECT external_id, id FROM account WHERE external_id IS NOT NULL AND merged_into IS NULL")
    )
    return found


def account_names(conn: Connection) -> dict[str, int]:
    """Name key (an alias counts) -> account, or SEVERAL."""
    found = _unique(conn.execute("SELECT key, account_id FROM alias WHERE kind = 'name' AND account_id IS NOT NULL"))
    return found | _unique(conn.execute("SELECT name_key, id FROM account WHERE merged_into IS NULL"))


def contact_ids(conn: Connection) -> dict[str, int]:
    """External id -> contact; who was merged into somebody is that one."""
    return dict(conn.execute("SELECT external_id, ifnull(merged_into, id) FROM contact WHERE external_id IS NOT NULL"))


def purged_contacts(conn: Connection) -> set[int]:
    """Whose personal data were taken out."""
    return {contact for (contact,) in conn.execute("SELECT id FROM contact WHERE purged_on IS NOT NULL")}


def contact_names(conn: Connection) -> dict[tuple[int, str], int]:
    """(account, name key) -> contact, or SEVERAL; an alias counts, and so do former positions.

    History has been logged on them.
    """
    found: dict[tuple[int, str], int] = {}
    rows = conn.execute(
        "SELECT p.account_id, c.name_key, c.id FROM position p JOIN contact c ON c.id = p.contact_id UNION"
        " SELECT p.account_id, x.key, p.contact_id FROM alias x JOIN position p ON p.contact_id = x.contact_id"
        " WHERE x.kind = 'name'"
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


def parted(conn: Connection) -> dict[object, int]:
    """Sales document -> the account it was at before a split took it away."""
    return dict(
        conn.execute(
            "SELECT j.row, j.before ->> 'account_id' FROM change c JOIN journal j ON j.change_id = c.id"
            " WHERE c.op = 'account.split' AND j.tbl = 'sale' AND j.before IS NOT NULL ORDER BY j.id DESC"
        ).fetchall()
    )


def zeros_apart(conn: Connection, documents: Iterable[tuple[int, str]]) -> dict[tuple[int, str], tuple[int, str, str]]:
    """(account, key without leading zeros) -> (id, key, day) of a sales document that differs by nothing else.

    `documents` are (account, key) of numbers; of several the one that came first.
    """
    wanted = {(account, key.lstrip("0")) for account, key in documents}
    found: dict[tuple[int, str], tuple[int, str, str]] = {}
    for row, account, key, day in conn.execute(
        "SELECT id, account_id, key, on_date FROM main.sale WHERE account_id IN (SELECT value FROM json_each(?))"
        " AND ltrim(key, '0') IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted({account for account, _ in wanted})), json.dumps(sorted({key for _, key in wanted}))),
    ):
        if (account, key.lstrip("0")) in wanted:
            found.setdefault((account, key.lstrip("0")), (row, key, day))
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
