"""What tests of figures start from: documents of whole units sold, and the facts of one account on a day."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.measures import Facts
from kamtui.domain.policytext import read
from kamtui.ops.accounts import add_account
from kamtui.ops.sales import add_sale
from kamtui.store import figures
from kamtui.store.book import Book
from kamtui.store.policies import starting
from tests.conftest import TODAY

YUAN = 10_000
POLICY = read(starting("distributor"))
END = dt.date(2026, 10, 31)
"""A day whose quarters end on last days of months: 31 July, 30 April, 31 January."""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def named(book: Book, name: str) -> int:
    return add_account(book, name).value.account_id


def sell(
    book: Book,
    account: int,
    on: str,
    amount: int,
    profit: int | None = None,
    *,
    kind: str = "order",
    currency: str = "CNY",
) -> None:
    """A document of so many whole units."""
    gained = None if profit is None else profit * YUAN
    add_sale(book, account, on=day(on), amount=amount * YUAN, profit=gained, kind=kind, currency=currency)


def facts(book: Book, account: int, on: dt.date = TODAY) -> Facts:
    return figures.facts(book.conn, on, POLICY, "CNY")[account]


def yuan(*amounts: int) -> tuple[int, ...]:
    return tuple(amount * YUAN for amount in amounts)
