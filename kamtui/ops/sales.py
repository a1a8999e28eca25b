"""Sales documents entered one by one; files of them come in through the import."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.outcomes.figures import SaleAdded
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import accounts, sales
from kamtui.store.tx import Tx

KINDS = ("order", "return", "summary")


@operation("sale.add")
def add_sale(
    tx: Tx,
    account_id: int,
    *,
    number: str = "",
    on: dt.date,
    amount: int,
    currency: str,
    profit: int | None = None,
    kind: str = "order",
    owner: str = "",
) -> SaleAdded:
    """Enter a sales document.

    `amount` and `profit` are in 1/10,000 of the currency unit, an unknown profit is None; the same `number` for the
    account again corrects the document. Raises NotFound, BadInput.
    """
    account = accounts.one(tx.conn, account_id)
    if kind not in KINDS:
        raise BadInput(t("'{kind}' is no kind of document; use {kinds}", kind=kind, kinds=", ".join(KINDS)))
    known = sales.with_key(tx.conn, number, account_id) if number else None
    values = {
        "account_id": account_id,
        "number": number,
        "on_date": on.isoformat(),
        "kind": kind,
        "amount": amount,
        "currency": currency,
        "profit": profit,
        "owner": owner,
    }
    if known is not None:
        changed = tx.update("sale", known, values)
        return SaleAdded(known, account.name, number, amount, currency, repeated=not changed)
    key = number or f"#{sales.next_unnumbered(tx.conn)}"
    return SaleAdded(tx.insert("sale", {**values, "key": key}), account.name, number, amount, currency)
