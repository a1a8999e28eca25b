"""The forms for invoices and payments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kamtui.domain import fields
from kamtui.domain.invoices import PaymentKind, payment_kind
from kamtui.domain.money import grouped
from kamtui.ops.invoices import add_invoice, dispute_invoice, edit_invoice, label, remove_invoice, settle_dispute
from kamtui.ops.payments import add_payment, edit_payment, remove_payment
from kamtui.store import accounts, invoices, payments
from kamtui.tui import answers, choices
from kamtui.tui.figures import money, saying
from kamtui.tui.filling import Call, Field, Form, Read, Values, without
from kamtui.tui.screens.acting import Acting, one_of

INVOICE_FIELDS = ["due_on", "amount", "number", "issued_on", "order_ref", "credits", "note"]
PAYMENT_FIELDS = ["amount", "on", "invoice_id", "kind", "number", "note"]

RECENT = 20
"""Invoices and payments that Tab offers."""


def _open_invoices(page: Acting) -> list[str]:
    """The open invoices of the page's account, the longest due first."""
    return _invoices(page, open_only=True)


def _all_invoices(page: Acting) -> list[str]:
    """Its latest invoices."""
    return _invoices(page, open_only=False)


def _invoices(page: Acting, *, open_only: bool) -> list[str]:
    conn, account = page.app.book.conn, page.target()
    keys = invoices.ids(conn, account=account, open_only=open_only)[:RECENT]
    found = invoices.rows(conn, keys, page.today)
    return [f"#{each.id} {label(each)} {grouped(each.open or each.amount, each.currency)}" for each in found]


def _payments(page: Acting) -> list[str]:
    """The latest payments of the page's account."""
    conn, account = page.app.book.conn, page.target()
    found = payments.rows(conn, payments.ids(conn, account=account)[:RECENT])
    return [f"{each.id} {each.on} {grouped(each.amount, each.currency)}" for each in found]


def _invoice(page: Acting, account: int, text: str, given: Values) -> int:
    """An invoice of the account by its number, or by the #id that Tab wrote."""
    named = text.split()[0] if text.startswith("#") else text
    return invoices.numbered(page.app.book.conn, named, account)


def _amount(page: Acting, account: int, text: str, given: Values) -> int:
    """An amount in the currency of the invoice that was named, else of the account."""
    if given.get("invoice") is None:
        return answers.amount(page, account, text, given)
    return fields.amount(text, invoices.one(page.app.book.conn, given["invoice"], page.today).currency)


def _invoice_value(page: Acting, account: int, text: str, given: Values) -> object:
    """The new value of the field of an invoice that was chosen before; - empties it."""
    match given["field"]:
        case "issued_on" | "due_on":
            return answers.day(page, account, text, given)
        case "amount":
            return _amount(page, account, text, given)
        case "credits":
            return None if text == "-" else _invoice(page, account, text, given)
        case _:
            return "" if text == "-" else text


def _payment_value(page: Acting, account: int, text: str, given: Values) -> object:
    """The new value of the field of a payment that was chosen before; - empties it."""
    match given["field"]:
        case "on":
            return answers.day(page, account, text, given)
        case "amount":
            return fields.amount(text, payments.one(page.app.book.conn, given["payment"]).currency)
        case "kind":
            return payment_kind(text)
        case "invoice_id":
            return None if text == "-" else _invoice(page, account, text, given)
        case _:
            return "" if text == "-" else text


def _paid(page: Acting, account: int, given: Values) -> Call:
    """A payment; without an amount all that is open of its invoice."""
    conn, invoice = page.app.book.conn, given.get("invoice")
    amount = given.get("amount")
    rest = without(given, "invoice", "amount")
    if invoice is None:
        return (account, amount or 0), {**rest, "currency": accounts.row(conn, account).currency}
    found = invoices.one(conn, invoice, page.today)
    paid = found.open if amount is None else amount
    return (account, paid), {**rest, "invoice_id": invoice, "currency": found.currency}


def _one_of(names: list[str]) -> Read:
    """One of these fields."""
    return answers.plain(one_of(names))


def _before(read: Callable[[Acting, Values], Any]) -> Callable[[Acting, int, Values], object]:
    """What the chosen field says now."""

    def before(page: Acting, account: int, given: Values) -> object:
        found, field = read(page, given), given["field"]
        value = found._asdict()[field]
        if field == "amount":
            return money(value, found.currency)
        if field in ("invoice_id", "credits") and value is not None:
            return saying(value, lambda key: label(invoices.one(page.app.book.conn, key, page.today)))
        return value

    return before


_INVOICE = Field("invoice", "which invoice (Tab: choose):", _invoice, _all_invoices, True)
_PAYMENT = Field("payment", "which payment (Tab: choose):", choices.number, _payments, True)

INVOICE_FORMS: dict[str, Form] = {
    "invoice.add": Form(
        add_invoice,
        (
            Field("number", "number of the invoice:", answers.words),
            Field("amount", "amount, a credit note below zero:", answers.amount, is_required=True),
            Field("issued_on", "its day (Enter: today):", answers.day),
            Field("due_on", "due (Enter: by the terms or the policy):", answers.day),
            Field("credited", "which invoice it takes back (Enter: none; Tab: choose):", _invoice, _open_invoices),
        ),
        lambda page, account, given: (
            (account, given["amount"]),
            {**without(given, "amount"), "currency": accounts.row(page.app.book.conn, account).currency},
        ),
    ),
    "invoice.edit": Form(
        edit_invoice,
        (
            _INVOICE,
            Field("field", "which field (Tab: choose):", _one_of(INVOICE_FIELDS), INVOICE_FIELDS, True),
            Field(
                "value",
                "new value:",
                _invoice_value,
                is_required=True,
                before=_before(lambda page, given: invoices.one(page.app.book.conn, given["invoice"], page.today)),
            ),
        ),
        lambda page, account, given: ((given["invoice"], {given["field"]: given["value"]}), {}),
    ),
    "invoice.dispute": Form(
        dispute_invoice,
        (
            Field("invoice", "which invoice (Tab: choose):", _invoice, _open_invoices, True),
            Field("reason", "what they dispute:", answers.words),
        ),
        lambda page, account, given: ((given["invoice"],), without(given, "invoice")),
    ),
    "invoice.settle_dispute": Form(
        settle_dispute,
        (
            Field("invoice", "which invoice (Tab: choose):", _invoice, _open_invoices, True),
            Field("result", "how it was settled:", answers.words),
        ),
        lambda page, account, given: ((given["invoice"],), without(given, "invoice")),
    ),
    "invoice.remove": Form(
        remove_invoice,
        (_INVOICE,),
        lambda page, account, given: ((given["invoice"],), {}),
    ),
    "payment.add": Form(
        add_payment,
        (
            Field("invoice", "for which invoice (Enter: on account; Tab: choose):", _invoice, _open_invoices),
            Field("amount", "amount (Enter: all that is open of it):", _amount),
            Field("on", "when (Enter: today):", answers.day),
            Field("kind", "kind (Enter: payment; Tab: choose):", answers.plain(payment_kind), [*PaymentKind]),
            Field("number", "number of the receipt or transfer:", answers.words),
        ),
        _paid,
    ),
    "payment.edit": Form(
        edit_payment,
        (
            _PAYMENT,
            Field("field", "which field (Tab: choose):", _one_of(PAYMENT_FIELDS), PAYMENT_FIELDS, True),
            Field(
                "value",
                "new value:",
                _payment_value,
                _open_invoices,
                True,
                _before(lambda page, given: payments.one(page.app.book.conn, given["payment"])),
            ),
        ),
        lambda page, account, given: ((given["payment"], {given["field"]: given["value"]}), {}),
    ),
    "payment.remove": Form(
        remove_payment,
        (_PAYMENT,),
        lambda page, account, given: ((given["payment"],), {}),
    ),
}
"""Operation -> its form."""
