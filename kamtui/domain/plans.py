"""The plan of an account for a fiscal year: what it says, how complete it is, and whether it is alive (R78, D28)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from kamtui.domain.goals import Course, Goal, GoalKind, GoalState
from kamtui.domain.periods import Period
from kamtui.domain.plansections import Section, sections
from kamtui.domain.profiles import Source

GOALS, BEYOND, MEASURED, ACTIONS = "a_goal", "beyond_revenue", "targets", "actions"
EXTRAS = {GOALS: 8, BEYOND: 4, MEASURED: 6, ACTIONS: 6}
"""Points beside the sections, in the plan of an account: it has goals; one of them is not revenue or profit (R25);
each has a target; each open one has an action with an owner and a day. With the sections they are 100."""

EXTRA_HEADINGS = {
    GOALS: "a goal",
    BEYOND: "a goal beyond revenue",
    MEASURED: "a target for every goal",
    ACTIONS: "an action with owner and day for every goal",
}
"""English messages."""


class Entry(NamedTuple):
    """What a section says, in force or formerly."""

    section: str
    text: str
    """"": taken back."""
    source: Source | None
    on: dt.date
    """When it was written, or said to be still true."""
    author: str

    def age(self, on: dt.date) -> int:
        """Days since anybody said so."""
        return (on - self.on).days


class Review(NamedTuple):
    """What came of going through a plan."""

    id: int
    on: dt.date
    text: str
    author: str


class Heard(NamedTuple):
    """What was heard at a touch and marked as worth knowing (R70)."""

    section: str
    """The one that it is for."""
    touch_id: int
    on: dt.date
    text: str


class Completeness(NamedTuple):
    """How much of a plan is there."""

    percent: int
    missing: tuple[str, ...]
    """Headings of what lacks, the heaviest first; English messages."""
    keys: tuple[str, ...]
    """Likewise as sections and EXTRAS are called."""


class Plan(NamedTuple):
    """A plan as of a day, with all that belongs to it."""

    id: int
    account_id: int | None
    """None: of the whole book (R80)."""
    account: str
    """"" for the whole book."""
    year: Period
    label: str
    """The fiscal year: FY2026, or FY2026/27."""
    owner: str
    on: dt.date
    """When it was started."""
    closed_on: dt.date | None
    author: str
    read_on: dt.date
    """The day it is read at."""
    stale_days: int
    """After so many days without a word it is stale, by the policy in force."""
    entries: Mapping[str, Entry]
    """Section -> what it says; an empty one is absent."""
    goals: tuple[Goal, ...] = ()
    """In the order in which they were set."""
    reviews: tuple[Review, ...] = ()
    """The latest first."""
    heard: tuple[Heard, ...] = ()
    """Of twelve months, the latest first."""

    @property
    def is_company(self) -> bool:
        """Whether it is the plan of the whole book."""
        return self.account_id is None

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections, in their order."""
        return sections(company=self.is_company)

    @property
    def next_section(self) -> Section | None:
        """Where to go on writing; None: nothing that counts is empty."""
        return next((one for one in self.sections if one.weight and one.key not in self.entries), None)

    @property
    def stale_sections(self) -> tuple[str, ...]:
        """The sections that nobody confirmed for longer than the policy allows, in their order."""
        return tuple(
            one.key
            for one in self.sections
            if one.key in self.entries and self.entries[one.key].age(self.read_on) > self.stale_days
        )

    @property
    def alive_on(self) -> dt.date:
        """When anything of it was last written, confirmed, measured or gone through."""
        days = [self.on, *(entry.on for entry in self.entries.values()), *(review.on for review in self.reviews)]
        for goal in self.goals:
            days += [goal.on, *(actual.on for actual in goal.entered), goal.settled_on or goal.on]
        return max(days)

    @property
    def is_stale(self) -> bool:
        """Whether nobody touched it for longer than the policy allows."""
        return (self.read_on - self.alive_on).days > self.stale_days

    @property
    def off_track(self) -> tuple[Goal, ...]:
        """The open goals that are off track."""
        return tuple(goal for goal in self.goals if goal.pace.course is Course.OFF)

    @property
    def completeness(self) -> Completeness:
        """How much of what counts is there."""
        lacking = [
            (one.weight, one.heading, one.key) for one in self.sections if one.weight and one.key not in self.entries
        ]
        whole = sum(one.weight for one in self.sections)
        if not self.is_company:
            there = extras(self.goals)
            lacking += [(weight, EXTRA_HEADINGS[name], name) for name, weight in EXTRAS.items() if name not in there]
            whole += sum(EXTRAS.values())
        missing = sum(weight for weight, *_ in lacking)
        # stable: of the same weight in the order of the plan
        ordered = sorted(lacking, key=lambda one: -one[0])
        headings, keys = tuple(one[1] for one in ordered), tuple(one[2] for one in ordered)
        return Completeness(100 * (whole - missing) // whole, headings, keys)

    @property
    def only_money(self) -> bool:
        """Whether it has goals, and all of them are revenue or profit: a plan is not a sales drive (R25)."""
        return not self.is_company and GOALS in extras(self.goals) and BEYOND not in extras(self.goals)


def extras(goals: tuple[Goal, ...]) -> set[str]:
    """Which of EXTRAS these goals bring; dropped ones bring nothing."""
    kept = [goal for goal in goals if goal.state is not GoalState.DROPPED]
    if not kept:
        return set()
    found = {GOALS}
    if any(goal.kind not in (GoalKind.REVENUE, GoalKind.PROFIT) for goal in kept):
        found.add(BEYOND)
    if all(goal.target is not None for goal in kept):
        found.add(MEASURED)
    if all(goal.state is not GoalState.OPEN or _has_action(goal) for goal in kept):
        found.add(ACTIONS)
    return found


def _has_action(goal: Goal) -> bool:
    return any(step.state != "cancelled" and step.owner and step.due_on is not None for step in goal.steps)
