"""Health: every part by hand, what is left out, what caps it, and what moved it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.credit import Exposure
from kamtui.domain.health import (
    Cash,
    Health,
    Known,
    Move,
    Part,
    contact,
    health,
    in_order,
    of,
    paid,
    satisfaction,
    trend,
)  # fmt: skip
from kamtui.domain.periods import Period
from kamtui.domain.policy import HealthRules
from kamtui.domain.receivables import Pressing
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Opinion, Trend
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from tests.conftest import TODAY
from tests.signalled import POLICY, account, ago

QUARTER = Period(dt.date(2026, 8, 1), dt.date(2026, 10, 31))
RED = Reason("SIG-08", Severity.RED, "declining for {days}d", {"days": 9}, Action.NEXT, ago(9))
RULES = HealthRules()
"""25 contact, 20 coverage, 20 satisfaction, 20 trend, 15 cash, at most 40 while something is red."""


def bought(percent: int) -> Trend:
    """So many percent of the same months of last year."""
    return Trend(QUARTER, percent * 10_000, 1_000_000)


def told(days: int, score: float, who: int | None = 1, about: str = "") -> Opinion:
    return Opinion(who, about, ago(days), score)


def made(*scores: float | None, red: bool = False) -> Health:
    """Health of parts with these scores, in the order of Part."""
    known = {part: Known(score, "") for part, score in zip(Part, scores, strict=True)}
    return health(known, [RED] if red else [], RULES)


def test_each_known_part_counts_by_its_weight() -> None:
    known: dict[str, Any] = {"opinions": [told(30, 8)], "trend": bought(80)}
    found = of(account(Tier.KEY, 14, **known), 60.0, POLICY, TODAY)
    # contact: 14 days at a target of 7 are one target more: 2^-1 = 50; satisfaction: 10 x 8 = 80
    # trend: (0.80 - 0.50) / (0.95 - 0.50) = 66.67; cash is unknown, so 85 of 100 count
    # (25 x 50 + 20 x 60 + 20 x 80 + 20 x 66.67) / 85 = 5383.33 / 85 = 63.33
    assert found.value == pytest.approx(63.33, abs=0.01)
    assert found.missing == (Part.CASH,)
    assert found.known == 85


def test_the_clock_of_contact_is_that_of_the_tier() -> None:
    # key: 2^-((14 - 7) / 7) = 0.5; regular: 2^-((45 - 30) / 30) = 0.7071
    assert contact(account(Tier.KEY, 14), TODAY).score == 50
    assert contact(account(Tier.REGULAR, 45), TODAY).score == pytest.approx(70.71, abs=0.01)


def test_up_to_the_target_contact_is_whole_and_a_day_later_it_is_not() -> None:
    # a day over a target of 7: 2^-(1/7) = 0.9057
    assert contact(account(Tier.KEY, 7), TODAY).score == 100
    assert contact(account(Tier.KEY, 8), TODAY).score == pytest.approx(90.57, abs=0.01)


def test_a_service_of_its_own_sets_the_target() -> None:
    # 60 days at a target of 40: 2^-(20/40) = 0.7071
    served = account(Tier.REGULAR, 60)._replace(next_due_on=ago(20))
    assert contact(served, TODAY).score == pytest.approx(70.71, abs=0.01)


def test_never_touched_is_nothing_and_is_said() -> None:
    found = of(account(Tier.REGULAR, None), 40.0, POLICY, TODAY)
    # (25 x 0 + 20 x 40) / 45 = 17.78
    assert found.value == pytest.approx(17.78, abs=0.01)
    assert found.never_touched
    assert found.parts[Part.CONTACT].text == "never touched"


def test_an_account_without_a_rhythm_is_not_judged_by_contact() -> None:
    found = of(account(Tier.UNATTRACTIVE, 300), 50.0, POLICY, TODAY)
    # coverage alone: 20 x 50 / 20
    assert found.value == 50
    assert Part.CONTACT in found.missing


def test_what_nobody_knows_is_left_out_and_named() -> None:
    found = of(account(Tier.PROSPECT, 10), None, POLICY, TODAY)
    # contact alone: 25 x 100 / 25
    assert found.value == 100
    assert found.missing == (Part.COVERAGE, Part.SATISFACTION, Part.TREND, Part.CASH)
    assert found.known == 25


def test_the_least_satisfied_counts_and_no_mean_hides_them() -> None:
    # 9 and 4 are not 6.5
    assert satisfaction([told(30, 9, 1), told(60, 4, 2)], TODAY).score == 40


def test_the_newest_answer_of_each_respondent_counts() -> None:
    assert satisfaction([told(90, 3), told(10, 7)], TODAY).score == 70


def test_an_answer_counts_for_a_year() -> None:
    assert satisfaction([told(365, 7)], TODAY).score == 70
    assert satisfaction([told(366, 7)], TODAY).score is None


def test_what_is_said_of_one_of_our_people_is_not_satisfaction() -> None:
    assert satisfaction([told(10, 2, about="li.wei")], TODAY).score is None


@pytest.mark.parametrize(
    ("percent", "score"),
    # (0.725 - 0.5) / 0.45 = 0.5; from 95 % on all of it, at half of last year nothing
    [(120, 100), (95, 100), (72.5, 50), (50, 0), (10, 0), (-5, 0)],
)
def test_sales_count_from_half_of_last_year_up_to_steady(percent: float, score: float) -> None:
    found = Trend(QUARTER, round(percent * 10_000), 1_000_000)
    assert trend(found, 0.95).score == pytest.approx(score)


def test_a_red_reason_caps_it_and_is_named() -> None:
    situation = account(Tier.REGULAR, 3, trend=bought(100), status=Status.DECLINING, status_on=ago(9))
    found = of(situation, 100.0, POLICY, TODAY)
    # contact, coverage and trend are 100; declining is red, so 40 is all there is
    assert (found.value, found.uncapped) == (40, 100)
    assert found.capped_by is not None
    assert found.capped_by.signal == "SIG-08"


def test_a_cap_lifts_nothing() -> None:
    found = made(0, 20, None, 0, None, red=True)
    # (0 + 20 x 20 + 0) / 65 = 6.15 is below the cap
    assert found.value == pytest.approx(6.15, abs=0.01)
    assert found.capped_by is None
    assert found.red


def test_silence_is_a_part_already_and_does_not_cap() -> None:
    situation = account(Tier.REGULAR, 60, trend=bought(100))
    found = of(situation, 100.0, POLICY, TODAY)
    # 60 days at a target of 30: 2^-1 = 50; (25 x 50 + 20 x 100 + 20 x 100) / 65 = 80.77, though SIG-01 is red
    assert found.value == pytest.approx(80.77, abs=0.01)
    assert not found.red


def test_a_part_without_weight_is_not_missed() -> None:
    found = health({part: Known(None, "") for part in Part}, [], RULES._replace(cash=0))
    assert found.value is None
    assert Part.CASH not in found.missing


SCORE = st.one_of(st.none(), st.floats(0, 100))
SCORES = st.tuples(*[SCORE] * len(Part))


@given(SCORES, st.booleans())
def test_health_is_between_0_and_100_and_never_above_the_cap_while_something_is_red(
    scores: tuple[float | None, ...], red: bool
) -> None:
    found = made(*scores, red=red)
    known = [score for score in scores if score is not None]
    assert (found.value is None) == (not known)
    if found.value is not None and found.uncapped is not None:
        assert -1e-9 <= found.value <= 100 + 1e-9
        assert min(known) - 1e-9 <= found.uncapped <= max(known) + 1e-9
        assert found.value == (min(found.uncapped, RULES.cap) if red else found.uncapped)


@given(SCORES, st.sampled_from(range(len(Part))))
def test_an_unknown_part_is_not_a_part_of_nothing(scores: tuple[float | None, ...], place: int) -> None:
    without = [None if at == place else score for at, score in enumerate(scores)]
    nothing = [0.0 if at == place else score for at, score in enumerate(scores)]
    unknown, zero = made(*without).value, made(*nothing).value
    assert zero is not None
    assert unknown is None or unknown >= zero - 1e-9


def test_the_part_that_took_most_points_is_named() -> None:
    move = Move(1, made(50, 90, None, 100, None), made(100, 100, None, 100, None))
    # contact: 25/65 x -50 = -19.2; coverage: 20/65 x -10 = -3.1
    assert move.change == pytest.approx(-22.31, abs=0.01)
    assert move.fallen is Part.CONTACT


def test_an_answer_that_grew_too_old_may_be_what_moved_it() -> None:
    move = Move(1, made(40, 40, None, 40, None), made(40, 40, 100, 40, None))
    # before: (25 x 40 + 20 x 40 + 20 x 100 + 20 x 40) / 85 = 54.12; now 40; 20/85 x (40 - 100) = -14.12
    assert move.change == pytest.approx(-14.12, abs=0.01)
    assert move.fallen is Part.SATISFACTION


def test_what_got_known_may_be_what_moved_it() -> None:
    move = Move(1, made(80, 80, 10, 80, None), made(80, 80, None, 80, None))
    assert move.fallen is Part.SATISFACTION


def test_nothing_fell_where_it_holds() -> None:
    assert Move(1, made(80, 80, None, None, None), made(80, 80, None, None, None)).fallen is None


def test_a_change_is_unknown_where_nothing_was_known_before() -> None:
    assert Move(1, made(80, 80, None, None, None), None).change is None


def test_who_lost_most_comes_first_then_who_is_least_well_then_who_is_unknown() -> None:
    steady, low, lost, new = (
        Move(1, made(90, 90, None, None, None), made(90, 90, None, None, None)),
        Move(2, made(30, 30, None, None, None), made(30, 30, None, None, None)),
        Move(3, made(70, 70, None, None, None), made(90, 90, None, None, None)),
        Move(4, made(5, 5, None, None, None), None),
    )
    assert [move.account_id for move in in_order([new, steady, low, lost])] == [3, 2, 1, 4]


def test_the_percent_of_last_year_is_the_same_wherever_it_is_said() -> None:
    assert [Trend(QUARTER, *pair).percent for pair in ((29, 100), (796, 1_000), (386, 1_000))] == [29, 79, 38]
    known = trend(Trend(QUARTER, 386, 1_000), steady=0.95)
    assert known.text.format(**known.fields) == "3 months at 38 % of last year"


def test_cash_falls_to_nothing_at_the_red_days_and_small_change_holds_it_up() -> None:
    # red at 60 days late: 30 late are 100 - 100 x 30/60 = 50; 20 late 66.67; nothing 100; nobody knows: unknown
    rules = POLICY.receivables
    late = Pressing("CNY", 5_000_0000, 0, 0, ago(20), 2)
    assert paid(Cash(), rules, TODAY).score == 100
    assert paid(Cash([late]), rules, TODAY).score == pytest.approx(66.67, abs=0.01)
    assert paid(Cash([late._replace(amber=5_000_0000, red=5_000_0000, oldest_due_on=ago(61))]), rules, TODAY).score == 0
    # what is 90 days late is small change, the rest is not over 30 days
    assert paid(Cash([late._replace(oldest_due_on=ago(90))]), rules, TODAY).score == 50
    assert paid(None, rules, TODAY).score is None


def test_cash_falls_between_eighty_and_a_hundred_percent_of_the_limit() -> None:
    exposures = {share: Exposure(1, "CNY", share, None, 1000) for share in (799, 800, 900, 1000, 1500)}
    scores = {share: paid(Cash([], found), POLICY.receivables, TODAY).score for share, found in exposures.items()}
    assert scores == {799: 100, 800: 100, 900: 50, 1000: 0, 1500: 0}
