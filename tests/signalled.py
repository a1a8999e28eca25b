"""What tests of signals start from: one account on one day, people there, and what fires."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kamtui.domain import signals
from kamtui.domain.contacts import Function, Level
from kamtui.domain.influences import Influence, Role
from kamtui.domain.policytext import read
from kamtui.domain.signals.reason import Reason
from kamtui.domain.signals.situation import Situation, Someone
from kamtui.domain.tiers import Tier
from kamtui.render.reasoned import why
from kamtui.store.policies import starting
from tests.conftest import TODAY

POLICY = read(starting("revenue"))
"""Key 7/14, regular 30/45, prospect 60/90; exec 90/120, mid 30/45, front 60/90; three people; sales 90 and 80."""


def ago(days: int, on: dt.date = TODAY) -> dt.date:
    """So many days before; negative is ahead."""
    return on - dt.timedelta(days=days)


def account(tier: Tier | None = Tier.KEY, touched: int | None = 0, **known: Any) -> Situation:
    """An account touched so many days ago, with the dates that its tier's cadence makes of it."""
    last = None if touched is None else ago(touched)
    cadence = POLICY.cadence.get(tier or Tier.PROSPECT) if tier is not Tier.UNATTRACTIVE else None
    due, late = (None, None) if last is None or cadence is None else (ago(-days, last) for days in cadence)
    made = {"tier_on": ago(60), "last_touch_on": last, "next_due_on": due, "overdue_on": late, **known}
    return Situation(1, tier, **made)


def someone(
    key: int,
    touched: int | None,
    level: Level | None = Level.MID,
    *,
    spoken: bool | None = None,
    mails: tuple[int, int] | None = None,
    since: int | None = None,
    function: Function | None = None,
    **more: Any,
) -> Someone:
    """A person touched so many days ago, known for so many days; spoken with, where nothing else is said."""
    last = None if touched is None else ago(touched)
    counted = (touched is not None and mails is None) if spoken is None else spoken
    known = None if since is None else ago(since)
    return Someone(key, f"P{key}", level, function, known, last, counted, mails, **more)


def judged(*roles: Role, days: int = 0, key: int = 1, **more: Any) -> Influence:
    """What was judged of somebody so many days ago."""
    return Influence(key, ago(days), roles, **more)


def fired(situation: Situation, signal: str, on: dt.date = TODAY) -> list[Reason]:
    """What one signal says of an account."""
    return [reason for reason in signals.reasons(situation, POLICY, on) if reason.signal == signal]


def said(situation: Situation, signal: str, on: dt.date = TODAY) -> list[tuple[str, str]]:
    """How much a signal presses and its words; [] where it is silent."""
    return [(reason.severity.name.lower(), why(reason)) for reason in fired(situation, signal, on)]
