"""Measures by hand, one after the other: what each is, and when nobody can say."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import measures
from kamtui.domain.measures import MEASURES, Facts, Whole, rfm, shown

TODAY = dt.date(2026, 3, 31)
YUAN = 10_000
NOBODY = Facts(
    1, "end_user", None, None, None, None, None, 0, (), None, None, None, None, 0, None, 0, None, None, None, 0
)
BUYER = NOBODY._replace(
    bought_first=dt.date(2023, 3, 31),
    bought_last=dt.date(2026, 3, 1),
    revenue=200 * YUAN,
    profit=50 * YUAN,
    revenue_before=160 * YUAN,
    orders=4,
    quarters=(60 * YUAN, 40 * YUAN, 60 * YUAN, 40 * YUAN),
    strength=70,
    rated_on=dt.date(2026, 2, 2),
    coverage=45.0,
    touched_last=dt.date(2026, 3, 20),
    minutes=300,
    wallet=800 * YUAN,
    wallet_on=dt.date(2025, 12, 31),
    cost_to_serve=20 * YUAN,
    concessions=5 * YUAN,
)
BOOK = Whole(
    TODAY,
    "CNY",
    revenue=1_000 * YUAN,
    profit=100 * YUAN,
    has_profit=True,
    minutes=1_200,
    revenues=tuple(amount * YUAN for amount in (50, 100, 150, 200, 500)),
    profits=tuple(amount * YUAN for amount in (-20, 10, 40, 50)),
    orders=(1, 2, 4, 4, 9),
    last_days=tuple(dt.date(2026, 3, day) for day in (1, 1, 5, 9, 20)),
)
EMPTY = Whole(TODAY, "CNY", 0, 0, True, 0, (), (), (), ())


@pytest.mark.parametrize(
    ("measure", "figure"),
    [
        # three of five are smaller and it is not larger than itself: 4 of 5
        ("revenue_rank", 80),
        ("profit_rank", 100),
        ("revenue_share", 20),
        ("profit_share", 50),
        # 50 of 200; 50 - 20 - 5 of 200
        ("margin", 25),
        ("net_margin", 12.5),
        # 200 after 160
        ("growth", 25),
        # mean 50, each 10 away from it
        ("predictability", 80),
        ("continuity", 100),
        # 1096 days
        ("tenure", 3.0007),
        # 200 of 800 is ours
        ("wallet_headroom", 75),
        ("share_of_wallet", 25),
        ("status", 70),
        ("coverage", 45),
        # 300 of 1200 minutes
        ("time_share", 25),
    ],
)
def test_a_measure_by_hand(measure: str, figure: float) -> None:
    assert MEASURES[measure].figure(BUYER, BOOK) == pytest.approx(figure, abs=1e-4)


def test_every_measure_is_computed_by_hand_above() -> None:
    (cases,) = [mark.args[1] for mark in test_a_measure_by_hand.pytestmark]  # type: ignore[attr-defined]
    assert {case[0] for case in cases} == MEASURES.keys()


@pytest.mark.parametrize("measure", sorted(MEASURES.keys() - {"time_share"}))
def test_nothing_known_is_no_figure(measure: str) -> None:
    assert MEASURES[measure].figure(NOBODY, BOOK) is None


def test_no_time_of_a_book_that_logs_is_no_time_and_of_one_that_does_not_is_unknown() -> None:
    assert measures.time_share(NOBODY, BOOK) == 0
    assert measures.time_share(NOBODY, EMPTY) is None


@pytest.mark.parametrize("measure", ["revenue_rank", "profit_rank", "revenue_share", "profit_share", "time_share"])
def test_there_are_no_shares_and_no_ranks_in_an_empty_book(measure: str) -> None:
    assert MEASURES[measure].figure(BUYER, EMPTY) is None


def test_an_unknown_profit_is_no_share_no_rank_and_no_margin() -> None:
    unknown = BUYER._replace(profit=None)
    figures = [MEASURES[name].figure(unknown, BOOK) for name in ("profit_rank", "profit_share", "margin", "net_margin")]
    assert figures == [None] * 4


def test_revenue_stands_in_where_the_book_has_no_profit() -> None:
    book = BOOK._replace(has_profit=False)
    assert measures.profit_rank(BUYER._replace(profit=None), book) == 80
    assert measures.profit_share(BUYER._replace(profit=None), book) == 20
    assert measures.margin(BUYER._replace(profit=None), book) is None


def test_a_loss_is_a_share_below_zero_and_a_margin_below_zero() -> None:
    losing = BUYER._replace(profit=-20 * YUAN)
    assert (measures.profit_share(losing, BOOK), measures.margin(losing, BOOK)) == (-20, -10)


def test_a_known_loss_has_a_place_below_those_who_earn_and_is_not_called_unknown() -> None:
    # -20 is the smallest of the four profits
    assert measures.profit_rank(BUYER._replace(profit=-20 * YUAN), BOOK) == pytest.approx(25)


@pytest.mark.parametrize("revenue", [0, -5 * YUAN])
def test_a_customer_that_bought_nothing_in_the_year_is_the_last(revenue: int) -> None:
    facts = BUYER._replace(revenue=revenue, profit=revenue)
    assert (measures.revenue_rank(facts, BOOK), measures.profit_rank(facts, BOOK)) == (0, 0)
    assert measures.margin(facts, BOOK) is None


def test_equal_accounts_share_the_better_place() -> None:
    tied = BOOK._replace(revenues=tuple(amount * YUAN for amount in (50, 200, 200, 200, 500)))
    assert measures.revenue_rank(BUYER, tied) == 80
    assert measures.revenue_rank(BUYER._replace(revenue=500 * YUAN), tied) == 100
    assert measures.revenue_rank(BUYER._replace(revenue=50 * YUAN), tied) == 20


def test_net_margin_needs_the_cost_to_serve_and_takes_no_concession_for_none() -> None:
    assert measures.net_margin(BUYER._replace(cost_to_serve=None), BOOK) is None
    assert measures.net_margin(BUYER._replace(cost_to_serve=0, concessions=0), BOOK) == 25


@pytest.mark.parametrize("before", [None, 0, -10 * YUAN])
def test_there_is_no_growth_over_nothing(before: int | None) -> None:
    assert measures.growth(BUYER._replace(revenue_before=before), BOOK) is None


def test_an_account_that_stopped_buying_shrank_by_all_of_it() -> None:
    assert measures.growth(BUYER._replace(revenue=0), BOOK) == -100


@pytest.mark.parametrize("quarters", [(), (10,), (10, 10, 10)])
def test_fewer_than_four_quarters_say_nothing_about_regularity(quarters: tuple[int, ...]) -> None:
    facts = BUYER._replace(quarters=quarters)
    assert (measures.predictability(facts, BOOK), measures.continuity(facts, BOOK)) == (None, None)


@pytest.mark.parametrize(
    ("quarters", "predictability", "continuity"),
    [
        ((10, 10, 10, 10), 100, 100),
        # mean 5, each 5 away
        ((10, 0, 10, 0), 0, 50),
        # mean 10, deviation 17.3: more than all of it
        ((40, 0, 0, 0), 0, 25),
        # mean 15, deviation 5
        ((20, 10, 20, 10, 20, 10, 20, 10), 66.667, 100),
        ((0, 0, 0, 0), 0, 0),
        # a quarter of returns is none with orders
        ((30, -10, 30, 30), 13.397, 75),
        ((-10, -10, -10, -10), 0, 0),
    ],
)
def test_regularity_by_hand(quarters: tuple[int, ...], predictability: float, continuity: float) -> None:
    facts = BUYER._replace(quarters=quarters)
    assert measures.predictability(facts, BOOK) == pytest.approx(predictability, abs=1e-3)
    assert measures.continuity(facts, BOOK) == continuity


@given(st.lists(st.integers(-(10**9), 10**9), min_size=4, max_size=8))
def test_regularity_is_a_percentage(quarters: list[int]) -> None:
    facts = BUYER._replace(quarters=tuple(quarters))
    for figure in (measures.predictability(facts, BOOK), measures.continuity(facts, BOOK)):
        assert figure is not None
        assert 0 <= figure <= 100


def test_an_empty_wallet_is_unknown_and_a_customer_that_buys_nothing_leaves_all_of_it_open() -> None:
    assert measures.wallet_headroom(BUYER._replace(wallet=0), BOOK) is None
    assert measures.wallet_headroom(NOBODY._replace(wallet=800 * YUAN), BOOK) == 100
    assert measures.share_of_wallet(NOBODY._replace(wallet=800 * YUAN), BOOK) == 0


def test_a_wallet_that_was_estimated_too_small_is_all_ours() -> None:
    small = BUYER._replace(wallet=150 * YUAN)
    assert (measures.wallet_headroom(small, BOOK), measures.share_of_wallet(small, BOOK)) == (0, 100)


def test_returns_beyond_the_orders_leave_no_more_than_all_of_the_wallet_open() -> None:
    returning = BUYER._replace(revenue=-80 * YUAN)
    assert (measures.wallet_headroom(returning, BOOK), measures.share_of_wallet(returning, BOOK)) == (100, 0)


@pytest.mark.parametrize(
    ("measure", "day"),
    [
        ("profit_share", dt.date(2026, 3, 1)),
        ("wallet_headroom", dt.date(2025, 12, 31)),
        ("status", dt.date(2026, 2, 2)),
        ("coverage", dt.date(2026, 3, 20)),
    ],
)
def test_a_figure_is_as_old_as_what_it_rests_on(measure: str, day: dt.date) -> None:
    assert MEASURES[measure].on(BUYER) == day


def test_rfm_by_hand() -> None:
    # of five: bought last 2 of 5 from the back, 4 orders up to place 4, revenue at place 4
    assert rfm(BUYER, BOOK) == (2, 4, 4)
    best = BUYER._replace(bought_last=dt.date(2026, 3, 20), orders=9, revenue=500 * YUAN)
    assert rfm(best, BOOK) == (5, 5, 5)


def test_quintiles_split_ten_accounts_in_pairs() -> None:
    amounts = range(1, 11)
    book = BOOK._replace(revenues=tuple(amounts))
    found = [rfm(BUYER._replace(revenue=amount), book) for amount in amounts]
    assert [cell and cell[2] for cell in found] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_equal_accounts_are_in_one_quintile() -> None:
    book = BOOK._replace(orders=(1, 1, 1, 1, 1, 1, 1, 1, 2, 3))
    found = [rfm(BUYER._replace(orders=count), book) for count in (1, 2, 3)]
    assert [cell and cell[1] for cell in found] == [4, 5, 5]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.data())
def test_more_is_never_a_lower_quintile(amounts: list[int], data: st.DataObject) -> None:
    book = BOOK._replace(revenues=tuple(sorted(amounts)))
    less, more = sorted(data.draw(st.tuples(st.sampled_from(amounts), st.sampled_from(amounts))))
    cells = [rfm(BUYER._replace(revenue=amount), book) for amount in (less, more)]
    assert all(cell is not None and 1 <= cell[2] <= 5 for cell in cells)
    assert (cells[0] or (0, 0, 0))[2] <= (cells[1] or (0, 0, 0))[2]


@pytest.mark.parametrize("count", range(1, 8))
def test_the_largest_of_a_few_buyers_is_in_the_best_quintile(count: int) -> None:
    book = BOOK._replace(revenues=tuple(range(1, count + 1)))
    cell = rfm(BUYER._replace(revenue=count), book)
    assert cell is not None
    assert cell[2] == 5


@pytest.mark.parametrize("revenue", [None, 0, -1])
def test_who_bought_nothing_in_the_year_has_no_cell(revenue: int | None) -> None:
    assert rfm(BUYER._replace(revenue=revenue), BOOK) is None


@pytest.mark.parametrize(
    ("measure", "figure", "text"),
    [("margin", 12.0, "12 %"), ("margin", 12.34, "12.3 %"), ("tenure", 3.42, "3.4 years"), ("status", 70, "70")],
)
def test_a_figure_is_shown_with_its_unit(measure: str, figure: float, text: str) -> None:
    assert shown(measure, figure) == text
