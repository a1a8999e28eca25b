"""The review: which accounts want attention on a day, why, and in which order (R24, D12, section 4.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from enum import IntEnum
from math import log2
from typing import NamedTuple

from kamtui.domain.tiers import Tier

SHOWN = 15
"""Cards shown before a count takes over (section 4.5)."""

_WEIGHT = {Tier.KEY: 6, Tier.REGULAR: 2, Tier.PROSPECT: 1}


class Severity(IntEnum):
    """How much a reason presses."""

    INFO = 1
    AMBER = 2
    RED = 3


class Standing(NamedTuple):
    """What is known of an account for the review."""

    account_id: int
    tier: Tier | None
    last_touch_on: dt.date | None
    next_due_on: dt.date | None
    """Last touch plus the tier's target."""
    overdue_on: dt.date | None
    """Last touch plus the tier's maximum."""
    task_due_on: dt.date | None
    """The earliest open follow-up."""
    scheduled_on: dt.date | None
    """The oldest touch that should have taken place by now and was never closed."""


class Reason(NamedTuple):
    """Why an account has a card."""

    signal: str
    severity: Severity
    text: str
    """English message with {fields}; the numbers are in `fields`."""
    fields: dict[str, object]
    action: str
    """The key that answers it: "touch", "done", "next"."""
    days: int
    """How long it has been waiting."""


class Card(NamedTuple):
    """One account on the list of a day."""

    account_id: int
    standing: Standing
    reasons: tuple[Reason, ...]
    """Most pressing first."""
    weight: float

    @property
    def severity(self) -> Severity:
        return self.reasons[0].severity


def cards(standings: Iterable[Standing], on: dt.date, settled: Container[int] = ()) -> list[Card]:
    """The cards of a day, worst first; accounts in `settled` were reviewed or put off and have none."""
    found = []
    for standing in standings:
        why = reasons(standing, on)
        if why and standing.account_id not in settled:
            found.append(Card(standing.account_id, standing, tuple(why), weight(standing, why)))
    return sorted(found, key=lambda card: (-card.weight, card.account_id))


def reasons(standing: Standing, on: dt.date) -> list[Reason]:
    """Every reason an account has on a day, the most pressing first; none for an account that needs nothing."""
    found = [*_cadence(standing, on), *_follow_up(standing, on), *_unclosed(standing, on)]
    return sorted(found, key=lambda reason: (-reason.severity, -reason.days))


def weight(standing: Standing, found: list[Reason]) -> float:
    """The rank of a card: the worst severity times the tier's weight, plus the logarithm of its age."""
    worst = max(reason.severity for reason in found)
    days = max(reason.days for reason in found)
    return worst * _WEIGHT.get(standing.tier or Tier.PROSPECT, 1) + log2(1 + max(days, 0))


def _cadence(standing: Standing, on: dt.date) -> list[Reason]:
    if standing.tier is Tier.UNATTRACTIVE:
        return []
    if standing.last_touch_on is None:
        severity = Severity.AMBER if standing.tier is Tier.KEY else Severity.INFO
        return [Reason("SIG-01", severity, "never touched", {}, "touch", 0)]
    assert standing.next_due_on is not None
    assert standing.overdue_on is not None
    if on > standing.overdue_on:
        late = (on - standing.overdue_on).days
        return [Reason("SIG-01", Severity.RED, "{days}d over max", {"days": late}, "touch", late)]
    if on >= standing.next_due_on:
        late = (on - standing.next_due_on).days
        text = "touch due today" if late == 0 else "touch due for {days}d"
        return [Reason("SIG-01", Severity.INFO, text, {"days": late}, "touch", late)]
    return []


def _follow_up(standing: Standing, on: dt.date) -> list[Reason]:
    if standing.task_due_on is None or standing.task_due_on > on:
        return []
    late = (on - standing.task_due_on).days
    if late == 0:
        return [Reason("SIG-25", Severity.AMBER, "follow-up due today", {}, "done", 0)]
    return [Reason("SIG-25", Severity.AMBER, "follow-up {days}d late", {"days": late}, "done", late)]


def _unclosed(standing: Standing, on: dt.date) -> list[Reason]:
    if standing.scheduled_on is None or standing.scheduled_on >= on:
        return []
    late = (on - standing.scheduled_on).days
    return [Reason("SIG-01", Severity.AMBER, "planned {days}d ago, open", {"days": late}, "touch", late)]
