"""What a customer costs, part by part: a price for an hour, a price for owing, and nothing counted twice."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.costs import NOTHING, Costs, Granted, Part, Rates, estimated, financing, timed
from kamtui.domain.periods import Period
from kamtui.domain.terms import TermsKind

YEAR = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
ALWAYS = dt.date(2020, 1, 1), None


def test_each_hour_costs_what_whoever_logged_it_costs() -> None:
    rates = Rates(usual=60, of={"li.wei": 120})
    assert timed({"Li.Wei": 30, "chen.jing": 90}, rates) == Costs(120, 0, 60 + 90)


def test_minutes_without_a_price_are_in_no_amount_and_are_counted() -> None:
    rates = Rates(of={"li.wei": 120})
    assert timed({"li.wei": 60, "chen.jing": 45}, rates) == Costs(105, 45, 120)
    assert timed({"chen.jing": 45}, rates) == Costs(45, 45, None)
    assert timed({"li.wei": 45}, Rates()) == Costs(45, 45, None)


def test_nothing_known_is_no_zero() -> None:
    assert (NOTHING.cost_to_serve, NOTHING.granted, NOTHING.total) == (None, None, None)
    assert set(NOTHING.unknown) == set(Part) - {Part.TERMS}
    some = Costs(freight=0, terms=5)
    assert (some.cost_to_serve, some.granted, some.total) == (0, 5, 5)
    assert Part.CONCESSIONS not in some.unknown


def test_owing_a_thousand_for_a_year_at_eight_percent_costs_eighty() -> None:
    assert financing(1000 * 365, 8) == 80
    assert financing(-1000 * 365, 8) == -80
    assert financing(1000 * 365, 0) is None


def test_terms_cost_for_the_days_they_were_in_force() -> None:
    half = Granted(TermsKind.TRAINING, 365, dt.date(2025, 12, 1), dt.date(2026, 3, 1))
    assert estimated([half], YEAR, NOTHING) == 31
    assert estimated([Granted(TermsKind.DISCOUNT, 700, *ALWAYS)], YEAR, NOTHING) == 700
    assert estimated([], YEAR, NOTHING) is None


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (TermsKind.REBATE, Costs(rebates=1)),
        (TermsKind.FREIGHT, Costs(freight=1)),
        (TermsKind.PAYMENT_DAYS, Costs(financing=1)),
        (TermsKind.TRAINING, Costs(concessions=1)),
        (TermsKind.REBATE, Costs(concessions=1)),
    ],
)
def test_an_estimate_gives_way_to_the_figure_of_the_same_thing(kind: TermsKind, known: Costs) -> None:
    assert estimated([Granted(kind, 700, *ALWAYS)], YEAR, known) is None
    assert estimated([Granted(TermsKind.OTHER, 365, *ALWAYS)], YEAR, known._replace(concessions=None)) == 365


@settings(max_examples=50)
@given(st.lists(st.builds(Costs, *[st.integers(0, 99)] * 2, *[st.none() | st.integers(-99, 99)] * 8), max_size=6))
def test_costs_add_up_in_any_order(several: list[Costs]) -> None:
    found, backwards = NOTHING, NOTHING
    for each in several:
        found = found.plus(each)
    for each in reversed(several):
        backwards = backwards.plus(each)
    assert found == backwards
    for part in Part:
        known = [amount for each in several if (amount := each.of(part)) is not None]
        assert found.of(part) == (sum(known) if known else None)
