"""The whale curve, profit classes at their edges, and tiers compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.costs import Costs
from kamtui.domain.policy import ProfitRules
from kamtui.domain.whale import Earned, ProfitClass, profit_class, whale

RULES = ProfitRules()


def earned(number: int, profit: int | None, *, revenue: int = 1000, cost: int | None = 0, given: int = 0) -> Earned:
    costs = Costs(entered=cost, concessions=given)
    return Earned(number, f"C{number:02}", f"Customer {number}", revenue, profit, costs)


def test_the_curve_rises_to_its_peak_and_falls_with_the_losses() -> None:
    profits = [100, 60, 40, 30, 20, 10, 0, -10, -20, -30]
    found = whale([earned(number, profit) for number, profit in enumerate(profits, 1)], RULES)
    assert [point.running for point in found.points] == [100, 160, 200, 230, 250, 260, 260, 250, 230, 200]
    assert (found.total, found.peak, found.peak_at, found.peak_percent) == (200, 260, 6, 130)
    assert (found.best, found.middle, found.worst) == (80, 35, -15)


def test_the_order_is_by_profit_then_by_id() -> None:
    found = whale([earned(3, 5), earned(1, -1), earned(2, 5)], RULES)
    assert [(point.rank, point.earned.account_id) for point in found.points] == [(1, 2), (2, 3), (3, 1)]


def test_a_total_at_or_below_zero_has_no_percentages() -> None:
    found = whale([earned(1, 10), earned(2, -30)], RULES)
    assert (found.total, found.peak, found.peak_at) == (-20, 10, 1)
    assert (found.peak_percent, found.best, found.middle, found.worst) == (None, None, None, None)
    assert whale([earned(1, -3)], RULES).peak_at == 0
    assert whale([], RULES).n == 0


def test_an_unknown_profit_is_listed_and_never_zero() -> None:
    found = whale([earned(1, 10), earned(2, None, cost=5)], RULES)
    assert ([row.account_id for row in found.unknown], found.n, found.total) == ([2], 1, 10)


def test_net_is_less_cost_to_serve_and_concessions_and_gross_says_so() -> None:
    net, gross = earned(1, 100, cost=30, given=20), earned(2, 100, cost=None, given=20)
    assert (net.value, net.is_gross) == (50, False)
    assert (gross.value, gross.is_gross) == (80, True)
    assert whale([net, gross], RULES).gross == 1


@pytest.mark.parametrize(
    ("profit", "expected"),
    [
        (501, ProfitClass.PROFITABLE),
        (500, ProfitClass.MICRO),
        (100, ProfitClass.MICRO),
        (99, ProfitClass.BREAK_EVEN),
        (0, ProfitClass.BREAK_EVEN),
        (-100, ProfitClass.BREAK_EVEN),
        (-101, ProfitClass.DRAINING),
        (None, None),
    ],
)
def test_the_edges_of_the_profit_classes(profit: int | None, expected: ProfitClass | None) -> None:
    assert profit_class(10_000, profit, RULES) is expected


@pytest.mark.parametrize(
    ("revenue", "profit", "expected"),
    [(0, -1, ProfitClass.DRAINING), (-50, -1, ProfitClass.DRAINING), (0, 0, ProfitClass.BREAK_EVEN), (0, 5, None)],
)
def test_without_revenue_only_a_loss_is_judged(revenue: int, profit: int, expected: ProfitClass | None) -> None:
    assert profit_class(revenue, profit, RULES) is expected


def test_classes_are_counted() -> None:
    found = whale([earned(1, 100), earned(2, 30), earned(3, 0), earned(4, -50), earned(5, -60)], RULES)
    assert list(found.classes().values()) == [1, 1, 1, 2]


@given(st.lists(st.tuples(st.integers(-(10**9), 10**12), st.integers(-(10**9), 10**9)), max_size=60))
def test_the_parts_of_the_curve_are_the_whole(amounts: list[tuple[int, int]]) -> None:
    found = whale([earned(number, profit, revenue=revenue) for number, (revenue, profit) in enumerate(amounts)], RULES)
    values = [point.value for point in found.points]
    assert values == sorted(values, reverse=True)
    assert found.total == sum(profit for _, profit in amounts)
    assert found.peak == sum(profit for _, profit in amounts if profit > 0)
    if found.best is not None and found.middle is not None and found.worst is not None:
        # relative to the parts: large profits and losses may leave a small total
        size = abs(found.best) + abs(found.middle) + abs(found.worst)
        assert found.best + found.middle + found.worst == pytest.approx(100, rel=1e-9, abs=1e-9 * size)
        assert found.peak_percent is not None
        assert found.peak_percent >= 100 - 1e-9
