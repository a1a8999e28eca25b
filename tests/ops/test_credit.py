"""Credit: decisions are added, another grade has a reason, and more trust has a head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kamtui.domain.credit import CreditGrade
from kamtui.domain.exceptions import Kind
from kamtui.domain.facts import Metric
from kamtui.domain.outcomes.terms import CreditAsked, CreditSet
from kamtui.domain.periods import month
from kamtui.errors import BadInput, Conflict, NothingToDo, NotPermitted
from kamtui.ops.credit import review_credit, set_credit
from kamtui.ops.exceptions import approve_exception, raise_exception
from kamtui.ops.facts import add_fact
from kamtui.store import credit
from kamtui.store.book import Book
from tests.conftest import TODAY

UNIT = 10_000
FIFTY = 50_000 * UNIT
JUNE = dt.date(2026, 6, 1)

Opener = Callable[[str], Book]


@pytest.fixture
def manager(open_book: Opener, acme: int) -> Book:
    """Of chen.jing, who is no head; acme has grade B and a limit of 50,000 since June."""
    book = open_book("chen.jing")
    set_credit(book, acme, {"grade": CreditGrade.B, "limit": FIFTY}, on=JUNE)
    return book


def test_every_decision_is_a_row_and_the_latest_is_in_force(manager: Book, acme: int) -> None:
    set_credit(manager, acme, {"grade": CreditGrade.C, "limit": FIFTY // 2}, reason="late twice")
    assert [each.grade for each in credit.history(manager.conn, acme)] == [CreditGrade.C, CreditGrade.B]
    assert credit.in_force(manager.conn, JUNE)[acme].limit == FIFTY
    assert credit.in_force(manager.conn, TODAY)[acme].limit == FIFTY // 2


def test_another_grade_needs_a_reason_and_the_same_again_is_nothing(manager: Book, acme: int) -> None:
    with pytest.raises(BadInput, match="needs a reason"):
        set_credit(manager, acme, {"grade": CreditGrade.C})
    with pytest.raises(NothingToDo, match="review it"):
        set_credit(manager, acme, {"limit": FIFTY})


def test_what_is_not_named_stays(manager: Book, acme: int) -> None:
    set_credit(manager, acme, {"limit": FIFTY - UNIT})
    assert credit.in_force(manager.conn, TODAY)[acme].grade is CreditGrade.B


@pytest.mark.parametrize("more", [{"limit": FIFTY + 1}, {"limit": None}, {"grade": CreditGrade.A}])
def test_more_trust_is_a_heads(manager: Book, book: Book, acme: int, more: dict[str, object]) -> None:
    with pytest.raises(NotPermitted, match="a head must agree"):
        set_credit(manager, acme, more, reason="asked")
    asked = set_credit(manager, acme, more, reason="asked", proposal="until March").value
    assert isinstance(asked, CreditAsked)
    assert credit.in_force(manager.conn, TODAY)[acme].limit == FIFTY
    approve_exception(book, asked.exception_id, on=TODAY)
    assert isinstance(set_credit(manager, acme, more, reason="x", exception_id=asked.exception_id).value, CreditSet)


def test_a_head_decides_alone(manager: Book, book: Book, acme: int) -> None:
    assert isinstance(set_credit(book, acme, {"limit": 2 * FIFTY}).value, CreditSet)


def test_an_approval_of_something_else_carries_nothing(manager: Book, book: Book, acme: int) -> None:
    other = raise_exception(manager, "x", proposal="y", on=TODAY, account_id=acme, kind=Kind.TERMS).value.exception_id
    approve_exception(book, other, on=TODAY)
    with pytest.raises(BadInput, match="not about credit"):
        set_credit(manager, acme, {"limit": 2 * FIFTY}, exception_id=other)


def test_an_old_approval_is_used_up_by_the_decision_after_it(manager: Book, book: Book, acme: int) -> None:
    old = raise_exception(manager, "x", proposal="y", on=JUNE, account_id=acme, kind=Kind.CREDIT).value.exception_id
    approve_exception(book, old, on=JUNE)
    set_credit(manager, acme, {"limit": FIFTY // 2}, on=TODAY)
    with pytest.raises(Conflict, match="was used"):
        set_credit(manager, acme, {"limit": FIFTY}, exception_id=old)


def test_a_review_keeps_what_is_decided_and_moves_the_next_one(manager: Book, acme: int) -> None:
    done = review_credit(manager, acme, reason="accounts read").value
    assert (done.grade, done.limit, done.review_on) == (CreditGrade.B, FIFTY, TODAY + dt.timedelta(days=180))
    with pytest.raises(NothingToDo):
        review_credit(manager, acme)
    assert review_credit(manager, acme, next_review_on=dt.date(2027, 1, 1)).value.review_on == dt.date(2027, 1, 1)


def test_nothing_decided_is_nothing_to_review(book: Book, acme: int) -> None:
    with pytest.raises(BadInput, match="no credit decision"):
        review_credit(book, acme)
    with pytest.raises(BadInput, match="a grade, a limit"):
        set_credit(book, acme, {})


def test_a_change_over_a_colleagues_decision_is_refused(manager: Book, book: Book, acme: int) -> None:
    set_credit(book, acme, {"limit": 2 * FIFTY})
    with pytest.raises(Conflict, match=r"li\.wei changed limit"):
        set_credit(manager, acme, {"limit": UNIT}, was={"limit": FIFTY})


def test_ordered_and_not_invoiced_counts_as_exposure(manager: Book, acme: int) -> None:
    add_fact(manager, acme, Metric.OPEN_ORDERS, 45_000 * UNIT, period=month(TODAY), on=TODAY)
    found = credit.exposures(manager.conn, TODAY)[acme]
    assert (found.open, found.total, found.percent) == (0, 45_000 * UNIT, 90.0)
