"""What an operation on the book itself did: its users, rules, imports, and what was taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple


class UserAdded(NamedTuple):
    """A colleague was entered."""

    user_id: int
    login: str
    role: str


class UserEdited(NamedTuple):
    """A colleague's entry has new values."""

    user_id: int
    login: str
    fields: tuple[str, ...]


class PolicySet(NamedTuple):
    """A new version of the rules."""

    version: int
    on: dt.date


class Imported(NamedTuple):
    """Files were read into the book."""

    read: int
    created: Mapping[str, int]
    """Target -> rows that are new."""
    updated: Mapping[str, int]
    unchanged: Mapping[str, int]
    rejected: tuple[RejectedRow, ...]
    rejected_count: int
    """All of them; `rejected` keeps the first ones word for word."""
    warnings: tuple[str, ...]
    unattributed: int
    """Sales documents that name no account: in the book, on nobody."""


class RejectedRow(NamedTuple):
    """A row that was not imported, and why."""

    file: str
    line: int
    reason: str
    row: tuple[str, ...]


class Undone(NamedTuple):
    """A change was taken back, or an undo was."""

    change: int
    op: str
    rows: int
    redone: bool


class ExportNoted(NamedTuple):
    """It was noted who took something out of the book."""

    export_id: int
    what: str
    rows: int | None
    """None: it is no list."""


BookOutcome = UserAdded | UserEdited | PolicySet | Imported | Undone | ExportNoted
