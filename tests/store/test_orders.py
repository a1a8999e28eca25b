"""Orders: one reading of every account's documents, net by day."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.ops.accounts import add_account
from kamtui.ops.sales import add_sale
from kamtui.store import orders
from kamtui.store.book import Book
from tests.conftest import TODAY

DAY = TODAY.toordinal()
LATER = TODAY + dt.timedelta(days=3)


@pytest.fixture
def two(book: Book) -> tuple[int, int]:
    """Two accounts: one with two orders, a return and another currency, one with a single order on a later day."""
    first, second = (add_account(book, name).value.account_id for name in ("Acme", "Nimbus"))
    add_sale(book, first, on=LATER, amount=30_0000, currency="CNY")
    add_sale(book, first, on=TODAY, amount=50_0000, currency="CNY")
    add_sale(book, first, on=TODAY, amount=-20_0000, currency="CNY", kind="return")
    add_sale(book, first, on=TODAY, amount=99_0000, currency="EUR")
    add_sale(book, second, on=LATER, amount=10_0000, currency="CNY")
    return first, second


def test_documents_of_a_day_are_one_net_amount_oldest_first(book: Book, two: tuple[int, int]) -> None:
    first, second = two
    assert orders.by_account(book.conn, LATER, "CNY") == {
        first: [(DAY, 30_0000), (DAY + 3, 30_0000)],
        second: [(DAY + 3, 10_0000)],
    }


def test_what_comes_after_the_day_is_not_read(book: Book, two: tuple[int, int]) -> None:
    assert orders.by_account(book.conn, TODAY, "CNY") == {two[0]: [(DAY, 30_0000)]}


def test_only_documents_of_the_currency_are_read(book: Book, two: tuple[int, int]) -> None:
    assert orders.by_account(book.conn, LATER, "EUR") == {two[0]: [(DAY, 99_0000)]}
    assert orders.by_account(book.conn, LATER, "USD") == {}


def test_only_the_named_accounts_are_read(book: Book, two: tuple[int, int]) -> None:
    assert orders.by_account(book.conn, LATER, "CNY", [two[1]]).keys() == {two[1]}
    assert orders.by_account(book.conn, LATER, "CNY", []) == {}


def test_a_document_of_nobody_is_left_out(book: Book) -> None:
    with book.write("sale.add") as tx:
        tx.insert(
            "sale", {"account_id": None, "on_date": TODAY.isoformat(), "amount": 1, "currency": "CNY", "key": "#1"}
        )
    assert orders.by_account(book.conn, TODAY, "CNY") == {}


@pytest.mark.parametrize("accounts", [None, [1]])
def test_nothing_is_sorted_and_the_index_is_enough(book: Book, accounts: list[int] | None) -> None:
    statements: list[str] = []
    book.conn.set_trace_callback(statements.append)
    orders.by_account(book.conn, TODAY, "CNY", accounts)
    book.conn.set_trace_callback(None)
    (statement,) = (statement for statement in statements if "FROM sale" in statement)
    plan = [row[3] for row in book.conn.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert any("COVERING INDEX sale_by_account" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan
