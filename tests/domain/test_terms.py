"""Terms: what they cost, and what room is left; unknown is never nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain import terms
from kamtui.domain.policy import ProfitRules
from kamtui.domain.terms import Cost, Headroom, Rules, TermsKind, Unit
from kamtui.domain.traderules import ReceivablesRules
from kamtui.errors import BadInput

RULES = Rules(ProfitRules(), ReceivablesRules(capital_cost=8, payment_days=30))
UNIT = 10_000


def room(**parts: Any) -> Headroom:
    """1,000 sold at 400 gross, 100 to serve: 200 above the floor of 100, concessions at most 80."""
    known = {"revenue": 1_000 * UNIT, "gross": 400 * UNIT, "served": 100 * UNIT, "entered": 0, "terms": 0}
    return Headroom(**{"currency": "EUR", "unpriced": 0, "floor_percent": 10, "share_percent": 20, **known, **parts})


def test_the_smaller_of_floor_and_share_is_the_room() -> None:
    found = room()
    assert (found.floor, found.left, found.share_left, found.room) == (
        100 * UNIT, 200 * UNIT, 80 * UNIT, 80 * UNIT,
    )  # fmt: skip
    assert room(served=250 * UNIT).room == 50 * UNIT
    assert room(terms=50 * UNIT, entered=10 * UNIT).room == 20 * UNIT


def test_an_unknown_gross_profit_is_an_unknown_room_and_never_beyond_it() -> None:
    found = room(gross=None)
    assert (found.left, found.share_left, found.room, found.is_over) == (None, None, None, False)
    assert room(revenue=None, gross=None).floor is None


def test_an_unknown_cost_makes_the_room_an_upper_bound() -> None:
    assert not room().is_at_most
    assert room(served=None).is_at_most
    assert room().after(None).is_at_most
    assert room(served=None).left == 300 * UNIT


def test_losses_leave_no_room() -> None:
    assert room(gross=-50 * UNIT).room == -250 * UNIT
    assert room(gross=-50 * UNIT).is_over


@settings(max_examples=50)
@given(st.lists(st.none() | st.integers(0, 10**12), max_size=6), st.randoms())
def test_concessions_and_their_ends_in_any_order_leave_the_headroom_as_before(
    costs: list[int | None], order: Any
) -> None:
    before = after = room()
    for cost in costs:
        after = after.after(cost)
    ended = list(costs)
    order.shuffle(ended)
    for cost in ended:
        after = after.without(cost)
    assert after == before


@pytest.mark.parametrize(
    ("kind", "value", "unit", "estimated", "revenue", "cost"),
    [
        (TermsKind.DISCOUNT, 5 * UNIT, Unit.PERCENT, None, 1_000 * UNIT, Cost(50 * UNIT, True)),
        (TermsKind.DISCOUNT, 5 * UNIT, Unit.PERCENT, 7 * UNIT, 1_000 * UNIT, Cost(7 * UNIT, False)),
        (TermsKind.DISCOUNT, 5 * UNIT, Unit.PERCENT, None, None, Cost(None, True)),
        (TermsKind.DISCOUNT, 5 * UNIT, Unit.PERCENT, None, -10, Cost(0, True)),
        (TermsKind.FREIGHT, 12 * UNIT, Unit.MONEY, None, None, Cost(12 * UNIT, True)),
        # 60 days instead of 30, at 8 % a year: 36,500 * 0.08 * 30 / 365
        (TermsKind.PAYMENT_DAYS, 60 * UNIT, Unit.DAYS, None, 36_500 * UNIT, Cost(240 * UNIT, True)),
        (TermsKind.PAYMENT_DAYS, 20 * UNIT, Unit.DAYS, None, 36_500 * UNIT, Cost(0, True)),
        (TermsKind.EXCLUSIVITY, None, None, None, 1_000 * UNIT, Cost(None, False)),
    ],
)
def test_what_nobody_estimated_is_computed_where_it_can_be(
    kind: TermsKind, value: int | None, unit: Unit | None, estimated: int | None, revenue: int | None, cost: Cost
) -> None:
    assert terms.cost(kind, value, unit, estimated, revenue, RULES) == cost


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("5%", TermsKind.FREIGHT, (5 * UNIT, Unit.PERCENT)),
        ("5", TermsKind.DISCOUNT, (5 * UNIT, Unit.PERCENT)),
        ("2.5 %", TermsKind.REBATE, (25_000, Unit.PERCENT)),
        ("60d", TermsKind.PAYMENT_DAYS, (60 * UNIT, Unit.DAYS)),
        ("60天", TermsKind.PAYMENT_DAYS, (60 * UNIT, Unit.DAYS)),
        ("20k", TermsKind.JOINT_PROMO, (20_000 * UNIT, Unit.MONEY)),
    ],
)
def test_a_value_says_its_unit_or_has_that_of_its_kind(text: str, kind: TermsKind, value: tuple[int, Unit]) -> None:
    assert terms.value(text, kind, "EUR") == value


def test_kinds_are_named_in_both_languages_and_others_are_refused() -> None:
    assert terms.kind("返利") is TermsKind.REBATE
    assert terms.kind("Joint promo") is TermsKind.JOINT_PROMO
    with pytest.raises(BadInput, match="exclusivity"):
        terms.kind("gift")
