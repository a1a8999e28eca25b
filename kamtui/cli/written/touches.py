"""The row of a touch or an opinion, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import shapes
from kamtui.cli.out import day
from kamtui.cli.written.tasks import task_or_none
from kamtui.domain.outcomes.touches import OpinionAdded, OpinionEdited, TouchEdited, TouchJoined, TouchLogged
from kamtui.domain.signals.voice import zone
from kamtui.store import (
    opinions,
    policies,
    touches,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_touch(outcome: TouchLogged | TouchEdited, conn: Connection) -> Shape:
    row = shapes.touch(touches.one(conn, outcome.touch_id))
    if isinstance(outcome, TouchEdited):
        return row
    return {
        **row,
        "next_due_on": day(outcome.next_due_on),
        "follow_up": task_or_none(conn, outcome.follow_up),
        "their_promise": task_or_none(conn, outcome.their_promise),
        "status": None if outcome.status is None else outcome.status.after,
        "repeated": outcome.repeated,
        "twin": None if outcome.twin is None else {"id": outcome.twin.touch_id, "by": outcome.twin.by},
    }


def of_touch_joined(outcome: TouchJoined, conn: Connection) -> Shape:
    return shapes.touch(touches.one(conn, outcome.touch_id))


def of_opinion(outcome: OpinionAdded | OpinionEdited, conn: Connection) -> Shape:
    found = opinions.rows(conn, [outcome.opinion_id])
    if not found:
        # removed, or told in confidence to somebody else
        return {"id": outcome.opinion_id, "account_id": outcome.account_id, "account": outcome.account}
    rules = policies.in_force(conn, found[0].on).satisfaction
    return shapes.opinion(found[0], zone(found[0].score, rules))


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    TouchLogged: of_touch,
    TouchEdited: of_touch,
    TouchJoined: of_touch_joined,
    OpinionAdded: of_opinion,
    OpinionEdited: of_opinion,
}
