"""The account's clock: any logged touch resets it, the tier sets its pace (R24, D12; SIG-01)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation
from kamtui.domain.tiers import Tier


def overdue(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-01: a touch is due from the target on and overdue beyond the maximum; never touched is a state of its own.

    A key account that is never touched is as pressing as one that is silent once it has been key for the maximum.
    """
    if account.tier is Tier.UNATTRACTIVE and account.next_due_on is None:
        return
    if account.last_touch_on is None:
        yield _never(account, policy, on)
        return
    assert account.next_due_on is not None
    assert account.overdue_on is not None
    if on > account.overdue_on:
        fields: dict[str, object] = {
            "days": (on - account.overdue_on).days,
            "silent": (on - account.last_touch_on).days,
            "most": (account.overdue_on - account.last_touch_on).days,
        }
        text = "{days}d over max {most}, silent {silent}d"
        yield Reason("SIG-01", Severity.RED, text, fields, Action.TOUCH, account.overdue_on + dt.timedelta(days=1))
    elif on == account.next_due_on:
        yield Reason("SIG-01", Severity.INFO, "touch due today", {}, Action.TOUCH, on)
    elif on > account.next_due_on:
        late = (on - account.next_due_on).days
        yield Reason(
            "SIG-01", Severity.INFO, "touch due for {days}d", {"days": late}, Action.TOUCH, account.next_due_on
        )


def _never(account: Situation, policy: Policy, on: dt.date) -> Reason:
    if account.tier is not Tier.KEY:
        return Reason("SIG-01", Severity.INFO, "never touched", {}, Action.TOUCH, on)
    _, most = policy.cadence[Tier.KEY]
    days = 0 if account.tier_on is None else (on - account.tier_on).days
    if days <= most:
        return Reason("SIG-01", Severity.AMBER, "never touched", {}, Action.TOUCH, on)
    text, since = "never touched in {days}d as key", on - dt.timedelta(days=days - most - 1)
    return Reason("SIG-01", Severity.RED, text, {"days": days}, Action.TOUCH, since)


def unclosed(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-01: a touch was planned for a day that has passed, and nobody said whether it took place."""
    if account.unclosed_on is not None and account.unclosed_on < on:
        late = (on - account.unclosed_on).days
        more = max(account.unclosed - 1, 0)
        text = "planned {days}d ago, open (+{more})" if more else "planned {days}d ago, open"
        fields: dict[str, object] = {"days": late, "more": more}
        yield Reason("SIG-01", Severity.AMBER, text, fields, Action.TOUCH, account.unclosed_on, more + 1)
