"""Examples of what is done with invoices and payments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.invoices import PaymentKind
from kamtui.ops.core import Done
from kamtui.ops.invoices import add_invoice, dispute_invoice, edit_invoice, remove_invoice, settle_dispute
from kamtui.ops.payments import add_payment, edit_payment, remove_payment
from kamtui.store import invoices, payments
from kamtui.store.book import Book

_AUTUMN = dt.date(2026, 9, 1)


def bill_something(book: Book, acme: int) -> None:
    """Three invoices: one paid in part and disputed, one settled by a credit note and a payment, one untouched."""
    first = add_invoice(book, acme, 1000_0000, number="17", issued_on=_AUTUMN, due_on=dt.date(2026, 10, 1)).value
    add_payment(book, acme, 400_0000, invoice_id=first.invoice_id, on=dt.date(2026, 10, 2), number="R1")
    dispute_invoice(book, first.invoice_id, "short delivery", on=dt.date(2026, 10, 5))
    second = add_invoice(book, acme, 500_0000, number="18", issued_on=_AUTUMN).value
    add_invoice(book, acme, -50_0000, number="18-C", issued_on=_AUTUMN, credited=second.invoice_id)
    add_payment(book, acme, 450_0000, invoice_id=second.invoice_id, on=dt.date(2026, 9, 20), number="R2")
    add_invoice(book, acme, 10_0000, number="19", issued_on=_AUTUMN)


def _numbered(book: Book, number: str) -> int:
    return invoices.numbered(book.conn, number)


def _payment(book: Book, number: str) -> int:
    return next(row.id for row in payments.rows(book.conn, payments.ids(book.conn)) if row.number == number)


EXAMPLES: dict[str, Callable[[Book, int], Done[object]]] = {
    "invoice.add": lambda book, acme: add_invoice(
        book, acme, -500_0000, number="20-C", credited=_numbered(book, "17"), order_ref="A3", note="two broken"
    ),
    "invoice.edit": lambda book, acme: edit_invoice(
        book, _numbered(book, "17"), {"amount": 400_0000}, was={"amount": 1000_0000}
    ),
    "invoice.remove": lambda book, acme: remove_invoice(book, _numbered(book, "18-C")),
    "invoice.dispute": lambda book, acme: dispute_invoice(book, _numbered(book, "18"), "wrong price"),
    "invoice.settle_dispute": lambda book, acme: settle_dispute(book, _numbered(book, "17"), "rest delivered"),
    "payment.add": lambda book, acme: add_payment(
        book, acme, 600_0000, invoice_id=_numbered(book, "17"), kind=PaymentKind.WRITE_OFF
    ),
    "payment.edit": lambda book, acme: edit_payment(
        book, _payment(book, "R1"), {"amount": 1000_0000, "on": dt.date(2026, 10, 9)}, was={"amount": 400_0000}
    ),
    "payment.remove": lambda book, acme: remove_payment(book, _payment(book, "R2")),
}
"""Operation -> example."""
