"""Goals of a plan: set, changed, measured by hand where the book cannot, and settled (R25, R84, R86)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.amounts import currency
from kamtui.domain.goals import ADDED_UP, MONEY, MOST, STANDARD_KIND, Goal, GoalKind, GoalState, Metric
from kamtui.domain.money import SCALE
from kamtui.domain.outcomes.plans import GoalAdded, GoalEdited, GoalMeasured, GoalSettled
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation, past
from kamtui.ops.plans import open_plan
from kamtui.store import accounts, goals, known
from kamtui.store.plans import Head
from kamtui.store.tx import Tx, instant
from kamtui.store.values import date_or_none, text_or_none

FIELDS = ("title", "kind", "unit", "base", "target", "due_on", "solution")

LONGEST, LONGEST_UNIT = 500, 20
"""Characters of a title or a solution, and of a unit."""


@operation("goal.add")
def add_goal(
    tx: Tx,
    plan_id: int,
    title: str,
    *,
    kind: GoalKind | None = None,
    metric: Metric | None = None,
    unit: str = "",
    base: int | None = None,
    target: int | None = None,
    due_on: dt.date | None = None,
    solution: str = "",
    on: dt.date | None = None,
) -> GoalAdded:
    """Set a goal of a plan.

    `metric` is what the book measures it by; without one somebody enters where it stands. `base` and `target` are in
    1/10,000 of `unit`, which is the account's currency where the metric is money; without a base it is where the
    metric stood `on` the day it was set, which is today where none is named. `due_on` None is the end of the plan.
    Raises NotFound, BadInput.
    """
    head, day = open_plan(tx, plan_id), past(tx, on)
    unit = _unit(unit)
    if metric is not None:
        if head.account_id is None:
            raise BadInput(t("nothing of the company's plan is computed; leave out what it is measured by"))
        unit = _currency(tx, head.account_id, unit) if metric in MONEY else ""
        _check_figure(metric, base)
        _check_figure(metric, target)
        if base is None and metric not in ADDED_UP:
            base = goals.found_at(tx.conn, head.account_id, head.year, metric, unit, day)
    _check_day(head, due_on)
    values = {
        "plan_id": plan_id,
        "account_id": head.account_id,
        "kind": kind or STANDARD_KIND.get(metric, GoalKind.OTHER),
        "title": _title(title),
        "metric": metric or "",
        "unit": unit,
        "base": base,
        "target": target,
        "due_on": text_or_none(due_on),
        "solution": _text(solution),
        "on_date": day.isoformat(),
        "recorded_at": instant(tx.now),
    }
    return GoalAdded(tx.insert("goal", values), plan_id, head.account_id, head.account, title.strip())


@operation("goal.edit")
def edit_goal(
    tx: Tx, goal_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> GoalEdited:
    """Change a goal.

    `fields`: title, kind (a GoalKind), unit, base and target (1/10,000 of the unit, or None), due_on (ISO text, or
    None for the end of the plan), solution. `was` has what was seen of them. Raises NotFound, BadInput, Conflict,
    NothingToDo.
    """
    goal = goals.one(tx.conn, goal_id)
    head = open_plan(tx, goal.plan_id)
    unknown = set(fields) - set(FIELDS)
    if unknown:
        names = ", ".join(FIELDS)
        raise BadInput(t("a goal has no field {field}; it has {known}", field=min(unknown), known=names))
    unseen(tx, "goal", goal_id, was)
    if not tx.update("goal", goal_id, _values(head, goal, fields)):
        raise NothingToDo(t("goal {goal} is that already", goal=goal_id))
    title = goals.one(tx.conn, goal_id).title
    return GoalEdited(goal_id, goal.plan_id, head.account_id, head.account, title, tuple(fields))


@operation("goal.measure")
def measure_goal(tx: Tx, goal_id: int, value: int, *, on: dt.date | None = None, source: str = "") -> GoalMeasured:
    """Enter where a goal stands.

    `value` is in 1/10,000 of its unit and counts from `on` (today) on; of one day the one entered last counts. Raises
    NotFound, and BadInput where the book measures it.
    """
    goal = goals.one(tx.conn, goal_id)
    head, day = open_plan(tx, goal.plan_id), past(tx, on)
    if goal.metric is not None:
        raise BadInput(t("the book measures goal {goal} by {metric}", goal=goal_id, metric=t(goal.metric)))
    values = {
        "goal_id": goal_id,
        "account_id": head.account_id,
        "on_date": day.isoformat(),
        "value": value,
        "source": _text(source),
        "author": tx.author,
        "recorded_at": instant(tx.now),
    }
    tx.insert("goal_actual", values)
    return GoalMeasured(goal_id, goal.plan_id, head.account_id, head.account, goal.title, value, goal.unit, day)


@operation("goal.settle")
def settle_goal(tx: Tx, goal_id: int, state: GoalState, *, on: dt.date | None = None) -> GoalSettled:
    """Settle a goal: reached, or dropped; "open" opens it again. Raises NotFound, BadInput, NothingToDo."""
    goal = goals.one(tx.conn, goal_id)
    head, day = open_plan(tx, goal.plan_id), past(tx, on)
    if goal.state is state:
        raise NothingToDo(t("goal {goal} is {state} already", goal=goal_id, state=t(state)))
    if day < goal.on:
        raise BadInput(t("goal {goal} was set on {on} only", goal=goal_id, on=goal.on))
    tx.update("goal", goal_id, {"state": state, "settled_on": None if state is GoalState.OPEN else day.isoformat()})
    return GoalSettled(goal_id, goal.plan_id, head.account_id, head.account, goal.title, state, day)


def _values(head: Head, goal: Goal, fields: Mapping[str, object]) -> dict[str, object]:
    """The columns that `fields` mean."""
    values = dict(fields)
    if "title" in values:
        values["title"] = _title(str(values["title"]))
    if "kind" in values:
        values["kind"] = GoalKind(str(values["kind"]))
    if "solution" in values:
        values["solution"] = _text(str(values["solution"] or ""))
    if "unit" in values:
        if goal.metric is not None and values["unit"] != goal.unit:
            raise BadInput(t("the book measures goal {goal} by {metric}", goal=goal.id, metric=t(goal.metric)))
        values["unit"] = _unit(str(values["unit"] or ""))
    for figure in {"base", "target"} & values.keys():
        _check_figure(goal.metric, values[figure])
    if "due_on" in values:
        due = date_or_none(values["due_on"] or None)
        _check_day(head, due)
        values["due_on"] = text_or_none(due)
    return values


def _check_figure(metric: Metric | None, value: object) -> None:
    """Refuse what a metric cannot be."""
    if metric is None or metric in MONEY or not isinstance(value, int):
        return
    most = MOST.get(metric)
    if value < 0 or (most is not None and value > most * SCALE):
        what = t("0 to {most}", most=most) if most is not None else t("0 or more")
        raise BadInput(t("{metric} is {what}", metric=t(metric), what=what))


def _check_day(head: Head, due_on: dt.date | None) -> None:
    if due_on is not None and due_on < head.year.first:
        raise BadInput(t("{on} is before the plan begins", on=due_on))


def _currency(tx: Tx, account_id: int, unit: str) -> str:
    """What a goal in money is in: as named, else what the account buys in, else the currency of the book."""
    if unit:
        return currency(unit)
    return accounts.row(tx.conn, account_id).currency or known.book_currency(tx.conn)


def _title(text: str) -> str:
    if not text.strip():
        raise BadInput(t("a goal needs a title"))
    return _text(text)


def _text(text: str) -> str:
    if len(text.strip()) > LONGEST:
        raise BadInput(t("a text has at most {limit} characters", limit=LONGEST))
    return text.strip()


def _unit(text: str) -> str:
    if len(text.strip()) > LONGEST_UNIT:
        raise BadInput(t("a unit has at most {limit} characters", limit=LONGEST_UNIT))
    return text.strip()
