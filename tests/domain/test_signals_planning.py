"""SIG-24: a key account without an active plan, a plan that nobody touches, and goals that are off track."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kamtui.domain.periods import Period
from kamtui.domain.signals.reason import Action
from kamtui.domain.signals.situation import PlanState
from kamtui.domain.tiers import Tier
from tests.signalled import account, ago, fired, said

YEAR = Period(dt.date(2026, 4, 1), dt.date(2027, 3, 31))


def planned(state: PlanState | None, **known: Any) -> Any:
    return account(fiscal_year=YEAR, plan=state, **{"has_plans": True, **known})


def test_a_key_account_needs_a_plan_where_accounts_have_plans() -> None:
    assert said(planned(None), "SIG-24") == [("amber", "no plan for FY2026/27")]
    assert said(planned(None, has_plans=False), "SIG-24") == []
    assert said(planned(None, tier=Tier.REGULAR), "SIG-24") == []


def test_it_is_missing_since_the_year_began_or_since_the_account_is_key() -> None:
    assert fired(planned(None, tier_on=ago(10)), "SIG-24")[0].since == ago(10)
    (reason,) = fired(planned(None, tier_on=ago(900)), "SIG-24")
    assert (reason.since, reason.action) == (YEAR.first, Action.PLAN)


def test_a_closed_plan_is_none() -> None:
    closed = PlanState(ago(3), ago(200), ((ago(1), "x"),))
    assert said(planned(closed), "SIG-24") == [("amber", "the plan for FY2026/27 is closed")]


def test_a_plan_is_stale_after_ninety_days() -> None:
    assert said(planned(PlanState(None, ago(90))), "SIG-24") == []
    (reason,) = fired(planned(PlanState(None, ago(91))), "SIG-24")
    assert (reason.since, reason.fields) == (ago(0), {"days": 91})


def test_goals_off_track_are_told_beside_it() -> None:
    state = PlanState(None, ago(101), ((ago(5), "second"), (ago(9), "first")))
    # the plan is stale since ten days ago, the first goal off track since nine
    assert said(planned(state), "SIG-24") == [
        ("amber", "plan untouched for 101d"),
        ("amber", "goal off track: first (+1)"),
    ]
