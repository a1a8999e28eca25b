"""A reason for attention: which signal, how much it presses, why in one line, and the key that answers it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.severity import Severity


class Action(StrEnum):
    """What one key does about a reason."""

    TOUCH = "touch"
    """Log a touch."""
    STATUS = "status"
    """Rate the relationship anew."""
    NEXT = "next"
    """Promise a next step: plan the visit, ask why, invite."""
    DONE = "done"
    """Say that a promise was kept."""
    PEOPLE = "people"
    """Look who there is."""
    TIER = "tier"
    """See what speaks for which tier, and decide."""
    MONEY = "money"
    """Look at the figures."""
    OWNER = "owner"
    """Give the account to somebody."""
    PLAN = "plan"
    """See the account plan."""
    PLAYBOOK = "playbook"
    """Take up the tasks that the policy offers."""
    PREPARE = "prepare"
    """Give out the tasks that prepare a peak."""
    EXCEPTION = "exception"
    """Look what waits for a decision."""
    DUPLICATE = "duplicate"
    """Look at both, and say whether they are one."""


class Reason(NamedTuple):
    """Why an account wants attention."""

    signal: str
    """SIG-01 to SIG-35, as in the domain's list."""
    severity: Severity
    text: str
    """English message with {fields}; the numbers are in `fields`."""
    fields: dict[str, object]
    action: Action
    since: dt.date
    """The first day it was so."""
    number: int = 1
    """How many things it speaks of: promises that are late, people who left."""


def working_days(since: dt.date, on: dt.date) -> int:
    """Mondays to Fridays after `since` up to `on`; public holidays are not known."""
    days = (on - since).days
    weeks, rest = divmod(max(days, 0), 7)
    return 5 * weeks + sum((since.weekday() + day) % 7 < 5 for day in range(1, rest + 1))
