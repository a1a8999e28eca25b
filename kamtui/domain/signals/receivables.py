"""What a customer owes for too long, and a habit of paying with the next order (R71, R72; SIG-12, SIG-14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.money import grouped
from kamtui.domain.policy import Policy
from kamtui.domain.receivables import Pressing
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation


def overdue(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-12: undisputed invoices are late for more days than the policy allows, beyond small change (D20)."""
    rules = policy.receivables
    late = [(severity, one.amount, one) for one in account.overdue if (severity := level(one)) is not None]
    if not late:
        return
    severity, amount, worst = max(late, key=lambda each: each[:2])
    fields: dict[str, object] = {
        "amount": grouped(amount, worst.currency),
        "currency": worst.currency,
        "count": worst.invoices,
        "days": (on - worst.oldest_due_on).days,
    }
    text = "{amount} {currency} overdue, the oldest of {count} invoices {days}d"
    if worst.invoices == 1:
        text = "{amount} {currency} overdue for {days}d"
    allowed = rules.late_red if severity is Severity.RED else rules.late_amber
    since = worst.oldest_due_on + dt.timedelta(days=allowed + 1)
    yield Reason("SIG-12", severity, text, fields, Action.NEXT, since, worst.invoices)


def pays_with_next_order(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-14: an order is paid when the next one is placed, so one is always unpaid: offer other terms (R72)."""
    found = [one for one in account.patterns if one.shows(policy.receivables)]
    if not found:
        return
    worst = max(found, key=lambda one: one.exposure)
    paid = [cycle.paid_on for cycle in worst.cycles if cycle.paid_on and cycle.is_met(policy.receivables.pattern_days)]
    fields: dict[str, object] = {
        "met": worst.met,
        "of": len(worst.cycles),
        "amount": grouped(worst.exposure, worst.currency),
        "currency": worst.currency,
    }
    text = "paid with the next order {met} of {of} times; about {amount} {currency} stay unpaid without one"
    yield Reason("SIG-14", Severity.AMBER, text, fields, Action.NEXT, max(paid))


def level(found: Pressing) -> Severity | None:
    """Red or amber by how late it is; None: it is late, but for less than the policy's days."""
    if found.red:
        return Severity.RED
    return Severity.AMBER if found.amber else None
