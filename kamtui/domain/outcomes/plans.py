"""What an operation on a plan or a goal did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.goals import GoalState


class PlanStarted(NamedTuple):
    """A plan was started, or a closed one taken up again."""

    plan_id: int
    account_id: int | None
    """None: of the whole book."""
    account: str
    label: str
    """The fiscal year."""
    copied: int
    """Sections taken over from an earlier plan, with their old days."""
    again: bool


class PlanWritten(NamedTuple):
    """Sections of a plan say something else now."""

    plan_id: int
    account_id: int | None
    account: str
    label: str
    sections: tuple[str, ...]
    is_empty: bool
    """Whether what they said was taken back."""
    on: dt.date


class PlanConfirmed(NamedTuple):
    """Sections were said to be still true."""

    plan_id: int
    account_id: int | None
    account: str
    label: str
    sections: tuple[str, ...]
    on: dt.date


class PlanReviewed(NamedTuple):
    """Somebody went through a plan."""

    plan_id: int
    account_id: int | None
    account: str
    label: str
    on: dt.date


class PlanAssigned(NamedTuple):
    """A plan has another owner."""

    plan_id: int
    account_id: int | None
    account: str
    label: str
    owner: str


class PlanClosed(NamedTuple):
    """A plan is closed."""

    plan_id: int
    account_id: int | None
    account: str
    label: str
    on: dt.date


class GoalAdded(NamedTuple):
    """A goal was set."""

    goal_id: int
    plan_id: int
    account_id: int | None
    account: str
    title: str


class GoalEdited(NamedTuple):
    """A goal has new values."""

    goal_id: int
    plan_id: int
    account_id: int | None
    account: str
    title: str
    fields: tuple[str, ...]


class GoalMeasured(NamedTuple):
    """Somebody entered where a goal stands."""

    goal_id: int
    plan_id: int
    account_id: int | None
    account: str
    title: str
    value: int
    """In 1/10,000 of the unit."""
    unit: str
    on: dt.date


class GoalSettled(NamedTuple):
    """A goal was reached or dropped, or is open again."""

    goal_id: int
    plan_id: int
    account_id: int | None
    account: str
    title: str
    state: GoalState
    on: dt.date


PlanOutcome = (
    PlanStarted
    | PlanWritten
    | PlanConfirmed
    | PlanReviewed
    | PlanAssigned
    | PlanClosed
    | GoalAdded
    | GoalEdited
    | GoalMeasured
    | GoalSettled
)
