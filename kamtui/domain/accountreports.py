"""The account report: what somebody who never opens a terminal reads about an account, from top to bottom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.briefings import Briefing
from kamtui.domain.periods import Period
from kamtui.domain.policy import Card
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.tiers import Tier


class Decided(NamedTuple):
    """A tier decision."""

    on: dt.date
    before: Tier | None
    tier: Tier
    reason: str
    by: str


class Rated(NamedTuple):
    """A rating of the relationship."""

    on: dt.date
    status: Status | None
    grade: Grade | None
    reason: str
    by: str


class Spent(NamedTuple):
    """Our time with the account in a quarter."""

    period: Period
    minutes: int
    """Internal preparation too."""
    touches: int
    """Contact with the customer."""
    partial: bool
    """It still runs."""


class AccountReport(NamedTuple):
    """The briefing, and how it came to that."""

    briefing: Briefing
    tiers: Sequence[Decided]
    """The latest first."""
    statuses: Sequence[Rated]
    """The latest first."""
    axes: Mapping[Card, float | None]
    """Attractiveness, potential and relationship 0-100; None: not known."""
    known: Mapping[Card, float]
    """Of each, how many percent of its weight are known."""
    spent: Sequence[Spent]
    """The latest last."""
