"""kamtui payment …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import invoiceshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, Limit, MaybeAccount, Since, Until, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.invoices import PaymentKind, payment_kind
from kamtui.domain.outcomes.invoices import PaymentAdded, PaymentEdited
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.payments import add_payment, edit_payment, remove_payment
from kamtui.store import accounts, invoices, lookup, payments

app = Noun(t("Payments: add, list, correct, remove; for an invoice or on account."))

Payment = Annotated[str, typer.Argument(metavar="PAYMENT", help=t("Its id in `payment ls`."))]
Kind = Annotated[str | None, typer.Option(metavar="KIND", help=t("payment, prepayment or write_off."))]
Note = Annotated[str | None, typer.Option(metavar="TEXT")]


@app.command("add")
@writes("payment.add")
def add(
    w: Writing,
    account: Account,
    amount: Annotated[
        str | None,
        typer.Argument(
            metavar="[AMOUNT]", help=t("1234.50, 12k, 3.5万, (12.50) paid back; all that is open if not said.")
        ),
    ] = None,
    *,
    invoice: Annotated[
        str | None, typer.Option(metavar="INVOICE", help=t("Which invoice it pays; on account if not said."))
    ] = None,
    on: Annotated[str, typer.Option(metavar="DATE", help=t("The day of the payment."))] = "today",
    kind: Kind = None,
    number: Annotated[str, typer.Option(metavar="TEXT", help=t("Of the receipt, check or transfer."))] = "",
    currency: Annotated[
        str | None, typer.Option(metavar="CURRENCY", help=t("The invoice's or the account's, if not said."))
    ] = None,
    note: Note = None,
) -> PaymentAdded:
    """Enter a payment, for an invoice or on account; on account it settles what has been due the longest."""
    key = w.account(account)
    named = None if invoice is None else invoices.numbered(w.conn, invoice, key)
    usual = accounts.row(w.conn, key).currency
    code = fields.currency(currency) if currency else None
    if code is None and named is not None:
        code = invoices.one(w.conn, named, w.session.today).currency
    return w.do(
        add_payment,
        key,
        _paid(w, amount, named, code or usual),
        on=w.date(on),
        invoice_id=named,
        kind=PaymentKind.PAYMENT if kind is None else payment_kind(kind),
        number=number,
        currency=code or usual,
        note=note or "",
    )


@app.command("edit")
@writes("payment.edit")
def edit(
    w: Writing,
    payment: Payment,
    *,
    amount: Annotated[str | None, typer.Option(metavar="AMOUNT", help=t("What was paid."))] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=t("The day of the payment."))] = None,
    invoice: Annotated[
        str | None, typer.Option(metavar="INVOICE", help=t("Which invoice it pays; - puts it on account."))
    ] = None,
    kind: Kind = None,
    number: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
    note: Note = None,
) -> PaymentEdited:
    """Correct a payment; what is not named stays, - empties a text."""
    key = _id(payment)
    found = payments.one(w.conn, key)
    changed: dict[str, object] = {
        name: "" if text == NOTHING else text
        for name, text in {"number": number, "note": note}.items()
        if text is not None
    }
    if amount is not None:
        changed["amount"] = fields.amount(amount, found.currency)
    if on is not None:
        changed["on"] = w.date(on)
    if kind is not None:
        changed["kind"] = payment_kind(kind)
    if invoice is not None:
        of = found.account_id
        changed["invoice_id"] = None if invoice == NOTHING else invoices.numbered(w.conn, invoice, of)
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_payment, key, changed)


@app.command("remove")
@writes("payment.remove")
def remove(w: Writing, payment: Payment) -> PaymentEdited:
    """Remove a payment that was entered wrongly; what went back is a payment below zero."""
    return w.do(remove_payment, _id(payment))


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    invoice: Annotated[str | None, typer.Option(metavar="INVOICE", help=t("Only of this invoice."))] = None,
    kind: Kind = None,
    on_account: Annotated[bool, typer.Option("--on-account", help=t("Only those that name no invoice."))] = False,
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
) -> None:
    """List payments, the latest first."""
    session: Session = ctx.obj
    conn = session.conn
    of = None if account is None else lookup.account(conn, account)
    keys = payments.ids(
        conn,
        account=of,
        invoice=None if invoice is None else invoices.numbered(conn, invoice, of),
        kind=None if kind is None else payment_kind(kind),
        since=session.since(since, session.on) if since else None,
        until=session.until(until, session.on) if until else None,
        on_account=on_account,
    )[:limit]
    found = out.paged(payments.rows, conn, keys)
    out.rows(session.options, map(invoiceshapes.payment, found), invoiceshapes.PAYMENTS)


def _paid(w: Writing, amount: str | None, invoice: int | None, currency: str) -> int:
    """What was paid; without an amount all that is open of the invoice."""
    if amount is not None:
        return fields.amount(amount, currency)
    if invoice is None:
        raise BadInput(t("say how much was paid, or name an invoice to pay all that is open of it"))
    still_open = invoices.one(w.conn, invoice, w.session.today).open
    if not still_open:
        raise BadInput(t("nothing of this invoice is open"))
    return still_open


def _id(text: str) -> int:
    return number(text, t("payment"))
