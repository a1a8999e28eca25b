"""Terms: headroom before and after, beyond it only with a head, and an undo that leaves it as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kamtui.domain.exceptions import Kind
from kamtui.domain.facts import Metric
from kamtui.domain.outcomes.terms import TermsAdded, TermsAsked
from kamtui.domain.periods import month
from kamtui.domain.terms import TermsKind, Unit
from kamtui.errors import BadInput, Conflict, NothingToDo, NotPermitted
from kamtui.ops.exceptions import approve_exception, refuse_exception
from kamtui.ops.facts import add_fact
from kamtui.ops.history import redo, undo
from kamtui.ops.sales import add_sale
from kamtui.ops.splitting import split_account
from kamtui.ops.terms import add_terms, edit_terms, end_terms
from kamtui.store import exceptions, headroom, policies, terms
from kamtui.store.book import Book
from tests.conftest import TODAY

UNIT = 10_000
FIVE = {"value": 5 * UNIT, "unit": Unit.PERCENT}
MUCH = {"value": 15 * UNIT, "unit": Unit.PERCENT}


@pytest.fixture
def buyer(book: Book, acme: int) -> int:
    """1,000 sold at 300 gross, 50 to serve: 150 above the floor, but concessions take at most 60."""
    add_sale(book, acme, number="A1", on=TODAY, amount=1_000 * UNIT, currency="CNY", profit=300 * UNIT)
    add_fact(book, acme, Metric.COST_TO_SERVE, 50 * UNIT, period=month(dt.date(2026, 10, 1)))
    return acme


def room(book: Book, account: int) -> int | None:
    return headroom.headroom(book.conn, account, TODAY, policies.in_force(book.conn, TODAY)).room


def granted(book: Book, account: int, **said: object) -> TermsAdded:
    done = add_terms(book, account, TermsKind.DISCOUNT, **{**FIVE, **said})  # type: ignore[arg-type]
    assert isinstance(done.value, TermsAdded)
    return done.value


def test_granting_says_the_room_before_and_after_and_undo_brings_it_back(book: Book, buyer: int) -> None:
    before = room(book, buyer)
    assert before == 60 * UNIT
    done = granted(book, buyer)
    assert (done.before.room, done.after.room, done.cost.amount, done.cost.is_computed) == (
        60 * UNIT, 10 * UNIT, 50 * UNIT, True,
    )  # fmt: skip
    assert room(book, buyer) == done.after.room
    undo(book)
    assert room(book, buyer) == before
    redo(book)
    assert room(book, buyer) == 10 * UNIT


def test_ending_them_leaves_the_room_that_was_there_before(book: Book, buyer: int) -> None:
    done = granted(book, buyer, from_on=TODAY - dt.timedelta(days=9))
    ended = end_terms(book, done.id, on=TODAY - dt.timedelta(days=1), result="sold out").value
    assert (ended.before.room, ended.after.room) == (10 * UNIT, 60 * UNIT)
    assert room(book, buyer) == 60 * UNIT
    assert terms.one(book.conn, done.id).result == "sold out"
    with pytest.raises(NothingToDo, match="end on 2026-11-19 already"):
        end_terms(book, done.id, on=TODAY)


def test_beyond_the_room_nothing_is_granted_without_a_head(book: Book, buyer: int) -> None:
    with pytest.raises(NotPermitted, match=r"beyond the headroom by 90\.00 CNY a year"):
        add_terms(book, buyer, TermsKind.DISCOUNT, **MUCH)  # type: ignore[arg-type]
    asked = add_terms(book, buyer, TermsKind.DISCOUNT, proposal="8 % and two years", **MUCH).value  # type: ignore[arg-type]
    assert isinstance(asked, TermsAsked)
    assert (asked.before.room, asked.after.room) == (60 * UNIT, -90 * UNIT)
    assert not len(terms.ids(book.conn))
    found = exceptions.one(book.conn, asked.exception_id)
    assert (found.account_id, found.kind, found.proposal) == (buyer, Kind.TERMS, "8 % and two years")


def test_an_approval_carries_one_grant_and_a_refusal_none(book: Book, buyer: int) -> None:
    def ask() -> int:
        asked = add_terms(book, buyer, TermsKind.DISCOUNT, proposal="p", **MUCH).value  # type: ignore[arg-type]
        assert isinstance(asked, TermsAsked)
        return asked.exception_id

    first, second = ask(), ask()
    with pytest.raises(NotPermitted, match="waiting"):
        granted(book, buyer, **MUCH, exception_id=first)
    approve_exception(book, first, on=TODAY)
    refuse_exception(book, second, "no", on=TODAY)
    with pytest.raises(NotPermitted, match="refused"):
        granted(book, buyer, **MUCH, exception_id=second)
    done = granted(book, buyer, **MUCH, exception_id=first)
    assert terms.one(book.conn, done.id).exception_id == first
    with pytest.raises(Conflict, match="rest on exception"):
        granted(book, buyer, **MUCH, exception_id=first)


def test_where_gross_profit_is_unknown_so_is_the_room_and_nothing_is_beyond_it(book: Book, acme: int) -> None:
    add_sale(book, acme, number="A1", on=TODAY, amount=1_000 * UNIT, currency="CNY", profit=None)
    done = granted(book, acme, **MUCH)
    assert (done.before.room, done.after.room) == (None, None)
    assert done.cost.amount == 150 * UNIT


def test_a_correction_that_costs_more_than_there_is_needs_a_head_too(book: Book, buyer: int) -> None:
    done = granted(book, buyer)
    with pytest.raises(NotPermitted, match="beyond the headroom"):
        edit_terms(book, done.id, {"value": 15 * UNIT})
    cheaper = edit_terms(book, done.id, {"value": 2 * UNIT}).value
    assert cheaper.after.room == 40 * UNIT == room(book, buyer)
    assert edit_terms(book, done.id, {"cost": 1 * UNIT}).value.after.room == 59 * UNIT
    with pytest.raises(NothingToDo):
        edit_terms(book, done.id, {"cost": 1 * UNIT})


def test_an_edit_refuses_over_a_colleagues_change(book: Book, buyer: int, open_book: Callable[[str], Book]) -> None:
    done = granted(book, buyer)
    edit_terms(open_book("chen.jing"), done.id, {"title": "spring"})
    with pytest.raises(Conflict, match=r"chen\.jing changed title"):
        edit_terms(book, done.id, {"title": "autumn"}, was={"title": ""})


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"value": 101 * UNIT}, "0 to 100"),
        ({"value": None, "unit": None}, "a value, or a title"),
        ({"unit": None}, "needs its unit"),
        ({"prepay": 101 * UNIT}, "prepaid"),
        ({"to_on": dt.date(2026, 1, 1)}, "cannot end on 2026-01-01"),
    ],
)
def test_what_makes_no_sense_is_refused(book: Book, buyer: int, said: dict[str, object], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        granted(book, buyer, **said)


def test_in_a_split_terms_go_on_at_the_new_account_and_keep_their_past(book: Book, buyer: int) -> None:
    begun = granted(book, buyer, from_on=TODAY - dt.timedelta(days=30)).id
    stays = granted(book, buyer, value=UNIT).id
    split = split_account(book, buyer, "Acme East", on=TODAY, terms=[begun]).value
    (here,) = terms.in_force(book.conn, TODAY, [split.account_id])[split.account_id]
    assert (here.from_on, here.value) == (TODAY, 5 * UNIT)
    assert terms.one(book.conn, begun).to_on == TODAY - dt.timedelta(days=1)
    assert [each.id for each in terms.in_force(book.conn, TODAY, [buyer])[buyer]] == [stays]
    undo(book)
    assert {each.id for each in terms.in_force(book.conn, TODAY, [buyer])[buyer]} == {begun, stays}
