"""The invoices view of the money page: what is open, the longest due first, then what was settled and paid lately."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from kamtui.domain import periods
from kamtui.domain.money import grouped
from kamtui.domain.receivables import Owed
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import wrap
from kamtui.store import invoices, payments, receivables
from kamtui.store.book import Book
from kamtui.store.invoices import Invoice
from kamtui.store.payments import Payment
from kamtui.tui.text import Bit, Line
from kamtui.tui.views import Key, Verb, View
from kamtui.tui.widgets.columns import Column

MONTHS = 12
"""Back from today that settled invoices and payments are shown."""

BUCKETS = {"not_due": "not due", "1_30": "1-30d", "31_60": "31-60d", "61_90": "61-90d", "over_90": "over 90d"}
"""Bucket -> what stands before its amount."""

ROLES = {"overdue": "error", "disputed": "warn", "partly paid": "strong", "paid": "muted", "used": "muted"}
"""State of an invoice -> its role, where it has one."""


class Entry(NamedTuple):
    """One row of the view: an invoice, or a payment."""

    id: int
    """Of the invoice; below zero: of a payment."""
    invoice: Invoice | None
    payment: Payment | None
    paid: tuple[Payment, ...] = ()
    """The payments that name the invoice."""


def entries(book: Book, account: int) -> list[Entry]:
    """What is open, the longest due first; then invoices and payments of the last twelve months, the latest first."""
    conn, today = book.conn, book.today()
    since = periods.add_months(today, -MONTHS)
    unsettled = invoices.rows(conn, invoices.ids(conn, account=account, open_only=True), today)
    lately = invoices.rows(conn, invoices.ids(conn, account=account, since=since), today)
    paid = payments.rows(conn, payments.ids(conn, account=account))
    by_invoice: dict[int, list[Payment]] = {}
    for payment in paid:
        by_invoice.setdefault(payment.invoice_id or 0, []).append(payment)
    still = [each for each in unsettled if each.open]
    known = {each.id for each in still}
    past = [(each.issued_on, _invoice(each, by_invoice)) for each in {*lately, *unsettled} if each.id not in known]
    past += [(each.on, Entry(-each.id, None, each)) for each in paid if each.on >= since]
    return [
        *(_invoice(each, by_invoice) for each in still),
        *(entry for _, entry in sorted(past, key=lambda one: (one[0], one[1].id), reverse=True)),
    ]


def above(book: Book, account: int, cells: int, glyphs: Glyphs) -> list[Line]:
    """What is owed in each currency, by how late it is."""
    conn, today = book.conn, book.today()
    found = receivables.owed(conn, today, [account]).get(account, [])
    if found:
        return [line for owed in found for line in _owed(owed)]
    kept = account in receivables.keepers(conn, today, [account])
    return [[(f" {t('nothing is owed') if kept else t('no invoices: a enters one')}", "muted")]]


def columns(today: dt.date, glyphs: Glyphs) -> list[Column[Entry]]:
    """The columns of the list."""
    return [
        Column("invoice or payment", 0, _name),
        Column("due", 8, lambda row: format.date_short(_day(row), today, glyphs)),
        Column("late", 5, _late, "right"),
        Column("open, paid", 13, _open, "right"),
        Column("amount", 13, _amount, "right", drop=1),
        Column("cur.", 4, lambda row: _of(row).currency, drop=2),
        Column("state", 11, _state),
    ]


def detail(row: Entry, cells: int, glyphs: Glyphs) -> list[Line]:
    """Days, order and dispute of an invoice with its payments; or what a payment was for."""
    texts = _of_payment(row.payment) if row.payment is not None else _of_invoice(row)
    return [[(f" {line}", "")] for text in texts for line in wrap(text, cells - 2)]


def _invoice(found: Invoice, paid: Mapping[int, list[Payment]]) -> Entry:
    return Entry(found.id, found, None, tuple(paid.get(found.id, ())))


def _owed(owed: Owed) -> list[Line]:
    amount = f"{grouped(owed.balance, owed.currency)} {owed.currency}"
    first: list[Bit] = [(f" {t('owes {amount}', amount=amount) if owed.balance >= 0 else amount}", "strong")]
    if owed.overdue:
        count = n("{count} invoice overdue", "{count} invoices overdue", owed.overdue_count)
        first.append((f"  {grouped(owed.overdue, owed.currency)} {count}", "error"))
    if owed.disputed:
        first.append((f"  {t('{amount} disputed', amount=grouped(owed.disputed, owed.currency))}", "warn"))
    parts: list[Bit] = [
        (f" {t(BUCKETS[name])} {grouped(value, owed.currency)} ", "" if name == "not_due" else "error")
        for name, value in owed.buckets.items()
        if value
    ]
    if owed.credit:
        parts.append((f" {t('in credit {amount}', amount=grouped(-owed.credit, owed.currency))}", "accent"))
    return [first, parts]


def _role(invoice: Invoice) -> str:
    return ROLES.get(invoice.state, "")


def _of(row: Entry) -> Invoice | Payment:
    found = row.invoice or row.payment
    assert found is not None
    return found


def _name(row: Entry) -> Bit:
    if row.invoice is not None:
        name = row.invoice.number or f"#{row.invoice.id}"
        return (t("credit note {number}", number=name) if row.invoice.amount < 0 else name), _role(row.invoice)
    assert row.payment is not None
    what = t(row.payment.kind.replace("_", " "))
    of = f"#{row.payment.invoice_id}" if row.payment.invoice_id is not None else t("on account")
    return f"{what} {row.payment.invoice or of}", "muted"


def _day(row: Entry) -> dt.date:
    return row.invoice.due_on if row.invoice is not None else _of_paid(row).on


def _late(row: Entry) -> Bit:
    if row.invoice is None or not row.invoice.days_late:
        return "", ""
    return format.days(row.invoice.days_late), _role(row.invoice)


def _open(row: Entry) -> Bit:
    """What is open of an invoice; of one that is settled, and of a payment, the whole amount."""
    if row.invoice is None or not row.invoice.open:
        return _amount(row)
    return grouped(row.invoice.open, row.invoice.currency), _role(row.invoice)


def _amount(row: Entry) -> Bit:
    found = _of(row)
    return grouped(found.amount, found.currency), "muted"


def _state(row: Entry) -> Bit:
    return ("", "") if row.invoice is None else (t(row.invoice.state), _role(row.invoice))


def _of_paid(row: Entry) -> Payment:
    assert row.payment is not None
    return row.payment


def _of_invoice(row: Entry) -> list[str]:
    invoice = row.invoice
    assert invoice is not None
    code = invoice.currency
    days = t("of {issued}, due {due}", issued=invoice.issued_on, due=invoice.due_on)
    said = [f"{days}: {grouped(invoice.amount, code)} {code}"]
    if invoice.credited is not None:
        said.append(t("takes back {number}", number=invoice.credited or f"#{invoice.credits}"))
    if invoice.disputed_on is not None:
        over = invoice.dispute_settled_on
        since = t("disputed since {on}", on=invoice.disputed_on)
        said.append(f"{since}: {invoice.dispute}" if over is None else f"{since} → {over}: {invoice.dispute}")
    said += [
        f"{each.on} {t(each.kind.replace('_', ' '))} {grouped(each.amount, code)} {each.number}" for each in row.paid
    ]
    if invoice.settled_on is None and not invoice.open:
        said.append(t("money on account covers it"))
    return [*said, *(text for text in (invoice.order_ref, invoice.note) if text)]


def _of_payment(payment: Payment) -> list[str]:
    code = payment.currency
    what = f"{payment.on} {t(payment.kind.replace('_', ' '))} {grouped(payment.amount, code)} {code}"
    of = t("for invoice {number}", number=payment.invoice or f"#{payment.invoice_id}")
    return [
        what,
        of if payment.invoice_id is not None else t("on account: it settles what has been due the longest"),
        *(text for text in (payment.number, payment.note) if text),
    ]


def _to_pay(row: Entry | None) -> Mapping[str, object] | None:
    """Only what is open can be paid."""
    return {"invoice": row.id} if row is not None and row.invoice is not None and row.invoice.open else None


def _any_invoice(row: Entry | None) -> Mapping[str, object] | None:
    return {"invoice": row.id} if row is not None and row.invoice is not None else None


def _any_payment(row: Entry | None) -> Mapping[str, object] | None:
    return {"payment": row.payment.id} if row is not None and row.payment is not None else None


def _undisputed(row: Entry | None) -> Mapping[str, object] | None:
    is_clear = row is not None and row.invoice is not None and not row.invoice.disputed
    return _to_pay(row) if is_clear else None


def _disputed(row: Entry | None) -> Mapping[str, object] | None:
    return _any_invoice(row) if row is not None and row.invoice is not None and row.invoice.disputed else None


INVOICES: View[Entry] = View(
    "Invoices",
    above,
    rows=entries,
    columns=columns,
    sign=lambda row, glyphs: glyphs.check if row.invoice is not None and not row.invoice.open else " ",
    detail=detail,
    empty="neither invoices nor payments",
    verbs={
        Key.ADD: [Verb("invoice", "invoice.add"), Verb("payment", "payment.add")],
        Key.DONE: [Verb("paid", "payment.add", _to_pay), Verb("dispute settled", "invoice.settle_dispute", _disputed)],
        Key.EDIT: [Verb("invoice", "invoice.edit", _any_invoice), Verb("payment", "payment.edit", _any_payment)],
        Key.DROP: [
            Verb("dispute", "invoice.dispute", _undisputed),
            Verb("remove", "payment.remove", _any_payment),
        ],
    },
)
