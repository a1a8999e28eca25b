"""The rating of a relationship, against the facts and by itself (R20, R97; SIG-08, SIG-35)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.people import active
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.tiers import Tier


def status(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-08: the relationship is declining, or a rival attacks what we hold."""
    since = account.status_since or account.status_on
    if since is None or account.tier is Tier.UNATTRACTIVE:
        return
    fields: dict[str, object] = {"days": (on - since).days}
    if account.status is Status.DECLINING:
        yield Reason("SIG-08", Severity.RED, "declining for {days}d", fields, Action.NEXT, since)
    if account.status is Status.DEFENDING:
        yield Reason("SIG-08", Severity.AMBER, "defending for {days}d", fields, Action.NEXT, since)


def contradiction(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-08: it is called solid, and the facts say otherwise: contact structure, not intent, tells (section 3.3)."""
    # where sales fell, SIG-09 says so
    against = disproof(account._replace(trend=None), policy, on)
    if against is not None:
        text, fields = against
        assert account.status_on is not None
        yield Reason("SIG-08", Severity.AMBER, text, fields, Action.STATUS, account.status_on)


def disproof(account: Situation, policy: Policy, on: dt.date) -> tuple[str, dict[str, object]] | None:
    """The fact that speaks against calling a relationship solid, as a message with its numbers; None: nothing does."""
    if account.status is not Status.SOLID or account.status_on is None:
        return None
    if account.last_touch_on is None:
        return "called solid, but never touched", {}
    if account.people:
        here = active(account, on)
        functions = {one.function for one in here} - {None}
        if len(here) <= 1:
            return "called solid, but {count} active person", {"count": len(here)}
        if account.grade is Grade.SOLID and len(here) < policy.signals.people:
            return "called very solid, but {count} active people", {"count": len(here)}
        if account.grade is Grade.SOLID and len(functions) <= 1:
            return "called very solid, but active in {count} function", {"count": len(functions)}
    if account.trend is not None and account.trend.ratio < policy.signals.sales_red / 100:
        return "called solid, but sales at {percent} % of last year", {"percent": account.trend.percent}
    return None


def exception_waits(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-35: an exception waits for the decision of a head."""
    if account.exception is not None:
        number, since, title = account.exception
        fields: dict[str, object] = {"days": (on - since).days, "title": title}
        text = "exception waits {days}d: {title}"
        yield Reason("SIG-35", Severity.AMBER, text, fields, Action.EXCEPTION, since, number)
