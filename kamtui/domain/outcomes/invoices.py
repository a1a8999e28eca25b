"""What an operation on an invoice or a payment did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.invoices import PaymentKind


class InvoiceAdded(NamedTuple):
    """An invoice or a credit note was entered."""

    invoice_id: int
    account_id: int
    account: str
    number: str
    amount: int
    """In 1/10,000; below zero: a credit note."""
    currency: str
    due_on: dt.date
    repeated: bool = False
    """Its number was there already, and it says the same: nothing was written."""


class InvoiceEdited(NamedTuple):
    """An invoice has new values, or was removed (no fields)."""

    invoice_id: int
    account_id: int
    account: str
    number: str
    fields: tuple[str, ...]


class InvoiceDisputed(NamedTuple):
    """A customer disputes an invoice."""

    invoice_id: int
    account_id: int
    account: str
    number: str
    reason: str
    on: dt.date


class DisputeSettled(NamedTuple):
    """What was disputed of an invoice is settled."""

    invoice_id: int
    account_id: int
    account: str
    number: str
    on: dt.date


class PaymentAdded(NamedTuple):
    """A payment was entered."""

    payment_id: int
    account_id: int
    account: str
    amount: int
    currency: str
    kind: PaymentKind
    on: dt.date
    invoice_id: int | None
    invoice: str
    """The number of the invoice it pays; "" on account."""
    left: int | None
    """What is still open of that invoice, below zero where too much was paid; None: on account."""
    repeated: bool = False
    """Its number was there already, and it says the same: nothing was written."""


class PaymentEdited(NamedTuple):
    """A payment has new values, or was removed (no fields)."""

    payment_id: int
    account_id: int
    account: str
    amount: int
    currency: str
    fields: tuple[str, ...]


InvoiceOutcome = InvoiceAdded | InvoiceEdited | InvoiceDisputed | DisputeSettled | PaymentAdded | PaymentEdited
