"""Examples of what is done with plans and goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.goals import GoalKind, GoalState, Metric
from kamtui.domain.profiles import Source
from kamtui.ops.core import Done
from kamtui.ops.goals import add_goal, edit_goal, measure_goal, settle_goal
from kamtui.ops.plans import (
    assign_plan,
    close_plan,
    confirm_sections,
    review_plan,
    start_plan,
    write_plan,
)
from kamtui.store import plans
from kamtui.store.book import Book

_AUTUMN = dt.date(2026, 10, 1)


def plan_something(book: Book, acme: int) -> None:
    """A plan of this year with two sections of the autumn and a goal that is measured by hand."""
    plan = start_plan(book, acme).value.plan_id
    write_plan(book, plan, {"who": "makes lifts", "threats": "a rival"}, source=Source.CUSTOMER, on=_AUTUMN)
    goal = add_goal(book, plan, "three plants", kind=GoalKind.SUPPLY, unit="plants", target=3_0000).value.goal_id
    measure_goal(book, goal, 1_0000, on=_AUTUMN)


def _plan(book: Book, acme: int) -> int:
    found = plans.head(book.conn, acme, _AUTUMN, dt.date.max)
    assert found is not None
    return found.id


def _goal(book: Book, acme: int) -> int:
    return plans.one(book.conn, _plan(book, acme), dt.date.max).goals[0].id


EXAMPLES: dict[str, Callable[[Book, int], Done[object]]] = {
    "plan.start": lambda book, acme: start_plan(book, acme, day=dt.date(2027, 1, 1), copy=True),
    "plan.write": lambda book, acme: write_plan(book, _plan(book, acme), {"优势": "best lifts", "who": ""}),
    "plan.confirm": lambda book, acme: confirm_sections(book, _plan(book, acme)),
    "plan.review": lambda book, acme: review_plan(book, _plan(book, acme), "on course"),
    "plan.assign": lambda book, acme: assign_plan(book, _plan(book, acme), "chen.jing", was={"owner": "li.wei"}),
    "plan.close": lambda book, acme: close_plan(book, _plan(book, acme)),
    "goal.add": lambda book, acme: add_goal(
        book, _plan(book, acme), "年度销售额", metric=Metric.REVENUE, target=120_000_0000
    ),
    "goal.edit": lambda book, acme: edit_goal(book, _goal(book, acme), {"target": 4_0000}, was={"target": 3_0000}),
    "goal.measure": lambda book, acme: measure_goal(book, _goal(book, acme), 2_0000, source="the customer"),
    "goal.settle": lambda book, acme: settle_goal(book, _goal(book, acme), GoalState.REACHED),
}
