"""A typed name finds one account, or the candidates; a number can be an id and an external id."""

from __future__ import annotations

import pytest

from kamtui.errors import Ambiguous, NotFound
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact
from kamtui.store import lookup
from kamtui.store.book import Book


@pytest.fixture
def numbered(book: Book) -> Book:
    """Two accounts, ids 1 and 2, of which the first has the external id 2."""
    add_account(book, "Atelier graphique", fields={"external_id": "2"})
    add_account(book, "The Sharp Gifts Warehouse", fields={"external_id": "450"})
    return book


def test_a_number_that_is_an_id_and_an_external_id_is_ambiguous_and_says_how_to_tell(numbered: Book) -> None:
    with pytest.raises(Ambiguous) as refusal:
        lookup.account(numbered.conn, "2")
    assert "#1 Atelier graphique; #2 The Sharp Gifts Warehouse" in str(refusal.value)
    assert "#2 is the id, ext:2 the external id" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "key"), [("#2", 2), ("ext:2", 1), ("EXT: 2", 1), ("450", 2), ("ext:450", 2), ("1", 1)]
)
def test_a_mark_says_which_id_is_meant(numbered: Book, text: str, key: int) -> None:
    assert lookup.account(numbered.conn, text) == key


def test_leading_zeros_are_part_of_an_external_id_and_never_of_an_id(numbered: Book) -> None:
    third = add_account(numbered, "Nordwind", fields={"external_id": "0001"}).value.account_id
    assert lookup.account(numbered.conn, "0001") == third
    with pytest.raises(NotFound):
        lookup.account(numbered.conn, "002")


@pytest.mark.parametrize("text", ["ext:1", "ext:", "ext:Atelier", "#450"])
def test_a_marked_id_is_nothing_else(numbered: Book, text: str) -> None:
    with pytest.raises(NotFound):
        lookup.account(numbered.conn, text)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("shanshi", "单氏精密机床有限公司"), ("changcheng", "长城汽车"), ("CHONGQING", "重慶機床")],
)
def test_full_pinyin_finds_an_account(book: Book, typed: str, name: str) -> None:
    names = ("单氏精密机床有限公司", "长城汽车", "重慶機床", "长春电机")
    keys = {each: add_account(book, each).value.account_id for each in names}
    assert lookup.account(book.conn, typed) == keys[name]


@pytest.mark.parametrize("typed", ["zengke", "zengk", "曾可", "zk"])
def test_full_pinyin_finds_a_person(book: Book, typed: str) -> None:
    account = add_account(book, "Acme").value.account_id
    wanted = add_contact(book, account, "曾可").value.contact_id
    add_contact(book, account, "陈可")
    assert lookup.contact(book.conn, typed, account) == wanted
