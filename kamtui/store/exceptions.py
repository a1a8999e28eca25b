"""Exceptions read: what waits for a head, what was decided, what was said about it, and who may decide."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kamtui.domain.exceptions import Kind, State
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, in_order


class ExceptionRow(NamedTuple):
    """An exception, with the name of its account."""

    id: int
    account_id: int | None
    """None: it is about no account."""
    account: str | None
    on: dt.date
    kind: Kind
    title: str
    proposal: str
    raised_by: str
    state: State
    answer: str
    """What was decided instead, or why not."""
    decided_by: str
    decided_on: dt.date | None


class Comment(NamedTuple):
    """What somebody said about an exception."""

    id: int
    exception_id: int
    on: dt.date
    author: str
    text: str


_SELECT = (
    "SELECT e.id, e.account_id, a.name, e.on_date, e.kind, e.title, e.proposal, e.raised_by, e.state, e.answer,"
    " e.decided_by, e.decided_on FROM exception e LEFT JOIN account a ON a.id = e.account_id"
)


def ids(
    conn: Connection,
    *,
    state: State | None = State.WAITING,
    account: int | None = None,
    raised_by: str | None = None,
    until: dt.date | None = None,
) -> array[int]:
    """Exceptions that match, the oldest first; `state` None is any, `until` the last day they were raised on."""
    where, values = ["1"], list[object]()
    for clause, value in (
        ("state = ?", state and state.value),
        ("account_id = ?", account),
        ("raised_by = ? COLLATE NOCASE", raised_by),
        ("on_date <= ?", None if until is None else until.isoformat()),
    ):
        if value is not None:
            where.append(clause)
            values.append(value)
    found = conn.execute(f"SELECT id FROM exception WHERE {' AND '.join(where)} ORDER BY on_date, id", values)
    return array("q", (key for (key,) in found))


def rows(conn: Connection, keys: Sequence[int]) -> list[ExceptionRow]:
    """These exceptions, in the order of `keys`."""
    found = conn.execute(f"{_SELECT} WHERE e.id IN ({','.join(map(str, keys))})")
    return in_order(keys, (_row(row) for row in found))


def one(conn: Connection, key: int) -> ExceptionRow:
    """One exception; raises NotFound."""
    found = rows(conn, [key])
    if not found:
        raise NotFound(t("there is no exception {key}", key=key))
    return found[0]


def waiting(conn: Connection, on: dt.date) -> list[ExceptionRow]:
    """What waits for a decision on a day, the oldest first."""
    return rows(conn, ids(conn, until=on))


def comments(conn: Connection, keys: Sequence[int]) -> dict[int, list[Comment]]:
    """Exception -> what was said about it, the oldest first; those without a comment are absent."""
    found: dict[int, list[Comment]] = defaultdict(list)
    listed = ",".join(map(str, keys))
    for key, exception, day, author, text in conn.execute(
        "SELECT id, exception_id, on_date, author, text FROM exception_comment"
        f" WHERE exception_id IN ({listed}) ORDER BY on_date, id"
    ):
        found[exception].append(Comment(key, exception, dt.date.fromisoformat(day), author, text))
    return dict(found)


def _row(row: tuple[object, ...]) -> ExceptionRow:
    key, account_id, account, on, kind, title, proposal, by, state, answer, decided_by, decided_on = row
    when, decided = dt.date.fromisoformat(str(on)), date_or_none(decided_on)
    words = (Kind(str(kind)), title, proposal, by, State(str(state)), answer, decided_by)
    return ExceptionRow._make((key, account_id, account, when, *words, decided))
