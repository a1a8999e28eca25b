"""Promises come again, are moved this time only, and say what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kamtui.errors import BadInput, Conflict, NothingToDo
from kamtui.ops.history import undo
from kamtui.ops.tasks import add_task, close_task, edit_task
from kamtui.store import tasks
from kamtui.store.book import Book
from kamtui.store.tasks import Task
from tests.conftest import TODAY


def open_tasks(book: Book) -> list[Task]:
    return tasks.rows(book.conn, tasks.ids(book.conn))


def test_closing_what_comes_again_adds_the_next_one_and_one_undo_takes_both_back(book: Book, acme: int) -> None:
    due = dt.date(2026, 11, 19)
    added = add_task(book, "stock list", account_id=acme, due_on=due, repeat="weekly", by_customer=True, contact_id=1)
    before = open_tasks(book)
    closed = close_task(book, added.value.task_id, on=TODAY, result="came by mail").value
    assert closed.following is not None
    (following,) = open_tasks(book)
    assert (following.id, following.due_on) == (closed.following.task_id, dt.date(2026, 11, 26))
    assert following.repeat == before[0].repeat
    assert (following.by_customer, following.contact, following.owner) == (True, "Chen Li", "li.wei")
    assert tasks.one(book.conn, added.value.task_id).result == "came by mail"
    undo(book)
    assert open_tasks(book) == before


def test_closed_late_the_next_one_is_not_late(book: Book) -> None:
    task = add_task(book, "report", due_on=dt.date(2026, 3, 31), repeat="1m").value.task_id
    close_task(book, task, on=dt.date(2026, 4, 2))
    (following,) = open_tasks(book)
    assert following.due_on == dt.date(2026, 11, 30)
    close_task(book, following.id, on=TODAY)
    assert open_tasks(book)[0].due_on == dt.date(2026, 12, 31)


def test_calling_off_ends_the_series(book: Book) -> None:
    task = add_task(book, "report", due_on=TODAY, repeat="1m").value.task_id
    assert close_task(book, task, on=TODAY, state="cancelled").value.following is None
    assert not open_tasks(book)


def test_closing_again_what_was_opened_again_does_not_double_the_series(book: Book) -> None:
    task = add_task(book, "report", due_on=TODAY, repeat="1m").value.task_id
    close_task(book, task, on=TODAY)
    close_task(book, task, on=TODAY, state="open")
    assert close_task(book, task, on=TODAY).value.following is None
    assert len(open_tasks(book)) == 1


def test_another_day_is_for_this_time_only(book: Book) -> None:
    monday = dt.date(2026, 11, 23)
    task = add_task(book, "stock list", due_on=monday, repeat="1w").value.task_id
    edit_task(book, task, {"due_on": "2026-11-25"})
    close_task(book, task, on=dt.date(2026, 11, 25))
    assert open_tasks(book)[0].due_on == dt.date(2026, 11, 30)


def test_what_comes_again_needs_a_day(book: Book) -> None:
    with pytest.raises(BadInput, match="needs a day"):
        add_task(book, "report", repeat="1m")
    task = add_task(book, "report", due_on=TODAY, repeat="1m").value.task_id
    with pytest.raises(BadInput, match="needs a day"):
        edit_task(book, task, {"due_on": None})
    edit_task(book, task, {"due_on": None, "repeat": ""})
    assert tasks.one(book.conn, task).due_on is None


def test_what_came_of_it_can_be_said_later_and_the_day_stays(book: Book) -> None:
    task = add_task(book, "report").value.task_id
    close_task(book, task, on=TODAY - dt.timedelta(days=3))
    with pytest.raises(NothingToDo):
        close_task(book, task, on=TODAY)
    close_task(book, task, on=TODAY, result="they liked it")
    found = tasks.one(book.conn, task)
    assert (found.result, found.done_on) == ("they liked it", TODAY - dt.timedelta(days=3))


def test_an_edit_over_a_colleagues_is_refused(book: Book, open_book: Callable[[str], Book]) -> None:
    task = add_task(book, "report", due_on=TODAY).value.task_id
    edit_task(open_book("chen.jing"), task, {"due_on": "2026-12-01"})
    with pytest.raises(Conflict, match=r"chen\.jing"):
        edit_task(book, task, {"due_on": "2026-12-02"}, was={"due_on": TODAY.isoformat()})


@pytest.mark.parametrize("fields", [{"title": "  "}, {"repeat": "often"}, {"colour": "red"}])
def test_nonsense_is_refused(book: Book, fields: dict[str, object]) -> None:
    task = add_task(book, "report", due_on=TODAY).value.task_id
    with pytest.raises(BadInput):
        edit_task(book, task, fields)
