"""Tasks read: what was promised, by when, by whom."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

from kamtui.domain import recurrence
from kamtui.domain.recurrence import Repeat
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order, text_or_none


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
    repeat: Repeat | None
    """How often it comes again, None for once."""
    result: str
    """What came of it."""
    contact: str | None
    """Whom it was promised to, or who promised it."""
    recorded_at: str
    """When it was entered: an instant, UTC."""
    goal_id: int | None = None
    """The goal of a plan that it is an action for."""

    def is_late(self, today: dt.date) -> bool:
        """Whether it is open and its day is over."""
        return self.state == "open" and self.due_on is not None and self.due_on < today


_SELECT = (
    "SELECT k.id, k.account_id, a.name, k.contact_id, k.touch_id, k.title, k.due_on, k.owner, k.state, k.done_on,"
    " k.on_date, k.by_customer, k.signal, k.repeat, k.result, c.name, k.recorded_at, k.goal_id"
    " FROM task k LEFT JOIN account a ON a.id = k.account_id LEFT JOIN contact c ON c.id = k.contact_id"
)


def ids(
    conn: Connection,
    *,
    account: int | None = None,
    owner: str | None = None,
    state: str | None = "open",
    due_until: dt.date | None = None,
    by_customer: bool | None = None,
    signal: str | None = None,
) -> array[int]:
    """Tasks that match, the earliest due first, those without a date last.

    `by_customer` True are what customers promised us, False what we promised; `signal` is the one they answer.
    """
    where, values = ["1"], list[object]()
    for clause, value in (
        ("account_id = ?", account),
        ("owner = ?", owner),
        ("state = ?", state),
        ("due_on <= ?", None if due_until is None else due_until.isoformat()),
        ("by_customer = ?", None if by_customer is None else int(by_customer)),
        ("signal = ?", signal),
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


def account_of_goal(conn: Connection, goal: int) -> int | None:
    """The account whose plan has this goal, None where it is the company's; raises NotFound."""
    row = conn.execute("SELECT account_id FROM goal WHERE id = ?", (goal,)).fetchone()
    if row is None:
        raise NotFound(t("there is no goal {goal}", goal=goal))
    return None if row[0] is None else int(row[0])


def is_followed(conn: Connection, task: Task) -> bool:
    """Whether the next one of a series is open already, as when `task` was closed before and opened again."""
    later = conn.execute(
        "SELECT 1 FROM task WHERE account_id IS ? AND title = ? AND by_customer = ? AND repeat <> '' AND state = 'open'"
        " AND due_on > ? AND id > ? LIMIT 1",
        (task.account_id, task.title, int(task.by_customer), text_or_none(task.due_on), task.id),
    )
    return later.fetchone() is not None


def _task(row: tuple[Any, ...]) -> Task:
    *head, due_on, owner, state, done_on, on, by_customer, signal, repeat, result, contact, recorded_at, goal = row
    dates = date_or_none(due_on), owner, state, date_or_none(done_on), dt.date.fromisoformat(on)
    series = recurrence.from_stored(repeat)
    return Task._make((*head, *dates, bool(by_customer), signal, series, result, contact, recorded_at, goal))
