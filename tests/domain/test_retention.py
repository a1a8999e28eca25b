"""Who stayed from period to period, and what customers of a tier are worth by how many of them did."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.assets import Stayed, Terms, Year, everybody, of_tier, stayed, worth
from kamtui.domain.costs import Costs
from kamtui.domain.periods import Period, Span
from kamtui.domain.retention import Bought, Buyers, Kept, Money, kept
from kamtui.domain.tiers import Tier
from kamtui.domain.whale import Earned

YEARS = [Period(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (2023, 2024, 2025, 2026)]
DATA = Period(dt.date(2024, 1, 3), dt.date(2026, 11, 20))


def buyers(*accounts: int, profit: int | None = 10) -> Buyers:
    return {account: {"CNY": Bought(100, profit)} for account in accounts}


def held(*years: Buyers, data: Period = DATA) -> list[Kept]:
    return kept(YEARS[: len(years)], years, [], data)


def test_the_kept_the_lost_the_new_and_those_who_came_back() -> None:
    first, second, third = held({}, buyers(1, 2, 3), buyers(2, 4), buyers(1, 2, 5))
    assert (first.bought, first.before, first.kept, first.churn) == (3, None, None, None)
    assert (second.before, second.kept, second.lost, second.new, second.back) == (3, 1, 2, 1, 0)
    assert (third.before, third.kept, third.lost, third.new, third.back) == (2, 1, 1, 1, 1)
    assert (third.won, third.churn) == (2, 50)
    assert [each.is_partial for each in (first, second, third)] == [False, False, True]


def test_a_book_that_begins_within_a_year_does_not_know_all_who_bought_in_it() -> None:
    begun = Period(dt.date(2024, 5, 2), dt.date(2026, 11, 20))
    first, second, third = held({}, buyers(1), buyers(1), buyers(1), data=begun)
    assert (first.is_partial, first.is_first) == (True, False)
    assert (second.is_partial, second.is_first, third.is_first) == (False, True, False)


def test_a_return_is_no_purchase_and_currencies_are_never_added() -> None:
    back: Buyers = {1: {"CNY": Bought(-5, -1)}, 2: {"CNY": Bought(0, 0), "USD": Bought(7, None)}}
    _, second, _ = held({}, buyers(1, 2), back, {})
    assert (second.kept, second.lost) == (1, 1)
    assert second.money == {"CNY": Money(0, 0, 0), "USD": Money(7, None, 1)}


@settings(max_examples=50)
@given(st.lists(st.sets(st.integers(1, 9)), min_size=4, max_size=4))
def test_nobody_gets_lost_between_the_counts(years: list[set[int]]) -> None:
    found = kept(YEARS, [buyers(*year) for year in years], [], Period(YEARS[0].first, DATA.last))
    for number, each in enumerate(found, 1):
        assert (each.kept or 0) + (each.lost or 0) == each.before == len(years[number - 1])
        assert (each.kept or 0) + (each.won or 0) == each.bought == len(years[number])


def test_retention_is_that_of_the_tier_where_enough_of_it_are_known() -> None:
    tiers = {**dict.fromkeys(range(1, 6), Tier.KEY), 6: Tier.REGULAR}
    found = stayed([Year(tiers, {1, 2, 3, 4, 5, 6, 7}, {1, 2, 3, 4, 9})])
    assert found == {Tier.KEY: Stayed(5, 4), Tier.REGULAR: Stayed(1, 0), None: Stayed(1, 0)}
    assert of_tier(found, Tier.KEY) == (Stayed(5, 4), False)
    assert of_tier(found, Tier.REGULAR) == (Stayed(7, 4), True) == (everybody(found), True)


def test_worth_is_what_was_left_as_often_as_they_stay_and_the_unknown_is_left_out() -> None:
    rows = [Earned(1, "1", "", 100, 50, Costs(entered=10)), Earned(2, "2", "", 100, None)]
    (found,) = worth(rows, dict.fromkeys((1, 2), Tier.KEY), {Tier.KEY: Stayed(10, 5)}, Terms(years=2, discount=0.0))
    assert (found.net, found.asset, found.unknown) == (40, 40 * 0.5 + 40 * 0.25, 1)
    assert worth(rows, {}, {}, Terms()) == []


def test_fiscal_periods_name_both_years_unless_they_begin_in_january() -> None:
    on = dt.date(2026, 3, 31)
    assert [span.label(on, 4) for span in Span] == ["2026-03", "FY2025/26 Q4", "FY2025/26"]
    assert [span.label(on, 1) for span in Span] == ["2026-03", "FY2026 Q1", "FY2026"]
    quarters = Span.QUARTER.within(dt.date(2026, 1, 1), dt.date(2026, 4, 1), 4)
    assert [quarter.first.isoformat() for quarter in quarters] == ["2026-01-01", "2026-04-01"]
