"""Ties read: who listens to whom, who brought whom, as far as one may see it."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import Any

from kamtui.domain.links import Link, LinkKind
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.discretion import visible
from kamtui.store.fragments import held
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order


def ids(
    conn: Connection,
    *,
    on: dt.date | None = None,
    account: int | None = None,
    contact: int | None = None,
    kind: LinkKind | None = None,
) -> array[int]:
    """Ties that one may see, in either direction; `on`: only those that hold on the day."""
    where, values = [visible("l")], dict[str, object]()
    for clause, name, value in (
        (f"({held('l')})", "on", on),
        ("(l.account_id = :account OR l.to_account_id = :account)", "account", account),
        ("(l.contact_id = :contact OR l.to_contact_id = :contact)", "contact", contact),
        ("l.kind = :kind", "kind", kind),
    ):
        if value is not None:
            where.append(clause)
            values[name] = value.isoformat() if isinstance(value, dt.date) else value
    found = conn.execute(f"SELECT l.id FROM link l WHERE {' AND '.join(where)} ORDER BY l.account_id, l.id", values)
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[Link]:
    """These ties as far as one may see them, in the order of `keys`."""
    found = conn.execute(
        "SELECT l.id, l.kind, l.account_id, a.name, l.contact_id, c.name, l.to_account_id, b.name, l.to_contact_id,"
        " d.name, l.from_on, l.to_on, l.note, l.confidential, l.author FROM link l"
        " JOIN account a ON a.id = l.account_id LEFT JOIN contact c ON c.id = l.contact_id"
        " LEFT JOIN account b ON b.id = l.to_account_id LEFT JOIN contact d ON d.id = l.to_contact_id"
        f" WHERE l.id IN ({','.join(map(str, keys))}) AND {visible('l')}"
    )
    return in_order(keys, (_link(row) for row in found))


def one(conn: Connection, key: int) -> Link:
    """One tie; raises NotFound, also where one may not see it."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no link {key}", key=key))
    return found[0]


def at_account(conn: Connection, account: int, on: dt.date) -> list[Link]:
    """The ties from and to an account and its people that hold on a day."""
    return rows(conn, ids(conn, on=on, account=account))


def _link(row: tuple[Any, ...]) -> Link:
    key, kind, account, name, contact, person, to, other, to_contact, to_person, began, ended, note, secret, by = row
    ends = account, name, contact, person or "", to, other or "", to_contact, to_person or ""
    return Link(key, LinkKind(kind), *ends, date_or_none(began), date_or_none(ended), note, bool(secret), by)
