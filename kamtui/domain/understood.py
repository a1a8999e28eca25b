"""A touch line held against the people of an account: what would be logged, and who is not clear."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.quickline import FollowUp
from kamtui.domain.statuses import Status
from kamtui.domain.touches import Feedback, Kind


class Somebody(NamedTuple):
    """A contact that a line names."""

    contact_id: int
    name: str


class Several(NamedTuple):
    """A name that fits several contacts."""

    said: str
    candidates: tuple[Somebody, ...]


class Understood(NamedTuple):
    """A touch line held against the people of an account: what would be logged."""

    account_id: int
    account: str
    kind: Kind
    people: tuple[Somebody, ...]
    unknown: tuple[str, ...]
    """Names marked with @ that nobody there has."""
    unclear: tuple[Several, ...]
    minutes: int | None
    """None: not said; the kind's default counts."""
    on: dt.date
    follow_up: FollowUp | None
    status: Status | None
    summary: str
    their_promise: FollowUp | None = None
    feedback: Feedback | None = None
