"""What opportunities at an account ask for: renewals and tenders that come, and who must be known there (R38, R43)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.influences import FOUR
from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.influence import is_known, placeholders
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation
from kamtui.domain.tiers import Tier


def renewal_ahead(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-32: a renewal or a tender is to be decided within the policy's days, or should have been."""
    if account.deals is None or not account.deals.ending:
        return
    first, *more = account.deals.ending
    days = (first.on - on).days
    fields: dict[str, object] = {
        "business": first.kind.value,
        "name": first.name,
        "days": abs(days),
        "count": len(more),
    }
    if days < 0:
        text = "{business} {name} not decided, expected {days}d ago"
    elif days == 0:
        text = "{business} {name} to be decided today"
    else:
        text = "{business} {name} to be decided in {days}d"
    if more:
        text += "; {count} more"
    since = first.on - dt.timedelta(days=policy.funnel.renewal_days)
    yield Reason("SIG-32", Severity.AMBER, text, fields, Action.PLAN, since, len(more) + 1)


def nobody_known(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-04: an opportunity is at work in the funnel, and nobody is known in a buying role that it takes.

    Of a key account it is said without any opportunity.
    """
    if account.deals is None or not account.deals.working or account.tier is Tier.KEY:
        return
    lacking = [role for role in FOUR if not is_known(role, account.people)]
    if not lacking:
        return
    first, *more = account.deals.working
    unknown = tuple(role.value for role in lacking if placeholders(role, account.people))
    roles = tuple(role.value for role in lacking if role.value not in unknown)
    fields: dict[str, object] = {"name": first.name, "roles": roles or unknown, "count": len(more)}
    text = "{name}: buying roles missing: {roles}" if roles else "{name}: buying roles still unknown: {roles}"
    if more:
        text += "; {count} more opportunities"
    yield Reason("SIG-04", Severity.AMBER, text, fields, Action.PEOPLE, first.on, len(lacking))
