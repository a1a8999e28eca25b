"""What a customer waits for or complains of again and again (R56, R66, R68; SIG-26)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation

DAY = dt.timedelta(days=1)


def past_due(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-26: an issue is past the hours of its tier; on the last day of them it is amber.

    A signal looks at days: what falls due in the course of a day is red from the next on.
    """
    due = sorted((one.due_on(policy.service)[0], one.issue_id, one) for one in account.issues)
    late = [entry for entry in due if entry[0] < on]
    today = [entry for entry in due if entry[0] == on]
    if not late and not today:
        return
    day, _, worst = (late or today)[0]
    _, is_unanswered = worst.due_on(policy.service)
    fields: dict[str, object] = {"issue": worst.issue_id, "title": worst.title, "days": (on - day).days}
    if late:
        text = "issue #{issue} has no answer, {days}d late: {title}"
        if not is_unanswered:
            text = "issue #{issue} is not settled, {days}d late: {title}"
        yield Reason("SIG-26", Severity.RED, text, fields, Action.NEXT, day + DAY, len(late))
    else:
        text = "issue #{issue} must be answered today: {title}"
        if not is_unanswered:
            text = "issue #{issue} must be settled today: {title}"
        yield Reason("SIG-26", Severity.AMBER, text, fields, Action.NEXT, day, len(today))


def same_cause(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-26: the same cause came up again and again within the days of the policy: settle the cause."""
    if account.repeated:
        worst = account.repeated[0]
        fields: dict[str, object] = {
            "count": worst.number,
            "cause": worst.cause,
            "within": policy.service.repeat_days,
        }
        text = "{count} issues in {within}d of one cause: {cause}"
        yield Reason("SIG-26", Severity.AMBER, text, fields, Action.NEXT, worst.on, len(account.repeated))
