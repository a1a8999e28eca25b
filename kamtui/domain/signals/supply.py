"""Supply of the customer: stock that runs short, and seasons to be ready for (R63, R64; SIG-10, SIG-11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation


def short(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-10: a stock does not last until a delivery ordered today comes, or hardly longer (D22)."""
    if not account.short:
        return
    worst, more = account.short[0], len(account.short) - 1
    # a short stock is one that is known
    assert worst.days is not None
    assert worst.stock is not None
    fields: dict[str, object] = {
        "product": worst.product,
        "days": int(worst.days),
        "lead": worst.lead_days,
        "age": worst.age,
        "more": more,
    }
    text = "{product}: stock for {days}d" if worst.product else "stock for {days}d"
    text += ", delivery takes {lead}d"
    if more:
        text += " (+{more})"
    severity = Severity.RED if worst.comes_too_late else Severity.AMBER
    yield Reason("SIG-10", severity, text, fields, Action.NEXT, worst.stock.on, more + 1)


def peak_ahead(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-11: a peak is so near that it should be prepared, and nobody does (D23)."""
    if not account.peaks:
        return
    first, more = account.peaks[0], len(account.peaks) - 1
    fields: dict[str, object] = {"days": (first.starts_on - on).days, "what": first.name, "more": more}
    text = "{what} in {days}d: nobody prepares it"
    if more:
        text += " (+{more})"
    since = first.prepare_on(policy.supply)
    yield Reason("SIG-11", Severity.AMBER, text, fields, Action.PREPARE, min(on, max(since, first.on)), more + 1)
