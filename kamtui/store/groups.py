"""Groups read: which account stands below which on a day, and since when (R61, P10)."""

from __future__ import annotations

import datetime as dt
import json

from kamtui.domain import concentration, groups
from kamtui.domain.groups import Placed
from kamtui.store.fragments import PARENT
from kamtui.store.sqlite import Connection

_NOT_LATER = (
    "p.on_date <= :on AND NOT EXISTS (SELECT 1 FROM parentage n WHERE n.account_id = p.account_id AND n.on_date <= :on"
    " AND (n.on_date, n.id) > (p.on_date, p.id))"
)
"""SQL over `parentage p`: it is the one in force on a day."""


def members(conn: Connection, account: int, on: dt.date) -> list[int]:
    """An account and everything below it on a day, however deep; archived accounts too, itself first."""
    found = conn.execute(
        "WITH RECURSIVE down(id) AS (SELECT :account UNION SELECT p.account_id FROM down d"
        f" JOIN parentage p ON p.parent_id = d.id WHERE {_NOT_LATER}) SELECT id FROM down",
        {"account": account, "on": on.isoformat()},
    )
    return [key for (key,) in found]


def ancestors(conn: Connection, account: int, on: dt.date) -> list[int]:
    """The accounts above this one on a day, nearest first."""
    found, above = list[int](), parent_of(conn, account, on)
    while above is not None and above not in found and above != account:
        found.append(above)
        above = parent_of(conn, above, on)
    return found


def parent_of(conn: Connection, account: int, on: dt.date) -> int | None:
    """The account above this one on a day."""
    found = conn.execute(
        "SELECT parent_id FROM parentage WHERE account_id = ? AND on_date <= ? ORDER BY on_date DESC, id DESC LIMIT 1",
        (account, on.isoformat()),
    ).fetchone()
    return None if found is None or found[0] is None else int(found[0])


def parents(conn: Connection, on: dt.date | None = None) -> dict[int, int]:
    """Account -> the one above it on a day, that at which the book is read if not said."""
    return groups.parents_on(every(conn), on or dt.date.max)


def roots(conn: Connection, on: dt.date | None = None) -> dict[int, int]:
    """Account -> the account at the top of its group on a day, for those that have a parent."""
    return concentration.roots(parents(conn, on))


def differences(conn: Connection) -> list[tuple[int, int | None, int | None]]:
    """(account, parent kept beside it, parent that its placings say) where the two are not the same."""
    return conn.execute(
        f"SELECT a.id, a.parent_id, {PARENT} FROM account a WHERE a.parent_id IS NOT {PARENT} ORDER BY a.id"
    ).fetchall()


def repair(conn: Connection) -> set[int]:
    """Keep beside every account the parent that its placings say, in the caller's transaction; the wrong ones."""
    wrong = {account for account, *_ in differences(conn)}
    if wrong:
        conn.execute(f"UPDATE account AS a SET parent_id = {PARENT} WHERE a.parent_id IS NOT {PARENT}")
    return wrong


def history(conn: Connection, account: int) -> list[Placed]:
    """Where an account stood from which day on, the first one first."""
    return [
        Placed(*row)
        for row in conn.execute(
            "SELECT account_id, on_date, parent_id FROM parentage WHERE account_id = ? ORDER BY on_date, id", (account,)
        )
    ]


def around(conn: Connection, *accounts: int) -> list[Placed]:
    """Every placing, on whatever day, of accounts, of all that ever stood below them and of all ever above them."""
    found = conn.execute(
        "WITH RECURSIVE down(id) AS (SELECT value FROM json_each(:accounts) UNION SELECT p.account_id FROM down d"
        " JOIN parentage p ON p.parent_id = d.id),"
        " up(id) AS (SELECT value FROM json_each(:accounts) UNION SELECT p.parent_id FROM up u"
        " JOIN parentage p ON p.account_id = u.id WHERE p.parent_id IS NOT NULL)"
        " SELECT account_id, on_date, parent_id FROM parentage"
        " WHERE account_id IN (SELECT id FROM down UNION SELECT id FROM up) ORDER BY on_date, id",
        {"accounts": json.dumps(accounts)},
    )
    return [Placed(*row) for row in found]


def every(conn: Connection) -> list[Placed]:
    """Every placing of the book, in the order of their days."""
    rows = conn.execute("SELECT account_id, on_date, parent_id FROM parentage ORDER BY on_date, id")
    return [Placed(*row) for row in rows]
