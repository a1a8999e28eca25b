"""Status decisions read: one account's history, the value in force."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.statuses import Grade, Status
from kamtui.store.sqlite import Connection


class StatusDecision(NamedTuple):
    """A relationship status as it was set."""

    id: int
    account_id: int
    on: dt.date
    before: Status | None
    status: Status | None
    """None: not rated (any more)."""
    grade: Grade | None
    reason: str
    touch_id: int | None
    decided_by: str
    recorded_at: str


def history(conn: Connection, account: int) -> list[StatusDecision]:
    """One account's decisions, oldest first."""
    found = conn.execute(
        "SELECT id, account_id, on_date, lag(status) OVER (ORDER BY on_date, id), status, grade, reason, touch_id,"
        " decided_by, recorded_at FROM status_decision WHERE account_id = ? ORDER BY on_date, id",
        (account,),
    )
    return [
        StatusDecision(
            key,
            owner,
            dt.date.fromisoformat(on),
            Status(before) if before else None,
            Status(status) if status else None,
            Grade(grade) if grade else None,
            *rest,
        )
        for key, owner, on, before, status, grade, *rest in found
    ]


def in_force(conn: Connection, account: int, on: dt.date) -> tuple[Status | None, Grade | None]:
    """Status and grade of one account on a day."""
    row = conn.execute(
        "SELECT status, grade FROM status_decision WHERE account_id = ? AND on_date <= ?"
        " ORDER BY on_date DESC, id DESC LIMIT 1",
        (account, on.isoformat()),
    ).fetchone()
    if row is None:
        return None, None
    return (Status(row[0]) if row[0] else None), (Grade(row[1]) if row[1] else None)
