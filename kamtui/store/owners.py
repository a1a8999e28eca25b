"""Owners read: who looks after an account, with dates."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.store.sqlite import Connection


class Ownership(NamedTuple):
    """From a day on, this user owns the account."""

    id: int
    account_id: int
    on: dt.date
    owner: str


def history(conn: Connection, account: int) -> list[Ownership]:
    """One account's owners, oldest first."""
    found = conn.execute(
        "SELECT id, account_id, on_date, owner FROM ownership WHERE account_id = ? ORDER BY on_date, id",
        (account,),
    )
    return [Ownership(key, owned, dt.date.fromisoformat(on), owner) for key, owned, on, owner in found]


def owns_any(conn: Connection, login: str) -> bool:
    """Whether this user owns an account that is not archived."""
    found = conn.execute("SELECT 1 FROM standing WHERE archived = 0 AND owner = ? LIMIT 1", (login,)).fetchone()
    return found is not None


def in_force(conn: Connection, account: int, on: dt.date) -> str:
    """The owner of one account on a day; "" for nobody."""
    row = conn.execute(
        "SELECT owner FROM ownership WHERE account_id = ? AND on_date <= ? ORDER BY on_date DESC, id DESC LIMIT 1",
        (account, on.isoformat()),
    ).fetchone()
    return "" if row is None else str(row[0])


def owned_by(conn: Connection, login: str, on: dt.date) -> list[tuple[int, str, bool]]:
    """Id, name and whether it is archived of the accounts that somebody owns on a day, by name."""
    found = conn.execute(
        # only the accounts that they own or ever owned are looked at
        "SELECT a.id, a.name, a.archived_on IS NOT NULL AND a.archived_on <= :on FROM account a"
        " WHERE a.id IN (SELECT account_id FROM ownership WHERE owner = :login)"
        " AND (SELECT o.owner FROM ownership o WHERE o.account_id = a.id AND o.on_date <= :on"
        "  ORDER BY o.on_date DESC, o.id DESC LIMIT 1) = :login ORDER BY a.name_key, a.id",
        {"login": login, "on": on.isoformat()},
    )
    return [(key, name, bool(archived)) for key, name, archived in found]


def of_all(conn: Connection, on: dt.date) -> dict[int, str]:
    """Account -> owner on a day, for every account that has one."""
    found = conn.execute(
        "SELECT account_id, owner FROM ownership WHERE +on_date <= ? ORDER BY account_id, on_date, id",
        (on.isoformat(),),
    )
    # of several the last one stays
    return dict(found)
