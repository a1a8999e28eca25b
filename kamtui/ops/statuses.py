"""Relationship status: set with a date and a reason, never overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.outcomes.statuses import StatusSet
from kamtui.domain.statuses import GRADES, Grade, Status
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import undecided
from kamtui.ops.core import operation
from kamtui.store import accounts, statuses
from kamtui.store.tx import Tx, instant


@operation("status.set")
def set_status(
    tx: Tx,
    account_id: int,
    status: Status | None,
    *,
    on: dt.date,
    grade: Grade | None = None,
    reason: str = "",
    touch_id: int | None = None,
    was: Mapping[int, Status | None] | None = None,
) -> StatusSet:
    """Set the relationship status of an account.

    None is "not rated"; `grade` must be one of the status's own (R20); `touch_id` is the touch that shows it.
    `was` is what the user saw in force, by account. Raises NotFound, BadInput, NothingToDo where it is that already,
    and Conflict where somebody set another one since it was seen.
    """
    account = accounts.one(tx.conn, account_id)
    if grade is not None and (status is None or grade not in GRADES[status]):
        allowed = ", ".join(GRADES[status]) if status else "–"
        raise BadInput(
            t(
                "{grade} is no grade of {status}; use {allowed}",
                grade=grade,
                status=status or "–",
                allowed=allowed,
            )
        )
    before, graded = statuses.in_force(tx.conn, account_id, on)
    undecided(tx, "status_decision", account_id, "status", was, now=before, to=status)
    if before is status and grade is None:
        grade = graded
    if (before, graded) == (status, grade) and not reason.strip():
        raise NothingToDo(t("{name} is {status} already", name=account.name, status=status or t("not rated")))
    values = {
        "account_id": account_id,
        "on_date": on.isoformat(),
        "status": status,
        "grade": grade,
        "reason": reason.strip(),
        "touch_id": touch_id,
        "decided_by": tx.author,
        "recorded_at": instant(tx.now),
    }
    tx.insert("status_decision", values)
    return StatusSet(account_id, account.name, before, status, grade, on)
