"""Tasks read: what was promised, by when, by whom."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order


class Task(NamedTuple):
    """A follow-up."""

    id: int
    account_id: int | None
    account: str | None
    contact_id: int | None
    touch_id: int | None
    """The touch it came out of."""
    title: str
    due_on: dt.date | None
    owner: str
    state: str
    """open | done | cancelled"""
    done_on: dt.date | None
    on: dt.date
    """When it was promised."""
    by_customer: bool
    """Whether the customer promised it to us."""
    signal: str
    """The signal it answers, "" for none."""


_SELECT = (
    "SELECT k.id, k.account_id, a.name, k.contact_id, k.touch_id, k.title, k.due_on, k.owner, k.state, k.done_on,"
    " k.on_date, k.by_customer, k.signal"
    " FROM task k LEFT JOIN account a ON a.id = k.account_id"
)


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    owner: str | None = None,
    state: str | None = "open",
    due_until: dt.date | None = None,
) -> array[int]:
    """Tasks that match, the earliest due first, those without a date last."""
    where, values = ["1"], list[object]()
    for clause, value in (
        ("account_id = ?", account),
        ("owner = ?", owner),
        ("state = ?", state),
        ("due_on <= ?", None if due_until is None else due_until.isoformat()),
    ):
        if value is not None:
            where.append(clause)
            values.append(value)
    found = conn.execute(f"SELECT id FROM task WHERE {' AND '.join(where)} ORDER BY due_on IS NULL, due_on, id", values)
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[Task]:
    """These tasks, in the order of `keys`."""
    found = conn.execute(f"{_SELECT} WHERE k.id IN ({','.join(map(str, keys))})")
    return in_order(keys, (_task(row) for row in found))


def one(conn: Connection, key: int) -> Task:
    """One task; raises NotFound."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no task {key}", key=key))
    return found[0]


def with_key(conn: Connection, key: str) -> int | None:
    """The task that came in under this key, if any."""
    row = conn.execute("SELECT id FROM task WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


def _task(row: tuple[object, ...]) -> Task:
    *head, due_on, owner, state, done_on, on, by_customer, signal = row
    promised = dt.date.fromisoformat(str(on))
    dates = date_or_none(due_on), owner, state, date_or_none(done_on)
    return Task._make((*head, *dates, promised, bool(by_customer), signal))
