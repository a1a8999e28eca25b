"""What an operation on an opportunity or a quota did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.opportunities import Level, Outcome


class OpportunityAdded(NamedTuple):
    """Something that may be sold was entered."""

    opportunity_id: int
    account_id: int | None
    account: str
    """"": nobody can be named for it yet."""
    name: str
    level: Level
    repeated: bool = False
    """Its external id is in the book already: nothing was written."""
    unknown_product: str = ""
    """The product, where the catalogue does not have it."""
    suggestion: str = ""
    """What the catalogue calls something that reads nearly so."""


class OpportunityEdited(NamedTuple):
    """An opportunity has new values."""

    opportunity_id: int
    account_id: int | None
    account: str
    name: str
    fields: tuple[str, ...]


class OpportunityMoved(NamedTuple):
    """An opportunity is on another level of the funnel."""

    opportunity_id: int
    account_id: int | None
    account: str
    name: str
    before: Level
    after: Level
    on: dt.date


class OpportunityClosed(NamedTuple):
    """An opportunity was won or lost, or is open again."""

    opportunity_id: int
    account_id: int | None
    account: str
    name: str
    outcome: Outcome
    on: dt.date
    before_opened: bool = False
    """It was closed on a day before it was opened."""


class QuotaSet(NamedTuple):
    """What somebody has to bring in a fiscal year."""

    quota_id: int
    who: str
    label: str
    """The fiscal year."""
    amount: int
    currency: str


OpportunityOutcome = OpportunityAdded | OpportunityEdited | OpportunityMoved | OpportunityClosed | QuotaSet
