"""The plan of a key account: there is none, nobody looks at it, or a goal of it is off track (D28, R86; SIG-24)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.periods import fiscal_label
from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation
from kamtui.domain.tiers import Tier


def plan(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-24: the fiscal year has no active plan, in a book where accounts have plans; or nobody touched it lately."""
    year, state = account.fiscal_year, account.plan
    if account.tier is not Tier.KEY or year is None:
        return
    if state is None or state.closed_on is not None:
        if account.has_plans:
            text = "no plan for {label}" if state is None else "the plan for {label} is closed"
            began = max(year.first, account.tier_on or year.first)
            since = began if state is None or state.closed_on is None else state.closed_on
            fields: dict[str, object] = {"label": fiscal_label(year.first, year.first.month)}
            yield Reason("SIG-24", Severity.AMBER, text, fields, Action.PLAN, since)
        return
    days = (on - state.alive_on).days
    if days > policy.plans.stale_days:
        since = state.alive_on + dt.timedelta(days=policy.plans.stale_days + 1)
        yield Reason("SIG-24", Severity.AMBER, "plan untouched for {days}d", {"days": days}, Action.PLAN, since)


def goals(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-24: goals of the plan are off track."""
    state = account.plan
    if account.tier is not Tier.KEY or state is None or state.closed_on is not None or not state.off_track:
        return
    since, title = min(state.off_track)
    number = len(state.off_track)
    text = "goal off track: {title}" if number == 1 else "goal off track: {title} (+{more})"
    fields: dict[str, object] = {"title": title, "more": number - 1}
    yield Reason("SIG-24", Severity.AMBER, text, fields, Action.PLAN, since, number)
