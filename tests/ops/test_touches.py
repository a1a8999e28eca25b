"""Touches with what the customer made of them, planned ahead, and joined where two of us logged one meeting."""

from __future__ import annotations

import datetime as dt

import pytest

from kamtui.domain.outcomes.touches import TouchLogged
from kamtui.domain.touches import Direction, Feedback, Kind, Purpose, TouchState
from kamtui.errors import BadInput, Conflict, NothingToDo
from kamtui.ops.accounts import add_account
from kamtui.ops.core import Done
from kamtui.ops.history import undo
from kamtui.ops.touches import add_touch, edit_touch, join_touch, part_touch, plan_touch
from kamtui.store import accounts, touches
from kamtui.store.book import Book
from tests.conftest import TODAY

CHEN, WANG, LI = 1, 2, 3
DAY = TODAY - dt.timedelta(days=3)


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(DAY, dt.time(hour, minute), dt.UTC)


def visit(book: Book, acme: int, by: str, **said: object) -> Done[TouchLogged]:
    """A visit on the day, with 王伟 where nobody else is named."""
    return add_touch(book, acme, **{"kind": Kind.VISIT, "people": [WANG], "on": DAY, "by": by, **said})  # type: ignore[arg-type]


def test_a_touch_keeps_how_they_reacted_and_what_it_taught_us(book: Book, acme: int) -> None:
    key = add_touch(
        book,
        acme,
        feedback=Feedback.BAD,
        direction=Direction.IN,
        purpose=Purpose.SOLVE,
        lesson="price is not the point",
    ).value.touch_id
    found = touches.one(book.conn, key)
    assert (found.feedback, found.direction, found.purpose) == (Feedback.BAD, Direction.IN, Purpose.SOLVE)
    assert found.lesson == "price is not the point"
    edit_touch(book, key, {"feedback": None, "purpose": Purpose.COURTESY})
    found = touches.one(book.conn, key)
    assert (found.feedback, found.direction, found.purpose) == (None, Direction.IN, Purpose.COURTESY)


def test_what_a_touch_was_seen_to_say_is_compared_as_it_is_stored(book: Book, acme: int) -> None:
    key = visit(book, acme, "li.wei").value.touch_id
    edit_touch(book, key, {"feedback": Feedback.GOOD}, was={"feedback": None, "on": DAY})
    with pytest.raises(Conflict, match="feedback"):
        edit_touch(book, key, {"feedback": Feedback.BAD}, was={"feedback": None})


def test_a_planned_touch_is_scheduled_and_moves_no_clock_until_it_took_place(book: Book, acme: int) -> None:
    day = TODAY + dt.timedelta(days=5)
    key = plan_touch(book, acme, day, "opening of plant 2", kind=Kind.EVENT).value.touch_id
    assert touches.one(book.conn, key).state is TouchState.SCHEDULED
    assert accounts.row(book.conn, acme).last_touch_on is None
    edit_touch(book, key, {"state": TouchState.DONE, "on": TODAY, "summary": "we sent two engineers"})
    assert accounts.row(book.conn, acme).last_touch_on == TODAY


def test_nothing_is_planned_for_a_day_that_is_past(book: Book, acme: int) -> None:
    with pytest.raises(BadInput, match="touch add --on"):
        plan_touch(book, acme, TODAY - dt.timedelta(days=1), "too late")


def test_a_touch_that_is_moved_keeps_its_time_where_the_day_had_begun_earlier_than_at_greenwich(
    book: Book, acme: int
) -> None:
    early_in_shanghai = at(23) - dt.timedelta(days=1)
    key = visit(book, acme, "li.wei", at=early_in_shanghai).value.touch_id
    edit_touch(book, key, {"on": DAY + dt.timedelta(days=1)})
    found = touches.one(book.conn, key)
    assert (found.on, found.at) == (DAY + dt.timedelta(days=1), at(23).strftime("%Y-%m-%dT%H:%M:%SZ"))


# -- two of us at one meeting (P16) ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        # no time is known of either: the day counts
        ({}, {}, True),
        ({}, {"on": DAY - dt.timedelta(days=1)}, False),
        # both have a time: two hours, not a second more
        ({"at": at(12)}, {"at": at(10)}, True),
        ({"at": at(12)}, {"at": at(14)}, True),
        ({"at": at(12)}, {"at": at(14, 1)}, False),
        ({"at": at(0, 30), "on": DAY}, {"at": at(0, 30) - dt.timedelta(hours=1), "on": DAY - dt.timedelta(1)}, True),
        # one has a time, the other not
        ({"at": at(16)}, {}, True),
        # who was there
        ({"people": [WANG, LI]}, {"people": [LI]}, True),
        ({"people": [CHEN]}, {"people": [LI]}, False),
        ({"people": []}, {"people": [LI]}, True),
        ({"people": [CHEN]}, {"people": []}, True),
        # what it was
        ({"kind": Kind.CALL}, {}, False),
        ({}, {"state": TouchState.CANCELLED}, False),
        ({"by": "chen.jing"}, {}, False),
    ],
)
def test_what_looks_like_one_meeting_is_said(
    book: Book, acme: int, mine: dict[str, object], theirs: dict[str, object], same: bool
) -> None:
    other = visit(book, acme, "chen.jing", **theirs).value.touch_id
    twin = visit(book, acme, **{"by": "li.wei", **mine}).value.twin  # type: ignore[arg-type]
    assert twin == ((other, "chen.jing") if same else None)


def test_a_touch_moved_to_its_day_afterwards_still_has_no_time_of_its_own(book: Book, acme: int) -> None:
    moved = visit(book, acme, "chen.jing", on=TODAY).value.touch_id
    edit_touch(book, moved, {"on": DAY})
    at_night = visit(book, acme, "li.wei", at=at(23)).value.twin
    at_dawn = visit(book, acme, "a.meyer", at=at(0, 1)).value.twin
    assert at_night == at_dawn == (moved, "chen.jing")


def test_joined_the_clock_moves_once_and_both_keep_their_minutes(book: Book, acme: int) -> None:
    theirs = visit(book, acme, "chen.jing", minutes=120).value.touch_id
    mine = visit(book, acme, "li.wei", minutes=60).value
    assert mine.twin is not None
    join_touch(book, mine.touch_id, mine.twin.touch_id)
    found = touches.rows(book.conn, [theirs, mine.touch_id])
    assert [(touch.minutes, touch.joins) for touch in found] == [(120, None), (60, theirs)]
    assert accounts.row(book.conn, acme).last_touch_on == DAY
    undo(book)
    assert touches.one(book.conn, mine.touch_id).joins is None


def test_a_third_of_us_is_sent_to_the_touch_that_the_second_joined(book: Book, acme: int) -> None:
    first = visit(book, acme, "chen.jing").value.touch_id
    second = visit(book, acme, "li.wei").value.touch_id
    join_touch(book, second, first)
    third = visit(book, acme, "a.meyer").value
    assert third.twin == (first, "chen.jing")
    with pytest.raises(BadInput, match=f"joins {first} itself"):
        join_touch(book, third.touch_id, second)
    join_touch(book, third.touch_id, first)
    assert touches.joined_by(book.conn, first) == [second, third.touch_id]


def test_what_is_no_one_meeting_cannot_be_joined(book: Book, acme: int) -> None:
    other = add_account(book, "Other AG").value.account_id
    theirs = visit(book, acme, "chen.jing").value.touch_id
    mine = visit(book, acme, "li.wei").value.touch_id
    again = visit(book, acme, "li.wei").value.touch_id
    elsewhere = add_touch(book, other, by="chen.jing").value.touch_id
    planned = plan_touch(book, acme, TODAY, by="a.meyer").value.touch_id
    for touch, target, why in (
        (mine, mine, "itself"),
        (mine, again, "logged both"),
        (mine, elsewhere, "Other AG"),
        (mine, planned, "took place"),
    ):
        with pytest.raises(BadInput, match=why):
            join_touch(book, touch, target)
    join_touch(book, mine, theirs)
    with pytest.raises(NothingToDo):
        join_touch(book, mine, theirs)
    with pytest.raises(BadInput, match="logged both"):
        join_touch(book, again, theirs)
    # one level: who is joined by others joins nobody
    with pytest.raises(BadInput, match="is joined"):
        join_touch(book, theirs, visit(book, acme, "a.meyer").value.touch_id)


def test_what_is_joined_stays_done_until_it_is_parted(book: Book, acme: int) -> None:
    theirs = visit(book, acme, "chen.jing").value.touch_id
    mine = visit(book, acme, "li.wei").value.touch_id
    join_touch(book, mine, theirs)
    for touch in (mine, theirs):
        with pytest.raises(BadInput, match=f"touch part {mine}"):
            edit_touch(book, touch, {"state": TouchState.CANCELLED})
    part_touch(book, mine)
    edit_touch(book, mine, {"state": TouchState.CANCELLED})
    with pytest.raises(NothingToDo):
        part_touch(book, mine)
