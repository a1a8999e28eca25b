"""Touches read: the log, one account's timeline, who was there."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

from kamtui.domain.touches import Kind, TouchState
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.sqlite import Connection
from kamtui.store.values import in_order


class Person(NamedTuple):
    """Somebody who was there."""

    contact_id: int
    name: str


class Touch(NamedTuple):
    """One logged contact."""

    id: int
    account_id: int
    account: str
    at: str
    """The instant, UTC."""
    on: dt.date
    """The civil date where the author was."""
    kind: Kind
    minutes: int | None
    """None: not said; the default of the kind counts."""
    summary: str
    state: TouchState
    by: str
    key: str | None
    people: tuple[Person, ...]


_SELECT = (
    "SELECT x.id, x.account_id, a.name, x.at, x.on_date, x.kind, x.minutes, x.summary, x.state, x.by, x.key"
    " FROM touch x JOIN account a ON a.id = x.account_id"
)


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    contact: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    by: str | None = None,
    state: TouchState | None = None,
    limit: int | None = None,
) -> array[int]:
    """Touches that match, newest first."""
    where, values = ["1"], dict[str, object]()
    for name, clause, value in (
        ("account", "account_id = :account", account),
        ("contact", "id IN (SELECT touch_id FROM touch_contact WHERE contact_id = :contact)", contact),
        ("since", "on_date >= :since", since),
        ("until", "on_date <= :until", until),
        ("by", "by = :by", by),
        ("state", "state = :state", state),
    ):
        if value is not None:
            where.append(clause)
            values[name] = value.isoformat() if isinstance(value, dt.date) else value
    order = "on_date DESC, id DESC" if account is not None else "at DESC, id DESC"
    bound = "" if limit is None else f" LIMIT {int(limit)}"
    found = conn.execute(f"SELECT id FROM touch WHERE {' AND '.join(where)} ORDER BY {order}{bound}", values)
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[Touch]:
    """These touches with their people, in the order of `keys`."""
    listed = ",".join(map(str, keys))
    people: dict[int, list[Person]] = {}
    for touch, contact, name in conn.execute(
        "SELECT tc.touch_id, c.id, c.name FROM touch_contact tc JOIN contact c ON c.id = tc.contact_id"
        f" WHERE tc.touch_id IN ({listed}) ORDER BY tc.id"
    ):
        people.setdefault(touch, []).append(Person(contact, name))
    found = (_touch(row, people) for row in conn.execute(f"{_SELECT} WHERE x.id IN ({listed})"))
    return in_order(keys, found)


def one(conn: Connection, key: int) -> Touch:
    """One touch; raises NotFound."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no touch {key}", key=key))
    return found[0]


def with_key(conn: Connection, key: str) -> int | None:
    """The touch that came in under this key, if any."""
    row = conn.execute("SELECT id FROM touch WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


def attendance(conn: Connection, touch: int, contact: int) -> int:
    """The row that says this contact was there; raises NotFound."""
    row = conn.execute(
        "SELECT id FROM touch_contact WHERE touch_id = ? AND contact_id = ?", (touch, contact)
    ).fetchone()
    if row is None:
        raise NotFound(t("contact {contact} was not at touch {touch}", contact=contact, touch=touch))
    return int(row[0])


def count(conn: Connection) -> int:
    """How many touches there are in all."""
    (number,) = conn.execute("SELECT count(*) FROM touch").fetchone()
    return int(number)


def _touch(row: tuple[Any, ...], people: dict[int, list[Person]]) -> Touch:
    key, account_id, account, at, on, kind, minutes, summary, state, by, source = row
    there = tuple(people.get(key, ()))
    day = dt.date.fromisoformat(on)
    return Touch(key, account_id, account, at, day, Kind(kind), minutes, summary, TouchState(state), by, source, there)
