"""What operations on our own people did: teams, who covers whom, ratings, handovers."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.teams import OurFunction, Rated


class TeamJoined(NamedTuple):
    """One of us works on an account."""

    member_id: int
    account_id: int
    account: str
    who: str
    """A login."""
    function: OurFunction
    since: dt.date | None
    """None: as long as it is known."""


class TeamLeft(NamedTuple):
    """One of us no longer works on an account; the history stays."""

    account_id: int
    account: str
    who: str
    functions: tuple[OurFunction, ...]
    on: dt.date


class CoverSet(NamedTuple):
    """One of us covers somebody at an account."""

    cover_id: int
    account_id: int
    account: str
    contact_id: int
    name: str
    who: str
    """A login."""
    strength: int | None
    """1-5; None: not judged."""
    wanted: int | None
    on: dt.date


class CoverEnded(NamedTuple):
    """One of us no longer covers somebody."""

    account_id: int
    account: str
    contact_id: int
    name: str
    who: str
    on: dt.date


class ManagerRated(NamedTuple):
    """How good a manager is at one thing was judged."""

    rating_id: int
    who: str
    criterion: Rated
    score: int
    """1-5."""
    before: int | None
    on: dt.date


class UserLeft(NamedTuple):
    """A colleague no longer works here; `on` is None when they came back."""

    user_id: int
    login: str
    on: dt.date | None
    accounts: int
    """How many they still own on that day: somebody has to take them over."""


class HandedOver(NamedTuple):
    """Accounts went from one of us to another."""

    giver: str
    taker: str
    on: dt.date
    accounts: tuple[tuple[int, str], ...]
    """Id and name of each, by name."""
    archived: int
    """How many of them are in no list any more."""
    tasks: tuple[int, ...]
    tasks_kept: tuple[int, ...]
    """Open tasks due before a day to come: until then they are the giver's."""
    touches: tuple[int, ...]
    """Planned ones."""
    plans: tuple[int, ...]
    places: tuple[int, ...]
    """Accounts in whose team the giver was the account manager."""
    covers: tuple[tuple[int, int], ...]
    """Account and contact of each person that the giver covered."""
    objections: tuple[str, ...]
    """What spoke against it and was answered with a reason."""
    issues: tuple[int, ...] = ()
    """Open ones that the giver saw to: at once, also where the day is to come."""
    opportunities: tuple[int, ...] = ()
    """Open ones that the giver worked on; before a day to come those expected earlier stay."""


TeamOutcome = UserLeft | TeamJoined | TeamLeft | CoverSet | CoverEnded | ManagerRated | HandedOver
