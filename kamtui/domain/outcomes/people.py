"""What operations answer when people at customers leave, move, become known, or turn out to be one."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.contacts import EndReason


class Successor(NamedTuple):
    """Somebody not known yet who takes over what a person left."""

    contact_id: int
    name: str
    reports: int
    """How many people report to them now."""
    task_id: int
    """The task to find out who it is."""


class ContactLeft(NamedTuple):
    """A position ended; the history stays."""

    contact_id: int
    name: str
    account_id: int
    account: str
    on: dt.date
    reason: EndReason
    successor: Successor | None = None
    anew: bool = False
    """Whether the relationship hung on them: `status.reset` starts it anew (D30)."""


class ContactMoved(NamedTuple):
    """Somebody took another position at the same account."""

    contact_id: int
    name: str
    account_id: int
    account: str
    before: str
    after: str
    """The titles; "" where none is known."""
    on: dt.date
    successor: Successor | None = None


class ContactJoined(NamedTuple):
    """A known person works at another account, too or instead."""

    contact_id: int
    name: str
    account_id: int
    account: str
    formerly: tuple[str, ...]
    """Accounts where they worked before, the latest first."""
    left: tuple[str, ...] = ()
    """Accounts that they left for it."""


class ContactIdentified(NamedTuple):
    """It is known who holds a role."""

    contact_id: int
    name: str
    account_id: int
    account: str
    before: str
    """What the placeholder was called."""
    tasks: int
    """How many tasks to find that out are closed."""


class ContactsMerged(NamedTuple):
    """Two entries were one person."""

    contact_id: int
    name: str
    other_id: int
    other: str
    rows: int
    """How many rows went over."""


class ContactsUnmerged(NamedTuple):
    """They are two people after all."""

    contact_id: int
    """Who is a person of their own again."""
    name: str
    other_id: int
    other: str
    rows: int
    """How many rows went back."""
    stayed: int
    """How many rows that came after the merge stay with the other."""
    gone: int
    """How many rows that went over are no longer there."""


class ContactPurged(NamedTuple):
    """The personal data of somebody are out of the book."""

    contact_id: int
    name: str
    """What is left of the name."""
    rows: int
    """How many rows were emptied."""
    entries: int
    """How many entries of the journal were."""
    touches: int
    """How many touches stay."""
    texts: bool
    """Whether what was said at them is gone as well."""


PeopleOutcome = (
    ContactLeft | ContactMoved | ContactJoined | ContactIdentified | ContactsMerged | ContactsUnmerged | ContactPurged
)
