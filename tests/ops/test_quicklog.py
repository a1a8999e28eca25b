from __future__ import annotations

import pytest

from kamtui.domain.statuses import Status
from kamtui.domain.touches import Feedback, Kind, TouchState
from kamtui.errors import Ambiguous, BadInput, NotFound
from kamtui.ops.contacts import add_contact
from kamtui.ops.quicklog import log_line, person, understand
from kamtui.store import tasks, touches
from kamtui.store.book import Book
from tests.conftest import TODAY


def test_a_line_is_held_against_the_people_of_the_account(book: Book, acme: int) -> None:
    found = understand(book.conn, acme, "v 王总 @李娜 2h yesterday 谈妥Q3价格 >fri 发合同 ~2", TODAY)
    assert found.kind is Kind.VISIT
    assert [one.name for one in found.people] == ["李娜"]
    assert found.minutes == 120
    assert found.on.isoformat() == "2026-11-19"
    assert found.follow_up is not None
    assert found.follow_up.title == "发合同"
    assert found.status is Status.SOLID


def test_unmarked_names_count_only_where_somebody_has_them(book: Book, acme: int) -> None:
    found = understand(book.conn, acme, "call 王总 Zoe asked for prices", TODAY)
    assert ([one.name for one in found.people], found.summary) == (["王伟"], "Zoe asked for prices")
    assert found.unknown == ()


def test_reading_a_line_writes_nothing(book: Book, acme: int) -> None:
    before = book.data_version(), touches.count(book.conn)
    understand(book.conn, acme, "c @Zoe hi >fri", TODAY)
    assert (book.data_version(), touches.count(book.conn)) == before


def test_a_whole_name_means_nobody_else(book: Book, acme: int) -> None:
    add_contact(book, acme, "Li")
    assert person(book.conn, acme, "Li", TODAY) == 4
    add_contact(book, acme, "王芳")
    with pytest.raises(Ambiguous):
        person(book.conn, acme, "王", TODAY)


def test_somebody_unknown_is_refused_with_how_to_add_them(book: Book, acme: int) -> None:
    with pytest.raises(NotFound, match="kamtui contact add"):
        person(book.conn, acme, "Zoe", TODAY)
    with pytest.raises(NotFound, match="Zoe"):
        log_line(book, acme, "c @Zoe hi")


def test_a_step_without_words_is_called_after_the_touch(book: Book, acme: int) -> None:
    logged = log_line(book, acme, "call 谈妥Q3价格 next 7d").value
    assert logged.follow_up is not None
    assert tasks.one(book.conn, logged.follow_up.task_id).title == "谈妥Q3价格"
    assert log_line(book, acme, "call >fri").value.follow_up is not None


def test_a_line_that_says_nothing_is_refused(book: Book, acme: int) -> None:
    with pytest.raises(BadInput):
        log_line(book, acme, "   ")


def test_what_they_promised_is_a_task_of_theirs_beside_ours(book: Book, acme: int) -> None:
    logged = log_line(book, acme, "c @Chen price agreed (+) >fri send the offer <mon drawings").value
    assert logged.follow_up is not None
    assert logged.their_promise is not None
    ours, theirs = (tasks.one(book.conn, one.task_id) for one in (logged.follow_up, logged.their_promise))
    assert (ours.title, ours.by_customer) == ("send the offer", False)
    assert (theirs.title, theirs.by_customer, theirs.contact) == ("drawings", True, "Chen Li")
    assert theirs.touch_id == logged.touch_id
    assert touches.one(book.conn, logged.touch_id).feedback is Feedback.GOOD


def test_a_line_of_a_day_to_come_is_a_planned_touch(book: Book, acme: int) -> None:
    planned = log_line(book, acme, "visit ^tomorrow see the line").value
    assert touches.one(book.conn, planned.touch_id).state is TouchState.SCHEDULED
    assert planned.next_due_on is None
    assert touches.one(book.conn, log_line(book, acme, "visit saw it").value.touch_id).state is TouchState.DONE
