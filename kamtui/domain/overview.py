"""What a head sees: what climbed the ladder, and accounts that somebody else must take over (section 4.5, R97, R99).

If everything is an exception the head stops reading (section 3.15): of each manager only a few items are raised, the
others are counted.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Generic, NamedTuple, Protocol, TypeVar

from kamtui.domain import signals
from kamtui.domain.policy import Policy
from kamtui.domain.reviews import Step, step, weight
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Reason
from kamtui.domain.signals.situation import Situation
from kamtui.domain.tiers import Tier

RAISED = 5
"""Items of one manager that are shown before a count takes over: a default of ours."""


class Looked(NamedTuple):
    """What somebody did about the card of an account."""

    on: dt.date
    until: dt.date | None
    """Until when it was put off; None: it was looked at, no more."""
    reason: str
    by: str


class Red(NamedTuple):
    """An account that has been red for too long, and is not in hand."""

    account_id: int
    owner: str
    """"": nobody's."""
    tier: Tier | None
    reasons: tuple[Reason, ...]
    """Those that are the head's by now, the oldest first."""
    step: Step
    """Of the oldest."""
    next_on: dt.date | None
    """The day of a next step that was promised about one of them and is not late."""
    looked: Looked | None
    """What the owner's card was answered with last."""


class Why(StrEnum):
    """Why an account needs another owner."""

    LEFT = "left"
    """The owner does not work here any more."""
    UNKNOWN = "unknown"
    """A key account's owner is not among those who work in the book."""
    NOBODY = "nobody"
    """A key account has no owner, in a book where accounts have owners."""


class Handover(NamedTuple):
    """An account that somebody has to take over."""

    account_id: int
    owner: str
    tier: Tier | None
    why: Why
    since: dt.date | None
    """When the owner left."""


class Held(NamedTuple):
    """An account and who owns it."""

    account_id: int
    owner: str
    tier: Tier | None


class Owned(Protocol):
    """Something that has an owner."""

    @property
    def owner(self) -> str: ...


T = TypeVar("T", bound=Owned)


class Of(NamedTuple, Generic[T]):
    """What of one manager is raised."""

    owner: str
    """"": nobody's."""
    shown: tuple[T, ...]
    more: tuple[T, ...]
    """What is only counted."""


def reds(
    situations: Iterable[Situation], policy: Policy, on: dt.date, looked: Mapping[int, Looked] | None = None
) -> list[Of[Red]]:
    """The accounts whose red reasons have come up to the head, by owner in the order of the logins.

    `looked`: account -> what was done about its card last. Within an owner the most pressing come first.
    """
    found = []
    for situation in situations:
        climbed = waiting_reds(situation, policy, on)
        if climbed:
            steps = [situation.answered[each.signal] for each in climbed if each.signal in situation.answered]
            found.append(
                Red(
                    account_id=situation.account_id,
                    owner=situation.owner,
                    tier=situation.tier,
                    reasons=tuple(climbed),
                    step=step(climbed[0], policy, on),
                    next_on=min(steps, default=None),
                    looked=(looked or {}).get(situation.account_id),
                )
            )
    found.sort(key=lambda red: (-weight(red.tier, red.reasons, on), red.account_id))
    return by_owner(found)


def waiting_reds(situation: Situation, policy: Policy, on: dt.date, *, of_head: bool = True) -> list[Reason]:
    """The red reasons of an account that no next step answers, the oldest first; `of_head`: those that climbed."""
    red = [
        reason
        for reason in signals.reasons(situation, policy, on)
        if reason.severity is Severity.RED and not signals.is_in_hand(reason, situation)
    ]
    return sorted(
        (reason for reason in red if not of_head or step(reason, policy, on).is_for_head),
        key=lambda reason: reason.since,
    )


def handovers(
    held: Iterable[Held], colleagues: Mapping[str, dt.date | None], on: dt.date, *, has_owners: bool = True
) -> list[Of[Handover]]:
    """The accounts that somebody has to take over, by the owner they have, key accounts first.

    `colleagues`: login in small letters -> the day they left, None for those who work here. Where nobody is entered,
    nobody is unknown; where nobody owns anything, nobody is missing.
    """
    found = []
    for account in held:
        login = account.owner.casefold()
        left = colleagues.get(login)
        if left is not None and left <= on:
            found.append(Handover(*account, Why.LEFT, left))
        elif account.tier is Tier.KEY and not login and has_owners:
            found.append(Handover(*account, Why.NOBODY, None))
        elif account.tier is Tier.KEY and login and colleagues and login not in colleagues:
            found.append(Handover(*account, Why.UNKNOWN, None))
    found.sort(key=lambda each: (each.tier is not Tier.KEY, each.account_id))
    return by_owner(found)


def by_owner(items: Iterable[T]) -> list[Of[T]]:
    """Items in their order, by owner in the order of the logins; of each the first RAISED are shown."""
    found: dict[str, list[T]] = defaultdict(list)
    for item in items:
        found[item.owner].append(item)
    return [Of(owner, tuple(its[:RAISED]), tuple(its[RAISED:])) for owner, its in sorted(found.items())]
