"""The JSON shapes and columns of invoices and payments."""

from __future__ import annotations

from kamtui.cli import out
from kamtui.cli.out import Json, amount, day
from kamtui.i18n import t
from kamtui.store.invoices import Invoice
from kamtui.store.payments import Payment


def invoice(found: Invoice) -> Json:
    """A row of `invoice ls`; `days_late` is that of the day it was settled, where it is."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account,
        "number": found.number or None,
        "kind": found.kind,
        "issued": day(found.issued_on),
        "due": day(found.due_on),
        "amount": amount(found.amount, found.currency),
        "open": amount(found.open, found.currency),
        "currency": found.currency,
        "state": found.state,
        "days_late": found.days_late,
        "settled_on": day(found.settled_on),
        "disputed": found.disputed,
        "disputed_on": day(found.disputed_on),
        "dispute": found.dispute or None,
        "dispute_settled_on": day(found.dispute_settled_on),
        "order": found.order_ref or None,
        "credits": found.credits,
        "credits_number": found.credited,
        "note": found.note or None,
        "recorded_at": found.recorded_at,
    }


def payment(found: Payment) -> Json:
    """A row of `payment ls`."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "account": found.account,
        "on": day(found.on),
        "amount": amount(found.amount, found.currency),
        "currency": found.currency,
        "kind": found.kind,
        "invoice_id": found.invoice_id,
        "invoice": found.invoice,
        "number": found.number or None,
        "note": found.note or None,
        "recorded_at": found.recorded_at,
    }


INVOICES = [
    out.column("id", drop=4),
    out.column("number", value=lambda row: row["number"] or f"#{row['id']}"),
    out.column("account"),
    out.column("issued", min=10, drop=3),
    out.column("due", min=10),
    out.column("days_late", t("late"), right=True, drop=1, value=lambda row: row["days_late"] or None),
    out.column("amount", right=True, drop=2),
    out.column("open", right=True),
    out.column("currency", t("cur.")),
    out.column("state", value=lambda row: t(str(row["state"]))),
]
PAYMENTS = [
    out.column("id", drop=2),
    out.column("on", min=10),
    out.column("account"),
    out.column("amount", right=True),
    out.column("currency", t("cur.")),
    out.column("kind", drop=1, value=lambda row: t(str(row["kind"]).replace("_", " "))),
    out.column("invoice", t("for invoice"), value=lambda row: _named(row["invoice"], row["invoice_id"])),
    out.column("number", drop=3),
]


def _named(number: object, key: object) -> object:
    return number or (f"#{key}" if key is not None else t("on account"))
