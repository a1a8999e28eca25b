"""What an account buys beside what it bought a year before (R65, D18; SIG-09)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.policy import Policy, SignalRules
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation, Trend
from kamtui.domain.tiers import Tier

_DAY = dt.timedelta(days=1)


def fallen(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-09: the last whole months brought less than the policy's share of the same months a year before."""
    if account.trend is None or account.tier is Tier.UNATTRACTIVE:
        return
    severity = level(account.trend, policy.signals)
    if severity is None:
        return
    fields: dict[str, object] = {"percent": account.trend.percent, "months": account.trend.months}
    text = "sales of {months} months at {percent} % of last year"
    # whole months are compared, so it has been so since the last of them ended
    since = account.trend.period.last + _DAY
    yield Reason("SIG-09", severity, text, fields, Action.NEXT, since)


def quiet(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-09: a customer has not ordered for long, and there is no year before to compare with."""
    if account.trend is not None or account.last_order_on is None or account.tier not in (Tier.KEY, Tier.REGULAR):
        return
    days, most = (on - account.last_order_on).days, policy.signals.quiet_days
    if days > most:
        since = account.last_order_on + dt.timedelta(days=most + 1)
        yield Reason("SIG-09", Severity.AMBER, "no order for {days}d", {"days": days}, Action.NEXT, since)


def level(trend: Trend, rules: SignalRules) -> Severity | None:
    """Amber or red by how far sales fell; None: they hold (D18)."""
    if trend.revenue * 100 < rules.sales_red * trend.last_year:
        return Severity.RED
    return Severity.AMBER if trend.revenue * 100 < rules.sales_amber * trend.last_year else None
