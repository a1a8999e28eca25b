"""What an operation on a tier, or what follows from one, did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.tiers import Tier


class TierSet(NamedTuple):
    """A tier was decided."""

    decision_id: int
    account_id: int
    account: str
    before: Tier | None
    after: Tier
    on: dt.date
    objections: tuple[str, ...] = ()
    """What speaks against calling it key."""
    playbook: int = 0
    """Tasks that the policy offers an account which enters this tier (R10)."""


class ProposalAccepted(NamedTuple):
    """The tier that reviews proposed was decided."""

    set: TierSet
    overridden: tuple[str, ...]
    """Objections that a reason was given against."""
    demoted: TierSet | None
    """The key account that made room."""


class ProposalAnswered(NamedTuple):
    """A proposal was rejected or put off."""

    answer_id: int
    account_id: int
    account: str
    tier: Tier | None
    proposed: Tier
    answer: str
    until: dt.date


class ServiceChanged(NamedTuple):
    """A customer is served otherwise from a day on; without a change as its tier is again."""

    change_id: int
    account_id: int
    account: str
    change: str
    cadence_days: int | None
    on: dt.date


class PlaybookAdded(NamedTuple):
    """The tasks of a tier's playbook were taken up."""

    account_id: int
    account: str
    tier: Tier
    titles: tuple[str, ...]
    due_on: dt.date


class Backfilled(NamedTuple):
    """Tier decisions of past reviews."""

    reviews: int
    decisions: int
    accounts: int


TierOutcome = TierSet | ProposalAccepted | ProposalAnswered | ServiceChanged | PlaybookAdded | Backfilled
