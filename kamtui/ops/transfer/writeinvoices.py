"""Invoices of an import: recognised by number, else by what they say; corrected, added, with what was paid of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.invoices import PaymentKind, settled_on
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.settling import settle
from kamtui.ops.transfer.moneyrows import InvoiceRow
from kamtui.ops.transfer.rowkeys import RowKeys
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import Batch
from kamtui.ops.transfer.who import Who
from kamtui.store import known, papers
from kamtui.store.invoices import UsualDays
from kamtui.store.papers import FROM_INVOICE, Paid
from kamtui.store.tx import Tx, instant

COLUMNS = (
    "account_id", "number", "key", "issued_on", "due_on", "amount", "currency", "order_ref", "disputed_on", "dispute",
    "note", "settled_on", "recorded_at",
)  # fmt: skip
COMPARED = (
    "account_id", "number", "key", "issued_on", "due_on", "amount", "currency", "order_ref", "disputed_on", "dispute",
    "dispute_settled_on", "note",
)  # fmt: skip
PAYMENT = ("account_id", "invoice_id", "on_date", "amount", "currency", "kind", "key", "recorded_at")


class Document(NamedTuple):
    """A row with what it means in the book."""

    account: int
    key: str
    currency: str
    row: InvoiceRow


class InvoiceWriter:
    """Writes batches of invoices; new ones go in as blocks."""

    def __init__(self, tx: Tx, who: Who, tally: Tally) -> None:
        self.tx = tx
        self.who = who
        self.tally = tally
        self._parted = known.parted(tx.conn, "invoice")
        self._usual = UsualDays(tx.conn, tx.today)
        self._recorded = instant(tx.now)
        self._touched: set[int] = set()
        """Invoices whose settlement must be looked at again."""
        self._crediting: list[tuple[int, Document, bool]] = []
        """Credit notes that name an invoice, which may come later in the file; and whether they are new."""
        self._zeros = self._undated = 0
        self._begin("")

    def write(self, batch: Batch[InvoiceRow]) -> None:
        """Write one batch."""
        if batch.file != self._file:
            self._begin(batch.file)
        documents = [one for one in self.tally.taken(batch, self._document) if one is not None]
        self._insert(documents if self._is_first else self._corrected(documents))

    def finish(self) -> None:
        """Let credit notes name their invoices, keep the days of settlement, and say what was taken for granted."""
        self._credit()
        settle(self.tx, self._touched)
        for count, one, many in (
            (self._zeros, "{count} invoice is in the book with leading zeros in its number: it is the same",
             "{count} invoices are in the book with leading zeros in their numbers: they are the same"),
            (self._undated, "{count} payment has no day: it counts on the due day of its invoice",
             "{count} payments have no day: they count on the due days of their invoices"),
        ):  # fmt: skip
            if count:
                self.tally.warn(n(one, many, count))

    def _begin(self, file: str) -> None:
        """Another file: what it says again is no second invoice, but the same one."""
        self._file = file
        self._keys = RowKeys()
        self._said: dict[tuple[str, int], InvoiceRow] = {}
        self._is_first = known.is_empty(self.tx.conn, "invoice")

    def _document(self, row: InvoiceRow) -> Document | None:
        """The document of a row; None where the file has said the same before."""
        account = self.who.account(row.account, row.account_name)
        currency = row.currency or self.who.currency(account)
        key = row.document_key or row.number or self._keys.of(row.account, row.issued, row.amount, row.order, currency)
        if not row.document_key:
            key += self.who.mark(row.account)
        if row.credits and row.amount >= 0:
            raise BadInput(t("only a credit note, an amount below zero, takes an invoice back"))
        said = self._said.setdefault((key, account), row)
        if said is row:
            return Document(account, key, currency, row)
        if said != row:
            message = "invoice {number} of this account came before and said something else; add its lines up by --sql"
            raise BadInput(t(message, number=row.number))
        self.tally.unchanged["invoices"] += 1
        return None

    def _corrected(self, documents: Sequence[Document]) -> list[Document]:
        """Correct what is in the book already; what is not comes back."""
        there = known.rows_by_key(self.tx.conn, "invoice", COMPARED, (document.key for document in documents))
        found: list[tuple[int, Document, Mapping[str, object]]] = []
        unknown: list[Document] = []
        for document in documents:
            same = [
                (int(str(row[0])), dict(zip(COMPARED, row[1:], strict=True))) for row in there.get(document.key, ())
            ]
            mine = next((one for one in same if one[1]["account_id"] == document.account), None)
            # a file that still names the account it was before a split
            mine = mine or next((one for one in same if self._parted.get(one[0]) == document.account), None)
            if mine is None:
                unknown.append(document)
            else:
                found.append((mine[0], document, mine[1]))
        known_without, fresh = self._without_zeros(unknown)
        self._correct([*found, *known_without])
        return fresh

    def _without_zeros(
        self, documents: Sequence[Document]
    ) -> tuple[list[tuple[int, Document, Mapping[str, object]]], list[Document]]:
        """Those whose number lost its leading zeros in some other program, and the others (AR-3).

        Of the same account and day, or they are two. The number with the zeros stays.
        """
        numbered = [(each.account, each.key) for each in documents if (each.row.number or "").isdecimal()]
        known_ones = known.zeros_apart(self.tx.conn, numbered, "invoice", "issued_on") if numbered else {}
        found, fresh = list[tuple[int, Document, Mapping[str, object]]](), list[Document]()
        for document in documents:
            row, there, day = known_ones.get((document.account, document.key.lstrip("0")), (0, "", ""))
            # two numbers of one file are two documents
            if not row or day != document.row.issued.isoformat() or (there, document.account) in self._said:
                fresh.append(document)
                continue
            before = self.tx.row("invoice", row)
            if len(there) > len(document.key):
                document = document._replace(key=there, row=document.row._replace(number=str(before["number"])))
            self._zeros += 1
            found.append((row, document, before))
        return found, fresh

    def _correct(self, found: Sequence[tuple[int, Document, Mapping[str, object]]]) -> None:
        paid = papers.paid(self.tx.conn, [invoice for invoice, _, _ in found])
        for invoice, document, before in found:
            changed = self.tx.update("invoice", invoice, self._values(document, before))
            changed = self._pay(invoice, document, paid.get(invoice, [])) or changed
            if changed:
                self._touched.add(invoice)
            (self.tally.updated if changed else self.tally.unchanged)["invoices"] += 1
            if document.row.credits:
                self._crediting.append((invoice, document, changed))

    def _values(self, document: Document, before: Mapping[str, object]) -> dict[str, object]:
        """What an invoice says now; what the file does not say stays."""
        row = document.row
        values: dict[str, object] = {
            "number": row.number or before["number"],
            "key": document.key,
            "issued_on": row.issued.isoformat(),
            "due_on": row.due.isoformat() if row.due else before["due_on"],
            "amount": row.amount,
            "currency": document.currency if row.currency else before["currency"],
            "order_ref": row.order or before["order_ref"],
            "note": row.note or before["note"],
        }
        runs = before["disputed_on"] is not None and before["dispute_settled_on"] is None
        if (row.disputed or row.dispute) and before["disputed_on"] is None:
            values |= {"disputed_on": row.issued.isoformat(), "dispute": row.dispute or ""}
        elif runs and row.dispute and not before["dispute"]:
            values["dispute"] = row.dispute
        elif runs and row.disputed is False and not before["dispute"]:
            # only a file said so; what somebody entered with a reason they settle themselves
            values["dispute_settled_on"] = self.tx.today.isoformat()
        return values

    def _pay(self, invoice: int, document: Document, there: Sequence[Paid]) -> bool:
        """Make the payments of an invoice what its row says in all; whether anything had to be done."""
        row = document.row
        if row.paid_amount is None:
            return False
        sign = -1 if row.amount < 0 else 1
        missing = row.paid_amount - sum(one.amount for one in there)
        own = next((one for one in reversed(there) if one.is_summary), None)
        on = row.paid_on.isoformat() if row.paid_on else None
        if not missing:
            is_moved = own is not None and on is not None and len(there) == 1
            return is_moved and own is not None and self.tx.update("payment", own.id, {"on_date": on})
        if own is not None and (sign * missing < 0 or on is None or on <= own.on):
            amount = own.amount + missing
            if not amount:
                self.tx.delete("payment", own.id)
                return True
            if sign * amount > 0:
                return self.tx.update("payment", own.id, {"amount": amount, "on_date": on or own.on})
        elif sign * missing > 0:
            count = sum(one.is_summary for one in there)
            values = self._payment(invoice, document, missing, f"#{count + 1}" if count else "")
            self.tx.insert("payment", dict(zip(PAYMENT, values, strict=True)))
            return True
        number = row.number or f"#{invoice}"
        self.tally.warn(t("invoice {number}: the book has more payments than the file says", number=number))
        return False

    def _payment(self, invoice: int, document: Document, amount: int, suffix: str = "") -> tuple[object, ...]:
        """Values of PAYMENT: what a row says was paid."""
        row, on = document.row, self._paid_on(document)
        kind = PaymentKind.PREPAYMENT if on < row.issued and row.amount > 0 else PaymentKind.PAYMENT
        key = f"{FROM_INVOICE}{document.key}{suffix}"
        return document.account, invoice, on.isoformat(), amount, document.currency, kind, key, self._recorded

    def _paid_on(self, document: Document) -> dt.date:
        """The day of a payment; one without is taken as punctual, which says nothing of who pays late."""
        if document.row.paid_on is not None:
            return document.row.paid_on
        self._undated += 1
        return min(self._due(document), max(self.tx.today, document.row.issued))

    def _due(self, document: Document) -> dt.date:
        row = document.row
        days = self._usual.of(document.account, row.issued) if row.amount >= 0 else 0
        return row.due or row.issued + dt.timedelta(days=days)

    def _insert(self, documents: Sequence[Document]) -> None:
        accounts = {document.account for document in documents}
        ids = self.tx.insert_block("invoice", COLUMNS, map(self._new, documents), accounts=accounts)
        came = self._name_in_payments(dict(zip(ids, documents, strict=True)))
        paid = [
            self._payment(invoice, document, rest)
            for invoice, document in zip(ids, documents, strict=True)
            if (rest := _rest(document.row, came.get(invoice, 0)))
        ]
        self.tx.insert_block("payment", PAYMENT, paid, accounts=accounts)
        self._crediting += [
            (invoice, document, True) for invoice, document in zip(ids, documents, strict=True) if document.row.credits
        ]
        self.tally.created["invoices"] += len(ids)
        self.tally.created["payments"] += len(paid)

    def _name_in_payments(self, fresh: Mapping[int, Document]) -> dict[int, int]:
        """Let payments that named an invoice before it came name it now; invoice -> what they paid of it."""
        waiting = papers.waiting(self.tx.conn, {document.account for document in fresh.values()})
        came: dict[int, int] = defaultdict(int)
        for invoice, document in fresh.items() if waiting else ():
            for payment in waiting.get((document.account, document.key if document.row.number else ""), ()):
                if payment.currency == document.currency and (document.row.amount > 0 or payment.amount < 0):
                    self.tx.update("payment", payment.id, {"invoice_id": invoice})
                    came[invoice] += payment.amount
        self._touched |= came.keys()
        return came

    def _new(self, document: Document) -> tuple[object, ...]:
        """Values of COLUMNS; nothing but what its own row says names a new one yet."""
        row = document.row
        paid = [(self._paid_on(document), -row.paid_amount)] if row.paid_amount else []
        self._undated -= bool(paid and row.paid_on is None)
        settled = settled_on(row.issued, row.amount, paid, document.currency)
        disputed = row.issued.isoformat() if row.disputed or row.dispute else None
        return (
            document.account, row.number or "", document.key, row.issued.isoformat(), self._due(document).isoformat(),
            row.amount, document.currency, row.order or "", disputed, row.dispute or "", row.note or "",
            None if settled is None else settled.isoformat(), self._recorded,
        )  # fmt: skip

    def _credit(self) -> None:
        """Let each credit note name the invoice that it takes back."""
        wanted = [(document.account, str(document.row.credits)) for _, document, _ in self._crediting]
        named = papers.without_zeros(self.tx.conn, wanted) if wanted else {}
        keys = [
            each.row.credits + self.who.mark(each.row.account) for _, each, _ in self._crediting if each.row.credits
        ]
        exact = papers.by_key(self.tx.conn, keys)
        missing = 0
        for (invoice, document, is_counted), key in zip(self._crediting, keys, strict=True):
            number = str(document.row.credits)
            same = [one for one in exact.get(key, ()) if one.account_id == document.account]
            found = same[0] if same else named.get((document.account, number.lstrip("0")))
            if found is None or found.amount < 0 or found.currency != document.currency:
                missing += 1
            elif self.tx.update("invoice", invoice, {"credits": found.id}):
                self._touched |= {invoice, found.id}
                self.tally.unchanged["invoices"] -= not is_counted
                self.tally.updated["invoices"] += not is_counted
        if missing:
            one = "{count} credit note names an invoice that the book does not have: it counts on account"
            many = "{count} credit notes name invoices that the book does not have: they count on account"
            self.tally.warn(n(one, many, missing))


def _rest(row: InvoiceRow, came: int) -> int:
    """What a row says was paid beyond the payments that came before it; 0 where they say more."""
    said = row.paid_amount or 0
    rest = said - came
    return rest if said and (not came or rest * row.amount > 0) else 0
