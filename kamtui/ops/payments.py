"""Payments entered one by one, corrected and removed; files of them come in through the import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from kamtui.domain.invoices import PaymentKind
from kamtui.domain.outcomes.invoices import PaymentAdded, PaymentEdited
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation, past
from kamtui.ops.invoices import LONGEST, label
from kamtui.ops.settling import settle
from kamtui.store import accounts, invoices, known, payments, settlements
from kamtui.store.invoices import Invoice
from kamtui.store.tx import Tx, instant

FIELDS = ("on", "amount", "kind", "number", "note", "invoice_id")


@operation("payment.add")
def add_payment(
    tx: Tx,
    account_id: int,
    amount: int,
    *,
    on: dt.date | None = None,
    invoice_id: int | None = None,
    kind: PaymentKind = PaymentKind.PAYMENT,
    number: str = "",
    currency: str | None = None,
    note: str = "",
) -> PaymentAdded:
    """Enter a payment.

    `amount` is in 1/10,000 of the currency unit, below zero where it is paid back. Without `invoice_id` it is on
    account: it settles what has been due the longest. The currency is that of the invoice, else of the account or the
    book. The same `number` for the same invoice again corrects it. Raises NotFound, BadInput.
    """
    account, day = accounts.one(tx.conn, account_id), past(tx, on)
    invoice = None if invoice_id is None else invoices.one(tx.conn, invoice_id, tx.today)
    code = currency or (account.currency if invoice is None else invoice.currency) or known.book_currency(tx.conn)
    _check(invoice, account_id, amount, code)
    values: dict[str, object] = {
        "account_id": account_id,
        "invoice_id": invoice_id,
        "on_date": day.isoformat(),
        "amount": amount,
        "currency": code,
        "kind": kind,
        "number": _text(number),
        "note": _text(note),
    }
    key = key_of(number.strip(), None if invoice is None else invoice.number)
    there = payments.with_key(tx.conn, key, account_id) if key else None
    if there is None:
        key = key or f"#{payments.next_unnumbered(tx.conn)}"
        row, changed = tx.insert("payment", {**values, "key": key, "recorded_at": instant(tx.now)}), True
    else:
        before = tx.row("payment", there)["invoice_id"]
        row, changed = there, tx.update("payment", there, values)
        settle(tx, _named(before))
    settle(tx, _named(invoice_id))
    left = None if invoice is None else settlements.left(tx.conn, invoice.id)
    of = (invoice_id, "" if invoice is None else label(invoice), left)
    return PaymentAdded(row, account_id, account.name, amount, code, kind, day, *of, repeated=not changed)


@operation("payment.edit")
def edit_payment(
    tx: Tx, payment_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> PaymentEdited:
    """Correct a payment.

    `fields` are of FIELDS; `invoice_id` None puts it on account. `was` has what the user saw. Raises NotFound,
    BadInput, NothingToDo, Conflict.
    """
    found = payments.one(tx.conn, payment_id)
    unknown = [field for field in fields if field not in FIELDS]
    if unknown:
        message = "a payment has no field {field}; it has {known}"
        raise BadInput(t(message, field=unknown[0], known=", ".join(FIELDS)))
    unseen(tx, "payment", payment_id, was)
    values = dict(fields)
    if isinstance(day := values.pop("on", None), dt.date):
        values["on_date"] = past(tx, day).isoformat()
    for name in ("number", "note"):
        if name in values:
            values[name] = _text(str(values[name]))
    after = {**tx.row("payment", payment_id), **values}
    invoice = after["invoice_id"]
    named = invoices.one(tx.conn, invoice, tx.today) if isinstance(invoice, int) else None
    _check(named, found.account_id, int(str(after["amount"])), found.currency)
    if not tx.update("payment", payment_id, values):
        raise NothingToDo(t("payment {payment} is that already", payment=payment_id))
    settle(tx, [*_named(found.invoice_id), *_named(invoice)])
    amount = int(str(after["amount"]))
    return PaymentEdited(payment_id, found.account_id, found.account, amount, found.currency, tuple(fields))


@operation("payment.remove")
def remove_payment(tx: Tx, payment_id: int) -> PaymentEdited:
    """Remove a payment that was entered wrongly.

    What was paid and went back is a payment below zero. Raises NotFound.
    """
    found = payments.one(tx.conn, payment_id)
    tx.delete("payment", payment_id)
    settle(tx, _named(found.invoice_id))
    return PaymentEdited(payment_id, found.account_id, found.account, found.amount, found.currency, ())


def key_of(number: str, invoice: str | None) -> str:
    """What a payment is known by: one transfer may pay several invoices; "" where it has no number."""
    return f"{number}/{invoice}" if number and invoice else number


def _check(invoice: Invoice | None, account: int, amount: int, currency: str) -> None:
    """Refuse what makes no sense together."""
    if amount == 0:
        raise BadInput(t("an amount of 0 pays nothing"))
    if invoice is None:
        return
    if invoice.account_id != account:
        raise BadInput(t("invoice {number} is of {account}", number=label(invoice), account=invoice.account))
    if invoice.currency != currency:
        raise BadInput(t("invoice {number} is in {currency}", number=label(invoice), currency=invoice.currency))
    if invoice.amount < 0 < amount:
        message = "{number} is a credit note: what is paid back of it is an amount below zero"
        raise BadInput(t(message, number=label(invoice)))


def _named(invoice: object) -> Iterable[int]:
    return [invoice] if isinstance(invoice, int) else []


def _text(text: str) -> str:
    found = text.strip()
    if len(found) > LONGEST:
        raise BadInput(t("a text has at most {limit} characters", limit=LONGEST))
    return found
