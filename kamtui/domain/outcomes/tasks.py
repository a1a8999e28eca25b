"""What an operation on a follow-up or a card did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class TaskAdded(NamedTuple):
    """A follow-up was promised."""

    task_id: int
    title: str
    due_on: dt.date | None
    repeated: bool = False
    """The same key came before: nothing was written."""


class TaskClosed(NamedTuple):
    """A follow-up was done or cancelled."""

    task_id: int
    title: str
    state: str
    following: TaskAdded | None = None
    """The next one, where it comes again."""


class TaskEdited(NamedTuple):
    """A follow-up has new values."""

    task_id: int
    title: str
    fields: tuple[str, ...]
    due_on: dt.date | None = None


class Reviewed(NamedTuple):
    """An account was looked at: done for the day, or put off until a day."""

    ack_id: int
    account_id: int
    account: str
    until_on: dt.date | None


TaskOutcome = TaskAdded | TaskClosed | TaskEdited | Reviewed
