"""A relationship starts anew: from which grade, with which tasks, as one change."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.contacts import Level
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput
from kamtui.ops.contacts import add_contact, leave
from kamtui.ops.history import undo
from kamtui.ops.stages import reset_status
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store import departures, reviews, statuses, tasks
from kamtui.store.book import Book
from kamtui.store.tasks import Task
from tests.conftest import TODAY

CHEN, WANG, LINA = 1, 2, 3


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def touched(book: Book, acme: int, days: int, *people: int, kind: Kind = Kind.CALL) -> None:
    add_touch(book, acme, kind=kind, on=ago(days), people=people, summary="talked")


def rating(book: Book, acme: int) -> tuple[Status | None, Grade | None]:
    return statuses.in_force(book.conn, acme, TODAY)


def open_tasks(book: Book, acme: int) -> list[Task]:
    return tasks.rows(book.conn, tasks.ids(book.conn, account=acme))


@pytest.fixture
def solid(book: Book, acme: int) -> int:
    """Acme, called solid; of four touches two were with Chen, and Chen is gone."""
    set_status(book, acme, Status.SOLID, on=ago(100))
    for days, person in ((80, CHEN), (60, WANG), (40, LINA), (30, CHEN)):
        touched(book, acme, days, person)
    leave(book, CHEN, on=ago(20))
    return acme


def test_who_takes_half_of_the_contact_along_leaves_a_relationship_to_develop(book: Book, solid: int) -> None:
    done = reset_status(book, solid, on=TODAY).value
    assert (done.left, done.share) == (("Chen Li",), 0.5)
    assert rating(book, solid) == (Status.DEVELOPING, Grade.DEVELOPING)


def test_who_takes_more_than_half_along_leaves_a_limited_one(book: Book, solid: int) -> None:
    touched(book, solid, 25, CHEN)
    assert reset_status(book, solid, on=TODAY).value.share == 0.6
    assert rating(book, solid) == (Status.DEVELOPING, Grade.LIMITED)


def test_those_who_left_count_together_and_a_touch_with_both_counts_once(book: Book, solid: int) -> None:
    touched(book, solid, 25, CHEN, WANG)
    leave(book, WANG, on=ago(5))
    found = departures.since_rated(book.conn, solid, TODAY)
    # of five touches four were with Chen, with 王伟, or with both
    assert (found.names, found.share) == (("王伟", "Chen Li"), 0.8)


def test_what_is_no_contact_with_the_customer_does_not_count(book: Book, solid: int) -> None:
    touched(book, solid, 22, kind=Kind.INTERNAL)
    assert departures.since_rated(book.conn, solid, TODAY).share == 0.5


def test_the_policys_steps_become_tasks_of_the_owner_due_in_two_weeks(book: Book, solid: int) -> None:
    titles = reset_status(book, solid, on=TODAY).value.titles
    found = open_tasks(book, solid)
    assert [task.title for task in found] == list(titles)
    assert titles[0] == "Find out who decides now"
    assert {(task.owner, task.due_on, task.signal) for task in found} == {("li.wei", dt.date(2026, 12, 4), "SIG-06")}


def test_a_step_that_is_open_already_is_not_taken_up_twice(book: Book, solid: int) -> None:
    add_task(book, "Find out who decides now", account_id=solid)
    titles = reset_status(book, solid, on=TODAY).value.titles
    assert "Find out who decides now" not in titles
    assert len(open_tasks(book, solid)) == 1 + len(titles)


def test_it_answers_the_signal_and_says_why(book: Book, solid: int) -> None:
    assert "SIG-06" in {reason.signal for reason in reviews.reasons(book.conn, solid, TODAY)}
    reset_status(book, solid, on=TODAY)
    assert "SIG-06" not in {reason.signal for reason in reviews.reasons(book.conn, solid, TODAY)}
    assert statuses.history(book.conn, solid)[-1].reason == "start anew: Chen Li left"


def test_one_undo_takes_status_and_tasks_back(book: Book, solid: int) -> None:
    reset_status(book, solid, on=TODAY)
    undo(book)
    assert rating(book, solid) == (Status.SOLID, None)
    assert not open_tasks(book, solid)


def test_nobody_left_needs_a_reason(book: Book, acme: int) -> None:
    with pytest.raises(BadInput, match="nobody left"):
        reset_status(book, acme, on=TODAY)
    done = reset_status(book, acme, on=TODAY, reason="merged with a rival").value
    assert (done.left, done.set.grade) == ((), Grade.DEVELOPING)
    assert statuses.history(book.conn, acme)[-1].reason == "merged with a rival"


def test_who_was_rated_since_is_no_reason_any_more(book: Book, solid: int) -> None:
    set_status(book, solid, Status.DEFENDING, on=ago(10))
    with pytest.raises(BadInput):
        reset_status(book, solid, on=TODAY)


def test_a_developing_relationship_can_start_anew_too(book: Book, solid: int) -> None:
    set_status(book, solid, Status.DEVELOPING, on=ago(50), grade=Grade.DEVELOPING)
    reset_status(book, solid, on=TODAY)
    assert statuses.history(book.conn, solid)[-1].on == TODAY


def test_those_on_whom_it_hung_are_named_first(book: Book, solid: int) -> None:
    aside = add_contact(book, solid, "Bo", level=Level.FRONT).value.contact_id
    leave(book, aside, on=ago(1))
    assert departures.since_rated(book.conn, solid, TODAY).names == ("Chen Li", "Bo")
