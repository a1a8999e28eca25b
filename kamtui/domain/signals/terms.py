"""Terms: more granted than there is room for, about to end, not kept by the customer (R54, R73, D25; SIG-16)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.money import grouped
from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation

ENDING_DAYS = 30
"""Before their last day that terms are spoken of."""


def unmet(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-16: what was granted for prepayment was taken without it (R73)."""
    for found in account.terms.unmet if account.terms else ():
        fields: dict[str, object] = {
            "what": found.what,
            "percent": f"{found.percent:g}",
            "unmet": found.invoices - found.met,
            "invoices": found.invoices,
            "prepaid": int(found.prepaid_percent or 0),
        }
        text = "{what}: {percent} % prepayment unmet on {unmet} of {invoices} invoices, {prepaid} % prepaid"
        yield Reason("SIG-16", Severity.AMBER, text, fields, Action.NEXT, found.first_unmet_on or on)


def over_headroom(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-16: concessions cost more than gross profit, cost-to-serve and floor leave room for (D25)."""
    state = account.terms
    if state is None or state.over is None or state.over.room is None:
        return
    fields: dict[str, object] = {
        "over": grouped(-state.over.room, state.over.currency),
        "currency": state.over.currency,
    }
    text = "terms {over} {currency} a year over the headroom"
    yield Reason("SIG-16", Severity.AMBER, text, fields, Action.EXCEPTION, state.over_since or on)


def ending(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-16: terms end soon: renew them, or let them go."""
    state = account.terms
    if state is None or not state.ending:
        return
    (last, what, since), more = state.ending[0], len(state.ending) - 1
    fields: dict[str, object] = {"what": what, "days": (last - on).days, "more": more}
    text = "{what} ends in {days}d" + (" (+{more})" if more else "")
    yield Reason("SIG-16", Severity.AMBER, text, fields, Action.NEXT, since, more + 1)
