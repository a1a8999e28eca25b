"""Goals read: with where they stand, what was entered of them, and the tasks that serve them (R86)."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kamtui.domain.goals import ADDED_UP, Actual, Goal, GoalKind, GoalState, Metric, Step, pace
from kamtui.domain.periods import Period
from kamtui.domain.policy import Policy
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store import goalmetrics, policies
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none, text_or_none


class Of(NamedTuple):
    """Whose plan it is, and for which year."""

    account_id: int | None
    year: Period


def of_plans(conn: Connection, plans: Mapping[int, Of], on: dt.date, policy: Policy) -> dict[int, tuple[Goal, ...]]:
    """Plan -> its goals as they stand at the end of a day, in the order in which they were set."""
    goals = [_goal(row) for row in _rows(conn, _SELECT, "plan_id", plans, on, "ORDER BY id")]
    keys = [goal.id for goal in goals]
    entered, steps = _entered(conn, keys, on), _steps(conn, keys, on)
    measured = _measured(conn, goals, plans, on, policy)
    found: dict[int, list[Goal]] = defaultdict(list)
    for goal in goals:
        by_hand = tuple(entered.get(goal.id, ()))
        actual = measured.get(goal.id) if goal.metric else by_hand[-1] if by_hand else None
        full = goal._replace(actual=actual, entered=by_hand, steps=tuple(steps.get(goal.id, ())))
        found[goal.plan_id].append(full._replace(pace=pace(full, plans[goal.plan_id].year, policy.plans, on)))
    return {plan: tuple(of) for plan, of in found.items()}


def one(conn: Connection, key: int) -> Goal:
    """A goal as it is stored, without where it stands; raises NotFound."""
    row = conn.execute(f"{_SELECT} WHERE id = ?", (key,)).fetchone()
    if row is None:
        raise NotFound(t("there is no goal {goal}", goal=key))
    return _goal(row)


def found_at(conn: Connection, account: int, year: Period, metric: Metric, unit: str, on: dt.date) -> int | None:
    """Where an account stands in a metric at the end of a day; None: unknown."""
    policy = policies.in_force(conn, on)
    return goalmetrics.measured(conn, on, [account], metric, year, unit, policy).get(account)


def _measured(
    conn: Connection, goals: Iterable[Goal], plans: Mapping[int, Of], on: dt.date, policy: Policy
) -> dict[int, Actual]:
    """Goal -> where it stands by the book; a year that is over is measured on its last day."""
    asked: dict[tuple[Metric, str, Period, dt.date], list[tuple[int, int]]] = defaultdict(list)
    for goal in goals:
        of = plans[goal.plan_id]
        if goal.metric is not None and of.account_id is not None:
            day = min(on, of.year.last, goal.settled_on or on)
            # before the year has begun nothing adds up
            if day >= of.year.first or goal.metric not in ADDED_UP:
                asked[goal.metric, goal.unit, of.year, day].append((goal.id, of.account_id))
    found: dict[int, Actual] = {}
    for (metric, unit, year, day), those in asked.items():
        accounts = [account for _, account in those]
        values = goalmetrics.measured(conn, day, accounts, metric, year, unit, policy)
        found |= {goal: Actual(values[account], day) for goal, account in those if account in values}
    return found


def _entered(conn: Connection, goals: Iterable[int], on: dt.date) -> dict[int, list[Actual]]:
    found: dict[int, list[Actual]] = defaultdict(list)
    select = "SELECT goal_id, value, on_date, source, author FROM goal_actual"
    for goal, value, day, source, author in _rows(conn, select, "goal_id", goals, on, "ORDER BY on_date, id"):
        found[goal].append(Actual(value, dt.date.fromisoformat(day), source, author))
    return found


def _steps(conn: Connection, goals: Iterable[int], on: dt.date) -> dict[int, list[Step]]:
    """The tasks of goals, the earliest due first."""
    found: dict[int, list[Step]] = defaultdict(list)
    select = "SELECT goal_id, id, title, owner, due_on, state, done_on FROM task"
    for goal, key, title, owner, due, state, done in _rows(
        conn, select, "goal_id", goals, on, "ORDER BY due_on IS NULL, due_on, id"
    ):
        found[goal].append(Step(key, title, owner, date_or_none(due), state, date_or_none(done)))
    return found


def _rows(
    conn: Connection, select: str, column: str, keys: Iterable[int], on: dt.date, order: str
) -> Iterable[tuple[Any, ...]]:
    """The rows of these keys that existed on a day."""
    where = f"WHERE {column} IN (SELECT value FROM json_each(?)) AND on_date <= ?"
    return conn.execute(f"{select} {where} {order}", (json.dumps(list(keys)), text_or_none(on)))


_COLUMNS = "id, plan_id, kind, title, metric, unit, base, target, due_on, solution, state, settled_on, on_date"
_SELECT = f"SELECT {_COLUMNS} FROM goal"


def _goal(row: tuple[Any, ...]) -> Goal:
    key, plan, kind, title, metric, unit, base, target, due, solution, state, settled, on = row
    return Goal(
        key,
        plan,
        GoalKind(kind),
        title,
        Metric(metric) if metric else None,
        unit,
        base,
        target,
        date_or_none(due),
        solution,
        GoalState(state),
        date_or_none(settled),
        dt.date.fromisoformat(on),
    )
