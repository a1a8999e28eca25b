"""Prepayment: what had arrived by the day of an invoice, and whether it was what was agreed (R73)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.prepayments import Invoiced, Paid, condition, prepaid
from kamtui.domain.terms import Terms, TermsKind, Unit

UNIT = 10_000
JAN = dt.date(2026, 1, 1)


def day(number: int) -> dt.date:
    return JAN + dt.timedelta(days=number)


def invoice(key: int, on: int, amount: int = 100) -> Invoiced:
    return Invoiced(key, day(on), amount * UNIT)


def paid(on: int, amount: int, key: int | None = None) -> Paid:
    return Paid(day(on), amount * UNIT, key)


def ahead(documents: list[Invoiced], payments: list[Paid]) -> dict[int, int]:
    return {each.invoice.id: each.amount // UNIT for each in prepaid(documents, payments)}


def agreed(percent: int = 30, first: int = 0, last: int | None = None) -> Terms:
    until = None if last is None else day(last)
    value = (5 * UNIT, Unit.PERCENT, None, "EUR", percent * UNIT)
    known = ("", "", None, JAN, "li.wei")
    return Terms._make((1, 1, TermsKind.DISCOUNT, "", *value, "", day(first), until, *known))


@pytest.mark.parametrize(
    ("payments", "amount"),
    [
        ([paid(10, 30, 1)], 30),  # on the day of the invoice it was there
        ([paid(11, 30, 1)], 0),
        ([paid(2, 40)], 40),  # on account counts as well
        ([paid(2, 20, 1), paid(3, 500)], 100),  # never more than the invoice
        ([paid(2, 50), paid(3, -50)], 0),  # paid back
        ([], 0),
    ],
)
def test_what_came_by_the_day_of_the_invoice_was_paid_ahead(payments: list[Paid], amount: int) -> None:
    assert ahead([invoice(1, 10)], payments) == {1: amount}


def test_money_on_account_settles_what_was_open_before() -> None:
    documents = [invoice(1, 1), invoice(2, 10)]
    assert ahead(documents, [paid(5, 100)]) == {1: 0, 2: 0}
    assert ahead(documents, [paid(5, 130)]) == {1: 0, 2: 30}
    assert ahead([*documents, invoice(3, 4, -100)], [paid(5, 30)]) == {1: 0, 2: 30}


def test_money_that_names_an_invoice_to_come_is_kept_for_it() -> None:
    assert ahead([invoice(1, 5), invoice(2, 10)], [paid(1, 60, 2)]) == {1: 0, 2: 60}


def test_each_invoice_of_the_run_must_meet_the_condition() -> None:
    found = prepaid([invoice(1, 1), invoice(2, 10), invoice(3, 40)], [paid(9, 30, 2), paid(1, 29, 1)])
    checked = condition(agreed(first=0, last=20), {"EUR": found}, day(60))
    assert checked is not None
    assert (checked.invoices, checked.met, checked.is_met) == (2, 1, False)
    assert (checked.amount, checked.prepaid, checked.first_unmet_on) == (200 * UNIT, 59 * UNIT, day(1))
    assert checked.prepaid_percent == pytest.approx(29.5)
    assert condition(agreed(first=2, last=20), {"EUR": found}, day(60)).is_met  # type: ignore[union-attr]


def test_without_an_invoice_nobody_knows_and_without_a_condition_nothing_is_asked() -> None:
    checked = condition(agreed(), {}, day(60))
    assert checked is not None
    assert (checked.is_met, checked.prepaid_percent) == (None, None)
    assert condition(agreed()._replace(prepay=None), {}, day(60)) is None


@pytest.mark.parametrize(("arrived", "is_met"), [(9_9900, False), (10_0000, True)])
def test_a_cent_lost_in_rounding_is_no_breach(arrived: int, is_met: bool) -> None:
    found = prepaid([Invoiced(1, day(1), 33_3333)], [Paid(day(1), arrived, 1)])
    checked = condition(agreed(), {"EUR": found}, day(2))
    assert checked is not None
    assert checked.is_met is is_met


def test_invoices_in_every_currency_are_checked_and_never_added_up() -> None:
    paid_up, unpaid = prepaid([invoice(1, 1)], [paid(1, 30, 1)]), prepaid([invoice(2, 3), invoice(3, 4)], [])
    checked = condition(agreed(), {"EUR": paid_up, "USD": unpaid}, day(9))
    assert checked is not None
    assert (checked.invoices, checked.met, checked.first_unmet_on) == (3, 1, day(3))
    assert (checked.currency, checked.amount, checked.prepaid) == ("USD", 200 * UNIT, 0)


MOVES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 200), st.none() | st.integers(1, 4)), max_size=8)


@settings(max_examples=50)
@given(MOVES, st.randoms(use_true_random=False))
def test_the_order_in_which_payments_are_entered_changes_nothing(
    moves: list[tuple[int, int, int | None]], order: object
) -> None:
    documents = [invoice(key, 5 * key) for key in range(1, 5)]
    payments = [paid(*move) for move in moves]
    found = prepaid(documents, payments)
    order.shuffle(payments)  # type: ignore[attr-defined]
    assert prepaid(documents, payments) == found
    assert all(0 <= each.amount <= each.invoice.amount for each in found)
