"""Win rates: what came of opportunities, group by group."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.money import Money
from kamtui.domain.opportunities import Outcome
from kamtui.domain.winrates import Ended, rate, rates

DAY = dt.date(2026, 1, 1)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
VALUES = st.none() | st.builds(Money, st.integers(0, 10**12), st.sampled_from(("CNY", "JPY")))
ENDED = st.builds(
    Ended, st.sampled_from("abc"), st.sampled_from(Outcome), VALUES, st.booleans(), st.none() | DAYS, DAYS
)


def ended(outcome: Outcome, days: int | None = 10, value: int | None = 100_0000, currency: str = "CNY") -> Ended[str]:
    """One opportunity of the group "a"; `days` from opened to closed, None: nobody said when it was opened."""
    closed = DAY + dt.timedelta(days=days or 0)
    worth = None if value is None else Money(value, currency)
    return Ended("a", outcome, worth, False, None if days is None else DAY, closed)


def test_the_win_rate_leaves_out_what_is_open_and_the_conversion_does_not() -> None:
    found = rate("a", [ended(Outcome.WON)] * 3 + [ended(Outcome.LOST)] + [ended(Outcome.OPEN)] * 4)
    assert (found.win_rate, found.conversion, found.size) == (0.75, 0.375, 8)
    nothing = rate("a", [ended(Outcome.OPEN)])
    assert (nothing.win_rate, nothing.conversion, nothing.median_days) == (None, 0.0, None)


def test_amounts_of_two_currencies_are_never_added_up_and_the_unknown_is_not_nothing() -> None:
    won = [ended(Outcome.WON), ended(Outcome.WON), ended(Outcome.WON, currency="JPY"), ended(Outcome.WON, value=None)]
    found = rate("a", won)
    assert found.value == (Money(200_0000, "CNY"), Money(100_0000, "JPY"))
    assert found.without_value == 1


def test_what_was_won_before_it_began_is_said_and_not_counted_in_days() -> None:
    found = rate("a", [ended(Outcome.WON, days) for days in (-3, 4, 10, None)])
    assert (found.median_days, found.won_before_opened) == (7, 1)


@settings(max_examples=50)
@given(st.lists(ENDED))
def test_the_groups_together_are_the_whole(found: list[Ended[str]]) -> None:
    whole, groups = rate("", found), rates(found)
    for name in ("open", "won", "lost", "without_value", "won_before_opened"):
        assert sum(getattr(group, name) for group in groups) == getattr(whole, name)
    for currency in ("CNY", "JPY"):
        parts = [value.amount for group in groups for value in group.value if value.currency == currency]
        assert sum(parts) == sum(value.amount for value in whole.value if value.currency == currency)
