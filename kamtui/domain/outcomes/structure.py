"""How accounts hang together was changed: moved in a group, merged, parted, told apart."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class AccountMoved(NamedTuple):
    """An account stands below another, or alone."""

    account_id: int
    name: str
    parent: str | None
    """None: alone."""
    on: dt.date | None
    """From which day; None: for as long as it is known."""


class Merging(NamedTuple):
    """Rows of one table in a merge or its reverse."""

    table: str
    rows: int


class AccountsMerged(NamedTuple):
    """Two accounts are one: what happened and who is there went to the survivor, what was decided stays."""

    account_id: int
    name: str
    """The survivor."""
    victim_id: int
    victim: str
    moved: tuple[Merging, ...]
    stayed: tuple[Merging, ...]
    conflicts: tuple[str, ...]
    """What both said, in sentences: which of the two is in force."""


class AccountUnmerged(NamedTuple):
    """What was merged is two again."""

    account_id: int
    """Who is back."""
    name: str
    survivor_id: int
    survivor: str
    moved: tuple[Merging, ...]
    later: tuple[str, ...]
    """What came to the survivor since and stays there, as table:id."""


class AccountSplit(NamedTuple):
    """A part of an account is an account of its own from a day on."""

    account_id: int
    """The new one."""
    name: str
    origin_id: int
    origin: str
    on: dt.date
    moved: tuple[Merging, ...]


class ToldApart(NamedTuple):
    """Two that look like one are two."""

    account_id: int
    name: str
    other_id: int
    other: str


StructureOutcome = AccountMoved | AccountsMerged | AccountUnmerged | AccountSplit | ToldApart
