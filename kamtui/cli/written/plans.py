"""The row of a goal, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import planshapes
from kamtui.cli.out import day
from kamtui.domain.goalfields import plain
from kamtui.domain.outcomes.plans import GoalAdded, GoalEdited, GoalMeasured, GoalSettled
from kamtui.store import goals
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_goal(outcome: GoalAdded | GoalEdited | GoalMeasured | GoalSettled, conn: Connection) -> Shape:
    stored = goals.one(conn, outcome.goal_id)
    row = {**planshapes.stored_goal(stored), "account_id": outcome.account_id, "account": outcome.account or None}
    if isinstance(outcome, GoalMeasured):
        value = plain(outcome.value, stored.unit, stored.metric)
        return {**row, "actual": value, "actual_on": day(outcome.on)}
    return row


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    GoalAdded: of_goal,
    GoalEdited: of_goal,
    GoalMeasured: of_goal,
    GoalSettled: of_goal,
}
