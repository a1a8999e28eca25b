"""Sales documents of an import: recognised by number, else by what they say; corrected, added."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.errors import BadInput
from kamtui.i18n import t
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
        self._currencies = known.account_currencies(tx.conn)
        self._default = known.book_currency(tx.conn)
        self._begin("")

    def write(self, batch: Batch[SaleRow]) -> None:
        """Write one batch."""
        if batch.file != self._file:
            self._begin(batch.file)
        before = self.who.new_accounts
        documents = self.tally.taken(batch, self._document)
        # nothing to compare with: the common first import
        self._insert(documents if self._is_first else self._corrected(documents))
        self.tally.created["accounts"] += self.who.new_accounts - before
        self.tx.breathe()

    def finish(self) -> None:
        """Nothing is left over."""

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
        currency = row.currency or self._currencies.get(account or 0) or self._default
        key = row.number or self._keys.of(row.account, row.date, row.amount, row.profit, row.kind, currency)
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
        fresh: list[Document] = []
        for document in documents:
            account, key = document[0], document[-1]
            values = dict(zip(COLUMNS, document, strict=True))
            found = next((row for row in there.get(str(key), ()) if row[1] == account), None)
            if found is None:
                fresh.append(document)
            elif found[1:] == tuple(values[column] for column in COMPARED):
                self.tally.unchanged["sales"] += 1
            else:
                self.tx.update("sale", int(str(found[0])), values)
                self.tally.updated["sales"] += 1
        return fresh

    def _insert(self, documents: Sequence[Document]) -> None:
        accounts = (int(str(document[0])) for document in documents if document[0] is not None)
        self.tx.insert_block("sale", COLUMNS, documents, accounts=accounts)
        self.tally.created["sales"] += len(documents)
