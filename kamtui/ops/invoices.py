"""Invoices and credit notes entered one by one, corrected and disputed; files of them come in through the import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.dates import EARLIEST, LATEST
from kamtui.domain.outcomes.invoices import DisputeSettled, InvoiceAdded, InvoiceDisputed, InvoiceEdited
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import n, t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation, past
from kamtui.ops.settling import settle
from kamtui.store import accounts, invoices, known
from kamtui.store.invoices import Invoice, UsualDays
from kamtui.store.tx import Tx, instant
from kamtui.store.values import date_or_none

FIELDS = ("number", "issued_on", "due_on", "amount", "currency", "order_ref", "credits", "note")

LONGEST = 500
"""Characters of a text."""


@operation("invoice.add")
def add_invoice(
    tx: Tx,
    account_id: int,
    amount: int,
    *,
    number: str = "",
    issued_on: dt.date | None = None,
    due_on: dt.date | None = None,
    currency: str | None = None,
    order_ref: str = "",
    credited: int | None = None,
    note: str = "",
) -> InvoiceAdded:
    """Enter an invoice or a credit note.

    `amount` is in 1/10,000 of the currency unit, below zero a credit note, which may name the invoice that it takes
    back (`credited`). Where nobody says, it is due on its own day, an invoice as the terms of the account or the policy
    say. The same `number` for the account again corrects what is said this time. Raises NotFound, BadInput.
    """
    account, name = accounts.one(tx.conn, account_id), number.strip()
    there = invoices.with_key(tx.conn, name, account_id) if name else None
    before = tx.row("invoice", there) if there is not None else {}
    issued = issued_on or date_or_none(before.get("issued_on")) or tx.today
    values: dict[str, object] = {
        "account_id": account_id,
        "number": name,
        "issued_on": issued.isoformat(),
        "due_on": _due(tx, account_id, issued, amount, due_on).isoformat(),
        "amount": amount,
        "currency": currency or account.currency or known.book_currency(tx.conn),
        "order_ref": order_ref.strip(),
        "credits": credited,
        "note": note.strip(),
    }
    if there is not None:
        values = _corrected(before, values, due_on, currency)
    _check_days(values)
    _check(tx, there, values)
    if there is None:
        key = name or f"#{invoices.next_unnumbered(tx.conn)}"
        row, changed = tx.insert("invoice", {**values, "key": key, "recorded_at": instant(tx.now)}), True
    else:
        row, changed = there, tx.update("invoice", there, values)
    took_back = before.get("credits")
    settle(tx, [row, *([took_back] if isinstance(took_back, int) else [])])
    day = dt.date.fromisoformat(str(values["due_on"]))
    said = str(values["number"]), amount, str(values["currency"]), day
    return InvoiceAdded(row, account_id, account.name, *said, repeated=not changed)


@operation("invoice.edit")
def edit_invoice(
    tx: Tx, invoice_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> InvoiceEdited:
    """Correct an invoice.

    `fields` are of FIELDS, days as dates. What it is disputed for has operations of its own. `was` has what the user
    saw. Raises NotFound, BadInput, NothingToDo, Conflict.
    """
    found = invoices.one(tx.conn, invoice_id, tx.today)
    unknown = [field for field in fields if field not in FIELDS]
    if unknown:
        message = "an invoice has no field {field}; it has {known}"
        raise BadInput(t(message, field=unknown[0], known=", ".join(FIELDS)))
    unseen(tx, "invoice", invoice_id, was)
    values = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in fields.items()}
    before = tx.row("invoice", invoice_id)
    if values.get("number") and before["key"] == before["number"]:
        values["key"] = values["number"]
        other = invoices.with_key(tx.conn, str(values["key"]), found.account_id)
        if other not in (None, invoice_id):
            raise BadInput(t("{account} has another invoice {number}", account=found.account, number=values["number"]))
    if values.keys() & {"issued_on", "due_on"}:
        # a file may have brought others
        _check_days({**before, **values})
    _check(tx, invoice_id, {**before, **values})
    if not tx.update("invoice", invoice_id, values):
        raise NothingToDo(t("invoice {number} is that already", number=label(found)))
    settle(tx, [invoice_id, *([found.credits] if found.credits is not None else [])])
    return InvoiceEdited(invoice_id, found.account_id, found.account, label(found), tuple(fields))


@operation("invoice.remove")
def remove_invoice(tx: Tx, invoice_id: int) -> InvoiceEdited:
    """Remove an invoice that was entered wrongly.

    What was sent is taken back by a credit note. Raises NotFound, and BadInput where payments or credit notes name it.
    """
    found = invoices.one(tx.conn, invoice_id, tx.today)
    if count := sum(invoices.naming(tx.conn, invoice_id)):
        one = "{count} payment or credit note names invoice {number}; change or remove it first"
        many = "{count} payments and credit notes name invoice {number}; change or remove those first"
        raise BadInput(n(one, many, count, number=label(found)))
    tx.delete("invoice", invoice_id)
    settle(tx, [found.credits] if found.credits is not None else [])
    return InvoiceEdited(invoice_id, found.account_id, found.account, label(found), ())


@operation("invoice.dispute")
def dispute_invoice(tx: Tx, invoice_id: int, reason: str = "", *, on: dt.date | None = None) -> InvoiceDisputed:
    """Note that a customer disputes an invoice.

    It stays in the balance. Again with another reason corrects it; after it was settled it begins anew. Raises
    NotFound, BadInput, NothingToDo.
    """
    found = invoices.one(tx.conn, invoice_id, tx.today)
    runs = found.disputed_on is not None and found.dispute_settled_on is None
    day = found.disputed_on if runs and on is None and found.disputed_on is not None else past(tx, on)
    if day < found.issued_on:
        raise BadInput(
            t("invoice {number} is of {on}: nobody disputed it before", number=label(found), on=found.issued_on)
        )
    why = _text(reason.strip() or (found.dispute if runs else ""))
    values = {"disputed_on": day.isoformat(), "dispute": why, "dispute_settled_on": None}
    if not tx.update("invoice", invoice_id, values):
        raise NothingToDo(t("invoice {number} is disputed already", number=label(found)))
    return InvoiceDisputed(invoice_id, found.account_id, found.account, label(found), why, day)


@operation("invoice.settle_dispute")
def settle_dispute(tx: Tx, invoice_id: int, result: str = "", *, on: dt.date | None = None) -> DisputeSettled:
    """Note that what was disputed of an invoice is settled.

    `result` says how, behind the reason. Raises NotFound, BadInput, NothingToDo.
    """
    found, day = invoices.one(tx.conn, invoice_id, tx.today), past(tx, on)
    if found.disputed_on is None or found.dispute_settled_on is not None:
        raise NothingToDo(t("nobody disputes invoice {number}", number=label(found)))
    if day < found.disputed_on:
        raise BadInput(t("it is disputed since {on}", on=found.disputed_on))
    said = _text(" → ".join(part for part in (found.dispute, result.strip()) if part))
    tx.update("invoice", invoice_id, {"dispute_settled_on": day.isoformat(), "dispute": said})
    return DisputeSettled(invoice_id, found.account_id, found.account, label(found), day)


def label(invoice: Invoice) -> str:
    """What an invoice is called: its number, else #id."""
    return invoice.number or f"#{invoice.id}"


def _corrected(
    before: Mapping[str, object], values: Mapping[str, object], due: dt.date | None, currency: str | None
) -> dict[str, object]:
    """What a document says when it is entered again; what is not said this time stays."""
    after = {name: before[name] if value in ("", None) else value for name, value in values.items()}
    if due is None and before["issued_on"] == values["issued_on"]:
        after["due_on"] = before["due_on"]
    return after if currency else {**after, "currency": before["currency"]}


def _due(tx: Tx, account: int, issued: dt.date, amount: int, due: dt.date | None) -> dt.date:
    if due is None:
        return issued + dt.timedelta(
            days=UsualDays(tx.conn, tx.today, account).of(account, issued) if amount >= 0 else 0
        )
    return due


def _check_days(values: Mapping[str, object]) -> None:
    """Refuse days that make no sense together."""
    issued, due = (dt.date.fromisoformat(str(values[name])) for name in ("issued_on", "due_on"))
    if due < issued:
        raise BadInput(t("it would be due on {due}, before its own day {issued}", due=due, issued=issued))
    if not (EARLIEST <= issued.year <= LATEST and due.year <= LATEST):
        raise BadInput(t("{on} is no day of an invoice", on=issued))


def _check(tx: Tx, invoice: int | None, values: Mapping[str, object]) -> None:
    """Refuse what else makes no sense together. Raises BadInput, NotFound."""
    for name in ("number", "order_ref", "note"):
        _text(str(values[name]))
    amount, takes_back = values["amount"], values["credits"]
    if isinstance(takes_back, int):
        credited = invoices.one(tx.conn, takes_back, tx.today)
        if not isinstance(amount, int) or amount >= 0:
            raise BadInput(t("only a credit note, an amount below zero, takes an invoice back"))
        if credited.account_id != values["account_id"] or credited.currency != values["currency"]:
            raise BadInput(t("invoice {number} is of another account or currency", number=label(credited)))
        if credited.amount < 0 or takes_back == invoice:
            raise BadInput(t("invoice {number} is a credit note itself", number=label(credited)))
    if invoice is not None and any(invoices.naming(tx.conn, invoice)):
        before = tx.row("invoice", invoice)
        if before["currency"] != values["currency"]:
            raise BadInput(t("payments or credit notes in {currency} name it", currency=before["currency"]))
        if invoices.naming(tx.conn, invoice)[1] and isinstance(amount, int) and amount < 0:
            raise BadInput(t("credit notes name it: it cannot be one itself"))


def _text(text: str) -> str:
    if len(text) > LONGEST:
        raise BadInput(t("a text has at most {limit} characters", limit=LONGEST))
    return text
