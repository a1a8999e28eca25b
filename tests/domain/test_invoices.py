"""When an invoice is settled, and the words of other programs for invoices and payments."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.invoices import (
    InvoiceKind,
    InvoiceState,
    PaymentKind,
    kind,
    payment_kind,
    settled_on,
    state,
)
from kamtui.domain.money import SCALE
from kamtui.errors import BadInput

DAY = dt.date(2026, 9, 1)
CENT = 100
"""Stored units."""


def after(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("amount", "movements", "settled"),
    [
        (100, [], None),
        (0, [], 0),
        (100, [(5, -100)], 5),
        (100, [(5, -40), (9, -60)], 9),
        (100, [(9, -60), (5, -40)], 9),
        (100, [(5, -130)], 5),
        (100, [(-7, -100)], 0),
        (100, [(5, -100), (8, 20)], None),
        (100, [(5, -100), (8, 20), (11, -20)], 11),
        (100, [(5, -130), (8, 20)], 5),
        (-50, [], None),
        (-50, [(5, 50)], 5),
        (-50, [(5, 60)], None),
        # two movements of one day are one
        (100, [(5, -120), (5, 60), (5, -40)], 5),
    ],
)
def test_an_invoice_is_settled_from_the_day_on_which_it_stays_so(
    amount: int, movements: list[tuple[int, int]], settled: int | None
) -> None:
    moved = [(after(days), change * SCALE) for days, change in movements]
    assert settled_on(DAY, amount * SCALE, moved, "EUR") == (None if settled is None else after(settled))


def test_a_part_of_the_smallest_coin_is_nothing_open() -> None:
    assert settled_on(DAY, 100_0049, [(DAY, -100_0000)], "EUR") == DAY
    assert settled_on(DAY, 100_4900, [(DAY, -100_0000)], "JPY") == DAY
    assert settled_on(DAY, 100_4900, [(DAY, -100_0000)], "EUR") is None


@settings(max_examples=50)
@given(st.integers(0, 50), st.lists(st.tuples(st.integers(0, 20), st.integers(-30, 30)), max_size=6))
def test_no_order_of_entering_moves_the_day_and_from_then_on_nothing_is_open(
    amount: int, movements: list[tuple[int, int]]
) -> None:
    moved = [(after(days), change * SCALE) for days, change in movements]
    day = settled_on(DAY, amount * SCALE, moved, "EUR")
    assert settled_on(DAY, amount * SCALE, reversed(moved), "EUR") == day
    open_on = [amount + sum(change for on, change in movements if on <= days) > 0 for days in range(21)]
    expected = next((days for days in range(21) if not any(open_on[days:])), None)
    assert day == (None if expected is None else after(expected))


def test_who_owes_a_part_of_a_cent_owes_nothing() -> None:
    assert settled_on(DAY, 10_049, [(after(5), -10_000)], "CNY") == after(5)
    assert settled_on(DAY, 10_050, [(after(5), -10_000)], "CNY") is None
    assert settled_on(DAY, 14_999, [(after(5), -10_000)], "JPY") == after(5)


def test_other_programs_words_are_understood() -> None:
    assert [kind(word) for word in ("Credit Memo", "红字发票", "DG", "增值税发票", "Sales invoice")] == [
        InvoiceKind.CREDIT_NOTE,
        InvoiceKind.CREDIT_NOTE,
        InvoiceKind.CREDIT_NOTE,
        InvoiceKind.INVOICE,
        InvoiceKind.INVOICE,
    ]
    assert [state(word) for word in ("Awaiting Payment", "已核销", "Voided", "作废")] == [
        InvoiceState.OPEN,
        InvoiceState.PAID,
        InvoiceState.VOID,
        InvoiceState.VOID,
    ]
    assert [payment_kind(word) for word in ("回款", "Deposit", "bad debt")] == [
        PaymentKind.PAYMENT,
        PaymentKind.PREPAYMENT,
        PaymentKind.WRITE_OFF,
    ]
    with pytest.raises(BadInput, match="payment, prepayment, write_off"):
        payment_kind("gift")
