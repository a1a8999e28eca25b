"""Exceptions: no question without a proposal, decided once, by a head."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kamtui.domain.exceptions import Kind, State, kind, state
from kamtui.errors import BadInput, Conflict, NotFound, NothingToDo, NotPermitted
from kamtui.ops.core import on_each
from kamtui.ops.exceptions import (
    approve_exception,
    change_exception,
    comment_on_exception,
    raise_exception,
    refuse_exception,
    withdraw_exception,
)
from kamtui.ops.history import undo
from kamtui.ops.users import edit_user
from kamtui.store import exceptions
from kamtui.store.book import Book
from tests.conftest import TODAY

Opener = Callable[[str], Book]


@pytest.fixture
def raised(open_book: Opener, acme: int) -> int:
    """Raised by chen.jing; li.wei is the head."""
    book = open_book("chen.jing")
    done = raise_exception(
        book, " 18 % discount ", proposal="15 % and two years", on=TODAY, account_id=acme, kind=Kind.TERMS
    )
    return done.value.exception_id


def test_what_is_raised_waits_under_its_author(book: Book, raised: int, acme: int) -> None:
    found = exceptions.one(book.conn, raised)
    assert (found.title, found.proposal, found.kind) == ("18 % discount", "15 % and two years", Kind.TERMS)
    assert (found.account_id, found.raised_by, found.state) == (acme, "chen.jing", State.WAITING)
    assert exceptions.waiting(book.conn, TODAY) == [found]


@pytest.mark.parametrize("proposal", ["", "  "])
def test_a_question_without_a_proposal_is_refused_and_told_why(book: Book, proposal: str) -> None:
    with pytest.raises(BadInput, match="say what you would do"):
        raise_exception(book, "may I?", proposal=proposal, on=TODAY)
    assert not exceptions.ids(book.conn, state=None)


def test_an_exception_may_be_about_no_account_but_not_about_a_missing_one(book: Book) -> None:
    key = raise_exception(book, "one week more", proposal="overtime", on=TODAY).value.exception_id
    assert exceptions.one(book.conn, key).account_id is None
    with pytest.raises(NotFound):
        raise_exception(book, "x", proposal="y", on=TODAY, account_id=99)


def test_a_head_approves_changes_and_refuses(book: Book, acme: int) -> None:
    keys = [raise_exception(book, f"{n}", proposal="p", on=TODAY).value.exception_id for n in range(3)]
    approve_exception(book, keys[0], on=TODAY)
    change_exception(book, keys[1], "12 %", on=TODAY)
    refuse_exception(book, keys[2], "no room", on=TODAY)
    found = [(row.state, row.answer, row.decided_by, row.decided_on) for row in exceptions.rows(book.conn, keys)]
    assert found == [
        (State.APPROVED, "", "li.wei", TODAY),
        (State.CHANGED, "12 %", "li.wei", TODAY),
        (State.REFUSED, "no room", "li.wei", TODAY),
    ]
    assert not exceptions.waiting(book.conn, TODAY)


def test_who_is_no_head_may_not_decide_and_learns_who_does(open_book: Opener, raised: int) -> None:
    book = open_book("chen.jing")
    with pytest.raises(NotPermitted, match=r"li\.wei"):
        approve_exception(book, raised, on=TODAY)
    with pytest.raises(NotPermitted, match=r"li\.wei"):
        change_exception(book, raised, "x", on=TODAY)
    with pytest.raises(NotPermitted, match=r"li\.wei"):
        refuse_exception(book, raised, "x", on=TODAY)
    assert exceptions.one(book.conn, raised).state is State.WAITING


def test_in_a_book_without_a_head_anybody_decides(open_book: Opener, raised: int) -> None:
    book = open_book("li.wei")
    with book.unguarded():
        edit_user(book, "li.wei", role="kam")
    approve_exception(open_book("chen.jing"), raised, on=TODAY)


def test_a_head_who_left_decides_no_more_and_nobody_else_does(open_book: Opener, raised: int) -> None:
    book = open_book("li.wei")
    with book.unguarded(), book.write("user.edit") as tx:
        tx.update("user", 1, {"left_on": TODAY.isoformat()})
    for who, refused in (("li.wei", "left on 2026-11-20"), ("chen.jing", "none works here any more")):
        with pytest.raises(NotPermitted, match=refused):
            approve_exception(open_book(who), raised, on=TODAY)


def test_a_head_is_a_head_in_small_and_capital_letters(open_book: Opener, raised: int) -> None:
    approve_exception(open_book("Li.Wei"), raised, on=TODAY)


def test_what_is_decided_is_decided_and_says_by_whom(book: Book, open_book: Opener, raised: int) -> None:
    approve_exception(book, raised, on=TODAY)
    with pytest.raises(NothingToDo, match="approved already"):
        approve_exception(book, raised, on=TODAY)
    edit_user(book, "chen.jing", role="head")
    for decide in (approve_exception, withdraw_exception):
        with pytest.raises(Conflict, match=r"approved by li\.wei"):
            decide(open_book("chen.jing"), raised, on=TODAY)
    with pytest.raises(Conflict, match=r"approved by li\.wei"):
        refuse_exception(book, raised, "after all", on=TODAY)
    with pytest.raises(Conflict, match=r"approved by li\.wei"):
        comment_on_exception(book, raised, "too late", on=TODAY)


def test_undo_lets_it_wait_again(book: Book, raised: int) -> None:
    approve_exception(book, raised, on=TODAY)
    undo(book)
    assert exceptions.one(book.conn, raised).state is State.WAITING


def test_change_and_refusal_need_words(book: Book, raised: int) -> None:
    with pytest.raises(BadInput, match="instead"):
        change_exception(book, raised, " ", on=TODAY)
    with pytest.raises(BadInput, match="why"):
        refuse_exception(book, raised, "", on=TODAY)
    with pytest.raises(BadInput):
        comment_on_exception(book, raised, "", on=TODAY)


def test_nothing_is_decided_before_it_was_raised(book: Book, raised: int) -> None:
    with pytest.raises(BadInput, match="raised on"):
        approve_exception(book, raised, on=TODAY.replace(day=1))


def test_only_who_raised_it_withdraws_it(book: Book, open_book: Opener, raised: int) -> None:
    with pytest.raises(NotPermitted, match=r"chen\.jing"):
        withdraw_exception(book, raised, on=TODAY)
    withdraw_exception(open_book("chen.jing"), raised, on=TODAY, answer="sold without")
    found = exceptions.one(book.conn, raised)
    assert (found.state, found.answer, found.decided_by) == (State.WITHDRAWN, "sold without", "chen.jing")


def test_anybody_comments_while_it_waits(book: Book, open_book: Opener, raised: int) -> None:
    comment_on_exception(open_book("chen.jing"), raised, "they asked for 20", on=TODAY)
    comment_on_exception(book, raised, "why two years?", on=TODAY)
    said = exceptions.comments(book.conn, [raised])[raised]
    assert [(each.author, each.text) for each in said] == [
        ("chen.jing", "they asked for 20"),
        ("li.wei", "why two years?"),
    ]


def test_several_are_decided_as_one_change(book: Book, acme: int) -> None:
    keys = [raise_exception(book, f"{n}", proposal="p", on=TODAY).value.exception_id for n in range(3)]
    assert len(on_each(book, approve_exception, keys, on=TODAY).value) == 3
    undo(book)
    assert len(exceptions.waiting(book.conn, TODAY)) == 3


def test_kinds_and_states_are_read_in_both_languages() -> None:
    assert (kind("Terms"), kind("折扣"), kind("信用")) == (Kind.TERMS, Kind.TERMS, Kind.CREDIT)
    assert (state("waiting"), state("驳回"), state("rejected")) == (State.WAITING, State.REFUSED, State.REFUSED)
    with pytest.raises(BadInput, match="no kind of exception"):
        kind("whim")
    with pytest.raises(BadInput, match="no state of an exception"):
        state("whim")


def test_who_may_not_decide_may_not_undo_a_decision_either(open_book: Opener, raised: int) -> None:
    head, other = open_book("li.wei"), open_book("chen.jing")
    decided = approve_exception(head, raised, on=TODAY)
    with pytest.raises(NotPermitted):
        undo(other, decided.change)
    undone = undo(head, decided.change)
    with pytest.raises(NotPermitted):
        undo(other, undone.change)
    assert exceptions.one(head.conn, raised).state is State.WAITING
