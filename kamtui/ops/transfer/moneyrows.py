"""Invoices and payments of an import: their fields, the typed rows, and what follows from one column for another."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import NamedTuple

from kamtui.domain.invoices import InvoiceKind, InvoiceState, PaymentKind
from kamtui.i18n import t
from kamtui.ops.transfer.holds import Columns, Field, Holds, call_by_name

_DAYS = re.compile(r"\d{1,3}")


class InvoiceRow(NamedTuple):
    """An invoice or a credit note, with what the file says was paid of it."""

    account: str
    account_name: str | None
    number: str | None
    issued: dt.date
    due: dt.date | None
    """None: so many days after its own as the terms or the policy say."""
    amount: int
    """In 1/10,000 of the currency unit; below zero: a credit note."""
    currency: str | None
    paid_on: dt.date | None
    paid_amount: int | None
    """All that was paid so far, with the sign of the amount; None: the file does not say."""
    disputed: bool | None
    dispute: str | None
    """Why."""
    kind: InvoiceKind | None
    credits: str | None
    """The number of the invoice that a credit note takes back."""
    order: str | None
    note: str | None
    document_key: str | None = None


class PaymentRow(NamedTuple):
    """A payment; `account` may be missing where `invoice` is given."""

    account: str | None
    account_name: str | None
    date: dt.date
    amount: int
    """In 1/10,000 of the currency unit; below zero: paid back."""
    invoice: str | None
    """The number of the invoice it pays; None: on account."""
    number: str | None
    kind: PaymentKind | None
    currency: str | None
    note: str | None
    key: str | None


INVOICE_FIELDS = (
    Field("account", Holds.REFERENCE, "who owes it: id or name", required=True),
    Field("account_name", Holds.NAME, "name of that account, where account is an id"),
    Field("number", Holds.ID, "of the invoice"),
    Field("issued", Holds.DATE, "day of the invoice", required=True),
    Field("due", Holds.DATE, "day it is due; else by the terms or the policy"),
    Field("amount", Holds.AMOUNT, "with tax; a credit note is negative", required=True),
    Field("currency", Holds.CURRENCY, "ISO code; else that of the account or the book"),
    Field("paid_on", Holds.DATE, "day of the last payment"),
    Field("paid_amount", Holds.AMOUNT, "paid so far; all of it where only paid_on is given"),
    Field("disputed", Holds.YES_NO, "yes or no: whether the customer disputes it"),
    Field("dispute", Holds.NAME, "why it is disputed"),
    Field("kind", Holds.INVOICE_KIND, "invoice or credit note; else by the sign of the amount"),
    Field("credits", Holds.ID, "number of the invoice that a credit note takes back"),
    Field("order", Holds.ID, "number of the order"),
    Field("note", Holds.TEXT, "free text"),
    Field("document_key", Holds.ID, "of an exported document that its number does not tell"),
)
INVOICE_PARTS = (
    Field("open", Holds.AMOUNT, "instead of paid_amount: what is still open"),
    Field("days", Holds.NAME, "instead of due: days after its own"),
    Field("state", Holds.INVOICE_STATE, "open, paid or void; what is void is left out"),
)
PAYMENT_FIELDS = (
    Field("account", Holds.REFERENCE, "who paid: id or name", required=True),
    Field("account_name", Holds.NAME, "name of that account, where account is an id"),
    Field("date", Holds.DATE, "day of the payment", required=True),
    Field("amount", Holds.AMOUNT, "paid; below zero: paid back", required=True),
    Field("invoice", Holds.ID, "number of the invoice it pays; on account if empty"),
    Field("number", Holds.ID, "of the payment: receipt, check, transfer"),
    Field("kind", Holds.PAYMENT_KIND, "payment, prepayment or write_off"),
    Field("currency", Holds.CURRENCY, "ISO code; else that of the invoice, the account or the book"),
    Field("note", Holds.TEXT, "free text"),
    Field("key", Holds.ID, "makes the row recognisable when it comes again"),
)


def are_invoices(found: Collection[str]) -> bool:
    """Whether fields that were found can be those of invoices, where some column is plainly theirs."""
    return {"account", "issued", "amount"} <= set(found) or {"account", "issued", "number"} <= set(found)


def are_payments(found: Collection[str]) -> bool:
    """Whether fields that were found can be those of payments, where some column is plainly theirs."""
    return {"date", "amount"} <= set(found) and bool({"account", "invoice"} & set(found))


def are_plainly_payments(known: Collection[str]) -> bool:
    """Whether columns have our own names for what only payments have together: one of theirs, and one of an invoice."""
    return {"date", "amount", "invoice"} <= set(known) and bool({"number", "kind", "key"} & set(known))


def finish_invoices(values: Columns, count: int, _today: dt.date, reasons: dict[int, str]) -> None:
    """Signs of credit notes, due days from days, what was paid from what is open; what is void is set aside."""
    call_by_name(values)
    nothing: list[object] = [None] * count
    columns = [values.get(name, nothing) for name in ("kind", "issued", "days", "state", "open", "paid_on")]
    amounts, paid, due = (list(values.get(name, nothing)) for name in ("amount", "paid_amount", "due"))
    for i, account in enumerate(values["account"]):
        if account is None:
            reasons.setdefault(i, t("no {field}", field="account"))
    for i, (kind, issued, days, state, still_open, paid_on) in enumerate(zip(*columns, strict=True)):
        if state is InvoiceState.VOID:
            reasons.setdefault(i, t("it is void"))
        amount = amounts[i]
        if amount is None:
            continue
        if kind is InvoiceKind.CREDIT_NOTE:
            # some programs write them without a sign
            amounts[i] = amount = -abs(amount)
        sign = -1 if amount < 0 else 1
        if paid[i] is not None:
            paid[i] = sign * abs(paid[i]) if sign < 0 else paid[i]
        elif still_open is not None:
            paid[i] = amount - (-abs(still_open) if sign < 0 else still_open)
        elif state is InvoiceState.PAID or paid_on is not None:
            paid[i] = amount
        if due[i] is None and issued is not None and days and (found := _DAYS.search(days)):
            due[i] = issued + dt.timedelta(days=int(found[0]))
    values |= {"amount": amounts, "paid_amount": paid, "due": due}


def finish_payments(values: Columns, count: int, _today: dt.date, reasons: dict[int, str]) -> None:
    """A payment is somebody's, or that of an invoice, and of some amount."""
    call_by_name(values)
    invoices = values.get("invoice")
    for i, account in enumerate(values.get("account") or [None] * count):
        if account is None and (invoices is None or invoices[i] is None):
            reasons.setdefault(i, t("neither account nor invoice"))
    for i, amount in enumerate(values["amount"]):
        if amount == 0:
            reasons.setdefault(i, t("an amount of 0 pays nothing"))
