"""Goals of a plan: what kind, measured by what, where it should be by now, and where it is (R25, R86)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kamtui.domain.money import SCALE
from kamtui.domain.periods import Period

if TYPE_CHECKING:
    # a name only: a task may be of a goal, and who adds one need not load the whole rule book
    from kamtui.domain.policy import PlanRules


class GoalKind(StrEnum):
    """What a goal is about; a plan has more than revenue (R25)."""

    REVENUE = "revenue"
    PROFIT = "profit"
    RELATIONSHIP = "relationship"
    CUSTOMER_VALUE = "customer_value"
    SUPPLY = "supply"
    CASH = "cash"
    OTHER = "other"


class Metric(StrEnum):
    """What the book measures a goal by; other goals are measured by hand."""

    REVENUE = "revenue"
    """Of the plan's year up to the day, in the currency of the goal."""
    PROFIT = "profit"
    """Likewise; unknown where a document of the year says nothing of it."""
    TOUCHES = "touches"
    """Qualifying touches of the plan's year up to the day."""
    PEOPLE = "people"
    """Who holds a position and was touched within 90 days."""
    COVERAGE = "coverage"
    """0-100 (D16); unknown where nobody is known."""
    SATISFACTION = "satisfaction"
    """The lowest of the newest answers 0-10, one of each respondent, of the year before: people are never averaged."""
    LATE = "late"
    """Our open promises whose day has passed; the fewer the better."""


ADDED_UP = frozenset((Metric.REVENUE, Metric.PROFIT, Metric.TOUCHES))
"""Metrics that begin the plan's year at nothing and grow by the day."""

MONEY = frozenset((Metric.REVENUE, Metric.PROFIT))
"""Metrics in a currency."""

MOST: Mapping[Metric, int] = {Metric.COVERAGE: 100, Metric.SATISFACTION: 10}
"""The highest a metric can be; no metric but money can be below nothing."""

STANDARD_KIND: Mapping[Metric | None, GoalKind] = {
    Metric.REVENUE: GoalKind.REVENUE,
    Metric.PROFIT: GoalKind.PROFIT,
    Metric.TOUCHES: GoalKind.RELATIONSHIP,
    Metric.PEOPLE: GoalKind.RELATIONSHIP,
    Metric.COVERAGE: GoalKind.RELATIONSHIP,
    Metric.SATISFACTION: GoalKind.CUSTOMER_VALUE,
    Metric.LATE: GoalKind.CUSTOMER_VALUE,
}
"""The kind of a goal where only its metric is said."""


class GoalState(StrEnum):
    """What was decided of a goal."""

    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


class Course(StrEnum):
    """How a goal stands on a day."""

    REACHED = "reached"
    ON = "on_track"
    OFF = "off_track"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


class Actual(NamedTuple):
    """Where a goal was on a day."""

    value: int
    """In 1/10,000 of the goal's unit."""
    on: dt.date
    source: str = ""
    author: str = ""
    """"": the book itself measured it."""


class Step(NamedTuple):
    """An action for a goal: a task."""

    task_id: int
    title: str
    owner: str
    due_on: dt.date | None
    state: str
    """open | done | cancelled"""
    done_on: dt.date | None

    def is_late(self, on: dt.date) -> bool:
        """Whether it is open and its day is over."""
        return self.state == "open" and self.due_on is not None and self.due_on < on


class Pace(NamedTuple):
    """Progress of a goal against its time."""

    course: Course
    progress: float | None
    """Of the way from base to target, 0-1 and beyond; None: unknown, which is not 0."""
    gone: float
    """Of its time, 0-1, on the day of the actual."""


class Goal(NamedTuple):
    """Something that a plan wants to reach."""

    id: int
    plan_id: int
    kind: GoalKind
    title: str
    metric: Metric | None
    """None: somebody enters where it stands."""
    unit: str
    base: int | None
    """In 1/10,000 of the unit: where it began; None: not said."""
    target: int | None
    due_on: dt.date | None
    """None: the last day of the plan."""
    solution: str
    """How the customer is helped to it (R84)."""
    state: GoalState
    settled_on: dt.date | None
    on: dt.date
    """When it was set."""
    actual: Actual | None = None
    """The newest; None: unknown."""
    entered: tuple[Actual, ...] = ()
    """What was entered by hand, the oldest first."""
    steps: tuple[Step, ...] = ()
    pace: Pace = Pace(Course.UNKNOWN, None, 0.0)


def start(goal: Goal) -> int | None:
    """Where a goal begins: as said, at nothing where it adds up, else where it was found first; None: unknown."""
    if goal.base is not None:
        return goal.base
    if goal.metric in ADDED_UP:
        return 0
    return goal.entered[0].value if goal.entered else None


def progress(goal: Goal) -> float | None:
    """How much of the way is behind it, 0-1 and beyond; None: unknown.

    Where base and target are the same it is a level to hold: 1 where it is held, else 0.
    """
    base = start(goal)
    if goal.actual is None or goal.target is None:
        return None
    if base is None or base == goal.target:
        held = goal.actual.value <= goal.target if goal.metric is Metric.LATE else goal.actual.value >= goal.target
        # without a base only the end of the way is known
        return 1.0 if held else None if base is None else 0.0
    return (goal.actual.value - base) / (goal.target - base)


def pace(goal: Goal, year: Period, rules: PlanRules, on: dt.date) -> Pace:
    """How a goal stands on a day (R86).

    It is off track where its progress lies more than `behind_percent` points behind the share of its time that was
    gone when it was measured, or where its day has come and it is not reached. What was entered longer than
    `stale_days` ago says nothing of today, so its course is unknown.
    """
    span = Period(year.first if goal.metric in ADDED_UP else max(year.first, _began(goal)), goal.due_on or year.last)
    done = progress(goal)
    measured = on if goal.actual is None else min(on, goal.actual.on)
    gone = share_gone(span, measured)
    if goal.state is not GoalState.OPEN:
        return Pace(Course.REACHED if goal.state is GoalState.REACHED else Course.DROPPED, done, gone)
    if done is None or goal.actual is None:
        return Pace(Course.UNKNOWN, None, gone)
    if done >= 1:
        return Pace(Course.REACHED, done, gone)
    if on > span.last:
        return Pace(Course.OFF, done, gone)
    if (on - goal.actual.on).days > rules.stale_days:
        return Pace(Course.UNKNOWN, done, gone)
    # in ten-thousandths, so that exactly as many points as allowed are not more
    behind = round((gone - done) * SCALE)
    return Pace(Course.OFF if behind > rules.behind_percent * SCALE // 100 else Course.ON, done, gone)


def share_gone(span: Period, on: dt.date) -> float:
    """How much of a span is over at the end of a day, 0-1."""
    if span.days <= 0:
        return 1.0
    return min(1.0, max(0.0, Period(span.first, on).days / span.days))


def _began(goal: Goal) -> dt.date:
    if goal.base is None and goal.entered:
        return goal.entered[0].on
    return goal.on
