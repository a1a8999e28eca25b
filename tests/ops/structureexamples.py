"""Examples of the operations that change how accounts hang together."""

from __future__ import annotations

import datetime as dt

from kamtui.ops.accounts import add_account
from kamtui.ops.core import Done
from kamtui.ops.duplicates import tell_apart
from kamtui.ops.groups import move_account
from kamtui.ops.merging import merge_accounts, unmerge_accounts
from kamtui.ops.sales import add_sale
from kamtui.ops.splitting import split_account
from kamtui.store import accounts
from kamtui.store.book import Book

ON = dt.date(2026, 9, 1)


def merge_something(book: Book, acme: int) -> None:
    """An account that has a document of a number that acme has too, merged into it."""
    victim = add_account(book, "Acme Trading", fields={"external_id": "T1"}).value.account_id
    add_sale(book, victim, number="A3", on=dt.date(2026, 3, 20), amount=77_0000, currency="CNY", profit=None)
    merge_accounts(book, acme, victim)


def _called(book: Book, name: str) -> int:
    return next(account for account, known in accounts.names(book.conn).items() if known == name)


def _split(book: Book, acme: int) -> Done[object]:
    return split_account(
        book, acme, "Acme Logistics", on=ON, people=[1], sales=["A9", "A10"], facts=True, external_id="L1"
    )


EXAMPLES = {
    "account.move": lambda book, acme: move_account(book, _called(book, "Gorey Mills"), acme, on=ON),
    "account.merge": lambda book, acme: merge_accounts(book, acme, _called(book, "Gorey Mills")),
    "account.unmerge": lambda book, acme: unmerge_accounts(book, _called(book, "Acme Trading")),
    "account.split": _split,
    "account.apart": lambda book, acme: tell_apart(book, acme, _called(book, "Gorey Mills"), reason="two firms"),
}
