"""Sales documents of an import: recognised by number, else by what they say; corrected, added."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.errors import KamError
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
        self._keys = RowKeys()
        self._currencies = known.account_currencies(tx.conn)
        self._default = known.book_currency(tx.conn)
        self._is_first = known.is_empty(tx.conn, "sale")
        self._written: set[tuple[object, object]] = set()
        """(key, account) of this import, while nothing else is in the book to compare with."""

    def write(self, batch: Batch[SaleRow]) -> None:
        """Write one batch."""
        before = self.who.new_accounts
        documents: list[Document] = []
        for place, row in enumerate(batch.rows):
            try:
                documents.append(self._document(row))
            except KamError as error:
                self.tally.reject(batch, place, str(error))
        self._insert(documents if self._all_new(documents) else self._corrected(documents))
        self.tally.created["accounts"] += self.who.new_accounts - before
        self.tx.breathe()

    def finish(self) -> None:
        """Nothing is left over."""

    def _document(self, row: SaleRow) -> Document:
        account: int | None = None
        if row.account:
            facts = {"country": row.country} if row.country else {}
            account = self.who.account(row.account, row.account_name, **facts)
        else:
            self.tally.unattributed += 1
        currency = row.currency or self._currencies.get(account or 0) or self._default
        key = row.number or self._keys.of(row.account, row.date, row.amount, row.profit, row.kind, currency)
        owner = self.who.login(row.owner)
        day = row.date.isoformat()
        return account, row.number or "", day, row.kind, row.amount, currency, row.profit, owner, key

    def _all_new(self, documents: Sequence[Document]) -> bool:
        """Whether none of them can be in the book: the common first import needs no comparison."""
        if not self._is_first:
            return False
        keys = {(document[-1], document[0]) for document in documents}
        if len(keys) < len(documents) or keys & self._written:
            self._is_first = False
            return False
        self._written |= keys
        return True

    def _corrected(self, documents: Sequence[Document]) -> list[Document]:
        """Correct what is in the book already; what is not comes back."""
        there = known.rows_by_key(self.tx.conn, "sale", COMPARED, (str(document[-1]) for document in documents))
        fresh: dict[tuple[object, object], Document] = {}
        for document in documents:
            account, key = document[0], document[-1]
            values = dict(zip(COLUMNS, document, strict=True))
            found = next((row for row in there.get(str(key), ()) if row[1] == account), None)
            if found is None:
                fresh[key, account] = document
            elif found[1:] == tuple(values[column] for column in COMPARED):
                self.tally.unchanged["sales"] += 1
            else:
                self.tx.update("sale", int(str(found[0])), values)
                self.tally.updated["sales"] += 1
        return list(fresh.values())

    def _insert(self, documents: Sequence[Document]) -> None:
        accounts = (int(str(document[0])) for document in documents if document[0] is not None)
        self.tx.insert_block("sale", COLUMNS, documents, accounts=accounts)
        self.tally.created["sales"] += len(documents)
