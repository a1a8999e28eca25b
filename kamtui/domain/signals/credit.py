"""Credit: exposure near or over the limit, and reviews that are due (R75, D20, D21; SIG-13, SIG-15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.money import grouped
from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation
from kamtui.domain.tiers import Tier


def exposure(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-13: open invoices and open orders come near the credit limit, or exceed it (D20)."""
    state = account.credit
    if state is None or state.exposure is None or not state.exposure.reaches(policy.receivables.exposure_amber):
        return
    found = state.exposure
    assert found.limit is not None
    is_red = found.reaches(policy.receivables.exposure_red)
    fields: dict[str, object] = {
        "total": grouped(found.total, found.currency),
        "limit": grouped(found.limit, found.currency),
        "currency": found.currency,
    }
    text = "exposure {total} of {limit} {currency}"
    if found.percent is not None:
        text, fields["percent"] = "exposure {percent} % of the limit: {total} of {limit} {currency}", int(found.percent)
    severity = Severity.RED if is_red else Severity.AMBER
    yield Reason("SIG-13", severity, text, fields, Action.EXCEPTION, state.since or on)


def review(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-15: credit is to be looked at anew, or was never decided though a key account owes something (D21)."""
    state = account.credit
    if state is None:
        return
    if state.decided is None:
        if account.tier is Tier.KEY and state.since is not None:
            text = "owes something, and its credit was never decided"
            yield Reason("SIG-15", Severity.INFO, text, {}, Action.MONEY, state.since)
        return
    due = state.decided.review_on(account.tier, policy.receivables)
    if due > on:
        return
    fields: dict[str, object] = {"days": (on - state.decided.on).days, "grade": state.decided.grade or "–"}
    yield Reason("SIG-15", Severity.INFO, "credit {grade} not reviewed for {days}d", fields, Action.MONEY, due)
