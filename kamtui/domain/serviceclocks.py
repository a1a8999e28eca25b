"""The clocks of service: how soon each tier is answered and helped, and how an issue stands at a moment (R56).

Hours are counted by the clock from the instant an issue came in; its tier is that of the day it came in on.
"""

from __future__ import annotations

import datetime as dt
from enum import IntEnum
from typing import NamedTuple, Protocol

from kamtui.domain.tiers import Tier
from kamtui.domain.traderules import ServiceRules

NEAR = 0.25
"""A clock with less than this share of its time left is at risk."""


class Pace(IntEnum):
    """How a clock of the service level stands; worst first."""

    LATE = 0
    """Its time is over and nobody did it."""
    NEAR = 1
    """Little of its time is left."""
    RUNNING = 2
    MISSED = 3
    """It was done, too late."""
    KEPT = 4

    @property
    def word(self) -> str:
        """As it is shown and translated."""
        return ("late", "at risk", "in time", "was late", "kept")[self]

    @property
    def is_open(self) -> bool:
        """Whether it still runs."""
        return self in (Pace.LATE, Pace.NEAR, Pace.RUNNING)


class Clock(NamedTuple):
    """One clock of an issue: to the first answer, or to the solution."""

    due_at: dt.datetime
    done_at: dt.datetime | None
    """None: not yet."""
    pace: Pace
    left: dt.timedelta
    """Until it is due; below zero: by so much it is late, or was when it was done."""


class Clocks(NamedTuple):
    """Both clocks of an issue at a moment."""

    response: Clock
    resolution: Clock

    @property
    def pressing(self) -> Clock:
        """The one that presses: what is late the longest, else due the soonest; once both are done, the solution."""
        running = [clock for clock in self if clock.pace.is_open]
        return min(running, key=lambda clock: clock.left, default=self.resolution)

    @property
    def is_late(self) -> bool:
        """Whether one of them is over and nothing was done."""
        return any(clock.pace is Pace.LATE for clock in self)


class Timed(Protocol):
    """What clocks are read from."""

    @property
    def at(self) -> dt.datetime: ...
    @property
    def responded_at(self) -> dt.datetime | None: ...
    @property
    def resolved_at(self) -> dt.datetime | None: ...
    @property
    def tier(self) -> Tier | None: ...
    @property
    def is_wish(self) -> bool: ...


def clocks(issue: Timed, rules: ServiceRules, now: dt.datetime) -> Clocks:
    """How an issue stands at a moment; what was done later had not been done yet."""
    lengths = rules.hours(issue.tier, is_wish=issue.is_wish)
    to_response, to_resolution = (dt.timedelta(hours=hours) for hours in lengths)
    return Clocks(
        _clock(issue.at, to_response, issue.responded_at, now),
        _clock(issue.at, to_resolution, issue.resolved_at, now),
    )


def _clock(start: dt.datetime, length: dt.timedelta, done_at: dt.datetime | None, now: dt.datetime) -> Clock:
    due_at = start + length
    if done_at is not None and done_at <= now:
        left = due_at - done_at
        return Clock(due_at, done_at, Pace.MISSED if left < dt.timedelta(0) else Pace.KEPT, left)
    left = due_at - now
    if left < dt.timedelta(0):
        return Clock(due_at, None, Pace.LATE, left)
    return Clock(due_at, None, Pace.NEAR if left < length * NEAR else Pace.RUNNING, left)


def hours(length: dt.timedelta) -> float:
    """A length of time in hours, to a tenth."""
    return round(length.total_seconds() / 3600, 1)


def moment(on: dt.date, today: dt.date, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The moment at which a day is looked at: now today, the end of any other."""
    if on == today:
        return now
    return dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), zone).astimezone(dt.UTC)
