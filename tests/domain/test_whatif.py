"""What if an account leaves, fewer leave, and what staying is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.policy import Concentration
from kamtui.domain.whatif import Assumptions, Sold, asset, churn, lose, one_digit

RULES = Concentration()
SOLD = st.dictionaries(
    st.integers(1, 20),
    st.builds(Sold, st.integers(-(10**6), 10**9), st.none() | st.integers(-(10**6), 10**9)),
    min_size=1,
)


def test_what_goes_with_an_account() -> None:
    sold = {1: Sold(600, 90), 2: Sold(300, 30), 3: Sold(100, -20)}
    found = lose(sold, [1], {3}, RULES)
    assert (found.revenue, found.revenue_percent, found.profit, found.profit_percent) == (600, 60, 90, 75)
    assert (found.before.top(1), found.after.top(1)) == (60, 75)
    assert found.before.hhi == pytest.approx(0.46)
    assert found.after.hhi == pytest.approx(0.625)
    assert found.after.effective == pytest.approx(1.6)
    assert found.exposure is None


def test_new_business_makes_up_for_it_at_its_own_pace() -> None:
    sold = {1: Sold(6000, None), 2: Sold(2400, None), 3: Sold(1200, None)}
    found = lose(sold, [1], {2, 3}, RULES)
    assert (found.new_a_month, found.months_to_recover, found.profit) == (300, 20, None)
    # the one that leaves does not replace itself
    assert lose(sold, [2], {2, 3}, RULES).new_a_month == 100
    assert lose(sold, [1], set(), RULES).months_to_recover is None


def test_a_group_leaves_as_one() -> None:
    sold = {1: Sold(100, 10), 2: Sold(300, 30), 3: Sold(600, None)}
    found = lose(sold, [1, 2, 9], set(), RULES, {2: 1})
    assert (found.revenue, found.profit, found.before.n, found.after.n) == (400, 40, 2, 1)


def test_an_account_that_bought_nothing_takes_nothing_along() -> None:
    found = lose({1: Sold(100, 10)}, [2], set(), RULES)
    assert (found.revenue, found.profit, found.revenue_percent, found.after) == (0, 0, 0, found.before)


@given(SOLD, st.sets(st.integers(1, 20)))
def test_losing_accounts_never_raises_the_total(sold: dict[int, Sold], leaving: set[int]) -> None:
    found = lose(sold, leaving, set(), RULES)
    assert found.after.total <= found.before.total
    assert found.after.n <= found.before.n
    gone = sum(max(sold[account].revenue, 0) for account in leaving if account in sold)
    assert found.before.total - found.after.total == gone


def test_who_bought_again_and_what_five_points_would_keep() -> None:
    before = {number: Sold(1000, 100) for number in range(1, 41)}
    now = {number: Sold(2000, 300) for number in range(1, 31)} | {50: Sold(9000, 9000), 31: Sold(0, 0)}
    found = churn(before, now, 5)
    assert (found.bought, found.kept, found.lost, found.retention) == (40, 30, 10, 0.75)
    assert (found.kept_revenue, found.kept_profit, found.unknown) == (60_000, 9_000, 0)
    # five points of forty accounts are two, worth what those who left brought
    assert (found.more, found.more_revenue, found.more_profit) == (2, 2000, 200)
    assert found.more_percent == pytest.approx(100 * 200 / 9000)


def test_nobody_stays_who_did_not_leave() -> None:
    before = {1: Sold(100, 10), 2: Sold(100, 10)}
    found = churn(before, {1: Sold(100, 10)}, 80)
    assert (found.lost, found.more, found.more_profit) == (1, 1, 10)
    assert churn(before, before, 5).more_profit == 0


def test_unknown_profits_are_counted_and_not_guessed() -> None:
    before = {1: Sold(100, None), 2: Sold(100, None)}
    found = churn(before, {1: Sold(100, None)}, 5)
    assert (found.kept_profit, found.unknown, found.more_profit, found.more_percent) == (None, 1, None, None)


def test_without_customers_there_is_no_retention() -> None:
    found = churn({}, {1: Sold(5, 5)}, 5)
    assert (found.retention, found.more, found.kept_profit) == (None, 0, 0)


@given(SOLD, SOLD, st.floats(0, 100))
def test_fewer_points_never_keep_more_than_left(before: dict[int, Sold], now: dict[int, Sold], points: float) -> None:
    found = churn(before, now, points)
    assert 0 <= found.more <= found.lost
    assert found.kept + found.lost == found.bought
    assert found.more_revenue >= 0


def test_the_worth_of_a_customer_over_three_years() -> None:
    # 1000 x (0.9/1.1 + (0.9/1.1)^2 + (0.9/1.1)^3)
    assert asset(1000, Assumptions(0.9)) == 2035
    assert asset(1000, Assumptions(1, discount=0)) == 3000
    assert asset(1000, Assumptions(0.5, discount=0, years=1)) == 500
    assert asset(-1000, Assumptions(1, discount=0)) == -3000


@pytest.mark.parametrize(
    ("exact", "shown"), [(2035, 2000), (2500, 3000), (-2500, -3000), (94, 90), (96, 100), (7, 7), (0, 0), (-14, -10)]
)
def test_the_worth_is_shown_to_one_digit(exact: int, shown: int) -> None:
    assert one_digit(exact) == shown


@given(st.integers(-(10**15), 10**15), st.floats(0, 1), st.floats(0, 1))
def test_a_customer_is_never_worth_more_than_what_it_leaves(net: int, retention: float, discount: float) -> None:
    worth = asset(net, Assumptions(retention, discount))
    assert abs(worth) <= 3 * abs(net) + 1
    assert worth * net >= 0


@given(st.integers(-(10**15), 10**15))
def test_one_digit_is_one_digit(amount: int) -> None:
    shown = one_digit(amount)
    assert len(str(abs(shown)).rstrip("0")) <= 1
    assert abs(shown - amount) * 2 <= 10 ** (len(str(abs(amount))) - 1)
