"""Who has what: unequal treatment within a tier can be seen (R55)."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.terms import Cost, Terms, TermsKind, Unit
from kamtui.domain.tiers import Tier
from kamtui.domain.treatments import Customer, compared

UNIT = 10_000


def customer(key: int, revenue: int | None, tier: Tier | None = Tier.KEY, currency: str = "EUR") -> Customer:
    return Customer(key, f"A{key}", "li.wei", tier, {} if revenue is None else {currency: revenue * UNIT})


def discount(account: int, percent: int | None, kind: TermsKind = TermsKind.DISCOUNT) -> tuple[Terms, Cost]:
    value = (None, None) if percent is None else (percent * UNIT, Unit.PERCENT)
    day = dt.date(2026, 1, 1)
    made = (account, account, kind, "x", *value, None, "EUR", None, "", day, None, "", "", None, day, "li.wei")
    return Terms._make(made), Cost(None if percent is None else percent * UNIT, is_computed=True)


def test_who_has_more_than_one_who_buys_more_is_shown_beside_him() -> None:
    customers = [customer(1, 900), customer(2, 500), customer(3, 100), customer(4, 800, Tier.REGULAR)]
    granted = {1: [discount(1, 3)], 3: [discount(3, 5)], 4: [discount(4, 1)]}
    key, regular = compared(customers, granted)
    assert (key.tier, len(key.holders), key.of, key.values, key.middle) == (
        Tier.KEY, 2, 3, [3 * UNIT, 5 * UNIT], 4 * UNIT,
    )  # fmt: skip
    bigger = {each.customer.account_id: [other.account_id for other in each.bigger_with_less] for each in key.holders}
    assert bigger == {3: [1, 2], 1: []}
    assert [each.bigger for each in key.holders] == [2, 0]
    assert (key.is_unequal, regular.is_unequal) == (True, False)
    assert key.holders[0].cost_percent == 5.0


def test_two_discounts_of_one_account_are_one_value() -> None:
    (found,) = compared([customer(1, 900)], {1: [discount(1, 3), discount(1, 2)]})
    assert found.values == [5 * UNIT]


def test_what_is_not_comparable_is_not_called_unequal() -> None:
    customers = [customer(1, None), customer(2, 900, currency="USD"), customer(3, 100)]
    (words, percent) = sorted(
        compared(customers, {3: [discount(3, 5)], 1: [discount(1, None)]}), key=lambda each: each.unit or ""
    )
    assert (words.values, words.middle, words.is_unequal) == ([], None, False)
    assert not percent.is_unequal
