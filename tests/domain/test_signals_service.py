"""SIG-26: what customers wait for too long, and what comes again and again."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.issues import Repeated, Waiting
from kamtui.domain.severity import Severity
from kamtui.domain.signals.service import past_due, same_cause
from kamtui.domain.tiers import Tier
from kamtui.render.reasoned import why
from tests.conftest import TODAY
from tests.signalled import POLICY, account, ago


def waiting(key: int, days: int, *, tier: Tier = Tier.KEY, is_answered: bool = False) -> Waiting:
    """An issue that came in at noon so many days ago."""
    at = dt.datetime.combine(ago(days), dt.time(12), dt.UTC)
    return Waiting(key, "pump leaks", at, is_answered, tier)


def test_an_issue_is_amber_on_the_last_day_of_its_hours_and_red_after_it() -> None:
    def said(*found: Waiting) -> list[tuple[Severity, str, int]]:
        reasons = past_due(account(issues=found), POLICY, TODAY)
        return [(each.severity, why(each), each.number) for each in reasons]

    assert said(waiting(1, 0)) == [(Severity.AMBER, "issue #1 must be answered today: pump leaks", 1)]
    assert said(waiting(1, 0, is_answered=True)) == []
    assert said(waiting(1, 1, is_answered=True)) == [(Severity.AMBER, "issue #1 must be settled today: pump leaks", 1)]
    assert said(waiting(1, 2, is_answered=True)) == [(Severity.RED, "issue #1 is not settled, 1d late: pump leaks", 1)]
    late = said(waiting(1, 3), waiting(2, 9), waiting(3, 9, tier=Tier.UNATTRACTIVE))
    assert late == [(Severity.RED, "issue #2 has no answer, 9d late: pump leaks", 3)]
    assert said(waiting(1, 3, tier=Tier.REGULAR, is_answered=True))[0][0] is Severity.AMBER


def test_one_cause_again_and_again_is_amber_since_it_became_a_pattern() -> None:
    (reason,) = same_cause(account(repeated=[Repeated("worn seal", 4, ago(9))]), POLICY, TODAY)
    assert (reason.severity, reason.since) == (Severity.AMBER, ago(9))
    assert why(reason) == "4 issues in 180d of one cause: worn seal"
    assert not list(same_cause(account(), POLICY, TODAY))


def test_what_is_asked_for_has_days_to_be_settled_where_a_fault_has_hours() -> None:
    fault = waiting(1, 20, is_answered=True)
    assert [each.severity for each in past_due(account(issues=[fault]), POLICY, TODAY)] == [Severity.RED]
    assert list(past_due(account(issues=[fault._replace(is_wish=True)]), POLICY, TODAY)) == []
    late = waiting(1, POLICY.service.wish_days + 2, is_answered=True)._replace(is_wish=True)
    assert [each.severity for each in past_due(account(issues=[late]), POLICY, TODAY)] == [Severity.RED]
