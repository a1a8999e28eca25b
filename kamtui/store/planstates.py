"""What signals look at in the plans of the fiscal year: whether one is there and alive, and which goals are off."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict

from kamtui.domain.goals import Course, Goal
from kamtui.domain.periods import Period
from kamtui.domain.policy import Policy
from kamtui.domain.signals.situation import PlanState
from kamtui.store import goals
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


def any_plan(conn: Connection, on: dt.date) -> bool:
    """Whether any account had a plan by the day."""
    there = "SELECT 1 FROM plan WHERE account_id IS NOT NULL AND on_date <= ? LIMIT 1"
    return conn.execute(there, (on.isoformat(),)).fetchone() is not None


def states(scope: Scope, policy: Policy) -> dict[int, PlanState]:
    """Account -> its plan of the fiscal year of the day; those without one are absent."""
    found: dict[int, tuple[int, Period, dt.date | None, dt.date]] = {}
    for account, plan, first, last, closed, began in scope.rows(
        "SELECT p.account_id, p.id, p.first_on, p.last_on, p.closed_on, p.on_date FROM plan p"
        " WHERE p.account_id IS NOT NULL AND p.first_on <= :on AND p.last_on >= :on AND p.on_date <= :on",
        by="",
        of="p.",
        order="p.first_on",
    ):
        year = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        found[account] = plan, year, date_or_none(closed), dt.date.fromisoformat(began)
    if not found:
        return {}
    alive = _alive(scope, [plan for plan, *_ in found.values()])
    spans = {plan: goals.Of(account, year) for account, (plan, year, *_) in found.items()}
    aims = goals.of_plans(scope.conn, spans, scope.on, policy)
    return {
        account: PlanState(
            closed,
            max(began, alive.get(plan, began)),
            tuple(_off(goal, year, scope.on) for goal in aims.get(plan, ()) if goal.pace.course is Course.OFF),
        )
        for account, (plan, year, closed, began) in found.items()
    }


def _off(goal: Goal, year: Period, on: dt.date) -> tuple[dt.date, str]:
    """Since when a goal is known to be off track, and what it is called."""
    over = (goal.due_on or year.last) + dt.timedelta(days=1)
    measured = on if goal.actual is None else goal.actual.on
    return over if over <= on else measured, goal.title


def _alive(scope: Scope, plans: list[int]) -> dict[int, dt.date]:
    """Plan -> when anything of it was last written, confirmed, measured or gone through, as `Plan.alive_on` has it."""
    found: dict[int, list[str]] = defaultdict(list)
    for plan, day in scope.conn.execute(
        "WITH chosen AS (SELECT value AS plan_id FROM json_each(:plans))"
        " SELECT plan_id, max(on_date) FROM plan_section JOIN chosen USING (plan_id)"
        "  WHERE on_date <= :on GROUP BY plan_id"
        " UNION ALL SELECT plan_id, max(on_date) FROM plan_review JOIN chosen USING (plan_id)"
        "  WHERE on_date <= :on GROUP BY plan_id"
        " UNION ALL SELECT plan_id, max(max(g.on_date), ifnull(max(g.settled_on), '')) FROM goal g"
        "  JOIN chosen USING (plan_id) WHERE g.on_date <= :on GROUP BY plan_id"
        " UNION ALL SELECT g.plan_id, max(a.on_date) FROM goal g JOIN chosen USING (plan_id)"
        "  JOIN goal_actual a ON a.goal_id = g.id WHERE a.on_date <= :on GROUP BY g.plan_id",
        {"plans": json.dumps(plans), "on": scope.on.isoformat()},
    ):
        found[plan].append(day)
    return {plan: dt.date.fromisoformat(max(days)) for plan, days in found.items()}
