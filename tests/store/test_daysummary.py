"""What one of us did on a day, read from the book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.daysummary import DaySummary, Left
from kamtui.domain.statuses import Status
from kamtui.domain.touches import Kind, TouchState
from kamtui.ops.history import undo
from kamtui.ops.reviews import mark_done, snooze
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task, close_task
from kamtui.ops.touches import add_touch
from kamtui.store import daysummary
from kamtui.store.book import Book
from tests.conftest import TODAY

YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


def day_of(book: Book, who: str = "li.wei", on: dt.date = TODAY) -> DaySummary:
    return daysummary.of_day(book.conn, on, who, None, Left(0, 0))


def test_what_was_undone_is_not_in_the_day(book: Book, acme: int) -> None:
    mark_done(book, acme, on=TODAY)
    add_touch(book, acme)
    assert (day_of(book).reviewed, day_of(book).touches) == (1, 1)
    undo(book)
    undo(book)
    assert (day_of(book).reviewed, day_of(book).touches) == (0, 0)


def test_only_touches_that_took_place_that_day_count(book: Book, acme: int) -> None:
    add_touch(book, acme, kind=Kind.VISIT)
    add_touch(book, acme, on=YESTERDAY)
    add_touch(book, acme, state=TouchState.SCHEDULED)
    assert (day_of(book).touches, day_of(book).minutes) == (1, 90)
    assert day_of(book, on=YESTERDAY).touches == 1


def test_a_day_is_of_the_one_who_did_it(open_book: Callable[[str], Book], acme: int) -> None:
    chen = open_book("chen.jing")
    mark_done(chen, acme, on=TODAY)
    set_status(chen, acme, Status.SOLID, on=TODAY)
    add_task(chen, "call back", account_id=acme)
    assert day_of(chen).cards == 0
    theirs = day_of(chen, "chen.jing")
    assert (theirs.reviewed, len(theirs.statuses), len(theirs.steps)) == (1, 1, 1)


def test_a_status_that_changed_twice_is_told_once_from_the_one_before_the_day(book: Book, acme: int) -> None:
    set_status(book, acme, Status.SOLID, on=YESTERDAY)
    set_status(book, acme, Status.DEFENDING, on=TODAY)
    set_status(book, acme, Status.DECLINING, on=TODAY)
    (told,) = day_of(book).statuses
    assert (told.before, told.after) == (Status.SOLID, Status.DECLINING)


def test_what_the_customer_promised_and_what_was_called_off_are_no_steps_of_ours(book: Book, acme: int) -> None:
    add_task(book, "they send figures", account_id=acme, by_customer=True)
    off = add_task(book, "not needed", account_id=acme).value.task_id
    close_task(book, off, on=TODAY, state="cancelled")
    kept = add_task(book, "send the offer", account_id=acme).value.task_id
    close_task(book, kept, on=TODAY)
    assert [step.title for step in day_of(book).steps] == ["send the offer"]
    assert day_of(book).kept == 1


def test_tomorrow_has_touches_promises_and_cards_that_come_back(book: Book, acme: int) -> None:
    add_touch(book, acme, on=TOMORROW - dt.timedelta(days=7))
    add_task(book, "send the offer", account_id=acme, due_on=TOMORROW)
    snooze(book, acme, on=TODAY, until=TOMORROW)
    assert day_of(book).tomorrow == (1, 1, 1)
