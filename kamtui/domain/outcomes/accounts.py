"""What an operation on an account or a person did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class AccountAdded(NamedTuple):
    """A new account."""

    account_id: int
    name: str
    same: tuple[tuple[int, str], ...] = ()
    """Accounts that are called the same but for width, case, legal form or what cannot be seen: id and name."""
    is_mixed: bool = False
    """Whether its name has letters of two scripts that look alike."""


class AccountEdited(NamedTuple):
    """Fields of an account, or its owner, have new values."""

    account_id: int
    name: str
    fields: tuple[str, ...]


class AccountArchived(NamedTuple):
    """An account left the lists; `on` is None when it came back."""

    account_id: int
    name: str
    on: dt.date | None


class ContactAdded(NamedTuple):
    """A new person, or a known one with a new position."""

    contact_id: int
    name: str
    account_id: int
    account: str


class ContactEdited(NamedTuple):
    """A person or one of their positions has new values."""

    contact_id: int
    name: str
    fields: tuple[str, ...]


AccountOutcome = AccountAdded | AccountEdited | AccountArchived | ContactAdded | ContactEdited
