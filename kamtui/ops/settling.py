"""The day on which an invoice is settled is kept with it, by whatever moves it: payments, credit notes, undo."""

from __future__ import annotations

from collections.abc import Iterable

from kamtui.store import settlements
from kamtui.store.tx import Tx


def settle(tx: Tx, invoices: Iterable[int]) -> None:
    """Keep the day from which nothing of these invoices, and of those that they take back, is open."""
    _keep(tx, settlements.with_credited(tx.conn, invoices))


def settle_what_moved(tx: Tx) -> None:
    """The same of every invoice whose rows, payments or credit notes this change has written.

    For an undo: what it puts back may meet payments that came since.
    """
    if tx.change is not None:
        _keep(tx, settlements.touched(tx.conn, tx.change))


def _keep(tx: Tx, invoices: Iterable[int] | None) -> None:
    for found in settlements.differences(tx.conn, invoices):
        tx.update("invoice", found.invoice_id, {"settled_on": found.computed})
        tx.breathe()
