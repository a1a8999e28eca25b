"""Products of an import: recognised by code, then by name or alias; corrected, added, never guessed."""

from __future__ import annotations

from collections import Counter

from kamtui.domain.products import Product
from kamtui.ops.products import edit_product, insert_alias, insert_product
from kamtui.ops.transfer.productrows import ProductRow
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import Batch
from kamtui.store import known, products
from kamtui.store.tx import Tx


class ProductWriter:
    """Writes batches of products, beside a catalogue that learns them on the way."""

    def __init__(self, tx: Tx, tally: Tally) -> None:
        self.tx = tx
        self.tally = tally
        self._there = products.catalogue(tx.conn)
        self._default = known.book_currency(tx.conn)

    def write(self, batch: Batch[ProductRow]) -> None:
        """Write one batch."""
        for counter in self.tally.taken(batch, self._write):
            counter["products"] += 1

    def finish(self) -> None:
        """Nothing is left over."""

    def _write(self, row: ProductRow) -> Counter[str]:
        """Write one row; gives the counter it belongs to. Raises BadInput."""
        found = self._there.find(row.code) if row.code else None
        named = self._there.find(row.name)
        if found is None and named is not None and (not row.code or named.code in (None, row.code)):
            found = named
        return self._added(row) if found is None else self._corrected(found, row)

    def _added(self, row: ProductRow) -> Counter[str]:
        fields = {"name": row.name, **self._said(row)}
        # two codes are two products, however alike their names are
        added = insert_product(self.tx, self._there, fields, distinct=bool(row.code))
        self._alias(added, row)
        return self.tally.created

    def _corrected(self, product: Product, row: ProductRow) -> Counter[str]:
        before = product._asdict()
        fields = self._said(row)
        if row.currency is None and product.currency is not None:
            fields.pop("currency", None)
        if row.code and product.code == row.code:
            # with its key it may be called otherwise now; without, another spelling means the same
            fields["name"] = row.name
        changed = {name: value for name, value in fields.items() if value != before[name]}
        if changed:
            edit_product.within(self.tx, product.id, changed)
            product = products.one(self.tx.conn, product.id)
            self._there.learn(product)
        return self.tally.updated if self._alias(product, row) or changed else self.tally.unchanged

    def _said(self, row: ProductRow) -> dict[str, object]:
        """The fields that a row says something of."""
        said = {
            "code": row.code,
            "series": row.series,
            "list_price": row.list_price,
            "currency": None if row.list_price is None else row.currency or self._default,
            "lead_days": row.lead_days,
            "note": row.note,
        }
        return {name: value for name, value in said.items() if value is not None}

    def _alias(self, product: Product, row: ProductRow) -> bool:
        """Whether it got another name."""
        found = self._there.find(row.alias) if row.alias else product
        if found is not None and found.id == product.id:
            return False
        insert_alias(self.tx, self._there, product, row.alias or "")
        return True
