"""What is put into accounts and what comes back: of several only the known, growth of the known in both years."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.costs import Costs
from kamtui.domain.periods import Period
from kamtui.domain.returns import Brought, Return, summed, together

YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
BROUGHT = st.builds(
    Brought,
    st.just(1),
    st.integers(0, 999),
    st.none() | st.integers(-99, 999),
    st.builds(Costs, st.integers(0, 99), st.just(0), st.none() | st.integers(0, 99)),
)


def test_the_return_is_what_is_left_for_each_unit_put_in() -> None:
    found = Return(YEAR, False, Brought(1, 1000, 300, Costs(120, 0, 80, freight=20)), Brought(1, 900, 200))
    assert (found.invested, found.net, found.percent, found.per_hour) == (100, 200, 200, 150)
    assert (found.growth, found.growth_percent) == (100, 50)


def test_what_nobody_knows_has_no_return() -> None:
    unknown = Return(YEAR, False, Brought(1, 1000, None, Costs(60, 0, 80)), None)
    assert (unknown.net, unknown.percent, unknown.growth, unknown.per_hour) == (None, None, None, None)
    free = Return(YEAR, False, Brought(1, 1000, 300), None)
    assert (free.invested, free.net, free.percent, free.per_hour) == (None, None, None, None)


def test_of_several_the_unknown_are_left_out_and_growth_is_of_those_known_twice() -> None:
    now = {1: Brought(1, 100, 30), 2: Brought(1, 100, None), 3: Brought(1, 100, 50)}
    before = {1: Brought(1, 90, 20), 2: Brought(1, 90, 5), 3: Brought(1, 90, None), 4: Brought(1, 10, 4)}
    found = summed(YEAR, now, before, is_partial=False)
    assert (found.now.profit, found.now.revenue, found.left_out) == (80, 200, 1)
    # the first and the fourth, who bought nothing any more
    assert (found.compared, found.growth) == (30, 30 - 24)
    assert summed(YEAR, now, None, is_partial=False).growth is None


@settings(max_examples=50)
@given(st.dictionaries(st.integers(1, 9), BROUGHT), st.dictionaries(st.integers(1, 9), BROUGHT))
def test_the_order_of_accounts_changes_no_return(now: dict[int, Brought], before: dict[int, Brought]) -> None:
    backwards = dict(reversed(now.items())), dict(reversed(before.items()))
    found = summed(YEAR, now, before, is_partial=False)
    assert found == summed(YEAR, *backwards, is_partial=False)
    assert found.now.accounts + found.left_out == len(now)
    assert together(now.values()).costs == together(reversed(now.values())).costs
