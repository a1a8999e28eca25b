"""Rates: the newest up to a day, either way round, through a third currency; amounts rounded once (P11)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import rates
from kamtui.domain.rates import Rate, exchange
from kamtui.errors import BadInput

OCTOBER, NOVEMBER = dt.date(2026, 10, 31), dt.date(2026, 11, 20)
EUR = Rate("EUR", "CNY", OCTOBER, rates.value("7.85"))
LATER = Rate("CNY", "EUR", NOVEMBER, rates.value("0.125"))
JPY = Rate("JPY", "CNY", dt.date(2026, 10, 1), rates.value("0.0487"))


def test_the_newest_rate_up_to_the_day_counts_whichever_way_round_it_was_entered() -> None:
    on_the_day = exchange([EUR, LATER], "EUR", "CNY", OCTOBER)
    assert on_the_day is not None
    assert (on_the_day.per_unit, on_the_day.on) == (Fraction("7.85"), OCTOBER)
    now = exchange([LATER, EUR], "EUR", "CNY", NOVEMBER)
    assert now is not None
    assert (now.per_unit, now.on, now.converted(100_0000)) == (Fraction(8), NOVEMBER, 800_0000)
    assert exchange([EUR], "EUR", "CNY", OCTOBER - dt.timedelta(days=1)) is None


def test_two_currencies_without_a_rate_of_their_own_meet_in_a_third_with_the_older_day_stated() -> None:
    found = exchange([EUR, JPY], "JPY", "EUR", NOVEMBER)
    assert found is not None
    assert (found.through, found.on) == ("CNY", JPY.on)
    assert found.per_unit == Fraction("0.0487") / Fraction("7.85")
    assert exchange([EUR, JPY], "JPY", "USD", NOVEMBER) is None


@given(st.integers(-(10**18), 10**18), st.decimals("0.000001", "9000000", places=6).map(str))
def test_an_amount_is_rounded_half_away_from_zero_to_what_is_kept(amount: int, text: str) -> None:
    found = exchange([Rate("EUR", "CNY", OCTOBER, rates.value(text))], "EUR", "CNY", OCTOBER)
    assert found is not None
    taken = found.converted(amount)
    assert abs(taken - amount * Fraction(text)) <= Fraction(1, 2)
    assert found.converted(-amount) == -taken


@pytest.mark.parametrize("text", ["0", "-1", "seven", "", "1e99", "nan", "0.0000000000001", "9000001"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not a rate"):
        rates.value(text)


def test_a_rate_is_written_as_short_as_it_can_be() -> None:
    assert [rates.written(rates.value(text)) for text in ("7.850", "8", "0.0000237")] == ["7.85", "8", "0.0000237"]
