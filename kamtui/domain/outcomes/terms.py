"""What an operation on credit or terms did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.credit import CreditGrade
from kamtui.domain.terms import Cost, Headroom


class CreditSet(NamedTuple):
    """How far an account is trusted from now on."""

    id: int
    account_id: int
    account: str
    grade: CreditGrade | None
    limit: int | None
    currency: str
    was_grade: CreditGrade | None
    was_limit: int | None
    on: dt.date
    review_on: dt.date
    """When it is looked at anew."""
    is_first: bool


class CreditReviewed(NamedTuple):
    """The credit of an account was looked at, and stays as it is."""

    id: int
    account_id: int
    account: str
    grade: CreditGrade | None
    limit: int | None
    currency: str
    on: dt.date
    review_on: dt.date


class CreditAsked(NamedTuple):
    """A head is asked to trust an account more."""

    exception_id: int
    account_id: int
    account: str
    title: str


class TermsAdded(NamedTuple):
    """Something was granted."""

    id: int
    account_id: int
    account: str
    what: str
    from_on: dt.date
    to_on: dt.date | None
    cost: Cost
    before: Headroom
    after: Headroom
    exception_id: int | None


class TermsEdited(NamedTuple):
    """Terms were corrected or extended."""

    id: int
    account_id: int
    account: str
    what: str
    fields: tuple[str, ...]
    before: Headroom
    after: Headroom


class TermsEnded(NamedTuple):
    """Terms end, or are said to have ended."""

    id: int
    account_id: int
    account: str
    what: str
    on: dt.date
    """Their last day."""
    before: Headroom
    after: Headroom


class TermsAsked(NamedTuple):
    """Something beyond the limits is put before a head; nothing was granted yet."""

    exception_id: int
    account_id: int
    account: str
    title: str
    before: Headroom
    after: Headroom


TermsOutcome = CreditSet | CreditReviewed | CreditAsked | TermsAdded | TermsEdited | TermsEnded | TermsAsked
