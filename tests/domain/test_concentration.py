"""Concentration: shares, the sum of their squares, and groups that count once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.concentration import concentration, roots
from kamtui.domain.policy import Concentration
from kamtui.domain.severity import Severity

RULES = Concentration()
VALUES = st.dictionaries(st.integers(1, 50), st.integers(-(10**9), 10**12), min_size=1)


def test_shares_and_their_squares() -> None:
    found = concentration({1: 50, 2: 30, 3: 20, 4: 0, 5: -10}, RULES)
    assert (found.n, found.total) == (3, 100)
    assert (found.top(1), found.top(3), found.top(5)) == (50, 100, 100)
    assert found.hhi == pytest.approx(0.25 + 0.09 + 0.04)
    assert found.effective == pytest.approx(1 / 0.38)


def test_one_large_customer_leaves_few_effective_ones() -> None:
    # 35 %, 20 %, 10 % and thirty-five of 1 %
    found = concentration({1: 35, 2: 20, 3: 10, **dict.fromkeys(range(4, 39), 1)}, RULES)
    assert found.hhi == pytest.approx(0.1225 + 0.04 + 0.01 + 35 * 0.0001)
    assert found.effective == pytest.approx(5.7, abs=0.05)


@pytest.mark.parametrize(
    ("largest", "level"),
    [(199, None), (200, Severity.AMBER), (299, Severity.AMBER), (300, Severity.RED)],
)
def test_one_customer_with_a_fifth_is_much_and_with_three_tenths_too_much(largest: int, level: Severity | None) -> None:
    tail = dict.fromkeys(range(2, 1002 - largest), 1)
    assert concentration({1: largest, **tail}, RULES).level is level


@pytest.mark.parametrize(("equal", "level"), [(3, Severity.RED), (5, Severity.AMBER), (6, Severity.AMBER), (7, None)])
def test_few_equal_customers_are_a_risk_too(equal: int, level: Severity | None) -> None:
    rules = RULES._replace(top_amber=100, top_red=100)
    assert concentration(dict.fromkeys(range(equal), 10), rules).level is level


def test_nothing_to_spread_is_unknown() -> None:
    found = concentration({1: 0, 2: -5}, RULES)
    assert (found.n, found.hhi, found.effective, found.top(1), found.level) == (0, None, None, None, None)


def test_a_group_counts_once() -> None:
    values = {1: 10, 2: 20, 3: 30, 4: 40}
    alone, grouped = concentration(values, RULES), concentration(values, RULES, {2: 1, 3: 1})
    assert (alone.n, grouped.n) == (4, 2)
    assert [(holder.account_id, holder.value) for holder in grouped.holders] == [(1, 60), (4, 40)]


def test_the_top_of_a_group_is_found_over_several_floors_and_in_a_ring() -> None:
    assert roots({3: 2, 2: 1, 5: 4}) == {3: 1, 2: 1, 5: 4}
    assert roots({7: 8, 8: 9, 9: 7, 6: 7}) == dict.fromkeys((7, 8, 9, 6), 7)


@given(VALUES)
def test_the_index_lies_between_equal_shares_and_one_customer(values: dict[int, int]) -> None:
    found = concentration(values, RULES)
    if found.hhi is None:
        assert all(value <= 0 for value in values.values())
    else:
        assert 1 / found.n - 1e-9 <= found.hhi <= 1 + 1e-9
        assert found.effective is not None
        assert 1 - 1e-9 <= found.effective <= found.n + 1e-6
        assert sum(holder.percent for holder in found.holders) == pytest.approx(100)
        assert found.top(found.n) == pytest.approx(100)


@given(VALUES, st.data())
def test_grouping_customers_never_makes_them_less_concentrated(values: dict[int, int], data: st.DataObject) -> None:
    positive = {account: abs(value) + 1 for account, value in values.items()}
    members = data.draw(st.lists(st.sampled_from(sorted(positive)), unique=True))
    alone = concentration(positive, RULES)
    grouped = concentration(positive, RULES, dict.fromkeys(members, 0))
    assert grouped.total == alone.total
    assert (grouped.hhi or 0) >= (alone.hhi or 0) - 1e-12
