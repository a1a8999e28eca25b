"""Ties between people and between accounts, beside who reports to whom (R49)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple


class LinkKind(StrEnum):
    """What ties the one to the other; it goes from the one to the other."""

    INFLUENCES = "influences"
    """The other listens to the one."""
    REFERRAL = "referral"
    """The one brought the other to us."""
    PARTNER = "partner"
    RELATIVE = "relative"
    FORMERLY_WITH = "formerly_with"
    OTHER = "other"


AMONG_PEOPLE = frozenset((LinkKind.INFLUENCES, LinkKind.RELATIVE))
"""Kinds that tie two people, never an account."""


class Link(NamedTuple):
    """A tie, from a person or an account to another."""

    id: int
    kind: LinkKind
    account_id: int
    account: str
    contact_id: int | None
    """None: the account itself."""
    contact: str
    to_account_id: int | None
    """None: somebody wherever they work."""
    to_account: str
    to_contact_id: int | None
    to_contact: str
    from_on: dt.date | None
    to_on: dt.date | None
    note: str
    confidential: bool
    author: str

    @property
    def one(self) -> str:
        """Who stands at its beginning."""
        return self.contact or self.account

    @property
    def other(self) -> str:
        """Who stands at its end."""
        return self.to_contact or self.to_account
