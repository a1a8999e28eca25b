"""Invoices, payments and credit decisions as lists."""

from __future__ import annotations

from collections.abc import Iterator

from kamtui.store.outgoing.references import Outgoing, Row
from kamtui.store.papers import FROM_INVOICE

_INVOICES = (
    "SELECT i.account_id, i.number, i.issued_on, i.due_on, i.amount, i.currency,"
    " (SELECT max(p.on_date) FROM payment p WHERE p.invoice_id = i.id),"
    " (SELECT sum(p.amount) FROM payment p WHERE p.invoice_id = i.id),"
    " i.disputed_on IS NOT NULL AND i.dispute_settled_on IS NULL, i.dispute, c.key, i.order_ref, i.note, i.key"
    " FROM invoice i LEFT JOIN invoice c ON c.id = i.credits ORDER BY i.issued_on, i.id"
)
_PAYMENTS = (
    "SELECT p.account_id, p.on_date, p.amount, i.key, p.number, p.kind, p.currency, p.note, p.key FROM payment p"
    f" LEFT JOIN invoice i ON i.id = p.invoice_id WHERE p.key NOT LIKE '{FROM_INVOICE}%' ORDER BY p.on_date, p.id"
)
_CREDIT = (
    "SELECT account_id, credit_limit, grade, on_date, next_review_on, reason, currency FROM credit_decision d"
    " WHERE id = (SELECT max(l.id) FROM credit_decision l WHERE l.account_id = d.account_id AND l.on_date = d.on_date)"
    " ORDER BY on_date, id"
)


def invoices(out: Outgoing) -> Iterator[Row]:
    """The invoices and credit notes, with what was paid of each in all."""
    for account, number, *said, disputed, dispute, credited, order, note, key in out.conn.execute(_INVOICES):
        if out.has(account):
            kind = "credit note" if isinstance(said[2], int) and said[2] < 0 else "invoice"
            about = ("yes", dispute) if disputed else (None, None)
            own = None if key == number else key
            yield (*out.account(account), number, *said, *about, kind, credited, order, note, own)


def payments(out: Outgoing) -> Iterator[Row]:
    """The single payments; what only a list of invoices told of is in that of the invoices."""
    for account, *said in out.conn.execute(_PAYMENTS):
        if out.has(account):
            yield (*out.account(account), *said)


def credit(out: Outgoing) -> Iterator[Row]:
    """How far accounts were trusted, and from when.

    A row of a list cannot take a limit or a grade back: a decision that did is not in it.
    """
    before: dict[int, tuple[object, object]] = {}
    for account, limit, grade, *rest in out.conn.execute(_CREDIT):
        if not out.has(account):
            continue
        last_limit, last_grade = before.get(account, (None, None))
        if (limit is None and last_limit is not None) or (grade is None and last_grade is not None):
            continue
        before[account] = limit, grade
        yield (*out.account(account), limit, grade, *rest)
