"""Payments of an import: recognised by number, else by what they say; corrected, added, and what they settle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kamtui.domain.invoices import PaymentKind
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.payments import key_of
from kamtui.ops.settling import settle
from kamtui.ops.transfer.moneyrows import PaymentRow
from kamtui.ops.transfer.rowkeys import RowKeys
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import Batch
from kamtui.ops.transfer.who import Who
from kamtui.store import known, papers
from kamtui.store.papers import Paper
from kamtui.store.tx import Tx, instant

COLUMNS = ("account_id", "invoice_id", "on_date", "amount", "currency", "kind", "number", "note")


class Payment(NamedTuple):
    """A row with what it means in the book."""

    account: int
    key: str
    currency: str
    invoice: int | None
    row: PaymentRow


class PaymentWriter:
    """Writes batches of payments; new ones go in as blocks."""

    def __init__(self, tx: Tx, who: Who, tally: Tally) -> None:
        self.tx = tx
        self.who = who
        self.tally = tally
        self._parted = known.parted(tx.conn, "payment")
        self._recorded = instant(tx.now)
        self._touched: set[int] = set()
        self._unknown = 0
        """Payments that name an invoice which is not there."""
        self._begin("")

    def write(self, batch: Batch[PaymentRow]) -> None:
        """Write one batch."""
        if batch.file != self._file:
            self._begin(batch.file)
        self._exact = papers.by_key(self.tx.conn, self._invoice_keys(batch.rows))
        payments = [one for one in self.tally.taken(batch, self._payment) if one is not None]
        self._insert(self._corrected(self._named_without_zeros(payments)))

    def finish(self) -> None:
        """Keep the days on which the invoices were settled, and say what names nothing."""
        settle(self.tx, self._touched)
        if self._unknown:
            one = "{count} payment names an invoice that the book does not have: it counts on account"
            many = "{count} payments name invoices that the book does not have: they count on account"
            self.tally.warn(n(one, many, self._unknown))

    def _begin(self, file: str) -> None:
        """Another file: what it says again is no second payment, but the same one."""
        self._file = file
        self._keys = RowKeys()
        self._said: dict[tuple[str, int], PaymentRow] = {}

    def _invoice_keys(self, rows: Sequence[PaymentRow]) -> list[str]:
        """Under which keys the invoices came that these rows name."""
        return [row.invoice + (self.who.mark(row.account) if row.account else "") for row in rows if row.invoice]

    def _payment(self, row: PaymentRow) -> Payment | None:
        """The payment of a row; None where the file has said the same before."""
        invoice = self._invoice(row)
        account = invoice.account_id if invoice else self.who.account(str(row.account), row.account_name)
        currency = row.currency or (invoice.currency if invoice else None) or self.who.currency(account)
        _check(invoice, row, currency)
        parts = (row.account, row.date, row.amount, row.invoice, row.kind, currency)
        key = row.key or key_of(row.number or self._keys.of(*parts), row.invoice)
        key += self.who.mark(row.account) if row.account else ""
        said = self._said.setdefault((key, account), row)
        if said is row:
            return Payment(account, key, currency, None if invoice is None else invoice.id, row)
        if said != row:
            raise BadInput(t("payment {number} of this account came before and said something else", number=key))
        self.tally.unchanged["payments"] += 1
        return None

    def _invoice(self, row: PaymentRow) -> Paper | None:
        """The invoice that a row names, of its account; without one the only invoice of that number."""
        if not row.invoice:
            return None
        if not row.account:
            same = self._exact.get(row.invoice, [])
            if len(same) != 1:
                raise BadInput(t("no account, and {count} invoices {number}", count=len(same), number=row.invoice))
            return same[0]
        account = self.who.account(row.account, row.account_name)
        same = self._exact.get(row.invoice + self.who.mark(row.account), [])
        return next((one for one in same if one.account_id == account), None)

    def _named_without_zeros(self, payments: Sequence[Payment]) -> list[Payment]:
        """Those that name an invoice whose number has leading zeros in the book now name it; the others as they are."""
        numbers = [(one.account, str(one.row.invoice)) for one in payments if one.row.invoice and one.invoice is None]
        known_ones = papers.without_zeros(self.tx.conn, numbers) if numbers else {}
        found = []
        for payment in payments:
            if payment.row.invoice and payment.invoice is None:
                invoice = known_ones.get((payment.account, payment.row.invoice.lstrip("0")))
                self._unknown += invoice is None
                if invoice is not None and invoice.currency == payment.currency:
                    payment = payment._replace(invoice=invoice.id)
            found.append(payment)
        return found

    def _corrected(self, payments: Sequence[Payment]) -> list[Payment]:
        """Correct what is in the book already; what is not comes back."""
        there = known.rows_by_key(self.tx.conn, "payment", COLUMNS, (payment.key for payment in payments))
        fresh: list[Payment] = []
        for payment in payments:
            same = [(int(str(row[0])), dict(zip(COLUMNS, row[1:], strict=True))) for row in there.get(payment.key, ())]
            mine = next((one for one in same if one[1]["account_id"] == payment.account), None)
            # a file that still names the account it was before a split
            mine = mine or next((one for one in same if self._parted.get(one[0]) == payment.account), None)
            if mine is None:
                fresh.append(payment)
                continue
            key, before = mine
            row = payment.row
            values = {
                "invoice_id": payment.invoice or before["invoice_id"],
                "on_date": row.date.isoformat(),
                "amount": row.amount,
                "currency": payment.currency if row.currency else before["currency"],
                "kind": row.kind or before["kind"],
                "number": row.number or before["number"],
                "note": row.note or before["note"],
            }
            changed = self.tx.update("payment", key, values)
            if changed:
                self._touched |= {one for one in (before["invoice_id"], payment.invoice) if isinstance(one, int)}
            (self.tally.updated if changed else self.tally.unchanged)["payments"] += 1
        return fresh

    def _insert(self, payments: Sequence[Payment]) -> None:
        rows = [
            (
                one.account,
                one.invoice,
                one.row.date.isoformat(),
                one.row.amount,
                one.currency,
                one.row.kind or PaymentKind.PAYMENT,
                one.row.number or "",
                one.row.note or "",
                one.key,
                self._recorded,
            )
            for one in payments
        ]
        self._replace_summaries(payments)
        accounts = {payment.account for payment in payments}
        self.tx.insert_block("payment", (*COLUMNS, "key", "recorded_at"), rows, accounts=accounts)
        self._touched |= {payment.invoice for payment in payments if payment.invoice is not None}
        self.tally.created["payments"] += len(rows)

    def _replace_summaries(self, payments: Sequence[Payment]) -> None:
        """What a list of invoices said was paid in all by a day is what these payments up to that day are."""
        invoices = [payment.invoice for payment in payments if payment.invoice is not None]
        there = papers.paid(self.tx.conn, invoices)
        left = {one.id: one for each in there.values() for one in each if one.is_summary}
        for payment in payments:
            for summary in there.get(payment.invoice or 0, ()):
                now = left.get(summary.id)
                is_part = now is not None and payment.row.date.isoformat() <= summary.on
                if now is None or not is_part or (now.amount > 0) != (payment.row.amount > 0):
                    continue
                rest = now.amount - payment.row.amount
                if (rest > 0) == (now.amount > 0) and rest:
                    left[summary.id] = now._replace(amount=rest)
                    self.tx.update("payment", summary.id, {"amount": rest})
                else:
                    del left[summary.id]
                    self.tx.delete("payment", summary.id)
                break


def _check(invoice: Paper | None, row: PaymentRow, currency: str) -> None:
    """Refuse what makes no sense together."""
    if invoice is None:
        return
    if invoice.currency != currency:
        raise BadInput(t("invoice {number} is in {currency}", number=row.invoice, currency=invoice.currency))
    if invoice.amount < 0 < row.amount:
        message = "{number} is a credit note: what is paid back of it is an amount below zero"
        raise BadInput(t(message, number=row.invoice))
