"""Sales documents of an import: recognised by number, else by what they say; corrected, added."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.transfer.rowkeys import RowKeys
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import Batch, SaleRow
from kamtui.ops.transfer.who import Who
from kamtui.store import known
from kamtui.store.tx import Tx

COLUMNS = ("account_id", "number", "on_date", "kind", "amount", "currency", "profit", "owner", "key")
COMPARED = ("account_id", "on_date", "kind", "amount", "currency", "profit", "owner")

Document = tuple[object, ...]
"""Values of COLUMNS."""


class SaleWriter:
    """Writes batches of sales documents; new ones go in as blocks."""

    def __init__(self, tx: Tx, who: Who, tally: Tally) -> None:
        self.tx = tx
        self.who = who
        self.tally = tally
        self._parted = known.parted(tx.conn)
        self._zeros = 0
        """Documents recognised without the leading zeros of their numbers."""
        self._begin("")

    def write(self, batch: Batch[SaleRow]) -> None:
        """Write one batch."""
        if batch.file != self._file:
            self._begin(batch.file)
        documents = self.tally.taken(batch, self._document)
        # nothing to compare with: the common first import
        self._insert(documents if self._is_first else self._corrected(documents))

    def finish(self) -> None:
        """Say what was recognised by less than its number."""
        if self._zeros:
            one = "{count} document is in the book with leading zeros in its number: it is the same"
            many = "{count} documents are in the book with leading zeros in their numbers: they are the same"
            self.tally.warn(n(one, many, self._zeros))

    def _begin(self, file: str) -> None:
        """Another file: what it says again is no second document, but the same one."""
        self._file = file
        self._keys = RowKeys()
        self._seen: set[tuple[str, int | None]] = set()
        """(key, account) of the documents of this file."""
        self._is_first = known.is_empty(self.tx.conn, "sale")

    def _document(self, row: SaleRow) -> Document:
        account: int | None = None
        if row.account:
            facts = {"country": row.country} if row.country else {}
            account = self.who.account(row.account, row.account_name, **facts)
        currency = row.currency or self.who.currency(account)
        parts = (row.account, row.date, row.amount, row.profit, row.kind, currency)
        key = row.document_key or row.number or self._keys.of(*parts)
        if account is not None and row.account and not row.document_key:
            key += self.who.mark(row.account)
        if (key, account) in self._seen:
            # the lines of one document have been added up, but for those that name it otherwise
            raise BadInput(
                t("document {number} of this account came before, in another currency or for another name of it",
                  number=row.number)
            )  # fmt: skip
        self._seen.add((key, account))
        self.tally.unattributed += account is None
        owner = self.who.login(row.owner)
        day = row.date.isoformat()
        return account, row.number or "", day, row.kind, row.amount, currency, row.profit, owner, key

    def _corrected(self, documents: Sequence[Document]) -> list[Document]:
        """Correct what is in the book already; what is not comes back."""
        there = known.rows_by_key(self.tx.conn, "sale", COMPARED, (str(document[-1]) for document in documents))
        unknown: list[Document] = []
        for document in documents:
            account, key = document[0], document[-1]
            values = dict(zip(COLUMNS, document, strict=True))
            same = there.get(str(key), ())
            found = next((row for row in same if row[1] == account), None)
            if found is None:
                # a file that still names the account it was before a split
                found = next((row for row in same if account is not None and self._parted.get(row[0]) == account), None)
                values["account_id"] = account if found is None else found[1]
            if found is None:
                unknown.append(document)
            elif found[1:] == tuple(values[column] for column in COMPARED):
                self.tally.unchanged["sales"] += 1
            else:
                self.tx.update("sale", int(str(found[0])), values)
                self.tally.updated["sales"] += 1
        return self._without_zeros(unknown)

    def _without_zeros(self, documents: Sequence[Document]) -> list[Document]:
        """Recognise documents whose number lost its leading zeros in some other program; the others come back (AR-3).

        Of the same account and day, or they are two. The number with the zeros stays.
        """
        numbered = [(document[0], str(document[-1])) for document in documents if str(document[1]).isdecimal()]
        known_ones = known.zeros_apart(self.tx.conn, [(one, key) for one, key in numbered if isinstance(one, int)])
        fresh: list[Document] = []
        for document in documents:
            values = dict(zip(COLUMNS, document, strict=True))
            key = str(document[-1])
            found = known_ones.get((int(str(document[0] or 0)), key.lstrip("0")))
            # two numbers of one file are two documents
            is_other = found is not None and (found[1], document[0]) in self._seen
            if found is None or found[2] != values["on_date"] or is_other:
                fresh.append(document)
                continue
            row, there, _ = found
            if len(there) > len(key):
                del values["number"], values["key"]
            self._zeros += 1
            (self.tally.updated if self.tx.update("sale", row, values) else self.tally.unchanged)["sales"] += 1
        return fresh

    def _insert(self, documents: Sequence[Document]) -> None:
        accounts = (int(str(document[0])) for document in documents if document[0] is not None)
        self.tx.insert_block("sale", COLUMNS, documents, accounts=accounts)
        self.tally.created["sales"] += len(documents)
