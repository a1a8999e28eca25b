"""Promises of both sides, and days to be ready for (R34, R35; SIG-25, SIG-27, SIG-31)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Promises, Situation
from kamtui.domain.tiers import Tier


def ours(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-25: what we promised is due, or late."""
    if account.ours is not None:
        late = (on - account.ours.due_on).days
        text = "due today: {title}" if late == 0 else "{days}d late: {title}"
        yield _due(account.ours, text, late, Action.DONE)


def theirs(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-25: what the customer promised is due, or late."""
    if account.theirs is not None:
        late = (on - account.theirs.due_on).days
        text = "due from them today: {title}" if late == 0 else "they are {days}d late: {title}"
        yield _due(account.theirs, text, late, Action.TOUCH)


def event_ahead(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-31: the customer has an event soon: an opening, a fair, a tender, an anniversary."""
    if account.event is None:
        return
    day, what = account.event
    days, lead = (day - on).days, policy.signals.event_days
    if 0 <= days <= lead:
        text = "{what} today" if days == 0 else "{what} in {days}d"
        fields: dict[str, object] = {"days": days, "what": what or "event"}
        yield Reason("SIG-31", Severity.INFO, text, fields, Action.NEXT, day - dt.timedelta(days=lead))


def forum_missing(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-27: most of the fiscal year is gone and a key account had no annual forum and has none planned (R35).

    One that became key so late in the year may wait for the next.
    """
    year = account.fiscal_year
    if account.tier is not Tier.KEY or account.forum_on is not None or year is None or account.last_touch_on is None:
        return
    gone = 100 * ((on - year.first).days + 1) / year.days
    percent = policy.signals.forum_percent
    since = year.first + dt.timedelta(days=-(-year.days * percent // 100) - 1)
    if gone >= percent and (account.tier_on is None or account.tier_on < since):
        fields: dict[str, object] = {"percent": gone}
        text = "no annual forum, {percent:.0f} % of the year gone"
        yield Reason("SIG-27", Severity.AMBER, text, fields, Action.NEXT, since)


def _due(due: Promises, text: str, late: int, action: Action) -> Reason:
    fields: dict[str, object] = {"days": late, "title": due.title, "more": due.number - 1}
    if due.number > 1:
        text += " (+{more})"
    return Reason("SIG-25", Severity.AMBER, text, fields, action, due.due_on, due.number)
