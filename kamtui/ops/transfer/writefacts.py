"""Figures of an import: recognised by account, metric, period, product and source; corrected, added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.facts import Figure
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import Batch, FactRow
from kamtui.ops.transfer.who import Who
from kamtui.store import facts, products
from kamtui.store.facts import Key
from kamtui.store.tx import Tx, instant


class FactWriter:
    """Writes batches of figures; new ones go in as blocks."""

    def __init__(self, tx: Tx, who: Who, tally: Tally) -> None:
        self.tx = tx
        self.who = who
        self.tally = tally
        self._catalogue = products.catalogue(tx.conn)
        self._strange = Counter[str]()
        """Products that the catalogue does not have -> how often they are named."""
        self._recorded = instant(tx.now)
        self._file = ""
        self._said: dict[Key, tuple[int, str | None]] = {}
        """Value and currency of the figures this file has named."""

    def write(self, batch: Batch[FactRow]) -> None:
        """Write one batch."""
        if batch.file != self._file:
            # another file may correct what this one says
            self._file, self._said = batch.file, {}
        figures = [figure for figure in self.tally.taken(batch, self._figure) if figure is not None]
        self._insert(self._corrected(figures))

    def finish(self) -> None:
        """Say which products the catalogue does not have: reported, never guessed or added."""
        for text, count in self._strange.most_common():
            self.tally.warn(products.strange(self._catalogue, text, count))

    def _figure(self, row: FactRow) -> Figure | None:
        """The figure of a row; None where the file has said the same before."""
        account = self.who.account(row.account, row.account_name)
        figure = Figure(
            account,
            row.metric,
            row.value,
            row.period,
            product=self._called(row.product or ""),
            unit=row.unit or "",
            currency=row.currency or self.who.currency(account),
            source=row.source or "",
            confidence=row.confidence,
            on=row.on,
        )
        value = figure.value, figure.currency
        before = self._said.get(figure.key)
        if before is None:
            self._said[figure.key] = value
            return figure
        if before != value:
            raise BadInput(t("{metric} of this period came before in the file with another value", metric=row.metric))
        self.tally.unchanged["facts"] += 1
        return None

    def _corrected(self, figures: Sequence[Figure]) -> list[Figure]:
        """Correct what is in the book already; what is not comes back."""
        there = self._there({figure.account_id for figure in figures})
        fresh: list[Figure] = []
        for figure in figures:
            found = there.get(figure.key)
            if found is None or figure.is_later(found, self.tx.today):
                fresh.append(figure)
            elif changed := figure.correction(found):
                self.tx.update("fact", found.id, changed)
                self.tally.updated["facts"] += 1
            else:
                self.tally.unchanged["facts"] += 1
        return fresh

    def _called(self, product: str) -> str:
        """What the catalogue calls a product, else as it is written."""
        if product and not self._catalogue.is_empty and self._catalogue.find(product) is None:
            self._strange[product] += 1
        return self._catalogue.called(product)

    def _there(self, accounts: Collection[int]) -> dict[Key, facts.FactRow]:
        """The figures of some accounts that are in the book already, their products as the catalogue calls them."""
        found: dict[Key, facts.FactRow] = {}
        for (account, metric, period, product, source), row in facts.known(self.tx.conn, accounts).items():
            key = account, metric, period, self._catalogue.called(product), source
            if key not in found or (row.on, row.id) > (found[key].on, found[key].id):
                found[key] = row
        return found

    def _insert(self, figures: Sequence[Figure]) -> None:
        rows = [figure.row(self.tx.today, self._recorded) for figure in figures]
        if rows:
            values = [tuple(row.values()) for row in rows]
            self.tx.insert_block("fact", tuple(rows[0]), values, accounts={figure.account_id for figure in figures})
        self.tally.created["facts"] += len(rows)
