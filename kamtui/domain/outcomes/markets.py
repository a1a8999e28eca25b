"""What an operation on profiles, competitors and partnerships did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class ProfileSet(NamedTuple):
    """A field of a profile has a value, or it was taken back."""

    id: int
    account_id: int | None
    name: str
    """Of the account, or of the person."""
    contact_id: int | None
    field: str
    value: str
    """"": taken back."""
    on: dt.date


class ProfileConfirmed(NamedTuple):
    """What is known was said to be still true."""

    account_id: int | None
    name: str
    contact_id: int | None
    fields: tuple[str, ...]
    rivals: tuple[str, ...]
    """Competitors of whom all that is known is still true."""
    on: dt.date


class RivalNoted(NamedTuple):
    """What is known of a competitor at an account."""

    id: int
    account_id: int
    account: str
    rival: str
    fields: tuple[str, ...]
    """Which of them changed; none where it is still true, or where it is new."""
    is_new: bool
    on: dt.date


class RivalGone(NamedTuple):
    """A competitor is no longer at an account."""

    id: int
    account_id: int
    account: str
    rival: str
    on: dt.date


class PartnershipSet(NamedTuple):
    """How far a partnership has come."""

    id: int
    account_id: int
    account: str
    before: str
    after: str
    on: dt.date
    until_on: dt.date | None


MarketOutcome = ProfileSet | ProfileConfirmed | RivalNoted | RivalGone | PartnershipSet
