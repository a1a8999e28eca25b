"""The agenda read: promises, planned touches, and touches that are due, up to a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from kamtui.domain import recurrence
from kamtui.domain.agenda import Item, What, planned
from kamtui.domain.periods import Period
from kamtui.domain.touches import Kind
from kamtui.store.fragments import timed
from kamtui.store.sqlite import Connection


def of_period(conn: Connection, owner: str | None, period: Period, today: dt.date) -> list[Item]:
    """What is open in a period, of one of us or of everybody (None), in no order; if it holds today, all that is late.

    Somebody's are the promises they have to see to, the touches they planned or that are planned with their accounts,
    and touches that are due with their accounts within the period: what was due before stands in the review.
    """
    asked = _asked(owner, period)
    since = dt.date.min if period.holds(today) else period.first
    so_far = _asked(owner, Period(since, period.last))
    return [*_promises(conn, so_far), *_planned(conn, so_far), *_due(conn, asked)]


def arranged(conn: Connection, owner: str | None, period: Period | None = None) -> list[Item]:
    """Promises and planned touches, within a period or all there are, of one of us or of everybody, by day."""
    asked = _asked(owner, period or Period(dt.date.min, dt.date.max))
    return sorted([*_promises(conn, asked), *_planned(conn, asked)], key=lambda item: (item.on, item.what, item.row))


def began_at(conn: Connection) -> str:
    """The instant of the first change, which tells a book from others; "" while nothing was written."""
    (at,) = conn.execute("SELECT ifnull(min(at), '') FROM change").fetchone()
    return str(at)


def _asked(owner: str | None, period: Period) -> dict[str, str | None]:
    return {"owner": owner, "since": period.first.isoformat(), "until": period.last.isoformat()}


def _promises(conn: Connection, asked: dict[str, str | None]) -> Iterator[Item]:
    rows = conn.execute(
        "SELECT k.id, k.account_id, ifnull(a.name, ''), k.due_on, k.title, k.owner, c.name, k.by_customer, k.repeat,"
        " k.recorded_at FROM task k LEFT JOIN account a ON a.id = k.account_id"
        " LEFT JOIN contact c ON c.id = k.contact_id"
        " WHERE k.state = 'open' AND k.due_on BETWEEN :since AND :until AND (:owner IS NULL OR k.owner = :owner)",
        asked,
    )
    for key, account, name, on, title, owner, contact, theirs, repeat, recorded_at in rows:
        yield Item(
            What.THEIRS if theirs else What.OURS,
            key,
            account,
            name,
            dt.date.fromisoformat(on),
            title,
            owner,
            people=(contact,) if contact else (),
            repeat=recurrence.from_stored(repeat),
            recorded_at=recorded_at,
        )


def _planned(conn: Connection, asked: dict[str, str | None]) -> Iterator[Item]:
    where = (
        "x.state = 'scheduled' AND x.on_date BETWEEN :since AND :until AND (:owner IS NULL OR x.by = :owner"
        " OR EXISTS (SELECT 1 FROM standing s WHERE s.account_id = x.account_id AND s.owner = :owner))"
    )
    people: dict[int, list[str]] = {}
    for touch, name in conn.execute(
        # CROSS JOIN: the few planned ones come first, whatever the planner thinks of their number
        "SELECT x.id, c.name FROM touch x CROSS JOIN touch_contact t ON t.touch_id = x.id"
        f" JOIN contact c ON c.id = t.contact_id WHERE {where} ORDER BY t.id",
        asked,
    ):
        people.setdefault(touch, []).append(name)
    rows = conn.execute(
        "SELECT x.id, x.account_id, a.name, x.on_date, x.summary, x.by, x.at, x.recorded_at, x.minutes, x.kind,"
        f" {timed('x')} FROM touch x JOIN account a ON a.id = x.account_id WHERE {where}",
        asked,
    )
    for row in rows:
        yield _touch(row, people)


def _touch(row: tuple[Any, ...], people: dict[int, list[str]]) -> Item:
    key, account, name, on, summary, by, at, recorded_at, minutes, kind, is_timed = row
    return Item(
        planned(Kind(kind)),
        key,
        account,
        name,
        dt.date.fromisoformat(on),
        summary,
        by,
        people=tuple(people.get(key, ())),
        at=dt.datetime.fromisoformat(at) if is_timed else None,
        minutes=minutes,
        kind=Kind(kind),
        recorded_at=recorded_at,
    )


def _due(conn: Connection, asked: dict[str, str | None]) -> Iterator[Item]:
    """Accounts whose tier asks for a touch within those days, unless one is planned there in the same days."""
    rows = conn.execute(
        "SELECT s.account_id, a.name, s.next_due_on, s.owner FROM standing s JOIN account a ON a.id = s.account_id"
        " WHERE s.archived = 0 AND s.next_due_on BETWEEN :since AND :until"
        " AND (:owner IS NULL OR s.owner = :owner) AND NOT EXISTS (SELECT 1 FROM touch x"
        "  WHERE x.account_id = s.account_id AND x.state = 'scheduled' AND x.on_date BETWEEN :since AND :until)",
        asked,
    )
    for account, name, on, owner in rows:
        yield Item(What.DUE, account, account, name, dt.date.fromisoformat(on), "", owner)
