"""The outlook: what raises a risk, what it is told from, and how it says so."""

from __future__ import annotations

from math import exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import outlook
from kamtui.domain.outlook import Outlook

ON = 735_000
AMOUNTS = st.integers(min_value=1, max_value=10**12)
HISTORIES = st.lists(
    st.tuples(st.integers(min_value=ON - 1_200, max_value=ON + 100), st.integers(-(10**12), 10**12)), max_size=30
).map(lambda history: sorted(history, key=lambda order: order[0]))
USUAL = st.none() | st.floats(min_value=1, max_value=1e12)


def told(history: outlook.History, usual: float | None = None) -> Outlook:
    found = outlook.outlook(history, ON, usual)
    assert found is not None
    return found


def every(gap: int, *, last: int, count: int, amount: int = 100_0000) -> list[tuple[int, int]]:
    """`count` equal orders `gap` days apart, the last one `last` days ago."""
    return [(ON - last - gap * back, amount) for back in reversed(range(count))]


@given(HISTORIES, USUAL)
def test_a_risk_is_a_probability_and_unknown_without_sales(history: list[tuple[int, int]], usual: float | None) -> None:
    found = outlook.outlook(history, ON, usual)
    sold = sum(amount for day, amount in history if ON - 365 < day <= ON)
    assert (found is None) == (sold <= 0)
    if found is not None:
        assert 0 <= found.risk <= 1
        assert outlook.why(found)


@given(HISTORIES, USUAL, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(
    history: list[tuple[int, int]], usual: float | None, random: Random
) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert outlook.outlook(shuffled, ON, usual) == outlook.outlook(history, ON, usual)


@given(HISTORIES, USUAL)
def test_documents_of_one_day_count_as_their_sum(history: list[tuple[int, int]], usual: float | None) -> None:
    split = [(day, part) for day, amount in history for part in (amount - 7, 7)]
    assert outlook.outlook(split, ON, usual) == outlook.outlook(history, ON, usual)


@given(HISTORIES, USUAL)
def test_what_comes_later_is_not_seen(history: list[tuple[int, int]], usual: float | None) -> None:
    assert outlook.outlook(history, ON, usual) == outlook.outlook(
        [order for order in history if order[0] <= ON], ON, usual
    )


@given(HISTORIES, st.integers(2, 1_000))
def test_the_unit_of_money_does_not_matter(history: list[tuple[int, int]], times: int) -> None:
    one = outlook.outlook(history, ON, 5_000)
    other = outlook.outlook([(day, amount * times) for day, amount in history], ON, 5_000 * times)
    assert (one is None) == (other is None)
    if one and other:
        assert other.risk == pytest.approx(one.risk)


@given(
    st.lists(st.tuples(st.integers(1, 200), AMOUNTS), min_size=1, max_size=12),
    st.integers(0, 150),
    st.integers(1, 150),
    USUAL,
)
def test_longer_silence_never_lowers_the_risk(
    gaps: list[tuple[int, int]], silence: int, longer: int, usual: float | None
) -> None:
    """The same orders, only the last one came earlier, after the one before it and still within the year."""
    longer = min(longer, gaps[-1][0] - 1) if len(gaps) > 1 else longer
    day, history = ON - silence, list[tuple[int, int]]()
    for gap, amount in reversed(gaps):
        history.insert(0, (day, amount))
        day -= gap
    # the gap before the last order is the one listed with it
    moved = [*history[:-1], (history[-1][0] - longer, history[-1][1])]
    assert told(moved, usual).risk >= told(history, usual).risk - 1e-12


def test_a_regular_buyer_gone_silent_is_a_higher_risk_than_one_who_just_bought() -> None:
    quiet, active = told(every(24, last=100, count=9)), told(every(24, last=5, count=9))
    assert quiet.risk > active.risk + 0.1


def test_sales_over_many_orders_are_safer_than_in_one() -> None:
    lumpy = [*every(30, last=10, count=5, amount=1_0000), (ON - 200, 500_0000)]
    assert told(every(30, last=10, count=6)).risk < told(sorted(lumpy)).risk


def test_the_parts_are_those_of_the_year_and_the_rhythm_of_all_time() -> None:
    history = [(ON - 500, 70_0000), (ON - 300, 20_0000), (ON - 290, -5_0000), (ON - 50, 60_0000)]
    found = told(history, usual=50_0000)
    assert (found.orders, found.known, found.silence, found.age) == (2, 3, 50, 500)
    assert found.gap == (450 + 90) / 3
    assert found.pace == pytest.approx(60 / (75 * 90 / 365))
    assert found.largest == 60 / 80
    assert found.size == pytest.approx(37.5 / 50)


@pytest.mark.parametrize(("first", "days"), [(0, 90), (40, 90), (89, 90), (120, 121), (364, 365), (900, 365)])
def test_a_rate_counts_the_days_since_the_first_order_from_90_to_365(first: int, days: int) -> None:
    found = outlook.rate([(ON - first, 1_0000), (ON, 1_0000)], ON)
    assert found is not None
    assert found.days == days


def test_a_usual_order_is_the_median_of_the_accounts() -> None:
    book = [[(ON, 10_0000)], [(ON - 1, 20_0000), (ON, 40_0000)], [(ON, 90_0000)], [(ON - 400, 1)]]
    assert outlook.usual_order(book, ON) == 30_0000
    assert outlook.usual_order([], ON) is None


@pytest.mark.parametrize(
    ("history", "why"),
    [
        (every(24, last=71, count=9), "usually buys every 24 days, silent for 71; last 90 days 33 % of its own rate"),
        (every(24, last=0, count=3), "usually buys every 24 days, silent for 0; 3 orders are little to judge by"),
        ([(ON - 200, 1)], "bought once, 200 days ago; last 90 days 0 % of its own rate; 1 order is little to judge by"),
        ([(ON - 1, 1)], "bought once, 1 day ago; 1 order is little to judge by"),
        (
            [*every(20, last=60, count=4, amount=10), (ON - 30, 60)],
            "usually buys every 22 days, silent for 30; last 90 days 108 % of its own rate;"
            " one of 5 orders is 60 % of its year",
        ),
    ],
)
def test_why_is_one_line_with_the_numbers(history: list[tuple[int, int]], why: str) -> None:
    assert outlook.why(told(history)) == why


def test_who_fell_is_told_by_the_90_days_after_and_its_own_rate() -> None:
    year = every(30, last=0, count=13)
    assert outlook.fell(year, ON) is True
    assert outlook.fell([*year, (ON + 90, 200_0000)], ON) is False
    assert outlook.fell([*year, (ON + 91, 200_0000)], ON) is True
    assert outlook.fell([(ON - 365, 1)], ON) is None


def test_a_risk_is_the_logistic_of_the_terms_by_their_weights() -> None:
    history, weights = every(24, last=71, count=9), outlook.Terms(0.5, -1, 0.2, -0.3, -1, 0.4, 0.1)
    found = outlook.outlook(history, ON, 50_0000, weights)
    assert found is not None
    score = sum(weight * value for weight, value in zip(weights, outlook.terms(found), strict=True))
    assert found.risk == pytest.approx(1 / (1 + exp(-score)))
    assert found.risk != told(history, 50_0000).risk


def test_few_orders_are_not_sure() -> None:
    assert [told(every(20, last=5, count=count)).is_sure for count in (1, 3, 4)] == [False, False, True]
