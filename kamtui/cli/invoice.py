"""kamtui invoice …"""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer

from kamtui.cli import invoiceshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, Limit, MaybeAccount, Since, Until
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain.outcomes.invoices import DisputeSettled, InvoiceAdded, InvoiceDisputed, InvoiceEdited
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.invoices import add_invoice, dispute_invoice, edit_invoice, remove_invoice, settle_dispute
from kamtui.store import accounts, invoices, lookup, payments

app = Noun(t("Invoices and credit notes: add, list, show, correct, dispute; what is owed in all is in `ar`."))

Invoice = Annotated[str, typer.Argument(metavar="INVOICE", help=t("Its number, or #id."))]
Of = Annotated[
    str | None, typer.Option("--account", metavar="ACCOUNT", help=t("Whose, where several have the number."))
]
Number = Annotated[str | None, typer.Option(metavar="TEXT", help=t("Its number."))]
Issued = Annotated[str | None, typer.Option(metavar="DATE", help=t("Its day."))]
Due = Annotated[
    str | None, typer.Option(metavar="DATE", help=t("Due day; by the account's terms or the policy if not said."))
]
Order = Annotated[str | None, typer.Option(metavar="TEXT", help=t("The order it is for."))]
Credits = Annotated[str | None, typer.Option(metavar="INVOICE", help=t("The invoice that a credit note takes back."))]
Note = Annotated[str | None, typer.Option(metavar="TEXT")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=t("The day, today if not said."))]


@app.command("add")
@writes("invoice.add")
def add(
    w: Writing,
    account: Account,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=t("1234.50, 12k, 3.5万; a credit note is (12.50)."))],
    *,
    number: Annotated[str, typer.Option(metavar="TEXT", help=t("Its number; the same again corrects it."))] = "",
    issued: Issued = None,
    due: Due = None,
    currency: Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("The account's, if not said."))] = None,
    order: Order = None,
    credits: Credits = None,
    note: Note = None,
) -> InvoiceAdded:
    """Enter an invoice, or a credit note by an amount below zero."""
    key = w.account(account)
    code = fields.currency(currency) if currency else accounts.row(w.conn, key).currency
    return w.do(
        add_invoice,
        key,
        fields.amount(amount, code),
        number=number,
        issued_on=w.date(issued) if issued else None,
        due_on=w.date(due) if due else None,
        currency=code,
        order_ref=order or "",
        credited=invoices.numbered(w.conn, credits, key) if credits else None,
        note=note or "",
    )


@app.command("edit")
@writes("invoice.edit")
def edit(
    w: Writing,
    invoice: Invoice,
    *,
    account: Of = None,
    number: Number = None,
    issued: Issued = None,
    due: Due = None,
    amount: Annotated[str | None, typer.Option(metavar="AMOUNT", help=t("Its amount."))] = None,
    currency: Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("Its currency."))] = None,
    order: Order = None,
    credits: Credits = None,
    note: Note = None,
) -> InvoiceEdited:
    """Correct an invoice; what is not named stays, - empties a text."""
    key = _meant(w, invoice, account)
    found = invoices.one(w.conn, key, w.session.today)
    code = fields.currency(currency) if currency else found.currency
    changed: dict[str, object] = {
        name: "" if text == NOTHING else text
        for name, text in {"number": number, "order_ref": order, "note": note}.items()
        if text is not None
    }
    changed |= {name: w.date(text) for name, text in {"issued_on": issued, "due_on": due}.items() if text is not None}
    if amount is not None:
        changed["amount"] = fields.amount(amount, code)
    if currency is not None:
        changed["currency"] = code
    if credits is not None:
        of = found.account_id
        changed["credits"] = None if credits == NOTHING else invoices.numbered(w.conn, credits, of)
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_invoice, key, changed)


@app.command("dispute")
@writes("invoice.dispute")
def dispute(
    w: Writing,
    invoice: Invoice,
    reason: Annotated[str, typer.Argument(metavar="[REASON]", help=t("Why, in their words."))] = "",
    *,
    account: Of = None,
    on: On = None,
) -> InvoiceDisputed:
    """Note that the customer disputes an invoice; it stays in what is owed."""
    return w.do(dispute_invoice, _meant(w, invoice, account), reason, on=w.date(on) if on else None)


@app.command("settle")
@writes("invoice.settle_dispute")
def settle(
    w: Writing,
    invoice: Invoice,
    result: Annotated[str, typer.Argument(metavar="[RESULT]", help=t("How it was settled."))] = "",
    *,
    account: Of = None,
    on: On = None,
) -> DisputeSettled:
    """Note that a dispute is settled; what was paid is `payment add`."""
    return w.do(settle_dispute, _meant(w, invoice, account), result, on=w.date(on) if on else None)


@app.command("remove")
@writes("invoice.remove")
def remove(w: Writing, invoice: Invoice, *, account: Of = None) -> InvoiceEdited:
    """Remove an invoice that was entered wrongly; what was sent is taken back by a credit note."""
    return w.do(remove_invoice, _meant(w, invoice, account))


@app.command("ls")
def ls(
    ctx: typer.Context,
    account: MaybeAccount = None,
    *,
    open_: Annotated[bool, typer.Option("--open", help=t("Only what payments naming it leave open."))] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help=t("Only what is open past its due day."))] = False,
    disputed: Annotated[bool, typer.Option("--disputed", help=t("Only what is disputed."))] = False,
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
) -> None:
    """List invoices, the latest first; open ones by their due day, the longest due first."""
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    keys = invoices.ids(
        conn,
        account=None if account is None else lookup.account(conn, account),
        since=session.since(since, on) if since else None,
        until=session.until(until, on) if until else None,
        open_only=open_,
        overdue_on=on if overdue else None,
        disputed_on=on if disputed else None,
    )
    found = (row for row in out.paged(lambda conn, keys: invoices.rows(conn, keys, on), conn, keys))
    # money on account may cover what nothing names
    shown = (row for row in found if row.open or not (open_ or overdue))
    out.rows(session.options, map(invoiceshapes.invoice, islice(shown, limit)), invoiceshapes.INVOICES)


@app.command("show")
def show(ctx: typer.Context, invoice: Invoice, *, account: Of = None) -> None:
    """Show an invoice with the payments and credit notes that name it."""
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    key = invoices.numbered(conn, invoice, None if account is None else lookup.account(conn, account))
    notes = invoices.rows(conn, invoices.crediting(conn, key), on)
    paid = payments.rows(conn, payments.ids(conn, invoice=key))
    shape = {
        **invoiceshapes.invoice(invoices.one(conn, key, on)),
        "payments": [invoiceshapes.payment(each) for each in paid],
        "credit_notes": [invoiceshapes.invoice(each) for each in notes],
    }
    out.one(session.options, shape)


def _meant(w: Writing, text: str, account: str | None) -> int:
    """The invoice that a typed number means."""
    return invoices.numbered(w.conn, text, None if account is None else w.account(account))
