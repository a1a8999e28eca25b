"""What an operation on a relationship status did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.statuses import Grade, Status


class StatusSet(NamedTuple):
    """A relationship status was set."""

    account_id: int
    account: str
    before: Status | None
    after: Status | None
    grade: Grade | None
    on: dt.date


class StatusReset(NamedTuple):
    """A relationship starts anew: its status, and the first steps."""

    account_id: int
    account: str
    set: StatusSet
    left: tuple[str, ...]
    """Names of those who left; none where the customer was reorganised."""
    share: float
    """How much of a year's contact left with them, 0-1."""
    titles: tuple[str, ...]
    """Tasks that were taken up; none where all of them were open already."""
    due_on: dt.date


StatusOutcome = StatusSet | StatusReset
