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


def contact_mails(conn: Connection) -> dict[str, int]:
    """Mail address in lower case (a further one counts) -> contact; who was merged into somebody is that one."""
    found = dict(
        conn.execute(
            "SELECT lower(x.text), ifnull(c.merged_into, c.id) FROM alias x JOIN contact c ON c.id = x.contact_id"
            " WHERE x.kind = 'email'"
        )
    )
    return found | dict(
        conn.execute("SELECT lower(email), ifnull(merged_into, id) FROM contact WHERE email <> '' ORDER BY id DESC")
    )


def mail_hosts(conn: Connection) -> list[tuple[str, int]]:
    """The mail domain of each person with a position and the web address of each account, with the account."""
    rows = conn.execute(
        "SELECT DISTINCT substr(c.email, instr(c.email, '@') + 1), p.account_id FROM contact c"
        " JOIN position p ON p.contact_id = c.id JOIN account a ON a.id = p.account_id"
        " WHERE p.to_on IS NULL AND instr(c.email, '@') > 0 AND a.merged_into IS NULL"
        " UNION SELECT website, id FROM account WHERE website <> '' AND merged_into IS NULL"
    )
    return rows.fetchall()


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


def opportunity_accounts(conn: Connection) -> dict[str, int]:
    """External id of an opportunity -> its account, where somebody can be named for it."""
    rows = "SELECT external_id, account_id FROM opportunity WHERE external_id IS NOT NULL AND account_id IS NOT NULL"
    return dict(conn.execute(rows))


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


def logins(conn: Connection) -> dict[str, str]:
    """Every login, in lower case -> as it is written."""
    return {login.casefold(): login for (login,) in conn.execute("SELECT login FROM user")}


def login_names(conn: Connection) -> dict[str, str]:
    """Name of one of us, in lower case, -> the login; names that two have are left out."""
    found: dict[str, list[str]] = {}
    for name, login in conn.execute("SELECT name, login FROM user WHERE name <> ''"):
        found.setdefault(name.casefold(), []).append(login)
    return {name: logins[0] for name, logins in found.items() if len(logins) == 1}


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


def parted(conn: Connection, table: str = "sale") -> dict[object, int]:
    """Sales document, or row of another table, -> the account it was at before a split took it away."""
    return dict(
        conn.execute(
            "SELECT j.row, j.before ->> 'account_id' FROM change c JOIN journal j ON j.change_id = c.id"
            " WHERE c.op = 'account.split' AND j.tbl = ? AND j.before IS NOT NULL ORDER BY j.id DESC",
            (table,),
        ).fetchall()
    )


def done_here(conn: Connection, table: str, op: str) -> set[int]:
    """The rows of a table that an operation changed."""
    found = conn.execute(
        "SELECT DISTINCT j.row FROM change c JOIN journal j ON j.change_id = c.id WHERE c.op = ? AND j.tbl = ?",
        (op, table),
    )
    return {row for (row,) in found}


def external_rows(conn: Connection, table: str, keys: Sequence[str]) -> dict[str, int]:
    """Key of the other program -> the row of a table that has it."""
    return dict(
        conn.execute(
            f"SELECT external_id, id FROM main.{table} WHERE external_id IN (SELECT value FROM json_each(?))",
            (json.dumps(keys),),
        ).fetchall()
    )


def zeros_apart(
    conn: Connection, documents: Iterable[tuple[int, str]], table: str = "sale", day: str = "on_date"
) -> dict[tuple[int, str], tuple[int, str, str]]:
    """(account, key without leading zeros) -> (id, key, day) of a document that differs by nothing else.

    `documents` are (account, key) of numbers; of several the one that came first.
    """
    wanted = {(account, key.lstrip("0")) for account, key in documents}
    found: dict[tuple[int, str], tuple[int, str, str]] = {}
    for row, account, key, on in conn.execute(
        f"SELECT id, account_id, key, {day} FROM main.{table} WHERE account_id IN (SELECT value FROM json_each(?))"
        " AND ltrim(key, '0') IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted({account for account, _ in wanted})), json.dumps(sorted({key for _, key in wanted}))),
    ):
        if (account, key.lstrip("0")) in wanted:
            found.setdefault((account, key.lstrip("0")), (row, key, on))
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
