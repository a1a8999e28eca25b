"""The row of a status, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import shapes
from kamtui.cli.out import day
from kamtui.domain.outcomes.statuses import StatusReset, StatusSet
from kamtui.store import (
    statuses,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_status_set(outcome: StatusSet, conn: Connection) -> Shape:
    newest = max(statuses.history(conn, outcome.account_id), key=lambda decision: decision.id)
    return {"account_id": outcome.account_id, "account": outcome.account, **shapes.status(newest)}


def of_status_reset(outcome: StatusReset, conn: Connection) -> Shape:
    row = of_status_set(outcome.set, conn)
    steps = {"tasks": list(outcome.titles), "due_on": day(outcome.due_on)}
    return {**row, "left": list(outcome.left), "share_left": round(outcome.share, 3), **steps}


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    StatusSet: of_status_set,
    StatusReset: of_status_reset,
}
