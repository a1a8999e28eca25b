"""A relationship starts anew: somebody left, or the customer was reorganised (R21, D30)."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.outcomes.statuses import StatusReset
from kamtui.domain.stages import anew
from kamtui.domain.statuses import Status
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task
from kamtui.store import accounts, departures, owners, policies, tasks
from kamtui.store.sqlite import Connection
from kamtui.store.tx import Tx

DAYS = 14
"""Within so many days the first steps of a new start should be done."""

SIGNAL = "SIG-06"
"""What the steps answer."""


@operation("status.reset")
def reset_status(tx: Tx, account_id: int, *, on: dt.date, reason: str = "") -> StatusReset:
    """Start the relationship with an account anew.

    The status is developing again; limited, where more than half of the influence left with those who left, or of a
    year's contact where nobody judged whose word weighs (D30). What the policy offers for it becomes tasks of the
    account's owner; those that are open already are left out.
    `reason` may be empty where somebody left. Raises NotFound, and BadInput where nobody did and no reason is given.
    """
    account = accounts.one(tx.conn, account_id)
    left = departures.since_rated(tx.conn, account_id, on)
    if not left.people and not reason.strip():
        message = "{name}: nobody left since its status was set; say what changed there"
        raise BadInput(t(message, name=account.name))
    why = reason.strip() or t("start anew: {names} left", names=", ".join(left.names))
    status = set_status.within(tx, account_id, Status.DEVELOPING, grade=anew(left.lost), on=on, reason=why)
    due = on + dt.timedelta(days=DAYS)
    titles = steps(tx.conn, account_id, on)
    owner = owners.in_force(tx.conn, account_id, on)
    for title in titles:
        add_task.within(tx, title, account_id=account_id, due_on=due, owner=owner, on=on, signal=SIGNAL)
    return StatusReset(account_id, account.name, status, left.names, left.share, titles, due)


def steps(conn: Connection, account_id: int, on: dt.date) -> tuple[str, ...]:
    """What the policy offers for a new start and is not open already, in the language of who takes it up."""
    there = {task.title for task in tasks.rows(conn, tasks.ids(conn, account=account_id))}
    return tuple(title for title in map(t, policies.in_force(conn, on).rebuild) if title not in there)
