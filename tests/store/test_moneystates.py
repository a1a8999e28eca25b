"""Receivables and credit as looked at: a day in the past as it was, and open orders where no invoices are kept."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.facts import Metric
from kamtui.domain.health import Part
from kamtui.domain.periods import Period
from kamtui.domain.touches import Kind
from kamtui.ops.credit import set_credit
from kamtui.ops.facts import add_fact
from kamtui.ops.invoices import add_invoice
from kamtui.ops.payments import add_payment
from kamtui.ops.touches import add_touch
from kamtui.store import health, look
from kamtui.store.book import Book
from kamtui.store.health import DAYS
from tests.conftest import TODAY

UNIT = 10_000


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def test_a_day_before_invoices_were_paid_is_as_late_and_as_exposed_as_it_was(book: Book, acme: int) -> None:
    add_touch(book, acme, kind=Kind.CALL, on=ago(60), summary="talked")
    set_credit(book, acme, {"limit": 2_000 * UNIT}, on=ago(300))
    first, second = (
        add_invoice(book, acme, 5_000 * UNIT, number=number, issued_on=ago(200), due_on=ago(170)).value.invoice_id
        for number in "12"
    )
    # enough for either, not for both
    add_payment(book, acme, 7_000 * UNIT, on=ago(DAYS + 20))
    add_payment(book, acme, 5_000 * UNIT, invoice_id=first, on=ago(5))
    move = health.moves(book.conn, TODAY, [acme])[0]
    look.look(book.conn, TODAY, as_of=ago(DAYS))
    then = health.of_accounts(book.conn, ago(DAYS), [acme])[acme]
    assert move.before == then
    assert {reason.signal for reason in then.red} >= {"SIG-12", "SIG-13"}
    add_payment(book, acme, 5_000 * UNIT, invoice_id=second, on=ago(4))
    look.look(book.conn, TODAY)
    assert health.moves(book.conn, TODAY, [acme])[0].before == then


@pytest.mark.parametrize(("ordered", "score"), [(799, None), (900, 50.0), (1_000, 0.0)])
def test_open_orders_near_the_limit_count_where_no_invoices_are_kept(
    book: Book, acme: int, ordered: int, score: float | None
) -> None:
    set_credit(book, acme, {"limit": 1_000 * UNIT}, on=ago(10))
    add_fact(book, acme, Metric.OPEN_ORDERS, ordered * UNIT, period=Period(ago(3), ago(3)), currency="CNY", on=ago(3))
    assert health.of_accounts(book.conn, TODAY, [acme])[acme].parts[Part.CASH].score == score
