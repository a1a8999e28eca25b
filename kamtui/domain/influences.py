"""Buying influences: what somebody has to say about a purchase, as judged on a day (R38, R40, R41, D29)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.contacts import Level
from kamtui.domain.policy import InfluenceRules
from kamtui.domain.tiers import Tier


class Role(StrEnum):
    """What part somebody has in a purchase; one person may have several."""

    ECONOMIC = "economic"
    """Gives the final approval."""
    USER = "user"
    """Lives with what is bought."""
    TECHNICAL = "technical"
    """Screens; can say no, not yes."""
    COACH = "coach"
    """Guides us."""
    SPONSOR = "sponsor"
    """Has authority and influence, and supports us."""
    ANTI_SPONSOR = "anti_sponsor"
    """Has them, and works against us."""


FOUR = (Role.ECONOMIC, Role.USER, Role.TECHNICAL, Role.COACH)
"""The roles that must be known at a key account (SIG-04)."""

LETTERS = {
    Role.ECONOMIC: "E",
    Role.USER: "U",
    Role.TECHNICAL: "T",
    Role.COACH: "C",
    Role.SPONSOR: "S",
    Role.ANTI_SPONSOR: "A",
}


class Degree(StrEnum):
    """How much somebody's word weighs in this purchase."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


WEIGHTS = {Degree.HIGH: 3, Degree.MEDIUM: 2, Degree.LOW: 1}
"""How much of an account's influence goes with somebody of this degree (D30): a default of ours."""


class Mode(StrEnum):
    """How somebody receives a proposal."""

    GROWTH = "growth"
    """Wants more or better: receptive."""
    TROUBLE = "trouble"
    """Wants a problem gone: receptive."""
    EVEN_KEEL = "even_keel"
    """Sees no reason to change."""
    OVERCONFIDENT = "overconfident"
    """Thinks that all is better than it is."""


RECEPTIVE = frozenset((Mode.GROWTH, Mode.TROUBLE))

RUNGS = {
    1: "a commodity to specification",
    2: "a good product or service",
    3: "good service and support",
    4: "contributes to business issues",
    5: "contributes to issues of the organisation",
}
"""The buy-sell hierarchy, as each person at the customer sees us; English messages."""

STANCES = {
    2: "sells us when we are absent",
    1: "supports us",
    0: "neutral",
    -1: "prefers another",
    -2: "works against us",
}
"""English messages."""


class Influence(NamedTuple):
    """The judgement in force about one person at one account."""

    contact_id: int
    on: dt.date
    """Verified on."""
    roles: tuple[Role, ...] = ()
    """In the order of `Role`."""
    degree: Degree | None = None
    mode: Mode | None = None
    rating: int | None = None
    """-5 to 5: how they take to what we propose."""
    stance: int | None = None
    """-2 to 2, see STANCES."""
    win: str = ""
    """What they win personally."""
    result: str = ""
    """What their business gets."""
    rung: int | None = None
    """1-5, see RUNGS: how they see us now."""
    rung_wanted: int | None = None
    touch_id: int | None = None
    """The touch that is the evidence."""
    confidential: bool = False
    author: str = ""

    @property
    def letters(self) -> str:
        """Their roles in short: "EU"."""
        return "".join(LETTERS[role] for role in self.roles)


def stored_roles(roles: Iterable[Role]) -> str:
    """Roles as the book keeps them: apart by blanks, in the order of `Role`."""
    given = set(roles)
    return " ".join(role for role in Role if role in given)


def roles_of(stored: str) -> tuple[Role, ...]:
    """What `stored_roles` made of them."""
    return tuple(map(Role, stored.split()))


def stale_after(tier: Tier | None, rules: InfluenceRules) -> int:
    """Days after which a judgement about somebody at an account of this tier must be verified (D29)."""
    return rules.stale_key if tier is Tier.KEY else rules.stale_other


def is_stale(influence: Influence, tier: Tier | None, rules: InfluenceRules, on: dt.date) -> bool:
    """Whether a judgement was not verified for too long."""
    return (on - influence.on).days > stale_after(tier, rules)


def is_of_before(influence: Influence, since: dt.date) -> bool:
    """Whether a judgement is of what somebody was before they took the position that they hold `since` then."""
    return influence.on < since


def is_key_person(level: Level | None, influence: Influence | None, *, marked: bool = False) -> bool:
    """Whether somebody must have a named counterpart among us (D16, R46, R106).

    Who is marked as key, every executive, and who approves, sponsors or opposes, or whose word weighs most.
    """
    if marked or level is Level.EXEC:
        return True
    if influence is None:
        return False
    heavy = {Role.ECONOMIC, Role.SPONSOR, Role.ANTI_SPONSOR}
    return influence.degree is Degree.HIGH or not heavy.isdisjoint(influence.roles)
