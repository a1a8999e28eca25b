"""The row of an invoice or a payment, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli.invoiceshapes import invoice, payment
from kamtui.domain.outcomes.invoices import (
    DisputeSettled,
    InvoiceAdded,
    InvoiceDisputed,
    InvoiceEdited,
    PaymentAdded,
    PaymentEdited,
)
from kamtui.store import (
    invoices,
    payments,
    standing,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_invoice(outcome: InvoiceAdded | InvoiceDisputed | DisputeSettled, conn: Connection) -> Shape:
    return _invoice(conn, outcome.invoice_id, repeated=getattr(outcome, "repeated", None))


def of_invoice_edited(outcome: InvoiceEdited, conn: Connection) -> Shape:
    if not outcome.fields:
        return {"id": outcome.invoice_id, "account_id": outcome.account_id, "account": outcome.account, "removed": True}
    return _invoice(conn, outcome.invoice_id)


def of_payment(outcome: PaymentAdded | PaymentEdited, conn: Connection) -> Shape:
    if isinstance(outcome, PaymentEdited) and not outcome.fields:
        return {"id": outcome.payment_id, "account_id": outcome.account_id, "account": outcome.account, "removed": True}
    row = payment(payments.one(conn, outcome.payment_id))
    return {**row, "repeated": outcome.repeated} if isinstance(outcome, PaymentAdded) else row


def _invoice(conn: Connection, key: int, repeated: bool | None = None) -> Shape:
    row = invoice(invoices.one(conn, key, standing.kept_on(conn)))
    return row if repeated is None else {**row, "repeated": repeated}


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    InvoiceAdded: of_invoice,
    InvoiceDisputed: of_invoice,
    DisputeSettled: of_invoice,
    InvoiceEdited: of_invoice_edited,
    PaymentAdded: of_payment,
    PaymentEdited: of_payment,
}
