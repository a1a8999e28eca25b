"""Managers: how many key accounts they have room for, what they carry, and who fits an account (R91-R93, D4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil
from typing import NamedTuple

from kamtui.domain.policy import Capacity
from kamtui.domain.pyramid import Load
from kamtui.domain.severity import Severity
from kamtui.domain.teams import Rated
from kamtui.domain.tiers import Tier

Counts = Mapping[Tier | None, int]
"""Tier -> how many accounts; None: those without a tier."""


class Manager(NamedTuple):
    """One of us who can look after accounts."""

    login: str
    name: str
    role: str
    """head | kam | support | reader; "" for one who is not entered as a user."""
    hours: float | None
    """Selling hours a week; None: unknown."""
    held: int
    """Key accounts."""
    room: int
    """How many there are hours for (D4)."""
    drift: Severity | None
    """Amber with more than there is room for."""
    accounts: Counts
    minutes: int
    """Logged within the weeks of the policy."""
    due: int
    """Accounts of theirs at which a touch is due."""
    overdue: int
    """Of these, at how many for too long."""
    ratings: Mapping[Rated, int]
    """1-5; empty where nobody rated them, or where it is not for the reader's eyes."""

    @property
    def free(self) -> int:
        """How many more key accounts there are hours for; below zero: too many."""
        return self.room - self.held

    @property
    def owned(self) -> int:
        """All accounts that they look after."""
        return sum(self.accounts.values())

    @property
    def average(self) -> float | None:
        """Of the ratings."""
        return sum(self.ratings.values()) / len(self.ratings) if self.ratings else None


class Managers(NamedTuple):
    """Everybody who looks after accounts, and the company as a whole."""

    managers: tuple[Manager, ...]
    """By login."""
    weeks: int
    """The minutes are of so many weeks."""
    company: Load
    blocks: int
    """More key accounts than this are refused."""
    unowned: int
    """Key accounts that nobody owns."""
    suggested: int | None
    """How many managers with the usual hours the key accounts need (R93); None: the usual hours carry none."""
    has_ratings: bool
    """Whether the reader may see ratings."""


class Candidate(NamedTuple):
    """A manager beside an account that needs one."""

    manager: Manager
    is_owner: bool
    region: int
    """Accounts of theirs in the same region."""
    industry: int
    """Accounts of theirs in the same industry."""


def suggested_managers(key_accounts: int, rules: Capacity) -> int | None:
    """How many managers with the policy's usual hours it takes for so many key accounts."""
    each = rules.key_accounts(None)
    return ceil(key_accounts / each) if each else None


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Who fits best first.

    By free places for key accounts, then rating, then how little they carry (touches due, accounts), then how many
    accounts of the region and the industry they know. Who was never rated stands between good and bad.
    """

    def place(one: Candidate) -> tuple[float, ...]:
        manager = one.manager
        rating = UNRATED if manager.average is None else manager.average
        return (-manager.free, -rating, manager.due, manager.owned, -(one.region + one.industry))

    return sorted(candidates, key=lambda one: (*place(one), one.manager.login))


UNRATED = 3.0
"""What stands for the rating of somebody whom nobody rated: the middle of 1-5."""
